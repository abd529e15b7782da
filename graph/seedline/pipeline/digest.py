"""The two digests of a build: of the quads that came out, and of all that went in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import seedline_ontology
from seedline.store import FORMAT, Store
from seedline.triples import NamedNode

ROOMS = (
    *("pipeline", "columns", "money", "lineage", "ingest", "validate", "store", "triples", "model"),
    *("vocabulary", "i18n"),
)
"""The rooms whose code makes data: a test holds them against what a build imports."""
_MODULUS = 1 << 256


def quads_digest(store: Store) -> str:
    """Return the digest of the distinct quads in the named graphs of a store, in whatever order they lie.

    The sum of their sha256, as for a multiset (AdHash), and how many there are. It tells apart what was built; it is no
    proof against somebody who looks for two data sets of equal sum. One pass, a few microseconds a quad, no memory.

    >>> from seedline.triples import Literal, Quad
    >>> a, b = (Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(o), NamedNode("urn:g")) for o in "ab")
    >>> quads_digest(Store.of([a, b])) == quads_digest(Store.of([b, a, b])) != quads_digest(Store.of([a]))
    True
    """
    count = total = 0
    sha256, number = hashlib.sha256, int.from_bytes
    for name in store.graphs():
        for quad in store.quads(graph=NamedNode(name)):
            total += number(sha256(str(quad).encode()).digest(), "big")
            count += 1
    return hashlib.sha256(f"{count}:{total % _MODULUS:064x}".encode()).hexdigest()


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
    for path in sorted([root / "errors.py", *(path for room in ROOMS for path in (root / room).rglob("*.py"))]):
        yield path.relative_to(root).as_posix(), path
