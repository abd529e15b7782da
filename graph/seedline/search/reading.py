"""A sentence read as choices and an order of seeds: what an address of Explore has."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from seedline.i18n import LANGUAGES, words
from seedline.i18n.folding import fold
from seedline.search.asking import asks
from seedline.search.exclusions import exclusion_of, value_called
from seedline.search.fewer import SMALL
from seedline.search.index import SearchIndex
from seedline.search.orders import order_of
from seedline.search.question import parted, understand
from seedline.search.spans import Part, span_of

_ENGLISH = "seed seeds project projects grant grants budget budgets funded"
_FRENCH = "projet projets amorcage subvention subventions finance finances"
_SPANISH = "proyecto proyectos semilla semillas subvencion subvenciones presupuesto presupuestos financiado financiados"
_SEEDS = frozenset(f"{_ENGLISH} {_FRENCH} {_SPANISH}".split())
"""Words that say that seeds are asked for, whichever they are."""
_HAVING_WORDS = (
    "got get gets received receive receives given had cost costs ever everything everyone every only two "
    "three five ten ne recu recoit obtenu eu tout tous toutes deux trois cinq dix recibio reciben "
    "recibieron obtuvo tuvo todo todos todas dos tres cinco diez 2 3 5 10 20 estan son"
)
_HAVING = frozenset(_HAVING_WORDS.split())
"""Words around a choice or an order that say nothing else."""
_FINDERS: tuple[Callable[[str, SearchIndex], Part | None], ...] = (span_of, order_of, exclusion_of)


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody typed as choices (by name and value), an order, and the words that are left to be found."""

    typed: str
    pairs: tuple[tuple[str, str], ...]
    sort: str = ""
    question: str = ""
    said: str = ""
    """The words that say so."""

    @property
    def query(self) -> list[tuple[str, str]]:
        """Return it as an address of Explore has it; seeds in an order are best read as rows."""
        beside = [("as", "table"), ("sort", self.sort)] if self.sort else []
        return [*([("q", self.question)] if self.question else []), *self.pairs, *beside]


def read_sentence(text: str, index: SearchIndex) -> Reading | None:
    """Return how a sentence is read, nothing where it asks for anything but seeds; a phrase in quotes stays."""
    if not index.columns.seeds:
        return None
    left, pairs, sort, said = text, list[tuple[str, str]](), "", list[str]()
    for find in _FINDERS:
        while part := find(_unquoted(left), index):
            if (part.sort and sort) or {name for name, _ in part.pairs} & {name for name, _ in pairs}:
                break
            pairs += part.pairs
            sort = part.sort or sort
            said.append(left[part.start : part.end])
            left = f"{left[: part.start]} {left[part.end :]}"
    found = _rest(left, index) if said else _region(left, index)
    return found and Reading(text, (*pairs, *found[1]), sort, found[0], " ".join(said))


def _unquoted(text: str) -> str:
    """Return a text with nothing in its quotation marks, each letter where it was."""
    return re.sub(r'["“«][^"”»]*["”»]', lambda quoted: "\0" * len(quoted[0]), text)


def _rest(left: str, index: SearchIndex) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Return the words of a text that are left to be found, or what they choose; nothing where no seeds are asked."""
    words = parted(left)
    kept = [
        one
        for one in understand(left)
        if not one.plain or any(word not in SMALL | _SEEDS | _HAVING for word in parted(one.typed))
    ]
    if not kept:
        return "", ()
    plain = [word for one in kept if one.plain for word in parted(one.typed)]
    # "Policies launched since 2018" asks for no seeds; "seeds in Nepal since 2018" and "Nepal since 2018" do.
    if any(word in _events() or (asks(word) and not index.names(word)) for word in plain):
        return None
    told = " ".join(one.written for one in kept)
    found = index.find(told, each=1)
    whole = found.seeds.any() and not (found.read_as or found.apart or found.left_out)
    placed = _called(index, plain) or any(word in _SEEDS for word in words) or len(plain) < len(kept)
    if whole and placed:
        return told, ()
    value = value_called(" ".join(plain), index) if len(plain) == len(kept) else None
    return ("", (value,)) if value else None


def _region(text: str, index: SearchIndex) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Return the region that seeds are asked for of: few entries have its name in them, and every country is in one."""
    words = parted(text)
    told = [place for place, word in enumerate(words) if word not in SMALL | _SEEDS | _HAVING]
    # Small words within a name are of it: "Asia and Oceania".
    value = value_called(" ".join(words[told[0] : told[-1] + 1]), index) if told and len(told) < len(words) else None
    return ("", (value,)) if value and value[0] == "region" and not _SEEDS.isdisjoint(words) else None


@cache
def _events() -> frozenset[str]:
    """Return the words for what may happen to something: a year beside one of them is that of no grant."""
    told = (words(language).table["status"].values() for language in LANGUAGES)
    return frozenset(word for each in told for text in each for word in fold(text))


def _called(index: SearchIndex, words: Sequence[str]) -> bool:
    """Return whether a place or an organisation is called by some words."""
    return any(one.whole and one.group in {"place", "organisation"} for one in index.called(" ".join(words)))
