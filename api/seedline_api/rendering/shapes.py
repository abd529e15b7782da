"""One result in many shapes: a map, a matrix, a timeline, and the same result as money, organisations and policies."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

import seedline_data
from seedline.document.types import Range
from seedline.i18n.words import Words
from seedline.lineage.traversal import trace
from seedline.model.dates import first_day, last_day
from seedline.search import SearchIndex
from seedline.views.tracer import Tracer
from seedline.vocabulary import STATUSES
from seedline_api.rendering.lists import LISTS, Listing, Lists
from seedline_api.rendering.seed_rows import SeedRow
from seedline_api.rendering.things import Things

if TYPE_CHECKING:
    from seedline.document.types import On

#: Codes that a cell of a matrix names; of more it says how many.
_CODES = 12
_ROWS, _COLUMNS = 60, 12
#: Lineages whose money is listed; of further ones it is said that they are left out.
LINEAGES = 1000
#: Names on the map at most, and how far they keep apart.
_NAMED, _WIDE, _HIGH = 14, 150, 18


@dataclass(frozen=True, slots=True)
class Circle:
    """A country on the map: its middle, a radius whose area is the number of seeds, and whether its name is written."""

    key: str
    x: float
    y: float
    radius: float
    seeds: int
    named: bool


@dataclass(frozen=True, slots=True)
class Map:
    """Where the seeds are: circles on land, the countries without a middle here, and the seeds without a country."""

    width: int
    height: int
    land: str
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


def on_a_map(index: SearchIndex, found: NDArray[np.bool_]) -> Map:
    """Return where the seeds found are; a seed of several countries counts in each."""
    counts = index.columns.tally("country", found)
    ground, most = land(), max((n for _, n in counts), default=1)
    drawn = [one for one in sorted(counts, key=lambda one: (-one[1], one[0])) if one[0] in ground.middles]
    named: list[tuple[float, float]] = []
    circles = []
    for key, n in drawn:
        x, y = ground.middles[key]
        # A name is written where no other one is near.
        free = len(named) < _NAMED and not any(abs(x - a) < _WIDE and abs(y - b) < _HIGH for a, b in named)
        named += [(x, y)] * free
        circles.append(Circle(key, x, y, round(max(3.0, 20 * math.sqrt(n / max(most, 8))), 1), n, free))
    return Map(
        ground.width, ground.height, ground.dots, tuple(circles), tuple(counts),
        tuple(key for key, _ in counts if key not in ground.middles),
        int(found.sum()) - index.columns.known("country", found),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Matrix:
    """Two facets crossed: the codes in each cell, as many as are named, with how many there are."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[str, str], tuple[int, tuple[str, ...]]]
    known: int
    left_out: int


def as_matrix(index: SearchIndex, found: NDArray[np.bool_], rows: str, columns: str) -> Matrix:
    """Return the seeds found, by the values of two facets; values are in their order, the most frequent are kept."""
    of = index.columns

    def most(facet: str, limit: int) -> list[str]:
        counted = of.tally(facet, found)
        kept = {key for key, _ in sorted(counted, key=lambda one: (-one[1], one[0]))[:limit]}
        return [key for key, _ in counted if key in kept]

    down, across = most(rows, _ROWS), most(columns, _COLUMNS)
    cells: dict[tuple[str, str], tuple[int, tuple[str, ...]]] = {}
    sides = {key: of.having(columns, [key]) for key in across}
    for row in down:
        here = of.having(rows, [row]) & found
        for column, side in sides.items():
            both = here & side
            if n := int(both.sum()):
                cells[row, column] = (n, tuple(code for code, _ in index.codes(np.flatnonzero(both)[:_CODES])))
    known = of.holding(rows) & of.holding(columns) & found
    return Matrix(tuple(down), tuple(across), cells, int(known.sum()), len(of.tally(rows, found)) - len(down))


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated on the line of a seed: from and to as shares of the whole span, what it is, and its mood."""

    left: float
    right: float
    text: str
    mood: str
    iri: str


@dataclass(frozen=True, slots=True)
class Line:
    """A seed on the timeline: its funding year, its dated events, and how many things that followed have no date."""

    row: SeedRow
    year: float | None
    events: tuple[Event, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Seeds on common years; ``years`` are how many of all seeds found have each funding year."""

    first: int
    last: int
    lines: tuple[Line, ...]
    years: tuple[tuple[int, int], ...]
    without: int


