"""Years and budgets that somebody's words limit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from seedline.search.index import SearchIndex

_YEAR = r"(?P<{}>(?:19|20)\d\d)(?![\d.,]\d|\d)"
_MONEY = r"(?:[a-z]{{3}}|[$€])"
_SUM = (
    rf"(?:{_MONEY}\s?)?(?P<{{}}>\d{{{{1,3}}}}(?:[ ,.’']\d{{{{3}}}})+|\d{{{{4,18}}}})(?!\d)"
    rf"(?:\s?(?:dollars?|dolares|euros?|{_MONEY}\b))?"
)
_NOT = r"(?:\b(?P<not>not?|never|pas|non)\s+)?(?:any\s+)?"
"""What turns a limit round: no more than, not before."""
_SMALL_GAP = r"\s+(?:the\s+year\s+|l’an\s+|el\s+ano\s+)?"
#: Words before a limit, without accents, in English, French and Spanish.
_BEFORE = r"before|prior\s+to|earlier\s+than|avant|anterieurs?\s+a|antes\s+del?|anteriores\s+a"
_AFTER = r"after|later\s+than|apres|posterieurs?\s+a|despues\s+del?|posteriores\s+a"
_SINCE = r"since|from|as\s+of|depuis|a\s+partir\s+del?|des|desde"
_UNTIL = r"until|till|up\s+to|through|jusqu['’]?(?:en|a)|hasta"
_OVER = (
    r"over|above|more\s+than|(?:greater|larger|bigger)\s+than|plus\s+de|au[\s-]dessus\s+de|superieure?s?\s+a|"
    r"mas\s+de|por\s+encima\s+de|superior(?:es)?\s+a|>"
)
_FROM = r"at\s+least|from|au\s+moins|a\s+partir\s+de|al\s+menos|desde|>="
_UNDER = (
    r"under|below|(?:less|smaller)\s+than|moins\s+de|en\s+dessous\s+de|inferieure?s?\s+a|"
    r"menos\s+de|por\s+debajo\s+de|inferior(?:es)?\s+a|<"
)
_TO = r"at\s+most|up\s+to|au\s+plus|jusqu['’]?a|como\s+maximo|hasta|<="
_BETWEEN, _AND = r"between|from|entre|de|del|desde", r"\s*(?:-|–|\.\.|\b(?:and|to|until|et|a|y|hasta|au)\b)\s*"
_YEARS = (
    (rf"\b(?:(?:{_BETWEEN})\s+)?{_YEAR.format('least')}{_AND}{_YEAR.format('most')}", 0, 0),
    (rf"\b(?:{_BEFORE}){_SMALL_GAP}{_YEAR.format('most')}", 0, -1),
    (rf"\b(?:{_UNTIL}){_SMALL_GAP}{_YEAR.format('most')}", 0, 0),
    (rf"\b(?:{_AFTER}){_SMALL_GAP}{_YEAR.format('least')}", 1, 0),
    (rf"\b(?:{_SINCE}){_SMALL_GAP}{_YEAR.format('least')}", 0, 0),
)
"""How a limit of years is said → what is added to its ends, which a range has within it."""
_SUMS = (
    (rf"\b(?:{_BETWEEN})\s+{_SUM.format('least')}{_AND}{_SUM.format('most')}", 0, 0),
    (rf"(?<!\w)(?:{_FROM})\s*{_SUM.format('least')}", 0, 0),
    (rf"(?<!\w)(?:{_TO})\s*{_SUM.format('most')}", 0, 0),
    (rf"(?<!\w)(?:{_OVER})\s*{_SUM.format('least')}", 1, 0),
    (rf"(?<!\w)(?:{_UNDER})\s*{_SUM.format('most')}", 0, -1),
)
"""How a limit of sums is said → how many of the least sums are added to its ends."""
_SIGNS = {"$": "USD", "dol": "USD", "€": "EUR", "euro": "EUR"}


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a sentence, from one letter to another, and what they choose or put seeds in order of."""

    start: int
    end: int
    pairs: tuple[tuple[str, str], ...] = ()
    sort: str = ""


def span_of(text: str, index: SearchIndex) -> Part | None:
    """Return the first words that limit years, else sums, as a range with each end within it or open."""
    plain = plain_letters(text)
    for pattern, more, less in _YEARS if "year" in index.columns.numbers else ():
        if said := re.search(_NOT + pattern, plain):
            return _part("year", said, said.groupdict(), (more, less), Decimal(1))
    for pattern, more, less in _SUMS:
        said = re.search(_NOT + pattern, plain)
        if said and (name := _budget(text[said.start() : said.end()], said[0], index)):
            sums = {end: told and re.sub(r"\D", "", told) for end, told in said.groupdict().items() if end != "not"}
            return _part(name, said, {**said.groupdict(), **sums}, (more, less), _finest(index.columns.numbers[name]))
    return None


def _part(
    name: str, said: re.Match[str], ends: Mapping[str, str | None], added: tuple[int, int], unit: Decimal
) -> Part | None:
    """Return a range; what is not in it, where that is said of a range with one end."""
    told = zip(("least", "most"), added, strict=True)
    least, most = (Decimal(ends[end] or 0) + more * unit if ends.get(end) else None for end, more in told)
    if ends["not"]:
        if least is not None and most is not None:
            return None
        least, most = (most + unit if most is not None else None), (least - unit if least is not None else None)
    first, last = ("" if end is None else f"{end:f}" for end in (least, most))
    return Part(*said.span(), pairs=((name, f"{first}..{last}"),))


def plain_letters(text: str) -> str:
    """Return a text in small letters without accents, each letter where it was."""
    return "".join(unicodedata.normalize("NFD", letter)[0].lower()[:1] or letter for letter in text)


def _budget(text: str, plain: str, index: SearchIndex) -> str:
    """Return the range of budgets in the currency that a sum names, else in US dollars or the first there is."""
    known = [name.partition(".")[2] for name in index.columns.numbers if name.startswith("budget.")]
    named = [*re.findall(r"\b[A-Z]{3}\b", text), *(code for sign, code in _SIGNS.items() if sign in plain)]
    currency = next((code for code in named or ["USD", *known] if code in known), "")
    return f"budget.{currency}" if currency else ""


def _finest(sums: NDArray[np.float64]) -> Decimal:
    """Return the least sum by which some differ: a cent where any has cents.

    >>> str(_finest(np.array([150000.0, np.nan]))), str(_finest(np.array([150000.5])))
    ('1', '0.01')
    """
    known = sums[np.isfinite(sums)]
    return Decimal(1) if np.array_equal(known, known.round()) else Decimal("0.01")
