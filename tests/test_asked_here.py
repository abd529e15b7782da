"""What can be asked of data that others wrote: the questions that have rows there, about what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from seedline.pipeline import build
from seedline.queries import asked_here, question, questions, questions_of
from seedline.store import Snapshot
from seedline_api.cli import command_line
from seedline_ontology import SL
from tests.conftest import HARBOUR, Server

HTML = {"accept": "text/html"}
ABSENT = re.compile(r"CT\.0921|\bcrest\b|SeedProject|\bgrant\b", re.IGNORECASE)
"""What data without lineages have nothing to do with."""
BOATS = """@prefix e: <http://e.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
e:b1 a e:Boat ; rdfs:label "Aurora" . e:b2 a e:Boat ; rdfs:label "Boreas" ; e:follows e:b1 . e:Boat rdfs:label "Fishing boat"@en ."""
#: A money line and its seed under other people's IRIs, as a partner writes it.
FOREIGN = f"""@prefix sl: <{SL}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:p:1> a sl:SeedProject ; rdfs:label "Wells"@en ; sl:country <https://w3id.org/seedline/scheme/country/KE> .
<http://e.org/p/2> a sl:Project ; rdfs:label "More wells"@en .
<http://e.org/page> a sl:DocumentPage ; sl:page "p. 1" ; <http://www.w3.org/ns/oa#hasSource> <http://e.org/book> .
<http://e.org/book> a sl:Source ; <http://purl.org/dc/terms/title> "Book" ; sl:sourceKind "book" ;
  sl:collected "2026-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .
<http://e.org/s> a sl:Step ; sl:from <urn:p:1> ; sl:to <http://e.org/p/2> ; sl:evidence <http://e.org/page> ;
  sl:relation <https://w3id.org/seedline/scheme/relation/scaledInto> ; sl:basis <https://w3id.org/seedline/scheme/basis/stated> ;
  sl:assertedBy <https://w3id.org/seedline/scheme/voice/funder> ; sl:statusObservation <http://e.org/o> .
<http://e.org/o> a sl:StatusObservation ; sl:status <https://w3id.org/seedline/scheme/status/ongoing> ;
  sl:asOf "2020"^^<http://www.w3.org/2001/XMLSchema#gYear> ; sl:assertedBy <https://w3id.org/seedline/scheme/voice/funder> ; sl:evidence <http://e.org/page> .
