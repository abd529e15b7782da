"""One question under way, a query or a view, and the words for what may end it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from seedline.errors import LimitExceeded, QueryFailed, SeedlineError, ServerBusy, TooManyRequests
from seedline.sandbox import Answer, Asked, Question
from seedline_api.settings import Settings
from seedline_api.work.pool import Worker


@dataclass(eq=False, slots=True)
class Job:
    """One question under way; ``done`` gets its answer or its error, ``noticed`` is called once it takes a moment."""

    client: str
    question: Asked
    arrived: float
    deadline: float
    done: asyncio.Future[Answer]
    noticed: Callable[[Job], None] | None = None
    worker: Worker | None = None
    due: float = 0.0
    begun: float = 0.0
    begun_cpu: float | None = None
    overran: bool = False
    retries: int = 0

    @property
    def network(self) -> bool:
        """Return whether the query may ask other endpoints."""
        return bool(self.question.service_hosts)

    def used(self, now: float) -> float:
        """Return the processor time used in its present place, or on systems that do not say the time gone by."""
        cpu = self.worker.cpu_seconds() if self.worker is not None else None
        return now - self.begun if cpu is None or self.begun_cpu is None else cpu - self.begun_cpu


def too_many(settings: Settings) -> SeedlineError:
    """Return the error of a client that asks too much at once."""
    words = f"you have {settings.max_client} requests under way already; wait for one to end"
    return TooManyRequests(words, limit=settings.named("max_client"))


def queue_full(settings: Settings) -> SeedlineError:
    """Return the error of a query for which there is no room to wait."""
    return ServerBusy("too many requests wait; ask again later", limit=settings.named("max_queue"))


def out_of_time(job: Job, settings: Settings) -> SeedlineError:
    """Return the error of a query whose time is over, in its place or while it waited for one."""
    limit = settings.named("service_time" if job.network else "max_time")
    if job.worker is None and not job.overran:
        return ServerBusy("the time ran out while this waited for others to end; ask again later", limit=limit)
    less = "Ask for less: fewer steps, a smaller selection or picture"
    if isinstance(job.question, Question):
        less = "Bind more, select less, or use the derived totals and shortcuts"
    told = f"this was ended at the time limit ({limit.split('=')[1]} s, or the shorter one you asked for). {less}"
    return LimitExceeded(told, limit=limit)


def out_of_memory(job: Job, settings: Settings) -> SeedlineError:
    """Return the error of a question whose process the system ended."""
    told = f"this needed more than {settings.max_memory} MiB of memory. Ask for less: a smaller selection or picture"
    if isinstance(job.question, Question):
        told = (
            f"the query needed more than {settings.max_memory} MiB of memory, or is nested too deeply. "
            "Select less before sorting, grouping or joining"
        )
    return LimitExceeded(told, limit=settings.named("max_memory"))


def ended_by_itself(status: int) -> SeedlineError:
    """Return the error of a query whose process ended for no reason that we know."""
    return QueryFailed(f"the process that worked on this ended by itself (status {status})")
