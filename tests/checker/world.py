"""Steps and commitments as the triples have them, and what they amount to for the things that a view shows."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from tests.checker.rules import Rules
from tests.checker.triples import Triples, token

Json = dict[str, Any]
KINDS = ("SharedInstrument", "Placeholder", "SeedProject", "Policy", "Programme", "Project", "Product")


def end(date: str) -> str:
    """Return the last day that a date can mean; a date has the precision of its source."""
    date = date[: 10 if len(date) >= 10 else 7 if len(date) >= 7 else 4]
    if len(date) == 7:
        return f"{date}-{monthrange(int(date[:4]), int(date[5:]))[1]}"
    return date if len(date) == 10 else f"{date}-12-31"


def newest(dates: Iterable[str | None]) -> str | None:
    """Return the newest of some dates; of two that end alike the less precise one, which claims less."""
    return max((date for date in dates if date), key=lambda date: (end(date), -len(date)), default=None)


def months(earlier: str, later: str) -> tuple[int, int]:
    """Return the fewest and most whole months from one date to another, each of any precision."""

    def ends(date: str) -> tuple[tuple[int, int], tuple[int, int]]:
        first = int(date[:4]) * 12 + (int(date[5:7]) - 1 if len(date) > 4 else 0)
        if len(date) == 10:
            return (first, int(date[8:])), (first, int(date[8:]))
        return (first, 1), (first + (12 if len(date) == 4 else 1), 1)

    (low, high), (later_low, later_high) = ends(earlier), ends(later)
    return tuple(b[0] - a[0] - (b[1] < a[1]) for a, b in ((high, later_low), (low, later_high)))  # type: ignore[return-value]


def weakest(bounds: Iterable[str]) -> str:
    """Return the bound of a sum: one that is not exact makes it so, two different ones make it "about"."""
    found = set(bounds) - {"exact"}
    return found.pop() if len(found) == 1 else "about" if found else "exact"


@dataclass(frozen=True)
class Seen:
    """A status and when it was told."""

    iri: str
    status: str
    as_of: str


@dataclass(frozen=True)
class Step:
    """A step from the earlier to the later."""

    iri: str
    earlier: str
    later: str
    relation: str
    seen: tuple[Seen, ...]
    voice: str
    basis: str
    contribution: str


@dataclass(frozen=True)
class Money:
    """A commitment."""

    iri: str
    recipient: str
    funder: str | None
    amount: Decimal | None
    currency: str | None
    bound: str
    status: str
    kind: str
    as_of: str | None
    decided: str | None
    year: str | None
    co_finance: bool
    later_of: str | None
    reports: frozenset[str]

    @property
    def dated(self) -> str | None:
        """Return the date by which it is known."""
        return self.as_of or self.decided or self.year

    @property
    def complete(self) -> bool:
        """Return whether amount, currency and status are stated."""
        return self.amount is not None and self.currency is not None and self.status != "notStated"


@dataclass
class World:
    """All that the triples say, up to a date where one is given."""

    triples: Triples
    rules: Rules
    until: str | None = None
    steps: dict[str, Step] = field(default_factory=dict)
    out: dict[str, list[Step]] = field(default_factory=lambda: defaultdict(list))
    into: dict[str, list[Step]] = field(default_factory=lambda: defaultdict(list))
    given: dict[str, list[Money]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        get = self.triples
        for kind in reversed(KINDS):
            for node in get.pointing("rdf:type", f"https://w3id.org/seedline/ontology#{kind}"):
                self.kinds[node] = kind[0].lower() + kind[1:]
        for iri in get.pointing("rdf:type", "https://w3id.org/seedline/ontology#Step"):
            told = [
                Seen(o, get.token(o, "sl:status") or "", get.text(o, "sl:asOf") or "")
                for o in get.texts(iri, "sl:statusObservation")
            ]
            known = tuple(sorted((seen for seen in told if self.knows(seen.as_of)), key=self.rank))
            if told and not known:
                continue
            step = Step(
                iri, get.text(iri, "sl:from") or "", get.text(iri, "sl:to") or "", get.token(iri, "sl:relation") or "",
                known, get.token(iri, "sl:assertedBy") or "other", get.token(iri, "sl:basis") or "stated",
                get.token(iri, "sl:contribution") or "notStated",
            )  # fmt: skip
            self.steps[iri] = step
            self.out[step.earlier].append(step)
            self.into[step.later].append(step)
        for iri in get.pointing("rdf:type", "https://w3id.org/seedline/ontology#Commitment"):
            amount = get.text(iri, "sl:amount")
            money = Money(
                iri, get.text(iri, "sl:recipient") or "", get.text(iri, "sl:funder"),
                Decimal(amount) if amount else None, get.token(iri, "sl:currency"), get.token(iri, "sl:bound") or "exact",
                get.token(iri, "sl:commitmentStatus") or "notStated", get.token(iri, "sl:sourceType") or "notStated",
                get.text(iri, "sl:asOf"), get.text(iri, "sl:decidedOn"), get.text(iri, "sl:fundingYear"),
                get.text(iri, "sl:coFinance") in {"true", "1"}, get.text(iri, "sl:laterValueOf"),
                frozenset(get.texts(iri, "sl:alternativeReportOf")),
            )  # fmt: skip
            if self.knows(money.dated):
                self.given[money.recipient].append(money)

    def rank(self, seen: Seen) -> tuple[str, int]:
        """Return what decides which of several observations is the latest."""
        return end(seen.as_of), self.rules.order.get(seen.status, 0)

    def knows(self, date: str | None) -> bool:
        """Return whether what is dated so, or has no date, had been told by the date of this world."""
        return self.until is None or date is None or end(date) <= end(self.until)

    def status(self, step: Step) -> str:
        """Return the latest status of a step."""
        return step.seen[-1].status if step.seen else "notStated"

    def mood(self, step: Step) -> str:
        """Return how strongly a step may be told."""
        return self.rules.mood.get(self.status(step), "notStated")

    def launch(self, step: Step) -> str | None:
        """Return the earliest date of a launch."""
        return min((seen.as_of for seen in step.seen if seen.status == "launched"), key=end, default=None)

    def shared(self, node: str) -> bool:
        """Return whether a node is an instrument of the whole world, through which nothing is followed."""
        return self.kinds.get(node) == "sharedInstrument"

    def draft(self, node: str) -> bool:
        """Return whether a node is a draft."""
        return self.triples.text(node, "sl:draft") == "true"

    def above(self, organisation: str | None) -> set[str]:
        """Return an organisation and all above it."""
        found: set[str] = set()
        stack = [organisation] if organisation else []
        while stack:
            one = stack.pop()
            if one not in found:
                found.add(one)
                stack += self.triples.texts(one, "org:subOrganizationOf")
        return found

    def closure(self, starts: Iterable[str], follow: Callable[[Step], bool], *, back: bool = False) -> set[str]:
        """Return what is reached from some nodes over steps that are followed; nothing goes through what is shared."""
        found: set[str] = set()
        stack = list(starts)
        while stack:
            node = stack.pop()
            if self.shared(node):
                continue
            for step in (self.into if back else self.out).get(node, ()):
                other = step.earlier if back else step.later
                if follow(step) and other not in found:
                    found.add(other)
                    stack.append(other)
        return found

    def follows(self, step: Step, *, back: bool) -> bool:
        """Return whether a lineage is followed over a step, from the earlier to the later or back."""
        relation = self.rules.relations.get(step.relation)
        return relation is not None and (relation.follows == "both" or (back and relation.follows == "upstream"))

    def upstream(self, starts: Iterable[str]) -> set[str]:
        """Return all before some nodes."""
        return self.closure(starts, lambda step: self.follows(step, back=True), back=True)

    def downstream(self, starts: Iterable[str]) -> set[str]:
        """Return all that a lineage follows after some nodes."""
        return self.closure(starts, lambda step: self.follows(step, back=False))

    def carries(self, step: Step) -> bool:
        """Return whether money is followed along a step."""
        return self.rules.relations[step.relation].money != "no"


class Sums:
    """The money of some things: what counts in each currency, and what does not."""

    def __init__(self, world: World, nodes: Iterable[str], steps: Iterable[Step], seeds: Iterable[str]) -> None:
        self.world, self.nodes, self.seeds = world, set(nodes), set(seeds)
        later = defaultdict(list)
        for step in steps:
            if world.carries(step) and not world.shared(step.earlier):
                later[step.earlier].append(step.later)
        self.reached: set[str] = set()
        stack = [seed for seed in self.seeds if not world.draft(seed)]
        while stack:
            for node in later[stack.pop()]:
                if node not in self.reached:
                    self.reached.add(node)
                    stack.append(node)
        self.reached -= self.seeds
        self.all = {c.iri: c for node in self.nodes for c in world.given.get(node, ())}
        own = [c for c in self.all.values() if c.recipient in self.seeds and c.kind == "seed"]
        self.funds = {c.funder for c in own if c.funder}
        again = self._repeated([c for c in self.all.values() if c.recipient in self.reached])
        self.own = [
            c for c in own if c.amount is not None and (c.status in world.rules.counts or c.status == "notStated")
        ]
        self.counted = [c for c in self.all.values() if c.iri not in again and self.may_count(c)]
        self.again = again

    def own_fund(self, c: Money) -> bool:
        """Return whether the seeds' own funder, or a part of it, gave money."""
        return bool(self.funds & self.world.above(c.funder))

    def may_count(self, c: Money) -> bool:
        """Return whether money, looked at alone, is follow-on that counts."""
        return (
            c.recipient in self.reached
            and not self.world.draft(c.recipient)
            and not self.own_fund(c)
            and not c.co_finance
            and c.kind != "inKind"
            and c.status in self.world.rules.counts
            and c.amount is not None
            and c.currency is not None
        )

    def _repeated(self, money: list[Money]) -> dict[str, str]:
        """Return which commitments are told again by another: an older value, or a second report."""
        here = {c.iri: c for c in money}
        older = {c.iri: c.later_of for node in self.world.given.values() for c in node}
        found: dict[str, str] = {}
        for c in money:
            value, passed = c.later_of, {c.iri}
            while value and value not in passed:
                if value in here:
                    found[value] = c.iri
                passed.add(value)
                value = older.get(value)
        for c in money:
            if not c.reports or c.iri in found:
                continue
            same = [
                other
                for other in money
                if other.iri not in found and (other.iri in c.reports or other == c or other.reports & c.reports)
            ]
            first = min(same, key=lambda other: (not other.complete, bool(other.reports), other.iri))
            if first != c:
                found[c.iri] = first.iri
        return found

    @cached_property
    def currencies(self) -> dict[str, tuple[list[Money], list[Money]]]:
        """Return the seed money and the follow-on of each currency."""
        found: dict[str, tuple[list[Money], list[Money]]] = defaultdict(lambda: ([], []))
        for at, money in ((0, self.own), (1, self.counted)):
            for c in money:
                found[c.currency or ""][at].append(c)
        return dict(found)

    def ratio(self, currency: str) -> tuple[str, str] | None:
        """Return follow-on per unit of seed with its bound, where it can be told."""
        own, counted = self.currencies.get(currency, ([], []))
        seed = total(own)
        if not seed or not counted or weakest(c.bound for c in own) != "exact":
            return None
        if sum(not self.world.draft(seed) for seed in self.seeds) > 1:
            return None
        bound = weakest(c.bound for c in counted)
        rounding = {"atLeast": ROUND_FLOOR, "upTo": ROUND_CEILING}.get(bound, ROUND_HALF_UP)
        return str(((total(counted) or 0) / seed).quantize(Decimal("0.1"), rounding=rounding)), bound


