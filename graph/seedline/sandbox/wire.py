"""What goes between the server and a worker: questions one way, answers the other, over a stream socket.

A frame is four bytes of length, two that say how long the headers are, one letter, the headers and the content. A
question is JSON: ``Q`` a query, ``T`` a task. An answer is ``R`` and its bytes, or ``F`` and its length as text with an
open file in the ancillary data, or ``E`` and an error as JSON; a task's answer has headers. Before all else a worker
sends one byte, ``READY``: it has opened its store.
"""

from __future__ import annotations

import json
import os
import socket
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from seedline import errors

READY = b"+"
_HEAD = struct.Struct("!IHc")
_ROOM = 1 << 16
"""Bytes taken from a socket at once, into room that is kept: a block of this size costs the heap of a busy process more
than the evaluation of a small query."""
_NONE: Mapping[str, str] = {}
_FILE_ROOM = socket.CMSG_SPACE(struct.calcsize("i"))


class Question(NamedTuple):
    """One query, and how its answer is wanted; sizes in bytes."""

    query: str
    format: str
    gzip: bool = False
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()
    max_rows: int = 1_000_000
    max_bytes: int = 1 << 28
    service_hosts: Sequence[str] = ()
    base: str | None = None


class Task(NamedTuple):
    """Another piece of work: its name among the fork server's tasks, its parameters as JSON, a bound in bytes."""

    name: str
    parameters: str
    max_bytes: int = 1 << 28

    @property
    def service_hosts(self) -> tuple[str, ...]:
        """Return the hosts that it may reach: none."""
        return ()


Asked = Question | Task


@dataclass(slots=True)
class Answer:
    """A whole answer: its bytes, or an open file that holds them (close it), never a part of one."""

    body: bytes = b""
    file: int | None = None
    size: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)

    def close(self) -> None:
        """Close the file, which has no name any more and so is gone."""
        if self.file is not None:
            os.close(self.file)
            self.file = None


def pack_question(question: Asked) -> bytes:
    """Return the frame of a question."""
    content = json.dumps(question).encode()
    return _HEAD.pack(len(content), 0, b"T" if isinstance(question, Task) else b"Q") + content


class QuestionReader:
    """Takes questions from a worker's blocking socket."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._room = bytearray(_ROOM)

    def read(self) -> Asked | None:
        """Return the next question, waiting for it, or ``None`` once the server has gone."""
        # One question is under way at a time, so whatever has come belongs to it.
        held = self._more()
        while held and (len(held) < _HEAD.size or len(held) < _HEAD.size + _HEAD.unpack_from(held)[0]):
            more = self._more()
            held = held + more if more else b""
        if not held:
            return None
        made = Task if _HEAD.unpack_from(held)[2] == b"T" else Question
        return made(*json.loads(held[_HEAD.size :]))

    def _more(self) -> bytes:
        count = self._connection.recv_into(self._room)
        return bytes(memoryview(self._room)[:count])


def send_bytes(connection: socket.socket, body: bytes, headers: Mapping[str, str] = _NONE) -> None:
    """Send an answer that fits a frame."""
    told = json.dumps(headers).encode() if headers else b""
    connection.sendall(_HEAD.pack(len(told) + len(body), len(told), b"R") + told + body)


def send_file(connection: socket.socket, file: int, size: int, headers: Mapping[str, str] = _NONE) -> None:
    """Send an answer as an open file."""
    told, content = json.dumps(headers).encode() if headers else b"", str(size).encode()
    frame = _HEAD.pack(len(told) + len(content), len(told), b"F") + told + content
    # The file goes with the first bytes; all of them may not fit at once.
    connection.sendall(frame[socket.send_fds(connection, [frame], [file]) :])


def send_error(connection: socket.socket, error: errors.SeedlineError) -> None:
    """Send an error, with its place and limit."""
    more = {name: getattr(error, name, None) for name in ("line", "column", "limit", "choices")}
    content = json.dumps({"kind": type(error).__name__, "message": str(error), **more}).encode()
    connection.sendall(_HEAD.pack(len(content), 0, b"E") + content)


def _revived(content: bytes) -> errors.SeedlineError:
    told = json.loads(content)
    kind = getattr(errors, told["kind"])
    if issubclass(kind, errors.LimitExceeded):
        error: errors.SeedlineError = kind(told["message"], limit=told["limit"])
    elif issubclass(kind, errors.InputError):
        error = kind(told["message"], line=told["line"], column=told["column"])
    elif issubclass(kind, errors.Ambiguous):
        error = kind(told["message"], told["choices"])
    else:
        error = kind(told["message"])
    return error


class AnswerReader:
    """Puts one worker's answers together from what its non-blocking socket gives."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._room = bytearray(_ROOM)
        self._view = memoryview(self._room)
        self._held = bytearray()
        self._file: int | None = None

    def read(self) -> Answer | errors.SeedlineError | None:
        """Return an answer or an error once it is whole, ``None`` while it is not.

        Raises:
            EOFError: the worker has ended.

        """
        try:
            count, ancillary, _, _ = self._connection.recvmsg_into([self._room], _FILE_ROOM)
        except BlockingIOError:
            return None
        except OSError as error:
            raise EOFError from error
        for _, _, data in ancillary:
            (self._file,) = struct.unpack("i", data)
        if not count:
            raise EOFError
        if not self._held and count >= _HEAD.size:
            size, told, letter = _HEAD.unpack_from(self._room)
            if letter == b"R" and not told and count == _HEAD.size + size:
                # The usual case: one copy.
                return Answer(bytes(self._view[_HEAD.size : count]), None, size)
        self._held += self._view[:count]
        if len(self._held) < _HEAD.size:
            return None
        size, told, letter = _HEAD.unpack_from(self._held)
        if len(self._held) < _HEAD.size + size:
            return None
        begins = _HEAD.size + told
        headers = json.loads(self._held[_HEAD.size : begins]) if told else {}
        content = bytes(self._held[begins:])
        self._held.clear()
        if letter == b"E":
            return _revived(content)
        if letter == b"F":
            file, self._file = self._file, None
            return Answer(b"", file, int(content), headers)
        return Answer(content, None, len(content), headers)

    def close(self) -> None:
        """Close a file that came with an answer nobody will read."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
