"""A story laid out: its cards beside each other from left to right, or one below the other where there is no room.

Where a picture is wide and low the seed is a band over all other cards.
"""

from __future__ import annotations

from dataclasses import replace

from seedline.document.types import Document
from seedline.draw.figure.blocks import Area, Block, fit
from seedline.draw.figure.fitting import Figure
from seedline.draw.figure.grouping import Link, Plan
from seedline.draw.figure.places import Heading, Layout, Placed, Wire, heading_lines
from seedline.draw.figure.routing import Point, beyond, length
from seedline.draw.figure.signs import weakest_first
from seedline.draw.figure.story import CARDS, ROWS, Card, story
from seedline.draw.figure.target import Target
from seedline.i18n import Words

#: How wide the columns of cards are beside each other: the seed, then what is the nearer to it.
_WEIGHTS = (1.0, 1.0, 1.1, 0.8)
#: Names and amounts of cards are so much larger than their text.
_NAMES = 1.28
#: A card is made as high as its lane where that adds no more than this part of its own height.
_STRETCHED = 1 / 3


def strip(document: Document, say: Words, target: Target, room: float | None = None) -> Figure:
    """Return the story of a document's seed laid out for a target: with fewer words, then fewer cards, then fewer rows.

    Raises:
        InputError: the document is of no seed, or of several.

    """
    large = replace(target, names=target.text * _NAMES)
    best: Figure | None = None
    cards = CARDS if target.name != "phone" else CARDS - 2
    ways = (_Across, _Band) if target.across else (_Down,)
    limits = [*((most, ROWS) for most in range(cards, 0, -1)), (1, 1)]
    tried = ((most, rows, level, way) for most, rows in limits for level in (1, 2, 3, 4) for way in ways)
    for most, rows, level, way in tried:
        told = story(document, say, most=most, level=level, rows=rows, across=target.across, band=way is _Band)
        if way is _Band and not told.seed.after:
            continue
        layout = way(large, told.seed).layout()
        layout.wires = [_apart(wire, layout.wires) for wire in layout.wires]
        links = tuple(wire.link for wire in layout.wires)
        stages = {"": tuple(card.content for card in told.seed.every)}
        best = Figure.of(layout, Plan(stages, links, {}, told.untold), say, large, level)
        if room is None or best.height <= room:
            break
    assert best is not None
    return best


class _Laid:
    """What both ways to lay out a story share."""

    def __init__(self, target: Target, seed: Card) -> None:
        self.t, self.seed = target, seed
        self.made = Layout("strip", target.width)

    def _head(self, card: Card, width: float) -> float:
        """Return the height of what stands over a card."""
        return self.t.leading * (len(heading_lines(card.heading, width, self.t)) + 0.25)

    def _place(self, card: Card, x: float, y: float, block: Block, head: float) -> Placed:
        t = self.t
        self.made.headings.append(Heading("", x, y, block.width, text=card.heading))
        placed = Placed(block, x, y + head, strong=card.strong)
        self.made.placed[card.content.key] = placed
        self.made.height = max(self.made.height, placed.bottom + t.line)
        return placed

    def _wire(self, tail: Card, head: Card, points: tuple[Point, ...]) -> None:
        if head.linked:
            link = Link(tail.content.key, "", head.content.key, "", head.stroke, head.steps)
            self.made.wires.append(Wire(link, points))


