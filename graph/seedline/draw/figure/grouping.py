"""What becomes a box: cards for what scaled or was scaled into, frames with rows for what came the same way."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from seedline.document.types import Document, Node, Step
from seedline.draw.figure.blocks import Content, Entry, Text
from seedline.draw.figure.signs import stroke_of, strongest
from seedline.draw.figure.wording import Level, Wording, main_step
from seedline.i18n import Words
from seedline.vocabulary import RELATIONS, STAGES
from seedline.vocabulary.mood import Stroke

#: A frame has at most so many rows; of a longer one so many fewer are drawn, and the others counted.
ROWS, FEWER = 12, 2
_FAMILIES = {
    "studies": ("study", "publication"),
    "policies": ("policy", "plan"),
    "bodies": ("body", "network"),
    "training": ("course", "curriculum", "event"),
    "systems": ("framework", "platform", "system", "indicatorSet", "mechanism"),
}
_FAMILY = {kind: name for name, kinds in _FAMILIES.items() for kind in kinds}


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two boxes, or rows of them, and the steps that it stands for."""

    tail: str
    tail_port: str
    head: str
    head_port: str
    stroke: Stroke
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The boxes of each stage and the lines between them; ``hidden`` things and ``untold`` steps are only counted."""

    stages: dict[str, tuple[Content, ...]]
    links: tuple[Link, ...]
    hidden: int
    untold: int = 0

    @property
    def contents(self) -> Iterator[Content]:
        """Yield every box."""
        for contents in self.stages.values():
            yield from contents


def plan(
    document: Document,
    say: Words,
    *,
    level: Level = 0,
    most: int = 40,
    rows: int = ROWS,
    band: bool = False,
    marks: bool = False,
) -> Plan:
    """Return the boxes of a document; of more than ``most`` those nearest to the seed, the others counted.

    A frame has at most so many ``rows``; with ``marks`` a thing counts the steps from it to what is not shown.
    """
    return _Planner(document, say, level, band, rows, marks).plan(most)


class _Planner:
    def __init__(self, document: Document, say: Words, level: Level, band: bool, rows: int, marks: bool) -> None:
        self.document = document
        self.level = level
        self.band = band
        self.rows = rows
        self.words = Wording(document, say, level)
        self.nodes = {node.iri: node for node in document.nodes}
        self.names = {node.iri: node.name for node in document.nodes}
        self.into: dict[str, list[Step]] = defaultdict(list)
        self.out: dict[str, list[Step]] = defaultdict(list)
        self.drawn: list[Step] = []
        self.untold = 0
        self.beside: dict[str, list[Text]] = defaultdict(list)
        self.beyond = Counter(document.omitted.ends) if marks else Counter()
        for step in document.steps:
            earlier, later = self.nodes.get(step.earlier), self.nodes.get(step.later)
            if earlier is None or later is None or earlier is later:
                continue
            if earlier.stage == later.stage and not _scales(step):
                # Inside a stage a step that is no scaling is told in words: a line would run over what stands between.
                self.untold += level >= 3
                if level < 3:
                    told = Text(self.words.arriving(step, earlier), to=f"step:{step.iri}")
                    self.beside[later.iri].append(told)
                continue
            self.drawn.append(step)
            self.into[later.iri].append(step)
            self.out[earlier.iri].append(step)
        self.carried = defaultdict(list)
        for carrier in document.carriers:
            self.carried[carrier.node].append(carrier)
        self.paid = {item.recipient for money in document.money for item in money.commitments}
        self.paid |= {out.commitment.recipient for money in document.money for out in money.left_out if out.commitment}

    def plan(self, most: int) -> Plan:
        """Return the boxes and lines."""
        stages: dict[str, list[Content]] = {name: [] for name in STAGES}
        groups: dict[tuple[object, ...], list[Node]] = {}
        for node in self.document.nodes:
            key = (node.iri,) if self._stands_alone(node) else self._came(node)
            groups.setdefault(key, []).append(node)
        for key, members in groups.items():
            for content in self._contents(key, members):
                stages.setdefault(content.stage, []).append(content)
        kept, hidden = self._nearest(stages, most)
        links = self._links(kept)
        drawn = sum(len(link.steps) for link in links) + self.inside
        return Plan(kept, links, hidden, self.untold + len(self.drawn) - drawn)

    def _stands_alone(self, node: Node) -> bool:
        if self._in_a_row(node):
            return False
        return (
            node.stage == "seed"
            or node.kind == "placeholder"
            or node.iri in self.carried
            or node.iri in self.paid
            or any(_scales(step) for step in (*self.into[node.iri], *self.out[node.iri]))
        )

    def _in_a_row(self, node: Node) -> bool:
        """Return whether a thing that was produced is a row although more than that is told of it: it saves room."""
        into = self.into[node.iri]
        return self.level >= 2 and node.stage == "produced" and bool(into) and not any(_scales(step) for step in into)

    def _came(self, node: Node) -> tuple[object, ...]:
        first = self._first(node)
        if self._in_a_row(node) and first:
            return (node.stage, first.earlier, stroke_of(first.status))
        ahead = frozenset((step.later, stroke_of(step.status)) for step in self.out[node.iri])
        came = (first.earlier, first.relation == "produced", stroke_of(first.status)) if first else ()
        return (node.stage, came, ahead)

    def _first(self, node: Node) -> Step | None:
        """Return the step that a row of a frame came over: that from a seed before others."""
        steps = self.into[node.iri]
        return min(steps, key=lambda step: (self.nodes[step.earlier].stage != "seed", step.iri)) if steps else None

    def _contents(self, key: tuple[object, ...], members: list[Node]) -> list[Content]:
        node = members[0]
        if self._stands_alone(node):
            return [self._single(node)]
        families: dict[str, list[Node]] = defaultdict(list)
        for member in members:
            families[_FAMILY.get(member.product_kind or member.kind, "others")].append(member)
        large = [name for name, those in families.items() if len(those) > 1]
        if len(large) > 1 and len(members) > 4 and self.level < 2 and self._first(node):
            order = (*_FAMILIES, "others")
            return [
                self._frame(families[name], self.words.say(f"draw.{name}"))
                for name in sorted(families, key=order.index)
            ]
        return [self._frame(members, self._title(members))]

    def _title(self, members: list[Node]) -> str:
        first = self._first(members[0])
        if first is None:
            verbs = list(dict.fromkeys(self.words.verb(step) for node in members for step in self.out[node.iri]))
            family = {_FAMILY.get(node.product_kind or node.kind, "others") for node in members}
            return ", ".join(verbs) or self.words.say(f"draw.{family.pop() if len(family) == 1 else 'others'}")
        if first.relation == "produced" and stroke_of(first.status) == "solid":
            seed = self.nodes[first.earlier].stage == "seed"
            return self.words.say("draw.producedBySeed" if seed else "draw.produced")
        return self.words.verb(first)

    def _single(self, node: Node) -> Content:
        steps = self.into[node.iri]
        told = {node.iri: self.words.told(node, steps, self.names)}
        if node.stage == "seed":
            entry = self.words.seed(node, band=self.band)
            # A seed may itself have come over a step: another seed's next phase, say.
            extra = [replace(text, tone="seed_ink") for text in self.beside[node.iri]]
            entry = replace(entry, texts=(*entry.texts, *extra, *self._more(node)))
            return Content(node.iri, node.stage, "seed", (entry,), told=told)
        entry = self.words.card(node, steps, self.beside[node.iri])
        entry = replace(entry, texts=(*entry.texts, *self._more(node)))
        feet = tuple(self.words.foot(carrier) for carrier in self.carried[node.iri])
        shape = "placeholder" if node.kind == "placeholder" else "card"
        return Content(node.iri, node.stage, shape, (entry,), feet=feet, told=told)  # type: ignore[arg-type]

    def _frame(self, members: list[Node], title: str) -> Content:
        rows: list[Entry] = []
        if self.level >= 3 and len(members) > 1:
            families: dict[str, list[Node]] = defaultdict(list)
            apart = [
                node for node in members if self.out[node.iri] or node.iri in self.paid or node.iri in self.carried
            ]
            rows += [self._row(node) for node in apart]
            for member in members:
                if member not in apart:
                    families[_FAMILY.get(member.product_kind or member.kind, "others")].append(member)
            for name, those in families.items():
                if len(those) == 1:
                    rows.append(self._row(those[0]))
                else:
                    pairs = [(node, main_step(self.into[node.iri])) for node in those]
                    rows.append(self.words.folded(self.words.say(f"draw.{name}"), pairs))
        else:
            rows = [self._row(node) for node in members]
        if len(rows) > self.rows:
            shown = self.rows - FEWER if self.rows >= ROWS else self.rows
            rest = tuple(iri for entry in rows[shown:] for iri in entry.iris)
            rows = [*rows[:shown], Entry("more", (Text(self.words.say("picture.beyond", len(rest))),), rest)]
        told = {node.iri: self.words.told(node, self.into[node.iri], self.names) for node in members}
        return Content(f"frame:{members[0].iri}", members[0].stage, "frame", tuple(rows), title, told=told)

    def _row(self, node: Node) -> Entry:
        first = self._first(node)
        others = [step for step in self.into[node.iri] if step is not first] if self.level < 3 else []
        told = [self.words.arriving(step, self.nodes[step.earlier]) for step in others]
        entry = self.words.row(node, first, told, self.beside[node.iri], self.carried[node.iri])
        return replace(entry, texts=(*entry.texts, *self._more(node)))

    def _more(self, node: Node) -> tuple[Text, ...]:
        """Return what a thing says of steps that lead from it to what is not shown."""
        count = self.beyond[node.iri]
        return (Text(self.words.say("picture.beyond", count), weight=600, to=f"more:{node.iri}"),) if count else ()

    def _nearest(self, stages: dict[str, list[Content]], most: int) -> tuple[dict[str, tuple[Content, ...]], int]:
        far = self._distances()
        every = [content for contents in stages.values() for content in contents]

        place = {content.key: number for number, content in enumerate(every)}

        def rank(content: Content) -> tuple[bool, bool, int, int]:
            # What something was scaled into says more than an output; of equals the nearest to the seed comes first.
            scaled = any(_scales(step) for iri in content.iris for step in self.into[iri])
            near = min((far.get(iri, 9999) for iri in content.iris), default=9999)
            return content.stage != "seed", not scaled, near, place[content.key]

        kept = every if len(every) <= most else sorted(every, key=rank)[:most]
        names = {content.key for content in kept}
        shown: dict[str, tuple[Content, ...]] = {}
        hidden = 0
        for stage, contents in stages.items():
            own = [content for content in contents if content.key in names]
            hidden += sum(len(content.iris) for content in contents if content.key not in names)
            if own:
                shown[stage] = tuple(own)
        return shown, hidden

    def _distances(self) -> dict[str, int]:
        far = {node.iri: 0 for node in self.document.nodes if node.stage == "seed" or node.iri == self.document.focus}
        queue = deque(far)
        while queue:
            here = queue.popleft()
            ahead = [step.later for step in self.out[here]] + [step.earlier for step in self.into[here]]
            for other in ahead:
                if other not in far:
                    far[other] = far[here] + 1
                    queue.append(other)
        return far

    def _links(self, stages: dict[str, tuple[Content, ...]]) -> tuple[Link, ...]:
        at = {iri: content for contents in stages.values() for content in contents for iri in content.iris}
        found: dict[tuple[str, str, str, str], list[Step]] = {}
        #: Steps between rows of one frame.
        self.inside = 0
        for step in self.drawn:
            tail, head = at.get(step.earlier), at.get(step.later)
            if tail is None or head is None:
                continue
            if tail is head:
                self.inside += 1
                continue
            # A line leads to a whole frame: one to a row would cross what leads to the frame; the row says it in words.
            shared = len(tail.entries) > 1 and not self._in_a_row(self.nodes[step.earlier])
            tail_port = "" if tail.shape != "frame" or shared else step.earlier
            found.setdefault((tail.key, tail_port, head.key, ""), []).append(step)
        return tuple(
            Link(*ends, strongest([stroke_of(step.status) for step in steps]), tuple(steps))
            for ends, steps in found.items()
        )


def _scales(step: Step) -> bool:
    return step.relation in RELATIONS and RELATIONS[step.relation].scaling
