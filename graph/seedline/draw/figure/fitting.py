"""How a lineage is made to fit its target: folded and split before anything is left out, and never set smaller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seedline.document.remembering import of_the_last
from seedline.document.types import Document
from seedline.draw.figure.arrangement import arrange, bandable, least_height
from seedline.draw.figure.grouping import Plan, plan, ranked
from seedline.draw.figure.places import Layout, Shape
from seedline.draw.figure.splitting import split
from seedline.draw.figure.target import Target
from seedline.draw.figure.wording import counted, stage_name
from seedline.draw.typeset import Line, lines_of
from seedline.i18n import Words

#: Where not all boxes have room so many smaller ones are tried after the last that has.
TRIED = 5
#: Levels of folding, with the most rows of a frame, at which boxes that have no room are left out and counted.
_LEFT_OUT = ((4, 2), (5, 2), (6, 3), (6, 2))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that was laid out, with how much was left out to make it fit."""

    layout: Layout
    plan: Plan
    target: Target
    level: int
    #: Which page of how many it is.
    page: int = 1
    pages: int = 1
    #: What is said under it: how much is not drawn, or which page it is.
    said: tuple[Line, ...] = ()

    @property
    def height(self) -> float:
        """Return the height of the graph, with what is said under it."""
        t = self.target
        return self.layout.height + (t.leading * (len(self.said) + 0.2) if self.said else 0.0)

    @classmethod
    def of(
        cls, layout: Layout, plan: Plan, say: Words, target: Target, level: int, page: int = 1, pages: int = 1
    ) -> Figure:
        """Return a figure of a layout, with what is to be said under it."""
        of_each = " · ".join(counted(stage_name(stage, say), count, say) for stage, count in plan.missing.items())
        told = [say("draw.more", plan.hidden, stages=of_each)] if plan.hidden else []
        told += [say("draw.moreSteps", plan.untold)] if plan.untold else []
        told += [say("draw.page", page=page, pages=pages)] if pages > 1 else []
        model = Line("", target.text, 600, "second", leading=target.leading)
        said = lines_of(" · ".join(told), target.width / 1.05, model, most=4, ours=True)
        return cls(layout, plan, target, level, page, pages, tuple(said))


@of_the_last
def figure(document: Document, say: Words, target: Target, room: float | None = None, *, marks: bool = False) -> Figure:
    """Return the figure of a document for a target: whole where it fits in ``room``, else folded, else cut and counted.

    With ``marks`` things count the steps that lead from them to what is not shown.
    Text is never set smaller: first what explains is left out, then columns are split, then outputs become one row a
    family, then what followed in one way becomes rows, and last some things are only counted: as few as can be.
    """
    high = target.height if room is None else room
    if target.calm is not None:
        calm = _within(target.calm, document, say, target, 0, 0, marks=marks)
        return calm or _arranged(document, say, target, 0, 1, marks=marks)
    if high is None:
        columns, level = _attempts(target)[0]
        return _arranged(document, say, target, columns, level, marks=marks)
    for columns, level in _attempts(target):
        if made := _within(high, document, say, target, columns, level, marks=marks):
            return made
    across = _attempts(target)[-1][0]
    for columns, rows in ((across, 4), (across, 2), (across, 1)):
        # Several frames of a few rows stand in several columns, where one of all of them would be too high.
        if made := _within(high, document, say, target, columns, 6, rows):
            return made
    tried = (
        _within(high, document, say, target, columns, 4, rows) for rows in (4, 3, 2) for columns in (across - 1, across)
    )
    chosen = [_chosen(document, say, target, across, high, level, rows) for level, rows in _LEFT_OUT]
    fitting = [each for each in (next(filter(None, tried), None), *chosen) if each and each.height <= high]
    if fitting:
        return min(fitting, key=lambda each: each.plan.counted)
    # Not even the main path has room: of it, too, what says most is drawn.
    return _chosen(document, say, target, across, high, 5, 2, whole=False)


