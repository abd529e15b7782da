"""Where seeds are: circles on the land, each name where it has room."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

import seedline_data
from seedline.search import SearchIndex

#: Names on the map at most, how high they are, and how wide a letter is.
_NAMED, _HIGH, _LETTER = 40, 18, 8.2
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Circle:
    """A country on the map: its middle, a radius whose area is the number of seeds, and where its name is written."""

    key: str
    x: float
    y: float
    radius: float
    seeds: int
    name: str
    at: tuple[float, float, str] | None


@dataclass(frozen=True, slots=True)
class Map:
    """Where the seeds are: circles on land, the countries without a middle here, and the seeds without a country."""

    width: int
    height: int
    circles: tuple[Circle, ...]
    counts: tuple[tuple[str, int], ...]
    elsewhere: tuple[str, ...]
    nowhere: int


@dataclass(frozen=True, slots=True)
class Land:
    """The land as a path of dots, and the middles of countries; from Natural Earth, public domain."""

    width: int
    height: int
    dots: str
    middles: dict[str, tuple[float, float]]


@cache
def land() -> Land:
    """Return the land, read once from the shipped data.

    >>> land().width, "NP" in land().middles
    (1000, True)
    """
    told = json.loads((seedline_data.root() / "land.json").read_text("utf-8"))
    return Land(told["width"], told["height"], told["dots"], {k: (x, y) for k, (x, y) in told["middles"].items()})


def land_picture() -> bytes:
    """Return the land as a picture of its own, which pages point into: they need not carry it.

    >>> land_picture()[:40]
    b'<svg xmlns="http://www.w3.org/2000/svg">'
    """
    return f'<svg xmlns="http://www.w3.org/2000/svg"><path id="land" d="{land().dots}"/></svg>'.encode()


def on_a_map(
    index: SearchIndex,
    found: NDArray[np.bool_],
    called: Callable[[str], str],
    *,
    most: int = 0,
    larger: float = 1.0,
    named: bool = True,
) -> Map:
    """Return where the seeds found are, countries ``called`` by name; a seed of several countries counts in each.

    ``most`` seeds have the largest circle, else those of the country with the most; letters are so much ``larger``.
    Names are placed only where circles are ``named``.
    """
    counts = index.columns.tally("country", found)
    ground, most = land(), most or max((n for _, n in counts), default=1)
    drawn = [one for one in sorted(counts, key=lambda one: (-one[1], one[0])) if one[0] in ground.middles]
    least, full = 3.0 * larger, max(most, 8)
    discs = {key: (*ground.middles[key], round(max(least, 20 * math.sqrt(n / full)), 1)) for key, n in drawn}
    written: list[Box] = []
    circles = []
    for key, n in drawn:
        name = called(key)
        at = (
            _free(discs, key, f"{name} {n}", written, ground.width, larger) if named and len(written) < _NAMED else None
        )
        circles.append(Circle(key, *discs[key], n, name, at))
    return Map(
        ground.width, ground.height, tuple(circles), tuple(counts),
        tuple(key for key, _ in counts if key not in ground.middles),
        int(found.sum()) - index.columns.known("country", found),
    )  # fmt: skip


def _free(
    discs: Mapping[str, tuple[float, float, float]], key: str, text: str, written: list[Box], width: int, larger: float
) -> tuple[float, float, str] | None:
    """Return where a name has room beside its circle, over no other one and no other name; that is then taken."""
    x, y, radius = discs[key]
    wide, half, gap = larger * _LETTER * len(text), larger * _HIGH / 2, radius + 4
    places = (
        (x + gap, y, x + gap, "start"), (x - gap - wide, y, x - gap, "end"),
        (x - wide / 2, y - gap - half, x, "middle"), (x - wide / 2, y + gap + half, x, "middle"),
    )  # fmt: skip
    for left, middle, at, anchor in places:
        box = (left, middle - half, left + wide, middle + half)
        others = [(a - r, b - r, a + r, b + r) for other, (a, b, r) in discs.items() if other != key]
        if left >= 0 and left + wide <= width and not any(_meet(box, other) for other in (*written, *others)):
            written.append(box)
            return round(at, 1), round(middle + 5 * larger, 1), anchor
    return None


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
