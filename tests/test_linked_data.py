"""Every IRI leads somewhere, in every form; what comes back begins with what was asked for and can be read back."""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from seedline.document.terms import file_rdf
from seedline.errors import InputError
from seedline.pipeline import build, dump
from seedline.store import Home, Snapshot
from seedline.triples import DEFAULT_BASE, DefaultGraph, Literal, NamedNode, Quad, serialise, term
from seedline.views.tracer import Tracer
from seedline_ontology import SCHEME, SL
from tests.conftest import Server

FORMS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
OTHER_NAMES = ("application/xml", "text/xml", "text/n3", "application/x-turtle", "text/plain", "application/json")
DOORS = (
    "/id/CT.0921",
    "/id/CT.0921/step/crest-programme",
    "/id/dataset",
    "/scheme/status",
    "/scheme/status/launched",
    "/graph/source/booklet",
    "/graph/meta",
    "/skolem/ontology/seedline/0",
    "/ontology",
    "/shapes",
)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of somebody's data, whose IRIs hold what may stand in one."""
    folder = tmp_path_factory.mktemp("odd")
    names = ("a%20b", "x?y=1", "日本", "q&r", "plain.ttl", "a%2Fb")
    lines = [
        f'<{DEFAULT_BASE}id/{name}> <http://www.w3.org/2000/01/rdf-schema#label> "name {name}" .' for name in names
    ]
    lines.append('<http://e.org/%41?b=c#d> <http://www.w3.org/2000/01/rdf-schema#label> "elsewhere" .')
    lines.append('<> <http://e.org/p> <#part> . <#part> <http://e.org/p> "a part" .')
    (folder / "odd.ttl").write_text("\n".join(lines), "utf-8")
    build([str(folder / "odd.ttl")], home=folder / "home")
    server = Server(folder / "home")
    yield server
    server.stop()


def get(server: str, path: str, accept: str) -> httpx.Response:
    return httpx.get(server + path, headers={"accept": accept}, follow_redirects=True, timeout=60)


def triples(answer: httpx.Response, form: ox.RdfFormat) -> set[tuple[str, str, str]]:
    return {(str(q.subject), str(q.predicate), str(q.object)) for q in ox.parse(answer.content, format=form)}


@pytest.mark.parametrize("path", DOORS)
def test_every_form_says_the_same(server: str, path: str) -> None:
    found = {}
    for media, form in FORMS.items():
        answer = get(server, path, media)
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, media)
        assert len(answer.history) <= 2
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["etag"]
        found[media] = triples(answer, form)
    named = [{t for t in told if "_:" not in "".join(t)} for told in found.values()]
    assert named[0]
    assert all(each == named[0] for each in named)
    assert len({len(told) for told in found.values()}) == 1
    assert get(server, path, "text/html").status_code == 200


@pytest.mark.parametrize("media", OTHER_NAMES)
def test_other_names_of_forms_are_honoured(server: str, media: str) -> None:
    for path in ("/doc/crest", "/ontology", "/doc?iri=" + quote(f"{SCHEME}status")):
        answer = get(server, path, media)
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, media)
    assert get(server, "/id/crest", media).status_code == 200


def test_turtle_begins_with_the_thing_and_has_the_prefixes_that_it_uses(server: str) -> None:
    text = get(server, "/id/crest", "text/turtle").text
    prefixes = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)
    body = text.split("\n", len(prefixes))[-1]
    assert body.startswith("id:crest ")
    assert all(prefix in body for prefix in prefixes)


def test_json_ld_has_short_words_and_needs_no_other_server(server: str) -> None:
    answer = get(server, "/id/crest", "application/ld+json")
    told = answer.json()
    first = told["@graph"][0]
    assert (first["@id"], first["label"]) == ("id:crest", "CREST programme")
    assert "Programme" in first["@type"]
    served = httpx.get(server + "/context.jsonld").json()["@context"]
    assert all(word in served for word in told["@context"] if not word.startswith("@"))


def test_values_of_every_kind_come_back_from_json_ld() -> None:
    node = NamedNode("urn:a")
    values = [
        *(
            Literal("x"),
            Literal("x", language="fr"),
            Literal("x", language="en"),
            Literal("1", datatype=term("xsd:decimal")),
        ),
        *(
            Literal("2020", datatype=term("xsd:gYear")),
            NamedNode("urn:b"),
            NamedNode(SL + "amount"),
            Literal("true", datatype=term("xsd:boolean")),
        ),
    ]
    words = ("rdfs:label", "sl:amount", "sl:about", "sl:asOf", "rdf:type", "sl:relation", "dcterms:title", "rdf:value")
    quads = {
        Quad(node, term(word), value, DefaultGraph())
        for word in words
        for value in values
        if word != "rdf:type" or isinstance(value, NamedNode)
    }
    assert set(ox.parse(serialise(quads, "jsonld"), format=ox.RdfFormat.JSON_LD)) == quads


