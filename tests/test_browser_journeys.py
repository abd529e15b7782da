"""Questions that people bring, each answered from the start page in three clicks or one search; every end is photographed.

``SEEDLINE_SHOTS=FOLDER`` keeps the pictures.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.test_browser_views import serious, watched  # noqa: F401

pytestmark = pytest.mark.browser
#: What is looked for was read from the booklet, at the lines named beside it.
SEARCHES = (
    ("mekenin", "Mekenim"),
    ("M-LEARN", "Migration studies in Tunisia"),
    ("UFRGS", "Federal University of Rio Grande do Sul"),
    ("funder:KfW", "Migrant investment in Ukraine"),
    ("ct.0921", "Ethical supply chains in special economic zones"),
    ("नेपाल", "Government capacity for migration health"),
    ("SME Boost", "Migrant investment in Ukraine"),
)


class Journey:
    """Somebody who begins at the start page, with the number of clicks so far."""

    def __init__(self, page: Any, server: str) -> None:
        self.page, self.clicks = page, 0
        page.goto(server + "/")

    def search(self, text: str) -> None:
        self.page.fill("main input[name=q]", text)
        self.page.click("main form.search button")

    def click(self, text: str, within: str = "body") -> None:
        self.clicks += 1
        assert self.clicks <= 3
        self.page.locator(f"{within} a", has_text=text).first.click()

    @property
    def text(self) -> str:
        return str(self.page.locator("main").inner_text())


@pytest.fixture
def journey(server: str, browser: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Journey]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    went = Journey(context.new_page(), server)
    yield went
    folder = Path(os.environ.get("SEEDLINE_SHOTS", tmp_path))
    name = "".join(letter if letter.isalnum() else "-" for letter in request.node.name)
    went.page.screenshot(path=folder / f"{name}.png", full_page=True)
    context.close()


@pytest.mark.parametrize(("asked", "wanted"), SEARCHES)
def test_a_search_finds_it(journey: Journey, asked: str, wanted: str) -> None:
    journey.search(asked)
    assert wanted in journey.text


def _row(journey: Journey, *told: str, of: str = "tr") -> None:
    """Hold that one row of the page says all of this."""
    rows = journey.page.locator(f"main {of}")
    for part in told:
        rows = rows.filter(has_text=part)
    assert rows.count() >= 1, told


def _paid_after_8_8(journey: Journey) -> None:
    """Lines 1269 to 1275: Sweden and the private sector paid for CREST; nobody outside for Nepal."""
    journey.click("Explore", "nav")
    journey.page.locator("summary", has_text="SDG target").click()
    journey.click("8.8", ".filters")
    journey.click("Money", ".tabs")
    for amount, funder in (("USD 5.8m", "Sweden"), ("USD 3.1m", "Sweden"), ("at least USD 5.6m", "Private-sector")):
        _row(journey, amount, funder, "CREST programme", "CT.0921")
    assert "KfW" not in journey.text


def _policies(journey: Journey) -> None:
    """Lines 762 to 776: two endorsed in 2019, the policy of migration health a draft."""
    journey.click("Policies", "nav")
    endorsed = journey.page.locator("details.fold", has=journey.page.get_by_role("heading", name="Endorsed"))
    assert {"National Health Policy", "Fifteenth development plan"} <= {
        name for name in ("National Health Policy", "Fifteenth development plan") if name in endorsed.inner_text()
    }
    draft = journey.page.locator("details.fold", has=journey.page.get_by_role("heading", name="Draft")).inner_text()
    assert (
        "National Migration Health Policy" in draft and "National Migration Health Policy" not in endorsed.inner_text()
    )


def _only_planned(journey: Journey) -> None:
    journey.click("Not known", "nav")
    count = (
        journey.page.locator("dl.figures div", has_text="only agreed, intended or suggested").locator("a").inner_text()
    )
    journey.click(count, "dl.figures div:has-text('only agreed, intended or suggested')")
    assert "kind=intended" in journey.page.url
    assert journey.page.locator(".ledger > li").count() >= int(count) > 5
    _row(journey, "Investment fund for migrants", "expected", of=".ledger > li")
    # The programme runs; what it may yet become is told of it, and that it is to come is not.
    assert "into Master Programme on International Migration" not in journey.text
    # What else is not known is still counted.
    assert journey.page.locator("dl.figures div", has_text="not stated").locator("a").inner_text() != "0"


def _nepal_differs(journey: Journey) -> None:
    """What the sources say in more than one way, each side with its lines."""
    journey.click("Not known", "nav")
    journey.click("MA.1147", ".chips")
    journey.page.locator(".ledger").first.wait_for()
    differing = journey.page.locator(".ledger > li", has=journey.page.locator(".sides"))
    assert differing.count() == int(journey.page.locator("dl.figures a").first.inner_text()) >= 1
    for side in differing.first.locator(".sides > span").all():
        assert "line" in side.inner_text()


def _tunisia(journey: Journey) -> None:
    journey.click("Migration studies in Tunisia", ".wall")
    carried = journey.page.locator("main", has_text="Carried on by").inner_text()
    assert "National Institute for Labour and Social Studies" in carried.split("Carried on by")[1][:120]


def _nepal(journey: Journey) -> None:
    journey.search("country:nepal")
    journey.click("Everything found", ".tabs")
    assert journey.page.locator(".results li").count() >= 15
    _row(journey, "Ministry of Health", of=".results li")


def _kfw(journey: Journey) -> None:
    journey.click("Organisations", "nav")
    journey.click("KfW", "table")
    assert "EUR 10m" in journey.text and "SME Boost" in journey.text


def _names(journey: Journey) -> set[str]:
    return set(journey.page.locator(".results .pair > div:first-child > h2 + p").all_inner_texts())


def _before_2016(journey: Journey) -> None:
    journey.click("Explore", "nav")
    journey.page.locator("summary", has_text="Funding year").click()
    journey.page.fill("input[name='year.to']", "2015")
    journey.page.locator("details:has(> form input[name='year.to']) button").click()
    assert {name.split(" · ")[0] for name in _names(journey)} == {"CT.0921", "PR.0135"}


def _over_150000(journey: Journey) -> None:
    journey.click("Explore", "nav")
    journey.page.locator("summary", has_text="Budget of the seed").click()
    journey.page.fill("input[name='budget.USD.from']", "150001")
    journey.page.locator("details:has(> form input[name='budget.USD.from']) button").click()
    assert {name.split(" · ")[0] for name in _names(journey)} == {"CE.0411", "CT.0921", "IB.0123", "PO.0141", "PR.0135"}


def _in_one_line(journey: Journey) -> None:
    journey.click("Explore", "nav")
    journey.page.locator("summary", has_text="in one line").click()
    journey.page.fill("#where", "-furthest=notLookedFor country=BR")
    journey.page.locator("details.line button").click()
    assert {name.split(" · ")[0] for name in _names(journey)} == {"PO.0125"}
    assert journey.page.locator(".chips .on, ul.chips li").all_inner_texts()[:2] != []
    journey.page.locator("ul.chips li a").first.click()
    journey.page.locator("summary", has_text="in one line").click()
    assert journey.page.locator("#where").input_value() == "country=BR"


def _in_order(journey: Journey) -> None:
    """Line 1030: Tunisia is the oldest; no order is one by money."""
    journey.click("earliest first", ".bar")
    assert journey.page.locator(".wall .seed a").first.inner_text() == "Migration studies in Tunisia"
    assert "money" not in journey.page.locator("nav.bar").inner_text().lower()


def _outputs_are_named(journey: Journey) -> None:
    journey.page.locator(".wall .outs a[title^='CREST framework']").first.click()
    assert journey.page.locator("h1").inner_text() == "CREST framework"


def _around(journey: Journey) -> None:
    """What was nowhere in the site once (the seventh dead end) is a click away."""
    for address in (
        "/about",
        "/goals",
        "/places",
        "/sources",
        "/conflicts",
        "/quality",
        "/data",
        "/glossary",
        "/versions",
    ):
        assert journey.page.locator(f"footer a[href='{address}']").count() == 1, address
    journey.page.locator("footer a[href='/data']").click()
    assert journey.page.locator("main a[href='/ontology']").count() == 1


def _not_known(journey: Journey) -> None:
    journey.click("Not known", "nav")
    journey.page.get_by_text("An evaluation is not known to us").first.wait_for()


def _not_to_conclude(journey: Journey) -> None:
    assert "How many seeds grow" in journey.text


def _compare(journey: Journey) -> None:
    journey.click("Compare", "nav")
    journey.click("CT.0921", ".chips")
    journey.click("MA.1147", ".chips")
    assert "at least USD 14.5m" in journey.text and "no amount" in journey.text
    journey.page.go_back()
    assert journey.page.url.endswith("seeds=CT.0921")


def _take_along(journey: Journey) -> None:
    with journey.page.expect_download() as download:
        journey.click("CSV", "main")
    assert len(download.value.path().read_text("utf-8").splitlines()) == 10


def _map(journey: Journey) -> None:
    journey.click("Explore", "nav")
    journey.click("Map", ".tabs")
    journey.page.locator("svg.map a[aria-label^='Brazil']").first.click()
    assert "country=BR" in journey.page.url


def _data(journey: Journey) -> None:
    journey.page.locator("footer a[href='/data']").click()
    assert "N-Quads" in journey.text


@pytest.mark.parametrize(
    "went",
    [
        _in_one_line, _in_order, _outputs_are_named, _around,
        _paid_after_8_8, _policies, _only_planned, _nepal_differs, _tunisia, _nepal, _kfw, _before_2016, _over_150000,
        _not_known, _not_to_conclude, _compare, _take_along, _map, _data,
    ],
)  # fmt: skip
def test_a_question_is_answered_in_three_clicks(journey: Journey, went: Callable[[Journey], None]) -> None:
    went(journey)
