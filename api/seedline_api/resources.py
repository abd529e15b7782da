"""Things at their own addresses: /id redirects to /doc, and /doc describes (Cool URIs, 303)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from seedline.document.description import describe as describe_thing
from seedline.document.description import description_rdf
from seedline.errors import NotFound
from seedline.i18n import words
from seedline_api.current import Serving
from seedline_api.finding import index_of
from seedline_api.html import doc_address, render_page
from seedline_api.http.negotiation import choose
from seedline_api.http.problems import problem
from seedline_api.things import Things

router = APIRouter(tags=["resources"])

_OFFERS = {
    "html": "text/html; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
}


@router.get("/id/{key:path}", summary="Where a thing is described")
def redirect(request: Request, key: str) -> Response:
    """Send a client to the description of a thing (303), in the form it asked for."""
    serving: Serving = request.app.state.serving
    format_ = choose(request.headers.get("accept"), _OFFERS) or "html"
    ending = "" if format_ == "html" else f".{format_}"
    address = doc_address(serving, f"{serving.tracer().snapshot.base}id/{key}") + ending
    return RedirectResponse(address, status_code=303, headers={"Vary": "Accept", "Access-Control-Allow-Origin": "*"})


@router.get("/doc", summary="The description of any IRI")
def describe_iri(request: Request, iri: str) -> Response:
    """Describe any IRI that the data mentions, other people's included."""
    return _describe(request, iri, choose(request.headers.get("accept"), _OFFERS))


@router.get("/doc/{key:path}", summary="The description of a thing")
def describe(request: Request, key: str) -> Response:
    """Describe a thing of ours: HTML, or Turtle, JSON-LD, N-Triples by ending or Accept."""
    serving: Serving = request.app.state.serving
    format_ = choose(request.headers.get("accept"), _OFFERS)
    # Only known endings are taken off, from the right: "CT.0921" has none.
    for ending in ("ttl", "jsonld", "nt", "html"):
        if key.endswith(f".{ending}"):
            key, format_ = key.removesuffix(f".{ending}"), ending
            break
    return _describe(request, f"{serving.tracer().snapshot.base}id/{key}", format_)


def _describe(request: Request, iri: str, format_: str | None) -> Response:
    serving: Serving = request.app.state.serving
    if format_ is None:
        return problem(406, "Not acceptable", f"a description can be sent as {', '.join(_OFFERS.values())}")
    tracer = serving.tracer()
    description = describe_thing(tracer.details, iri)
    if not description.statements and not description.mentions:
        raise NotFound(f"nothing here is said about <{iri}>")
    headers = {
        "Vary": "Accept",
        "Access-Control-Allow-Origin": "*",
        "Seedline-Version": tracer.snapshot.version,
    }
    if format_ != "html":
        body = description_rdf(tracer.details, iri, format_)
        return Response(body, media_type=_OFFERS[format_], headers=headers)
    say = words(request.query_params.get("lang", "en"))
    things = Things(tracer.network, tracer.details, say)
    page = render_page(
        request, "doc.html", description=description, tracer=tracer, page=things.page(iri), name=things.name,
        seeds=index_of(tracer.snapshot).seeds_of(iri), notes=say.english["site"],
    )  # fmt: skip
    page.headers.update(headers)
    return page