def _chosen(
    document: Document,
    say: Words,
    target: Target,
    columns: int,
    high: float,
    level: int,
    rows: int,
    *,
    whole: bool = True,
) -> Figure:
    """Return the figure of as many boxes as have room, those that say most first.

    Where it is to be ``whole`` the main path always stays.
    """
    band = target.printed and target.across
    keys, stay, planned = ranked(document, say, level=level, rows=rows, band=band)

    def laid(chosen: list[str]) -> Figure:
        plan = planned(chosen)
        shape: Shape = "band" if band and bandable(plan) else "list"
        tried = (columns - 1, columns)
        made = [Figure.of(arrange(plan, target, shape, across), plan, say, target, level) for across in tried]
        return min(made, key=lambda figure: figure.height)

    best, count, most = laid(keys[:stay]), stay, len(keys)
    if best.height > high and sum(node.stage == "seed" for node in document.nodes) > 1:
        # More seeds than have room are cut and counted as all else is.
        best, count = laid(keys[:1]), 1
    while best.height > high and count > 1 and not whole:
        count -= 1
        best = laid(keys[:count])
    while count < most:
        middle = (count + most + 1) // 2
        tried = laid(keys[:middle])
        if tried.height <= high:
            best, count = tried, middle
        else:
            most = middle - 1
    chosen = keys[:count]
    # A large box that has no room may be followed by small ones that have.
    for key in keys[count + 1 : count + 1 + TRIED]:
        tried = laid([*chosen, key])
        if tried.height <= high:
            best, chosen = tried, [*chosen, key]
    return best


def pages(document: Document, say: Words, target: Target, room: float) -> list[Figure]:
    """Return the figure of a document with nothing left out: on one page where it fits, else split at its groups."""
    for columns, level in _attempts(target):
        if level <= 2:
            made = _within(room, document, say, target, columns, level)
            if made and not made.plan.hidden and not made.plan.untold:
                return [made]
    room -= target.leading * 1.2
    band = target.printed and target.across

    def laid(plan: Plan) -> Layout:
        shape: Shape = "band" if band and bandable(plan) else "list"
        tried = [arrange(plan, target, shape, columns) for columns in ((2, 3) if shape == "band" else (1,))]
        return next((layout for layout in tried if layout.height <= room), tried[-1])

    plans = split(document, say, lambda plan: laid(plan).height <= room, band=band)
    return [Figure.of(laid(plan), plan, say, target, 2, number, len(plans)) for number, plan in enumerate(plans, 1)]


def _attempts(target: Target) -> Sequence[tuple[int, int]]:
    if target.height is None:
        return ((0, 0),)
    if not target.across:
        return ((1, 0), (1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6))
    if target.name in {"half", "slide"}:
        return ((2, 1), (3, 1), (2, 2), (3, 2), (2, 3), (3, 3), (2, 4), (3, 4), (2, 5), (3, 5), (2, 6), (3, 6))
    return (
        (2, 0),
        (3, 0),
        (2, 1),
        (3, 1),
        (2, 2),
        (3, 2),
        (2, 3),
        (3, 3),
        (2, 4),
        (3, 4),
        (2, 5),
        (3, 5),
        (2, 6),
        (3, 6),
    )


def _planned(
    document: Document, say: Words, target: Target, level: int, rows: int = 0, *, marks: bool = False
) -> tuple[Plan, Shape]:
    """Return the boxes at a level of folding, and the shape in which they are laid out."""
    printed, rows, most = target.printed and target.across, rows or target.rows, target.most
    made = plan(document, say, level=level, most=most, rows=rows, band=printed, marks=marks)
    if not target.across:
        return made, "list"
    if not printed:
        return made, "columns"
    if bandable(made):
        return made, "band"
    return plan(document, say, level=level, most=most, rows=rows), "list"


def _arranged(
    document: Document, say: Words, target: Target, columns: int, level: int, *, marks: bool = False
) -> Figure:
    made, shape = _planned(document, say, target, level, marks=marks)
    return Figure.of(arrange(made, target, shape, columns), made, say, target, level)


def _within(
    high: float,
    document: Document,
    say: Words,
    target: Target,
    columns: int,
    level: int,
    rows: int = 0,
    *,
    marks: bool = False,
) -> Figure | None:
    """Return a figure in so many columns at a level of folding, nothing where it is higher than ``high``."""
    made, shape = _planned(document, say, target, level, rows, marks=marks)
    # What cannot fit is not put in order, which takes most of the time.
    if least_height(made, target, shape, columns) > high:
        return None
    found = Figure.of(arrange(made, target, shape, columns), made, say, target, level)
    return found if found.height <= high else None
