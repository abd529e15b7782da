"""The picture: golden bytes, the same in every process, and hostile text that stays text."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedline.document.types import Document
from seedline.draw.drawing import EDITION, svg
from seedline.draw.figure.fitting import figure
from seedline.draw.figure.ink import INKS
from seedline.draw.figure.target import TARGETS
from seedline.i18n import words
from tests.render.documents import BASE, Json, commitment, ct0921, document, edge, money, node
from tests.render.gallery import synthetic

STATUSES, KINDS = words("en").table["status"], words("en").table["kind"]
GOLDEN = Path(__file__).parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "]]>",
    "javascript:alert(1)",
    "\u202edetsurt\u202c \u2066hidden\u2069 \u200fmark",
    "null\x00 bell\x07 escape\x1b[31m",
    "x" * 10_000,
    "word " * 2_000,
    "👩🏽‍🌾 seeds 🌱🇻🇳",
    "&lt;b&gt; &#x3c; &amp;amp;",
    '" onload="alert(1)" \' onclick=\'alert(1)',
    "<!--", "-->", "<![CDATA[", "<?xml-stylesheet href='x'?>", "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "\ud800 alone \udfff",
    "\ufffe\uffff\ufdd0",
    "مشروع CT.0921 (المرحلة 2)",
    "परियोजना क्षेत्र",
    "Ắằờữ ДІЯ",
    "a\u0301" * 500,
    "\\N{BULLET} %s {0} $x",
]  # fmt: skip


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def texts(text: str) -> str:
    return " ".join("".join(found.itertext()) for found in parsed(text).iter(f"{SVG}text"))


@pytest.mark.parametrize("theme", sorted(INKS))
def test_the_golden_picture(theme: str) -> None:
    golden = GOLDEN / f"ct0921-{theme}.svg"
    assert svg(ct0921(), theme=theme) == golden.read_text(encoding="utf-8"), (
        "the picture changed: look at it, raise EDITION, and write it anew with python -m tests.render.test_drawing"
    )


def test_the_picture_is_the_same_in_processes_that_hash_differently() -> None:
    script = (
        "import json,sys,hashlib; from seedline.draw import svg; from tests.render.documents import ct0921;"
        "print(hashlib.sha256(svg(ct0921()).encode()).hexdigest())"
    )
    root = Path(__file__).parents[2]
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(found) == 1


def test_nothing_is_written_to_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    svg(ct0921())
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_every_field(text: str) -> None:
    made = hostile(text)
    for theme in ("light", "dark"):
        drawn = svg(made, theme=theme, link=lambda iri: f"javascript:{iri}", prefix="p-")
        tree = parsed(drawn)
        names = {found.tag.removeprefix(SVG) for found in tree.iter()}
        assert names <= {"svg", "title", "desc", "g", "a", "rect", "path", "text", "tspan", "circle"}
        for found in tree.iter():
            assert not [key for key in found.attrib if key.startswith("on") or key == "style"]
            assert re.fullmatch(r"#p-[ne]\d+(x\d+)?(s\d*x\d+)?", found.get("href", "#p-n0")), found.get("href")
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e]", drawn)


def hostile(text: str) -> Json:
    kinds = {
        "kind": text,
        "productKind": text,
        "label": text,
        "summary": text,
        "codes": [text],
        "start": text,
        "end": text,
    }
    places = [{"iri": text, "source": text, "sourceTitle": text, "section": text, "lines": [1, 2]}]
    nodes = [
        node(
            "a",
            "seed",
            **{**kinds, "countries": [{"code": "VN", "label": text, "qualifier": text}], "fundingYear": text},
        ),
        node("b", "produced", policyStage={"stage": text, "asOf": text, "body": text, "evidence": []}, **kinds),
        node("c", text, **kinds),
    ]
    step = {
        "relation": text,
        "status": text,
        "statusAsOf": text,
        "contribution": text,
        "assertedBy": text,
        "summary": text,
    }
    edges = [
        edge("1", "a", "b", **{**step, "basis": "inferred", "dimensions": [text], "date": text, "evidence": places}),
        edge("2", "a", "c", **step),
    ]
    given = {"funderLabel": text, "currency": text, "bound": text, "status": text, "asOf": text, "sourceType": text}
    sums = money(text, commitments=[commitment("k", "b", text, **given)], seeds=[commitment("s", "a", text, **given)],
                 leverage=text, leverageReason=text, leftOut=[{"iri": "x", "reason": text, "commitment": commitment("l", "b", "1")}],
                 followOn={"amount": text, "bound": text, "byStatus": {text: text}}, seed={"amount": text, "bound": text})  # fmt: skip
    return document(
        nodes, edges, money=[sums], summary=text, version=text,
        dates={"factsAsOf": text, "collected": text, "built": text},
        carriedOnBy=[{"iri": text, "kind": text, "node": nodes[1]["iri"], "agent": text, "label": text, "asOf": text}],
        omitted={"nodes": 1, "edges": 1, "reason": text, "next": []},
    )  # fmt: skip


def test_no_outside_address_but_the_namespace() -> None:
    drawn = svg(ct0921())
    tree = parsed(drawn)
    for found in tree.iter():
        for key, value in found.attrib.items():
            if key not in {"data-iri", "data-folded"}:
                assert "://" not in value, (key, value)
    assert "url(" not in drawn and "@import" not in drawn
    assert drawn.count('xmlns="') == 1


def test_a_link_is_kept_where_it_is_safe() -> None:
    drawn = svg(ct0921(), link=lambda iri: "/doc/" + iri.rsplit("/id/")[-1])
    assert 'href="/doc/crest"' in drawn and 'href="/doc/CT.0921/step/crest"' in drawn


def test_every_thing_and_step_carries_its_iri_and_a_sentence() -> None:
    made = ct0921()
    groups = {found.get("data-iri"): found for found in parsed(svg(made)).iter(f"{SVG}g") if found.get("data-iri")}
    for item in (*made["nodes"], *made["edges"]):
        group = groups[item["iri"]]
        assert group.get("role") == "img" and group.get("aria-label") == group.findtext(f"{SVG}title")
    crest = groups["https://w3id.org/seedline/id/CT.0921/step/crest"].get("aria-label") or ""
    assert "scaled into" in crest and "ongoing" in crest
    assert "USD 5.8m" in (groups["https://w3id.org/seedline/id/crest"].get("aria-label") or "")


@pytest.mark.parametrize("stage", ["before", "seed", "produced", "followed", "carried on"])
def test_each_stage_is_drawn(stage: str) -> None:
    assert {"before": "Before", "carried on": "Carried on"}.get(stage, stage.title()) in texts(
        svg(document([node("a", stage)], []))
    )


@pytest.mark.parametrize("status", sorted(STATUSES))
def test_each_status_is_drawn_in_words(status: str) -> None:
    nodes = [node("a", "seed", "seedProject"), node("b", "followed", "programme")]
    drawn = svg(document(nodes, [edge("1", "a", "b", "scaledInto", status=status, statusAsOf="2019-06")]))
    assert texts(drawn).count(STATUSES[status]) >= 2  # on the card and in the notes


def test_statuses_do_not_look_alike_without_colour() -> None:
    looks = {}
    for status in ("achieved", "ongoing", "approved", "planned", "recommended", "blocked", "discontinued", "notStated"):
        nodes = [node("a", "seed"), node("b", "followed")]
        drawn = svg(document(nodes, [edge("1", "a", "b", "scaledInto", status=status)]), theme="print")
        colourless = re.sub(
            r'(fill|stroke)="#\w+"', "", drawn.split('class="sl-legend"')[0].split('class="sl-graph"')[1]
        )
        shapes = re.findall(r"<(?:path|circle)[^>]*>", re.sub(r"translate[^)]*[)]", "", colourless))
        looks[status] = tuple(shape for shape in shapes if "M12" not in shape)
    assert len(set(looks.values())) == len(looks)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_is_drawn_with_its_name(kind: str) -> None:
    assert KINDS[kind] in texts(svg(document([node("a", "produced", kind, label="thing")], [])))


def test_the_legend_has_nothing_that_is_not_there() -> None:
    told = texts(svg(document([node("a", "seed", "seedProject", label="thing")], [])))
    for absent in ("Programme", "Policy", "ongoing", "our reading", "line:"):
        assert absent not in told


def test_our_reading_looks_different() -> None:
    nodes = [node("a", "seed"), node("b", "followed")]
    drawn = svg(document(nodes, [edge("1", "a", "b", "scaledInto", basis="inferred")]))
    assert 'font-style="italic"' in drawn and "our reading" in texts(drawn)
    assert 'font-style="italic"' not in svg(document(nodes, [edge("1", "a", "b", "scaledInto")]))


def test_an_amount_stands_on_its_recipient_once() -> None:
    told = texts(svg(ct0921()))
    assert told.count("USD 5.8m") == 1
    assert "USD 5.6m" in told and "Follow-on per seed dollar: at least 48.3" in told
    assert not re.search("leverage|impact|yielded", told, re.IGNORECASE)
    made = document([node("a", "seed")], [], money=[money(seeds=[commitment("k", "a", "1000")])])
    assert "USD 1,000" in texts(svg(made))


def test_what_is_not_counted_is_not_hidden() -> None:
    left = [{"iri": "x", "reason": "blocked", "commitment": commitment("k", "b", "1000", status="blocked")}]
    made = document(
        [node("a", "seed"), node("b", "followed")], [edge("1", "a", "b", "scaledInto")], money=[money(leftOut=left)]
    )
    told = texts(svg(made))
    assert "not counted" in told and "1 commitment (blocked)" in told


def test_it_says_all_that_a_report_needs() -> None:
    told = texts(svg(ct0921()))
    for needed in (
        "not attributed", "IOM Development Fund, Scaling Up from Seed Funding", "CC BY 4.0",
        "Data version TEST", f"drawing {EDITION}", "Facts as of Oct 2021",
        "source collected 20 Nov 2026", "data built 20 Nov 2026", "our reading", "CREST framework was scaled into",
    ):  # fmt: skip
        assert needed in told, needed


def test_steps_to_nowhere_are_counted() -> None:
    nodes = [node(key, "followed") for key in "abc"]
    edges = [edge("1", "a", "b"), edge("2", "b", "c"), edge("3", "c", "a"), edge("4", "a", "b", "scaledInto"),
             edge("5", "a", "a"), edge("6", "a", "nowhere")]  # fmt: skip
    drawn = svg(document(nodes, edges))
    assert len({found.get("data-iri") for found in parsed(drawn).iter() if "sl-step" in found.get("class", "")}) == 4
    assert "Not drawn: 2" in texts(drawn)


def test_an_empty_document_is_a_picture_too() -> None:
    assert parsed(svg({})).tag == f"{SVG}svg"


def test_a_large_lineage_draws_what_is_nearest_and_counts_the_rest() -> None:
    made = synthetic(3000)
    drawn = svg(made)
    told = " ".join("".join(found.itertext()) for found in parsed(drawn).iter(f"{SVG}text"))
    assert re.search(r"\d+ more things, not drawn here", told) or re.search(r"\+ \d+ more", told)
    assert made["focus"] in drawn and len(drawn) < 2_000_000


STAGES = ("before", "seed", "produced", "followed", "carried on")
TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)


@st.composite
def tangles(draw: st.DrawFn) -> Json:
    """Return a small document of any shape: rings, double steps, steps that run backward."""
    count = draw(st.integers(1, 9))
    nodes = [node(f"n{n}", draw(st.sampled_from(STAGES)), label=draw(TEXT)) for n in range(count)]
    ends = st.integers(0, count - 1)
    relations = st.sampled_from(("produced", "nextPhase", "builtOn"))
    edges = [edge(f"{n}", f"n{draw(ends)}", f"n{draw(ends)}", draw(relations)) for n in range(draw(st.integers(0, 14)))]
    return document(nodes, edges, summary=draw(TEXT))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(tangles())
def test_any_tangle_is_drawn_with_every_step_and_nothing_on_top(made: Json) -> None:
    drawn = parsed(svg(made))
    whole = Document.of_json(made)
    joined = {step.iri for step in whole.steps if step.earlier != step.later}
    assert {found.get("data-iri") for found in drawn.iter() if "sl-step" in found.get("class", "")} == joined
    layout = figure(whole, words("en"), TARGETS["poster"]).layout
    boxes = [(placed.x, placed.y, placed.right, placed.bottom) for placed in layout.placed.values()]
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_a_draft_is_marked_in_picture_caption_and_notes() -> None:
    made = document(
        [node("a", "seed", "seedProject", draft=True, codes=["A.1"]), node("b", draft=True)], [edge("x", "a", "b")]
    )
    told = texts(svg(made))
    # Under the title, on the card, and in the caption; the other thing has its own mark.
    assert told.count("Draft: not complete, and in no total") == 3
    assert "Drafts, not complete and in no total: b." in told
    assert "draft" not in svg(document([node("a", "seed", "seedProject")], [])).lower().replace("data-", "")


def test_what_leads_beyond_is_counted_and_linked() -> None:
    def other(key: str, **more: str) -> Json:
        return {"iri": BASE + key, "id": key, "label": key, "relation": "produced", **more}

    omitted = {
        "nodes": 3, "edges": 3, "reason": None, "next": [other("x", **{"from": BASE + "b"}), other("y", **{"from": BASE + "b"})],
        "previous": [other("z", to=BASE + "a")],
    }  # fmt: skip
    made = document([node("a", "seed"), node("b")], [edge("x", "a", "b")], omitted=omitted)
    drawn = svg(made, more=lambda iri: f"/view?more={iri.rsplit('/', 1)[-1]}")
    assert re.findall(r'<a href="([^"]+)" class="sl-more" data-of="([^"]+)">', drawn) == [
        ("/view?more=a", BASE + "a"), ("/view?more=b", BASE + "b"),
    ]  # fmt: skip
    assert "+ 2 more" in drawn
    # Without a server there is nothing to lead to; what lies outside is named all the same.
    assert "Outside this figure: x, y" in svg(made) and "sl-more" not in svg(made)


def write() -> None:
    """Write the golden pictures; look at them before committing."""
    GOLDEN.mkdir(exist_ok=True)
    for theme in INKS:
        (GOLDEN / f"ct0921-{theme}.svg").write_text(svg(ct0921(), theme=theme), encoding="utf-8")


if __name__ == "__main__":
    write()
