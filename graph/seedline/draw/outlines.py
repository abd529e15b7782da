"""Text as outlines: a picture that looks the same where our fonts are not, in Word, Inkscape and LaTeX."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from html import unescape
from itertools import groupby
from typing import TYPE_CHECKING

from seedline.draw.coverage import say_missing, size_of
from seedline.draw.fonts import PACKAGES, font_files
from seedline.draw.markup import escape
from seedline.draw.measurement import runs
from seedline.errors import SeedlineError

if TYPE_CHECKING:
    from uharfbuzz import Font

_TEXT = re.compile(r"<text\b([^>]*)>(.*?)</text>", re.DOTALL)
_MIXED = re.compile(r"<text\b([^>]*)>((?:(?!</text>).)*?<tspan\b.*?)</text>", re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_ISOLATES = frozenset("\u2066\u2067\u2068\u2069")
_BACKWARD = "\u2067"
_KEPT = ("fill", "lang", "xml:lang")
#: Letters are drawn in thousandths of their size.
_EM = 1000
_ANCHOR = {"start": 0.0, "middle": 0.5, "end": 1.0}


def outlined(svg: str) -> str:
    """Return one of our SVGs with its letters drawn as shapes, each line with its words as a label.

    Shaped by HarfBuzz, so that Arabic letters join and Devanagari's vowel signs stand where they belong.

    >>> from seedline.draw import svg
    >>> drawn = outlined(svg({"nodes": [{"iri": "x", "label": "A", "stage": "seed"}]})) if font_files() else ""
    >>> "<text" in drawn, 'aria-label="A"' in drawn or not drawn
    (False, True)

    Raises:
        SeedlineError: no fonts are installed.

    """
    if not font_files():
        raise SeedlineError(f"outlines need fonts: pip install {' '.join(name.replace('_', '-') for name in PACKAGES)}")
    return _TEXT.sub(_line, say_missing(svg, *size_of(svg)))


def outlined_where_scripts_mix(svg: str) -> str:
    """Return one of our SVGs in which lines of several scripts alone are drawn as shapes.

    resvg shapes such a line with the letters of one script alone in mind, so that those of another do not join.
    """
    return _MIXED.sub(_line, svg)


def _line(found: re.Match[str]) -> str:
    given = dict(_ATTRIBUTE.findall(found[1]))
    said = unescape(_TAG.sub("", found[2]))
    text = "".join(letter for letter in said if letter not in _ISOLATES)
    size, weight = float(given["font-size"]), int(given.get("font-weight", "400"))
    path, wide = _shaped(text, weight, italic=given.get("font-style") == "italic", backward=_BACKWARD in said)
    scale = size / _EM
    x = float(given.get("x", "0")) - wide * scale * _ANCHOR[given.get("text-anchor", "start")]
    kept = "".join(f' {name}="{given[name]}"' for name in _KEPT if name in given)
    place = f"translate({x:.2f} {float(given.get('y', '0')):.2f})scale({scale:.5g} -{scale:.5g})"
    return f'<path{kept} aria-label="{escape(text)}" transform="{place}" d="{path}"/>'


def _shaped(text: str, weight: int, *, italic: bool, backward: bool) -> tuple[str, float]:
    """Return the outline of a line of text from 0 to the right, and how wide it is."""
    from uharfbuzz import Buffer, shape

    pieces: list[str] = []
    at = 0.0
    for name, piece, right_to_left in ordered(text, backward=backward):
        font = _font(name, weight, italic)
        buffer = Buffer()
        buffer.add_str(piece)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if right_to_left else "ltr"
        shape(font, buffer)
        for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            pieces.append(_glyph(name, weight, italic, glyph.codepoint, round(at + place.x_offset), place.y_offset))
            at += place.x_advance
    return "".join(pieces), at


def ordered(text: str, *, backward: bool) -> Iterator[tuple[str, str, bool]]:
    """Yield the pieces of a line from left to right: script, letters, and whether they run from right to left.

    What the bidirectional algorithm (UAX #9) does with a line of one isolate without brackets of its own.

    >>> [piece for _, piece, _ in ordered("CREST 2", backward=False)]
    ['CREST 2']
    >>> [(piece, back) for _, piece, back in ordered("\\u0645\\u0631 2", backward=True)]
    [('2', False), ('\\u0645\\u0631 ', True)]
    """
    base = 1 if backward else 0
    levels = _levels(text, base)
    pieces = [
        (level, "".join(text[place] for place in places))
        for level, places in groupby(range(len(text)), key=lambda place: levels[place])
    ]
    for least in (2, 1):
        turned: list[tuple[int, str]] = []
        for high, those in groupby(pieces, key=lambda piece: piece[0] >= least):
            lot = list(those)
            turned += lot[::-1] if high else lot
        pieces = turned
    for level, piece in pieces:
        parts = runs(piece)
        for name, part in parts[::-1] if level == 1 else parts:
            yield name if name in {"Arabic", "Devanagari"} else "", part, level == 1


def _levels(text: str, base: int) -> list[int]:
    """Return the level of each letter: an odd one runs to the left."""
    kinds: list[str] = []
    strong = "L"
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in {"R", "AL", "L"}:
            strong = "L" if kind == "L" else "R"
            kinds.append(strong)
        elif kind in {"EN", "AN"}:
            # A number behind letters that run to the left belongs to them (W2), and runs to the right itself.
            kinds.append("number" if strong == "R" or kind == "AN" else "L")
        else:
            kinds.append(kinds[-1] if kind == "NSM" and kinds else "")
    own = "R" if base else "L"
    level = {"R": 1, "number": 2, "L": 2 * base}
    levels = []
    for place, kind in enumerate(kinds):
        if not kind:
            before = next((one for one in kinds[:place][::-1] if one), own)
            after = next((one for one in kinds[place + 1 :] if one), own)
            sides = {"R" if one == "number" else one for one in (before, after)}
            kind = sides.pop() if len(sides) == 1 else own
        levels.append(level[kind])
    return levels


@cache
def _font(script: str, weight: int, italic: bool) -> Font:
    from uharfbuzz import Blob, Face, Font

    names = f"NotoSans{script}{'-Italic' if italic and not script else ''}["
    file = next(file for file in font_files() if file.name.startswith(names))
    font = Font(Face(Blob.from_file_path(str(file))))
    font.set_variations({"wght": weight, "wdth": 100})
    font.scale = (_EM, _EM)
    return font


@cache
def _lines_of(script: str, weight: int, italic: bool, glyph: int) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """Return the outline of a glyph: moves, lines and curves with their coordinates."""
    from fontTools.pens.recordingPen import RecordingPen

    pen = RecordingPen()
    _font(script, weight, italic).draw_glyph_with_pen(glyph, pen)
    found: list[tuple[str, tuple[float, ...]]] = []
    for name, points in pen.value:
        flat = tuple(value for point in points for value in point)
        found.append(({"moveTo": "M", "lineTo": "L", "qCurveTo": "Q", "curveTo": "C"}.get(name, "Z"), flat))
    return tuple(found)


def _glyph(script: str, weight: int, italic: bool, glyph: int, dx: int, dy: int) -> str:
    made: list[str] = []
    x = y = 0
    for command, values in _lines_of(script, weight, italic, glyph):
        if command == "Z":
            made.append("z")
            continue
        whole = [round(value) + (dy if place % 2 else dx) for place, value in enumerate(values)]
        if command == "M":
            made.append(f"M{whole[0]} {whole[1]}")
        else:
            steps = [value - (y if place % 2 else x) for place, value in enumerate(whole)]
            told = " ".join(map(str, steps)).replace(" -", "-")
            made.append(f"{command.lower()}{told}")
        x, y = whole[-2:]
    return "".join(made)
