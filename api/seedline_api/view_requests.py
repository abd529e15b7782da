"""Views as requests ask for them: read, made once, and sent with their entity tag; kept ones as they were kept."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import Response

from seedline.draw.drawing import EDITION
from seedline.errors import Gone
from seedline.views.address import address_asked
from seedline.views.look import Look
from seedline.views.pins import Pins
from seedline.views.subject import Subject
from seedline.views.view import View
from seedline_api.current import Serving
from seedline_api.http.cache import Kept, matches
from seedline_api.http.parameters import Wanted, wanted

Asked = Annotated[Wanted, Depends(wanted)]


def viewed(request: Request, subject: Subject, asked: Wanted) -> View:
    """Return the view that a request asks for, drawn by this edition.

    Raises:
        Gone: the pinned version is not kept, or the pinned edition no longer drawn; it says what there is.

    """
    serving: Serving = request.app.state.serving
    data, _, edition = (asked.version or "").partition(".")
    kept = pins(request).editions(address_asked(subject, asked.choice, asked.look)) if data else ()
    there = f"; this view is kept as {', '.join(kept)}" if kept else ""
    try:
        tracer = serving.tracer_of(data or None)
    except Gone as error:
        raise Gone(f"{error}{there}") from error
    if edition and edition != str(EDITION):
        raise Gone(
            f"this view was not kept as edition {edition} drew it, and this server draws edition {EDITION}: "
            f"v={data}.{EDITION} shows the same facts{there}"
        )
    site = serving.settings.absolute("")
    key = (tracer.snapshot.version, subject, asked.choice, asked.look)
    return serving.views.get(key, lambda: View.of(tracer, subject, choice=asked.choice, look=asked.look, site=site))


def pins(request: Request) -> Pins:
    """Return the views that the home keeps."""
    serving: Serving = request.app.state.serving
    return Pins(serving.home().pinned_path)


def pinned(request: Request, subject: Subject, asked: Wanted, ending: str) -> Kept | None:
    """Return the bytes that were kept of what is asked for, nothing where they were not."""
    look, usual = asked.look, Look()
    if "." not in (asked.version or "") or (look.width, look.paper, look.table) != (
        usual.width,
        usual.paper,
        usual.table,
    ):
        return None
    body = pins(request).find(str(asked.version), address_asked(subject, asked.choice, look), ending)
    return None if body is None else Kept.of(body)


def outdated(asked: Wanted) -> bool:
    """Return whether an edition is asked for that is drawn no more."""
    return "." in (asked.version or "") and not str(asked.version).endswith(f".{EDITION}")


def sent(request: Request, kept: Kept, media: str, headers: dict[str, str]) -> Response:
    """Return an answer with its entity tag, or 304 where the client has it."""
    headers = {**headers, "ETag": kept.tag, "X-Content-Type-Options": "nosniff"}
    if matches(request.headers.get("if-none-match"), kept.tag):
        return Response(status_code=304, headers=headers)
    return Response(kept.body, media_type=media, headers=headers)


def key_of(view: View) -> tuple[object, ...]:
    """Return what tells one view from another: version, things shown and look."""
    return view.version, view.kind, view.name, view.address, view.query, view.choice, view.look
