"""A figure as one SVG: laid out for its target, drawn from the boxes and lines of its plan."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from seedline.document.cleaning import clean
from seedline.document.types import Document, Step
from seedline.draw.figure.blocks import Area, Piece
from seedline.draw.figure.fitting import Figure, figure, pages
from seedline.draw.figure.grouping import Plan
from seedline.draw.figure.ink import INKS, Ink
from seedline.draw.figure.key import legend
from seedline.draw.figure.places import Heading, Layout, Placed, Wire, heading_lines
from seedline.draw.figure.routing import path
from seedline.draw.figure.signs import hatch, icon, pen, sign, weakest_first
from seedline.draw.figure.small import link_card, thumbnail
from seedline.draw.figure.strip import strip
from seedline.draw.figure.target import POINT, SMALL, TARGETS, Target
from seedline.draw.figure.timeline import Drawer, Event
from seedline.draw.figure.wording import Wording, known_by, stage_name
from seedline.draw.fonts import families
from seedline.draw.markup import Markup, escape, join, safe_address, tag
from seedline.draw.measurement import width as wide
from seedline.draw.typeset import Line, draw, lines_of
from seedline.i18n import Words

PARTS = ("graph", "legend", "title", "caption", "notes", "source")
Linker = Callable[[str], str]
Tongue = Callable[[str, str], str]
"""Of which language the name of a thing is, given by its IRI, where it is not of the picture's."""
#: So many things outside a figure are named, the others counted.
BEYOND = 6


@dataclass(frozen=True, slots=True)
class Captions:
    """What is said around a graph: parts of a figure choose from it; ``title`` and ``alt`` are always in its markup."""

    title: str = ""
    alt: str = ""
    caption: str = ""
    notes: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    #: Sentences under the title, on a screen.
    lead: tuple[str, ...] = ()


def svgs(
    document: Document,
    say: Words,
    *,
    target: str = "page",
    theme: str = "light",
    form: str = "graph",
    parts: Sequence[str] = ("graph", "legend"),
    captions: Captions | None = None,
    link: Linker | None = None,
    more: Linker | None = None,
    tongue: Tongue | None = None,
    prefix: str = "",
    edition: int = 0,
    paged: bool = True,
) -> list[str]:
    """Return the figure of a document for a target as SVG, the same bytes for the same input.

    Where it is too high for its target it is ``paged``: nothing is left out, and it is split over several; else it is
    one, folded. ``link`` gives the address of a thing's or step's IRI, ``more`` the one that also shows what is one
    step further from a thing: with it the figure counts such steps. ``tongue`` tells of which language a name is.
    ``prefix`` keeps ids apart on one page. ``form`` is the whole graph, the story of its seed as a
    strip, or a timeline.

    >>> from seedline.i18n import words
    >>> ['width="160mm"' in made for made in svgs(Document(), words("en"), target="wide")]
    [True]
    """
    chosen = TARGETS.get(target) or SMALL[target]
    ink = INKS.get("print" if chosen.printed and theme == "light" else theme) or INKS["light"]
    links = _Links(link, more, tongue)
    kind = {"strip": _Strip, "timeline": _Timeline}.get("strip" if target in SMALL else form, _Sheet)
    sheet = kind(document, say, chosen, ink, tuple(parts), captions or Captions(), links, prefix, edition)
    if isinstance(sheet, _Strip) and target in SMALL:
        return [sheet.small()]
    return sheet.pages() if paged and kind is _Sheet else [sheet.draw()]


