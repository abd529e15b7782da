"""Signs of statuses and icons of kinds: what a thing is and how far it has come, told by shape."""

# ruff: noqa: E501

from __future__ import annotations

from seedline.document.types import Node
from seedline.draw.figure.ink import Ink
from seedline.draw.markup import Markup, join, tag
from seedline.vocabulary import MOODS, STATUSES
from seedline.vocabulary.mood import Stroke

_COIN = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17M14.8 9c-.8-1.200-5-1.600-5 .8 0 2.600 5.200 1.400 5.200 4.200 0 2.400-4.400 2.300-5.400.6M12 6.500v11"
_QUESTION = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17M9.7 9.500c.3-3 5-2.600 4.700.2-.2 1.700-2.400 1.800-2.400 3.600M12 16.500v.2"
ICONS = {
    "seedProject": "M12 21v-8M12 14c0-4-3-6-7-6 0 4 3 6 7 6zM12 12c0-5 3-7 7-7.500 0 5-3 7.500-7 7.500z",
    "project": "M6 21V4M6 4.500h12l-3 4 3 4H6",
    "programme": "M12 4l8 4-8 4-8-4zM4 12l8 4 8-4M4 16l8 4 8-4",
    "sharedInstrument": "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 1 0 0-17M3.500 12h17M12 3.500c3 3 3 14 0 17M12 3.500c-3 3-3 14 0 17",
    "placeholder": _QUESTION,
    "study": "M10.500 4.500a6 6 0 1 0 0 12 6 6 0 1 0 0-12M15 15l5.500 5.500M8 10.500h5M10.500 8v5",
    "publication": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "framework": "M4 8l8-4.500L20 8l-8 4.500zM4 8v8l8 4.500 8-4.500V8M12 12.500v8",
    "policy": "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
    "plan": "M4 6l1.500 1.500L8 5M4 12l1.500 1.500L8 11M4 18l1.500 1.500L8 17M11.500 6H20M11.500 12H20M11.500 18H20",
    "course": "M2.500 9L12 5l9.500 4L12 13zM6.500 11v5c2 2 9 2 11 0v-5M21.500 9v5",
    "curriculum": "M12 6c-2-2-5-2-8-2v14c3 0 6 0 8 2 2-2 5-2 8-2V4c-3 0-6 0-8 2zM12 6v14",
    "event": "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
    "body": "M8 5a3 3 0 1 0 0 6 3 3 0 1 0 0-6M16.500 6.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 1 0 0-5M2.500 19c0-4 2.500-6 5.500-6s5.500 2 5.500 6M14.500 14c4-.8 7 1 7 5",
    "network": "M12 2.700a2.300 2.300 0 1 0 0 4.600 2.300 2.300 0 1 0 0-4.600M5 15.700a2.300 2.300 0 1 0 0 4.600 2.300 2.300 0 1 0 0-4.600M19 15.700a2.300 2.300 0 1 0 0 4.600 2.300 2.300 0 1 0 0-4.600M11 7l-5 9M13 7l5 9M7.500 18h9",
    "indicatorSet": "M4 20h16M7 20v-6M12 20V9M17 20V4",
    "mechanism": "M19 9a7.500 7.500 0 0 0-13.500-1M5 15a7.500 7.500 0 0 0 13.500 1M5 4v4h4M19 20v-4h-4",
    "system": "M3 5h18v11H3zM9 20h6M12 16v4",
    "other": "M8 5h8a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3M9 12h6",
    "institution": "M3 9l9-5 9 5zM5 9v8M10 9v8M14 9v8M19 9v8M3 20h18",
    "iom": "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 1 0 0-17M7 14c2-5 8-5 10 0M12 7v10",
    "otherFunder": _COIN,
    "nobodyKnown": _QUESTION,
    "money": _COIN,
    "more": "M5 12h.1M12 12h.1M19 12h.1",
}  # fmt: skip
ICONS["platform"] = ICONS["system"]
ICONS["product"] = ICONS["other"]
_RING = "M8 1.800a6.200 6.200 0 1 0 0 12.400 6.200 6.200 0 1 0 0-12.400"
#: Signs in the order of a legend, with the tone of each.
SIGNS = {
    "done": "done",
    "running": "done",
    "drafted": "second",
    "agreed": "agreed",
    "intended": "intent",
    "suggested": "intent",
    "blocked": "stop",
    "ended": "unknown",
    "notStated": "unknown",
    "differ": "second",
}
_OF_MOOD = {
    "happened": "done",
    "underWay": "running",
    "agreed": "agreed",
    "intended": "intended",
    "suggested": "suggested",
    "notStated": "notStated",
}
_STRONGEST: tuple[Stroke, ...] = ("solid", "longDash", "dashed", "dotted", "thin", "crossed")


def icon_of(node: Node) -> str:
    """Return the name of a thing's icon."""
    if node.kind in {"product", "policy"}:
        own = node.product_kind or node.kind
        return own if own in ICONS else "other"
    return node.kind if node.kind in ICONS else "placeholder"


