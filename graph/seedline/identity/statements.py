"""What clusters say, as quads: each record with its values as facts, and the thing with those that are taken."""

from __future__ import annotations

from collections.abc import Iterator

from seedline.identity.clusters import Cluster, Member, Resolution
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
        first, second = sorted(judgement.of)
        node = names.item("identity", "judgement", f"{first.replace('/', '.')}--{second.replace('/', '.')}")
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

    def _graph(self, member: Member) -> NamedNode:
        return self.names.graph(f"source/{member.source}")

    def _evidence(self, member: Member) -> list[NamedNode]:
        return [self.names.evidence(member.source, f"{member.owner}-{place}") for place in member.record.evidence]

    def _record(self, member: Member) -> Iterator[Quad]:
        node, graph, record = record_iri(self.names, member.name), self._graph(member), member.record
        yield Quad(node, RDF_TYPE, term("sl:SourceRecord"), graph)
        if record.title:
            yield Quad(node, _LABEL, Literal(record.title), graph)
        # That a code names the project is the source's word; that a title does is our judgement.
        by_judgement = member.name in self.cluster.judged
        yield Quad(node, term("sl:recordOf"), self.subject, self.ours if by_judgement else graph)
        for place in self._evidence(member):
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
            *(("sl:evidence", place) for place in self._evidence(member)),
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
            for place in self._evidence(member):
                yield Quad(self.subject, term("sl:evidence"), place, self._graph(member))
        if thing is None:
            title = next((member.record.title for member in cluster.members if member.record.title), cluster.key)
            yield Quad(self.subject, _LABEL, Literal(title), self._graph(cluster.members[0]))
            known = "known" if cluster.followed else "notLookedFor"
            yield Quad(self.subject, term("sl:followOnKnown"), concept("follow-on-known", known), self.ours)
        for field, prop, value, member in self.taken():
            if not self._differs(field, value):
                yield Quad(self.subject, term(prop.name), _term(value, prop), self._graph(member))

    def taken(self) -> Iterator[tuple[str, Prop, str, Member]]:
        """Yield the value of each property that is taken, of the first record that has one free of doubt.

        A project may have codes of several schemes: each of them is taken.
        """
        told = [(member, member.record.values()) for member in self.cluster.members]
        for field in dict.fromkeys(field for _, values in told for field in values):
            having = [(m, values[field]) for m, values in told if field in values and field not in m.record.doubts]
            having.sort(key=lambda one: one[0].record.ranks.get(field, one[0].record.rank))
            for member, (prop, values) in having if field == "identifiers" else having[:1]:
                for value in values:
                    yield field, prop, value, member

    def _differs(self, field: str, value: str) -> bool:
        """Return whether a case file states something else: what somebody read and told comes first."""
        thing = self.cluster.thing
        stated = getattr(thing, field.replace("-", "_"), None) if thing and field != "identifiers" else None
        if isinstance(stated, dict):
            return bool(stated) and value not in {one.value for one in stated.values()}
        return isinstance(stated, Stated) and stated.value != value

    def _money(self) -> Iterator[Quad]:
        """Yield the money of the first record that states an amount, with every page that says the same."""
        giving = [m for m in self.cluster.members if m.record.amount and m.record.funder]
        if not giving:
            return
        first = giving[0]
        record, graph = first.record, self._graph(first)
        node = self.names.item(first.owner, "commitment", self.cluster.key)
        same = [m for m in giving if (m.record.amount, m.record.currency) == (record.amount, record.currency)]
        year = next((m.record.funding_year for m in self.cluster.members if m.record.funding_year), None)
        told: list[tuple[str, Value]] = [
            ("rdf:type", term("sl:Commitment")),
            ("sl:recipient", self.subject),
            ("sl:funder", self.names.thing(record.funder or "")),
            ("sl:amount", literal(record.amount or "", "decimal")),
            ("sl:bound", concept("bound", "exact")),
            ("sl:commitmentStatus", concept("commitment-status", "notStated")),
            ("sl:sourceType", concept("source-type", "seed")),
            ("sl:coFinance", literal("false", "boolean")),
            ("sl:basis", concept("basis", "stated")),
            ("sl:assertedBy", concept("voice", first.voice)),
        ]
        if record.currency:
            told.append(("sl:currency", concept("currency", record.currency)))
        if year:
            told.append(("sl:fundingYear", literal(year, "year")))
        dated = [m for m in self.cluster.members if m.record.funding_year == year and year]
        places = {place.value for m in (*same, *dated) for place in self._evidence(m)}
        told += [("sl:evidence", NamedNode(place)) for place in sorted(places)]
        for curie, object_ in told:
            yield Quad(node, term(curie), object_, graph)
        yield Quad(node, term("sl:summary"), literal(_SUMMARY, "text"), self.ours)
        for owner, key in self.cluster.reported:
            # One seed is given once: what a case file tells of it and what a record does are two reports of it.
            other = self.names.item(owner, "commitment", key)
            yield Quad(node, term("sl:alternativeReportOf"), other, self.ours)


def _term(value: str, prop: Prop) -> Value:
    kind, _, scheme = prop.range.partition(":")
    return concept(scheme, value) if kind == "concept" else literal(value, prop.range)
