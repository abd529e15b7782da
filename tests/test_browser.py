"""Pages in a real browser: a click reaches the evidence, nothing leaves the machine."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser
PAGES = ("/", "/view/lineage/CT.0921", "/doc/CT.0921", "/docs", "/sparql")


def opened(browser: Any, url: str, **more: Any) -> tuple[Any, list[str], list[str]]:
    """Open a page; return it with the addresses it asked outside, and what went wrong in it."""
    page = browser.new_page(**more)
    outside: list[str] = []
    wrong: list[str] = []
    server = "/".join(url.split("/")[:3])
    page.on(
        "request",
        lambda request: outside.append(request.url) if not request.url.startswith((server, "data:")) else None,
    )
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(url)
    return page, outside, wrong


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_asks_another_host_or_breaks(server: str, browser: Any, path: str, scheme: str) -> None:
    page, outside, wrong = opened(browser, server + path, color_scheme=scheme)
    assert (outside, wrong) == ([], [])
    assert page.title().endswith("Seedline")
    assert page.locator("h1").count() == 1
    page.close()


def test_a_click_on_a_step_reads_its_evidence(server: str, browser: Any) -> None:
    page, _, _ = opened(browser, server + "/view/lineage/CT.0921")
    step = page.locator('.canvas svg a[href^="#step-"]').last
    fragment = step.get_attribute("href")
    step.locator("text").first.click()
    detail = page.locator(fragment)
    assert detail.is_visible()
    assert page.locator(".panel .detail:visible").count() == 1
    assert "Scaling Up from Seed Funding" in detail.inner_text()
    assert "line" in detail.locator(".evidence").first.inner_text()
    assert page.url.endswith(fragment)
    detail.locator(".evidence a").first.click()
    page.wait_for_load_state()
    assert "sha256" in (page.locator("main").text_content() or "").lower()
    page.close()


def test_the_keyboard_reaches_every_step(server: str, browser: Any) -> None:
    page, _, _ = opened(browser, server + "/view/lineage/CT.0921")
    wanted = page.locator('.canvas svg a[href^="#step-"]').count()
    assert wanted == 6
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.getAttribute('href')"))
    assert len({href for href in reached if href and href.startswith("#step-")}) == wanted
    page.close()


def test_without_javascript_a_link_leads_to_the_evidence(server: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server + "/view/lineage/CT.0921")
    href = page.locator('.canvas svg a[href^="#step-"]').last.get_attribute("href")
    assert page.locator(".panel .detail").count() == page.locator(".panel .detail:visible").count() >= 12
    page.goto(server + "/view/lineage/CT.0921" + href)
    assert page.locator(href + " .evidence").first.is_visible()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_small_screen_needs_no_sideways_scrolling(server: str, browser: Any, path: str) -> None:
    page, _, _ = opened(browser, server + path, viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


def test_the_sparql_page_asks_and_answers(server: str, browser: Any) -> None:
    page, _, _ = opened(browser, server + "/sparql")
    page.locator("#ask button[type=submit]").click()
    page.locator("#result td", has_text="14500000").wait_for()
    # Another query has no result yet, and its name ends with a whole word.
    page.locator("#drafts button", has_text="+").click()
    assert page.locator("#result").is_hidden()
    first = page.locator("#drafts button").first
    assert re.search(r"\w …$", first.inner_text())
    first.click()
    assert page.locator("#result td", has_text="14500000").is_visible()
    page.close()
