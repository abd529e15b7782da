"""Cells of a workbook that are not empty and show nothing: errors, and formulas that nobody has calculated.

Calamine reads both as empty, and an empty cell is one that a source does not state.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from posixpath import join, normpath
from xml.parsers.expat import ExpatError, ParserCreate

_PLACE = re.compile(r"([A-Z]+)(\d+)")
_SPACE = " "


def blanks(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Return what stands in such cells, by sheet, and by row and column, 1-based: ``#REF!``, or ``=A1+B1``."""
    found: dict[str, dict[tuple[int, int], str]] = {}
    try:
        with zipfile.ZipFile(path) as book:
            for title, part in _parts(book).items():
                found[title] = _in_sheet(book, part)
    except (zipfile.BadZipFile, KeyError, ExpatError, NotImplementedError):
        # What has other parts than a spreadsheet writes has no formulas that we know of.
        return found
    return found


def _parts(book: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of the archive that each sheet is in."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def started(name: str, given: Mapping[str, str]) -> None:
        match name.rpartition(_SPACE)[2]:
            case "Relationship":
                # A path within the folder of the workbook, or from the top.
                targets[given["Id"]] = normpath(join("/xl", given["Target"])).lstrip("/")
            case "sheet":
                number = next(value for key, value in given.items() if key.endswith(f"relationships{_SPACE}id"))
                sheets[given["name"]] = number

    for part in ("xl/_rels/workbook.xml.rels", "xl/workbook.xml"):
        parser = ParserCreate(namespace_separator=_SPACE)
        parser.StartElementHandler = started
        with book.open(part) as stream:
            parser.ParseFile(stream)
    return {title: targets[number] for title, number in sheets.items() if number in targets}


def _in_sheet(book: zipfile.ZipFile, part: str) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    # Of the cell that is read: its attributes, and the texts of its elements by their names.
    cell: dict[str, str] = {}
    texts: dict[str, str] = {}
    within = ""

    def started(name: str, given: Mapping[str, str]) -> None:
        nonlocal within
        within = name.rpartition(_SPACE)[2]
        if within == "c":
            cell.clear()
            cell.update(given)
            texts.clear()
        else:
            texts.setdefault(within, "")

    def said(text: str) -> None:
        if within in {"f", "v"}:
            texts[within] += text

    def ended(name: str) -> None:
        nonlocal within
        within = ""
        if name.rpartition(_SPACE)[2] != "c" or not (place := _PLACE.fullmatch(cell.get("r", ""))):
            return
        at = int(place[2]), _number(place[1])
        if cell.get("t") == "e":
            found[at] = texts.get("v", "")
        elif "f" in texts and not texts.get("v") and cell.get("t", "n") == "n":
            found[at] = f"={texts['f']}"

    parser = ParserCreate(namespace_separator=_SPACE)
    parser.StartElementHandler, parser.CharacterDataHandler, parser.EndElementHandler = started, said, ended
    with book.open(part) as stream:
        parser.ParseFile(stream)
    return found


def _number(letters: str) -> int:
    """Return the number of a column.

    >>> _number("A"), _number("AA")
    (1, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
