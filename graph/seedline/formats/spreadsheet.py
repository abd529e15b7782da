"""Tables for spreadsheets: CSV and XLSX in which no cell is ever run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from seedline.errors import SeedlineError
from seedline.formats.tables import Table, made_of, table, tables
from seedline.narrative import notes
from seedline.views.view import View

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Excel refuses more.
_CELL = 32_000


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
        view.words("note.licence"),
    ]
    last = made_of(view, "notes", ["note"], [[text] for text in told])
    return workbook(notes.title(view.document, view.words), (*tables(view), last), built=document.dates.built)


def workbook(title: str, sheets: Iterable[Table], *, built: str | None) -> bytes:
    """Return tables as sheets of an XLSX file, the same bytes for the same tables.

    Every cell is a string and carries the quote prefix by which spreadsheets know text, so that "=1+1" is neither
    run nor becomes a formula when somebody edits it. Amounts are numbers where no digit is lost by it.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": title[:255], "author": "Seedline", "created": day_of(built)})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "quote_prefix": True})
    cell = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    number = book.add_format({"valign": "top", "num_format": "#,##0.##"})
    for made in sheets:
        sheet = book.add_worksheet(_sheet_name(made.title))
        for column, name in enumerate(made.header):
            sheet.write_string(0, column, name, head)
            sheet.set_column(column, column, _width([name, *(row[column] for row in made.rows)]))
        for line, row in enumerate(made.rows, 1):
            for column, text in enumerate(row):
                if _is_amount(text):
                    sheet.write_number(line, column, float(text), number)
                elif text:
                    cut = text if len(text) <= _CELL else text[: _CELL - 1] + "…"
                    sheet.write_string(line, column, cut, cell)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        if made.rows:
            sheet.autofilter(0, 0, len(made.rows), len(made.header) - 1)
    try:
        book.close()
    except xlsxwriter.exceptions.XlsxWriterException as error:
        raise SeedlineError(f"the workbook could not be written: {error}") from error
    return buffer.getvalue()


def _is_amount(text: str) -> bool:
    """Return whether text is an amount that a spreadsheet keeps whole: 15 digits, and no code or year."""
    digits = text.replace(".", "", 1)
    return digits.isdecimal() and digits.isascii() and 5 <= len(digits) <= 15 and text[0] != "0"


def _width(texts: Iterable[str]) -> int:
    return max(9, min(60, 2 + max(min(len(text), 60) for text in texts)))


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
