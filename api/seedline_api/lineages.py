"""Lineages as JSON, and the schema they keep."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from seedline.ingest.schema import case_schema
from seedline.lineage import schema
from seedline_api.parameters import Depth
from seedline_api.serving import Serving

router = APIRouter(prefix="/api", tags=["lineages"])


@router.get("/lineage", summary="The lineage of a thing given by any IRI or identifier")
def lineage_of(request: Request, iri: str, up: Depth = None, down: Depth = None) -> dict[str, Any]:
    """Return what came before a thing and what followed, with money and evidence."""
    serving: Serving = request.app.state.serving
    return serving.tracer().lineage(iri, up=up, down=down)


@router.get("/lineage/{identifier:path}", summary="The lineage of a thing")
def lineage(request: Request, identifier: str, up: Depth = None, down: Depth = None) -> dict[str, Any]:
    """Return what came before a project, product or programme and what followed, with money and evidence."""
    serving: Serving = request.app.state.serving
    return serving.tracer().lineage(identifier, up=up, down=down)


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
    home = request.app.state.serving.home()
    return {
        "current": home.current_version(),
        "versions": [
            {"version": s.version, "dates": s.manifest["dates"], "counts": s.manifest["counts"]} for s in home.list()
        ],
    }
