"""The doors of the explorer: search, lists, and what is known of the data as a whole."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from seedline.formats.forms import FORMS
from seedline.i18n import words
from seedline.search import read_line
from seedline_api.html import SAFE_HEADERS
from seedline_api.http.parameters import ignored
from seedline_api.view_requests import done, sent
from seedline_api.work.desk import Desk

router = APIRouter()

LISTS = ("organisations", "policies", "goals", "places", "sources", "conflicts", "identity", "candidates")
_MEDIA = {
    "": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": FORMS["xlsx"].media,
    "ttl": FORMS["ttl"].media,
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "atom": "application/atom+xml",
    "jsonld": FORMS["jsonld"].media,
}
FILES = ("csv", "xlsx", "ttl", "nt", "jsonld")
"""Forms in which what a page shows can be taken along: rows, and as RDF what the rows are of. JSON stands apart."""
_LINE = Query(max_length=2000, description='Words and choices in one line: "nepal country=NP -furthest=outputs".')
_OPEN = {"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}


async def _answered(request: Request, task: str, media: str = "", /, **parameters: Any) -> Response:
    # Explore tells of such names itself, beside its choices.
    if not media and task != "explore":
        parameters |= ignored(request)
    made = await done(request, task, **parameters)
    headers = {**SAFE_HEADERS, "Cache-Control": "no-cache"} if not media else dict(_OPEN)
    if left := made.headers.get("Left-Out"):
        name = request.scope["path"].rpartition("/")[2].replace("explore.", "seeds.")
        headers["Seedline-Left-Out"] = left
        headers["Content-Disposition"] = f'attachment; filename="seedline-{name}"'
    return sent(request, made, _MEDIA[media], headers)


def _query(request: Request) -> list[tuple[str, str]]:
    """Return what an address asks for; what it asks for in one line stands in its place, beside all else."""
    given = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    lines = [value for name, value in given if name == "where"]
    if not lines:
        return given
    question, pairs = read_line(lines[-1])
    asked = [("q", question)] if question else []
    return [*asked, *pairs, *((name, value) for name, value in given if name not in {"where", "q"} and value)]


@router.get("/explore", include_in_schema=False)
async def explore(request: Request, lang: str = "en", where: Annotated[str | None, _LINE] = None) -> Response:
    """Return the seeds and things that a search and its choices leave; one line of both (``where``) leads there."""
    if where is not None:
        desk: Desk = request.app.state.desk
        asked = [*_query(request), *([("lang", lang)] if "lang" in request.query_params else [])]
        return RedirectResponse(
            desk.settings.address_of("/explore" + (f"?{urlencode(asked)}" if asked else "")), status_code=303
        )
    return await _answered(request, "explore", query=_query(request), lang=words(lang).language)


async def explore_file(request: Request, lang: str = "en") -> Response:
    """Return what a page of results shows as a file; a header says how many seeds are left out."""
    form = request.scope["path"].rpartition(".")[2]
    return await _answered(request, "explore.file", form, query=_query(request), form=form, lang=words(lang).language)


for _form in FILES:
    router.add_api_route(f"/explore.{_form}", explore_file, include_in_schema=False)


@router.get("/explore.json", include_in_schema=False)
@router.get("/api/search", summary="Things found by words, and seeds left by choices", tags=["search"])
async def search(
    request: Request,
    q: Annotated[
        str, Query(max_length=500, description='Words, "a phrase", -without, country:nepal, funder:kfw …')
    ] = "",
    count: Annotated[int, Query(ge=1, le=100, description="Most hits of each group.")] = 10,
    where: Annotated[str | None, _LINE] = None,
) -> Response:
    """Return what a question finds, each hit with why it is here and its seeds, and what every further choice leaves.

    Choices are parameters of the names of the facets (``country=NP``, ``country=-NP``) and ranges
    (``year=2013..2016``, ``budget.USD=150000..``).
    """
    del q, where
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
async def known(request: Request, kind: str = "", seed: str = "", seeds: str = "", lang: str = "en") -> Response:
    """Return the ledger of doubt: of every lineage, or of one (``seed``), of every kind or of one (``kind``).

    ``seeds`` is understood as well, since two lineages are compared by that name.
    """
    form = request.scope["path"].rpartition("/known")[2].removeprefix(".")
    task = "known.file" if form in FILES else "known"
    return await _answered(request, task, form, form=form, kind=kind, seed=seed or seeds, lang=words(lang).language)


for _form in ("json", *FILES):
    router.add_api_route(f"/known.{_form}", known, include_in_schema=False)


@router.get("/about", include_in_schema=False)
async def about(request: Request, lang: str = "en") -> Response:
    """Return how sure all this is, what is in it, how it is made, and what its signs mean."""
    return await _answered(request, "about", lang=words(lang).language)


@router.get("/compare", include_in_schema=False)
@router.get("/compare.json", include_in_schema=False)
@router.get("/compare.csv", include_in_schema=False)
async def compare(
    request: Request, seeds: Annotated[list[str] | None, Query(max_length=8)] = None, only: str = "", lang: str = "en"
) -> Response:
    """Return two to four lineages on the same rows (``seeds=A,B``), never summed."""
    form = request.scope["path"].rpartition("/compare")[2].removeprefix(".")
    return await _answered(request, "compare", form, seeds=seeds or [], only=only, form=form, lang=words(lang).language)


@router.get("/diff", include_in_schema=False)
async def difference(request: Request, seed: str, a: str = "", b: str = "") -> Response:
    """Lead a form that asks for a lineage to what differs in it."""
    desk: Desk = request.app.state.desk
    query = urlencode({name: value for name, value in (("a", a), ("b", b)) if value})
    return RedirectResponse(desk.settings.address_of(f"/diff/{quote(seed, safe='')}?{query}"), status_code=303)


@router.get("/diff/{name:path}", include_in_schema=False)
async def diff(
    request: Request,
    name: str,
    a: Annotated[str, Query(max_length=200)] = "",
    b: Annotated[str, Query(max_length=200)] = "",
    show: str = "both",
    lang: str = "en",
) -> Response:
    """Return what differs between two states of a lineage, as a page, or by ending as JSON or CSV."""
    form = next((ending for ending in ("json", "csv") if name.endswith(f".{ending}")), "")
    name = name.removesuffix(f".{form}") if form else name
    return await _answered(request, "diff", form, thing=name, a=a, b=b, show=show, form=form, lang=words(lang).language)


@router.get("/data", include_in_schema=False)
async def data(request: Request, lang: str = "en") -> Response:
    """Return what can be taken along, under which licence, and how to cite it."""
    return await _answered(request, "data", lang=words(lang).language)


async def dump(request: Request) -> Response:
    """Return the whole data: every named graph, or as Turtle what they say together."""
    form = request.scope["path"].rpartition(".")[2]
    return await _answered(request, "dump", form, form=form)


for _form in ("nq", "trig", "ttl"):
    router.add_api_route(f"/data.{_form}", dump, include_in_schema=False)


@router.get("/glossary", include_in_schema=False)
async def glossary(request: Request, lang: str = "en") -> Response:
    """Return what the words of the closed lists mean."""
    return await _answered(request, "glossary", lang=words(lang).language)


@router.get("/feed.atom", include_in_schema=False)
async def feed(request: Request, lang: str = "en") -> Response:
    """Return what changed from version to version, as Atom."""
    return await _answered(request, "feed", "atom", lang=words(lang).language)


def _door(task: str, media: str, /, **parameters: str) -> Callable[..., Awaitable[Response]]:
    async def door(request: Request, lang: str = "en") -> Response:
        return await _answered(request, task, media, lang=words(lang).language, **parameters)

    return door


for _name in LISTS:
    router.add_api_route(f"/{_name}", _door("list", "", which=_name), include_in_schema=False)
    router.add_api_route(f"/{_name}.json", _door("list.json", "json", which=_name), include_in_schema=False)
    for _form in FILES:
        _file = _door("list.file", _form, which=_name, form=_form)
        router.add_api_route(f"/{_name}.{_form}", _file, include_in_schema=False)
for _name in ("versions", "quality"):
    router.add_api_route(f"/{_name}", _door(_name, "", form=""), include_in_schema=False)
    router.add_api_route(f"/{_name}.json", _door(_name, "json", form="json"), include_in_schema=False)