class _Across(_Laid):
    """Cards beside each other: a card is as far to the right as it is from the seed, and what it leads to beside it.

    A lane is a card and the first that each leads to. What else one of them leads to has a lane of its own below.
    """

    def layout(self) -> Layout:
        """Return the layout."""
        depth = self._depth(self.seed)
        self._columns(_WEIGHTS[:depth] if depth > 3 else (0.95, *(1.1,) * (depth - 1)))
        self._lane(self.seed, 0, 0.0)
        self._join(self.seed)
        self.made.height += self.t.line
        return self.made

    def _columns(self, weights: tuple[float, ...], left: float = 0.0) -> None:
        """Set how wide the columns are and where each begins."""
        t, count = self.t, len(weights)
        self.gutter = t.text * 2.4
        room = min(t.width - left, t.text * 30 * count) - self.gutter * (count - 1)
        self.widths = [room * weight / sum(weights) for weight in weights]
        self.xs = [left + sum(self.widths[:place]) + self.gutter * place for place in range(count)]
        #: The height at which lines come to a card and leave it: one for all of a lane.
        self.level: dict[str, float] = {}

    def _depth(self, card: Card) -> int:
        return 1 + max((self._depth(child) for child in card.after), default=0)

    def _lane(self, card: Card, column: int, y: float) -> dict[int, float]:
        """Place a lane and those below it from a height downward; return where each column that they use ends."""
        lane = [card]
        while lane[-1].after:
            lane.append(lane[-1].after[0])
        heads = [self._head(told, self.widths[place]) for place, told in enumerate(lane, column)]
        placed = [
            self._place(
                told,
                self.xs[place],
                y + max(heads) - heads[place - column],
                fit(told.content, self.widths[place], self.t),
                heads[place - column],
            )
            for place, told in enumerate(lane, column)
        ]
        level = placed[0].y + min(one.block.height for one in placed) / 2
        bottom = max(one.bottom for one in placed)
        for told, one in zip(lane, placed, strict=True):
            self.level[told.content.key] = level
            if bottom - one.bottom <= one.block.height * _STRETCHED:
                _stretch(one, bottom)
        ends = {place: one.bottom for place, one in enumerate(placed, column)}
        for place, told in reversed([*enumerate(lane, column + 1)]):
            for child in told.after[1:]:
                low = max(end for at, end in ends.items() if at >= place)
                ends |= self._lane(child, place, low + self.t.gap * 0.9)
        return ends

    def _join(self, card: Card) -> None:
        """Draw the lines from a card: straight within its lane, to those below by a rail between the columns."""
        tail = self.made.placed[card.content.key]
        y = self.level[card.content.key]
        for child in card.after:
            head, level = self.made.placed[child.content.key], self.level[child.content.key]
            rail = head.x - self.gutter / 2
            way = ((rail, y), (rail, level), (head.x, level)) if abs(level - y) > 1 else ((head.x, y),)
            self._wire(card, child, ((tail.right, y), *way))
            self._join(child)


class _Band(_Across):
    """The seed over all other cards, which stand as wide as it: where a picture is wide and low they have more room."""

    def layout(self) -> Layout:
        """Return the layout."""
        t = self.t
        self._columns((1.0,) * (self._depth(self.seed) - 1), left=t.text * 1.8)
        band = self._place(self.seed, 0.0, 0.0, fit(self.seed.content, t.width, t), 0.0)
        # It says itself that it is the seed.
        self.made.headings.clear()
        for child in self.seed.after:
            self._lane(child, 0, self.made.height + t.gap * 0.5)
        for child in self.seed.after:
            head, level = self.made.placed[child.content.key], self.level[child.content.key]
            rail = t.text * 0.9
            self._wire(self.seed, child, ((rail, band.bottom), (rail, level), (head.x, level)))
            self._join(child)
        self.made.height += t.line
        return self.made


class _Down(_Laid):
    """Cards one below the other: a chain is joined by short arrows, branches hang from a rail."""

    def layout(self) -> Layout:
        """Return the layout."""
        t = self.t
        self.y = 0.0
        self.branched = any(len(card.after) > 1 for card in self.seed.every)
        self.indent = t.text * 2.2
        self._put(self.seed, 0, None)
        self.made.height += t.line
        return self.made

    def _put(self, card: Card, level: int, parent: Card | None) -> None:
        t = self.t
        x = level * self.indent
        chained = parent is not None and not self.branched
        block = fit(card.content, t.width - x, t)
        if chained:
            # Beside the short arrow stands what comes next.
            self.y += t.gap * 0.5
        inset = t.pad * 2.6 * chained
        placed = self._place(card, x, self.y, block, self._head(card, block.width - inset))
        heading = self.made.headings[-1]
        self.made.headings[-1] = replace(heading, x=x + inset, width=heading.width - inset)
        self.y = placed.bottom + t.gap * 0.7
        if parent is not None:
            tail = self.made.placed[parent.content.key]
            across = tail.x + t.pad * 1.2
            if chained:
                self._wire(parent, card, ((across, tail.bottom), (across, placed.y)))
            else:
                y = placed.y + placed.block.anchor
                self._wire(parent, card, ((across, tail.bottom), (across, y), (placed.x, y)))
        for child in card.after:
            self._put(child, level + self.branched, card)


def _apart(wire: Wire, wires: list[Wire]) -> Wire:
    """Return a line as it is drawn: what it has in common with a more certain one is drawn of that one alone."""
    rank = weakest_first(wire.link.stroke)
    lines = [beyond(wire.points, one.points) for one in wires if weakest_first(one.link.stroke) > rank]
    return replace(wire, points=min(lines, key=length, default=wire.points))


def _stretch(placed: Placed, bottom: float) -> None:
    """Make a card higher, down to a height."""
    more = bottom - placed.bottom
    feet = tuple(_lower(area, more) for area in placed.block.feet)
    placed.block = replace(placed.block, height=placed.block.height + more, feet=feet)


def _lower(area: Area, by: float) -> Area:
    pieces = tuple(replace(piece, y=piece.y + by) for piece in area.pieces)
    return replace(area, top=area.top + by, anchor=area.anchor + by, pieces=pieces)
