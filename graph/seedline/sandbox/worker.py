"""A worker's life: take a question, evaluate it or do the task, hold the whole answer, hand it over, take the next."""

from __future__ import annotations

import gzip
import io
import os
import socket
import tempfile
from collections.abc import Mapping
from typing import IO, Protocol

from seedline.errors import LimitExceeded, QueryFailed, SeedlineError
from seedline.sandbox.wire import Question, QuestionReader, Task, send_bytes, send_error, send_file
from seedline.store import Store

IN_FRAME = 1 << 18
"""Answers of up to so many bytes travel in a frame; larger ones as a file."""
WORTH_COMPRESSING = 1024
"""Answers of up to so many bytes are not compressed."""


class _Holder:
    """Holds an answer until it is whole: first in memory, then in a file without a name."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._memory = io.BytesIO()
        self._file: IO[bytes] | None = None
        self.size = 0
        self.failure: LimitExceeded | None = None

    def write(self, chunk: bytes) -> int:
        self.size += len(chunk)
        if self.size > self._max_bytes:
            self.failure = LimitExceeded(
                f"the answer has more than {self._max_bytes} bytes; nothing of it is sent. Ask for less with LIMIT "
                "and OFFSET, or for fewer columns",
                limit=f"max_bytes={self._max_bytes}",
            )
            raise self.failure
        if self._file is None and self.size > IN_FRAME:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - handed over, then closed
            self._file.write(self._memory.getbuffer())
        (self._file or self._memory).write(chunk)
        return len(chunk)

    def flush(self) -> None:
        """Keep what is held: it goes out whole, later."""

    def send(self, connection: socket.socket, headers: Mapping[str, str]) -> None:
        if self._file is None:
            send_bytes(connection, self._memory.getvalue(), headers)
            return
        self._file.flush()
        send_file(connection, self._file.fileno(), self.size, headers)

    def release(self) -> None:
        if self._file is not None:
            self._file.close()


class Tasks(Protocol):
    """What a worker can do beside evaluating queries."""

    def __call__(self, name: str, parameters: str) -> tuple[bytes, Mapping[str, str]]:
        """Return the body of a task's answer, and its headers."""

    def warm(self) -> None:
        """Do what the first of every kind would wait for, where all workers will share it."""


def work(connection: socket.socket, store: Store, tasks: Tasks | None = None) -> None:
    """Answer questions, and do tasks, until the server closes the socket."""
    reader = QuestionReader(connection)
    while (question := reader.read()) is not None:
        holder = _Holder(question.max_bytes)
        headers: Mapping[str, str] = {}
        try:
            if isinstance(question, Question):
                _evaluate(store, question, holder)
            elif tasks is not None:
                body, headers = tasks(question.name, question.parameters)
                holder.write(body)
        except SeedlineError as error:
            send_error(connection, error)
        except MemoryError:
            # Told as the end of the process is: by the limit that was reached.
            os.abort()
        except (RuntimeError, OSError, ValueError) as error:
            if isinstance(question, Task):
                # Foreseen by nobody: the process ends, with the place on the error stream.
                raise
            # What pyoxigraph raises where an evaluation breaks, a failing SERVICE among it.
            send_error(connection, holder.failure or QueryFailed(f"the evaluation broke: {error}"[:500]))
        else:
            holder.send(connection, headers)
        finally:
            holder.release()


def _evaluate(store: Store, question: Question, holder: _Holder) -> None:
    result = store.query(
        question.query,
        default_graphs=question.default_graphs,
        named_graphs=question.named_graphs,
        service_hosts=question.service_hosts,
        base=question.base,
    )
    if not question.gzip:
        result.write(holder, question.format, max_rows=question.max_rows)
        return
    # What stays below the size worth compressing is sent as it is; the rest is compressed here, once, in a process
    # that may take its time, never in the server's.
    packer = _Packer(holder)
    result.write(packer, question.format, max_rows=question.max_rows)
    packer.finish()


class _Packer:
    """Compresses an answer as it comes, once it is large enough."""

    def __init__(self, holder: _Holder) -> None:
        self._holder = holder
        self._first = bytearray()
        self._gzip: gzip.GzipFile | None = None

    def write(self, chunk: bytes) -> int:
        if self._gzip is not None:
            return self._gzip.write(chunk)
        self._first += chunk
        if len(self._first) > WORTH_COMPRESSING:
            self._gzip = gzip.GzipFile(fileobj=self._holder, mode="wb", compresslevel=5, mtime=0, filename="")
            self._gzip.write(self._first)
        return len(chunk)

    def flush(self) -> None:
        """Nothing is flushed before the end: it would only make the answer longer."""

    def finish(self) -> None:
        if self._gzip is None:
            self._holder.write(bytes(self._first))
        else:
            self._gzip.close()


def warm(store: Store) -> None:
    """Ask one small question, so that the first client does not wait for what is loaded on first use."""
    store.query("SELECT ?o { ?s ?p ?o } LIMIT 1").serialise("json")
