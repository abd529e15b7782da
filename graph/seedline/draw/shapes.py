"""Outlines of nodes and the lines between them: a kind is told by its shape, a status by its stroke."""

from __future__ import annotations

from itertools import pairwise

from seedline.draw.markup import Markup, join, number, tag
from seedline.draw.palette import Theme
from seedline.vocabulary import MOODS, STATUSES
from seedline.vocabulary.mood import Stroke
from seedline.vocabulary.status import Mark

#: The status of a line that stands for steps of several.
VARIOUS = "various"


def outline(kind: str, x: float, y: float, width: float, height: float) -> str:
    """Return the path of a node's outline.

    >>> outline("project", 0, 0, 100, 40)[:12]
    'M8 0H92Q100 '
    """
    right, bottom = x + width, y + height
    small = min(1.0, height / 36)
    if kind == "policy":
        c = 10 * small
        corners = [(x + c, y), (right - c, y), (right, y + c), (right, bottom - c)]
        return _polygon([*corners, (right - c, bottom), (x + c, bottom), (x, bottom - c), (x, y + c)])
    if kind == "sharedInstrument":
        middle, t = y + height / 2, 9 * small
        corners = [(x + t, y), (right - t, y), (right, middle), (right - t, bottom)]
        return _polygon([*corners, (x + t, bottom), (x, middle)])
    r = {"seedProject": 16.0, "programme": 8.0, "project": 8.0}.get(kind, 5.0) * small
    fold = 14 * small
    corner: tuple[str | float, ...] = ("H", right - r, "Q", right, y, right, y + r)
    if kind == "product":
        corner = ("H", right - fold, "L", right, y + fold)
    below: tuple[str | float, ...] = ("V", bottom - r, "Q", right, bottom, right - r, bottom, "H", x + r)
    return _path("M", x + r, y, *corner, *below, "Q", x, bottom, x, bottom - r, "V", y + r, "Q", x, y, x + r, y, "Z")


def _polygon(corners: list[tuple[float, float]]) -> str:
    pieces: list[str | float] = []
    for corner in corners:
        pieces.append("L" if pieces else "M")
        pieces.extend(corner)
    return _path(*pieces, "Z")


def node_shape(
    kind: str, x: float, y: float, width: float, height: float, look: Theme, *, focus: bool = False
) -> Markup:
    """Return the drawn outline of a node; the focus has a second line around it."""
    line, fill = look.kind(kind)
    parts: list[Markup] = []
    if kind in {"programme", "folded"}:
        # A second sheet behind: a programme is more than one undertaking, and a fold more than one thing.
        by = 4 if height > 30 else 2.5
        parts.append(_sheet(outline(kind, x + by, y + by, width, height), look.canvas, line))
    if focus:
        by = 4 if height > 30 else 3
        parts.append(_sheet(outline(kind, x - by, y - by, width + 2 * by, height + 2 * by), "none", line))
    parts.append(
        tag(
            "path",
            d=outline(kind, x, y, width, height),
            fill=fill,
            stroke=line,
            stroke_width=2.0 if kind == "seedProject" else 1.3,
            stroke_dasharray="5 3.5" if kind == "placeholder" else None,
        )
    )
    if kind == "product":
        right, fold = x + width, 14 * min(1.0, height / 36)
        parts.append(_sheet(_path("M", right - fold, y, "V", y + fold, "H", right), look.canvas, line))
    return join(*parts)


def _sheet(path: str, fill: str, line: str) -> Markup:
    return tag("path", d=path, fill=fill, stroke=line, stroke_width=1.1)


def stroke(status: str, look: Theme) -> dict[str, str | float | None]:
    """Return the stroke of a step's line by its status.

    >>> from seedline.draw.palette import theme
    >>> stroke("planned", theme("light"))["stroke_dasharray"], stroke("ongoing", theme("light"))["stroke_dasharray"]
    ('7 4', None)
    """
    colour, width, dash = look.line, 1.7, None
    match stroke_of(status):
        case "dashed" | "longDash":
            width, dash = 1.5, "7 4"
        case "dotted":
            dash = "0.1 4.5"
        case "crossed":
            colour, width, dash = look.alarm, 1.4, "10 3" if _mark(status) == "bars" else None
        case "thin":
            colour, width = look.faint, 1.1
    return {"stroke": colour, "stroke_width": width, "stroke_dasharray": dash, "stroke_linecap": "round"}


def stroke_of(status: str) -> Stroke:
    """Return the stroke of a status: that of its mood; a document may hold any text, drawn as a status not stated.

    >>> stroke_of("approved"), stroke_of("blocked"), stroke_of(VARIOUS)
    ('longDash', 'crossed', 'thin')
    """
    return MOODS[STATUSES[status].mood if status in STATUSES else "notStated"].stroke


def _mark(status: str) -> Mark | None:
    return STATUSES[status].mark if status in STATUSES else None


def mark(status: str, x: float, y: float, look: Theme) -> Markup | None:
    """Return what is drawn on a line besides its stroke: a ring for ongoing, a cross for blocked, a bar for ended."""
    drawn = _mark(status)
    if drawn == "ring":
        return tag("circle", cx=x, cy=y, r=3.6, fill=look.canvas, stroke=look.line, stroke_width=1.7)
    if drawn == "cross":
        near, far = -4.5, 4.5
        cross = _path("M", x + near, y + near, "L", x + far, y + far, "M", x + near, y + far, "L", x + far, y + near)
        return tag("path", d=cross, stroke=look.alarm, stroke_width=2.0, stroke_linecap="round")
    if drawn == "bars":
        bars = _path("M", x - 2, y - 5, "V", y + 5, "M", x + 2, y - 5, "V", y + 5)
        return tag("path", d=bars, stroke=look.alarm, stroke_width=1.8, stroke_linecap="round")
    return None


def arrow(x: float, y: float, direction: str, colour: str) -> Markup:
    """Return an arrowhead whose tip is at a place, pointing right, left or down."""
    if direction == "down":
        return tag("path", d=_path("M", x - 4, y - 7, "L", x, y, "L", x + 4, y - 7, "Z"), fill=colour)
    back = -7 if direction == "right" else 7
    return tag("path", d=_path("M", x + back, y - 4, "L", x, y, "L", x + back, y + 4, "Z"), fill=colour)


def hatch(x: float, y: float, width: float, height: float, look: Theme) -> Markup:
    """Return a hatched strip: it stands beside what is our reading, whatever the colours."""
    step = 4.0
    pieces: list[str | float] = []
    offset = 0.0
    while offset < width + height:
        left, right = max(0.0, offset - height), min(width, offset)
        pieces += ["M", x + left, y + offset - left, "L", x + right, y + offset - right]
        offset += step
    return tag("path", d=_path(*pieces), stroke=look.muted, stroke_width=0.9, fill="none")


def curve(points: list[tuple[float, float]]) -> str:
    """Return a line through points that is level at each of them.

    >>> curve([(0, 0), (10, 20)])
    'M0 0C5 0 5 20 10 20'
    """
    pieces: list[str | float] = ["M", *points[0]]
    for (x, y), (to_x, to_y) in pairwise(points):
        if abs(y - to_y) < 0.05:
            pieces += ["H", to_x]
        else:
            middle = (x + to_x) / 2
            pieces += ["C", middle, y, middle, to_y, to_x, to_y]
    return _path(*pieces)


def _path(*pieces: str | float) -> str:
    parts: list[str] = []
    letter = True
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
            letter = piece[-1:].isalpha()
        else:
            parts.append(number(piece) if letter else f" {number(piece)}")
            letter = False
    return "".join(parts)
