"""The process that forks workers for one snapshot, and the server's handle on it.

Over the control socket go fixed frames: a letter and a number to the fork server (``F`` fork, ``S`` fork one that may
reach the network for SERVICE, ``K`` end that worker), and a letter and two numbers back (``R`` ready in memory or on
disk, ``W`` a worker with its socket, ``D`` a worker that ended with its status).
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import traceback
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

from seedline.errors import SnapshotBroken
from seedline.sandbox import limits, worker
from seedline.sandbox.wire import READY
from seedline.sandbox.worker import Tasks
from seedline.store import Store

_COMMAND = struct.Struct("!cI")
_EVENT = struct.Struct("!cIid")
# The evaluator makes and drops hundreds of small blocks for each query. glibc keeps 7 of a size at hand, and looks for
# the others in a heap that loading the store has left in pieces: measured, a quarter of a small query's time.
_TUNABLES = "glibc.malloc.tcache_count=1000"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a fork server is for: a store, how to hold it, a worker's own memory in bytes, and its tasks.

    ``tasks`` is ``module:function``, called with ``given`` (a text of its own) and the store before the first fork, so
    that what it loads and reads is shared by all workers.
    """

    store: str
    in_memory: bool
    max_memory: int
    tasks: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """What a fork server tells: ``ready``, ``worker`` (with its socket) or ``dead``.

    Of the dead it tells the wait status and the seconds of processor time that were ``used``.
    """

    kind: str
    pid: int = 0
    status: int = 0
    used: float = 0.0
    connection: socket.socket | None = None


class ForkServer:
    """The server's handle on a fork server; nothing here waits."""

    def __init__(self, plan: Plan) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", "seedline.sandbox", json.dumps(asdict(plan))],
                stdin=theirs.fileno(),
                start_new_session=True,
                env={"GLIBC_TUNABLES": _TUNABLES, **os.environ},
            )
        ours.setblocking(False)
        self.control = ours
        self.plan = plan

    @property
    def pid(self) -> int:
        """Return the fork server's process."""
        return self._process.pid

    def fork(self, *, network: bool = False) -> None:
        """Ask for one more worker; it comes as an event."""
        self._command(b"S" if network else b"F", 0)

    def kill(self, pid: int) -> None:
        """Ask for a worker's end; the fork server is its parent, so the number cannot have become another process's."""
        self._command(b"K", pid)

    def _command(self, letter: bytes, number: int) -> None:
        # 5 bytes each, and the socket holds tens of thousands of them: a full one means that the fork server is gone.
        try:
            self.control.send(_COMMAND.pack(letter, number))
        except OSError as error:
            raise SnapshotBroken("the process that forks query workers has ended") from error

    def events(self) -> list[Event]:
        """Return what the fork server has told since.

        Raises:
            SnapshotBroken: the fork server has ended.

        """
        found: list[Event] = []
        while True:
            try:
                data, files, _, _ = socket.recv_fds(self.control, _EVENT.size, 1)
            except BlockingIOError:
                return found
            except OSError:
                data = b""
            if len(data) != _EVENT.size:
                raise SnapshotBroken(f"{self.plan.store} cannot be opened for queries, or its process was ended")
            letter, pid, status, used = _EVENT.unpack(data)
            connection = socket.socket(fileno=files[0]) if files else None
            if connection is not None:
                connection.setblocking(False)
            found.append(Event({b"R": "ready", b"W": "worker", b"D": "dead"}[letter], pid, status, used, connection))

    def close(self) -> None:
        """End the fork server and its workers."""
        self.control.close()
        self._process.kill()
        self._process.wait()


def main(plan: Plan) -> None:
    """Be a fork server until the server closes the control socket."""
    limits.die_with_parent()
    control = socket.socket(fileno=os.dup(0))
    store = Store.open(Path(plan.store))
    if plan.in_memory:
        store = store.in_memory()
    tasks: Tasks | None = None
    if plan.tasks:
        module, _, name = plan.tasks.partition(":")
        tasks = getattr(import_module(module), name)(plan.given, store)
        tasks.warm()
    if not plan.in_memory:
        # What was read of it stays known; the files themselves cannot be shared, so each worker opens them.
        store.close()
    gc.collect()
    gc.freeze()
    control.send(_EVENT.pack(b"R", 0, 0, 0))
    children: set[int] = set()
    wake_in, wake_out = os.pipe()
    os.set_blocking(wake_out, False)
    os.set_blocking(wake_in, False)
    signal.set_wakeup_fd(wake_out, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        readable, _, _ = select.select([control.fileno(), wake_in], [], [])
        if wake_in in readable:
            os.read(wake_in, 4096)
            while children:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
                if pid == 0:
                    break
                children.discard(pid)
                control.send(_EVENT.pack(b"D", pid, status, usage.ru_utime + usage.ru_stime))
        if control.fileno() not in readable:
            continue
        data = control.recv(_COMMAND.size, socket.MSG_WAITALL)
        if len(data) < _COMMAND.size:
            for pid in children:
                os.kill(pid, signal.SIGKILL)
            return
        letter, number = _COMMAND.unpack(data)
        if letter == b"K":
            if number in children:
                os.kill(number, signal.SIGKILL)
            continue
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            ours.close()
            control.close()
            os.close(0)
            _be_worker(theirs, plan, store, tasks, network=letter == b"S")
        children.add(pid)
        theirs.close()
        socket.send_fds(control, [_EVENT.pack(b"W", pid, 0, 0)], [ours.fileno()])
        ours.close()


def _be_worker(connection: socket.socket, plan: Plan, store: Store, tasks: Tasks | None, *, network: bool) -> None:
    code = 1
    try:
        limits.die_with_parent()
        if not network:
            limits.forbid_network()
        if not plan.in_memory:
            store.reopen(Path(plan.store))
        worker.warm(store)
        limits.cap_memory(plan.max_memory)
        connection.sendall(READY)
        worker.work(connection, store, tasks)
        code = 0
    finally:
        if code:
            traceback.print_exc()
        # Never back into the fork server's loop, nor through its exit handlers.
        os._exit(code)
