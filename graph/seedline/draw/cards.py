"""Nodes as cards: what each says, how large it is, and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from seedline.document.facts import Carrier, Node
from seedline.draw.icons import icon, of_node
from seedline.draw.markup import Markup, join, tag
from seedline.draw.measurement import width
from seedline.draw.palette import Theme
from seedline.draw.shapes import node_shape
from seedline.draw.typeset import Line, draw, height, lines_of, text_at
from seedline.narrative import phrases as words

WIDTH = 178.0
_PAD = 12.0
_TITLE = Line("", 12.5, 600, "ink", leading=16.5)
_META = Line("", 10.5, 400, "muted", leading=14.0)
_DRAFT = Line("", 10.5, 600, "alarm", leading=14.0)
_MONEY = Line("", 10.5, 600, "money", icon="money", leading=15.0)


@dataclass(frozen=True, slots=True)
class Card:
    """A node with its text broken into lines."""

    node: Node
    heading: Line
    lines: tuple[Line, ...]
    height: float


def card(node: Node, money: tuple[str, ...] = ()) -> Card:
    """Return a node as a card; ``money`` are the sums that are written on it because no edge can carry them."""
    room = WIDTH - 2 * _PAD
    code = next(iter(node.codes), node.id if node.kind == "seedProject" else "")
    named = f"{words.kind(node)} · {code}" if code and code not in node.label else words.kind(node)
    heading = lines_of(named, room - 20, Line("", 10.5, 600, f"kind:{node.kind}", leading=17.0), most=1, ours=True)[0]
    lines = [*lines_of(node.label, room, _TITLE, most=4)]
    if node.draft:
        lines += lines_of(words.say("picture.draftMark"), room, _DRAFT, most=1, ours=True)
    for text in (dates(node), policy(node)):
        lines += lines_of(text, room, _META, most=4, ours=True)
    lines += lines_of(", ".join(node.countries), room, _META, most=2)
    for text in money:
        lines += lines_of(text, room, _MONEY, most=6, ours=True)
    return Card(node, heading, tuple(lines), 9 + heading.leading + 2 + height(lines) + 9)


def dates(node: Node) -> str:
    """Return when a node ran, as far as it is dated.

    >>> from seedline.document import types
    >>> from seedline.document.reading import read
    >>> dates(read(types.Document.of_json({"nodes": [{"iri": "x", "fundingYear": "2015"}]})).nodes[0])
    'funding year 2015'
    """
    parts = [words.say("picture.fundingYear", year=words.when(node.funding_year)) if node.funding_year else ""]
    if node.start and node.end:
        same = node.start == node.end
        parts.append(words.when(node.start) if same else f"{words.when(node.start)} – {words.when(node.end)}")
    elif node.start:
        key = "picture.since" if node.kind == "programme" else "picture.fromDate"
        parts.append(words.say(key, date=words.when(node.start)))
    elif node.end:
        parts.append(words.say("picture.until", date=words.when(node.end)))
    return ", ".join(part for part in parts if part)


def policy(node: Node) -> str:
    """Return the stage of a policy with its body and date."""
    stage, as_of, body = node.policy
    if not stage:
        return ""
    by = words.say("picture.byBody", body=body) if body else ""
    return words.begin(", ".join(part for part in (words.named("policyStage", stage), words.when(as_of), by) if part))


def sentence(node: Node, money: tuple[str, ...] = ()) -> str:
    """Return a card as a sentence that a screen reader says."""
    code = next(iter(node.codes), "")
    named = f"{words.kind(node)}{f' {code}' if code and code not in node.label else ''}: {node.label}"
    carried_on = node.stage == "carried on"
    stage = words.say("picture.stageOf", stage=words.named("stage", node.stage).lower())
    stage = words.say("picture.stageCarried") if carried_on else stage
    draft = words.say("picture.draft") if node.draft else ""
    return words.sentence([named, draft, stage, dates(node), policy(node), ", ".join(node.countries), *money])


def draw_card(made: Card, x: float, y: float, look: Theme, *, focus: bool) -> Markup:
    """Return a card with its upper left corner at a place."""
    line, _ = look.kind(made.node.kind)
    return join(
        node_shape(made.node.kind, x, y, WIDTH, made.height, look, focus=focus),
        icon(of_node(made.node), x + _PAD, y + 10, 14, line),
        draw([made.heading], x + _PAD + 20, y + 9, look, limit=WIDTH - 2 * _PAD - 20),
        draw(made.lines, x + _PAD, y + 11 + made.heading.leading, look, limit=WIDTH - 2 * _PAD),
    )


def draw_beyond(made: Card, count: int, x: float, y: float, look: Theme) -> Markup:
    """Return a mark on a card's lower edge that says how many steps lead from it to what is not shown."""
    text = words.say("picture.beyond", count)
    wide = width(text, _META.size, 600) + 16
    left, top = x + WIDTH - wide - 10, y + made.height - 8
    return join(
        tag("rect", x=left, y=top, width=wide, height=17.0, rx=8.5, fill=look.canvas, stroke=look.line),
        text_at(
            Line(text, _META.size, 600, "ink"), left + wide / 2, top + 12.2, look, right=left + wide, anchor="middle"
        ),
    )


@dataclass(frozen=True, slots=True)
class Slip:
    """A note in the last column: who carries the lineage on."""

    carrier: Carrier
    lines: tuple[Line, ...]
    height: float


def slip(carrier: Carrier, of: str, limit: float) -> Slip:
    """Return who carries something on as a note of a given width."""
    icons = {"institution": "institution", "iom": "people", "otherFunder": "otherFunder"}
    named = carrier.label or words.named("carrier", carrier.kind)
    lines = lines_of(
        named, limit, Line("", 12, 600, "ink", icon=icons.get(carrier.kind, "nobodyKnown"), leading=16), most=5
    )
    kind = words.named("carrier", carrier.kind)
    if kind != named and kind not in named:
        lines += lines_of(kind, limit, _META, most=1)
    if of:
        told = words.say("picture.carriesFor" if carrier.kind == "nobodyKnown" else "picture.carriesOn", thing=of)
        lines += lines_of(told, limit, _META, most=2, ours=True)
    lines += lines_of(_as_of(carrier), limit, _META, most=1)
    return Slip(carrier, tuple(lines), height(lines) + 18)


def carried(carrier: Carrier, of: str) -> str:
    """Return who carries something on as a sentence that a screen reader says."""
    kind = words.named("carrier", carrier.kind)
    who = f"{carrier.label} ({kind})" if carrier.label else kind
    what = words.say("picture.carriedWhat", thing=of) if of else ""
    return words.sentence([words.say("picture.carriedBy", who=who), what, words.begin(_as_of(carrier))])


def _as_of(carrier: Carrier) -> str:
    date = words.when(carrier.as_of)
    return words.say("picture.asOf", date=date) if date else words.say("picture.undated")


def draw_slip(made: Slip, x: float, y: float, width: float, look: Theme) -> Markup:
    """Return a note: a plain slip with a rule down its side, unlike any node."""
    return join(
        tag(
            "rect",
            x=x,
            y=y,
            width=width,
            height=made.height,
            fill=look.canvas,
            stroke=look.rule,
            stroke_width=1.0,
            rx=3.0,
        ),
        tag("rect", x=x, y=y, width=3.0, height=made.height, fill=look.muted, rx=1.5),
        draw(made.lines, x + 13, y + 9, look, limit=width - 24),
    )
