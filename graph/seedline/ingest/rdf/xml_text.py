"""The text of RDF/XML: any encoding that XML may have, and no entity that stands for much more than it is."""

from __future__ import annotations

import codecs
import io
import re

from seedline.errors import RdfSyntaxError

_HEAD = 65_536
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z][\w.:-]*)[\"']")
_ENTITY = re.compile(r"<!ENTITY\s+([^\s%]+)\s+(\"[^\"]*\"|'[^']*')")
_REFERENCE = re.compile(r"&([^;#\s]+);")
_LONGEST = 1_000
# As libexpat protects its users: from 8 MiB on, what comes out is at most a hundred times what went in.
_FREE = 8 * 1024**2
_FACTOR = 100


def as_utf8(file: io.BufferedReader, name: str) -> io.BufferedReader:
    """Return the text of an XML file in UTF-8, whatever its encoding (XML 1.0, section 4.3.3).

    Raises:
        RdfSyntaxError: the encoding is not known, or is not what the bytes are in; entities stand for too much.

    """
    head = file.read(_HEAD)
    encoding = _encoding(head)
    try:
        if codecs.lookup(encoding).name == "utf-8":
            return _reader(_Bounded(head, file, name))
        told = codecs.getincrementaldecoder(encoding)()
        # Some of Python's codecs are none of texts in bytes.
        assert isinstance(told.decode(b""), str)
    except (LookupError, AssertionError, TypeError, ValueError) as error:
        raise RdfSyntaxError(
            f"{name}: is in the encoding {encoding!r}, which is not known: save it as UTF-8"
        ) from error
    return _reader(_Bounded(b"", _reader(_Decoded(head, file, name, encoding)), name))


def _encoding(head: bytes) -> str:
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    if head[:4] in {b"<\0?\0", b"\0<\0?"}:
        return "utf-16-le" if head[:1] == b"<" else "utf-16-be"
    declared = _DECLARED.match(head[:1000])
    return declared[1].decode("ascii") if declared else "utf-8"


def _reader(raw: io.RawIOBase) -> io.BufferedReader:
    return io.BufferedReader(raw, _HEAD)


class _Decoded(io.RawIOBase):
    """A file in another encoding, as UTF-8 and without the word on its encoding."""

    def __init__(self, head: bytes, file: io.BufferedReader, name: str, encoding: str) -> None:
        self._file, self._name, self._encoding = file, name, encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        text = re.sub(r"^(\s*<\?xml[^>]*?)\sencoding\s*=\s*[\"'][^\"']*[\"']", r"\1", self._text(head))
        self._given = text.encode()

    def _text(self, data: bytes) -> str:
        try:
            return self._decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            raise RdfSyntaxError(f"{self._name}: is not in the encoding {self._encoding!r} that it names") from error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray, /) -> int:  # type: ignore[override]
        while not self._given:
            data = self._file.read(_HEAD)
            self._given = self._text(data).encode()
            if not data:
                break
        part, self._given = self._given[: len(buffer)], self._given[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


class _Bounded(io.RawIOBase):
    """A file whose entities may not stand for much more than the file holds (a "billion laughs")."""

    def __init__(self, head: bytes, file: io.BufferedReader, name: str) -> None:
        self._head, self._file, self._name = head or file.read(_HEAD), file, name
        self._longest = _longest(self._head, name)
        self._in = self._out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray, /) -> int:  # type: ignore[override]
        size = len(buffer)
        part, self._head = (self._head[:size], self._head[size:]) if self._head else (self._file.read(size), b"")
        self._in += len(part)
        self._out += len(part) + part.count(b"&") * self._longest
        if self._out > _FREE and self._out > _FACTOR * self._in:
            raise RdfSyntaxError(f"{self._name}: its entities stand for more than a hundred times what the file holds")
        buffer[: len(part)] = part
        return len(part)


def _longest(head: bytes, name: str) -> int:
    """Return how many characters the longest entity stands for, those within it counted."""
    start = head.find(b"<!DOCTYPE")
    if start < 0:
        return 0
    declared = head[start:].split(b"]", 1)[0].decode("utf-8", "replace")
    if b"]" not in head[start:] and b">" not in head[start:].split(b"<!ENTITY", 1)[0]:
        raise RdfSyntaxError(f"{name}: its DOCTYPE is longer than is read ({_HEAD // 1024} kB)")
    lengths: dict[str, int] = {}
    for key, quoted in _ENTITY.findall(declared):
        value = quoted[1:-1]
        lengths[key] = len(value) + sum(lengths.get(inner, 0) for inner in _REFERENCE.findall(value))
        if lengths[key] > _LONGEST:
            raise RdfSyntaxError(f"{name}: its entity {key!r} stands for more than {_LONGEST} characters")
    return max(lengths.values(), default=0)
