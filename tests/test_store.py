"""Queries: answers, datasets, and what is refused."""

from __future__ import annotations

import csv
import io
import socket
import threading
import xml.etree.ElementTree as ElementTree

import pyoxigraph as ox
import pytest
from pyoxigraph import DefaultGraph, NamedNode

from seedline.errors import InputError, NotReadOnly, NotWritable, QueryFailed, QuerySyntaxError
from seedline.store import Snapshot, Store
from seedline.store.results import GRAPH_FORMATS, ROW_FORMATS


def test_a_syntax_error_has_line_and_column(harbour: Snapshot) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        harbour.store.query("SELECT *\n{ ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 9)


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "# comment\nPREFIX x: <urn:x#>\nDELETE WHERE { ?s ?p ?o }",
        "LOAD <http://example.org/a.ttl>",
        "base <urn:x> clear all",
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused_and_change_nothing(harbour: Snapshot, update: str) -> None:
    before = len(harbour.store)
    with pytest.raises(NotReadOnly):
        harbour.store.query(update)
    assert len(harbour.store) == before


def test_service_reaches_no_network() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.5)
        reached = threading.Event()

        def accept() -> None:
            try:
                listener.accept()
                reached.set()
            except TimeoutError:
                pass

        waiter = threading.Thread(target=accept)
        waiter.start()
        port = listener.getsockname()[1]
        for query in (
            f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ service silent\n<http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ BIND(<http://127.0.0.1:{port}/> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
            f"SELECT * {{ FILTER(1<2)SERVICE<http://127.0.0.1:{port}/>{{ ?s ?p ?o }} }}",
        ):
            with pytest.raises((InputError, QuerySyntaxError)):
                list(Store.of([]).query(query).rows())
        for graph in (
            f"SELECT * FROM <http://127.0.0.1:{port}/> {{ ?s ?p ?o }}",
            f"SELECT * {{ GRAPH <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
        ):
            assert list(Store.of([]).query(graph).rows()) == []
        waiter.join()
        assert not reached.is_set()


def test_an_unknown_graph_of_the_protocol_is_empty(harbour: Snapshot) -> None:
    assert not harbour.store.query("ASK { ?s ?p ?o }", default_graphs=["urn:nowhere"])
    assert not harbour.store.query("ASK { GRAPH ?g { ?s ?p ?o } }", named_graphs=["urn:nowhere"])
    with pytest.raises(QuerySyntaxError, match="no absolute IRI"):
        harbour.store.query("ASK { ?s ?p ?o }", default_graphs=["no iri"])


def test_a_function_that_nobody_knows_is_unbound(harbour: Snapshot) -> None:
    def rows(query: str) -> list[tuple[str | None, ...]]:
        return list(harbour.store.query(query).rows())

    assert rows("SELECT (<urn:f>(1) AS ?x) (COALESCE(<urn:g>(?x), 7) AS ?y) {}") == [(None, "7")]
    assert rows("SELECT * { BIND(1 AS ?x) FILTER(<urn:f>(?x)) }") == []
    assert rows("SELECT (COUNT(*) AS ?n) { ?s a sl:SeedProject FILTER(!BOUND(?x) || <urn:f>(?s)) }") == [("1",)]
    calls = " ".join(f"(<urn:f{number}>(1) AS ?x{number})" for number in range(100))
    with pytest.raises(QueryFailed, match="not supported"):
        rows(f"SELECT {calls} {{}}")


@pytest.mark.parametrize(
    ("query", "place", "said"),
    [
        ("SELECT * { ?s foo:b ?o }", (1, 15), "the prefix foo: is not declared; known without PREFIX are "),
        ("PREFIX a: <urn:a>\nSELECT * {\n  ?s a:b ?o ; b:c 1 }", (3, 15), "the prefix b: is not declared"),
        ("SELECT (NOSUCH(1) AS ?x) {}", (1, 9), "there is no function NOSUCH"),
        ("SELEC * {}", (1, 1), "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE; found 'SELEC'"),
        ("# nothing\nPREFIX a: <urn:a>", (2, 18), "there is none"),
        ("SELECT * { ?s ?p 'open }", (1, 18), "a string begins here"),
        ("SELECT * { ?s ?p ?o ", (1, 10), "{ begins here and is not closed"),
        ("SELECT * {\n ?s ?p (1 2 }", (2, 13), "} closes nothing"),
        ("SELECT *\n{ ?s ?p }", (2, 9), "'}' is not expected here"),
        ("SELECT ?x ?x { ?x ?y ?z }", None, "SELECT names a variable twice"),
        ("SELECT (COUNT(?a) AS ?n) ?b { ?a ?b ?c }", None, "neither in GROUP BY"),
        ("SELECT * { ?s <rel> ?o }", None, "relative"),
        ("ASK { ?s ?p ?o } LIMIT x", (1, 24), "'x' is not expected here"),
    ],
)
def test_a_querys_error_is_one_sentence_with_the_words_own_place(
    harbour: Snapshot, query: str, place: tuple[int, int] | None, said: str
) -> None:
    with pytest.raises(QuerySyntaxError) as error:
        harbour.store.query(query)
    told = str(error.value)
    assert said in told
    assert "expected one of" not in told
    assert len(told) < 500
    if place is not None:
        assert (error.value.line, error.value.column) == place


_CONTROL = "bell \x07 and vt \x0b and nul \x00 end"
_TERMS = [
    _CONTROL, "\ufffe \uffff", "emoji \U0001f468", "line\nbreak\rand\ttab", "<&>\"'", "]]>", "-->", " ", "", "\u2028", "a" * 70_000 + "\x01"
]  # fmt: skip


@pytest.mark.parametrize("text", _TERMS)
@pytest.mark.parametrize("predicate", ["urn:p", "urn:p/", "http://example.org/1", "http://example.org/x#", "urn:ü"])
def test_what_is_written_can_be_read_back_or_is_refused(text: str, predicate: str) -> None:
    quad = ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode(predicate), ox.Literal(text))
    store = Store.of([quad])
    for format_, kind in ROW_FORMATS.items():
        try:
            written = store.query("SELECT ?s ?p ?o { ?s ?p ?o }").serialise(format_)
        except NotWritable:
            assert format_ == "xml"
            continue
        if format_ == "csv":
            assert [row[2] for row in csv.reader(io.StringIO(written.decode(), newline=""))][1:] == [text]
        else:
            # XML turns a carriage return into a line break, as its section 2.11 says.
            (row,) = ox.parse_query_results(written, format=kind)
            assert row["o"].value.replace("\r", "\n") == text.replace("\r", "\n")
        if format_ == "xml":
            ElementTree.fromstring(written)
    for format_, graph_kind in GRAPH_FORMATS.items():
        try:
            written = store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }").serialise(format_)
        except NotWritable:
            assert format_ == "rdf"
            continue
        (read,) = ox.parse(written, format=graph_kind)
        assert (read.predicate, read.object.value.replace("\r", "\n")) == (quad.predicate, text.replace("\r", "\n"))
        if format_ == "rdf":
            ElementTree.fromstring(written)


