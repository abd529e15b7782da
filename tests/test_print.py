"""Pages on paper, printed by a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.export.test_forms import pdf_text
from tests.export.test_manuscripts import pages


@pytest.mark.parametrize("path", ["/view/lineage/MA.1147", "/view/lineage/CT.0921"])
def test_a_printed_lineage_has_every_fact_and_no_buttons(server: str, browser: Any, path: str, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(server + path)
    buttons = {text.strip() for text in page.locator("button").all_inner_texts() if len(text.strip()) > 3}
    page.pdf(path=tmp_path / "a.pdf", format="A4")
    text = re.sub(r"\s+", " ", pdf_text((tmp_path / "a.pdf").read_bytes()))
    for told in ("By whose word", "Basis", "Kind of money", "In our words", "Where it says so", "USD"):
        assert told in text, told
    assert "line 1291" in text or "CT" not in path
    assert not [name for name in buttons if re.search(rf"\b{re.escape(name)}\b", text)], buttons
    page.close()


#: What A4 has within its margins, in pixels of CSS.
ACROSS, DOWN = 182 / 25.4 * 96, 269 / 25.4 * 96


@pytest.mark.parametrize("code", ["CT.0921", "MA.1147", "PO.0125", "PO.0141"])
def test_the_figure_stands_on_the_first_page_as_large_as_it_was_drawn(
    server: str, browser: Any, code: str, tmp_path: Path
) -> None:
    page = browser.new_page(viewport={"width": int(ACROSS), "height": int(DOWN)})
    page.goto(f"{server}/view/lineage/{code}")
    figures = page.locator(".on-paper svg")
    assert figures.count() == (2 if code == "PO.0125" else 1) and not figures.first.is_visible()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
    assert len(ids) == len(set(ids))
    page.emulate_media(media="print")
    box = figures.first.bounding_box()
    # It fits under the title, and is 160 mm wide, in which its text has 7.4 points.
    assert box["y"] + box["height"] <= DOWN and box["width"] == pytest.approx(160 / 25.4 * 96, abs=2)
    # Nothing that is too wide makes the whole page smaller.
    assert page.evaluate("document.documentElement.scrollWidth") <= ACROSS + 1
    page.pdf(path=tmp_path / "a.pdf", format="A4")
    first, second, *_ = [[text for *_, text in words] for _, _, words in pages((tmp_path / "a.pdf").read_bytes())]
    assert {"Produced", "happened"} <= set(first)
    assert ("1 of 2" in " ".join(first) and "2 of 2" in " ".join(second)) == (code == "PO.0125")
    page.close()


@pytest.mark.parametrize("code", ["MA.1147", "PO.0125"])
def test_the_single_file_has_its_figure_under_its_title_on_paper(
    server: str, browser: Any, code: str, tmp_path: Path
) -> None:
    (tmp_path / "a.html").write_bytes(httpx.get(f"{server}/view/lineage/{code}.html?lang=fr").content)
    page = browser.new_page(viewport={"width": int(ACROSS), "height": int(DOWN)})
    page.goto((tmp_path / "a.html").as_uri())
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
    assert len(ids) == len(set(ids)) and not page.locator(".on-paper").first.is_visible()
    page.emulate_media(media="print")
    assert not page.locator("#picture").is_visible()
    assert page.locator(".on-paper svg").first.bounding_box()["width"] == pytest.approx(160 / 25.4 * 96, abs=2)
    page.pdf(path=tmp_path / "a.pdf", format="A4")
    first, *rest = [[text for *_, text in words] for _, _, words in pages((tmp_path / "a.pdf").read_bytes())]
    assert {"Produit", "Migration" if code == "PO.0125" else "Government"} <= set(first)
    # The head of a table never stands alone at the foot of a page.
    assert not [
        words for words in (first, *rest) if " ".join(words[-3:]).endswith(("Toutes les étapes", "Poursuivi par"))
    ]
    page.close()


def test_the_timeline_is_on_paper_though_nobody_opened_it(server: str, browser: Any, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(server + "/view/lineage/IB.0123")
    assert not page.locator("img[loading]").first.is_visible()
    # What a browser says before it prints; here nothing else waits until the picture has come.
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.locator("img[loading]").first.evaluate(
        "late => late.naturalWidth || new Promise((come, miss) => {"
        " late.addEventListener('load', come); setTimeout(miss, 20000) })"
    )
    page.pdf(path=tmp_path / "a.pdf", format="A4")
    assert "Date not stated" in pdf_text((tmp_path / "a.pdf").read_bytes())
    page.close()


def test_a_printed_query_is_what_was_asked_its_result_and_how_to_cite_it(
    server: str, browser: Any, tmp_path: Path
) -> None:
    page = browser.new_page(viewport={"width": int(ACROSS), "height": int(DOWN)})
    page.goto(server + "/sparql")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("SELECT ?seed { ?seed a sl:SeedProject }")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/sparql?query=*")
    page.pdf(path=tmp_path / "a.pdf", format="A4")
    text = re.sub(r"\s+", " ", pdf_text((tmp_path / "a.pdf").read_bytes()))
    # Nothing of the editor, the catalogue of questions, the prefixes or the codes of other tools.
    assert re.match(r"SPARQL SELECT \?seed { \?seed a sl:SeedProject } Result 9 rows seed ", text)
    assert re.search(r"id:\S+ SPARQL\. Seedline data of [^,]+, version \w+, http://\S+ ?\S*$", text.strip())
    assert page.locator("footer").text_content().count("query=SELECT") == 1
    assert "query=SELECT" in page.locator("a.lang[lang=fr]").get_attribute("href")
    page.close()


@pytest.mark.parametrize("path", ["/organisations", "/explore?country=BR", "/doc/crest", "/questions/follow-on", "/view/lineage/CT.0921", "/about", "/data", "/compare?seeds=CT.0921,MA.1147"])  # fmt: skip
def test_every_printed_page_says_how_to_cite_it(server: str, browser: Any, path: str) -> None:
    page = browser.new_page()
    page.goto(server + path)
    page.emulate_media(media="print")
    assert (
        page.locator("footer .citing p:visible, main .cited:visible, #cite blockquote:visible, #cite p:visible").count()
        >= 1
    )
    assert page.locator("footer:visible").count() + (page.locator("main .cited, #cite").count() > 0) == 1
    page.close()


def test_tables_fit_a_screen_and_open_their_rows(server: str, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(server + "/view/lineage/CT.0921")
    for table in page.locator("table.facts").all():
        assert table.evaluate("table => table.offsetWidth <= table.parentElement.clientWidth")
        assert table.locator("thead th").count() <= 6
    amount = page.locator("table.facts td.money").filter(has_text="5,800,000").first
    assert amount.evaluate("cell => getComputedStyle(cell).textAlign") == "right"
    more = page.locator("table.facts tr.more").first
    assert not more.locator("dl").is_visible()
    more.locator("summary").click()
    assert more.locator("dl").is_visible() and "By whose word" in more.inner_text()
    assert "exact" not in page.locator("table.facts").filter(has_text="amount not stated").inner_text()
    page.close()


def test_a_printed_cell_has_text_of_one_size(server: str, browser: Any) -> None:
    """Where it says so is no larger than what is said, which would leave it the least room."""
    page = browser.new_page()
    page.goto(server + "/doc/crest")
    page.emulate_media(media="print")
    sizes = page.evaluate(
        "[...document.querySelectorAll('td')].flatMap(cell => [...cell.querySelectorAll('small, .evidence, .evidence a')]"
        ".map(each => getComputedStyle(each).fontSize + ' in ' + getComputedStyle(cell).fontSize))"
    )
    assert len(sizes) > 10
    assert {each for each in sizes if len(set(each.split(" in "))) > 1} == set()
    page.close()


@pytest.mark.parametrize("path", ["/", "/policies", "/known", "/questions/money-by-funder", "/doc/crest"])
def test_no_word_of_a_printed_page_is_cut(server: str, browser: Any, path: str) -> None:
    page = browser.new_page(viewport={"width": int(ACROSS), "height": int(DOWN)})
    page.goto(server + path)
    page.emulate_media(media="print")
    cut = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(each => getComputedStyle(each).overflow !== 'visible'"
        " && !each.closest('svg, .visually-hidden') && each.clientWidth > 1 && each.scrollWidth > each.clientWidth + 1)"
        ".map(each => each.textContent)"
    )
    assert not cut
    assert page.evaluate("document.documentElement.scrollWidth") <= ACROSS + 1
    marks = "[...document.querySelectorAll('summary')].map(each => getComputedStyle(each).listStyleType)"
    assert set(page.evaluate(marks)) <= {"none"}
    page.close()


@pytest.mark.parametrize("path", ["/?lang=fr", "/view/lineage/CT.0921?lang=es", "/doc/crest", "/known?lang=fr"])
def test_no_line_of_a_page_ends_inside_an_amount(server: str, browser: Any, path: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(server + path)
    count, broken = page.evaluate("""() => {
        const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT), broken = [];
        let count = 0;
        for (let node; (node = walk.nextNode());)
            for (const found of node.parentElement.closest("code, .copyable") ? [] : node.data.matchAll(/\\b[A-Z]{3} \\d[\\d.,\\u00a0]*\\d(?: ?(?:m|M|millions?|millones)\\b)?/g)) {
                const range = document.createRange();
                range.setStart(node, found.index);
                range.setEnd(node, found.index + found[0].length);
                const [first, ...rest] = range.getClientRects();
                count += Boolean(first);
                if (rest.some(box => box.top > first.bottom - 1)) broken.push(found[0]);
            }
        return [count, broken];
    }""")
    assert count and not broken
    page.close()
