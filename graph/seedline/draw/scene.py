"""The scene: every card, step and note with its place, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from seedline.document.facts import Lineage, Step
from seedline.draw import cards, labels
from seedline.draw.cards import Card, Slip
from seedline.draw.labels import Label
from seedline.draw.placement import Box, Graph, Link, Positions, layout
from seedline.draw.stages import Stage, stages

PAD = 16.0
BEND = 30.0
SLIP = 156.0
_STACK = 24.0
#: The mark on a card's lower edge, which says that steps lead beyond, reaches so far below it.
_MARK = 10.0


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A card and its upper left corner."""

    card: Card
    x: float
    y: float
    money: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedStep:
    """A step: the points of its line, where its arrow points, and where its label stands."""

    step: Step
    points: tuple[tuple[float, float], ...]
    direction: str
    label: Label
    label_x: float
    label_y: float
    money: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedSlip:
    """A note of the last column and its upper left corner."""

    slip: Slip
    x: float
    y: float
    #: Where a line to what the note is about begins, if it stands beside it.
    tie: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Band:
    """The ground of a stage."""

    stage: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything of a lineage's graph, with its upper left corner at 0, 0 under the stages' titles."""

    lineage: Lineage
    bands: tuple[Band, ...]
    cards: tuple[PlacedCard, ...]
    steps: tuple[PlacedStep, ...]
    slips: tuple[PlacedSlip, ...]
    width: float
    height: float


def scene(lineage: Lineage) -> Scene:
    """Return a lineage with a place for everything in it."""
    return _Composer(lineage).compose()


class _Composer:
    def __init__(self, lineage: Lineage) -> None:
        self.lineage = lineage
        self.stages: tuple[Stage, ...] = stages(lineage)
        self.sums = labels.sums(lineage)
        self.cards = {node.iri: cards.card(node, self.sums.nodes.get(node.iri, ())) for node in lineage.nodes}
        nodes = {node.iri: node for node in lineage.nodes}
        self.labels = [
            labels.label(step, nodes[step.later], self.sums.steps.get(number, ()))
            for number, step in enumerate(lineage.steps)
        ]
        self.box_of: dict[str, str] = {}
        self.column_of: dict[str, int] = {}
        self.stacked: dict[tuple[str, str], int] = {}
        self.offsets: dict[str, float] = {}
        self.boxes: list[Box] = []

    def compose(self) -> Scene:
        """Return the scene."""
        self._pack()
        links = [
            Link(f"e{number}", self.box_of[step.earlier], self.box_of[step.later], self.labels[number].height)
            for number, step in enumerate(self.lineage.steps)
            if (step.earlier, step.later) not in self.stacked
        ]
        self.heights = {box.id: box.height for box in self.boxes}
        placed = layout(Graph(tuple(self.boxes), tuple(links)))
        lefts, zones, bands, width = self._across(placed)
        made = {iri: self._card(iri, lefts, placed) for iri in self.cards}
        slips, width = self._slips(made, bands, width, placed.height)
        steps = self._steps(placed, made, lefts, zones)
        bottom = max(
            [placed.height, *(slip.y + slip.slip.height for slip in slips)],
        )
        return Scene(self.lineage, tuple(bands), tuple(made.values()), tuple(steps), tuple(slips), width, bottom)

    def _pack(self) -> None:
        """Put the nodes of each column into boxes, a chain as one box with its steps inside."""
        column = 0
        for stage in self.stages:
            for blocks in stage.columns:
                for block in blocks:
                    name = f"b{len(self.boxes)}"
                    offset = 0.0
                    for index, node in enumerate(block.nodes):
                        if index:
                            offset += self._join(block.nodes[index - 1].iri, node.iri)
                        self.box_of[node.iri], self.column_of[node.iri] = name, column
                        self.offsets[node.iri] = offset
                        offset += self.cards[node.iri].height
                    self.boxes.append(Box(name, column, offset))
                column += 1
        self.columns = column

    def _join(self, earlier: str, later: str) -> float:
        """Return the room for the step between two cards of a chain, whose label stands right of its line."""
        number = next(n for n, s in enumerate(self.lineage.steps) if (s.earlier, s.later) == (earlier, later))
        self.stacked[(earlier, later)] = number
        step, node = self.lineage.steps[number], self.lineage.node(later)
        assert node is not None
        self.labels[number] = labels.label(step, node, self.sums.steps.get(number, ()), cards.WIDTH - _STACK - 14)
        return self.labels[number].height + 18 + self._marked(earlier)

    def _marked(self, iri: str) -> float:
        """Return the room that the mark of a card takes below it."""
        return _MARK if self.lineage.beyond.get(iri) else 0.0

    def _across(self, placed: Positions) -> tuple[list[float], list[tuple[float, float]], list[Band], float]:
        """Return each column's left edge, each gap's label zone, the bands, and the width of all."""
        widest = [0.0] * self.columns
        crossed = [0] * self.columns
        for number in range(len(self.lineage.steps)):
            name = f"e{number}"
            for lane, _ in placed.bends.get(name, ()):
                if lane % 2:
                    crossed[lane // 2] += 1
            if name in placed.labels:
                lane = placed.labels[name] // 2
                widest[lane] = max(widest[lane], self.labels[number].width)
        lefts: list[float] = []
        zones: list[tuple[float, float]] = []
        x = PAD
        for column in range(self.columns):
            lefts.append(x)
            x += cards.WIDTH
            zone = widest[column]
            # Many lines fan out less steeply with more room.
            bend = BEND + min(50.0, 3.0 * crossed[column]) if zone else (28.0 if crossed[column] else 22.0)
            zones.append((x + bend, x + bend + zone))
            x += 2 * bend + zone
        bands: list[Band] = []
        column = 0
        for stage in self.stages:
            last = column + len(stage.columns) - 1
            bands.append(Band(stage.name, lefts[column] - PAD, lefts[last] + cards.WIDTH + 2 * PAD - lefts[column]))
            column = last + 1
        return lefts, zones, bands, bands[-1].x + bands[-1].width if bands else 0.0

    def _card(self, iri: str, lefts: list[float], placed: Positions) -> PlacedCard:
        box = self.box_of[iri]
        y = placed.boxes[box] - self.heights[box] / 2 + self.offsets[iri]
        return PlacedCard(self.cards[iri], lefts[self.column_of[iri]], y, self.sums.nodes.get(iri, ()))

    def _slips(
        self, made: dict[str, PlacedCard], bands: list[Band], width: float, height: float
    ) -> tuple[list[PlacedSlip], float]:
        """Return the notes of the last column, each as near as can be to the height of what it is about."""
        if not self.lineage.carriers:
            return [], width
        under = 0.0
        if bands and bands[-1].stage == "carried on":
            x = bands[-1].x + PAD
            room = bands[-1].width - 2 * PAD
            under = max(c.y + c.card.height for c in made.values() if c.card.node.stage == "carried on") + 18
        else:
            x, room = width + 24 + PAD, SLIP
            bands.append(Band("carried on", x - PAD, room + 2 * PAD))
            width = x + room + PAD
        notes = []
        several = len({carrier.node for carrier in self.lineage.carriers}) > 1
        for carrier in self.lineage.carriers:
            about = made.get(carrier.node)
            note = cards.slip(carrier, about.card.node.label if about and several else "", room - 24)
            goal = about.y + about.card.height / 2 if about else height / 2
            beside = about is not None and self.column_of[carrier.node] == self.columns - 1 and not under
            edge = (about.x + cards.WIDTH, about.y, about.y + about.card.height) if about and beside else None
            notes.append((goal - note.height / 2, note, edge))
        notes.sort(key=lambda item: item[0])
        found: list[PlacedSlip] = []
        y = under
        for goal, note, edge in notes:
            y = max(y, goal, 0.0)
            middle = y + note.height / 2
            tie = (edge[0], middle) if edge and edge[1] < middle < edge[2] else None
            found.append(PlacedSlip(note, x, y, tie))
            y += note.height + 12
        return found, width

    def _steps(
        self,
        placed: Positions,
        made: dict[str, PlacedCard],
        lefts: list[float],
        zones: list[tuple[float, float]],
    ) -> list[PlacedStep]:
        ports = self._ports(placed, made)
        found: list[PlacedStep] = []
        for number, step in enumerate(self.lineage.steps):
            label, money = self.labels[number], self.sums.steps.get(number, ())
            start, end = made[step.earlier], made[step.later]
            if (step.earlier, step.later) in self.stacked:
                x = start.x + _STACK - 4
                top, bottom = start.y + start.card.height, end.y
                line = ((x, top + (3 if start.card.node.kind == "programme" else 0)), (x, bottom))
                found.append(
                    PlacedStep(
                        step, line, "down", label, x + 12, top + 6 + self._marked(step.earlier) + label.rise, money
                    )
                )
                continue
            name = f"e{number}"
            forward = self.column_of[step.earlier] < self.column_of[step.later]
            left, right = (start, end) if forward else (end, start)
            label_x = label_y = 0.0
            points = [(left.x + cards.WIDTH, ports[(name, "right")])]
            for lane, y in placed.bends[name]:
                column = lane // 2
                if lane % 2 == 0:
                    points += [(lefts[column], y), (lefts[column] + cards.WIDTH, y)]
                    continue
                level = y - label.height / 2 + label.rise if lane == placed.labels[name] else y
                near, far = zones[column]
                points += [(near, level), (far, level)] if far > near else [((near + far) / 2, level)]
                if lane == placed.labels[name]:
                    label_x, label_y = near + 6, level
            points.append((right.x, ports[(name, "left")]))
            direction = "right" if forward else "left"
            found.append(PlacedStep(step, tuple(points), direction, label, label_x, label_y, money))
        return found

    def _ports(self, placed: Positions, made: dict[str, PlacedCard]) -> dict[tuple[str, str], float]:
        """Return the height at which each line meets the right side of its left card, and the other way round."""
        sides: dict[tuple[str, str], list[tuple[float, str]]] = {}
        for number, step in enumerate(self.lineage.steps):
            name = f"e{number}"
            if name not in placed.bends:
                continue
            forward = self.column_of[step.earlier] < self.column_of[step.later]
            left, right = (step.earlier, step.later) if forward else (step.later, step.earlier)
            bends = placed.bends[name]
            sides.setdefault((left, "right"), []).append((bends[0][1], name))
            sides.setdefault((right, "left"), []).append((bends[-1][1], name))
        found: dict[tuple[str, str], float] = {}
        for (iri, side), lines in sides.items():
            here = made[iri]
            lines.sort()
            room = min(16.0, (here.card.height - 24) / max(1, len(lines) - 1))
            first = here.y + here.card.height / 2 - room * (len(lines) - 1) / 2
            for index, (_, name) in enumerate(lines):
                found[(name, side)] = first + index * room
        return found
