"""The steps and commitments of a snapshot as a graph that can be followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from seedline.lineage.dates import end_of
from seedline.lineage.relations import RELATIONS, STATUS_ORDER
from seedline.store import Store
from seedline.triples import token

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Observation:
    """A status and when it held."""

    status: str
    as_of: str
    iri: str

    @property
    def rank(self) -> tuple[str, int]:
        """Return what decides which of several observations is the latest."""
        return end_of(self.as_of), STATUS_ORDER.index(self.status) if self.status in STATUS_ORDER else 0


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


@dataclass(frozen=True, slots=True)
class Commitment:
    """Money from a funder to an initiative; ``amount`` is ``None`` where none is stated."""

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
    decided_on: str | None = None

    @property
    def dated(self) -> str | None:
        """Return the date of the amount, else of the decision, else the funding year."""
        return self.as_of or self.decided_on or self.year


@dataclass(slots=True)
class Network:
    """Every step and commitment of a snapshot.

    ``kinds`` gives the most specific class of each node, ``parents`` the organisation above each organisation.
    """

    steps: dict[str, Step] = field(default_factory=dict)
    later: dict[str, list[Step]] = field(default_factory=lambda: defaultdict(list))
    earlier: dict[str, list[Step]] = field(default_factory=lambda: defaultdict(list))
    commitments: dict[str, list[Commitment]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, store: Store, graphs: Sequence[str] = ()) -> Network:
        """Return the network that the graph's own statements make; ``graphs`` limits it to some sources' graphs."""
        network = cls()

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
            network.parents.setdefault(child, parent)
        return network

    def add(self, step: Step) -> None:
        """Add a step."""
        self.steps[step.iri] = step
        self.later[step.earlier].append(step)
        self.earlier[step.later].append(step)

    def as_of(self, date: str) -> Network:
        """Return the network as it was known to be at the end of a date: nothing that is dated later.

        What has no date stays, since nobody says that it came later.
        """
        limit = end_of(date)
        past = Network(kinds=self.kinds, parents=self.parents)
        for step in self.steps.values():
            seen = tuple(o for o in step.observations if end_of(o.as_of) <= limit)
            if seen or not step.observations:
                past.add(replace(step, observations=seen))
        for recipient, commitments in self.commitments.items():
            kept = [c for c in commitments if end_of(c.dated or "0000") <= limit]
            if kept:
                past.commitments[recipient] = kept
        return past

    def is_shared(self, node: str) -> bool:
        """Return whether a node is an instrument of the whole world, which joins no lineages."""
        return self.kinds.get(node) == "sharedInstrument"

    def is_seed(self, node: str) -> bool:
        """Return whether a node is a seed project."""
        return self.kinds.get(node) == "seedProject"

    def ancestors_of(self, organisation: str) -> Iterator[str]:
        """Yield an organisation and all above it."""
        seen: set[str] = set()
        current: str | None = organisation
        while current and current not in seen:
            seen.add(current)
            yield current
            current = self.parents.get(current)

    def graph(self) -> nx.MultiDiGraph:
        """Return all steps as a networkx graph, the step's IRI as the edge's key."""
        import networkx as nx

        graph = nx.MultiDiGraph()
        for node in sorted(self.kinds):
            graph.add_node(node, kind=self.kinds[node])
        for step in sorted(self.steps.values(), key=lambda step: step.iri):
            graph.add_edge(step.earlier, step.later, key=step.iri, relation=step.relation, status=step.status)
        return graph

    def components(self) -> list[list[str]]:
        """Return the sets of nodes that steps join into one lineage, largest first."""
        import networkx as nx

        graph = nx.Graph()
        graph.add_nodes_from(node for node in self.kinds if not self.is_shared(node))
        for step in self.steps.values():
            relation = RELATIONS.get(step.relation)
            if relation is None or step.relation == "informed" or not relation.backward:
                continue
            if not (self.is_shared(step.earlier) or self.is_shared(step.later)):
                graph.add_edge(step.earlier, step.later)
        found = [sorted(nodes) for nodes in nx.connected_components(graph)]
        return sorted(found, key=lambda nodes: (-len(nodes), nodes))


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