"""


def served(folder: Path, name: str, text: str) -> Server:
    (folder / name).write_text(text, "utf-8")
    build([str(folder / name)], home=folder / "home")
    return Server(folder / "home")


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = served(tmp_path_factory.mktemp("boats"), "boats.ttl", BOATS)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = served(tmp_path_factory.mktemp("wells"), "wells.ttl", FOREIGN)
    yield running
    running.stop()


def names(server: Server) -> list[str]:
    return [each["name"] for each in httpx.get(server.url + "/questions.json").json()["questions"]]


def test_of_boats_only_the_sources_can_be_asked(boats: Server) -> None:
    assert names(boats) == ["sources"]
    for path in ("/questions", "/sparql", "/", "/explore", "/llms.txt", "/questions/sources", "/questions.json"):
        answer = httpx.get(boats.url + path, headers=HTML)
        assert answer.status_code == 200
        main = answer.text.partition("<main")[2].partition("</main>")[0] or answer.text
        assert ABSENT.findall(main) == [], path
    assert 'href="/questions/sources"' in httpx.get(boats.url + "/questions", headers=HTML).text
    assert "question/name" not in httpx.get(boats.url + "/docs").text
    assert "/questions/sources.json" in httpx.get(boats.url + "/docs").text


def test_the_search_box_offers_no_question_without_an_answer(boats: Server) -> None:
    for typed in ("who carries it on", "CT.0921", "money by funder"):
        assert httpx.get(boats.url + "/api/suggest", params={"q": typed}).json()["groups"] == []
        assert "/questions/" not in httpx.get(boats.url + "/explore", params={"q": typed}, headers=HTML).text
    found = httpx.get(boats.url + "/api/suggest", params={"q": "which sources are there"}).json()["groups"]
    assert [option["address"] for group in found for option in group["options"]] == ["/questions/sources"]


def test_the_data_themselves_have_no_other_example(boats: Server) -> None:
    query = "SELECT ?e { ?e a <http://www.w3.org/ns/shacl#SPARQLExecutable> }"
    rows = httpx.get(boats.url + "/sparql", params={"query": query}).json()["results"]["bindings"]
    assert [row["e"]["value"].rpartition("/")[2] for row in rows] == ["sources"]


def test_a_question_by_its_address_still_says_that_there_is_nothing(boats: Server) -> None:
    told = httpx.get(boats.url + "/questions/figures.json").json()
    assert told["rows"] == []


def test_examples_are_things_of_the_data(foreign: Server) -> None:
    """One seed, one step, one country, told by hand; no money, no product, no goal, no figure."""
    listed = names(foreign)
    there = {
        "sources",
        "seeds",
        "lineage-of-a-seed",
        "seeds-of-a-country",
        "countries-of-seeds",
        "scaled-into",
        "seeds-of-a-region",
    }
    assert there - set(listed) == set()
    absent = {
        "products-of-a-seed",
        "figures",
        "seed-money",
        "follow-on",
        "seeds-of-a-goal",
        "policies",
        "partners",
        "not-stated",
        "seeds-of-a-year",
    }
    assert absent & set(listed) == set()
    told = {each["name"]: each for each in httpx.get(foreign.url + "/questions.json").json()["questions"]}
    assert told["lineage-of-a-seed"]["parameters"][0]["default"] == "urn:p:1"
    assert told["seeds-of-a-country"]["parameters"][0]["default"] == "KE"
    page = httpx.get(foreign.url + "/questions", headers=HTML).text
    assert "Wells" in page and "urn:p:1" not in page and not re.search(r"CT\.0921|CREST|Viet", page)
    for each in listed:
        assert httpx.get(f"{foreign.url}/questions/{each}.json").json()["rows"], each
    llms = httpx.get(foreign.url + "/llms.txt").text
    assert "CT.0921" not in llms and "seed=urn%3Ap%3A1" in llms
    for address in re.findall(r"\]\((http[^)]*)\)", llms):
        assert httpx.get(address.replace("WORDS", "wells")).status_code == 200, address
    query = "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?q { ?e sh:select ?q }"
    rows = httpx.get(foreign.url + "/sparql", params={"query": query}).json()["results"]["bindings"]
    assert len(rows) == len(listed)
    assert all(
        httpx.get(foreign.url + "/sparql", params={"query": row["q"]["value"]}).json()["results"]["bindings"]
        for row in rows
    )


def test_of_a_case_of_ones_own_its_things_are_the_examples(harbour: Snapshot) -> None:
    """The case of the tests has money that is blocked and a policy, and neither a figure nor an evaluation."""
    asked = questions_of(harbour)
    assert {
        "blocked-money",
        "policies",
        "products-of-a-seed",
        "dimensions-of-a-seed",
        "seeds-of-a-target",
    } - asked.keys() == set()
    assert {"figures", "evaluations", "migof-principle", "msd-deliverable", "recommendations"} & asked.keys() == set()
    assert asked["products-of-a-seed"].parameters[0].default == "ZZ.0001"
    assert asked["seeds-of-a-target"].parameters[0].default == "8.10"
    assert asked["seeds-of-a-country"].parameters[0].default in {"PT", "ES"}
    assert "id:ZZ.0001" in asked["products-of-a-seed"].query
    # Nothing of it was launched since 2017, and something may be told as of before 2022.
    assert (
        asked["seeds-by-budget"].parameters[0].default == question("seeds-by-budget").parameters[0].default == "200000"
    )


def test_of_what_seedline_brings_every_question_can_be_asked(snapshot: Snapshot) -> None:
    assert questions_of(snapshot) is questions()
    found = asked_here(snapshot.store, snapshot.base)
    assert list(found) == list(questions())
    for name, each in questions().items():
        of = each.about(found[name], snapshot.base)
        assert list(snapshot.store.query(of.query).rows()) or name in {
            "launched-since",
            "old-statuses",
            "seeds-by-budget",
        }


def test_the_command_lists_what_can_be_asked(harbour: Snapshot, tmp_path: Path) -> None:
    home = str(harbour.path.parent.parent)
    assert (HARBOUR / "ZZ.0001.yaml").is_file()
    told = CliRunner().invoke(command_line(), ["ask", "--format", "tsv", "--home", home]).stdout
    assert "--seed ZZ.0001" in told and "CT.0921" not in told
    of_all = CliRunner().invoke(command_line(), ["ask", "--format", "tsv", "--home", str(tmp_path)]).stdout
    assert len(of_all.splitlines()) == len(questions()) + 1
