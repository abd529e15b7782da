"""Strips and timelines: what they tell is so, a plan never looks done, nothing stands over anything else."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from seedline.document.claims import decide
from seedline.document.types import Document
from seedline.draw import svg
from seedline.draw.figure.blocks import fit
from seedline.draw.figure.signs import stroke_of
from seedline.draw.figure.story import Card, story
from seedline.draw.figure.strip import strip
from seedline.draw.figure.target import POINT, SMALL, TARGETS
from seedline.draw.figure.timeline import events, span_of
from seedline.draw.measurement import width
from seedline.errors import InputError
from seedline.formats.forms import write
from seedline.i18n import words
from seedline.views.look import Look
from seedline.views.tracer import Tracer
from seedline.views.view import View
from tests.render.documents import commitment, document, edge, money, node
from tests.render.gallery import synthetic
from tests.render.test_figure import CODES, SVG, of_all, texts, touches

EN = words("en")
#: What the booklet tells of each case, as its cards from above: over which line, under which heading, what.
TOLD = {
    "CT.0921": [
        ("solid", "What carried it", ["CREST framework"]),
        ("solid", "What followed", ["CREST programme"]),
        ("", "Who holds it", ["IOM Viet Nam"]),
    ],
    "IB.0123": [
        ("longDash", "Agreed next", ["Border management capacity project, Australia"]),
        ("", "Who holds it", ["not recorded"]),
    ],
    "PR.0135": [
        ("solid", "What carried it", ["Summer School on Migration"]),
        ("solid", "What followed", ["Master Programme on International Migration"]),
        ("", "Who holds it", ["National Institute for Labour and Social Studies of Tunisia"]),
        ("solid", "What followed", ["Later editions of the Summer School"]),
        ("dotted", "Suggested next", ["Summer school of INTES's own", "Winter and spring school"]),
    ],
    "CE.0352": [
        ("solid", "What carried it", ["MGI process over a digital platform"]),
        ("dotted", "Suggested next", ["MGI process in the Mesoamerican region"]),
    ],
}


@pytest.fixture(scope="module")
def lineages(tracer: Tracer, shipped: Tracer) -> dict[str, Document]:
    """The nine cases, every lineage with steps of all that is shipped, and two hundred made-up ones of 5 to 60 things."""
    found = {code: View.of(tracer, code).document for code in CODES}
    found |= {f"{key} of all": told for key, told in of_all(shipped).items()}
    found |= {f"made up {n}": Document.of_json(synthetic(5 + n * 55 // 199, n)) for n in range(200)}
    return found


def of_one_seed(lineages: dict[str, Document]) -> dict[str, Document]:
    return {key: told for key, told in lineages.items() if len(decide(told).stories) == 1}


def named(card: Card) -> list[str]:
    return [
        next((text.text for text in entry.texts if text.weight == 600 and not text.glyph), entry.texts[0].text)
        for entry in card.content.entries
    ]


@pytest.mark.parametrize("code", sorted(TOLD))
def test_a_story_is_told_as_its_source_tells_it(lineages: dict[str, Document], code: str) -> None:
    cards = story(lineages[code], EN).seed.every[1:]
    assert [(card.stroke if card.steps else "", card.heading, named(card)) for card in cards] == TOLD[code]


def test_a_plan_never_looks_done(lineages: dict[str, Document]) -> None:
    checked = 0
    for key, told in of_one_seed(lineages).items():
        for card in story(told, EN).seed.every:
            last = card.steps[-1:] if card.heading == EN("strip.carried") else card.steps
            strokes = {stroke_of(step.status) for step in card.steps}
            if last and card.stroke == "solid":
                assert strokes == {"solid"}, key
            happened = {"achieved", "completed", "launched", "ongoing", "blocked", "discontinued"}
            begun = {step.status in happened for step in last}
            if card.heading == EN("strip.followed") and last:
                checked += 1
                assert begun == {True}, (key, [step.status for step in last])
    assert checked > 100


def test_no_step_is_lost_without_a_word(lineages: dict[str, Document]) -> None:
    for key, told in of_one_seed(lineages).items():
        made = story(told, EN)
        followed = {one.step.iri for one in decide(told).stories[0].followed}
        shown = {step.iri for card in made.seed.every if card.heading != EN("strip.carried") for step in card.steps}
        if followed:
            assert len(followed - shown) == made.untold, key
            assert len(made.seed.every) <= 7
    told = Document.of_json(synthetic(60, 3))
    drawn = svg(told, form="strip", target="slide")
    assert story(told, EN).untold and re.search(r"\d+ more steps?, told in the table", drawn)


def test_an_amount_keeps_its_bound_its_currency_and_whose_word_it_is() -> None:
    told = document(
        [node("a", "seed", "seedProject", codes=["ZZ.1"]), node("b"), node("c", "followed", "programme")],
        [edge("x", "a", "b", status="achieved"), edge("y", "b", "c", "scaledInto", status="ongoing")],
        money=[
            money(
                followOn={"amount": "7000000", "bound": "atLeast", "byStatus": {"secured": "7000000"}},
                commitments=[commitment("m", "c", "7000000", bound="atLeast", status="secured", assertedBy="funder")],
            ),
            money(
                "EUR",
                followOn={"amount": "2000000", "bound": "about", "byStatus": {"pledged": "2000000"}},
                commitments=[commitment("n", "c", "2000000", bound="about", currency="EUR", status="approved")],
            ),
        ],
    )  # fmt: skip
    said = [text for _, text in texts(svg(told, form="strip", target="page"))]
    assert "at least USD 7m" in said and "about EUR 2m" in said
    assert any("by a funder" in text for text in said)


def test_money_is_never_larger_than_the_name_of_what_followed(lineages: dict[str, Document]) -> None:
    drawn = svg(lineages["CT.0921"], form="strip", target="wide")
    size = {text: size for size, text in texts(drawn)}
    assert size["at least USD 14.5m"] <= size["CREST programme"]


def test_what_nobody_looked_for_is_not_told_as_nothing(lineages: dict[str, Document]) -> None:
    said = " ".join(text for _, text in texts(svg(lineages["PO.0141"], form="strip", target="wide")))
    assert "Follow-on has not been looked for beyond what was read." in said and EN("strip.none") not in said


def test_a_strip_says_once_that_nobody_looked(lineages: dict[str, Document]) -> None:
    said = " ".join(text for _, text in texts(svg(lineages["PO.0141"], form="strip", target="wide")))
    assert said.count("Follow-on has not been looked for beyond what was read.") == 1


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_a_slide_shows_what_came_furthest_beside_its_seed(lineages: dict[str, Document], lang: str) -> None:
    """A seed alone on half of a slide, with all that followed it only counted, would tell nothing."""
    for key in (*CODES, *(f"{code} of all" for code in CODES)):
        told = lineages[key]
        drawn = svg(told, form="strip", target="slide", lang=lang)
        followed = decide(told).stories[0].followed
        shown = {one.mood for one in followed if f'data-iri="{one.target.iri}"' in drawn}
        begun = {"happened", "underWay"}
        assert not followed or shown, key
        assert bool(shown & begun) == bool({one.mood for one in followed} & begun), key
    drawn = svg(lineages["MA.1147"], form="strip", target="slide", lang=lang)
    assert "National Health Policy of Nepal" in " ".join(text for _, text in texts(drawn))


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_what_stands_over_a_card_is_never_cut(lineages: dict[str, Document], lang: str) -> None:
    for name in ("page", "wide", "half", "slide", "column", "phone"):
        for code in CODES:
            said = [text for _, text in texts(svg(lineages[code], form="strip", target=name, lang=lang))]
            assert not any("…" in text for text in said), (code, name)


def test_a_strip_is_of_one_seed() -> None:
    two = Document.of_json(document([node("a", "seed", "seedProject"), node("b", "seed", "seedProject")], []))
    for told in (replace(two, focus=None), Document.of_json(document([node("a")], []))):
        with pytest.raises(InputError, match="one seed"):
            svg(told, form="strip", target="wide")


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_cards_stand_apart_and_no_line_runs_over_a_card_or_a_heading(lineages: dict[str, Document], name: str) -> None:
    target = TARGETS[name]
    every = of_one_seed(lineages)
    for place, (key, told) in enumerate(every.items()):
        if key.startswith("made") and place % len(TARGETS) != sorted(TARGETS).index(name):
            continue
        room = target.height and target.height * 0.8
        layout = strip(told, EN, target, room).layout
        boxes = [(p.x, p.y, p.right, p.bottom) for p in layout.placed.values()]
        for a, b in combinations(boxes, 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], key
        heads = [(h.x, h.y, h.x + width(h.text, target.text, 600), h.y + target.leading) for h in layout.headings]
        for wire in layout.wires:
            for segment in pairwise(wire.points):
                for left, top, right, bottom in boxes:
                    inside = (left + 0.5, top + 0.5, right - 0.5, bottom - 0.5)
                    assert not touches(segment, inside), (key, name)
                for head in heads:
                    assert not touches(segment, head), (key, name)


@pytest.mark.parametrize(("code", "lanes"), [("CT.0921", 1), ("PR.0135", 3)])
def test_cards_of_a_lane_stand_at_one_height(lineages: dict[str, Document], code: str, lanes: int) -> None:
    """What leads to several things has no empty card as high as all of them: its lines turn down to the lanes below."""
    made = strip(lineages[code], EN, TARGETS["page"]).layout
    assert len({round(one.y, 1) for one in made.placed.values()}) == lanes
    straight = [wire for wire in made.wires if len({round(y, 1) for _, y in wire.points}) == 1]
    assert len(straight) >= len(made.wires) - (lanes - 1)


@pytest.mark.parametrize("name", ["page", "wide", "slide"])
def test_no_card_is_stretched_far_below_its_text(lineages: dict[str, Document], name: str) -> None:
    """Of MA.1147 a programme that is agreed stands beside two plans with much to tell: it is no higher for that."""
    for key, told in of_one_seed(lineages).items():
        made = strip(told, EN, TARGETS[name])
        for one in made.layout.placed.values():
            own = fit(one.block.content, one.block.width, made.target).height
            assert one.block.height <= own * 4 / 3 + 0.1, (key, one.block.content.key)


@pytest.mark.parametrize("name", ["page", "phone"])
def test_a_plan_is_not_drawn_along_what_is_done(lineages: dict[str, Document], name: str) -> None:
    """Later rounds of the certification go on, the forum is only planned: its dashes begin where its way parts."""
    for key, told in of_one_seed(lineages).items():
        for one, other in combinations(strip(told, EN, TARGETS[name]).layout.wires, 2):
            assert one.link.stroke == other.link.stroke or one.points[0] != other.points[0], key
    strokes = {wire.link.stroke for wire in strip(lineages["PO.0125 of all"], EN, TARGETS[name]).layout.wires}
    assert {"solid", "dashed"} <= strokes


def test_a_date_that_is_our_reading_has_its_tone_in_a_timeline(lineages: dict[str, Document]) -> None:
    """That the master's programme was launched is said without a status, and read as one: as what we inferred is."""
    told = {event.text: event.tone for event in events(lineages["PR.0135"], EN)}
    assert {tone for text, tone in told.items() if text.startswith("by our reading")} == {"ours"}
    assert any("launched 2018" in text for text in told)


