"""Views as requests ask for them: read, made once, and sent with their entity tag."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import Response

from seedline.errors import Gone
from seedline.export import Subject, View
from seedline.render import EDITION
from seedline_api.parameters import Wanted, wanted
from seedline_api.serving import Serving
from seedline_api.shelf import Kept, matches

Asked = Annotated[Wanted, Depends(wanted)]


def viewed(request: Request, subject: Subject, asked: Wanted) -> View:
    """Return the view that a request asks for.

    Raises:
        Gone: the pinned version is not kept, or the pinned edition no longer drawn.

    """
    serving: Serving = request.app.state.serving
    data, _, edition = (asked.version or "").partition(".")
    if edition and edition != str(EDITION):
        raise Gone(f"edition {edition} of the drawing is no longer made; this server draws edition {EDITION}")
    tracer = serving.tracer_of(data or None)
    site = serving.settings.absolute("")
    return View.of(tracer, subject, choice=asked.choice, look=asked.look, site=site)


def sent(request: Request, kept: Kept, media: str, headers: dict[str, str]) -> Response:
    """Return an answer with its entity tag, or 304 where the client has it."""
    headers = {**headers, "ETag": kept.tag, "X-Content-Type-Options": "nosniff"}
    if matches(request.headers.get("if-none-match"), kept.tag):
        return Response(status_code=304, headers=headers)
    return Response(kept.body, media_type=media, headers=headers)


def key_of(view: View) -> tuple[object, ...]:
    """Return what tells one view from another: version, things shown and look."""
    return view.version, view.kind, view.name, view.address, view.query, view.choice, view.look