def test_triple_terms_are_refused_as_json_ld_and_written_as_turtle() -> None:
    inner = ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("c"))
    store = Store.of([ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), inner)])
    construct = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
    with pytest.raises(NotWritable, match="JSON-LD"):
        store.query(construct).serialise("jsonld")
    assert next(iter(ox.parse(store.query(construct).serialise("ttl"), format=ox.RdfFormat.TURTLE))).object == inner


def test_each_source_has_its_graph(harbour: Snapshot) -> None:
    assert [name.rsplit("/graph/")[-1] for name in harbour.store.graphs()] == [
        "derived",
        "meta",
        "ontology",
        "source/harbour",
        "source/seedline",
    ]
    ours = ["https://w3id.org/seedline/graph/source/seedline"]
    assert harbour.store.query("ASK { ?x a sl:Reading ; sl:dimension dim:morePlaces }", default_graphs=ours)
    assert not harbour.store.query("ASK { ?x a sl:Step }", default_graphs=ours)
    theirs = ["https://w3id.org/seedline/graph/source/harbour"]
    assert not harbour.store.query("ASK { ?x sl:summary ?y }", default_graphs=theirs)
    assert harbour.store.query("ASK { ?x a sl:Step }", default_graphs=theirs)


@pytest.mark.parametrize("format_", ["json", "xml", "csv", "tsv"])
def test_an_answer_is_written_in_every_format(harbour: Snapshot, format_: str) -> None:
    written = harbour.store.query("SELECT ?l { id:course-book rdfs:label ?l }").serialise(format_)
    assert b"Course book" in written


def test_an_answer_has_no_format_of_another_kind(harbour: Snapshot) -> None:
    with pytest.raises(InputError, match="no format 'ttl'"):
        harbour.store.query("SELECT ?l { ?x rdfs:label ?l }").serialise("ttl")


def test_a_copy_in_memory_finds_the_default_graph_first(harbour: Snapshot) -> None:
    """Else a query with a LIMIT passes by every named graph's quads before it finds one."""
    copy = harbour.store.in_memory()
    assert len(copy) == len(harbour.store)
    assert copy.graphs() == harbour.store.graphs()
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    graphs = [isinstance(quad.graph_name, DefaultGraph) for quad in copy.everywhere(None, label, None)]
    count = sum(graphs)
    assert 0 < count < len(graphs)
    assert all(graphs[:count])
