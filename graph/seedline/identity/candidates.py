"""Which records or things may be one: proposed by title, country, year and amount, each with a score and reasons.

A proposal is no merge: somebody judges it. Only what shares rare words is compared (blocking), so that a hundred
thousand titles take a minute and not a day.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from rapidfuzz import fuzz

from seedline.identity.clusters import Resolution
from seedline.identity.judgements import Judgements
from seedline.ingest.portfolio import Portfolio
from seedline.ingest.table.conversion import countries, fold

LEAST = 0.80
"""The least score of a proposal."""
_RARE, _TOGETHER = 5, 3
"""A title is found by any three of its five rarest words."""
_CROWD = 60
"""Words that more titles have together find nobody."""
_OVERLAP = 0.5
"""Which part of the words two titles share at least, before they are compared letter by letter."""
_TYPED = 75
"""Two words that are less alike than this, in percent, are two words and no typing error."""
_EXCHANGED = 0.1
"""What each word costs that was exchanged for another; a word that is only left out costs its letters."""
#: Kinds of things that may be one with another; a product is named within its project.
_COMPARED = {"seedProject", "project", "programme"}
#: What tells one phase or part from another: two titles that differ in these are two projects.
_PARTS = re.compile(r"\d+|i{1,3}|iv|vi{0,3}|phase|fase|pilot|second|deuxieme|segunda")


@dataclass(frozen=True, slots=True)
class Described:
    """What is compared of a record or thing: its name for judgements, and what it says of itself."""

    name: str
    title: str
    countries: frozenset[str] = frozenset()
    year: int | None = None
    amount: Decimal | None = None
    codes: frozenset[str] = frozenset()
    #: The thing that it is of already, so that two names of one thing are not proposed.
    of: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two that may be one: a score from 0 to 1, and what speaks for it and against it, as codes of reasons."""

    one: str
    other: str
    score: float
    reasons: tuple[str, ...]


def proposals(described: Sequence[Described], least: float = LEAST) -> list[Proposal]:
    """Return the pairs that may be one, the likeliest first.

    >>> a = Described("s/a", "Support to border management in Chad", frozenset({"TD"}), 2011)
    >>> b = Described("s/b", "Support to Border Management, Chad", frozenset({"TD"}), 2011)
    >>> c = Described("s/c", "Support to border management in Chad, phase II", frozenset({"TD"}), 2014)
    >>> [(found.one, found.other, found.score > 0.9) for found in proposals([a, b, c])]
    [('s/a', 's/b', True)]
    """
    folded = [fold(one.title) for one in described]
    words = [frozenset(text.split()) for text in folded]
    found = []
    for a, b in _pairs(words):
        score, reasons = _score(described[a], described[b], folded[a], folded[b], words[a], words[b])
        if score >= least:
            one, other = sorted((described[a].name, described[b].name))
            found.append(Proposal(one, other, round(score, 2), reasons))
    return sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other))


