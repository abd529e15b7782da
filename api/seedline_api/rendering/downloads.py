"""The data as a whole: what can be taken along, the words of the vocabulary, and what changed as a feed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seedline.document.details import Details
from seedline.errors import Gone, SnapshotBroken
from seedline.formats.differences import differences
from seedline.i18n import words
from seedline.i18n.words import Words, begin
from seedline.triples import Literal, NamedNode, term
from seedline.triples.rdf import serialise

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Made, Renderer

DUMPS = {"nq": "N-Quads", "trig": "TriG", "ttl": "Turtle"}
"""Forms of the whole data: with its graphs, or what all sources say together (Turtle)."""
#: Concepts of a scheme that the glossary shows; longer ones are lists of codes.
_CONCEPTS = 60
_ENTRIES, _LINES = 10, 50
#: Steps of a version beyond which the feed counts and does not list.
_STEPS = 20_000


def page(renderer: Renderer, lang: str) -> Made:
    """Return what can be taken along, under which licence, and how to cite it."""
    snapshot = renderer.tracer.snapshot
    # A build of a very large data set writes none.
    packed = sorted(file.name.replace("seedline", "data", 1) for file in (snapshot.path / "download").glob("*.gz"))
    made = renderer.site.page(
        "data.html", lang=lang, at="/data", manifest=snapshot.manifest, dumps=DUMPS, packed=packed
    )
    return made, {}


def dump(renderer: Renderer, form: str) -> Made:
    """Return the whole data in a form: every named graph, or as Turtle what they say together."""
    store = renderer.tracer.snapshot.store
    if form == "ttl":
        return serialise(store.quads(None), form), {}
    return serialise((quad for quad in store.everywhere() if isinstance(quad.graph_name, NamedNode)), form), {}


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the vocabulary: its name, what people call it, and what it means, perhaps in another language."""

    iri: str
    name: str
    label: str
    meaning: str
    language: str


def _term(read: Details, iri: str, name: str, meaning: str, lang: str) -> Term:
    said = {value.language or "en": value.value for value in read.objects(iri, meaning) if isinstance(value, Literal)}
    language = lang if lang in said else next(iter(sorted(said)), lang)
    return Term(iri, name, begin(read.label(iri, lang)), said.get(language, ""), language)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A closed list of words, with how many there are."""

    key: str
    title: str
    meaning: str
    language: str
    words: tuple[Term, ...]
    count: int


def glossary(renderer: Renderer, lang: str) -> Made:
    """Return what the words of statuses, relations, stages and all closed lists mean."""
    read = renderer.tracer.details
    schemes = []
    for iri in read.subjects("rdf:type", term("skos:ConceptScheme").value):
        about = _term(read, iri, "", "dcterms:description", lang)
        concepts = read.subjects("skos:inScheme", iri)
        told = [
            _term(read, concept, read.value(concept, "skos:notation") or "", "skos:definition", lang)
            for concept in sorted(concepts, key=lambda c: (_order(read, c), c))
        ] if len(concepts) <= _CONCEPTS else []  # fmt: skip
        key = iri.rsplit("/", 1)[-1]
        schemes.append(Scheme(key, about.label, about.meaning, about.language, tuple(told), len(concepts)))
    schemes.sort(key=lambda scheme: scheme.title)
    return renderer.site.page("glossary.html", lang=lang, at="/glossary", schemes=schemes), {}


def _order(read: Details, concept: str) -> int:
    value = read.value(concept, "sl:order") or ""
    return int(value) if value.lstrip("-").isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Changed:
    """A version and what changed in it, beside the one before."""

    version: str
    before: str
    finished: str
    counts: dict[str, int]
    rows: tuple[tuple[str, ...], ...]
    total: int


def feed(renderer: Renderer, lang: str) -> Made:
    """Return the versions that are kept, the newest first, and what changed in each, as Atom (RFC 4287)."""
    say = words(lang)
    return renderer.site.page("feed.xml", lang=say.language, at="/feed.atom", entries=list(_changes(renderer, say))), {}


def _changes(renderer: Renderer, say: Words) -> Iterator[Changed]:
    kept = []
    for snapshot in renderer.home.list():
        try:
            kept.append((snapshot.manifest["run"]["finished"], snapshot.version, snapshot.manifest["counts"]))
        except (SnapshotBroken, KeyError):
            # What another edition wrote is no version to tell of.
            continue
    kept.sort(reverse=True)
    for (finished, version, counts), older in zip(kept[:_ENTRIES], [*kept[1:], None], strict=False):
        rows: list[tuple[str, ...]] = []
        if older and max(counts["step"], older[2]["step"]) <= _STEPS:
            try:
                old, new = renderer.tracer_of(older[1]), renderer.tracer_of(version)
                rows = [tuple(cell or "–" for cell in row) for row in differences(old, new)]
            except Gone:
                rows = []
        yield Changed(version, older[1] if older else "", finished, counts, tuple(rows[:_LINES]), len(rows))
