"""The search index of what is served, and a search as an address holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from urllib.parse import urlencode

from rapidfuzz import process

from seedline.errors import InputError
from seedline.i18n.words import Words
from seedline.search import Answer, SearchIndex
from seedline.search.facets import FACETS, Choice
from seedline.store import Snapshot

Query = Sequence[tuple[str, str]]
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

    def query(self, *more: tuple[str, str], without: Sequence[tuple[str, str]] = (), **others: str) -> str:
        """Return the search as the query of an address, with more choices, or without some."""
        kept = [pair for pair in self.pairs if pair not in without and pair[0] not in others]
        asked = [("q", self.question)] * bool(self.question)
        return urlencode([*asked, *kept, *more, *((name, value) for name, value in others.items() if value)])


def search_of(query: Query, index: SearchIndex) -> Search:
    """Return the search that an address asks for.

    Raises:
        InputError: the question is too long, a value is none of its facet's, or a range has no number.

    """
    params = dict(query)
    question = params.get("q", "").strip()
    if len(question) > LONGEST:
        raise InputError(f"a question may have {LONGEST} characters, this one has {len(question)}")
    within: dict[str, set[str]] = {}
    without: dict[str, set[str]] = {}
    pairs = []
    for facet in FACETS:
        for value in dict.fromkeys(value for name, value in query if name == facet):
            key = value.removeprefix("-")
            if not key:
                continue
            if index.columns.number(facet, key) < 0:
                raise InputError(_unknown(facet, key, index.columns.keys(facet)))
            (without if value.startswith("-") else within).setdefault(facet, set()).add(key)
            pairs.append((facet, value))
    ranges = dict(_ranges(params, index))
    pairs += [(name, f"{_text(least)}..{_text(most)}") for name, (least, most) in ranges.items()]
    return Search(
        question, tuple(pairs),
        Choice({f: frozenset(v) for f, v in within.items()}, {f: frozenset(v) for f, v in without.items()}, ranges),
    )  # fmt: skip


def _unknown(facet: str, key: str, known: list[str]) -> str:
    near = [found for found, _, _ in process.extract(key, known, limit=3, score_cutoff=50)]
    told = f"; near it are {', '.join(near)}" if near else f"; there are {', '.join(known[:12])}" if known else ""
    return f"{facet}={key}: no seed has that{told}"


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
