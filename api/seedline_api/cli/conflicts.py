"""``seedline conflicts``."""

from __future__ import annotations

from typing import Annotated

import typer

from seedline_api.cli.application import app, open_tracer
from seedline_api.cli.options import HomeOption, SnapshotOption
from seedline_api.cli.output import RowsOption, print_rows


@app.command()
def conflicts(
    about: Annotated[str | None, typer.Argument(help="A thing, by its code or key; default: all.")] = None,
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    *,
    format: RowsOption,
) -> None:
    """List where sources, or one source with itself, do not agree: both sides, where each says so, and which is taken.

    Example: seedline conflicts CT.0921
    """
    from seedline.document.disagreements import disagreements
    from seedline.triples import local_name

    tracer = open_tracer(home, snapshot)
    read, thing = tracer.details, tracer.resolve(about) if about else None
    rows = []
    for one in disagreements(read, thing):
        summary = read.text(one.iri, "sl:summary") or ""
        for side in one.sides:
            # Money is told by its label, which has the amount.
            summary_of = None if read.value(side.iri, "sl:amount") else read.text(side.iri, "sl:summary")
            value = side.value or summary_of or read.label(side.iri)
            places = "; ".join(place.url or f"{place.source} {place.section or ''}".strip() for place in side.places)
            rows.append(
                [
                    one.kind,
                    read.id(one.about),
                    local_name(one.property) if one.property else summary,
                    read.label(value) if side.value and ":" in value else value,
                    "yes" if side.taken else "",
                    places,
                ]
            )
    print_rows(["kind", "about", "what differs", "side", "taken", "where"], rows, format)
