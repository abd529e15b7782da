"""What requests ask of the workers: handed in, and sent with their entity tags; kept views as they were kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from seedline.draw.drawing import EDITION
from seedline.formats.forms import FORMS
from seedline.sandbox import Answer
from seedline.store import Home
from seedline.views.look import Look, stepped
from seedline.views.pins import Pins
from seedline.views.request import ViewRequest
from seedline.views.subject import Subject
from seedline_api.http.cache import Kept, matches
from seedline_api.http.parameters import Wanted, wanted
from seedline_api.work.desk import Desk

Asked = Annotated[Wanted, Depends(wanted)]
_LIMITS = ("max_time", "max_bytes", "max_memory", "max_queue", "max_client")


def viewed(subject: Subject, asked: Wanted, ending: str = "") -> ViewRequest:
    """Return what is asked of a view; a width is one of seven, so that not every picture is another.

    A file of a citation says on which day it was taken.
    """
    width = stepped(asked.look.width) if ending == "png" else Look().width
    cites = ending in FORMS and FORMS[ending].group == "citation"
    accessed = asked.look.accessed or (datetime.now(UTC).date().isoformat() if cites else "")
    return ViewRequest(subject, asked.choice, replace(asked.look, width=width, accessed=accessed), asked.version or "")


async def done(request: Request, name: str, **parameters: Any) -> Answer:
    """Return the answer of a worker to a task."""
    desk: Desk = request.app.state.desk
    return await desk.do(request.scope["seedline.client"], request.receive, name, **parameters)


def pins(request: Request) -> Pins:
    """Return the views that the home keeps."""
    desk: Desk = request.app.state.desk
    return Pins(Home(desk.settings.home).pinned_path)


def pinned(request: Request, asked: ViewRequest, ending: str) -> Kept | None:
    """Return the bytes that were kept of what is asked for, nothing where they were not."""
    look, usual = asked.look, Look()
    if not asked.edition or (look.width, look.paper, look.table) != (usual.width, usual.paper, usual.table):
        return None
    body = pins(request).find(asked.version, asked.address, ending)
    return None if body is None else Kept.of(body)


def outdated(asked: ViewRequest) -> bool:
    """Return whether an edition is asked for that is drawn no more."""
    return asked.edition not in {"", str(EDITION)}


def sent(request: Request, made: Answer | Kept, media: str, headers: dict[str, str]) -> Response:
    """Return an answer with its entity tag, or 304 where the client has it."""
    desk: Desk = request.app.state.desk
    tag = made.tag if isinstance(made, Kept) else made.headers["ETag"]
    headers = {**headers, "ETag": tag, "X-Content-Type-Options": "nosniff"}
    if isinstance(made, Kept):
        made = Answer(made.body, None, len(made.body))
    else:
        headers.setdefault("Seedline-Version", made.headers["Seedline-Version"])
        headers["Seedline-Limits"] = desk.settings.named(*_LIMITS)
    if matches(request.headers.get("if-none-match"), tag):
        made.close()
        return Response(status_code=304, headers=headers)
    return Whole(desk, made, {**headers, "Content-Type": media})


class Whole(Response):
    """An answer that is whole already, sent at the reader's pace from memory or from its file."""

    def __init__(self, desk: Desk, answer: Answer, headers: dict[str, str]) -> None:
        super().__init__(None, headers=headers)
        self._desk = desk
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        headers = [(name, value) for name, value in self.raw_headers if name != b"content-length"]
        await self._desk.send(send, self.status_code, headers, self._answer)
