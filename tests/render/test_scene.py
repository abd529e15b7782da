"""Places: nothing on top of anything else, lines that go where they say, folds that hide nothing of weight."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedline.document.reading import read
from seedline.document.types import Document
from seedline.draw.cards import WIDTH
from seedline.draw.drawing import svg
from seedline.draw.folding import ROOM, fold
from seedline.draw.placement import Box, Graph, Link, layout
from seedline.draw.scene import Scene, scene
from tests.render.documents import BASE, Json, commitment, ct0921, document, edge, money, node
from tests.render.gallery import synthetic

GOLDEN = Path(__file__).parent / "golden"
DOCUMENTS = [ct0921(), *(synthetic(count, seed) for count in (5, 12, 30, 70, 150) for seed in (1, 2, 3))]
Rect = tuple[float, float, float, float]


def rects(made: Scene) -> list[tuple[str, Rect]]:
    found: list[tuple[str, Rect]] = []
    for number, card in enumerate(made.cards):
        found.append((f"n{number}", (card.x, card.y, card.x + WIDTH, card.y + card.card.height)))
    for number, step in enumerate(made.steps):
        top = step.label_y - step.label.rise
        wide = max(line.width for line in (*step.label.above, *step.label.below))
        found.append((f"e{number}", (step.label_x, top, step.label_x + wide, top + step.label.height)))
    return found


def overlap(one: Rect, other: Rect) -> bool:
    slack = 0.6
    return (
        one[0] < other[2] - slack
        and other[0] < one[2] - slack
        and one[1] < other[3] - slack
        and other[1] < one[3] - slack
    )


@pytest.mark.parametrize("made", DOCUMENTS, ids=range(len(DOCUMENTS)))
def test_no_card_or_label_stands_on_another(made: Json) -> None:
    drawn = scene(fold(read(Document.of_json(made))).lineage)
    pairs = itertools.combinations(rects(drawn), 2)
    assert [(one, other) for (one, a), (other, b) in pairs if overlap(a, b)] == []


def test_no_label_or_card_stands_on_the_mark_of_what_leads_beyond() -> None:
    chain = [node("a", "seed", "seedProject"), node("b"), node("c")]
    steps = [edge("x", "a", "b"), edge("y", "b", "c", "builtOn")]
    for made in (document(chain, steps), *DOCUMENTS):
        following = [{"iri": f"{BASE}beyond", "from": entry["iri"]} for entry in made["nodes"]]
        drawn = scene(
            fold(
                read(Document.of_json({**made, "omitted": {"nodes": 1, "edges": len(following), "next": following}}))
            ).lineage
        )
        below = [(c.x, c.y + c.card.height + 1, c.x + WIDTH, c.y + c.card.height + 9) for c in drawn.cards]
        for name, rect in rects(drawn):
            assert not any(overlap(rect, mark) for mark in below), name
    assert any(step.direction == "down" for step in scene(read(Document.of_json(document(chain, steps)))).steps)


@pytest.mark.parametrize("made", DOCUMENTS, ids=range(len(DOCUMENTS)))
def test_no_line_runs_through_a_card_or_another_steps_label(made: Json) -> None:
    drawn = scene(fold(read(Document.of_json(made))).lineage)
    places = rects(drawn)
    struck = []
    for number, step in enumerate(drawn.steps):
        for (x, y), (to_x, to_y) in itertools.pairwise(step.points):
            for part in range(1, 40):
                t = part / 40
                if step.direction == "down":
                    here = (x, y + (to_y - y) * t)
                else:
                    middle = (x + to_x) / 2
                    at = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3]
                    here = (
                        at[0] * x + (at[1] + at[2]) * middle + at[3] * to_x,
                        (at[0] + at[1]) * y + (at[2] + at[3]) * to_y,
                    )
                point = (here[0], here[1], here[0], here[1])
                struck += [
                    (f"e{number}", name) for name, rect in places if name != f"e{number}" and overlap(point, rect)
                ]
    assert sorted(set(struck)) == []


@pytest.mark.parametrize("made", DOCUMENTS, ids=range(len(DOCUMENTS)))
def test_cards_stand_in_aligned_columns_in_the_order_of_stages(made: Json) -> None:
    drawn = scene(fold(read(Document.of_json(made))).lineage)
    columns = {card.x for card in drawn.cards}
    assert all(abs(a - b) > WIDTH for a, b in itertools.combinations(columns, 2))
    for card in drawn.cards:
        band = next(band for band in drawn.bands if band.stage == card.card.node.stage)
        assert band.x < card.x and card.x + WIDTH < band.x + band.width
        assert card.y >= 0 and card.y + card.card.height <= drawn.height


@pytest.mark.parametrize("count", [5, 30])
def test_the_golden_gallery(count: int) -> None:
    golden = GOLDEN / f"gallery-{count}.svg"
    assert svg(synthetic(count)) == golden.read_text(encoding="utf-8")


def test_many_like_outputs_are_folded_and_counted() -> None:
    nodes = [node("s", "seed", "seedProject"), *(node(f"p{n}", label=f"Output {n}") for n in range(20))]
    drawn = svg(document(nodes, [edge(f"{n}", "s", f"p{n}") for n in range(20)]))
    assert "+ 15 outputs" in drawn and "Folded together, since nothing further is known of them: 15 nodes" in drawn
    assert drawn.count('class="sl-node sl-product"') == 5
    assert len(drawn.split('data-folded="')[1].split('"')[0].split()) == 15
    assert "Steps: 20 status not stated" in drawn


def test_what_leads_on_has_money_or_a_note_is_never_folded() -> None:
    nodes = [node("s", "seed", "seedProject"), *(node(f"p{n}") for n in range(20)), node("f", "followed", "programme")]
    edges = [*(edge(f"{n}", "s", f"p{n}") for n in range(20)), edge("f", "p19", "f", "scaledInto")]
    made = document(nodes, edges, money=[money(commitments=[commitment("k", "p18", "5")])],
                    carriedOnBy=[{"iri": "c", "kind": "iom", "node": BASE + "p17", "label": "IOM", "asOf": None}])  # fmt: skip
    shown = {item.iri for item in fold(read(Document.of_json(made))).lineage.nodes}
    assert {BASE + key for key in ("s", "f", "p19", "p18", "p17")} <= shown


def test_what_is_done_stays_in_sight() -> None:
    nodes = [node("s", "seed", "seedProject"), *(node(f"p{n}", "followed") for n in range(20))]
    edges = [edge(f"{n}", "s", f"p{n}", "scaledInto", status="achieved" if n == 19 else "planned") for n in range(20)]
    made = fold(read(Document.of_json(document(nodes, edges))))
    assert BASE + "p19" in {item.iri for item in made.lineage.nodes}
    assert [item.label for item in made.lineage.nodes if item.folded] == ["+ 14 outputs"]


def test_the_largest_is_folded_most_but_loses_no_step() -> None:
    whole = read(Document.of_json(synthetic(150)))
    made = fold(whole)
    assert len(made.lineage.nodes) + made.hidden - sum(bool(item.folded) for item in made.lineage.nodes) == len(
        whole.nodes
    )
    assert made.hidden > 0 and len(fold(read(Document.of_json(synthetic(30)))).lineage.nodes) <= ROOM


def test_the_layout_knows_no_names() -> None:
    # Graphviz reads "<…>" as markup and a backslash as an escape; ids are never given to it.
    boxes = (Box("<b>\\N</b>", 0, 30), Box("javascript:x", 1, 30), Box('"', 3, 30))
    placed = layout(Graph(boxes, (Link("a", "<b>\\N</b>", "javascript:x", 20), Link("b", '"', "<b>\\N</b>", 20))))
    assert set(placed.boxes) == {box.id for box in boxes}
    assert [lane for lane, _ in placed.bends["b"]] == [1, 2, 3, 4, 5]
    assert placed.labels == {"a": 1, "b": 1}


def test_an_empty_graph_has_an_empty_layout() -> None:
    assert layout(Graph((), ())).height == 0


STAGES = ("before", "seed", "produced", "followed", "carried on")
TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)


@st.composite
def tangles(draw: st.DrawFn) -> Json:
    """Return a small document of any shape: rings, double steps, steps that run backward."""
    count = draw(st.integers(1, 9))
    nodes = [node(f"n{n}", draw(st.sampled_from(STAGES)), label=draw(TEXT)) for n in range(count)]
    ends = st.integers(0, count - 1)
    edges = [
        edge(f"{n}", f"n{draw(ends)}", f"n{draw(ends)}", draw(st.sampled_from(("produced", "nextPhase", "builtOn"))))
        for n in range(draw(st.integers(0, 14)))
    ]
    return document(nodes, edges, summary=draw(TEXT))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(tangles())
def test_any_tangle_is_drawn_with_every_step_and_nothing_on_top(made: Json) -> None:
    ElementTree.fromstring(svg(made))
    facts = read(Document.of_json(made))
    drawn = scene(facts)
    assert len(drawn.steps) == len(facts.steps) and len(drawn.cards) == len(facts.nodes)
    pairs = itertools.combinations(rects(drawn), 2)
    assert [(one, other) for (one, a), (other, b) in pairs if overlap(a, b)] == []


def write() -> None:
    """Write the golden gallery; look at it before committing."""
    for count in (5, 30):
        (GOLDEN / f"gallery-{count}.svg").write_text(svg(synthetic(count)), encoding="utf-8")


if __name__ == "__main__":
    write()


def test_a_picture_draws_what_is_nearest_and_counts_the_rest() -> None:
    from seedline.document.reading import read
    from seedline.draw.drawing import svg
    from seedline.draw.folding import MOST, fold

    made = synthetic(3000)
    folded = fold(read(Document.of_json(made)))
    drawn = {node.iri for node in folded.lineage.nodes}
    assert len(drawn) <= MOST and made["focus"] in drawn
    assert all({step.earlier, step.later} <= drawn for step in folded.lineage.steps)
    single = sum(not node.folded for node in folded.lineage.nodes)
    assert single + folded.hidden + folded.lineage.omitted == 3000
    assert f"Not drawn: {folded.lineage.omitted} nodes or steps" in svg(made)


def test_what_fits_is_drawn_whole() -> None:
    from seedline.document.reading import read
    from seedline.draw.folding import fold

    made = synthetic(150)
    folded = fold(read(Document.of_json(made)))
    assert folded.lineage.omitted == 0
    assert sum(not node.folded for node in folded.lineage.nodes) + folded.hidden == len(made["nodes"])
