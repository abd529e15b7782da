"""Paths, selections, views of sources and dates: answers worked out on paper, and properties of any input."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedline.errors import NotFound, SelectorError
from seedline.formats.statements import quads
from seedline.lineage import trace
from seedline.lineage.graph import Network, Observation, Parent, Step
from seedline.lineage.paths import find_paths, ways
from seedline.lineage.timing import launch, timing
from seedline.lineage.traversal import component
from seedline.model.clocks import When
from seedline.model.dates import end_of, is_old, known_by, months_between, newest
from seedline.money.totals import totals
from seedline.pipeline import build
from seedline.triples import RDF_TYPE, NamedNode, term
from seedline.views.choice import Choice
from seedline.views.evaluation import select
from seedline.views.tracer import Tracer
from seedline.views.view import View
from seedline.vocabulary import COMMITMENT_STATUSES, RELATIONS
from tests.conftest import HARBOUR
from tests.test_lineage import gives, network, seed

BASE = "https://w3id.org/seedline/id/"


def names(iris: tuple[str, ...]) -> set[str]:
    return {iri.removeprefix(BASE) for iri in iris}


def test_every_way_and_everything_between() -> None:
    made = network(
        "s scaledInto a",
        "s produced b",
        "a nextPhase c",
        "b scaledInto c",
        "b scaledInto a",
        "c nextPhase d",
        "x scaledInto c",
    )
    found = find_paths(made, "s", "c")
    assert [[step.later for step in path] for path in found.paths] == [["a", "c"], ["b", "c"], ["b", "a", "c"]]
    assert (found.nodes, len(found.steps), found.cut) == (("a", "b", "c", "s"), 5, False)
    assert find_paths(made, "c", "s").paths == find_paths(made, "s", "s").paths == ()


def test_ways_end_in_cycles_and_are_cut_at_a_limit_that_is_said() -> None:
    made = network("s scaledInto a", "a nextPhase s", "a scaledInto b", "b nextPhase a", "b scaledInto t")
    assert [len(path) for path in find_paths(made, "s", "t").paths] == [3]
    steps = [f"n{i} scaledInto n{i + 1}" for i in range(12)] + [f"n{i} nextPhase n{i + 1}" for i in range(12)]
    found = find_paths(network(*steps, seeds="n0"), "n0", "n12", limit=100)
    assert (len(found.paths), found.cut, len(found.steps)) == (100, True, 24)


def test_what_lies_beyond_either_end_is_not_between() -> None:
    for beyond in (("t scaledInto x", "x nextPhase t"), ("x scaledInto s", "s nextPhase x"), ("t nextPhase s",)):
        found = find_paths(network("s scaledInto t", *beyond), "s", "t")
        assert (found.nodes, len(found.steps), len(found.paths), found.cut) == (("s", "t"), 1, 1, False)
        assert ways(network("s scaledInto t", *beyond), "s", "t").nodes == ("s", "t")


@pytest.mark.parametrize("beside", ["s", "m"])
def test_a_thicket_that_leads_nowhere_does_not_hold_up_the_search(beside: str) -> None:
    # Everything in it leads to everything: of 40 things there are more ways than anybody could go through.
    thicket = [f"c{i} nextPhase c{j}" for i in range(40) for j in range(40) if i != j]
    made = network("s scaledInto m", "m scaledInto t", f"{beside} produced c0", f"c1 nextPhase {beside}", *thicket)
    found = find_paths(made, "s", "t", limit=5)
    assert ([[step.later for step in path] for path in found.paths], found.cut) == ([["m", "t"]], False)


def test_the_search_ends_after_its_work_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = [f"c{i} nextPhase c{j}" for i in range(12) for j in range(12) if i != j]
    made = network("s scaledInto c0", *everything, "c1 scaledInto t", "c2 scaledInto t")
    whole = find_paths(made, "s", "t", limit=300)
    assert (len(whole.paths), whole.cut) == (300, True)
    monkeypatch.setattr("seedline.lineage.paths.MAX_WORK", 5_000)
    some = find_paths(made, "s", "t", limit=300)
    assert 0 < len(some.paths) < 300 and some.cut and some.paths == whole.paths[: len(some.paths)]
    monkeypatch.setattr("seedline.lineage.paths.MAX_WORK", 0)
    assert find_paths(made, "s", "t").paths == whole.paths[:1]


def test_no_way_leads_through_a_shared_instrument() -> None:
    made = network("s scaledInto mgi", "mgi scaledInto t", seeds="s t", shared="mgi")
    assert len(find_paths(made, "s", "mgi").paths) == 1
    assert find_paths(made, "s", "t").paths == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CT.0921", {"CT.0921"}),
        ("CT.0921+1", {"CT.0921", "situational-analysis", "ethical-recruitment-business-case", "crest-framework"}),
        ("+crest", {"crest", "crest-framework", "CT.0921"}),
        ("1+crest", {"crest", "crest-framework"}),
        ("@CT.0921", {"CT.0921", "situational-analysis", "ethical-recruitment-business-case", "crest-framework", "crest", "situation-assessment", "idc-funded-project"}),
        ("crest IB.0123", {"crest", "IB.0123"}),
        ("CT.0921+,kind:programme", {"crest"}),
        ("+crest,year:2015 IB.0123", {"CT.0921", "IB.0123"}),
        ("sdg:8.10", {"CE.0411"}),
        ("sdg:8.1", set()),
        ("funder:sweden", {"crest"}),
        ("country:KH", {"CT.0921"}),
        ("migof:P1,country:NP", {"MA.1147"}),
    ],
)  # fmt: skip
def test_selections(tracer: Tracer, text: str, expected: set[str]) -> None:
    assert names(select(tracer, text)) == expected


def test_exclude_takes_away(tracer: Tracer) -> None:
    assert names(select(tracer, "CT.0921+", exclude="kind:product")) == {"CT.0921", "crest"}


@pytest.mark.parametrize(
    ("text", "column"),
    [("", 1), ("CT.0921 nobody+", 9), ("CT.0921,", 8), (",CT.0921", 1), ("a,,b", 3), ("@+CT.0921", 1), ("sdg:", 5), ("CT.0921 sdg:<x>", 13), ("CT.0921+999", 1), ("colour:red", 1)],
)  # fmt: skip
def test_a_wrong_selection_says_where(tracer: Tracer, text: str, column: int) -> None:
    with pytest.raises(SelectorError) as caught:
        select(tracer, text)
    assert caught.value.column == column


@pytest.mark.parametrize(
    ("text", "column", "known"),
    [("status:banana", 8, "achieved"), ("crest relation:x", 16, "scaledInto"), ("kind:polices", 6, "seedProject")],
)
def test_a_word_outside_a_closed_list_is_an_error_that_names_the_known(
    tracer: Tracer, text: str, column: int, known: str
) -> None:
    with pytest.raises(SelectorError, match=rf"position {column}\).*{known}") as caught:
        select(tracer, text)
    assert caught.value.column == column


@pytest.mark.parametrize("text", ["CT.0921+{}", "{}+CT.0921"])
def test_a_depth_of_any_length_is_too_deep(tracer: Tracer, text: str) -> None:
    with pytest.raises(SelectorError, match="at most 100"):
        select(tracer, text.format("9" * 5_000))


REGISTRY = """
seedline: "1"
owner: openaid
title: A later report on CREST, for tests
source: openaid
asserted-by: funder
sources:
  openaid: {title: "Public contribution page", kind: "web page", url: "https://example.org/crest", collected: "2026-11-23"}
