"""What the steps and commitments amount to for the things that a view shows: sums, stages, what is reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cached_property

from tests.checker.triples import token
from tests.checker.world import Json, Money, Step, World, weakest


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
        again = self._repeated([c for c in self.all.values() if c.recipient in self.reached]) | self._repeated(own)
        #: What is told again of all that is shown, also where no money is followed.
        self.told_again = self._repeated(list(self.all.values()))
        given = [c for c in own if c.iri not in again and c.amount is not None]
        self.own = [c for c in given if c.status in world.rules.counts or c.status == "notStated"]
        # Two reports that say the same leave nothing out.
        told = {**self.told_again, **again}
        self.agreed = {c.iri for c in self.all.values() if c.reports and self._agrees(c, told.get(c.iri, frozenset()))}
        self.counted = [c for c in self.all.values() if c.iri not in again and self.may_count(c)]
        self.again = again

    def own_fund(self, c: Money) -> bool:
        """Return whether the seeds' own funder, or a part of it, gave money."""
        return bool(self.funds & self.world.above(c))

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

    def _agrees(self, c: Money, others: frozenset[str]) -> bool:
        """Return whether a second report says the same as the one amount that it tells again."""
        return any(
            (o.amount, o.currency, o.bound) == (c.amount, c.currency, c.bound)
            for o in map(self.all.__getitem__, others if len(others) == 1 else ())
        )

    def _repeated(self, money: list[Money]) -> dict[str, frozenset[str]]:
        """Return which commitments are told again by which others: an older value, or a second report.

        A report that names several, none of them a report itself, tells of them together.
        """
        here = {c.iri: c for c in money}
        older = {c.iri: c.later_of for node in self.world.given.values() for c in node}
        found: dict[str, frozenset[str]] = {}
        for c in money:
            value, passed = c.later_of, {c.iri}
            while value and value not in passed:
                if value in here:
                    found[value] = frozenset([c.iri])
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
                parts = frozenset(o.iri for o in same if o.iri in c.reports and not o.reports)
                found[c.iri] = parts if len(parts) > 1 else frozenset([first.iri])
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

    def __init__(self, worlds: Callable[..., World], document: Json) -> None:
        self.limits: Json = document.get("limits") or {}
        sources = tuple(self.limits.get("source", ()))
        self.world = world = worlds(sources, self.limits.get("asOf"), self.limits.get("toldBy"))
        self.all = worlds()
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
            and not funds & world.above(c)
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
