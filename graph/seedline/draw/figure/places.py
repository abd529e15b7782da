"""Boxes, lines and heads of stages with their places, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from seedline.draw.figure.blocks import Block
from seedline.draw.figure.grouping import Link
from seedline.draw.figure.routing import Point
from seedline.draw.figure.target import Target
from seedline.draw.typeset import Line, lines_of

Shape = Literal["columns", "band", "list", "strip"]


@dataclass(slots=True)
class Placed:
    """A box and its upper left corner."""

    block: Block
    x: float
    y: float
    #: What became of a seed has a stronger outline.
    strong: bool = False

    @property
    def right(self) -> float:
        """Return the right edge."""
        return self.x + self.block.width

    @property
    def bottom(self) -> float:
        """Return the lower edge."""
        return self.y + self.block.height

    def port(self, name: str) -> float:
        """Return the height at which a line of a row, or of the whole box, begins or ends."""
        return self.y + self.block.ports.get(name, self.block.anchor)


@dataclass(frozen=True, slots=True)
class Wire:
    """A line through its corners, from the earlier to the later."""

    link: Link
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a stage: its place, and how wide its rule is; in a next column the stage only goes on.

    One with a ``text`` of its own stands over a card, without a rule.
    """

    stage: str
    x: float
    y: float
    width: float
    named: bool = True
    text: str = ""


def heading_lines(text: str, width: float, target: Target) -> list[Line]:
    """Return the lines of what stands over a card.

    >>> from seedline.draw.figure.target import TARGETS
    >>> [line.text for line in heading_lines("Convenu ensuite, à partir de l’amorçage", 240, TARGETS["page"])]
    ['Convenu ensuite, à partir de', 'l’amorçage']
    """
    model = Line("", target.text, 600, "third", leading=target.leading)
    # Half bold is measured wider, since a reader's own font may be.
    return list(lines_of(text, width / 1.05, model, most=3, ours=True))


@dataclass(slots=True)
class Layout:
    """Everything with its place, from 0 downward and to the right."""

    shape: Shape
    width: float
    height: float = 0.0
    placed: dict[str, Placed] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)
    #: Which column each box stands in, for those that stand in one.
    column: dict[str, int] = field(default_factory=dict)
