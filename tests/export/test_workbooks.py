"""Workbooks, read back: numbers and dates are ones, everything else is text, and a sheet can be printed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date

import httpx
import pytest
from python_calamine import CalamineWorkbook

from seedline.document.types import Document
from seedline.formats.forms import write
from seedline.formats.spreadsheet import workbook
from seedline.formats.tables import Table
from seedline.views.look import Look
from seedline.views.tracer import Tracer
from seedline.views.view import View
from tests.render.documents import document, node

Rows = list[dict[str, object]]
SEEDS = ("CE.0352", "CE.0411", "CT.0921", "IB.0123", "MA.1147", "MD.0001", "PO.0125", "PO.0141", "PR.0135")


def rows(data: bytes, sheet: str) -> Rows:
    """Return a sheet's rows by the names in its head."""
    head, *body = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet).to_python()
    return [dict(zip(map(str, head), row, strict=True)) for row in body]


def parts(data: bytes, name: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(entry).decode() for entry in archive.namelist() if re.search(name, entry)]


def test_sums_and_amounts_are_numbers_with_their_bound(tracer: Tracer) -> None:
    # Booklet: a seed of 300,000; 5.8 and 3.1 million secured from Sweden, over 5.6 million private by October 2021.
    book = write(View.of(tracer, "CT.0921"), "xlsx")
    (usd,) = rows(book, "Sums, per currency")
    assert (usd["Currency"], usd["Seed"], usd["Bound of the seed"]) == ("USD", 300_000, "exact")
    assert (usd["Follow-on, reported"], usd["Bound"]) == (14_500_000, "at least")
    assert usd["Follow-on per unit of seed"] == 48.3
    given = [(row["Amount"], row["Bound"]) for row in rows(book, "Every commitment") if row["Counted"] == "yes"]
    assert sorted(given) == [(3_100_000, "exact"), (5_600_000, "at least"), (5_800_000, "exact")]


def test_what_has_no_amount_is_not_exact(tracer: Tracer) -> None:
    # Nepal's own money was blocked, and no source says how much it is; no sum has a line for it.
    book = write(View.of(tracer, "MA.1147"), "xlsx")
    (blocked,) = [row for row in rows(book, "Every commitment") if row["Status"] == "blocked"]
    assert (blocked["Amount"], blocked["Currency"], blocked["Bound"]) == ("", "", "amount not stated")
    assert [row["Currency"] for row in rows(book, "Sums, per currency")] == ["USD"]


def test_years_are_numbers_and_dates_are_dates(tracer: Tracer, shipped: Tracer) -> None:
    (seed,) = [row for row in rows(write(View.of(tracer, "CT.0921"), "xlsx"), "Every thing") if row["Stage"] == "Seed"]
    assert (seed["Funding year"], seed["Identifier"]) == (2015, "CT.0921")
    steps = rows(write(View.of(tracer, "CT.0921"), "xlsx"), "Every step")
    assert {row["As of"] for row in steps} == {date(2021, 10, 1)}
    # A month stands as its first day, and is written as a month.
    styles = "".join(parts(write(View.of(tracer, "CT.0921"), "xlsx"), r"styles\.xml"))
    assert 'formatCode="mmm yyyy"' in styles
    # The Fund's page says another year than the page that is taken: the number stays one, and the other stands by it.
    both = write(View.of(shipped, "CT.0921"), "xlsx")
    (seed,) = [row for row in rows(both, "Every thing") if row["Identifier"] == "CT.0921"]
    assert seed["End"] == 2018 and "also 2017" in "".join(parts(both, r"styles\.xml"))


def test_a_dossier_has_its_money_in_numbers_and_its_dates_as_dates(tracer: Tracer) -> None:
    made = write(View.of(tracer, "CT.0921"), "dossier.xlsx")
    given = [row for row in rows(made, "Every commitment") if row["Amount"] is not None]
    assert {5_600_000, 300_000} <= {row["Amount"] for row in given}
    assert {row["Bound"] for row in given if row["Amount"] == 5_600_000} == {"at least"}
    told = rows(made, "Every link, claim and sum")
    assert {row["As of"] for row in told if row["Record"] == "Link"} == {date(2021, 10, 1)}


@pytest.mark.parametrize("identifier", ["100234", "007", "2017", "8.10", "1e5", "123456789012"])
def test_a_name_of_digits_stays_text(identifier: str) -> None:
    told = Document.of_json(document([node("a", label=identifier, id=identifier, summary=identifier)], []))
    (thing,) = rows(write(View(told), "xlsx"), "Every thing")
    assert (thing["Name"], thing["Identifier"], thing["In our words"]) == (identifier,) * 3
    assert f",{identifier}," in write(View(told, look=Look(table="things")), "csv").decode()
    book = workbook("A", [Table("a", "a", ("code",), ((identifier,),))], built=None)
    assert rows(book, "a") == [{"code": identifier}]


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("ending", ["xlsx", "dossier.xlsx"])
def test_a_printed_sheet_is_on_paper_and_can_be_read(tracer: Tracer, ending: str, paper: str) -> None:
    size, across = {"a4": ("9", 297), "letter": ("1", 279.4)}[paper]
    for seed in SEEDS:
        for sheet in parts(write(View.of(tracer, seed, look=Look(paper=paper)), ending), r"worksheets/sheet"):
            assert 'orientation="landscape"' in sheet and "fitToPage" in sheet
            found = re.search(r'paperSize="(\d+)"', sheet)
            assert (found and found[1]) == size
            spans = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet)
            wide = sum((int(last) - int(first) + 1) * float(width) for first, last, width in spans)
            # A column is so many digits of nine-point Arial wide, each 0.556 of the size.
            points = wide * 9 * 0.556 * 1.05
            assert 9 * min(1, (across / 25.4 - 0.8) * 72 / points) >= 7, (seed, wide)
    book = "".join(parts(write(View.of(tracer, "CT.0921"), ending), r"workbook\.xml$"))
    assert book.count("_xlnm.Print_Titles") == book.count("<sheet ")


def test_a_list_of_seeds_has_a_column_for_each_currency(explored: Callable[[str], bytes]) -> None:
    book = explored("as=table&country=KH&source=booklet")
    (seed,) = [row for row in rows(book, "Table") if row["Code"] == "CT.0921"]
    assert seed["Funding year"] == 2015
    amounts = {name: value for name, value in seed.items() if "USD" in name}
    assert 300_000 in amounts.values() and "exact" in amounts.values(), seed


@pytest.fixture(name="explored")
def _explored(server: str) -> Callable[[str], bytes]:
    return lambda query: httpx.get(f"{server}/explore.xlsx?{query}").content


def test_money_of_seeds_is_numbers(explored: Callable[[str], bytes]) -> None:
    given = [row for row in rows(explored("as=money&q=CT.0921"), "Money") if row["Currency"] == "USD"]
    assert (5_800_000, "exact") in [(row["Amount"], row["Bound"]) for row in given]
    assert all(isinstance(row["Amount"], float | int) for row in given if row["Bound"] != "amount not stated")
