"""Structured logs: a line of JSON for each request; a reader that does not read never holds up the server."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import deque
from typing import Any, TextIO

_KEPT = 10_000


class Log:
    """Writes events to a stream from a thread of its own; those it cannot get rid of are dropped and counted."""

    def __init__(self, kind: str, stream: TextIO | None = None) -> None:
        self.on = kind == "json"
        self._stream = stream or sys.stderr
        self._events: deque[dict[str, Any]] = deque()
        self._dropped = 0
        self._wake = threading.Event()
        if self.on:
            threading.Thread(target=self._write, name="log", daemon=True).start()

    def __call__(self, **event: Any) -> None:
        """Log an event."""
        if not self.on:
            return
        if len(self._events) >= _KEPT:
            self._dropped += 1
            return
        event["time"] = round(time.time(), 3)
        self._events.append(event)
        self._wake.set()

    def _write(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            time.sleep(0.05)
            lines = []
            while self._events:
                lines.append(json.dumps(self._events.popleft(), ensure_ascii=False, default=str))
            if self._dropped:
                lines.append(json.dumps({"event": "log lines dropped", "count": self._dropped}))
                self._dropped = 0
            try:
                self._stream.write("".join(f"{line}\n" for line in lines))
                self._stream.flush()
            except (OSError, ValueError):
                return  # The reader has gone, or the process is ending.
