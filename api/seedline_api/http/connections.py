"""Connections that cannot hold the server: times to send and to take, a number for each client."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any, cast
from urllib.parse import unquote

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from seedline_api.http.metrics import Metrics
from seedline_api.http.request_cycle import RequestCycle
from seedline_api.settings import Settings

_HEAD_ROOM = 65_536
_SWEEP = 0.5
"""Seconds between two looks at all connections: a timer for each request would cost more than its parsing."""


def connection_class(settings: Settings, metrics: Metrics) -> type[asyncio.Protocol]:
    """Return uvicorn's protocol with the limits of the settings."""
    open_by: Counter[str] = Counter()
    watched: set[Connection] = set()
    sweeping: list[asyncio.TimerHandle] = []
    # Behind a proxy all connections come from one peer: the proxy counts clients there.
    alike = {part.strip() for part in settings.trusted_proxies.split(",")}

    class Connection(HttpToolsProtocol):  # type: ignore[misc, unused-ignore]
        _cut_at = 0.0  # 0: nobody is waited for
        _peer = ""
        _counted = False
        _head = 0
        _in_body = False
        _idle_at = 0.0

        def connection_made(self, transport: Any) -> None:
            peer = transport.get_extra_info("peername")
            self._peer = peer[0] if isinstance(peer, tuple) and peer else ""
            crowded = open_by[self._peer] >= settings.max_client_connections and self._peer not in alike
            if crowded or open_by.total() >= settings.max_connections:
                metrics.observe("connection refused")
                transport.abort()
                return
            self._counted = True
            open_by[self._peer] += 1
            watched.add(self)
            super().connection_made(transport)
            self._cut_at = self.loop.time() + settings.read_time
            if not sweeping:
                sweeping.append(self.loop.call_later(_SWEEP, sweep, self.loop))

        def connection_lost(self, exc: Exception | None) -> None:
            if self._counted:
                self._counted = False
                watched.discard(self)
                open_by[self._peer] -= 1
                if not open_by[self._peer]:
                    del open_by[self._peer]
                super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            if not self._counted:
                return
            if not self._in_body:
                # The parser itself has no bound; bodies are bounded by whoever reads them.
                self._head += len(data)
                if self._head > settings.max_url + 2 * _HEAD_ROOM:
                    self.cut("request head too large")
                    return
            if not self._cut_at:
                self._cut_at = self.loop.time() + settings.read_time
            super().data_received(data)

        def on_url(self, url: bytes) -> None:
            super().on_url(url)
            if len(self.url) > settings.max_url + _HEAD_ROOM:
                self.cut("request head too large")

        def on_headers_complete(self) -> None:
            # As uvicorn's, without what is not used here: web sockets, a root path, a bound on concurrency.
            self._in_body = True
            scope, parser = self.scope, self.parser
            scope["method"] = parser.get_method().decode("ascii")
            scope["http_version"] = version = parser.get_http_version()
            parsed = httptools.parse_url(self.url)
            scope["raw_path"] = parsed.path
            path = parsed.path.decode("ascii")
            scope["path"] = unquote(path) if "%" in path else path
            scope["query_string"] = parsed.query or b""
            before = self.cycle
            self.cycle = RequestCycle(
                scope=scope,
                transport=self.transport,
                flow=self.flow,
                logger=self.logger,
                access_logger=self.access_logger,
                access_log=False,
                default_headers=[],
                message_event=asyncio.Event(),
                expect_100_continue=self.expect_100_continue,
                keep_alive=version != "1.0" and parser.should_keep_alive(),
                on_response=self.on_response_complete,
            )
            if before is None or before.response_complete:
                self._start_asgi_task(self.cycle, self.app)
            else:
                self.flow.pause_reading()
                self.pipeline.appendleft((self.cycle, self.app))

        def on_response_complete(self) -> None:
            # The sweep closes connections that stay idle: uvicorn would set a timer for each answer.
            self._idle_at = self.loop.time() + settings.read_time
            self.server_state.total_requests += 1
            if self.transport.is_closing():
                return
            self.flow.resume_reading()
            if self.pipeline:
                self._start_asgi_task(*self.pipeline.pop())

        def on_message_complete(self) -> None:
            self._head, self._cut_at, self._in_body = 0, 0.0, False
            super().on_message_complete()

        def pause_writing(self) -> None:
            super().pause_writing()
            self._cut_at = self.loop.time() + settings.send_time

        def resume_writing(self) -> None:
            self._cut_at = 0.0
            super().resume_writing()

        def late(self, now: float) -> bool:
            return 0.0 < self._cut_at < now

        def idle(self, now: float) -> bool:
            """Return whether nothing is under way and nothing has come since the last answer."""
            answered = self.cycle is None or self.cycle.response_complete
            return answered and not self._cut_at and 0.0 < self._idle_at < now

        def cut(self, why: str) -> None:
            metrics.observe(why)
            self._cut_at = 0.0
            # Not close(): that would wait for a client that takes nothing.
            self.transport.abort()

    def sweep(loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for connection in [connection for connection in watched if connection.late(now)]:
            connection.cut("connection too slow")
        for connection in [connection for connection in watched if connection.idle(now)]:
            connection.transport.close()
        sweeping[0] = loop.call_later(_SWEEP, sweep, loop)

    return cast("type[asyncio.Protocol]", Connection)
