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
from seedline.draw.figure.blocks import Content, Entry, least_width
from seedline.draw.figure.crossings import Item, uncross
from seedline.draw.figure.fitting import Figure, figure
from seedline.draw.figure.grouping import Link, plan
from seedline.draw.figure.ink import INKS, contrast
from seedline.draw.figure.places import Layout
from seedline.draw.figure.routing import simplified
from seedline.draw.figure.sheet import Captions, svg, svgs
from seedline.draw.figure.signs import stroke_of, weakest_first
from seedline.draw.figure.splitting import split
from seedline.draw.figure.target import POINT, TARGETS
from seedline.draw.measurement import width
from seedline.i18n import words
from seedline.store import Snapshot
from seedline.views.look import Look
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
def lineages(tracer: Tracer, shipped: Tracer, harbour: Snapshot) -> dict[str, Document]:
    """The nine cases, every lineage with steps of all that is shipped, the lineage of other data, and made-up ones."""
    found = {code: View.of(tracer, code).document for code in CODES}
    found |= {f"{key} of all": told for key, told in of_all(shipped).items()}
    found["harbour"] = View.of(Tracer.of(harbour), "ZZ.0001").document
    found.update({f"made up {n}/{s}": Document.of_json(synthetic(n, s)) for n, s in MADE_UP})
    return found


def of_all(shipped: Tracer) -> dict[str, Document]:
    """Return the lineage of every seed of all that is shipped from or to which steps lead."""
    views = (View.of(shipped, iri) for iri in shipped.network.nodes_of_kind("seedProject"))
    found = {view.name: view.document for view in views if view.document.steps}
    # The nine cases, and those that the registry tells of.
    assert len(found) >= 20
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


@pytest.mark.parametrize("key", ["IB.0123", "IB.0123 of all"])
def test_what_leads_past_a_band_to_the_last_column_crosses_no_line(lineages: dict[str, Document], key: str) -> None:
    """MIDAS stands before the seed, and what is to be built on it among what followed, past all that was produced."""
    layout = laid_out(lineages[key], "wide").layout
    assert layout.shape == "band" and any("midas" in wire.link.tail for wire in layout.wires)
    for (one, (a, b)), (other, (c, d)) in combinations(segments(layout), 2):
        if one.split("→")[0] != other.split("→")[0] and (a[0] == b[0]) != (c[0] == d[0]):
            (low, high), (left, right) = ((a, b), (c, d)) if a[0] == b[0] else ((c, d), (a, b))
            x, y = low[0], left[1]
            upright = min(low[1], high[1]) < y - 0.1 and y + 0.1 < max(low[1], high[1])
            assert not (upright and min(left[0], right[0]) < x - 0.1 and x + 0.1 < max(left[0], right[0])), (one, other)


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


def test_a_lane_stands_where_the_rows_that_lines_come_from_cross_least() -> None:
    rows = (Entry("", (), ("a",)), Entry("", (), ("b",)))
    frame, near, far = (
        Content(key, "followed", "frame", rows if key == "frame" else ()) for key in ("frame", "near", "far")
    )
    links = (Link("frame", "a", "far", "", "solid", ()), Link("frame", "b", "near", "", "solid", ()))
    lane = ("frame a", "", 1)
    columns: list[list[Item]] = [[(0, 0.0, frame)], [(0, 0.0, near), (0, 1.0, lane)], [(0, 0.0, far)]]
    uncross(columns, links, {"frame": 0, "near": 1, "far": 2})
    assert [what for _, _, what in columns[1]] == [lane, near]


@pytest.mark.parametrize("name", ["wide", "half"])
def test_lines_of_different_rows_never_run_on_each_other(lineages: dict[str, Document], name: str) -> None:
    passed = 0
    for key, told in lineages.items():
        made = laid_out(told, name)
        rows = {(content.key, iri): row for content in made.plan.contents for row, entry in enumerate(content.entries)
                for iri in entry.iris}  # fmt: skip
        runs = [
            ((wire.link.tail, rows.get((wire.link.tail, wire.link.tail_port))), wire.link.head, a, b)
            for wire in made.layout.wires
            for a, b in pairwise(simplified(list(wire.points)))
            if a[1] == b[1]
        ]
        passed += len(runs)
        for (one, to, a, b), (other, then, c, d) in combinations(runs, 2):
            if one != other and to != then and abs(a[1] - c[1]) < 0.5:
                assert max(a[0], b[0]) < min(c[0], d[0]) + 3 or max(c[0], d[0]) < min(a[0], b[0]) + 3, (key, one, other)
    assert passed > 100


