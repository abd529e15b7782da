"""The words: declared, labelled in three languages, equal to what the model uses, and strict where they must be."""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import Any

import pyoxigraph
import pytest

import seedline_ontology
from seedline.model import STATEMENT_SECTIONS, Organisation, Thing
from seedline.model.statements import Observed, ObservedStage
from seedline.model.things import Instrument
from seedline.store import Store
from seedline.triples import DEFAULT_BASE, NamedNode, parse_file
from seedline.triples.facts import prop_of
from seedline.validate import check
from seedline_ontology import PREFIXES, SL

OWL = "PREFIX owl: <http://www.w3.org/2002/07/owl#> "


@pytest.fixture(scope="module")
def words() -> Store:
    files = [seedline_ontology.ontology(), seedline_ontology.shapes(), *seedline_ontology.schemes()]
    graph = NamedNode("urn:words")
    quads = chain.from_iterable(parse_file(file, source=file.stem, graph=graph, base=DEFAULT_BASE) for file in files)
    return Store.of(quads)


def ask(words: Store, query: str) -> list[tuple[str | None, ...]]:
    return list(words.query(OWL + query, default_graphs=["urn:words"]).rows())


def classes() -> list[Any]:
    return [*STATEMENT_SECTIONS.values(), Thing, Organisation, Instrument, Observed, ObservedStage]


def test_every_property_of_the_model_is_declared(words: Store) -> None:
    declared = {
        row[0] for row in ask(words, "SELECT ?p { ?p a ?k . VALUES ?k { owl:ObjectProperty owl:DatatypeProperty } }")
    }
    used = {prop.name for model in classes() for field in model.model_fields.values() if (prop := prop_of(field))}
    assert {SL + name[3:] for name in used if name.startswith("sl:")} <= declared
    kinds = {row[0] for row in ask(words, "SELECT ?c { ?c a owl:Class }")}
    wanted = (
        {c.CLASS for c in STATEMENT_SECTIONS.values()} | set(Thing.CLASSES.values()) | set(Instrument.CLASSES.values())
    )
    assert {SL + name[3:] for name in wanted} <= kinds


def test_every_term_in_a_snapshot_is_declared(words: Store, shipped: Any) -> None:
    store = shipped.snapshot.store
    declared = {row[0] for row in ask(words, "SELECT ?t { ?t a ?k . FILTER(STRSTARTS(STR(?t), STR(sl:))) }")}
    used = {
        row[0] for row in store.query("SELECT DISTINCT ?p { ?s ?p ?o . FILTER(STRSTARTS(STR(?p), STR(sl:))) }").rows()
    }
    used |= {
        row[0] for row in store.query("SELECT DISTINCT ?c { ?s a ?c . FILTER(STRSTARTS(STR(?c), STR(sl:))) }").rows()
    }
    assert used - declared == set()


def test_every_class_and_property_that_is_used_has_a_label_and_no_other_is_borrowed(shipped: Any) -> None:
    """Of other vocabularies too: what tools for graphs draw arrows and classes with has a word, not an address."""
    store = shipped.snapshot.store
    parts = ("?s ?t ?o", "?s a ?t", "?s rdfs:subClassOf ?t", "?s rdfs:range ?t")
    used = {str(row[0]) for part in parts for row in store.query(f"SELECT DISTINCT ?t {{ {part} }}").rows()}
    labelled = {
        str(row[0]) for row in store.query('SELECT DISTINCT ?t { ?t rdfs:label ?l FILTER(LANG(?l) = "en") }').rows()
    }
    # Datatypes, and lists of classes, are drawn by nobody.
    named = {term for term in used if not term.startswith(PREFIXES["xsd"]) and "/skolem/" not in term}
    assert named - labelled == set()
    assert {PREFIXES["rdf"] + "type", PREFIXES["org"] + "Organization", PREFIXES["prov"] + "Activity"} <= named
    file = parse_file(seedline_ontology.borrowed(), source="", graph=NamedNode("urn:words"), base=DEFAULT_BASE)
    assert {str(quad.subject.value) for quad in file} - used == set()


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_term_and_concept_has_a_label_in_three_languages(words: Store, language: str) -> None:
    terms = ask(
        words,
        f"SELECT ?t {{ ?t a ?k . VALUES ?k {{ owl:Class owl:ObjectProperty owl:DatatypeProperty }} FILTER(STRSTARTS(STR(?t), STR(sl:))) FILTER NOT EXISTS {{ ?t rdfs:label ?l . FILTER(LANG(?l) = '{language}') }} }}",
    )
    concepts = ask(
        words,
        f"SELECT ?t {{ ?t a skos:Concept . FILTER NOT EXISTS {{ ?t skos:prefLabel ?l . FILTER(LANG(?l) = '{language}') }} }}",
    )
    assert (terms, concepts) == ([], [])


