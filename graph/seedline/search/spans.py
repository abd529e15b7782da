"""Years and budgets that somebody's words limit, as the range that an address has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from seedline.search.fewer import SMALL
from seedline.search.index import SearchIndex
from seedline.search.naming import parted

_YEAR = r"(?P<{}>(?:19|20)\d\d)(?![\d.,]\d|\d)"
_MONEY = r"(?:[a-z]{{3}}|[$€])"
_SUM = (
    rf"(?:{_MONEY}\s?)?(?P<{{}}>\d{{{{1,3}}}}(?:[ ,.’']\d{{{{3}}}})+|\d{{{{4,18}}}})(?!\d)"
    rf"(?:\s?(?:dollars?|dolares|euros?|{_MONEY}\b))?"
)
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
_ENGLISH = "seed seeds project projects grant grants budget budgets funded"
_FRENCH = "projet projets amorcage subvention subventions finance finances"
_SPANISH = "proyecto proyectos semilla semillas subvencion subvenciones presupuesto presupuestos financiado financiados"
_SEEDS = frozenset(f"{_ENGLISH} {_FRENCH} {_SPANISH}".split())
"""Words that say that seeds are asked for, whichever they are."""
_SIGNS = {"$": "USD", "dol": "USD", "€": "EUR", "euro": "EUR"}


@dataclass(frozen=True, slots=True)
class Span:
    """A range of what seeds have a number of, each end within it or open, and what else was asked for."""

    name: str
    least: str
    most: str
    rest: str = ""
    #: The words that say so.
    said: str = ""

    @property
    def query(self) -> list[tuple[str, str]]:
        """Return the range as an address of Explore has it."""
        return [*([("q", self.rest)] if self.rest else []), (self.name, f"{self.least}..{self.most}")]


def span_asked(text: str, index: SearchIndex) -> Span | None:
    """Return the range that somebody's words limit seeds to, none where other words ask for something else."""
    plain = _plain(text)
    for pattern, more, less in _YEARS if "year" in index.columns.numbers else ():
        if said := re.search(pattern, plain):
            ends = said.groupdict()
            least, most = ends.get("least"), ends.get("most")
            span = ("year", str(int(least) + more) if least else "", str(int(most) + less) if most else "")
            return _of_seeds(span, text, said.span(), index)
    for pattern, more, less in _SUMS:
        if (said := re.search(pattern, plain)) and (name := _budget(text[said.start() : said.end()], said[0], index)):
            sums = {end: int(re.sub(r"\D", "", told)) for end, told in said.groupdict().items()}
            finest = _finest(index.columns.numbers[name])
            least = str(sums["least"] + more * finest) if "least" in sums else ""
            most = str(sums["most"] + less * finest) if "most" in sums else ""
            return _of_seeds((name, least, most), text, said.span(), index)
    return None


def _plain(text: str) -> str:
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


def _of_seeds(span: tuple[str, str, str], text: str, said: tuple[int, int], index: SearchIndex) -> Span | None:
    asked, left = Span(*span, said=text[slice(*said)]), f"{text[: said[0]]} {text[said[1] :]}"
    words = parted(left)
    others = [word for word in words if word not in SMALL and word not in _SEEDS]
    if not others:
        return asked
    # "Policies launched since 2018" asks for no seeds; "seeds in Nepal since 2018" and "Nepal since 2018" do.
    found = index.find(" ".join(others), each=1)
    whole = found.seeds.any() and not (found.read_as or found.apart or found.left_out)
    placed = _called(index, others) or any(word in _SEEDS for word in words)
    told = (word.strip(" ?!¿¡.,;:") for word in left.split() if not set(others).isdisjoint(parted(word)))
    return replace(asked, rest=" ".join(told)) if whole and placed else None


def _called(index: SearchIndex, words: Sequence[str]) -> bool:
    """Return whether a place or an organisation is called by some words."""
    return any(one.whole and one.group in {"place", "organisation"} for one in index.called(" ".join(words)))
