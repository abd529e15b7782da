"""Queries: answers, datasets, and what is refused."""

from __future__ import annotations

import socket
import threading

import pytest
from pyoxigraph import DefaultGraph, NamedNode

from seedline.errors import InputError, NotReadOnly, QuerySyntaxError, UnknownGraph
from seedline.store import Snapshot, Store


def test_a_syntax_error_has_line_and_column(harbour: Snapshot) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        harbour.store.query("SELECT *\n{ ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 10)


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


def test_an_unknown_graph_of_the_protocol_is_named(harbour: Snapshot) -> None:
    with pytest.raises(UnknownGraph, match="urn:nowhere"):
        harbour.store.query("ASK { ?s ?p ?o }", default_graphs=["urn:nowhere"])


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
