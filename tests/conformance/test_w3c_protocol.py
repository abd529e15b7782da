"""The query side of W3C's SPARQL 1.1 Protocol and Service Description tests, under W3C's names.

Our own encoding of the requests and expectations that the manifests describe
(https://github.com/w3c/rdf-tests, sparql/sparql11/protocol and sparql/sparql11/service-description), asked over HTTP.
"""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from pyshacl import validate

from seedline.pipeline import build
from tests.conftest import Server

D = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
FORM = {"content-type": "application/x-www-form-urlencoded"}
DIRECT = {"content-type": "application/sparql-query"}
BOTH = f"ASK {{ <{D.format(1)}> a ?type . <{D.format(2)}> a ?type . }}"
NAMED = f"ASK {{ GRAPH ?g1 {{ <{D.format(1)}> a ?type }} GRAPH ?g2 {{ <{D.format(2)}> a ?type }} }}"
FULL = f"ASK {{ <{D.format(3)}> a ?type " + NAMED[4:-1].strip("{ ") + " }"
FROM_3 = NAMED.replace("ASK", f"ASK FROM <{D.format(3)}>")


def graphs(default: tuple[int, ...] = (), named: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    return [("default-graph-uri", D.format(n)) for n in default] + [("named-graph-uri", D.format(n)) for n in named]


@dataclass(frozen=True)
class Case:
    """One request of the manifest; ``expected`` is true, a shape of answer, or 4."""

    name: str
    expected: object
    method: str = "GET"
    params: list[tuple[str, str]] = field(default_factory=list)
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


def get(name: str, query: str, expected: object = True, **dataset: tuple[int, ...]) -> Case:
    return Case(name, expected, params=[("query", query), *graphs(**dataset)])


def post(name: str, query: str, expected: object = True, **dataset: tuple[int, ...]) -> Case:
    return Case(name, expected, "POST", graphs(**dataset), query.encode(), DIRECT)


CASES = [
    Case("query_post_form", True, "POST", graphs((0,)), b"query=ASK%20%7B%7D", FORM),
    get("query_dataset_default_graphs_get", BOTH, default=(1, 2)),
    post("query_dataset_default_graphs_post", BOTH, default=(1, 2)),
    post("query_dataset_named_graphs_post", NAMED, named=(1, 2)),
    get("query_dataset_named_graphs_get", NAMED, named=(1, 2)),
    post("query_dataset_full", FULL, default=(3,), named=(1, 2)),
    post("query_multiple_dataset", FROM_3, named=(1, 2)),
    get("query_get", "ASK {}", default=(0,)),
    post("query_content_type_select", "SELECT (1 AS ?value) {}", "tabular", default=(0,)),
    post("query_content_type_ask", "ASK {}", "boolean", default=(0,)),
    post("query_content_type_describe", "DESCRIBE <http://example.org/>", "RDF", default=(0,)),
    post("query_content_type_construct", "CONSTRUCT { <s> <p> 1 } WHERE {}", "RDF", default=(0,)),
    post("query_post_direct", "ASK {}", default=(0,)),
    Case("bad_query_method", 4, "PUT", [("query", "ASK {}"), *graphs((0,))], headers=FORM),
    Case("bad_multiple_queries", 4, params=[("query", "ASK {}"), ("query", "SELECT * {}")]),
    Case("bad_query_wrong_media_type", 4, "POST", body=b"ASK {}", headers={"content-type": "text/plain"}),
    Case("bad_query_missing_form_type", 4, "POST", body=b"query=ASK%20%7B%7D"),
    Case("bad_query_missing_direct_type", 4, "POST", body=b"ASK {}"),
    Case(
        "bad_query_non_utf8",
        4,
        "POST",
        body="ASK {}".encode("utf-16"),
        headers={"content-type": "application/sparql-query; charset=UTF-16"},
    ),
    Case(
        "bad_query_non_utf8",
        4,
        "POST",
        body=b"ASK {}",
        headers={"content-type": "application/sparql-query; charset=UTF-16"},
    ),
    Case("bad_query_syntax", 4, params=[("query", "ASK {")]),
    # Of the update side, what a service that takes no updates must still refuse.
    Case("bad_update_get", 4, params=[("update", "CLEAR ALL")]),
    Case("bad_multiple_updates", 4, "POST", body=b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", headers=FORM),
    Case("bad_update_wrong_media_type", 4, "POST", body=b"CLEAR NAMED", headers={"content-type": "text/plain"}),
    Case("bad_update_missing_form_type", 4, "POST", body=b"update=CLEAR%20NAMED"),
    Case("bad_update_syntax", 4, "POST", body=b"update=CLEAR%20XYZ", headers=FORM),
]


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over any RDF: the manifest's graphs."""
    home = tmp_path_factory.mktemp("w3c")
    build([str(Path(__file__).parent / "w3c_protocol.nq")], home=home)
    server = Server(home, SEEDLINE_LOG="off")
    yield server.url + "/sparql"
    server.stop()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_protocol(endpoint: str, case: Case) -> None:
    # The manifest's addresses end in a slash.
    url = endpoint + "/"
    answer = httpx.request(case.method, url, params=case.params, content=case.body, headers=case.headers)
    kind = answer.headers["content-type"].split(";")[0]
    if case.expected == 4:
        assert 400 <= answer.status_code < 500
        return
    assert 200 <= answer.status_code < 400, answer.text
    if case.expected is True:
        assert answer.json()["boolean"] is True
    elif case.expected == "boolean":
        assert kind in {"application/sparql-results+json", "application/sparql-results+xml"}
    elif case.expected == "tabular":
        assert kind in {
            "application/sparql-results+json",
            "application/sparql-results+xml",
            "text/csv",
            "text/tab-separated-values",
        }
    else:
        assert kind in {"text/turtle", "application/rdf+xml", "application/n-triples"}


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
