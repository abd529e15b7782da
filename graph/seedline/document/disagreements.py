"""Where sources differ, read back from a snapshot: each with its sides, their values and places, and which is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from seedline.document.details import Details
from seedline.document.types import Place
from seedline.triples import NamedNode, concept, term

Kind = Literal["conflict", "tension", "later", "diverging"]
KINDS: tuple[Kind, ...] = ("conflict", "later", "tension", "diverging")
"""A contradiction, a value that can have come later, what stands in tension, and what is told in two ways."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two statements that differ: its value where it is one of a property, and whether that is taken."""

    iri: str
    value: str | None
    places: tuple[Place, ...]
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Statements that differ; of a later value the earlier side comes first, what is told in two ways is one claim."""

    iri: str
    kind: Kind
    about: str
    property: str
    sides: tuple[Side, ...]


def disagreements(read: Details, about: str | None = None) -> Iterator[Disagreement]:
    """Yield where sources differ, of one thing or of all, in the order of :data:`KINDS`."""
    conflicts = list(_conflicts(read))
    found = [*conflicts, *_later(read), *_diverging(read, {side.iri for one in conflicts for side in one.sides})]
    for one in sorted(found, key=lambda one: (KINDS.index(one.kind), one.about, one.iri)):
        if about is None or one.about == about:
            yield one


def others(read: Details, about: str, curie: str) -> tuple[Side, ...]:
    """Return what else sources say of a property of a thing, beside the value that is taken."""
    sides = (
        side
        for one in disagreements_of(read, about)
        if one.property == term(curie).value
        for side in one.sides
        if not side.taken
    )
    return tuple({side.iri: side for side in sides}.values())


def disagreements_of(read: Details, about: str) -> Iterator[Disagreement]:
    """Yield where sources differ on one thing, without looking at all others."""
    for iri in read.subjects("sl:about", about):
        if term("sl:Conflict").value in read.values(iri, "rdf:type"):
            yield read_conflict(read, iri)
    for fact in read.subjects("rdf:subject", about):
        for earlier in read.values(fact, "sl:laterValueOf"):
            yield _of_later(read, fact, earlier)


def _conflicts(read: Details) -> Iterator[Disagreement]:
    for iri in read.subjects("rdf:type", term("sl:Conflict").value):
        yield read_conflict(read, iri)


def read_conflict(read: Details, iri: str) -> Disagreement:
    """Return a conflict with its sides."""
    between = read.values(iri, "sl:between")
    property_ = read.value(iri, "sl:property") or ""
    about = read.value(iri, "sl:about") or next((a for side in between for a in read.values(side, "sl:about")), "")
    kind: Kind = "tension" if read.value(iri, "sl:conflictKind") == "tension" else "conflict"
    return Disagreement(iri, kind, about, property_, tuple(_side(read, side, about, property_) for side in between))


def _later(read: Details) -> Iterator[Disagreement]:
    for quad in read.quads(None, term("sl:laterValueOf")):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            later, earlier = quad.subject.value, quad.object.value
            if read.values(later, "rdf:object"):
                yield _of_later(read, later, earlier)


def _diverging(read: Details, shown: set[str]) -> Iterator[Disagreement]:
    """Yield what is told in two ways, but for the claims that a conflict shows as one of its sides."""
    for claim in read.subjects("sl:claimType", concept("claim-type", "diverging").value):
        if claim not in shown:
            about = read.value(claim, "sl:about") or ""
            yield Disagreement(claim, "diverging", about, "", (_side(read, claim, about, ""),))


def _of_later(read: Details, later: str, earlier: str) -> Disagreement:
    about, property_ = read.value(later, "rdf:subject") or "", read.value(later, "rdf:predicate") or ""
    sides = tuple(_side(read, side, about, property_) for side in (earlier, later))
    return Disagreement(later, "later", about, property_, sides)


def _side(read: Details, iri: str, about: str, property_: str) -> Side:
    if not property_:
        return Side(iri, None, read.evidence(iri))
    value = read.value(iri, "rdf:object")
    if value is None:
        # A commitment has the property itself, and what it is about has the value that is taken.
        own = min(read.values_of(iri, property_), default=None)
        return Side(iri, own, read.evidence(iri), own in read.values_of(about, property_))
    taken = read.values_of(about, property_)
    same = [
        fact
        for fact in read.subjects("rdf:subject", about)
        if read.value(fact, "rdf:predicate") == property_ and read.value(fact, "rdf:object") == value
    ]
    places = tuple({place.iri: place for fact in same for place in read.evidence(fact)}.values())
    return Side(iri, value, places, value in taken)
