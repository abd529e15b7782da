"""Lines of text and how they are set: size, weight, tone, direction, and the face that has their letters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from seedline.draw.fonts import families
from seedline.draw.markup import Markup, escape, join, tag
from seedline.draw.measurement import rightward, runs, width, wrap

# Isolates keep a line's own direction from touching what stands beside it; "direction" alone is not drawn by resvg.
_RIGHT_TO_LEFT, _LEFT_TO_RIGHT, _END = "\u2067", "\u2066", "\u2069"


class Tones(Protocol):
    """A set of colours: each tone by its name."""

    def tone(self, name: str, /) -> str:
        """Return the colour of a tone."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text as it will be drawn; ``leading`` is its height and ``tone`` a colour of the theme."""

    text: str
    size: float = 10.5
    weight: int = 400
    tone: str = "second"
    italic: bool = False
    leading: float = 14.0
    backward: bool = False

    @property
    def width(self) -> float:
        """Return the width of the line."""
        return width(self.text, self.size, self.weight)


def lines_of(text: str, limit: float, model: Line, *, most: int = 3, ours: bool = False) -> list[Line]:
    """Return text broken into lines that look like a model.

    A text has one direction, that of its first strong letter; ``ours`` are sentences that we made, in which an
    Arabic name stands without turning them around.

    >>> [line.text for line in lines_of("Viet Nam, Cambodia", 60, Line(""))]
    ['Viet Nam,', 'Cambodia']
    """
    if not text:
        return []
    broken = wrap(text, model.size, limit, weight=model.weight, lines=most)
    backward = not ours and rightward(text)
    look = (model.size, model.weight, model.tone, model.italic, model.leading, backward)
    return [Line(part, *look) for part in broken]


def draw(lines: Iterable[Line], x: float, top: float, look: Tones, *, limit: float) -> Markup:
    """Return lines set from a top edge downward, right-to-left ones against the right edge of ``limit``."""
    parts: list[Markup] = []
    y = top
    for line in lines:
        baseline = y + line.leading - (line.leading - line.size) / 2 - line.size * 0.14
        parts.append(text_at(line, x, baseline, look, right=x + limit))
        y += line.leading
    return join(*parts)


def text_at(line: Line, x: float, baseline: float, look: Tones, *, right: float) -> Markup:
    """Return one line as a text element."""
    backward = line.backward
    mixed = [] if line.text.isascii() else runs(line.text)
    pieces: list[Markup]
    if all(name in {"", "Latin"} for name, _ in mixed):
        pieces = [escape(line.text)]
    elif len(mixed) == 1:
        pieces = [escape(f"{_RIGHT_TO_LEFT if backward else _LEFT_TO_RIGHT}{line.text}{_END}")]
    else:
        pieces = [
            escape(_RIGHT_TO_LEFT if backward else _LEFT_TO_RIGHT),
            *(tag("tspan", escape(text), font_family=families(name)) for name, text in mixed),
            escape(_END),
        ]
    return tag(
        "text",
        *pieces,
        x=right if backward else x,
        y=baseline,
        text_anchor="end" if backward else None,
        font_size=line.size,
        font_weight=str(line.weight) if line.weight != 400 else None,
        font_style="italic" if line.italic else None,
        font_family=families(mixed[0][0]) if len(mixed) == 1 and mixed[0][0] not in {"", "Latin"} else None,
        fill=look.tone(line.tone),
    )
