"""The steps and commitments of a snapshot as a graph that can be followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from seedline.model.clocks import When, moment
from seedline.model.dates import end_of, first_day
from seedline.vocabulary import RELATIONS, STATUSES

JOINING = frozenset(name for name, relation in RELATIONS.items() if relation.component)
"""Relations that make two lineages one; what informed a thing stands before it and joins nothing."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A status, as of when it is told if a source dates it, and when it came about if a source says so.

    ``undated`` says that no date tells whether it had come about by the date that is asked for.
    """

    status: str
    as_of: str | None
    iri: str
    on: When | None = None
    undated: bool = False

    @property
    def rank(self) -> tuple[bool, str, str, int]:
        """Return what decides which of several observations is the latest: when it happened, was told, how far it is.

        One without a date of its own may have come about until it was told; what is sure by the date that is asked for
        goes before what is not.
        """
        return not self.undated, moment(self.on, self.as_of), end_of(self.as_of or "0000"), STATUSES[self.status].order


@dataclass(frozen=True, slots=True)
class Step:
    """One link, from the earlier to the later."""

    iri: str
    earlier: str
    later: str
    relation: str
    observations: tuple[Observation, ...] = ()
    basis: str = "stated"
    voice: str = "other"

    @property
    def latest(self) -> Observation | None:
        """Return the latest status observation."""
        return max(self.observations, key=lambda seen: seen.rank, default=None)

    @property
    def status(self) -> str:
        """Return the latest status, ``notStated`` where there is none."""
        return self.latest.status if self.latest else "notStated"

    @property
    def as_of(self) -> str | None:
        """Return as of when the latest status was told."""
        return self.latest.as_of if self.latest else None

    def joins(self, *, back: bool) -> bool:
        """Return whether a lineage is followed along this step, from the earlier to the later or ``back``."""
        relation = RELATIONS[self.relation]
        return relation.backward if back else relation.forward


@dataclass(frozen=True, slots=True)
class Commitment:
    """Money from a funder to an initiative; ``amount`` is ``None`` where none is stated.

    ``on`` is when it came to its status, ``as_of`` when that was told; ``undated`` is as an observation's.
    """

    iri: str
    recipient: str
    funder: str | None
    amount: Decimal | None
    currency: str | None
    bound: str
    status: str
    source_type: str
    as_of: str | None
    co_finance: bool
    later_value_of: str | None
    alternative_report_of: tuple[str, ...]
    year: str | None
    on: When | None = None
    undated: bool = False

    @property
    def when(self) -> When | None:
        """Return when money was given, as far as dates tell: its own, else the year of funding, else by the telling."""
        if self.on:
            return self.on
        if self.year and self.year.isdecimal():
            return When.of(self.year)
        return When(before=self.as_of) if self.as_of else None

    @property
    def complete(self) -> bool:
        """Return whether amount, currency and status are all stated."""
        return self.amount is not None and self.currency is not None and self.status != "notStated"


@dataclass(frozen=True, slots=True)
class Parent:
    """An organisation above another one, and from and until when, as far as a source says."""

    iri: str
    since: str | None = None
    until: str | None = None

    @property
    def dated(self) -> bool:
        """Return whether a source gives a date."""
        return bool(self.since or self.until)

    def may_hold(self, on: When | None) -> bool:
        """Return whether it may have been above at a time; what no date rules out may.

        >>> bank = Parent("bank", since="2011", until="2018-06")
        >>> [bank.may_hold(When.of(date)) for date in ("2010-12", "2011", "2018", "2018-07")]
        [False, True, True, False]
        >>> bank.may_hold(When(before="2010")), bank.may_hold(When(before="2021-10")), bank.may_hold(None)
        (False, True, True)
        """
        if on and on.before and self.since and end_of(on.before) < first_day(self.since):
            return False
        return not (on and on.after and self.until and first_day(on.after) > end_of(self.until))


@dataclass(slots=True)
class Network:
    """Steps and commitments that can be followed, written down by hand; a snapshot's own are a ``StoredNetwork``.

    ``kinds`` gives the most specific class of each node, ``parents`` the organisations above each organisation;
    ``drafts`` are nodes whose money is not summed.
    """

    steps: Mapping[str, Step] = field(default_factory=dict)
    later: Mapping[str, list[Step]] = field(default_factory=lambda: defaultdict(list))
    earlier: Mapping[str, list[Step]] = field(default_factory=lambda: defaultdict(list))
    commitments: Mapping[str, list[Commitment]] = field(default_factory=lambda: defaultdict(list))
    kinds: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, list[Parent]] = field(default_factory=dict)
    drafts: Collection[str] = ()

    def add(self, step: Step) -> None:
        """Add a step."""
        assert isinstance(self.steps, dict), "the network of a snapshot does not change"
        self.steps[step.iri] = step
        self.later[step.earlier].append(step)
        self.earlier[step.later].append(step)

    def is_shared(self, node: str) -> bool:
        """Return whether a node is an instrument of the whole world, which joins no lineages."""
        return self.kinds.get(node) == "sharedInstrument"

    def is_seed(self, node: str) -> bool:
        """Return whether a node is a seed project."""
        return self.kinds.get(node) == "seedProject"

    def ancestors_of(self, organisation: str, on: When | None = None) -> Iterator[str]:
        """Yield an organisation and all above it: those that may have been so at a time, else all that ever were."""
        seen, stack = {organisation}, [organisation]
        while stack:
            current = stack.pop()
            yield current
            above = (parent.iri for parent in self.parents.get(current, ()) if parent.may_hold(on))
            fresh = [iri for iri in dict.fromkeys(above) if iri not in seen]
            seen.update(fresh)
            stack.extend(fresh)

    def is_from(self, commitment: Commitment, organisations: Collection[str]) -> bool:
        """Return whether money is from one of some organisations, or from what may have been a part of one by then."""
        if commitment.funder is None:
            return False
        return any(above in organisations for above in self.ancestors_of(commitment.funder, commitment.when))

    def parts_of(self, organisation: str) -> set[str]:
        """Return an organisation and all that is or was below it."""
        below: dict[str, list[str]] = defaultdict(list)
        for child, parents in self.parents.items():
            for parent in parents:
                below[parent.iri].append(child)
        found, stack = {organisation}, [organisation]
        while stack:
            fresh = set(below[stack.pop()]) - found
            found |= fresh
            stack.extend(fresh)
        return found

    def older_value(self, commitment: str) -> str | None:
        """Return the commitment of which this one, given by its IRI, is a later value."""
        given = (c for commitments in self.commitments.values() for c in commitments)
        return next((c.later_value_of for c in given if c.iri == commitment), None)

    def nodes_of_kind(self, kind: str, start: int = 0, stop: int | None = None) -> list[str]:
        """Return the nodes of a kind, sorted, or some of them in this order."""
        return sorted(node for node, known in self.kinds.items() if known == kind)[start:stop]

    def steps_with(self, *, status: str = "", relation: str = "") -> Iterator[Step]:
        """Yield the steps of a status or relation."""
        for step in self.steps.values():
            if (not status or step.status == status) and (not relation or step.relation == relation):
                yield step

    def closure(self, starts: Iterable[str], *, back: bool) -> set[str]:
        """Return the nodes reached from some nodes along all joining steps, upstream or downstream.

        A start is among them where a cycle leads back to it. Nothing is followed through a shared instrument.
        """
        found: set[str] = set()
        stack = list(starts)
        while stack:
            node = stack.pop()
            if self.is_shared(node):
                continue
            for step in (self.earlier if back else self.later).get(node, ()):
                end = step.earlier if back else step.later
                if step.joins(back=back) and end not in found:
                    found.add(end)
                    stack.append(end)
        return found

    def joined(self, node: str) -> Iterator[str]:
        """Yield the nodes that one step joins to a node in one lineage, either way."""
        if self.is_shared(node):
            return
        for steps in (self.later.get(node, ()), self.earlier.get(node, ())):
            for step in steps:
                other = step.later if step.earlier == node else step.earlier
                if step.relation in JOINING and not self.is_shared(other):
                    yield other

    def component_of(self, node: str) -> list[str]:
        """Return the nodes that steps join into one lineage with a node, sorted."""
        found, stack = {node}, [node]
        while stack:
            fresh = set(self.joined(stack.pop())) - found
            found |= fresh
            stack.extend(fresh)
        return sorted(found)

    def joined_sets(self) -> int:
        """Return how many components have more than one node."""
        return sum(len(part) > 1 for part in self.components())

    def components(self, start: int = 0, stop: int | None = None) -> list[list[str]]:
        """Return the sets of nodes that steps join into one lineage, largest first, or some of them in this order."""
        found: list[list[str]] = []
        seen: set[str] = set()
        for node in sorted({*self.kinds, *self.later, *self.earlier}):
            if node not in seen and not self.is_shared(node):
                found.append(self.component_of(node))
                seen.update(found[-1])
        alone = (part for part in found if len(part) > 1 or part[0] in self.kinds)
        return sorted(alone, key=lambda nodes: (-len(nodes), nodes))[start:stop]
