"""The query page where no query is evaluated: empty, with a named question, or with what is wrong with a query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import Scope

from seedline.errors import SeedlineError
from seedline.i18n import words
from seedline.queries import Question, question
from seedline_api.html import SAFE_HEADERS, render_page, site_of
from seedline_api.http import problems
from seedline_api.http.parameters import ignored

FIRST = "follow-on"
"""The question whose query stands in an empty editor."""
_KNOWN = frozenset({
    "query", "default-graph-uri", "named-graph-uri", "timeout", "format", "output", "ask", "start", "lang",
})  # fmt: skip
PAGE_HEADERS = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"vary", b"Accept, Accept-Encoding"),
    (b"cache-control", b"private, no-cache"),
    *((name.lower().encode(), value.encode()) for name, value in SAFE_HEADERS.items()),
]


@dataclass(frozen=True, slots=True)
class Marked:
    """The line in which a query is wrong, with the word that is."""

    before: str
    word: str
    after: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a query, and where."""

    detail: str
    line: int | None
    column: int | None
    marked: Marked | None


def query_page(scope: Scope, query: str = "", error: SeedlineError | None = None) -> HTMLResponse:
    """Return the query page without a result.

    Raises:
        NotFound: ``ask`` names no question.

    """
    request = Request(scope)
    there = site_of(request).questions
    asked: Question | None = None
    if not query:
        name = request.query_params.get("ask", "")
        asked = (there.get(name) or question(name)) if name and error is None else None
        query = (asked or there.get(FIRST) or next(iter(there.values()), question(FIRST))).query
    say = words(request.query_params.get("lang", "en"))
    limits = [say(f"caveat.{limit}") for limit in asked.limits] if asked else []
    status = problems.kind_of(error).status if error else 200
    page = render_page(
        request, "sparql.html", status, query=query, asked=asked, limits=limits, found=None, unknown=[],
        error=_wrong(error, query) if error else None, **ignored(request, _KNOWN),
    )  # fmt: skip
    page.headers.update({"Vary": "Accept, Accept-Encoding", "Access-Control-Allow-Origin": "*"})
    if error:
        page.headers.update({"Cache-Control": "no-store", **problems.again(error)})
    return page


def shown_of(scope: Scope) -> dict[str, Any]:
    """Return which rows of a result a page shows, in which language, and what of its address means nothing."""
    asked = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    start = asked.get("start", "0")[:9]
    first = int(start) if start.isascii() and start.isdecimal() else 0
    shown = {"lang": words(asked.get("lang", "en")).language, "start": first, "ask": asked.get("ask", "")[:80]}
    return shown | ignored(Request(scope), _KNOWN)


def _wrong(error: SeedlineError, query: str) -> Wrong:
    line, column = getattr(error, "line", None), getattr(error, "column", None)
    lines = query.split("\n")
    marked = None
    if line and column and line <= len(lines):
        text = lines[line - 1]
        end = column - 1
        while end < len(text) and not text[end].isspace():
            end += 1
        marked = Marked(text[: column - 1], text[column - 1 : max(end, column)] or " ", text[max(end, column) :])
    return Wrong(str(error), line, column, marked)
