"""Where a file lies: on the disk, in an archive, compressed or not; its bytes come out plain."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import zstandard

from seedline.errors import InputError
from seedline.ingest.rdf.content import BOM

_MAGIC = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\x28\xb5\x2f\xfd": "Zstandard", b"\xfd7zX": "xz"}
_PACKED = {".gz", ".bz2", ".zst", ".zstd", ".xz"}
_LAYERS = 3
_OFFICE = {"[Content_Types].xml", "mimetype"}
_ZIP = b"PK\x03\x04"
_BROKEN = (
    EOFError,
    zlib.error,
    lzma.LZMAError,
    gzip.BadGzipFile,
    zstandard.ZstdError,
    zipfile.BadZipFile,
    NotImplementedError,
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A file by the name that reports call it by; ``member`` is its name in the archive ``path``."""

    name: str
    path: Path
    member: str = ""

    @property
    def ending(self) -> str:
        """Return the ending of the name in small letters, that of the compression left out.

        >>> Stored("Dump.NT.gz", Path("x")).ending
        'nt'
        """
        return self._bare().suffix[1:].lower()

    @property
    def stem(self) -> str:
        """Return the name without folders and endings.

        >>> Stored("in/Dump.nt.gz", Path("x")).stem
        'Dump'
        """
        return self._bare().stem

    def _bare(self) -> PurePosixPath:
        name = PurePosixPath(self.member or self.name)
        while name.suffix.lower() in _PACKED:
            name = name.with_suffix("")
        return name

    @contextmanager
    def open(self) -> Iterator[tuple[io.BufferedReader[Any], str]]:
        """Give the plain bytes of the file, less a byte-order mark, and the name of the compression, if any.

        Raises:
            InputError: the archive or the compressed bytes are damaged.

        """
        try:
            with self._raw() as raw:
                plain = raw
                layers: list[str] = []
                while (packed := _packed(plain)) and len(layers) < _LAYERS:
                    plain = io.BufferedReader(_unpacked(plain, packed), 65_536)
                    layers.append(packed)
                if plain.peek(3)[:3] == BOM:
                    plain.read(3)
                yield plain, ", ".join(layers)
        except _BROKEN as error:
            raise InputError(f"{self.name}: is damaged, or compressed in a way that is not known ({error})") from error
        except OSError as error:
            raise InputError(f"{self.name}: cannot be read ({error.strerror or error})") from error

    @contextmanager
    def _raw(self) -> Iterator[io.BufferedReader[Any]]:
        if not self.member:
            with self.path.open("rb") as file:
                yield file
            return
        with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as member:
            yield io.BufferedReader(member)


def _packed(file: io.BufferedReader[Any]) -> str:
    start = file.peek(4)[:4]
    return next((name for magic, name in _MAGIC.items() if start.startswith(magic)), "")


def _unpacked(raw: io.BufferedReader[Any], packed: str) -> Any:
    if packed == "gzip":
        return gzip.GzipFile(fileobj=raw, mode="rb")
    if packed == "bzip2":
        return bz2.BZ2File(raw)
    return lzma.LZMAFile(raw) if packed == "xz" else _Zstandard(raw)


class _Zstandard(io.RawIOBase):
    """Zstandard's bytes, plain; the library's own reader takes a file that was cut off for a whole one."""

    def __init__(self, raw: io.BufferedReader[Any]) -> None:
        self._raw, self._rest, self._plain = raw, b"", b""
        self._frame: Any = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while not self._plain:
            # In small pieces: one of a kilobyte may stand for some megabytes.
            packed = self._rest or self._raw.read(1024)
            if not packed:
                if self._frame is not None:
                    raise EOFError("it ends within a frame")
                return 0
            self._frame = self._frame or zstandard.ZstdDecompressor().decompressobj()
            self._plain, self._rest = self._frame.decompress(packed), b""
            if self._frame.eof:
                self._rest, self._frame = self._frame.unused_data, None
        given = self._plain[: len(buffer)]
        buffer[: len(given)] = given
        self._plain = self._plain[len(given) :]
        return len(given)


def stored_in(path: Path, name: str) -> list[Stored]:
    """Return the files that a file holds: itself, or those of a zip archive, sorted.

    Raises:
        InputError: the archive is damaged, or locked with a password.

    """
    with path.open("rb") as file:
        if file.read(4) != _ZIP:
            return [Stored(name, path)]
    try:
        with zipfile.ZipFile(path) as archive:
            members = [each for each in archive.infolist() if not each.is_dir()]
    except (*_BROKEN, OSError) as error:
        raise InputError(f"{name}: is a damaged archive ({error})") from error
    if _OFFICE & {each.filename for each in members}:
        return [Stored(name, path)]
    if any(each.flag_bits & 1 for each in members):
        raise InputError(f"{name}: is locked with a password; unpack it first")
    return [Stored(f"{name}!{each}", path, each) for each in sorted({each.filename for each in members})]
