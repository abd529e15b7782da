"""The documents for partners and operators, held against the code."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, SPARQLWrapper

from seedline.errors import InputError
from seedline_api.settings import Settings, settings_table
from tests.conftest import ROOT, missing
from tests.endpoint.conftest import ask

DEPLOY = (ROOT / "docs" / "deploy.md").read_text("utf-8")
SPARQL = (ROOT / "docs" / "sparql.md").read_text("utf-8")


def test_the_settings_table_is_the_code_s() -> None:
    shown = re.search(r"(?s)<!-- settings -->\n(.*?)\n<!-- /settings -->", DEPLOY)
    assert shown
    assert shown[1] == settings_table(), "make docs"


def test_every_setting_is_read_from_the_environment() -> None:
    samples = {"str": "x", "int": "7", "Path": "/x"}
    for setting in fields(Settings):
        text = {
            "store": "disk",
            "log": "off",
            "pin": "off",
            "share_source_text": "yes",
            "public_url": "https://x.example",
            "report": "mailto:x@example.org",
            "frame_ancestors": "https://x.example",
        }.get(setting.name, samples[str(setting.type)])
        read = getattr(Settings.read({f"SEEDLINE_{setting.name.upper()}": text}), setting.name)
        assert str(read) == text, setting.name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STORE", "ram"),
        ("LOG", "xml"),
        ("PIN", "all"),
        ("MAX_TIME", "0"),
        ("MAX_ROWS", "many"),
        ("EXPRESS_WORKERS", "0"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(InputError, match=f"SEEDLINE_{name}"):
        Settings.read({f"SEEDLINE_{name}": value})


def test_the_limits_of_the_partners_page_are_settings_with_these_defaults() -> None:
    section = SPARQL.split("## Limits")[1].split("##")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", section, re.MULTILINE))
    settings = Settings()
    named = {name for name in Settings.__dataclass_fields__ if name.startswith("max_")} | {"read_time", "send_time"}
    # What is no limit of a partner's: what is kept on disk, and how the operator holds the store.
    assert set(rows) == named - {"max_pinned", "max_client_pinned", "max_memory_quads"}
    factors = {"s": 1, "rows": 1, "MB": 10**6, "GiB": 1024, "kB": 1024, "queries": 1, "connections": 1}
    for name, text in rows.items():
        number, unit = re.match(r"([\d,]+) (\w+)", text).groups()  # type: ignore[union-attr]
        assert int(number.replace(",", "")) * factors[unit] == getattr(settings, name), name
    assert f"{settings.express_ms} ms" in section


def test_the_python_example_runs(limited: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = re.search(r"(?s)```python\n(.*?)```", SPARQL)
    assert code
    exec(code[1].replace("http://127.0.0.1:8000", limited), {"SPARQLWrapper": SPARQLWrapper, "JSON": JSON})
    assert "/id/crest" in capsys.readouterr().out


def test_the_shell_example_runs(limited: str) -> None:
    if shutil.which("curl") is None:
        missing("curl")
    code = re.search(r"(?s)```sh\n(curl.*?)```", SPARQL)
    assert code
    ran = subprocess.run(["sh", "-c", code[1].replace("http://127.0.0.1:8000", limited)], capture_output=True)
    assert ran.stdout.startswith(b"project,label,currency,amount,bound\r\n"), ran.stderr
    assert b"CT.0921" in ran.stdout


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_s_own_client(limited: str, method: str) -> None:
    """The partners' page names it; Comunica and others are asked by hand."""
    store = SPARQLStore(limited + "/sparql", method=method)
    graph = Graph(store)
    known = "PREFIX sl: <https://w3id.org/seedline/ontology#> PREFIX id: <https://w3id.org/seedline/id/> "
    crest = URIRef("https://w3id.org/seedline/id/CT.0921")
    assert crest in {row[0] for row in graph.query(known + "SELECT ?s { ?s a sl:SeedProject }")}
    assert graph.query(known + "ASK { id:CT.0921 a sl:SeedProject }").askAnswer is True
    described = graph.query(known + "DESCRIBE id:CT.0921").graph
    made = graph.query(known + "CONSTRUCT { id:CT.0921 ?p ?o } { id:CT.0921 ?p ?o }").graph
    assert described is not None
    assert made is not None
    assert len(described) == len(made) == len(list(graph.predicate_objects(crest)))
    assert any(str(name).endswith("/derived") for name in store.contexts())