def as_timeline(index: SearchIndex, found: NDArray[np.bool_], rows: Sequence[SeedRow], say: Words) -> Timeline:
    """Return the seeds on common years, by code; what has no date stands at no year."""
    numbers = index.columns.numbers.get("year", np.full(index.columns.seeds, np.nan))
    dated = numbers[found & ~np.isnan(numbers)].astype(int)
    values, counts = np.unique(dated, return_counts=True)
    years = tuple((int(year), int(n)) for year, n in zip(values, counts, strict=True))
    drawn = [(row, list(_dated(row, say))) for row in rows]
    ends = [year for year, _ in years] + [
        math.floor(part) for _, events in drawn for e in events for part in (e[0], e[1])
    ]
    first, last = min(ends, default=2000), max(ends, default=2000) + 1
    span = last - first

    def share(at: float) -> float:
        return round((min(max(at, first), last) - first) / span, 4)

    lines = []
    for row, events in drawn:
        year = row.seed.funding_year
        lines.append(
            Line(
                row, share(float(year)) if year and year.isdecimal() else None,
                tuple(Event(share(a), share(b), text, mood, iri) for a, b, text, mood, iri in events),
                len(row.followed) - len({iri for *_, iri in events}),
            )
        )  # fmt: skip
    return Timeline(first, last, tuple(lines), years, int(found.sum()) - len(dated))


def _dated(row: SeedRow, say: Words) -> Iterator[tuple[float, float, str, str, str]]:
    for thing in row.followed:
        for seen in thing.step.statuses:
            if ends := _ends(seen.on):
                told = say.when(seen.on) if isinstance(seen.on, str) else ""
                status = " ".join(filter(None, (say.token("status", seen.status), told)))
                yield *ends, f"{thing.node.label}: {status}", STATUSES[seen.status].mood, thing.node.iri


def _ends(on: On | None) -> tuple[float, float] | None:
    """Return the earliest and the latest moment of something as years, where a source bounds it on both sides."""
    if on is None:
        return None
    after, before = (on.after, on.before) if isinstance(on, Range) else (on, on)
    if not after or not before:
        return None
    return _year(first_day(after)), _year(last_day(before))


def _year(day: str) -> float:
    year, month, rest = (int(part) for part in day.split("-"))
    return year + (month - 1) / 12 + (rest - 1) / 372


@dataclass(frozen=True, slots=True)
class Given:
    """A commitment as it is reported, and in the lineages of which seeds it stands."""

    iri: str
    currency: str
    amount: str
    funder: tuple[str, str]
    recipient: tuple[str, str]
    status: str
    mood: str
    source: str
    codes: tuple[str, ...]


def as_money(tracer: Tracer, seeds: Sequence[str], say: Words) -> list[Given]:
    """Return every commitment of some lineages once, by currency, funder and recipient; nothing is added up."""
    network, read = tracer.network, tracer.details
    things = Things(network, read, say)
    codes: dict[str, list[str]] = {}
    for seed in seeds:
        for node in trace(network, seed).nodes:
            for given in network.commitments.get(node, ()):
                codes.setdefault(given.iri, []).append(read.id(seed))
    made = []
    for node in sorted({r for iri in codes for r in read.values(iri, "sl:recipient")}):
        for given in network.commitments.get(node, ()):
            if given.iri in codes:
                told = things.commitment(given)
                stated = read.text(given.iri, "sl:funderAsStated") or say("money.funderNotNamed")
                funder = (given.funder, things.name(given.funder)) if given.funder else ("", stated)
                made.append(Given(
                    given.iri, given.currency or "", told.amount, funder, (node, things.name(node)), told.status,
                    told.mood, say.token("source", given.source_type), tuple(dict.fromkeys(codes[given.iri])),
                ))  # fmt: skip
    return sorted(made, key=lambda g: (g.currency == "", g.currency, g.funder[1], g.recipient[1], g.iri))


def as_listing(tracer: Tracer, index: SearchIndex, found: NDArray[np.bool_], which: str, say: Words) -> Listing:
    """Return a list of ours, of what stands in the lineages of the seeds found."""
    kept = index.within(found, which)
    return LISTS[which](Lists(tracer, index, say)).only(kept)