evidence:
  page: {url: "https://example.org/crest", seen: "2026-11-23"}
commitments:
  private-2023: {to: crest, funder: crest-private-partners, amount: "10700000", currency: USD, status: mobilised, source-type: private, as-of: "2023", later-value-of: CT.0921/private, summary: "The private part at the end.", evidence: page}
  sweden-kronor: {to: crest, funder: sweden, amount: "94860678", currency: SEK, status: disbursed, source-type: bilateral, as-of: "2023", alternative-report-of: [CT.0921/sweden-2017, CT.0921/sweden-covid], summary: "The Swedish money in kronor.", evidence: page}
"""


def test_a_later_report_changes_the_newest_view_and_not_the_booklets(tmp_path: Path) -> None:
    (tmp_path / "openaid.yaml").write_text(REGISTRY, "utf-8")
    tracer = Tracer.of(build(["default:booklet", str(tmp_path / "openaid.yaml")], home=tmp_path / "home"))

    def follow_on(view: Tracer) -> tuple[str, str, str]:
        money = next(entry for entry in view.lineage("CT.0921").json()["money"] if entry["currency"] == "USD")
        return money["followOn"]["amount"], money["followOn"]["bound"], money["leverage"]

    assert follow_on(tracer) == ("19600000", "exact", "65.3")
    assert follow_on(tracer.view(sources=["booklet"])) == ("14500000", "atLeast", "48.3")
    assert follow_on(tracer.view(told_by="2021-10")) == ("14500000", "atLeast", "48.3")
    assert not any(
        entry["currency"] == "SEK" and entry["followOn"]["amount"]
        for entry in tracer.lineage("CT.0921").json()["money"]
    )
    for view in (tracer, tracer.view(sources=["booklet"]), tracer.view(told_by="2021-10")):
        listed = [money for found in view.components()["components"] for money in found["followOn"]]
        assert [(m["amount"], m["bound"]) for m in listed if m["seed"] == BASE + "CT.0921"] == [follow_on(view)[:2]]
    with pytest.raises(NotFound):
        tracer.view(sources=["nobody"])


def told_of(tracer: Tracer, focus: str, **dates: str) -> dict[str, tuple[str, object, bool]]:
    """Return the status of each step of a lineage by its key, when it came about, and whether it is undated."""
    edges = tracer.view(**dates).lineage(focus).json()["edges"]  # type: ignore[arg-type]
    return {
        edge["iri"].rsplit("/", 1)[-1]: (edge["status"], edge["statusOn"], edge.get("statusUndated", False))
        for edge in edges
    }


def test_crest_had_been_launched_by_the_end_of_2017_and_nothing_had_been_told(tracer: Tracer) -> None:
    # Read in the booklet: launched on 1 October 2017 on a framework that was there; all else of it without a date.
    happened = told_of(tracer, "CT.0921", as_of="2017-12")
    assert happened["crest-programme"] == ("launched", "2017-10-01", False)
    assert happened["framework"] == ("achieved", {"before": "2017-10-01"}, False)
    assert happened["analysis"] == ("completed", None, True)
    assert told_of(tracer, "CT.0921", as_of="2017-09")["framework"] == ("achieved", {"before": "2017-10-01"}, True)
    # In September the launch was still to come; what goes on since goes on after it.
    assert "crest-programme" not in told_of(tracer, "CT.0921", as_of="2017-09")
    assert told_of(tracer, "CT.0921", told_by="2017-12") == {}
    assert told_of(tracer, "CT.0921", told_by="2021-10") == told_of(tracer, "CT.0921")
    assert told_of(tracer, "CT.0921", as_of="2017-12", told_by="2021-09") == {}
    assert told_of(tracer, "CT.0921", as_of="2017-12", told_by="2021-10") == happened


def test_each_sum_of_crest_is_marked_where_no_date_says_that_it_had_been_raised(tracer: Tracer) -> None:
    def sums(**dates: str) -> dict[str, bool]:
        (usd,) = tracer.view(**dates).lineage("CT.0921").json()["money"][:1]  # type: ignore[arg-type]
        return {c["amount"]: c.get("undated", False) for c in (*usd["seeds"], *usd["commitments"])}

    everything = dict.fromkeys(("300000", "5800000", "5600000", "3100000"), False)
    assert sums() == sums(told_by="2021-10") == everything
    assert sums(as_of="2017-12") == dict.fromkeys(everything, True)
    # Before the launch there was no programme that money could follow to; by October 2021 all private money was raised.
    assert sums(as_of="2017-06") == {"300000": True}
    assert sums(as_of="2021-10") == {amount: amount != "5600000" for amount in everything}


def test_australia_was_interested_between_the_meeting_and_its_approval(tracer: Tracer) -> None:
    between = {"after": "2021-02-10", "before": "2021-06-03"}
    before = told_of(tracer, "IB.0123", as_of="2021-02-09")
    assert "australian-project" not in before and "assessment-meeting" not in before
    assert before["steering-committee"] == ("achieved", {"before": "2021-02"}, True)
    after = told_of(tracer, "IB.0123", as_of="2021-02-28")
    assert after["australian-project"] == ("expressedInterest", between, True)
    assert after["assessment-meeting"] == ("completed", "2021-02-10", False)
    assert after["steering-committee"] == ("achieved", {"before": "2021-02"}, False)
    assert told_of(tracer, "IB.0123", as_of="2021-06-03")["australian-project"] == ("approved", "2021-06-03", False)
    # The equipment is to come in October 2021: a target dates nothing.
    assert told_of(tracer, "IB.0123")["verifier"] == ("planned", None, False)


def test_what_happened_in_nepal_and_tunisia_by_a_date(tracer: Tracer) -> None:
    nepal = [told_of(tracer, "MA.1147", as_of=date) for date in ("2019-03", "2019-05", "2019-06")]
    assert [("fifteenth-plan" in told, "health-policy" in told) for told in nepal] == [
        (False, False),
        (True, False),
        (True, True),
    ]
    assert [told_of(tracer, "PR.0135", as_of=date).get("master") for date in ("2016-12", "2018-06", "2018")] == [
        None,
        ("launched", "2018", True),
        ("launched", "2018", False),
    ]
    assert told_of(tracer, "PR.0135", as_of="2016")["summer-school"][1:] == ({"after": "2015", "before": "2016"}, False)


def every(key: str, part: object) -> Iterator[Any]:
    """Yield every value of a key in some JSON, however deep."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name == key:
                yield value
            yield from every(key, value)
    elif isinstance(part, list):
        for entry in part:
            yield from every(key, entry)


