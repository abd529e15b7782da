"""A lineage as a node-link diagram: a place for every single thing, for programs that draw boxes and lines themselves.

Nothing is folded. Stages are lanes side by side; what follows from a thing of the same stage stands in a next column.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from seedline.document.types import Document, Node, Step
from seedline.draw.figure.wording import Wording
from seedline.draw.measurement import wrap
from seedline.draw.placement import Box, Graph, Link, layout
from seedline.i18n import Words
from seedline.vocabulary import STAGES

Point = tuple[float, float]
#: Pixels: the width of a box, the room between columns and between boxes, the size of text and the height of its lines.
WIDTH, GUTTER, GAP, TEXT, LEADING = 230.0, 90.0, 18.0, 13.0, 18.0
_PAD = 9.0
#: So many things are laid out; of more each stage is one column, since whoever opens so many lays them out anew.
MOST = 400


@dataclass(frozen=True, slots=True)
class Place:
    """A box: its middle, its height, and what stands in it, broken into lines."""

    node: Node
    x: float
    y: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """A line: its step, and its points from the earlier box to the later."""

    step: Step
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """The ground of a stage: its left edge and its width."""

    stage: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class NodeLink:
    """Everything with its place, downward and to the right."""

    places: dict[str, Place]
    courses: tuple[Course, ...]
    lanes: tuple[Lane, ...]
    height: float


def node_link(document: Document, say: Words) -> NodeLink:
    """Return a place for each thing of a document and a course for each step between two of them.

    >>> from seedline.i18n import words
    >>> told = {"nodes": [{"iri": "a", "stage": "seed"}, {"iri": "b", "stage": "followed"}],
    ...         "edges": [{"iri": "s", "from": "a", "to": "b"}]}
    >>> made = node_link(Document.of_json(told), words("en"))
    >>> made.places["a"].x < made.places["b"].x, len(made.courses), [lane.stage for lane in made.lanes]
    (True, 1, ['seed', 'followed'])
    """
    nodes = {node.iri: node for node in document.nodes}
    steps = [step for step in document.steps if {step.earlier, step.later} <= nodes.keys()]
    steps = [step for step in steps if step.earlier != step.later]
    large = len(nodes) > MOST
    column, stages = _columns(list(nodes.values()), [] if large else steps)
    words = Wording(document, say)
    lines = {iri: _lines(node, words) for iri, node in nodes.items()}
    heights = {iri: len(told) * LEADING + 2 * _PAD for iri, told in lines.items()}
    links = {
        f"{number}": step
        for number, step in enumerate(steps)
        if not large and column[step.earlier] != column[step.later]
    }
    middle, bends = _stacked(column, heights) if large else _ordered(column, heights, links)
    left = [number * (WIDTH + GUTTER) for number in range(len(stages))]
    places = {
        iri: Place(node, left[column[iri]] + WIDTH / 2, middle[iri], heights[iri], lines[iri])
        for iri, node in nodes.items()
    }
    names = {step.iri: name for name, step in links.items()}
    courses = [Course(step, _points(step, places, left, bends.get(names.get(step.iri, ""), ()))) for step in steps]
    lanes: dict[str, list[float]] = defaultdict(list)
    for x, stage in zip(left, stages, strict=True):
        lanes[stage].append(x)
    grounds = tuple(
        Lane(stage, min(xs) - GUTTER / 3, max(xs) - min(xs) + WIDTH + GUTTER * 2 / 3) for stage, xs in lanes.items()
    )
    return NodeLink(places, tuple(courses), grounds, max((p.y + p.height / 2 for p in places.values()), default=0.0))


def _columns(nodes: list[Node], steps: list[Step]) -> tuple[dict[str, int], list[str]]:
    """Return the column of each thing, and the stage of each column."""
    depth = {node.iri: 0 for node in nodes}
    stage = {node.iri: node.stage if node.stage in STAGES else "before" for node in nodes}
    inside = [step for step in steps if stage[step.earlier] == stage[step.later]]
    # Longest ways inside a stage; in a ring they end after as many rounds as there are things.
    for _ in range(min(len(nodes), 6)):
        for step in inside:
            if depth[step.later] <= depth[step.earlier] < 5:
                depth[step.later] = depth[step.earlier] + 1
    order = {(name, level): (place, level) for place, name in enumerate(STAGES) for level in range(7)}
    found = sorted({(stage[iri], level) for iri, level in depth.items()}, key=order.__getitem__)
    at = {key: number for number, key in enumerate(found)}
    return {iri: at[stage[iri], level] for iri, level in depth.items()}, [name for name, _ in found]


def _lines(node: Node, words: Wording) -> tuple[str, ...]:
    head = " · ".join(part for part in (words.kind(node), node.code) if part)
    return (*wrap(head, TEXT, WIDTH - 2 * _PAD, lines=2), *wrap(node.name, TEXT, WIDTH - 2 * _PAD, lines=6))


def _ordered(
    column: dict[str, int], heights: dict[str, float], links: dict[str, Step]
) -> tuple[dict[str, float], dict[str, tuple[tuple[int, float], ...]]]:
    boxes = tuple(Box(iri, at, heights[iri]) for iri, at in column.items())
    pairs = tuple(Link(name, step.earlier, step.later) for name, step in links.items())
    placed = layout(Graph(boxes, pairs, GAP))
    return placed.boxes, placed.bends


def _stacked(
    column: dict[str, int], heights: dict[str, float]
) -> tuple[dict[str, float], dict[str, tuple[tuple[int, float], ...]]]:
    ends: dict[int, float] = defaultdict(float)
    middle = {}
    for iri, at in column.items():
        middle[iri] = ends[at] + heights[iri] / 2
        ends[at] += heights[iri] + GAP
    return middle, {}


def _points(
    step: Step, places: dict[str, Place], left: list[float], bends: tuple[tuple[int, float], ...]
) -> tuple[Point, ...]:
    """Return a line that passes columns level, between their boxes, and changes its height only in gutters."""
    start, end = places[step.earlier], places[step.later]
    forward = start.x < end.x
    points: list[Point] = []
    for lane, y in sorted(bends, reverse=not forward):
        if lane % 2 == 0:
            sides = [left[lane // 2], left[lane // 2] + WIDTH]
            points += [(x, y) for x in (sides if forward else sides[::-1])]
    if start.x == end.x:
        # Beside the column, so that it runs over no box that stands between.
        x = start.x + WIDTH / 2
        return ((x, start.y), (x + GUTTER / 3, (start.y + end.y) / 2), (x, end.y))
    side = WIDTH / 2 if forward else -WIDTH / 2
    return ((start.x + side, start.y), *points, (end.x - side, end.y))
