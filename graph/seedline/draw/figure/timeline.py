"""A lineage along the years: a row for each event, and below them, outside the years, what carries no date.

Two clocks: a filled mark is when something happened, as exactly as a source says it (a year is drawn as the whole
year); an open one is by when it was told. Nothing without a date of its own stands at a year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from seedline.document.types import Commitment, Document, Node, On, Range, Step
from seedline.draw.figure.ink import Ink
from seedline.draw.figure.signs import SIGNS
from seedline.draw.figure.target import Target
from seedline.draw.figure.wording import Wording
from seedline.draw.markup import Markup, join, tag
from seedline.draw.measurement import width
from seedline.draw.typeset import Line, draw, lines_of
from seedline.i18n import Words
from seedline.i18n.words import begin
from seedline.vocabulary import RELATIONS, STAGES

#: Text in half bold is measured a little wider, since a reader's own font may be.
_WIDER = 1.05
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Event:
    """One row: of which thing, what is said, when it happened, by when it was told, and its tone and kind of mark."""

    node: Node
    text: str
    happened: tuple[Span, ...] = ()
    told: str = ""
    tone: str = "second"
    #: A stated period is a bar, a date between two others a bracket, a date a point.
    mark: str = "point"
    iri: str = ""


def span_of(date: str) -> Span:
    """Return the part of the years that a date covers: a year is the whole of it.

    >>> span_of("2015"), span_of("2021-07")
    ((2015.0, 2016.0), (2021.5, 2021.5833))
    """
    year, *rest = (int(part) for part in date.split("-")[:3])
    if not rest:
        return float(year), year + 1.0
    begin = year + (rest[0] - 1) / 12
    if len(rest) == 1:
        return round(begin, 4), round(begin + 1 / 12, 4)
    return round(begin + (rest[1] - 1) / 372, 4), round(begin + rest[1] / 372, 4)


def events(document: Document, say: Words) -> list[Event]:
    """Return what a document tells with its dates, thing after thing in the order of its stages."""
    words = Wording(document, say, 1)
    order = sorted(document.nodes, key=lambda node: STAGES[node.stage].order if node.stage in STAGES else 9)
    found = [event for node in order for event in _of(node, document, words)]
    # Where nothing is dated and no status told, things stand by their names.
    return found or [Event(node, begin(words.kind(node)), iri=node.iri) for node in order]


def _of(node: Node, document: Document, words: Wording) -> Iterator[Event]:
    say = words.say
    if node.funding_year:
        text = say("picture.fundingYear", year=node.funding_year)
        tone = "seed" if node.stage == "seed" else "second"
        yield Event(node, text, (span_of(node.funding_year),), tone=tone, mark="bar", iri=node.iri)
    step = words.main(node)
    begun = (step.date, step.on) if step else ()
    if node.end or (node.start and node.start not in begun):
        ends = [span_of(date) for date in dict.fromkeys((node.start, node.end)) if date]
        both = len(ends) == 2
        key = "period" if both else "from" if node.start else "until"
        text = say(f"timeline.{key}", start=say.when(node.start), end=say.when(node.end))
        text = say.when(node.start) if node.start == node.end else text
        span = (ends[0][0], ends[-1][1]) if both else ends[0]
        text = "; ".join([text, *(differing.text for differing in words.differing(node))])
        yield Event(node, text, (span,), mark="bar" if both else "point", iri=node.iri)
    stage = node.policy_stage if node.policy_stage and node.policy_stage.stage else None
    said = [(step, words.status(node, step))]
    if stated := words.before(node):
        said.insert(0, (stated, words.of_step(stated)))
    for one, (sign, told, _) in said:
        if not told:
            continue
        on = (stage.on if stage else None) or (one.date or one.on if one else None)
        as_of = (stage.as_of if stage else None) or (one.as_of if one else None)
        spans, mark = _when(on)
        ours = one is not None and one.inferred and not stage
        if spans or _tells_of(node, one):
            read = one is not None and one.status_read and not stage
            tone = "ours" if ours or read else SIGNS[sign]
            text = say("told.byReading", status=told) if ours else told
            yield Event(node, text, spans, as_of or "", tone, mark, one.iri if one else node.iri)
    for item in _paid(node, document):
        on = item.on or item.decided_on or item.funding_year
        spans, mark = _when(on)
        yield Event(node, words.given(item, known_by=False), spans, item.as_of or "", "ink", mark, item.iri)


def _tells_of(node: Node, step: Step | None) -> bool:
    """Return whether a status is that of the thing itself: what it rests on says nothing of how far it has come."""
    if step is None or (node.policy_stage and node.policy_stage.stage):
        return True
    scaling = step.relation in RELATIONS and RELATIONS[step.relation].scaling
    return node.stage != "seed" and (scaling or step.relation == "produced")


def _paid(node: Node, document: Document) -> Iterator[Commitment]:
    for money in document.money:
        yield from (item for item in money.commitments if item.recipient == node.iri)


def _when(on: On | None) -> tuple[tuple[Span, ...], str]:
    if isinstance(on, str):
        return (span_of(on),), "point"
    if isinstance(on, Range) and on.after and on.before:
        return ((span_of(on.after)[0], span_of(on.before)[1]),), "bracket"
    return (), "point"


Linked = Callable[[int, Event, Markup], Markup]
"""Makes a link of what is drawn of an event."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A timeline that was drawn: its markup, its height, how many events it leaves out, whether it has each mark."""

    body: Markup
    height: float
    hidden: int
    happened: bool
    told: bool


