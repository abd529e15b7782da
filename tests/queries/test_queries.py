"""The queries that a partner would write first: each says what it asks, names known terms, and gives the rows it should."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

import seedline
from seedline.store import Snapshot
from seedline.validate.known_terms import unknown_terms

FOLDER = Path(seedline.__file__ or "").parent / "queries"
EXPECTED = yaml.safe_load((Path(__file__).parent / "rows.yaml").read_text("utf-8"))
FILES = sorted(FOLDER.glob("*.rq"))


def test_there_are_fifty_and_each_has_its_rows() -> None:
    assert len(FILES) >= 50
    assert {file.stem for file in FILES} == EXPECTED.keys()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_query_gives_the_rows_of_the_source(snapshot: Snapshot, file: Path) -> None:
    text = file.read_text("utf-8")
    assert re.match(r"# title: .+\n# question: .+\?\n", text)
    assert unknown_terms(text) == []
    found = [
        " | ".join(
            (value or "").replace("https://w3id.org/seedline/id/", "").replace("https://w3id.org/seedline/", "")
            for value in row
        )
        for row in snapshot.store.query(text).rows()
    ]
    expected = EXPECTED[file.stem]
    assert found
    if "rows" in expected:
        assert sorted(found) == sorted(expected["rows"])
    else:
        assert set(expected["among"]) <= set(found)


def test_a_term_that_the_vocabulary_does_not_have_is_told() -> None:
    query = "PREFIX s: <https://w3id.org/seedline/ontology#> ASK { ?x s:scaldInto ?y ; sl:relation relation:scaledInto ; a sl:SeedPoject }"
    assert unknown_terms(query) == ["s:scaldInto", "sl:SeedPoject"]
    assert unknown_terms("SELECT * { ?s ?p 'sl:nothing' FILTER(STRSTARTS(STR(?p), STR(sl:))) } # sl:nobody") == []
    assert unknown_terms("ASK { ?x sl:latestStatus status:ongoin }") == ["status:ongoin"]


def test_what_came_before_is_asked_as_it_reads(snapshot: Snapshot) -> None:
    """Lines 409 to 413: PO.0141 builds on IM.0043 and PO.0125, and not the other way round."""
    ask = snapshot.store.query
    assert ask("ASK { id:PO.0141 sl:builtOn id:PO.0125, id:IM.0043 . id:PO.0125 sl:basisFor id:PO.0141 }")
    assert not ask("ASK { id:PO.0125 sl:builtOn id:PO.0141 }")


def test_membership_is_the_pages(snapshot: Snapshot) -> None:
    from seedline.views.tracer import Tracer

    tracer = Tracer.of(snapshot)
    for seed in tracer.network.nodes_of_kind("seedProject"):
        rows = snapshot.store.query(f"SELECT ?x {{ ?x sl:memberOf <{seed}> }}").rows()
        assert {row[0] for row in rows} == {node.iri for node in tracer.lineage(seed).nodes}


def test_dates_of_every_precision_compare(snapshot: Snapshot) -> None:
    ask = snapshot.store.query
    # October 2021 is a month: its days are its own, and nothing of it is widened.
    assert not ask(
        """ASK { ?x sl:asOf "2021-10"^^xsd:gYearMonth FILTER NOT EXISTS {
        ?x sl:asOfFirstDay "2021-10-01"^^xsd:date ; sl:asOfLastDay "2021-10-31"^^xsd:date } }"""
    )
    assert not ask(
        "ASK { ?x sl:asOf ?d FILTER NOT EXISTS { ?x sl:asOfFirstDay ?a ; sl:asOfLastDay ?b FILTER(?a <= ?b) } }"
    )


def test_no_reason_says_that_none_is_reported_where_it_is(snapshot: Snapshot) -> None:
    assert not snapshot.store.query("ASK { ?t sl:totalOf id:CT.0921 ; sl:ratioReason ?r }")


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("kind", ["Step", "Commitment", "Claim", "Figure"])
def test_statements_have_labels(snapshot: Snapshot, kind: str, language: str) -> None:
    query = f"ASK {{ ?s a sl:{kind} FILTER NOT EXISTS {{ ?s rdfs:label ?l FILTER(LANG(?l) = '{language}') }} }}"
    assert not snapshot.store.query(query)
    query = f"ASK {{ ?s a sl:{kind} ; rdfs:label ?a, ?b FILTER(?a != ?b && LANG(?a) = '{language}' && LANG(?b) = '{language}') }}"
    assert not snapshot.store.query(query)


def test_an_answer_says_which_terms_are_unknown(server: str) -> None:
    asked = {"query": "SELECT ?x { ?x sl:scaldInto ?y }"}
    for answer in (httpx.get(server + "/sparql", params=asked), httpx.post(server + "/sparql", data=asked)):
        assert answer.status_code == 200
        assert answer.headers["seedline-unknown-terms"] == "sl:scaldInto"
        assert "Seedline-Unknown-Terms" in answer.headers["access-control-expose-headers"]
    known = httpx.get(server + "/sparql", params={"query": "SELECT ?x { ?x sl:scaledInto ?y }"})
    assert "seedline-unknown-terms" not in known.headers


@pytest.mark.browser
def test_the_page_says_so_while_the_query_is_written(server: str, browser: Any) -> None:
    page = browser.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto(server + "/sparql")
    assert page.locator("#unknown").inner_text() == ""
    page.locator("#query").fill("SELECT * { ?x sl:scaldInto ?y ; rdfs:label 'sl:nobody' }")
    assert "sl:scaldInto" in page.locator("#unknown").inner_text()
    assert "nobody" not in page.locator("#unknown").inner_text()
    assert wrong == []
    page.close()
