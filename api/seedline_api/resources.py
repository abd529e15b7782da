"""IRIs at their own addresses: /id, /scheme, /graph and /skolem redirect (303) to /doc, which describes; /ontology.

Cool URIs for the Semantic Web (W3C, 2008), section 4.2.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from urllib.parse import quote, unquote

from fastapi import APIRouter, Query, Request
from starlette.responses import FileResponse, RedirectResponse, Response

import seedline_ontology
from seedline.errors import NotFound
from seedline.i18n import words
from seedline_api.html import SAFE_HEADERS
from seedline_api.http.cache import Kept, matches
from seedline_api.http.negotiation import RDF, RDF_BY_OTHER_NAMES, choose
from seedline_api.http.openapi import answers
from seedline_api.http.parameters import ignored
from seedline_api.http.problems import problem
from seedline_api.view_requests import done, sent
from seedline_api.work.desk import Desk

router = APIRouter(tags=["resources"])

_HTML = {"html": "text/html; charset=utf-8"}
_OFFERS = _HTML | RDF | RDF_BY_OTHER_NAMES
_OPEN = {"Vary": "Accept", "Access-Control-Allow-Origin": "*"}
PACKED = tuple(f"{ending}.gz{tail}" for ending in ("nq", "ttl") for tail in ("", ".sha256"))
"""Endings of the whole data as a build packs it."""
_CONTEXT = "/context.jsonld"
_REDIRECTS: dict[str, Any] = {"status_code": 303, "response_class": RedirectResponse}
_ANSWERS = answers(*(_HTML | RDF).values())
Lang = Annotated[str, Query(description="The language of a page: en, fr or es.")]

Form = Annotated[str, Query(alias="format", description="The ending of a form, as ttl; others are ignored.")]


@router.get("/id/{key:path}", summary="Where a thing is described", **_REDIRECTS)
async def thing(request: Request, key: str) -> Response:
    """Send a client to the description of a thing (303), in the form it asked for."""
    if (stands := _stands_for(request, key)) is not None:
        # Two records were found to be of one thing: the address that lost leads to the other for good.
        return _moved(request, f"/id/{quote(stands, safe='/')}")
    raw = _raw(request, "/id/")
    if request.url.query:
        # The question mark belongs to the IRI: nothing else is asked at this address.
        return _see(request, f"/doc?iri={quote(f'{_base(request)}id/{raw}?{request.url.query}', safe='')}")
    form = _form(choose(request.headers.get("accept"), _OFFERS))
    # A page needs no ending, but for a key that ends like one.
    ending = f".{form}" if form != "html" or key.endswith(tuple(f".{each}" for each in _HTML | RDF)) else ""
    return _see(request, f"/doc/{raw}{ending}")


@router.get("/scheme/{path:path}", summary="Where a scheme or a concept is described", **_REDIRECTS)
async def concept(request: Request, path: str) -> Response:
    """Send a client to the description of a scheme or of a concept (303)."""
    return _see_iri(request, seedline_ontology.SCHEME, "/scheme/")


@router.get("/graph/{path:path}", summary="Where a named graph is described", **_REDIRECTS)
async def graph(request: Request, path: str) -> Response:
    """Send a client to a named graph (303): a page about it, or all that stands in it."""
    return _see_iri(request, f"{_base(request)}graph/", "/graph/")


@router.get("/skolem/{path:path}", summary="Where a node without a name is described", **_REDIRECTS)
async def nameless(request: Request, path: str) -> Response:
    """Send a client to the description of a node that its source gives no name (303)."""
    return _see_iri(request, f"{_base(request)}skolem/", "/skolem/")


@router.get("/ontology", summary="The whole ontology", **_ANSWERS)
async def ontology(request: Request, lang: Lang = "en") -> Response:
    """Return the ontology: a page with every term, or Turtle, RDF/XML, JSON-LD, N-Triples by Accept."""
    return await _ontology(request, choose(request.headers.get("accept"), _OFFERS), lang)


@router.get("/ontology.{ending}", summary="The whole ontology in a form", **_ANSWERS)
async def ontology_in(request: Request, ending: str, lang: Lang = "en") -> Response:
    """Return the ontology in the form of an ending."""
    return await _ontology(request, ending if ending in _HTML | RDF else None, lang)


@router.get("/ontology/{version}", summary="A version of the ontology", **_REDIRECTS)
async def ontology_version(request: Request, version: str) -> Response:
    """Send a client to the ontology (303) where it is the version that is asked for; older ones are not kept."""
    if f"<{seedline_ontology.SL[:-1]}/{version}>" not in seedline_ontology.ontology().read_text("utf-8"):
        raise NotFound(f"the ontology here has another version than {version!r}")
    return _see(request, "/ontology")


@router.get("/shapes", summary="The shapes that the data keep", **_ANSWERS)
async def shapes(request: Request) -> Response:
    """Return the SHACL shapes: Turtle, RDF/XML, JSON-LD, N-Triples by Accept."""
    form = choose(request.headers.get("accept"), RDF | RDF_BY_OTHER_NAMES | _HTML)
    if form is None:
        return _unacceptable("the shapes")
    made = await done(request, "shapes", form="ttl" if form == "html" else _form(form))
    # A browser shows Turtle as text.
    return sent(request, made, "text/plain; charset=utf-8" if form == "html" else _OFFERS[form], _headers(form))


@router.get(_CONTEXT, summary="The context of our JSON-LD", **answers("application/ld+json"))
async def context(request: Request) -> Response:
    """Return the JSON-LD context; what we write in JSON-LD carries the part of it that it uses."""
    body = Kept.of(seedline_ontology.context().read_bytes())
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=86400"}
    return sent(request, body, "application/ld+json", headers)


async def packed(request: Request) -> Response:
    """Return the whole data, packed: data.nq.gz (every named graph), data.ttl.gz (the default graph), or a checksum.

    ``sha256sum -c`` reads the checksum beside the file under the name that it is given. Of a very large data set the
    build writes no files; `seedline export` does.
    """
    desk: Desk = request.app.state.desk
    engine = desk.engines.engine()
    name = "seedline." + request.scope["path"].partition("/data.")[2]
    file = engine.snapshot.path / "download" / name
    if not await asyncio.to_thread(file.is_file):
        raise NotFound("a build of so much data packs none: use seedline export")
    media = "text/plain; charset=us-ascii" if name.endswith(".sha256") else "application/gzip"
    headers = _OPEN | {"Cache-Control": "no-cache", "Seedline-Version": engine.version}
    headers |= {"ETag": f'"{engine.version}-{name}"', "X-Content-Type-Options": "nosniff"}
    if matches(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return FileResponse(file, media_type=media, headers=headers, filename=name)


for _name in PACKED:
    router.add_api_route(
        f"/data.{_name}", packed, summary="The whole data set, packed", **answers("application/gzip", "text/plain")
    )


@router.get("/download/{name}", include_in_schema=False)
async def download(request: Request, name: str) -> Response:
    """Lead from where the packed data stood to where it stands."""
    if name.removeprefix("seedline.") not in PACKED:
        raise NotFound(f"there is no file {name} here; there are {', '.join(f'/data.{each}' for each in PACKED)}")
    return _moved(request, f"/data.{name.removeprefix('seedline.')}")


@router.get("/doc", summary="The description of any IRI", **_ANSWERS)
async def describe_iri(request: Request, iri: str, lang: Lang = "en", form: Form = "") -> Response:
    """Describe any IRI that the data mentions, other people's included: in a form by its ending, or by Accept."""
    wanted = form if form in _HTML | RDF else choose(request.headers.get("accept"), _OFFERS)
    return await _describe(request, (iri,), wanted, lang)