@pytest.mark.parametrize("date", ["2012", "2015", "2017-12", "2018", "2019-04", "2019-06-30", "2021-03", "2021-10"])
def test_a_document_of_a_date_tells_nothing_that_is_dated_later(tracer: Tracer, date: str) -> None:
    view = tracer.view(told_by=date)
    for node in view.network.kinds:
        document = view.lineage(node).json()
        dates = [d for key in ("asOf", "statusAsOf", "factsAsOf") for d in every(key, document) if d]
        assert [d for d in dates if not known_by(d, date)] == [], node
    view = tracer.view(as_of=date)
    for node in view.network.kinds:
        document = view.lineage(node).json()
        happened = [on for key in ("on", "statusOn") for on in every(key, document) if on]
        first = [on if isinstance(on, str) else on.get("after", "1") for on in happened]
        assert [on for on in first if f"{on}-01-01"[:10] > f"{date}-99-99"[:10]] == [], node


@pytest.mark.parametrize("date", ["2015", "2019-03"])
def test_the_statements_of_a_date_are_none_that_came_later(tracer: Tracer, date: str) -> None:
    # When a source as a whole was made says nothing of the facts in it.
    sources = {quad.subject for quad in tracer.snapshot.store.quads(None, RDF_TYPE, term("sl:Source"))}
    for node in tracer.view(told_by=date).network.kinds:
        shown = quads(View.of(tracer, node, choice=Choice(told_by=date)))
        dated = [quad for quad in shown if quad.predicate == term("sl:asOf") and quad.subject not in sources]
        assert [quad for quad in dated if not known_by(quad.object.value, date)] == [], node  # type: ignore[union-attr]


