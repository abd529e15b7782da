"""``seedline query``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from seedline_api.cli.application import app
from seedline_api.cli.options import HomeOption, SnapshotOption
from seedline_api.cli.output import QueryFormat, fitting_rows, print_rows, say, short_names


@app.command()
def query(
    sparql: Annotated[str, typer.Argument(help="A SPARQL query, @FILE, or - for standard input.")],
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    format: Annotated[
        QueryFormat | None,
        typer.Option(help="Format of the answer.", show_default="table in a terminal, tsv in a pipe"),
    ] = None,
) -> None:
    """Ask the current snapshot a SPARQL query; the ontology's prefixes are known, and a table is written with them.

    In a pipe rows are values with tabs between, addresses whole; --format tsv writes them as SPARQL does.
    Exit code 3 where an ASK is answered with no.

    Example: seedline query 'SELECT ?project ?amount { ?c sl:recipient ?project ; sl:amount ?amount }'
    """
    from seedline.errors import InputError
    from seedline.store import open_snapshot
    from seedline.validate.known_terms import unknown_terms

    if sparql == "-":
        sparql = sys.stdin.read()
    elif sparql.startswith("@"):
        try:
            sparql = Path(sparql[1:]).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"@FILE names a file that holds a query as UTF-8 text: {error}") from error
    if unknown := unknown_terms(sparql):
        say(f"not in the ontology, so nothing matches: {', '.join(unknown)}")
    result = open_snapshot(home, snapshot).store.query(sparql.removeprefix("\ufeff"))
    if format not in {None, QueryFormat.table}:
        sys.stdout.buffer.write(result.serialise(str(format)))
        return
    if result.kind == "ask":
        print("yes" if result else "no")
        raise typer.Exit(0 if result else 3)
    if result.kind == "graph":
        sys.stdout.buffer.write(result.serialise("ttl"))
        return
    chosen = format or fitting_rows()
    rows = list(result.rows())
    print_rows(result.variables, short_names(rows) if chosen == QueryFormat.table else rows, chosen)