class Drawer:
    """Draws the events of one document for one target."""

    def __init__(self, document: Document, say: Words, target: Target, ink: Ink) -> None:
        self.say, self.t, self.ink = say, target, ink
        self.events = events(document, say)
        self.dated = [event for event in self.events if event.happened]
        self.undated = [event for event in self.events if not event.happened]
        ends = [span for event in self.dated for span in event.happened]
        ends += [span_of(event.told) for event in self.dated if event.told]
        self.first = int(min((span[0] for span in ends), default=2000))
        self.last = max(int(max((span[1] for span in ends), default=2001) + 0.999), self.first + 1)
        self.label = target.width * 0.27 if target.across else 0.0
        self.left = self.label + target.text * 0.8
        self.wide = target.width - self.left - target.text * 0.8

    def draw(self, room: float | None = None, linked: Linked | None = None) -> Timeline:
        """Return the timeline in at most so much height; events that have no room are counted, the undated first."""
        dated, undated = list(self.dated), list(self.undated)
        while True:
            made = self._drawn(dated, undated, linked)
            if room is None or made.height <= room or not (dated or undated):
                return made
            (undated or dated).pop()

    def _x(self, year: float) -> float:
        return self.left + (year - self.first) / (self.last - self.first) * self.wide

    def _drawn(self, dated: list[Event], undated: list[Event], linked: Linked | None) -> Timeline:
        t = self.t
        top = t.leading * 1.6
        rows: list[Markup] = []
        y, under, before = top, top, ""
        for number, event in enumerate(dated):
            named = event.node.iri != before
            # A name may be higher than the first of its rows.
            y = max(y, under) if named else y
            body, high, name = self._row(event, y, named=named)
            rows.append(linked(number, event, body) if linked else body)
            before, y, under = event.node.iri, y + high, max(under, y + name)
        y = max(y, under)
        grid = self._grid(y) if dated else Markup("")
        y = y + t.gap * 0.6 if dated else 0.0
        lane, high = self._lane(undated, y, linked)
        hidden = len(self.events) - len(dated) - len(undated)
        y += high
        more = Markup("")
        if hidden:
            told = Line(self.say("picture.beyond", hidden), t.text, 600, "second", leading=t.leading)
            more, y = draw([told], 0, y, self.ink, limit=t.width), y + t.leading
        told_too = any(event.told for event in dated)
        return Timeline(join(grid, *rows, lane, more), y, hidden, bool(dated), told_too)

    def _grid(self, bottom: float) -> Markup:
        t = self.t
        parts: list[Markup] = []
        each = self.wide / (self.last - self.first)
        every = next(n for n in (1, 2, 5, 10, 20, 50, 1000) if each * n > width("2000", t.text) * 1.6)
        for year in range(self.first, self.last + 1):
            x = self._x(year)
            if year % every == 0:
                line = f"M{x:.2f} {t.leading * 1.3:.2f}V{bottom:.2f}"
                parts.append(tag("path", d=line, stroke=self.ink.rule, stroke_width=f"{t.line * 0.6:.2f}"))
                if year < self.last:
                    named = Line(str(year), t.text, 400, "third", leading=t.leading)
                    parts.append(draw([named], x + t.text * 0.3, 0, self.ink, limit=each * every))
        line = f"M{self.left:.2f} {t.leading * 1.3:.2f}h{self.wide:.2f}"
        parts.append(tag("path", d=line, stroke=self.ink.ink, stroke_width=f"{t.line:.2f}"))
        return join(*parts)

    def _row(self, event: Event, y: float, *, named: bool) -> tuple[Markup, float, float]:
        """Return the row of an event, and how high it and the name before it are."""
        t, parts = self.t, []
        room = self.label or t.width
        model = Line("", t.text, 600, "ink", leading=t.leading)
        name = lines_of(event.node.name, room / _WIDER, model, most=4) if named else []
        if named:
            rule = tag("path", d=f"M0 {y:.2f}H{t.width:.2f}", stroke=self.ink.rule, stroke_width=f"{t.line * 0.6:.2f}")
            parts.append(rule)
        above = t.leading * 0.25
        if not self.label:
            parts.append(self._ground(0, y + above, name))
        parts.append(draw(name, 0, y + above, self.ink, limit=room))
        if not self.label:
            above += sum(line.leading for line in name)
        (begin, end), middle = event.happened[0], y + above + t.leading / 2
        x, to = self._x(begin), self._x(end)
        parts.append(self._mark(event, x, to, middle))
        told = 0.0
        if event.told:
            told = self._x(sum(span_of(event.told)) / 2)
            parts.append(self._told(told, middle))
        body, high = self._text(event, x, max(to, told), told - to if event.told else 0.0, to, y + above)
        parts.append(body)
        beside = len(name) * t.leading + t.leading * 0.55 if self.label else 0.0
        return join(*parts), above + high + t.leading * 0.3, beside

    def _text(self, event: Event, x: float, end: float, between: float, to: float, y: float) -> tuple[Markup, float]:
        """Return what an event says, beside its mark where a line has room for it, else under it, and its height."""
        t = self.t
        bold = event.tone in {"done", "agreed", "intent", "stop", "unknown"}
        model = Line("", t.text, 600 if bold else 400, "ink" if event.tone == "seed" else event.tone, leading=t.leading)
        gap = t.text * 0.8
        broad = width(event.text, t.text, model.weight) * _WIDER
        if broad + 2 * gap < between:
            at, top = to + gap * 0.8, y
        elif end + gap + broad < self.left + self.wide:
            at, top = end + gap, y
        elif x - gap - broad > self.left:
            at, top = x - gap - broad, y
        else:
            at, top = max(self.left, min(x, self.left + self.wide - broad, self.left + self.wide * 0.4)), y + t.leading
        room = self.left + self.wide - at
        lines = lines_of(event.text, room / _WIDER, model, most=24, ours=True)
        broad = max((line.width for line in lines), default=0.0) * _WIDER
        high = len(lines) * t.leading
        return join(self._ground(at, top, lines), draw(lines, at, top, self.ink, limit=broad)), top - y + high

    def _ground(self, x: float, y: float, lines: list[Line]) -> Markup:
        """Return the ground of a text, so that the line of no year runs through it."""
        broad = max((line.width for line in lines), default=0.0) * _WIDER
        side, high = self.t.text * 0.2, sum(line.leading for line in lines)
        return tag("rect", x=x - side, y=y, width=broad + 2 * side, height=high, fill=self.ink.ground)

    def _mark(self, event: Event, x: float, to: float, middle: float) -> Markup:
        t, colour = self.t, self.ink.tone(event.tone)
        half = t.text * 0.36
        if event.mark == "bracket":
            end = f"{middle - half:.2f}v{2 * half:.2f}"
            d = f"M{x:.2f} {end}M{x:.2f} {middle:.2f}H{to:.2f}M{to:.2f} {end}"
            return tag("path", d=d, stroke=colour, stroke_width=f"{t.line:.2f}", fill="none")
        if event.mark == "bar" or to - x > 2 * half:
            wide = max(to - x, 2 * half)
            return tag("rect", x=x, y=middle - half, width=wide, height=2 * half, rx=half * 0.5, fill=colour)
        return tag("circle", cx=(x + to) / 2, cy=middle, r=half, fill=colour)

    def _told(self, x: float, middle: float) -> Markup:
        t = self.t
        ring = {"fill": self.ink.card, "stroke": self.ink.third, "stroke_width": f"{t.line:.2f}"}
        return tag("circle", cx=x, cy=middle, r=t.text * 0.3, **ring)

    def _lane(self, undated: list[Event], y: float, linked: Linked | None) -> tuple[Markup, float]:
        """Return the lane of what carries no date, and its height."""
        if not undated:
            return Markup(""), 0.0
        t = self.t
        parts: list[Markup] = []
        head = Line(self.say("timeline.undated"), t.name_size, 600, "ink", leading=t.leading)
        at = y + t.pad * 0.7
        parts.append(draw([head], t.pad, at, self.ink, limit=t.width))
        at += t.leading * 1.15
        count = 2 if t.across else 1
        room = (t.width - t.pad * (count + 1)) / count
        ends = [at] * count
        for number, event in enumerate(undated, len(self.dated)):
            column = ends.index(min(ends))
            x = t.pad + column * (room + t.pad)
            text = (
                f"{event.text}, {self.say('draw.knownBy', date=self.say.when(event.told))}"
                if event.told
                else event.text
            )
            lines = lines_of(event.node.name, room / _WIDER, Line("", t.text, 600, "ink", leading=t.leading), most=3)
            lines += lines_of(text, room, Line("", t.text, 400, "second", leading=t.leading), most=5, ours=True)
            body = draw(lines, x, ends[column], self.ink, limit=room)
            parts.append(linked(number, event, body) if linked else body)
            ends[column] += len(lines) * t.leading + t.leading * 0.35
        high = max(ends) - y + t.pad * 0.4
        box = tag(
            "rect", x=t.line, y=y, width=t.width - 2 * t.line, height=high, rx=t.radius, fill=self.ink.card,
            stroke=self.ink.wire, stroke_width=f"{t.line * 0.75:.2f}",
            stroke_dasharray=f"{t.line:.1f} {t.text * 0.28:.1f}",
        )  # fmt: skip
        return join(box, *parts), high + t.gap * 0.4
