"""What every request passes first: its id, its client, its log line, and the short way to the SPARQL endpoint."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from seedline_api.http.clients import Clients
from seedline_api.http.cors import PREFLIGHT, is_preflight, opened
from seedline_api.http.logs import Log, RequestLine
from seedline_api.http.metrics import Metrics
from seedline_api.settings import Settings

_REQUEST_ID = re.compile(r"[\w.:-]{1,64}")
_SHORT_WAY = {"/sparql", "/sparql/", "/.well-known/void"}
_PATH = 500
"""Letters of a path that stand in a log line: lines wait in memory for a reader that is slow."""
HUNG_UP = 499
"""The status that stands in logs and metrics where a client closed its connection first."""


class Middleware:
    """What stands around the application; the endpoint's paths do not go through its routing."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        endpoint: ASGIApp,
        settings: Settings,
        metrics: Metrics,
        log: Log,
    ) -> None:
        self._app = app
        self._endpoint = endpoint
        self._prefix = settings.prefix
        self._clients = Clients(settings.trusted_proxies)
        self._metrics = metrics
        self._log = log
        self._numbers = itertools.count(1)
        self._run = os.urandom(4).hex()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and say afterwards what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        path: str = scope["path"]
        if self._prefix and path.startswith(self._prefix + "/"):
            path = path[len(self._prefix) :]
        elif self._prefix:
            # A proxy that takes the prefix off: mounted applications need it there, as ASGI says of root_path.
            scope["path"] = self._prefix + path
        given = next((v.decode("latin-1") for n, v in scope["headers"] if n == b"x-request-id"), "")
        request_id = given if _REQUEST_ID.fullmatch(given) else f"{self._run}-{next(self._numbers)}"
        scope["seedline.client"] = self._clients.of(scope)
        scope["seedline.request"] = request_id
        short = path in _SHORT_WAY
        # HEAD is answered as GET: routes need not know of it, and whoever writes to the wire drops the body.
        passed = {**scope, "method": "GET"} if scope["method"] == "HEAD" and not short else scope
        status, size = HUNG_UP, 0

        async def tell(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"] if short else opened(list(message["headers"]), path)
                message["headers"] = [*headers, (b"x-request-id", request_id.encode())]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            if not short and scope["method"] == "OPTIONS" and is_preflight(path, scope["headers"]):
                await tell({"type": "http.response.start", "status": 204, "headers": PREFLIGHT})
                await tell({"type": "http.response.body", "body": b""})
            else:
                await (self._endpoint if short else self._app)(passed, receive, tell)
        finally:
            seconds = time.perf_counter() - begun
            self._metrics.request(path, status, seconds)
            if self._log.on:
                told = (request_id, scope["seedline.client"], scope["method"], path[:_PATH], status, seconds, size)
                query = scope.get("seedline.query")
                hashed = hashlib.sha256(query.encode()).hexdigest()[:12] if query else None
                self._log.request(RequestLine(*told, hashed, scope.get("seedline.problem"), time.time()))
