"""The derived graph: superclasses, shortcuts for reified statements, and the totals of every lineage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from seedline.lineage import Lineage, Network, Total, totals, trace
from seedline.lineage.dates import end_of
from seedline.lineage.network import Step
from seedline.lineage.relations import POLICY_STAGES, RELATIONS, SCALED_STATUSES
from seedline.lineage.wording import plain
from seedline.store import Store
from seedline.triples import RDF_TYPE, Literal, NamedNode, Names, Quad, concept, local_name, term, token
from seedline.triples.values import literal

_SUPERCLASSES = {
    "SeedProject": ("Project", "Initiative", "Node"),
    "Project": ("Initiative", "Node"),
    "Programme": ("Initiative", "Node"),
    "Policy": ("Product", "Node"),
    "Product": ("Node",),
    "SharedInstrument": ("Node",),
    "Placeholder": ("Node",),
}
_SHORTCUTS = (
    ("sl:alignsWith", "?x a sl:Alignment ; sl:about ?a ; sl:alignedTo ?b"),
    ("sl:hasFunder", "?x a sl:Commitment ; sl:recipient ?a ; sl:funder ?b"),
    ("sl:hasParticipant", "?x a sl:Participation ; sl:about ?a ; sl:organisation ?b"),
    ("sl:carriedOnBy", "?x a sl:CarriedOn ; sl:about ?a ; sl:agent ?b"),
    ("sl:hasTheme", "?x a sl:Reading ; sl:about ?a ; sl:theme ?b"),
    ("sl:hasInnovationArea", "?x a sl:Reading ; sl:about ?a ; sl:innovationArea ?b"),
    ("sl:hasDimension", "?x a sl:Reading ; sl:aboutStep ?a ; sl:dimension ?b"),
    ("sl:hasCommitment", "?b a sl:Commitment ; sl:recipient ?a"),
    ("sl:hasFigure", "?b a sl:Figure ; sl:about ?a"),
    ("sl:hasClaim", "?b a sl:Claim ; sl:about ?a"),
    ("sl:hasOwnership", "?b a sl:Ownership ; sl:about ?a"),
    ("sl:hasCharacteristic", "?b a sl:CharacteristicStatement ; sl:about ?a"),
    ("sl:hasEvaluation", "?b a sl:Evaluation ; sl:about ?a"),
    ("sl:hasRecommendation", "?b a sl:Recommendation ; sl:about ?a"),
)
_STAGES = """
SELECT ?policy ?stage ?asOf { ?h sl:about ?policy ; sl:stageObservation ?o . ?o sl:policyStage ?stage ; sl:asOf ?asOf }
ORDER BY ?policy ?asOf ?stage"""


def derived_quads(store: Store, names: Names) -> Iterator[Quad]:
    """Yield the quads of the derived graph, made from what the sources state."""
    graph = names.graph("derived")
    for subject, predicate, object_ in _triples(store, names):
        yield Quad(subject, predicate, object_, graph)


def _triples(store: Store, names: Names) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    network = Network.read(store)
    for name, above in _SUPERCLASSES.items():
        for quad in store.quads(None, RDF_TYPE, term(f"sl:{name}")):
            assert isinstance(quad.subject, NamedNode)
            for parent in above:
                yield quad.subject, RDF_TYPE, term(f"sl:{parent}")
    for shortcut, pattern in _SHORTCUTS:
        for a, b in store.query(f"SELECT DISTINCT ?a ?b {{ {pattern} }} ORDER BY ?a ?b").rows():
            assert a and b
            yield NamedNode(a), term(shortcut), NamedNode(b)
    for step in network.steps.values():
        yield from _step(step, network)
    stages: dict[str, tuple[str, int]] = {}
    for policy, stage, as_of in store.query(_STAGES).rows():
        assert policy and stage and as_of
        seen = (end_of(as_of), POLICY_STAGES.index(token(stage)))
        stages[policy] = max(stages.get(policy, seen), seen)
    for policy, (_, order) in stages.items():
        yield NamedNode(policy), term("sl:latestPolicyStage"), concept("policy-stage", POLICY_STAGES[order])
    drafts = {str(row[0]) for row in store.query("SELECT ?x { ?x sl:draft true }").rows()}
    for seed in sorted(node for node, kind in network.kinds.items() if kind == "seedProject" and node not in drafts):
        yield from _totals(trace(network, seed), network, names)


def _step(step: Step, network: Network) -> Iterator[tuple[NamedNode, NamedNode, NamedNode]]:
    relation = RELATIONS.get(step.relation)
    earlier, later = NamedNode(step.earlier), NamedNode(step.later)
    yield NamedNode(step.iri), term("sl:latestStatus"), concept("status", step.status)
    if relation is None:
        return
    # What has not happened yet must not look as if it had: it gets a property of its own.
    if not relation.scaling or step.status in SCALED_STATUSES:
        yield earlier, term(f"sl:{relation.token}"), later
    else:
        yield earlier, term("sl:mayBecome"), later
    if relation.backward and not (network.is_shared(step.earlier) or network.is_shared(step.later)):
        yield earlier, term("sl:followedBy"), later


def _totals(
    lineage: Lineage, network: Network, names: Names
) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    for total in totals(network, lineage):
        yield from _total(lineage.focus, total)


def _total(focus: str, total: Total) -> Iterable[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    subject = NamedNode(f"{focus}/total/{total.currency or 'none'}")
    yield subject, RDF_TYPE, term("sl:LineageTotal")
    yield subject, term("sl:totalOf"), NamedNode(focus)
    yield NamedNode(focus), term("sl:hasTotal"), subject
    if total.currency:
        yield subject, term("sl:currency"), concept("currency", total.currency)
    for name, amount in (("sl:seedAmount", total.seed), ("sl:followOnAmount", total.follow_on)):
        if amount is not None:
            yield subject, term(name), _decimal(amount)
    if total.follow_on is not None:
        yield subject, term("sl:followOnBound"), concept("bound", total.bound)
    if total.ratio is not None:
        yield subject, term("sl:ratio"), literal(total.ratio, "decimal")
    if total.ratio_reason is not None:
        yield subject, term("sl:ratioReason"), literal(total.ratio_reason, "text")
    for status, amount in total.by_status.items():
        part = NamedNode(f"{subject.value}/{status}")
        yield subject, term("sl:followOnByStatus"), part
        yield part, term("sl:commitmentStatus"), concept("commitment-status", status)
        yield part, term("sl:amount"), _decimal(amount)
    for commitment in total.counted:
        yield subject, term("sl:counted"), NamedNode(commitment.iri)
    for out in total.left_out:
        part = NamedNode(f"{subject.value}/left-out/{_slug(out.commitment.iri)}")
        yield subject, term("sl:leftOut"), part
        yield part, term("sl:commitment"), NamedNode(out.commitment.iri)
        yield part, term("sl:reason"), literal(out.reason, "text")


def _slug(iri: str) -> str:
    parts = iri.rsplit("/", 3)
    return f"{parts[-3]}-{token(iri)}" if len(parts) == 4 else local_name(iri)


def _decimal(amount: Decimal) -> Literal:
    return literal(plain(amount), "decimal")
