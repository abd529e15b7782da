"""Counting the rows of an answer while it is written, so that a cap can end it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from seedline.errors import LimitExceeded, NotWritable

# In JSON a row ends where "}},{" is followed by the quote of a name: inside a string that quote would be escaped, or
# would be the closing one, after which "}" or "," follows. Rows in which nothing is bound count by their bytes alone.
_JSON_ROW, _NO_ROW = b'}},{"', (b'}},{",', b'}},{"}')
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_EARLY = 1 << 16
# CSV and TSV begin with a line of names; JSON has one separator fewer than rows.
_FIRST = {"json": 1, "xml": 0, "csv": -1, "tsv": -1}


class Sink(Protocol):
    """What an answer is written into."""

    def write(self, chunk: bytes, /) -> int:
        """Take some bytes."""

    def flush(self) -> None:
        """Let them go."""


def too_many_rows(max_rows: int) -> LimitExceeded:
    """Return the error of an answer that is larger than the cap."""
    return LimitExceeded(
        f"the answer has more than {max_rows} rows; nothing of it is sent. Ask for less with LIMIT and OFFSET, or "
        "aggregate",
        limit=f"max_rows={max_rows}",
    )


class XmlChecker:
    """A binary sink that passes on what is written and raises at a character that XML 1.0 cannot hold (section 2.2).

    >>> import io
    >>> XmlChecker(io.BytesIO()).write(b"bell \x07")
    Traceback (most recent call last):
    seedline.errors.NotWritable: XML cannot hold the control characters of this answer: ask for JSON, CSV or Turtle
    """

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._tail = b""
        self.failure: NotWritable | None = None

    def write(self, chunk: bytes) -> int:
        """Pass a chunk on."""
        if _NOT_XML.search(self._tail + chunk):
            self.failure = NotWritable(
                "XML cannot hold the control characters of this answer: ask for JSON, CSV or Turtle"
            )
            raise self.failure
        # The noncharacters are three bytes long.
        self._tail = (self._tail + chunk)[-2:]
        self._sink.write(chunk)
        return len(chunk)

    def flush(self) -> None:
        """Pass on."""
        self._sink.flush()


class RowCounter:
    """A binary sink that passes on what is written and raises once there are more rows than allowed.

    >>> import io
    >>> counter = RowCounter(io.BytesIO(), "csv", 1)
    >>> counter.write(b'a\\r\\n"x\\r\\ny"\\r\\n')
    11
    >>> counter.rows
    1
    """

    def __init__(self, sink: Sink, format: str, max_rows: int) -> None:
        self._sink = sink
        self._max_rows = max_rows
        self._count: Callable[[bytes], None] = getattr(self, f"_{format}")
        self.rows = _FIRST[format]
        self._early: bytes | None = b""
        self._tail = b""
        self._quoted = False
        self.failure: LimitExceeded | None = None

    def write(self, chunk: bytes) -> int:
        """Pass a chunk on, and count its rows."""
        if self._early is not None:
            # A row has at least a byte, so most answers end before there is anything to count.
            self._early += chunk
            if len(self._early) <= min(_EARLY, self._max_rows):
                self._sink.write(chunk)
                return len(chunk)
            early, self._early = self._early, None
            self._count(early)
        else:
            self._count(chunk)
        if self.rows > self._max_rows:
            self.failure = too_many_rows(self._max_rows)
            raise self.failure
        self._sink.write(chunk)
        return len(chunk)

    def flush(self) -> None:
        """Pass on."""
        self._sink.flush()

    def _json(self, chunk: bytes) -> None:
        seen = self._tail + chunk
        # The last six bytes may be the beginning of a separator: they are looked at again with the next chunk.
        self._tail = seen[-6:]
        self.rows += seen.count(_JSON_ROW) - self._tail.count(_JSON_ROW)
        for no in _NO_ROW:
            self.rows -= seen.count(no) - self._tail.count(no)

    def _xml(self, chunk: bytes) -> None:
        seen = self._tail + chunk
        self.rows += seen.count(b"<result>")
        self._tail = seen[max(seen.rfind(b"<result>") + 8, len(seen) - 7) if b"<result>" in seen else -7 :]

    def _tsv(self, chunk: bytes) -> None:
        self.rows += chunk.count(b"\n")

    def _csv(self, chunk: bytes) -> None:
        parts = chunk.split(b'"')
        self.rows += sum(part.count(b"\n") for part in parts[self._quoted :: 2])
        self._quoted ^= len(parts) % 2 == 0
