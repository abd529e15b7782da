"""Connections that cannot hold the server: times to send and to take, a number for each client."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import unquote

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from seedline_api.http.metrics import Metrics
from seedline_api.http.problems import MEDIA_TYPE, problem
from seedline_api.http.request_cycle import RequestCycle
from seedline_api.settings import Settings

_HEAD_ROOM = 65_536
"""Bytes that the headers of a request may take, and its target beyond the longest address."""
_HOST = re.compile(rb"[A-Za-z0-9._~!$&'()*+,;=%:\[\]-]*")
_LINGER = 2.0
_SWEEP = 0.5
"""Seconds between two looks at all connections: a timer for each request would cost more than its parsing."""


class Malformed(Exception):
    """A request that is answered before any application sees it: a status and what is wrong."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


def connection_class(
    settings: Settings, metrics: Metrics, report: Callable[..., None] = lambda **told: None
) -> type[asyncio.Protocol]:
    """Return uvicorn's protocol with the limits of the settings."""
    open_by: Counter[str] = Counter()
    watched: set[Connection] = set()
    sweeping: list[asyncio.TimerHandle] = []
    # Behind a proxy all connections come from one peer: the proxy counts clients there.
    alike = {part.strip() for part in settings.trusted_proxies.split(",")}
    head_room = settings.max_url + 2 * _HEAD_ROOM

    class Connection(HttpToolsProtocol):  # type: ignore[misc, unused-ignore]
        _cut_at = 0.0  # 0: nobody is waited for
        _peer = ""
        _counted = False
        _made = False
        _head = 0
        _in_head = _in_message = False
        _begun = 0
        _idle_at = 0.0
        _malformed: Malformed | None = None
        _last_words = b""

        def connection_made(self, transport: Any) -> None:
            peer = transport.get_extra_info("peername")
            self._peer = peer[0] if isinstance(peer, tuple) and peer else ""
            crowded = open_by[self._peer] >= settings.max_client_connections and self._peer not in alike
            if crowded or (len(watched) >= settings.max_connections and not make_room(open_by[self._peer])):
                metrics.observe("connection refused")
                transport.abort()
                return
            self._counted = self._made = True
            open_by[self._peer] += 1
            watched.add(self)
            super().connection_made(transport)
            self._cut_at = self.loop.time() + settings.read_time
            if not sweeping:
                sweeping.append(self.loop.call_later(_SWEEP, sweep, self.loop))

        def connection_lost(self, exc: Exception | None) -> None:
            if self._counted:
                self.leave()
            if self._made:
                self._made = False
                super().connection_lost(exc)

        def leave(self) -> None:
            """Be counted no more."""
            watched.discard(self)
            open_by[self._peer] -= 1
            if not open_by[self._peer]:
                del open_by[self._peer]
            self._counted = False

        def data_received(self, data: bytes) -> None:
            if not self._counted or self._last_words:
                return
            if not self._cut_at:
                self._cut_at = self.loop.time() + settings.read_time
            begun, idle = self._begun, not self._in_message
            super().data_received(data)
            if not self._in_head:
                return
            # The parser has no bound for a head; bodies are bounded by whoever reads them. What came with another
            # request cannot be told from it, and does not count.
            if self._begun == begun or (idle and self._begun == begun + 1):
                self._head += len(data)
            if self._head > head_room:
                self._malformed = _too_large()
                self.send_400_response("")

        def on_message_begin(self) -> None:
            self._in_head = self._in_message = True
            self._begun, self._head = self._begun + 1, 0
            super().on_message_begin()

        def send_400_response(self, msg: str) -> None:
            """Say what is wrong with a request that cannot be passed on, after the answers that are still to come."""
            malformed = self._malformed or Malformed(400, "this is no request of HTTP/1.1")
            self._last_words = _refusal(malformed)
            metrics.observe("request refused")
            report(event="request refused", client=self._peer, status=malformed.status, reason=str(malformed))
            cycle = self.cycle
            if cycle is None or cycle.response_complete:
                self.say_last()
            elif not self._in_head and not cycle.response_started and not self.pipeline:
                # Its own body broke: what waits for the rest of it is told that nothing comes any more.
                cycle.disconnected = True
                cycle.message_event.set()
                self.say_last()

        def say_last(self) -> None:
            self.transport.write(self._last_words)
            # What the client still sends is read and thrown away for a moment: closing at once would take back what was
            # just said (RFC 9112, section 9.6).
            self.transport.write_eof()
            self._cut_at = self.loop.time() + min(_LINGER, settings.read_time)

        def on_headers_complete(self) -> None:
            # As uvicorn's, without what is not used here: web sockets, a root path, a bound on concurrency.
            scope, parser = self.scope, self.parser
            self._malformed = malformed(self.url, self.headers, parser.get_http_version())
            if self._malformed is not None:
                # The parser ends here, and send_400_response says why.
                raise self._malformed
            scope["method"] = parser.get_method().decode("ascii")
            scope["http_version"] = version = parser.get_http_version()
            parsed = httptools.parse_url(self.url)
            scope["raw_path"] = parsed.path
            path = parsed.path.decode("ascii")
            scope["path"] = unquote(path) if "%" in path else path
            scope["query_string"] = parsed.query or b""
            before = self.cycle
            self._in_head = False
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
            elif self._last_words:
                self.say_last()

        def on_message_complete(self) -> None:
            self._cut_at, self._in_message = 0.0, False
            super().on_message_complete()

        def pause_writing(self) -> None:
            super().pause_writing()
            self._cut_at = self.loop.time() + settings.send_time

        def resume_writing(self) -> None:
            self._cut_at = 0.0
            super().resume_writing()

        def late(self, now: float) -> bool:
            return 0.0 < self._cut_at < now

        @property
        def at_work(self) -> bool:
            """Return whether an answer is under way."""
            return self.cycle is not None and not self.cycle.response_complete

        def idle(self, now: float) -> bool:
            """Return whether nothing is under way and nothing has come since the last answer."""
            answered = self.cycle is None or self.cycle.response_complete
            return answered and not self._cut_at and 0.0 < self._idle_at < now

        def cut(self, why: str) -> None:
            metrics.observe(why)
            self._cut_at = 0.0
            # Not close(): that would wait for a client that takes nothing.
            self.transport.abort()

    def malformed(target: bytes, headers: list[tuple[bytes, bytes]], version: str) -> Malformed | None:
        """Return what is wrong with the head of a request, ``None`` where nothing is."""
        if len(target) > settings.max_url + _HEAD_ROOM or sum(len(n) + len(v) + 4 for n, v in headers) > _HEAD_ROOM:
            return _too_large()
        hosts = [value for name, value in headers if name == b"host"]
        # RFC 9112, section 3.2.
        if len(hosts) > 1 or (not hosts and version == "1.1"):
            return Malformed(400, "a request has exactly one Host header (RFC 9112, section 3.2)")
        if hosts and not _HOST.fullmatch(hosts[0].strip()):
            return Malformed(400, "the Host header is no host (RFC 9112, section 3.2)")
        return None

    def make_room(has: int) -> bool:
        """Close a connection of the peer that has most, if one that has so many may have another in its place.

        So a new address always gets in, and with it whoever looks after the server.
        """
        peer, most = max(open_by.items(), key=lambda one: one[1])
        if most <= has:
            return False
        # Those that nobody waits for first, and of these the one that was used longest ago.
        victim = min((one for one in watched if one._peer == peer), key=lambda one: (one.at_work, one._idle_at))
        victim.leave()
        victim.cut("connection displaced")
        return True

    def sweep(loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for connection in [connection for connection in watched if connection.late(now)]:
            connection.cut("connection too slow")
        for connection in [connection for connection in watched if connection.idle(now)]:
            connection.transport.close()
        sweeping[0] = loop.call_later(_SWEEP, sweep, loop)

    return cast("type[asyncio.Protocol]", Connection)


def _too_large() -> Malformed:
    return Malformed(431, "the head of the request is too large: send a query by POST, and fewer headers")


def _refusal(malformed: Malformed) -> bytes:
    """Return a whole answer that says what is wrong with a request, and closes the connection."""
    body = problem(malformed.status, HTTPStatus(malformed.status).phrase, str(malformed)).body
    head = f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
    return STATUS_LINE[malformed.status] + head.encode() + bytes(body)
