"""Whose query is next: the client that used least of late, and never all places for those who overrun."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar

_HALF_LIFE = 10.0
_REMEMBERED = 10_000
_STRAIN = 0.02
"""Seconds of overrun, lately, from which on a client counts as one that overruns: the shortest slice is more."""


class Waiting(Protocol):
    """What waits for its turn."""

    client: str


class Standing:
    """What each client used of late, in seconds of worker time; half of it is forgotten every ten seconds.

    >>> standing = Standing()
    >>> standing.charge("a", 4.0, now=0.0, overrun=True)
    >>> standing.used("a", now=10.0), standing.strained("a", now=10.0), standing.used("b", now=10.0)
    (2.0, True, 0.0)
    """

    def __init__(self) -> None:
        self._clients: OrderedDict[str, tuple[float, float, float]] = OrderedDict()

    def charge(self, client: str, seconds: float, *, now: float, overrun: bool) -> None:
        """Add what a query used; ``overrun`` where it needed more than its slice."""
        used, strain, _ = self._faded(client, now)
        self._clients[client] = (used + seconds, strain + (seconds if overrun else 0.0), now)
        self._clients.move_to_end(client)
        if len(self._clients) > _REMEMBERED:
            self._clients.popitem(last=False)

    def used(self, client: str, *, now: float) -> float:
        """Return the seconds a client used of late."""
        return self._faded(client, now)[0]

    def strained(self, client: str, *, now: float) -> bool:
        """Return whether a client's queries overran their slices of late."""
        known = self._clients.get(client)
        # Most clients never overran, and need no sum for that.
        return known is not None and known[1] > _STRAIN and self._faded(client, now)[1] > _STRAIN

    def proven(self, client: str, *, now: float) -> bool:
        """Return whether a client has had answers, and none of them overran of late."""
        return client in self._clients and not self.strained(client, now=now)

    def _faded(self, client: str, now: float) -> tuple[float, float, float]:
        known = self._clients.get(client)
        if known is None:
            return 0.0, 0.0, now
        fading = math.exp2((known[2] - now) / _HALF_LIFE)
        return known[0] * fading, known[1] * fading, now


Job = TypeVar("Job", bound=Waiting)


class FairQueue(Generic[Job]):
    """Jobs that wait, by client; within a client in the order of arrival."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._lines: dict[str, deque[Job]] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Job]:
        return iter([job for line in self._lines.values() for job in line])

    def add(self, job: Job) -> None:
        """Let a job wait."""
        self._lines.setdefault(job.client, deque()).append(job)
        self._count += 1

    def remove(self, job: Job) -> None:
        """Take a job out, if it waits here."""
        line = self._lines.get(job.client)
        if line is not None and job in line:
            line.remove(job)
            self._shrink(job.client)

    def take(self, now: float, allowed: Callable[[Job], bool]) -> Job | None:
        """Return the first job of the client that used least among those allowed, and take it out."""
        clients = [client for client, line in self._lines.items() if allowed(line[0])]
        if not clients:
            return None
        client = min(clients, key=lambda name: self._standing.used(name, now=now)) if len(clients) > 1 else clients[0]
        job = self._lines[client].popleft()
        self._shrink(client)
        return job

    def greediest(self, now: float) -> Job | None:
        """Return the newest job of the client that used and asks most."""
        if not self._lines:
            return None
        client = max(self._lines, key=lambda name: self._standing.used(name, now=now) + len(self._lines[name]))
        return self._lines[client][-1]

    def _shrink(self, client: str) -> None:
        self._count -= 1
        if not self._lines[client]:
            del self._lines[client]
