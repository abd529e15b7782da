"""The snapshot that is being served, and the switch to a new one."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from seedline.errors import Gone, NotFound
from seedline.ingest.passages import SourceText
from seedline.store import Home
from seedline.views.tracer import Tracer
from seedline.views.view import View
from seedline_api.http.cache import Recent, ResponseCache
from seedline_api.settings import Settings

_LOOK_AGAIN = 0.5
_KEPT = 3
#: The views asked for last are held while they have no more things than this, some 4 kB each.
_THINGS = 10_000


class Serving:
    """Follows the home's pointer: a new snapshot is served within a second, without a restart."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        #: The copy of a source that was given, for passages alone: no page, picture or export is made from it.
        self.source_text = SourceText.read(Path(settings.source_text)) if settings.source_text else None
        self._home = Home(settings.home)
        self._lock = threading.Lock()
        self._tracer: Tracer | None = None
        self._looked = 0.0
        self._older: dict[str, Tracer] = {}
        self.responses = ResponseCache()
        self.views = Recent[View](_THINGS, lambda view: len(view.document.nodes))

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

    def tracer_of(self, version: str | None) -> Tracer:
        """Return the tracer of a version, the current one where none is named.

        Raises:
            Gone: the version is not kept here.

        """
        current = self.tracer()
        if version in {None, current.snapshot.version}:
            return current
        assert version is not None
        with self._lock:
            found = self._older.get(version)
            if found is None:
                try:
                    found = Tracer.of(self._home.get(version))
                except NotFound as error:
                    kept = ", ".join(snapshot.version for snapshot in self._home.list())
                    raise Gone(f"version {version} of the data is not kept here; there is {kept}") from error
                # A few at a time: each holds a network in memory.
                self._older = dict([*self._older.items(), (version, found)][-_KEPT:])
            return found

    def home(self) -> Home:
        """Return the home."""
        return self._home
