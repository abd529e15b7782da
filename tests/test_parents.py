"""Organisations have dated parents: told by case files, workbooks, tables and RDF alike, and shown with their dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedline.errors import CaseFileError
from seedline.i18n import words
from seedline.identity import doubtful_bodies
from seedline.pipeline import build, find, read_inputs
from seedline.triples import Names
from seedline.views.evaluation import choose
from seedline.views.tracer import Tracer
from seedline_api.rendering.things import Things
from tests.test_workbook import TWO_SEEDS, write

BASE = "https://w3id.org/seedline/id/"
#: An agency was part of a ministry that paid the seed, and later of another one.
CASE = """
seedline: "1"
owner: harbour
title: Made up, for tests
source: page
asserted-by: other
sources:
  page: {title: "A page", kind: "web page", url: "https://example.org/page", collected: "2026-11-23", as-of: "2025"}
evidence:
  page: {url: "https://example.org/page", seen: "2026-11-23"}
organisations:
  sea: {label: "Ministry of the Sea", kind: government, evidence: page}
  land: {label: "Ministry of Land", kind: government, evidence: page}
  agency: {label: "Ports Agency", kind: government, evidence: page}
parents:
  first: {about: agency, parent: sea, valid-from: "2011", valid-until: "2018-06", as-of: "2025", evidence: page, summary: "x"}
  second: {about: agency, parent: land, valid-from: "2018-07", as-of: "2025", evidence: page, summary: "x"}
things:
  seed: {kind: seedProject, label: "A school", evidence: page}
  before: {kind: programme, label: "Schools", evidence: page}
  after: {kind: programme, label: "More schools", evidence: page}
steps:
  one: {from: seed, to: before, relation: scaledInto, statuses: [{value: launched, as-of: "2025"}], evidence: page, summary: "x"}
  two: {from: seed, to: after, relation: scaledInto, statuses: [{value: launched, as-of: "2025"}], evidence: page, summary: "x"}
commitments:
  seed: {to: seed, funder: sea, amount: "100", currency: USD, source-type: seed, status: disbursed, evidence: page, summary: "x"}
  early: {to: before, funder: agency, amount: "3000", currency: USD, status: approved, on: "2017", as-of: "2025", evidence: page, summary: "x"}
  late: {to: after, funder: agency, amount: "5000", currency: USD, status: approved, on: "2019", as-of: "2025", evidence: page, summary: "x"}
"""


def case(folder: Path) -> Path:
    path = folder / "harbour.yaml"
    path.write_text(CASE, "utf-8")
    return path


@pytest.fixture
def tracer(tmp_path: Path) -> Tracer:
    return Tracer.of(build([str(case(tmp_path))], home=tmp_path / "home"))


def test_money_of_a_part_is_its_own_parents_only_while_it_was_one(tracer: Tracer) -> None:
    """By hand: 3,000 of 2017 came from a part of the ministry that paid the seed; 5,000 of 2019 from another ministry's."""
    (total,) = tracer.lineage("seed").money
    assert (str(total.follow_on.amount), [out.reason_code for out in total.left_out]) == ("5000", ["ownFund"])
    for asked, wanted in (
        ("funder:sea", {"seed", "before"}),
        ("funder:land", {"after"}),
        ("funder:agency", {"before", "after"}),
    ):
        assert {tracer.network.iri(int(row)).removeprefix(BASE) for row in choose(tracer, asked)} == wanted, asked


def test_the_graph_says_so_with_dates_and_evidence_and_plainly_where_no_end_is_told(tracer: Tracer) -> None:
    def rows(query: str) -> list[tuple[str, ...]]:
        return [tuple(str(v).removeprefix(BASE) for v in row) for row in tracer.snapshot.store.query(query).rows()]

    assert rows(
        "SELECT ?s ?parent ?from ?until { ?s a sl:ParentStatement ; sl:about id:agency ; sl:parent ?parent ; sl:validFrom ?from ;"
        " sl:evidence/sl:url ?url ; sl:basis basis:stated . OPTIONAL { ?s sl:validUntil ?until } } ORDER BY ?from"
    ) == [("harbour/parent/first", "sea", "2011", "2018-06"), ("harbour/parent/second", "land", "2018-07", "None")]
    assert rows("SELECT ?parent { id:agency org:subOrganizationOf ?parent }") == [("land",)]
    # A question for a day needs no more than the first and last days beside the dates.
    assert rows(
        "SELECT ?parent { ?s sl:parent ?parent ; sl:about id:agency OPTIONAL { ?s sl:validFromFirstDay ?a } OPTIONAL { ?s sl:validUntilLastDay ?b }"
        ' FILTER(COALESCE(?a <= "2015-03-01"^^xsd:date, true) && COALESCE(?b >= "2015-03-01"^^xsd:date, true)) }'
    ) == [("sea",)]


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", ["from 2011 to Jun 2018", "from Jul 2018"]),
        ("fr", ["de 2011 à juin 2018", "à partir de juil. 2018"]),
        ("es", ["de 2011 a jun 2018", "desde jul 2018"]),
    ],
)
def test_the_page_of_an_organisation_tells_from_and_until_when(tracer: Tracer, lang: str, told: list[str]) -> None:
    things = Things(tracer.network, tracer.details, words(lang))
    what = next(group for group in things.page(BASE + "agency").groups if group.name == "what")
    lines = [line for line in what.lines if line.link and line.link[0] in {BASE + "sea", BASE + "land"}]
    assert [line.status for line in lines] == told
    assert all(line.places[0].url == "https://example.org/page" for line in lines)
    (part,) = [
        line
        for group in things.page(BASE + "sea").groups
        for line in group.lines
        if line.link == (BASE + "agency", "Ports Agency")
    ]
    assert part.status == told[0]