@pytest.mark.parametrize("name", ["page", "slide"])
def test_no_word_is_torn(lineages: dict[str, Document], name: str) -> None:
    for key, told in lineages.items():
        for content in laid_out(told, name).plan.contents:
            placed = laid_out(told, name).layout.placed[content.key]
            assert placed.block.width >= least_width(content, TARGETS[name]) - 0.2, (key, content.key)


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
    assert re.search(
        r"\d+ more things, not drawn here \(.*Produced:\s\d+ · Followed:\s\d+.*\): they stand in the table", made
    )


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_the_way_to_what_came_furthest_is_in_every_figure(lineages: dict[str, Document], name: str) -> None:
    begun = {"achieved", "completed", "launched", "ongoing"}
    scaling = {"scaledInto", "nextPhase", "replicatedBy", "adoptedBy", "institutionalisedIn"}
    followed = 0
    for key, told in lineages.items():
        made = laid_out(told, name)
        shown = {iri for content in made.plan.contents for entry in content.entries for iri in entry.iris}
        seeds = {node.iri for node in told.nodes if node.stage == "seed"}
        assert seeds <= shown, key
        into = {link.head for link in made.plan.links}
        reached = {step.later for step in told.steps if step.relation in scaling} & {
            node.iri for node in told.nodes if node.stage in {"followed", "carried on"}
        }
        if not reached:
            # Nothing followed: then at least something that stands before, or that was made.
            assert len(told.nodes) == 1 or shown - seeds, key
            continue
        followed += 1
        cards = {iri: content.key for content in made.plan.contents for iri in content.iris}
        assert any(cards[iri] in into for iri in reached & set(cards)), key
        # Where something has happened or is under way that is what is shown.
        done = {step.later for step in told.steps if step.status in begun and step.later in reached}
        assert not done or done & set(cards), key
    assert followed > 15


def test_of_what_has_no_room_as_little_as_can_be_is_only_counted(lineages: dict[str, Document]) -> None:
    """What came in one way is rows of a frame, a line each, before any of it is only counted."""
    for key, least in (("CE.0352", 5), ("IB.0123", 5), ("CT.0921", 5)):
        made = laid_out(lineages[key], "slide")
        assert len(lineages[key].nodes) - made.plan.counted >= least, key
    # What has happened stands before what is only agreed, and is not counted in its stead.
    shown = laid_out(lineages["MA.1147"], "slide").plan.stages["followed"]
    ranks = [max(weakest_first(stroke_of(step.status)) for step in lineages["MA.1147"].steps if step.later in one.iris)
             for one in shown]  # fmt: skip
    assert ranks == sorted(ranks, reverse=True) and ranks.count(0) == 2


