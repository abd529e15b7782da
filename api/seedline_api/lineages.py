"""Lineages as JSON, and the schema they keep."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from seedline.document.types import schema
from seedline.ingest.schema import case_schema
from seedline.views.choice import Choice
from seedline.views.request import ViewRequest
from seedline.views.subject import MOST_CHOSEN, Subject
from seedline_api.current import Serving
from seedline_api.http.cache import Kept
from seedline_api.http.parameters import chosen
from seedline_api.view_requests import done, sent

router = APIRouter(prefix="/api", tags=["lineages"])


Chosen = Annotated[Choice, Depends(chosen)]


async def _document(request: Request, name: str, **parameters: Any) -> Response:
    made = await done(request, name, **parameters)
    return sent(request, made, "application/json", {"Cache-Control": "no-cache"})


@router.get("/lineage", summary="The lineage of a thing given by any IRI or identifier")
async def lineage_of(request: Request, iri: str, choice: Chosen) -> Response:
    """Return what came before a thing and what followed, with money and evidence."""
    return await _document(request, "lineage", asked=ViewRequest(Subject("lineage", iri), choice))


@router.get("/lineage/{identifier:path}", summary="The lineage of a thing")
async def lineage(request: Request, identifier: str, choice: Chosen) -> Response:
    """Return what came before a project, product or programme and what followed, with money and evidence."""
    return await lineage_of(request, identifier, choice)


@router.get("/lineages", summary="The lineages of this snapshot, as components")
async def components(
    request: Request,
    start: Annotated[int, Query(ge=0, le=1_000_000_000, description="How many of the largest to leave out.")] = 0,
    count: Annotated[int, Query(ge=1, le=1000, description="Most lineages to list.")] = 100,
) -> Response:
    """Return the sets of things that steps join into one lineage, with their seeds, largest first, and their number."""
    return await _document(request, "components", start=start, count=count)


@router.get("/paths", summary="Every way from one thing to another")
async def paths(
    request: Request,
    start: Annotated[str, Query(alias="from", description="Code, identifier or IRI of the earlier thing.")],
    end: Annotated[str, Query(alias="to", description="Code, identifier or IRI of the later thing.")],
    limit: Annotated[int, Query(ge=1, le=1000, description="Most ways to list.")] = 100,
) -> Response:
    """Return every way from one thing to a later one, and everything between; ``cut`` says if some are left out."""
    return await _document(request, "paths", start=start, end=end, limit=limit)


@router.get("/select", summary="The things that a selection names")
async def selection(
    request: Request,
    select: Annotated[
        str, Query(max_length=2000, description="As +CT.0921, CT.0921+2, @CT.0921, status:achieved, sdg:8.8 …")
    ],
    exclude: Annotated[str | None, Query(max_length=2000, description="A selection to take away.")] = None,
    start: Annotated[int, Query(ge=0, le=1_000_000_000, description="How many of the first to leave out.")] = 0,
    count: Annotated[int, Query(ge=0, le=MOST_CHOSEN, description="Most things to list.")] = MOST_CHOSEN,
) -> Response:
    """Return what a selection names, at any size: counts by kind and status, sums per currency, and its things.

    An error says at which position it cannot be understood, and what is near to a name that nothing has.
    """
    return await _document(request, "select", select=select, exclude=exclude, start=start, count=count)


@router.get("/schema/lineage.json", summary="The JSON Schema of a lineage")
async def lineage_schema(request: Request) -> Response:
    """Return the JSON Schema (2020-12) that every lineage keeps."""
    return _told(request, schema())


@router.get("/schema/case.json", summary="The JSON Schema of a case file")
async def case_file_schema(request: Request) -> Response:
    """Return the JSON Schema (2020-12) by which editors complete case files."""
    return _told(request, case_schema())


@router.get("/versions", summary="The snapshots of this server")
async def versions(request: Request) -> Response:
    """Return the snapshots, with the dates and sizes of each."""
    serving: Serving = request.app.state.serving
    kept = await asyncio.to_thread(serving.home().list)
    return _told(
        request,
        {
            "current": serving.engine().version,
            "versions": [
                {"version": s.version, "dates": s.manifest["dates"], "counts": s.manifest["counts"]} for s in kept
            ],
        },
    )


def _told(request: Request, content: dict[str, Any]) -> Response:
    serving: Serving = request.app.state.serving
    headers = {"Cache-Control": "no-cache", "Seedline-Version": serving.engine().version}
    body = Kept.of(json.dumps(content, ensure_ascii=False).encode())
    return sent(request, body, "application/json", headers)
