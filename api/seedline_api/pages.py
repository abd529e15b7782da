"""The start page and the documentation of the API."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from seedline.document.types import Document
from seedline.errors import NotFound
from seedline.i18n import words
from seedline.i18n.words import plain
from seedline.money.overview import Overview
from seedline.triples import OURS
from seedline_api.current import Serving
from seedline_api.html import render_page

router = APIRouter(include_in_schema=False)


#: Seeds on one start page.
_SEEDS = 100


@router.get("/")
def start(request: Request, start: Annotated[int, Query(ge=0)] = 0) -> HTMLResponse:
    """Return the start page: one row for each seed project, a hundred at once."""
    serving: Serving = request.app.state.serving
    tracer = serving.tracer()
    manifest = tracer.snapshot.manifest
    rows = [_row(tracer.lineage(seed)) for seed in tracer.network.nodes_of_kind("seedProject", start, start + _SEEDS)]
    told, every = Overview.of(manifest["overview"]), manifest["counts"]["seedProject"]
    if start and not rows:
        raise NotFound(f"there are {every} seeds, none after {start}")
    say = words(request.query_params.get("lang", "en"))
    seeds_sum = say.listed(
        [say.amount(plain(sum_), currency, whole=True) for currency, sum_ in told.seed_amounts.items()]
    )
    sums = [say.amount(plain(sum_), currency, bound, whole=True) for currency, (sum_, bound) in told.follow_on.items()]
    follow_on = say("start.apart", amounts=say.listed(sums)) if len(sums) > 1 else say.listed(sums)
    return render_page(
        request, "start.html", rows=rows, overview=told, seeds=seeds_sum, follow_on=follow_on,
        # What the booklet says of its nine cases is said of no others.
        booklet=set(manifest["sources"]) <= {"booklet", OURS}, dates=manifest["dates"],
        first=start + 1, every=every, step=_SEEDS,
    )  # fmt: skip


def _row(document: Document) -> dict[str, Any]:
    """Return what the start page says of a lineage; what followed stands with its status and year."""
    reached = {step.later: step for step in document.steps}
    followed = [
        {"label": node.label, "edge": reached[node.iri]}
        for node in document.nodes
        if node.stage in {"followed", "carried on"} and node.iri in reached
    ]
    voices = sorted({step.voice for step in document.steps if step.voice and step.voice != "seedline"})
    return {"document": document, "seed": document.focused, "followed": followed, "voices": voices}


@router.get("/docs")
def api_docs(request: Request) -> HTMLResponse:
    """Return the documentation of the HTTP API, made from its OpenAPI description."""
    return render_page(request, "docs.html", say=words("en"), api=request.app.openapi())
