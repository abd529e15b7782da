"""Where a figure will stand: how wide and high it may be, and how large its text is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["px", "mm"]
#: Points in a millimetre; print targets are drawn in points.
POINT = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Target:
    """One place. Sizes are in the figure's own unit: pixels on a screen, points on paper.

    ``text`` is the smallest text that it draws and ``least`` what it may never go below; ``height`` is the most that
    it may be high. ``across`` tells whether stages stand side by side; else they stand one below the other.
    """

    name: str
    unit: Unit
    width: float
    text: float
    least: float
    height: float | None = None
    across: bool = True
    #: So many boxes at most, and in a frame so many rows; the others are counted.
    most: int = 40
    rows: int = 12
    #: The size of a name where it is not a little more than that of text.
    names: float = 0.0
    #: Whether the legend explains the signs, each of which has its word beside it, too.
    keyed: bool = True
    #: What explains is left out of a figure that would be higher than this: it stands beside it.
    calm: float | None = None

    @property
    def printed(self) -> bool:
        """Return whether it is drawn for paper: in points, in colours for print."""
        return self.unit == "mm"

    @property
    def name_size(self) -> float:
        """Return the size of a name."""
        return self.names or self.text + (1.0 if self.text > 10 else 0.8)

    @property
    def leading(self) -> float:
        """Return the height of a line of text."""
        return self.text * 1.42

    @property
    def pad(self) -> float:
        """Return the room inside a box."""
        return self.text * 0.86

    @property
    def icon(self) -> float:
        """Return the side of an icon."""
        return self.text * 1.24

    @property
    def gap(self) -> float:
        """Return the room between boxes that stand one below the other."""
        return self.text * 1.1

    @property
    def lane(self) -> float:
        """Return the room between two lines that run side by side."""
        return self.text * 0.62

    @property
    def line(self) -> float:
        """Return the width of a line."""
        return self.text * 0.12

    @property
    def arrow(self) -> float:
        """Return the length of an arrowhead."""
        return self.text * 0.5

    @property
    def radius(self) -> float:
        """Return the radius of a corner."""
        return self.text * 0.6


TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        Target("poster", "px", 1180, 13, 13, most=150, rows=40),
        Target("page", "px", 836, 13, 13, calm=720),
        # In a frame of 320 pixels its text is still 12 pixels high.
        Target("phone", "px", 360, 13.5, 12, across=False),
        Target("wide", "mm", 160 * POINT, 7.4, 7, height=230 * POINT),
        # A page that has a title over the figure and its caption under it.
        Target("sheet", "mm", 160 * POINT, 7.4, 7, height=196 * POINT),
        Target("half", "mm", 160 * POINT, 7.4, 7, height=110 * POINT),
        Target("column", "mm", 85 * POINT, 7.4, 7, height=230 * POINT, across=False),
        Target("slide", "mm", 254 * POINT, 14.1, 14, height=142.875 * POINT, keyed=False),
    )
}
"""Name → target. A *poster* may have any size: it is the whole picture, with all its parts."""
SMALL: dict[str, Target] = {
    target.name: target
    for target in (
        Target("thumb", "px", 640, 13, 13),
        # As large as pages are previewed where somebody links to them.
        Target("card", "px", 1200, 25, 25, height=630),
    )
}
"""Name → target of which only a strip has a picture: a line in a list, and the card of a link."""
ON_SCREEN = ("poster", "page", "phone")
"""Targets whose links somebody follows where they stand."""
ALIASES = {"report": "wide"}