@pytest.mark.parametrize("form", ["strip", "timeline"])
@pytest.mark.parametrize("name", sorted(TARGETS))
def test_no_text_is_too_small_and_no_picture_too_high(lineages: dict[str, Document], form: str, name: str) -> None:
    target = TARGETS[name]
    for place, (key, told) in enumerate(of_one_seed(lineages).items()):
        if key.startswith("made") and place % 10:
            continue
        drawn = svg(told, form=form, target=name)
        box = re.search(r'viewBox="0 0 (\d+) (\d+)" width="([\d.]+)', drawn)
        assert box
        scale = float(box[3]) * (POINT if target.printed else 1) / int(box[1])
        sizes = [size for size, _ in texts(drawn)]
        assert sizes and min(sizes) * scale >= target.least, (key, min(sizes) * scale)
        assert target.height is None or int(box[2]) <= target.height + 1, (key, box[2])


@pytest.mark.parametrize("name", sorted(SMALL))
def test_a_blocked_line_has_its_bars_in_the_smallest_pictures_too(name: str) -> None:
    """Printed in grey it would be one that has happened."""
    for status, bars in (("blocked", 2), ("achieved", 0)):
        nodes = [node("a", "seed", "seedProject"), node("b", "followed", "programme")]
        told = document(nodes, [edge("x", "a", "b", "scaledInto", status=status)])
        drawn = ElementTree.fromstring(svg(Document.of_json(told), target=name))
        (line,) = (one for one in drawn.iter(f"{SVG}path") if re.match(r"M[\d. ]+(?:H|h20)", one.attrib["d"]))
        assert len(re.findall(r"v[\d.]+", line.attrib["d"])) == bars


