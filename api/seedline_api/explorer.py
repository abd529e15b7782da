"""The doors of the explorer: search, lists, and what is known of the data as a whole."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from seedline.i18n import words
from seedline_api.html import SAFE_HEADERS
from seedline_api.view_requests import done, sent

router = APIRouter()

LISTS = ("organisations", "policies", "goals", "places", "sources", "conflicts")
_MEDIA = {"": "text/html; charset=utf-8", "json": "application/json", "csv": "text/csv; charset=utf-8"}
_OPEN = {"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}


async def _answered(request: Request, task: str, media: str = "", /, **parameters: Any) -> Response:
    made = await done(request, task, **parameters)
    headers = {**SAFE_HEADERS, "Cache-Control": "no-cache"} if not media else dict(_OPEN)
    if left := made.headers.get("Left-Out"):
        headers["Seedline-Left-Out"] = left
        headers["Content-Disposition"] = 'attachment; filename="seedline-seeds.csv"'
    return sent(request, made, _MEDIA[media], headers)


def _query(request: Request) -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]


@router.get("/explore", include_in_schema=False)
async def explore(request: Request, lang: str = "en") -> Response:
    """Return the seeds and things that a search and its choices leave."""
    return await _answered(request, "explore", query=_query(request), lang=words(lang).language)


@router.get("/explore.csv", include_in_schema=False)
async def explore_csv(request: Request, lang: str = "en") -> Response:
    """Return the seeds of a search as a table, at most two thousand; a header says how many are left out."""
    return await _answered(request, "explore.csv", "csv", query=_query(request), lang=words(lang).language)


@router.get("/explore.json", include_in_schema=False)
@router.get("/api/search", summary="Things found by words, and seeds left by choices", tags=["search"])
async def search(
    request: Request,
    q: Annotated[
        str, Query(max_length=500, description='Words, "a phrase", -without, country:nepal, funder:kfw …')
    ] = "",
    count: Annotated[int, Query(ge=1, le=100, description="Most hits of each group.")] = 10,
) -> Response:
    """Return what a question finds, each hit with why it is here and its seeds, and what every further choice leaves.

    Choices are parameters of the names of the facets (``country=NP``, ``country=-NP``) and ranges
    (``year=2013..2016``, ``budget.USD=150000..``).
    """
    del q
    return await _answered(request, "search", "json", query=_query(request), count=count)


@router.get("/api/suggest", summary="Suggestions while somebody types", tags=["search"])
async def suggest(
    request: Request,
    q: Annotated[str, Query(max_length=200, description="What was typed so far.")] = "",
    lang: str = "en",
) -> Response:
    """Return at most eight things by group, each with its address and the words that were typed marked in it."""
    return await _answered(request, "suggest", "json", q=q, lang=words(lang).language)


@router.get("/known", include_in_schema=False)
async def known(request: Request, kind: str = "", seed: str = "", lang: str = "en") -> Response:
    """Return the ledger of doubt: of every lineage, or of one (``seed``), of every kind or of one (``kind``)."""
    form = "json" if request.scope["path"].endswith(".json") else ""
    return await _answered(request, "known", form, form=form, kind=kind, seed=seed, lang=words(lang).language)


router.add_api_route("/known.json", known, include_in_schema=False)


@router.get("/about", include_in_schema=False)
async def about(request: Request, lang: str = "en") -> Response:
    """Return how sure all this is, what is in it, how it is made, and what its signs mean."""
    return await _answered(request, "about", lang=words(lang).language)


def _door(task: str, form: str, **parameters: str) -> Callable[..., Awaitable[Response]]:
    async def door(request: Request, lang: str = "en") -> Response:
        return await _answered(request, task, form, form=form, lang=words(lang).language, **parameters)

    return door


for _form in ("", "json", "csv"):
    _ending = f".{_form}" if _form else ""
    for _name in LISTS:
        router.add_api_route(f"/{_name}{_ending}", _door("list", _form, which=_name), include_in_schema=False)
    if _form != "csv":
        for _name in ("versions", "quality"):
            router.add_api_route(f"/{_name}{_ending}", _door(_name, _form), include_in_schema=False)
