"""``seedline select``."""

from __future__ import annotations

from typing import Annotated

import typer

from seedline_api.cli.application import app, open_tracer
from seedline_api.cli.options import HomeOption, SnapshotOption
from seedline_api.cli.output import RowsOption, print_rows, say


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

    Example: seedline select 'year:2013..2016,budget:>150000'
    """
    from seedline.views.result import Result

    result = Result.of(open_tracer(home, snapshot), selection, exclude)
    print_rows(["id", "kind", "label"], [[thing.id, thing.kind, thing.label] for thing in result.things()], format)
    if not len(result):
        say("nothing in the data is named by this selection")
