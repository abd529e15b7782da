"""What goes between the server and a worker: questions one way, answers the other, over a stream socket.

A frame is four bytes of length, one letter and the content. A question is JSON. An answer is ``R`` and its bytes, or
``F`` and its length as text with an open file in the ancillary data, or ``E`` and an error as JSON.
"""

from __future__ import annotations

import json
import os
import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass, fields

from seedline import errors

_HEAD = struct.Struct("!Ic")
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Question:
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


_FIELDS = tuple(field.name for field in fields(Question))


@dataclass(slots=True)
class Answer:
    """A whole answer: its bytes, or an open file that holds them (close it), never a part of one."""

    body: bytes = b""
    file: int | None = None
    size: int = 0

    def close(self) -> None:
        """Close the file, which has no name any more and so is gone."""
        if self.file is not None:
            os.close(self.file)
            self.file = None


def pack_question(question: Question) -> bytes:
    """Return the frame of a question."""
    # Field by field: dataclasses.asdict copies deeply and costs more than the evaluation of a small query.
    content = json.dumps([getattr(question, name) for name in _FIELDS]).encode()
    return _HEAD.pack(len(content), b"Q") + content


def receive_question(connection: socket.socket) -> Question | None:
    """Return the next question, waiting for it, or ``None`` once the server has gone."""
    # One question is under way at a time, so whatever has come belongs to it.
    held = connection.recv(_CHUNK)
    while held and (len(held) < _HEAD.size or len(held) < _HEAD.size + _HEAD.unpack_from(held)[0]):
        more = connection.recv(_CHUNK)
        held = held + more if more else b""
    return Question(*json.loads(held[_HEAD.size :])) if held else None


def send_bytes(connection: socket.socket, body: bytes) -> None:
    """Send an answer that fits a frame."""
    connection.sendall(_HEAD.pack(len(body), b"R") + body)


def send_file(connection: socket.socket, file: int, size: int) -> None:
    """Send an answer as an open file."""
    content = str(size).encode()
    socket.send_fds(connection, [_HEAD.pack(len(content), b"F") + content], [file])


def send_error(connection: socket.socket, error: errors.SeedlineError) -> None:
    """Send an error, with its place and limit."""
    more = {name: getattr(error, name, None) for name in ("line", "column", "limit")}
    content = json.dumps({"kind": type(error).__name__, "message": str(error), **more}).encode()
    connection.sendall(_HEAD.pack(len(content), b"E") + content)


def _revived(content: bytes) -> errors.SeedlineError:
    told = json.loads(content)
    kind = getattr(errors, told["kind"])
    if issubclass(kind, errors.LimitExceeded):
        error: errors.SeedlineError = kind(told["message"], limit=told["limit"])
    elif issubclass(kind, errors.InputError):
        error = kind(told["message"], line=told["line"], column=told["column"])
    else:
        error = kind(told["message"])
    return error


class AnswerReader:
    """Puts one worker's answers together from what its non-blocking socket gives."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._held = bytearray()
        self._file: int | None = None

    def read(self) -> Answer | errors.SeedlineError | None:
        """Return an answer or an error once it is whole, ``None`` while it is not.

        Raises:
            EOFError: the worker has ended.

        """
        try:
            data, files, _, _ = socket.recv_fds(self._connection, _CHUNK, 1)
        except BlockingIOError:
            return None
        except OSError as error:
            raise EOFError from error
        if files:
            self._file = files[0]
        if not data:
            raise EOFError
        whole = not self._held and data[4:5] == b"R" and len(data) == _HEAD.size + _HEAD.unpack_from(data)[0]
        if whole:
            # The usual case: no copy into a buffer.
            return Answer(data[_HEAD.size :], None, len(data) - _HEAD.size)
        self._held += data
        if len(self._held) < _HEAD.size:
            return None
        size, letter = _HEAD.unpack_from(self._held)
        if len(self._held) < _HEAD.size + size:
            return None
        content = bytes(self._held[_HEAD.size :])
        self._held.clear()
        if letter == b"E":
            return _revived(content)
        if letter == b"F":
            file, self._file = self._file, None
            return Answer(b"", file, int(content))
        return Answer(content, None, size)

    def close(self) -> None:
        """Close a file that came with an answer nobody will read."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
