"""The search index of what is served, and a search as an address holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process

from seedline.errors import InputError
from seedline.i18n.folding import folded
from seedline.i18n.words import Words
from seedline.lineage.furthest import FURTHEST
from seedline.search import Answer, Reading, SearchIndex, read_sentence
from seedline.search.country_names import country_name
from seedline.search.facets import FACETS, Choice
from seedline.store import Snapshot

Query = Sequence[tuple[str, str]]
BESIDE = ("q", "as", "sort", "start", "rows", "columns", "count", "lang")
"""Names of an address beside its choices."""
#: Choices by which seeds can be in order.
_SORTED = ("furthest", "country", "region")
#: How alike, of 100, a name is to one that was meant, and a value to one that there is.
_SLIP, _NEAR = 75, 60
LONGEST = 500
"""Characters of a question at most."""


@lru_cache(maxsize=4)
def _opened(snapshot: Snapshot) -> SearchIndex:
    return SearchIndex.open(snapshot.path)


def index_of(snapshot: Snapshot) -> SearchIndex:
    """Return the index of a snapshot; of the last few it stays open.

    Raises:
        SnapshotBroken: the snapshot has none.

    """
    return _opened(snapshot)


@dataclass(frozen=True, slots=True)
class Search:
    """A question and the choices beside it, in the order in which an address holds them."""

    question: str
    pairs: tuple[tuple[str, str], ...]
    choice: Choice
    sort: str = ""
    """What the seeds are in order of, as an address says it; by code where it says nothing."""
    ignored: tuple[str, ...] = ()
    """Names of an address that mean nothing here."""
    reading: Reading | None = None
    """How a sentence was read, of which the question is what is left."""

    @property
    def typed(self) -> str:
        """Return what was typed."""
        return self.reading.typed if self.reading else self.question

    def query(self, *more: tuple[str, str], without: Sequence[tuple[str, str]] = (), **others: str) -> str:
        """Return the search as the query of an address, with more choices, or without some."""
        return urlencode(self._asked(more, without, others))

    def chooser(self, **others: str) -> Callable[[str, str], str]:
        """Return what makes the query of an address with one choice more, as :meth:`query` would.

        >>> search = Search("nepal", (("year", "2013..2018"),), Choice(), "year")
        >>> search.chooser(**{"as": "map"})("country", "-NP") == search.query(("country", "-NP"), **{"as": "map"})
        True
        """
        mark = ("\0", "")
        before, _, after = urlencode(self._asked([mark], (), others)).partition(urlencode([mark]))
        return lambda name, value: f"{before}{name}={quote_plus(value)}{after}"

    def _asked(
        self, more: Sequence[tuple[str, str]], without: Sequence[tuple[str, str]], others: Mapping[str, str]
    ) -> list[tuple[str, str]]:
        kept = [pair for pair in self.pairs if pair not in without and pair[0] not in others]
        asked = [("q", self.question)] * bool(self.question)
        beside = {"sort": self.sort, **others}
        return [*asked, *kept, *more, *((name, value) for name, value in beside.items() if value)]


def search_of(query: Query, index: SearchIndex) -> Search:
    """Return the search that an address asks for; a sentence is read as choices where nothing else chooses the same.

    Raises:
        InputError: the question is too long, a name is nearly one of a choice, a value is none of its facet's, or a
            range has no number.

    """
    params = dict(query)
    question = params.get("q", "").strip()
    if len(question) > LONGEST:
        raise InputError(f"a question may have {LONGEST} characters, this one has {len(question)}")
    ignored = _unknown_names(params, index)
    reading = read_sentence(question, index) if question else None
    if reading and params.keys().isdisjoint(name for name, _ in reading.query if name not in BESIDE):
        question, query = reading.question, [*query, *reading.pairs]
        params = {"sort": reading.sort, **dict(reading.pairs), **params}
    else:
        reading = None
    within: dict[str, set[str]] = {}
    without: dict[str, set[str]] = {}
    pairs = []
    for facet in FACETS:
        for value in dict.fromkeys(value for name, value in query if name == facet):
            key = value.removeprefix("-")
            if not key:
                continue
            if index.columns.number(facet, key) < 0 and not _without_seeds(facet, key):
                raise InputError(_unknown(facet, key, index))
            (without if value.startswith("-") else within).setdefault(facet, set()).add(key)
            pairs.append((facet, value))
    ranges = dict(_ranges(params, index))
    pairs += [(name, f"{_text(least)}..{_text(most)}") for name, (least, most) in ranges.items()]
    return Search(
        question, tuple(pairs),
        Choice({f: frozenset(v) for f, v in within.items()}, {f: frozenset(v) for f, v in without.items()}, ranges),
        sort_of(params.get("sort", ""), index), ignored, reading,
    )  # fmt: skip


def sorts(index: SearchIndex) -> tuple[str, ...]:
    """Return what seeds can be in order of; each stands with a minus before it as well, for the other way."""
    facets = [facet for facet in _SORTED if index.columns.keys(facet)]
    return ("code", *index.columns.numbers, *facets)


def orders(index: SearchIndex, say: Words) -> list[tuple[str, str]]:
    """Return the orders that are offered, numbers both ways, as an address has them and in words."""
    told = [name for by in sorts(index) for name in ((by, f"-{by}") if by in index.columns.numbers else (by,))]
    words = {name: name.partition(".") for name in told}
    return [(name, say(f"explore.sort.{kind}", currency=currency)) for name, (kind, _, currency) in words.items()]


def sort_of(text: str, index: SearchIndex) -> str:
    """Return what seeds are to be in order of, nothing for the usual order, by code.

    Raises:
        InputError: there is no such order.

    """
    if text.removeprefix("-") not in ("", *sorts(index)):
        raise InputError(f"sort={text}: there are {', '.join(sorts(index))}, each with - before it for the other way")
    return "" if text == "code" else text


def in_order(index: SearchIndex, rows: NDArray[np.intp], sort: str, say: Words) -> NDArray[np.intp]:
    """Return seeds, which stand by code, in another order; a country is in order by its name in words."""
    by = sort.removeprefix("-")
    if by in {"", "code"}:
        return rows[::-1] if sort.startswith("-") else rows
    keys: list[str] = index.columns.keys(by) if by in FACETS else []
    told = [key for key in FURTHEST if key in keys] if by == "furthest" else sorted(
        keys, key=lambda key: folded(value_words(index.labels, say, by, key))
    )  # fmt: skip
    return index.columns.ordered(rows, by, {key: place for place, key in enumerate(told)}, back=sort.startswith("-"))


def _unknown_names(params: dict[str, str], index: SearchIndex) -> tuple[str, ...]:
    """Return the names that mean nothing here; one that is nearly the name of a choice is somebody's slip."""
    ranges = list(index.columns.numbers)
    known = [*BESIDE, *FACETS, *ranges, *(f"{name}.{end}" for name in ranges for end in ("from", "to"))]
    strange = [name for name in params if name not in known]
    for name in strange:
        if near := process.extractOne(name, [*FACETS, *ranges], score_cutoff=_SLIP):
            raise InputError(f"{name}: there is no such choice; near it is {near[0]}")
    return tuple(strange)


