"""The start page and the documentation of the API."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from seedline_api.html import render_page
from seedline_api.serving import Serving

router = APIRouter(include_in_schema=False)


@router.get("/")
def start(request: Request) -> HTMLResponse:
    """Return the start page: one row for each seed project."""
    serving: Serving = request.app.state.serving
    tracer = serving.tracer()
    seeds = sorted(node for node, kind in tracer.network.kinds.items() if kind == "seedProject")
    documents = [tracer.lineage(seed) for seed in seeds]
    rows = [(document, next(n for n in document["nodes"] if n["iri"] == document["focus"])) for document in documents]
    return render_page(request, "start.html", rows=rows, dates=tracer.snapshot.manifest["dates"])


@router.get("/docs")
def api_docs(request: Request) -> HTMLResponse:
    """Return the documentation of the HTTP API, made from its OpenAPI description."""
    return render_page(request, "docs.html", api=request.app.openapi())
