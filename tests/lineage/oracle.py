"""Independent answers to hold the arrays against: by SPARQL over the store, and by plain Python over its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from seedline.lineage.graph import Commitment, Network, Observation, Step
from seedline.store import Store
from seedline.triples import token


def read_by_sparql(store: Store, graphs: Sequence[str] = ()) -> Network:
    """Return the network that the graph's own statements make; ``graphs`` limits it to some sources' graphs."""
    network = Network()

    def ask(query: str) -> Iterator[tuple[str | None, ...]]:
        return store.query(query, default_graphs=graphs).rows()

    observations: dict[str, list[Observation]] = defaultdict(list)
    for step, seen, status, as_of in ask(_OBSERVATIONS):
        assert step and seen and status and as_of
        observations[step].append(Observation(token(status), as_of, seen))
    for iri, earlier, later, relation, basis, voice in ask(_STEPS):
        assert iri and earlier and later and relation
        seen_of = tuple(sorted(observations[iri], key=lambda observation: observation.rank))
        told = (token(basis) if basis else "stated", token(voice) if voice else "other")
        network.add(Step(iri, earlier, later, token(relation), seen_of, *told))
    for commitment in _commitments(ask(_COMMITMENTS)):
        network.commitments[commitment.recipient].append(commitment)
    for node, kind in ask(_KINDS):
        assert node and kind
        network.kinds[node] = _KIND_NAMES[kind.rsplit("#", 1)[-1]]
    for child, parent in ask("SELECT ?a ?b { ?a org:subOrganizationOf ?b } ORDER BY ?a ?b"):
        assert child and parent
        network.parents.setdefault(child, []).append(parent)
    return network


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
SELECT DISTINCT ?step ?seen ?status ?asOf {
  ?step sl:statusObservation ?seen . ?seen sl:status ?status ; sl:asOf ?asOf } ORDER BY ?step ?seen"""
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
SELECT DISTINCT ?c ?recipient ?funder ?amount ?currency ?bound ?status ?type ?asOf ?co ?laterOf ?altOf ?year ?decided {
  ?c a sl:Commitment ; sl:recipient ?recipient .
  OPTIONAL { ?c sl:funder ?funder } OPTIONAL { ?c sl:amount ?amount } OPTIONAL { ?c sl:currency ?currency }
  OPTIONAL { ?c sl:bound ?bound } OPTIONAL { ?c sl:commitmentStatus ?status } OPTIONAL { ?c sl:sourceType ?type }
  OPTIONAL { ?c sl:asOf ?asOf } OPTIONAL { ?c sl:coFinance ?co } OPTIONAL { ?c sl:laterValueOf ?laterOf }
  OPTIONAL { ?c sl:alternativeReportOf ?altOf } OPTIONAL { ?c sl:fundingYear ?year }
  OPTIONAL { ?c sl:decidedOn ?decided }
} ORDER BY ?c ?amount ?altOf"""


def _commitments(answer: Iterator[tuple[str | None, ...]]) -> Iterator[Commitment]:
    rows: dict[str, list[tuple[str | None, ...]]] = defaultdict(list)
    for row in answer:
        rows[str(row[0])].append(row)
    for iri, found in sorted(rows.items()):
        _, recipient, funder, amount, currency, bound, status, type_, as_of, co, later_of, _, year, decided = found[0]
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
            decided_on=decided,
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
        self.above = {str(a): str(b) for a, b in ask("SELECT ?a ?b { ?a org:subOrganizationOf ?b }")}
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
            own = self._under(row.get("funder"), funds)
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

    def _under(self, organisation: str | None, funds: set[str | None]) -> bool:
        while organisation:
            if organisation in funds:
                return True
            organisation = self.above.get(organisation)
        return False
