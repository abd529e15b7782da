"""Which question is answered when: a short slice first, then a slower place at low priority, an end at the limit."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter, OrderedDict, deque
from collections.abc import Callable

from seedline.errors import QueryFailed, SeedlineError, ServerBusy, SnapshotBroken
from seedline.sandbox import Answer, Asked, Plan
from seedline_api.settings import Settings
from seedline_api.work.fair_queue import FairQueue, Standing
from seedline_api.work.jobs import Job, ended_by_itself, out_of_memory, out_of_time, queue_full, too_many
from seedline_api.work.pool import Found, Worker, WorkerPool

_STRAINED_NICE, _SLOW_NICE = 5, 15
_KNOWN_SLOW = 1000
_SHORTEST = 0.005
_TICK = 0.005
_MOMENT = 0.02
_HARDLY = 0.25
_FATAL = {signal.SIGABRT, signal.SIGKILL, signal.SIGSEGV, signal.SIGBUS}


class Scheduler:
    """The query workers of one snapshot; use it from the event loop that made it."""

    def __init__(
        self, plan: Plan, settings: Settings, standing: Standing, observe: Callable[[str], None] = lambda what: None
    ) -> None:
        self._settings = settings
        self._standing = standing
        self._observe = observe
        self._loop = asyncio.get_running_loop()
        self._express: dict[Worker, Job] = {}
        self._slow: dict[Worker, Job] = {}
        self._for_network: deque[Job] = deque()
        self._waiting: FairQueue[Job] = FairQueue(standing)
        self._patient: FairQueue[Job] = FairQueue(standing)
        self._under_way: Counter[str] = Counter()
        self._jobs: dict[Job, None] = {}
        self._ticking: asyncio.TimerHandle | None = None
        # Hashes alone: a query may be as long as a body.
        self._known_slow: OrderedDict[int, None] = OrderedDict()
        self.ready: asyncio.Future[None] = self._loop.create_future()
        # One more than there are places, so that a query which moves leaves its place to a fresh worker at once.
        self._workers = WorkerPool(plan, settings.express_workers + settings.slow_workers + 1, self)

    def counts(self) -> dict[str, int]:
        """Return how many workers and queries there are of each kind."""
        return {
            "live": self._workers.live,
            "idle": self._workers.idle,
            "express": len(self._express),
            "slow": len(self._slow),
            "waiting": len(self._waiting),
            "patient": len(self._patient),
        }

    @property
    def busy(self) -> bool:
        """Return whether any query is under way."""
        return bool(self._jobs)

    def submit(self, client: str, question: Asked, seconds: float, noticed: Callable[[Job], None] | None = None) -> Job:
        """Take a query and return it at once; ``noticed`` is called if it is still under way after a moment.

        Raises:
            TooManyRequests: this client has too many under way.

        """
        settings = self._settings
        if self._under_way[client] >= settings.max_client:
            raise too_many(settings)
        now = self._loop.time()
        job = Job(client, question, now, now + seconds, self._loop.create_future(), noticed)
        self._under_way[client] += 1
        self._jobs[job] = None
        if self._ticking is None:
            self._ticking = self._loop.call_later(_TICK, self._tick)
        (self._patient if job.network or hash(question) in self._known_slow else self._waiting).add(job)
        self._dispatch(now)
        if len(self._waiting) + len(self._patient) > settings.max_queue:
            self._push_out(now)
        return job

    def cancel(self, job: Job) -> None:
        """End a query that nobody waits for any more."""
        if not job.done.done():
            self._observe("hung up")
            job.done.cancel()
            self._end(job)

    def close(self) -> None:
        """End every query and every process."""
        self._abandon(ServerBusy("the server is stopping", limit=self._settings.named("stop_time")))
        self._workers.close()

    # --- what the workers tell -----------------------------------------------------------------------------------

    def arrived(self, worker: Worker, network: bool) -> None:
        """Use a new worker."""
        if not self.ready.done():
            self.ready.set_result(None)
        job = self._for_network.popleft() if network else None
        if job is not None and not job.done.done():
            self._begin(worker, job, slow=True)
        elif network:
            self._workers.kill(worker)
        self._dispatch(self._loop.time())

    def answered(self, worker: Worker, found: Found) -> None:
        """Hand an answer over, and give the worker its next query."""
        now = self._loop.time()
        slow = worker in self._slow
        job = self._slow.pop(worker) if slow else self._express.pop(worker)
        job.worker = None
        self._settle(job, now)
        if job.done.done():
            if isinstance(found, Answer):
                found.close()
        elif isinstance(found, Answer):
            job.done.set_result(found)
        else:
            job.done.set_exception(found)
        if slow:
            # Its memory may be in pieces and its priority stays low: a fresh one is 10 ms away.
            self._workers.kill(worker)
        else:
            self._workers.give_back(worker)
        self._dispatch(now)

    def died(self, worker: Worker, status: int, used: float) -> None:
        """Say why a query's process ended, or begin the query again where that was not its fault."""
        job = self._express.pop(worker, None) or self._slow.pop(worker, None)
        if job is None:
            return
        self._observe("worker died")
        job.worker = None
        ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        # What the process did, where the system says it: on a busy machine one hears of its end long after.
        gone_by = self._loop.time() - job.begun if job.begun_cpu is None else used - job.begun_cpu
        hardly_begun = gone_by < _HARDLY
        if ended_by == signal.SIGKILL and job.retries < (self._workers.size if hardly_begun else 1):
            # Somebody ended the process, perhaps before the query reached it; then others may have ended with it.
            job.retries, job.begun = job.retries + 1, 0.0
            (self._patient if job.overran else self._waiting).add(job)
            self._dispatch(self._loop.time())
        elif ended_by in _FATAL:
            self._fail(job, out_of_memory(job, self._settings))
        else:
            self._fail(job, ended_by_itself(status))

    def broken(self, error: SnapshotBroken) -> None:
        """Start anew after the fork server's end, unless it never began."""
        self._abandon(QueryFailed("the processes that answer queries were ended from outside; ask again"))
        if self.ready.done():
            self._observe("fork server died")
            self._workers.restart()
        else:
            self._workers.close()
            self.ready.set_exception(error)

    # --- places ------------------------------------------------------------------------------------------------

    def _dispatch(self, now: float) -> None:
        workers, settings = self._workers, self._settings
        while workers.idle and len(self._waiting) and len(self._express) < settings.express_workers:
            job = self._waiting.take(now, lambda job: self._may_take_express(job, now))
            if job is None:
                break
            strained = self._standing.strained(job.client, now=now)
            worker = workers.take(lowered=strained)
            if strained:
                worker.lower(_STRAINED_NICE)
            self._begin(worker, job, slow=False)
        while len(self._patient) and len(self._slow) + len(self._for_network) < settings.slow_workers:
            job = self._patient.take(now, lambda job: self._may_take_slow(job) and (job.network or workers.idle > 0))
            if job is None:
                break
            if job.network:
                self._for_network.append(job)
                workers.fork_for_network()
            else:
                self._begin(workers.take(lowered=True), job, slow=True)

    def _may_take_express(self, job: Job, now: float) -> bool:
        """Keep the last place for clients that are known not to overrun."""
        places = self._settings.express_workers
        if places == 1 or self._standing.proven(job.client, now=now):
            return True
        return sum(not self._standing.proven(other.client, now=now) for other in self._express.values()) < places - 1

    def _may_take_slow(self, job: Job) -> bool:
        """Leave a place to others: nobody holds all."""
        mine = sum(other.client == job.client for other in (*self._slow.values(), *self._for_network))
        return mine < max(1, self._settings.slow_workers - 1)

    def _begin(self, worker: Worker, job: Job, *, slow: bool) -> None:
        now = self._loop.time()
        job.worker, job.begun, job.begun_cpu = worker, now, worker.cpu_seconds()
        if slow:
            self._slow[worker] = job
            worker.lower(_SLOW_NICE)
        else:
            self._express[worker] = job
            job.due = now + self._slice_of(job)
        self._workers.ask(worker, job.question)

    def _tick(self) -> None:
        """Look at every query's time: one timer for all, since most queries end long before theirs would ring."""
        now = self._loop.time()
        for job in list(self._jobs):
            if job.done.done():
                continue
            if job.noticed is not None and now >= job.arrived + _MOMENT:
                job.noticed(job)
                job.noticed = None
            if now >= job.deadline:
                self._expire(job)
            elif job.worker in self._express and now >= job.due:
                self._slice(job)
        self._ticking = self._loop.call_later(_TICK, self._tick) if self._jobs else None

    def _slice_of(self, job: Job) -> float:
        """Return the seconds of a query's slice: less for those who are not known, while others wait."""
        crowded = len(self._waiting) and not self._standing.proven(job.client, now=self._loop.time())
        return self._settings.express_ms / (4000 if crowded else 1000)

    def _slice(self, job: Job) -> None:
        """Move a query that used its slice to a slow place, or let it wait for one."""
        now, worker = self._loop.time(), job.worker
        assert worker is not None
        left = self._slice_of(job) - job.used(now)
        if left > _SHORTEST:
            # On a crowded machine a short query is long on the clock; what counts is what it used.
            job.due = now + left
            return
        job.overran = True
        self._standing.charge(job.client, now - job.begun, now=now, overrun=True)
        self._known_slow[hash(job.question)] = None
        if len(self._known_slow) > _KNOWN_SLOW:
            self._known_slow.popitem(last=False)
        del self._express[worker]
        job.begun = now
        if len(self._slow) + len(self._for_network) < self._settings.slow_workers and self._may_take_slow(job):
            self._slow[worker] = job
            worker.lower(_SLOW_NICE)
        else:
            job.worker, job.begun = None, 0.0
            self._patient.add(job)
            self._workers.kill(worker)
        self._dispatch(now)

    def _expire(self, job: Job) -> None:
        if not job.done.done():
            self._observe("time limit" if job.worker is not None or job.overran else "waited too long")
            self._fail(job, out_of_time(job, self._settings))

    def _push_out(self, now: float) -> None:
        """Refuse the newest query of the client that used and asks most, so that a modest one still finds room."""
        jobs = [job for line in (self._waiting, self._patient) if (job := line.greediest(now)) is not None]
        victim = max(jobs, key=lambda job: self._standing.used(job.client, now=now) + self._under_way[job.client])
        self._fail(victim, queue_full(self._settings))

    def _abandon(self, error: SeedlineError) -> None:
        jobs = [*self._express.values(), *self._slow.values(), *self._for_network, *self._waiting, *self._patient]
        for places in (self._express, self._slow):
            places.clear()
        self._for_network.clear()
        for job in jobs:
            job.worker = None
            self._fail(job, error)

    def _fail(self, job: Job, error: SeedlineError) -> None:
        if not job.done.done():
            job.done.set_exception(error)
        self._end(job)

    def _end(self, job: Job) -> None:
        """Take a query out of every place, and end the worker that is at it."""
        now = self._loop.time()
        self._settle(job, now)
        self._waiting.remove(job)
        self._patient.remove(job)
        if (worker := job.worker) is not None:
            job.worker = None
            self._express.pop(worker, None)
            self._slow.pop(worker, None)
            self._workers.kill(worker)
            self._dispatch(now)

    def _settle(self, job: Job, now: float) -> None:
        if job.begun:
            self._standing.charge(job.client, now - job.begun, now=now, overrun=job.overran)
            job.begun = 0.0
        if job in self._jobs:
            del self._jobs[job]
            self._under_way[job.client] -= 1
            if not self._under_way[job.client]:
                del self._under_way[job.client]
