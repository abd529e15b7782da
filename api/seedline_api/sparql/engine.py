"""The snapshot whose workers answer now, and the change to a new one with no request lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from seedline.errors import SeedlineError
from seedline.sandbox import Plan
from seedline.store import Home, Snapshot
from seedline_api.rendering.site import Site
from seedline_api.rendering.tasks import given
from seedline_api.settings import Settings
from seedline_api.work.fair_queue import Standing
from seedline_api.work.scheduler import Scheduler

_LOOK_AGAIN = 0.5
_START_TIME = 600.0
Report = Callable[..., None]


@dataclass(eq=False, slots=True)
class Engine:
    """One snapshot and its workers."""

    snapshot: Snapshot
    scheduler: Scheduler
    in_memory: bool

    @property
    def version(self) -> str:
        """Return the snapshot's version."""
        return self.snapshot.version

    @property
    def base(self) -> str:
        """Return the base IRI of the snapshot's things."""
        return self.snapshot.base


class Engines:
    """Follows the home's pointer: a new snapshot's workers are ready before the old ones get no more queries."""

    def __init__(self, settings: Settings, observe: Callable[[str], None], report: Report) -> None:
        self._settings = settings
        self._home = Home(settings.home)
        self._observe = observe
        self._report = report
        self._standing = Standing()
        self._current: Engine | None = None
        self._retired: list[Engine] = []
        self._lock = asyncio.Lock()
        self._following: asyncio.Task[None] | None = None

    @property
    def current(self) -> Engine | None:
        """Return the engine that answers now."""
        return self._current

    @property
    def all(self) -> list[Engine]:
        """Return the engine that answers now, and those that still end what they began."""
        return [*([self._current] if self._current else []), *self._retired]

    async def start(self) -> Engine:
        """Return the engine of the current snapshot, its first worker ready.

        Raises:
            NotFound: nothing was built yet.
            SnapshotBroken: the store cannot be opened.

        """
        async with self._lock:
            if self._current is None:
                self._current = await self._open(self._home.current())
                self._following = asyncio.create_task(self._follow())
            return self._current

    async def stop(self) -> None:
        """End every process."""
        if self._following is not None:
            self._following.cancel()
            with suppress(asyncio.CancelledError):
                await self._following
        for engine in self.all:
            engine.scheduler.close()
        self._current, self._retired = None, []

    async def _open(self, snapshot: Snapshot) -> Engine:
        settings = self._settings
        quads = int(snapshot.manifest["counts"]["quads"])
        in_memory = settings.store == "memory" or (settings.store == "auto" and quads <= settings.max_memory_quads)
        site = Site(settings.absolute(""), settings.prefix)
        plan = Plan(
            str(snapshot.path / "store"),
            in_memory,
            settings.max_memory << 20,
            "seedline_api.rendering:open_tasks",
            given(self._home.path, snapshot.path, site),
        )
        scheduler = Scheduler(plan, settings, self._standing, self._observe)
        try:
            await asyncio.wait_for(asyncio.shield(scheduler.ready), _START_TIME)
        finally:
            if not scheduler.ready.done() or scheduler.ready.exception():
                scheduler.close()
        self._report(event="snapshot", version=snapshot.version, quads=quads, store="memory" if in_memory else "disk")
        return Engine(snapshot, scheduler, in_memory)

    async def _follow(self) -> None:
        refused = None
        while True:
            await asyncio.sleep(_LOOK_AGAIN)
            for engine in [old for old in self._retired if not old.scheduler.busy]:
                engine.scheduler.close()
                self._retired.remove(engine)
            try:
                version = self._home.current_version()
                if self._current is None or version in {None, self._current.version, refused}:
                    continue
                fresh = await self._open(self._home.current())
            except (SeedlineError, TimeoutError) as error:
                # What is served goes on being served.
                refused = version
                self._report(event="snapshot refused", version=version, error=str(error))
                continue
            self._retired.append(self._current)
            self._current = fresh
