"""The explorer in a real browser: nothing leaves, axe finds nothing, it fits a phone, and the keyboard finds things."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.test_browser_views import serious, watched

pytestmark = pytest.mark.browser
PAGES = (
    "/", "/explore", "/explore?q=nepal&as=things", "/explore?as=table&country=BR", "/organisations", "/policies", "/conflicts",
    "/known?seed=MA.1147", "/questions", "/questions/money-by-funder", "/questions/share-that-scaled", "/sparql?ask=follow-on",
    "/sparql?query=SELECT+*+%7B+%3Fs+sl%3AscaledInto+%3Fo+%7D", "/about", "/versions", "/quality", "/doc/crest", "/doc/CT.0921/claim/achievement-tools", "/nosuch",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_leaves(
    server: str, watched: Any, npm_packages: Path, path: str, scheme: str
) -> None:
    found = watched(server + path, color_scheme=scheme)
    assert found.outside(server) == []
    assert [told for told in found.wrong if "404" not in told] == []
    assert serious(found.page, npm_packages) == []


@pytest.mark.parametrize("path", [*PAGES, "/known", "/doc/source/booklet", "/sources", "/goals", "/places"])
@pytest.mark.parametrize("width", [360, 768])
def test_no_page_scrolls_sideways(server: str, watched: Any, path: str, width: int) -> None:
    page = watched(server + path, viewport={"width": width, "height": 740}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_suggestions_open_and_the_keyboard_chooses(server: str, watched: Any) -> None:
    page = watched(server + "/").page
    page.keyboard.press("/")
    page.keyboard.type("border tim")
    page.locator("[role=option]").first.wait_for()
    assert page.locator("input[name=q]").get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.locator("[aria-selected=true]").inner_text().startswith("Immigration and border management")
    page.keyboard.press("Enter")
    page.wait_for_url("**/view/lineage/IB.0123")


def test_a_question_and_choices_work_without_a_script(server: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server + "/")
    page.fill("input[name=q]", "नेपाल")
    page.click("form.search button")
    assert page.locator(".results h2").all_inner_texts() == ["Government capacity for migration health"]
    page.goto(server + "/explore")
    page.locator(".filters a", has_text="Brazil").first.click()
    assert page.locator(".results h2").count() == 2
    page.locator(".filters summary", has_text="Funding year").click()
    page.fill("input[name='year.to']", "2018")
    page.locator("details:has(input[name='year.to']) button").click()
    assert page.locator(".results h2").all_inner_texts() == ["Migration governance in Brazil"]
    assert "country=BR" in page.url
    context.close()
