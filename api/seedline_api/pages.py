"""The start page and the documentation of the API."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from seedline.i18n import words
from seedline_api.html import SAFE_HEADERS, render_page, site_of
from seedline_api.view_requests import done, sent
from seedline_api.work.desk import Desk

router = APIRouter(include_in_schema=False)


@router.get("/")
async def start(request: Request, lang: str = "en") -> Response:
    """Return the start page: the answer in one sentence, a search, and the seeds by how far what followed has come."""
    made = await done(request, "start", lang=words(lang).language)
    return sent(request, made, "text/html; charset=utf-8", {**SAFE_HEADERS, "Cache-Control": "no-cache"})


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
