"""What people take away, in the libraries they know."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import networkx as nx
import pytest
import rdflib

from seedline.errors import InputError, NotFound
from seedline.kg import KnowledgeGraph, open_graph


@pytest.fixture(scope="module")
def graph(home: Path) -> KnowledgeGraph:
    return open_graph(home)


def test_a_lineage_is_a_networkx_graph(graph: KnowledgeGraph) -> None:
    made = graph.lineage("CT.0921").graph()
    assert isinstance(made, nx.MultiDiGraph)
    assert (made.number_of_nodes(), made.number_of_edges()) == (7, 6)
    base = "https://w3id.org/seedline/id/"
    assert nx.has_path(made, base + "CT.0921", base + "crest")
    data = made[base + "crest-framework"][base + "crest"]
    assert {edge["relation"] for edge in data.values()} == {"scaledInto"}


def test_tables_keep_text_text_and_amounts_exact(graph: KnowledgeGraph) -> None:
    view = graph.lineage("CT.0921")
    money = view.money()
    counted = money[money["counted"]]
    assert sum(counted["amount"]) == Decimal("14500000")
    assert set(money[~money["counted"]]["reason"].str[:12]) == {"not followed"}
    assert len(view.table()) == 6
    assert view.table()["places"].str.contains("booklet, line").all()
    assert len(view.evidence()) >= 12
    assert view.evidence()["sha256"].str.len().eq(64).all()


def test_the_booklets_view_and_what_is_not_there(graph: KnowledgeGraph) -> None:
    assert graph.lineage("CT.0921", sources=["booklet"], as_of="2021-10").document["money"][0]["leverage"] == "48.3"
    assert "at least USD 14.5 million" in graph.lineage("CT.0921").summary
    with pytest.raises(NotFound):
        graph.lineage("nobody")


def test_rdf_is_the_same_triples(graph: KnowledgeGraph) -> None:
    made = graph.rdf(source="booklet")
    assert isinstance(made, rdflib.Graph)
    (row,) = made.query("SELECT (SUM(?a) AS ?sum) { ?c sl:recipient id:crest ; sl:amount ?a }")
    assert str(row[0]) == "14500000"
    assert len(made) < len(graph.rdf())


def test_rows_and_selections(graph: KnowledgeGraph) -> None:
    rows = graph.query("SELECT ?ratio { ?t sl:totalOf id:CT.0921 ; sl:ratio ?ratio }")
    assert rows == [{"ratio": "48.3"}]
    assert len(graph.select("+crest")) == 3
    with pytest.raises(InputError):
        graph.query("ASK { ?s ?p ?o }")


def test_a_notebook_gets_svg_png_and_text_at_once(graph: KnowledgeGraph) -> None:
    bundle = graph.lineage("CT.0921")._repr_mimebundle_()
    assert str(bundle["image/svg+xml"]).startswith("<svg")
    assert bytes(bundle["image/png"])[:4] == b"\x89PNG"  # type: ignore[arg-type]
    assert "14.5 million" in str(bundle["text/plain"])
