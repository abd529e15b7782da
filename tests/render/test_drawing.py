"""The picture: golden bytes, the same in every process, and hostile text that stays text."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from seedline.draw.drawing import EDITION, svg
from seedline.draw.palette import THEMES, contrast
from seedline.i18n import words
from tests.render.documents import BASE, Json, commitment, ct0921, document, edge, money, node

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


@pytest.mark.parametrize("theme", sorted(THEMES))
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
            assert re.fullmatch(r"#p-[nec]\d+", found.get("href", "#p-n0"))
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


def test_a_long_label_is_cut_with_an_ellipsis_and_whole_in_its_title() -> None:
    long = "Situational analysis " * 40
    drawn = svg(document([node("a", "seed", label=long)], []))
    assert "…" in texts(drawn)
    titles = ["".join(found.itertext()) for found in parsed(drawn).iter(f"{SVG}title")]
    assert any(long.strip() in title for title in titles)


def test_no_outside_address_but_the_namespace() -> None:
    drawn = svg(ct0921())
    tree = parsed(drawn)
    for found in tree.iter():
        for key, value in found.attrib.items():
            if key not in {"data-iri"}:
                assert "://" not in value, (key, value)
    assert "url(" not in drawn and "@import" not in drawn
    assert drawn.count('xmlns="') == 1


def test_a_link_is_kept_where_it_is_safe() -> None:
    drawn = svg(ct0921(), link=lambda iri: "/doc/" + iri.rsplit("/id/")[-1])
    assert 'href="/doc/crest"' in drawn and 'href="/doc/CT.0921/step/crest"' in drawn


def test_every_node_and_step_carries_its_iri_and_a_sentence() -> None:
    made = ct0921()
    groups = {found.get("data-iri"): found for found in parsed(svg(made)).iter(f"{SVG}g") if found.get("data-iri")}
    for item in (*made["nodes"], *made["edges"], *made["carriedOnBy"]):
        group = groups[item["iri"]]
        assert group.get("role") == "img" and group.get("aria-label") == group.findtext(f"{SVG}title")
    crest = groups["https://w3id.org/seedline/id/CT.0921/step/crest"].get("aria-label") or ""
    assert "scaled into" in crest and "Sweden: USD 5.8m (secured)" in crest and "as of Oct 2021" in crest


@pytest.mark.parametrize("stage", ["before", "seed", "produced", "followed", "carried on"])
def test_each_stage_is_drawn(stage: str) -> None:
    assert {"before": "Before", "carried on": "Carried on by"}.get(stage, stage.title()) in texts(
        svg(document([node("a", stage)], []))
    )


@pytest.mark.parametrize("status", sorted(STATUSES))
def test_each_status_is_drawn_and_in_the_legend(status: str) -> None:
    nodes = [node("a", "seed", "seedProject"), node("b", "followed", "programme")]
    drawn = svg(document(nodes, [edge("1", "a", "b", "scaledInto", status=status, statusAsOf="2019-06")]))
    assert texts(drawn).count(STATUSES[status]) >= 3  # on the step, in the legend, in the notes
    if status != "notStated":
        assert f"{STATUSES[status]}, as of Jun 2019" in texts(drawn)


def test_statuses_do_not_look_alike_without_colour() -> None:
    looks = {}
    for status in ("achieved", "ongoing", "planned", "recommended", "blocked", "discontinued", "notStated"):
        nodes = [node("a", "seed"), node("b", "followed")]
        drawn = svg(document(nodes, [edge("1", "a", "b", status=status)]), theme="print")
        step = next(
            found for found in parsed(drawn).iter(f"{SVG}g") if (found.get("class") or "").startswith("sl-step")
        )
        paths = [found for found in step.iter() if found.tag in {f"{SVG}path", f"{SVG}circle"}]
        looks[status] = (paths[1].get("stroke-dasharray"), paths[1].get("stroke-width"), len(paths), paths[3].tag)
    assert len(set(looks.values())) == len(looks), looks


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_is_drawn_with_its_name_and_in_the_legend(kind: str) -> None:
    drawn = svg(document([node("a", "seed", kind, label="thing")], []))
    assert texts(drawn).count(KINDS[kind]) >= 2
    assert f"sl-{kind}" in drawn


def test_the_legend_has_nothing_that_is_not_there() -> None:
    told = texts(svg(document([node("a", "seed", "seedProject", label="thing")], [])))
    for absent in ("Programme", "Policy", "ongoing", "money, as reported", "our reading", "note:"):
        assert absent not in told


def test_our_reading_looks_different() -> None:
    nodes = [node("a", "seed"), node("b", "followed")]
    drawn = svg(document(nodes, [edge("1", "a", "b", "scaledInto", basis="inferred")]))
    assert 'font-style="italic"' in drawn and "our reading" in texts(drawn)
    assert 'font-style="italic"' not in svg(document(nodes, [edge("1", "a", "b", "scaledInto")]))


def test_the_amount_stands_on_the_step_into_its_recipient_once() -> None:
    told = texts(svg(ct0921()))
    assert told.count("Sweden: USD 5.8m") == 1
    assert "USD 5.6m" in told and "reported as" in told and "Follow-on per seed dollar: at least 48.3" in told
    assert not re.search("leverage|impact|yielded", told, re.IGNORECASE)


def test_money_without_a_step_stands_on_its_recipient() -> None:
    made = document([node("a", "seed")], [], money=[money(commitments=[commitment("k", "a", "1000")])])
    assert "USD 1,000 (secured)" in texts(svg(made))


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
        "not attributed", "Notes", "IOM Development Fund, Scaling Up from Seed Funding", "CC BY 4.0",
        "The Seedline contributors", "Data version TEST", f"drawing {EDITION}", "Facts as of Oct 2021",
        "source collected 20 Nov 2026", "data built 20 Nov 2026", "our reading", "status not stated",
    ):  # fmt: skip
        assert needed in told, needed


def test_rings_double_steps_and_steps_to_nowhere_are_drawn_or_counted() -> None:
    nodes = [node(key, "followed") for key in "abc"]
    edges = [edge("1", "a", "b"), edge("2", "b", "c"), edge("3", "c", "a"), edge("4", "a", "b", "scaledInto"),
             edge("5", "a", "a"), edge("6", "a", "nowhere")]  # fmt: skip
    drawn = svg(document(nodes, edges))
    assert drawn.count('class="sl-step') == 4
    assert "Not drawn: 2" in texts(drawn)


def test_an_empty_document_is_a_picture_too() -> None:
    assert parsed(svg({})).tag == f"{SVG}svg"


@pytest.mark.parametrize("name", sorted(THEMES))
def test_colours_can_be_read(name: str) -> None:
    look = THEMES[name]
    for text in (look.ink, look.muted, look.money, look.alarm):
        for ground in (look.canvas, look.band):
            assert contrast(text, ground) >= 4.5
    for line, fill in look.kinds.values():
        assert contrast(line, fill) >= 4.5 and contrast(look.ink, fill) >= 4.5 and contrast(look.muted, fill) >= 4.5
        assert contrast(look.money, fill) >= 4.5 and contrast(line, look.band) >= 3
    assert contrast(look.faint, look.canvas) >= 3


def write() -> None:
    """Write the golden pictures; look at them before committing."""
    GOLDEN.mkdir(exist_ok=True)
    for theme in THEMES:
        (GOLDEN / f"ct0921-{theme}.svg").write_text(svg(ct0921(), theme=theme), encoding="utf-8")


if __name__ == "__main__":
    write()


def test_a_draft_is_marked_in_picture_caption_and_notes() -> None:
    made = document(
        [node("a", "seed", "seedProject", draft=True, codes=["A.1"]), node("b", draft=True)], [edge("x", "a", "b")]
    )
    drawn = svg(made)
    told = "Draft: not complete, and in no total"
    lines = re.findall(r"<text[^>]*>([^<]*)</text>", drawn)
    # Under the title, and in the caption; each card has its own mark.
    assert lines.count(told) == 1 and sum(told in line for line in lines) == 2
    assert lines.count("draft") == 2
    assert any("Drafts, not complete and in no total: b." in line for line in lines)
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
    assert "+ 2 more" in drawn and "2 steps lead to what is not shown" in drawn
    # Without a server there is nothing to lead to, and the count stands all the same.
    assert "+ 2 more" in svg(made) and "sl-more" not in svg(made)
