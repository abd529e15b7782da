"""Lineages as JSON, and the schema they keep."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from seedline.document.types import schema
from seedline.ingest.schema import case_schema
from seedline.lineage.selection import select as choose_nodes
from seedline.views.choice import Choice
from seedline.views.view import View
from seedline_api.current import Serving
from seedline_api.http.parameters import chosen

router = APIRouter(prefix="/api", tags=["lineages"])


Chosen = Annotated[Choice, Depends(chosen)]


@router.get("/lineage", summary="The lineage of a thing given by any IRI or identifier")
def lineage_of(request: Request, iri: str, choice: Chosen) -> dict[str, Any]:
    """Return what came before a thing and what followed, with money and evidence."""
    serving: Serving = request.app.state.serving
    return View.of(serving.tracer(), iri, choice=choice).document.json()


@router.get("/lineage/{identifier:path}", summary="The lineage of a thing")
def lineage(request: Request, identifier: str, choice: Chosen) -> dict[str, Any]:
    """Return what came before a project, product or programme and what followed, with money and evidence."""
    return lineage_of(request, identifier, choice)


@router.get("/lineages", summary="The lineages of this snapshot, as components")
def components(
    request: Request,
    start: Annotated[int, Query(ge=0, description="How many of the largest to leave out.")] = 0,
    count: Annotated[int, Query(ge=1, le=1000, description="Most lineages to list.")] = 100,
) -> dict[str, Any]:
    """Return the sets of things that steps join into one lineage, with their seeds, largest first, and their number."""
    tracer = request.app.state.serving.tracer()
    found: dict[str, Any] = tracer.components(start, count)
    return {"version": tracer.snapshot.version, **found}


@router.get("/paths", summary="Every way from one thing to another")
def paths(
    request: Request,
    start: Annotated[str, Query(alias="from", description="Code, identifier or IRI of the earlier thing.")],
    end: Annotated[str, Query(alias="to", description="Code, identifier or IRI of the later thing.")],
    limit: Annotated[int, Query(ge=1, le=1000, description="Most ways to list.")] = 100,
) -> dict[str, Any]:
    """Return every way from one thing to a later one, and everything between; ``cut`` says if some are left out."""
    tracer = request.app.state.serving.tracer()
    return {"version": tracer.snapshot.version, **tracer.paths(start, end, limit=limit).json()}


@router.get("/select", summary="The things that a selection names")
def selection(
    request: Request,
    select: Annotated[str, Query(description="As +CT.0921, CT.0921+2, @CT.0921, status:achieved, sdg:8.8 …")],
    exclude: Annotated[str | None, Query(description="A selection to take away.")] = None,
) -> dict[str, Any]:
    """Return the things that a selection names; an error says at which position it cannot be understood."""
    tracer = request.app.state.serving.tracer()
    chosen = choose_nodes(tracer, select, exclude)
    nodes = [{"iri": iri, "id": tracer.details.id(iri), "label": tracer.details.label(iri)} for iri in chosen]
    return {"version": tracer.snapshot.version, "nodes": nodes}


@router.get("/schema/lineage.json", summary="The JSON Schema of a lineage")
def lineage_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that every lineage keeps."""
    return schema()


@router.get("/schema/case.json", summary="The JSON Schema of a case file")
def case_file_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) by which editors complete case files."""
    return case_schema()


@router.get("/versions", summary="The snapshots of this server")
def versions(request: Request) -> dict[str, Any]:
    """Return the snapshots, with the dates and sizes of each."""
    serving = request.app.state.serving
    return {
        "current": serving.engine().version,
        "versions": [
            {"version": s.version, "dates": s.manifest["dates"], "counts": s.manifest["counts"]}
            for s in serving.home().list()
        ],
    }
