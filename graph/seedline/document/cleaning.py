"""Text without what XML or a reader cannot take."""

from __future__ import annotations

import unicodedata

# A label may not reorder what stands beside it, so it brings no bidi controls; each line is isolated as drawn.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


#: Blanks at which no line breaks: French has them before its colon, numbers between their thousands.
_HELD = frozenset("\u00a0\u202f")


def clean(text: str) -> str:
    """Return text with white space collapsed and without what XML or a reader cannot take.

    >>> clean(" CREST\\x00\\n\\u202eframework\\ud800 "), clean("Source\\u00a0:  X ") == "Source\\u00a0: X"
    ('CREST framework', True)
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = (" " if letter.isspace() and letter not in _HELD else letter for letter in text if _drawable(letter))
    return " ".join(filter(None, "".join(kept).split(" "))).strip()


def _drawable(letter: str) -> bool:
    if letter.isspace():
        return True
    if letter in _BIDI or unicodedata.category(letter) in {"Cc", "Cs"}:
        return False
    return ord(letter) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(letter) <= 0xFDEF
