"""HTML: pages that the server itself makes, and the headers that keep every page safe."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from seedline.queries import questions_of
from seedline_api.rendering.site import Site
from seedline_api.work.desk import Desk

# Styles inside our own SVG need unsafe-inline; scripts come from our files alone.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAFE_HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


def render_page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page made from a template; everything in it is escaped."""
    site, query = site_of(request), request.url.query
    at = request.scope["path"].removeprefix(site.prefix) + (f"?{query}" if query else "")
    page = site.page(template, lang=request.query_params.get("lang", "en"), at=at, status=status, **values)
    return HTMLResponse(page, status_code=status, headers=SAFE_HEADERS)


def site_of(request: Request) -> Site:
    """Return the site as it is now: where the server stands, and the data it shows."""
    desk: Desk = request.app.state.desk
    engine = desk.engines.current
    settings = desk.settings
    if engine is None:
        return Site(settings.absolute(""), settings.prefix, passages=settings.passages, report=settings.report)
    snapshot = engine.snapshot
    return Site(
        settings.absolute(""), settings.prefix, engine.base, engine.version, settings.passages,
        snapshot.manifest["dates"], settings.report, whose=snapshot.whose, questions=questions_of(snapshot),
    )  # fmt: skip
