"""Connections that cannot hold the server: times to send and to take, a number for each client."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from seedline_api.operation.metrics import Metrics
from seedline_api.settings import Settings

_HEAD_ROOM = 65_536


def connection_class(settings: Settings, metrics: Metrics) -> type[asyncio.Protocol]:
    """Return uvicorn's protocol with the fences of the settings around it."""
    open_by: Counter[str] = Counter()
    # Behind a proxy all connections come from one peer: the proxy counts clients there.
    alike = {part.strip() for part in settings.trusted_proxies.split(",")}

    class Connection(HttpToolsProtocol):  # type: ignore[misc, unused-ignore]
        _fence: asyncio.TimerHandle | None = None
        _peer = ""
        _counted = False
        _head = 0

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
            super().connection_made(transport)
            self._watch(settings.read_time)

        def connection_lost(self, exc: Exception | None) -> None:
            self._unwatch()
            if self._counted:
                self._counted = False
                open_by[self._peer] -= 1
                if not open_by[self._peer]:
                    del open_by[self._peer]
                super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            if not self._counted:
                return
            # Counted until a request's head is whole (it is then reset): the parser itself has no bound.
            self._head += len(data)
            if self._head > settings.max_url + _HEAD_ROOM + settings.max_body:
                self._cut("request head too large")
                return
            if self._fence is None:
                self._watch(settings.read_time)
            super().data_received(data)

        def on_url(self, url: bytes) -> None:
            super().on_url(url)
            if len(self.url) > settings.max_url + _HEAD_ROOM:
                self._cut("request head too large")

        def on_message_complete(self) -> None:
            self._head = 0
            self._unwatch()
            super().on_message_complete()

        def pause_writing(self) -> None:
            super().pause_writing()
            self._unwatch()
            self._watch(settings.send_time)

        def resume_writing(self) -> None:
            self._unwatch()
            super().resume_writing()

        def _watch(self, seconds: float) -> None:
            self._fence = self.loop.call_later(seconds, self._cut, "connection too slow")

        def _unwatch(self) -> None:
            if self._fence is not None:
                self._fence.cancel()
                self._fence = None

        def _cut(self, why: str) -> None:
            metrics.observe(why)
            self._unwatch()
            # Not close(): that would wait for a client that takes nothing.
            self.transport.abort()

    return cast("type[asyncio.Protocol]", Connection)
