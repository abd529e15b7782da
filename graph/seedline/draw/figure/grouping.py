"""What becomes a box: cards for what scaled or was scaled into, frames with rows for what came the same way."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from seedline.document.claims import telling
from seedline.document.types import Document, Node, Step
from seedline.draw.figure.blocks import Content, Entry, Text
from seedline.draw.figure.signs import stroke_of, strongest, weakest_first
from seedline.draw.figure.ways import main_path
from seedline.draw.figure.wording import Level, Wording, known_to_most
from seedline.i18n import Words
from seedline.lineage.furthest import told_last
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
    """The boxes of each stage and the lines between them; ``missing`` things, by their stage, and ``untold`` steps are
    only counted.
    """

    stages: dict[str, tuple[Content, ...]]
    links: tuple[Link, ...]
    missing: dict[str, int]
    untold: int = 0

    @property
    def hidden(self) -> int:
        """Return how many things stand in no box."""
        return sum(self.missing.values())

    @property
    def counted(self) -> int:
        """Return how many things are only counted: those of boxes that are not drawn, and of rows that are not."""
        rows = (entry for content in self.contents for entry in content.entries if entry.icon == "more")
        return self.hidden + sum(len(entry.iris) for entry in rows)

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

    What stands between a seed and what has come furthest of all that followed it comes before all else.
    A frame has at most so many ``rows``; with ``marks`` a thing counts the steps from it to what is not shown.
    """
    return Planner(document, say, level, band, rows, marks).plan(most)


def ranked(
    document: Document, say: Words, *, level: Level, rows: int, band: bool
) -> tuple[list[str], int, Callable[[list[str]], Plan]]:
    """Return the keys of boxes in the order of what they say, how many of them have to stay, and
    what makes a plan of some of them, the others counted.
    """
    planner = Planner(document, say, level, band, rows, False)
    stages = planner.stages()
    every = sorted((content for contents in stages.values() for content in contents), key=planner.rank(stages))
    stay = sum(content.stage == "seed" or bool(planner.path & set(content.iris)) for content in every)
    return [content.key for content in every], max(stay, 1), lambda keys: planner.chosen(stages, set(keys))


