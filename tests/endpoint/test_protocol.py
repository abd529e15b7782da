"""What partners' clients rely on, row by row of the endpoint's design; the number of a row is in the test's name."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx
import pyoxigraph as ox
import pytest

from tests.conftest import Server, until
from tests.endpoint.conftest import ENDLESS, Asking, ask, gauge

PROBLEM = "application/problem+json"
ONE = "SELECT ?x { VALUES ?x { 'a' 'b' } }"
GRAPH = "CONSTRUCT { <urn:s> <urn:p> 'é'@fr , 1.5 } {}"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


def send(url: str, method: str = "GET", **request: object) -> httpx.Response:
    """Send exactly these headers: httpx adds its own Accept otherwise."""
    with httpx.Client() as client:
        built = client.build_request(method, url, **request)  # type: ignore[arg-type]
        if "accept" not in {name.lower() for name in request.get("headers") or {}}:  # type: ignore[attr-defined]
            del built.headers["accept"]
        return client.send(built)


def values(answer: httpx.Response) -> list[str]:
    return [row["x"]["value"] for row in answer.json()["results"]["bindings"]]


@pytest.mark.parametrize(
    ("method", "content_type"),
    [("GET", None), ("POST", FORM), ("POST", DIRECT), ("POST", DIRECT + ";charset=utf-8"), ("POST", DIRECT.upper())],
)
def test_row_01_three_ways_decoded_once(limited: str, method: str, content_type: str | None) -> None:
    query = "SELECT ?x { VALUES ?x { '100%25 +%2B é' } }"
    url = limited + "/sparql"
    if content_type is None:
        answer = send(url, params={"query": query})
    else:
        body = urlencode({"query": query}) if content_type == FORM else query
        answer = send(url, method, content=body.encode(), headers={"content-type": content_type})
    assert (answer.status_code, values(answer)) == (200, ["100%25 +%2B é"])


@pytest.mark.parametrize("accept", [None, "*/*"])
def test_row_02_defaults(limited: str, accept: str | None) -> None:
    headers = {"accept": accept} if accept else {}
    rows = send(limited + "/sparql", params={"query": ONE}, headers=headers)
    graph = send(limited + "/sparql", params={"query": GRAPH}, headers=headers)
    assert rows.headers["content-type"] == "application/sparql-results+json"
    assert graph.headers["content-type"] == "text/turtle; charset=utf-8"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.6", "application/sparql-results+xml"),
        ("TEXT/CSV", "text/csv; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        ("application/sparql-results+json;q=0, text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("image/png, */*;q=0.1", "application/sparql-results+json"),
        ("application/json", "application/json"),
    ],
)
def test_row_03_negotiation(limited: str, accept: str, media: str) -> None:
    assert ask(limited, ONE, headers={"accept": accept}).headers["content-type"] == media


def test_row_04_a_mixed_list_gets_the_first_usable_type(limited: str) -> None:
    accept = {"accept": "application/sparql-results+json, text/turtle, application/rdf+xml;q=0.8"}
    assert ask(limited, GRAPH, headers=accept).headers["content-type"].startswith("text/turtle")
    assert ask(limited, ONE, headers=accept).headers["content-type"] == "application/sparql-results+json"


@pytest.mark.parametrize(
    "media",
    [
        "text/turtle",
        "application/n-triples",
        "application/ld+json",
        "application/rdf+xml",
        "application/trig",
        "application/n-quads",
    ],
)
@pytest.mark.parametrize("query", [GRAPH, "DESCRIBE id:CT.0921"])
def test_row_05_graphs_in_six_formats(limited: str, query: str, media: str) -> None:
    answer = ask(limited, query, headers={"accept": media})
    assert answer.headers["content-type"].split(";")[0] == media
    format_ = ox.RdfFormat.from_media_type(media)
    assert format_
    found = {(q.subject, q.predicate, q.object) for q in ox.parse(answer.content, format=format_)}
    if query == GRAPH:
        decimal = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
        assert {o for _, _, o in found} == {ox.Literal("é", language="fr"), ox.Literal("1.5", datatype=decimal)}
    else:
        assert any("Upholding" in o.value for _, _, o in found if isinstance(o, ox.Literal))


@pytest.mark.parametrize(
    ("media", "query", "marker"),
    [
        ("application/sparql-results+json", ONE, b'"vars":["x"]'),
        ("application/sparql-results+xml", ONE, b"<result>"),
        ("text/csv", ONE, b"x\r\na\r\nb\r\n"),
        ("text/tab-separated-values", ONE, b'?x\n"a"\n"b"\n'),
        ("application/sparql-results+json", "ASK {}", b'"boolean":true'),
        ("application/sparql-results+xml", "ASK {}", b"<boolean>true</boolean>"),
    ],
)
def test_row_06_result_formats(limited: str, media: str, query: str, marker: bytes) -> None:
    answer = ask(limited, query, headers={"accept": media})
    assert answer.headers["content-type"].startswith(media)
    assert marker in answer.content


@pytest.mark.parametrize(
    ("query", "accept", "listed"),
    [(ONE, "image/png", "text/csv"), ("ASK {}", "text/csv", "sparql-results+xml"), (GRAPH, "text/csv", "text/turtle")],
)
def test_row_07_nothing_acceptable(limited: str, query: str, accept: str, listed: str) -> None:
    answer = ask(limited, query, headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (406, PROBLEM)
    assert listed in answer.json()["detail"]


@pytest.mark.parametrize(("content_type", "status"), [("application/json", 415), ("text/plain", 415), (None, 400)])
def test_row_08_wrong_content_type(limited: str, content_type: str | None, status: int) -> None:
    headers = {"content-type": content_type} if content_type else {}
    answer = send(limited + "/sparql", "POST", content=b"query=ASK%7B%7D", headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
    assert FORM in answer.json()["detail"]


@pytest.mark.parametrize("query_string", ["query=ASK%7B%7D&query=ASK%7B%7D", "query=", "query=%20%0A"])
def test_row_09_not_one_query(limited: str, query_string: str) -> None:
    for answer in (
        send(f"{limited}/sparql?{query_string}"),
        send(limited + "/sparql", "POST", content=query_string.encode(), headers={"content-type": FORM}),
    ):
        assert (answer.status_code, answer.headers["content-type"]) == (400, PROBLEM)
    assert (
        send(
            limited + "/sparql?query=ASK%7B%7D", "POST", content=b"ASK {}", headers={"content-type": DIRECT}
        ).status_code
        == 400
    )


def test_row_10_the_protocol_s_dataset(limited: str) -> None:
    graphs = sorted(values(ask(limited, "SELECT DISTINCT ?x { GRAPH ?x { ?s ?p ?o } }")))
    derived = next(name for name in graphs if name.endswith("/derived"))
    meta = next(name for name in graphs if name.endswith("/meta"))
    count = "SELECT (COUNT(*) AS ?x) {0} {{ ?s ?p ?o }}"

    def counted(query: str, **more: object) -> int:
        answer = ask(limited, query, **more)
        assert answer.status_code == 200, answer.text
        return int(values(answer)[0])

    one, other = (counted(f"SELECT (COUNT(*) AS ?x) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}") for name in (derived, meta))
    plain = "SELECT (COUNT(*) AS ?x) { ?s ?p ?o }"
    assert counted(plain, **{"default-graph-uri": derived}) == one
    assert counted(plain, **{"default-graph-uri": [derived, meta]}) == one + other
    # The protocol's dataset replaces the query's; empty ones are ignored.
    assert counted(count.format(f"FROM <{meta}>"), **{"default-graph-uri": derived}) == one
    assert counted(plain, **{"default-graph-uri": ["", derived]}) == one
    assert counted(plain, **{"named-graph-uri": derived}) == 0
    assert values(
        ask(limited, "SELECT DISTINCT ?x { GRAPH ?x {?s ?p ?o} }", **{"named-graph-uri": [derived, meta]})
    ) in ([derived, meta], [meta, derived])
    unknown = ask(limited, plain, **{"default-graph-uri": "urn:nowhere"})
    assert (counted(plain, **{"default-graph-uri": "urn:nowhere"}), unknown.status_code) == (0, 200)
    assert unknown.headers["seedline-absent-graphs"] == "<urn:nowhere>"
    # In the text of a query an unknown graph is an empty one, as SPARQL has it (SPARQL 1.1 Query, section 13.2).
    assert counted(count.format("FROM <urn:nowhere>")) == 0
    assert counted(count.format(f"FROM <urn:nowhere> FROM <{derived}>")) == one
    named = "SELECT (COUNT(*) AS ?x) FROM NAMED <urn:nowhere> { GRAPH ?g { ?s ?p ?o } }"
    assert counted(named) == 0


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "POST", "content": b"CLEAR ALL", "headers": {"content-type": "application/sparql-update"}},
        {"method": "POST", "content": b"update=CLEAR%20ALL", "headers": {"content-type": FORM}},
        {"params": {"query": "DELETE WHERE { ?s ?p ?o }"}},
        {"params": {"update": "CLEAR ALL"}},
        {"params": {"query": "LOAD <http://127.0.0.1/x.ttl>"}},
    ],
)
def test_row_11_updates_are_refused(limited: str, request_: dict[str, object]) -> None:
    count = "SELECT (COUNT(*) AS ?x) { ?s ?p ?o }"
    before = values(ask(limited, count))
    answer = send(limited + "/sparql", **request_)  # type: ignore[arg-type]
    assert (answer.status_code, answer.headers["content-type"]) == (403, PROBLEM)
    assert values(ask(limited, count + "#")) == before


def test_row_12_a_syntax_error_has_its_place(limited: str) -> None:
    answer = ask(limited, "SELECT *\n{ ?s ?p }")
    body = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (400, PROBLEM)
    assert (body["line"], body["column"], body["status"]) == (2, 9, 400)
    assert {"type", "title", "detail"} <= body.keys()


@pytest.mark.parametrize("name", ["format", "output", "results", "debug", "should-sponge", "infer"])
def test_row_13_unknown_parameters_never_fail(limited: str, name: str) -> None:
    assert values(ask(limited, ONE, **{name: "json"})) == ["a", "b"]


@pytest.mark.parametrize("name", ["format", "output"])
@pytest.mark.parametrize(
    ("query", "wanted", "media"),
    [
        (ONE, "csv", "text/csv"),
        (ONE, "TSV", "text/tab-separated-values"),
        (ONE, "xml", "application/sparql-results+xml"),
        (ONE, "srj", "application/sparql-results+json"),
        (ONE, "text/csv", "text/csv"),
        (ONE, "application/sparql-results+xml; charset=utf-8", "application/sparql-results+xml"),
        (ONE, "application/xml", "application/xml"),
        (ONE, "turtle", "application/sparql-results+json"),
        (ONE, "pretty", "application/sparql-results+json"),
        (ONE, "html", "application/sparql-results+json"),
        ("ASK {}", "xml", "application/sparql-results+xml"),
        ("ASK {}", "csv", "application/sparql-results+json"),
        ("CONSTRUCT WHERE { ?s a sl:SeedProject }", "ntriples", "application/n-triples"),
        ("CONSTRUCT WHERE { ?s a sl:SeedProject }", "text/turtle", "text/turtle"),
        ("CONSTRUCT WHERE { ?s a sl:SeedProject }", "json-ld", "application/ld+json"),
        ("CONSTRUCT WHERE { ?s a sl:SeedProject }", "csv", "text/turtle"),
    ],
)
def test_row_13_a_format_may_be_asked_for_in_the_address(
    limited: str, name: str, query: str, wanted: str, media: str
) -> None:
    answer = ask(limited, query, **{name: wanted})
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, media)
    # Beside it, Accept does not count: a spreadsheet sends what it always sends.
    other = send(limited + "/sparql", params={"query": query, name: wanted}, headers={"accept": "*/*, text/html;q=0.1"})
    assert other.headers["content-type"] == answer.headers["content-type"]


@pytest.mark.parametrize(
    ("query", "accept", "begins"),
    [
        (ONE, "application/xml", "<?xml"),
        (ONE, "text/xml", "<?xml"),
        (ONE, "application/json", "{"),
        (ONE, "text/plain", "x"),
        ("ASK {}", "text/xml", "<?xml"),
        ("CONSTRUCT WHERE { ?s a sl:SeedProject }", "application/xml", "<?xml"),
        ("CONSTRUCT WHERE { ?s a sl:SeedProject }", "text/n3", "@prefix"),
        ("CONSTRUCT WHERE { ?s a sl:SeedProject }", "application/x-turtle", "@prefix"),
        ("CONSTRUCT WHERE { ?s a sl:SeedProject }", "text/plain", "<"),
        ("CONSTRUCT WHERE { ?s a sl:SeedProject }", "application/json", "["),
    ],
)
def test_row_13_general_and_older_media_types(limited: str, query: str, accept: str, begins: str) -> None:
    answer = send(limited + "/sparql", params={"query": query}, headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, accept)
    assert answer.text.startswith(begins)


def test_row_13_what_is_no_query_text(limited: str) -> None:
    assert values(ask(limited, "\ufeff" + ONE)) == ["a", "b"]
    packed = send(
        limited + "/sparql", "POST", content=gzip.compress(ONE.encode()),
        headers={"content-type": DIRECT, "content-encoding": "gzip"},
    )  # fmt: skip
    assert (packed.status_code, packed.headers["content-type"]) == (415, PROBLEM)
    plain = {"content-type": DIRECT, "content-encoding": "identity"}
    assert send(limited + "/sparql", "POST", content=ONE.encode(), headers=plain).status_code == 200


def test_row_13_a_function_that_nobody_knows_is_no_failure(limited: str) -> None:
    answer = ask(limited, "SELECT ?x (<urn:f>(?x) AS ?y) { VALUES ?x { 1 2 } }")
    assert [row.keys() for row in answer.json()["results"]["bindings"]] == [{"x"}, {"x"}]


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        ("SELECT (CONCAT('a', '\\u0007') AS ?x) {}", "application/sparql-results+xml"),
        ("CONSTRUCT { <urn:s> <urn:p/> 1 } {}", "application/rdf+xml"),
        ("CONSTRUCT { <urn:s> <urn:p> '\\u000B' } {}", "application/rdf+xml"),
        ("CONSTRUCT { <urn:s> <urn:p> <<( <urn:a> <urn:b> 1 )>> } {}", "application/ld+json"),
    ],
)
def test_row_21_what_a_format_cannot_hold_is_406(limited: str, query: str, accept: str) -> None:
    for encoding in ("identity", "gzip"):
        answer = send(
            limited + "/sparql", params={"query": query}, headers={"accept": accept, "accept-encoding": encoding}
        )
        assert (answer.status_code, answer.headers["content-type"]) == (406, PROBLEM)
        assert "ask for" in answer.json()["detail"]


def test_row_14_head(limited: str) -> None:
    for params in ({"query": ONE}, {}):
        get = send(limited + "/sparql", params=params)
        head = send(limited + "/sparql", "HEAD", params=params)
        assert (head.status_code, head.content) == (200, b"")
        for name in ("content-type", "content-length", "etag", "vary"):
            assert head.headers[name] == get.headers[name]


def test_row_15_preflight(limited: str) -> None:
    answer = send(
        limited + "/sparql", "OPTIONS", headers={"origin": "https://a.example", "access-control-request-method": "POST"}
    )
    assert answer.status_code == 204
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS" == answer.headers["access-control-allow-methods"]
    assert "Content-Type" in answer.headers["access-control-allow-headers"]
    assert int(answer.headers["access-control-max-age"]) > 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_row_16_other_methods(limited: str, method: str) -> None:
    answer = send(limited + "/sparql", method, params={"query": ONE})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert answer.headers["content-type"] == PROBLEM


@pytest.mark.parametrize(
    ("method", "query"), [("GET", ONE), ("GET", "nonsense"), ("PUT", ONE), ("OPTIONS", ONE), ("GET", None)]
)
def test_row_17_cors_everywhere_without_credentials(limited: str, method: str, query: str | None) -> None:
    params = {"query": query} if query else {}
    answer = send(limited + "/sparql", method, params=params, headers={"origin": "https://evil.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "text/turtle"),
        ("*/*", "text/turtle"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json;q=0.9", "application/ld+json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
    ],
)
@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_row_18_service_description(limited: str, path: str, accept: str | None, media: str) -> None:
    answer = send(limited + path, headers={"accept": accept} if accept else {})
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, media)
    if media == "text/html":
        assert "<textarea" in answer.text
        return
    format_ = ox.RdfFormat.from_media_type(media)
    assert format_
    store = ox.Store()
    store.bulk_extend(ox.parse(answer.content, format=format_))
    assert store.query(
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> ASK { "
        f"?s a sd:Service ; sd:endpoint <{limited}/sparql> ; sd:supportedLanguage sd:SPARQL11Query ; "
        "sd:resultFormat <http://www.w3.org/ns/formats/SPARQL_Results_TSV> ; sd:defaultDataset ?d . "
        "?d sd:defaultGraph ?g ; sd:namedGraph [ sd:name ?n ; sd:graph ?h ] FILTER(STRENDS(STR(?n), '/derived')) }"
    )
    assert not store.query("ASK { ?s ?p <http://www.w3.org/ns/sparql-service-description#BasicFederatedQuery> }")


def test_row_19_void_at_its_place_and_in_the_data(limited: str) -> None:
    answer = send(limited + "/.well-known/void")
    store = ox.Store()
    store.bulk_extend(ox.parse(answer.content, format=ox.RdfFormat.TURTLE))
    void = "PREFIX void: <http://rdfs.org/ns/void#> "
    assert store.query(void + f"ASK {{ ?d a void:Dataset ; void:triples ?n ; void:sparqlEndpoint <{limited}/sparql> }}")
    assert store.query(
        void + "ASK { ?d void:classPartition [ void:class ?c ; void:entities ?n ] ; void:propertyPartition ?p }"
    )
    inside = ask(limited, void + "ASK { GRAPH ?g { ?d a void:Dataset ; void:triples ?n } }")
    assert inside.json()["boolean"] is True
    assert send(limited + "/.well-known/void", headers={"accept": "application/ld+json"}).json()


def test_row_20_the_time_limit_is_named_before_the_first_byte(limited: str, unhurried: str) -> None:
    answer = ask(limited, ENDLESS)
    body = answer.json()
    assert (answer.status_code, answer.headers["content-type"], body["limit"]) == (503, PROBLEM, "max_time=2")
    assert "max_time=2" in answer.headers["seedline-limits"]
    # Who asks for less gets less, where nothing else would end it; who asks for more does not get more.
    assert ask(unhurried, ENDLESS + "#", timeout="0.5").status_code == 503
    assert ask(limited, ENDLESS + "##", timeout="36000").status_code == 503
    assert ask(limited, ONE, timeout="soon").status_code == 400


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv"])
def test_row_21_a_failure_is_never_a_200(limited: str, accept: str) -> None:
    """The rows come first and the failure late: the first bytes must have waited for it."""
    query = "SELECT ?a ?d { { ?a ?b ?c } UNION { ?a ?x ?c . ?d ?e ?f . ?g ?h ?i } }"
    answer = ask(limited, query, headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (503, PROBLEM)


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("SELECT ?a { ?a ?b ?c . ?d ?e ?f }", "max_rows=5000"),
        ("CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }", "max_rows=5000"),
        ("SELECT (CONCAT(STR(?a), '%s') AS ?x) { ?a ?b ?c } LIMIT 4000" % ("y" * 1000), "max_bytes=3000000"),
        ("SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f }", "max_memory=256"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?f ?c", "max_memory=256"),
    ],
)
@pytest.mark.parametrize(
    "accept", ["*/*", "application/sparql-results+xml, text/turtle", "text/csv, application/n-triples"]
)
def test_row_22_caps_are_said_and_nothing_is_cut(limited: str, query: str, limit: str, accept: str) -> None:
    answer = ask(limited, query, headers={"accept": accept, "accept-encoding": "identity"})
    assert (answer.status_code, answer.headers["content-type"]) == (503, PROBLEM)
    # A machine at its limits may reach the time before the memory; both are said.
    assert answer.json()["limit"] in {limit, "max_time=2"} if "memory" in limit else answer.json()["limit"] == limit
    assert limit in answer.headers["seedline-limits"]


def test_row_22_exactly_the_cap_is_sent(limited: str) -> None:
    for media, rows in (
        ("text/csv", lambda b: b.count(b"\r\n") - 1),
        ("application/sparql-results+xml", lambda b: b.count(b"<result>")),
        ("application/sparql-results+json", lambda b: len(json.loads(b)["results"]["bindings"])),
    ):
        answer = ask(limited, "SELECT ?a { ?a ?b ?c . ?d ?e ?f } LIMIT 5000", headers={"accept": media})
        assert (answer.status_code, rows(answer.content)) == (200, 5000)


def test_row_23_caching_and_compression(limited: str) -> None:
    query = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 500"
    plain = send(limited + "/sparql", params={"query": query}, headers={"accept-encoding": "identity"})
    packed = send(limited + "/sparql", params={"query": query}, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) * 3 < int(plain.headers["content-length"])
    assert plain.headers["vary"] == "Accept, Accept-Encoding"
    assert plain.headers["cache-control"] == "public, no-cache"
    for first in (plain, packed):
        encoding = "gzip" if first is packed else "identity"
        for known in (
            first.headers["etag"],
            f'"x", {first.headers["etag"]}',
            first.headers["etag"].removeprefix("W/"),
            "*",
        ):
            again = send(
                limited + "/sparql",
                params={"query": query},
                headers={"accept-encoding": encoding, "if-none-match": known},
            )
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = send(
        limited + "/sparql", params={"query": query}, headers={"accept": "text/csv", "accept-encoding": "identity"}
    )
    assert len({plain.headers["etag"], packed.headers["etag"], other.headers["etag"]}) == 3
    assert plain.headers["seedline-version"] in plain.headers["etag"]
    small = send(limited + "/sparql", params={"query": ONE}, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in small.headers


def test_row_23_a_large_compressed_answer_is_whole(limited: str) -> None:
    query = "SELECT ?s (UUID() AS ?u) { ?s ?p ?o . ?a ?b ?c } LIMIT 5000"
    with httpx.stream(
        "GET", limited + "/sparql", params={"query": query}, headers={"accept-encoding": "gzip"}
    ) as answer:
        raw = b"".join(answer.iter_raw())
        assert int(answer.headers["content-length"]) == len(raw)
    assert len(raw) > 1 << 16
    assert len(json.loads(gzip.decompress(raw))["results"]["bindings"]) == 5000


def test_row_23_what_varies_is_not_kept(limited: str) -> None:
    query = "SELECT (STRUUID() AS ?x) {}"
    first, second = ask(limited, query), ask(limited, query)
    assert values(first) != values(second)
    assert "etag" not in first.headers
    assert first.headers["cache-control"] == "no-store"


def test_row_24_long_addresses(limited: str) -> None:
    room = 8192 - len("query=") - len(quote(ONE)) - 3
    assert send(f"{limited}/sparql?query={quote(ONE)}%23{'x' * room}").status_code == 200
    answer = send(f"{limited}/sparql?query={quote(ONE)}%23{'x' * (room + 1)}")
    assert (answer.status_code, answer.json()["limit"]) == (414, "max_url=8192")
    assert "POST" in answer.json()["detail"]
    long = (ONE + "#" + "x" * 900_000).encode()
    assert send(limited + "/sparql", "POST", content=long, headers={"content-type": DIRECT}).status_code == 200
    larger = send(limited + "/sparql", "POST", content=long + b"x" * 200_000, headers={"content-type": DIRECT})
    assert (larger.status_code, larger.json()["limit"]) == (413, "max_body=1000000")


def test_row_26_one_slow_query_delays_nobody(unhurried: str) -> None:
    with Asking(unhurried, ENDLESS + "# row 26") as slow, httpx.Client() as client:
        until(lambda: gauge(unhurried, "slow") == 1)
        for number in range(200):
            fresh = client.get(unhurried + "/sparql", params={"query": f"SELECT ?x {{ BIND({number} AS ?x) }}"})
            assert fresh.status_code == 200
        # It would go on for ever: had anybody waited for it, so would this test.
        assert not slow.answered()
    until(lambda: gauge(unhurried, "slow") == 0)


def test_row_27_results_keep_what_they_are_made_of(limited: str) -> None:
    empty = ask(limited, "SELECT ?x ?y { <urn:nothing> ?x ?y }").json()
    assert empty == {"head": {"vars": ["x", "y"]}, "results": {"bindings": []}}
    kept = ask(limited, "SELECT ?x ?y { VALUES (?x ?y) { ('chat'@fr 1) ('2021'^^xsd:gYear UNDEF) } }").json()[
        "results"
    ]["bindings"]
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert kept[0]["x"] == {"type": "literal", "value": "chat", "xml:lang": "fr"}
    assert kept[0]["y"] == {"type": "literal", "value": "1", "datatype": xsd + "integer"}
    assert kept[1] == {"x": {"type": "literal", "value": "2021", "datatype": xsd + "gYear"}}
    blank = ask(limited, "SELECT ?x ?y { BIND(BNODE() AS ?x) BIND(?x AS ?y) }").json()["results"]["bindings"][0]
    assert blank["x"] == blank["y"]
    assert blank["x"]["type"] == "bnode"


def test_a_path_prefix_and_the_public_address(home: Path) -> None:
    server = Server(home, SEEDLINE_PUBLIC_URL="https://data.example/seedline", SEEDLINE_LOG="off")
    try:
        for path in ("/sparql", "/seedline/sparql"):
            assert values(httpx.get(server.url + path, params={"query": ONE})) == ["a", "b"]
        described = httpx.get(server.url + "/seedline/sparql").text
        assert "https://data.example/seedline/sparql" in described
    finally:
        server.stop()
