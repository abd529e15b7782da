"""Steps and commitments as the triples have them, with dates at the precision of their source."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from tests.checker.rules import Rules
from tests.checker.triples import Triples, full

Json = dict[str, Any]
KINDS = ("SharedInstrument", "Placeholder", "SeedProject", "Policy", "Programme", "Project", "Product")


def end(date: str) -> str:
    """Return the last day that a date can mean; a date has the precision of its source."""
    date = date[: 10 if len(date) >= 10 else 7 if len(date) >= 7 else 4]
    if len(date) == 7:
        return f"{date}-{monthrange(int(date[:4]), int(date[5:]))[1]}"
    return date if len(date) == 10 else f"{date}-12-31"


def start(date: str) -> str:
    """Return the first day that a date can mean."""
    return date[:10] + "-01-01"[len(date[:10]) - 4 :]


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
class When:
    """When something happened: not before and not later than, each where the triples say so."""

    after: str | None
    before: str | None

    @classmethod
    def read(cls, get: Triples, iri: str) -> When:
        """Return when a statement says that it happened."""
        on = get.text(iri, "sl:on")
        return cls(on or get.text(iri, "sl:onAfter"), on or get.text(iri, "sl:onBefore"))

    @property
    def date(self) -> str | None:
        """Return the date, where it is one."""
        return self.after if self.after == self.before else None

    @property
    def json(self) -> Any:
        """Return it as a document says it."""
        bounds = {name: date for name, date in (("after", self.after), ("before", self.before)) if date}
        return self.date or bounds or None


@dataclass(frozen=True)
class Seen:
    """A status, when it was told and when it came about."""

    iri: str
    status: str
    as_of: str | None
    on: When


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
    on: When
    year: str | None
    co_finance: bool
    later_of: str | None
    reports: frozenset[str]

    @property
    def complete(self) -> bool:
        """Return whether amount, currency and status are stated."""
        return self.amount is not None and self.currency is not None and self.status != "notStated"


@dataclass
class World:
    """All that the triples say: of what had happened ``as_of`` a date, of what had been told by one, if asked for."""

    triples: Triples
    rules: Rules
    as_of: str | None = None
    told_by: str | None = None
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
                Seen(o, get.token(o, "sl:status") or "", get.text(o, "sl:asOf"), When.read(get, o))
                for o in get.texts(iri, "sl:statusObservation")
            ]
            known = tuple(sorted((seen for seen in told if self.holds(seen.on, seen.as_of)), key=self.rank))
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
                get.text(iri, "sl:asOf"), When.read(get, iri), get.text(iri, "sl:fundingYear"),
                get.text(iri, "sl:coFinance") in {"true", "1"}, get.text(iri, "sl:laterValueOf"),
                frozenset(get.texts(iri, "sl:alternativeReportOf")),
            )  # fmt: skip
            if self.holds(money.on, money.as_of):
                self.given[money.recipient].append(money)

    @cached_property
    def newest_told(self) -> str | None:
        """Return the newest date as of which anything is told; when a source as a whole was made says nothing of it."""
        get = self.triples
        sources = get.pointing("rdf:type", "https://w3id.org/seedline/ontology#Source")
        return newest({v.text for s, p, v in get.all if p == full("sl:asOf") and s not in sources})

    def rank(self, seen: Seen) -> tuple[bool, str, str, int]:
        """Return what decides which of several observations is the latest: what is sure, then what happened later."""
        last = end(seen.on.before or seen.as_of or "0000")
        return not self.undated(seen.on), last, end(seen.as_of or "0000"), self.rules.order.get(seen.status, 0)

    def holds(self, on: When, told: str | None) -> bool:
        """Return whether something is told here: it may have happened, and had been told, by the dates of this world."""
        if self.as_of and on.after and start(on.after) > end(self.as_of):
            return False
        return not (self.told_by and told and end(told) > end(self.told_by))

    def undated(self, on: When) -> bool:
        """Return whether no date tells that something had happened by the date of this world."""
        return bool(self.as_of) and not (on.before and end(on.before) <= end(self.as_of or ""))

    def status(self, step: Step) -> str:
        """Return the latest status of a step."""
        return step.seen[-1].status if step.seen else "notStated"

    def mood(self, step: Step) -> str:
        """Return how strongly a step may be told."""
        return self.rules.mood.get(self.status(step), "notStated")

    def launch(self, step: Step) -> str | None:
        """Return the earliest date of a launch."""
        dates = [seen.on.date for seen in step.seen if seen.status == "launched" and seen.on.date]
        return min(dates, key=end, default=None)

    def shared(self, node: str) -> bool:
        """Return whether a node is an instrument of the whole world, through which nothing is followed."""
        return self.kinds.get(node) == "sharedInstrument"

    def draft(self, node: str) -> bool:
        """Return whether a node is a draft."""
        return self.triples.text(node, "sl:draft") == "true"

    def above(self, money: Money) -> set[str]:
        """Return who gives money, and all that no date says were not above them then."""
        first, last = money.on.after, money.on.before
        if not (first or last):
            first, last = money.year, money.year or money.as_of
        found: set[str] = set()
        stack = [money.funder] if money.funder else []
        while stack:
            one = stack.pop()
            if one not in found:
                found.add(one)
                stack += self.parents(one, first, last)
        return found

    def parents(self, organisation: str, first: str | None, last: str | None) -> Iterator[str]:
        """Yield what an organisation may have been part of between two dates; who dates it goes before who does not."""
        get = self.triples
        dated: set[str] = set()
        for stated in get.pointing("sl:about", organisation):
            if parent := get.text(stated, "sl:parent"):
                dated.add(parent)
                since, until = get.text(stated, "sl:validFrom"), get.text(stated, "sl:validUntil")
                begun = not (since and last) or start(since) <= end(last)
                over = until and first and end(until) < start(first)
                if begun and not over and self.holds(When(since, None), get.text(stated, "sl:asOf")):
                    yield parent
        yield from set(get.texts(organisation, "org:subOrganizationOf")) - dated

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