class Planner:
    """Makes plans of one document. Where it is to be ``whole`` it leaves nothing out of a frame: it makes several."""

    def __init__(
        self, document: Document, say: Words, level: Level, band: bool, rows: int, marks: bool, *, whole: bool = False
    ) -> None:
        self.document = document
        self.whole = whole
        self.level = level
        self.band = band
        self.rows = rows
        self.words = Wording(document, say, level, known_to_most(document))
        self.nodes = {node.iri: node for node in document.nodes}
        self.names = {node.iri: node.name for node in document.nodes}
        self.into: dict[str, list[Step]] = defaultdict(list)
        self.out: dict[str, list[Step]] = defaultdict(list)
        self.drawn: list[Step] = []
        self.untold = 0
        self.beside: dict[str, list[Text]] = defaultdict(list)
        self.beyond = Counter(document.omitted.ends) if marks else Counter()
        retold = {stated.iri for node in document.nodes if (stated := self.words.before(node))}
        for step in document.steps:
            earlier, later = self.nodes.get(step.earlier), self.nodes.get(step.later)
            if earlier is None or later is None or earlier is later:
                continue
            if earlier.stage == later.stage and not _scales(step):
                # Inside a stage a step that is no scaling is told in words: a line would run over what stands between.
                self.untold += level >= 3
                # What our reading is told beside stands with it.
                if level < 3 and step.iri not in retold:
                    self.beside[later.iri].append(self.words.came(step, earlier))
                continue
            self.drawn.append(step)
            self.into[later.iri].append(step)
            self.out[earlier.iri].append(step)
        self.path = {iri for step in main_path(document) for iri in (step.earlier, step.later)}
        self.carried = defaultdict(list)
        for carrier in document.holders:
            self.carried[carrier.node].append(carrier)
        self.paid = {item.recipient for money in document.money for item in money.commitments}
        self.paid |= {out.commitment.recipient for money in document.money for out in money.left_out if out.commitment}

    def plan(self, most: int) -> Plan:
        """Return the boxes and lines."""
        stages = self.stages()
        every = [content for contents in stages.values() for content in contents]
        kept = every if len(every) <= most else sorted(every, key=self.rank(stages))[:most]
        return self.chosen(stages, {content.key for content in kept})

    def stages(self) -> dict[str, list[Content]]:
        """Return every box by its stage."""
        stages: dict[str, list[Content]] = {name: [] for name in STAGES}
        groups: dict[tuple[object, ...], list[Node]] = {}
        for node in self.document.nodes:
            key = (node.iri,) if self._stands_alone(node) else self._came(node)
            groups.setdefault(key, []).append(node)
        for key, members in groups.items():
            for content in self._contents(key, members):
                stages.setdefault(content.stage, []).append(content)
        # What has happened stands over what is only agreed or intended.
        stages["followed"].sort(key=self._unsure)
        return stages

    def _unsure(self, content: Content) -> int:
        """Return how unsure the surest step to a box is: 0 is one that has happened."""
        steps = [step for iri in content.iris for step in self.into[iri]]
        return -max((weakest_first(stroke_of(step.status)) for step in steps), default=0)

    def _planned(self, kept: dict[str, tuple[Content, ...]], missing: dict[str, int]) -> Plan:
        kept, arriving = self._said_from(kept)
        links = self._links(kept)
        drawn = sum(len(link.steps) for link in links) + self.inside
        return Plan(kept, links, missing, self.untold + len(self.drawn) - drawn - arriving)

    def _said_from(self, kept: dict[str, tuple[Content, ...]]) -> tuple[dict[str, tuple[Content, ...]], int]:
        """Return boxes of which those say from what they came that no line comes to, and how many steps that tells."""
        shown = {iri for contents in kept.values() for content in contents for iri in content.iris}
        made: dict[str, tuple[Content, ...]] = {}
        told = 0
        for stage, contents in kept.items():
            said = []
            for content in contents:
                into = [step for iri in content.iris for step in self.into[iri]]
                if not into or stage == "seed" or any(step.earlier in shown for step in into):
                    said.append(content)
                    continue
                first = telling(into)
                assert first
                source = self.words.arriving(first, self.nodes[first.earlier])
                told += sum(step.earlier == first.earlier for step in into)
                if content.shape == "frame":
                    said.append(replace(content, title=source))
                    continue
                (entry,) = content.entries
                texts = (replace(entry.texts[0], text=source), *entry.texts[1:])
                said.append(replace(content, entries=(replace(entry, texts=texts),)))
            made[stage] = tuple(said)
        return made, told

    def _stands_alone(self, node: Node) -> bool:
        if self._in_a_row(node) or self._in_a_line(node):
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
        if self.level >= 4 and node.iri in self.path:
            return False
        return self.level >= 2 and node.stage == "produced" and bool(into) and not any(_scales(step) for step in into)

    def _in_a_line(self, node: Node) -> bool:
        """Return whether a thing that came as others did is a line of their frame although it scaled."""
        alone = node.stage in {"seed", "before"} or node.kind == "placeholder" or node.iri in self.paid
        return self.level >= 6 and not alone and bool(self.into[node.iri])

    def _came(self, node: Node) -> tuple[object, ...]:
        first = self._first(node)
        if self._in_a_line(node) and first:
            return (node.stage, first.earlier, first.relation, stroke_of(first.status))
        if self._in_a_row(node) and first:
            return (node.stage, first.earlier, stroke_of(first.status))
        ahead = frozenset((step.later, stroke_of(step.status)) for step in self.out[node.iri])
        came = (first.earlier, first.relation == "produced", stroke_of(first.status)) if first else ()
        return (node.stage, came, ahead)

    def _first(self, node: Node) -> Step | None:
        """Return the step that a row of a frame came over: that from a seed, else the one that tells how far it came.

        Of several that say the same it is the one told last, in whose mood its line is drawn.
        """
        steps = list(told_last(self.into[node.iri]))
        if len(steps) < 2:
            return next(iter(steps), None)
        main = self.words.main(node)
        key = lambda step: (self.nodes[step.earlier].stage != "seed", step is not main, step.iri)  # noqa: E731
        return min(steps, key=key)

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
                frame
                for name in sorted(families, key=order.index)
                for frame in self._frames(families[name], self.words.say(f"draw.{name}"))
            ]
        return self._frames(members, self._title(members))

    def _frames(self, members: list[Node], title: str) -> list[Content]:
        """Return the frame of some things, or where none may be left out, or rows are lines, as many as they need."""
        if self.whole:
            most = -(-len(members) // -(-len(members) // self.rows))
            return [self._frame(members[start : start + most], title) for start in range(0, len(members), most)]
        if self.level < 6:
            return [self._frame(members, title)]
        nodes = {node.iri: node for node in members}
        rows, title = self._rows(members, title)
        return [
            Content(
                f"frame:{some[0].iris[0]}",
                members[0].stage,
                "frame",
                tuple(some),
                title,
                told={iri: self._said_of(nodes[iri]) for entry in some for iri in entry.iris},
            )
            for some in (rows[start : start + self.rows] for start in range(0, len(rows), self.rows))
        ]

    def _title(self, members: list[Node]) -> str:
        first = self._first(members[0])
        if first is None:
            verbs = list(
                dict.fromkeys(self.words.verb(step).rstrip(",") for node in members for step in self.out[node.iri])
            )
            family = {_FAMILY.get(node.product_kind or node.kind, "others") for node in members}
            return ", ".join(verbs) or self.words.say(f"draw.{family.pop() if len(family) == 1 else 'others'}")
        if first.relation == "produced" and stroke_of(first.status) == "solid":
            seed = self.nodes[first.earlier].stage == "seed"
            if seed and self.level >= 6:
                # The head of the column says it.
                return ""
            return self.words.say("draw.producedBySeed" if seed else "draw.produced")
        return self.words.verb(first).rstrip(",")

    def _single(self, node: Node) -> Content:
        steps = self.into[node.iri]
        told = {node.iri: self._said_of(node)}
        if node.stage == "seed":
            entry = self.words.seed(node, band=self.band)
            # A seed may itself have come over a step: another seed's next phase, say.
            extra = [replace(text, tone="seed_ink") for text in self.beside[node.iri]]
            entry = replace(entry, texts=(*entry.texts, *extra, *self._more(node)))
            return Content(node.iri, node.stage, "seed", (entry,), told=told)
        # What nothing is told to lead to says what it led to.
        entry = self.words.card(node, steps or self.out[node.iri], self.beside[node.iri])
        entry = replace(entry, texts=(*entry.texts, *self._more(node)))
        feet = tuple(self.words.foot(carrier) for carrier in self.carried[node.iri])
        shape = "placeholder" if node.kind == "placeholder" else "card"
        return Content(node.iri, node.stage, shape, (entry,), feet=feet, told=told)  # type: ignore[arg-type]

    def _frame(self, members: list[Node], title: str) -> Content:
        rows, title = self._rows(members, title)
        if len(rows) > self.rows and not self.whole:
            rows.sort(key=lambda entry: not self.path & set(entry.iris))
            shown = self.rows - FEWER if self.rows >= ROWS else self.rows
            rest = tuple(iri for entry in rows[shown:] for iri in entry.iris)
            rows = [*rows[:shown], Entry("more", (Text(self.words.say("picture.beyond", len(rest))),), rest)]
        told = {node.iri: self._said_of(node) for node in members}
        return Content(f"frame:{members[0].iri}", members[0].stage, "frame", tuple(rows), title, told=told)

    def _rows(self, members: list[Node], title: str) -> tuple[list[Entry], str]:
        """Return the rows of a frame, and its title, which is empty where a row says it."""
        if self.level < 3 or len(members) < 2:
            return [self._row(node) for node in members], title
        apart = [
            node
            for node in members
            if self.out[node.iri]
            or node.iri in self.paid
            or node.iri in self.carried
            or (self._in_a_line(node) and node.stage != "produced")
        ]
        rows = [self._row(node) for node in apart]
        families: dict[str, list[Node]] = defaultdict(list)
        for member in members:
            if member not in apart:
                families[_FAMILY.get(member.product_kind or member.kind, "others")].append(member)
        for name, those in families.items():
            if len(those) == 1:
                rows.append(self._row(those[0]))
            else:
                ways = [step for node in those for step in self._ways(node)]
                family = self.words.say(f"draw.{name}")
                # A frame of one family says its name once.
                title = title if title != family else ""
                rows.append(self.words.folded(family, those, ways))
        return rows, title

    def _said_of(self, node: Node) -> str:
        """Return what a box says of a thing to who cannot see it."""
        return self.words.told(node, self.into[node.iri], self.names)

    def _row(self, node: Node) -> Entry:
        first = self._first(node)
        into = list(told_last(self.into[node.iri]))
        links = [(step.earlier, step.relation) for step in (first,) if step]
        others = [step for step in into if (step.earlier, step.relation) not in links] if self.level < 3 else []
        told = self.words.arrived(others, self.nodes)
        beside, carriers = self.beside[node.iri], self.carried[node.iri]
        entry = self.words.row(node, self.words.main(node), told, beside, carriers, self._ways(node))
        return replace(entry, texts=(*entry.texts, *self._more(node)))

    def _ways(self, node: Node) -> list[Step]:
        """Return the steps that are told of a thing in a frame: those that lead to it, else those that lead on."""
        return self.into[node.iri] or self.out[node.iri]

    def _more(self, node: Node) -> tuple[Text, ...]:
        """Return what a thing says of steps that lead from it to what is not shown."""
        count = self.beyond[node.iri]
        return (Text(self.words.say("picture.beyond", count), weight=600, to=f"more:{node.iri}"),) if count else ()

    def rank(self, stages: dict[str, list[Content]]) -> Callable[[Content], tuple[bool | int, ...]]:
        """Return what tells of a box how much it says of the lineage: the less, the more."""
        far = self._distances()
        place = {content.key: n for n, content in enumerate(one for those in stages.values() for one in those)}

        def rank(content: Content) -> tuple[bool, bool, bool, int, bool, int, int]:
            # What something was scaled into says more than an output, and that more than what the seed rests on; of
            # equals the nearest to the seed comes first.
            on_path = any(iri in self.path for iri in content.iris)
            scaled = content.stage != "before" and any(_scales(step) for iri in content.iris for step in self.into[iri])
            # Of what was scaled into, what has happened says more than what is only agreed or intended.
            unsure = self._unsure(content) if scaled else 0
            near = min((far.get(iri, 9999) for iri in content.iris), default=9999)
            return (
                content.stage != "seed",
                not on_path,
                not scaled,
                unsure,
                content.stage == "before",
                near,
                place[content.key],
            )

        return rank

    def chosen(self, stages: dict[str, list[Content]], names: set[str]) -> Plan:
        """Return the plan of the boxes with some keys, the others counted."""
        shown = {stage: tuple(one for one in those if one.key in names) for stage, those in stages.items()}
        counts = {stage: sum(len(one.iris) for one in those if one.key not in names) for stage, those in stages.items()}
        missing = {stage: count for stage, count in counts.items() if count}
        return self._planned({stage: those for stage, those in shown.items() if those}, missing)

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
            source = self.nodes[step.earlier]
            shared = len(tail.entries) > 1 and not self._in_a_row(source) and not self._in_a_line(source)
            tail_port = "" if tail.shape != "frame" or shared else step.earlier
            found.setdefault((tail.key, tail_port, head.key, ""), []).append(step)
        return tuple(
            Link(*ends, strongest([stroke_of(step.status) for step in steps]), tuple(steps))
            for ends, steps in found.items()
        )


def _scales(step: Step) -> bool:
    return step.relation in RELATIONS and RELATIONS[step.relation].scaling
