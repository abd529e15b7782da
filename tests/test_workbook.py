"""The workbook that needs no mapping: from empty to a drawn lineage, and the same things as a case file says."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

import pytest

from seedline.errors import CaseFileError, InputError
from seedline.formats.blank import blank_archive, blank_files, blank_workbook
from seedline.i18n import LANGUAGES
from seedline.ingest import read_case_file
from seedline.ingest.table.template import PARTS, choices
from seedline.pipeline import build, find, read_inputs
from seedline.triples import Names
from seedline.views.tracer import Tracer

Rows = Mapping[str, Sequence[Mapping[str, object]]]
COMMAND = [sys.executable, "-c", "from seedline_api.cli import main; main()"]

#: Two seeds that became one programme, in 25 cells.
TWO_SEEDS: Rows = {
    "Sources": [
        {"Title": "Ports of the region 2021", "Address": "https://example.org/ports", "Seen on": "2026-11-24", "As of": "2021-10"}
    ],
    "Things": [
        {"Name": "Port school", "What it is": "Seed project"},
        {"Name": "Harbour course", "What it is": "Seed project"},
        {"Name": "Schools in all ports", "What it is": "Programme"},
    ],
    "What followed": [
        {"From": "Port school", "To": "Schools in all ports", "How": "Scaled into", "Status": "Launched"},
        {"From": "Harbour course", "To": "Schools in all ports", "How": "Scaled into"},
    ],
    "Money": [
        {"For": "Port school", "Amount": "300000", "Currency": "USD", "Kind of money": "Seed grant"},
        {"For": "Schools in all ports", "Funder": "Example Bank", "Amount": 2500000},
    ],
}  # fmt: skip


def cells(rows: Rows) -> int:
    return sum(len(row) for part in rows.values() for row in part)


def typed(rows: Rows, language: str = "en") -> bytes:
    """The empty workbook as it is written, with cells typed into it below its headings, as a spreadsheet stores them."""
    source = zipfile.ZipFile(io.BytesIO(blank_workbook(language)))
    names = re.findall(r'<sheet name="([^"]+)"', source.read("xl/workbook.xml").decode())
    shared = re.findall(r"<t(?: [^>]*)?>(.*?)</t>", source.read("xl/sharedStrings.xml").decode(), re.DOTALL)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for item in source.namelist():
            content = source.read(item).decode() if item.endswith(".xml") else None
            number = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", item)
            name = names[int(number[1]) - 1] if number else ""
            if content is None or name not in rows:
                target.writestr(item, source.read(item))
                continue
            head = {
                shared[int(index)].rstrip(" *"): letter
                for letter, index in re.findall(r'<c r="([A-Z]+)1"[^>]*t="s"><v>(\d+)</v>', content)
            }
            told = "".join(
                f'<row r="{row}">' + "".join(sorted(cell(f"{head[h]}{row}", v) for h, v in given.items())) + "</row>"
                for row, given in enumerate(rows[name], 2)
            )
            target.writestr(item, content.replace("</sheetData>", f"{told}</sheetData>"))
    return made.getvalue()


def cell(place: str, value: object) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def write(folder: Path, rows: Rows, kind: str = "xlsx") -> Path:
    folder.mkdir(exist_ok=True)
    if kind == "xlsx":
        path = folder / "seeds.xlsx"
        path.write_bytes(typed(rows))
        return path
    files = {}
    for name, content in blank_files().items():
        stem = name.removesuffix(".csv")
        text = io.StringIO()
        head = content.decode("utf-8-sig").strip().split(",")
        writer = csv.DictWriter(text, head)
        writer.writeheader()
        writer.writerows(rows.get(stem, []) if name.endswith(".csv") else [])
        files[name] = text.getvalue().encode() if name.endswith(".csv") else content
    path = folder / ("seeds.zip" if kind == "zip" else "seeds")
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in files.items():
                archive.writestr(f"seeds/{name}", content)
        return path
    path.mkdir()
    for name, content in files.items():
        (path / name).write_bytes(content)
    return path


def things_of(path: Path) -> object:
    (file,) = read_inputs([str(path)]).portfolio.files
    return file.document.model_dump(exclude_none=True)


CASE = """
seedline: "1"
owner: seeds
title: seeds
source: ports-of-the-region-2021
asserted-by: other
sources:
  ports-of-the-region-2021: {title: Ports of the region 2021, kind: web page, url: "https://example.org/ports", collected: "2026-11-24", as-of: "2021-10"}
