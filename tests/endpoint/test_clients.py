"""Other people's clients, as they come, against a running server: ``make clients``."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pandas as pd
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper import GET as WRAPPER_GET
from SPARQLWrapper import POST as WRAPPER_POST

from seedline.queries import questions, with_prefixes
from seedline_api.rendering.codes import codes
from seedline_ontology import SL
from tests.conftest import PATIENCE, missing, npm_installed

pytestmark = pytest.mark.clients
SEEDS = "SELECT ?s { ?s a <https://w3id.org/seedline/ontology#SeedProject> } ORDER BY ?s"
GRAPH = "CONSTRUCT WHERE { ?s a <https://w3id.org/seedline/ontology#SeedProject> }"
COUNT = 9
SEED = "https://w3id.org/seedline/id/CT.0921"


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


def test_r_runs_what_we_print(server: str) -> None:
    if shutil.which("Rscript") is None:
        missing("Rscript with httr (r-cran-httr)")
    printed = codes(SEEDS + ' # "quoted" é \\', server + "/sparql", "select")["R"]
    done = subprocess.run(["Rscript", "-e", printed], capture_output=True, text=True)
    assert len(re.findall(r"https://w3id\.org/seedline/id/\S+", done.stdout)) == COUNT, done.stderr


@pytest.mark.parametrize("path", ["/questions/seeds.csv", f"/sparql?{urlencode({'query': SEEDS, 'format': 'csv'})}"])
def test_libreoffice_opens_an_address(server: str, tmp_path: Path, path: str) -> None:
    """As a reader does who chooses Text CSV and UTF-8 in its dialogue."""
    if shutil.which("soffice") is None:
        missing("soffice (libreoffice-calc)")
    csv = "Text - txt - csv (StarCalc):44,34,76"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    given = [f"--infilter={csv}", "--convert-to", f"csv:{csv}", "--outdir", str(tmp_path), server + path]
    done = subprocess.run(["soffice", profile, "--headless", *given], capture_output=True, text=True)
    (made,) = [file for file in tmp_path.iterdir() if file.is_file()] or pytest.fail(done.stderr)
    head, *rows = made.read_text("utf-8").splitlines()
    assert head.split(",")[0] in {"s", "seed"}
    assert len(rows) == COUNT
    assert any("CT.0921" in row for row in rows)


_M = r"""
const parser = require("@microsoft/powerquery-parser");
const text = (node, found = []) => {
  if (node.kind === "LiteralExpression" && node.literalKind === "Text") found.push(node.literal);
  for (const child of Object.values(node)) {
    if (child && typeof child === "object") for (const one of [].concat(child)) if (one && one.kind) text(one, found);
  }
  return found;
};
(async () => {
  const told = [];
  for (const code of JSON.parse(require("fs").readFileSync(0, "utf8"))) {
    const task = await parser.TaskUtils.tryLexParse(parser.DefaultSettings, code);
    told.push({ error: task.error ? task.error.message : null, texts: task.ast ? text(task.ast) : [] });
  }
  console.log(JSON.stringify(told));
})();
"""


def test_power_query_reads_what_we_print(npm_packages: Path) -> None:
    """Every snippet by Microsoft's own parser of M: it parses, and its first text is the query, letter by letter."""
    asked = [with_prefixes(each.query) for each in questions().values()]
    asked += ['SELECT ("#(lf)" AS ?text) ("\t#" AS ?tab) {} # "quoted" é \u2028', "SELECT ?x {\r\n}"]
    made = [codes(query, "https://example.org/sparql", "select")["Power Query"] for query in asked]
    done = subprocess.run(
        ["node", "-e", _M], input=json.dumps([*made, made[0].replace("in\n", "")]), cwd=npm_packages,
        capture_output=True, text=True, check=True, env={**os.environ, "NODE_PATH": str(npm_packages)},
    )  # fmt: skip
    *told, broken = json.loads(done.stdout)
    assert broken["error"]
    assert [each["error"] for each in told] == [None] * len(asked)
    assert [_text_of(each["texts"][0]) for each in told] == asked