@pytest.mark.parametrize("name", sorted(SMALL))
def test_the_smallest_pictures_hold_their_text(lineages: dict[str, Document], name: str) -> None:
    for key, told in of_one_seed(lineages).items():
        drawn = svg(told, target=name)
        root = ElementTree.fromstring(drawn)
        wide, high = (float(part) for part in root.attrib["viewBox"].split()[2:])
        assert (wide, high) == (1200, 630) if name == "card" else high == 34
        for found in root.iter(f"{SVG}text"):
            said = "".join(found.itertext())
            size, weight = float(found.attrib["font-size"]), int(found.attrib.get("font-weight", "400"))
            assert size >= (25 if name == "card" else 13)
            assert float(found.attrib["x"]) + width(said, size, weight) <= wide, (key, said)
            assert float(found.attrib["y"]) <= high, (key, said)


def test_the_card_of_a_link_is_never_empty(lineages: dict[str, Document], shipped: Tracer) -> None:
    made = {code: svg(lineages[code], target="card") for code in CODES}
    made["TK.0040"] = svg(View.of(shipped, "TK.0040").document, target="card")
    made["fr"] = svg(View.of(shipped, "IB.0123").document, target="card", lang="fr")
    said = {key: " ".join(text for _, text in texts(drawn)) for key, drawn in made.items()}
    for key, told in said.items():
        assert "…" not in told and "not stated;" not in told, (key, told)
    assert "Local stakeholders and legal assistance in Brazil" in said["PO.0141"]
    assert "+ 4 more" in said["PO.0141"] and "Follow-on has not been looked for" in said["PO.0141"]
    assert "Diaspora Engagement for Sustainable Development of Montenegro" in said["TK.0040"]
    assert "USD 300,000, 2023, Montenegro" in said["TK.0040"] and "Reported by the Fund; not" in said["TK.0040"]
    line = " ".join(text for _, text in texts(svg(lineages["PO.0141"], target="thumb")))
    assert "USD 200,000" in line and "Follow-on has not been looked for" in line


