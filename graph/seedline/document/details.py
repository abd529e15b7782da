"""Reading the details of a node, step or commitment back from the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from seedline.document.cleaning import clean
from seedline.document.types import Place
from seedline.model.clocks import When
from seedline.model.labels import best_label
from seedline.store import Store
from seedline.triples import RDF_TYPE, Literal, NamedNode, Names, Quad, term, token

#: A snapshot never changes, so what was read of so many things last is kept; all of a thing costs as much as one value.
_KEPT = 8192
_CHOICES = 4
LABELS = (
    *(term(curie).value for curie in ("rdfs:label", "skos:prefLabel", "dcterms:title")),
    *("https://schema.org/name", "http://schema.org/name", "http://xmlns.com/foaf/0.1/name"),
    "http://purl.org/dc/elements/1.1/title",
)
"""Properties that name a thing, by IRI: those that our own files have, then those of others."""
ALSO_NAMED = ("http://www.w3.org/2004/02/skos/core#altLabel",)
CODES = ("dcterms:identifier", "skos:notation", "sl:iso3")
"""Properties by which a thing is found, beside its names."""
_NAMING = frozenset({*LABELS, *ALSO_NAMED, *(term(curie).value for curie in (*CODES, "dcterms:isReplacedBy"))})
Facts = dict[str, list[NamedNode | Literal]]


@dataclass(frozen=True)
class Details:
    """Looks things up in one snapshot, and remembers what it found: in the default graph, or in ``graphs`` alone."""

    store: Store
    base: str
    graphs: frozenset[str] | None = None
    #: Graphs of files that somebody loaded, whose word comes after all of ours: nobody renames what we name.
    loaded: frozenset[str] = frozenset()
    _facts: Callable[[str], Facts] = field(init=False, repr=False, compare=False)
    _named: Callable[[str], list[tuple[str, Literal]]] = field(init=False, repr=False, compare=False)
    _subjects: Callable[[str, str], tuple[str, ...]] = field(init=False, repr=False, compare=False)
    place: Callable[[str], Place] = field(init=False, repr=False, compare=False)
    """Return a place in a source, with what is known of it."""
    within: Callable[[frozenset[str]], Details] = field(init=False, repr=False, compare=False)
    """Return what looks things up in some graphs alone; of a few choices what was found is remembered."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_facts", lru_cache(maxsize=_KEPT)(self._of))
        object.__setattr__(self, "_named", lru_cache(maxsize=_KEPT)(self._naming))
        object.__setattr__(self, "place", lru_cache(maxsize=_KEPT)(self._place))
        object.__setattr__(self, "_subjects", lru_cache(maxsize=_KEPT)(self._pointing))
        object.__setattr__(self, "within", lru_cache(maxsize=_CHOICES)(lambda graphs: replace(self, graphs=graphs)))

    def sees(self, graph: str) -> bool:
        """Return whether what a named graph states is read."""
        return self.graphs is None or graph in self.graphs

    def quads(
        self, subject: NamedNode | None, predicate: NamedNode | None = None, object_: NamedNode | None = None
    ) -> Iterator[Quad]:
        """Yield what is read of a pattern; a statement of two sources is there twice where ``graphs`` are chosen."""
        if self.graphs is None:
            yield from self.store.quads(subject, predicate, object_)
            return
        for quad in self.store.everywhere(subject, predicate, object_):
            if isinstance(quad.graph_name, NamedNode) and self.sees(quad.graph_name.value):
                yield quad

    def values_of(self, iri: str, property_: str) -> set[str]:
        """Return the values of a property, given by its IRI."""
        return {value.value for value in self._facts(iri).get(property_, ())}

    def _of(self, iri: str) -> Facts:
        if self.graphs is None:
            return self._ours_first(iri, self.store.properties(NamedNode(iri)))
        found: dict[str, set[NamedNode | Literal]] = {}
        for quad in self.quads(NamedNode(iri)):
            found.setdefault(quad.predicate.value, set()).add(quad.object)  # type: ignore[arg-type]
        return self._ours_first(iri, {name: sorted(values, key=str) for name, values in found.items()})

    def _ours_first(self, iri: str, facts: Facts) -> Facts:
        """Return values with those last that loaded files alone give: where one is taken, it is none of theirs.

        Of what we describe no name and no code is theirs.
        """
        naming = _NAMING & facts.keys()
        if not self.loaded or not (naming or any(len(values) > 1 for values in facts.values())):
            return facts
        ours = self._ours(iri)
        told = {
            name: sorted(values, key=lambda value: (name, value) not in ours) if len(values) > 1 else values
            for name, values in facts.items()
        }
        if naming and self.is_ours(iri):
            told |= {name: [value for value in told[name] if (name, value) in ours] for name in naming}
        return told

    def is_ours(self, iri: str) -> bool:
        """Return whether anybody but a loaded file says what a thing is; what is derived says it again."""
        derived = Names(self.base).graph("derived").value
        return any(
            graph not in self.loaded and graph != derived for graph in self.store.graphs_of(NamedNode(iri), RDF_TYPE)
        )

    def _ours(self, iri: str) -> set[tuple[str, object]]:
        """Return property and value of what is said of a thing elsewhere than in loaded files."""
        return {
            (quad.predicate.value, quad.object)
            for quad in self.store.everywhere(NamedNode(iri))
            if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value not in self.loaded
        }

    def _naming(self, iri: str) -> list[tuple[str, Literal]]:
        """Return the labels of a thing, which many a list asks for and nothing else of it."""
        told = ((name, {quad.object for quad in self.quads(NamedNode(iri), NamedNode(name))}) for name in LABELS)
        return [(name, value) for name, held in told for value in sorted(held, key=str) if isinstance(value, Literal)]

    def _pointing(self, curie: str, object_: str) -> tuple[str, ...]:
        quads = self.quads(None, term(curie), NamedNode(object_))
        return tuple(sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}))

    def objects(self, iri: str, curie: str) -> list[NamedNode | Literal]:
        """Return the values of a property, sorted."""
        return self._facts(iri).get(term(curie).value, [])

    def values(self, iri: str, curie: str) -> list[str]:
        """Return the values of a property as text, sorted."""
        return [value.value for value in self.objects(iri, curie)]

    def value(self, iri: str, curie: str) -> str | None:
        """Return the first value of a property."""
        found = self.values(iri, curie)
        return found[0] if found else None

    def tokens(self, iri: str, curie: str) -> list[str]:
        """Return the values of a property that names concepts, as tokens."""
        return [token(value) for value in self.values(iri, curie)]

    def token(self, iri: str, curie: str) -> str | None:
        """Return the first of :meth:`tokens`."""
        found = self.tokens(iri, curie)
        return found[0] if found else None

    def label(self, iri: str, language: str = "en") -> str:
        """Return a label of ours, else of others, in a language, its regions, English, none or any; else the key."""
        return self.named(iri, language) or clean(self.id(iri))

    def named(self, iri: str, language: str = "en") -> str | None:
        """Return what :meth:`label` does, nothing where a thing has no label."""
        ours, theirs = self._labels(iri)
        found = best_label(ours, language) or best_label(theirs, language)
        return None if found is None else clean(found)

    def is_theirs(self, iri: str) -> bool:
        """Return whether loaded files alone say something of a thing."""
        return bool(self.loaded) and not self._ours(iri)

    def ours(self, iri: str, curie: str) -> set[str]:
        """Return the values of a property that others than loaded files state."""
        return {getattr(value, "value", "") for name, value in self._ours(iri) if name == term(curie).value}

    def title(self, iri: str) -> str | None:
        """Return the title that a source prints; none that a loaded file alone gives to what we describe."""
        return self.text(iri, "dcterms:title")

    def is_named(self, iri: str) -> bool:
        """Return whether anything gives a thing a label."""
        return any(self._facts(iri).get(name) for name in LABELS)

    def tongue(self, iri: str, text: str, language: str = "en") -> str:
        """Return of which language a label or text of ours is, nothing where of the wanted one, or of none known."""
        told = [pair for labels in self._labels(iri) for pair in labels]
        for curie in ("sl:summary", "sl:counts", "sl:note"):
            told += [(v.language or "", v.value) for v in self.objects(iri, curie) if isinstance(v, Literal)]
        tags = {tag.lower() for tag, words in told if clean(words) == text}
        return "" if tags & {"", language.lower()} else min(tags, default="")

    def _labels(self, iri: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Return language and text of the labels in our graphs, and of those in loaded ones alone."""
        given = self._named(iri)
        told = {(name, value): (value.language or "", value.value) for name, value in given}
        if not self.loaded or len(told) < 2:
            return list(told.values()), []
        ours = self._ours(iri)
        return [pair for key, pair in told.items() if key in ours], [
            pair for key, pair in told.items() if key not in ours
        ]

    def names(self, iri: str) -> list[str]:
        """Return every name of a thing in any language, other names among them."""
        facts = self._facts(iri)
        told = (value.value for name in (*LABELS, *ALSO_NAMED) for value in facts.get(name, ()))
        return list(dict.fromkeys(map(clean, told)))

    def short_label(self, iri: str, language: str = "en", limit: int = 24) -> str:
        """Return a label, or where it is longer than ``limit`` the shortest other name in that language."""
        label = self.label(iri, language)
        if len(label) <= limit:
            return label
        names = [
            value.value
            for value in self.objects(iri, "skos:altLabel")
            if isinstance(value, Literal) and value.language == language
        ]
        return min([label, *names], key=lambda name: (len(name), name))

    def id(self, iri: str) -> str:
        """Return the short identifier of a thing under our base, else its IRI."""
        prefix = f"{self.base}id/"
        return iri.removeprefix(prefix) if iri.startswith(prefix) else iri

    def subjects(self, curie: str, object_: str) -> list[str]:
        """Return the subjects that point to a thing with a property, sorted."""
        return list(self._subjects(curie, object_))

    def text(self, iri: str, curie: str) -> str | None:
        """Return the first value of a property as people read it."""
        found = self.value(iri, curie)
        return None if found is None else clean(found)

    def text_in(self, iri: str, curie: str, language: str) -> str | None:
        """Return the value of a property that somebody who reads a language is shown, as of :meth:`label`."""
        told = ((v.language or "", v.value) for v in self.objects(iri, curie) if isinstance(v, Literal))
        found = best_label(told, language)
        return None if found is None else clean(found)

    def when(self, iri: str) -> When | None:
        """Return when something happened, nothing where no source says so."""
        on = self.value(iri, "sl:on")
        after, before = on or self.value(iri, "sl:onAfter"), on or self.value(iri, "sl:onBefore")
        return When(after, before) if after or before else None

    def evidence(self, iri: str) -> tuple[Place, ...]:
        """Return every place that backs a statement, by source and position."""
        # A statement of two sources names the places of both in both graphs; a place is described in its own, and has
        # its label from us.
        told = self.values(iri, "sl:evidence")
        if self.graphs is not None:
            told = [place for place in told if self.values(place, "oa:hasSource")]
        places = [self.place(place) for place in told]
        return tuple(sorted(places, key=lambda place: (place.source, place.start or 0, place.iri)))

    def _place(self, iri: str) -> Place:
        source = self.value(iri, "oa:hasSource") or ""
        kind = self.value(iri, "rdf:type") or ""
        first, last = self.value(iri, "sl:lineStart"), self.value(iri, "sl:lineEnd")
        selector = next(reversed(self.values(iri, "oa:hasSelector")), None)
        return Place(
            iri=iri,
            kind=kind.rsplit("#", 1)[-1],
            source=self.id(source).removeprefix("source/"),
            source_title=self.label(source) if source else None,
            source_kind=self.value(source, "sl:sourceKind") if source else None,
            section=self.text(iri, "sl:section"),
            page=self.text(iri, "sl:page"),
            url=self.value(iri, "sl:url"),
            seen=self.value(iri, "sl:seen"),
            sha256=self.value(iri, "sl:sha256"),
            name=self.text(iri, "sl:statedByName"),
            role=self.text(iri, "sl:statedByRole"),
            date=self.value(iri, "sl:statedOn"),
            lines=(int(first), int(last)) if first and last else None,
            start=int(self.value(selector, "oa:start") or 0) if selector else None,
            words=int(self.value(iri, "sl:words") or 0) or None,
            words_sha256=self.value(iri, "sl:wordsSha256"),
            begins=self.text(iri, "sl:begins"),
            ends=self.text(iri, "sl:ends"),
            end=int(self.value(selector, "oa:end") or 0) if selector else None,
        )