def _text_of(literal: str) -> str:
    """Return what a text of M stands for (the language's specification, 2.4.5 and 2.5.1)."""
    signs = {"lf": "\n", "cr": "\r", "tab": "\t", "#": "#"}
    escape = re.compile(r'""|#\(([^)]*)\)')
    return escape.sub(
        lambda found: "".join(signs[one] for one in found[1].split(",")) if found[1] else '"', literal[1:-1]
    )


@pytest.fixture(scope="module")
def npm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the programs of ``npm`` and the clients that they use."""
    return npm_installed(Path(__file__).parent / "npm", tmp_path_factory.mktemp("npm"))


def node(folder: Path, *command: str) -> str:
    done = subprocess.run(["node", *command], cwd=folder, capture_output=True, text=True, timeout=2 * PATIENCE)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_comunica(server: str, npm: Path) -> None:
    """It asks the endpoint, reads a thing and a term at their own IRIs, and joins these with the endpoint."""
    told = json.loads(node(npm, "comunica.mjs", server))
    assert (told["seeds"], told["ask"], told["graph"]) == (COUNT, True, COUNT)
    assert told["thing"] == [{"l": "Ethical supply chains in special economic zones"}]
    assert told["term"] == [{"l": "étape"}]
    later = {"Analysis of forced labour risk in industrial zones", "Business case for ethical recruitment"}
    for joined in (told["joined"], told["service"]):
        assert {row["l"] for row in joined} == {*later, "CREST framework"}


def test_fetch_sparql_endpoint(server: str, npm: Path) -> None:
    """It asks in each of its three ways, and tells its user why a query is refused."""
    told = json.loads(node(npm, "fetch.mjs", server, SEEDS, GRAPH))
    assert told["told"] == [[COUNT, COUNT, True]] * 3
    assert "line 1, column 19: '}' is not expected here" in json.loads(told["refused"].partition("\n")[2])["detail"]


@contextmanager
def opened(folder: Path, browser: Any, path: str, **asked: str) -> Iterator[Any]:
    """A page of a folder, served at an origin that is not the endpoint's."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=folder)) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        page = browser.new_page()
        try:
            page.goto(f"http://127.0.0.1:{other.server_port}/{path}?{urlencode(asked)}")
            yield page
        finally:
            page.close()
            other.shutdown()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_yasgui(server: str, npm: Path, browser: Any, method: str) -> None:
    """In a page of another origin, as it comes: rows in its table, and the reason where a query is refused."""
    run = "(query) => { yasgui.getTab().getYasqe().setValue(query); yasgui.getTab().query(); }"
    with opened(npm, browser, "yasgui.html", endpoint=server + "/sparql", method=method) as page:
        page.evaluate(run, SEEDS)
        page.wait_for_function("yasgui.getTab().getYasr().results?.getBindings()", timeout=PATIENCE * 1000)
        assert page.locator(".yasr table tbody tr").count() == COUNT
        assert f"<{SEED}>" in page.inner_text(".yasr")
        page.evaluate(run, "SELECT ?s { ?s ?p }")
        page.get_by_text("is not expected here").first.wait_for(timeout=PATIENCE * 1000)


def test_reactodia(server: str, npm: Path, browser: Any) -> None:
    """In a page of another origin: a lineage, and all that its seed is linked with, told by labels and by no address."""
    node(npm, "node_modules/esbuild-wasm/bin/esbuild", "reactodia.js", "--bundle", "--format=esm", "--outfile=page.js")
    with opened(npm, browser, "reactodia.html", endpoint=server + "/sparql", thing=SEED) as page:
        page.wait_for_function("window.told", timeout=PATIENCE * 1000)
        things, classes, links = (dict(page.evaluate("told")[part]) for part in ("things", "classes", "links"))
        shown = page.inner_text("body")
    assert things[SEED] == ["Ethical supply chains in special economic zones"]
    assert "Strategic planning framework" not in shown  # of another lineage
    assert "CREST programme" in shown
    assert set(classes[SL + "SeedProject"]) == {"seed project", "projet d’amorçage", "proyecto semilla"}
    assert classes["http://www.w3.org/ns/org#Organization"] == ["Organization"]
    assert set(links[SL + "scaledInto"]) == {"scaled into", "a changé d’échelle avec", "se amplió en"}
    assert links["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"] == ["type"]
    nameless = [iri for told in (things, classes, links) for iri, labels in told.items() if not labels]
    assert nameless == []
    assert "w3id.org" not in shown