@router.get("/doc/{key:path}", summary="The description of a thing", **_ANSWERS)
async def describe(request: Request, key: str, lang: Lang = "en") -> Response:
    """Describe a thing of ours: HTML, or a form of RDF by ending or Accept."""
    form = choose(request.headers.get("accept"), _OFFERS)
    raw = _raw(request, "/doc/")
    # Only known endings are taken off, from the right: "CT.0921" has none.
    for ending in _HTML | RDF:
        if key.endswith(f".{ending}"):
            key, raw = key.removesuffix(f".{ending}"), raw.removesuffix(f".{ending}")
            form = form if form is not None and _form(form) == ending else ending
            break
    if (stands := _stands_for(request, key)) is not None:
        return _moved(request, f"/doc/{quote(stands, safe='/')}")
    # An IRI may hold escapes, which an address that it is asked at loses.
    iris = dict.fromkeys(f"{_base(request)}id/{each}" for each in (key, raw))
    return await _describe(request, tuple(iris), form, lang)


async def _describe(request: Request, iris: tuple[str, ...], form: str | None, lang: str) -> Response:
    if form is None:
        return _unacceptable("a description")
    told = ignored(request) if _form(form) == "html" else {}
    made = await done(request, "description", iris=iris, form=_form(form), lang=words(lang).language, **told)
    return sent(request, made, _OFFERS[form], _headers(form))


async def _ontology(request: Request, form: str | None, lang: str) -> Response:
    if form is None:
        return _unacceptable("the ontology")
    told = ignored(request) if _form(form) == "html" else {}
    made = await done(request, "ontology", form=_form(form), lang=words(lang).language, **told)
    return sent(request, made, _OFFERS[form], _headers(form))


def _headers(form: str) -> dict[str, str]:
    headers = _OPEN | {"Cache-Control": "no-cache"}
    return headers | SAFE_HEADERS if form == "html" else headers


def _unacceptable(what: str) -> Response:
    offered = ", ".join(media.split(";")[0] for media in (_HTML | RDF).values())
    return problem(406, "Not acceptable", f"{what} can be sent as {offered}")


def _form(offer: str | None) -> str:
    """Return the form of an offer, a page where nothing offered will do: what is not there cannot be refused."""
    return (offer or "html").split()[0]


def _base(request: Request) -> str:
    desk: Desk = request.app.state.desk
    return desk.engines.engine().base


def _raw(request: Request, door: str) -> str:
    """Return what comes after a door's path as it stands in the address, escapes kept."""
    raw = request.scope.get("raw_path", b"").decode("ascii", "replace").partition("?")[0]
    _, found, rest = raw.partition(door)
    return rest if found else quote(unquote(request.scope["path"].partition(door)[2]), safe="/")


def _see_iri(request: Request, space: str, door: str) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    # Escapes stay as they are: which of both the data hold is told by whoever looks it up.
    return _see(request, f"/doc?iri={quote(f'{space}{_raw(request, door)}{query}', safe='')}")


def _stands_for(request: Request, key: str) -> str | None:
    desk: Desk = request.app.state.desk
    return desk.engines.engine().stands_for(key)


def _moved(request: Request, path: str) -> Response:
    desk: Desk = request.app.state.desk
    return RedirectResponse(desk.settings.address_of(path), status_code=301, headers=_OPEN)


def _see(request: Request, path: str) -> Response:
    desk: Desk = request.app.state.desk
    return RedirectResponse(desk.settings.address_of(path), status_code=303, headers=_OPEN)
