"""HTML: templates, their words, the addresses in them, and the headers that keep pages safe."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from seedline.lineage import wording
from seedline_api.serving import Serving

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


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        when=wording.when, money=wording.money, status=wording.status_words, listed=wording.listed
    )
    environment.globals.update(bounded=wording.bounded, commitment_words=wording.COMMITMENT_WORDS)
    return environment


def render_page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page made from a template; everything in it is escaped."""
    serving: Serving = request.app.state.serving
    settings = serving.settings
    text = (
        _environment()
        .get_template(template)
        .render(
            prefix=settings.prefix,
            absolute=settings.absolute,
            doc=lambda iri: doc_address(serving, iri, prefix=settings.prefix),
            path=request.url.path,
            version=serving.tracer().snapshot.version,
            **values,
        )
    )
    return HTMLResponse(text, status_code=status, headers=SAFE_HEADERS)


def doc_address(serving: Serving, iri: str, *, prefix: str | None = None) -> str:
    """Return where an IRI is described on this server: absolute, or under a path prefix."""
    base = f"{serving.tracer().snapshot.base}id/"
    path = (
        "/doc/" + quote(iri.removeprefix(base), safe="/") if iri.startswith(base) else "/doc?iri=" + quote(iri, safe="")
    )
    return serving.settings.absolute(path) if prefix is None else prefix + path
