"""Selections: the tree that they parse to, what they name, and what is said of what they name, at any size."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from seedline.errors import SelectionTooLarge, SelectorError
from seedline.i18n.words import plain
from seedline.lineage.selection import MAX_DEPTH, Atom, Named, Said, Selection, Span, Word, parse
from seedline.lineage.traversal import reach
from seedline.views.evaluation import select
from seedline.views.result import Result
from seedline.views.subject import Subject
from seedline.views.tracer import Tracer
from seedline.views.view import View
from seedline_api.cli import command_line

NUMBERS = st.decimals(Decimal(0), Decimal(10**9), places=0)
WORDS = st.one_of(
    st.builds(Word, st.text("abcXYZ019.*?-_/éü", min_size=1).filter(lambda text: not text.isdecimal())),
    st.builds(Word, st.text(st.characters(exclude_characters='"', exclude_categories=["Cs"])), st.just(True)),
)
SPANS = st.one_of(
    st.builds(lambda number: Span(number, number), NUMBERS),
    st.builds(lambda number: Span(number, None, above=True), NUMBERS),
    st.builds(lambda number: Span(None, number, below=True), NUMBERS),
    st.builds(Span, NUMBERS, st.none()),
    st.builds(lambda a, b: Span(min(a, b), max(a, b)), NUMBERS, NUMBERS),
)
CHOSEN = st.one_of(
    st.builds(Named, WORDS),
    st.builds(Said, st.sampled_from(["sdg", "funder", "country", "status"]), WORDS),
    st.builds(Said, st.sampled_from(["year", "budget"]), SPANS),
)
DEPTHS = st.one_of(st.just(-1), st.none(), st.integers(0, MAX_DEPTH))
ATOMS = st.one_of(st.builds(Atom, CHOSEN, DEPTHS, DEPTHS), st.builds(Atom, CHOSEN, around=st.just(True)))
SELECTIONS = st.builds(
    lambda terms: Selection(tuple(map(tuple, terms))),
    st.lists(st.lists(ATOMS, min_size=1, max_size=3), min_size=1, max_size=3),
)


def names(iris: tuple[str, ...]) -> set[str]:
    return {iri.rsplit("/id/", 1)[-1] for iri in iris}


@settings(max_examples=400, deadline=None)
@given(SELECTIONS)
def test_a_tree_as_text_is_the_same_selection(tree: Selection) -> None:
    assert parse(str(tree)) == tree


@settings(max_examples=400, deadline=None)
@given(st.text('aA1.*?+@:,"<>= \t\u00a0é', max_size=30))
def test_any_text_is_a_tree_or_an_error_with_its_place(text: str) -> None:
    try:
        tree = parse(text)
    except SelectorError as error:
        assert error.column is not None and 1 <= error.column <= max(1, len(text))
    else:
        assert parse(str(tree)) == tree


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A goal finds what touches one of its targets; read from the booklet: 8.8, 8.8, 8.3 and 8.10, 8.7 and 8.8.
        ("sdg:8", {"CT.0921", "MA.1147", "CE.0411", "IB.0123"}),
        ("sdg:8,country:np", {"MA.1147"}),
        ("migof:O2", set()),
        ("msd:o1.d2", {"IB.0123", "PO.0125", "PO.0141"}),
        ("line:idf-line-1", {"CE.0352", "MD.0001", "PO.0125"}),
        ('line:"Line 1 of the Fund"', {"CE.0352", "MD.0001", "PO.0125"}),
        ("budget:>150000", {"CE.0411", "CT.0921", "IB.0123", "PO.0141", "PR.0135"}),
        ("budget:150000", {"MA.1147"}),
        ("budget:<150000USD", {"CE.0352", "MD.0001", "PO.0125"}),
        ("year:2013..2016", {"PR.0135", "CT.0921", "CE.0352"}),
        ("year:..2013 year:>2018", {"PR.0135", "IB.0123", "PO.0141"}),
        ("year:1900", set()),
        ('country:"Viet Nam"', {"CT.0921"}),
        ("country:v?", {"CT.0921"}),
        ("region:africa", {"PR.0135"}),
        ("ct.0921 CREST", {"CT.0921", "crest"}),
        ("C?.*", {"CT.0921", "CE.0352", "CE.0411"}),
        ('"CT.0921"', {"CT.0921"}),
        ("funder:KfW+", {"sme-boost"}),
        ("funder:idf,year:2019", {"IB.0123", "PO.0141"}),
        ("1+funder:sweden", {"crest", "crest-framework"}),
        ("KIND:seedproject,status:achieved", {"PO.0125", "PO.0141"}),
    ],
)
def test_what_is_named(tracer: Tracer, text: str, expected: set[str]) -> None:
    assert names(select(tracer, text)) == expected


@pytest.mark.parametrize("method", ["sdg:8.8", "country:NP", "status:ongoing", "kind:policy", "year:>2015", "CT.*"])
def test_operators_around_a_method_are_those_around_each_of_its_things(tracer: Tracer, method: str) -> None:
    """Against the plain closures over objects, whose rows nobody counts."""
    network, inner = tracer.network, set(select(tracer, method))
    assert inner
    for up, down in ((None, None), (1, None), (None, 2), (2, 1)):
        before = reach(network, inner, back=True, depth=up)
        after = reach(network, inner, back=False, depth=down)
        assert set(select(tracer, f"{up or ''}+{method}+{down or ''}")) == inner | before | after
    after = inner | reach(network, inner, back=False, depth=None)
    assert set(select(tracer, f"@{method}")) == after | reach(network, after, back=True, depth=None)


@pytest.mark.parametrize(
    ("text", "column", "near"),
    [
        ("funder:Sweeden", 8, r"near it are sweden \(Government of Sweden\)"),
        ("crest sdg:8.80", 11, r"near it are 8"),
        ("country:Nepall", 9, r"near it are NP \(Nepal\)"),
        ("CT.0912", 1, r"near it are CT.0921 \(Ethical supply chains"),
        ("+mekenin+", 2, r"near it are mekenim"),
        ("region:asia", 8, "there are .*asiaOceania"),
        ("migof:O9", 7, "there are .*O3"),
        ("line:3", 6, "idf-line-1"),
        ("funder:zzzz", 8, "there are, for example,"),
        ("CT.0921,ZZ.*", 9, "no key here fits"),
        ("year:x", 6, "as year:2013..2016"),
        ("year:2013USD", 6, "no number or range"),
        ("budget:1..2..3", 8, "no number or range"),
        ("budget:>5EUR", 8, "budgets are in USD"),
        ('crest "CT', 7, "not closed"),
        ("colour:red", 1, "methods are status:achieved"),
    ],
)
def test_what_is_unknown_is_an_error_at_every_door(
    server: str, tracer: Tracer, home: Path, text: str, column: int, near: str
) -> None:
    with pytest.raises(SelectorError, match=near) as caught:
        select(tracer, text)
    assert caught.value.column == column
    for door in ("/api/select", "/view", "/view.json"):
        answer = httpx.get(server + door, params={"select": text})
        assert (answer.status_code, answer.json()["column"], answer.json()["detail"]) == (
            400,
            column,
            str(caught.value),
        )
    told = CliRunner().invoke(command_line(), ["select", text, "--home", str(home)])
    assert isinstance(told.exception, SelectorError) and str(told.exception) == str(caught.value)


def test_a_true_nothing_is_an_answer_at_every_door(server: str, home: Path) -> None:
    assert httpx.get(f"{server}/api/select", params={"select": "migof:O2"}).json()["total"] == 0
    for door in ("/view", "/view.svg", "/view.pdf", "/view.csv", "/embed"):
        assert httpx.get(server + door, params={"select": "migof:O2"}).status_code == 200, door
    page = httpx.get(f"{server}/view", params={"select": "migof:O2", "lang": "es"}).text
    assert "Nada en los datos corresponde a esta selección." in page
    told = CliRunner().invoke(command_line(), ["select", "migof:O2", "--home", str(home)])
    assert told.exit_code == 0 and "nothing in the data is named" in told.output


def test_no_way_is_an_answer_with_names_at_every_door(server: str, home: Path) -> None:
    query = {"from": "crest", "to": "CT.0921"}
    answer = httpx.get(f"{server}/api/paths", params=query).json()
    assert answer["paths"] == [] and {node["id"] for node in answer["nodes"]} == {"crest", "CT.0921"}
    for door in ("/view/paths", "/view/paths.svg", "/view/paths.pdf", "/embed/paths"):
        assert httpx.get(server + door, params=query).status_code == 200, door
    page = httpx.get(f"{server}/view/paths", params={**query, "lang": "fr"}).text
    assert "Aucun chemin consigné ne mène de «\u00a0CREST" in page
    told = CliRunner().invoke(command_line(), ["paths", "crest", "CT.0921", "--home", str(home)])
    assert told.exit_code == 0 and "no recorded way leads from CREST programme to Ethical" in told.output


SUMMED = ("kind:seedProject", "CT.0921+", "CT.0921+ PR.0135+", "crest", "sdg:8+", "@country:NP", "status:ongoing", "*")


@pytest.mark.parametrize("text", SUMMED)
def test_a_result_counts_and_adds_up_what_its_document_does(tracer: Tracer, text: str) -> None:
    _same(tracer, text)


@pytest.mark.parametrize(
    "text", ["year:2016", "country:VN+", "kind:seedProject,sdg:8", "@year:2018,country:K*", "P0000000+ P0000128+"]
)
def test_so_does_that_of_a_made_up_portfolio(made_up: Tracer, text: str) -> None:
    _same(made_up, text)


def _same(tracer: Tracer, text: str) -> None:
    result = Result.of(tracer, text)
    document = View.of(tracer, Subject.asked(select=text)).document
    assert [thing.iri for thing in result.things()] == sorted(node.iri for node in document.nodes)
    kinds = {kind: sum(node.kind == kind for node in document.nodes) for kind in {n.kind for n in document.nodes}}
    assert result.kinds == kinds
    statuses = {
        status: sum(s.status == status for s in document.steps) for status in {s.status for s in document.steps}
    }
    assert result.statuses == statuses
    shared = [claim for claim in document.json()["claims"] if claim["code"] == "sharedFollowOn"]
    assert result.shared == sum(claim["parameters"]["commitments"] for claim in shared)
    told = {
        m.currency: (m.seed.amount, m.seed.bound, m.follow_on.amount, m.follow_on.bound)
        for m in document.money
        if m.currency and (m.seed.amount or m.follow_on.amount)
    }
    assert told == {
        m.currency: (m.given and plain(m.given), m.given_bound, m.follow_on and plain(m.follow_on), m.bound)
        for m in result.money
    }
    if document.reported:
        whole = {m.currency: (plain(m.follow_on), m.bound) for m in result.whole_lineages if m.follow_on}
        # What stands before no seed here is told by the document alone.
        assert not len(result.seeds) or whole == {r.currency: (r.amount, r.bound) for r in document.reported}


def test_a_view_of_a_source_or_a_date_names_what_it_holds(tracer: Tracer) -> None:
    for part in (tracer.view(as_of="2016"), tracer.view(told_by="2018"), tracer.view(sources=["booklet"])):
        for text in ("CT.0921+", "sdg:8+", "status:launched", "relation:scaledInto", "funder:sweden", "year:2015"):
            _same(part, text)
    assert "crest" not in names(select(tracer.view(as_of="2016"), "CT.0921+"))
    assert "crest" in names(select(tracer, "CT.0921+"))


def test_what_is_too_much_for_a_document_is_a_result_on_the_page(
    tracer: Tracer, made_up: Tracer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from seedline.views.request import ViewRequest
    from seedline_api.rendering import results
    from seedline_api.rendering.site import Site

    monkeypatch.setattr("seedline.views.subject.MOST_CHOSEN", 3)
    with pytest.raises(SelectionTooLarge):
        View.of(tracer, Subject.asked(select="*"))

    @dataclasses.dataclass
    class Renderer:
        site: Site
        tracer: Tracer

        def tracer_of(self, version: str) -> Tracer:
            return self.tracer

    def page(tracer: Tracer, text: str) -> tuple[str, dict[str, str]]:
        dates = tracer.snapshot.manifest["dates"]
        site = Site("https://example.org", "", tracer.base, tracer.snapshot.version, dates=dates)
        asked = ViewRequest(Subject.asked(select=text))
        made, headers = results.page(Renderer(site, tracer), asked)  # type: ignore[arg-type]
        return made.decode(), headers

    text, headers = page(tracer, "*")
    assert "follow more than one of these seeds" not in text
    shared = Result.of(made_up, "P0000000+ P0000128+")
    assert shared.json(0, 1)["sharedFollowOn"] == shared.shared > 1
    told = f"{shared.shared} commitments follow more than one of these seeds and are counted once each"
    assert told in page(made_up, "P0000000+ P0000128+")[0]
    assert headers["Seedline-Version"] == tracer.snapshot.version
    assert ("at least USD 16.0m" in text.replace("\xa0", " ") and "EUR 10.0m" in text) or "EUR 10m" in text
    assert "/api/select?select=%2A" in text
