"""``seedline map``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seedline_api.cli.application import app
from seedline_api.cli.output import say


@app.command("map")
def map_(
    table: Annotated[Path, typer.Argument(help="A table: CSV, XLSX or JSON Lines.")],
    sheet: Annotated[str | None, typer.Option(help="One sheet of a workbook; default: every sheet with rows.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; default: beside the table.")] = None,
) -> None:
    """Propose a mapping for a table: which column is which field. Read it and mend it before it is used.

    Example: seedline map projects.csv
    """
    from seedline.errors import InputError
    from seedline.ingest.table import MAPPING_SUFFIX, propose

    if not table.is_file():
        raise InputError(f"{table}: there is no such file")
    path = out or table.with_name(table.stem + MAPPING_SUFFIX)
    if path.exists():
        raise InputError(f"{path} is there already; give another --out")
    path.write_text(propose(table, sheet), encoding="utf-8")
    say(f"wrote {path}; read it, then: seedline validate default table:{path}")
