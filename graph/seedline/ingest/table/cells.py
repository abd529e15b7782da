"""The cells of a table, whatever holds it, each as it was written: what is text stays text."""

from __future__ import annotations

import csv
import datetime
import io
import json
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from seedline.errors import CaseFileError, Finding, InputError
from seedline.ingest.table.blanks import blanks
from seedline.ingest.yaml_text import decoded

Value: TypeAlias = "str | tuple[str, ...] | int | Decimal | bool | datetime.date | Blank | None"
SUFFIXES = (".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson")
MAX_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Blank:
    """A cell of a workbook that is not empty and shows nothing: an error, or a formula that nobody has calculated."""

    told: str

    def __str__(self) -> str:
        return self.told


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its number in the file, 1-based, and its cells by column."""

    number: int
    cells: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name as errors give it, its columns in order, and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, name: str) -> int:
        """Return the number of a column, 1-based, or 1 where there is none."""
        return self.columns.index(name) + 1 if name in self.columns else 1

    def heading(self, column: int) -> str:
        """Return the heading of a column by its number, nothing where there is none."""
        return self.columns[column - 1] if column <= len(self.columns) else ""

    @property
    def title(self) -> str:
        """Return the name of the sheet within its workbook.

        >>> Sheet("a.xlsx[Money]", (), ()).title
        'Money'
        """
        return self.name.partition("[")[2].rstrip("]")


def letter(column: int) -> str:
    """Return what a spreadsheet calls a column.

    >>> letter(1), letter(27)
    ('A', 'AA')
    """
    told = ""
    while column:
        column, rest = divmod(column - 1, 26)
        told = string.ascii_uppercase[rest] + told
    return told


def wrong(sheet: str, row: int, column: int, heading: str, message: str, expected: str | None = None) -> Finding:
    """Return a finding at a cell: sheet, row, column, what is wrong with which value, and what was expected.

    >>> print(wrong("a.xlsx[Money]", 3, 2, "Amount", "must be a plain number; found 'x'", "300000"))
    a.xlsx[Money]:3:2: column B "Amount": must be a plain number; found 'x' (expected, for example: 300000)
    """
    return Finding(sheet, row, column, f'column {letter(column)} "{heading}"', message, expected)


def read_sheets(path: Path) -> list[Sheet]:
    """Return the tables of a file; only a workbook has several.

    Raises:
        InputError: it is no table, or too large.
        CaseFileError: it cannot be read, or its header names a column twice.

    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(f"{path}: is no table ({', '.join(SUFFIXES)})")
    if path.stat().st_size > MAX_BYTES:
        raise InputError(f"{path}: is larger than {MAX_BYTES} bytes")
    if suffix == ".xlsx":
        return _workbook(path)
    if suffix in {".jsonl", ".ndjson"}:
        return [_json_lines(path.name, _text(path.name, path.read_bytes()))]
    return [read_separated(path.name, path.read_bytes(), suffix)]


def read_separated(name: str, content: bytes, suffix: str = ".csv") -> Sheet:
    r"""Return the table that a file of separated values is.

    >>> read_separated("a.csv", b"code;name\n007;x\n").rows[0].cells["code"]
    '007'

    Raises:
        CaseFileError: it cannot be read, or its header names a column twice.

    """
    return _separated(name, _text(name, content), suffix)


def sheet_names(path: Path) -> list[str]:
    """Return the names of a workbook's sheets, none where it is no workbook that can be read."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return list(CalamineWorkbook.from_path(str(path)).sheet_names)
    except CalamineError:
        return []


def _text(name: str, content: bytes) -> str:
    return decoded(name, content)


def _separated(name: str, text: str, suffix: str) -> Sheet:
    head = text.partition("\n")[0]
    separator = "\t" if suffix == ".tsv" else max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[tuple[int, list[Value]]] = []
    try:
        before = 0
        for cells in reader:
            # A quoted cell may hold line breaks: a row is named by the line on which it begins.
            lines.append((before + 1, [cell if cell.strip() else None for cell in cells]))
            before = reader.line_num
    except csv.Error as error:
        raise CaseFileError([Finding(name, reader.line_num, 1, "(row)", f"is not CSV: {error}")]) from error
    return _sheet(name, lines)


def _workbook(path: Path) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        lost = blanks(path)
        found = []
        for meta in book.sheets_metadata:
            if "Visible" not in str(meta.visible):
                continue
            rows = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
            lines = [(number, [_cell(value) for value in row]) for number, row in enumerate(rows, 1)]
            for (row, column), told in lost.get(meta.name, {}).items():
                if row <= len(lines) and column <= len(lines[row - 1][1]):
                    lines[row - 1][1][column - 1] = Blank(told)
            found.append(_sheet(f"{path.name}[{meta.name}]", lines))
    except CalamineError as error:
        raise CaseFileError(
            [Finding(path.name, 1, 1, "(file)", f"is no workbook that can be read: {error}")]
        ) from error
    return found


def _cell(value: object) -> Value:
    match value:
        case bool():
            return value
        case float() | int():
            number = Decimal(repr(value))
            return int(number) if number == number.to_integral_value() else number
        case datetime.datetime():
            return value.date()
        case datetime.date():
            return value
        case str():
            return value if value.strip() else None
        case _:
            return str(value)


class _Twice(ValueError):
    """An object names a key twice, of which Python would keep the last."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return found


def _json_lines(name: str, text: str) -> Sheet:
    columns: dict[str, None] = {}
    rows: list[Row] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line, parse_float=Decimal, object_pairs_hook=_once)
        except json.JSONDecodeError as error:
            finding = Finding(name, number, error.colno, "(row)", f"is not JSON: {error.msg}", '{"code": "CT.0921"}')
            raise CaseFileError([finding]) from error
        except _Twice as error:
            raise CaseFileError([Finding(name, number, 1, str(error), "stands twice in one row")]) from error
        if not isinstance(item, dict):
            raise CaseFileError([Finding(name, number, 1, "(row)", "must be one object", '{"code": "CT.0921"}')])
        cells: dict[str, Value] = {}
        for key, value in item.items():
            columns.setdefault(key)
            if isinstance(value, list) and all(isinstance(part, str) for part in value):
                cells[key] = tuple(value) or None
            elif isinstance(value, (dict, list)):
                finding = Finding(name, number, 1, key, "is nested; a cell is a text, a number or a list of texts")
                raise CaseFileError([finding])
            else:
                cells[key] = value if value != "" else None
        rows.append(Row(number, cells))
    return Sheet(name, tuple(columns), tuple(rows))


def _sheet(name: str, lines: list[tuple[int, list[Value]]]) -> Sheet:
    """Return a table whose first row that is not empty is its header."""
    filled: Iterator[tuple[int, list[Value]]] = iter(
        [line for line in lines if any(cell is not None for cell in line[1])]
    )
    top, head = next(filled, (1, []))
    columns = [str(cell).strip() if cell is not None else "" for cell in head]
    for place, column in enumerate(columns, 1):
        if column and columns.index(column) + 1 != place:
            raise CaseFileError([Finding(name, top, place, column, "is the heading of two columns; rename one")])
    rows = []
    for number, cells in filled:
        if len(cells) > len(columns) and any(cell is not None for cell in cells[len(columns) :]):
            message = f"has {len(cells)} cells under {len(columns)} headings; a value with a separator needs quotes"
            raise CaseFileError([Finding(name, number, len(columns) + 1, "(row)", message)])
        given = {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell is not None}
        rows.append(Row(number, given))
    return Sheet(name, tuple(columns), tuple(rows))
