"""The one snapshot that is being served, its tracer and its query workers together, and the switch to a new one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from seedline.errors import HomeError, SeedlineError, SnapshotBroken
from seedline.sandbox import Plan
from seedline.store import Home, Snapshot
from seedline_api.rendering.site import Site
from seedline_api.rendering.tasks import given
from seedline_api.settings import Settings
from seedline_api.work.fair_queue import Standing
from seedline_api.work.scheduler import Scheduler

_LOOK_AGAIN = 0.5
_TRY_AGAIN = 30.0
_START_TIME = 600.0
Report = Callable[..., None]


@dataclass(eq=False, slots=True)
class Engine:
    """One snapshot as it is served: pages, API and queries by its workers.

    ``checked`` is what its files were when their hashes were found right; ``problem`` is set once they are not.
    """

    snapshot: Snapshot
    scheduler: Scheduler
    in_memory: bool
    graphs: frozenset[str]
    checked: object = None
    problem: str | None = None

    @property
    def version(self) -> str:
        """Return the snapshot's version."""
        return self.snapshot.version

    def stands_for(self, key: str) -> str | None:
        """Return the key of the thing that another was found to be one with, nothing where it stands for itself."""
        replaced: dict[str, str] = self.snapshot.manifest.get("replaced", {})
        return replaced.get(key)

    @property
    def base(self) -> str:
        """Return the base IRI of the snapshot's things."""
        return self.snapshot.base


class Serving:
    """Follows the home's pointer: pages, API and queries go over to a new snapshot in one moment.

    A new snapshot is opened, every file of it held against its hash, and its workers made ready beside the old one.
    That one answers until then, and goes on where the new one cannot be opened or the pointer cannot be read.
    """

    def __init__(
        self,
        settings: Settings,
        observe: Callable[[str], None] = lambda what: None,
        report: Report = lambda **told: None,
    ) -> None:
        self.settings = settings
        self._home = Home(settings.home)
        self._observe = observe
        self._report = report
        self._standing = Standing()
        self._current: Engine | None = None
        self._retired: list[Engine] = []
        self._starting = asyncio.Lock()
        self._following: asyncio.Task[None] | None = None
        self._checking: asyncio.Task[None] | None = None

    @property
    def current(self) -> Engine | None:
        """Return the engine that answers now; read it once for each request."""
        return self._current

    @property
    def all(self) -> list[Engine]:
        """Return the engine that answers now, and those that still end what they began."""
        return [*([self._current] if self._current else []), *self._retired]

    def engine(self) -> Engine:
        """Return the engine that answers now.

        Raises:
            SnapshotBroken: its files are damaged.
            HomeError: the server is starting.

        """
        engine = self._current
        if engine is None:
            raise HomeError("the server is starting")
        if engine.problem is not None:
            raise SnapshotBroken(engine.problem)
        return engine

    def home(self) -> Home:
        """Return the home."""
        return self._home

    async def start(self) -> Engine:
        """Return the engine of the current snapshot, its first worker ready; its hashes are looked at meanwhile.

        Raises:
            NotFound: nothing was built yet.
            SnapshotBroken: the snapshot cannot be opened.

        """
        async with self._starting:
            if self._current is None:
                self._current = await self._open(self._home.current())
                self.check_files()
                self._follow_on()
            return self._current

    async def stop(self) -> None:
        """End every process."""
        for task in (self._following, self._checking):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        for engine in self.all:
            engine.scheduler.close()
        self._current, self._retired = None, []

    def check_files(self) -> None:
        """Hold the served snapshot's files against their hashes, in the background.

        Cheap to ask again and again: they are read once, and again only after one was written.
        """
        if self._checking is None or self._checking.done():
            self._checking = asyncio.create_task(self._check())

    async def _check(self) -> None:
        engine = self._current
        if engine is None or engine.problem is not None:
            return
        try:
            engine.checked = await asyncio.to_thread(_verified, engine.snapshot, engine.checked)
        except SnapshotBroken as error:
            engine.problem = str(error)
            self._report(event="snapshot damaged", version=engine.version, error=engine.problem)

    async def _open(self, snapshot: Snapshot) -> Engine:
        quads = int(snapshot.manifest["counts"]["quads"])
        kind = self.settings.store
        in_memory = kind == "memory" or (kind == "auto" and quads <= self.settings.max_memory_quads)
        site = Site(
            self.settings.absolute(""),
            self.settings.prefix,
            passages=self.settings.passages,
            report=self.settings.report,
            public=bool(self.settings.public_url),
        )
        plan = Plan(
            str(snapshot.path / "store"),
            in_memory,
            self.settings.max_memory << 20,
            "seedline_api.rendering:open_tasks",
            given(self._home.path, snapshot.path, site),
        )
        scheduler = Scheduler(plan, self.settings, self._standing, self._observe)
        try:
            await asyncio.wait_for(asyncio.shield(scheduler.ready), _START_TIME)
        finally:
            if not scheduler.ready.done() or scheduler.ready.exception():
                scheduler.close()
        self._report(event="snapshot", version=snapshot.version, quads=quads, store="memory" if in_memory else "disk")
        graphs = await asyncio.to_thread(snapshot.store.graphs)
        return Engine(snapshot, scheduler, in_memory, frozenset(graphs))

    def _follow_on(self, ended: asyncio.Task[None] | None = None) -> None:
        """Follow the pointer; what nobody foresaw ends one look at it, never the following."""
        if ended is not None:
            if ended.cancelled():
                return
            self._report(event="following failed", error=repr(ended.exception()))
        self._following = asyncio.create_task(self._follow())
        self._following.add_done_callback(self._follow_on)

    async def _follow(self) -> None:
        refused: object = None
        said = ""
        while True:
            await asyncio.sleep(_LOOK_AGAIN)
            for engine in [old for old in self._retired if not old.scheduler.busy]:
                engine.scheduler.close()
                self._retired.remove(engine)
            current = self._current
            assert current is not None
            version = None
            try:
                version = await asyncio.to_thread(self._home.current_version)
                if version is None:
                    raise HomeError(f"{self._home.path} names no current snapshot any more")
                if version == current.version and current.problem is None:
                    refused, said = None, ""
                    continue
                # What was refused is looked at again once it has changed, and now and then.
                seen = (version, await asyncio.to_thread(_manifest_of, self._home, version), _period())
                if seen == refused:
                    continue
                refused = seen
                snapshot = await asyncio.to_thread(self._home.get, version)
                checked = await asyncio.to_thread(_verified, snapshot, None)
                fresh = await self._open(snapshot)
            except (SeedlineError, TimeoutError) as error:
                if str(error) != said:
                    said = str(error)
                    self._report(event="snapshot refused", version=version, error=said)
                continue
            fresh.checked = checked
            self._retired.append(current)
            # From here on every door answers from the new one.
            self._current, refused, said = fresh, None, ""


def _verified(snapshot: Snapshot, known: object) -> object:
    """Return the stamp of a snapshot's files once their hashes are right, which a known stamp tells already."""
    stamp = snapshot.stamp()
    if stamp != known:
        snapshot.verify()
    return stamp


def _manifest_of(home: Home, version: str) -> object:
    """Return what changes when a version is built anew; nothing of it is read."""
    with suppress(SeedlineError):
        return home.find(version).stamp()
    return None


def _period() -> int:
    return int(asyncio.get_running_loop().time() / _TRY_AGAIN)
