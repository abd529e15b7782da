"""Whom and what statements name: nothing that is described is a dead end, on pages, in search and in queries."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedline.errors import CaseFileError
from seedline.i18n import words
from seedline.pipeline import build
from seedline.store import Snapshot
from seedline.views.tracer import Tracer
from seedline_api.rendering.finding import index_of
from seedline_api.rendering.things import Things
from seedline_api.rendering.told import Told

ID = "https://w3id.org/seedline/id/"
UNREACHED = """
SELECT DISTINCT ?thing {
  VALUES ?class { sl:Node org:Organization sl:Place sl:FundingInstrument sl:FundingLine sl:Resolution sl:Framework }
  ?thing a ?class .
  FILTER NOT EXISTS { ?other ?property ?thing . FILTER(?property != rdf:subject) FILTER NOT EXISTS { ?other a sl:NotStated } }
} ORDER BY ?thing
"""
"""What is described and no statement points to; its own values and what is not stated of it tell of nothing else."""
CASE = """
seedline: "1"
owner: harbour
title: Made up, for tests
source: page
asserted-by: other
sources:
  page: {title: "A page", kind: "web page", url: "https://example.org/page", collected: "2026-11-23", as-of: "2025"}
evidence:
  page: {url: "https://example.org/page", seen: "2026-11-23"}
organisations:
  sea: {label: "Ministry of the Sea", kind: government, evidence: page}
things:
  school: {kind: project, label: "A school", evidence: page}
claims:
  visit: {about: school, type: other, as-of: "2025", names: NAMES, summary: "The ministry came to see the school.", evidence: page}
"""


def named(tracer: Tracer, iri: str, lang: str = "en") -> list[Told]:
    page = Things(tracer.network, tracer.details, words(lang)).page(ID + iri)
    return [line for found in page.groups if found.name == "named" for line in found.lines]


def test_a_statement_points_to_everything_that_is_described(snapshot: Snapshot) -> None:
    assert [str(row[0]).rsplit("/id/", 1)[-1] for row in snapshot.store.query(UNREACHED).rows()] == []


@pytest.mark.parametrize(
    ("lang", "status"),
    [
        ("en", "blocked, known by Oct 2021"),
        ("fr", "bloqué, connu en oct. 2021"),
        ("es", "bloqueado, conocido en oct 2021"),
    ],
)
def test_the_page_of_a_ministry_says_where_it_is_named(tracer: Tracer, lang: str, status: str) -> None:
    (line,) = named(tracer, "nepal-ministry-of-finance", lang)
    assert line.link and line.link[0] == ID + "MA.1147/commitment/domestic-allocation"
    assert "the finance ministry could not approve it" in line.plain
    assert tracer.details.label(ID + "nepal-migration-health-policy") in line.text
    assert line.status == status
    assert any(place.lines == (803, 805) for place in line.places)


def test_the_page_of_a_statement_says_whom_it_names(tracer: Tracer) -> None:
    page = Things(tracer.network, tracer.details, words("en")).page(ID + "IB.0123/claim/australian-interest")
    told = [line.plain for group in page.groups if group.name == "about" for line in group.lines]
    assert "Names: Department of Home Affairs of Australia" in told


def test_who_is_only_named_is_found_with_its_seed(tracer: Tracer) -> None:
    hits = index_of(tracer.snapshot).find("Department of Home Affairs").hits["organisation"]
    found = {hit.id: [code for code, _ in hit.seeds] for hit in hits}
    assert found["australia-home-affairs"] == ["IB.0123"]


def test_a_name_that_nothing_describes_is_refused_with_its_place(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(CASE.replace("NAMES", "sea"), "utf-8")
    bad.write_text(CASE.replace("NAMES", "[sea, nobody]"), "utf-8")
    tracer = Tracer.of(build([str(good)], home=tmp_path / "home"))
    assert [line.plain for line in named(tracer, "sea")] == ["A school: The ministry came to see the school."]
    with pytest.raises(CaseFileError, match="nobody"):
        build([str(bad)], home=tmp_path / "other")


@pytest.mark.parametrize(
    ("lang", "label"),
    [
        ("en", "claim: CREST programme (achievement; booklet, 1312–1315)"),
        ("fr", "affirmation\u00a0: CREST programme (réalisation; booklet, 1312–1315)"),
        ("es", "afirmación: CREST programme (logro; booklet, 1312–1315)"),
    ],
)
def test_a_statement_is_called_by_what_it_is_and_where_it_stands(snapshot: Snapshot, lang: str, label: str) -> None:
    """The key of a claim is no name; what is said of a line of the Fund has that line's name in each language."""
    spoken = f'FILTER(LANG(?l) = "{lang}")'
    claim = f"SELECT ?l {{ <{ID}CT.0921/claim/achievement-partnership> rdfs:label ?l {spoken} }}"
    assert [row[0] for row in snapshot.store.query(claim).rows()] == [label]
    line = {"en": "Line 1 of the Fund", "fr": "Ligne 1 du Fonds", "es": "Línea 1 del Fondo"}[lang]
    rules = f"SELECT ?l {{ ?rule a sl:FundingRule ; sl:ruleFor id:idf-line-1 ; rdfs:label ?l {spoken} }}"
    assert {line in str(row[0]) for row in snapshot.store.query(rules).rows()} == {True}


def test_no_two_statements_of_a_kind_have_one_label(snapshot: Snapshot) -> None:
    twice = """SELECT ?class ?l {
      VALUES ?class { sl:Claim sl:Ownership sl:Recommendation sl:PolicyHistory sl:CharacteristicStatement sl:Reading sl:FundingRule }
      ?s a ?class ; rdfs:label ?l
    } GROUP BY ?class ?l HAVING (COUNT(DISTINCT ?s) > 1)"""
    assert list(snapshot.store.query(twice).rows()) == []
