"""``seedline select``."""

from __future__ import annotations

from typing import Annotated

import typer

from seedline_api.cli.application import app, open_tracer
from seedline_api.cli.options import HomeOption, SnapshotOption
from seedline_api.cli.output import RowsOption, print_rows


@app.command("select")
def select_(
    selection: Annotated[str, typer.Argument(help="As '+CT.0921', 'CT.0921+2', '@CT.0921', 'sdg:8.8,country:VN'.")],
    exclude: Annotated[str | None, typer.Option(help="A selection to take away.")] = None,
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    *,
    format: RowsOption,
) -> None:
    """List the things that a selection names: a space joins, a comma narrows.

    Example: seedline select 'CT.0921+ sdg:8.8' --exclude kind:product
    """
    from seedline.lineage.selection import select

    tracer = open_tracer(home, snapshot)
    header = ["id", "kind", "label"]
    rows = [
        [tracer.details.id(iri), tracer.network.kinds[iri], tracer.details.label(iri)]
        for iri in select(tracer, selection, exclude)
    ]
    print_rows(header, rows, format)
