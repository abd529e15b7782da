"""Where what computes is handed in: to the workers of the served snapshot, with a cache before them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from seedline.errors import LimitExceeded
from seedline.sandbox import Answer, Asked
from seedline.store import Snapshot
from seedline_api.http.cache import BoundedCache
from seedline_api.rendering.tasks import task
from seedline_api.settings import Settings
from seedline_api.work.jobs import Job
from seedline_api.work.scheduler import Scheduler

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Kept = tuple[bytes, Mapping[str, str]]
_CHUNK = 1 << 16
_SHARE = 16
"""A single answer may take so much of the cache."""


class HungUp(Exception):
    """The client closed its connection."""


class Engine(Protocol):
    """A snapshot that is served, and its workers."""

    snapshot: Snapshot
    scheduler: Scheduler

    @property
    def version(self) -> str:
        """Return the snapshot's version."""

    @property
    def base(self) -> str:
        """Return the base IRI of the snapshot's things."""

    def stands_for(self, key: str) -> str | None:
        """Return the key of the thing that another was found to be one with, nothing where it stands for itself."""


class Engines(Protocol):
    """The snapshots that are served."""

    @property
    def current(self) -> Engine | None:
        """Return the engine that answers now."""

    def engine(self) -> Engine:
        """Return the engine that answers now, or raise why none can."""


class Desk:
    """Takes what must be computed, and gives whole answers."""

    def __init__(self, settings: Settings, engines: Engines) -> None:
        self.settings = settings
        self.engines = engines
        self.cache: BoundedCache[Kept] = BoundedCache(settings.cache)
        self.held = 0
        """Bytes of large answers that wait on disk for their readers."""

    async def do(self, client: str, receive: Receive, name: str, **parameters: Any) -> Answer:
        """Return the answer of a task over the served snapshot; close it after use.

        Raises:
            HungUp: the client has gone meanwhile, and the work was ended.
            SeedlineError: as the task, or a limit that was reached.

        """
        engine = self.engines.engine()
        asked = task(name, self.settings.max_bytes, **parameters)
        key = (engine.version, asked.name, asked.parameters)
        kept = self.cache.get(key)
        if kept is not None:
            return Answer(kept[0], None, len(kept[0]), kept[1])
        answer = await self.ask(engine, client, receive, asked, self.settings.max_time)
        if answer.file is not None and answer.size <= self.settings.cache // _SHARE:
            answer.body = os.pread(answer.file, answer.size, 0)
            answer.close()
        if answer.file is None:
            self.cache.put(key, (answer.body, answer.headers))
        return answer

    async def ask(self, engine: Engine, client: str, receive: Receive, asked: Asked, seconds: float) -> Answer:
        """Return the answer of a worker to a question, and end the work if the client hangs up.

        Raises:
            HungUp: it did.
            SeedlineError: as the question, or a limit that was reached.

        """
        watches: list[asyncio.Task[None]] = []

        def watch(job: Job) -> None:
            # Most answers are there before anybody could hang up, so the watch begins a moment later.
            watches.append(asyncio.create_task(_watch(receive, engine.scheduler, job)))

        job = engine.scheduler.submit(client, asked, seconds, watch)
        try:
            return await job.done
        except asyncio.CancelledError:
            engine.scheduler.cancel(job)
            if watches and watches[0].done():
                raise HungUp from None
            raise
        finally:
            for waiting in watches:
                waiting.cancel()

    async def send(self, send: Send, status: int, headers: list[tuple[bytes, bytes]], answer: Answer) -> None:
        """Send an answer that is whole already, as fast as the client takes it, and close it."""
        try:
            if answer.file is None:
                await self._send(send, status, headers, answer)
                return
            if self.held + answer.size > self.settings.max_held:
                raise LimitExceeded(
                    "too many large answers wait for slow readers; ask again later",
                    limit=self.settings.named("max_held"),
                )
            self.held += answer.size
            try:
                await self._send(send, status, headers, answer)
            finally:
                self.held -= answer.size
        finally:
            answer.close()

    async def _send(self, send: Send, status: int, headers: list[tuple[bytes, bytes]], answer: Answer) -> None:
        length = (b"content-length", str(answer.size).encode())
        await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
        for at in range(0, answer.size or 1, _CHUNK):
            # In parts, so that a slow reader makes the server hold one of them and not the whole.
            part = answer.body[at : at + _CHUNK] if answer.file is None else os.pread(answer.file, _CHUNK, at)
            await send({"type": "http.response.body", "body": part, "more_body": at + _CHUNK < answer.size})


async def _watch(receive: Receive, scheduler: Scheduler, job: Job) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scheduler.cancel(job)