def test_the_ontology_page_tells_every_term(server: str) -> None:
    page = get(server, "/ontology?lang=fr", "text/html").text
    turtle = ox.parse(file_rdf("ontology", "ttl"), format=ox.RdfFormat.TURTLE)
    terms = {
        q.subject.value.removeprefix(SL)
        for q in turtle
        if isinstance(q.subject, NamedNode) and q.subject.value.startswith(SL)
    }
    assert len(terms) > 200
    assert [name for name in terms if f'<dt id="{name}">' not in page] == []
    assert "exemple de requête" in page


def test_scripts_of_other_origins_may_read_the_data_and_no_page(server: str) -> None:
    for path in (
        "/api/versions",
        "/api/schema/lineage.json",
        "/api/lineages",
        "/api/search?q=a",
        "/view/lineage/CT.0921.svg",
        "/doc/crest.ttl",
    ):
        asked = httpx.request(
            "OPTIONS", server + path,
            headers={"origin": "https://a.example", "access-control-request-method": "GET", "access-control-request-headers": "if-none-match"},
        )  # fmt: skip
        assert asked.status_code == 204
        for name in ("If-None-Match", "X-Requested-With", "Cache-Control"):
            assert name in asked.headers["access-control-allow-headers"]
        answer = httpx.get(server + path, headers={"origin": "https://a.example"}, timeout=60)
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "ETag" in answer.headers["access-control-expose-headers"]
        assert answer.headers["seedline-version"]
        again = httpx.get(server + path, headers={"if-none-match": answer.headers["etag"]}, timeout=60)
        assert again.status_code == 304
    # What an answer lets scripts read, a preflight lets them ask for.
    for path in (
        "/shapes",
        "/questions/figures.json",
        "/explore.json",
        "/organisations.csv",
        "/feed.atom",
        "/openapi.json",
    ):
        asked = httpx.request(
            "OPTIONS", server + path,
            headers={"origin": "https://a.example", "access-control-request-method": "GET", "access-control-request-headers": "x-requested-with"},
        )  # fmt: skip
        assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (204, "*"), path
        answer = httpx.get(server + path, headers={"origin": "https://a.example"}, timeout=60)
        assert answer.headers["access-control-allow-origin"] == "*", path
        assert "Seedline-Version" in answer.headers["access-control-expose-headers"], path
    for path in ("/", "/explore", "/view/lineage/CT.0921"):
        answer = httpx.get(server + path, headers={"origin": "https://a.example", "accept": "text/html"}, timeout=60)
        assert "access-control-allow-origin" not in answer.headers
    assert httpx.request("OPTIONS", server + "/pin").headers.get("access-control-allow-methods") is None


def iris(snapshot: Snapshot) -> list[str]:
    spaces = (snapshot.base, SL, SCHEME)
    found = set()
    for quad in snapshot.store.everywhere():
        for node in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(node, NamedNode) and node.value.startswith(spaces):
                found.add(node.value.partition("#")[0] if "ontology#" in node.value else node.value)
    return sorted(found)


def crawled(server: str, snapshot: Snapshot, step: int) -> list[str]:
    dead = []
    with httpx.Client(follow_redirects=True, timeout=60, max_redirects=2) as client:
        for number, iri in enumerate(iris(snapshot)[::step]):
            path = iri.removeprefix(DEFAULT_BASE)
            accept = ("text/html", *FORMS)[number % 7]
            answer = client.get(f"{server}/{path}", headers={"accept": accept})
            if answer.status_code != 200:
                dead.append(f"{answer.status_code} {iri} ({accept})")
    return dead


def test_the_version_of_the_ontology_leads_to_it(server: str, snapshot: Snapshot) -> None:
    ((version,),) = snapshot.store.query("SELECT ?v { ?o <http://www.w3.org/2002/07/owl#versionIRI> ?v }").rows()
    assert get(server, "/" + str(version).removeprefix(DEFAULT_BASE), "text/turtle").url.path == "/ontology"
    assert get(server, "/ontology/1999-01-01", "text/turtle").status_code == 404


def test_no_iri_is_dead(server: str, home: Path) -> None:
    assert crawled(server, Home(home).current(), 60) == []


