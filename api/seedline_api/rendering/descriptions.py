"""Descriptions of things, as pages and as RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seedline.document.description import describe, description_rdf
from seedline.errors import InputError, NotFound
from seedline.i18n import words
from seedline.triples import NamedNode
from seedline_api.rendering.finding import index_of
from seedline_api.rendering.things import Things

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Made, Renderer


def description(renderer: Renderer, iri: str, form: str, lang: str) -> Made:
    """Return what is said about an IRI, as ``html`` or in a format of RDF."""
    try:
        NamedNode(iri)
    except ValueError as error:
        raise InputError(f"{iri!r} is no absolute IRI, as https://example.org/a") from error
    details = renderer.tracer.details
    found = describe(details, iri)
    if not found.statements and not found.mentions:
        raise NotFound(f"nothing here is said about <{iri}>")
    if form != "html":
        return description_rdf(details, [iri], form), {}
    say = words(lang)
    things = Things(renderer.tracer.network, details, say)
    page = renderer.site.page(
        "doc.html", lang=lang, at=renderer.site.doc(iri), description=found, tracer=renderer.tracer,
        page=things.page(iri), name=things.name, notes=say.english["site"],
        seeds=index_of(renderer.tracer.snapshot).seeds_of(iri),
    )  # fmt: skip
    return page, {}
