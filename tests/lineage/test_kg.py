"""What people take away: graph, tables, statements, picture."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import networkx as nx
import pytest

from seedline import kg
from seedline.errors import NotFound, SeedlineError
from seedline.kg import KnowledgeGraph


@pytest.fixture(scope="module")
def graph(home: Path) -> KnowledgeGraph:
    return kg.open(home)


def test_a_lineage_is_a_networkx_graph(graph: KnowledgeGraph) -> None:
    made = graph.lineage("CT.0921").graph()
    base = f"{graph.snapshot.base}id/"
    assert made.nodes[base + "crest"]["stage"] == "followed"
    ways = list(nx.all_simple_paths(made, base + "CT.0921", base + "crest"))
    assert ways == [[base + "CT.0921", base + "crest-framework", base + "crest"]]
    assert {data["relation"] for _, _, data in made.edges(data=True)} == {"produced", "builtOn", "scaledInto"}


def test_money_is_exact_and_says_what_counts(graph: KnowledgeGraph) -> None:
    money = graph.lineage("CT.0921").money()
    assert sum(money[money.part == "followOn"].amount) == Decimal("14500000")
    assert list(money[money.part == "seed"].amount) == [Decimal(300000)]
    assert money[money.part == "leftOut"].reason.notna().all()


def test_steps_and_evidence_as_tables(graph: KnowledgeGraph) -> None:
    crest = graph.lineage("CT.0921")
    assert len(crest.table()) == len(crest.json["edges"]) == 6
    evidence = crest.evidence()
    assert set(evidence.source) == {"booklet"}
    assert evidence.first_line.notna().all() and (evidence.first_line <= evidence.last_line).all()
    assert crest.summary in " ".join(str(crest).split())
    assert crest._repr_mimebundle_()["image/svg+xml"].lstrip().startswith(("<?xml", "<svg"))


def test_statements_as_rdflib(graph: KnowledgeGraph) -> None:
    whole, shown = graph.rdf(), graph.lineage("CT.0921").rdf()
    assert len(whole) == graph.snapshot.manifest["counts"]["defaultGraph"]
    assert 100 < len(shown) < len(whole) and not set(shown) - set(whole)
    assert len(graph.rdf("booklet")) < len(whole)
    asked = graph.sparql("SELECT ?seed ?title { ?seed a sl:SeedProject OPTIONAL { ?seed dcterms:title ?title } }")
    assert list(asked.columns) == ["seed", "title"] and len(asked) == graph.snapshot.manifest["counts"]["seedProject"]


def test_a_view_of_a_date_a_selection_ways_and_the_whole(graph: KnowledgeGraph) -> None:
    assert len(graph.lineage("crest", as_of="2017-12").table()) == 1
    assert graph.select("CT.0921+,kind:programme") == [f"{graph.snapshot.base}id/crest"]
    assert len(graph.paths("CT.0921", "crest")["paths"]) == 1
    assert graph.graph().number_of_edges() == graph.snapshot.manifest["counts"]["step"]
    assert graph.top("USD", 1).seed[0] == "CT.0921"
    with pytest.raises(NotFound):
        graph.lineage("nobody")


def test_without_pandas_it_says_what_to_install(graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(SeedlineError, match="notebook"):
        graph.lineage("CT.0921").table()


def test_the_default_home_is_the_commands(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEEDLINE_HOME", str(home))
    assert kg.lineage("CT.0921", down=1).graph().number_of_nodes() == 6
    assert len(kg.rdf("booklet")) == len(kg.open().rdf("booklet"))
