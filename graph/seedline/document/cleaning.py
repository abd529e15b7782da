"""Text without what XML or a reader cannot take."""

from __future__ import annotations

import re

# Controls, halves of pairs and what is no character; and a label may not reorder what stands beside it, so it brings no
# bidi controls: each line is isolated as drawn.
_UNDRAWABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
#: Blanks but those at which no line breaks: French has them before its colon, numbers between their thousands.
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")


def clean(text: str) -> str:
    """Return text with white space collapsed and without what XML or a reader cannot take.

    >>> clean(" CREST\\x00\\n\\u202eframework\\ud800 "), clean("Source\\u00a0:  X ") == "Source\\u00a0: X"
    ('CREST framework', True)
    """
    # Most is, and has none of these, and of blanks the plain one alone.
    if text.isprintable():
        return " ".join(text.split())
    return _BLANKS.sub(" ", _UNDRAWABLE.sub("", text)).strip()