def svg(document: Document, say: Words, **look: Any) -> str:
    """Return the figure of a document for a target as one SVG, with what :func:`svgs` is told.

    >>> from seedline.i18n import words
    >>> 'width="160mm"' in svg(Document(), words("en"), target="wide")
    True
    """
    (made,) = svgs(document, say, **look, paged=False)
    return made


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands over and under a figure with its heights, and how wide and high the figure may be."""

    above: Markup
    top: float
    below: Markup
    tall: float
    room: float
    free: float | None


@dataclass(frozen=True, slots=True)
class _Links:
    to: Linker | None
    more: Linker | None
    tongue: Tongue | None


class _Sheet:
    def __init__(
        self,
        document: Document,
        say: Words,
        target: Target,
        ink: Ink,
        parts: tuple[str, ...],
        captions: Captions,
        links: _Links,
        prefix: str,
        edition: int,
    ) -> None:
        self.document = document
        self.say = say
        self.words = Wording(document, say)
        self.names = {node.iri: node.name for node in document.nodes}
        self.steps = {step.iri: step for step in document.steps}
        self.t = target
        self.ink = ink
        self.parts = parts
        self.captions = captions
        self.links = links
        self.prefix = self.own = prefix
        self.edition = edition
        self.margin = target.text * 0.2

    def draw(self) -> str:
        """Return the whole SVG: where it would be too high its figure is folded until it fits."""
        around = self._around()
        chosen = replace(self.t, width=around.room)
        # The legend of the whole figure is the highest that a folded one can need.
        marks = self.links.more is not None
        made = self._made(chosen, math.inf, marks=marks)
        high = self._legend(made, around.room)[1]
        if around.free is not None and made.height + high > around.free:
            made = self._made(chosen, around.free - high, marks=marks)
            # What was folded needs a smaller legend, and that leaves more room.
            while (less := self._legend(made, around.room)[1]) < high:
                high = less
                more = self._made(chosen, around.free - high, marks=marks)
                if more.height + self._legend(more, around.room)[1] > around.free:
                    break
                made = more
        return self._set(made, around)

    def pages(self) -> list[str]:
        """Return an SVG for each page that the figure needs where nothing is left out of it."""
        around = self._around()
        if around.free is None:
            return [self.draw()]
        chosen = replace(self.t, width=around.room)
        high = self._legend(self._made(chosen, math.inf, marks=False), around.room)[1]
        made = pages(self.document, self.say, chosen, around.free - high)
        bare = replace(around, below=Markup(""), tall=0.0)
        drawn = []
        for one in made:
            # Ids of several pages that stand in one document differ.
            self.prefix = f"{self.own}{one.page if one.page > 1 else ''}"
            drawn.append(self._set(one, around if one.page == one.pages else bare))
        return drawn

    def _around(self) -> _Around:
        """Return the texts over and under the figure, and the room that they leave for it."""
        t, room = self.t, self.t.width - 2 * self.margin
        above, top = self._head(room)
        told: list[str] = []
        for name, lines in (
            ("caption", [self.captions.caption]), ("notes", self.captions.notes), ("source", self.captions.source)
        ):  # fmt: skip
            told += [line for line in lines if line] if name in self.parts else []
        below, tall = self._texts(told, room)
        beside = t.gap * (1.5 if tall else 1)
        free = None if t.height is None else t.height - top - tall - 2 * self.margin - beside
        return _Around(above, top, below, tall, room, free)

    def _set(self, made: Figure, around: _Around) -> str:
        t = self.t
        key, high = self._legend(made, around.room)
        width = max(t.width, made.layout.width + 2 * self.margin)
        y = self.margin + around.top
        pieces = [tag("g", around.above, transform=f"translate({self.margin:.2f} {self.margin:.2f})")]
        if "graph" in self.parts:
            drawn = join(*self._graph(made))
            pieces.append(tag("g", drawn, transform=f"translate({self.margin:.2f} {y:.2f})", class_="sl-graph"))
            y += made.height + t.gap
        pieces.append(tag("g", key, transform=f"translate({self.margin:.2f} {y:.2f})", class_="sl-legend"))
        y += high
        foot = f"translate({self.margin:.2f} {y + t.gap / 2:.2f})"
        pieces.append(tag("g", around.below, transform=foot, class_="sl-foot"))
        bottom = y + (around.tall + t.gap / 2 if around.tall else 0.0) + self.margin
        return self._root(pieces, width, bottom)

    def _made(self, target: Target, room: float, *, marks: bool) -> Figure:
        return figure(self.document, self.say, target, room, marks=marks)

    def _root(self, pieces: list[Markup], width: float, bottom: float) -> str:
        # Whole numbers in the box, since what makes pixels of it reads them.
        box = f"0 0 {-(-width // 1):.0f} {-(-bottom // 1):.0f}"
        across, down = -(-width // 1), -(-bottom // 1)
        printed = self.t.printed
        told = self.captions
        return (
            tag(
                "svg",
                tag("title", escape(clean(told.title)), id=f"{self.prefix}title"),
                tag("desc", escape(clean(told.alt)), id=f"{self.prefix}desc"),
                tag("rect", width=across, height=down, fill=self.ink.ground),
                *pieces,
                xmlns="http://www.w3.org/2000/svg",
                viewBox=box,
                width=f"{width / POINT:.4g}mm" if printed else f"{across:.0f}",
                height=f"{down * width / across / POINT:.2f}mm" if printed else f"{down:.0f}",
                role="graphics-document",
                aria_labelledby=f"{self.prefix}title",
                aria_describedby=f"{self.prefix}desc",
                lang=self.say.language,
                font_family=families(),
                class_=f"sl-picture sl-figure sl-for-{self.t.name} sl-{self.ink.name}",
                data_version=self.document.version,
                data_edition=str(self.edition),
            )
            + "\n"
        )

    def _legend(self, made: Figure, room: float) -> tuple[Markup, float]:
        if "legend" not in self.parts:
            return Markup(""), 0.0
        known = known_by(self.document, self.say, made.level)
        beyond = [other.label for other in self.document.omitted.next if other.label]
        if beyond:
            most = BEYOND if self.t.keyed and self.t.across else 1
            more = [self.say("picture.beyond", len(beyond) - most)] if len(beyond) > most else []
            named = self.say("draw.beyond", things=", ".join([*beyond[:most], *more]))
            known = " · ".join(part for part in (known, named) if part)
        return legend(made.layout, self.say, self.ink, self.t, known, room)

    def _head(self, room: float) -> tuple[Markup, float]:
        if "title" not in self.parts:
            return Markup(""), 0.0
        title, top = self._texts([self.captions.title], room, weight=600)
        if self.t.printed or not self.captions.lead:
            return title, top
        lead, more = self._texts(self.captions.lead, room)
        return join(title, tag("g", lead, transform=f"translate(0 {top:.2f})")), top + more

    def _texts(self, texts: Sequence[str], room: float, weight: int = 400) -> tuple[Markup, float]:
        size = self.t.name_size * 1.1 if weight > 400 else self.t.text
        # A line of more letters than this is hard to find again.
        room = min(room, self.t.text * 70)
        model = Line("", size, weight, "ink" if weight > 400 else "second", leading=size * 1.4)
        lines = [
            line for text in texts if text for line in lines_of(clean(text), room / 1.03, model, most=12, ours=True)
        ]
        height = sum(line.leading for line in lines)
        return draw(lines, 0, 0, self.ink, limit=room), height + (self.t.gap * 0.5 if lines else 0.0)

    def _graph(self, made: Figure) -> Iterator[Markup]:
        layout = made.layout
        if made.said:
            yield draw(made.said, 0, layout.height + self.t.leading * 0.4, self.ink, limit=self.t.width)
        for heading in layout.headings:
            yield self._heading(heading)
        numbered = sorted(enumerate(layout.wires), key=lambda item: weakest_first(item[1].link.stroke))
        for number, wire in numbered:
            yield self._wire(number, wire)
        for number, placed in enumerate(layout.placed.values()):
            yield self._block(number, placed)

    def _heading(self, heading: Heading) -> Markup:
        t = self.t
        if heading.text:
            told = heading_lines(heading.text, heading.width, t)
            return tag("g", draw(told, heading.x, heading.y, self.ink, limit=heading.width), class_="sl-stage")
        baseline = heading.y + t.leading * 0.85
        rule_y = heading.y + t.leading * 1.15
        rule = tag(
            "path",
            d=f"M{heading.x:.2f} {rule_y:.2f}h{heading.width:.2f}",
            stroke=self.ink.ink,
            stroke_width=f"{t.line:.2f}",
        )
        name = stage_name(heading.stage, self.say)
        room = heading.width
        told = [Line(name, t.name_size, 600, "ink" if heading.named else "third", leading=t.leading)]
        left = wide(name, t.name_size, 600) * 1.05 + t.text * 0.6
        years = self._years(heading.stage) if heading.named else self.say("draw.continued")
        parts = [draw(told, heading.x, baseline - t.leading * 0.78, self.ink, limit=room)]
        if left + wide(years, t.text) <= room:
            then = Line(years, t.text, 400, "third", leading=t.leading)
            parts.append(draw([then], heading.x + left, baseline - t.leading * 0.78, self.ink, limit=room - left))
        return tag("g", *parts, rule, class_="sl-stage")

    def _years(self, stage: str) -> str:
        inside = {node.iri: node for node in self.document.nodes if node.stage == stage}
        dates = [d for node in inside.values() for d in (node.start, node.end, node.funding_year) if d]
        dates += [step.date for step in self.document.steps if step.later in inside and step.date]
        years = sorted({date[:4] for date in dates if date[:4].isdecimal()})
        if not years:
            return self.say("draw.yearsNotStated")
        if any(node.start and not node.end for node in inside.values()):
            return self.say("picture.fromYear", year=years[0])
        return years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"

    def _wire(self, number: int, wire: Wire) -> Markup:
        t, link = self.t, wire.link
        points = list(wire.points)
        (x, y), (tip_x, tip_y) = points[-2], points[-1]
        across, down = (tip_x > x) - (tip_x < x), (tip_y > y) - (tip_y < y)
        if abs(tip_x - x) < 0.01:
            across = 0
        else:
            down = 0
        points[-1] = (tip_x - across * t.arrow * 0.8, tip_y - down * t.arrow * 0.8)
        line = "".join(
            name + " ".join(f"{value:.2f}" for value in values) for name, values in path(points, t.radius * 0.9)
        )
        drawn = pen(link.stroke, self.ink, t.line)
        colour = str(drawn["stroke"])
        body = [
            tag("path", d=line, fill="none", stroke=self.ink.card, stroke_opacity="0", stroke_width=t.text * 0.9),
            tag("path", d=line, fill="none", class_="sl-line", **drawn),
            self._arrow(tip_x, tip_y, across, down, colour),
        ]
        if link.stroke == "crossed":
            bar = t.text * 0.35
            for back in (1.5, 2.2):
                at_x, at_y = tip_x - across * t.arrow * back, tip_y - down * t.arrow * back
                d = (
                    f"M{at_x:.2f} {at_y - bar:.2f}v{2 * bar:.2f}"
                    if across
                    else f"M{at_x - bar:.2f} {at_y:.2f}h{2 * bar:.2f}"
                )
                body.append(tag("path", d=d, stroke=colour, stroke_width=f"{t.line * 1.2:.2f}"))
        if not link.steps:
            # It leads to who holds a thing, which the card itself says.
            return tag("g", *body, class_=f"sl-{link.stroke}")
        first, *others = link.steps
        # On a screen each step of a shared line has a link of its own, so that who follows the steps misses none.
        apart = bool(others) and not t.printed
        said = self._said(first) if apart else ". ".join(map(self._said, link.steps))
        folded = tuple(step.iri for step in link.steps) if others else ()
        name = f"{self.prefix}e{number}"
        made = [self._linked(name, first.iri, said, join(*body), f"sl-step sl-{link.stroke}", folded)]
        unseen = tag("path", d=line, fill="none", class_="sl-unseen", stroke="none", pointer_events="none")
        for place, step in enumerate(others if apart else ()):
            made.append(self._linked(f"{name}x{place}", step.iri, self._said(step), unseen, "sl-step"))
        return join(*made)

    def _said(self, step: Step) -> str:
        earlier, later = self.names.get(step.earlier, ""), self.names.get(step.later, "")
        return f"{earlier} {self.words.verb(step)} {later}, {self.say.token('status', step.status)}"

    def _arrow(self, x: float, y: float, across: int, down: int, colour: str) -> Markup:
        long, half = self.t.arrow, self.t.arrow * 0.62
        if across:
            back = x - across * long
            d = f"M{x:.2f} {y:.2f}L{back:.2f} {y - half:.2f}V{y + half:.2f}z"
        else:
            back = y - down * long
            d = f"M{x:.2f} {y:.2f}L{x - half:.2f} {back:.2f}H{x + half:.2f}z"
        return tag("path", d=d, fill=colour)

    def _block(self, number: int, placed: Placed) -> Markup:
        t, ink, block = self.t, self.ink, placed.block
        shape = block.content.shape
        fill = {"frame": ink.frame, "seed": ink.seed}.get(shape, ink.card)
        edge = {"seed": ink.seed, "frame": ink.edge, "placeholder": ink.wire}.get(shape, ink.edge)
        edge = ink.wire if placed.strong and shape != "seed" else edge
        outline = {"x": placed.x, "y": placed.y, "width": block.width, "height": block.height, "rx": t.radius}
        ground = tag(
            "rect",
            **{name: f"{value:.2f}" for name, value in outline.items()},
            fill=fill,
            stroke=edge,
            stroke_width=f"{t.line * (1.15 if placed.strong else 0.75):.2f}",
            stroke_dasharray=f"{t.text * 0.36:.1f} {t.text * 0.28:.1f}" if shape == "placeholder" else None,
        )
        if shape == "frame":
            return tag(
                "g",
                ground,
                *(self._piece(piece, placed) for piece in block.title),
                *(self._area(f"{number}x{row}", area, placed, first=not row) for row, area in enumerate(block.areas)),
                class_="sl-frame",
            )
        pieces = [self._piece(piece, placed) for area in block.areas for piece in area.pieces if not piece.to]
        body = [ground, *pieces, *(self._foot(area, placed) for area in block.feet)]
        iris = block.content.iris
        said = block.content.told.get(iris[0], "") if iris else ""
        iri = iris[0] if iris else ""
        name = f"{self.prefix}n{number}"
        apart = [made for row, area in enumerate(block.areas) for made in self._apart(f"{name}s{row}", area, placed)]
        if not iri:
            # What stands for nothing is text to read, and leads nowhere.
            return join(tag("g", *body, class_=f"sl-{shape}"), *apart)
        return join(self._linked(name, iri, said, join(*body), f"sl-node sl-{shape}"), *apart)

    def _apart(self, name: str, area: Area, placed: Placed) -> Iterator[Markup]:
        """Yield what is told in a box and has a link of its own: a step, or what more a thing leads to."""
        told: dict[str, list[Piece]] = {}
        for piece in area.pieces:
            if piece.to:
                told.setdefault(piece.to, []).append(piece)
        for number, (to, pieces) in enumerate(told.items()):
            body = join(*(self._piece(piece, placed) for piece in pieces))
            kind, _, iri = to.partition(":")
            if kind == "step":
                yield self._linked(f"{name}x{number}", iri, self._said(self.steps[iri]), body, "sl-step sl-told")
            elif self.links.more:
                yield self._more(iri, pieces, placed, body)

    def _more(self, iri: str, pieces: list[Piece], placed: Placed, body: Markup) -> Markup:
        first, t = pieces[0], self.t
        side = t.text * 0.5
        ground = tag(
            "rect",
            x=placed.x + first.x - side,
            y=placed.y + first.y,
            width=first.line.width * 1.05 + 2 * side,
            height=sum(piece.line.leading for piece in pieces),
            rx=t.radius,
            fill=self.ink.card,
            stroke=self.ink.edge,
        )
        said = self.say.pair(self.names.get(iri, ""), first.line.text)
        inner = tag("g", tag("title", escape(said)), ground, body, role="img", aria_label=said, class_="sl-beyond")
        assert self.links.more
        return tag("a", inner, href=safe_address(self.links.more(iri), "#"), class_="sl-more", data_of=iri)

    def _area(self, name: str, area: Area, placed: Placed, *, first: bool) -> Markup:
        """Return a row of a frame."""
        t, ink = self.t, self.ink
        x, y = placed.x, placed.y
        parts: list[Markup] = []
        if not first:
            line = f"M{x + t.pad:.2f} {y + area.top:.2f}h{placed.block.width - 2 * t.pad:.2f}"
            parts.append(tag("path", d=line, stroke=ink.rule, stroke_width=f"{t.line * 0.6:.2f}"))
        line_y = y + area.anchor
        if area.entry.icon:
            parts.append(icon(area.entry.icon, x + t.pad, line_y - t.icon / 2, t.icon, ink.second))
        if area.entry.sign:
            side = t.text * 1.16
            parts.append(sign(area.entry.sign, placed.right - t.pad - side, line_y - side / 2, side, ink))
        parts += [self._piece(piece, placed) for piece in area.pieces if not piece.to]
        iris = area.entry.iris
        if not iris:
            return join(*parts)
        said = ". ".join(told for iri in iris if (told := placed.block.content.told.get(iri)))
        name = f"{self.prefix}n{name}"
        several = iris if len(iris) > 1 else ()
        made = self._linked(name, iris[0], said, join(*parts), "sl-node sl-row", several)
        return join(made, *self._apart(f"{name}s", area, placed))

    def _foot(self, area: Area, placed: Placed) -> Markup:
        t, ink = self.t, self.ink
        top, bottom, r = placed.y + area.top, placed.y + area.top + area.height, t.radius
        if bottom < placed.bottom - 0.1:
            r = 0.0
        left, right = placed.x, placed.right
        d = (
            f"M{left:.2f} {top:.2f}H{right:.2f}V{bottom - r:.2f}a{r:.2f} {r:.2f} 0 0 1 -{r:.2f} {r:.2f}"
            f"H{left + r:.2f}a{r:.2f} {r:.2f} 0 0 1 -{r:.2f} -{r:.2f}z"
        )
        ground = tag("path", d=d, fill=ink.foot, stroke=ink.edge, stroke_width=f"{t.line * 0.75:.2f}")
        mark = icon(area.entry.icon, left + t.pad, placed.y + area.anchor - t.icon / 2, t.icon, ink.second)
        return join(ground, mark, *(self._piece(piece, placed) for piece in area.pieces))

    def _piece(self, piece: Piece, placed: Placed) -> Markup:
        t, ink = self.t, self.ink
        x, y = placed.x + piece.x, placed.y + piece.y
        parts: list[Markup] = []
        if piece.glyph:
            kind, _, name = piece.glyph.partition(":")
            middle, left = y + piece.line.leading / 2, x - t.icon - t.text * 0.45
            side = t.text * 1.16
            if kind == "icon":
                colour = ink.seed_ink if placed.block.content.shape == "seed" else ink.second
                parts.append(icon(name, left, middle - t.icon / 2, t.icon, colour))
            elif kind == "sign":
                parts.append(sign(name, left, middle - side / 2, side, ink))
            else:
                parts.append(hatch(left, middle - side / 2, side * 0.9, ink))
        drawn = draw([piece.line], x, y, ink, limit=piece.room)
        spoken = self.links.tongue(piece.of, self.names.get(piece.of, "")) if self.links.tongue and piece.of else ""
        parts.append(tag("g", drawn, **{"lang": spoken, "xml:lang": spoken}) if spoken else drawn)
        return join(*parts)

    def _linked(
        self, name: str, iri: str, said: str, body: Markup, classes: str, folded: tuple[str, ...] = ()
    ) -> Markup:
        inner = tag(
            "g",
            tag("title", escape(said)),
            body,
            id=name,
            class_=classes,
            data_iri=iri or None,
            data_folded=" ".join(folded) or None,
            role="img",
            aria_label=said or None,
        )
        own = f"#{name}"
        return tag("a", inner, href=safe_address(self.links.to(iri), own) if self.links.to and iri else own)


class _Strip(_Sheet):
    """The story of a seed in a few cards."""

    def _made(self, target: Target, room: float, *, marks: bool) -> Figure:
        return strip(self.document, self.say, target, room)

    def small(self) -> str:
        """Return the story as one line, or as the card of a link."""
        if self.t.name == "thumb":
            drawn, width, height = thumbnail(self.document, self.say, self.ink)
        else:
            told = self.captions
            drawn = link_card(self.document, self.say, self.ink, told.title, told.caption)
            width, height = self.t.width, self.t.height or 0.0
        return self._root([drawn], width, height)


class _Timeline(_Sheet):
    """The events of a lineage along the years."""

    def _made(self, target: Target, room: float, *, marks: bool) -> Figure:
        self.drawn = Drawer(self.document, self.say, target, self.ink).draw(room, self._event)
        return Figure(Layout("strip", target.width, self.drawn.height), Plan({}, (), {}), target, 0)

    def _graph(self, made: Figure) -> Iterator[Markup]:
        yield self.drawn.body

    def _event(self, number: int, event: Event, body: Markup) -> Markup:
        told = self.say.pair(event.node.name, event.text)
        if event.told:
            told += f", {self.say('draw.knownBy', date=self.say.when(event.told))}"
        return self._linked(f"{self.prefix}t{number}", event.iri, told, body, "sl-node sl-event")

    def _legend(self, made: Figure, room: float) -> tuple[Markup, float]:
        if "legend" not in self.parts:
            return Markup(""), 0.0
        told = [self.say("timeline.happened")] if self.drawn.happened else []
        told += [self.say("timeline.told")] if self.drawn.told else []
        return self._texts([" · ".join(told)], room) if told else (Markup(""), 0.0)
