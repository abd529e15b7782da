"""Other people's clients, as they come, against a running server: ``make clients``."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pandas as pd
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper import GET as WRAPPER_GET
from SPARQLWrapper import POST as WRAPPER_POST

from tests.conftest import missing

pytestmark = pytest.mark.clients
SEEDS = "SELECT ?s { ?s a <https://w3id.org/seedline/ontology#SeedProject> } ORDER BY ?s"
GRAPH = "CONSTRUCT WHERE { ?s a <https://w3id.org/seedline/ontology#SeedProject> }"
COUNT = 9


@pytest.mark.parametrize(
    "method", [(WRAPPER_GET, URLENCODED), (WRAPPER_POST, URLENCODED), (WRAPPER_POST, POSTDIRECTLY)]
)
def test_sparqlwrapper(server: str, method: tuple[str, str]) -> None:
    def asked(query: str, format_: str) -> Any:
        client = SPARQLWrapper(server + "/sparql")
        client.setMethod(method[0])
        client.setRequestMethod(method[1])
        client.setQuery(query)
        client.setReturnFormat(format_)
        return client.query().convert()

    assert len(asked(SEEDS, JSON)["results"]["bindings"]) == COUNT
    assert len(asked(SEEDS, XML).getElementsByTagName("result")) == COUNT
    assert len(asked(SEEDS, CSV).split()) == len(asked(SEEDS, TSV).split()) == COUNT + 1
    assert asked("ASK {}", JSON)["boolean"] is True
    for format_ in (RDFXML, JSONLD):
        assert len(asked(GRAPH, format_)) == COUNT
    for format_ in (TURTLE, N3):
        assert len(rdflib.Graph().parse(data=asked(GRAPH, format_), format="turtle")) == COUNT


@pytest.mark.parametrize("format_", [None, "xml", "json", "csv", "tsv"])
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib(server: str, format_: str | None, method: str) -> None:
    more = {} if format_ is None else {"returnFormat": format_}
    graph = rdflib.Graph(SPARQLStore(server + "/sparql", method=method, **more))
    assert len(list(graph.query(SEEDS))) == COUNT
    kind = rdflib.URIRef("https://w3id.org/seedline/ontology#SeedProject")
    if format_ in {None, "xml"}:
        assert len(list(graph.triples((None, rdflib.RDF.type, kind)))) == COUNT
        assert graph.query(GRAPH).graph is not None


def test_rdflib_federates_to_us(server: str) -> None:
    rows = rdflib.Graph().query(f"SELECT ?s {{ SERVICE <{server}/sparql> {{ {SEEDS} }} }}")
    assert len(list(rows)) == COUNT


def test_pandas_with_and_without_headers(server: str) -> None:
    address = str(httpx.URL(server + "/sparql", params={"query": SEEDS}))
    assert len(pd.read_csv(address + "&format=csv")) == COUNT
    assert len(pd.read_csv(address, storage_options={"Accept": "text/csv"})) == COUNT
    assert len(pd.read_csv(address + "&output=tsv", sep="\t")) == COUNT
    table = pd.json_normalize(pd.read_json(address + "&format=json").loc["bindings", "results"])
    assert len(table) == COUNT


def test_raptors_rapper_reads_every_graph_format(server: str, tmp_path: Path) -> None:
    if shutil.which("rapper") is None:
        missing("rapper (raptor2-utils)")
    for name, syntax in (("turtle", "turtle"), ("ntriples", "ntriples"), ("rdfxml", "rdfxml")):
        address = str(httpx.URL(server + "/sparql", params={"query": GRAPH, "format": name}))
        done = subprocess.run(["rapper", "-q", "-c", "-i", syntax, address], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_rasqals_roqet(server: str) -> None:
    if shutil.which("roqet") is None:
        missing("roqet (rasqal-utils)")
    done = subprocess.run(
        ["roqet", "-q", "-p", server + "/sparql", "-r", "csv", "-e", SEEDS], capture_output=True, text=True
    )
    assert len(list(io.StringIO(done.stdout))) == COUNT + 1, done.stderr
