"""Case files that are wrong: each error names file, line, field and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedline.errors import CaseFileError, Finding, ForbiddenGraph, InputError, RdfSyntaxError, ValidationFailed
from seedline.ingest import read_case_file
from seedline.pipeline import build, read_inputs
from tests.conftest import HARBOUR

CASE = (HARBOUR / "ZZ.0001.yaml").read_text("utf-8")


def broken(tmp_path: Path, old: str, new: str) -> list[Finding]:
    """Return the findings of the fixture with one change, sources beside it."""
    assert CASE.count(old) >= 1, old
    (tmp_path / "sources.yaml").write_text((HARBOUR / "sources.yaml").read_text("utf-8"), "utf-8")
    (tmp_path / "ZZ.0001.yaml").write_text(CASE.replace(old, new, 1), "utf-8")
    with pytest.raises((CaseFileError, ValidationFailed)) as caught:
        build([str(tmp_path)], home=tmp_path / "home")
    assert not (tmp_path / "home" / "current").exists()
    return list(caught.value.findings)


def line_of(text: str, within: str = CASE) -> int:
    return within[: within.index(text)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ('amount: "100000"', 'amount: "100,000"', "commitments.seed.amount", "100,000"),
        (
            "currency: EUR, source-type: seed",
            "currency: euro, source-type: seed",
            "commitments.seed.currency",
            "euro",
        ),
        ("relation: informed", "relation: inspired", "steps.survey.relation", "must be one of"),
        (
            'as-of: "2021", evidence: policy}], evidence: [book',
            'as-of: "May 2019", evidence: policy}], evidence: [book',
            "steps.policy.statuses[0].as-of",
            "May 2019",
        ),
        (
            '{value: achieved, on: "2019-05"',
            '{value: achieved, on: "May 2019"',
            "steps.policy.statuses[0].on",
            "May 2019",
        ),
        (
            '{value: achieved, on: "2019-05"',
            '{value: achieved, on: {after: "2019-05", until: "2020"}',
            "steps.policy.statuses[0].on.until",
            "no field",
        ),
        (
            '{value: achieved, on: "2019-05"',
            '{value: achieved, on: {after: "2020", before: "2019-12-31"}',
            "steps.policy.statuses[0].on",
            "nothing happens after 2020 and before 2019-12-31",
        ),
        ('{value: achieved, on: "2019-05"', "{value: achieved, on: {}", "steps.policy.statuses[0].on", "needs after"),
        (
            "statuses: [{value: achieved,",
            'statuses: [{value: achieved, as-of: "2021", evidence: book}, {value: achieved,',
            "steps.policy.statuses",
            "achieved as of 2021 stands here twice",
        ),
        ('sdg: "8.10"', 'sgd: "8.10"', "alignments.sdg-8.10.sgd", "no field"),
        ("to: course-book,", "to: course-bok,", "steps.book.to", "'course-bok', which no file describes"),
        (
            "evidence: survey}], evidence: survey}",
            "evidence: survey}], evidence: servey}",
            "steps.survey.evidence",
            "'servey'",
        ),
        ("organisations:", "organisation:", "organisation", "no field"),
        (
            'on: "2020", as-of: "2021", summary',
            'as-of: "2021", not-stated: {on: {evidence: bnk}}, summary',
            "commitments.bank.not-stated.on.evidence",
            "'bnk'",
        ),
        (
            'on: "2020", as-of: "2021", summary',
            'on: "2020", not-stated: {on: {evidence: bank}}, summary',
            "commitments.bank",
            "'on', which this item states",
        ),
        (
            'on: "2020", as-of: "2021", summary',
            "not-stated: {decided: {evidence: bank}}, summary",
            "commitments.bank",
            "'decided', which is no value",
        ),
        ("owner: ZZ.0001\n", "", "owner", "is missing"),
    ],
)
def test_an_error_names_the_field_and_its_line(tmp_path: Path, old: str, new: str, field: str, says: str) -> None:
    findings = broken(tmp_path, old, new)
    found = next(finding for finding in findings if finding.field == field)
    assert found.file == "ZZ.0001.yaml"
    assert says in str(found)
    if field != "owner":
        assert found.line == line_of(old)


def test_an_amount_without_its_currency_breaks_a_shape_at_its_field(tmp_path: Path) -> None:
    findings = broken(tmp_path, 'amount: "2500000", currency: EUR', 'amount: "2500000"')
    found = next(finding for finding in findings if "currency" in finding.message.lower())
    assert (found.file, found.line) == ("ZZ.0001.yaml", line_of("bank: {to: port-schools"))
    assert found.field.startswith("commitments.bank")


def test_what_a_source_does_not_state_is_a_value_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text((HARBOUR / "sources.yaml").read_text("utf-8"), "utf-8")
    text = CASE.replace('on: "2020", as-of: "2021", summary', "not-stated: {on: {evidence: bank}}, summary", 1)
    (tmp_path / "ZZ.0001.yaml").write_text(text, "utf-8")
    snapshot = build([str(tmp_path)], home=tmp_path / "home")
    rows = snapshot.store.query(
        "SELECT ?graph ?node ?day { GRAPH ?graph { ?node a sl:NotStated ; sl:about ?c ; sl:property sl:on ; "
        "sl:assertedBy voice:seedline } ?node sl:evidence ?place . ?place oa:hasSource ?source . ?c sl:funder id:bank ; sl:notStated sl:on . "
        "OPTIONAL { ?c sl:on ?day } }"
    ).rows()
    ((graph, node, day),) = [tuple(row) for row in rows]
    assert str(graph).endswith("/graph/source/seedline")
    assert str(node).endswith("/id/ZZ.0001/commitment/bank/not-stated/on")
    assert day is None


def test_every_error_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text('seedline: "2"\nowner: "a b"\ntitle: x\nfoo: bar\n', "utf-8")
    with pytest.raises(CaseFileError) as caught:
        read_case_file(tmp_path / "a.yaml")
    assert [finding.line for finding in caught.value.findings] == [1, 2, 4]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a: 1\na: 2\n", "given twice"),
        (b"a: [1, 2\n", "is not YAML"),
        (b"- 1\n", "must be a map"),
        (b"a: \xff\xfe\n", "is not UTF-8"),
        ("a: b\nc: École\n".encode("latin-1"), r"a\.yaml:2:4: \(file\): is not UTF-8 text.*save the file as UTF-8"),
        ("a: b\n".encode("utf-16"), r"is UTF-16 text: save the file as UTF-8"),
        (b"a:\n\tb: c\n", r"a\.yaml:2:1: .*: indent with spaces, not with tabs"),
        (b"a: &x [1]\nb: *x\n", "alias"),
        (b"a: \x00\n", "is not YAML"),
        (b"a: " + b"[" * 60 + b"]" * 60 + b"\n", "nested too deeply"),
    ],
)
def test_text_that_is_no_case_file(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "a.yaml").write_bytes(content)
    with pytest.raises(CaseFileError, match=says):
        read_case_file(tmp_path / "a.yaml")


@pytest.mark.parametrize(("written", "says"), [("300.000", "300000 or 300"), ("1.500", "1500 or 1.5")])
@pytest.mark.parametrize(
    "item",
    [
        "commitments:\n  a: {to: x, summary: s, source-type: seed, as-of: '2020', evidence: e, currency: EUR, amount: %s}\n",
        "figures:\n  a: {about: x, counts: c, unit: u, as-of: '2020', evidence: e, value: %s}\n",
    ],
)
def test_a_number_that_two_readers_take_for_two_is_refused(tmp_path: Path, item: str, written: str, says: str) -> None:
    head = 'seedline: "1"\nowner: a\ntitle: t\nevidence:\n  e: {url: "https://example.org", seen: "2026-11-24"}\n'
    (tmp_path / "a.yaml").write_text(head + item % "250000", "utf-8")
    read_case_file(tmp_path / "a.yaml")
    (tmp_path / "a.yaml").write_text(head + item % written, "utf-8")
    with pytest.raises(CaseFileError, match=rf"a\.yaml:7:\d+: .*may be {says}; found '{written}'"):
        read_case_file(tmp_path / "a.yaml")


def test_codes_countries_and_dates_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        'seedline: 1\nowner: a\ntitle: No\nthings:\n  a:\n    kind: project\n    label: "8.10"\n'
        "    countries:\n      na: {value: NA}\n      no: {value: NO}\n    start: {value: 2017-10-01}\n",
        "utf-8",
    )
    thing = read_case_file(path).document.things["a"]
    assert (thing.label, thing.countries["na"].value, thing.countries["no"].value) == ("8.10", "NA", "NO")
    assert thing.start is not None
    assert thing.start.value == "2017-10-01"


def test_a_thing_is_described_once(tmp_path: Path) -> None:
    text = 'seedline: "1"\nowner: {0}\ntitle: t\nthings:\n  same:\n    kind: project\n    label: x\n'
    (tmp_path / "a.yaml").write_text(text.replace("{0}", "a"), "utf-8")
    (tmp_path / "b.yaml").write_text(text.replace("{0}", "b"), "utf-8")
    with pytest.raises(CaseFileError, match=r"b\.yaml:5:3: things\.same: is described in a\.yaml already"):
        read_inputs([str(tmp_path)])


def test_rdf_errors_name_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<urn:a> <urn:b> .\n", "utf-8")
    with pytest.raises(RdfSyntaxError) as caught:
        build([str(path)], home=tmp_path / "home")
    assert caught.value.line == 1


def test_rdf_may_not_write_into_our_graphs(tmp_path: Path) -> None:
    path = tmp_path / "a.nq"
    path.write_text("<urn:a> <urn:b> <urn:c> <https://w3id.org/seedline/graph/derived> .\n", "utf-8")
    with pytest.raises(ForbiddenGraph, match="graph/derived"):
        build([str(path)], home=tmp_path / "home")


@pytest.mark.parametrize("source", ["nowhere.yaml", "iati:x.xml", "empty", "notes.docx"])
def test_a_source_that_is_none(tmp_path: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.docx").write_text("x", "utf-8")
    with pytest.raises(InputError, match=source.split(":")[0]):
        build([source], home=tmp_path / "home")
