"""The whole data set as files that anybody may take away: every named graph, and the default graph, with checksums."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from seedline.errors import InputError
from seedline.store import Store

FORMATS = {"nq": "every named graph", "ttl": "the default graph"}
"""Ending → what a file of it holds."""
FOLDER = "download"
MOST = 5_000_000
"""Up to so many quads a build writes the files; of more, ``seedline export`` does."""


def dump(store: Store, path: Path) -> str:
    """Write the data into a file that ends in ``.nq`` or ``.ttl``, or in ``.gz`` after that, and return its sha256.

    Beside it stands ``NAME.sha256``, which ``sha256sum -c`` reads. A store gives equal bytes each time.

    Raises:
        InputError: the file has another ending, or cannot be written.

    """
    format = path.name.removesuffix(".gz").rpartition(".")[2]
    if format not in FORMATS:
        raise InputError(
            f"{path}: a file of the whole data ends in {' or '.join(f'.{each}' for each in FORMATS)}, or .gz after it"
        )
    try:
        with path.open("wb") as file:
            hashed = _Hashed(file)
            with _packed(hashed, packed=path.suffix == ".gz") as sink:
                if format == "nq":
                    for name in store.graphs():
                        store.dump(name, _Named(sink, name))
                else:
                    store.dump_default(sink)
        digest = hashed.sha256.hexdigest()
        path.with_name(f"{path.name}.sha256").write_text(f"{digest}  {path.name}\n", encoding="ascii")
    except OSError as error:
        raise InputError(f"{error.filename or path}: cannot be written ({error.strerror})") from error
    return digest


@contextmanager
def _packed(file: _Hashed, *, packed: bool) -> Iterator[IO[bytes]]:
    if not packed:
        yield cast("IO[bytes]", file)
        return
    # Neither a name nor a time stands in it, so that equal data are equal bytes.
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0) as made:
        yield cast("IO[bytes]", made)


class _Hashed:
    """Passes bytes on to a file, and hashes them."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()

    def write(self, chunk: bytes) -> int:
        """Pass a chunk on."""
        self.sha256.update(chunk)
        return self._file.write(chunk)

    def flush(self) -> None:
        """Let what is held go."""
        self._file.flush()


class _Named:
    """Makes quads of the triples of a graph, a line each."""

    def __init__(self, sink: IO[bytes], graph: str) -> None:
        self._sink = sink
        self._end = f" <{graph}> .".encode()
        self._rest = b""

    def write(self, chunk: bytes) -> int:
        """Take some lines of N-Triples; in values a line break is escaped."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        self._sink.write(b"".join(line.removesuffix(b" .") + self._end + b"\n" for line in lines))
        return len(chunk)

    def flush(self) -> None:
        """Nothing waits: a graph ends with a line."""