def test_every_term_says_what_it_is(words: Store) -> None:
    assert (
        ask(
            words,
            "SELECT ?t { ?t rdfs:label ?l . FILTER(STRSTARTS(STR(?t), STR(sl:))) FILTER NOT EXISTS { ?t rdfs:comment ?c } }",
        )
        == []
    )


def test_there_are_17_goals_and_169_targets_and_six_migof_elements(words: Store) -> None:
    sdgo = "PREFIX sdgo: <http://metadata.un.org/sdg/ontology#> "
    assert len(ask(words, sdgo + "SELECT ?g { ?g a sdgo:Goal }")) == 17
    assert len(ask(words, sdgo + "SELECT ?g { ?g a sdgo:Target ; skos:broader ?b }")) == 169
    rows = ask(words, "SELECT ?n { ?c skos:inScheme <https://w3id.org/seedline/scheme/migof> ; skos:notation ?n }")
    assert sorted(str(row[0]) for row in rows) == ["O1", "O2", "O3", "P1", "P2", "P3"]


def test_deliverables_have_no_invented_titles(words: Store) -> None:
    rows = ask(
        words,
        "SELECT ?n ?l ?e { ?c skos:inScheme <https://w3id.org/seedline/scheme/msd> ; skos:notation ?n ; skos:prefLabel ?l ; skos:editorialNote ?e . FILTER(CONTAINS(?n, '.D')) }",
    )
    assert (
        {row[0] for row in rows} == {row[1] for row in rows} == {"O1.D2", "O2.D1", "O2.D3", "O3.D1", "O3.D2", "O3.D3"}
    )


def test_the_context_names_what_the_ontology_declares(words: Store) -> None:
    terms = json.loads(seedline_ontology.context().read_text("utf-8"))["@context"]
    named = {
        value if isinstance(value, str) else value["@id"] for value in terms.values() if not isinstance(value, float)
    }
    declared = {
        "sl:" + str(row[0]).removeprefix(SL)
        for row in ask(words, "SELECT ?t { ?t rdfs:label ?l . FILTER(STRSTARTS(STR(?t), STR(sl:))) }")
    }
    assert declared - named - {f"sl:{name}" for name in PREFIXES} == set()


