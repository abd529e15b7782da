"""The font files that pictures are drawn with, found where pip put them."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

#: Import package of each font distribution → family name; the order is the order of the fallback list.
PACKAGES = {
    "fontpkg_noto_sans": "Noto Sans",
    "fontpkg_noto_sans_arabic": "Noto Sans Arabic",
    "fontpkg_noto_sans_devanagari": "Noto Sans Devanagari",
}
#: What a browser without our fonts falls back to: faces of much the same width.
FALLBACK = "'Open Sans', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"


@cache
def font_files() -> tuple[Path, ...]:
    """Return the TTF and OTF files of the installed font packages, in the order of the fallback list.

    >>> all(file.suffix in {".ttf", ".otf"} for file in font_files())
    True
    """
    found: list[Path] = []
    for package in PACKAGES:
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            found.extend(sorted(file for file in Path(place).rglob("*") if file.suffix in {".ttf", ".otf"}))
    return tuple(found)


@cache
def covered() -> frozenset[int]:
    """Return every code point that the installed fonts can draw.

    >>> not font_files() or {ord("ữ"), ord("Ж"), ord("ع"), ord("क")} <= covered()
    True
    """
    from fontTools.ttLib import TTFont

    codes: set[int] = set()
    for file in font_files():
        codes.update(TTFont(file, lazy=True).getBestCmap())
    return frozenset(codes)


def families(script: str = "") -> str:
    """Return the CSS font list, the face of a script first.

    A face that has a script's letters must lead: a renderer that shapes with another first, and looks for the
    missing glyphs afterwards, puts Devanagari's vowel signs on the wrong side.

    >>> families("Arabic").split(",")[0]
    "'Noto Sans Arabic'"
    """
    names = sorted(PACKAGES.values(), key=lambda name: not (script and name.endswith(script)))
    return ", ".join([*(f"'{name}'" for name in names), FALLBACK])
