"""The terms of the ontology with their definitions, and how often a snapshot uses each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import seedline_ontology
from seedline.document.details import Details
from seedline.triples import DEFAULT_BASE, BlankNode, NamedNode, Names, Quad, serialise
from seedline.triples.rdf import parse_file
from seedline_ontology import SL

_OWL = "http://www.w3.org/2002/07/owl#"
_VOID = "http://rdfs.org/ns/void#"

_KINDS = (("classes", "Class"), ("properties", "ObjectProperty"), ("properties", "DatatypeProperty"))


@dataclass(frozen=True, slots=True)
class Term:
    """A class or a property: what it means, from where to where it leads, how often it is used, and a query for it."""

    iri: str
    name: str
    label: str
    definition: str
    above: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    used: int
    query: str


def terms_of(details: Details, language: str) -> dict[str, tuple[Term, ...]]:
    """Return the classes and the properties of the ontology in a language, each kind in the order of names."""
    used = _used(details)
    found: dict[str, dict[str, Term]] = {"classes": {}, "properties": {}}
    for group, kind in _KINDS:
        for iri in details.subjects("rdf:type", _OWL + kind):
            if iri.startswith(SL):
                found[group][iri] = _term(details, iri, group, used.get(iri, 0), language)
    return {group: tuple(terms[iri] for iri in sorted(terms)) for group, terms in found.items()}


def _term(details: Details, iri: str, group: str, used: int, language: str) -> Term:
    name = iri.removeprefix(SL)
    texts: dict[str | None, str] = {}
    for text in details.objects(iri, "rdfs:comment"):
        texts.setdefault(getattr(text, "language", None), text.value)
    pattern = f"?thing a sl:{name}" if group == "classes" else f"?thing sl:{name} ?value"
    columns = "?thing ?label" if group == "classes" else "?thing ?label ?value"
    ranges = [each for told in details.values(iri, "rdfs:range") for each in _either(details, told)]
    return Term(
        iri=iri,
        name=name,
        label=details.label(iri, language),
        definition=texts.get(language) or texts.get("en") or "",
        above=tuple(each for each in details.values(iri, "rdfs:subClassOf") if not _nameless(details, each)),
        domain=tuple(each for each in details.values(iri, "rdfs:domain") if not _nameless(details, each)),
        range=tuple(dict.fromkeys(ranges)),
        used=used,
        query=f"SELECT {columns} {{\n  {pattern} .\n  OPTIONAL {{ ?thing rdfs:label ?label }}\n}} LIMIT 20",
    )


def _nameless(details: Details, iri: str) -> bool:
    return iri.startswith(f"{details.base}skolem/")


def _either(details: Details, iri: str) -> list[str]:
    """Return a range, or the parts of a union of some."""
    if not _nameless(details, iri):
        return [iri]
    found = []
    rest = details.store.properties(NamedNode(iri)).get(_OWL + "unionOf", [])
    while rest and _nameless(details, rest[0].value):
        found += details.values(rest[0].value, "rdf:first")
        rest = details.objects(rest[0].value, "rdf:rest")
    return found


def _used(details: Details) -> dict[str, int]:
    """Return how often each class and property is used, from the description of the data set."""
    meta = Names(details.base).graph("meta")
    found: dict[str, int] = {}
    for kind, measure in (("class", "entities"), ("property", "triples")):
        named = {q.subject: q.object for q in details.store.quads(None, NamedNode(_VOID + kind), graph=meta)}
        whole = {
            q.object
            for q in details.store.quads(None, NamedNode(f"{_VOID}{kind}Partition"), graph=meta)
            if q.subject == NamedNode(f"{details.base}id/dataset")
        }
        for quad in details.store.quads(None, NamedNode(_VOID + measure), graph=meta):
            if quad.subject in whole and (of := named.get(quad.subject)) is not None:
                found[of.value] = int(quad.object.value)  # type: ignore[union-attr]
    return found


@lru_cache(maxsize=16)
def file_rdf(name: str, format: str) -> bytes:
    """Return the ``ontology`` or the ``shapes`` in a format of RDF; Turtle is the file as it was written."""
    path = {"ontology": seedline_ontology.ontology, "shapes": seedline_ontology.shapes}[name]()
    if format == "ttl":
        return path.read_bytes()
    graph = NamedNode("urn:x-file")
    quads = parse_file(path, source="x", graph=graph, base=DEFAULT_BASE)
    return serialise((Quad(_blank(q.subject), q.predicate, _blank(q.object)) for q in quads), format, first=SL[:-1])


def _blank(node: Any) -> Any:
    """Return a node that the file gives no name as it was there."""
    space = f"{DEFAULT_BASE}skolem/x/"
    if isinstance(node, NamedNode) and node.value.startswith(space):
        return BlankNode("n" + node.value.removeprefix(space))
    return node