def test_what_is_known_of_a_policy_and_of_who_carries_on_is_told_from_its_date(tracer: Tracer) -> None:
    def told(**date: str) -> tuple[str | None, int]:
        view = tracer.view(**date)  # type: ignore[arg-type]
        stages = {node["id"]: node["policyStage"] for node in view.lineage("nepal-fifteenth-plan").json()["nodes"]}
        stage = stages["nepal-fifteenth-plan"]
        return stage and stage["stage"], len(view.lineage("MA.1147").json()["carriedOnBy"])

    # Endorsed in April 2019; since when a division carries on is not told, so that it stays.
    assert [told(as_of=date) for date in ("2015", "2019-03", "2019-04", "2021-10")] == [
        (None, 1),
        (None, 1),
        ("endorsed", 1),
        ("endorsed", 1),
    ]
    assert [told(told_by=date) for date in ("2019-04", "2021-09", "2021-10")] == [(None, 0), (None, 0), ("endorsed", 1)]


def test_a_status_is_old_where_it_can_lapse_and_was_told_long_before_the_newest_fact(tmp_path: Path) -> None:
    (tmp_path / "openaid.yaml").write_text(REGISTRY.replace('as-of: "2023"', 'as-of: "2025"'), "utf-8")
    tracer = Tracer.of(build(["default:booklet", str(tmp_path / "openaid.yaml")], home=tmp_path / "home"))

    def old(**dates: str) -> set[str]:
        edges = tracer.view(**dates).lineage("CT.0921").json()["edges"]  # type: ignore[arg-type]
        return {edge["iri"].rsplit("/", 1)[-1] for edge in edges if edge["statusOld"]}

    # Told in October 2021: that the programme goes on may have ended since; what was finished stays finished. When the
    # launch happened, four years before, is no age of the news.
    assert old() == {"crest-programme"} == old(as_of="2017-12")
    assert old(told_by="2021-10") == set()


OTHERS = """
seedline: "1"
owner: others
title: What others say of the same things, for tests
source: registry
asserted-by: funder
sources:
  registry: {title: "A registry", kind: "web page", url: "https://example.org/one", collected: "2026-11-23"}
  paper: {title: "A paper", kind: "web page", url: "https://example.org/two", collected: "2026-11-24"}
evidence:
  registry: {url: "https://example.org/one", seen: "2026-11-23"}
  paper: {url: "https://example.org/two", seen: "2026-11-24", source: paper}
things:
  crest-two: {kind: programme, label: "CREST, once more", evidence: [registry, paper]}
steps:
  again: {from: crest, relation: nextPhase, to: crest-two, statuses: [{value: ongoing, as-of: "2023", evidence: [registry, paper]}], summary: "x", evidence: [registry, paper]}
alignments:
  decent: {about: CT.0921, sdg: "1.3", summary: "x", evidence: paper}
policies:
  plan: {about: nepal-fifteenth-plan, stages: [{value: implemented, as-of: "2023", evidence: paper}], evidence: paper}
carried-on:
  crest: {about: crest, kind: otherFunder, agent: sweden, as-of: "2023", summary: "x", evidence: paper}
"""
COUNTRY = """
PREFIX id: <https://w3id.org/seedline/id/> PREFIX sl: <https://w3id.org/seedline/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
id:CT.0921 sl:country <https://w3id.org/seedline/scheme/country/FJ> .
<https://w3id.org/seedline/id/atlas/fact/fiji> a sl:Fact ; rdf:subject id:CT.0921 ; rdf:predicate sl:country ;
    rdf:object <https://w3id.org/seedline/scheme/country/FJ> ; sl:qualifier "in a note" ;
    sl:basis <https://w3id.org/seedline/scheme/basis/stated> ;
    sl:assertedBy <https://w3id.org/seedline/scheme/voice/other> ; sl:evidence <https://w3id.org/seedline/id/atlas/page> .
<https://w3id.org/seedline/id/atlas/page> a sl:OwnStatement ; sl:statedByName "A. B." ; sl:statedByRole "geographer" ;
    sl:statedOn "2026-11-24"^^<http://www.w3.org/2001/XMLSchema#date> .
"""


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Tracer:
    """The shipped data with what three other sources say of the same things."""
    folder = tmp_path_factory.mktemp("several")
    (folder / "others.yaml").write_text(OTHERS, "utf-8")
    (folder / "atlas.ttl").write_text(COUNTRY, "utf-8")
    files = [str(folder / name) for name in ("others.yaml", "atlas.ttl")]
    return Tracer.of(build(["default:booklet", *files], home=folder / "home"))