@pytest.mark.soak
def test_no_iri_at_all_is_dead(server: str, home: Path) -> None:
    assert crawled(server, Home(home).current(), 1) == []


@pytest.mark.parametrize("name", ["a%20b", "x?y=1", "日本", "q&r", "plain.ttl", "a%2Fb"])
def test_an_odd_iri_is_found_at_its_own_address_and_from_links(odd: Server, name: str) -> None:
    for accept in ("text/turtle", "text/html"):
        answer = get(odd.url, f"/id/{name}", accept)
        assert answer.status_code == 200
        assert (
            json.dumps(f"name {name}", ensure_ascii=False).strip('"').replace("&", "&amp;" if "html" in accept else "&")
            in answer.text
        )
    page = get(odd.url, f"/doc?iri={quote(f'{DEFAULT_BASE}id/{name}', safe='')}", "text/html")
    assert page.status_code == 200
    # Its own links lead to it too, in every language and form.
    for link in re.findall(r'href="(/doc[^"]*)"', page.text):
        assert get(odd.url, html.unescape(link), "text/html").status_code == 200, link


def test_an_odd_iri_of_others_is_found(odd: Server) -> None:
    answer = get(odd.url, "/doc?iri=" + quote("http://e.org/%41?b=c#d", safe=""), "text/html")
    assert "elsewhere" in answer.text
    assert get(odd.url, "/id/file/odd.ttl", "text/turtle").text.count("a part") == 1


def test_the_description_of_the_data_is_true_and_in_the_default_graph(snapshot: Snapshot) -> None:
    def ask(query: str) -> list[tuple[str | None, ...]]:
        spaces = (
            "PREFIX void: <http://rdfs.org/ns/void#> PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
        )
        return list(snapshot.store.query(spaces + query).rows())

    dataset = f"<{snapshot.base}id/dataset>"
    assert ask(f"SELECT ?n {{ {dataset} void:triples ?n }}") == ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert ask(f"SELECT ?n {{ {dataset} void:distinctSubjects ?n }}") == ask(
        "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"
    )
    graphs = "?g a sd:NamedGraph ; void:triples ?n . GRAPH ?g { ?s ?p ?o }"
    told = ask(f"SELECT ?g ?n (COUNT(*) AS ?m) {{ {graphs} }} GROUP BY ?g ?n")
    assert len(told) == len(snapshot.store.graphs())
    assert all(n == m for _, n, m in told)
    for part, counted in (
        ("void:classPartition [ void:class ?c ; void:entities ?n ]", "?s a ?c"),
        ("void:propertyPartition [ void:property ?c ; void:triples ?n ]", "?s ?c ?o"),
    ):
        told = ask(f"SELECT ?c ?n (COUNT(*) AS ?m) {{ {dataset} {part} . {counted} }} GROUP BY ?c ?n")
        assert len(told) > 20
        assert all(n == m for _, n, m in told)
    within = "void:classPartition [ void:class ?c ; void:propertyPartition [ void:property ?p ; void:triples ?n ] ]"
    told = ask(f"SELECT ?c ?p ?n (COUNT(*) AS ?m) {{ {dataset} {within} . ?s a ?c ; ?p ?o }} GROUP BY ?c ?p ?n")
    assert len(told) > 200
    assert all(n == m for *_, n, m in told)
    of = "void:classPartition [ void:class ?c ; void:propertyPartition [ void:property ?p ; "
    for nested, values in (
        ("void:classPartition [ void:class ?d ; void:triples ?n ] ] ]", "?o a ?d"),
        (
            "<http://ldf.fi/void-ext#datatypePartition> [ <http://ldf.fi/void-ext#datatype> ?d ; void:triples ?n ] ] ]",
            "FILTER(DATATYPE(?o) = ?d)",
        ),
    ):
        told = ask(
            f"SELECT ?c ?p ?d ?n (COUNT(*) AS ?m) {{ {dataset} {of}{nested} . ?s a ?c ; ?p ?o . {values} }} GROUP BY ?c ?p ?d ?n"
        )
        assert len(told) > 100
        assert all(n == m for *_, n, m in told), [row for row in told if row[-1] != row[-2]][:5]
    # By hand: a step leads to a programme, and its summary is a text in a language.
    for c, p, d in (("sl:Step", "sl:to", "sl:Programme"), ("sl:Step", "sl:summary", "rdf:langString")):
        kind = "<http://ldf.fi/void-ext#datatype>" if d.startswith("rdf:") else "void:class"
        assert ask(f"SELECT ?x {{ ?x {kind} {d} . ?q ?any ?x ; void:property {p} . ?k ?of ?q ; void:class {c} }}")


