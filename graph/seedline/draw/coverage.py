"""Letters that none of our fonts has: replaced, and named in a line under the picture."""

from __future__ import annotations

import math
import re
import unicodedata

from seedline.draw.fonts import covered
from seedline.errors import InputError
from seedline.i18n import words

_TEXT = re.compile(r"(<(?:text|tspan)\b[^>]*>)([^<]+)")
_SIZE = re.compile(r'<svg\b[^>]*? viewBox="0 0 (\d+) (\d+)"')
_LANG = re.compile(r' lang="(\w+)"')
_FONT = re.compile(r'font-size="([\d.]+)"')
_HEIGHT = re.compile(r' height="([\d.]+)(mm)?"')
_GAP = "\N{REPLACEMENT CHARACTER}"
_TEXT_SIZE = 13.0


def size_of(svg: str) -> tuple[int, int]:
    """Return the width and height of one of our SVGs, in its own unit.

    >>> size_of('<svg viewBox="0 0 1000 500">')
    (1000, 500)

    Raises:
        InputError: it is none of ours.

    """
    size = _SIZE.match(svg)
    if size is None:
        raise InputError("this is not a picture that seedline.draw.svg drew")
    return int(size[1]), int(size[2])


def say_missing(svg: str, wide: int, high: int) -> str:
    """Return a picture in which letters without a font are replaced and named in a line at its foot.

    >>> "No font here for" in say_missing('<svg viewBox="0 0 9 9"><text>abc</text></svg>', 9, 9)
    False
    """
    missing: set[str] = set()

    def replaced(found: re.Match[str]) -> str:
        letters = []
        for letter in found[2]:
            if ord(letter) in covered() or not _seen(letter):
                letters.append(letter)
            else:
                missing.add(_script(letter))
                letters.append(_GAP)
        return found[1] + re.sub(f"{_GAP}+", _GAP, "".join(letters))

    text = _TEXT.sub(replaced, svg)
    if not missing:
        return text
    spoken = _LANG.search(svg[:2000])
    told = words(spoken[1] if spoken else "en")("picture.noFont", letters=", ".join(sorted(missing)), gap=_GAP)
    # As large as the smallest text of the picture; print targets are in points.
    size = min((float(found) for found in _FONT.findall(svg)), default=_TEXT_SIZE)
    room = math.ceil(size * 1.6)
    line = f'<text x="{size / 2:.1f}" y="{high + size:.1f}" font-size="{size:g}" fill="#b3261e">{told}</text>'
    head, rest = text.split(">", 1)
    head = head.replace(f'viewBox="0 0 {wide} {high}"', f'viewBox="0 0 {wide} {high + room}"')
    head = _HEIGHT.sub(lambda found: f' height="{float(found[1]) * (high + room) / high:.2f}{found[2] or ""}"', head)
    rest = rest.replace(f' height="{high}"', f' height="{high + room}"', 1)
    return f"{head}>{rest.removesuffix(chr(10)).removesuffix('</svg>')}{line}</svg>"


def _seen(letter: str) -> bool:
    """Return whether a letter has anything to be drawn: joiners, isolates and variation selectors have not."""
    return (
        not letter.isspace()
        and unicodedata.category(letter) not in {"Cf", "Cc"}
        and not 0xFE00 <= ord(letter) <= 0xFE0F
    )


def _script(letter: str) -> str:
    if unicodedata.category(letter) in {"So", "Sk"}:
        return "symbols"
    words = unicodedata.name(letter, "other letters").split()
    return words[0] if words[0] == "CJK" else words[0].capitalize() if len(words) > 1 else "other letters"