def _pairs(words: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Yield each two titles that share three of the rarest words of both, and most of their words."""
    often = Counter(word for title in words for word in title)
    having: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, title in enumerate(words):
        # A word that nobody else has, such as one with a typing error, finds nobody.
        shared = sorted((word for word in title if often[word] > 1), key=lambda word: (often[word], word))[:_RARE]
        for key in combinations(shared, min(_TOGETHER, len(shared))):
            having[key].append(number)
        having[tuple(sorted(title))].append(number)
    seen: set[int] = set()
    for members in having.values():
        if len(members) > _CROWD:
            continue
        for a, b in combinations(members, 2):
            pair = a * len(words) + b
            # What shares few words is not remembered: there is much of it, and it is soon seen again.
            if pair not in seen and len(words[a] & words[b]) >= _OVERLAP * max(len(words[a]), len(words[b])):
                seen.add(pair)
                yield a, b


def _score(
    one: Described, other: Described, a: str, b: str, words_a: frozenset[str], words_b: frozenset[str]
) -> tuple[float, tuple[str, ...]]:
    """Return how likely two are one, and why."""
    if one.codes and other.codes and not one.codes & other.codes:
        # Two official codes of one scheme are two projects.
        return 0.0, ("otherCode",)
    alike = fuzz.token_sort_ratio(a, b) / 100
    if alike < 0.75:
        return 0.0, ()
    reasons = ["sameTitle" if a == b else "likeTitle"]
    if _parts(words_a) != _parts(words_b):
        return 0.0, (*reasons, "otherPart")
    named = _named(a), _named(b)
    if all(named) and not named[0] & named[1]:
        return 0.0, (*reasons, "otherCountry")
    score = 0.7 * alike - _EXCHANGED * _exchanged(words_a, words_b)
    for same, weight, name in (
        (_share(one.countries, other.countries), 0.1, "Country"),
        (_near(one.year, other.year), 0.1, "Year"),
        (_equal(one.amount, other.amount), 0.1, "Amount"),
    ):
        if same is None:
            # What one of them does not say speaks neither for it nor against it.
            score += weight * alike
        elif same:
            score += weight
            reasons.append(f"same{name}")
        else:
            score -= weight
            reasons.append(f"other{name}")
    return max(0.0, score), tuple(reasons)


def _exchanged(a: frozenset[str], b: frozenset[str]) -> int:
    """Return how many words stand in one title where the other has another word, typing errors aside."""
    left, right = a - b, b - a
    strange = [
        sum(all(fuzz.ratio(word, other) < _TYPED for other in others) for word in own)
        for own, others in ((left, right), (right, left))
    ]
    return min(strange)


def _parts(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in words if _PARTS.fullmatch(word))


def _named(title: str) -> frozenset[str]:
    """Return the countries that a title names: one title in two countries is two projects."""
    known, words = countries()["country-name"], title.split()
    runs = (" ".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words) - size + 1))
    return frozenset(known[run] for run in runs if run in known)


def _share(a: frozenset[str], b: frozenset[str]) -> bool | None:
    return bool(a & b) if a and b else None


def _near(a: int | None, b: int | None) -> bool | None:
    return abs(a - b) <= 1 if a is not None and b is not None else None


def _equal(a: Decimal | None, b: Decimal | None) -> bool | None:
    return abs(a - b) < 1 if a is not None and b is not None else None


def described(portfolio: Portfolio, resolution: Resolution) -> list[Described]:
    """Return what is compared of a portfolio: each title of each set of records that are one, and each other thing."""
    found: list[Described] = []
    clustered = set()
    for cluster in resolution.clusters:
        clustered.add(cluster.key)
        records = [member.record for member in cluster.members]
        for title in dict.fromkeys(fold(r.title) for r in records if r.title):
            named = next(m for m in cluster.members if m.record.title and fold(m.record.title) == title)
            years = [int(r.start[:4]) for r in records if r.start]
            amounts = [Decimal(r.amount) for r in records if r.amount]
            found.append(
                Described(
                    named.name,
                    named.record.title or "",
                    frozenset(country for r in records for country in r.countries),
                    min(years, default=None),
                    min(amounts, default=None),
                    frozenset(r.identifiers["iom"] for r in records if "iom" in r.identifiers),
                    cluster.key,
                )
            )
    for file in portfolio.files:
        for key, thing in file.document.things.items():
            if key not in clustered and thing.kind in _COMPARED:
                title = thing.title.value if thing.title else thing.label
                countries = frozenset(country.value for country in thing.countries.values())
                codes = frozenset(code.value for name, code in thing.identifiers.items() if name == "iom")
                found.append(Described(key, title, countries, codes=codes, of=key))
    return found


def open_proposals(portfolio: Portfolio, resolution: Resolution, judgements: Judgements) -> list[Proposal]:
    """Return the proposals that nobody has judged, of two things that are not one already."""
    compared = described(portfolio, resolution)
    of = {one.name: one.of for one in compared}
    judged = {
        frozenset(of.get(name) or resolution.of.get(name, name) for name in j.of)
        for j in judgements.in_force()
        if not j.of_lineage
    }
    found: dict[frozenset[str], Proposal] = {}
    for proposal in proposals(compared):
        pair = frozenset({of[proposal.one], of[proposal.other]})
        if len(pair) == 2 and pair not in judged:
            found.setdefault(pair, proposal)
    return list(found.values())