def total(money: Iterable[Money]) -> Decimal | None:
    """Return a sum, nothing where there is nothing."""
    amounts = [c.amount for c in money if c.amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None


class Truth:
    """What the triples say of the things that a document lists."""

    def __init__(self, worlds: Callable[[tuple[str, ...], str | None], World], document: Json) -> None:
        self.limits: Json = document.get("limits") or {}
        sources, until = tuple(self.limits.get("source", ())), self.limits.get("asOf")
        self.world = world = worlds(sources, until)
        self.all = worlds((), None)
        self.of: Json = document.get("of") or {"kind": "lineage"}
        self.whole = self.of["kind"] in {"lineage", "component"} and not self.limits
        self.focus: str = document.get("focus") or ""
        self.nodes = [node["iri"] for node in document["nodes"]]
        self.steps = [world.steps[e["iri"]] for e in document["edges"] if e["iri"] in world.steps]
        inside = set(self.nodes)
        if self.of["kind"] != "lineage":
            self.seeds = {node for node in inside if world.kinds.get(node) == "seedProject"}
        elif world.kinds.get(self.focus) == "seedProject":
            self.seeds = {self.focus}
        else:
            before = world.upstream([self.focus]) & inside
            self.seeds = {node for node in before if world.kinds.get(node) == "seedProject"}
        self.sums = Sums(world, inside, self.steps, self.seeds)

    @cached_property
    def stages(self) -> dict[str, str]:
        """Return the stage of each thing: relative to the seeds of a whole story, or to all seeds before a part."""
        world, nodes, seeds, steps = self.world, set(self.nodes), self.seeds, self.steps
        if self.of["kind"] in {"selection", "paths"}:
            nodes = nodes | world.upstream(nodes)
            seeds = {node for node in nodes if world.kinds.get(node) == "seedProject"}
            steps = [step for step in world.steps.values() if {step.earlier, step.later} <= nodes]
        steps = [step for step in steps if not world.shared(step.earlier)]

        def after(starts: set[str], relations: set[str]) -> set[str]:
            found, grown = set(starts), True
            while grown:
                fresh = {s.later for s in steps if s.earlier in found and s.relation in relations} - found
                found |= fresh
                grown = bool(fresh)
            return found

        every = set(world.rules.relations)
        later = after(seeds, every)
        produced = after(seeds, {"produced"})
        scaled = {s.later for s in steps if s.earlier in later and world.rules.relations[s.relation].scaling}
        # What a seed made stays its product where one product rests on another; what only rests on it came after it.
        followed = (after(scaled, every) | (later - produced)) - seeds
        carried = {
            s.later
            for s in steps
            if s.relation == "institutionalisedIn" and s.earlier in later and world.mood(s) in {"happened", "underWay"}
        }
        order = (("seed", seeds), ("carried on", carried), ("followed", followed), ("produced", produced))
        return {node: next((name for name, found in order if node in found), "before") for node in self.nodes}

    @cached_property
    def reported(self) -> list[Money]:
        """Return the follow-on amounts that all sources report for the whole lineages of what is shown."""
        world = self.all
        seeds = {
            node for node in (set(self.nodes) | world.upstream(self.nodes)) if world.kinds.get(node) == "seedProject"
        }
        starts = set(self.nodes) | (seeds if self.of["kind"] == "lineage" else seeds & set(self.nodes))
        reach = world.closure(starts, world.carries) | set(self.nodes)
        funds = {c.funder for seed in seeds for c in world.given.get(seed, ()) if c.kind == "seed" and c.funder}
        after = world.closure(seeds, world.carries)
        return [
            c
            for node in reach & after
            for c in world.given.get(node, ())
            if c.amount is not None and not c.co_finance and c.kind not in {"inKind", "seed"}
            and not funds & world.above(c.funder)
        ]  # fmt: skip

    @cached_property
    def sources(self) -> set[str]:
        """Return the sources of all that is shown, our own words left out."""
        told = self.evidence_sources([*(s.iri for s in self.steps), *self.sums.all])
        typed = {value.source for node in self.nodes for value in self.world.triples.values(node, "rdf:type")}
        return (told | typed) - {"seedline"}

    def evidence_sources(self, statements: Iterable[str]) -> set[str]:
        """Return the keys of the sources in which statements have their evidence."""
        get = self.world.triples
        places = {place for iri in statements for place in get.texts(iri, "sl:evidence")}
        return {token(source) for place in places for source in get.texts(place, "oa:hasSource")}
