"""Boxes of a figure: what is written in each, broken into lines for a width."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from seedline.draw.figure.target import Target
from seedline.draw.measurement import whole_parts
from seedline.draw.measurement import width as width_of
from seedline.draw.typeset import Line, lines_of

Shape = Literal["card", "frame", "seed", "placeholder"]
#: Text in half bold is measured a little wider, since a reader's own font may be.
_BOLD = 1.05
#: No text of ours is so long; one from data that is ends in an ellipsis.
_MOST = 24
#: A word of fewer letters has room in the narrowest column.
_LONG = 10


@dataclass(frozen=True, slots=True)
class Text:
    """A text before it is broken, and what stands before it: ``sign:…``, ``icon:…`` or ``hatch``."""

    text: str
    name: bool = False
    weight: int = 400
    tone: str = "second"
    italic: bool = False
    glyph: str = ""
    #: What stands behind it, lighter, or under it where there is no room.
    after: str = ""
    #: It goes on under a text with a glyph.
    inset: bool = False
    #: Ours are sentences and tokens of our own; a name has its own direction.
    ours: bool = True
    #: The room above it, in heights of text.
    above: float = 0.0
    #: What its own link leads to: ``step:…``, a step that it tells; ``more:…``, a thing with what is one step further.
    to: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Things that are told together: a card's, a row's or a foot's texts."""

    icon: str
    texts: tuple[Text, ...]
    iris: tuple[str, ...] = ()
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A box before it has a width. ``told`` is what it says to who cannot see it, by the IRI of each thing."""

    key: str
    stage: str
    shape: Shape
    entries: tuple[Entry, ...]
    title: str = ""
    feet: tuple[Entry, ...] = ()
    told: dict[str, str] = field(default_factory=dict)

    @property
    def iris(self) -> tuple[str, ...]:
        """Return the things that it holds."""
        return tuple(iri for entry in self.entries for iri in entry.iris)


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of text with its place in the box: left edge, top, and the room to the right."""

    line: Line
    x: float
    y: float
    room: float = 0.0
    glyph: str = ""
    to: str = ""
    #: The thing whose own name it is.
    of: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A card's body, a row or a foot with its place in the box."""

    entry: Entry
    top: float
    height: float
    anchor: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A box with a width: ``anchor`` is the height at which lines begin and end, ``ports`` that of each row."""

    content: Content
    width: float
    height: float
    anchor: float
    title: tuple[Piece, ...]
    areas: tuple[Area, ...]
    feet: tuple[Area, ...]
    ports: dict[str, float]


def fit(content: Content, width: float, target: Target) -> Block:
    """Return a box with its texts broken for a width."""
    y = 0.0
    title: tuple[Piece, ...] = ()
    if content.title:
        y = target.pad * 0.8
        pieces, y = _set(Text(content.title, weight=600, tone="third"), target.pad, y, width - 2 * target.pad, target)
        title = tuple(pieces)
    framed = content.shape == "frame"
    areas: list[Area] = []
    for entry in content.entries:
        area = _row(entry, y, width, target) if framed else _card(entry, y, width, target)
        areas.append(area)
        y = area.top + area.height
    feet: list[Area] = []
    for entry in content.feet:
        area = _row(entry, y, width, target)
        feet.append(area)
        y = area.top + area.height
    first = title[0] if title else areas[0].pieces[0]
    anchor = first.y + first.line.leading / 2
    ports = {iri: area.anchor for area in areas for iri in area.entry.iris}
    return Block(content, width, y, anchor, title, tuple(areas), tuple(feet), ports)


def least_width(content: Content, target: Target) -> float:
    """Return the width at which no word of a box has to be torn."""
    framed = content.shape == "frame"
    least = _longest(Text(content.title, weight=600), target) + 2 * target.pad
    for entries, row in ((content.entries, framed), (content.feet, True)):
        for entry in entries:
            around = sum(_beside(entry, target)) if row else 2 * target.pad
            for number, text in enumerate(entry.texts):
                glyph = text.glyph or text.inset or (not row and not number and entry.icon)
                indent = target.icon + target.text * 0.45 if glyph else 0.0
                least = max(least, _longest(text, target) + indent + around)
    # Sums of such numbers differ by a hair in another order.
    return least + 0.1


def _longest(text: Text, target: Target) -> float:
    """Return the width of the longest of the long words of a text: shorter ones have room in the narrowest column."""
    size = target.name_size if text.name else target.text
    wider = _BOLD if text.weight > 400 else 1.0
    return max((width_of(word, size, text.weight) * wider for word in whole_parts(text.text, _LONG)), default=0.0)


def _card(entry: Entry, top: float, width: float, target: Target) -> Area:
    pieces: list[Piece] = []
    y = top + target.pad * 0.85
    texts = list(entry.texts)
    if entry.icon:
        texts[0] = replace(texts[0], glyph=f"icon:{entry.icon}")
    for text in texts:
        y += text.above * target.text
        made, y = _set(text, target.pad, y, width - 2 * target.pad, target)
        pieces += _named(made, text, entry)
    height = y + target.pad * 0.85 - top
    return Area(entry, top, height, pieces[0].y + pieces[0].line.leading / 2, tuple(pieces))


def _row(entry: Entry, top: float, width: float, target: Target) -> Area:
    pieces: list[Piece] = []
    y = top + target.pad * 0.55
    left, right = _beside(entry, target)
    room = width - left - right
    for text in entry.texts:
        y += text.above * target.text
        made, y = _set(text, left, y, room, target)
        pieces += _named(made, text, entry)
    height = y + target.pad * 0.55 - top
    return Area(entry, top, height, pieces[0].y + pieces[0].line.leading / 2, tuple(pieces))


def _beside(entry: Entry, target: Target) -> tuple[float, float]:
    """Return the room to the left and right of the texts of a row: its icon and its sign."""
    sign = target.text * 1.16 + target.text * 0.6 if entry.sign else 0.0
    return target.pad + target.icon + target.text * 0.5, target.pad + sign


def _named(pieces: list[Piece], text: Text, entry: Entry) -> list[Piece]:
    """Return pieces of a text, where it is the name of a thing with the thing."""
    own = text.name and not text.ours and entry.iris
    return [replace(piece, of=entry.iris[0]) for piece in pieces] if own else pieces


def _set(text: Text, x: float, y: float, room: float, target: Target) -> tuple[list[Piece], float]:
    size = target.name_size if text.name else target.text
    button = text.to.startswith("more:")
    # What is to be hit is 24 pixels high (WCAG 2.2, 2.5.8), and its frame stands clear of the line above it.
    leading = size * (1.3 if text.name else 1.85 if button else 1.38)
    y += size * 0.3 * button
    indent = target.icon + target.text * 0.45 if text.glyph or text.inset else 0.0
    model = Line("", size, text.weight, text.tone, text.italic, leading=leading)
    limit = (room - indent) / (_BOLD if text.weight > 400 else 1.0)
    pieces: list[Piece] = []
    for number, line in enumerate(lines_of(text.text, limit, model, most=_MOST, ours=text.ours)):
        pieces.append(Piece(line, x + indent, y, room - indent, "" if number else text.glyph, text.to))
        y += leading
    if text.after and pieces:
        last = pieces[-1]
        used = last.line.width * _BOLD + size * 0.4
        if used + width_of(text.after, size) <= room - indent:
            pieces.append(
                Piece(
                    replace(last.line, text=text.after, weight=400, tone="third"),
                    last.x + used,
                    last.y,
                    room - indent - used,
                )
            )
        else:
            more, y = _set(Text(text.after, tone="third", inset=bool(indent)), x, y, room, target)
            pieces += more
    return pieces, y
