"""A thing in plain words: every statement about it with its source, and what points to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seedline.document.details import Details
from seedline.document.types import Place
from seedline.triples import Literal, NamedNode, Quad, serialise, term, token

_ABOUT = (
    "sl:about",
    "rdf:subject",
    "sl:recipient",
    "sl:from",
    "sl:to",
    "sl:aboutStep",
    "sl:totalOf",
    "sl:ruleFor",
)


_PLACES = frozenset({term("sl:evidence"), term("sl:statusObservation")})


@dataclass(frozen=True, slots=True)
class Statement:
    """One property and value, the sources that say so, and the evidence where it is known."""

    property: str
    label: str
    value: str
    shown: str
    link: bool
    sources: tuple[str, ...]
    evidence: tuple[Place, ...] = ()
    qualifier: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Another statement or thing that points here."""

    iri: str
    property: str
    label: str


@dataclass(frozen=True, slots=True)
class Description:
    """What is said about an IRI."""

    iri: str
    id: str
    label: str
    types: tuple[str, ...]
    summary: str | None
    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...]
    evidence: tuple[Place, ...]


def describe(details: Details, iri: str, language: str = "en") -> Description:
    """Return all that the snapshot says about an IRI, ours or anybody's; properties are named in a language."""
    store = details.store
    node = NamedNode(iri)
    facts = _facts(details, iri)
    statements = []
    for quad in sorted(store.quads(node), key=str):
        assert isinstance(quad.predicate, NamedNode)
        name = quad.predicate.value
        value = quad.object
        if name == term("sl:evidence").value or not isinstance(value, (NamedNode, Literal)):
            continue
        statements.append(_statement(details, iri, name, value, facts.pop((name, value, None), []), language=language))
    for (name, value, qualifier), evidence in sorted(facts.items(), key=str):
        # What is left was said with a qualifier, so no plain statement was made of it.
        statements.append(_statement(details, iri, name, value, evidence, qualifier, language))
    mentions = [
        Mention(quad.subject.value, quad.predicate.value, _name(details, quad.predicate.value, language))
        for quad in sorted(store.quads(None, None, node), key=str)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.predicate, NamedNode)
    ]
    return Description(
        iri=iri,
        id=details.id(iri),
        label=details.label(iri),
        types=tuple(details.label(value, language) for value in details.values(iri, "rdf:type")),
        summary=details.value(iri, "sl:summary"),
        statements=tuple(statements),
        mentions=tuple(mentions),
        evidence=details.evidence(iri),
    )


def _facts(details: Details, iri: str) -> dict[tuple[str, NamedNode | Literal, str | None], list[Place]]:
    """Return the places of what sources state: by property, value and qualifier, since several may state the same."""
    found: dict[tuple[str, NamedNode | Literal, str | None], list[Place]] = {}
    for fact in details.subjects("rdf:subject", iri):
        name, qualifier = details.value(fact, "rdf:predicate") or "", details.value(fact, "sl:qualifier")
        for value in details.objects(fact, "rdf:object"):
            places = found.setdefault((name, value, qualifier), [])
            places += [place for place in details.evidence(fact) if place not in places]
    return found


def _statement(
    details: Details,
    iri: str,
    name: str,
    value: NamedNode | Literal,
    evidence: list[Place],
    qualifier: str | None = None,
    language: str = "en",
) -> Statement:
    is_link = isinstance(value, NamedNode)
    marker = f"{details.base}graph/"
    graphs = {
        quad.graph_name.value.removeprefix(marker).removeprefix("source/")
        for quad in details.store.everywhere(NamedNode(iri), NamedNode(name), value)
        if isinstance(quad.graph_name, NamedNode)
    }
    return Statement(
        property=name,
        label=_name(details, name, language),
        value=value.value,
        shown=details.label(value.value, language) if is_link else value.value,
        link=is_link,
        sources=tuple(sorted(graphs)),
        evidence=tuple(evidence),
        qualifier=qualifier,
    )


def _name(details: Details, iri: str, language: str) -> str:
    label = details.label(iri, language)
    return token(label).rsplit("#", 1)[-1] if label == iri else label


def description_rdf(details: Details, iris: Sequence[str], format: str) -> bytes:
    """Return what is said about some IRIs, the first of them first, with their statements, places and parts, as RDF.

    Of a named graph all that stands in it is returned too, of a scheme its concepts.
    """
    found: set[Quad] = set()
    for iri in iris:
        found |= _described(details, iri)
    return serialise(found, format, first=next(iter(iris), ""))


def _described(details: Details, iri: str) -> set[Quad]:
    node = NamedNode(iri)
    found: set[Quad] = set(details.store.quads(node))
    for curie in (*_ABOUT, "skos:inScheme"):
        for subject in details.subjects(curie, iri):
            found.update(details.store.quads(NamedNode(subject)))
    if iri.startswith(f"{details.base}graph/"):
        found.update(Quad(q.subject, q.predicate, q.object) for q in details.store.quads(graph=node))
    within = (f"{iri}/", f"{iri}#", f"{details.base}skolem/")
    follow, seen = list(found), {quad.subject for quad in found}
    while follow:
        quad = follow.pop()
        part = quad.object
        if not isinstance(part, NamedNode) or part in seen:
            continue
        if quad.predicate in _PLACES or part.value.startswith(within):
            seen.add(part)
            more = set(details.store.quads(part)) - found
            found |= more
            # What hangs on a part of another thing is that thing's.
            follow += more if part.value.startswith(within) else ()
    return found
