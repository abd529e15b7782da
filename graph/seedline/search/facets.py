"""Choices over seeds: which values each has, and how many seeds remain for every further choice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from seedline.columns.index import StoredNetwork
from seedline.document.details import Details
from seedline.lineage.furthest import furthest
from seedline.lineage.traversal import trace
from seedline.money.totals import repeated
from seedline.search.entries import Entries
from seedline.triples import OURS, RDF_TYPE, NamedNode, Names, token
from seedline.vocabulary import COMMITMENT_STATUSES, POLICY_STAGES

FACETS = (
    *("furthest", "known", "carrier", "country", "region", "goal", "target", "migof", "msd", "funder"),
    *("policyStage", "dimension", "voice", "source", "line", "coverage", "area", "theme", "projectStatus"),
)
"""Facets, in the order in which they are shown."""
RANGES = ("year", "budget")
"""What has a number for each seed, chosen by its ends; a budget stands in one currency (``budget.USD``)."""


@dataclass(slots=True)
class SeedFacts:
    """What choices know of one seed: values by facet, each a token or an IRI, and numbers by range."""

    iri: str
    values: dict[str, set[str]] = field(default_factory=dict)
    numbers: dict[str, Decimal] = field(default_factory=dict)


def seed_facts(network: StoredNetwork, details: Details, entries: Entries) -> Iterator[SeedFacts]:
    """Yield what choices know of each seed, by IRI."""
    for seed in network.nodes_of_kind("seedProject"):
        yield _facts_of(seed, network, details, entries)


def _facts_of(seed: str, network: StoredNetwork, read: Details, entries: Entries) -> SeedFacts:
    lineage = trace(network, seed)
    after = [node for node in lineage.nodes if lineage.stages[node] not in {"before", "seed"}]
    steps = lineage.after
    goals = read.values(seed, "sl:alignsWith")
    countries = entries.countries(seed)
    readings = [reading for step in steps for reading in read.subjects("sl:aboutStep", step.iri)]
    told = [about for node in (seed, *after) for about in read.subjects("sl:about", node)]
    policies = [node for node in after if network.kinds.get(node) == "policy"]
    found: dict[str, set[str]] = {
        "furthest": {furthest(steps, read.token(seed, "sl:followOnKnown"))},
        "known": set(read.tokens(seed, "sl:followOnKnown")),
        "country": set(countries),
        "region": {
            *read.values(seed, "sl:region"),
            *(region for country in countries for region in read.values(country, "sl:idfRegion")),
        },
        "goal": {goal for target in goals if "/sdg/" in target for goal in read.values(target, "skos:broader")},
        "target": {goal for goal in goals if "/sdg/" in goal},
        "migof": {goal for goal in goals if "/migof/" in goal},
        "msd": {goal for goal in goals if "/msd/" in goal},
        "coverage": set(read.values(seed, "sl:coverage")),
        "area": set(read.values(seed, "sl:hasInnovationArea")),
        "theme": set(read.values(seed, "sl:hasTheme")),
        "projectStatus": set(read.values(seed, "sl:projectStatus")),
        "dimension": {token(value) for reading in readings for value in read.values(reading, "sl:dimension")},
        "voice": {step.voice for step in lineage.steps if step.voice != "seedline"},
        "source": set(_sources(seed, read)),
        "carrier": {kind for about in told for kind in read.tokens(about, "sl:carrier")},
        "policyStage": {stage for node in policies if (stage := _stage(node, read))},
        "funder": set(),
        "line": set(),
    }  # fmt: skip
    numbers: dict[str, Decimal] = {}
    given_here = {given.iri: given for given in network.commitments.get(seed, ()) if given.source_type == "seed"}
    # Two reports of one seed are one budget.
    own = [given_here[iri] for iri in sorted(given_here.keys() - repeated(network, given_here).keys())]
    funds = {given.funder for given in own}
    for given in own:
        if given.year and given.year.isdecimal():
            numbers["year"] = Decimal(given.year)
        if given.amount is not None and given.currency:
            name = f"budget.{given.currency}"
            numbers[name] = numbers.get(name, Decimal(0)) + given.amount
        found["line"] |= set(read.values(given.iri, "sl:viaInstrument"))
    for node in after:
        for given in network.commitments.get(node, ()):
            if given.funder and given.funder not in funds and COMMITMENT_STATUSES[given.status].counts:
                found["funder"] |= set(network.ancestors_of(given.funder, given.when))
    return SeedFacts(seed, {name: values for name, values in found.items() if values}, numbers)


def _sources(seed: str, read: Details) -> Iterator[str]:
    """Yield the sources that tell of a seed itself; what is told of things in its lineage is not asked."""
    names = Names(read.base)
    mark = names.graph("source/").value
    for graph in read.store.graphs_of(NamedNode(seed), RDF_TYPE):
        if graph.startswith(mark) and (key := graph.removeprefix(mark)) != OURS:
            yield names.source(key).value


def _stage(policy: str, read: Details) -> str | None:
    """Return the latest stage that is told of a policy."""
    seen = [
        (read.value(observation, "sl:asOf") or "", POLICY_STAGES[stage].order, stage)
        for history in read.subjects("sl:about", policy)
        for observation in read.values(history, "sl:stageObservation")
        if (stage := read.token(observation, "sl:policyStage"))
    ]
    return max(seen)[2] if seen else None


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: by facet the values of which a seed must have one, those it must not have; ends of ranges."""

    within: Mapping[str, frozenset[str]] = field(default_factory=dict)
    without: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.within or self.without or self.ranges)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: its key in the address, and how many seeds there are once it is chosen as well."""

    key: str
    iri: str
    count: int
    chosen: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values, most seeds first, and for how many of the seeds found it is known."""

    name: str
    values: tuple[Value, ...]
    known: int
    of: int


