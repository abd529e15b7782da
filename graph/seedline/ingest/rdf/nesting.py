"""How deeply a file is nested: below a depth that the parsers of JSON-LD and of triple terms do not survive."""

from __future__ import annotations

import io
import re

from seedline.errors import RdfSyntaxError

_DEEPEST = 500
# Triple terms are counted piece by piece, so a piece holds few.
_PIECE = 8192
_TOKEN = re.compile(rb'(?P<text>"(?:[^"\\]|\\.)*+")|(?P<cut>")|(?P<open>[\[{])|[\]}]', re.DOTALL)
_END = re.compile(rb'(?:[^"\\]|\\.)*+"', re.DOTALL)
_BACKSLASHES = re.compile(rb"\\*$")


def shallow(file: io.BufferedIOBase, name: str, *, json: bool) -> io.BufferedReader:
    """Return the bytes of a file of JSON, or of the Turtle family, as long as it is not nested too deeply."""
    raw: io.RawIOBase = _Shallow(file, name, json=json)
    return io.BufferedReader(raw)


class _Shallow(io.RawIOBase):
    def __init__(self, file: io.BufferedIOBase, name: str, *, json: bool) -> None:
        self._file, self._name, self._json = file, name, json
        self._depth, self._carried, self._in_text = 0, b"", False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray, /) -> int:  # type: ignore[override]
        part = self._file.read(min(len(buffer), _PIECE))
        data = self._carried + part
        if self._json:
            self._scan(data)
        else:
            self._deepen(data.count(b"<<(") - data.count(b")>>"))
            self._carried = data[-2:]
        buffer[: len(part)] = part
        return len(part)

    def _scan(self, data: bytes) -> None:
        start = 0
        if self._in_text:
            end = _END.match(data)
            if end is None:
                self._carry(data)
                return
            self._in_text, start = False, end.end()
        self._carried = b""
        for token in _TOKEN.finditer(data, start):
            if token.lastgroup == "cut":
                self._in_text = True
                self._carry(data[token.end() :])
                return
            if token.lastgroup != "text":
                self._deepen(1 if token.lastgroup == "open" else -1)

    def _carry(self, text: bytes) -> None:
        """Keep of a text that is cut what the next piece needs: whether its last sign is a backslash of its own."""
        backslashes = _BACKSLASHES.search(text)
        self._carried = b"\\" if backslashes and len(backslashes[0]) % 2 else b""

    def _deepen(self, more: int) -> None:
        self._depth += more
        if self._depth > _DEEPEST:
            raise RdfSyntaxError(f"{self._name}: is nested too deeply: more than {_DEEPEST} levels")
