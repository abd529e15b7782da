"""The smallest pictures of a story: one line for lists, and the card that is shown where somebody links to it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from seedline.document.claims import decide, telling
from seedline.document.types import Document, Node
from seedline.draw.figure.ink import Ink
from seedline.draw.figure.signs import SIGNS, icon, icon_of, pen, sign, stroke_of, weakest
from seedline.draw.figure.story import told_seed
from seedline.draw.figure.wording import Wording
from seedline.draw.markup import Markup, join, tag
from seedline.draw.measurement import ELLIPSIS, rightward, shorten, width, wrap
from seedline.draw.typeset import Line, draw
from seedline.i18n import Words
from seedline.lineage.furthest import told_last
from seedline.vocabulary.mood import Stroke

_WIDER = 1.05


@dataclass(frozen=True, slots=True)
class Stop:
    """One tile: its icon, the line that leads to it, and what is said of it."""

    icon: str
    name: str
    stroke: Stroke = "solid"
    sign: str = ""
    status: str = ""
    under: str = ""
    #: Whether a line leads to it: none leads to that nothing followed, or that nobody looked.
    linked: bool = True


def stops(document: Document, say: Words, *, brief: bool = False) -> list[Stop]:
    """Return the seed, what carried it and what followed, as far as they are told; ``brief`` in fewer words.

    Raises:
        InputError: the document is of no seed, or of several.

    """
    told, words = told_seed(document), Wording(document, say, 1, document.dates.facts_as_of)
    seed, grant = told.seed, told.grant
    amount = say.amount(grant.amount, grant.currency, grant.bound) if grant and grant.amount else ""
    where = [country.called(say.language) for country in seed.countries]
    place = f"{where[0]} +{len(where) - 1}" if len(where) > 1 else "".join(where)
    facts = ", ".join(part for part in (seed.funding_year, place) if part)
    if not told.followed:
        under = ", ".join(part for part in (amount, facts) if part)
        return [Stop("seedProject", seed.name, under=under), *_made(document, seed, words), _nothing(document, say)]
    found = [Stop("seedProject", amount or seed.name, under=facts)]
    first = told.followed[0]
    if first.subject.iri != seed.iri:
        found.append(_stop(first.subject, words))
    last = _stop(first.target, words, brief=brief)
    totals = [
        say.amount(money.follow_on.amount, money.currency, money.follow_on.bound)
        for money in document.money
        if money.follow_on.amount and {item.recipient for item in money.commitments} == {first.target.iri}
    ]
    return [*found, replace(last, under=say("strip.amount", amount=say.listed(totals)) if totals else "")]


def _made(document: Document, seed: Node, words: Wording) -> list[Stop]:
    """Return what the seed made as one stop: that which came furthest by its name, the others counted."""
    nodes = {node.iri: node for node in document.nodes}
    into = (step for step in document.steps if (step.earlier, step.relation) == (seed.iri, "produced"))
    steps = {step.later: step for step in told_last(into) if step.later in nodes}
    first = telling(steps.values())
    if first is None:
        return []
    more = words.say("picture.beyond", len(steps) - 1) if len(steps) > 1 else ""
    return [replace(_stop(nodes[first.later], words), under=more)]


def _nothing(document: Document, say: Words) -> Stop:
    """Return that nothing is told to have followed, or that nobody looked."""
    money = decide(document).money
    unlooked = money is not None and money.outcome == "notLookedFor"
    return Stop("nobodyKnown", say("outcome.notLookedFor" if unlooked else "strip.none"), linked=False)


def _stop(node: Node, words: Wording, *, brief: bool = False) -> Stop:
    step = words.main(node)
    mark, told = words.both(node, brief=brief)
    return Stop(icon_of(node), node.name, stroke_of(step.status) if step else "thin", mark, told)


def thumbnail(document: Document, say: Words, ink: Ink) -> tuple[Markup, float, float]:
    """Return a story in one line, with its width and height: tiles, then the name and status of what followed."""
    found, size, side, y = stops(document, say, brief=True), 13.0, 28.0, 3.0
    parts: list[Markup] = []
    x = 1.0
    for number, stop in enumerate(found):
        if number:
            if stop.linked:
                stroke = weakest([one.stroke for one in found[: number + 1]])
                line, middle = 1.8, y + side / 2
                bars = _bars(stroke, x + 10, middle, line)
                parts.append(tag("path", d=f"M{x:.1f} {middle:.1f}h20{bars}", fill="none", **pen(stroke, ink, line)))
            x += 20
        parts.append(_tile(stop, x, y, side, ink, 1.2))
        x += side
    last = found[-1]
    # Where nothing followed, what is told of the seed stands before that.
    name, status, under = (last.name, last.status, last.under) if last.linked else (found[0].under, "", last.name)
    x += 8
    name = name if len(name) <= 60 else shorten(name, size, 400, weight=600)
    for text, weight, tone in (
        (name, 600, "ink"),
        (status, 600, SIGNS.get(last.sign, "second")),
        (under, 400, "second"),
    ):
        if not text:
            continue
        if text == status and last.sign:
            parts.append(sign(last.sign, x, y + side / 2 - 8, 16, ink))
            x += 21
        wide = width(text, size, weight) * _WIDER
        told = Line(text, size, weight, tone, leading=34.0, backward=text == name and rightward(name))
        parts.append(draw([told], x, 0, ink, limit=wide))
        x += wide + 10
    return join(*parts), x, 34.0


def _bars(stroke: Stroke, x: float, y: float, line: float) -> str:
    """Return the two bars across a line that is blocked: without colour, too, it is none that has happened."""
    across = (f"M{x + line * at:.1f} {y - line * 3:.1f}v{line * 6:.1f}" for at in (-1.2, 1.2))
    return "".join(across) if stroke == "crossed" else ""


def _tile(stop: Stop, x: float, y: float, side: float, ink: Ink, line: float) -> Markup:
    seed = stop.icon == "seedProject"
    ground = tag(
        "rect", x=x, y=y, width=side, height=side, rx=side * 0.22,
        fill=ink.seed if seed else ink.card, stroke=ink.seed if seed else ink.wire, stroke_width=f"{line:.2f}",
        stroke_dasharray=None if stop.linked else f"{line * 2.5:.1f}",
    )  # fmt: skip
    inner = side * 0.58
    mark = icon(stop.icon, x + (side - inner) / 2, y + (side - inner) / 2, inner, ink.seed_ink if seed else ink.second)
    return join(ground, mark)


def link_card(document: Document, say: Words, ink: Ink, title: str, reported: str) -> Markup:
    """Return the card of a link, 1,200 by 630: a title, up to three stops, and that nothing is attributed."""
    found = stops(document, say)
    parts = [
        tag("rect", width=1200, height=14, fill=ink.seed),
        draw([Line("Seedline", 30, 600, "ink", leading=42)], 64, 46, ink, limit=400),
    ]
    code = told_seed(document).seed.code
    at = 1136 - width(code, 26) * _WIDER
    parts.append(draw([Line(code, 26, 400, "third", leading=42)], at, 46, ink, limit=400))
    lines = [replace(line, leading=line.size + 14) for line in _whole(title, (58, 50, 44, 36, 32), 1072 / _WIDER, 2)]
    parts.append(draw(lines, 64, 108, ink, limit=1072))
    each, side, y = 1072 / max(len(found), 2), 80.0, max(240.0, 130 + sum(line.leading for line in lines))
    for number, stop in enumerate(found):
        x = 64 + each * number
        room = (each - 28) / _WIDER
        if number and stop.linked:
            drawn = pen(stop.stroke, ink, 5)
            middle = y + side / 2
            run = f"M{x - each + side:.1f} {middle:.1f}H{x - 16:.1f}{_bars(stop.stroke, x - 46, middle, 5)}"
            parts.append(tag("path", d=run, fill="none", **drawn))
            parts.append(tag("path", d=f"M{x:.1f} {middle:.1f}l-20 -12v24z", fill=str(drawn["stroke"])))
        parts.append(_tile(stop, x, y, side, ink, 3))
        at_y = y + side + 14
        states = wrap(stop.status, 25, room - 40, weight=600, lines=4) if stop.sign else ()
        facts = wrap(stop.under, 25, room, lines=2) if stop.under else ()
        # What the foot leaves is the name's; one that needs more is set smaller.
        most = int((564 - at_y - 32 * (len(states) + len(facts))) // 40)
        told = [
            replace(line, backward=rightward(stop.name))
            for line in _whole(stop.name, (34, 30, 26), room, min(4, max(1, most)))
        ]
        parts.append(draw(told, x, at_y, ink, limit=room))
        at_y += sum(line.leading for line in told) + 4
        if stop.sign:
            parts.append(sign(stop.sign, x, at_y + 3, 30, ink))
            said = [Line(text, 25, 600, SIGNS[stop.sign], leading=32) for text in states]
            parts.append(draw(said, x + 40, at_y, ink, limit=room))
            at_y += 32 * len(said)
        parts.append(draw([Line(text, 25, 400, "second", leading=32) for text in facts], x, at_y, ink, limit=room))
    parts.append(draw([Line(reported, 25, 400, "second", leading=40)], 64, 572, ink, limit=1072))
    return join(*parts)


def _whole(text: str, sizes: tuple[float, ...], room: float, most: int) -> list[Line]:
    """Return lines in the first of some sizes in which a text stands uncut in so many, else in the last."""
    for size in sizes:
        lines = wrap(text, size, room, weight=600, lines=most)
        if len(lines) < most or not lines[-1].endswith(ELLIPSIS):
            break
    return [Line(line, size, 600, "ink", leading=size + 6) for line in lines]
