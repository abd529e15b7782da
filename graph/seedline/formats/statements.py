"""A view as RDF: exactly the statements that it shows, with the places and sources that back them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seedline.document.details import Details
from seedline.errors import SeedlineError
from seedline.formats.tables import evidence_of
from seedline.triples import NamedNode, Quad, serialise, term
from seedline.views.view import View

# What a picture says of a thing itself; the rest that is known of it stands at its own address.
_OF_THING = frozenset(
    term(curie)
    for curie in (
        "rdf:type", "rdfs:label", "dcterms:title", "dcterms:identifier", "sl:started", "sl:ended", "sl:productKind",
        "sl:country", "sl:alignsWith", "sl:summary", "sl:draft", "sl:evidence",
    )
)  # fmt: skip
_OF_OTHERS = frozenset(term(curie) for curie in ("rdf:type", "rdfs:label", "dcterms:title"))


def turtle(view: View) -> bytes:
    """Return the statements of a view as Turtle."""
    return serialise(quads(view), "ttl")


def jsonld(view: View) -> bytes:
    """Return the statements of a view as JSON-LD, its context inline."""
    return serialise(quads(view), "jsonld")


def quads(view: View) -> set[Quad]:
    """Return the statements of a view: of its things, steps, commitments, claims and readings, and of what backs them.

    Raises:
        SeedlineError: the view was not made from a snapshot.

    """
    if view.details is None:
        raise SeedlineError("RDF needs the snapshot that the view was made from")
    return _Chosen(view, view.details).quads()


class _Chosen:
    def __init__(self, view: View, details: Details) -> None:
        self.view = view
        self.read = details
        self.things = {node.iri for node in view.document.nodes}
        self.pairs = {(step.earlier, step.later) for step in view.document.steps}
        self.statements = set(self._statements())

    def quads(self) -> set[Quad]:
        """Return the quads."""
        found: set[Quad] = set()
        for thing in self.things:
            found.update(quad for quad in self._of(thing) if self._shows(quad))
        for statement in self.statements:
            found.update(quad for quad in self._of(statement) if self._stays(quad))
        for name in self._mentioned(found):
            found.update(quad for quad in self._of(name) if quad.predicate in _OF_OTHERS)
        return found

    def _of(self, iri: str) -> Iterator[Quad]:
        # Of whatever graph: a view's triples are one graph.
        return (Quad(q.subject, q.predicate, q.object) for q in self.read.quads(NamedNode(iri)))

    def _statements(self) -> Iterable[str]:
        """Yield what is said: steps and their statuses, money, claims, facts, and the places of all these."""
        document, read = self.view.document, self.read
        said: list[str] = []
        for step in document.steps:
            said += [step.iri, *(reading.iri for reading in step.dimensions)]
            said += filter(self.view.holds, read.values(step.iri, "sl:statusObservation"))
        for entry in document.money:
            said += [c.iri for c in (*entry.seeds, *entry.commitments)]
            said += [out.iri for out in entry.left_out]
        said += [carrier.iri for carrier in document.carriers]
        shown = {predicate.value for predicate in _OF_THING}
        for node in document.nodes:
            said += [alignment.iri for alignment in node.alignments]
            said += [
                fact for fact in read.subjects("rdf:subject", node.iri) if read.value(fact, "rdf:predicate") in shown
            ]
            for history in read.subjects("sl:about", node.iri):
                if observations := list(filter(self.view.holds, read.values(history, "sl:stageObservation"))):
                    said += [history, *observations]
        places = {place.iri for place in evidence_of(document)}
        for statement in (*said, *self.things):
            places.update(read.values(statement, "sl:evidence"))
        yield from said
        for place in places:
            yield place
            yield from read.values(place, "oa:hasSelector")
            yield from read.values(place, "oa:hasSource")

    def _shows(self, quad: Quad) -> bool:
        """Return whether a view shows a plain statement about a thing: its own facts, and the steps drawn."""
        if quad.predicate in _OF_THING:
            return True
        return (_value(quad.subject), _value(quad.object)) in self.pairs

    def _stays(self, quad: Quad) -> bool:
        """Return whether a statement stays: one that leads to a thing or statement that is not shown does not."""
        value = _value(quad.object)
        if not isinstance(quad.object, NamedNode) or not value.startswith(f"{self.read.base}id/"):
            return True
        return value in self.things or value in self.statements or bool(self._is_agent(value))

    def _is_agent(self, iri: str) -> bool:
        kinds = self.read.values(iri, "rdf:type")
        return any("Organization" in kind or kind.endswith(("#FundingInstrument", "#FundingLine")) for kind in kinds)

    def _mentioned(self, found: set[Quad]) -> set[str]:
        """Return the organisations and the like that are named, of which only kind and name are told."""
        names = {_value(quad.object) for quad in found if isinstance(quad.object, NamedNode)}
        return {name for name in names - self.things - self.statements if name.startswith(f"{self.read.base}id/")}


def _value(term_: object) -> str:
    return str(getattr(term_, "value", ""))
