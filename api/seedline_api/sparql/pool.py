"""The workers of one snapshot: a short slice first, then a slower place at low priority, and an end at the limit."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from seedline.errors import LimitExceeded, QueryFailed, SeedlineError, ServerBusy, SnapshotBroken, TooManyRequests
from seedline.workers import Answer, AnswerReader, Event, Nursery, Plan, Question, pack_question
from seedline_api.settings import Settings
from seedline_api.sparql.turns import Standing, Turns

_SLOW_NICE = 15
_KNOWN_SLOW = 1000
Observe = Callable[[str], None]


@dataclass(eq=False, slots=True)
class Job:
    """One query under way."""

    client: str
    question: Question
    deadline: float
    done: asyncio.Future[Answer]
    network: bool = False
    worker: _Worker | None = None
    timer: asyncio.TimerHandle | None = None
    begun: float = 0.0
    overran: bool = False
    settled: bool = False
    retried: bool = False


@dataclass(eq=False, slots=True)
class _Worker:
    pid: int
    reader: AnswerReader
    event: Event
    job: Job | None = None
    doomed: bool = False
    sending: set[asyncio.Task[None]] = field(default_factory=set)


class Pool:
    """The query workers of one snapshot; use it from the event loop that made it."""

    def __init__(
        self, plan: Plan, settings: Settings, standing: Standing, observe: Observe = lambda what: None
    ) -> None:
        self._settings = settings
        self._standing = standing
        self._observe = observe
        self._loop = asyncio.get_running_loop()
        self._plan = plan
        self._live: dict[int, _Worker] = {}
        self._idle: list[_Worker] = []
        self._express: set[_Worker] = set()
        self._slow: set[_Worker] = set()
        self._waiting: Turns[Job] = Turns(standing)
        self._patient: Turns[Job] = Turns(standing)
        self._under_way: Counter[str] = Counter()
        self._forks: deque[Job | None] = deque()
        self._known_slow: OrderedDict[Question, None] = OrderedDict()
        self._closed = False
        self.ready: asyncio.Future[None] = self._loop.create_future()
        self._nursery = self._start()

    def counts(self) -> dict[str, int]:
        """Return how many workers and queries there are of each kind."""
        return {
            "live": len(self._live),
            "idle": len(self._idle),
            "express": len(self._express),
            "slow": len(self._slow),
            "waiting": len(self._waiting),
            "patient": len(self._patient),
        }

    @property
    def pids(self) -> list[int]:
        """Return the processes: the nursery's and its workers'."""
        return [self._nursery.pid, *self._live]

    @property
    def busy(self) -> bool:
        """Return whether any query is under way."""
        return self._under_way.total() > 0

    def submit(self, client: str, question: Question, seconds: float) -> Job:
        """Take a query; ``done`` of what is returned gets its answer, or its error.

        Raises:
            TooManyRequests: this client has too many under way.
            ServerBusy: too many wait, and no client is greedier than this one.

        """
        settings = self._settings
        if self._under_way[client] >= settings.max_client:
            raise TooManyRequests(
                f"you have {settings.max_client} queries under way already; wait for one to end",
                limit=settings.named("max_client"),
            )
        now = self._loop.time()
        network = bool(question.service_hosts)
        job = Job(client, question, now + seconds, self._loop.create_future(), network)
        self._under_way[client] += 1
        line = self._patient if network or question in self._known_slow else self._waiting
        line.add(job)
        if len(self._waiting) + len(self._patient) > settings.max_queue:
            self._push_out(now)
        self._dispatch(now)
        if job.worker is None and not job.done.done():
            job.timer = self._loop.call_at(job.deadline, self._expire, job)
        return job

    def cancel(self, job: Job) -> None:
        """End a query that nobody waits for any more."""
        if not job.done.done():
            self._observe("hung up")
            job.done.cancel()
            self._end(job)

    def close(self) -> None:
        """End every process of this pool."""
        self._closed = True
        self._abandon(ServerBusy("the server is stopping", limit=self._settings.named("stop_time")))
        self._loop.remove_reader(self._nursery.control)
        self._nursery.close()

    # --- processes ---------------------------------------------------------------------------------------------

    def _start(self) -> Nursery:
        nursery = Nursery(self._plan)
        self._loop.add_reader(nursery.control, self._hear)
        return nursery

    def _hear(self) -> None:
        try:
            events = self._nursery.events()
        except SnapshotBroken as broken:
            self._restart(broken)
            return
        for event in events:
            if event.kind == "ready":
                self._top_up()
            elif event.kind == "worker":
                self._welcome(event)
            else:
                self._bury(event)
                self._top_up()
        self._dispatch(self._loop.time())

    def _welcome(self, event: Event) -> None:
        assert event.connection
        worker = _Worker(event.pid, AnswerReader(event.connection), event)
        self._live[event.pid] = worker
        self._loop.add_reader(event.connection, self._read, worker)
        job = self._forks.popleft()
        if job is None:
            self._idle.append(worker)
            if not self.ready.done():
                self.ready.set_result(None)
        elif job.done.done():
            self._kill(worker)
        else:
            self._begin(worker, job, self._slow)

    def _bury(self, event: Event) -> None:
        worker = self._live.pop(event.pid, None)
        if worker is None:
            return
        job = worker.job
        self._forget(worker)
        if job is None or job.done.done():
            return
        if os.WIFSIGNALED(event.status) and os.WTERMSIG(event.status) == signal.SIGKILL and not job.retried:
            # Somebody ended the process, perhaps before the query reached it: that is not the query's fault.
            job.retried = True
            job.begun = 0.0
            (self._patient if job.overran else self._waiting).add(job)
            return
        number = os.WTERMSIG(event.status) if os.WIFSIGNALED(event.status) else 0
        self._observe("worker died")
        if number in {signal.SIGABRT, signal.SIGKILL, signal.SIGSEGV, signal.SIGBUS}:
            self._fail(
                job,
                LimitExceeded(
                    f"the query needed more than {self._settings.max_memory} MiB of memory, or is nested too deeply. "
                    "Select less before sorting, grouping or joining",
                    limit=self._settings.named("max_memory"),
                ),
            )
        else:
            self._fail(job, QueryFailed(f"the process of this query ended by itself (status {event.status})"))

    def _restart(self, broken: SnapshotBroken) -> None:
        """Start anew after the nursery's end; the system has ended its workers with it."""
        self._loop.remove_reader(self._nursery.control)
        self._nursery.close()
        self._abandon(QueryFailed("the processes that answer queries were ended from outside; ask again"))
        if not self.ready.done():
            self.ready.set_exception(broken)
        elif not self._closed:
            self._observe("nursery died")
            self._nursery = self._start()

    def _abandon(self, error: SeedlineError) -> None:
        jobs = [worker.job for worker in self._live.values() if worker.job] + [job for job in self._forks if job]
        for worker in list(self._live.values()):
            self._forget(worker)
        self._live.clear()
        self._forks.clear()
        for line in (self._waiting, self._patient):
            while (job := line.take(0.0, lambda job: True)) is not None:
                jobs.append(job)
        for job in jobs:
            self._fail(job, error)

    def _top_up(self) -> None:
        wanted = self._settings.express_workers + self._settings.slow_workers + 1
        wanted -= sum(not worker.doomed for worker in self._live.values()) + len(self._forks)
        for _ in range(wanted):
            self._fork(None)

    def _fork(self, job: Job | None) -> None:
        # A nursery that has ended tells so on its control socket as well, which starts a new one.
        with suppress(SnapshotBroken):
            self._nursery.fork(network=job is not None)
            self._forks.append(job)

    def _kill(self, worker: _Worker) -> None:
        worker.doomed = True
        self._forget(worker)
        with suppress(SnapshotBroken):
            self._nursery.kill(worker.pid)

    def _forget(self, worker: _Worker) -> None:
        """Take a worker out of every place; its process may live a moment longer."""
        connection = worker.event.connection
        if connection is not None and connection.fileno() >= 0:
            self._loop.remove_reader(connection)
            connection.close()
            worker.reader.close()
        for task in worker.sending:
            task.cancel()
        self._express.discard(worker)
        self._slow.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        if worker.job is not None:
            worker.job.worker = None
            worker.job = None

    # --- queries -----------------------------------------------------------------------------------------------

    def _dispatch(self, now: float) -> None:
        settings = self._settings
        while self._idle and len(self._express) < settings.express_workers and len(self._waiting):
            job = self._waiting.take(now, lambda job: self._may_take_express(job, now))
            if job is None:
                break
            self._begin(self._idle.pop(), job, self._express)
        while len(self._slow) + len(self._forks_for_jobs()) < settings.slow_workers and len(self._patient):
            job = self._patient.take(now, self._may_take_slow)
            if job is None:
                break
            if job.network:
                self._fork(job)
            elif self._idle:
                self._begin(self._idle.pop(0), job, self._slow)
            else:
                self._patient.add(job)
                break

    def _forks_for_jobs(self) -> list[Job]:
        return [job for job in self._forks if job is not None]

    def _may_take_express(self, job: Job, now: float) -> bool:
        """Say whether a place is left for others if this one takes one: those who overran share all but the last."""
        if self._settings.express_workers == 1 or not self._standing.strained(job.client, now=now):
            return True
        held = sum(
            worker.job is not None and self._standing.strained(worker.job.client, now=now) for worker in self._express
        )
        return held < self._settings.express_workers - 1

    def _may_take_slow(self, job: Job) -> bool:
        held = [*(worker.job for worker in self._slow), *self._forks_for_jobs()]
        mine = sum(other is not None and other.client == job.client for other in held)
        return mine < max(1, self._settings.slow_workers - 1)

    def _begin(self, worker: _Worker, job: Job, place: set[_Worker]) -> None:
        now = self._loop.time()
        worker.job, job.worker, job.begun = job, worker, now
        place.add(worker)
        if job.timer is not None:
            job.timer.cancel()
        if place is self._slow:
            self._lower(worker)
            job.timer = self._loop.call_at(job.deadline, self._expire, job)
        else:
            job.timer = self._loop.call_at(min(job.deadline, now + self._settings.express_ms / 1000), self._slice, job)
        connection = worker.event.connection
        assert connection is not None
        frame = pack_question(job.question)
        try:
            sent = connection.send(frame)
        except OSError:
            return  # It has just died; the nursery's message ends the query.
        if sent < len(frame):
            task = self._loop.create_task(self._send_rest(worker, frame[sent:]))
            worker.sending.add(task)
            task.add_done_callback(worker.sending.discard)

    async def _send_rest(self, worker: _Worker, rest: bytes) -> None:
        assert worker.event.connection
        with suppress(OSError):
            await self._loop.sock_sendall(worker.event.connection, rest)

    def _lower(self, worker: _Worker) -> None:
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, worker.pid, _SLOW_NICE)

    def _read(self, worker: _Worker) -> None:
        try:
            found = worker.reader.read()
        except EOFError:
            # Why it ended comes from the nursery; until then nothing more is given to it.
            if worker.event.connection is not None:
                self._loop.remove_reader(worker.event.connection)
            if worker in self._idle:
                self._idle.remove(worker)
            return
        if found is None:
            return
        job = worker.job
        assert job is not None
        now = self._loop.time()
        was_slow = worker in self._slow
        self._express.discard(worker)
        self._slow.discard(worker)
        worker.job, job.worker = None, None
        if isinstance(found, Answer):
            self._settle(job, now)
            if job.done.done():
                found.close()
            else:
                job.done.set_result(found)
        else:
            self._fail(job, found)
        if was_slow:
            # Its priority cannot be raised again, and its memory may be in pieces: a fresh one is 10 ms away.
            self._kill(worker)
            self._top_up()
        else:
            self._idle.append(worker)
        self._dispatch(now)

    def _slice(self, job: Job) -> None:
        """Move a query that needs longer to a slow place, or let it wait for one."""
        now = self._loop.time()
        if now >= job.deadline:
            self._expire(job)
            return
        worker = job.worker
        if worker is None or job.done.done():
            return
        job.overran = True
        self._standing.charge(job.client, self._settings.express_ms / 1000, now=now, overrun=True)
        self._known_slow[job.question] = None
        if len(self._known_slow) > _KNOWN_SLOW:
            self._known_slow.popitem(last=False)
        self._express.discard(worker)
        job.timer = self._loop.call_at(job.deadline, self._expire, job)
        if len(self._slow) < self._settings.slow_workers and self._may_take_slow(job):
            self._slow.add(worker)
            self._lower(worker)
        else:
            self._kill(worker)
            job.begun = 0.0
            self._patient.add(job)
            self._top_up()
        self._dispatch(now)

    def _expire(self, job: Job) -> None:
        if job.done.done():
            return
        if job.worker is None and not job.overran:
            self._fail(
                job,
                ServerBusy(
                    "the query's time ran out while it waited for others to end; ask again later",
                    limit=self._settings.named("slow_workers" if job.network else "max_time"),
                ),
            )
        else:
            self._observe("time limit")
            limit = self._settings.named("service_time" if job.network else "max_time")
            self._fail(
                job,
                LimitExceeded(
                    f"the query was ended at the time limit ({limit.split('=')[1]} s, or the shorter one you "
                    "asked for). Bind more, select less, or use the derived totals and shortcuts",
                    limit=limit,
                ),
            )
        self._top_up()

    def _push_out(self, now: float) -> None:
        lines = [line.greediest(now) for line in (self._waiting, self._patient)]
        jobs = [job for job in lines if job is not None]
        victim = max(jobs, key=lambda job: self._standing.used(job.client, now=now) + self._under_way[job.client])
        self._fail(
            victim, ServerBusy("too many queries wait; ask again later", limit=self._settings.named("max_queue"))
        )

    def _fail(self, job: Job, error: SeedlineError) -> None:
        if not job.done.done():
            job.done.set_exception(error)
        self._end(job)

    def _end(self, job: Job) -> None:
        """Take a query out of every place, and end the worker that is at it."""
        self._settle(job, self._loop.time())
        self._waiting.remove(job)
        self._patient.remove(job)
        if job.worker is not None:
            self._kill(job.worker)
            self._top_up()

    def _settle(self, job: Job, now: float) -> None:
        if job.timer is not None:
            job.timer.cancel()
            job.timer = None
        if job.begun:
            spent = now - job.begun
            self._standing.charge(job.client, spent, now=now, overrun=job.overran)
            job.begun = 0.0
        if not job.settled:
            job.settled = True
            self._under_way[job.client] -= 1
            if not self._under_way[job.client]:
                del self._under_way[job.client]