@pytest.mark.parametrize("sources", ["booklet", "registry", "paper"])
def test_the_statements_of_a_source_are_its_own(several: Tracer, sources: str) -> None:
    store, base = several.snapshot.store, several.snapshot.base
    others = {f"{base}graph/source/{name}" for name in ("booklet", "registry", "paper", "atlas")} - {
        f"{base}graph/source/{sources}"
    }
    shown = 0
    for node in several.view(sources=[sources]).network.kinds:
        for quad in quads(View.of(several, node, choice=Choice(source=(sources,)))):
            stated = store.everywhere(quad.subject, quad.predicate, quad.object)
            graphs = {getattr(said.graph_name, "value", "") for said in stated} - {""}
            assert not graphs <= others, quad
            shown += 1
    assert shown > 20


@pytest.mark.parametrize("sources", [["booklet"], ["registry"], ["paper"], ["booklet", "registry"], ["atlas"]])
def test_a_document_of_some_sources_tells_nothing_of_the_others(several: Tracer, sources: list[str]) -> None:
    view, store = several.view(sources=sources), several.snapshot.store
    asked = {*sources, "seedline"}
    told = []
    for node in view.network.kinds:
        document = view.lineage(node).json()
        assert set(every("source", document)) <= asked
        assert {source for entry in document["nodes"] for source in entry["sources"]} <= asked
        told += [iri for part in ("edges", "carriedOnBy") for iri in every("iri", document[part])]
        told += [c["iri"] for m in document["money"] for c in (*m["seeds"], *m["commitments"], *m["leftOut"])]
        told += every("iri", [entry["alignments"] for entry in document["nodes"]])
    stated = {iri: {g.rsplit("/", 1)[-1] for g in store.graphs_of(NamedNode(iri), term("rdf:type"))} for iri in told}
    assert {iri for iri, graphs in stated.items() if not graphs & asked} == set()


def test_each_source_tells_its_own(several: Tracer) -> None:
    def told(*sources: str) -> list[object]:
        view = several.view(sources=sources)

        def node(name: str) -> Any:
            return next(node for node in view.lineage(name).json()["nodes"] if node["id"] == name)

        return [
            "1.3" in {entry["code"] for entry in node("CT.0921")["alignments"]},
            "FJ" in {entry["code"] for entry in node("CT.0921")["countries"]},
            sorted(entry["label"] for entry in view.lineage("crest").json()["carriedOnBy"]),
            node("nepal-fifteenth-plan")["policyStage"]["stage"],
        ]

    assert told() == [True, True, ["Government of Sweden", "IOM Viet Nam"], "implemented"]
    assert told("booklet") == told("booklet", "registry") == [False, False, ["IOM Viet Nam"], "endorsed"]
    assert told("booklet", "paper") == [True, False, ["Government of Sweden", "IOM Viet Nam"], "implemented"]
    assert told("booklet", "atlas") == [False, True, ["IOM Viet Nam"], "endorsed"]
    # A step that two sources state has in each view the places of that source alone.
    places = {
        source: [
            place["source"]
            for e in several.view(sources=[source]).lineage("crest-two").json()["edges"]
            for place in e["evidence"]
        ]
        for source in ("registry", "paper")
    }
    assert places == {"registry": ["registry"], "paper": ["paper"]}
    # Our own dimensions and summaries stay.
    assert any(edge["dimensions"] for edge in several.view(sources=["booklet"]).lineage("CT.0921").json()["edges"])


