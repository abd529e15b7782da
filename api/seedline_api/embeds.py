"""Pictures within other people's pages: frames, and oEmbed."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from seedline.errors import InputError
from seedline.views.subject import Subject
from seedline_api.html import SAFE_HEADERS
from seedline_api.http.openapi import HTML, answers
from seedline_api.http.parameters import End, Excluded, Selection, Start, Wanted
from seedline_api.http.problems import problem
from seedline_api.view_requests import Asked, done, sent, viewed
from seedline_api.work.desk import Desk

router = APIRouter(tags=["views"])
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?", re.IGNORECASE)


@router.get("/embed/lineage", summary="A lineage given by any IRI, for frames", **answers(HTML))
@router.get("/embed/lineage/{identifier:path}", summary="A lineage for frames", **answers(HTML))
async def lineage(request: Request, asked: Asked, identifier: str = "", iri: str = "", target: str = "") -> Response:
    """Return a lineage for a frame; ``target`` is the origin that is told of its height and of what is chosen."""
    return await _frame(request, Subject.asked(identifier or iri), asked, target)


@router.get("/embed/component", summary="A whole component given by any IRI, for frames", **answers(HTML))
@router.get("/embed/component/{identifier:path}", summary="A whole component for frames", **answers(HTML))
async def component(request: Request, asked: Asked, identifier: str = "", iri: str = "", target: str = "") -> Response:
    """Return the whole component that a thing stands in, for a frame."""
    return await _frame(request, Subject.asked(identifier or iri, component=True), asked, target)


@router.get("/embed/paths", summary="Everything between two things, for frames", **answers(HTML))
async def paths(request: Request, start: Start, end: End, asked: Asked, target: str = "") -> Response:
    """Return every way from one thing to a later one, for a frame."""
    return await _frame(request, Subject.asked(start=start, end=end), asked, target)


@router.get("/embed", summary="The things that a selection names, for frames", **answers(HTML))
async def selection(
    request: Request, select: Selection, asked: Asked, exclude: Excluded = "", target: str = ""
) -> Response:
    """Return the things that a selection names with the steps between them, for a frame."""
    return await _frame(request, Subject.asked(select=select, exclude=exclude), asked, target)


async def _frame(request: Request, subject: Subject, asked: Wanted, target: str) -> Response:
    if target and not _ORIGIN.fullmatch(target):
        raise InputError(f"target is the origin of the page around the frame, as https://example.org; not {target!r}")
    desk: Desk = request.app.state.desk
    made = await done(request, "frame", asked=viewed(subject, asked), target=target)
    policy = SAFE_HEADERS["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", f"frame-ancestors {desk.settings.frame_ancestors}"
    )
    headers = {**SAFE_HEADERS, "Content-Security-Policy": policy, "Cache-Control": "no-cache"}
    return sent(request, made, "text/html; charset=utf-8", headers)


@router.get("/oembed", summary="oEmbed: how to embed a view", **answers("application/json", "text/xml"))
async def oembed(
    request: Request,
    url: Annotated[str, Query(max_length=2000)],
    maxwidth: Annotated[int | None, Query(ge=1, le=100_000)] = None,
    maxheight: Annotated[int | None, Query(ge=1, le=100_000)] = None,
    format: str = "json",
) -> Response:
    """Return the frame of a view of this server as oEmbed 1.0, no larger than was asked for."""
    if format not in {"json", "xml"}:
        return problem(501, "Not implemented", f"oEmbed is answered as json or xml, not {format!r}")
    made = await done(request, "oembed", url=url, maxwidth=maxwidth, maxheight=maxheight, form=format)
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}
    return sent(request, made, made.headers["Content-Type"], headers)
