"""What the description of the API says of answers: their media types, and how a fault is told."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from seedline_api.http.problems import MEDIA_TYPE

HTML = "text/html"
_PROBLEM = {
    "type": "object",
    "description": "RFC 9457, with `line`, `column` and `limit` where they apply",
    "required": ["title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "line": {"type": "integer"},
        "column": {"type": "integer"},
        "limit": {"type": "string"},
    },
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    kind: {"description": told, "content": {MEDIA_TYPE: {"schema": _PROBLEM}, HTML: {}}}
    for kind, told in (
        ("4XX", "The request cannot be answered as it is: the reason, for programs and as a page for browsers"),
        ("5XX", "A limit was reached (503 names it and says when to ask again), or the fault is ours (500)"),
    )
}


def answers(*media: str) -> dict[str, Any]:
    """Return the arguments of a route whose answers have one of some media types.

    >>> list(answers("text/csv", "text/html")["responses"][200]["content"])
    ['text/csv', 'text/html']
    """
    content: dict[str, Any] = {one.split(";")[0]: {} for one in media}
    return {"response_class": Response, "responses": {200: {"description": "What was asked for", "content": content}}}
