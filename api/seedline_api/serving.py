"""The snapshot that is being served, and the switch to a new one."""

from __future__ import annotations

import threading
import time

from seedline.lineage import Tracer
from seedline.store import Home
from seedline_api.settings import Settings

_LOOK_AGAIN = 0.5


class Serving:
    """Follows the home's pointer: a new snapshot is served within a second, without a restart."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._home = Home(settings.home)
        self._lock = threading.Lock()
        self._tracer: Tracer | None = None
        self._looked = 0.0

    def tracer(self) -> Tracer:
        """Return the tracer of the current snapshot.

        Raises:
            NotFound: nothing was built yet.

        """
        now = time.monotonic()
        tracer = self._tracer
        if tracer is not None and now - self._looked < _LOOK_AGAIN:
            return tracer
        with self._lock:
            self._looked = now
            version = self._home.current_version()
            if self._tracer is None or version != self._tracer.snapshot.version:
                self._tracer = Tracer.of(self._home.current())
            return self._tracer

    def home(self) -> Home:
        """Return the home."""
        return self._home
