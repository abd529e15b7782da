"""The doors over HTTP, asked by clients that we did not write."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import httpx
import jsonschema
import pyoxigraph as ox
import pytest
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from seedline.document.types import schema
from seedline.pipeline import build
from tests.conftest import HARBOUR, Server, until

CREST = "SELECT ?c ?amount { ?c sl:recipient id:crest ; sl:amount ?amount } ORDER BY ?amount"
PREFIXES = "PREFIX sl: <https://w3id.org/seedline/ontology#> PREFIX id: <https://w3id.org/seedline/id/> "


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_gets_its_rows(server: str, method: str) -> None:
    client = SPARQLWrapper(server + "/sparql")
    client.setQuery(PREFIXES + CREST)
    client.setMethod(method)
    client.setReturnFormat(JSON)
    bindings = client.query().convert()["results"]["bindings"]
    assert [row["amount"]["value"] for row in bindings] == ["3100000", "5600000", "5800000"]
    client.setReturnFormat(XML)
    assert len(client.query().convert().getElementsByTagName("result")) == 3
    client.setReturnFormat(CSV)
    assert client.query().convert().count(b"\r\n") == 4
    client.setQuery(PREFIXES + "CONSTRUCT { ?s sl:scaledInto ?o } WHERE { ?s sl:scaledInto ?o }")
    client.setReturnFormat(TURTLE)
    assert b"scaledInto" in client.query().convert()


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("TEXT/TAB-SEPARATED-VALUES", "text/tab-separated-values; charset=utf-8"),
        ("application/sparql-results+xml;q=0.9, text/csv;q=0.1", "application/sparql-results+xml"),
    ],
)
def test_rows_are_negotiated(server: str, accept: str | None, media: str) -> None:
    client = httpx.Client(headers={})
    request = client.build_request("GET", server + "/sparql", params={"query": CREST})
    del request.headers["accept"]
    if accept:
        request.headers["accept"] = accept
    answer = client.send(request)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media)


@pytest.mark.parametrize(
    "media", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_graphs_are_negotiated_and_parse(server: str, media: str) -> None:
    answer = httpx.get(
        server + "/sparql",
        params={"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . ?s a sl:Step }"},
        headers={"accept": media},
    )
    assert answer.headers["content-type"].startswith(media)
    format_ = ox.RdfFormat.from_media_type(media)
    assert format_ is not None
    assert sum(1 for _ in ox.parse(answer.content, format=format_)) > 30


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"params": {"query": "SELECT {"}}, 400),
        ({"params": [("query", CREST), ("query", CREST)]}, 400),
        ({"params": {"query": ""}}, 400),
        ({"params": {"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}}, 400),
        ({"params": {"query": "DELETE WHERE { ?s ?p ?o }"}}, 403),
        ({"params": {"query": CREST}, "headers": {"accept": "image/png"}}, 406),
        ({"params": {"query": CREST + "#" + "x" * 9000}}, 414),
        ({"method": "PUT", "params": {"query": CREST}}, 405),
        ({"method": "POST", "content": b"x", "headers": {"content-type": "application/json"}}, 415),
        ({"method": "POST", "content": b"query=x", "headers": {}}, 400),
        ({"method": "POST", "data": {"update": "CLEAR ALL"}}, 403),
        (
            {
                "method": "POST",
                "content": b"x" * 2_000_000,
                "headers": {"content-type": "application/sparql-query"},
            },
            413,
        ),
    ],
)
def test_refusals_are_problems(server: str, request_: dict[str, object], status: int) -> None:
    answer = httpx.request(str(request_.pop("method", "GET")), server + "/sparql", **request_)  # type: ignore[arg-type]
    body = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert {"type", "title", "status", "detail"} <= body.keys()
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_syntax_error_says_where(server: str) -> None:
    body = httpx.get(server + "/sparql", params={"query": "SELECT *\n{ ?s ?p }"}).json()
    assert (body["line"], body["column"]) == (2, 9)


def test_a_lineage_over_http_keeps_its_schema(server: str) -> None:
    answer = httpx.get(server + "/api/lineage/CT.0921")
    jsonschema.validate(answer.json(), schema())
    assert httpx.get(server + "/api/schema/lineage.json").json() == schema()
    same = httpx.get(server + "/api/lineage", params={"iri": "https://w3id.org/seedline/id/CT.0921"})
    assert same.json() == answer.json()


@pytest.mark.parametrize(
    "path", ["/api/lineage/nobody", "/doc/nobody", "/view/lineage/nobody.svg", "/id/nobody/ttl/x", "/nothing"]
)
def test_what_is_not_there(server: str, path: str) -> None:
    answer = httpx.get(server + path, headers={"accept": "application/json"}, follow_redirects=True)
    assert answer.status_code in {404, 406}
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("accept", "ending", "media"),
    [
        ("text/html", "", "text/html"),
        ("text/turtle", ".ttl", "text/turtle"),
        ("application/ld+json", ".jsonld", "application/ld+json"),
    ],
)
def test_id_leads_to_doc(server: str, accept: str, ending: str, media: str) -> None:
    first = httpx.get(server + "/id/CT.0921", headers={"accept": accept})
    assert (first.status_code, first.headers["vary"]) == (303, "Accept")
    assert first.headers["location"].endswith("/doc/CT.0921" + ending)
    second = httpx.get(server + "/doc/CT.0921" + ending, headers={"accept": accept})
    assert second.headers["content-type"].startswith(media)
    assert "Upholding the Rights" in second.text


def test_a_step_an_evidence_and_a_foreign_iri_are_described(server: str) -> None:
    for path in ("/doc/CT.0921/step/crest-programme.ttl", "/doc/CT.0921/commitment/private.ttl"):
        assert b"sl:evidence" in httpx.get(server + path).content
    page = httpx.get(server + "/doc", params={"iri": "http://metadata.un.org/sdg/8.8"}, headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "CT.0921" in page.text


def test_absolute_links_come_from_the_setting_and_never_from_the_host(home: Path) -> None:
    server = Server(home, SEEDLINE_PUBLIC_URL="https://example.org/seedline")
    try:
        answer = httpx.get(server.url + "/id/CT.0921", headers={"host": "evil.example"})
        assert answer.headers["location"] == "https://example.org/seedline/doc/CT.0921"
        page = httpx.get(server.url + "/view/lineage/CT.0921", headers={"host": "evil.example"}).text
        assert "evil.example" not in page
        assert 'href="/seedline/static/seedline.css"' in page
    finally:
        server.stop()


def test_a_new_snapshot_is_served_without_a_restart(tmp_path: Path) -> None:
    first = build([str(HARBOUR)], home=tmp_path)
    server = Server(tmp_path)
    try:
        assert httpx.get(server.url + "/readyz").json()["version"] == first.version
        second = build([str(HARBOUR)], home=tmp_path, date="2025-01-01")
        until(lambda: httpx.get(server.url + "/readyz").json()["version"] == second.version)
        # Pages and API go over in the same moment.
        assert httpx.get(server.url + "/api/lineages").headers["seedline-version"] == second.version
        listed = httpx.get(server.url + "/api/versions").json()
        assert listed["current"] == second.version
        assert len(listed["versions"]) == 2
    finally:
        server.stop()


def test_two_servers_on_an_empty_home_build_it_once(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from seedline.pipeline import prepare; from pathlib import Path; import sys; prepare(Path(sys.argv[1]))",
        str(tmp_path),
    ]
    both = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    assert len(list((tmp_path / "snapshots").iterdir())) == 1


def test_pages_are_safe_and_self_contained(server: str) -> None:
    for path in ("/", "/view/lineage/CT.0921", "/doc/CT.0921", "/docs"):
        answer = httpx.get(server + path, headers={"accept": "text/html"})
        assert answer.status_code == 200, path
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.text.count("<title>") >= 1
    picture = httpx.get(server + "/view/lineage/CT.0921.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert json.loads(httpx.get(server + "/openapi.json").text)["info"]["title"] == "Seedline"


def test_components_paths_and_selections_over_http(server: str) -> None:
    found = httpx.get(server + "/api/lineages").json()["components"]
    assert {"https://w3id.org/seedline/id/PO.0125", "https://w3id.org/seedline/id/PO.0141"} <= set(
        next(c for c in found if len(c["seeds"]) > 1)["seeds"]
    )
    crest = next(c for c in found if "https://w3id.org/seedline/id/crest" in c["nodes"])
    told = {"seed": "https://w3id.org/seedline/id/CT.0921", "currency": "USD", "amount": "14500000", "bound": "atLeast"}
    assert crest["followOn"] == [told]
    page = httpx.get(server + "/api/lineages", params={"start": 1, "count": 2}).json()
    assert page["components"] == found[1:3] and page["total"] == len(found)
    way = httpx.get(server + "/api/paths", params={"from": "CT.0921", "to": "crest"}).json()
    assert (len(way["paths"]), way["cut"], len(way["edges"])) == (1, False, 2)
    assert way["edges"][0]["evidence"]
    assert httpx.get(server + "/api/paths", params={"from": "crest", "to": "CT.0921"}).json()["paths"] == []
    chosen = httpx.get(server + "/api/select", params={"select": "+crest,kind:seedProject"}).json()["nodes"]
    assert [node["id"] for node in chosen] == ["CT.0921"]
    wrong = httpx.get(server + "/api/select", params={"select": "CT.0921 nobody"})
    assert (wrong.status_code, wrong.json()["column"]) == (400, 9)


def test_a_lineage_by_source_and_date_over_http(server: str) -> None:
    booklet = httpx.get(server + "/api/lineage/CT.0921", params={"source": "booklet", "as_of": "2021-10"}).json()
    assert booklet["money"][0]["followOn"]["amount"] == "14500000"
    assert httpx.get(server + "/api/lineage/CT.0921", params={"source": "nobody"}).status_code == 404
    assert httpx.get(server + "/api/lineage/CT.0921", params={"as_of": "May"}).status_code == 400
