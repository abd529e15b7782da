"""What the sources' graphs of an N-Quads dump state, as plain dictionaries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import pyoxigraph as ox

NAMES = {
    "sl": "https://w3id.org/seedline/ontology#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
SOURCE = "graph/source/"


class Value(NamedTuple):
    """An object with its language, and the key of the source that states it."""

    text: str
    language: str
    source: str


def full(name: str) -> str:
    """Return the IRI of a name such as ``sl:from``."""
    prefix, _, local = name.partition(":")
    return NAMES[prefix] + local


def token(iri: str) -> str:
    """Return the last part of an IRI."""
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


class Triples:
    """Statements by subject and by object; of some sources alone where ``sources`` names them."""

    def __init__(self, values: Iterable[tuple[str, str, Value]]) -> None:
        self.all = list(values)
        self._of: dict[tuple[str, str], list[Value]] = defaultdict(list)
        self._to: dict[tuple[str, str], set[str]] = defaultdict(set)
        for subject, predicate, value in self.all:
            self._of[subject, predicate].append(value)
            self._to[predicate, value.text].add(subject)

    @classmethod
    def read(cls, dump: bytes) -> Triples:
        """Return what the graphs of sources in an N-Quads dump state; what was derived from them is passed over."""
        found = []
        for quad in ox.parse(dump, format=ox.RdfFormat.N_QUADS):
            graph = getattr(quad.graph_name, "value", "")
            if SOURCE in graph:
                language = quad.object.language or "" if isinstance(quad.object, ox.Literal) else ""
                value = Value(quad.object.value, language, graph.split(SOURCE)[1])
                found.append((quad.subject.value, quad.predicate.value, value))
        return cls(found)

    def within(self, sources: Iterable[str]) -> Triples:
        """Return what some sources state, and our own words and readings."""
        kept = {*sources, "seedline"}
        return Triples(row for row in self.all if row[2].source in kept)

    def values(self, subject: str, name: str) -> list[Value]:
        """Return the values of a property."""
        return self._of.get((subject, full(name)), [])

    def texts(self, subject: str, name: str) -> set[str]:
        """Return the values of a property as texts."""
        return {value.text for value in self.values(subject, name)}

    def text(self, subject: str, name: str) -> str | None:
        """Return the first value of a property in the order of texts."""
        return min(self.texts(subject, name), default=None)

    def token(self, subject: str, name: str) -> str | None:
        """Return the first value of a property that names a concept, as a token."""
        found = self.text(subject, name)
        return token(found) if found else None

    def pointing(self, name: str, target: str) -> set[str]:
        """Return the subjects that point to a thing."""
        return self._to.get((full(name), target), set())

    def label(self, subject: str) -> str | None:
        """Return an English label, or one without a language."""
        for name in ("rdfs:label", "skos:prefLabel", "dcterms:title"):
            by_language = {value.language: value.text for value in sorted(self.values(subject, name), reverse=True)}
            if found := by_language.get("en") or by_language.get(""):
                return found
        return None