GOOD = """
@prefix sl: <https://w3id.org/seedline/ontology#> . @prefix id: <https://w3id.org/seedline/id/> . @prefix x: <urn:x:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix org: <http://www.w3.org/ns/org#> . @prefix c: <https://w3id.org/seedline/scheme/> . @prefix dcterms: <http://purl.org/dc/terms/> .
id:p a sl:Project ; rdfs:label "P"@en . id:q a sl:Programme ; rdfs:label "Q"@en .
id:f a org:Organization ; rdfs:label "F"@en ; sl:organisationKind "fund" .
x:e a sl:TextSpan ; oa:hasSource x:s ; sl:lineStart 1 ; sl:lineEnd 2 ; sl:words 2 ;
  sl:sha256 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" ;
  sl:wordsSha256 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" ; oa:hasSelector x:sel .
x:sel oa:start 0 ; oa:end 5 .
x:step a sl:Step ; sl:from id:p ; sl:to id:q ; sl:relation <https://w3id.org/seedline/scheme/relation/scaledInto> ; sl:summary "s"@en ;
  sl:contribution <https://w3id.org/seedline/scheme/contribution/originated> ; sl:statusObservation x:o ; sl:evidence x:e ;
  sl:basis <https://w3id.org/seedline/scheme/basis/stated> ; sl:assertedBy <https://w3id.org/seedline/scheme/voice/fund> .
x:o a sl:StatusObservation ; sl:status <https://w3id.org/seedline/scheme/status/ongoing> ; sl:asOf "2021-10"^^xsd:gYearMonth .
x:c a sl:Commitment ; sl:recipient id:q ; sl:funder id:f ; sl:amount "5"^^xsd:decimal ; sl:currency <https://w3id.org/seedline/scheme/currency/USD> ;
  sl:bound <https://w3id.org/seedline/scheme/bound/exact> ; sl:commitmentStatus <https://w3id.org/seedline/scheme/commitment-status/secured> ;
  sl:sourceType <https://w3id.org/seedline/scheme/source-type/private> ; sl:evidence x:e ; sl:summary "s"@en ;
  sl:basis <https://w3id.org/seedline/scheme/basis/stated> ; sl:assertedBy <https://w3id.org/seedline/scheme/voice/fund> .
x:a a sl:Alignment ; sl:about id:p ; sl:alignedTo <http://metadata.un.org/sdg/8.10> ; sl:evidence x:e ;
  sl:basis <https://w3id.org/seedline/scheme/basis/stated> ; sl:assertedBy <https://w3id.org/seedline/scheme/voice/fund> .
x:n a sl:NotStated ; sl:about x:c ; sl:property sl:on ; sl:evidence x:e ;
  sl:basis <https://w3id.org/seedline/scheme/basis/inferred> ; sl:assertedBy <https://w3id.org/seedline/scheme/voice/seedline> .
id:v a sl:Place ; rdfs:label "V"@en ; sl:placeKind "city" . id:p sl:place id:v .
x:m a sl:Event ; rdfs:label "M"@en ; sl:about id:p ; sl:eventKind "meeting" ; sl:on "2021-02"^^xsd:gYearMonth ; sl:place id:v ; sl:summary "s"@en ;
  sl:evidence x:e ; sl:basis <https://w3id.org/seedline/scheme/basis/stated> ; sl:assertedBy <https://w3id.org/seedline/scheme/voice/fund> .
x:r a sl:Reading ; sl:aboutStep x:step ; sl:dimension <https://w3id.org/seedline/scheme/dimension/functional> ; sl:coder "S" ; sl:summary "s"@en ;
  sl:codedOn "2024-01-01"^^xsd:date ; sl:basis <https://w3id.org/seedline/scheme/basis/inferred> ; sl:assertedBy <https://w3id.org/seedline/scheme/voice/seedline> .
"""


def findings(tmp_path: Any, old: str = "", new: str = "") -> list[tuple[str, str, str]]:
    assert old in GOOD
    path = tmp_path / "a.ttl"
    path.write_text(GOOD.replace(old, new, 1), "utf-8")
    quads = parse_file(path, source="a", graph=NamedNode("urn:g"), base=DEFAULT_BASE)
    found = check(quads, lambda subject, prop: (subject, 1, 1, prop.rsplit("#")[-1]))
    return [(finding.severity, finding.file, finding.message) for finding in found]


