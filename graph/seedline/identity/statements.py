"""What clusters say, as quads: each record with its values as facts, and the thing with those that are taken."""

from __future__ import annotations

from collections.abc import Iterator

from seedline.identity.clusters import Cluster, Member, Resolution
from seedline.identity.reports import Report, reports_of
from seedline.model import Prop, Stated, Thing
from seedline.triples import OURS, RDF_TYPE, Literal, NamedNode, Names, Quad, concept, term
from seedline.triples.values import literal

Value = NamedNode | Literal
_LABEL = term("rdfs:label")
_SUMMARY = "The budget of the project, as its page shows it."


def record_quads(resolution: Resolution, names: Names) -> Iterator[Quad]:
    """Yield the quads of all records and of the things they are of."""
    for cluster in resolution.clusters:
        yield from _Writer(cluster, names).quads()
    ours = names.graph(f"source/{OURS}")
    of = {**resolution.of}
    for judgement in resolution.judgements:
        first, second = judgement.of if judgement.of_lineage else sorted(judgement.of)
        room = "lineage" if judgement.of_lineage else "identity"
        node = names.item(room, "judgement", f"{first.replace('/', '.')}--{second.replace('/', '.')}")
        told: list[tuple[str, Value]] = [
            ("rdf:type", term("sl:Judgement")),
            ("sl:verdict", Literal(judgement.verdict)),
            ("sl:judgedBy", Literal(judgement.by)),
            ("sl:judgedOn", literal(judgement.on, "date")),
            ("sl:note", literal(judgement.why, "text")),
        ]
        for name in judgement.of:
            told.append(("sl:judged", _named(names, name)))
        for key in sorted({of.get(name, name) for name in judgement.of}):
            told.append(("sl:concernsThing", names.thing(key)))
        for curie, value in told:
            yield Quad(node, term(curie), value, ours)


def record_iri(names: Names, name: str) -> NamedNode:
    """Return the IRI of a record, by its source and key.

    >>> record_iri(Names(), "idf-registry/page-1").value
    'https://w3id.org/seedline/id/record/idf-registry/page-1'
    """
    source, _, key = name.partition("/")
    return names.item("record", source, key)


def _named(names: Names, name: str) -> NamedNode:
    return record_iri(names, name) if "/" in name else names.thing(name)


