"""Pictures, their other forms, and the pages around them."""

from __future__ import annotations

import asyncio
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from seedline.draw.drawing import EDITION
from seedline.errors import NotFound
from seedline.formats.forms import FORMS, split_ending
from seedline.sandbox import Answer
from seedline.views.request import ViewRequest
from seedline.views.subject import Subject
from seedline_api.html import SAFE_HEADERS, render_page
from seedline_api.http.cache import Kept
from seedline_api.http.openapi import HTML, answers
from seedline_api.http.parameters import End, Excluded, Selection, Start, Wanted, ignored
from seedline_api.pinning import may_pin
from seedline_api.view_requests import Asked, done, outdated, pinned, pins, sent, viewed
from seedline_api.work.desk import Desk

router = APIRouter(tags=["views"])
_CLOSED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
# The single file brings its script with it; its own policy, stricter, names that script by its hash.
_POLICIES = {
    "svg": "default-src 'none'; style-src 'unsafe-inline'",
    "html": f"{_CLOSED}; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
_PAGE = answers(HTML)
_ANY = answers(HTML, *(form.media for form in FORMS.values()))
_DOWNLOADED = {"docx", "xlsx", "dossier.xlsx"}


@router.get("/view/lineage", summary="A lineage given by any IRI or identifier, as a page", **_PAGE)
@router.get(
    "/view/lineage.{ending}", summary="A lineage given by any IRI or identifier, in the form of an ending", **_ANY
)
@router.get("/view/lineage/{identifier:path}", summary="A lineage as a page, or in the form of an ending", **_ANY)
async def lineage(request: Request, asked: Asked, identifier: str = "", iri: str = "", ending: str = "") -> Response:
    """Return the page of a lineage, or with an ending (``.svg``, ``.pdf``, ``.ttl`` …) that form of it."""
    name, ending = _named(identifier, iri, ending)
    return await _answer(request, Subject.asked(name), ending, asked)


@router.get("/view/component", summary="A whole component given by any IRI or identifier, as a page", **_PAGE)
@router.get(
    "/view/component.{ending}",
    summary="A whole component given by any IRI or identifier, in the form of an ending",
    **_ANY,
)
@router.get(
    "/view/component/{identifier:path}", summary="A whole component as a page, or in the form of an ending", **_ANY
)
async def component(request: Request, asked: Asked, identifier: str = "", iri: str = "", ending: str = "") -> Response:
    """Return the whole component that a thing stands in, its stages relative to all its seeds."""
    name, ending = _named(identifier, iri, ending)
    return await _answer(request, Subject.asked(name, component=True), ending, asked)


@router.get("/view/paths", summary="Everything between two things, as a page", **_PAGE)
@router.get("/view/paths.{ending}", summary="Everything between two things, in the form of an ending", **_ANY)
async def paths(request: Request, asked: Asked, start: Start = "", end: End = "", ending: str = "") -> Response:
    """Return every way from one thing to a later one, and all that stands on them; without ends, a form to ask."""
    if not (start or end or ending):
        return _choosing(request)
    return await _answer(request, Subject.asked(start=start, end=end), ending, asked)


@router.get("/view", summary="The things that a selection names, as a page", **_PAGE)
@router.get("/view.{ending}", summary="The things that a selection names, in the form of an ending", **_ANY)
async def selection(
    request: Request, asked: Asked, select: Selection = "", exclude: Excluded = "", ending: str = ""
) -> Response:
    """Return the things that a selection names with the steps between them; without one, a form to ask."""
    if not (select or exclude or ending):
        return _choosing(request)
    return await _answer(request, Subject.asked(select=select, exclude=exclude), ending, asked)


def _named(identifier: str, iri: str, ending: str) -> tuple[str, str]:
    # An IRI keeps whatever it ends with; only an address can have an ending of ours.
    return split_ending(identifier) if identifier else (iri, ending)


def _choosing(request: Request) -> Response:
    return render_page(request, "choose.html", asked=request.query_params, **ignored(request))


async def _answer(request: Request, subject: Subject, ending: str, wanted: Wanted) -> Response:
    ending = ending or wanted.form
    if ending and ending not in FORMS:
        raise NotFound(f"a view has no form .{ending}; it has {', '.join(f'.{name}' for name in FORMS)}")
    asked = viewed(subject, wanted, ending)
    # A page is made anew while its edition is drawn; after that the single file that was kept stands for it.
    form = ending or "html"
    kept = await asyncio.to_thread(pinned, request, asked, form) if ending or outdated(asked) else None
    if kept is not None:
        return _sent(request, kept, form, asked.version, subject.name)
    if not ending:
        return await _page(request, asked)
    made = await done(request, "form", asked=asked, ending=ending)
    told = made.headers
    more = {"Link": told["Link"]}
    if asked.look.width != wanted.look.width and ending == "png":
        more["Content-Location"] = _located(request, asked.look.width)
    return _sent(
        request, made, ending, told["Seedline-Version"], told["Name"], immutable=bool(asked.edition), more=more
    )


def _located(request: Request, width: int) -> str:
    """Return the address of the picture that is sent, where it is not as wide as was asked for."""
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "width"]
    return f"{request.scope['raw_path'].decode('ascii')}?{urlencode([*query, ('width', str(width))])}"


def _sent(
    request: Request,
    made: Answer | Kept,
    ending: str,
    version: str,
    name: str,
    *,
    immutable: bool = True,
    more: dict[str, str] | None = None,
) -> Response:
    how = "attachment" if ending in _DOWNLOADED else "inline"
    headers = {
        "Seedline-Version": version,
        # A pinned edition never changes; all else is asked for again, and mostly answered with 304.
        "Cache-Control": "public, max-age=31536000, immutable" if immutable else "no-cache",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Content-Security-Policy": _POLICIES.get(ending, "default-src 'none'"),
        "Content-Disposition": f'{how}; filename="{_file(name)}.{ending}"',
        **(more or {}),
    }
    return sent(request, made, FORMS[ending].media, headers)


async def _page(request: Request, asked: ViewRequest) -> Response:
    desk: Desk = request.app.state.desk
    engine = desk.engines.engine()
    # What was kept since the page was made shows on it.
    since = await asyncio.to_thread(pins(request).changed, f"{asked.data or engine.version}.{EDITION}")
    made = await done(request, "page", asked=asked, may_keep=may_pin(request), since=since, **ignored(request))
    # The words and scripts around a picture change with the server, whatever edition draws it.
    told = {"Seedline-Version": made.headers["Seedline-Version"], "Link": made.headers["Link"]}
    return sent(request, made, "text/html; charset=utf-8", {**SAFE_HEADERS, **told, "Cache-Control": "no-cache"})


def _file(name: str) -> str:
    kept = "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in name)
    return kept.encode("ascii", "replace").decode().replace("?", "-")[:80]
