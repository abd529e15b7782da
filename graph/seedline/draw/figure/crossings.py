"""What stands in each column, put in an order in which fewer lines cross."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from seedline.draw.figure.blocks import Content
from seedline.draw.figure.grouping import Link
from seedline.draw.figure.wiring import source_of

#: A box of a column, or a lane that lines of one source take through it: its section, its height by Graphviz, and it.
Item = tuple[int, float, "Content | tuple[str, str, int]"]
_End = tuple[str, int]
#: So many times at most the columns are gone through.
_PASSES = 4


def uncross(columns: list[list[Item]], links: Sequence[Link], at: Mapping[str, int]) -> None:
    """Swap neighbours of a column as long as that makes fewer lines cross.

    Graphviz knows boxes alone; here lines come from rows, so that what is level to it may be better the other way.
    """
    names = [[_name(item) for item in column] for column in columns]
    rows = {
        (name, iri): row
        for column in columns
        for _, _, what in column
        if isinstance(what, Content)
        for name in (what.key,)
        for row, entry in enumerate(what.entries, 1)
        for iri in entry.iris
    }
    # Of each item the ends on its left and right of the lines through it: (the item there, the row of it).
    left: dict[str, set[tuple[int, _End]]] = defaultdict(set)
    right: dict[str, set[tuple[int, _End]]] = defaultdict(set)
    for link in links:
        if link.tail not in at or link.head not in at or at[link.tail] == at[link.head]:
            continue
        first, last = at[link.tail], at[link.head]
        step = 1 if last > first else -1
        back = "back" if step < 0 else ""
        ends = [(link.tail, rows.get((link.tail, link.tail_port), 0))]
        ends += [(_lane(source_of(link), back, column), 0) for column in range(first + step, last, step)]
        ends += [(link.head, rows.get((link.head, link.head_port), 0))]
        for (one, row), (other, then) in pairwise(ends):
            (right if step > 0 else left)[one].add((row, (other, then)))
            (left if step > 0 else right)[other].add((then, (one, row)))
    for _ in range(_PASSES):
        places = {name: place for column in names for place, name in enumerate(column)}
        swapped = False
        for column, named in zip(columns, names, strict=True):
            for upper in range(len(named) - 1):
                one, other = named[upper], named[upper + 1]
                if column[upper][0] != column[upper + 1][0]:
                    continue
                now, then = (
                    sum(_crossed(side[a], side[b], places) for side in (left, right))
                    for a, b in ((one, other), (other, one))
                )
                if then < now:
                    column[upper : upper + 2] = column[upper + 1], column[upper]
                    named[upper : upper + 2] = other, one
                    places[one], places[other] = upper + 1, upper
                    swapped = True
        if not swapped:
            return


def _crossed(upper: set[tuple[int, _End]], lower: set[tuple[int, _End]], places: Mapping[str, int]) -> int:
    """Return how many lines of the upper of two items cross lines of the lower one on one side."""
    return sum((places[one], row) > (places[other], then) for _, (one, row) in upper for _, (other, then) in lower)


def _name(item: Item) -> str:
    what = item[2]
    return what.key if isinstance(what, Content) else _lane(*what)


def _lane(source: str, back: str, column: int) -> str:
    return f"{source} {back} {column}"
