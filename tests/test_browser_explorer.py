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
    "/compare?seeds=CT.0921,MA.1147,PR.0135", "/explore?as=map", "/explore?as=matrix", "/explore?as=timeline", "/explore?as=money",
    "/data", "/glossary", "/diff/CT.0921?a=told_by:2018", "/docs", "/explore?sort=nothing",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_leaves(
    server: str, watched: Any, npm_packages: Path, path: str, scheme: str
) -> None:
    found = watched(server + path, color_scheme=scheme)
    assert found.outside(server) == []
    assert [told for told in found.wrong if "status of 40" not in told] == []
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
    # Closed with Escape, it opens again with an arrow.
    page.keyboard.press("Escape")
    assert page.locator("input[name=q]").get_attribute("aria-expanded") == "false"
    page.keyboard.press("ArrowDown")
    assert page.locator("[aria-selected=true]").inner_text().startswith("Immigration and border management")
    page.keyboard.press("Enter")
    page.wait_for_url("**/view/lineage/IB.0123")


@pytest.mark.parametrize(("path", "width"), [("/", 1280), ("/about", 1280), ("/about", 360), ("/view/lineage/MA.1147", 360)])  # fmt: skip
def test_from_a_word_to_a_lineage_with_the_keyboard_alone(server: str, watched: Any, path: str, width: int) -> None:
    page = watched(server + path, viewport={"width": width, "height": 740}).page
    page.keyboard.press("/")
    page.keyboard.type("ethical sup")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.locator("[aria-selected=true]").inner_text().startswith("Ethical supply chains")
    page.keyboard.press("Enter")
    page.wait_for_url("**/view/lineage/CT.0921")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_same_with_the_keyboard_and_no_script(server: str, browser: Any, width: int) -> None:
    """Tab reaches the field, Enter asks, Tab reaches the first thing found, Enter reads it."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 740})
    page = context.new_page()
    page.goto(server + "/about")

    def tab_to(wanted: str) -> None:
        for _ in range(200):
            page.keyboard.press("Tab")
            if page.locator(f"{wanted}:focus").count():
                return
        raise AssertionError(wanted)

    tab_to("input[name=q]")
    page.keyboard.type("ethical supply")
    page.keyboard.press("Enter")
    page.wait_for_url("**/explore?q=ethical+supply")
    tab_to(".results a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/view/lineage/CT.0921")
    context.close()


def test_a_table_of_seeds_fits_and_opens_its_rows(shipped_server: str, browser: Any) -> None:
    """Five columns, as every table for reading; the rest of a row is opened under it, with a script or without."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(shipped_server + "/explore?as=table")
    table = page.locator(".scroll:has(table.facts)")
    assert table.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
    assert table.locator("thead th").all_inner_texts() == ["Seed", "Country", "Funding year", "Amount", "How far"]
    crest = table.locator("tr", has=page.get_by_role("link", name="Ethical supply chains in special economic zones"))
    assert "CT.0921" in crest.inner_text() and "USD 300,000" in crest.inner_text()
    more = table.locator("tr.more", has_text="CREST programme")
    assert not more.locator("dl").is_visible()
    more.locator("summary").click()
    assert {"What followed", "Follow-on reported"} <= set(more.locator("dt").all_inner_texts())
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert table.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
    context.close()


