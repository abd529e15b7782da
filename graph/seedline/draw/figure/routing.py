"""Right-angled lines through the gutters between columns: one trunk and one spine for each source.

A *net* is what one source sends through one gutter. Nets stand on tracks, in the order that makes them cross least, and
share a track where their spines do not meet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

Point = tuple[float, float]
Side = Literal["left", "right", "top"]


@dataclass(slots=True)
class Net:
    """What one source sends through one gutter: the heights at which it touches the boxes on its left and right."""

    gutter: int
    left: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    #: The height from which the spine comes down, where the source stands above the columns.
    top: float | None = None
    #: Where the spine stands, once routed.
    x: float = 0.0

    @property
    def low(self) -> float:
        """Return the upper end of the spine."""
        return min([*self.left, *self.right, *([self.top] if self.top is not None else [])])

    @property
    def high(self) -> float:
        """Return the lower end of the spine."""
        return max([*self.left, *self.right, *([self.top] if self.top is not None else [])])

    @property
    def straight(self) -> bool:
        """Return whether it needs no spine."""
        return self.top is None and self.high - self.low < 0.01


def crossings(one: Net, other: Net) -> int:
    """Return how often two nets cross where the spine of the first stands left of the second's.

    >>> crossings(Net(0, left=[10], right=[30]), Net(0, left=[20], right=[40]))
    2
    >>> crossings(Net(0, left=[20], right=[40]), Net(0, left=[10], right=[30]))
    0
    """
    return sum(one.low < y < one.high for y in other.left) + sum(other.low < y < other.high for y in one.right)


def ordered(nets: list[Net]) -> list[Net]:
    """Return the nets of one gutter from left to right, so that they cross little.

    >>> one, other = Net(0, left=[10], right=[40]), Net(0, left=[20], right=[30])
    >>> ordered([one, other]) == [other, one]
    False
    """
    count = len(nets)
    worse = [
        [crossings(one, other) - crossings(other, one) if one is not other else 0 for other in nets] for one in nets
    ]
    left = list(range(count))
    made: list[Net] = []
    while left:
        # The leftmost is the one that loses least by it; where no preferences run in a ring, nothing is lost.
        first = min(left, key=lambda one: (sum(max(worse[one][other], 0) for other in left), one))
        left.remove(first)
        made.append(nets[first])
    return made


def tracks(nets: list[Net], room: float) -> tuple[list[int], int]:
    """Return the track of each of some ordered nets, and how many tracks there are; spines keep ``room`` apart."""
    found: list[int] = []
    for place, net in enumerate(nets):
        track = 0
        for before in range(place):
            other = nets[before]
            if net.straight or other.straight:
                continue
            if net.low - room < other.high and other.low - room < net.high:
                track = max(track, found[before] + 1)
        found.append(track)
    return found, max(found, default=-1) + 1


def route(nets: list[Net], left: float, right: float, *, lane: float, approach: float, leave: float) -> int:
    """Give each net of one gutter the place of its spine and return how many tracks the gutter has.

    ``left`` and ``right`` are the edges of the gutter, ``approach`` the room before a box on the right, ``leave`` that
    behind one on the left. Where tracks have not enough room they stand closer.
    """
    made = ordered(nets)
    found, count = tracks(made, lane * 0.6)
    room = max(right - left - approach - leave, 0.0)
    step = min(lane, room / (count - 1)) if count > 1 else 0.0
    first = left + leave + (room - step * (count - 1)) / 2
    for net, track in zip(made, found, strict=True):
        net.x = first + step * track
    return count


def path(points: list[Point], radius: float) -> list[tuple[str, tuple[float, ...]]]:
    """Return the pieces of a line with rounded corners: ``M``, ``L`` and ``Q`` with their coordinates.

    >>> path([(0, 0), (10, 0), (10, 10)], 4)
    [('M', (0, 0)), ('L', (6.0, 0.0)), ('Q', (10, 0, 10.0, 4.0)), ('L', (10, 10))]
    """
    kept = simplified(points)
    pieces: list[tuple[str, tuple[float, ...]]] = [("M", kept[0])]
    for before, here, after in zip(kept, kept[1:], kept[2:], strict=False):
        r = min(radius, _distance(before, here) / 2, _distance(here, after) / 2)
        pieces.append(("L", _toward(here, before, r)))
        pieces.append(("Q", (*here, *_toward(here, after, r))))
    pieces.append(("L", kept[-1]))
    return pieces


def simplified(points: list[Point]) -> list[Point]:
    """Return points without repeats and without those in the middle of a straight piece."""
    kept: list[Point] = []
    for point in points:
        if kept and _distance(kept[-1], point) < 0.01:
            continue
        if len(kept) > 1 and _level(kept[-2], kept[-1], point):
            kept[-1] = point
        else:
            kept.append(point)
    return kept if len(kept) > 1 else [points[0], points[-1]]


def beyond(points: tuple[Point, ...], other: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return a line without what it has in common with another one from their beginning on.

    >>> beyond(((0, 0), (5, 0), (5, 9), (8, 9)), ((0, 0), (8, 0)))
    ((5, 0), (5, 9), (8, 9))
    >>> beyond(((0, 0), (8, 0)), ((0, 0), (5, 0), (5, 9), (8, 9)))
    ((5, 0), (8, 0))
    >>> beyond(((0, 0), (8, 0)), ((0, 1), (8, 1)))
    ((0, 0), (8, 0))
    """
    here = points[0]
    if other[0] != here:
        return points
    for place, (tip, end) in enumerate(zip(points[1:], other[1:], strict=False), 1):
        if _heading(here, tip) != _heading(here, end):
            return (here, *points[place:])
        here = min(tip, end, key=lambda point, begin=here: _distance(begin, point))  # type: ignore[misc]
        if tip != end:
            return (here, *points[place + (here == tip) :])
    return points


def length(points: tuple[Point, ...]) -> float:
    """Return how long a line is."""
    return sum(_distance(*ends) for ends in pairwise(points))


def _heading(here: Point, there: Point) -> tuple[bool, bool, bool, bool]:
    return there[0] > here[0], there[0] < here[0], there[1] > here[1], there[1] < here[1]


def _level(a: Point, b: Point, c: Point) -> bool:
    return (abs(a[0] - b[0]) < 0.01 and abs(b[0] - c[0]) < 0.01) or (
        abs(a[1] - b[1]) < 0.01 and abs(b[1] - c[1]) < 0.01
    )


def _distance(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _toward(here: Point, other: Point, by: float) -> Point:
    length = _distance(here, other) or 1.0
    return here[0] + (other[0] - here[0]) / length * by, here[1] + (other[1] - here[1]) / length * by
