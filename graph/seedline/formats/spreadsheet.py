"""Tables for spreadsheets: CSV and XLSX in which no cell is ever run as a formula."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from seedline.errors import SeedlineError
from seedline.formats.cells import Cell
from seedline.formats.tables import Table, made_of, table, tables
from seedline.narrative import notes
from seedline.views.view import View

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Excel refuses more.
_CELL = 32_000
_FONT: dict[str, Any] = {"font_name": "Arial", "font_size": 9}
_LOOK: dict[str, Any] = {**_FONT, "text_wrap": True, "valign": "top"}
#: Excel's numbers of the sizes of paper.
_PAPERS = {"a4": 9, "letter": 1}
#: Characters of all columns that a sheet of paper has room for at more than seven points.
_ACROSS = 165.0
#: Excel knows no higher row, in points.
_HIGHEST = 409.0


def defused(value: str) -> str:
    """Return a cell that no spreadsheet will run as a formula; a plain number stays one.

    >>> defused("=1+1"), defused(" @x"), defused("-3.5"), defused("plain")
    ("'=1+1", "' @x", '-3.5', 'plain')
    """
    number = value[:1] in "+-" and value[1:].replace(".", "", 1).isdecimal()
    return "'" + value if value.lstrip().startswith(_DANGEROUS) and not number else value


def csv_of(view: View) -> bytes:
    """Return one table of a view (``look.table``) as CSV (RFC 4180, UTF-8 with a mark that Excel needs)."""
    return csv_bytes(table(view, view.look.table))


def csv_bytes(made: Table) -> bytes:
    """Return a table as CSV."""
    return csv_text(made.header, made.rows).encode("utf-8-sig")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str | None]]) -> str:
    """Return rows as CSV (RFC 4180), formulas defused."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([defused(cell) for cell in header])
    writer.writerows([defused(cell or "") for cell in row] for row in rows)
    return buffer.getvalue()


def xlsx_of(view: View) -> bytes:
    """Return every table of a view as one workbook, its notes and source on the last sheet."""
    document = view.document
    told = [
        notes.caption(view.document, view.words),
        *notes.money(view.document, view.words),
        *notes.notes(view.document, view.words),
    ]
    told += [
        notes.source(view.document, view.words),
        notes.dates(view.document, view.words),
        view.version,
        view.pinned,
        notes.licence(view.document, view.words),
    ]
    last = made_of(view, "notes", ["note"], [[text] for text in told])
    title = notes.title(view.document, view.words)
    return workbook(title, (*tables(view), last), built=document.dates.built, paper=view.look.paper)


def workbook(title: str, sheets: Iterable[Table], *, built: str | None, paper: str = "a4") -> bytes:
    """Return tables as sheets of an XLSX file, the same bytes for the same tables.

    What a table says is a number or a date is one (:mod:`seedline.formats.cells`). Every other cell is a string and
    carries the quote prefix by which spreadsheets know text, so that "=1+1" is neither run nor becomes a formula when
    somebody edits it, and an identifier of digits stays as it is. Printed, a sheet is as wide as its paper is long, in
    letters of seven points or more, with its heads on every page.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        # A column is so many digits of this font wide; Excel's own is not on every machine.
        # A copy: the library writes into it, and the next book would look another way.
        "default_format_properties": dict(_FONT),
    }  # fmt: skip
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": title[:255], "author": "Seedline", "created": day_of(built)})
    styles = _Styles(book)
    for made in sheets:
        sheet = book.add_worksheet(_sheet_name(made.title))
        _fill(sheet, made, styles)
        _set_up(sheet, title, paper)
    try:
        book.close()
    except xlsxwriter.exceptions.XlsxWriterException as error:
        raise SeedlineError(f"the workbook could not be written: {error}") from error
    return buffer.getvalue()


class _Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.head = book.add_format({**_LOOK, "bold": True, "bottom": 1, "quote_prefix": True})
        self.text = book.add_format({**_LOOK, "quote_prefix": True})
        self.values: dict[str, Format] = {}

    def of(self, cell: Cell) -> Format:
        """Return the format of a number or date."""
        if cell.shown not in self.values:
            self.values[cell.shown] = self.book.add_format({**_LOOK, "align": "right", "num_format": cell.shown})
        return self.values[cell.shown]


def _fill(sheet: Worksheet, made: Table, styles: _Styles) -> None:
    widths = _widths(made)
    sheet.set_row(0, _height(made.header, widths))
    for column, (name, width) in enumerate(zip(made.header, widths, strict=True)):
        sheet.write_string(0, column, name, styles.head)
        sheet.set_column(column, column, width)
    for line, row in enumerate(made.rows, 1):
        sheet.set_row(line, _height(row, widths))
        for column, text in enumerate(row):
            if not isinstance(text, Cell):
                if text:
                    cut = text if len(text) <= _CELL else text[: _CELL - 1] + "…"
                    sheet.write_string(line, column, cut, styles.text)
            elif isinstance(text.value, date):
                sheet.write_datetime(line, column, text.value, styles.of(text))
            else:
                sheet.write_number(line, column, float(text.value), styles.of(text))
    sheet.freeze_panes(1, 0)
    if made.rows:
        sheet.autofilter(0, 0, len(made.rows), len(made.header) - 1)
        # An identifier of digits is meant as text: no spreadsheet needs to ask.
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(made.rows) + 1}"})


def _set_up(sheet: Worksheet, title: str, paper: str) -> None:
    sheet.set_paper(_PAPERS[paper])
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L&10 {title[:100].replace('&', '&&')}&R&10&A · &P / &N", {"scale_with_doc": False})


def _widths(made: Table) -> list[float]:
    """Return the width of each column in characters: what it holds, and all together what a sheet of paper has."""
    valued, least, wished = [], [], []
    for column, name in enumerate(made.header):
        cells = [row[column] for row in made.rows]
        longest = max((len(cell) for cell in (name, *cells)), default=0)
        # A number or date that has no room is shown as hashes, where text is wrapped; an address breaks anywhere.
        values = max((len(cell) for cell in cells if isinstance(cell, Cell)), default=0)
        word = max((len(word) for cell in cells for word in cell.split() if "/" not in word), default=4)
        valued.append(values + 3.0 if values else 0.0)
        least.append(max(7.0, valued[-1], min(word, 10) + 1.0))
        mean = sum(map(len, cells)) / max(1, len(cells))
        wished.append(max(least[-1], min(longest + 2.0, 60.0, 8 + mean)))
    spare = _ACROSS - sum(least)
    low, high = (least, wished) if spare >= 0 else (valued, least)
    part = min(1.0, (_ACROSS - sum(low)) / (sum(high) - sum(low) or 1.0))
    return [round(from_ + (to - from_) * part, 1) for from_, to in zip(low, high, strict=True)]


def _height(row: Iterable[str], widths: Iterable[float]) -> float:
    """Return the height of a row in points: not every spreadsheet finds it by itself."""
    lines = max(
        len(textwrap.wrap(cell, max(4, int(width * 1.1)))) or 1 for cell, width in zip(row, widths, strict=True)
    )
    return min(_HIGHEST, 12.0 * lines + 3.0)


def _sheet_name(title: str) -> str:
    return "".join(" " if letter in "[]:*?/\\'" else letter for letter in title)[:31].strip()


def day_of(built: str | None) -> datetime:
    """Return a build date for a file's properties.

    >>> day_of("2026-11-24").year, day_of(None).year
    (2026, 1980)
    """
    try:
        return datetime.fromisoformat(built or "")
    except ValueError:
        # The earliest day that a zip file can hold.
        return datetime(1980, 1, 1)