def sign_of(status: str) -> str:
    """Return the sign of a step's status; a token that is not known looks as not stated.

    >>> sign_of("completed"), sign_of("blocked"), sign_of("discontinued"), sign_of("new")
    ('done', 'blocked', 'ended', 'notStated')
    """
    known = STATUSES.get(status)
    if known is None:
        return "notStated"
    if known.stopped:
        return "blocked" if known.mark == "cross" else "ended"
    return _OF_MOOD[known.mood]


def stroke_of(status: str) -> Stroke:
    """Return the stroke of a step's line; what was made and has ended keeps the line of what was made.

    >>> stroke_of("approved"), stroke_of("planned"), stroke_of("discontinued"), stroke_of("new")
    ('longDash', 'dashed', 'solid', 'thin')
    """
    known = STATUSES.get(status)
    if known is None:
        return "thin"
    return "solid" if known.mark == "bars" else MOODS[known.mood].stroke


def strongest(strokes: list[Stroke]) -> Stroke:
    """Return the stroke of the most certain of several steps."""
    return min(strokes, key=_STRONGEST.index)


def weakest(strokes: list[Stroke]) -> Stroke:
    """Return the stroke of the least certain of several steps."""
    return max(strokes, key=_STRONGEST.index)


def weakest_first(stroke: Stroke) -> int:
    """Return where a stroke comes when lines are drawn over each other: the most certain last."""
    return -_STRONGEST.index(stroke)


def pen(stroke: Stroke, ink: Ink, width: float) -> dict[str, str | float | None]:
    """Return the attributes of a line."""
    unit = width / 1.6
    dash = {"longDash": (9, 4), "dashed": (5, 4), "dotted": (2, 4), "thin": (0.2, 3.6)}.get(stroke)
    tone = {"longDash": "agreed", "dashed": "intent", "dotted": "intent", "thin": "unknown", "crossed": "stop"}
    return {
        "stroke": ink.tone(tone.get(stroke, "wire")),
        "stroke_width": f"{width:.2f}",
        "stroke_dasharray": " ".join(f"{part * unit:.2f}" for part in dash) if dash else None,
        "stroke_linecap": "round" if stroke == "thin" else None,
    }


def icon(name: str, x: float, y: float, side: float, colour: str) -> Markup:
    """Return an icon with its upper left corner at a place."""
    return tag(
        "path",
        d=ICONS[name],
        transform=f"translate({x:.2f} {y:.2f}) scale({side / 24:.3f})",
        fill="none",
        stroke=colour,
        stroke_width=1.7,
        stroke_linecap="round",
        stroke_linejoin="round",
        stroke_dasharray="3 3" if name in {"placeholder", "nobodyKnown"} else None,
    )


def sign(name: str, x: float, y: float, side: float, ink: Ink) -> Markup:
    """Return the sign of a status with its upper left corner at a place."""
    colour = ink.tone(SIGNS[name])
    thick = 1.7 if name in {"running", "agreed", "intended", "suggested", "blocked"} else 1.3
    dash = {"intended": "2.6 2.27", "suggested": "0.9 2.35"}.get(name)
    ring = tag("path", d=_RING, fill=ink.card, stroke=colour, stroke_width=thick, stroke_dasharray=dash)
    inside = {
        "running": tag("path", d="M6.400 5v6l4.700-3z", fill=colour),
        "agreed": tag("path", d="M8 1.800a6.200 6.200 0 0 0 0 12.400z", fill=colour),
        "blocked": tag("path", d="M5.500 5.500l5 5M10.500 5.500l-5 5", stroke=colour, stroke_width=1.7),
        "ended": tag("path", d="M5.500 5.500h5v5h-5z", fill=colour),
        "notStated": tag("path", d="M5.500 8h5", stroke=colour, stroke_width=1.5),
    }
    if name == "differ":
        # Two halves: what is taken, and what another source has.
        box = tag("path", d="M2.500 2.500h11v11h-11z", fill=ink.card, stroke=colour, stroke_width=1.5)
        half = tag("path", d="M2.500 13.500v-11h11z", fill=colour)
        return tag("g", box, half, transform=f"translate({x:.2f} {y:.2f}) scale({side / 16:.3f})")
    if name == "done":
        tick = tag(
            "path", d="M4.800 8.300l2.200 2.200 4.300-4.600", fill="none", stroke=ink.card, stroke_width=1.8,
            stroke_linecap="round", stroke_linejoin="round",
        )  # fmt: skip
        drawn = join(tag("circle", cx=8, cy=8, r=7, fill=colour), tick)
    elif name == "drafted":
        sheet = tag("path", d="M3.500 1.500h6l3 3v10h-9z", fill=ink.card, stroke=colour, stroke_width=1.5)
        drawn = join(sheet, tag("path", d="M6 8h4M6 11h2.500", stroke=colour, stroke_width=1.4))
    else:
        drawn = join(ring, inside.get(name, Markup("")))
    return tag("g", drawn, transform=f"translate({x:.2f} {y:.2f}) scale({side / 16:.3f})")


def hatch(x: float, y: float, side: float, ink: Ink) -> Markup:
    """Return the hatched square beside what is our reading."""
    lines = "M0 4L4 0M0 10L10 0M4 12L12 4M10 12L12 10"
    return tag(
        "path", d=lines, transform=f"translate({x:.2f} {y:.2f}) scale({side / 12:.3f})", stroke=ink.ours, stroke_width=1.5
    )  # fmt: skip
