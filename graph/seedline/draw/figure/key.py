"""The legend of a figure: the signs and lines that it has, and no others."""

from __future__ import annotations

from seedline.draw.figure.ink import Ink
from seedline.draw.figure.places import Layout
from seedline.draw.figure.signs import SIGNS, hatch, pen, sign
from seedline.draw.figure.target import Target
from seedline.draw.markup import Markup, join, tag
from seedline.draw.measurement import width
from seedline.draw.typeset import Line, draw, lines_of
from seedline.i18n import Words
from seedline.vocabulary import MOODS


def legend(layout: Layout, say: Words, ink: Ink, target: Target, known: str, room: float) -> tuple[Markup, float]:
    """Return the legend from 0 downward and its height; ``known`` says when statuses were known."""
    signs, ours = set(), False
    for placed in layout.placed.values():
        for area in (*placed.block.areas, *placed.block.feet):
            signs.add(area.entry.sign)
            for glyph in (text.glyph for text in area.entry.texts):
                ours = ours or glyph == "hatch"
                signs.add(glyph.removeprefix("sign:") if glyph.startswith("sign:") else "")
    strokes = {wire.link.stroke for wire in layout.wires}
    entries: list[tuple[str, str, str]] = []
    entries += [("sign", name, say(f"draw.sign.{name}")) for name in SIGNS if name in signs and target.keyed]
    entries += [("hatch", "", say("ui.ourReading"))] if ours else []
    order = dict.fromkeys(mood.stroke for mood in reversed(MOODS.values()))
    entries += [("line", name, say(f"draw.line.{name}")) for name in order if name in strokes]
    parts: list[Markup] = []
    x, y, leading = 0.0, 0.0, target.leading * 1.12
    side = target.text * 1.16
    for kind, name, text in entries:
        mark = side if kind != "line" else target.text * 2.6
        wide = mark + target.text * 0.5 + width(text, target.text) * 1.03
        if x and x + wide > room:
            x, y = 0.0, y + leading
        middle = y + leading / 2
        if kind == "sign":
            parts.append(sign(name, x, middle - side / 2, side, ink))
        elif kind == "hatch":
            parts.append(hatch(x, middle - side / 2, side, ink))
        else:
            line = tag("path", d=f"M{x:.2f} {middle:.2f}h{mark:.2f}", fill="none", **pen(name, ink, target.line))  # type: ignore[arg-type]
            parts.append(line)
        tone = "ours" if kind == "hatch" else "second"
        told = Line(text, target.text, 400, tone, kind == "hatch", leading=leading)
        parts.append(draw([told], x + mark + target.text * 0.5, y, ink, limit=room))
        x += wide + target.text * 1.3
    if known:
        # Where height is short it stands behind the last entry, if it has room there.
        beside = not target.keyed and x + width(known, target.text) * 1.03 <= room
        x, y = (x, y) if beside else (0.0, y + leading if entries else 0.0)
        lines = lines_of(known, room, Line("", target.text, 400, "third", leading=leading), most=3, ours=True)
        parts.append(draw(lines, x, y, ink, limit=room))
        y += leading * (len(lines) - 1)
    return join(*parts), (y + leading) if entries or known else 0.0
