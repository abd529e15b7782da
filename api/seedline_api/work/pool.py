"""The worker processes of one snapshot: forked ahead, watched, ended, replaced."""

from __future__ import annotations

import asyncio
import os
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from seedline.errors import SeedlineError, SnapshotBroken
from seedline.sandbox import READY, Answer, AnswerReader, Asked, Event, ForkServer, Plan, pack_question

Found = Answer | SeedlineError


@dataclass(eq=False, slots=True)
class Worker:
    """One process, and what the server holds of it."""

    pid: int
    event: Event
    reader: AnswerReader
    network: bool = False
    opening: bool = True
    at_work: bool = False
    niceness: int = 0
    doomed: bool = False
    sending: set[asyncio.Task[None]] = field(default_factory=set)

    def cpu_seconds(self) -> float | None:
        """Return the processor time this process used so far, ``None`` where the system does not say."""
        try:
            # clock_getcpuclockid(3) for another process, as Linux makes it from the number.
            return time.clock_gettime((~self.pid << 3) | 2)
        except (OSError, OverflowError):
            return None

    def lower(self, niceness: int) -> None:
        """Lower the priority; only a privileged process could raise it again."""
        if niceness > self.niceness:
            self.niceness = niceness
            with suppress(ProcessLookupError):
                os.setpriority(os.PRIO_PROCESS, self.pid, niceness)


class Owner(Protocol):
    """Who is told what becomes of workers."""

    def arrived(self, worker: Worker, network: bool) -> None:
        """A new worker is ready; ``network`` where one was asked for that may use SERVICE."""

    def answered(self, worker: Worker, found: Found) -> None:
        """A worker has its answer or error."""

    def died(self, worker: Worker, status: int, used: float) -> None:
        """A worker ended by itself, with its wait status, after so many seconds of processor time."""

    def broken(self, error: SnapshotBroken) -> None:
        """The fork server ended, and every worker with it."""


class WorkerPool:
    """Keeps ``size`` workers alive, those at work among them; use it from the event loop that made it."""

    def __init__(self, plan: Plan, size: int, owner: Owner) -> None:
        self._loop = asyncio.get_running_loop()
        self._plan = plan
        self.size = size
        self._owner = owner
        self._live: dict[int, Worker] = {}
        self._idle: list[Worker] = []
        self._forks: deque[bool] = deque()
        self._started = False
        self._nursery = self._start()

    @property
    def live(self) -> int:
        """Return how many processes there are that are not being ended."""
        return sum(not worker.doomed for worker in self._live.values())

    @property
    def idle(self) -> int:
        """Return how many workers have nothing to do."""
        return len(self._idle)

    def take(self, *, lowered: bool) -> Worker:
        """Return an idle worker, one of low priority if asked for and there is one; it is the caller's now."""
        fitting = [worker for worker in self._idle if (worker.niceness > 0) == lowered] or self._idle
        worker = fitting[-1]
        self._idle.remove(worker)
        worker.at_work = True
        return worker

    def give_back(self, worker: Worker) -> None:
        """Let a worker wait for the next question."""
        worker.at_work = False
        self._idle.append(worker)

    def fork_for_network(self) -> None:
        """Ask for a worker that may reach the network, beside the others."""
        self._fork(network=True)

    def ask(self, worker: Worker, question: Asked) -> None:
        """Send a question; the owner is told the answer."""
        connection = worker.event.connection
        assert connection is not None
        frame = pack_question(question)
        try:
            sent = connection.send(frame)
        except OSError:
            return  # It has just died; the fork server tells.
        if sent < len(frame):
            task = self._loop.create_task(self._send_rest(worker, frame[sent:]))
            worker.sending.add(task)
            task.add_done_callback(worker.sending.discard)

    def kill(self, worker: Worker) -> None:
        """End a process at once, whatever it does, and have it replaced."""
        worker.doomed = True
        self._forget(worker)
        with suppress(SnapshotBroken):
            self._nursery.kill(worker.pid)
        self.top_up()

    def close(self) -> None:
        """End every process."""
        for worker in list(self._live.values()):
            self._forget(worker)
        self._live.clear()
        self._forks.clear()
        self._loop.remove_reader(self._nursery.control)
        self._nursery.close()

    def restart(self) -> None:
        """Start a new fork server after the end of the old one."""
        self.close()
        self._nursery = self._start()

    def top_up(self) -> None:
        """Ask for as many workers as are missing."""
        if self._started:
            for _ in range(self.size - self.live - len(self._forks)):
                self._fork(network=False)

    def _start(self) -> ForkServer:
        self._started = False
        fork_server = ForkServer(self._plan)
        self._loop.add_reader(fork_server.control, self._hear)
        return fork_server

    def _fork(self, *, network: bool) -> None:
        # A fork server that has ended tells so on its control socket as well, and is replaced then.
        with suppress(SnapshotBroken):
            self._nursery.fork(network=network)
            self._forks.append(network)

    def _hear(self) -> None:
        try:
            events = self._nursery.events()
        except SnapshotBroken as error:
            self._owner.broken(error)
            return
        for event in events:
            if event.kind == "ready":
                self._started = True
            elif event.kind == "worker":
                self._welcome(event)
            elif (worker := self._live.pop(event.pid, None)) is not None:
                self._forget(worker)
                if worker.network and worker.opening:
                    # A question waits for it, and holds a place while it does.
                    self._fork(network=True)
                elif not worker.doomed:
                    self._owner.died(worker, event.status, event.used)
            self.top_up()

    def _welcome(self, event: Event) -> None:
        assert event.connection
        worker = Worker(event.pid, event, AnswerReader(event.connection), self._forks.popleft())
        self._live[event.pid] = worker
        self._loop.add_reader(event.connection, self._open, worker)

    def _open(self, worker: Worker) -> None:
        """Use a worker once it has its store: what opening it takes is charged to no query."""
        connection = worker.event.connection
        assert connection is not None
        self._loop.remove_reader(connection)
        try:
            told = connection.recv(len(READY))
        except OSError:
            told = b""
        if not told:
            return  # Why it ended comes from the fork server.
        worker.opening = False
        self._loop.add_reader(connection, self._read, worker)
        if worker.network:
            worker.at_work = True
        else:
            self._idle.append(worker)
        self._owner.arrived(worker, worker.network)

    def _read(self, worker: Worker) -> None:
        try:
            found = worker.reader.read()
        except EOFError:
            # Why it ended comes from the fork server; until then nothing more is given to it.
            if worker.event.connection is not None:
                self._loop.remove_reader(worker.event.connection)
            if worker in self._idle:
                self._idle.remove(worker)
            return
        if found is not None:
            self._owner.answered(worker, found)

    def _forget(self, worker: Worker) -> None:
        """Take a worker out of every place; its process may live a moment longer."""
        connection = worker.event.connection
        if connection is not None and connection.fileno() >= 0:
            self._loop.remove_reader(connection)
            connection.close()
            worker.reader.close()
        for task in worker.sending:
            task.cancel()
        if worker in self._idle:
            self._idle.remove(worker)

    async def _send_rest(self, worker: Worker, rest: bytes) -> None:
        assert worker.event.connection
        with suppress(OSError):
            await self._loop.sock_sendall(worker.event.connection, rest)
