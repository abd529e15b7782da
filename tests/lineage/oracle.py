"""Independent answers to hold the arrays against: by SPARQL over the store, and by plain Python over its rows."""

from __future__ import annotations

import calendar
import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from seedline.lineage.graph import Commitment, Network, Observation, Parent, Step
from seedline.model.clocks import When
from seedline.store import Store
from seedline.triples import token


def read_by_sparql(store: Store, graphs: Sequence[str] = ()) -> Network:
    """Return the network that the graph's own statements make; ``graphs`` limits it to some sources' graphs."""
    network = Network()

    def ask(query: str) -> Iterator[tuple[str | None, ...]]:
        return store.query(query, default_graphs=graphs).rows()

    observations: dict[str, list[Observation]] = defaultdict(list)
    for step, seen, status, as_of, *on in ask(_OBSERVATIONS):
        assert step and seen and status and as_of
        observations[step].append(Observation(token(status), as_of, seen, _when(*on)))
    for iri, earlier, later, relation, basis, voice in ask(_STEPS):
        assert iri and earlier and later and relation
        seen_of = tuple(sorted(observations[iri], key=_order))
        told = (token(basis) if basis else "stated", token(voice) if voice else "other")
        network.add(Step(iri, earlier, later, token(relation), seen_of, *told))
    for commitment in _commitments(ask(_COMMITMENTS)):
        network.commitments[commitment.recipient].append(commitment)
    for node, kind in ask(_KINDS):
        assert node and kind
        network.kinds[node] = _KIND_NAMES[kind.rsplit("#", 1)[-1]]
    for child, parent, since, until in ask(PARENTS):
        assert child and parent
        network.parents.setdefault(child, []).append(Parent(parent, since, until))
    return network


# Whoever gives a date goes before who says it without one.
PARENTS = """SELECT DISTINCT ?a ?b ?since ?until {
  { ?s a sl:ParentStatement ; sl:about ?a ; sl:parent ?b . OPTIONAL { ?s sl:validFrom ?since } OPTIONAL { ?s sl:validUntil ?until } }
  UNION { ?a org:subOrganizationOf ?b FILTER NOT EXISTS { ?s sl:about ?a ; sl:parent ?b } }
} ORDER BY ?a ?b"""


_STATUSES = [
    *("notStated", "recommended", "identified", "expressedInterest", "planned", "expected", "agreed", "approved"),
    *("launched", "ongoing", "achieved", "completed", "blocked", "discontinued"),
]


def _when(on: str | None, after: str | None, before: str | None) -> When | None:
    return When(on or after, on or before) if on or after or before else None


def days(date: str) -> tuple[int, int]:
    """Return the first and the last day that a date can mean, as numbers."""
    year, month, day = ([int(part) for part in date.split("-")] + [0, 0])[:3]
    first = datetime.date(year, month or 1, day or 1)
    last = datetime.date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    return first.toordinal(), last.toordinal()


def _order(seen: Observation) -> tuple[str, str, int]:
    """Return what orders the statuses of a step: when it happened at the latest, when it was told, how far it is.

    Of two dates that end on one day the vaguer one is the later.
    """
    happened = seen.on.before if seen.on and seen.on.before else seen.as_of
    ends = (f"{date}-99-99"[:10] if len(date) == 4 else f"{date}-99"[:10] for date in (happened, seen.as_of))
    return (*ends, _STATUSES.index(seen.status))  # type: ignore[return-value]


def written_down(seen: Sequence[Observation]) -> Network:
    """Return a network of one step with some statuses, and a commitment of the same dates for each."""
    network = Network()
    network.add(Step("urn:s", "urn:a", "urn:b", "nextPhase", tuple(sorted(seen, key=_order))))
    for one in seen:
        network.commitments["urn:b"].append(
            Commitment(
                one.iri.replace("urn:o", "urn:c"), "urn:b", None, None, None, "exact", "notStated", "notStated",
                one.as_of, False, None, (), None, one.on,
            )
        )  # fmt: skip
    return network


Dated = Observation | Commitment


def tells(one: Dated, as_of: str | None, told_by: str | None) -> bool:
    """Say whether something may have happened by one date, and had been told by another."""
    if as_of and one.on and one.on.after and days(one.on.after)[0] > days(as_of)[1]:
        return False
    return not (told_by and one.as_of and days(one.as_of)[1] > days(told_by)[1])


def undated(one: Dated, as_of: str | None) -> bool:
    """Say whether no date tells that something had happened by a date."""
    return bool(as_of) and not (one.on and one.on.before and days(one.on.before)[1] <= days(str(as_of))[1])


