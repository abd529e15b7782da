"""Tables as sources: a mapping gives each column its field, and every wrong cell is named."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from seedline.document.disagreements import disagreements
from seedline.errors import CaseFileError, InputError
from seedline.ingest.table import TableReader, propose
from seedline.ingest.table.cells import read_sheets
from seedline.pipeline import build, read_inputs
from seedline.views.tracer import Tracer

SOURCE = """
seedline-mapping: "1"
owner: partner
title: A partner's table, for tests
source: partner
asserted-by: other
sources:
  partner: {title: "A partner's table", kind: "table", collected: "2026-11-20"}
tables:
  projects:
    file: %s
    %s
    key: Code
    address: Page
    section: things
    constants: {kind: seedProject}
    columns:
      Code: identifiers.code
      Name: label
      Countries: {to: countries, separator: ";", codes: country}
      Start: {to: start, date: DD/MM/YYYY}
    ignored: [Amount, Year]
  money:
    file: %s
    %s
    key: Code
    section: commitments
    constants: {funder: idf, currency: USD, source-type: seed, summary: "The seed."}
    columns:
      Code: to
      Amount: {to: amount, number: "1,234.56"}
      Year: funding-year
    ignored: [Name]
"""
HEAD = ["Code", "Name", "Countries", "Start", "Amount", "Year", "Page", "Remark"]
ROWS = [
    ["007", "Nullen vorn", "NA;ZA", "24/11/2020", "149,999.88", "2019", "https://example.org/7", "x"],
    ["8.10", "Ein Punkt", "NO", "01/02/2021", "150,000", "2020", "https://example.org/8", ""],
]


def csv_folder(folder: Path, rows: list[list[str]] = ROWS) -> Path:
    lines = [",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in [HEAD, *rows]]
    (folder / "partner.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "partner.map.yaml").write_text(SOURCE % ("partner.csv", "", "partner.csv", ""), "utf-8")
    return folder / "partner.csv"


def workbook(folder: Path, rows: list[list[object]]) -> Path:
    path = folder / "partner.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Projekte")
        for number, row in enumerate([HEAD, *rows]):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                else:
                    sheet.write(number, column, cell)
        book.add_worksheet("Leer")
    named = "sheet: Projekte"
    (folder / "partner.map.yaml").write_text(SOURCE % (path.name, named, path.name, named), "utf-8")
    return path


def test_a_table_is_built_with_the_row_as_the_place(tmp_path: Path) -> None:
    snapshot = build(["default", f"table:{csv_folder(tmp_path)}"], home=tmp_path / "home")
    rows = list(
        snapshot.store.query(
            """SELECT ?id ?country ?amount ?start ?url ?row WHERE {
            ?thing dcterms:identifier ?id ; sl:country ?country ; sl:started ?start ; sl:evidence ?place .
            ?place sl:url ?url ; sl:lineStart ?row . ?money sl:recipient ?thing ; sl:amount ?amount .
            FILTER(STRSTARTS(STR(?url), "https://example.org/")) } ORDER BY ?id ?country"""
        ).rows()
    )
    country = "https://w3id.org/seedline/scheme/country/"
    assert [list(row) for row in rows] == [
        ["007", country + "NA", "149999.88", "2020-11-24", "https://example.org/7", "2"],
        ["007", country + "ZA", "149999.88", "2020-11-24", "https://example.org/7", "2"],
        ["8.10", country + "NO", "150000", "2021-02-01", "https://example.org/8", "3"],
    ]


RECORDS = """
seedline-mapping: "1"
owner: register
title: A register, for tests
source: register
asserted-by: other
sources:
  register: {title: "A register", kind: "table", collected: "2026-11-20"}
tables:
  projects:
    file: register.csv
    section: records
    key: page
    address: page
    constants: {kind: seedProject, funder: idf}
    columns: {code: identifiers.iom, title: title, budget: amount, currency: currency, year: funding-year}
