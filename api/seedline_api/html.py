"""HTML: templates, their words, the addresses in them, and the headers that keep pages safe."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from seedline.i18n import words
from seedline.lineage.selection import METHODS
from seedline_api.current import Serving

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
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page made from a template; everything in it is escaped."""
    serving: Serving = request.app.state.serving
    settings = serving.settings
    say = words(request.query_params.get("lang", "en"))

    def here(path: str) -> str:
        """Return the address of one of our pages in the language that is being spoken."""
        spoken = "" if say.language == "en" else f"{'&' if '?' in path else '?'}lang={say.language}"
        return settings.prefix + path + spoken

    text = (
        _environment()
        .get_template(template)
        .render(
            prefix=settings.prefix,
            absolute=settings.absolute,
            doc=lambda iri: here(doc_address(serving, iri, prefix="")),
            here=here,
            data=lambda iri, ending: _data_address(serving, settings.prefix, iri, ending),
            methods=METHODS,
            path=request.url.path,
            passages=f"{settings.prefix}/passages" if settings.source_text else "",
            version=serving.tracer().snapshot.version,
            **{"say": say, **values},
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


def _data_address(serving: Serving, prefix: str, iri: str, ending: str) -> str:
    """Return where an IRI of ours is described as data; other people's have no address with an ending."""
    address = doc_address(serving, iri, prefix=prefix)
    return "" if "?" in address else f"{address}.{ending}"
