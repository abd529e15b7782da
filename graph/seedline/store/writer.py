"""Writing a new store into an empty folder: for ``build`` alone, which publishes it afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Quad

from seedline.store.store import Store


class StoreWriter:
    """A store that is being filled. Leaving the ``with`` block flushes and closes it.

    What is written to a named graph is copied into the default graph too, without repeats: the store is a set,
    so a triple that two sources state is there once. ``copy=False`` keeps quads in their own graph alone.
    """

    def __init__(self, path: Path) -> None:
        self._inner = ox.Store(str(path))
        self.store = Store(self._inner)

    def __enter__(self) -> StoreWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._inner.flush()
            self._inner.optimize()
        del self.store, self._inner

    def load(self, quads: Iterable[Quad]) -> None:
        """Write many quads, streaming; fast, for the first filling."""
        self._inner.bulk_extend(_twice(quads))

    def add(self, quads: Iterable[Quad], *, copy: bool = True) -> None:
        """Write some more quads."""
        self._inner.extend(_twice(quads) if copy else quads)


def _twice(quads: Iterable[Quad]) -> Iterator[Quad]:
    default = DefaultGraph()
    for quad in quads:
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object, default)
