"""The picture of a lineage: our own SVG, the same everywhere it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from seedline.document.facts import Lineage
from seedline.document.reading import read
from seedline.document.types import Document
from seedline.draw import cards, labels
from seedline.draw.folding import fold
from seedline.draw.fonts import families
from seedline.draw.legend import legend
from seedline.draw.markup import Markup, escape, join, safe_address, tag
from seedline.draw.palette import Theme
from seedline.draw.palette import theme as theme_of
from seedline.draw.scene import PAD, Band, PlacedStep, Scene, scene
from seedline.draw.shapes import arrow, curve, mark, stroke
from seedline.draw.typeset import Line, draw, height, lines_of, text_at
from seedline.narrative import notes
from seedline.narrative import phrases as words

#: Raised whenever equal input gives other bytes (a picture's address is DATA.EDITION).
EDITION = 5
_MARGIN = 36.0
_HEAD = 58.0
_LEAST = 940.0
_FOOT = 16.0
Linker = Callable[[str], str]


def svg(
    document: Document | Mapping[str, Any],
    *,
    theme: str = "light",
    lang: str = "en",
    link: Linker | None = None,
    more: Linker | None = None,
    prefix: str = "",
    bare: bool = False,
) -> str:
    """Return the picture of a document, or of its JSON, as one SVG, the same bytes for the same input.

    ``theme`` is light, dark or print; ``link`` gives the address of a node's or step's IRI (by default its place
    in the picture itself), ``more`` the address that also shows what is one step further; ``prefix`` keeps ids
    apart where several pictures stand on one page. A ``bare`` picture has its legend alone: it is for a document that
    sets title, caption, notes and sources around it.

    >>> svg({"nodes": [{"iri": "x", "label": "<A>", "stage": "seed"}]}).count("&lt;A&gt;") > 1
    True
    """
    look = theme_of(theme)
    whole = read(document if isinstance(document, Document) else Document.of_json(document))
    with words.speaking(lang) as spoken:
        folded = fold(whole)
        # What is not drawn is counted in words beside what the document itself left out.
        whole = replace(whole, omitted=folded.lineage.omitted)
        made = scene(folded.lineage)
        return _Sheet(whole, folded.hidden, made, look, spoken.language, _Links(link, more), prefix, bare).draw()


@dataclass(frozen=True, slots=True)
class _Links:
    to: Linker | None
    more: Linker | None


class _Sheet:
    def __init__(
        self,
        whole: Lineage,
        hidden: int,
        made: Scene,
        look: Theme,
        lang: str,
        links: _Links,
        prefix: str,
        bare: bool,
    ) -> None:
        self.whole = whole
        self.hidden = hidden
        self.scene = made
        self.lineage = made.lineage
        self.nodes = {node.iri: node for node in made.lineage.nodes}
        self.look = look
        self.lang = lang
        self.links = links
        self.prefix = prefix
        self.bare = bare
        self.width = max(made.width + 2 * _MARGIN, _LEAST)
        self.room = self.width - 2 * _MARGIN

    def draw(self) -> str:
        """Return the whole SVG."""
        head, top = self._head()
        graph_top = top + _HEAD
        graph = self._graph((self.width - self.scene.width) / 2, graph_top)
        foot, bottom = self._foot(graph_top + self.scene.height + _FOOT + 28)
        title = notes.title(self.lineage)
        whole = tag(
            "svg",
            tag("title", escape(title), id=f"{self.prefix}title"),
            tag("desc", escape(notes.description(self.whole)), id=f"{self.prefix}desc"),
            tag("rect", width=self.width, height=bottom, fill=self.look.canvas),
            head,
            graph,
            foot,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {self.width:.0f} {bottom:.0f}",
            width=f"{self.width:.0f}",
            height=f"{bottom:.0f}",
            role="graphics-document",
            aria_labelledby=f"{self.prefix}title",
            aria_describedby=f"{self.prefix}desc",
            lang=self.lang,
            font_family=families(),
            class_=f"sl-picture sl-{self.look.name}",
            data_version=self.lineage.version,
            data_edition=str(EDITION),
        )
        return whole + "\n"

    def _head(self) -> tuple[Markup, float]:
        if self.bare:
            return Markup(""), 4.0
        room = min(self.room, 1000.0)
        lines = lines_of(notes.title(self.lineage), room, Line("", 23, 600, "ink", leading=31), most=2, ours=True)
        lines += lines_of(notes.subtitle(self.lineage), room, Line("", 14, 600, "muted", leading=22), most=2)
        for told in notes.draft(self.lineage):
            lines += lines_of(told, room, Line("", 13, 600, "alarm", leading=20), most=1, ours=True)
        text = draw(lines, _MARGIN, 30, self.look, limit=self.room)
        y = 30 + height(lines) + 5
        story = lines_of(
            notes.story(self.lineage), min(self.room, 860.0), Line("", 12.5, 400, "ink", leading=18.5), most=6
        )
        return join(text, draw(story, _MARGIN, y, self.look, limit=self.room)), y + height(story) + 20

    def _graph(self, x: float, y: float) -> Markup:
        steps = self.scene.steps
        return tag(
            "g",
            *(self._band(band) for band in self.scene.bands),
            # Lines first, so that no line crosses a card or another step's text.
            *(self._step(number, placed) for number, placed in enumerate(steps)),
            *(self._card(number) for number in range(len(self.scene.cards))),
            *(self._slip(number) for number in range(len(self.scene.slips))),
            transform=f"translate({x:.1f} {y:.1f})",
            class_="sl-graph",
        )

    def _band(self, band: Band) -> Markup:
        middle = band.x + band.width / 2
        right = band.x + band.width
        name, years = words.named("stage", band.stage), self._years(band.stage)
        return tag(
            "g",
            tag("rect", x=band.x, y=-_HEAD, width=band.width, height=self.scene.height + _HEAD + _FOOT, rx=12.0,
                fill=self.look.band, stroke=self.look.rule if self.look.name == "print" else None),
            text_at(Line(name, 13, 600, "ink"), middle, -34, self.look, right=right, anchor="middle"),
            text_at(Line(years, 10.5, 400, "muted"), middle, -18, self.look, right=right, anchor="middle"),
            class_="sl-stage",
        )  # fmt: skip

    def _years(self, stage: str) -> str:
        nodes = [node for node in self.lineage.nodes if node.stage == stage]
        inside = {node.iri for node in nodes}
        dates = [date for node in nodes for date in (node.start, node.end, node.funding_year) if date]
        dates += [step.date for step in self.lineage.steps if step.later in inside and step.date]
        if stage == "carried on" and not nodes:
            dates = [carrier.as_of for carrier in self.lineage.carriers if carrier.as_of]
            years = words.years(dates)
            return words.say("picture.asOf", date=years) if years else words.say("picture.undated")
        told = words.years(dates) or words.say("picture.yearsNotStated")
        # What has begun and is not known to have ended has no last year.
        open_ended = any(node.start and not node.end for node in nodes)
        return words.say("picture.fromYear", year=told[:4]) if open_ended and dates else told

    def _card(self, number: int) -> Markup:
        placed = self.scene.cards[number]
        node = placed.card.node
        said = cards.sentence(node, placed.money)
        card = self._linked(
            f"{self.prefix}n{number}",
            "" if node.folded else node.iri,
            said,
            node.summary,
            cards.draw_card(placed.card, placed.x, placed.y, self.look, focus=node.iri == self.lineage.focus),
            classes=f"sl-node sl-{node.kind}",
            folded=node.folded,
        )
        beyond = self.lineage.beyond.get(node.iri, 0)
        return join(card, self._beyond(number, beyond)) if beyond else card

    def _beyond(self, number: int, count: int) -> Markup:
        """Return the mark of a card from which steps lead to what is not shown, a link where they can be shown."""
        placed = self.scene.cards[number]
        node = placed.card.node
        said = f"{node.label}: {words.say('picture.beyondSaid', count)}"
        mark = cards.draw_beyond(placed.card, count, placed.x, placed.y, self.look)
        inner = tag("g", tag("title", escape(said)), mark, role="img", aria_label=said, class_="sl-beyond")
        if self.links.more is None:
            return inner
        address = safe_address(self.links.more(node.iri), f"#{self.prefix}n{number}")
        return tag("a", inner, href=address, class_="sl-more", data_of=node.iri)

    def _step(self, number: int, placed: PlacedStep) -> Markup:
        step, look = placed.step, self.look
        earlier, later = self.nodes[step.earlier], self.nodes[step.later]
        drawn = stroke(step.status, look)
        points = list(placed.points)
        at = 0 if placed.direction == "left" else -1
        tip_x, tip_y = points[at]
        if placed.direction == "down":
            line = f"M{points[0][0]:.1f} {points[0][1]:.1f}V{tip_y - 5:.1f}"
            mark_x, mark_y = tip_x, points[0][1] + 12
        else:
            points[at] = (tip_x + (5 if placed.direction == "left" else -5), tip_y)
            line = curve(points)
            mark_x, mark_y = placed.label_x - 8, placed.label_y
        body = join(
            # An unseen broad line makes the step easy to point at.
            tag("path", d=line, fill="none", stroke=look.canvas, stroke_opacity="0", stroke_width=12.0),
            tag("path", d=line, fill="none", **drawn),
            arrow(tip_x, tip_y, placed.direction, str(drawn["stroke"])),
            mark(step.status, mark_x, mark_y, look) or Markup(""),
            labels.draw_label(placed.label, placed.label_x, placed.label_y, look),
        )
        said = labels.sentence(step, earlier, later, placed.money)
        return self._linked(
            f"{self.prefix}e{number}", step.iri, said, step.summary, body, classes=f"sl-step sl-{step.status}"
        )

    def _slip(self, number: int) -> Markup:
        placed = self.scene.slips[number]
        band = self.scene.bands[-1]
        body = cards.draw_slip(placed.slip, placed.x, placed.y, band.width - 2 * PAD, self.look)
        if placed.tie:
            x, y = placed.tie
            tie = tag("path", d=f"M{x:.1f} {y:.1f}H{placed.x:.1f}", stroke=self.look.faint, stroke_width=0.8)
            body = join(tie, body)
        about = self.lineage.node(placed.slip.carrier.node)
        said = cards.carried(placed.slip.carrier, about.label if about else "")
        return self._linked(f"{self.prefix}c{number}", placed.slip.carrier.iri, said, "", body, classes="sl-carrier")

    def _linked(
        self, name: str, iri: str, said: str, summary: str, body: Markup, *, classes: str, folded: tuple[str, ...] = ()
    ) -> Markup:
        inner = tag(
            "g",
            tag("title", escape(said)),
            tag("desc", escape(summary)) if summary else Markup(""),
            body,
            id=name,
            class_=classes,
            data_iri=iri or None,
            data_folded=" ".join(folded) or None,
            role="img",
            aria_label=said,
        )
        own = f"#{name}"
        return tag("a", inner, href=safe_address(self.links.to(iri), own) if self.links.to and iri else own)

    def _foot(self, y: float) -> tuple[Markup, float]:
        look, parts = self.look, []
        key, tall = legend(self.scene, look, _MARGIN, y, self.room)
        parts.append(tag("g", key, class_="sl-legend"))
        if self.bare:
            return tag("g", *parts, class_="sl-foot"), y + tall
        y += tall + 14
        parts.append(self._rule(y))
        y += 14
        told = lines_of(notes.caption(self.whole), self.room, Line("", 12, 600, "ink", leading=18), most=4, ours=True)
        parts.append(draw(told, _MARGIN, y, look, limit=self.room))
        y += height(told) + 12
        room = min((self.room - 40) / 2, 640.0)
        left = self._column(words.say("picture.moneyHead"), notes.money(self.lineage), room)
        right = self._column(words.say("picture.notesHead"), notes.notes(self.whole, self.hidden), room)
        parts.append(draw(left, _MARGIN, y, look, limit=room))
        parts.append(draw(right, _MARGIN + room + 40, y, look, limit=room))
        y += max(height(left), height(right)) + 12
        parts.append(self._rule(y))
        y += 10
        model = Line("", 10.5, 400, "muted", leading=15)
        last = lines_of(notes.source(self.whole), self.room, model, most=8, ours=True)
        stated = self.lineage.version or words.say("note.notStated")
        version = words.say("picture.version", version=stated, edition=EDITION)
        imprint = f"{notes.dates(self.lineage)} · {version} · {words.say('note.licence')}"
        last += lines_of(imprint, self.room, model, most=4, ours=True)
        parts.append(draw(last, _MARGIN, y, look, limit=self.room))
        return tag("g", *parts, class_="sl-foot"), y + height(last) + 24

    def _column(self, heading: str, paragraphs: list[str], room: float) -> list[Line]:
        lines = [Line(heading, 11, 600, "ink", leading=18)]
        for text in paragraphs:
            lines += lines_of(text, room, Line("", 10.5, 400, "muted", leading=15), most=16, ours=True)
        return lines

    def _rule(self, y: float) -> Markup:
        return tag(
            "path", d=f"M{_MARGIN:.1f} {y:.1f}H{self.width - _MARGIN:.1f}", stroke=self.look.rule, stroke_width=1.0
        )