"""


@pytest.mark.parametrize(
    ("rows", "wanted", "differ"),
    [
        (["50000,USD,2002", "50000,USD,", ",,2002"], {("50000", "USD", "2002", 3)}, set()),
        (["50000,USD,2002", "37205,USD,2002"], {("50000", "USD", "2002", 1), ("37205", "USD", "2002", 1)}, {"amount"}),
        (["50000,USD,2002", ",,2005"], {("50000", "USD", "2002", 1), ("", "", "2005", 1)}, {"fundingYear"}),
        (["50000,USD,", "50000,EUR,"], {("50000", "USD", "", 1), ("50000", "EUR", "", 1)}, set()),
    ],
)
def test_pages_of_one_project_that_differ_on_its_money_both_stay(
    tmp_path: Path, rows: list[str], wanted: set[tuple[str, ...]], differ: set[str]
) -> None:
    lines = [f"ZZ.0009,A project,{row},https://example.org/{number}" for number, row in enumerate(rows)]
    (tmp_path / "register.csv").write_text("\n".join(["code,title,budget,currency,year,page", *lines]) + "\n", "utf-8")
    (tmp_path / "register.map.yaml").write_text(RECORDS, "utf-8")
    tracer = Tracer.of(build(["default", f"table:{tmp_path / 'register.csv'}"], home=tmp_path / "home"))
    seed = tracer.resolve("ZZ.0009")
    read, given = tracer.details, tracer.network.commitments[seed]
    told = {
        (
            str(one.amount) if one.amount else "",
            one.currency or "",
            read.value(one.iri, "sl:fundingYear") or "",
            len(read.evidence(one.iri)),
        )
        for one in given
    }
    assert told == wanted
    assert {one.property.rsplit("#", 1)[-1] for one in disagreements(read, seed)} == differ
    # However many say it, a seed is counted once.
    counted = [(entry.currency, entry.seed.amount, len(entry.seeds)) for entry in tracer.lineage("ZZ.0009").money]
    assert [entry for entry in counted if entry[1]] == [("USD", "50000", 1)]


AMOUNTS = [
    # written, the mapping's form, what is read, or what is told of it
    ("150000", None, "150000", ""),
    ("149999.88", None, "149999.88", ""),
    ("1234.567", None, "1234.567", ""),
    ("300.000", None, None, "may be 300000 or 300"),
    ("1.500", None, None, "may be 1500 or 1.5"),
    ("1,500", None, None, "is no plain number"),
    ("1,5 Mio", None, None, "is no plain number"),
    ("300.000", "1.234,56", "300000", ""),
    ("1.500,50", "1.234,56", "1500.50", ""),
    ("1.5", "1.234,56", None, "is no number written 1.234,56"),
    ("1,5", "1,234.56", None, "is no number written 1,234.56"),
    ("12,34,567", "1,234.56", None, "is no number written 1,234.56"),
    ("1.500", "1,234.56", "1.500", ""),
    ("300 000,50", "1 234,56", "300000.50", ""),
    ("300\N{NO-BREAK SPACE}000", "1 234,56", "300000", ""),
]


@pytest.mark.parametrize(("written", "form", "read", "told"), AMOUNTS)
@pytest.mark.parametrize("section", ["records", "commitments"])
def test_an_amount_is_read_as_it_is_written_or_not_at_all(
    tmp_path: Path, section: str, written: str, form: str | None, read: str | None, told: str
) -> None:
    if section == "records":
        (tmp_path / "register.csv").write_text(f"code;page;budget;currency\nZZ.1;https://example.org/1;{written};USD\n")
        column = f'budget: {{to: amount, number: "{form}"}}' if form else "budget: amount"
        text = (
            RECORDS.replace("budget: amount", column).replace("title: title, ", "").replace(", year: funding-year", "")
        )
        (tmp_path / "register.map.yaml").write_text(text, "utf-8")
    else:
        workbook(tmp_path, [["7", "x", "NA", "24/11/2020", written, "2019", "https://example.org/7", ""]])
        text = (tmp_path / "partner.map.yaml").read_text("utf-8")
        column = f'Amount: {{to: amount, number: "{form}"}}' if form else "Amount: amount"
        text = text.replace('Amount: {to: amount, number: "1,234.56"}', column)
        (tmp_path / "partner.map.yaml").write_text(text, "utf-8")
    mapping = next(tmp_path.glob("*.map.yaml"))
    if read is None:
        with pytest.raises(CaseFileError) as caught:
            TableReader().read(mapping)
        assert told in str(caught.value) and repr(written) in str(caught.value)
    else:
        files = TableReader().read(mapping).documents
        items = [item for file in files for item in getattr(file.document, section).values()]
        assert [item.amount for item in items] == [read]


def test_a_number_of_a_workbook_is_an_amount_of_a_record(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "register.xlsx")) as book:
        sheet = book.add_worksheet("A")
        for number, row in enumerate([["code", "title", "budget", "currency", "year", "page"], ["ZZ.1", "T", 150000, "USD", 2019, "https://example.org/1"]]):  # fmt: skip
            sheet.write_row(number, 0, row)
    (tmp_path / "register.map.yaml").write_text(RECORDS.replace("register.csv", "register.xlsx\n    sheet: A"), "utf-8")
    (file,) = TableReader().read(tmp_path / "register.map.yaml").documents
    (record,) = file.document.records.values()
    assert (record.amount, record.funding_year) == ("150000", "2019")


def test_a_date_that_is_none_is_told_with_one_that_is(tmp_path: Path) -> None:
    workbook(tmp_path, [["7", "x", "NA", "31/02/2020", 1, "2019", "", ""]])
    with pytest.raises(CaseFileError, match=r"'31/02/2020' \(expected, for example: 31/12/2020"):
        TableReader().read(tmp_path / "partner.map.yaml")


def test_a_table_that_is_not_utf_8_is_told_by_line_with_the_way_out(tmp_path: Path) -> None:
    path = csv_folder(tmp_path)
    path.write_bytes("Code,Name\n7,Hafen\n8,École\n".encode("latin-1"))
    with pytest.raises(CaseFileError, match=r"partner\.csv:3:3: \(file\): is not UTF-8 text.*save the file as UTF-8"):
        TableReader().read(tmp_path / "partner.map.yaml")


def test_a_workbook_and_json_lines_say_the_same_as_csv(tmp_path: Path) -> None:
    kept = {}
    for kind in ("csv", "xlsx", "jsonl"):
        folder = tmp_path / kind
        folder.mkdir()
        path = csv_folder(folder)
        if kind == "xlsx":
            path = workbook(folder, [list(row) for row in ROWS])
        elif kind == "jsonl":
            items = [dict(zip(HEAD, row, strict=True)) for row in ROWS]
            (folder / "partner.jsonl").write_text("\n".join(map(json.dumps, items)), "utf-8")
            text = (folder / "partner.map.yaml").read_text("utf-8")
            (folder / "partner.map.yaml").write_text(text.replace("partner.csv", "partner.jsonl"), "utf-8")
        reading = TableReader().read(folder / "partner.map.yaml")
        kept[kind] = [
            {name: part for name, part in file.document.model_dump(exclude_none=True).items() if name != "evidence"}
            for file in reading.documents
        ]
        left = [("Remark",), ("Countries", "Start", "Page", "Remark")]
        assert [(report.read, report.left) for report in reading.reports] == [(2, part) for part in left]
        assert path.is_file()
    assert kept["xlsx"] == kept["csv"]
    assert kept["jsonl"] == kept["csv"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ([8.1, "x", "NA", "24/11/2020", 1, "2019", "", ""], ['partner.xlsx[Projekte]:2:1: column A "Code": is the number 8.1 where a code belongs', '"8.10"']),
        ([7, "x", "NA", "24/11/2020", 1, "2019", "", ""], ["is the number 7 where a code belongs"]),
        (["7", "x", "Narnia", "24/11/2020", 1, "2019", "", ""], ['partner.xlsx[Projekte]:2:3: column C "Countries": is \'Narnia\'', "NA"]),
        (["7", "x", "NA", "11/24/2020", 1, "2019", "", ""], ['column D "Start"', "found '11/24/2020'", "DD/MM/YYYY"]),
        (["7", "x", "NA", "24/11/2020", "1.5 million", "2019", "", ""], ['column E "Amount"', "found '1.5 million'", "1,234.56"]),
        (["7", "x", "NA", "24/11/2020", 1, "soon", "", ""], ['column F "Year"', "found 'soon'"]),
        (["7", None, "NA", "24/11/2020", 1, "2019", "", ""], ["label: is missing"]),
        ([None, "x", "NA", "24/11/2020", 1, "2019", "", ""], ['column A "Code": is empty']),
        (["7", "x", "NA", True, 1, "2019", "", ""], ['column D "Start": is True']),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_with_its_value_and_what_was_expected(
    tmp_path: Path, row: list[object], told: list[str]
) -> None:
    workbook(tmp_path, [row])
    with pytest.raises(CaseFileError) as caught:
        TableReader().read(tmp_path / "partner.map.yaml")
    for part in told:
        assert part in str(caught.value)


def test_numbers_and_dates_of_a_workbook_lose_nothing(tmp_path: Path) -> None:
    import datetime

    path = tmp_path / "partner.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("Projekte")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["a", "NA", "NA"])
        sheet.write_datetime(1, 3, datetime.datetime(2020, 11, 24))
        sheet.write_row(1, 4, [149999.88, 2019])
    (found,) = read_sheets(path)
    cells = found.rows[0].cells
    assert (cells["Name"], cells["Countries"]) == ("NA", "NA")
    assert (str(cells["Start"]), str(cells["Amount"]), cells["Year"]) == ("2020-11-24", "149999.88", 2019)


def test_keys_that_repeat_and_columns_that_are_not_there_are_errors(tmp_path: Path) -> None:
    csv_folder(tmp_path, [ROWS[0], ROWS[0]])
    with pytest.raises(CaseFileError, match="has the key '007' of row 2"):
        TableReader().read(tmp_path / "partner.csv")
    csv_folder(tmp_path)
    mapping = tmp_path / "partner.map.yaml"
    text = mapping.read_text("utf-8")
    for old, new, told in (
        ("Name: label", "Title: label", "has no column 'Title'"),
        ("Name: label", "Name: lable", "which is no field of things"),
        ("date: DD/MM/YYYY", "date: soon", "date: is not written as it should be"),
        ("section: things", "section: thing", "must be one of"),
        ("file: partner.csv", "file: other.csv", "there is no file other.csv"),
    ):
        mapping.write_text(text.replace(old, new), "utf-8")
        with pytest.raises(InputError, match=told):
            TableReader().read(mapping)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.csv", "a,b\n1,2,3\n", "a.csv:2:3.*has 3 cells under 2 headings"),
        ("a.csv", 'a,b\n"1,2\n', "is not CSV"),
        ("a.csv", "a,a\n1,2\n", "is the heading of two columns"),
        ("a.jsonl", '{"a": 1}\n{"a": }\n', "a.jsonl:2:7.*is not JSON"),
        ("a.jsonl", '{"a": {"b": 1}}\n', "is nested"),
        ("a.xlsx", "no workbook", "is no workbook that can be read"),
    ],
)
def test_a_file_that_is_no_table_says_where(tmp_path: Path, name: str, text: str, told: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(CaseFileError, match=told):
        read_sheets(tmp_path / name)


def test_what_is_built_from_a_table_without_a_mapping_says_how_to_get_one(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(InputError, match="`seedline map` proposes one"):
        read_inputs([f"table:{tmp_path / 'a.csv'}"])
    with pytest.raises(InputError, match="no such file"):
        read_inputs([f"table:{tmp_path / 'b.csv'}"])


def test_a_proposed_mapping_builds_and_knows_what_columns_look_like(tmp_path: Path) -> None:
    path = tmp_path / "données.csv"
    path.write_text(
        "Référence;Intitulé;Pays;Début;Montant;Devise;Lien;Bailleur\n"
        "AB.01;Un projet;Namibie, Norvège;24.11.2020;1.500,50;EUR;https://example.org/1;La Banque\n"
        "AB.02;Un autre;Côte d’Ivoire;01.02.2021;2.000,00;EUR;https://example.org/2;La Banque\n",
        "utf-8",
    )
    text = propose(path)
    for line in (
        '"Référence": {to: identifiers.code}',
        '"Pays": {to: countries, separator: ",", codes: country-name}',
        '"Début": {to: start, date: DD.MM.YYYY}',
        '"Montant": {to: amount, number: "1.234,56"}',
        'address: "Lien"',
    ):
        assert line in text
    command = [sys.executable, "-c", "from seedline_api.cli import main; main()"]
    done = subprocess.run([*command, "map", str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    done = subprocess.run(
        [*command, "build", "default", f"table:{path}", "--home", str(tmp_path / "home")],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "données.csv: 2 read" in done.stderr
    again = subprocess.run([*command, "map", str(path)], capture_output=True, text=True)
    assert again.returncode == 2 and "is there already" in again.stderr


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ('<c r="B2" t="e"><v>#REF!</v></c>', 'column B "Amount": is the error #REF!; write the value'),
        ('<c r="B2"><f>1+1</f></c>', 'column B "Amount": is the formula =1+1, which nobody has calculated'),
        ('<c r="B2"><f>1+1</f><v/></c>', 'column B "Amount": is the formula =1+1, which nobody has calculated'),
        # What a formula gives is its value, and an empty text is an empty cell.
        ('<c r="B2"><f>1+1</f><v>2</v></c>', None),
        ('<c r="B2" t="str"><f>IF(A1="","",1)</f><v></v></c>', None),
        ('<c r="B2" t="str"><f>IF(A1="","",1)</f><v>2</v></c>', None),
    ],
)
def test_a_cell_that_shows_nothing_and_is_not_empty_is_an_error(tmp_path: Path, cell: str, told: str | None) -> None:
    """A reader of workbooks gives no value for these, and an empty cell would be one that the source does not state."""
    import zipfile

    made = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Money")
        sheet.write_row(0, 0, ["Project", "Amount"])
        sheet.write_string(1, 0, "CT.0921")
        sheet.write_number(1, 1, 0)
    path = tmp_path / "grants.xlsx"
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert b'<c r="B2"><v>0</v></c>' in content
                content = content.replace(b'<c r="B2"><v>0</v></c>', cell.encode())
            target.writestr(name, content)
    columns = 'columns: {Project: to, Amount: amount}\n    constants: {currency: USD, summary: "x"}'
    (tmp_path / "grants.map.yaml").write_text(
        SOURCE.partition("  projects:")[0]
        + f"  money:\n    file: grants.xlsx\n    section: commitments\n    {columns}\n",
        "utf-8",
    )
    if told is None:
        read_inputs(["default", f"table:{path}"])
        return
    with pytest.raises(CaseFileError) as caught:
        read_inputs(["default", f"table:{path}"])
    assert f"grants.xlsx[Money]:2:2: {told}" in str(caught.value)
    # In a column that nobody reads it is nobody's business.
    text = (tmp_path / "grants.map.yaml").read_text("utf-8")
    (tmp_path / "grants.map.yaml").write_text(
        text.replace("Project: to, Amount: amount", "Project: to").replace("currency: USD, ", "")
        + "    ignored: [Amount]\n",
        "utf-8",
    )
    read_inputs(["default", f"table:{path}"])


def test_every_wrong_cell_of_a_row_is_told_at_once_and_a_missing_one_at_its_column(tmp_path: Path) -> None:
    head = "Code,Name,Start,End\n"
    (tmp_path / "a.csv").write_text(f"{head}A.1,,31/02/2017,soon\n", "utf-8")
    mapping = SOURCE.partition("  projects:")[0] + (
        "  projects:\n    file: a.csv\n    section: things\n    key: Code\n    constants: {kind: project}\n"
        "    columns: {Name: label, Start: {to: start, date: DD/MM/YYYY}, End: end}\n"
    )
    (tmp_path / "a.map.yaml").write_text(mapping, "utf-8")
    with pytest.raises(CaseFileError) as caught:
        read_inputs([f"table:{tmp_path / 'a.csv'}"])
    assert [(f.line, f.column, f.message.partition(";")[0]) for f in caught.value.findings] == [
        (2, 2, "label: is missing"),
        (2, 3, "is no date written DD/MM/YYYY"),
        (2, 4, "end.value: is not written as it should be"),
    ]


def test_a_list_is_its_texts_and_a_line_ends_where_json_lines_end(tmp_path: Path) -> None:
    told = '{"Code": "A.1", "Names": ["one; and two", "three"], "Title": "before\u2028after"}\n{"Code": "A.2"}\r\n'
    (tmp_path / "a.jsonl").write_text(told, "utf-8", newline="")
    (sheet,) = read_sheets(tmp_path / "a.jsonl")
    assert [row.number for row in sheet.rows] == [1, 2]
    assert sheet.rows[0].cells == {"Code": "A.1", "Names": ("one; and two", "three"), "Title": "before\u2028after"}


def test_a_row_of_json_says_each_thing_once(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"Code": "A.1"}\n{"Code": "A.2", "Code": "A.3"}\n', "utf-8")
    with pytest.raises(CaseFileError, match=r"a\.jsonl:2:1: Code: stands twice in one row"):
        read_sheets(tmp_path / "a.jsonl")


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("Budget (USD)", "currency: USD   # by the heading"),
        ("Budget", 'currency: "MEND"   # what the amounts are in'),
        ("ALL BUDGET", 'currency: "MEND"   # what the amounts are in'),
    ],
)
def test_a_proposed_mapping_says_in_which_currency_amounts_are_and_of_which_it_doubts(
    tmp_path: Path, head: str, told: str
) -> None:
    path = tmp_path / "grants.csv"
    path.write_text(f'Code,Title,{head}\nA-1,First,300.000\nA-2,Second,"1,234.56"\n', "utf-8")
    text = propose(path)
    assert told in text
    assert "# MEND: 300.000 may be 300000 or 300; number says which" in text
