"""Things at their own addresses: /id redirects to /doc, and /doc describes (Cool URIs, 303)."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from seedline.i18n import words
from seedline_api.html import SAFE_HEADERS
from seedline_api.http.negotiation import choose
from seedline_api.http.openapi import answers
from seedline_api.http.problems import problem
from seedline_api.view_requests import done, sent
from seedline_api.work.desk import Desk

router = APIRouter(tags=["resources"])

_OFFERS = {
    "html": "text/html; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
}


@router.get("/id/{key:path}", summary="Where a thing is described", status_code=303, response_class=RedirectResponse)
async def redirect(request: Request, key: str) -> Response:
    """Send a client to the description of a thing (303), in the form it asked for."""
    desk: Desk = request.app.state.desk
    format_ = choose(request.headers.get("accept"), _OFFERS) or "html"
    ending = "" if format_ == "html" else f".{format_}"
    address = desk.settings.address_of(f"/doc/{quote(key, safe='/')}{ending}")
    return RedirectResponse(address, status_code=303, headers={"Vary": "Accept", "Access-Control-Allow-Origin": "*"})


@router.get("/doc", summary="The description of any IRI", **answers(*_OFFERS.values()))
async def describe_iri(request: Request, iri: str, lang: str = "en") -> Response:
    """Describe any IRI that the data mentions, other people's included."""
    return await _describe(request, iri, choose(request.headers.get("accept"), _OFFERS), lang)


@router.get("/doc/{key:path}", summary="The description of a thing", **answers(*_OFFERS.values()))
async def describe(request: Request, key: str, lang: str = "en") -> Response:
    """Describe a thing of ours: HTML, or Turtle, JSON-LD, N-Triples by ending or Accept."""
    desk: Desk = request.app.state.desk
    engine = desk.engines.engine()
    format_ = choose(request.headers.get("accept"), _OFFERS)
    # Only known endings are taken off, from the right: "CT.0921" has none.
    for ending in ("ttl", "jsonld", "nt", "html"):
        if key.endswith(f".{ending}"):
            key, format_ = key.removesuffix(f".{ending}"), ending
            break
    return await _describe(request, f"{engine.base}id/{key}", format_, lang)


async def _describe(request: Request, iri: str, format_: str | None, lang: str) -> Response:
    if format_ is None:
        return problem(406, "Not acceptable", f"a description can be sent as {', '.join(_OFFERS.values())}")
    made = await done(request, "description", iri=iri, form=format_, lang=words(lang).language)
    headers = {"Vary": "Accept", "Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}
    if format_ == "html":
        headers |= SAFE_HEADERS
    return sent(request, made, _OFFERS[format_], headers)