def test_the_page_of_a_former_parent_lists_the_money_of_its_time(tracer: Tracer) -> None:
    things = Things(tracer.network, tracer.details, words("en"))
    amounts = {code: [line.amount for line in things.gives(BASE + code)] for code in ("sea", "land", "agency")}
    assert amounts == {"sea": ["USD 3,000", "USD 100"], "land": ["USD 5,000"], "agency": ["USD 3,000", "USD 5,000"]}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("  third: {about: agency, parent: agency, evidence: page}", "'agency' is no part of itself"),
        ('  third: {about: agency, parent: sea, valid-from: "2019", valid-until: "2018", evidence: page}', "nothing holds from 2019 until 2018"),
        ('  third: {about: agency, parent: sea, valid-from: "spring", evidence: page}', "valid-from: is not written as it should be; found 'spring'"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_an_error_with_its_place(tmp_path: Path, more: str, told: str) -> None:
    text = CASE.replace("\nthings:", f"\n{more}\nthings:")
    (tmp_path / "harbour.yaml").write_text(text, "utf-8")
    with pytest.raises(CaseFileError, match=told) as caught:
        read_inputs([str(tmp_path / "harbour.yaml")])
    assert "harbour.yaml:18:" in str(caught.value)


def test_only_organisations_are_parents_and_nobody_is_unknown(tmp_path: Path) -> None:
    for parent, told in (("seed", "the key of an organisation"), ("nobody", "no file describes")):
        text = CASE.replace("parent: land", f"parent: {parent}")
        (tmp_path / "harbour.yaml").write_text(text, "utf-8")
        try:
            found = [finding.message for finding in find(read_inputs([str(tmp_path / "harbour.yaml")]), Names())]
        except CaseFileError as error:
            found = [str(error)]
        assert any(told in message for message in found), (parent, found)


def test_one_name_of_a_body_and_of_its_former_parent_is_no_doubt(tmp_path: Path) -> None:
    text = CASE.replace('"Ports Agency"', '"Ministry of the Sea"')
    (tmp_path / "harbour.yaml").write_text(text, "utf-8")
    assert list(doubtful_bodies(read_inputs([str(tmp_path / "harbour.yaml")]).portfolio)) == []


def test_a_workbook_says_it_with_three_cells(tmp_path: Path) -> None:
    rows = {
        **TWO_SEEDS,
        "Organisations": [
            {"Organisation": "Example Bank", "Part of": "Ministry of the Sea", "Until": "2018-06"},
            {"Organisation": "Example Bank", "Part of": "Ministry of Land", "From": "2018-07", "Place": "p. 4"},
        ],
    }
    for kind in ("xlsx", "csv"):
        (file,) = read_inputs([str(write(tmp_path / kind, rows, kind))]).portfolio.files
        first, second = file.document.parents.values()
        assert (first.about, first.parent, first.valid_from, first.valid_until) == (
            "example-bank",
            "ministry-of-the-sea",
            None,
            "2018-06",
        )
        assert (second.valid_from, second.as_of, file.document.evidence[second.evidence[0]].page) == (
            "2018-07",
            "2021-10",
            "4",
        )
        assert {body.label for body in file.document.organisations.values()} == {
            "Example Bank",
            "Ministry of the Sea",
            "Ministry of Land",
        }
    wrong = {
        **rows,
        "Organisations": [{"Organisation": "Example Bank", "Part of": "Ministry", "From": "2019", "Until": "2018"}],
    }
    with pytest.raises(CaseFileError, match=r"seeds.xlsx\[Organisations\]:2:.*nothing holds from 2019 until 2018"):
        read_inputs([str(write(tmp_path / "wrong", wrong))])


MAPPING = """
seedline-mapping: "1"
owner: bodies
title: Bodies
source: page
asserted-by: other
tables:
  bodies:
    file: bodies.csv
    section: parents
    columns: {body: about, part of: parent, from: {to: valid-from, date: DD/MM/YYYY}, until: valid-until}
"""


def test_a_table_says_it_too(tmp_path: Path) -> None:
    case(tmp_path)
    (tmp_path / "bodies.csv").write_text("body,part of,from,until\nagency,land,01/02/2003,2010\n", "utf-8")
    (tmp_path / "bodies.map.yaml").write_text(MAPPING, "utf-8")
    inputs = read_inputs([str(tmp_path / "harbour.yaml"), f"table:{tmp_path / 'bodies.csv'}"])
    (told,) = next(f for f in inputs.portfolio.files if f.document.owner == "bodies").document.parents.values()
    assert (told.about, told.parent, told.valid_from, told.valid_until) == ("agency", "land", "2003-02-01", "2010")


def test_what_is_shipped_tells_of_no_dates_and_no_others_are_made_up(shipped: Tracer) -> None:
    """The sources print of whom bodies are part, and never from or until when."""
    rows = list(shipped.snapshot.store.query("SELECT ?s { ?s a sl:ParentStatement }").rows())
    assert rows == [] and not any(parent.dated for above in shipped.network.parents.values() for parent in above)
