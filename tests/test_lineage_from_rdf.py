"""A partner's RDF becomes lineage by a mapping of CONSTRUCT queries: the three worked examples, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedline.errors import CaseFileError, InputError, LimitExceeded, SeedlineError
from seedline.formats.text import lineage_text
from seedline.ingest.rdf.constructing import ConstructLimits, construct
from seedline.pipeline import build
from seedline.store import Snapshot
from seedline.triples import Literal, NamedNode, Names, Quad
from seedline.views.tracer import Tracer
from tests.conftest import ROOT

EXAMPLES = ROOT / "docs" / "lineage-from-rdf"


def built(tmp_path: Path, *sources: object) -> Snapshot:
    return build([str(each) for each in sources], home=tmp_path / "home")


def rows(snapshot: Snapshot, pattern: str) -> list[tuple[str | None, ...]]:
    return sorted(snapshot.store.query(f"SELECT {pattern}").rows(), key=str)


def test_provenance(tmp_path: Path) -> None:
    snapshot = built(tmp_path, EXAMPLES / "reef.lineage.yaml")
    found = rows(
        snapshot,
        "?from ?relation ?to ?basis ?place { ?s a sl:Step ; sl:from ?a ; sl:to ?b ; sl:relation ?r ; sl:basis ?c ; sl:evidence/sl:page ?place . ?a rdfs:label ?from ."
        " ?b rdfs:label ?to . ?r skos:notation ?relation . ?c skos:notation ?basis }",
    )
    assert found == [
        ("Reef watch pilot", "produced", "Survey protocol", "stated", "reef.ttl <https://example.org/reef/protocol>"),
        ("Survey protocol", "builtOn", "National reef programme", "inferred", "reef.ttl <https://example.org/reef/national-programme>"),
        ("Survey protocol", "builtOn", "Reef atlas", "inferred", "reef.ttl <https://example.org/reef/atlas>"),
    ]  # fmt: skip
    when = rows(snapshot, "?on ?asOf { ?s sl:statusObservation ?o . ?o sl:on ?on ; sl:asOf ?asOf ; sl:evidence ?e }")
    assert when == [("2017-06-12", "2020")]


def test_grants_of_schema_org(tmp_path: Path) -> None:
    snapshot = built(tmp_path, EXAMPLES / "weather.lineage.yaml")
    money = rows(
        snapshot,
        "?to ?amount ?currency ?bound ?status ?basis ?place { ?c a sl:Commitment ; sl:recipient/rdfs:label ?to ;"
        " sl:commitmentStatus/skos:notation ?status ; sl:basis/skos:notation ?basis ; sl:evidence/sl:page ?place"
        " OPTIONAL { ?c sl:amount ?amount ; sl:currency/skos:notation ?currency } OPTIONAL { ?c sl:bound/skos:notation ?bound } }",
    )
    at = "weather.jsonld <https://example.org/weather/grant/{}>"
    assert money == [
        ("Farm weather pilot", "80000", "EUR", "exact", "committed", "stated", at.format(17)),
        ("National farm weather service", "1200000", "EUR", "atLeast", "committed", "stated", at.format(52)),
        ("National farm weather service", None, None, None, "committed", "stated", at.format(53)),
    ]
    tracer = Tracer.of(snapshot)
    told = lineage_text(tracer.lineage("https://example.org/weather/pilot"), 400)
    assert "follow-on, reported: at least EUR 1.2 million" in told
    assert "weather.jsonld <https://example.org/weather/grant/52>" in told
    assert "not counted: means from Ministry of Fields to National farm weather service, amount not stated" in told


def test_grants_of_dingo(tmp_path: Path) -> None:
    tracer = Tracer.of(built(tmp_path, EXAMPLES / "grants.lineage.yaml"))
    document = tracer.lineage("https://example.org/grants/p1")
    assert [(node.label, node.stage, node.start) for node in document.nodes] == [
        ("Bridge sensors", "seed", "2014"),
        ("Sensor kit", "produced", None),
        ("Sensors on all bridges", "followed", "2018"),
    ]
    (money,) = document.money
    assert (money.currency, money.seed.amount, money.follow_on.amount) == ("CHF", "50000", "900000")
    told = lineage_text(document, 400)
    assert "Sources: Grants for bridges (made up); grants" in told
    assert "grants.ttl <https://example.org/grants/p2>" in told


def test_what_is_built_is_the_same_again(tmp_path: Path) -> None:
    """Nameless nodes get their names from what is said of them, wherever the folder and its files lie."""
    first = built(tmp_path, EXAMPLES)
    second = build([str(EXAMPLES)], home=tmp_path / "other")
    assert first.version == second.version
    assert {each["file"] for each in first.manifest["read"]} >= {"reef.ttl", "reef.lineage.yaml"}


MAPPING = """
seedline: "1"
owner: mine
title: "A made-up mapping"
source: mine
sources:
  mine: {title: "Mine", kind: "RDF", collected: "2026-11-29"}
files: [a.ttl]
constructs:
  steps:
    basis: inferred
    query: |
      QUERY