def test_good_data_have_no_findings(tmp_path: Any) -> None:
    assert findings(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "severity", "subject", "says"),
    [
        (" ; sl:currency <https://w3id.org/seedline/scheme/currency/USD>", "", "violation", "urn:x:c", "currency: USD"),
        ("sl:amount \"5\"", "sl:amount \"-5\"", "violation", "urn:x:c", "0 or more"),
        ("sl:amount \"5\"^^xsd:decimal", "sl:amount \"5\"", "violation", "urn:x:c", "number"),
        ("relation/scaledInto", "relation/grewInto", "violation", "urn:x:step", "relation"),
        ("sl:statusObservation x:o ; sl:evidence x:e", "sl:statusObservation x:o", "violation", "urn:x:step", "needs evidence"),
        ("sl:from id:p", "sl:from id:f", "violation", "urn:x:step", "no organisation"),
        ("sl:to id:q", "sl:to id:p", "warning", "urn:x:step", "to itself"),
        ("sdg/8.10>", "sdg/18.1>", "violation", "urn:x:a", "SDG"),
        ("<http://metadata.un.org/sdg/8.10>", "<https://w3id.org/seedline/scheme/migof/O4>", "violation", "urn:x:a", "MiGOF"),
        ("sl:property sl:on ; sl:evidence x:e", "sl:property sl:on", "violation", "urn:x:n", "would stand"),
        ("sl:property sl:on ;", "", "violation", "urn:x:n", "one property"),
        ("sl:coder \"S\" ; ", "", "violation", "urn:x:r", "coder"),
        ("sl:dimension <https://w3id.org/seedline/scheme/dimension/functional> ; ", "", "violation", "urn:x:r", "exactly one"),
        ("oa:start 0", "oa:start 9", "violation", "urn:x:e", "start before end"),
        ("sl:lineStart 1", "sl:lineStart 3", "violation", "urn:x:e", "lines must be"),
        ("sl:sha256 \"a", "sl:sha256 \"g", "violation", "urn:x:e", "64 hexadecimal"),
        ("; sl:asOf \"2021-10\"^^xsd:gYearMonth", "", "violation", "urn:x:o", "as of which"),
        ("sl:statusObservation x:o ; ", "", "warning", "urn:x:step", "no dated status"),
        ("; sl:organisationKind \"fund\"", "", "violation", "https://w3id.org/seedline/id/f", "kind: government"),
        ("bound/exact", "bound/atLeast", "warning", "urn:x:c", "as of when"),
        ("status/ongoing", "currency/USD", "violation", "urn:x:o", "status of a step"),
        ("x:o a sl:StatusObservation ;", "x:o", "violation", "urn:x:o", "value and as-of"),
        ("sl:organisationKind \"fund\"", "sl:organisationKind \"bank\"", "violation", "https://w3id.org/seedline/id/f", "civilSociety"),
        ("sl:funder id:f", "sl:funder id:nobody", "violation", "urn:x:c", "funder must be"),
        ("sl:about id:p", "sl:about id:nobody", "violation", "urn:x:a", "about must be"),
        ("sl:aboutStep x:step", "sl:about id:p", "violation", "urn:x:r", "read off a step"),
        ("sl:on \"2021-02\"^^xsd:gYearMonth ; ", "", "violation", "urn:x:m", "dated"),
        ("sl:eventKind \"meeting\"", "sl:eventKind \"party\"", "violation", "urn:x:m", "forum"),
        ("sl:placeKind \"city\"", "sl:placeKind \"zone\"", "violation", "https://w3id.org/seedline/id/v", "pointOfEntry"),
        ("id:p sl:place id:v", "id:p sl:place id:f", "violation", "https://w3id.org/seedline/id/p", "places must name"),
        ("id:q a sl:Programme", "id:q a sl:Programme, sl:Product", "violation", "https://w3id.org/seedline/id/q", "an initiative and a product"),
    ],
)  # fmt: skip
def test_broken_data_are_told_apart_and_in_words(
    tmp_path: Any, old: str, new: str, severity: str, subject: str, says: str
) -> None:
    found = findings(tmp_path, old, new)
    assert any(f[0] == severity and f[1] == subject and says in f[2] for f in found), found


def test_an_inferred_step_needs_evidence_too(tmp_path: Any) -> None:
    old = "sl:statusObservation x:o ; sl:evidence x:e ;\n  sl:basis <https://w3id.org/seedline/scheme/basis/stated>"
    new = "sl:statusObservation x:o ;\n  sl:basis <https://w3id.org/seedline/scheme/basis/inferred>"
    assert any(f[0] == "violation" and "inferred one too" in f[2] for f in findings(tmp_path, old, new))


def test_every_term_in_the_shapes_is_declared(words: Store) -> None:
    text = seedline_ontology.shapes().read_text("utf-8")
    used = {SL + name for name in re.findall(r"\bsl:([A-Za-z][A-Za-z0-9]*)", text)}
    declared = {row[0] for row in ask(words, "SELECT ?t { ?t rdfs:comment ?c . FILTER(STRSTARTS(STR(?t), STR(sl:))) }")}
    assert used - declared == set()


def test_the_context_keeps_property_and_prefix_of_one_name_apart() -> None:
    context = json.loads(seedline_ontology.context().read_text("utf-8"))
    names = [name for name in PREFIXES if isinstance(context["@context"].get(name), dict)]
    assert {"relation", "status", "currency", "country"} <= set(names)
    document = context | {"@id": "urn:x"} | {name: f"{name}:token" for name in names}
    quads = pyoxigraph.parse(json.dumps(document), format=pyoxigraph.RdfFormat.JSON_LD)
    assert {(quad.predicate.value, getattr(quad.object, "value", "")) for quad in quads} == {
        (SL + name, PREFIXES[name] + "token") for name in names
    }