class _Writer:
    def __init__(self, cluster: Cluster, names: Names) -> None:
        self.cluster, self.names = cluster, names
        self.subject = names.thing(cluster.key)
        self.ours = names.graph(f"source/{OURS}")

    def quads(self) -> Iterator[Quad]:
        """Yield every quad of the cluster."""
        for member in self.cluster.members:
            yield from self._record(member)
        yield from self._thing()
        yield from self._money()
        for other in self.cluster.others:
            yield Quad(self.names.thing(other), term("dcterms:isReplacedBy"), self.subject, self.ours)
            yield Quad(self.names.thing(other), _LABEL, Literal(other), self.ours)

    def _graph(self, member: Member) -> NamedNode:
        return self.names.graph(f"source/{member.source}")

    def _record(self, member: Member) -> Iterator[Quad]:
        node, graph, record = record_iri(self.names, member.name), self._graph(member), member.record
        yield Quad(node, RDF_TYPE, term("sl:SourceRecord"), graph)
        if record.title:
            yield Quad(node, _LABEL, Literal(record.title), graph)
        # That a code names the project is the source's word; that a title does is our judgement.
        by_judgement = member.name in self.cluster.judged
        yield Quad(node, term("sl:recordOf"), self.subject, self.ours if by_judgement else graph)
        for place in evidence_of(member, self.names):
            yield Quad(node, term("sl:evidence"), place, graph)
        for field, (prop, values) in record.values().items():
            for number, value in enumerate(values):
                fact = NamedNode(f"{node.value}/fact/{field}" + (f".{number + 1}" if number else ""))
                yield from self._fact(member, fact, field, prop, value)

    def _fact(self, member: Member, fact: NamedNode, field: str, prop: Prop, value: str) -> Iterator[Quad]:
        graph, doubt = self._graph(member), member.record.doubts.get(field)
        told: list[tuple[str, Value]] = [
            ("rdf:type", term("sl:Fact")),
            ("rdf:subject", self.subject),
            ("rdf:predicate", term(prop.name)),
            ("rdf:object", _term(value, prop)),
            ("sl:basis", concept("basis", "stated")),
            ("sl:assertedBy", concept("voice", member.voice)),
            *(("sl:evidence", place) for place in evidence_of(member, self.names)),
        ]
        for curie, object_ in told:
            yield Quad(fact, term(curie), object_, graph)
        if doubt:
            yield Quad(fact, term("sl:qualifier"), Literal(doubt.qualifier), self.ours)
            yield Quad(fact, term("sl:note"), literal(doubt.note, "text"), self.ours)

    def _thing(self) -> Iterator[Quad]:
        """Yield the thing itself, and of each property the values that are taken."""
        cluster, thing = self.cluster, self.cluster.thing
        graphs = sorted({self._graph(member).value for member in cluster.members})
        kind = thing.kind if thing else cluster.members[0].record.kind
        for graph in graphs:
            yield Quad(self.subject, RDF_TYPE, term(Thing.CLASSES[kind]), NamedNode(graph))
        for member in cluster.members:
            for place in evidence_of(member, self.names):
                yield Quad(self.subject, term("sl:evidence"), place, self._graph(member))
        if thing is None:
            title = next((value for field, _, value, _ in taken(cluster) if field == "title"), cluster.key)
            yield Quad(self.subject, _LABEL, Literal(title), self._graph(cluster.members[0]))
            known = "known" if cluster.followed else "notLookedFor"
            yield Quad(self.subject, term("sl:followOnKnown"), concept("follow-on-known", known), self.ours)
        for field, prop, value, member in taken(cluster):
            if not self._differs(field, value):
                yield Quad(self.subject, term(prop.name), _term(value, prop), self._graph(member))

    def _differs(self, field: str, value: str) -> bool:
        """Return whether a case file states something else: what somebody read and told comes first."""
        thing = self.cluster.thing
        stated = getattr(thing, field.replace("-", "_"), None) if thing and field != "identifiers" else None
        if isinstance(stated, dict):
            return bool(stated) and value not in {one.value for one in stated.values()}
        return isinstance(stated, Stated) and stated.value != value

    def _money(self) -> Iterator[Quad]:
        """Yield the money as the records report it: what they agree on once, with every place that says so.

        A record with another amount or year is another report of the same money, which is counted once.
        """
        first: NamedNode | None = None
        for report in reports_of(self.cluster.members):
            node = self.names.item(report.owner, "commitment", report.key(self.cluster.key))
            yield from self._report(node, report)
            if first is not None:
                yield Quad(node, term("sl:alternativeReportOf"), first, self.ours)
                continue
            first = node
            for owner, key in self.cluster.reported:
                # What a case file tells of a seed's money and what a record does are two reports of it as well.
                other = self.names.item(owner, "commitment", key)
                yield Quad(node, term("sl:alternativeReportOf"), other, self.ours)

    def _report(self, node: NamedNode, report: Report) -> Iterator[Quad]:
        member = report.members[0]
        told: list[tuple[str, Value]] = [
            ("rdf:type", term("sl:Commitment")),
            ("sl:recipient", self.subject),
            ("sl:funder", self.names.thing(member.record.funder or "")),
            ("sl:commitmentStatus", concept("commitment-status", "notStated")),
            ("sl:sourceType", concept("source-type", "seed")),
            ("sl:coFinance", literal("false", "boolean")),
            ("sl:basis", concept("basis", "stated")),
            ("sl:assertedBy", concept("voice", member.voice)),
        ]
        if report.amount:
            told += [("sl:amount", literal(report.amount, "decimal")), ("sl:bound", concept("bound", "exact"))]
        if report.currency:
            told.append(("sl:currency", concept("currency", report.currency)))
        if report.year:
            told.append(("sl:fundingYear", literal(report.year, "year")))
        places = {place.value for member in report.members for place in evidence_of(member, self.names)}
        told += [("sl:evidence", NamedNode(place)) for place in sorted(places)]
        for curie, object_ in told:
            yield Quad(node, term(curie), object_, self._graph(member))
        yield Quad(node, term("sl:summary"), literal(_SUMMARY, "text"), self.ours)


def taken(cluster: Cluster) -> Iterator[tuple[str, Prop, str, Member]]:
    """Yield the value of each property that is taken, of the first record that has one free of doubt.

    A project may have codes of several schemes: each of them is taken.
    """
    told = [(member, member.record.values()) for member in cluster.members]
    for field in dict.fromkeys(field for _, values in told for field in values):
        having = [(m, values[field]) for m, values in told if field in values and field not in m.record.doubts]
        having.sort(key=lambda one: one[0].record.ranks.get(field, one[0].record.rank))
        for member, (prop, values) in having if field == "identifiers" else having[:1]:
            for value in values:
                yield field, prop, value, member


def evidence_of(member: Member, names: Names) -> list[NamedNode]:
    """Return the places of a record."""
    return [names.evidence(member.source, f"{member.owner}-{place}") for place in member.record.evidence]


def _term(value: str, prop: Prop) -> Value:
    kind, _, scheme = prop.range.partition(":")
    return concept(scheme, value) if kind == "concept" else literal(value, prop.range)
