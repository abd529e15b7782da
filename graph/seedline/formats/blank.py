"""The workbook that needs no mapping, empty: as one file with drop-downs, or as CSV files."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

from seedline.formats.spreadsheet import csv_text
from seedline.i18n import Words, words
from seedline.ingest.table import template
from seedline.ingest.table.template import PARTS, Entry

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_ROWS = 1000
_LISTS = "Lists"
_FONT: dict[str, Any] = {"font_name": "Arial", "font_size": 10}
#: Excel shows no more of a message that stands beside a cell.
_MESSAGE, _TITLE = 255, 32
_MADE = datetime(2020, 1, 1)
_NUMBERS = {"amount", "value"}
_FULL = 100


def blank_workbook(language: str = "en", name: str = "FILE.xlsx") -> bytes:
    """Return the empty workbook: a sheet that says how it is filled in, the six sheets, and their drop-downs.

    The choices stand on a hidden sheet as named ranges; every cell is text but amounts, so that codes stay as written.

    >>> blank_workbook()[:2]
    b'PK'
    """
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}) as book:
        # A clock would make each file another one.
        book.set_properties({"created": _MADE})
        _guide(book, language, name)
        sheets = [book.add_worksheet(part.title(language)) for part in PARTS]
        lists = _lists(book, language)
        for part, sheet in zip(PARTS, sheets, strict=True):
            _sheet(book, sheet, part.entries, language, lists)
        sheets[0].set_first_sheet()
    return buffer.getvalue()


def blank_files(language: str = "en", name: str = "FOLDER") -> dict[str, bytes]:
    """Return the same as files by their names: one of CSV for each sheet, and a text that says how they are filled in.

    >>> list(blank_files())
    ['Things.csv', 'Money.csv', 'What followed.csv', 'Figures.csv', 'Organisations.csv', 'Sources.csv', 'Read me.txt']
    """
    say = words(language)
    found = {
        f"{part.title(language)}.csv": csv_text([e.heading(language) for e in part.entries], []).encode("utf-8-sig")
        for part in PARTS
    }
    lines = [*_lead(say, name), ""]
    for sheet, column, how, chosen in _told(language):
        lines.append(f"{sheet} · {say.pair(column, how)}" + (f" [{chosen}]" if chosen else ""))
    return found | {f"{say('workbook.sheet.guide')}.txt": ("\n".join(lines) + "\n").encode("utf-8-sig")}


def blank_archive(language: str = "en", name: str = "FILE.zip") -> bytes:
    """Return those files in one archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in blank_files(language, name).items():
            archive.writestr(zipfile.ZipInfo(file, _MADE.timetuple()[:6]), content)
    return buffer.getvalue()


def _schemes() -> list[str]:
    """Return the schemes that columns have choices of, each once, in the order of the columns."""
    return list(dict.fromkeys(entry.scheme for part in PARTS for entry in part.entries if entry.scheme))


def _lead(say: Words, name: str) -> list[str]:
    return [say(f"workbook.guide.{key}") for key in ("lead", "order", "blank", "dates", "needed")] + [
        say("workbook.guide.next", file=name)
    ]


def _told(language: str) -> list[tuple[str, str, str, str]]:
    """Return what stands in the guide of each column: sheet, heading, what to write, and the choices that are few."""
    found = []
    for part in PARTS:
        for entry in part.entries:
            chosen = list(template.choices(entry.scheme, language)) if entry.scheme else []
            shown = ", ".join(chosen) if len(chosen) < _FULL else ""
            heading = entry.heading(language) + (" *" if entry.needed else "")
            found.append((part.title(language), heading, entry.note(language), shown))
    return found


def _guide(book: Workbook, language: str, name: str) -> None:
    say = words(language)
    sheet = book.add_worksheet(say("workbook.sheet.guide"))
    plain = book.add_format({**_FONT, "text_wrap": True, "valign": "top"})
    bold = book.add_format({**_FONT, "text_wrap": True, "valign": "top", "bold": True, "bottom": 1})
    for column, width in enumerate((16, 24, 70, 60)):
        sheet.set_column(column, column, width, plain)
    for row, text in enumerate(_lead(say, name)):
        sheet.merge_range(row, 0, row, 3, "", plain)
        sheet.write_string(row, 0, text, plain)
    top = len(_lead(say, name)) + 1
    for column, key in enumerate(("sheet", "column", "how", "choices")):
        sheet.write_string(top, column, say(f"workbook.guide.{key}"), bold)
    for row, told in enumerate(_told(language), top + 1):
        for column, text in enumerate(told):
            sheet.write_string(row, column, text, plain)
    row = top + len(_told(language)) + 2
    for scheme in _schemes():
        meanings = template.defined(scheme, language)
        if not any(meanings.values()) or len(meanings) >= _FULL:
            continue
        entry = next(e for part in PARTS for e in part.entries if e.choices == scheme)
        sheet.write_string(row, 1, entry.heading(language), bold)
        sheet.write_string(row, 2, "", bold)
        for label, meaning in meanings.items():
            row += 1
            sheet.write_string(row, 1, label, plain)
            sheet.write_string(row, 2, meaning, plain)
        row += 2
    sheet.fit_to_pages(1, 0)
    sheet.set_landscape()


def _lists(book: Workbook, language: str) -> dict[str, str]:
    """Write the choices on a hidden sheet, and return the named range of each list."""
    from xlsxwriter.utility import xl_col_to_name

    sheet = book.add_worksheet(_LISTS)
    sheet.hide()
    found = {}
    for column, scheme in enumerate(_schemes()):
        shown = list(template.choices(scheme, language))
        sheet.write_column(0, column, [scheme, *shown])
        name = f"scheme_{scheme.replace('-', '_')}"
        letter = xl_col_to_name(column)
        book.define_name(name, f"={_LISTS}!${letter}$2:${letter}${len(shown) + 1}")
        found[scheme] = f"={name}"
    for name, part in (("things", PARTS[0]), ("sources", PARTS[-1])):
        book.define_name(f"names_{name}", f"='{part.title(language)}'!$A$2:$A${_ROWS}")
        found[name] = f"=names_{name}"
    return found


def _sheet(book: Workbook, sheet: Worksheet, entries: tuple[Entry, ...], language: str, lists: dict[str, str]) -> None:
    head = book.add_format({**_FONT, "bold": True, "bottom": 1, "bg_color": "#E8EEF4", "text_wrap": True})
    needed = book.add_format({**_FONT, "bold": True, "bottom": 1, "bg_color": "#CFDDEA", "text_wrap": True})
    text = book.add_format({**_FONT, "num_format": "@", "valign": "top", "text_wrap": True})
    number = book.add_format({**_FONT, "num_format": "#,##0.######", "valign": "top"})
    for column, entry in enumerate(entries):
        heading = entry.heading(language)
        sheet.set_column(column, column, entry.width, number if entry.name in _NUMBERS else text)
        sheet.write_string(0, column, heading + (" *" if entry.needed else ""), needed if entry.needed else head)
        rule: dict[str, Any] = {
            "validate": "any",
            "input_title": heading[:_TITLE],
            "input_message": entry.note(language)[:_MESSAGE],
        }
        if entry.choices:
            rule |= {"validate": "list", "source": lists[entry.choices], "show_error": entry.closed}
        sheet.data_validation(1, column, _ROWS, column, rule)
        sheet.write_comment(0, column, entry.note(language), {"x_scale": 2.2, "y_scale": 1.2})
    sheet.freeze_panes(1, 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:Z{_ROWS}"})
