"""Words as the index holds them: without case, accents or the script that they are written in."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# A point inside a word belongs to it, so that "CT.0921" and "8.8" are one word each.
_WORD = re.compile(r"[a-z0-9]+(?:\.[a-z0-9]+)*")


def fold(text: str) -> list[str]:
    """Return the words of a text as plain letters and digits.

    >>> fold("Việt Nam"), fold("Đà Nẵng"), fold("नेपाल"), fold("CT.0921: M-LEARN")
    (['viet', 'nam'], ['da', 'nang'], ['nepal'], ['ct.0921', 'm', 'learn'])
    """
    # An apostrophe is part of a word in some scripts' spelling ("ʿ", "ь"), and a break in none that matters here.
    plain = anyascii(unicodedata.normalize("NFKC", text)).lower().replace("'", "").replace("`", "")
    return _WORD.findall(plain)


# Names of countries, organisations and goals come again with every seed.
@lru_cache(maxsize=1 << 15)
def folded(text: str) -> str:
    """Return the words of a text, joined by spaces.

    >>> folded("Côte d'Ivoire")
    'cote divoire'
    """
    return " ".join(fold(text))


def marked(text: str, terms: list[str]) -> list[tuple[str, bool]]:
    """Return a text in parts, each with whether it is a word that begins with one of some folded terms.

    >>> marked("Border management", ["bord"])
    [('Border', True), (' management', False)]
    """
    parts: list[tuple[str, bool]] = []
    for part in re.split(r"(\s+|[-–—/,;:()«»“”\"])", text):
        words = fold(part)
        found = any(word.startswith(term) for word in words for term in terms)
        if parts and parts[-1][1] == found:
            parts[-1] = (parts[-1][0] + part, found)
        elif part:
            parts.append((part, found))
    return parts
