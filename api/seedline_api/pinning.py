"""Keeping a view for a citation: who may ask for it, and how much of the disk it may take."""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import json
import os
from collections import Counter
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from seedline.errors import StorageFull
from seedline.sandbox import Answer
from seedline.views.subject import Subject
from seedline_api.http.parameters import End, Excluded, Selection, Start
from seedline_api.http.problems import problem
from seedline_api.settings import Settings
from seedline_api.view_requests import Asked, done, pins, viewed
from seedline_api.work.desk import Desk

router = APIRouter(tags=["views"])
_LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")


class Shares:
    """The bytes that each client has had kept since the server began; one view is kept at a time."""

    def __init__(self) -> None:
        self.turn = asyncio.Lock()
        # No more clients than there are views: each has bytes on the disk.
        self._used: Counter[str] = Counter()

    def check(self, client: str, size: int, settings: Settings) -> None:
        """Raise StorageFull where so many bytes more would be more than a client's share."""
        if self._used[client] + size > settings.max_client_pinned:
            limit = settings.named("max_client_pinned")
            raise StorageFull("you have had as much kept as one client may", limit=limit)

    def count(self, client: str, size: int) -> None:
        """Count bytes that are kept for a client now."""
        self._used[client] += size


@router.post("/pin", summary="Keep the bytes of a view for a citation")
async def pin(
    request: Request, asked: Asked, thing: str = "", component: bool = False, select: Selection = "",
    exclude: Excluded = "", start: Start = "", end: End = "",
) -> Response:  # fmt: skip
    """Keep every form of a view as it is now, so that its pinned address gives the same bytes for good.

    Asked from this machine, or with the operator's token; what other sites make a browser send is refused.
    """
    if not _own_page(request):
        return problem(403, "Refused", "only a page of this server can ask to keep a view")
    if not may_pin(request):
        return problem(403, "Refused", "keeping views is for this machine, or for who has the token (SEEDLINE_PIN)")
    desk: Desk = request.app.state.desk
    shares: Shares = request.app.state.shares
    subject = Subject.asked(thing, component=component, select=select, exclude=exclude, start=start, end=end)
    made = await done(request, "forms", asked=viewed(subject, asked))
    try:
        told = made.headers
        forms = _parts(made, json.loads(told["Forms"]))
    finally:
        made.close()
    kept, version, address = pins(request), told["Seedline-Version"], told["Address"]
    async with shares.turn:
        if version not in kept.editions(address):
            client = request.scope["seedline.client"]
            shares.check(client, made.size, desk.settings)
            await asyncio.to_thread(kept.keep, version, address, lambda: forms, desk.settings.max_pinned)
            shares.count(client, made.size)
    place = desk.settings.address_of(told["Pinned"])
    return RedirectResponse(f"{place}#cite", status_code=303, headers={"Cache-Control": "no-store"})


def _parts(made: Answer, sizes: dict[str, int]) -> dict[str, bytes]:
    """Return the forms of an answer that holds them one after the other."""
    body = made.body if made.file is None else os.pread(made.file, made.size, 0)
    found, at = {}, 0
    for ending, size in sizes.items():
        found[ending] = body[at : at + size]
        at += size
    return found


def may_pin(request: Request) -> bool:
    """Return whether who asks may have a view kept."""
    desk: Desk = request.app.state.desk
    settings = desk.settings
    if settings.pin == "off":
        return False
    given = request.headers.get("authorization", "")
    if settings.pin_token and hmac.compare_digest(given.encode(), f"Bearer {settings.pin_token}".encode()):
        return True
    # A proxy on this machine that is not named as one makes everybody look like this machine.
    unknown_proxy = not settings.trusted_proxies and (
        any(name in request.headers for name in ("x-forwarded-for", "forwarded", "via"))
        or not _is_loopback(urlsplit(settings.absolute("")).hostname or "")
    )
    return _is_loopback(request.scope["seedline.client"]) and not unknown_proxy


def _own_page(request: Request) -> bool:
    """Return whether no other site's page has made a browser send this (Fetch Metadata, and Origin of RFC 6454)."""
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    desk: Desk = request.app.state.desk
    settings = desk.settings
    origin = request.headers.get("origin")
    own = {_origin(settings.absolute(""))}
    if not settings.public_url:
        own |= {f"http://{name}:{settings.port}" for name in _LOOPBACK_NAMES}
    return origin is None or origin in own


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_network(host, strict=False).is_loopback
    except ValueError:
        return host == "local"