def test_a_project_without_a_code_stands_in_few_words_where_codes_are_listed(shipped_server: str, browser: Any) -> None:
    """Its whole title is in reach; no cell of codes holds more than some words of it."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    for path in ("/places", "/explore?as=money", "/explore?as=matrix&rows=country", "/known"):
        page.goto(shipped_server + path)
        links = page.locator("main a[href*='/view/lineage/'][title], main a.chip[title]")
        told = links.evaluate_all("all => all.map((one) => [one.textContent, one.title])")
        short = [(text, title) for text, title in told if text.endswith("…")]
        assert max(len(text) for text, _ in told) <= 40
        assert all(title.startswith(text[:-1]) and len(title) > 40 for text, title in short)
        assert short or path in {"/known", "/explore?as=money"}, path
    page.close()


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
    page.locator("details:has(> form input[name='year.to']) button").click()
    assert page.locator(".results h2").all_inner_texts() == ["Migration governance in Brazil"]
    assert "country=BR" in page.url
    context.close()


@pytest.mark.parametrize(
    "path", ["/", "/explore", "/view/lineage/CT.0921", "/doc/CT.0921", "/sparql", "/questions/follow-on"]
)
def test_without_a_script_no_control_is_there_that_needs_one(server: str, browser: Any, path: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server + path)
    for fold in page.locator("main details").all():
        fold.evaluate("fold => fold.open = true")
    waiting = page.locator("button[type=button], button:not(form button):not([form]), [hidden]")
    assert [one.inner_text() for one in waiting.all() if one.is_visible()] == []
    context.close()


# Beside the words a browser keeps room for the mark that empties the field.
WIDTH_OF_HINT = """field => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = getComputedStyle(field).font;
  return pen.measureText(field.placeholder).width + 24 - field.clientWidth;
}"""
LONG = (
    "/known",
    "/places",
    "/organisations",
    "/questions/money-by-funder",
    "/questions/seeds",
    "/explore?as=money",
    "/glossary",
    "/ontology",
)


@pytest.mark.parametrize("path", LONG)
def test_a_long_page_is_short_on_a_phone_and_whole_elsewhere(shipped_server: str, browser: Any, path: str) -> None:
    """Without a script: folded on a phone, every row to be seen on a wide screen and on paper, and a tap opens one."""
    rows = "main :is(tbody tr, .ledger > li, dl.glossary > dt)"
    seen = f"[...document.querySelectorAll('{rows}')].filter((row) => row.checkVisibility({{contentVisibilityAuto: true}}) && row.getBoundingClientRect().height > 0).length"
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(shipped_server + path)
    every = page.locator(rows).count()
    assert every > 40
    assert page.evaluate("document.documentElement.scrollHeight") < 8000
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    folds = "[...document.querySelectorAll('details.fold')]"
    closed = page.evaluate(f"{folds}.findIndex((fold) => !fold.open && fold.querySelector('tbody tr, .ledger, dl'))")
    fold = page.locator("details.fold").nth(closed)
    fold.locator("> summary").click(position={"x": 4, "y": 8})
    assert fold.locator(rows.removeprefix("main ")).first.is_visible()
    page.emulate_media(media="print")
    assert page.evaluate(seen) == every
    cells = "[...document.querySelectorAll('main table.short td')].filter((cell) => cell.textContent.trim() && !cell.getBoundingClientRect().height).length"
    assert page.evaluate(cells) == 0
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.evaluate(seen) == every
    context.close()


def test_a_row_of_a_long_table_opens_on_a_phone(shipped_server: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(shipped_server + "/places")
    page.locator("details.fold summary", has_text="Asia").click()
    nepal = page.locator("tr", has=page.get_by_role("link", name="Nepal", exact=True))
    assert not nepal.get_by_role("link", name="MA.1147").is_visible()
    nepal.locator(".rest-of summary").click()
    assert nepal.get_by_role("link", name="MA.1147").is_visible()
    context.close()


def test_bars_are_seen_on_paper_and_in_the_colours_of_a_reader(shipped_server: str, browser: Any) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(shipped_server + "/")
    stem = page.locator(".years .stem").first
    style = "element => getComputedStyle(element)"
    assert stem.evaluate(f"{style}.forcedColorAdjust") == "none"
    page.emulate_media(media="print")
    assert stem.evaluate(f"{style}.printColorAdjust") == "exact"
    page.goto(shipped_server + "/explore")
    assert not page.locator("details.line").is_visible()
    context.close()


@pytest.mark.parametrize("path", ["/", "/explore?as=timeline"])
def test_years_can_be_read_and_met_on_a_phone(shipped_server: str, browser: Any, path: str) -> None:
    """Beside each other 24 bars are 12 pixels wide; below each other each has its year, its number and a finger's height."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(shipped_server + path)
    rows = page.locator(".years li:has(.year)")
    assert rows.count() > 15
    for number in range(rows.count()):
        row = rows.nth(number)
        year, count = row.locator("small"), row.locator(".n")
        assert year.is_visible() and count.is_visible() and row.bounding_box()["height"] >= 24
        assert f"{year.inner_text()}: {count.inner_text()} seed" in row.locator(".visually-hidden").inner_text()
    boxes = [rows.nth(number).locator(".stem").bounding_box() for number in range(rows.count())]
    counts = [int(text) for text in rows.locator(".n").all_inner_texts()]
    assert boxes[counts.index(max(counts))]["width"] == max(box["width"] for box in boxes) > 150
    page.close()


def test_everything_in_the_bars_of_a_page_is_in_sight(shipped_server: str, browser: Any) -> None:
    """The bar of the site stands on one line in the longest language, the shapes of a result wrap on a phone."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    for language in ("en", "fr", "es"):
        page.goto(f"{shipped_server}/doc/crest?lang={language}")
        assert page.locator("header.top").bounding_box()["height"] < 70
        # The words in an empty field are whole: no wider than what has room for them.
        assert page.locator(".top input[name=q]").evaluate(WIDTH_OF_HINT) <= 0
        # Where a line is too short the places stand under it, all of them, and what sticks is no higher than its room.
        for width in (1179, 900, 360):
            page.set_viewport_size({"width": width, "height": 800})
            places = [place.bounding_box() for place in page.locator(".top nav a").all()]
            assert max(place["x"] + place["width"] for place in places) <= width
            assert page.evaluate("getComputedStyle(document.querySelector('.top nav')).overflowX") == "visible"
        page.set_viewport_size({"width": 1179, "height": 800})
        bar = page.evaluate("parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--bar'))")
        assert page.locator("header.top").bounding_box()["height"] <= bar
        page.set_viewport_size({"width": 1280, "height": 800})
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(shipped_server + "/explore?as=money")
    box = page.locator(".tabs [aria-current]").bounding_box()
    assert box["x"] + box["width"] <= 360
    # What is said of a thing has the width of the phone.
    page.goto(shipped_server + "/doc/CT.0921")
    assert page.locator(".beside tbody td").first.bounding_box()["width"] > 300
    page.close()
