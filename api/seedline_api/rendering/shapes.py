"""One result in many shapes: a map, a matrix, a timeline, and the same result as money, organisations and policies."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seedline.document.types import Range
from seedline.i18n.words import Words, plain
from seedline.lineage.furthest import FURTHEST
from seedline.lineage.traversal import trace
from seedline.model.dates import first_day, last_day
from seedline.money.totals import repeated
from seedline.search import SearchIndex
from seedline.views.tracer import Tracer
from seedline.vocabulary import STATUSES
from seedline_api.rendering.lists import LISTS, Listing, Lists
from seedline_api.rendering.naming import natural
from seedline_api.rendering.seed_rows import SeedRow
from seedline_api.rendering.things import Things

if TYPE_CHECKING:
    from seedline.document.types import On

#: Codes that a cell of a matrix names; of more it says how many.
_CODES = 12
_ROWS, _COLUMNS = 60, 12
#: Lineages whose money is listed; of further ones it is said that they are left out.
LINEAGES = 1000


@dataclass(frozen=True, slots=True)
class Matrix:
    """Two facets crossed: the codes in each cell, as many as are named, with how many there are."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[str, str], tuple[int, tuple[tuple[str, str], ...]]]
    known: int
    left_out: int


def as_matrix(index: SearchIndex, found: NDArray[np.bool_], rows: str, columns: str) -> Matrix:
    """Return the seeds found, by the values of two facets; values are in their order, the most frequent are kept."""
    of = index.columns

    def most(facet: str, limit: int) -> list[str]:
        counted = of.tally(facet, found)
        kept = {key for key, _ in sorted(counted, key=lambda one: (-one[1], one[0]))[:limit]}
        return sorted(kept, key=lambda key: _placed(facet, key))

    down, across = most(rows, _ROWS), most(columns, _COLUMNS)
    cells: dict[tuple[str, str], tuple[int, tuple[tuple[str, str], ...]]] = {}
    sides = {key: of.having(columns, [key]) for key in across}
    for row in down:
        here = of.having(rows, [row]) & found
        for column, side in sides.items():
            both = here & side
            if n := int(both.sum()):
                cells[row, column] = (n, tuple(index.codes(np.flatnonzero(both)[:_CODES])))
    known = of.holding(rows) & of.holding(columns) & found
    return Matrix(tuple(down), tuple(across), cells, int(known.sum()), len(of.tally(rows, found)) - len(down))


def _placed(facet: str, key: str) -> tuple[int, list[tuple[str, int]]]:
    """Return where a value stands on a side: how far things have come from the furthest on, a code by its numbers."""
    place = [*map(str, FURTHEST)].index(key) if facet == "furthest" else 0
    return place, natural(key)


@dataclass(frozen=True, slots=True)
class Year:
    """A year: the seeds funded in it, how high its bar is of 100, and how high what is told apart in it is."""

    year: int
    seeds: int
    height: float
    apart: float = 0.0


def years_of(index: SearchIndex, found: NDArray[np.bool_], apart: NDArray[np.bool_]) -> tuple[Year, ...]:
    """Return every year from the first to the last of some seeds, those without one too: years stand evenly."""
    numbers = index.columns.numbers.get("year", np.full(index.columns.seeds, np.nan))
    dated = found & ~np.isnan(numbers)
    if not dated.any():
        return ()
    years = numbers[dated].astype(int)
    first, last = int(years.min()), int(years.max())
    counts = np.bincount(years - first, minlength=last - first + 1)
    dark = np.bincount(numbers[dated & apart].astype(int) - first, minlength=last - first + 1)
    most = int(counts.max())
    return tuple(
        Year(first + place, int(n), round(100 * int(n) / most, 1), round(100 * int(k) / most, 1))
        for place, (n, k) in enumerate(zip(counts, dark, strict=True))
    )


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
    """Seeds on common years; ``years`` are how many of all seeds found have each funding year.

    ``ticks`` are years that are written above the lanes, each with where it stands on them.
    """

    first: int
    last: int
    lines: tuple[Line, ...]
    years: tuple[Year, ...]
    without: int
    ticks: tuple[tuple[int, float], ...]


