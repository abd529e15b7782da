"""JSON-LD in the short words of the ontology's context, with the part of the context that it uses."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

import seedline_ontology
from seedline_ontology import PREFIXES

_RDF_TYPE = PREFIXES["rdf"] + "type"
_STRING = PREFIXES["xsd"] + "string"
Value = str | dict[str, str]


def compacted(quads: Iterable[Quad]) -> bytes:
    """Return triples as JSON-LD 1.1, flat, subjects in their order; it carries what it needs of the context.

    >>> title = NamedNode("http://purl.org/dc/terms/title")
    >>> print(compacted([Quad(NamedNode("https://w3id.org/seedline/id/a"), title, Literal("A"))]).decode().rstrip())
    {
     "@context": {
      "@version": 1.1,
      "dcterms": "http://purl.org/dc/terms/",
      "id": "https://w3id.org/seedline/id/",
      "title": "dcterms:title"
     },
     "@id": "id:a",
     "title": "A"
    }
    """
    writer = _Writer()
    nodes: dict[str, dict[str, list[Value]]] = {}
    for quad in quads:
        node = nodes.setdefault(writer.name(quad.subject), {})
        writer.add(node, quad.predicate.value, quad.object)
    told = [
        {"@id": name, **{key: values[0] if len(values) == 1 else values for key, values in node.items()}}
        for name, node in nodes.items()
    ]
    context = {"@version": 1.1, **dict(sorted(writer.used.items()))}
    body = told[0] if len(told) == 1 else {"@graph": told}
    return (json.dumps({"@context": context, **body}, indent=1, ensure_ascii=False) + "\n").encode()


class _Writer:
    """Chooses words, and remembers which of the context it used."""

    def __init__(self) -> None:
        self.used: dict[str, object] = {}

    def name(self, node: object) -> str:
        """Return a node's IRI, short where a prefix allows it."""
        if isinstance(node, BlankNode):
            return f"_:{node.value}"
        assert isinstance(node, NamedNode)
        return self._short(node.value)

    def _short(self, iri: str) -> str:
        for space, prefix in _prefixes():
            if iri.startswith(space) and not iri.startswith("//", len(space)):
                self.used[prefix] = space
                return f"{prefix}:{iri.removeprefix(space)}"
        return iri

    def add(self, node: dict[str, list[Value]], property_: str, value: object) -> None:
        """Add a value to a node under the shortest word that means the property and the kind of value."""
        if property_ == _RDF_TYPE and isinstance(value, NamedNode):
            node.setdefault("@type", []).append(self._class(value.value))
            return
        for word, kind, language in _words().get(property_, ()):
            if (told := self._coerced(value, kind, language)) is not None:
                self._use(word, property_, kind, language)
                node.setdefault(word, []).append(told)
                return
        key = self._short(property_)
        if isinstance(value, (NamedNode, BlankNode)):
            node.setdefault(key, []).append({"@id": self.name(value)})
            return
        assert isinstance(value, Literal)
        told = {"@value": value.value}
        if value.language:
            told["@language"] = value.language
        elif value.datatype.value != _STRING:
            # A type is a word of the vocabulary, so that a prefix is read there too.
            told["@type"] = self._short(value.datatype.value)
        node.setdefault(key, []).append(told)

    def _class(self, iri: str) -> str:
        for word, kind, language in _words().get(iri, ()):
            if not kind and not language:
                self._use(word, iri, "", "")
                return word
        return self._short(iri)

    def _coerced(self, value: object, kind: str, language: str) -> Value | None:
        if isinstance(value, (NamedNode, BlankNode)):
            return self.name(value) if kind == "@id" else None
        if not isinstance(value, Literal):
            return None
        if value.language:
            return value.value if value.language == language else None
        if value.datatype.value == _STRING:
            return value.value if not (kind or language) else None
        return value.value if kind and value.datatype.value == _expanded(kind) else None

    def _use(self, word: str, iri: str, kind: str, language: str) -> None:
        given: dict[str, str] = {"@id": self._short(iri)}
        if kind:
            given["@type"] = kind if kind.startswith("@") else self._short(_expanded(kind))
        if language:
            given["@language"] = language
        self.used[word] = given if kind or language else given["@id"]


@lru_cache(maxsize=1)
def _context() -> dict[str, object]:
    found: dict[str, object] = json.loads(seedline_ontology.context().read_text("utf-8"))["@context"]
    return found


@lru_cache(maxsize=1)
def _prefixes() -> list[tuple[str, str]]:
    """Return namespace and prefix of those that the context declares as nothing else, the longest first."""
    spaces = ((space, name) for name, space in PREFIXES.items() if _context().get(name) == space)
    return sorted(spaces, key=lambda pair: -len(pair[0]))


def _expanded(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name


@lru_cache(maxsize=1)
def _words() -> dict[str, list[tuple[str, str, str]]]:
    """Return word, type and language of the terms of the context, by the IRI that they stand for."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for word, given in _context().items():
        if word.startswith("@") or (word in PREFIXES and _context()[word] == PREFIXES[word]):
            continue
        of = {"@id": given} if isinstance(given, str) else given
        assert isinstance(of, dict)
        found.setdefault(_expanded(str(of["@id"])), []).append(
            (word, str(of.get("@type", "")), str(of.get("@language", "")))
        )
    return found