@dataclass(frozen=True, slots=True)
class Range:
    """A range with its least and greatest number among the seeds, its chosen ends, and for how many it is known."""

    name: str
    least: Decimal
    most: Decimal
    chosen: tuple[Decimal | None, Decimal | None]
    known: int
    of: int


class Columns:
    """The values and numbers of all seeds, as columns: a value is the pair of its facet and key."""

    def __init__(
        self, seeds: int, values: Sequence[tuple[str, str, str]], has_seed: NDArray[np.int32],
        has_value: NDArray[np.int32], numbers: Mapping[str, NDArray[np.float64]],
    ) -> None:  # fmt: skip
        self.seeds, self.values, self.numbers = seeds, values, numbers
        self._has_seed, self._has_value = has_seed, has_value
        self._number = {(facet, key): n for n, (facet, key, _) in enumerate(values)}
        told = {name for name, _, _ in values}
        self._facets = [facet for facet in FACETS if facet in told]
        # Values stand by facet, and what has them by value: a facet, and a value, is a slice.
        self._starts = np.searchsorted(has_value, np.arange(len(values) + 1))
        numbers_of: dict[str, list[int]] = {}
        for number, (facet, _, _) in enumerate(values):
            numbers_of.setdefault(facet, []).append(number)
        self._spans = {facet: (of[0], of[-1] + 1) for facet, of in numbers_of.items()}
        self._holding: dict[str, NDArray[np.bool_]] = {}

    def number(self, facet: str, key: str) -> int:
        """Return the number of a value, or -1."""
        return self._number.get((facet, key), -1)

    def _values(self, facet: str) -> tuple[int, Sequence[tuple[str, str, str]]]:
        first, end = self._spans.get(facet, (0, 0))
        return first, self.values[first:end]

    def keys(self, facet: str) -> list[str]:
        """Return the keys of a facet's values."""
        return [key for _, key, _ in self._values(facet)[1]]

    def _counts(self, facet: str, found: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return how many of some seeds have each value of a facet."""
        first, end = self._spans.get(facet, (0, 0))
        pairs = slice(self._starts[first], self._starts[end])
        having = self._has_value[pairs][found[self._has_seed[pairs]]]
        return np.bincount(having - first, minlength=end - first).astype(np.int64)

    def tally(self, facet: str, found: NDArray[np.bool_]) -> list[tuple[str, int]]:
        """Return how many of the seeds found have each value of a facet, those that some have, in their order."""
        counts = self._counts(facet, found).tolist()
        return [(key, n) for n, (_, key, _) in zip(counts, self._values(facet)[1], strict=True) if n]

    def holding(self, facet: str) -> NDArray[np.bool_]:
        """Return which seeds have any value of a facet."""
        if facet not in self._holding:
            self._holding[facet] = self.having(facet, self.keys(facet))
        return self._holding[facet]

    def several(self, facet: str) -> NDArray[np.bool_]:
        """Return which seeds have more than one value of a facet."""
        first, end = self._spans.get(facet, (0, 0))
        pairs = slice(self._starts[first], self._starts[end])
        return np.bincount(self._has_seed[pairs], minlength=self.seeds) > 1

    def funded(self) -> NDArray[np.bool_]:
        """Return of which seeds an amount of seed money is known, in whatever currency."""
        stated = [~np.isnan(all_) for name, all_ in self.numbers.items() if name.startswith("budget.")]
        return np.logical_or.reduce(stated) if stated else np.zeros(self.seeds, bool)

    def known(self, facet: str, found: NDArray[np.bool_]) -> int:
        """Return of how many of the seeds found a facet is known."""
        return int((self.holding(facet) & found).sum())

    def having(self, facet: str, keys: Iterable[str]) -> NDArray[np.bool_]:
        """Return which seeds have one of some values; one that no seed has, none."""
        found = np.zeros(self.seeds, bool)
        for number in (self._number[facet, key] for key in keys if (facet, key) in self._number):
            found[self._has_seed[self._starts[number] : self._starts[number + 1]]] = True
        return found

    def chosen(self, choice: Choice, *, but: str = "") -> NDArray[np.bool_]:
        """Return which seeds a choice leaves, one facet's own values or range set aside."""
        left = np.ones(self.seeds, bool)
        for facet, keys in choice.within.items():
            if facet != but:
                left &= self.having(facet, keys)
        for facet, keys in choice.without.items():
            left &= ~self.having(facet, keys)
        for name, (least, most) in choice.ranges.items():
            if name != but:
                numbers = self.numbers[name]
                # What has no number is in no range.
                left &= (numbers >= float(least if least is not None else -np.inf)) & (
                    numbers <= float(most if most is not None else np.inf)
                )
        return left

    def ordered(self, rows: NDArray[np.intp], by: str, places: Mapping[str, int], *, back: bool) -> NDArray[np.intp]:
        """Return seeds by a number, or by the first of their values of a facet, which stand at ``places`` by key.

        Of equal ones the order stays; what has no number or value comes last, forwards and ``back``.
        """
        if by in self.numbers:
            order = self.numbers[by][rows]
        else:
            first, end = self._spans.get(by, (0, 0))
            pairs = slice(self._starts[first], self._starts[end])
            place = np.array([places[key] for key in self.keys(by)], np.float64)
            every = np.full(self.seeds, np.inf)
            np.minimum.at(every, self._has_seed[pairs], place[self._has_value[pairs] - first])
            order = np.where(np.isinf(every), np.nan, every)[rows]
        return rows[np.argsort(-order if back else order, kind="stable")]

    def facets(self, choice: Choice, found: NDArray[np.bool_]) -> tuple[Facet, ...]:
        """Return every facet for a choice among the seeds found otherwise."""
        whole = self.chosen(choice) & found
        made = []
        of = int(whole.sum())
        for name in self._facets:
            # Within a facet values add up, so its own are counted beside what it has already chosen.
            counted = self.chosen(choice, but=name) & found & ~whole if choice.within.get(name) else whole
            within, without = choice.within.get(name, frozenset()), choice.without.get(name, frozenset())
            values = [
                Value(key, iri, n, key in within, key in without)
                for n, (_, key, iri) in zip(self._counts(name, counted).tolist(), self._values(name)[1], strict=True)
            ]
            values.sort(key=lambda value: (not value.chosen, -value.count, value.key))
            made.append(Facet(name, tuple(values), self.known(name, whole), of))
        return tuple(made)

    def ranges(self, choice: Choice, found: NDArray[np.bool_]) -> tuple[Range, ...]:
        """Return every range for a choice among the seeds found otherwise."""
        whole = self.chosen(choice) & found
        return tuple(
            Range(
                name, _decimal(np.nanmin(numbers)), _decimal(np.nanmax(numbers)),
                choice.ranges.get(name, (None, None)), int((~np.isnan(numbers) & whole).sum()), int(whole.sum()),
            )
            for name, numbers in self.numbers.items()
        )  # fmt: skip


def key_of(value: str, base: str) -> str:
    """Return how a value stands in an address: a token as it is, a concept by its code, a thing by its key.

    >>> key_of("http://metadata.un.org/sdg/8.8", ""), key_of("known", ""), key_of("https://x/id/kfw", "https://x/")
    ('8.8', 'known', 'kfw')
    >>> key_of("https://x/id/source/booklet", "https://x/")
    'booklet'
    """
    if value.startswith(f"{base}id/") and not value.startswith(f"{base}id/source/"):
        return value.removeprefix(f"{base}id/")
    return value.rsplit("/", 1)[-1]


def _decimal(number: float) -> Decimal:
    return Decimal(repr(float(number))).normalize()