def test_what_is_too_high_for_its_paper_is_split_and_nothing_is_left_out(lineages: dict[str, Document]) -> None:
    several = 0
    for key, told in lineages.items():
        for name in ("sheet", "wide", "column"):
            target = TARGETS[name]
            drawn = svgs(told, words("en"), target=name)
            several += len(drawn) > 1
            assert len(drawn) == 1 or all(f"{n} of {len(drawn)}" in made for n, made in enumerate(drawn, 1))
            held: list[str] = []
            for made in drawn:
                box = re.search(r'viewBox="0 0 (\d+) (\d+)"', made)
                assert box and target.height and int(box[2]) <= target.height + 1, (key, name, box)
                things = re.findall(r'data-iri="([^"]*)"[^>]*?(?:data-folded="([^"]*)")?[^>]*class="sl-node', made)
                things += re.findall(r'class="sl-node[^"]*" data-iri="([^"]*)"(?: data-folded="([^"]*)")?', made)
                held += [iri for one, more in things for iri in (more.split() if more else [one])]
                assert "not drawn here" not in made and "told in the table" not in made, (key, name)
            seeds = {node.iri for node in told.nodes if node.stage == "seed"}
            rest = [iri for iri in held if iri not in seeds]
            assert len(rest) == len(set(rest)), (key, name)
            assert set(held) == {node.iri for node in told.nodes}, (key, name)
    assert several > 10


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_many_seeds_stand_in_their_order_on_their_paper(name: str) -> None:
    target = TARGETS[name]
    nodes = [node(f"S.{n:03}", "seed", "seedProject", codes=[f"S.{n:03}"], label=f"Seed {n:03}") for n in range(130)]
    told = Document.of_json(document(nodes, []))
    made = figure(told, words("en"), target)
    drawn = [iri for one in made.plan.contents for iri in one.iris]
    assert len(drawn) >= 3 and made.plan.hidden + len(drawn) == len(nodes)
    assert target.height is None or made.height <= target.height
    places = [(placed.x, placed.y) for placed in made.layout.placed.values()]
    assert places == sorted(places)
    assert len({x for x, _ in places}) == (3 if target.across and not target.printed else 1)
    pages = svgs(told, words("en"), target=name)
    named = "".join(text for made in pages for _, text in texts(made))
    assert not target.height or all(f"Seed {n:03}" in named for n in range(130))


def test_a_box_on_another_page_than_what_it_came_from_names_it() -> None:
    told = document(
        [node("a", "seed", "seedProject"), node("b", label="The framework"), node("c", "followed", "programme")],
        [edge("x", "a", "b", status="achieved"), edge("y", "b", "c", "scaledInto", status="planned")],
    )
    # A page has room for the seed and one box.
    pages = split(Document.of_json(told), words("en"), lambda made: len(list(made.contents)) <= 2)
    assert [[content.iris[0][-1:] for content in made.contents] for made in pages] == [["a", "b"], ["a", "c"]]
    assert [len(made.links) for made in pages] == [1, 0]
    (card,) = pages[1].stages["followed"]
    assert card.entries[0].texts[0].text == "The framework is to be scaled into this"


def test_a_frame_is_told_in_the_mood_of_its_line(lineages: dict[str, Document]) -> None:
    """Of later rounds a source says that they are expected, and by our reading they go on: that was told last."""
    made = laid_out(lineages["PO.0125 of all"], "column").plan
    (frame,) = (one for one in made.contents if any("Later rounds" in said for said in one.told.values()))
    (link,) = (link for link in made.links if link.head == frame.key)
    assert (frame.title, link.stroke) == ("is being followed by the next phase", "solid")


def test_a_status_that_is_our_reading_is_marked_in_a_row_too(lineages: dict[str, Document]) -> None:
    made = plan(lineages["PR.0135 of all"], words("en"), level=6)
    (row,) = (entry for one in made.contents for entry in one.entries if entry.texts[0].text.startswith("Master"))
    assert not row.texts[0].after
    (read,) = (text for text in row.texts if "by our reading launched 2018" in text.text)
    assert read.italic and read.glyph == "hatch"