def test_every_iri_of_ours_has_a_label(shipped: Tracer) -> None:
    """A skolem IRI is none: it stands for a node that its source gives no name."""
    unnamed = shipped.snapshot.store.query(
        f"""SELECT DISTINCT ?s {{ ?s ?p ?o
          FILTER(STRSTARTS(STR(?s), "{DEFAULT_BASE}") && !STRSTARTS(STR(?s), "{DEFAULT_BASE}skolem/"))
          FILTER NOT EXISTS {{ ?s rdfs:label ?label }}
          FILTER NOT EXISTS {{ ?s a skos:Concept ; skos:prefLabel ?label }} }}"""
    )
    assert sorted(str(row[0]) for row in unnamed.rows()) == []


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("id/evidence/booklet/22122-22222", "booklet, 377–378"),
        ("id/evidence/booklet/22122-22222#selector", "booklet, 377–378 (22122–22222)"),
        ("id/evidence/idf-registry/idf-registry-iom-int-project-upholding-rights-migrant-workers-special-eco-d47457", "CT.0921, iom.int"),
        ("id/evidence/wikipedia-pt/idf-registry-links-wikipedia", "pt.wikipedia.org/wiki/MigraCidades"),
        ("id/source/booklet", "Scaling Up from Seed Funding"),
        ("id/CT.0921/total/USD/secured", "CT.0921, USD: secured"),
        ("id/CT.0921/total/USD/left-out/CT.0921-private", "CT.0921, USD: CT.0921-private"),
        ("id/dataset/distribution/nq", "data.nq.gz: every named graph"),
        ("id/prefix/sl", "sl"),
        ("scheme/status", "Step status"),
        ("shapes#SeedMoneyShape", "Seed money (shape)"),
    ],
)  # fmt: skip
def test_what_no_case_file_names_is_named_by_what_is_known_of_it(shipped: Tracer, path: str, label: str) -> None:
    rows = shipped.snapshot.store.query(
        f"SELECT ?l {{ <{DEFAULT_BASE}{path}> rdfs:label ?l FILTER(LANG(?l) IN ('', 'en')) }}"
    ).rows()
    assert [row[0] for row in rows] == [label]


def test_the_parts_of_the_description_are_named_by_class_and_property(shipped: Tracer) -> None:
    rows = shipped.snapshot.store.query(
        """PREFIX void: <http://rdfs.org/ns/void#> SELECT ?class ?part ?property {
          ?d void:classPartition ?c . ?c void:class sl:Step ; rdfs:label ?class ; void:propertyPartition ?p .
          ?p void:property sl:relation ; rdfs:label ?part .
          ?d void:propertyPartition ?q . ?q void:property sl:relation ; rdfs:label ?property }"""
    ).rows()
    assert list(rows) == [("Step", "Step: relation", "relation")]


def test_a_page_that_its_own_file_names_keeps_that_name(tmp_path: Path) -> None:
    """What one file names another may not: the name of ours stays beside that of a stranger."""
    (tmp_path / "pages.ttl").write_text(
        f"""@prefix sl: <{SL}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix : <http://e.org/> .
        :named a sl:WebPage ; rdfs:label "The annual report" ; sl:url <http://e.org/r> ; <http://www.w3.org/ns/oa#hasSource> :s ; sl:seen "2026-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .
        :other a sl:WebPage ; sl:url <https://www.e.org/a/b/> ; <http://www.w3.org/ns/oa#hasSource> :s ; sl:seen "2026-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .
        """, "utf-8"
    )  # fmt: skip
    (tmp_path / "names.ttl").write_text(
        '<http://e.org/other> <http://www.w3.org/2000/01/rdf-schema#label> "Not this" .', "utf-8"
    )
    store = build([str(tmp_path)], home=tmp_path / "home").store
    rows = store.query("SELECT ?s ?l { ?s a sl:WebPage ; rdfs:label ?l } ORDER BY ?s ?l").rows()
    assert list(rows) == [
        ("http://e.org/named", "The annual report"),
        ("http://e.org/other", "Not this"),
        ("http://e.org/other", "e.org/a/b"),
    ]


