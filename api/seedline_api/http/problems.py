"""Errors as clients see them: RFC 9457 problem details, and the command line's exit codes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from seedline import errors

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of error is answered."""

    status: int
    exit_code: int
    title: str


KINDS: dict[type[errors.SeedlineError], Kind] = {
    errors.CaseFileError: Kind(400, 2, "A case file cannot be read"),
    errors.RdfSyntaxError: Kind(400, 2, "An RDF file cannot be read"),
    errors.QuerySyntaxError: Kind(400, 2, "The query cannot be understood"),
    errors.ForbiddenGraph: Kind(400, 2, "A graph name is reserved"),
    errors.NotWritable: Kind(406, 2, "The format cannot hold the answer"),
    errors.NotReadOnly: Kind(403, 2, "Updates are not accepted"),
    errors.SelectorError: Kind(400, 2, "The selection cannot be understood"),
    errors.SelectionTooLarge: Kind(400, 2, "The selection names too much for a document"),
    errors.InputError: Kind(400, 2, "The request cannot be understood"),
    errors.ValidationFailed: Kind(422, 1, "The data break the shapes"),
    errors.Gone: Kind(410, 4, "No longer kept"),
    errors.NotFound: Kind(404, 4, "Not found"),
    errors.Ambiguous: Kind(300, 5, "Several things have this name"),
    errors.ServerBusy: Kind(503, 6, "The server is busy"),
    errors.TooManyRequests: Kind(429, 6, "Too many requests"),
    errors.StorageFull: Kind(507, 6, "There is no more room"),
    errors.QueryFailed: Kind(500, 7, "The query could not be evaluated"),
    errors.LimitExceeded: Kind(503, 6, "A limit was reached"),
    errors.BuildLocked: Kind(503, 7, "Another build is at work"),
    errors.OtherFormat: Kind(503, 7, "A snapshot has another format"),
    errors.SnapshotBroken: Kind(503, 7, "A snapshot is broken"),
    errors.HomeError: Kind(500, 7, "The home folder cannot be used"),
    errors.SeedlineError: Kind(500, 7, "Something went wrong"),
}
"""Error → answer; a test walks the tree and finds each one here."""


def kind_of(error: errors.SeedlineError) -> Kind:
    """Return how an error is answered.

    >>> kind_of(errors.NotFound("no")).status
    404
    """
    return next(KINDS[parent] for parent in type(error).__mro__ if parent in KINDS)


def problem(status: int, title: str, detail: str, **more: Any) -> Response:
    """Return a problem details answer (RFC 9457)."""
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        **{name: value for name, value in more.items() if value is not None},
    }
    content = json.dumps(body, ensure_ascii=False).encode()
    return Response(content, status_code=status, media_type=MEDIA_TYPE, headers={"Access-Control-Allow-Origin": "*"})


def of_error(error: errors.SeedlineError) -> Response:
    """Return the answer of an error, with line, column, limit and choices where they apply."""
    kind = kind_of(error)
    answer = problem(
        kind.status,
        kind.title,
        str(error),
        line=getattr(error, "line", None),
        column=getattr(error, "column", None),
        limit=getattr(error, "limit", None),
        choices=list(getattr(error, "choices", ())) or None,
    )
    answer.headers.update(again(error))
    return answer


def again(error: errors.SeedlineError) -> dict[str, str]:
    """Return the header that says when to ask again, where that helps."""
    seconds = getattr(error, "retry_after", None)
    return {"Retry-After": str(seconds)} if seconds else {}
