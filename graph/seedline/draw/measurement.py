"""Text as it is drawn: cleaned, measured, broken into lines, and cut only with an ellipsis."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from seedline.draw.advances import advance

ELLIPSIS = "…"
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
# An amount stays with its currency, a year with its month and a month with its day; no line begins with a dot.
_HELD = "\u00a0"
_MONTH = r"[^\W\d]{3,5}\.?"
_TOGETHER = re.compile(
    rf" (?=· )|(?<=\b[A-Z]{{3}}) (?=\d)|(?<=\b[^\W\d]{{3}}) (?=\d{{4}}\b)|(?<=\w\.) (?=\d{{4}}\b)"
    r"|(?<=\d) (?=(?:M|million|millions|millón|millones)\b)|(?<=\bjuin|\bmars|\baoût|\bsept) (?=\d{4}\b)"
    rf"|(?<=\b\d) (?={_MONTH} \d{{4}}\b)|(?<=\b\d\d) (?={_MONTH} \d{{4}}\b)|(?<=\b1er) (?={_MONTH} \d{{4}}\b)"
)
_VIRAMA = frozenset("\u094d\u09cd\u0acd\u0bcd\u0c4d\u0ccd\u0d4d")


@lru_cache(maxsize=8192)
def width(text: str, size: float, weight: int = 400) -> float:
    """Return how wide text is drawn, in pixels.

    >>> 7.0 < width("i" * 3, 10) < width("m" * 3, 10) < 30
    True
    """
    return sum(advance(letter, weight) for letter in text) * size / 1000


def clusters(text: str) -> Iterator[str]:
    """Yield the pieces of text that may not be torn apart: a letter with its marks and joins.

    >>> [len(piece) for piece in clusters("e\\u0301क्षि")]
    [2, 4]
    """
    piece = ""
    for letter in text:
        joined = piece and (
            unicodedata.category(letter) in {"Mn", "Mc", "Me"}
            or letter in _JOINERS
            or piece[-1] == "\u200d"
            or piece[-1] in _VIRAMA
            or 0x1F3FB <= ord(letter) <= 0x1F3FF
        )
        if piece and not joined:
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


@lru_cache(maxsize=8192)
def wrap(text: str, size: float, limit: float, *, weight: int = 400, lines: int = 3) -> tuple[str, ...]:
    """Return text as at most so many lines within a width, the last ending in an ellipsis where text was cut.

    >>> wrap("Situational analysis of migrants", 13, 130)
    ('Situational analysis', 'of migrants')
    >>> wrap("Sweden: USD 5.8m", 13, 90)
    ('Sweden:', 'USD 5.8m')
    >>> wrap("known by 1 Oct 2017", 13, 92), wrap("le 1er oct. 2017", 13, 90)
    (('known by', '1 Oct 2017'), ('le', '1er oct. 2017'))
    >>> wrap("dont USD 5,8 M", 13, 90), wrap("le 3 juin 2021", 13, 80)
    (('dont', 'USD 5,8 M'), ('le', '3 juin 2021'))
    >>> wrap("Proyecto semilla · PO.0125", 13, 105)
    ('Proyecto', 'semilla · PO.0125')
    >>> wrap("x" * 40, 13, 60, lines=1)
    ('xxxxxxx…',)
    """
    broken: list[str] = []
    rest = _pieces(text, size, limit, weight)
    for piece in rest:
        if broken and width(f"{broken[-1]} {piece}", size, weight) <= limit and not piece.startswith("\u200b"):
            broken[-1] = f"{broken[-1]} {piece}"
        elif len(broken) < lines:
            broken.append(piece.lstrip("\u200b"))
        else:
            broken[-1] = shorten(f"{broken[-1]} {ELLIPSIS}", size, limit, weight=weight, cut=True)
            break
    return tuple(line.replace(_HELD, " ") for line in broken)


@lru_cache(maxsize=8192)
def whole_parts(text: str, least: int = 0) -> tuple[str, ...]:
    """Return the parts of text, of so many letters at least, that stand in one line where it is wide enough.

    >>> whole_parts("Counter-trafficking: USD 8.9m", 4)
    ('Counter-', 'trafficking:', 'USD\\xa08.9m')
    """
    words = _TOGETHER.sub(_HELD, text).split(" ")
    return tuple(part for word in words if len(word) >= least for part in _parts(word) if len(part) >= least)


def _pieces(text: str, size: float, limit: float, weight: int) -> Iterator[str]:
    """Yield words; a word too long for a line is torn, its later parts marked with a zero-width space."""
    for word in _TOGETHER.sub(_HELD, text).split(" "):
        if width(word, size, weight) <= limit:
            yield word
            continue
        part, mark, used = "", "", 0.0
        for piece in _joints(word, size, limit, weight):
            more = width(piece, size, weight)
            if part and used + more > limit:
                yield mark + part
                part, mark, used = "", "\u200b", 0.0
            part, used = part + piece, used + more
        yield mark + part


def _joints(word: str, size: float, limit: float, weight: int) -> Iterator[str]:
    """Yield the pieces of a long word at which it may be torn: behind its hyphens, else between any letters.

    >>> list(_joints("Counter-trafficking", 10, 70, 400)), list(_joints("abc", 10, 5, 400))
    (['Counter-', 'trafficking'], ['a', 'b', 'c'])
    """
    parts = _parts(word)
    for part in parts:
        if len(parts) > 1 and width(part, size, weight) <= limit:
            yield part
        else:
            yield from clusters(part)


def _parts(word: str) -> list[str]:
    return re.findall(r"[^-/]+[-/]?|[-/]", word)


def shorten(text: str, size: float, limit: float, *, weight: int = 400, cut: bool = False) -> str:
    """Return text, or as much of it as fits before an ellipsis.

    >>> shorten("IOM Development Fund", 10, 50), shorten("IOM", 10, 50)
    ('IOM Dev…', 'IOM')
    """
    if not cut and width(text, size, weight) <= limit:
        return text
    room = limit - width(ELLIPSIS, size, weight)
    kept, used = "", 0.0
    for piece in clusters(text.removesuffix(ELLIPSIS).rstrip()):
        used += width(piece, size, weight)
        if used > room:
            break
        kept += piece
    return kept.rstrip(" ,;:·(") + ELLIPSIS


def rightward(text: str) -> bool:
    """Return whether text is read from right to left: its first strong letter decides.

    >>> rightward("مشروع CT.0921"), rightward("CT.0921 مشروع"), rightward("2021")
    (True, False, False)
    """
    for letter in text:
        strength = unicodedata.bidirectional(letter)
        if strength in {"R", "AL"}:
            return True
        if strength == "L":
            return False
    return False


def script(letter: str) -> str:
    """Return the script whose face must draw a letter, or nothing where any may.

    >>> script("ع"), script("क"), script("a"), script(" ")
    ('Arabic', 'Devanagari', 'Latin', '')
    """
    code = ord(letter)
    if 0x600 <= code <= 0x6FF or 0x750 <= code <= 0x77F or 0x8A0 <= code <= 0x8FF or 0xFB50 <= code <= 0xFEFC:
        return "Arabic"
    if 0x900 <= code <= 0x97F or 0xA8E0 <= code <= 0xA8FF:
        return "Devanagari"
    return "Latin" if letter.isalpha() else ""


def runs(text: str) -> list[tuple[str, str]]:
    """Return text as (script, piece), what any face can draw staying with what stands before it.

    >>> runs("CREST क्षेत्र 2021")
    [('Latin', 'CREST '), ('Devanagari', 'क्षेत्र 2021')]
    """
    if text.isascii():
        return [("Latin" if any(map(str.isalpha, text)) else "", text)] if text else []
    found: list[tuple[str, str]] = []
    for piece in clusters(text):
        name = script(piece[0])
        if found and name in {"", found[-1][0]}:
            found[-1] = (found[-1][0], found[-1][1] + piece)
        elif found and not found[-1][0]:
            found[-1] = (name, found[-1][1] + piece)
        else:
            found.append((name, piece))
    return found
