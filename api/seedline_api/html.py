"""HTML: templates, their words, the addresses in them, and the headers that keep pages safe."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

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
#: The places of the site, in the order of its navigation, and what its foot adds.
PLACES = (
    ("/explore", "site.explore"),
    ("/organisations", "site.organisations"),
    ("/policies", "site.policies"),
    ("/known", "site.known"),
    ("/view", "site.choose"),
    ("/sparql", "site.sparql"),
    ("/docs", "site.api"),
)
MORE_PLACES = (
    ("/about", "site.aboutPage"),
    ("/goals", "site.goals"),
    ("/places", "site.places"),
    ("/sources", "site.sources"),
    ("/conflicts", "site.conflicts"),
    ("/quality", "site.quality"),
)
CANNOT = ("howMany", "cause", "average", "still", "noAmount", "agree")
"""What may not be concluded from any of this, as keys of the catalogue."""
LANGUAGE_NAMES = (("en", "English"), ("fr", "Français"), ("es", "Español"))
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
    settings, snapshot = serving.settings, serving.tracer().snapshot
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
            places=PLACES,
            more_places=MORE_PLACES,
            languages=LANGUAGE_NAMES,
            local=request.url.path.removeprefix(settings.prefix),
            in_language=lambda code: _in_language(request, code),
            version=snapshot.version,
            built=snapshot.manifest["dates"],
            **{"say": say, **values},
        )
    )
    return HTMLResponse(text, status_code=status, headers=SAFE_HEADERS)


def _in_language(request: Request, language: str) -> str:
    """Return the address of the page that is asked for, in another language; English needs no word for it."""
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    query += [("lang", language)] * (language != "en")
    return request.url.path + ("?" + urlencode(query) if query else "")


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
