"""A document's statements as quads, each in the graph of the source that its evidence names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic.fields import FieldInfo
from pyoxigraph import Literal, NamedNode, Quad, Triple

from seedline.model import Described, Document, Evidence, Prop, Record, Stated, Statement
from seedline.model.evidence import Source
from seedline.model.fields import Happened
from seedline.model.things import Instrument, Organisation, Place, Thing
from seedline.triples.names import RDF_TYPE, Names, concept, term
from seedline.triples.values import date, integer, literal

OURS = "seedline"
"""The source of our own words: labels, summaries and readings."""

_LABEL = term("rdfs:label")
_EVIDENCE_CLASSES = {
    "textSpan": "sl:TextSpan",
    "url": "sl:WebPage",
    "page": "sl:DocumentPage",
    "ownStatement": "sl:OwnStatement",
}
# Our own words stand in our own graph even when the statement itself is the source's: so do what kind of organisation
# one is (a source prints its name), what it is part of, what kind of product one is, whether follow-on is known, and
# that two reports are of the same money.
_OUR_WORDS = {"sl:summary", "sl:note", "skos:altLabel", "sl:repair", "sl:organisationKind", "sl:placeKind"} | {
    "sl:followOnKnown", "sl:followOnLookedBy", "sl:followOnLookedOn", "sl:laterValueOf", "sl:alternativeReportOf",
    "rdfs:label", "org:subOrganizationOf", "sl:productKind",
}  # fmt: skip

# What a thing contributed is our reading, unless its source uses the word.
_CONTRIBUTION = {"sl:contribution", "sl:contributionBasis", "sl:contributionConfidence"}


def prop_of(field: FieldInfo) -> Prop | None:
    """Return the property of a model field, or None where the field is no statement."""
    return next((mark for mark in field.metadata if isinstance(mark, Prop)), None)


class FactWriter:
    """Writes the quads of one document; ``names`` gives the addresses, ``items`` finds the owner of a reference."""

    def __init__(self, document: Document, names: Names) -> None:
        self.document = document
        self.names = names

    def quads(self) -> Iterator[Quad]:
        """Yield every quad of the document; order is fixed, repeats are possible."""
        document = self.document
        for source in document.sources.values():
            yield from self._source(source)
        for key in document.evidence:
            yield from self._evidence(document.evidence[key])
        for organisation in document.organisations.values():
            yield from self._described(organisation, organisation.key, organisation.CLASS)
        for place in document.places.values():
            yield from self._described(place, place.key, place.CLASS)
        for instrument in document.instruments.values():
            yield from self._described(instrument, instrument.key, Instrument.CLASSES[instrument.kind])
        for thing in document.things.values():
            yield from self._described(thing, thing.key, Thing.CLASSES[thing.kind])
            if thing.draft == "true":
                flag = literal("true", "boolean")
                yield Quad(self.names.thing(thing.key), term("sl:draft"), flag, self._ours)
        for statement in document.statements():
            yield from self._statement(statement)

    @property
    def _ours(self) -> NamedNode:
        return self.names.graph(f"source/{OURS}")

    def _graphs(self, keys: Iterable[str], *, ours: bool = False) -> list[NamedNode]:
        """Return the graphs that a statement with this evidence belongs to."""
        if ours:
            return [self._ours]
        sources = {self._source_key(self.document.evidence[key]) for key in keys if key in self.document.evidence}
        if not sources:
            sources = {self.document.source or OURS}
        return [self.names.graph(f"source/{source}") for source in sorted(sources)]

    def _source_key(self, evidence: Evidence) -> str:
        return evidence.source or self.document.source or OURS

    def evidence_iri(self, evidence: Evidence) -> NamedNode:
        """Return the IRI of a place: equal places of a source are one node."""
        place = evidence.span
        if place is None:
            key = next(key for key, value in self.document.evidence.items() if value is evidence)
            place = f"{self.document.owner}-{key}"
        return self.names.evidence(self._source_key(evidence), place)

    def _source(self, source: Source) -> Iterator[Quad]:
        subject, graph = self.names.source(source.key), self.names.graph("meta")
        graphs = [graph, self.names.graph(f"source/{source.key}")]
        values: list[tuple[str, NamedNode | Literal]] = [
            ("rdf:type", term("sl:Source")),
            ("dcterms:title", Literal(source.title)),
            ("rdfs:label", Literal(source.title)),
            ("sl:sourceKind", Literal(source.kind)),
            ("sl:collected", date(source.collected)),
        ]
        optional: list[tuple[str, str | None, str]] = [
            ("dcterms:publisher", source.publisher, "string"),
            ("dcterms:issued", source.issued, "date"),
            ("sl:asOf", source.as_of, "date"),
            ("sl:sha256", source.sha256, "string"),
            ("dcterms:rights", source.licence, "string"),
            ("dcterms:bibliographicCitation", source.citation, "string"),
            ("sl:note", source.note, "text"),
        ]
        values += [(name, literal(value, kind)) for name, value, kind in optional if value is not None]
        if source.url:
            values.append(("foaf:page", NamedNode(source.url)))
        for tongue, told in source.citation_in.items():
            values.append(("dcterms:bibliographicCitation", Literal(told, language=tongue)))
        for where in graphs:
            for name, value in values:
                yield Quad(subject, term(name), value, where)

    def _evidence(self, evidence: Evidence) -> Iterator[Quad]:
        source = self._source_key(evidence)
        graph = self.names.graph(f"source/{source}")
        subject = self.evidence_iri(evidence)
        pairs: list[tuple[str, NamedNode | Literal]] = [
            ("rdf:type", term(_EVIDENCE_CLASSES[evidence.kind])),
            ("oa:hasSource", self.names.source(source)),
        ]
        for name, value, kind in (
            ("sl:section", evidence.section, "string"),
            ("sl:page", evidence.page, "string"),
            ("sl:documentTitle", evidence.document, "string"),
            ("sl:seen", evidence.seen, "date"),
            ("sl:statedByName", evidence.name, "string"),
            ("sl:statedByRole", evidence.role, "string"),
            ("sl:statedOn", evidence.date, "date"),
            ("sl:sha256", evidence.sha256, "string"),
            ("sl:words", evidence.words, "integer"),
            ("sl:wordsSha256", evidence.words_sha256, "string"),
            ("sl:begins", evidence.begins, "string"),
            ("sl:ends", evidence.ends, "string"),
        ):
            if value is not None:
                pairs.append((name, literal(value, kind)))
        if evidence.url:
            pairs.append(("sl:url", NamedNode(evidence.url)))
        if evidence.lines:
            first, _, last = evidence.lines.partition("-")
            pairs += [("sl:lineStart", integer(int(first))), ("sl:lineEnd", integer(int(last)))]
        for name, term_ in pairs:
            yield Quad(subject, term(name), term_, graph)
        if evidence.span:
            start, end = evidence.bounds
            selector = NamedNode(subject.value + "#selector")
            yield Quad(subject, term("oa:hasSelector"), selector, graph)
            yield Quad(selector, RDF_TYPE, term("oa:TextPositionSelector"), graph)
            yield Quad(selector, term("oa:start"), integer(start), graph)
            yield Quad(selector, term("oa:end"), integer(end), graph)

    def _described(self, thing: Thing | Organisation | Instrument | Place, key: str, class_: str) -> Iterator[Quad]:
        subject = self.names.thing(key)
        graphs = self._graphs(thing.evidence)
        for graph in graphs:
            yield Quad(subject, RDF_TYPE, term(class_), graph)
            for place in thing.evidence:
                yield Quad(subject, term("sl:evidence"), self.evidence_iri(self.document.evidence[place]), graph)
        yield Quad(subject, _LABEL, Literal(thing.label, language="en"), self._ours)
        if isinstance(thing, Instrument):
            for tongue, label in thing.label_in.items():
                yield Quad(subject, _LABEL, Literal(label, language=tongue), self._ours)
        yield from self._fields(thing, subject, key, graphs)

    def _fields(self, record: Record, subject: NamedNode, key: str, graphs: list[NamedNode]) -> Iterator[Quad]:
        for name, field in type(record).model_fields.items():
            prop = prop_of(field)
            value = getattr(record, name)
            if prop is None or value is None:
                continue
            path = field.alias or name
            if isinstance(value, Stated):
                yield from self._stated(subject, f"{key}.{path}", prop, value)
            elif isinstance(value, dict):
                for entry in sorted(value):
                    yield from self._stated(subject, f"{key}.{path}.{entry}", prop, value[entry])
            else:
                values = value if isinstance(value, tuple) else (value,)
                # Where a body or a place lies is ours too; in which country an event was, its source says.
                own = prop.name in _OUR_WORDS or (prop.name == "sl:country" and not isinstance(record, Statement))
                where = [self._ours] if own else graphs
                if prop.name in _CONTRIBUTION and getattr(record, "contribution_basis", None) == "inferred":
                    where = [self._ours]
                for single in values:
                    if isinstance(single, Happened):
                        yield from self._fields(single, subject, key, graphs)
                        continue
                    if isinstance(single, Record):
                        yield from self._observed(subject, prop, single, graphs)
                        continue
                    object_ = self._term(single, prop.range)
                    for graph in where:
                        yield Quad(subject, term(prop.name), object_, graph)
        if isinstance(record, Described):
            yield from self._not_stated(subject, record)

    def _not_stated(self, subject: NamedNode, record: Described) -> Iterator[Quad]:
        """Yield what the source does not state, plainly and with its place: our reading, so in our graph.

        No ``rdf:subject`` here: who asks for facts by it must not find one without a value.
        """
        for name, place in sorted(record.not_stated.items()):
            node = NamedNode(f"{subject.value}/not-stated/{name}")
            prop = record.prop(name)
            assert prop is not None
            pairs: list[tuple[str, NamedNode | Literal]] = [
                ("rdf:type", term("sl:NotStated")),
                ("sl:about", subject),
                ("sl:property", term(prop.name)),
                ("sl:basis", concept("basis", "inferred")),
                ("sl:assertedBy", concept("voice", OURS)),
                *(("sl:evidence", self.evidence_iri(self.document.evidence[key])) for key in place.evidence),
            ]
            if place.note is not None:
                pairs.append(("sl:note", literal(place.note, "text")))
            yield Quad(subject, term("sl:notStated"), term(prop.name), self._ours)
            for predicate, object_ in pairs:
                yield Quad(node, term(predicate), object_, self._ours)

    def _stated(self, subject: NamedNode, path: str, prop: Prop, stated: Stated[str]) -> Iterator[Quad]:
        fact = self.names.item(self.document.owner, "fact", path)
        object_ = self._term(stated.value, prop.range)
        voice = stated.asserted_by or self.document.asserted_by or "other"
        for graph in self._graphs(stated.evidence, ours=voice == OURS):
            # A qualified value is no plain statement: "(and Lao PDR)" does not say what "Cambodia" says.
            if stated.qualifier is None:
                yield Quad(subject, term(prop.name), object_, graph)
            yield Quad(fact, RDF_TYPE, term("sl:Fact"), graph)
            yield Quad(fact, term("rdf:subject"), subject, graph)
            yield Quad(fact, term("rdf:predicate"), term(prop.name), graph)
            yield Quad(fact, term("rdf:object"), object_, graph)
            yield Quad(fact, term("sl:basis"), concept("basis", stated.basis), graph)
            yield Quad(fact, term("sl:assertedBy"), concept("voice", voice), graph)
            if stated.qualifier is not None:
                yield Quad(fact, term("sl:qualifier"), Literal(stated.qualifier), graph)
            for place in stated.evidence:
                yield Quad(fact, term("sl:evidence"), self.evidence_iri(self.document.evidence[place]), graph)
        if stated.note is not None:
            yield Quad(fact, term("sl:note"), literal(stated.note, "text"), self._ours)

    def _statement(self, statement: Statement) -> Iterator[Quad]:
        subject = self.names.item(self.document.owner, statement.SEGMENT, statement.key)
        voice = statement.asserted_by or self.document.asserted_by or "other"
        graphs = self._graphs(statement.evidence, ours=voice == OURS)
        for graph in graphs:
            yield Quad(subject, RDF_TYPE, term(statement.CLASS), graph)
            if statement.asserted_by is None:
                yield Quad(subject, term("sl:assertedBy"), concept("voice", voice), graph)
            for place in statement.evidence:
                yield Quad(subject, term("sl:evidence"), self.evidence_iri(self.document.evidence[place]), graph)
        yield from self._fields(statement, subject, statement.key, graphs)

    def _observed(self, subject: NamedNode, prop: Prop, record: Record, graphs: list[NamedNode]) -> Iterator[Quad]:
        value, as_of = getattr(record, "value"), getattr(record, "as_of")  # noqa: B009
        observation = NamedNode(f"{subject.value}/status/{as_of}-{value}")
        evidence: tuple[str, ...] = getattr(record, "evidence")  # noqa: B009
        voice = getattr(record, "asserted_by") or self.document.asserted_by or "other"  # noqa: B009
        where = self._graphs(evidence, ours=voice == OURS) if evidence or voice == OURS else graphs
        # A source that tells how something stands does not tell the step that we alone see.
        for graph in graphs if graphs == [self._ours] else where:
            yield Quad(subject, term(prop.name), observation, graph)
        for graph in where:
            yield Quad(observation, RDF_TYPE, term("sl:StatusObservation"), graph)
            yield Quad(observation, term("sl:assertedBy"), concept("voice", voice), graph)
            for place in evidence:
                yield Quad(observation, term("sl:evidence"), self.evidence_iri(self.document.evidence[place]), graph)
        yield from self._fields(record, observation, "", where)

    def _term(self, value: str, range_: str) -> NamedNode | Literal:
        if range_ == "thing":
            return self.names.thing(value)
        if range_ == "iri":
            return NamedNode(value)
        kind, _, detail = range_.partition(":")
        if kind == "concept":
            return concept(detail, value)
        if kind == "item":
            return self.reference(value, detail)
        return literal(value, range_)

    def reference(self, reference: str, segment: str) -> NamedNode:
        """Return the IRI of another statement, given as ``key``, ``owner/key`` or ``owner/segment/key``."""
        parts = reference.split("/")
        if len(parts) == 3:
            return self.names.item(*parts)
        owner = parts[0] if len(parts) == 2 else self.document.owner
        if segment != "any":
            return self.names.item(owner, segment, parts[-1])
        for statement in self.document.statements():
            if statement.key == parts[-1]:
                return self.names.item(owner, statement.SEGMENT, parts[-1])
        return self.names.item(owner, "claim", parts[-1])


def document_quads(document: Document, names: Names) -> Iterator[Quad]:
    """Yield the quads of a case file.

    >>> from seedline.model import Document
    >>> quads = document_quads(Document(seedline="1", owner="x", title="t"), Names())
    >>> list(quads)
    []
    """
    return FactWriter(document, names).quads()


def default_graph(quads: Iterable[Quad]) -> set[Triple]:
    """Return the distinct triples of some quads: what the default graph holds."""
    return {quad.triple for quad in quads}