def test_the_number_of_a_family_never_begins_a_line(lineages: dict[str, Document]) -> None:
    for lang in ("en", "fr", "es"):
        made = plan(lineages["MA.1147"], words(lang), level=3)
        counted = [entry.texts[0].text for one in made.contents for entry in one.entries if len(entry.iris) > 1]
        assert counted and all(re.search(r":\N{NO-BREAK SPACE}\d+$", text) for text in counted), counted


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
            edge("y", "a", "c", "adoptedBy", status="approved", statusAsOf="2018-12"),
        ],
    )
    made = svg(Document.of_json(told), words("en"), target="wide")
    found = {"".join(t.itertext()): t.attrib for t in ElementTree.fromstring(made).iter(f"{SVG}text")}
    # What happened has the colour of its status and is semibold; when it was told stands lighter behind it.
    assert found["approved Mar 2018"]["fill"] == INKS["print"].agreed
    assert found["approved Mar 2018"]["font-weight"] == "600"
    assert found["known by Dec 2018"]["fill"] == INKS["print"].third and "font-weight" not in found["known by Dec 2018"]


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_the_date_under_a_figure_is_that_of_every_box_without_one(name: str) -> None:
    made = document(
        [node("a", "seed", "seedProject"), *(node(key, "followed", "programme") for key in "bcd")],
        [
            edge("x", "a", "b", "scaledInto", status="ongoing", statusAsOf="2021-10"),
            edge("y", "a", "c", "scaledInto", status="ongoing", statusAsOf="2021-10"),
            edge("z", "a", "d", "scaledInto", status="ongoing", statusAsOf="2022"),
        ],
        dates={"factsAsOf": "2023", "collected": None, "built": None},
    )
    said = [text for _, text in texts(svg(Document.of_json(made), words("en"), target=name))]
    assert any("statuses known by Oct 2021, unless a box gives" in text for text in said)
    assert said.count("known by 2022") == 1 and not any("2023" in text for text in said)


def two_words() -> Json:
    """Return a lineage of which our reading says more than its source does, of a step between stages and in one."""
    stated = {"statusAsOf": "2021-10"}
    read = {"basis": "inferred", "assertedBy": "seedline", "statusAsOf": "2023-03"}
    return document(
        [node("a", "seed", "seedProject"), node("b", "followed", "project"), node("c", "followed")],
        [
            edge("x", "a", "b", "scaledInto", status="approved", statusOn="2021-06-03", **stated),
            edge("x2", "a", "b", "scaledInto", status="ongoing", **read),
            edge("y", "b", "c", status="planned", **stated),
            edge("y2", "b", "c", status="achieved", **read),
        ],
    )


@pytest.mark.parametrize("name", ["page", "poster", "wide", "slide"])
def test_a_status_that_we_read_stands_beside_the_one_that_a_source_states(name: str) -> None:
    said = [text for _, text in texts(svg(Document.of_json(two_words()), words("en"), target=name))]
    told = " ".join(said)
    assert "approved 3 Jun 2021" in told and "by our reading ongoing" in told
    # A verb once, that of the latest status.
    assert "is being scaled into" in told and "is set to be scaled into" not in told
    if name != "slide":
        assert "planned" in told and "by our reading achieved" in told and "is to produce this" not in told
    drawn = svg(Document.of_json(two_words()), words("en"), target=name)
    assert all(f"step/{key}" in drawn for key in ("x", "x2"))


@pytest.mark.parametrize("level", range(7))
def test_a_box_says_where_a_step_that_it_tells_is_our_reading(lineages: dict[str, Document], level: int) -> None:
    """Of what nothing leads to it is the steps that lead on that it tells: CE.0352 rests on two surveys by our reading."""
    unmarked, rows = [], 0
    for key, told in lineages.items():
        stage = {node.iri: node.stage for node in told.nodes}
        within = [step.iri for step in told.steps if stage[step.earlier] == stage[step.later]] if level >= 3 else []
        steps = [step for step in told.steps if step.iri not in within]
        into = {node.iri: [step for step in steps if step.later == node.iri] for node in told.nodes}
        out = {node.iri: [step for step in steps if step.earlier == node.iri] for node in told.nodes}
        for content in plan(told, words("en"), level=level).contents:
            for entry in content.entries:
                # What leads to a seed from before it is told where it comes from.
                ways = [step for iri in entry.iris for step in into[iri] or out[iri] if content.shape != "seed"]
                if entry.icon == "more" or not any(way.inferred for way in ways):
                    continue
                rows += content.stage == "before"
                if not any(text.glyph == "hatch" or "our reading" in text.text for text in entry.texts):
                    unmarked.append((key, entry.texts[0].text))
    assert rows and not unmarked


def test_what_stood_before_a_seed_says_over_what_and_has_its_code(shipped: Tracer) -> None:
    told = View.of(shipped, "TK.0040").document
    for name in ("page", "wide"):
        said = " ".join(text for _, text in texts(svg(told, words("en"), target=name)))
        assert "followed by the next phase" in said and "CD.0086" in said
        # How far it has come no source says of the step.
        assert "by our reading ongoing" in said


