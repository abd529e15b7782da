"""The start page and the documentation of the API."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from seedline.i18n import words
from seedline.ingest.passages import SourceText
from seedline_api.html import SAFE_HEADERS, render_page, site_of
from seedline_api.http.sharing import shares
from seedline_api.view_requests import done, sent
from seedline_api.work.desk import Desk

router = APIRouter(include_in_schema=False)
#: Characters before and after a passage that are shown with it.
_AROUND = 200
_UNKEPT = {"Cache-Control": "no-store"}


@router.get("/")
async def start(request: Request, lang: str = "en") -> Response:
    """Return the start page: the answer in one sentence, a search, and the seeds by how far what followed has come."""
    made = await done(request, "start", lang=words(lang).language)
    return sent(request, made, "text/html; charset=utf-8", {**SAFE_HEADERS, "Cache-Control": "no-cache"})


@router.get("/passages")
def passage(request: Request, words: Annotated[int, Query(ge=1, le=2000)], sha256: str) -> Response:
    """Return a passage from the copy that the server was given, with some text around it; it is kept nowhere.

    It is asked for by how many words it has and their hash. Where the copy does not have it there is no content (204).
    """
    copy: SourceText | None = request.app.state.source_text
    if copy is None:
        raise HTTPException(404, "this server has no copy of a source")
    if not shares(request):
        raise HTTPException(403, "passages are shown to this machine alone")
    found = next(copy.find_hash(words, sha256), None)
    if found is None:
        return Response(status_code=204, headers=_UNKEPT)
    body = {
        "before": copy.text[max(0, found.start - _AROUND) : found.start],
        "passage": found.text,
        "after": copy.text[found.end : found.end + _AROUND],
    }
    return JSONResponse(body, headers=_UNKEPT)


@router.get("/docs")
def api_docs(request: Request) -> HTMLResponse:
    """Return the documentation of the HTTP API, made from its OpenAPI description."""
    desk: Desk = request.app.state.desk
    key = ("docs", site_of(request).version)
    kept = desk.cache.get(key)
    if kept is None:
        made = render_page(request, "docs.html", say=words("en"), api=request.app.openapi())
        kept = (bytes(made.body), {})
        desk.cache.put(key, kept)
    return HTMLResponse(kept[0], headers=SAFE_HEADERS)
