"""The derived graph: superclasses, shortcuts for reified statements, and the totals of every lineage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from seedline.columns.builder import TotalRows, happened
from seedline.columns.collector import Collector
from seedline.columns.index import StoredNetwork
from seedline.i18n import LANGUAGES, words
from seedline.i18n.words import plain
from seedline.lineage import trace
from seedline.lineage.furthest import furthest
from seedline.lineage.timing import Interval, timing
from seedline.model.dates import end_of
from seedline.money.overview import Overview, Together
from seedline.money.totals import Because, Total, amounts_told, totals
from seedline.pipeline import shortcuts, step_shortcuts
from seedline.pipeline.disagreement import disagreements
from seedline.pipeline.naming import Namer
from seedline.triples import RDF_TYPE, Literal, NamedNode, Names, Quad, concept, local_name, term, token
from seedline.triples.values import date, integer, literal
from seedline.vocabulary import KINDS, POLICY_STAGES

_SHORTCUTS = (
    ("sl:alignsWith", "sl:Alignment", "sl:about", "sl:alignedTo"),
    ("sl:hasFunder", "sl:Commitment", "sl:recipient", "sl:funder"),
    ("sl:hasParticipant", "sl:Participation", "sl:about", "sl:organisation"),
    ("sl:carriedOnBy", "sl:CarriedOn", "sl:about", "sl:agent"),
    ("sl:hasTheme", "sl:Reading", "sl:about", "sl:theme"),
    ("sl:hasInnovationArea", "sl:Reading", "sl:about", "sl:innovationArea"),
    ("sl:hasDimension", "sl:Reading", "sl:aboutStep", "sl:dimension"),
    ("sl:hasCommitment", "sl:Commitment", "sl:recipient", ""),
    ("sl:hasFigure", "sl:Figure", "sl:about", ""),
    ("sl:hasClaim", "sl:Claim", "sl:about", ""),
    ("sl:hasEvent", "sl:Event", "sl:about", ""),
    ("sl:hasOwnership", "sl:Ownership", "sl:about", ""),
    ("sl:hasCharacteristic", "sl:CharacteristicStatement", "sl:about", ""),
    ("sl:hasEvaluation", "sl:Evaluation", "sl:about", ""),
    ("sl:hasRecommendation", "sl:Recommendation", "sl:about", ""),
)
"""A property from the one value of a class's members to the other, or to the members themselves."""

Statements = shortcuts.Statements
_SAY = tuple(words(language) for language in LANGUAGES)


def derived_quads(
    seen: Collector, network: StoredNetwork, names: Names, rows: TotalRows, together: Together
) -> Iterator[Quad]:
    """Yield the quads of the derived graph, made from what the sources state.

    Totals are added to ``rows`` and ``together`` too.
    """
    graph = names.graph("derived")
    for made in (
        _superclasses(seen),
        _shortcuts(seen),
        shortcuts.days(seen),
        shortcuts.months(seen),
        shortcuts.about(seen),
        shortcuts.parents(seen),
        shortcuts.latest(seen),
        shortcuts.of_seeds(seen, network.nodes_of_kind("seedProject")),
        step_shortcuts.of_steps(network),
        _policy_stages(seen),
        _lineages(seen, network, rows, together),
        Namer(seen, network).names(),
        disagreements(seen),
    ):
        for subject, predicate, object_ in made:
            yield Quad(subject, predicate, object_, graph)
    for subject, predicate, object_ in _portfolio(together.overview(network), names):
        yield Quad(subject, predicate, object_, graph)


def _superclasses(seen: Collector) -> Statements:
    for kind in KINDS.values():
        for number in seen.of_class(kind.class_).tolist():
            for parent in kind.above:
                yield NamedNode(seen.texts[number]), RDF_TYPE, term(parent)


def _shortcuts(seen: Collector) -> Statements:
    for shortcut, class_, subject, object_ in _SHORTCUTS:
        for a, b in seen.joined(class_, subject, object_):
            yield NamedNode(a), term(shortcut), NamedNode(b)


def _policy_stages(seen: Collector) -> Statements:
    stage, as_of, (_, before) = seen.value("sl:policyStage"), seen.value("sl:asOf"), happened(seen)
    stages: dict[str, tuple[str, str, int]] = {}
    in_order = {stage.order: stage.token for stage in POLICY_STAGES.values()}
    for policy, observation in seen.joined("sl:PolicyHistory", "sl:about", "sl:stageObservation"):
        number = seen.number(observation)
        if stage[number] >= 0 and as_of[number] >= 0:
            told = end_of(seen.texts[as_of[number]])
            last_moment = end_of(seen.texts[before[number]]) if before[number] >= 0 else told
            rank = last_moment, told, POLICY_STAGES[token(seen.texts[stage[number]])].order
            stages[policy] = max(stages.get(policy, rank), rank)
    for policy, (_, _, order) in stages.items():
        yield NamedNode(policy), term("sl:latestStatus"), concept("policy-stage", in_order[order])
        yield NamedNode(policy), term("sl:latestPolicyStage"), concept("policy-stage", in_order[order])


