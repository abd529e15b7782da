"""Descriptions of things, as pages and as RDF, and of the ontology's terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from seedline.document.description import Description, describe, description_rdf
from seedline.document.terms import file_rdf, terms_of
from seedline.document.types import Place
from seedline.errors import InputError, NotFound
from seedline.i18n import words
from seedline.triples import NamedNode
from seedline_api.rendering.finding import index_of
from seedline_api.rendering.things import Things
from seedline_api.rendering.told import ThingPage

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Made, Renderer


def description(renderer: Renderer, iris: Sequence[str], form: str, lang: str) -> Made:
    """Return what is said about the first of some spellings of an IRI, as ``html`` or in a format of RDF."""
    details = renderer.tracer.details
    found = _found(renderer, iris, lang)
    iri = found.iri
    if form != "html":
        return description_rdf(details, [iri], form), {}
    say = words(lang)
    things = Things(renderer.tracer.network, details, say)
    index = index_of(renderer.tracer.snapshot)
    seeds = index.seeds_of(iri)
    told = things.page(iri)
    page = renderer.site.page(
        "doc.html", lang=lang, at=renderer.site.doc(iri), description=found, tracer=renderer.tracer,
        page=told, name=things.name, notes=say.english["site"], theirs=details.is_theirs(iri),
        passages_here=any(place.words_sha256 for place in _places(found, told)),
        seeds=seeds, more_seeds=index.seed_count(iri) - len(seeds),
    )  # fmt: skip
    return page, {}


def _places(description: Description, page: ThingPage) -> Iterator[Place]:
    yield from description.evidence
    for statement in description.statements:
        yield from statement.evidence
    for group in page.groups:
        for line in group.lines:
            yield from line.places


def _found(renderer: Renderer, iris: Sequence[str], lang: str) -> Description:
    tried = dict.fromkeys((*iris, *map(unquote, iris)))
    wrong = 0
    for iri in tried:
        try:
            NamedNode(iri)
        except ValueError:
            wrong += 1
            continue
        found = describe(renderer.tracer.details, iri, words(lang).language)
        if found.statements or found.mentions:
            return found
    if wrong == len(tried):
        raise InputError(f"{iris[0]!r} is no absolute IRI, as https://example.org/a")
    raise NotFound(f"nothing here is said about <{iris[0]}>")


def shapes(renderer: Renderer, form: str) -> Made:
    """Return the shapes in a format of RDF."""
    return file_rdf("shapes", form), {}


def ontology(renderer: Renderer, form: str, lang: str) -> Made:
    """Return the whole ontology, as a page of all its terms or in a format of RDF."""
    if form != "html":
        return file_rdf("ontology", form), {}
    tracer = renderer.tracer
    page = renderer.site.page(
        "ontology.html", lang=lang, at="/ontology", groups=terms_of(tracer.details, words(lang).language)
    )
    return page, {}