def test_the_javascript_example_runs(limited: str, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        missing("node")
    code = re.search(r"(?s)```javascript\n(.*?)```", SPARQL)
    assert code
    (tmp_path / "example.mjs").write_text(code[1].replace("http://127.0.0.1:8000", limited))
    ran = subprocess.run([str(node), str(tmp_path / "example.mjs")], capture_output=True, text=True)
    assert "/id/CT.0921 14500000\n" in ran.stdout, ran.stderr


def test_the_r_example_runs(limited: str) -> None:
    """With R where it is; its query and its address are asked everywhere."""
    code = re.search(r"(?s)```r\n(.*?)```", SPARQL)
    assert code
    query = re.search(r'"(SELECT[^"]+)"', code[1])
    assert query
    assert "CT.0921,14500000" in ask(limited, query[1], headers={"accept": "text/csv"}).text
    if (rscript := shutil.which("Rscript")) is not None:
        ran = subprocess.run(
            [rscript, "-e", code[1].replace("http://127.0.0.1:8000", limited)], capture_output=True, text=True
        )
        assert "CT.0921" in ran.stdout, ran.stderr


def test_the_queries_against_counting_twice_give_the_numbers_of_the_pages(limited: str) -> None:
    totals, parts = re.findall(r"(?s)  ```sparql\n(.*?)  ```", SPARQL)
    rows = list(csv.DictReader(io.StringIO(ask(limited, totals, headers={"accept": "text/csv"}).text)))
    assert len(rows) > 1
    for row in rows:
        seed, currency, bound = (row[name].rsplit("/", 1)[1] for name in ("seed", "currency", "bound"))
        money = httpx.get(f"{limited}/api/lineage/{seed}").json()["money"]
        shown = [one["followOn"] for one in money if one["currency"] == currency]
        assert [(one["amount"], one["bound"]) for one in shown] == [(row["amount"], bound)], seed
    whole = next(row for row in rows if row["seed"].endswith("CT.0921"))
    counted = list(csv.DictReader(io.StringIO(ask(limited, parts, headers={"accept": "text/csv"}).text)))
    assert {row["currency"] for row in counted} == {whole["currency"]}
    assert sum(Decimal(row["amount"]) for row in counted) == Decimal(whole["amount"])


def test_the_unit_and_the_container_name_what_is_there() -> None:
    container = (ROOT / "Containerfile").read_text("utf-8")
    for name in re.findall(r"SEEDLINE_\w+", container + DEPLOY):
        assert name.removeprefix("SEEDLINE_").lower() in {setting.name for setting in fields(Settings)}, name
    assert "seedline serve" in DEPLOY
    assert (ROOT / "constraints.txt").is_file()


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        missing("systemd-analyze")
    shown = re.search(r"(?s)```ini\n(.*?)```", DEPLOY)
    assert shown
    unit = tmp_path / "seedline.service"
    # What this machine need not have: the user, and the place of the installation.
    text = shown[1].replace("User=seedline", "User=root").replace("/opt/seedline/.venv/bin/seedline", sys.executable)
    unit.write_text(text)
    ran = subprocess.run([str(analyze), "verify", str(unit)], capture_output=True, text=True)
    ours = [line for line in ran.stderr.splitlines() if unit.name in line]
    assert (ran.returncode, ours) == (0, [])
    unit.write_text(text.replace("MemoryMax", "MemoryMost"))
    assert "MemoryMost" in subprocess.run([str(analyze), "verify", str(unit)], capture_output=True, text=True).stderr
