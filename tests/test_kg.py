"""What people take away, in the libraries they know."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import networkx as nx
import pytest
import rdflib

from seedline import kg
from seedline.errors import InputError, NotFound
from seedline.notebook import KnowledgeGraph, open_graph
from seedline.views.subject import Subject


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
    beside = money[~money["counted"]]
    assert set(beside["reason"].str[:12]) == {"the seed its", "not followed"}
    (seed,) = beside[beside["reason"].str.startswith("the seed")].to_dict("records")
    assert (seed["amount"], seed["currency"], seed["sourceType"]) == (Decimal("300000"), "USD", "seed")
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
    with pytest.raises(NotFound, match="nobody"):
        graph.rdf("nobody")


def test_rows_and_selections(graph: KnowledgeGraph) -> None:
    rows = graph.query("SELECT ?ratio { ?t sl:totalOf id:CT.0921 ; sl:ratio ?ratio }")
    assert rows == [{"ratio": "48.3"}]
    assert len(graph.select("+crest")) == 3
    with pytest.raises(InputError):
        graph.query("ASK { ?s ?p ?o }")


def test_a_notebook_gets_svg_png_and_text_at_once(graph: KnowledgeGraph) -> None:
    bundle = graph.lineage("CT.0921")._repr_mimebundle_()
    assert str(bundle["image/svg+xml"]).startswith("<svg")
    shown = str(bundle["text/html"])
    # The figure is part of the page, as large as it was drawn, and the movable graph in a frame that reaches nothing
    # around it.
    (image,) = re.findall(
        r'<figure [^>]*><img src="data:image/svg\+xml;base64,([^"]+)" width="(\d+)" height="\d+" alt="', shown
    )
    picture = base64.b64decode(image[0]).decode()
    assert picture.startswith("<svg") and f'viewBox="0 0 {image[1]} ' in picture and "CREST programme" in picture
    assert shown.count("<iframe") == 1 and 'sandbox="allow-scripts allow-popups"' in shown and "40rem" not in shown
    assert bytes(bundle["application/pdf"]).startswith(b"%PDF")  # type: ignore[arg-type]
    assert bytes(bundle["image/png"])[:4] == b"\x89PNG"  # type: ignore[arg-type]
    assert "14.5 million" in str(bundle["text/plain"])


def test_every_export_of_a_notebook_has_the_figure(graph: KnowledgeGraph, tmp_path: Path) -> None:
    if not shutil.which("pandoc"):
        pytest.skip("pandoc is missing")
    bundle = graph.lineage("CT.0921")._repr_mimebundle_()
    # What nbconvert writes into Markdown is the HTML; pandoc leaves HTML out, and makes of the rest a Word file.
    for reader in ("markdown", "gfm"):
        subprocess.run(
            ["pandoc", "--from", reader, "--output", str(tmp_path / "a.docx")],
            input=str(bundle["text/html"]).encode(),
            check=True,
        )
        with zipfile.ZipFile(tmp_path / "a.docx") as archive:
            media = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
            said = re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode())
        assert media == [bundle["image/png"]]
        # The caption stands under it once, where words between tags are text, and no word of the picture in the text.
        assert said.count("What followed seed project CT.0921") == (reader == "markdown")
        assert "statuses known by" not in said and "function" not in said and "to move and choose" not in said
    # In HTML the same is not shown twice.
    assert re.search(r'<div style="display: none">\s*!\[', str(bundle["text/html"]))


def test_any_view_in_any_file(graph: KnowledgeGraph, tmp_path: Path) -> None:
    chosen = graph.view(Subject.asked(select="+crest,kind:seedProject"), lang="fr")
    assert [node["id"] for node in chosen.document["nodes"]] == ["CT.0921"]
    for name, begins in (("a.svg", b"<svg"), ("a.pdf", b"%PDF"), ("a.dossier.xlsx", b"PK"), ("b.csv", b"")):
        chosen.save(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert "Sélection" in (tmp_path / "a.svg").read_text("utf-8")
    with pytest.raises(NotFound, match=r"\.svg"):
        chosen.save(tmp_path / "a.exe")
    with pytest.raises(InputError, match="achieved"):
        graph.lineage("CT.0921", statuses=["done"])


def test_a_lineages_own_statements_are_in_the_whole(graph: KnowledgeGraph) -> None:
    shown, whole = graph.lineage("CT.0921").rdf(), graph.rdf()
    assert 100 < len(shown) < len(whole) and not set(shown) - set(whole)


def test_ways_the_largest_and_the_whole_network(graph: KnowledgeGraph) -> None:
    base = "https://w3id.org/seedline/id/"
    assert len(graph.paths("CT.0921", "crest")["paths"]) == 1
    assert list(graph.top("USD", 1)["seed"]) == [base + "CT.0921"]
    # The booklet is of 2021: before it nobody had said what followed.
    assert graph.top("USD", told_by="2019").empty and graph.top("USD", told_by=2019).empty
    # By 2019 the programme had been launched: what followed it is told, and marked where no date says when.
    assert list(graph.top("USD", as_of=2019)["seed"]) == [base + "CT.0921"]
    assert graph.top("USD", sources="booklet").equals(graph.top("USD", sources=["booklet"]))
    assert kg.open(str(graph.tracer.snapshot.path.parent.parent)).version == graph.version
    assert list(graph.top("usd").columns) == list(graph.top("USD").columns) and graph.top("usd").empty
    assert graph.top("USD", sources=["booklet"])["seed"].iloc[0] == base + "CT.0921"
    counts = graph.tracer.snapshot.manifest["counts"]
    assert graph.graph().number_of_edges() == counts["step"]


def test_the_default_home_is_the_commands(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEEDLINE_HOME", str(home))
    assert kg.lineage("CT.0921", down=1).graph().number_of_nodes() == 6
    assert len(kg.rdf("booklet")) == len(kg.open().rdf("booklet"))


def test_the_notebook_runs_from_top_to_end(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEEDLINE_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    for path in sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        known: dict[str, object] = {}
        for cell in cells:
            if cell["cell_type"] == "code":
                assert not cell["outputs"], "a notebook is kept without its outputs"
                exec(compile("".join(cell["source"]), path.name, "exec"), known)
    assert (tmp_path / "crest.docx").stat().st_size > 10_000


def test_a_month_is_known_on_its_last_day_and_a_date_is_one_that_there_is(graph: KnowledgeGraph) -> None:
    # The booklet's facts are of October 2021.
    amounts = {
        date: list(graph.top("USD", told_by=date)["follow_on"]) for date in ("2021-10", "2021-10-31", "2021-12-31")
    }
    assert amounts["2021-10"] == amounts["2021-10-31"] == amounts["2021-12-31"] != []
    assert len(graph.top("USD", told_by="2021-10-30")) < len(amounts["2021-10"])
    for date in ("2021-13", "2021-02-30", "0000", "soon"):
        with pytest.raises(InputError, match="as_of is a date"):
            graph.top("USD", as_of=date)
        with pytest.raises(InputError, match="told_by is a date"):
            graph.top("USD", told_by=date)
    with pytest.raises(InputError, match="up is a number of steps, not -1"):
        graph.lineage("CT.0921", up=-1)