def test_a_draft_has_no_total_in_any_view(tmp_path: Path) -> None:
    for path in HARBOUR.glob("*.yaml"):
        text = path.read_text("utf-8").replace("kind: seedProject", 'kind: seedProject\n    draft: "true"')
        (tmp_path / path.name).write_text(text, "utf-8")
    tracer = Tracer.of(build([str(tmp_path)], home=tmp_path / "home"))
    for view in (tracer, tracer.view(as_of="2021"), tracer.view(sources=["harbour"])):
        (found,) = view.components()["components"]
        assert (len(found["seeds"]), found["followOn"], view.top("EUR", 5), view.currencies()) == (1, [], [], [])


def test_the_time_to_the_launch_is_a_range_with_named_ends(tracer: Tracer) -> None:
    (told,) = tracer.lineage("CT.0921").json()["timing"]
    assert (told["fromEvent"], told["fromDate"], told["toEvent"], told["toDate"]) == (
        "funding year",
        "2015",
        "launch",
        "2017-10-01",
    )
    assert (told["monthsAtLeast"], told["monthsAtMost"], told["sameFund"]) == (21, 33, False)


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ("2017-10-15", "2018-01", (2, 3)),
        ("2017-10-01", "2018-01", (3, 4)),
        ("2017-10-15", "2018", (2, 14)),
        ("2017-10", "2018-01-15", (2, 3)),
        ("2017-10-31", "2017-11-30", (0, 0)),
        ("2015", "2015", (-12, 12)),
    ],
)
def test_months_are_whole_when_their_day_has_come_again(earlier: str, later: str, months: tuple[int, int]) -> None:
    assert months_between(earlier, later) == months


def test_a_date_with_a_zone_is_read_as_its_date() -> None:
    zoned = ["2015Z", "2015-06+02:00", "2015-06-01-05:00", "2014-05:00"]
    assert [end_of(date) for date in zoned] == [end_of(date) for date in ("2015", "2015-06", "2015-06-01", "2014")]
    assert newest(zoned) == "2015Z"
    assert months_between("2014-05:00", "2015-06-01-05:00") == months_between("2014", "2015-06-01")
    assert is_old("2014-05:00", "2017-10Z")


def launched(iri: str, earlier: str, later: str, *dates: str) -> Step:
    seen = tuple(Observation("launched", "2021-10", f"{iri}-{d}", When.of(d)) for d in dates)
    return Step(iri, earlier, later, "scaledInto", seen)


def test_the_time_is_told_of_launches_that_followed_the_seed_and_of_no_others() -> None:
    made = network("older produced report", "report builtOn s", "mgi produced tool", seeds="s t", shared="mgi")
    for step in (
        launched("upstream", "older", "report", "2010"),
        launched("own", "s", "p", "2021", "2017-10"),
        launched("others", "t", "p", "2018"),
        launched("to-the-world", "s", "mgi", "2016"),
        launched("of-the-world", "mgi", "tool", "2020"),
    ):
        made.add(step)
    for node, year in (("s", "2015"), ("t", "2016")):
        made.commitments[node].append(gives(f"seed-{node}", node, source_type="seed", year=year))
    whole = component(made, ["older", "report", "s", "t", "p", "mgi", "tool"], "s")
    assert [(told.seed, told.launched, told.date) for told in timing(made, whole)] == [
        ("s", "p", "2017-10"),
        ("s", "mgi", "2016"),
        ("t", "p", "2018"),
    ]


def test_a_launch_is_the_earliest_that_is_told() -> None:
    assert launch(launched("x", "s", "p", "2021-10", "2017", "2017-10-01")) == "2017-10-01"
    assert launch(launched("x", "s", "p")) is None
    # When it was told, and bounds, date no launch.
    told = (Observation("launched", "2016", "o"), Observation("launched", "2018", "p", When("2015", "2017")))
    assert launch(replace(launched("x", "s", "p"), observations=told)) is None


DATED = st.sampled_from(["2014", "2015-05", "2015-06-15", "2016"])
SEEN = st.builds(
    Observation,
    st.sampled_from(["planned", "launched", "achieved"]),
    DATED,
    st.integers(0, 9).map(str),
    st.none() | DATED.map(When.of) | st.builds(When, DATED, st.none()) | st.builds(When, st.none(), DATED),
    st.booleans(),
)


@given(st.lists(SEEN, min_size=1, max_size=4), st.randoms())
def test_the_latest_status_is_sure_and_of_the_last_moment_whatever_the_order(
    seen: list[Observation], chance: random.Random
) -> None:
    step = replace(launched("x", "s", "p"), observations=tuple(seen))
    latest = step.latest
    assert latest is not None
    sure = [one for one in seen if not one.undated] or seen
    assert latest in sure
    moments = [end_of((one.on and one.on.before) or one.as_of) for one in sure]
    assert end_of((latest.on and latest.on.before) or latest.as_of) == max(moments)
    chance.shuffle(seen)
    assert replace(step, observations=tuple(seen)).status == latest.status