def by_the_clocks(network: Network, as_of: str | None, told_by: str | None) -> tuple[dict[str, Any], dict[str, bool]]:
    """Return what is left of a network: of each step its statuses and the latest, and the commitments, each with
    whether it is undated."""
    steps: dict[str, Any] = {}
    for step in network.steps.values():
        left = [(seen.iri, undated(seen, as_of)) for seen in step.observations if tells(seen, as_of, told_by)]
        if left or not step.observations:
            sure = [iri for iri, doubtful in left if not doubtful] or [iri for iri, _ in left]
            latest = {seen.iri: seen.status for seen in step.observations}[sure[-1]] if sure else "notStated"
            steps[step.iri] = (left, latest)
    given = {c.iri: undated(c, as_of) for cs in network.commitments.values() for c in cs if tells(c, as_of, told_by)}
    return steps, given


_KIND_NAMES = {
    "SeedProject": "seedProject",
    "Project": "project",
    "Programme": "programme",
    "Policy": "policy",
    "Product": "product",
    "SharedInstrument": "sharedInstrument",
    "Placeholder": "placeholder",
}
_OBSERVATIONS = """
SELECT DISTINCT ?step ?seen ?status ?asOf ?on ?after ?before {
  ?step sl:statusObservation ?seen . ?seen sl:status ?status ; sl:asOf ?asOf
  OPTIONAL { ?seen sl:on ?on } OPTIONAL { ?seen sl:onAfter ?after } OPTIONAL { ?seen sl:onBefore ?before }
} ORDER BY ?step ?seen"""
_STEPS = """
SELECT ?step ?from ?to ?relation (MIN(?b) AS ?basis) (MIN(?v) AS ?voice) {
  ?step a sl:Step ; sl:from ?from ; sl:to ?to ; sl:relation ?relation .
  OPTIONAL { ?step sl:basis ?b } OPTIONAL { ?step sl:assertedBy ?v }
} GROUP BY ?step ?from ?to ?relation ORDER BY ?step"""
# The more specific class wins: a policy is a product, a seed project a project.
_KINDS = """
SELECT ?node ?kind {
  VALUES (?kind ?rank) { (sl:Product 1) (sl:Project 1) (sl:Programme 2) (sl:Policy 2) (sl:SeedProject 2)
                         (sl:Placeholder 3) (sl:SharedInstrument 3) }
  ?node a ?kind . } ORDER BY ?rank ?node"""
_COMMITMENTS = """
SELECT DISTINCT ?c ?recipient ?funder ?amount ?currency ?bound ?status ?type ?asOf ?co ?laterOf ?altOf ?year ?on ?after ?before {
  ?c a sl:Commitment ; sl:recipient ?recipient .
  OPTIONAL { ?c sl:funder ?funder } OPTIONAL { ?c sl:amount ?amount } OPTIONAL { ?c sl:currency ?currency }
  OPTIONAL { ?c sl:bound ?bound } OPTIONAL { ?c sl:commitmentStatus ?status } OPTIONAL { ?c sl:sourceType ?type }
  OPTIONAL { ?c sl:asOf ?asOf } OPTIONAL { ?c sl:coFinance ?co } OPTIONAL { ?c sl:laterValueOf ?laterOf }
  OPTIONAL { ?c sl:alternativeReportOf ?altOf } OPTIONAL { ?c sl:fundingYear ?year }
  OPTIONAL { ?c sl:on ?on } OPTIONAL { ?c sl:onAfter ?after } OPTIONAL { ?c sl:onBefore ?before }
} ORDER BY ?c ?amount ?altOf"""


def _commitments(answer: Iterator[tuple[str | None, ...]]) -> Iterator[Commitment]:
    rows: dict[str, list[tuple[str | None, ...]]] = defaultdict(list)
    for row in answer:
        rows[str(row[0])].append(row)
    for iri, found in sorted(rows.items()):
        _, recipient, funder, amount, currency, bound, status, type_, as_of, co, later_of, _, year, *on = found[0]
        assert recipient
        yield Commitment(
            iri=iri,
            recipient=recipient,
            funder=funder,
            amount=Decimal(amount) if amount else None,
            currency=token(currency) if currency else None,
            bound=token(bound) if bound else "exact",
            status=token(status) if status else "notStated",
            source_type=token(type_) if type_ else "notStated",
            as_of=as_of,
            co_finance=co in {"true", "1"},
            later_value_of=later_of,
            alternative_report_of=tuple(sorted({row[11] for row in found if row[11]})),
            year=year,
            on=_when(*on),
        )


_FORWARD = ["produced", "scaledInto", "nextPhase", "replicatedBy", "adoptedBy", "institutionalisedIn"]


