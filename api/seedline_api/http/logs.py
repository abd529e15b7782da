"""Structured logs: a line of JSON for each request; a reader that does not read never holds up the server."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import deque
from typing import Any, NamedTuple, TextIO

_KEPT = 10_000
_WRITE = json.JSONEncoder(ensure_ascii=False, default=str).encode


class RequestLine(NamedTuple):
    """What is told of a request; ``query`` is a hash, since queries may say what somebody works on."""

    id: str
    client: str
    method: str
    path: str
    status: int
    seconds: float
    bytes: int
    query: str | None
    problem: str | None
    time: float

    def text(self) -> str:
        """Return the line, a JSON object.

        >>> RequestLine("r1", "::1", "GET", "/sparql", 200, 0.0123, 5, None, None, 2.0).text()
        '{"event": "request", "id": "r1", "client": "::1", "method": "GET", "path": "/sparql", "status": 200, \
"ms": 12.3, "bytes": 5, "time": 2.0}'
        """
        told: dict[str, object] = {
            "event": "request",
            "id": self.id,
            "client": self.client,
            "method": self.method,
            "path": self.path,
            "status": self.status,
            "ms": round(self.seconds * 1000, 2),
            "bytes": self.bytes,
            "time": round(self.time, 3),
        }
        if self.query:
            told["query"] = self.query
        if self.problem:
            told["problem"] = self.problem
        return _WRITE(told)


class Log:
    """Writes events to a stream from a thread of its own; those it cannot get rid of are dropped and counted."""

    def __init__(self, kind: str, stream: TextIO | None = None) -> None:
        self.on = kind == "json"
        self._stream = stream or sys.stderr
        self._events: deque[RequestLine | dict[str, Any]] = deque()
        self._dropped = 0
        self._wake = threading.Event()
        if self.on:
            threading.Thread(target=self._write, name="log", daemon=True).start()

    def __call__(self, **event: Any) -> None:
        """Log an event."""
        self._add({**event, "time": round(time.time(), 3)})

    def request(self, line: RequestLine) -> None:
        """Log a request; its line is put into words later, beside the others of the moment."""
        self._add(line)

    def _add(self, event: RequestLine | dict[str, Any]) -> None:
        if not self.on:
            return
        if len(self._events) >= _KEPT:
            self._dropped += 1
            return
        self._events.append(event)
        if not self._wake.is_set():
            self._wake.set()

    def _write(self) -> None:
        while True:
            self._wake.wait()
            time.sleep(0.05)
            self._wake.clear()
            lines = []
            while self._events:
                event = self._events.popleft()
                lines.append(event.text() if isinstance(event, RequestLine) else _WRITE(event))
            if self._dropped:
                lines.append(_WRITE({"event": "log lines dropped", "count": self._dropped}))
                self._dropped = 0
            try:
                self._stream.write("".join(f"{line}\n" for line in lines))
                self._stream.flush()
            except (OSError, ValueError):
                return  # The reader has gone, or the process is ending.