@pytest.mark.parametrize(
    ("own", "later", "same"),
    [("fund", "fund", True), ("fund", "line-2", True), ("line-2", "fund", False), ("fund", "f", False), (None, None, False)],
)  # fmt: skip
def test_a_phase_is_of_the_same_fund_where_money_says_so(own: str | None, later: str | None, same: bool) -> None:
    made = network("s produced p", money=(
        gives("seed", "s", source_type="seed", funder=own, year="2015"), gives("x", "q", funder=later),
    ))  # fmt: skip
    made.add(launched("to-q", "p", "q", "2018"))
    made.parents["line-2"] = [Parent("fund")]
    (told,) = timing(made, trace(made, "s"))
    assert told.same_fund is same
    if own and later:
        reasons = [out.reason for total in totals(made, trace(made, "s")) for out in total.left_out]
        assert any(reason.code == "ownFund" for reason in reasons) is same


def test_by_whose_word(tracer: Tracer) -> None:
    assert tracer.lineage("CT.0921").json()["byWhoseWord"] == {"voices": {"fund": 6}, "phrase": "the Fund only"}
    # Who is quoted in the Fund's own booklet is no second voice.
    assert tracer.lineage("MD.0001").json()["byWhoseWord"]["phrase"] == "the Fund, quoting an evaluator"