def as_timeline(index: SearchIndex, found: NDArray[np.bool_], rows: Sequence[SeedRow], say: Words) -> Timeline:
    """Return the seeds on common years, by code; what has no date stands at no year."""
    years = years_of(index, found, found)
    drawn = [(row, list(_dated(row, say))) for row in rows]
    ends = [one.year for one in years] + [
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
        # The first year, those that end five years, and the last: none is written over another.
    room = max(2, math.ceil(span * 0.3))
    marks = [first, *(year for year in range(first + room, last - room + 1) if year % 5 == 0), last]
    without = int(found.sum()) - sum(one.seeds for one in years)
    return Timeline(first, last, tuple(lines), years, without, tuple((year, share(year)) for year in marks))


def _dated(row: SeedRow, say: Words) -> Iterator[tuple[float, float, str, str, str]]:
    for thing in row.followed:
        for seen in thing.step.statuses:
            if ends := _ends(seen.on):
                status = say.token("status", seen.status)
                if isinstance(seen.on, str):
                    status = say("picture.happened", status=status, date=say.when(seen.on))
                elif seen.on is not None:
                    when = say("draw.onBetween", after=say.when(seen.on.after), before=say.when(seen.on.before))
                    status = f"{status}, {when}"
                if seen.basis == "inferred" or (thing.stated and thing.step.inferred):
                    status = say("told.byReading", status=status)
                yield *ends, say.pair(thing.node.label, status), STATUSES[seen.status].mood, thing.node.iri


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
    stated: str
    bound: str
    funder: tuple[str, str]
    recipient: tuple[str, str]
    status: str
    mood: str
    source: str
    again: bool
    """Whether another one is another report of the same amount, or a later value of it."""
    seeds: tuple[tuple[str, str], ...]


def as_money(tracer: Tracer, seeds: Sequence[str], say: Words) -> list[Given]:
    """Return every commitment of some lineages once: by currency, what others gave first; nothing is added up."""
    network, read = tracer.network, tracer.details
    things = Things(network, read, say)
    found: dict[str, dict[str, str]] = {}
    for seed in seeds:
        for node in trace(network, seed).nodes:
            for given in network.commitments.get(node, ()):
                found.setdefault(given.iri, {})[read.id(seed)] = things.name(seed)
    made = []
    grants = set()
    for node in sorted({r for iri in found for r in read.values(iri, "sl:recipient")}):
        here = {given.iri: given for given in network.commitments.get(node, ())}
        again = repeated(network, here)
        for given in here.values():
            if given.iri in found:
                told = things.commitment(given)
                unnamed = read.text(given.iri, "sl:funderAsStated") or say("money.funderNotNamed")
                funder = (given.funder, things.name(given.funder)) if given.funder else ("", unnamed)
                stated = "" if given.amount is None else plain(given.amount)
                grants |= {given.iri} if given.source_type == "seed" else set()
                made.append(Given(
                    given.iri, given.currency or "", told.amount, stated,
                    say.token("bound", given.bound) if stated else "", funder, (node, things.name(node)),
                    told.status, told.mood, say.token("source", given.source_type), given.iri in again,
                    tuple(found[given.iri].items()),
                ))  # fmt: skip
    # Hundreds of grants would hide the few amounts that followed them.
    return sorted(
        made, key=lambda g: (g.currency == "", g.currency, g.iri in grants, g.funder[1], g.recipient[1], g.iri)
    )


def as_listing(tracer: Tracer, index: SearchIndex, found: NDArray[np.bool_], which: str, say: Words) -> Listing:
    """Return a list of ours, of what stands in the lineages of the seeds found."""
    kept = index.within(found, "organisation" if which == "organisations" else "thing")
    return LISTS[which](Lists(tracer, index, say)).only(kept)
