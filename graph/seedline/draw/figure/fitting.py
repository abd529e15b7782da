"""How a lineage is made to fit its target: folded and split before anything is left out, and never set smaller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seedline.document.types import Document
from seedline.draw.figure.arrangement import arrange, bandable
from seedline.draw.figure.grouping import Plan, plan
from seedline.draw.figure.places import Layout
from seedline.draw.figure.target import Target
from seedline.i18n import Words


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that was laid out, with how much was left out to make it fit."""

    layout: Layout
    plan: Plan
    target: Target
    level: int

    @property
    def height(self) -> float:
        """Return the height of the graph, with the line that counts what is not drawn."""
        return self.layout.height + (self.target.leading * 1.2 if self.plan.hidden or self.plan.untold else 0.0)


def figure(document: Document, say: Words, target: Target, room: float | None = None, *, marks: bool = False) -> Figure:
    """Return the figure of a document for a target: whole where it fits in ``room``, else folded, else cut and counted.

    With ``marks`` things count the steps that lead from them to what is not shown.
    Text is never set smaller: first what explains is left out, then columns are split, then outputs become one row a
    family, and last the farthest boxes are only counted.
    """
    high = target.height if room is None else room
    best: Figure | None = None
    for columns, level in _attempts(target):
        best = _laid_out(document, say, target, columns, level, target.most, marks=marks)
        if high is None or best.height <= high:
            return best
    assert best is not None and high is not None
    columns, level = _attempts(target)[-1]
    for rows in (4, 3, 2):
        for across in (columns - 1, columns):
            best = _laid_out(document, say, target, across, level, target.most, rows)
            if best.height <= high:
                return best
    count = len(list(best.plan.contents))
    while count > 1:
        # Far too high a figure is cut in one go to about what has room, one that nearly fits box by box.
        count = min(count - 1, max(int(count * high / best.layout.height * 1.6), 12))
        best = _laid_out(document, say, target, columns, level, count, 2)
        if best.height <= high:
            break
    return best


def _attempts(target: Target) -> Sequence[tuple[int, int]]:
    if target.height is None:
        return ((0, 0),)
    if not target.across:
        return ((1, 0), (1, 1), (1, 2), (1, 3))
    if target.name in {"half", "slide"}:
        return ((2, 1), (3, 1), (2, 2), (3, 2), (2, 3), (3, 3))
    return ((2, 0), (3, 0), (2, 1), (3, 1), (2, 2), (3, 2), (2, 3), (3, 3))


def _laid_out(
    document: Document,
    say: Words,
    target: Target,
    columns: int,
    level: int,
    most: int,
    rows: int = 0,
    *,
    marks: bool = False,
) -> Figure:
    printed, rows = target.printed and target.across, rows or target.rows
    made = plan(document, say, level=level, most=most, rows=rows, band=printed, marks=marks)
    if not target.across:
        shape = "list"
    elif printed:
        shape = "band" if bandable(made) else "list"
        if shape == "list":
            made = plan(document, say, level=level, most=most, rows=rows)
    else:
        shape = "columns"
    return Figure(arrange(made, target, shape, columns), made, target, level)  # type: ignore[arg-type]
