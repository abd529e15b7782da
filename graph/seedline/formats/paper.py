"""PDF, set by Typst with our fonts and no others: tagged, real text, the same bytes for the same content."""

from __future__ import annotations

import base64
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from seedline.document.cleaning import clean
from seedline.draw.coverage import say_missing, size_of
from seedline.draw.fonts import PACKAGES, covered, font_files
from seedline.draw.raster import png
from seedline.errors import SeedlineError
from seedline.i18n import words
from seedline.i18n.words import unbroken

_TEMPLATE = Path(__file__).parent / "templates" / "paper.typ"
_GAP = "\N{REPLACEMENT CHARACTER}"
_FIXED = "\N{NO-BREAK SPACE}"
#: Width of a figure that cannot be lines, in pixels: some 230 to the inch on a page.
_PIXELS = 2400
_AREA = 12_000_000
#: A word longer than this gets places at which it may be broken, since a table's column is narrow.
_WORD = 18
#: So many letters of notes and sources may stand together: a third of a page.
_LONG = 2400


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table on paper; ``widths`` are the columns' shares.

    ``more`` is a line under each row, ``amounts`` are the columns whose cells stand at the right.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    more: tuple[str, ...] = ()
    amounts: frozenset[int] = frozenset()

    @property
    def widths(self) -> tuple[float, ...]:
        """Return each column's share."""
        return shares(self.header, self.rows)


