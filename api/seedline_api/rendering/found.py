"""What an address of the explorer asks for: the things found, the seeds left, and the shape in which they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seedline.errors import InputError
from seedline.i18n.words import Words
from seedline.search import Answer, SearchIndex
from seedline.search.facets import FACETS
from seedline_api.rendering.finding import Query, Search, in_order, index_of, search_of

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Renderer

LISTED = ("organisations", "policies")
SHAPES = ("cards", "table", "map", "matrix", "timeline", "money", *LISTED, "things")
"""How a result is shown: seeds as cards, rows, on a map, crossed, in time; the same as lists; or all things found."""
PAGED = ("cards", "table", "timeline")


@dataclass(frozen=True, slots=True)
class Found:
    """What a search and its choices leave: the things found by words, and the seeds, by code unless asked otherwise."""

    index: SearchIndex
    search: Search
    answer: Answer
    left: NDArray[np.bool_]
    rows: NDArray[np.intp]
    shape: str
    crossed: tuple[str, str]

    @classmethod
    def of(cls, renderer: Renderer, query: Query, say: Words, each: int = 1) -> Found:
        """Return what an address asks for.

        Raises:
            InputError: a choice is none that there is.

        """
        index = index_of(renderer.tracer.snapshot)
        search, params = search_of(query, index), dict(query)
        answer = index.find(search.question, each=each)
        left, rows = index.left(search.choice, answer.seeds), seeds_left(index, search, answer, say)
        shape = params.get("as", "") or dict(search.reading.query if search.reading else ()).get("as", "")
        if shape and shape not in SHAPES:
            raise InputError(f"as={shape}: there are {', '.join(SHAPES)}")
        if not shape:
            # A question whose words stand in no seed's story is answered by the things themselves.
            things = (search.question and not left.any()) or not index.columns.seeds
            shape = "things" if things and not search.choice else "cards"
        crossed = (params.get("rows", "") or "target", params.get("columns", "") or "furthest")
        for name in crossed:
            if name not in FACETS:
                raise InputError(f"{name}: a matrix has facets on its sides, {', '.join(FACETS)}")
        return cls(index, search, answer, left, rows, shape, crossed)

    @property
    def total(self) -> int:
        """Return how many seeds are left."""
        return len(self.rows)

    def seeds(self, count: int, start: int = 0) -> list[str]:
        """Return some of the seeds, in their order."""
        return self.index.iris(self.rows[start : start + count])

    def address(self, shape: str) -> str:
        """Return the query of the same result in a shape, nothing said of the usual one."""
        crossed = dict(zip(("rows", "columns"), self.crossed, strict=True)) if shape == "matrix" else {}
        return self.search.query(without=(), **{"as": "" if shape == "cards" else shape}, **crossed)


def seeds_left(index: SearchIndex, search: Search, answer: Answer, say: Words) -> NDArray[np.intp]:
    """Return the seeds that a search leaves, by their rows in the columns: in the order asked for, else by code.

    Who types a code or a whole name asks for that seed: it stands before the others.
    """
    rows = in_order(index, np.flatnonzero(index.left(search.choice, answer.seeds)), search.sort, say)
    if search.sort or not search.question:
        return rows
    named = np.isin(rows, index.named(search.question))
    return np.concatenate([rows[named], rows[~named]])