NODES = st.sampled_from([f"n{i}" for i in range(9)])
STEPS = st.lists(st.tuples(NODES, st.sampled_from(sorted(RELATIONS)), NODES), max_size=24)
FEW = st.sampled_from([f"n{i}" for i in range(5)])
TANGLED = st.lists(
    st.tuples(FEW, st.sampled_from(["scaledInto", "nextPhase", "builtOn", "fundedBy"]), FEW), max_size=16
)
MONEY = st.lists(
    st.tuples(
        NODES,
        st.integers(1, 999),
        st.sampled_from(["USD", "EUR"]),
        st.sampled_from(["secured", "blocked", "mobilised", "pledged"]),
    ),
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(TANGLED, st.integers(1, 6))
def test_ways_are_those_of_plain_enumeration(steps: list[tuple[str, str, str]], limit: int) -> None:
    made = drawn(steps, [])
    followed = [step for step in made.steps.values() if joining(step)]
    told = sorted(enumerated(followed, "n0", "n1"), key=lambda way: (len(way), way))
    if not told:
        none = find_paths(made, "n0", "n1", limit=limit)
        assert (none.paths, none.nodes, none.steps, none.cut) == ((), ("n0", "n1"), (), False)
        return
    found = find_paths(made, "n0", "n1", limit=limit)
    assert [[step.iri for step in way] for way in found.paths] == told[:limit]
    assert found.cut == (len(told) > limit)
    # Between the two is what is met by going on from the start and back from the end, and no further than the other.
    onward = spread({(s.earlier, s.later) for s in followed if s.earlier != "n1"}, "n0")
    back = spread({(s.later, s.earlier) for s in followed if s.later != "n0"}, "n1")
    assert set(found.nodes) == onward & back


def enumerated(steps: list[Step], here: str, end: str, passed: tuple[str, ...] = ()) -> list[list[str]]:
    """Return all ways that pass nothing twice, as the IRIs of their steps."""
    if here == end:
        return [[]]
    return [
        [step.iri, *rest]
        for step in steps
        if step.earlier == here and step.later not in (*passed, here)
        for rest in enumerated(steps, step.later, end, (*passed, here))
    ]


def spread(pairs: set[tuple[str, str]], start: str) -> set[str]:
    found = {start}
    while more := {b for a, b in pairs if a in found} - found:
        found |= more
    return found


def drawn(steps: list[tuple[str, str, str]], money: list[tuple[str, int, str, str]]) -> Network:
    made = Network()
    for index, (earlier, relation, later) in enumerate(steps):
        made.add(Step(f"step{index:02}", earlier, later, relation, (Observation("achieved", "2020", f"o{index}"),)))
    for index in range(9):
        made.kinds[f"n{index}"] = "seedProject" if index < 2 else "product"
    for index, (node, amount, currency, status) in enumerate(money):
        made.commitments[node].append(gives(f"m{index}", node, str(amount), currency=currency, status=status))
    made.commitments["n0"].append(seed(to="n0"))
    return made


def sums(made: Network, count: Callable[..., object] = totals) -> dict[str, Decimal | None]:
    return {total.currency: total.follow_on for total in count(made, trace(made, "n0"))}  # type: ignore[attr-defined]


def oracle(steps: list[tuple[str, str, str]], money: list[tuple[str, int, str, str]]) -> dict[str, int]:
    """Add up in plain Python, from the model's words alone."""
    forward = {"produced", "scaledInto", "nextPhase", "replicatedBy", "adoptedBy", "institutionalisedIn"}
    reached: set[str] = set()
    while more := {b for a, r, b in steps if r in forward and a in reached | {"n0"}} - reached:
        reached |= more
    found: dict[str, int] = {}
    for node, amount, currency, status in money:
        if node in reached - {"n0"} and status in {"secured", "mobilised"}:
            found[currency] = found.get(currency, 0) + amount
    return found


@settings(max_examples=300, deadline=None)
@given(STEPS, MONEY)
def test_totals_are_what_plain_python_adds_up(
    steps: list[tuple[str, str, str]], money: list[tuple[str, int, str, str]]
) -> None:
    assert {c: int(a) for c, a in sums(drawn(steps, money)).items() if a is not None} == oracle(steps, money)


@settings(max_examples=100, deadline=None)
@given(STEPS, MONEY, st.randoms())
def test_the_order_of_input_does_not_matter(
    steps: list[tuple[str, str, str]], money: list[tuple[str, int, str, str]], chance: random.Random
) -> None:
    first = drawn(steps, money)
    second = Network(kinds=first.kinds)
    for step in chance.sample(list(first.steps.values()), len(first.steps)):
        second.add(step)
    for node in chance.sample(list(first.commitments), len(first.commitments)):
        second.commitments[node] = chance.sample(first.commitments[node], len(first.commitments[node]))
    assert trace(first, "n0") == trace(second, "n0")
    assert sums(first) == sums(second)
    assert first.components() == second.components()


@settings(max_examples=100, deadline=None)
@given(STEPS, MONEY)
def test_a_second_report_of_the_same_money_changes_nothing(
    steps: list[tuple[str, str, str]], money: list[tuple[str, int, str, str]]
) -> None:
    made = drawn(steps, money)
    before = {c: a for c, a in sums(made).items() if a is not None}
    for node, commitments in list(made.commitments.items()):
        for c in list(commitments):
            if c.source_type != "seed":
                made.commitments[node].append(
                    gives(f"again-{c.iri}", node, "55", currency="USD", alternative_report_of=(c.iri,))
                )
    assert {c: a for c, a in sums(made).items() if a is not None} == before


@settings(max_examples=100, deadline=None)
@given(STEPS.filter(bool), MONEY, st.data())
def test_taking_a_step_away_never_raises_a_total(
    steps: list[tuple[str, str, str]], money: list[tuple[str, int, str, str]], data: st.DataObject
) -> None:
    gone = data.draw(st.integers(0, len(steps) - 1))
    whole, less = sums(drawn(steps, money)), sums(drawn(steps[:gone] + steps[gone + 1 :], money))
    for currency, amount in less.items():
        assert (amount or 0) <= (whole.get(currency) or 0)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_components_are_a_partition_and_hold_each_lineage(steps: list[tuple[str, str, str]]) -> None:
    made = drawn([step for step in steps if step[1] != "informed"], [])
    parts = made.components()
    flat = [node for part in parts for node in part]
    assert sorted(flat) == sorted(made.kinds)
    for node in made.kinds:
        whole = next(part for part in parts if node in part)
        # Among all things, those that joining steps lead to are the part: no more, and none is missing.
        assert set(trace(made, node).nodes) <= set(whole) == set(component(made, made.kinds, node, joining).nodes)
        assert set(component(made, whole, node, lambda step: True).nodes) == set(whole)


def joining(step: Step) -> bool:
    return RELATIONS[step.relation].joins != "no"


@pytest.mark.parametrize("broken", ["dedup", "status", "currency"])
def test_the_oracle_sees_a_broken_rule(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    steps = [("n0", "scaledInto", "n3"), ("n0", "nextPhase", "n3")]
    money = [("n3", 10, "USD", "secured"), ("n3", 5, "EUR", "secured"), ("n3", 7, "USD", "blocked")]
    assert {c: int(a) for c, a in sums(drawn(steps, money)).items() if a is not None} == oracle(steps, money)
    # The room hides its module behind a function of the same name.
    room = import_module("seedline.money.totals")

    if broken == "status":
        counted = replace(COMMITMENT_STATUSES["blocked"], counts=True)
        monkeypatch.setitem(room.COMMITMENT_STATUSES, "blocked", counted)
    elif broken == "currency":
        original = room._total
        monkeypatch.setattr(
            room,
            "_total",
            lambda currency, seeds, counted, out, several: original(
                currency,
                seeds,
                [gives(c.iri, c.recipient, str(c.amount), currency=currency) for c in counted],
                out,
                several=several,
            ),
        )
    else:
        original_sort = room.sort_out
        monkeypatch.setattr(
            room,
            "sort_out",
            lambda n, candidates, funds: (lambda pair: ([*pair[0], *pair[0]], pair[1]))(
                original_sort(n, candidates, funds)
            ),
        )
    assert {c: int(a) for c, a in sums(drawn(steps, money)).items() if a is not None} != oracle(steps, money)