def test_of_several_steps_of_one_relation_a_row_says_it_once() -> None:
    made = document(
        [node("a", "seed", "seedProject"), node("b"), *(node(key, "before") for key in "cd")],
        [
            edge("x", "a", "b", status="achieved"),
            *(edge(key, key, "b", "builtOn", status="achieved") for key in "cd"),
        ],
    )
    told = " ".join(text for _, text in texts(svg(Document.of_json(made), words("en"), target="poster")))
    assert told.count("was built on") == 1 and "was built on: c, d" in told


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


def test_a_name_of_another_language_is_marked(tracer: Tracer) -> None:
    drawn = {lang: View.of(tracer, "CT.0921", look=Look(lang=lang, target="wide")).picture() for lang in ("en", "fr")}
    root = ElementTree.fromstring(drawn["fr"])
    marked = ["".join(found.itertext()) for found in root.iter(f"{SVG}g") if found.attrib.get("lang") == "en"]
    assert "CREST programme" in marked and "Business case for ethical recruitment" in marked
    assert root.attrib["lang"] == "fr" and drawn["fr"].count(' xml:lang="en"') == len(marked)
    assert "xml:lang" not in drawn["en"]


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


@pytest.mark.parametrize("name", ["page", "wide", "phone"])
def test_where_sources_differ_a_box_has_a_mark_and_the_other_value(name: str) -> None:
    for stage, kind in (("seed", "seedProject"), ("followed", "programme")):
        told = document(
            [
                node("a", stage, kind, end="2018", contested=[{"of": "end", "value": "2017", "evidence": []}]),
                node("b"),
            ],
            [edge("x", "b", "a", "scaledInto")] if stage == "followed" else [edge("x", "a", "b")],
        )
        made = svg(Document.of_json(told), words("en"), target=name)
        said = " ".join(text for _, text in texts(made))
        assert "End: 2018 (also 2017)" in said and "sources differ" in said, (stage, said)
    plain = svg(
        Document.of_json(document([node("a", "seed", "seedProject", end="2018")], [])), words("en"), target=name
    )
    assert "sources differ" not in " ".join(text for _, text in texts(plain))


def test_what_stands_beyond_a_figure_is_named_or_counted() -> None:
    beyond = [{"iri": f"u:{n}", "id": f"u{n}", "label": f"Thing {n}", "relation": "builtOn"} for n in range(9)]
    told = Document.of_json(document([node("a", "seed", "seedProject")], [], omitted={"next": beyond}))
    said = " ".join(text for _, text in texts(svg(told, words("en"), target="wide")))
    assert "Outside this figure: Thing 0" in said and "Thing 5" in said and "Thing 6" not in said and "+ 3 more" in said


#: Two hundred lineages of 5 to 60 things, each for a page and for one other place.
MANY = [(5 + n * 55 // 199, 1000 + n) for n in range(200)]


@pytest.mark.parametrize("part", range(8))
def test_two_hundred_lineages_are_drawn_with_nothing_over_anything(part: int) -> None:
    others = sorted(TARGETS)
    for n, (count, seed) in enumerate(MANY[part::8]):
        told = Document.of_json(synthetic(count, seed))
        for name in dict.fromkeys(("page", others[n % len(others)])):
            made, target = figure(told, words("en"), TARGETS[name]), TARGETS[name]
            boxes = [(p.x, p.y, p.right, p.bottom) for p in made.layout.placed.values()]
            for a, b in combinations(boxes, 2):
                assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (count, seed, name)
            for wire, segment in segments(made.layout):
                for left, top, right, bottom in boxes:
                    assert not touches(segment, (left + 0.5, top + 0.5, right - 0.5, bottom - 0.5)), (seed, name, wire)
            assert target.height is None or made.height <= target.height, (count, seed, name)
            if name == "page":
                assert crossed(made.layout) <= crossed_by_dot(made.layout), (count, seed)
        sizes = [size for size, _ in texts(svg(told, words("en"), target="wide"))]
        assert min(sizes) >= TARGETS["wide"].least
