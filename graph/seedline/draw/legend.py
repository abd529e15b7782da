"""The legend: exactly what is in the picture, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from seedline.draw.icons import icon, of_node
from seedline.draw.markup import Markup, join, tag
from seedline.draw.measurement import width
from seedline.draw.palette import KINDS, Theme
from seedline.draw.scene import Scene
from seedline.draw.shapes import arrow, hatch, mark, node_shape, stroke
from seedline.draw.typeset import Line, text_at
from seedline.narrative import phrases as words

_SWATCH = 34.0
_ROW = 22.0
_SIZE = 10.5
Drawer = Callable[[float, float], Markup]


def legend(scene: Scene, look: Theme, x: float, y: float, room: float) -> tuple[Markup, float]:
    """Return the legend drawn in rows of a width, and its height."""
    entries = _entries(scene, look)
    parts: list[Markup] = []
    left, top = x, y
    for text, draw in entries:
        wide = _SWATCH + 8 + width(text, _SIZE) + 22
        if left > x and left + wide - 22 > x + room:
            left, top = x, top + _ROW
        line = Line(text, _SIZE, tone="ink")
        parts.append(
            tag(
                "g",
                draw(left, top),
                text_at(line, left + _SWATCH + 8, top + 13, look, right=left + wide),
                class_="sl-key",
            )
        )
        left += wide
    return join(*parts), (top - y + _ROW) if entries else 0.0


def _entries(scene: Scene, look: Theme) -> list[tuple[str, Drawer]]:
    nodes, steps = scene.lineage.nodes, scene.lineage.steps
    found: list[tuple[str, Drawer]] = []
    for kind in KINDS:
        if any(node.kind == kind for node in nodes):
            found.append((words.named("kind", kind), _kind(kind, look)))
    if any(node.iri == scene.lineage.focus for node in nodes):
        focus = next(node.kind for node in nodes if node.iri == scene.lineage.focus)
        found.append((words.say("picture.focus"), _focus(focus, look)))
    for status in words.STATUSES:
        if any(step.status == status for step in steps):
            found.append((words.named("status", status), _status(status, look)))
    if any(placed.money for placed in scene.steps) or any(placed.money for placed in scene.cards):
        found.append((words.say("picture.moneyKey"), _icon("money", look.money, look)))
    plain = [placed for placed in scene.steps if not placed.money]
    names = sorted({of_node(node) for node in nodes for placed in plain if placed.step.later == node.iri})
    if names:
        found.append((words.say("picture.stepKey"), _icon(names[0], look.ink, look)))
    if any(step.inferred or step.dimensions for step in steps):
        found.append((words.say("picture.readingKey"), _hatch(look)))
    if any(node.iri in scene.lineage.beyond for node in nodes):
        found.append((words.say("picture.beyondKey"), _beyond(look)))
    if scene.slips:
        found.append((words.say("picture.slipKey"), _slip(look)))
    return found


def _kind(kind: str, look: Theme) -> Drawer:
    return lambda x, y: join(
        node_shape(kind, x + 2, y, 30, 17, look), icon(kind, x + 11.5, y + 3, 11, look.kind(kind)[0])
    )


def _focus(kind: str, look: Theme) -> Drawer:
    return lambda x, y: node_shape(kind, x + 6, y + 3, 22, 11, look, focus=True)


def _status(status: str, look: Theme) -> Drawer:
    def draw(x: float, y: float) -> Markup:
        drawn = stroke(status, look)
        colour = str(drawn["stroke"])
        return join(
            tag("path", d=f"M{x:.1f} {y + 9:.1f}H{x + 28:.1f}", fill="none", **drawn),
            arrow(x + 34, y + 9, "right", colour),
            mark(status, x + 13, y + 9, look) or Markup(""),
        )

    return draw


def _icon(name: str, colour: str, look: Theme) -> Drawer:
    return lambda x, y: icon(name, x + 18, y + 2, 13, colour)


def _hatch(look: Theme) -> Drawer:
    return lambda x, y: hatch(x + 4, y + 2, 28, 13, look)


def _beyond(look: Theme) -> Drawer:
    return lambda x, y: join(
        tag("rect", x=x + 4, y=y + 1, width=28.0, height=16.0, rx=8.0, fill=look.canvas, stroke=look.line),
        text_at(Line("+", _SIZE, 600, "ink"), x + 18, y + 12.7, look, right=x + 32, anchor="middle"),
    )


def _slip(look: Theme) -> Drawer:
    return lambda x, y: join(
        tag("rect", x=x + 4, y=y + 1, width=28.0, height=16.0, fill=look.canvas, stroke=look.rule, rx=2.0),
        tag("rect", x=x + 4, y=y + 1, width=3.0, height=16.0, fill=look.muted, rx=1.5),
    )
