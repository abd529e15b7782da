"""Figures: large enough to read where they stand, nothing over anything else, and the same bytes for the same input."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest

from seedline.document.types import Document
from seedline.draw import placement
from seedline.draw.figure.arrangement import arrange
from seedline.draw.figure.fitting import Figure, figure
from seedline.draw.figure.grouping import plan
from seedline.draw.figure.ink import INKS, contrast
from seedline.draw.figure.places import Layout
from seedline.draw.figure.routing import simplified
from seedline.draw.figure.sheet import Captions, svg
from seedline.draw.figure.target import POINT, TARGETS
from seedline.draw.measurement import width
from seedline.i18n import words
from seedline.store import Snapshot
from seedline.views.tracer import Tracer
from seedline.views.view import View
from tests.conftest import ROOT
from tests.render.documents import Json, commitment, ct0921, document, edge, money, node
from tests.render.gallery import synthetic
from tests.render.test_drawing import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
CODES = ("CE.0352", "CE.0411", "CT.0921", "IB.0123", "MA.1147", "MD.0001", "PO.0125", "PO.0141", "PR.0135")
#: Things in a made-up lineage, and its seed.
MADE_UP = [(5, 5), (12, 2), (25, 25), (33, 8), (40, 40), (60, 99)]
Segment = tuple[tuple[float, float], tuple[float, float]]


@pytest.fixture(scope="module")
def lineages(tracer: Tracer, harbour: Snapshot) -> dict[str, Document]:
    """The nine cases, the lineage of other data, and made-up ones."""
    found = {code: View.of(tracer, code).document for code in CODES}
    found["harbour"] = View.of(Tracer.of(harbour), "ZZ.0001").document
    found.update({f"made up {n}/{s}": Document.of_json(synthetic(n, s)) for n, s in MADE_UP})
    return found


_MADE: dict[tuple[int, str], Figure] = {}


def laid_out(told: Document, name: str) -> Figure:
    key = (id(told), name)
    if key not in _MADE:
        _MADE[key] = figure(told, words("en"), TARGETS[name])
    return _MADE[key]


def texts(made: str) -> Iterator[tuple[float, str]]:
    for found in ElementTree.fromstring(made).iter(f"{SVG}text"):
        yield float(found.attrib["font-size"]), "".join(found.itertext())


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_no_text_is_smaller_than_its_place_allows(lineages: dict[str, Document], name: str) -> None:
    target = TARGETS[name]
    for told in lineages.values():
        made = svg(
            told, words("en"), target=name, parts=("graph", "legend", "title", "notes"), captions=Captions("A", "B")
        )
        sizes = [size for size, _ in texts(made)]
        # The figure's own unit is a point or a pixel, but for the half unit by which its box is rounded.
        box = re.search(r'viewBox="0 0 (\d+) (\d+)" width="([\d.]+)', made)
        assert box is not None
        scale = float(box[3]) * (POINT if target.printed else 1) / int(box[1])
        assert sizes and min(sizes) * scale >= target.least, (min(sizes), scale)


@pytest.mark.parametrize("name", sorted(name for name, target in TARGETS.items() if target.height))
def test_no_figure_for_paper_is_higher_or_wider_than_its_paper(lineages: dict[str, Document], name: str) -> None:
    target = TARGETS[name]
    assert target.height
    for key, told in lineages.items():
        made = svg(told, words("en"), target=name)
        box = re.search(r'viewBox="0 0 (\d+) (\d+)"', made)
        assert box and int(box[2]) <= target.height + 1 and int(box[1]) <= target.width + 1.5, (key, box)


def segments(layout: Layout) -> list[tuple[str, Segment]]:
    return [
        (f"{wire.link.tail}→{wire.link.head}", (a, b))
        for wire in layout.wires
        for a, b in pairwise(simplified(list(wire.points)))
    ]


def touches(segment: Segment, box: tuple[float, float, float, float]) -> bool:
    (x, y), (to_x, to_y) = segment
    left, top, right, bottom = box
    return (
        max(min(x, to_x), left) < min(max(x, to_x), right) + 0.001
        and max(min(y, to_y), top) < min(max(y, to_y), bottom) + 0.001
    )


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_boxes_stand_apart_and_no_line_runs_over_one(lineages: dict[str, Document], name: str) -> None:
    for key, told in lineages.items():
        layout = laid_out(told, name).layout
        boxes = {one: (p.x, p.y, p.right, p.bottom) for one, p in layout.placed.items()}
        for (one, a), (other, b) in combinations(boxes.items(), 2):
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            assert apart, f"{key} for {name}: {one} and {other} overlap"
        for wire, segment in segments(layout):
            for one, (left, top, right, bottom) in boxes.items():
                # A line ends at the edge of a box; what is inside by more than a hair runs over its text.
                inside = (left + 0.5, top + 0.5, right - 0.5, bottom - 0.5)
                assert not touches(segment, inside), f"{key} for {name}: {wire} runs over {one}"


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_no_line_runs_through_the_head_of_a_stage(lineages: dict[str, Document], name: str) -> None:
    say, target = words("en"), TARGETS[name]
    for key, told in lineages.items():
        layout = laid_out(told, name).layout
        for heading in layout.headings:
            wide = width(say.token("stage", heading.stage), target.name_size, 600)
            box = (heading.x, heading.y, heading.x + wide, heading.y + target.leading)
            for wire, segment in segments(layout):
                assert not touches(segment, box), f"{key} for {name}: {wire} runs through {heading.stage}"


def crossed(layout: Layout) -> int:
    """Return how often lines of different boxes cross; lines from one box share their trunk.

    Lines inside a column are left out: on the ranks of Graphviz there are none.
    """
    between = [
        (name, segment)
        for name, segment in segments(layout)
        if len({layout.column[key] for key in name.split("→")}) > 1
    ]
    found = set()
    for (one, (a, b)), (other, (c, d)) in combinations(between, 2):
        if one.split("→")[0] == other.split("→")[0]:
            continue
        if (a[0] == b[0]) == (c[0] == d[0]):
            continue
        (x, top, bottom), (y, left, right) = (
            ((a[0], *sorted((a[1], b[1]))), (c[1], *sorted((c[0], d[0]))))
            if a[0] == b[0]
            else ((c[0], *sorted((c[1], d[1]))), (a[1], *sorted((a[0], b[0]))))
        )
        if left + 0.1 < x < right - 0.1 and top + 0.1 < y < bottom - 0.1:
            found.add((*sorted((one.split("→")[0], other.split("→")[0])), round(x, 1), round(y, 1)))
    return len(found)


def crossed_by_dot(layout: Layout) -> int:
    """Return how often the straight lines of Graphviz cross on the same ranks."""
    boxes = tuple(placement.Box(key, at, layout.placed[key].block.height) for key, at in layout.column.items())
    pairs = {
        (wire.link.tail, wire.link.head): str(n)
        for n, wire in enumerate(layout.wires)
        if layout.column[wire.link.tail] != layout.column[wire.link.head]
    }
    found = placement.layout(placement.Graph(boxes, tuple(placement.Link(n, *pair) for pair, n in pairs.items())))
    pieces = []
    for (tail, head), name in pairs.items():
        first, last = sorted((tail, head), key=lambda key: layout.column[key])
        run = [
            (2 * layout.column[first], found.boxes[first]),
            *sorted(found.bends[name]),
            (2 * layout.column[last], found.boxes[last]),
        ]
        pieces += [((tail, head), a, b) for a, b in pairwise(run)]
    return sum(
        one[0] != other[0] and a[0] == c[0] and (a[1] - c[1]) * (b[1] - d[1]) < -0.01
        for (one, a, b), (other, c, d) in combinations(pieces, 2)
    )


def test_lines_cross_no_more_than_those_of_graphviz(lineages: dict[str, Document]) -> None:
    more = {}
    for key, told in lineages.items():
        layout = laid_out(told, "page").layout
        ours, dots = crossed(layout), crossed_by_dot(layout)
        if ours > dots:
            more[key] = (ours, dots)
    assert not more


@pytest.mark.parametrize("theme", sorted(INKS))
def test_every_text_can_be_read_on_its_ground(theme: str) -> None:
    ink = INKS[theme]
    for ground in (ink.card, ink.frame, ink.foot):
        for colour in ink.texts:
            assert contrast(colour, ground) >= 4.5, (theme, colour, ground)
    assert contrast(ink.seed_ink, ink.seed) >= 4.5
    for line in (ink.wire, ink.agreed, ink.intent, ink.unknown, ink.stop):
        assert contrast(line, ink.card) >= 3


def test_a_figure_is_the_same_in_processes_that_hash_differently() -> None:
    script = (
        "import hashlib; from seedline.draw.figure.sheet import svg; from seedline.document.types import Document;"
        "from seedline.i18n import words; from tests.render.gallery import synthetic;"
        "made = [svg(Document.of_json(synthetic(40)), words('fr'), target=t) for t in ('page', 'wide', 'phone')];"
        "print(hashlib.sha256(''.join(made).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(found) == 1


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["page", "half", "phone"])
def test_hostile_text_stays_text(text: str, name: str) -> None:
    told = document(
        [
            node("a", "seed", "seedProject", label=text),
            node("b", label=text),
            node("c", "followed", "policy", label=text),
        ],
        [edge("x", "a", "b", status="achieved"), edge("y", "b", "c", "scaledInto", status="planned", note=text)],
        money=[money(commitments=[commitment("m", "c", "5", funderLabel=text)])],
        carriedOnBy=[{"iri": "u:x", "kind": "iom", "node": edge("q", "a", "c")["to"], "label": text, "summary": text}],
    )
    made = svg(Document.of_json(told), words("en"), target=name, captions=Captions(text, text))
    root = ElementTree.fromstring(made)
    assert {found.tag.removeprefix(SVG) for found in root.iter()} <= {
        "svg", "title", "desc", "rect", "g", "path", "text", "tspan", "a", "circle"
    }  # fmt: skip
    for found in root.iter(f"{SVG}a"):
        assert found.attrib["href"].startswith("#")


def test_nothing_is_left_out_without_a_word(lineages: dict[str, Document]) -> None:
    for key, told in lineages.items():
        for name in TARGETS:
            made = laid_out(told, name)
            held = {iri for content in made.plan.contents for iri in content.iris}
            assert len(held) + made.plan.hidden == len(told.nodes), (key, name)
    told = Document.of_json(synthetic(60))
    made = " ".join(text for _, text in texts(svg(told, words("en"), target="half")))
    assert re.search(r"\d+ more things, not drawn here", made)


def test_a_status_that_has_not_happened_has_no_solid_line() -> None:
    for status, stroke in (
        ("planned", "dashed"),
        ("approved", "longDash"),
        ("recommended", "dotted"),
        ("notStated", "thin"),
    ):
        told = document(
            [node("a", "seed", "seedProject"), node("b", "followed", "programme")],
            [edge("x", "a", "b", "scaledInto", status=status)],
        )
        made = plan(Document.of_json(told), words("en"))
        assert [link.stroke for link in made.links] == [stroke]


def test_outputs_of_different_strokes_do_not_share_a_frame() -> None:
    told = document(
        [node("a", "seed", "seedProject"), *(node(key) for key in "bcd")],
        [
            edge("x", "a", "b", status="completed"),
            edge("y", "a", "c", status="planned"),
            edge("z", "a", "d", status="ongoing"),
        ],
    )
    made = plan(Document.of_json(told), words("en"))
    assert sorted(len(content.iris) for content in made.stages["produced"]) == [1, 2]


def test_crest_is_told_as_its_source_tells_it() -> None:
    told = " ".join(text for _, text in texts(svg(Document.of_json(ct0921()), words("en"), target="wide")))
    for said in (
        "CREST: Corporate",
        "launched 1 Oct 2017",
        "USD 5.8m",
        "at least USD 5.6m",
        "Seed USD 300,000",
        "IOM Viet Nam",
    ):
        assert said in told, said


def test_two_clocks_never_look_alike() -> None:
    told = document(
        [node("a", "seed", "seedProject"), node("b", "followed", "programme"), node("c", "followed", "policy")],
        [
            edge("x", "a", "b", "scaledInto", status="approved", statusAsOf="2019-06", statusOn="2018-03"),
            edge("y", "a", "c", "adoptedBy", status="approved", statusAsOf="2019-06"),
        ],
    )
    made = svg(Document.of_json(told), words("en"), target="wide")
    found = {"".join(t.itertext()): t.attrib for t in ElementTree.fromstring(made).iter(f"{SVG}text")}
    # What happened has the colour of its status and is semibold; when it was told stands lighter behind it.
    assert found["approved Mar 2018"]["fill"] == INKS["print"].agreed
    assert found["approved Mar 2018"]["font-weight"] == "600"
    assert found["known by Jun 2019"]["fill"] == INKS["print"].third and "font-weight" not in found["known by Jun 2019"]


def test_a_bound_of_when_it_happened_is_not_lost() -> None:
    told = document(
        [node("a", "seed", "seedProject"), node("b", "followed", "programme")],
        [edge("x", "a", "b", "scaledInto", status="discontinued", statusAsOf="2019-08", statusOn={"after": "2019-07"})],
    )
    said = " ".join(text for _, text in texts(svg(Document.of_json(told), words("en"), target="page")))
    assert "not before Jul 2019" in said and "known by Aug 2019" in said


@pytest.mark.parametrize("lang", ["fr", "es"])
def test_another_language_has_the_same_boxes(lineages: dict[str, Document], lang: str) -> None:
    for told in lineages.values():
        english, other = (plan(told, words(spoken)) for spoken in ("en", lang))
        assert [content.key for content in english.contents] == [content.key for content in other.contents]
        figure(told, words(lang), TARGETS["wide"])


def test_parts_are_drawn_where_they_are_asked_for() -> None:
    told, captions = Document.of_json(ct0921()), Captions("The title", "alt", "The caption", ("A note",), ("A source",))

    def said(*parts: str) -> str:
        return " ".join(
            text for _, text in texts(svg(told, words("en"), target="wide", parts=parts, captions=captions))
        )

    assert "The title" not in said("graph", "legend") and "The title" in said("title", "graph")
    assert "line: happened" in said("graph", "legend") and "line: happened" not in said("graph")
    assert all(part in said("graph", "caption", "notes", "source") for part in ("The caption", "A note", "A source"))


def test_other_data_is_drawn_too() -> None:
    made: Json = json.loads(json.dumps(synthetic(7)))
    made["nodes"][0]["stage"] = "produced"
    for name in TARGETS:
        assert svg(Document.of_json(made), words("en"), target=name).startswith("<svg")
    for name in TARGETS:
        assert svg(Document(), words("en"), target=name).startswith("<svg")


def test_a_chain_inside_a_stage_is_drawn_beside_it() -> None:
    told = document(
        [node("a", "seed", "seedProject"), *(node(key, "followed", "programme") for key in "bcde")],
        [edge("1", "a", "b", "scaledInto"), edge("2", "b", "c", "nextPhase"), edge("3", "b", "d", "nextPhase"), edge("4", "d", "e", "nextPhase")],
    )  # fmt: skip
    made = plan(Document.of_json(told), words("en"))
    layout = arrange(made, TARGETS["page"], "columns")
    assert len(layout.wires) == 4
