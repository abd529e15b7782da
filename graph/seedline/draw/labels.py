"""What is written on a step: its verb, status and year, what is our reading, and the money into its recipient."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from seedline.document.facts import Commitment, Lineage, Node, Step
from seedline.draw.icons import of_step
from seedline.draw.markup import Markup, join
from seedline.draw.palette import Theme
from seedline.draw.shapes import hatch, stroke_of
from seedline.draw.typeset import Line, draw, height, lines_of
from seedline.narrative import phrases as words

LIMIT = 164.0
_STATUS = Line("", 10, 400, "muted", leading=13.5)
_READING = Line("", 10, 400, "muted", italic=True, hatched=True, leading=13.5)
_MONEY = Line("", 10.5, 600, "money", icon="money", leading=14.5)


@dataclass(frozen=True, slots=True)
class Label:
    """The text of a step: what stands above its line, and what below."""

    above: tuple[Line, ...]
    below: tuple[Line, ...]

    @property
    def width(self) -> float:
        """Return the width of the widest line, with room for the hatching of our reading."""
        return max(line.width + (8 if line.hatched else 0) for line in (*self.above, *self.below)) + 12

    @property
    def rise(self) -> float:
        """Return the height of what stands above the line."""
        return height(self.above) + 3

    @property
    def height(self) -> float:
        """Return the whole height."""
        return self.rise + 5 + height(self.below)


def label(step: Step, later: Node, money: tuple[str, ...], limit: float = LIMIT) -> Label:
    """Return the label of a step; one without money has an icon of what it made."""
    sign = "" if money else of_step(step.relation, later)
    model = Line("", 11, 600, "ink", step.inferred, sign, step.inferred, 15)
    contribution = words.contribution(step)
    verb = f"{words.verb(step)} ({contribution})" if contribution else words.verb(step)
    below: list[Line] = []
    if step.inferred:
        below += lines_of(words.say("ui.ourReading"), limit - 8, _READING, most=1, ours=True)
    tone = "alarm" if stroke_of(step.status) == "crossed" else "muted"
    below += lines_of(words.status(step), limit, Line("", 10, 400, tone, leading=13.5), most=3, ours=True)
    below += lines_of(words.dated(step), limit, _STATUS, most=1, ours=True)
    for name in step.dimensions:
        below += lines_of(_reading(name), limit - 8, _READING, most=2, ours=True)
    for text in money:
        below += lines_of(text, limit, _MONEY, most=6, ours=True)
    return Label(tuple(lines_of(verb, limit, model, most=2, ours=True)), tuple(below))


def _reading(dimension: str) -> str:
    return words.say("picture.reading", dimension=words.named("dimension", dimension))


def draw_label(made: Label, x: float, y: float, look: Theme, limit: float = LIMIT) -> Markup:
    """Return a label around a level line at a height, starting at ``x``."""
    parts: list[Markup] = []
    for lines, top in ((made.above, y - made.rise), (made.below, y + 4)):
        for line in lines:
            inset = 8 if line.hatched else 0
            if line.hatched:
                parts.append(hatch(x, top + 1, 5, line.leading - 2, look))
            parts.append(draw([line], x + inset, top, look, limit=limit))
            top += line.leading
    return join(*parts)


def sentence(step: Step, earlier: Node, later: Node, money: tuple[str, ...]) -> str:
    """Return a step as a sentence that a screen reader says."""
    contribution = words.contribution(step)
    basis = words.named("basis", "inferred" if step.inferred else "stated")
    known = words.known("voice", step.voice)
    voice = words.say("picture.by", voice=words.named("voice", step.voice)) if known else ""
    return words.sentence(
        [
            f"{earlier.label}: {words.verb(step)}: {later.label}",
            words.begin(words.status(step)),
            words.begin(words.dated(step)),
            words.say("picture.contribution", contribution=contribution) if contribution else "",
            words.begin(f"{basis} {voice}".strip()),
            *(words.begin(_reading(name)) for name in step.dimensions),
            *money,
            *map(words.place, step.places[:3]),
        ]
    )


@dataclass(frozen=True, slots=True)
class Sums:
    """Where each commitment is written: on a step (by its number), else on its recipient."""

    steps: dict[int, tuple[str, ...]]
    nodes: dict[str, tuple[str, ...]]


def _by_funder(items: tuple[Commitment, ...]) -> list[Commitment]:
    """Return commitments with those of one funder together, the largest first."""
    whole: dict[str, Decimal] = {}
    for item in items:
        whole[item.funder] = whole.get(item.funder, Decimal(0)) + words.amount(item.amount)
    return sorted(items, key=lambda item: (-whole[item.funder], item.funder, -words.amount(item.amount), item.iri))


def sums(lineage: Lineage) -> Sums:
    """Return what every step and node says of money; a commitment is written once."""
    on_steps: dict[int, list[str]] = {}
    on_nodes: dict[str, list[str]] = {}
    seen: set[str] = set()

    def write(item: Commitment, text: str) -> None:
        key = item.iri or text + item.recipient
        if key in seen:
            return
        seen.add(key)
        named = [n for n, step in enumerate(lineage.steps) if item.iri and item.iri in step.commitments]
        into = named or [
            n for n, step in enumerate(lineage.steps) if step.later == item.recipient and step.relation != "produced"
        ]
        if into:
            on_steps.setdefault(into[0], []).append(text)
        else:
            on_nodes.setdefault(item.recipient, []).append(text)

    for entry in lineage.money:
        for item in _by_funder(entry.commitments):
            write(item, words.commitment(item))
        for _, out in entry.left_out:
            if out is not None:
                write(out, words.say("picture.notCounted", commitment=words.commitment(out)))
    for entry in lineage.money:
        for item in entry.seeds:
            text = words.say("picture.seed", amount=words.money(item.amount, item.currency, item.bound))
            on_nodes.setdefault(item.recipient, []).append(text)
        seeds = [node for node in lineage.nodes if node.stage == "seed"]
        if not entry.seeds and entry.seed and len(seeds) == 1:
            text = words.say("picture.seed", amount=words.money(entry.seed, entry.currency, entry.seed_bound))
            on_nodes.setdefault(seeds[0].iri, []).append(text)
    return Sums(
        {number: tuple(texts) for number, texts in on_steps.items()},
        {iri: tuple(texts) for iri, texts in on_nodes.items()},
    )