def _lineages(seen: Collector, network: StoredNetwork, rows: TotalRows, together: Together) -> Statements:
    """Yield what is said of each seed's whole lineage: its members, dimensions, first follow-on and totals."""
    dimensions: dict[str, list[str]] = {}
    for step_iri, dimension in seen.joined("sl:Reading", "sl:aboutStep", "sl:dimension"):
        dimensions.setdefault(step_iri, []).append(dimension)
    looked = {seen.texts[s]: token(seen.texts[known]) for s, known in seen.pairs("sl:followOnKnown").tolist()}
    for seed in network.nodes_of_kind("seedProject"):
        lineage = trace(network, seed)
        node = NamedNode(seed)
        for member in lineage.nodes:
            yield NamedNode(member), term("sl:memberOf"), node
        for dimension in sorted({d for step in lineage.steps for d in dimensions.get(step.iri, ())}):
            yield node, term("sl:hasDimension"), NamedNode(dimension)
        yield from _first(node, timing(network, lineage))
        if seed in network.drafts:
            continue
        found = totals(network, lineage)
        came = furthest(lineage.after, looked.get(seed))
        together.add(found, looked_for=came != "notLookedFor")
        named = {say.language: amounts_told(found, say) for say in _SAY}
        for total in found:
            rows.add(network.node_row(seed), total)
            yield from _total(seed, total, named)


def _first(seed: NamedNode, launches: list[Interval]) -> Statements:
    """Yield the first launch that another than the seed's own fund financed, and the fewest and most months to it."""
    mine = [launch for launch in launches if launch.seed == seed.value and not launch.same_fund]
    if not mine:
        return
    first = min(mine, key=lambda launch: (end_of(launch.date), launch.launched))
    yield seed, term("sl:firstFollowOn"), NamedNode(first.launched)
    yield seed, term("sl:firstFollowOnDate"), date(first.date)
    yield seed, term("sl:monthsToFollowOnAtLeast"), integer(first.least)
    yield seed, term("sl:monthsToFollowOnAtMost"), integer(first.most)


def _portfolio(overview: Overview, names: Names) -> Statements:
    """Yield the totals of all seeds together, each commitment once, in names that no query over lineages meets."""
    for currency in sorted({*overview.seed_amounts, *overview.follow_on}):
        subject = NamedNode(f"{names.base}id/portfolio/total/{currency or 'none'}")
        yield subject, RDF_TYPE, term("sl:PortfolioTotal")
        yield subject, term("rdfs:label"), Literal(f"all seeds, {currency}", language="en")
        if currency:
            yield subject, term("sl:currency"), concept("currency", currency)
        if currency in overview.seed_amounts:
            yield subject, term("sl:allSeedAmount"), _decimal(overview.seed_amounts[currency])
        if currency in overview.follow_on:
            amount, bound = overview.follow_on[currency]
            yield subject, term("sl:allFollowOnAmount"), _decimal(amount)
            yield subject, term("sl:allFollowOnBound"), concept("bound", bound)


def _total(
    focus: str, total: Total, named: dict[str, dict[str, str]]
) -> Iterable[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    subject = NamedNode(f"{focus}/total/{total.currency or 'none'}")
    yield subject, RDF_TYPE, term("sl:LineageTotal")
    yield subject, term("sl:totalOf"), NamedNode(focus)
    called = f"{token(focus)}, {total.currency or 'no currency'}"
    yield subject, term("rdfs:label"), Literal(called)
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
    # Money without a currency is left out, which says nothing of what was reported in a currency.
    if total.ratio_reason is not None and total.currency:
        yield from _why(subject, "sl:ratioReason", total.ratio_reason, named)
    for status, amount in total.by_status.items():
        part = NamedNode(f"{subject.value}/{status}")
        yield subject, term("sl:followOnByStatus"), part
        yield part, term("rdfs:label"), Literal(f"{called}: {status}")
        yield part, term("sl:commitmentStatus"), concept("commitment-status", status)
        yield part, term("sl:amount"), _decimal(amount)
    for commitment in total.seeds:
        yield subject, term("sl:countedSeed"), NamedNode(commitment.iri)
    for commitment in total.counted:
        yield subject, term("sl:counted"), NamedNode(commitment.iri)
    slugs: set[str] = set()
    for out in total.left_out:
        slug = _slug(out.commitment.iri)
        # Two commitments of other hosts may end alike.
        slug += f"-{len(slugs)}" if slug in slugs else ""
        slugs.add(slug)
        part = NamedNode(f"{subject.value}/left-out/{slug}")
        yield subject, term("sl:leftOut"), part
        yield part, term("rdfs:label"), Literal(f"{called}: {slug}")
        yield part, term("sl:commitment"), NamedNode(out.commitment.iri)
        yield from _why(part, "sl:reason", out.reason, named)


def _why(subject: NamedNode, property_: str, reason: Because, named: dict[str, dict[str, str]]) -> Statements:
    """Yield a reason in each language."""
    for say in _SAY:
        yield subject, term(property_), Literal(reason.told(say, named[say.language]), language=say.language)


def _slug(iri: str) -> str:
    parts = iri.rsplit("/", 3)
    return f"{parts[-3]}-{token(iri)}" if len(parts) == 4 else local_name(iri)


def _decimal(amount: Decimal) -> Literal:
    return literal(plain(amount), "decimal")
