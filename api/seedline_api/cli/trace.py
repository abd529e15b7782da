"""``seedline trace``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from seedline_api.cli.application import app, open_tracer
from seedline_api.cli.options import (
    AsOf,
    Basis,
    Down,
    HomeOption,
    Lang,
    Relation,
    SnapshotOption,
    Source,
    Status,
    ToldBy,
    Up,
    spoken,
)  # fmt: skip
from seedline_api.cli.output import DIAGRAMS, TraceFormat, diagram, print_rows, width


@app.command()
def trace(
    thing: Annotated[str, typer.Argument(help="A project code, another identifier, a key or an IRI.")],
    up: Up = None,
    down: Down = None,
    status: Status = None,
    relation: Relation = None,
    basis: Basis = None,
    source: Source = None,
    as_of: AsOf = None,
    told_by: ToldBy = None,
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    format: Annotated[TraceFormat, typer.Option(help="Format of the lineage.")] = TraceFormat.text,
    lang: Lang = "en",
) -> None:
    """Trace what came before a project or product and what followed, with the money.

    Example: seedline trace CT.0921
    """
    from seedline.formats.text import lineage_rows, lineage_text
    from seedline.views.choice import Choice
    from seedline.views.view import View

    choice = Choice.of(up, down, status, relation, basis=basis, source=source, as_of=as_of, told_by=told_by)
    view = View.of(open_tracer(home, snapshot), thing, choice=choice)
    document = view.document
    if format is TraceFormat.json:
        print(json.dumps(document.json(), indent=1, ensure_ascii=False))
    elif format is TraceFormat.csv:
        header, rows = lineage_rows(document)
        print_rows(header, rows, format)
    elif format.value in DIAGRAMS:
        diagram(view, format.value)
    else:
        print(lineage_text(document, width(), spoken(lang)))
