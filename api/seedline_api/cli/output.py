"""What a command prints, in the format that was asked for."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from seedline.formats.spreadsheet import csv_text
from seedline_api.rendering.naming import prefixed

if TYPE_CHECKING:
    from seedline.views.view import View


#: Characters of a word that is never cut; longer ones, such as addresses, may be.
_LONGEST_WORD = 24


class RowFormat(StrEnum):
    """Formats of a table."""

    table = "table"
    json = "json"
    csv = "csv"
    tsv = "tsv"


def table_text(header: Sequence[str], rows: Sequence[Sequence[str | None]], width: int = 80) -> str:
    """Return rows as a plain table that keeps to a width; long cells wrap between words.

    Where whole words need more room than there is, the table is wider: words that are cut cannot be read.

    >>> print(table_text(["a", "b"], [["1", "two"]]))
    a  b
    -  ---
    1  two
    """
    import textwrap

    cells = [[cell or "" for cell in row] for row in rows]
    wanted = [max(len(str(row[i])) for row in [list(header), *cells]) for i in range(len(header))]
    room = width - 2 * (len(header) - 1)
    sizes = wanted[:]
    # The widest column gives way first, so that narrow ones such as codes and years stay whole.
    words = [[word for row in [list(header), *cells] for word in row[i].split()] for i in range(len(header))]
    least = [min(max(map(len, found), default=1), _LONGEST_WORD) for found in words]
    while sum(sizes) > room and (narrower := [i for i, size in enumerate(sizes) if size > least[i]]):
        sizes[max(narrower, key=lambda i: sizes[i])] -= 1
    lines = [
        [name.ljust(size) for name, size in zip(header, sizes, strict=True)],
        ["-" * size for size in sizes],
    ]
    for row in cells:
        wrapped = [textwrap.wrap(cell, size) or [""] for cell, size in zip(row, sizes, strict=True)]
        for index in range(max(map(len, wrapped))):
            lines.append(
                [
                    (part[index] if index < len(part) else "").ljust(size)
                    for part, size in zip(wrapped, sizes, strict=True)
                ]
            )
    return "\n".join("  ".join(line).rstrip() for line in lines)


def tsv_text(header: Sequence[str], rows: Sequence[Sequence[str | None]]) -> str:
    r"""Return a row per line with tabs between; a tab or a new line inside a value becomes a blank, so that rows hold.

    >>> tsv_text(["a", "b"], [["1", "two\nlines"]])
    'a\tb\n1\ttwo lines\n'
    """
    return "".join("\t".join(" ".join((cell or "").split()) for cell in row) + "\n" for row in [header, *rows])


def fitting_rows() -> RowFormat:
    """Return the format of rows that nobody chose one for: a table for people, lines that can be cut in a pipe."""
    return RowFormat.table if sys.stdout.isatty() else RowFormat.tsv


def fitting_steps() -> StepsFormat:
    """Return the format of ways and differences that nobody chose one for."""
    return StepsFormat.table if sys.stdout.isatty() else StepsFormat.tsv


def short_names(rows: Iterable[Sequence[str | None]]) -> list[list[str | None]]:
    """Return rows with addresses written by the prefixes that a query knows, where a name can be written so.

    >>> short_names([["https://w3id.org/seedline/id/crest", "https://w3id.org/seedline/id/a/step/b", "crest", None]])
    [['id:crest', 'https://w3id.org/seedline/id/a/step/b', 'crest', None]]
    """
    return [[cell and prefixed(cell) for cell in row] for row in rows]


_FITTING = "table in a terminal, tsv in a pipe"
RowsOption = Annotated[
    RowFormat,
    typer.Option("--format", help="Format of the answer.", default_factory=fitting_rows, show_default=_FITTING),
]


def print_rows(header: Sequence[str], rows: Sequence[Sequence[str | None]], format: str) -> None:
    """Print rows as ``json``, ``csv``, ``tsv`` or a table as wide as the terminal."""
    if format == "json":
        print(json.dumps([dict(zip(header, row, strict=True)) for row in rows], indent=1, ensure_ascii=False))
    elif format == "csv":
        print(csv_text(header, rows), end="")
    elif format == "tsv":
        print(tsv_text(header, rows), end="")
    else:
        print(table_text(header, rows, width=width()))


def width() -> int:
    """Return how wide to write: the terminal's width, 80 columns in a pipe."""
    import shutil

    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80


def say(message: str) -> None:
    """Print progress, on the error stream so that pipes stay clean."""
    print(message, file=sys.stderr, flush=True)


DIAGRAMS = {"mermaid": "mmd", "dot": "dot"}


class QueryFormat(StrEnum):
    """Formats of a query's answer."""

    table = "table"
    json = "json"
    xml = "xml"
    csv = "csv"
    tsv = "tsv"
    ttl = "ttl"
    nt = "nt"
    rdf = "rdf"
    jsonld = "jsonld"


class TraceFormat(StrEnum):
    """Formats of a lineage in the terminal."""

    text = "text"
    json = "json"
    csv = "csv"
    mermaid = "mermaid"
    dot = "dot"


class StepsFormat(StrEnum):
    """Formats of ways and differences: rows, or a diagram."""

    table = "table"
    json = "json"
    csv = "csv"
    tsv = "tsv"
    mermaid = "mermaid"
    dot = "dot"


def diagram(view: View, format: str) -> None:
    """Print a view as a diagram in text."""
    from seedline.formats.forms import write

    sys.stdout.buffer.write(write(view, DIAGRAMS[format]))


StepsOption = Annotated[
    StepsFormat,
    typer.Option("--format", help="Format of the answer.", default_factory=fitting_steps, show_default=_FITTING),
]