class PlainMoney:
    """Follow-on money per seed and currency, added up from rows by nothing but dictionaries and loops.

    Written from the model's words and from no code: distinct commitments, reached over money relations from the seed,
    with a status that counts, not from the seed's Fund, no co-finance, nothing in kind, a later value instead of the
    earlier, one report of the same money: the first, unless it is not there, or lacks what another states.
    """

    def __init__(self, store: Store) -> None:
        def ask(query: str) -> list[tuple[str | None, ...]]:
            return list(store.query(query).rows())

        self.after: dict[str, set[str]] = defaultdict(set)
        relations = " ".join(f"<https://w3id.org/seedline/scheme/relation/{name}>" for name in _FORWARD)
        for a, b in ask(f"SELECT ?a ?b {{ VALUES ?r {{ {relations} }} ?s sl:from ?a ; sl:to ?b ; sl:relation ?r }}"):
            self.after[str(a)].add(str(b))
        self.shared = {str(row[0]) for row in ask("SELECT ?x { ?x a sl:SharedInstrument }")}
        self.above: dict[str, list[tuple[str, str | None, str | None]]] = defaultdict(list)
        for a, b, since, until in ask(PARENTS):
            self.above[str(a)].append((str(b), since, until))
        self.money: dict[str, dict[str, str | None]] = {}
        self.given: dict[str, list[str]] = defaultdict(list)
        for name in (
            "recipient",
            "funder",
            "amount",
            "currency",
            "commitmentStatus",
            "sourceType",
            "coFinance",
            "laterValueOf",
            "asOf",
            "fundingYear",
            "on",
            "onAfter",
            "onBefore",
        ):
            for c, value in ask(f"SELECT ?c ?v {{ ?c a sl:Commitment ; sl:{name} ?v }}"):
                self.money.setdefault(str(c), {})[name] = value
        for c, row in self.money.items():
            self.given[str(row["recipient"])].append(c)
        self.again: dict[str, set[str]] = defaultdict(set)
        for c, other in ask("SELECT ?c ?other { ?c sl:alternativeReportOf ?other }"):
            self.again[str(c)].add(str(other))

    def follow_on(self, seed: str) -> dict[str, Decimal]:
        reached: set[str] = set()
        stack = [seed]
        while stack:
            node = stack.pop()
            if node in self.shared:
                continue
            for later in self.after[node] - reached:
                reached.add(later)
                stack.append(later)
        reached.discard(seed)
        funds = {self.money[c].get("funder") for c in self.given[seed] if self._is(c, "sourceType", "seed")}
        near = {c for node in reached for c in self.given[node]}
        replaced: dict[str, str] = {}
        for c in near:
            older = self.money[c].get("laterValueOf")
            while older is not None:
                replaced[older] = c
                older = self.money[older].get("laterValueOf")
        again = {c for c in near if self.again[c] and not self._stands(c, near, replaced)}
        found: dict[str, Decimal] = defaultdict(Decimal)
        for c in near - set(replaced) - again:
            row = self.money[c]
            counts = any(
                self._is(c, "commitmentStatus", s)
                for s in ["approved", "committed", "secured", "mobilised", "disbursed"]
            )
            own = self._under(row.get("funder"), funds, *self._given_on(row))
            directed = row.get("coFinance") != "true" and not self._is(c, "sourceType", "inKind")
            if counts and not own and directed and row.get("amount") and row.get("currency"):
                found[token(str(row["currency"]))] += Decimal(str(row["amount"]))
        return dict(found)

    def _stands(self, c: str, near: set[str], replaced: dict[str, str]) -> bool:
        """Say whether a second report is the one that counts."""
        reports = {other for other in near if self.again[other] & self.again[c]}
        firsts = {replaced.get(first, first) for first in self.again[c]} & near
        complete = sorted(other for other in reports if self._complete(other))
        if any(self._complete(first) for first in firsts) or (firsts and not complete):
            return False
        return c == (complete or sorted(reports))[0]

    def _complete(self, c: str) -> bool:
        row = self.money[c]
        said = row.get("commitmentStatus") and not self._is(c, "commitmentStatus", "notStated")
        return bool(said and row.get("amount") and row.get("currency"))

    def _is(self, c: str, name: str, value: str) -> bool:
        return str(self.money[c].get(name)).endswith("/" + value)

    def _given_on(self, row: dict[str, str | None]) -> tuple[int, int]:
        """Return the first and the last day on which money can have been given."""
        first, last = row.get("on") or row.get("onAfter"), row.get("on") or row.get("onBefore")
        if not (first or last):
            first = last = row.get("fundingYear")
            last = last or row.get("asOf")
        return days(first)[0] if first else 0, days(last)[1] if last else datetime.date.max.toordinal()

    def _under(self, organisation: str | None, funds: set[str | None], first: int, last: int) -> bool:
        seen, stack = set[str](), [organisation] if organisation else []
        while stack:
            one = stack.pop()
            if one in funds:
                return True
            seen.add(one)
            for above, since, until in self.above[one]:
                begun = not since or days(since)[0] <= last
                ended = until and days(until)[1] < first
                if begun and not ended and above not in seen:
                    stack.append(above)
        return False