def test_the_whole_data_can_be_taken_away(server: str, snapshot: Snapshot) -> None:
    quads = set()
    for ending, form in (("nq", ox.RdfFormat.N_QUADS), ("ttl", ox.RdfFormat.TURTLE)):
        answer = httpx.get(f"{server}/data.{ending}.gz")
        assert answer.headers["seedline-version"] == snapshot.version
        digest, _, name = httpx.get(f"{server}/data.{ending}.gz.sha256").text.strip().partition("  ")
        assert (hashlib.sha256(answer.content).hexdigest(), f"seedline.{ending}.gz") == (digest, name)
        quads |= set(ox.parse(gzip.decompress(answer.content), format=form))
    assert quads == set(snapshot.store.everywhere())
    # Where it stood before.
    old = httpx.get(f"{server}/download/seedline.nq.gz.sha256")
    assert old.status_code == 301 and old.headers["location"] == "/data.nq.gz.sha256"
    assert httpx.get(f"{server}/download/other.nq.gz").status_code == 404
    # The data say where it is.
    dumps = {row[0] for row in snapshot.store.query("SELECT ?f { ?d <http://rdfs.org/ns/void#dataDump> ?f }").rows()}
    assert dumps == {f"{DEFAULT_BASE}data.{ending}.gz" for ending in ("nq", "ttl")}


def test_a_dump_has_equal_bytes_each_time(snapshot: Snapshot, tmp_path: Path) -> None:
    digests = {dump(snapshot.store, tmp_path / name) for name in ("a.nq", "b.nq")}
    assert len(digests) == 1
    assert (
        len((tmp_path / "a.nq").read_bytes().splitlines())
        == snapshot.manifest["counts"]["quads"] - snapshot.manifest["counts"]["defaultGraph"]
    )
    with pytest.raises(InputError, match=r"ends in \.nq or \.ttl"):
        dump(snapshot.store, tmp_path / "a.csv")


def test_values_of_the_catalogue_say_what_they_are(snapshot: Snapshot) -> None:
    """DCAT-AP 3.0.1 was valid against its own shapes and ranges; this holds the ranges that were not met before."""
    for property_, class_ in (
        ("dcterms:publisher", "foaf:Agent"),
        ("dcterms:creator", "foaf:Agent"),
        ("<http://www.w3.org/ns/dcat#distribution>", "<http://www.w3.org/ns/dcat#Distribution>"),
        ("<http://www.w3.org/ns/dcat#mediaType>", "dcterms:MediaType"),
        ("<http://www.w3.org/ns/dcat#compressFormat>", "dcterms:MediaType"),
    ):
        told = f"SELECT ?v {{ ?x a ?k . VALUES ?k {{ <http://www.w3.org/ns/dcat#Dataset> <http://www.w3.org/ns/dcat#Distribution> }} ?x {property_} ?v"
        assert list(snapshot.store.query(told + " }").rows())
        assert list(snapshot.store.query(f"{told} FILTER NOT EXISTS {{ ?v a {class_} }} }}").rows()) == []


def test_the_start_page_of_other_data_says_what_is_here(tmp_path: Path) -> None:
    path = tmp_path / "fish.ttl"
    path.write_text(
        "@prefix e: <http://e.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "e:b1 a e:Boat . e:b2 a e:Boat . e:Boat rdfs:label 'Fishing boat'@en, 'Bateau de pêche'@fr .", "utf-8"
    )  # fmt: skip
    build([str(path)], home=tmp_path / "home")
    running = Server(tmp_path / "home")
    try:
        page = get(running.url, "/?lang=fr", "text/html")
        assert page.status_code == 200
        assert 'Bateau de pêche</a> <span class="grey">2</span>' in page.text
        assert "fish.ttl : Turtle, 4 énoncés sur 3 éléments" in page.text.replace("\u00a0", " ")
        assert "Fund" not in get(running.url, "/", "text/html").text.partition("<main")[2].partition("</main>")[0]
        boat = get(running.url, "/doc?iri=" + quote("http://e.org/Boat"), "text/html").text
        for text in (page.text, boat, get(running.url, "/versions", "text/html").text):
            assert "1970" not in text
            assert "CC BY" not in text
        assert "in our words" not in boat
        # Its forms have addresses that a link can name.
        (form,) = re.findall(r'<p><a href="([^"]*format=ttl)"', boat.replace("&amp;", "&"))
        told = httpx.get(running.url + form)
        assert (told.headers["content-type"].partition(";")[0], "Bateau" in told.text) == ("text/turtle", True)
        # Nobody stated a licence, a publisher or a date.
        described = triples(get(running.url, "/id/dataset", "text/turtle"), ox.RdfFormat.TURTLE)
        said = {p.rpartition("/")[2] for s, p, _ in described if s == f"<{DEFAULT_BASE}id/dataset>"}
        assert said & {"license>", "publisher>", "creator>", "issued>"} == set()
        assert ("title>", '"Data in Seedline: fish"@en') in {(p.rpartition("/")[2], o) for _, p, o in described}
    finally:
        running.stop()