def shares(header: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[float, ...]:
    """Return the share of each column of a table on paper: what it has to hold, within bounds.

    An amount is one word, which no line ends in.

    >>> shares(["Montant", "À"], [["USD 200\u00a0000", "Un projet"]])
    (14.85, 8.1)
    """
    told, rows = [], list(rows)
    for column, name in enumerate(header):
        cells = [row[column] for row in rows]
        mean = sum(map(len, cells)) / max(1, len(cells))
        word = max((len(word) for cell in (name, *cells) for word in unbroken(cell).split(" ")), default=1)
        told.append(max(6.5, min(word, _WORD) * 1.35, min(mean, 160.0) ** 0.75))
    return tuple(round(share, 2) for share in told)


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything of a document in the order in which it is read."""

    title: str
    subtitle: str = ""
    lead: str = ""
    lang: str = "en"
    size: str = "a4"
    #: One for each page that the figure needs.
    pictures: tuple[str, ...] = ()
    alt: str = ""
    caption: str = ""
    tables: tuple[PaperTable, ...] = ()
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    imprint: str = ""
    #: The figure alone, on a page of its size.
    bare: bool = False


def pdf(paper: Paper) -> bytes:
    """Return a document as PDF/UA-1 (ISO 14289-1): tagged, in a language, its figure with an alternative text.

    A letter that none of our fonts has stands as a replacement character, and the last paragraph says so.
    """
    import typst

    if not font_files():
        raise SeedlineError(f"a PDF needs fonts: pip install {' '.join(name.replace('_', '-') for name in PACKAGES)}")
    files = {"main.typ": _TEMPLATE.read_bytes(), "data.json": json.dumps(_data(paper), sort_keys=True).encode()}
    files |= {f"picture-{n}.svg": _picture(svg).encode() for n, svg in enumerate(paper.pictures)}
    try:
        return _set(files)
    except typst.TypstError as error:
        if not paper.pictures or "codepoints" not in str(error):
            raise SeedlineError(f"the PDF could not be set: {error}") from error
    # Typst loses the letters behind a shaped glyph (Arabic, Devanagari) inside an SVG, and PDF/UA refuses text
    # without letters. The tables say the same as text, and the figure has its alternative text.
    files |= {f"picture-{n}.svg": _pixels(svg).encode() for n, svg in enumerate(paper.pictures)}
    return _set(files)


def figure_pdf(svg: str, title: str, alt: str, lang: str) -> bytes:
    """Return a figure alone as a PDF of its own size, for LaTeX and notebooks."""
    paper = Paper(title=title, lang=lang, pictures=(svg,), alt=alt, bare=True)
    return pdf(paper)


def _set(files: dict[str, bytes]) -> bytes:
    import typst

    made = typst.compile(
        files,  # type: ignore[call-overload]
        format="pdf",
        font_paths=_folders(),
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    assert isinstance(made, bytes)
    return made


@cache
def _folders() -> list[str]:
    return sorted({str(file.parent) for file in font_files()})


def _data(paper: Paper) -> dict[str, Any]:
    gaps: set[str] = set()

    def said(text: str) -> str:
        return unbroken(_drawable(text, gaps))

    data: dict[str, Any] = {
        "title": said(paper.title) or "Seedline",
        "author": "The Seedline contributors",
        "subtitle": said(paper.subtitle),
        "lead": said(paper.lead),
        "lang": paper.lang,
        "paper": paper.size,
        "fonts": list(PACKAGES.values()),
        "bare": paper.bare,
        "pictures": [_figure(svg) for svg in paper.pictures],
        "alt": said(paper.alt) or said(paper.title),
        "caption": said(paper.caption),
        "imprint": said(paper.imprint),
        "tables": [
            {
                "title": said(table.title),
                "note": said(table.note),
                "header": [said(name) for name in table.header],
                "rows": [
                    {"cells": [_breakable(said(cell)) for cell in row], "more": _breakable(said(more))}
                    for row, more in zip_longest(table.rows, table.more, fillvalue="")
                ],
                "right": [column in table.amounts for column in range(len(table.header))],
                "widths": table.widths,
            }
            for table in paper.tables
        ],
        "parts": [
            {"title": said(title), "paragraphs": [_breakable(said(text)) for text in paragraphs]}
            for title, paragraphs in paper.parts
        ],
    }
    data["long"] = sum(len(text) for part in data["parts"] for text in part["paragraphs"]) > _LONG
    if gaps:
        say = words(paper.lang)
        told = say("paper.missing", gap=_GAP, letters=", ".join(sorted(gaps)))
        data["parts"].append({"title": say("paper.letters"), "paragraphs": [told]})
    return data


def _figure(svg: str) -> dict[str, int]:
    """Return the size of a figure: it was drawn in points for paper, and is set as large as it was drawn."""
    width, height = size_of(svg)
    return {"width": width, "height": height}


def _picture(svg: str) -> str:
    return say_missing(svg, *size_of(svg))


def _pixels(svg: str) -> str:
    """Return a picture as pixels within an SVG: Typst takes files of text only when they come from memory."""
    width, height = size_of(svg)
    data = base64.b64encode(png(svg, figure_width(svg))).decode()
    size = f'width="{width}" height="{height}"'
    image = f'<image {size} href="data:image/png;base64,{data}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {size}>{image}</svg>'


def figure_width(svg: str) -> int:
    """Return how many pixels wide a picture stands in a document: sharp in print, and no more than it can show.

    >>> figure_width('<svg viewBox="0 0 1000 500">'), figure_width('<svg viewBox="0 0 1000 90000">')
    (2400, 365)
    """
    width, height = size_of(svg)
    return min(_PIXELS, int((_AREA * width / height) ** 0.5))


def _drawable(text: str, gaps: set[str]) -> str:
    letters: list[str] = []
    # The thousands of an amount stay on one line.
    for letter in _FIXED.join(clean(part) for part in text.split(_FIXED)):
        if ord(letter) in covered() or letter == " ":
            letters.append(letter)
        elif unicodedata.category(letter) not in {"Cf", "Cc", "Cs", "Mn", "Me", "Cn"}:
            gaps.add(unicodedata.name(letter, "other").split()[0].lower())
            if letters[-1:] != [_GAP]:
                letters.append(_GAP)
    return "".join(letters)


def _breakable(text: str) -> str:
    words: list[str] = []
    for word in text.split(" "):
        words.append("\u200b".join(_parts(word)) if len(word) > _WORD else word)
    return " ".join(words)


def _parts(word: str) -> Iterable[str]:
    """Return the pieces of a long word: after its slashes and the like, and where there are none every few letters."""
    for piece in re.findall(r"[^/\-_.,;:?&=#]*[/\-_.,;:?&=#]?", word):
        yield from (piece[start : start + _WORD] for start in range(0, len(piece), _WORD))
