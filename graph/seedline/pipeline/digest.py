"""The two digests of a build: of the quads that came out, and of all that went in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import seedline_ontology
from seedline.store import FORMAT, Store

ROOMS = (
    *("pipeline", "queries", "columns", "money", "lineage", "identity", "ingest", "validate", "store", "triples"),
    *("model", "sandbox"),
    *("search", "document", "vocabulary", "i18n"),
)
"""The rooms whose code makes data: a test holds them against what a build imports."""
_MODULUS = 1 << 256


def quads_digest(store: Store) -> str:
    """Return the digest of the distinct quads in the named graphs of a store, in whatever order they lie.

    The sum of their sha256, as for a multiset (AdHash), and how many there are. It tells apart what was built; it is no
    proof against somebody who looks for two data sets of equal sum. One pass, a few microseconds a quad, no memory.

    >>> from seedline.triples import Literal, NamedNode, Quad
    >>> a, b = (Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(o), NamedNode("urn:g")) for o in "ab")
    >>> quads_digest(Store.of([a, b])) == quads_digest(Store.of([b, a, b])) != quads_digest(Store.of([a]))
    True
    """
    total = _Sum()
    for name in store.graphs():
        total.graph = f" {name}".encode()
        store.dump(name, total)
    return hashlib.sha256(f"{total.count}:{total.sum % _MODULUS:064x}".encode()).hexdigest()


class _Sum:
    """Adds up the hashes of the lines that are written into it, each with the graph that it belongs to."""

    def __init__(self) -> None:
        self.graph = b""
        self.count = 0
        self.sum = 0
        self._rest = b""

    def write(self, chunk: bytes) -> int:
        """Take some lines of N-Triples; in values a line break is escaped."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        sha256, number, graph = hashlib.sha256, int.from_bytes, self.graph
        self.sum += sum(number(sha256(line + graph).digest(), "big") for line in lines)
        self.count += len(lines)
        return len(chunk)

    def flush(self) -> None:
        """Nothing waits."""


def inputs_digest(files: Mapping[str, str], *, base: str, built: str) -> str:
    """Return the digest of what a build is made from: files, base, date, code, and the libraries that shape bytes.

    Equal ones need no work. It is no part of the version: other code may well make equal data.
    """
    parts = {
        "format": FORMAT,
        "base": base,
        "built": built,
        "files": dict(files),
        "code": {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in _code()},
        "libraries": {name: version(name) for name in ("pyoxigraph", "numpy")},
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _code() -> Iterator[tuple[str, Path]]:
    root = Path(__file__).parent.parent
    yield "seedline_ontology", Path(seedline_ontology.__file__)
    for path in sorted([root / "errors.py", *(path for room in ROOMS for path in (root / room).rglob("*.[pr][yq]"))]):
        yield path.relative_to(root).as_posix(), path