"""
STEP = "CONSTRUCT { ?a a sl:Project ; rdfs:label 'A' . ?b a sl:Project ; rdfs:label 'B' . [] a sl:Step ; sl:from ?a ; sl:to ?b ; sl:relation 'builtOn' ; sl:evidence ?a } WHERE { ?a <urn:p> ?b }"


def mapped(tmp_path: Path, query: str, text: str = "<urn:a> <urn:p> <urn:b> .\n", header: str = MAPPING) -> Snapshot:
    (tmp_path / "a.ttl").write_text(text, "utf-8")
    (tmp_path / "a.lineage.yaml").write_text(header.replace("QUERY", query), "utf-8")
    return built(tmp_path, tmp_path / "a.lineage.yaml")


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT * { ?a ?b ?c }", "its query 'steps': is no CONSTRUCT query"),
        ("CONSTRUCT { ?a nope:b ?c } WHERE { ?a ?b ?c }", "its query 'steps', line 1: .*nope"),
        ("CONSTRUCT { ?a ?b ?c } WHERE { SERVICE <http://e.org/> { ?a ?b ?c } }", "SERVICE is not allowed"),
        ("DROP ALL", "answers queries only"),
        (STEP.replace("; sl:evidence ?a", ""), "makes a sl:Step without its place"),
        (STEP.replace("sl:evidence ?a", "sl:evidence <urn:elsewhere>"), "<urn:elsewhere> as a place"),
        (STEP.replace("'builtOn'", "'grewOutOf'"), "relation is needed, and must be a token"),
    ],
)
def test_a_mapping_that_is_wrong_says_where(tmp_path: Path, query: str, why: str) -> None:
    with pytest.raises(SeedlineError, match=why) as caught:
        mapped(tmp_path, query)
    assert "a.lineage.yaml" in str(caught.value)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("files: [a.ttl]", "files: [b.ttl]", "there is no file b.ttl beside the mapping"),
        ("basis: inferred", "basis: guessed", "basis: must be one of"),
        ("source: mine", "source: other", "describes it under sources"),
        ("constructs:", "construct:", "constructs: is missing|no field"),
    ],
)
def test_a_header_that_is_wrong_says_where(tmp_path: Path, before: str, after: str, why: str) -> None:
    with pytest.raises((CaseFileError, InputError), match=why):
        mapped(tmp_path, STEP, header=MAPPING.replace(before, after))


def test_a_statement_that_is_made_twice_is_one(tmp_path: Path) -> None:
    snapshot = mapped(tmp_path, STEP, "<urn:a> <urn:p> <urn:b> , <urn:c> .\n<urn:b> <urn:p> <urn:c> .\n")
    assert snapshot.manifest["counts"]["step"] == 3
    again = MAPPING.replace("  steps:", f"  again:\n    basis: inferred\n    query: |\n      {STEP}\n  steps:")
    assert mapped(tmp_path, STEP, header=again).manifest["counts"]["step"] == 1


def test_a_mapping_speaks_as_nobody_else(tmp_path: Path) -> None:
    """It may not declare a source anew that others speak as, however alike it describes it."""
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> <urn:b> .\n", "utf-8")
    text = MAPPING.replace("QUERY", STEP).replace("source: mine", "source: booklet").replace("  mine:", "  booklet:")
    (tmp_path / "a.lineage.yaml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"a\.lineage\.yaml: .* declares the source 'booklet' too"):
        built(tmp_path, "default:booklet", tmp_path / "a.lineage.yaml")


def test_a_mapping_renames_nothing_of_ours(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> <urn:b> .\n", "utf-8")
    query = "CONSTRUCT { id:crest rdfs:label 'Mine'@en } WHERE { ?a <urn:p> ?b }"
    (tmp_path / "a.lineage.yaml").write_text(MAPPING.replace("QUERY", query), "utf-8")
    tracer = Tracer.of(built(tmp_path, "default:booklet", tmp_path / "a.lineage.yaml"))
    assert tracer.details.label(f"{Names().base}id/crest") == "CREST programme"


def test_queries_have_limits() -> None:
    def quads(many: int) -> list[Quad]:
        return [Quad(NamedNode(f"urn:{n}"), NamedNode("urn:p"), Literal(str(n))) for n in range(many)]

    cross = "CONSTRUCT { ?a <urn:q> ?n } WHERE { SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a }"
    with pytest.raises(LimitExceeded, match="more than 1 seconds"):
        construct(quads(3000), [("cross", cross)], ConstructLimits(seconds=1))
    with pytest.raises(LimitExceeded, match=r"'all' makes more than 10 triples"):
        construct(quads(11), [("all", "CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }")], ConstructLimits(triples=10))
    large = (
        "CONSTRUCT { ?a <urn:q> ?l } WHERE { ?a ?b ?c . ?d ?e ?f BIND(CONCAT(?c, ?f, STRUUID()) AS ?l) } ORDER BY ?l"
    )
    with pytest.raises(LimitExceeded, match="more than 50 MB"):
        construct(quads(3000), [("large", large)], ConstructLimits(megabytes=50))