evidence:
  ports-of-the-region-2021: {source: ports-of-the-region-2021, url: "https://example.org/ports", seen: "2026-11-24"}
things:
  %(school)s: {kind: seedProject, label: Port school, evidence: %(place)s}
  %(course)s: {kind: seedProject, label: Harbour course, evidence: %(place)s}
  %(schools)s: {kind: programme, label: Schools in all ports, evidence: %(place)s}
organisations:
  %(bank)s: {label: Example Bank, kind: other, evidence: %(place)s}
steps:
  %(first)s: {from: %(school)s, to: %(schools)s, relation: scaledInto, statuses: [{value: launched, as-of: "2021-10", evidence: %(place)s}], evidence: %(place)s}
  %(second)s: {from: %(course)s, to: %(schools)s, relation: scaledInto, not-stated: {statuses: {evidence: %(place)s}}, evidence: %(place)s}
commitments:
  %(seed)s: {to: %(school)s, amount: "300000", currency: USD, source-type: seed, as-of: "2021-10", evidence: %(place)s}
  %(loan)s: {to: %(schools)s, funder: %(bank)s, amount: "2500000", currency: USD, as-of: "2021-10", evidence: %(place)s}
"""


def test_25_cells_draw_two_seeds_and_say_what_the_case_file_says(tmp_path: Path) -> None:
    rows = {**TWO_SEEDS, "Money": [TWO_SEEDS["Money"][0], {**TWO_SEEDS["Money"][1], "Currency": "USD"}]}
    assert cells(rows) == 25
    path = write(tmp_path, rows)
    inputs = read_inputs([str(path)])
    (file,) = inputs.portfolio.files
    document = file.document
    found = find(inputs, Names())
    assert {finding.severity for finding in found} == {"warning"}
    assert ("seeds.xlsx[Money]", 3, "a commitment has no summary in our own words") in {
        (f.file, f.line, f.message) for f in found
    }
    steps, money = list(document.steps), list(document.commitments)
    (source,) = document.sources
    told = {
        "place": source, "bank": next(iter(document.organisations)),
        "first": steps[0], "second": steps[1], "seed": money[0], "loan": money[1],
        **dict(zip(("school", "course", "schools"), document.things, strict=True)),
    }  # fmt: skip
    (tmp_path / "case").mkdir()
    case = tmp_path / "case" / "seeds.yaml"
    case.write_text(CASE % told, "utf-8")
    read_case_file(case)
    from_workbook = build([str(path)], home=tmp_path / "one")
    from_case = build([str(case)], home=tmp_path / "two")
    # What is built is the same to the last statement: its version is a hash of it.
    assert from_workbook.version == from_case.version
    tracer = Tracer.of(from_workbook)
    lineage = tracer.lineage(tracer.resolve(told["school"])).json()
    assert {node["label"] for node in lineage["nodes"]} >= {"Port school", "Schools in all ports"}
    assert [edge["status"] for edge in lineage["edges"] if edge["from"].endswith(told["school"])] == ["launched"]
    drawn = tmp_path / "lineage.svg"
    done = subprocess.run(
        [*COMMAND, "render", told["school"], "-o", str(drawn), "--home", str(tmp_path / "one")],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "Schools in all ports" in re.sub(r"<[^>]+>", " ", drawn.read_text("utf-8"))


def test_a_folder_and_an_archive_of_csv_say_the_same_as_the_workbook(tmp_path: Path) -> None:
    told = [things_of(write(tmp_path / kind, TWO_SEEDS, kind)) for kind in ("xlsx", "csv", "zip")]
    assert told[0] == told[1] == told[2]


def test_rows_in_another_order_say_the_same_things_under_the_same_keys(tmp_path: Path) -> None:
    turned = {name: list(reversed(rows)) for name, rows in TWO_SEEDS.items()}
    assert things_of(write(tmp_path / "a", TWO_SEEDS)) == things_of(write(tmp_path / "b", turned))


def test_codes_stay_as_they_are_written_and_na_is_namibia(tmp_path: Path) -> None:
    things = [
        {"Name": "A", "What it is": "project", "Other code": "8.10", "Countries": "NA; Côte d’Ivoire"},
        {"Name": "B", "What it is": "projet", "Other code": "007"},
    ]
    (file,) = read_inputs(
        [str(write(tmp_path, {**TWO_SEEDS, "Things": [*TWO_SEEDS["Things"], *things]}))]
    ).portfolio.files
    found = file.document.things
    assert [code.value for code in found["8.10"].identifiers.values()] == ["8.10"]
    assert [code.value for code in found["007"].identifiers.values()] == ["007"]
    assert {country.value for country in found["8.10"].countries.values()} == {"NA", "CI"}
    assert found["007"].kind == "project"


STEP = {"From": "Port school", "To": "Schools in all ports", "How": "Scaled into"}


@pytest.mark.parametrize(
    ("part", "row", "told"),
    [
        ("Things", {"Name": "A", "What it is": "Project", "Other code": 8.1}, ['seeds.xlsx[Things]:2:4: column D "Other code": is the number 8.1 where a code belongs', '"8.10"']),
        ("Things", {"Name": "A", "What it is": "Project", "IOM code": 7}, ['column C "IOM code": is the number 7']),
        ("Things", {"Name": "A", "What it is": "Projekt"}, ["is 'Projekt', which is none of the choices", "Seed project"]),
        ("Things", {"Name": "A"}, ['[Things]:2:2: column B "What it is *": is missing']),
        ("Things", {"What it is": "Project"}, ['[Things]:2:1: column A "Name *": is missing']),
        ("Things", {"Name": "A", "What it is": "Project", "Countries": "Narnia"}, ["'Narnia'", "NA or NAM or Namibia"]),
        ("Things", {"Name": "A", "What it is": "Project", "Start": "last year"}, ['column H "Start"', "last year", "2017-10-01"]),
        ("Things", {"Name": "A", "What it is": "Project", "Evidence": "Another page"}, ["'Another page', which is no Title on the sheet Sources", "Ports of the region 2021"]),
        ("Money", {"For": "Port scool", "Amount": "1"}, ['[Money]:2:1: column A "For *": is \'Port scool\', which is no Name on the sheet Things', "Port school"]),
        ("Money", {"For": "Port school", "Amount": "1.5 million", "Currency": "USD"}, ['column C "Amount"', "found '1.5 million'", "300000"]),
        ("Money", {"For": "Port school", "Amount": "1", "Currency": "dollars"}, ['column D "Currency"', "dollars", "USD"]),
        ("What followed", {**STEP, "Happened": "2017"}, ['[What followed]:2:4: column D "Status": is empty, though the row says when']),
        ("What followed", {**STEP, "Status": "Launched", "Happened": "2019/2018"}, ["nothing happens after 2019 and before 2018"]),
        ("What followed", {**STEP, "How": "led to"}, ["is 'led to', which is none of the choices", "Scaled into"]),
        ("Figures", {"About": "Port school", "What is counted": "workers", "Unit": "people", "Value": "many"}, ['[Figures]:2:4: column D "Value *"', "found 'many'"]),
        ("Sources", {"Title": "X"}, ['[Sources]:2:3: column C "Seen on *": is missing']),
        ("Sources", {"Title": "X", "Seen on": "2026-11-24"}, ["a document without an address needs a page", "p. 12"]),
        ("Sources", {"Title": "X", "Seen on": "2026-11-24", "Said by": "A. B."}, ["both Said by and Role are needed"]),
        ("Sources", {"Title": "X", "Seen on": "2026-11-24", "Address": "www.example.org"}, ['column B "Address"', "www.example.org", "https://"]),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_with_its_value_and_what_was_expected(
    tmp_path: Path, part: str, row: dict[str, object], told: list[str]
) -> None:
    with pytest.raises(CaseFileError) as caught:
        read_inputs([str(write(tmp_path, {**TWO_SEEDS, part: [row]}))])
    for words in told:
        assert words in str(caught.value)


@pytest.mark.parametrize(
    ("part", "rows", "told"),
    [
        ("What followed", [{**STEP, "Status": "Finished", "Happened": "2017"}], "is 'Finished', which is none of the choices"),
        ("Things", [*TWO_SEEDS["Things"], TWO_SEEDS["Things"][0]], "which stands in an earlier row too"),
    ],
)  # fmt: skip
def test_one_mistake_is_told_once(tmp_path: Path, part: str, rows: list[dict[str, object]], told: str) -> None:
    with pytest.raises(CaseFileError) as caught:
        read_inputs([str(write(tmp_path, {**TWO_SEEDS, part: rows}))])
    (finding,) = caught.value.findings
    assert told in finding.message


def test_an_example_names_each_thing_once(tmp_path: Path) -> None:
    again = {**TWO_SEEDS["Things"][0], "Other code": "ZZ.9"}
    rows = {"Things": [*TWO_SEEDS["Things"], again], "Money": [{"For": "Port scool", "Amount": "1"}]}
    with pytest.raises(CaseFileError) as caught:
        read_inputs([str(write(tmp_path, {**TWO_SEEDS, **rows}))])
    expected = next(finding.expected for finding in caught.value.findings if "Port scool" in finding.message)
    assert expected and expected.count("Port school") == 1


def test_a_status_needs_the_date_as_of_which_it_is_told(tmp_path: Path) -> None:
    source = {name: value for name, value in TWO_SEEDS["Sources"][0].items() if name != "As of"}
    rows = {**TWO_SEEDS, "Sources": [source], "What followed": [{**STEP, "Status": "Planned"}]}
    with pytest.raises(CaseFileError, match=r'What followed\]:2:6: column F "As of": is empty') as caught:
        read_inputs([str(write(tmp_path, rows))])
    assert len(caught.value.findings) == 1


def test_what_the_source_does_not_say_stays_unsaid(tmp_path: Path) -> None:
    (file,) = read_inputs([str(write(tmp_path, TWO_SEEDS))]).portfolio.files
    first, second = file.document.steps.values()
    assert (first.statuses[0].value, first.statuses[0].as_of, first.statuses[0].on) == ("launched", "2021-10", None)
    assert (second.statuses, set(second.not_stated)) == ((), {"statuses"})
    seed, loan = file.document.commitments.values()
    assert (seed.status, seed.bound, seed.funder, loan.currency) == ("notStated", "exact", None, None)
    assert not file.document.things[seed.to].start


def test_two_rows_of_a_step_are_two_statuses_and_inferred_is_our_reading(tmp_path: Path) -> None:
    rows = [
        {**STEP, "Status": "Planned", "As of": "2019", "Happened": "2017/2018-05"},
        {**STEP, "Status": "Launched", "As of": "2021-10", "Place": "p. 12"},
        {
            "From": "Harbour course",
            "To": "Schools in all ports",
            "How": "Built on by",
            "Basis": "Inferred",
            "Note": "Same staff.",
        },
    ]
    (file,) = read_inputs([str(write(tmp_path, {**TWO_SEEDS, "What followed": rows}))]).portfolio.files
    first, second = file.document.steps.values()
    assert [(s.value, s.as_of) for s in first.statuses] == [("planned", "2019"), ("launched", "2021-10")]
    assert first.statuses[0].on and (first.statuses[0].on.after, first.statuses[0].on.before) == ("2017", "2018-05")
    assert [file.document.evidence[place].page for place in first.statuses[1].evidence] == ["12"]
    assert (second.basis, second.asserted_by) == ("inferred", "seedline")
    differs = [{**STEP, "Note": "x"}, {**STEP, "Note": "y"}]
    with pytest.raises(CaseFileError, match="differs from the row above of the same step"):
        read_inputs([str(write(tmp_path, {**TWO_SEEDS, "What followed": differs}))])


def test_it_joins_what_is_known_by_code_and_name(tmp_path: Path) -> None:
    rows: Rows = {
        "Sources": [*TWO_SEEDS["Sources"], {"Title": "What she said", "Seen on": "2026-11-25", "Said by": "A. B.", "Role": "manager", "By whose word": "Implementing office"}],
        "Things": [{"Name": "Later work", "What it is": "Programme", "Evidence": "What she said"}],
        "What followed": [
            {"From": "CT.0921", "To": "Later work", "How": "Next phase", "Status": "Ongoing", "As of": "2026", "Evidence": "What she said"},
            {"From": "PR.0236", "To": "Later work", "How": "Informed", "Evidence": "Ports of the region 2021", "Place": "Results"},
            {"From": "PR.0290", "To": "Later work", "How": "Informed", "Evidence": "Ports of the region 2021", "Place": "https://example.org/other"},
        ],
        "Money": [{"For": "Later work", "Funder": "IDF", "Amount": "1", "Currency": "USD", "Status": "approved", "Evidence": "What she said"}],
    }  # fmt: skip
    inputs = read_inputs(["default", str(write(tmp_path, rows))])
    file = next(file for file in inputs.portfolio.files if file.document.owner == "seeds")
    assert [step.from_ for step in file.document.steps.values()] == ["CT.0921", "m-learn", "PR.0290"]
    (money,) = file.document.commitments.values()
    assert (money.funder, money.asserted_by, dict(file.document.organisations)) == ("idf", "implementingOffice", {})
    first, second, third = (file.document.evidence[step.evidence[0]] for step in file.document.steps.values())
    assert (first.name, first.role, first.date) == ("A. B.", "manager", "2026-11-25")
    assert (second.section, second.url) == ("Results", "https://example.org/ports")
    assert third.url == "https://example.org/other"
    snapshot = build(["default", str(tmp_path / "seeds.xlsx")], home=tmp_path / "home")
    assert "Later work" in {node["label"] for node in Tracer.of(snapshot).lineage("CT.0921").json()["nodes"]}


def strings(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            if name.endswith(".xml"):
                yield book.read(name).decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_empty_workbook_has_drop_downs_of_the_schemes_and_says_how_it_is_filled_in(language: str) -> None:
    text = "\n".join(strings(blank_workbook(language)))
    names = dict(re.findall(r'<definedName name="(\w+)">([^<]+)<', text))
    assert 'sheet name="Lists" sheetId="8" state="hidden"' in text
    for part in PARTS:
        assert f'sheet name="{part.title(language)}"' in text
        for entry in part.entries:
            assert escape(entry.heading(language), quote=False) in text
            assert escape(entry.note(language)[:200], quote=False) in text or '"' in entry.note(language)
            if entry.choices not in {"", "things", "sources"}:
                assert f"scheme_{entry.choices.replace('-', '_')}" in names
                assert all(escape(label, quote=False) in text for label in choices(entry.choices, language))
    assert names["names_things"].endswith("$A$2:$A$1000")
    assert blank_workbook(language) == blank_workbook(language)


def test_a_french_workbook_is_read_as_the_english_one(tmp_path: Path) -> None:
    def french(rows: Rows) -> Rows:
        made: dict[str, list[dict[str, object]]] = {}
        for part in PARTS:
            listed = made.setdefault(part.title("fr"), [])
            for row in rows.get(part.title("en"), []):
                told = {}
                for entry in part.entries:
                    value = row.get(entry.heading("en"))
                    if value is not None and entry.closed and entry.choices not in {"", "currency"}:
                        token = choices(entry.choices, "en")[str(value)]
                        value = next(label for label, other in choices(entry.choices, "fr").items() if other == token)
                    if value is not None:
                        told[entry.heading("fr")] = value
                listed.append(told)
        return made

    path = tmp_path / "seeds.xlsx"
    path.write_bytes(typed(french(TWO_SEEDS), "fr"))
    assert things_of(path) == things_of(write(tmp_path / "en", TWO_SEEDS))


def test_the_command_writes_it_once_in_each_form(tmp_path: Path) -> None:
    for words, made in (
        (["-o", "a.xlsx"], blank_workbook("en", "a.xlsx")),
        (["--format", "csv", "-o", "b.zip"], blank_archive("en", "b.zip")),
    ):
        done = subprocess.run([*COMMAND, "new", "--workbook", *words], capture_output=True, text=True, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / words[-1]).read_bytes() == made
        again = subprocess.run([*COMMAND, "new", "--workbook", *words], capture_output=True, text=True, cwd=tmp_path)
        assert (again.returncode, "is there already" in again.stderr) == (2, True)
    done = subprocess.run(
        [*COMMAND, "new", "--workbook", "--format", "csv"], capture_output=True, text=True, cwd=tmp_path
    )
    assert sorted(file.name for file in (tmp_path / "workbook").iterdir()) == sorted(blank_files())
    # Nothing was filled in, so there is nothing to build.
    done = subprocess.run(
        [*COMMAND, "build", "workbook", "--home", "home"], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 2 and "nothing was read" in done.stderr


def test_another_workbook_is_none_of_ours(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="`seedline new --workbook` writes an empty workbook"):
        write(tmp_path / "x", TWO_SEEDS, "csv").joinpath("Sources.csv").unlink()
        read_inputs([f"workbook:{tmp_path / 'x' / 'seeds'}"])


def test_a_code_of_somebody_else_is_not_taken_for_iom_s(tmp_path: Path) -> None:
    def named(column: str) -> Path:
        thing = {"Name": "Z", "What it is": "Seed project", column: "CE.0265"}
        return write(tmp_path / column, {**TWO_SEEDS, "Things": [*TWO_SEEDS["Things"], thing]})

    with pytest.raises(InputError, match=r"'CE\.0265' is the key of a thing in the case files, and of idf-registry/"):
        read_inputs(["default", str(named("Other code"))])
    clusters = {cluster.key: cluster for cluster in read_inputs(["default", str(named("IOM code"))]).records.clusters}
    met = clusters["CE.0265"]
    assert met.thing is not None and met.thing.label == "Z" and len(met.members) > 1


def walked(heading: str) -> tuple[Rows, list[str]]:
    """The cells and the commands of a part of the documentation."""
    text = (Path(__file__).parent.parent / "docs" / "workbook.md").read_text("utf-8")
    part = text.partition(f"## {heading}")[2].partition("\n## ")[0]
    rows: dict[str, list[dict[str, object]]] = {}
    for name, table in re.findall(r"\*\*(.+)\*\*\n\n((?:\|.*\n)+)", part):
        head, _, *lines = [[told.strip() for told in line.strip("|").split("|")] for line in table.splitlines()]
        rows[name] = [{h: told for h, told in zip(head, line, strict=True) if told} for line in lines]
    commands = part.partition("```sh\n")[2].partition("```")[0].splitlines()
    return rows, commands


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("A programme officer", ["USD 300,000", "up to USD 2.5 million", "approved", "Lessons for dock workers"]),
        (
            "A partner with two seeds",
            ["USD 300,000", "not counted: USD 2.5 million from Example Bank", "Harbour course"],
        ),
    ],
)
def test_the_documentation_is_followed_to_the_letter(tmp_path: Path, heading: str, told: list[str]) -> None:
    rows, commands = walked(heading)
    assert heading.startswith("A programme") or cells(rows) == 25
    write(tmp_path, rows)
    said = ""
    for line in commands:
        tool, *words = line.split()
        assert tool == "seedline"
        env = {**os.environ, "SEEDLINE_HOME": str(tmp_path / "home")}
        done = subprocess.run([*COMMAND, *words], capture_output=True, text=True, cwd=tmp_path, env=env)
        assert done.returncode == 0, (line, done.stderr)
        said += done.stdout
    for part in told:
        assert part in " ".join(said.split()), part
    (drawn,) = tmp_path.glob("*.svg")
    assert "Schools in all ports" in re.sub(r"<[^>]+>", " ", drawn.read_text("utf-8"))