def _without_seeds(facet: str, key: str) -> bool:
    """Return whether a value is one that there is, though no seed here has it: nothing is found, and nothing wrong."""
    return key in FURTHEST if facet == "furthest" else facet == "country" and bool(country_name(key, "en"))


def _unknown(facet: str, key: str, index: SearchIndex) -> str:
    keys = index.columns.keys(facet)
    named = {known: (index.labels.get((facet, known)) or {}).get("en", "") for known in keys}
    spelt = {known: f"{known} {label}".strip() for known, label in named.items()}
    near = [known for _, _, known in process.extract(key, spelt, processor=str.lower, limit=3, score_cutoff=_NEAR)]
    told = ", ".join(f"{known} ({named[known]})" if named[known] else known for known in near or keys[:12])
    more = f" and {len(keys) - 12} more" if not near and len(keys) > 12 else ""
    return f"{facet}={key}: no seed has that; {'near it are' if near else 'there are'} {told}{more}"


def _ranges(params: dict[str, str], index: SearchIndex) -> Iterator[tuple[str, tuple[Decimal | None, Decimal | None]]]:
    for name in index.columns.numbers:
        least, dots, most = params.get(name, "").partition("..")
        if least and not dots:
            most = least
        # A form without a script sends the two ends apart.
        least, most = params.get(f"{name}.from") or least, params.get(f"{name}.to") or most
        if least or most:
            yield name, (_number(name, least), _number(name, most))


def _number(name: str, text: str) -> Decimal | None:
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", "").replace(" ", ""))
    except InvalidOperation as error:
        raise InputError(f"{name}={text}: a number is expected, as {name}=2013..2016 or {name}=150000..") from error
    if not value.is_finite() or abs(value.adjusted()) > 18:
        raise InputError(f"{name}={text}: the number is too large")
    return value


def _text(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")


def value_words(labels: dict[tuple[str, str], dict[str, str]], say: Words, facet: str, key: str) -> str:
    """Return a facet's value in words: a token by the catalogue, a concept by its label, a goal with its code."""
    known = labels.get((facet, key), {})
    label = known.get(say.language) or known.get("en")
    if label is None and facet == "country":
        return country_name(key, say.language) or key
    if label is None:
        return say(f"explore.{facet}.{key}") if facet in {"furthest", "known"} else say.token(facet, key)
    return f"{key} {label}" if facet in {"goal", "target", "migof", "msd"} else label


def answer_json(answer: Answer) -> dict[str, object]:
    """Return what a search found as JSON: each hit with why it is here and its seeds."""
    return {
        "total": answer.total,
        "counts": answer.counts,
        "readAs": [{"word": word, "as": list(others)} for word, others in answer.read_as],
        "nowhere": list(answer.nowhere),
        "withoutWords": list(answer.left_out),
        "apart": [{"word": word, "found": found} for word, found in answer.apart],
        "hits": [
            {
                "iri": hit.iri, "id": hit.id, "group": hit.group, "kind": hit.kind, "label": hit.label,
                "why": [{"field": column, "text": text} for column, text in hit.why],
                "seeds": [{"id": key, "label": label} for key, label in hit.seeds],
            }
            for hits in answer.hits.values()
            for hit in hits
        ],
    }  # fmt: skip