def test_what_we_read_is_said_to_be_so_in_the_smallest_pictures(shipped: Tracer) -> None:
    told = View.of(shipped, "IB.0123").document
    said = {name: " ".join(text for _, text in texts(svg(told, target=name))) for name in SMALL}
    assert "approved 3 Jun 2021; by our reading" in said["card"] and "approved; by our reading ongoing" in said["thumb"]
    found = {event.text: event for event in events(told, EN) if event.node.stage == "followed"}
    assert found["approved 3 Jun 2021"].happened == (span_of("2021-06-03"),)
    assert found["by our reading ongoing, between Dec 2022 and 2 Mar 2023"].tone == "ours"


def test_a_year_is_the_whole_of_it_and_a_day_is_a_day() -> None:
    assert span_of("2015") == (2015.0, 2016.0)
    assert span_of("2017-10-01")[0] == span_of("2017-10")[0] and span_of("2017-10-01")[1] < span_of("2017-10")[1]


def test_nothing_without_a_date_of_its_own_stands_at_a_year(lineages: dict[str, Document]) -> None:
    found = {(event.node.name, event.text): event for event in events(lineages["CT.0921"], EN)}
    launched = next(event for (name, text), event in found.items() if "launched 1 Oct 2017" in text)
    assert launched.happened == (span_of("2017-10-01"),) and launched.told == "2021-10"
    # What is only told by a date did not happen at it.
    for (name, _), event in found.items():
        if name in {"Business case for ethical recruitment", "Situation assessment report"}:
            assert not event.happened and event.told
    drawn = svg(lineages["CT.0921"], form="timeline", target="page")
    said = [text for _, text in texts(drawn)]
    lane = said.index("Date not stated")
    assert any("launched 1 Oct 2017" in text for text in said[:lane])
    assert any("Business case" in text for text in said[lane:]) and not any(
        "Business case" in text for text in said[:lane]
    )


