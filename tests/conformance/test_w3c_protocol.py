"""The query side of W3C's SPARQL 1.1 Protocol and Service Description tests, under W3C's names.

``w3c_protocol.ttl`` is the manifest as it comes (https://github.com/w3c/rdf-tests, sparql/sparql11/protocol; W3C's test
suites may be used under the 3-clause BSD licence); ``w3c_protocol.nq`` has its three graphs, and two triples of ours.
"""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from pyshacl import validate

from seedline.pipeline import build
from tests.conftest import Server

D = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
MANIFEST = Path(__file__).with_name("w3c_protocol.ttl")
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RESULTS = {"application/sparql-results+json", "application/sparql-results+xml"}
MEDIA = {
    "boolean": _RESULTS,
    "tabular": {*_RESULTS, "text/csv", "text/tab-separated-values"},
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples"},
}


def graphs(default: tuple[int, ...] = (), named: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    return [("default-graph-uri", D.format(n)) for n in default] + [("named-graph-uri", D.format(n)) for n in named]


@dataclass(frozen=True)
class Case:
    """One test of the manifest: its requests, each with what it expects."""

    name: str
    requests: list[tuple[str, str, dict[str, str], bytes, dict[str, list[str]]]]


def _cases() -> Iterator[Case]:
    """Yield the manifest's tests of the query side, and of updates those that a service without them must refuse too."""
    store = ox.Store()
    store.bulk_load(path=str(MANIFEST), format=ox.RdfFormat.TURTLE, base_iri="http://manifest.example/")
    prologue = (
        "PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> PREFIX ht: <http://www.w3.org/2011/http#> "
        "PREFIX cnt: <http://www.w3.org/2011/content#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
    )

    def rows(query: str, **bound: object) -> list[ox.QuerySolution]:
        given = {ox.Variable(name): value for name, value in bound.items()}
        return list(store.query(prologue + query, substitutions=given))  # type: ignore[arg-type]

    for test in rows("SELECT ?t ?r { ?t a mf:ProtocolTest ; mf:action/ht:requests ?r } ORDER BY ?t"):
        name = test["t"].value.rsplit("#")[-1]
        asked, rest = [], test["r"]
        while rest != ox.NamedNode(RDF + "nil"):
            (one,) = rows("SELECT ?l ?q ?rest { ?l rdf:first ?q ; rdf:rest ?rest }", l=rest)
            request, rest = one["q"], one["rest"]
            (line,) = rows("SELECT ?q ?method ?path { ?q ht:methodName ?method ; ht:absolutePath ?path }", q=request)
            headers = {
                row["n"].value: row["v"].value
                for row in rows(
                    "SELECT ?q ?n ?v { ?q ht:headers/rdf:rest*/rdf:first ?h . ?h ht:fieldName ?n ; ht:fieldValue ?v }",
                    q=request,
                )
            }
            body = b"".join(
                row["c"].value.encode(row["e"].value)
                for row in rows(
                    "SELECT ?q ?c ?e { ?q ht:body ?b . ?b cnt:chars ?c ; cnt:characterEncoding ?e }", q=request
                )
            )
            expected: dict[str, list[str]] = {}
            for row in rows("SELECT ?q ?p ?v { ?q ht:resp ?a . ?a ?p ?v }", q=request):
                expected.setdefault(row["p"].value.rsplit("#")[-1], []).append(row["v"].value.rsplit("#")[-1])
            asked.append((line["method"].value, line["path"].value, headers, body, expected))
        if not name.startswith("update_"):
            yield Case(name, asked)


CASES = list(_cases())


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over any RDF: the manifest's graphs."""
    home = tmp_path_factory.mktemp("w3c")
    build([str(Path(__file__).parent / "w3c_protocol.nq")], home=home)
    server = Server(home, SEEDLINE_LOG="off")
    yield server.url + "/sparql"
    server.stop()


def test_the_manifest_is_read_whole() -> None:
    assert len(CASES) == 27
    assert sum("2xx" in str(request[4]) for case in CASES for request in case.requests) == 13


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_protocol(endpoint: str, case: Case) -> None:
    for method, path, headers, body, expected in case.requests:
        answer = httpx.request(method, endpoint.removesuffix("/sparql") + path, content=body, headers=headers)
        assert f"StatusCode{answer.status_code // 100}xx" in expected["expectedStatus"], answer.text
        kind = answer.headers["content-type"].split(";")[0]
        for format_ in expected.get("expectedFormat", ()):
            assert kind in MEDIA[format_]
        for boolean in expected.get("expectedBoolean", ()):
            assert answer.json()["boolean"] is (boolean == "true")


def test_a_graph_that_is_not_here_is_empty_and_the_answer_says_so(endpoint: str) -> None:
    count = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    absent = [("default-graph-uri", "urn:no<w\r\nhere"), ("named-graph-uri", "urn:nowhere")]
    answer = httpx.get(endpoint, params=[("query", count), absent[1], *graphs((1,))])
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "2"
    assert answer.headers["seedline-absent-graphs"] == "<urn:nowhere>"
    assert "seedline-absent-graphs" not in httpx.get(endpoint, params=[("query", count), *graphs((1, 2))]).headers
    broken = httpx.get(endpoint, params=[("query", count), *absent])
    assert (broken.status_code, "no absolute IRI" in broken.json()["detail"]) == (400, True)


@pytest.mark.parametrize(
    ("media", "count"),
    [
        ("text/csv", lambda text: len(list(csv.DictReader(io.StringIO(text))))),
        ("application/sparql-results+xml", lambda text: len(ElementTree.fromstring(text)[1])),
    ],
)
def test_a_triple_of_two_graphs_counts_once(endpoint: str, media: str, count: object) -> None:
    """However the dataset is named, and whatever the format: an RDF merge is a set (SPARQL 1.1 Query, 13.2)."""
    pattern = "{ ?s <urn:stated> ?o }"
    ways: list[tuple[str, list[tuple[str, str]]]] = [
        (f"SELECT ?s {pattern}", []),
        (f"SELECT ?s {pattern}", graphs((1, 2))),
        (f"SELECT ?s FROM <{D.format(1)}> FROM <{D.format(2)}> {pattern}", []),
        (
            f"PREFIX d: <http://kasei.us/2009/09/sparql/data/> select ?s from d:data1.rdf #\nFROM <{D.format(2)}> {pattern}",
            [],
        ),
        (
            f"BASE <http://kasei.us/2009/09/> SELECT ?s FROM <sparql/data/data1.rdf> FROM <sparql/data/data2.rdf> {pattern}",
            [],
        ),
        (f"SELECT ?s FROM <urn:other> {pattern}", graphs((1, 2))),
    ]
    for query, dataset in ways:
        answer = httpx.get(endpoint, params=[("query", query), *dataset], headers={"accept": media})
        assert answer.status_code == 200, (query, answer.text)
        assert count(answer.text) == 1, query  # type: ignore[operator]
    named = (
        f"SELECT ?g FROM <{D.format(3)}> FROM NAMED <{D.format(1)}> FROM NAMED <{D.format(2)}> {{ GRAPH ?g {pattern} }}"
    )
    assert count(httpx.get(endpoint, params={"query": named}, headers={"accept": media}).text) == 2  # type: ignore[operator]
    only = f"SELECT ?s FROM NAMED <{D.format(1)}> {pattern}"
    assert count(httpx.get(endpoint, params={"query": only}, headers={"accept": media}).text) == 0  # type: ignore[operator]


def description(endpoint: str) -> ox.Store:
    answer = httpx.get(endpoint, headers={"accept": "text/turtle, application/rdf+xml;q=0.9"})
    assert answer.headers["content-type"].startswith("text/turtle")
    store = ox.Store()
    store.bulk_extend(ox.parse(answer.content, format=ox.RdfFormat.TURTLE))
    return store


def test_returns_rdf(endpoint: str) -> None:
    assert len(description(endpoint)) > 0


def test_has_endpoint_triple(endpoint: str) -> None:
    found = description(endpoint).query(
        "SELECT ?e { ?s <http://www.w3.org/ns/sparql-service-description#endpoint> ?e }"
    )
    assert [row["e"].value for row in found] == [endpoint]  # type: ignore[union-attr]


SCHEMA = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
[] a sh:NodeShape ; sh:targetClass sd:Service ;
   sh:property [ sh:path sd:endpoint ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
      [ sh:path sd:supportedLanguage ; sh:minCount 1 ; sh:in ( sd:SPARQL10Query sd:SPARQL11Query sd:SPARQL11Update ) ] ,
      [ sh:path sd:resultFormat ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
      [ sh:path sd:feature ; sh:in ( sd:DereferencesURIs sd:UnionDefaultGraph sd:RequiresDataset sd:EmptyGraphs sd:BasicFederatedQuery ) ] ,
      [ sh:path sd:defaultDataset ; sh:maxCount 1 ; sh:class sd:Dataset ] .
[] a sh:NodeShape ; sh:targetClass sd:Dataset ;
   sh:property [ sh:path sd:defaultGraph ; sh:maxCount 1 ; sh:class sd:Graph ] , [ sh:path sd:namedGraph ; sh:class sd:NamedGraph ] .
[] a sh:NodeShape ; sh:targetClass sd:NamedGraph ;
   sh:property [ sh:path sd:name ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] , [ sh:path sd:graph ; sh:maxCount 1 ; sh:class sd:Graph ] .
"""


def test_conforms_to_schema(endpoint: str) -> None:
    """The vocabulary's domains, ranges and cardinalities (SPARQL 1.1 Service Description, section 3), as shapes."""
    turtle = httpx.get(endpoint, headers={"accept": "text/turtle"}).text
    conforms, _, text = validate(turtle, shacl_graph=SCHEMA, data_graph_format="turtle", shacl_graph_format="turtle")
    assert conforms, text
