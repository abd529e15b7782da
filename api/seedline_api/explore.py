"""Explore: a search and its choices as a page, as JSON, as a table to take away, and as suggestions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from seedline.errors import NotFound
from seedline.formats.spreadsheet import csv_text
from seedline.i18n import words
from seedline.i18n.words import Words, spoken
from seedline.search import Hit
from seedline.search.entries import GROUPS
from seedline.search.folding import marked
from seedline.views.tracer import Tracer
from seedline_api.current import Serving
from seedline_api.finding import answer_json, index_of, search_of, value_words
from seedline_api.html import doc_address, render_page
from seedline_api.seed_rows import HEADER, cells, seed_row

router = APIRouter(tags=["search"])

SHAPES = ("cards", "table", "things")
"""How a result is shown: seeds as cards or rows, or all things found."""
_SEEDS = 50
_EACH = 100
_FILE = 2000
_SUGGESTED = 8


@router.get("/explore", include_in_schema=False)
def explore(request: Request, start: Annotated[int, Query(ge=0)] = 0) -> HTMLResponse:
    """Return the seeds and things that a search and its choices leave."""
    serving: Serving = request.app.state.serving
    tracer = serving.tracer()
    index = index_of(tracer.snapshot)
    say = words(request.query_params.get("lang", "en"))
    search = search_of(request.query_params, index)
    shape = request.query_params.get("as", "")
    answer = index.find(search.question, each=_EACH)
    seeds = index.chosen(search.choice, answer.seeds)
    if shape not in SHAPES:
        # A question whose words stand in no seed's story is answered by the things themselves.
        shape = "things" if search.question and not seeds and not search.choice else "cards"
    if start and start >= len(seeds):
        raise NotFound(f"{len(seeds)} seeds were found, none after {start}")
    shown = seeds[start : start + _SEEDS] if shape != "things" else []
    rows = [seed_row(tracer.lineage(seed)) for seed in shown]
    through = {row.seed.iri: index.through(search.question, row.seed.iri) for row in rows} if search.question else {}
    return render_page(
        request, "explore.html", search=search, shape=shape, shapes=SHAPES, answer=answer, rows=rows, through=through,
        total=len(seeds), every=index.columns.seeds, start=start, step=_SEEDS, header=HEADER, each=_EACH,
        facets=index.facets(search.choice, answer.seeds), ranges=index.ranges(search.choice, answer.seeds),
        label=lambda facet, key: value_words(index.labels, say, facet, key), cells=lambda row: cells(row, say),
        kind=lambda hit: kind_words(say, hit), address=lambda hit: address_of(serving, hit.group, hit.id, hit.iri),
        only_question={name: "" for name, _ in search.pairs}, notes=say.english["explore"],
        mark=lambda text: marked(text, list(answer.terms)),
    )  # fmt: skip


def kind_words(say: Words, hit: Hit) -> str:
    """Return what kind of thing was found, in words."""
    if hit.group in {"seed", "thing"}:
        return say.token("kind" if hit.kind in say.english["kind"] else "product", hit.kind)
    return say(f"explore.kind.{hit.kind}") if f"kind.{hit.kind}" in say.english["explore"] else spoken(hit.kind)


@router.get("/explore.csv", include_in_schema=False)
def explore_csv(request: Request) -> Response:
    """Return the seeds of a search as a table, at most two thousand; a header says how many are left out."""
    tracer, seeds = _asked(request)
    say = words(request.query_params.get("lang", "en"))
    header = [say(f"explore.{name}") for name in HEADER]
    rows = [cells(seed_row(tracer.lineage(seed)), say) for seed in seeds[:_FILE]]
    return Response(
        csv_text(header, rows), media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="seedline-seeds.csv"',
            "Seedline-Version": tracer.snapshot.version, "Seedline-Left-Out": str(max(0, len(seeds) - _FILE)),
        },
    )  # fmt: skip


def _asked(request: Request) -> tuple[Tracer, list[str]]:
    serving: Serving = request.app.state.serving
    tracer = serving.tracer()
    index = index_of(tracer.snapshot)
    search = search_of(request.query_params, index)
    return tracer, index.chosen(search.choice, index.find(search.question, each=1).seeds)


@router.get("/explore.json", include_in_schema=False)
@router.get("/api/search", summary="Things found by words, and seeds left by choices")
def search_json(
    request: Request,
    q: Annotated[
        str, Query(max_length=500, description='Words, "a phrase", -without, country:nepal, funder:kfw …')
    ] = "",
    count: Annotated[int, Query(ge=1, le=100, description="Most hits of each group.")] = 10,
) -> dict[str, Any]:
    """Return what a question finds, each hit with why it is here and its seeds, and what every further choice leaves.

    Choices are parameters of the names of the facets (``country=NP``, ``country=-NP``) and ranges
    (``year=2013..2016``, ``budget.USD=150000..``).
    """
    del q
    serving: Serving = request.app.state.serving
    tracer = serving.tracer()
    index = index_of(tracer.snapshot)
    search = search_of(request.query_params, index)
    answer = index.find(search.question, each=count)
    seeds = index.chosen(search.choice, answer.seeds)
    read, say = tracer.details, words("en")
    return {
        "version": tracer.snapshot.version,
        "question": search.question,
        **answer_json(answer),
        "seeds": {
            "total": len(seeds),
            "first": [{"iri": iri, "id": read.id(iri), "label": read.label(iri)} for iri in seeds[:count]],
        },
        "facets": [
            {
                "name": facet.name, "known": facet.known, "of": facet.of,
                "values": [
                    {
                        "key": value.key, "label": value_words(index.labels, say, facet.name, value.key),
                        "count": value.count, "chosen": value.chosen, "excluded": value.excluded,
                    }
                    for value in facet.values
                ],
            }
            for facet in index.facets(search.choice, answer.seeds)
        ],
    }  # fmt: skip


@router.get("/api/suggest", summary="Suggestions while somebody types")
def suggest(
    request: Request, q: Annotated[str, Query(max_length=200, description="What was typed so far.")] = ""
) -> JSONResponse:
    """Return at most eight things by group, each with its address and the words that were typed marked in it."""
    serving: Serving = request.app.state.serving
    index = index_of(serving.tracer().snapshot)
    say = words(request.query_params.get("lang", "en"))
    answer = index.find(q, each=3, groups=[group for group in GROUPS if group not in {"statement", "source"}])
    groups, left = [], _SUGGESTED
    for group, hits in answer.hits.items():
        shown = hits[:left]
        left -= len(shown)
        if shown:
            groups.append({
                "name": say(f"explore.group.{group}"),
                "options": [
                    {
                        "address": serving.settings.prefix + address_of(serving, hit.group, hit.id, hit.iri),
                        "label": marked(hit.label, list(answer.terms)),
                        "more": hit.id if group == "seed" else kind_words(say, hit),
                    }
                    for hit in shown
                ],
            })  # fmt: skip
    return JSONResponse({"groups": groups}, headers={"Cache-Control": "no-cache"})


def address_of(serving: Serving, group: str, key: str, iri: str) -> str:
    """Return where a hit is read: a seed at its lineage, anything else at its own page."""
    return f"/view/lineage/{key}" if group == "seed" else doc_address(serving, iri, prefix="")