def test_a_timeline_tells_of_a_thing_what_is_of_the_thing(lineages: dict[str, Document], shipped: Tracer) -> None:
    # That a seed was built on something does not say that the seed is achieved, and a day is no period.
    for told in (lineages["PO.0125"], lineages["PO.0141"], lineages["CE.0352"], View.of(shipped, "TK.0040").document):
        for event in events(told, EN):
            assert event.happened or event.node.stage == "produced" or "followed" in event.node.stage, event
    said = [event.text for event in events(lineages["IB.0123"], EN)]
    assert "10 Feb 2021" in said and not any("from 10 Feb" in text for text in said)


@pytest.mark.parametrize("name", ["page", "phone", "wide"])
def test_no_text_of_a_timeline_stands_over_another_or_a_mark(lineages: dict[str, Document], name: str) -> None:
    for place, (key, told) in enumerate(lineages.items()):
        if key.startswith("made") and place % 20:
            continue
        root = ElementTree.fromstring(svg(told, form="timeline", target=name, parts=("graph",)))
        boxes = []
        for found in root.iter(f"{SVG}text"):
            said = "".join(found.itertext())
            size, x, y = (float(found.attrib[part]) for part in ("font-size", "x", "y"))
            if "text-anchor" not in found.attrib:
                wide = width(said, size, int(found.attrib.get("font-weight", "400")))
                boxes.append((x, y - size * 0.7, x + wide, y + size * 0.15, said))
        for a, b in combinations(boxes, 2):
            assert a[2] <= b[0] + 0.6 or b[2] <= a[0] + 0.6 or a[3] <= b[1] or b[3] <= a[1], (key, a[4], b[4])
        marks = [tuple(float(c.attrib[part]) for part in ("cx", "cy", "r")) for c in root.iter(f"{SVG}circle")]
        for cx, cy, r in marks:
            for a in boxes:
                assert cx + r <= a[0] or cx - r >= a[2] or cy + r * 0.8 <= a[1] or cy - r * 0.8 >= a[3], (key, a[4])


@pytest.mark.parametrize("form", ["strip", "timeline"])
def test_other_forms_of_a_file_have_the_same_picture(tracer: Tracer, form: str) -> None:
    view = View.of(tracer, "CT.0921", look=Look(form=form, target="wide"))
    assert write(view, "svg").startswith(b"<svg") and write(view, "png").startswith(b"\x89PNG")
    assert write(view, "pdf").startswith(b"%PDF")
    assert f"form={form}" in view.parameters() and "for=wide" in view.parameters()


@pytest.mark.parametrize("form", ["strip", "timeline"])
@pytest.mark.parametrize("lang", ["fr", "es"])
def test_another_language_says_the_same_in_its_own_words(lineages: dict[str, Document], form: str, lang: str) -> None:
    english, other = (svg(lineages["CT.0921"], form=form, target="wide", lang=spoken) for spoken in ("en", lang))
    assert english.count("<a ") == other.count("<a ")
    said = " ".join(text for _, text in texts(other))
    for word in ("What followed", "Who holds", "known by", "ongoing", "Date not stated", "funding year"):
        assert word not in said
