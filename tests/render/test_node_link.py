"""A place for every thing: boxes apart, lines that run between them, no names for Graphviz."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from seedline.document.types import Document
from seedline.draw.node_link import MOST, WIDTH, NodeLink, node_link
from seedline.draw.placement import Box, Graph, Link, layout
from seedline.i18n import words
from tests.render.documents import Json, ct0921
from tests.render.gallery import synthetic

DOCUMENTS = [ct0921(), *(synthetic(count, seed) for count in (5, 12, 30, 70, 150) for seed in (1, 2, 3))]


def made_of(told: Json) -> NodeLink:
    return node_link(Document.of_json(told), words("en"))


@pytest.mark.parametrize("told", DOCUMENTS, ids=range(len(DOCUMENTS)))
def test_boxes_stand_apart_in_the_lane_of_their_stage(told: Json) -> None:
    made = made_of(told)
    boxes = [(p.x - WIDTH / 2, p.y - p.height / 2, p.x + WIDTH / 2, p.y + p.height / 2) for p in made.places.values()]
    assert len(boxes) == len(told["nodes"]) and len(made.courses) == len(told["edges"])
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    lanes = {lane.stage: lane for lane in made.lanes}
    for place, (left, _, right, _) in zip(made.places.values(), boxes, strict=True):
        lane = lanes[place.node.stage]
        assert lane.x < left and right < lane.x + lane.width


@pytest.mark.parametrize("told", DOCUMENTS, ids=range(len(DOCUMENTS)))
def test_no_line_runs_through_a_box(told: Json) -> None:
    made = made_of(told)
    for course in made.courses:
        for (x, y), (to_x, to_y) in pairwise(course.points):
            # The curves of vis-network are level at both ends, so within a column's width only level pieces run.
            level = abs(y - to_y) < 0.1
            for place in made.places.values():
                left, right = place.x - WIDTH / 2 + 1, place.x + WIDTH / 2 - 1
                beside = max(x, to_x) <= left or min(x, to_x) >= right
                over = abs(y - place.y) >= place.height / 2 - 1 if level else False
                assert beside or over, (course.step.iri, place.node.iri)


def test_what_is_too_large_stands_in_columns() -> None:
    made = made_of(synthetic(MOST + 100))
    assert len({place.x for place in made.places.values()}) == len(made.lanes)


def test_the_layout_knows_no_names() -> None:
    # Graphviz reads "<…>" as markup and a backslash as an escape; ids are never given to it.
    boxes = (Box("<b>\\N</b>", 0, 30), Box("javascript:x", 1, 30), Box('"', 3, 30))
    placed = layout(Graph(boxes, (Link("a", "<b>\\N</b>", "javascript:x", 20), Link("b", '"', "<b>\\N</b>", 20))))
    assert set(placed.boxes) == {box.id for box in boxes}
    assert [lane for lane, _ in placed.bends["b"]] == [1, 2, 3, 4, 5]
    assert placed.labels == {"a": 1, "b": 1}


def test_an_empty_graph_has_an_empty_layout() -> None:
    assert layout(Graph((), ())).height == 0
    assert made_of({}).places == {}
