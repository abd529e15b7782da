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


def _paid_after_8_8(journey: Journey) -> None:
    journey.click("Explore", "nav")
    journey.page.locator("summary", has_text="SDG target").click()
    journey.click("8.8", ".filters")
    journey.click("Money", ".tabs")
    assert "Government of Sweden" in journey.text or "Sweden" in journey.text


def _policies(journey: Journey) -> None:
    journey.click("Policies", "nav")
    assert "National Health Policy of Nepal" in journey.text


def _only_planned(journey: Journey) -> None:
    journey.click("Not known", "nav")
    journey.page.goto(journey.page.url.split("?")[0] + "?kind=intended")
    assert "only agreed or intended" in journey.text and "PO.0125" in journey.text


def _nepal_differs(journey: Journey) -> None:
    journey.click("Where sources differ", "footer")
    assert "MA.1147" in journey.text


def _tunisia(journey: Journey) -> None:
    journey.click("Migration studies in Tunisia", ".wall")
    assert "National Institute for Labour and Social Studies" in journey.text


def _nepal(journey: Journey) -> None:
    journey.search("country:nepal")
    journey.click("Everything found", ".tabs")
    assert journey.page.locator(".results li").count() >= 15


def _kfw(journey: Journey) -> None:
    journey.click("Organisations", "nav")
    journey.click("KfW", "table")
    assert "EUR 10m" in journey.text and "SME Boost" in journey.text


def _before_2016(journey: Journey) -> None:
    journey.click("Explore", "nav")
    journey.page.locator("summary", has_text="Funding year").click()
    journey.page.fill("input[name='year.to']", "2015")
    journey.page.locator("details:has(input[name='year.to']) button").click()
    assert journey.page.locator(".results h2").count() == 2


def _over_150000(journey: Journey) -> None:
    journey.click("Explore", "nav")
    journey.page.locator("summary", has_text="Budget of the seed").click()
    journey.page.fill("input[name='budget.USD.from']", "150001")
    journey.page.locator("details:has(input[name='budget.USD.from']) button").click()
    assert journey.page.locator(".results h2").count() == 5


def _not_known(journey: Journey) -> None:
    journey.click("Not known", "nav")
    assert "An evaluation is not known to us" in journey.text


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
        _paid_after_8_8, _policies, _only_planned, _nepal_differs, _tunisia, _nepal, _kfw, _before_2016, _over_150000,
        _not_known, _not_to_conclude, _compare, _take_along, _map, _data,
    ],
)  # fmt: skip
def test_a_question_is_answered_in_three_clicks(journey: Journey, went: Callable[[Journey], None]) -> None:
    went(journey)


SHAPED = (
    "/compare?seeds=CT.0921,MA.1147,PR.0135", "/explore?as=map", "/explore?as=matrix", "/explore?as=timeline", "/explore?as=money",
    "/data", "/glossary", "/diff/CT.0921?a=told_by:2018", "/docs",
)  # fmt: skip


@pytest.mark.parametrize("path", SHAPED)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_shape(
    server: str,
    watched: Any,  # noqa: F811
    npm_packages: Path,
    path: str,
    scheme: str,
) -> None:
    found = watched(server + path, color_scheme=scheme)
    assert found.outside(server) == [] and found.wrong == []
    assert serious(found.page, npm_packages) == []


@pytest.mark.parametrize("path", SHAPED)
def test_no_shape_scrolls_a_phone_sideways(server: str, watched: Any, path: str) -> None:  # noqa: F811
    page = watched(server + path, viewport={"width": 360, "height": 740}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
