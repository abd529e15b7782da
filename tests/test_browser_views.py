"""Views in a real browser: nothing leaves, nothing runs, everybody can read them, and the picture can be moved."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from seedline.formats.forms import write
from tests.conftest import until
from tests.export.views import HOSTILE, frozen, hostile

pytestmark = pytest.mark.browser
LINEAGE = "/view/lineage/CT.0921"


class Watched:
    """A page that notes what it asked for, what went wrong, and what was run in it."""

    def __init__(self, browser: Any, **more: Any) -> None:
        self.page = browser.new_page(**more)
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda m: self.wrong.append(m.text) if m.type == "error" else None)
        self.page.on("dialog", lambda dialog: (self.wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))

    def outside(self, own: str) -> list[str]:
        return [url for url in self.asked if not url.startswith((own, "data:", "blob:"))]


@pytest.fixture
def watched(browser: Any) -> Iterator[Any]:
    pages: list[Watched] = []

    def open_(url: str, **more: Any) -> Watched:
        found = Watched(browser, **more)
        pages.append(found)
        found.page.goto(url)
        return found

    yield open_
    for found in pages:
        found.page.close()


def serious(page: Any, npm_packages: Path) -> list[str]:
    """Return what axe-core finds serious or critical (WCAG 2.2 A and AA)."""
    page.evaluate((npm_packages / "axe-core" / "axe.min.js").read_text("utf-8"))
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})"
        ".then(r => r.violations.filter(v => ['serious','critical'].includes(v.impact))"
        ".map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' ' + n.failureSummary).join(' | ')))"
    )
    return list(found)


@pytest.mark.parametrize(
    "path",
    [LINEAGE, LINEAGE + "?lang=fr", "/view/component/PO.0125", "/view?select=kind:policy&lang=es", "/view", "/view?select=%2B%2B",
     "/view/paths?from=CT.0921&to=crest", "/view/lineage/CT.0921?up=0&down=1", "/embed/lineage/CT.0921"],
)  # fmt: skip
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_a_page(
    server: str, watched: Any, npm_packages: Path, path: str, scheme: str
) -> None:
    # axe is put in by the test; the page's own policy would rightly keep it out.
    found = watched(server + path, color_scheme=scheme)
    if found.page.locator(".canvas").count():
        for details in found.page.locator(".report details").all():
            details.evaluate("element => { element.open = true }")
        found.page.locator('.canvas a[href^="#step-"]').first.focus()
    assert serious(found.page, npm_packages) == []
    assert found.outside(server) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("moving", [False, True])
def test_axe_finds_nothing_serious_in_the_single_file(
    tmp_path: Path, watched: Any, npm_packages: Path, theme: str, moving: bool
) -> None:
    file = tmp_path / "view.html"
    file.write_bytes(write(frozen(theme=theme), "html"))
    found = watched(file.as_uri(), color_scheme=theme)
    if moving:
        found.page.click("#as-graph")
    assert serious(found.page, npm_packages) == []


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_neither_runs_nor_leaves(tmp_path: Path, watched: Any, name: str) -> None:
    for ending in ("svg", "html"):
        file = tmp_path / f"view.{ending}"
        file.write_bytes(write(hostile(HOSTILE[name]), ending))
        found = watched(file.as_uri())
        if ending == "html":
            found.page.click("#as-graph")
            found.page.select_option("#choice", "n0")
            assert found.page.locator("#said h2").count() == 1
            assert found.page.locator("#said img, #said script").count() == 0
        assert found.asked == [file.as_uri()]
        assert found.wrong == []


def test_every_form_opens_without_a_request_outside(server: str, watched: Any) -> None:
    found = watched(server + LINEAGE)
    endings = found.page.evaluate("[...document.querySelectorAll('link[rel=alternate]')].map(l => l.href)")
    assert len(endings) > 18
    for address in endings:
        if address.endswith((".svg", ".html", ".json", ".txt", ".png")):
            again = watched(address)
            assert again.outside(server) == [], address
            # Around a picture or text the browser has a page of its own, whose styles our policy forbids.
            assert again.wrong == [] or not address.endswith((".svg", ".html")), address


@pytest.fixture(scope="module")
def mermaid(npm_packages: Path, browser: Any) -> Iterator[Watched]:
    """A page with Mermaid in it."""
    found = Watched(browser)
    found.page.set_content("<!doctype html><title>x</title><body></body>")
    found.page.add_script_tag(path=str(npm_packages / "mermaid" / "dist" / "mermaid.min.js"))
    found.page.evaluate("mermaid.initialize({startOnLoad: false, securityLevel: 'strict', maxTextSize: 1e6})")
    yield found
    found.page.close()


@pytest.mark.parametrize("name", ["CT.0921", *sorted(HOSTILE)])
def test_mermaid_takes_the_diagram(mermaid: Watched, name: str) -> None:
    view = frozen() if name == "CT.0921" else hostile(HOSTILE[name])
    drawn = mermaid.page.evaluate(
        "async text => { const parsed = await mermaid.parse(text); const made = await mermaid.render('d', text);"
        "document.body.innerHTML = made.svg;"
        "return [parsed.diagramType, document.querySelectorAll('g.node').length, "
        "document.body.querySelectorAll('script, img, foreignObject iframe, [onload], [onerror], a[href^=javascript]').length] }",
        write(view, "mmd").decode(),
    )
    assert drawn == ["flowchart-v2", len(view.document.json()["nodes"]), 0]
    assert mermaid.wrong == [] and mermaid.asked == []


def on_the_line(page: Any, link: str) -> tuple[float, float]:
    """Return where on the screen the middle of a step's line is."""
    page.locator(".canvas").evaluate("canvas => canvas.scrollIntoView()")
    x, y = page.locator(link).first.evaluate(
        "link => { const line = link.querySelector('path'); const at = line.getPointAtLength(line.getTotalLength() / 2);"
        "const shown = at.matrixTransform(line.getScreenCTM()); return [shown.x, shown.y] }"
    )
    return x, y


def test_the_arrow_keys_follow_the_steps(server: str, watched: Any) -> None:
    page = watched(server + LINEAGE).page
    here = "document.activeElement.getAttribute('href')"
    page.locator(".canvas").focus()
    page.keyboard.press("Tab")
    seed = page.evaluate(here)
    assert seed.startswith("#node-")
    page.keyboard.press("ArrowRight")
    first = page.evaluate(here)
    reached = {first}
    for _ in range(5):
        page.keyboard.press("ArrowDown")
        reached.add(page.evaluate(here))
    assert len(reached) == 3 and all(href.startswith("#step-") for href in reached)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(here).startswith("#node-")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(here) == seed
    page.keyboard.press("Enter")
    assert page.locator(seed).is_visible()
    # One link of the picture is in the order of Tab, so that the picture is one stop.
    assert page.locator('.canvas a[tabindex="0"]').count() == 1


def test_the_address_holds_choice_path_and_the_part_in_sight(server: str, watched: Any) -> None:
    page = watched(server + LINEAGE).page
    page.mouse.click(*on_the_line(page, '.canvas svg a[href^="#step-"]'))
    page.click("[data-path]")
    page.click('[data-zoom="in"]')
    address = page.url
    assert "~path~" in address
    box = page.locator(".canvas svg").get_attribute("viewBox")
    dim = page.locator(".canvas .dim").count()
    assert dim > 0
    again = watched(address).page
    assert again.locator(".canvas .dim").count() == dim
    assert again.locator(".panel .detail:visible").count() == 1
    rounded = [round(float(part)) for part in again.locator(".canvas svg").get_attribute("viewBox").split()]
    assert rounded == [round(float(part)) for part in box.split()]
    again.click('[data-zoom="fit"]')
    assert again.url.endswith("~path")


def test_a_choice_enters_the_history_and_moves_nothing(server: str, watched: Any) -> None:
    page = watched(server + LINEAGE, viewport={"width": 1280, "height": 800}).page
    page.locator(".canvas").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    nodes = page.locator(".canvas .sl-node").filter(has=page.locator("text"))
    for number in (0, 1):
        nodes.nth(number).locator("text").first.click()
    assert page.evaluate("scrollY") == before
    panel = page.locator(".panel").bounding_box()
    assert panel["x"] > 880 and panel["y"] >= 0 and panel["y"] + panel["height"] <= 800
    second = page.locator(".panel .detail:visible").get_attribute("id")
    page.go_back()
    first = page.locator(".panel .detail:visible").get_attribute("id")
    assert first != second and page.url.endswith(f"#{first}")
    page.go_back()
    until(lambda: page.evaluate("!document.querySelector('.panel .detail.open')"))
    assert page.url == server + LINEAGE


@pytest.mark.parametrize(("width", "link"), [(1280, ".canvas a"), (800, ".canvas a"), (360, ".listed a")])
def test_escape_closes_the_choice_and_leads_back_to_its_place(server: str, watched: Any, width: int, link: str) -> None:
    page = watched(server + LINEAGE, viewport={"width": width, "height": 800}).page
    chosen = page.locator(f'{link}[href^="#step-"]').first
    fragment = chosen.get_attribute("href")
    chosen.focus()
    page.keyboard.press("Enter")
    until(page.locator(f"{fragment}:focus").is_visible)
    page.keyboard.press("Escape")
    until(lambda: page.locator(".panel .detail:visible, main [aria-current='true']").count() == 0)
    assert page.url == server + LINEAGE
    assert page.evaluate("document.activeElement.getAttribute('href')") == fragment
    # In a field Escape is the field's; where nothing is chosen it changes nothing.
    page.keyboard.press("Escape")
    page.go_back()
    until(lambda: page.locator(fragment).is_visible())
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    assert page.locator(fragment).is_visible()


def test_what_is_moved_in_full_screen_has_the_screen(server: str, watched: Any) -> None:
    page = watched(server + LINEAGE, viewport={"width": 1600, "height": 900}).page
    page.click("[data-full]")
    until(lambda: page.evaluate("document.fullscreenElement?.id === 'graph'"))
    page.click("[data-zoom=in]")
    width = "element => element.getBoundingClientRect().width"
    assert page.locator(".canvas svg").evaluate(width) > 0.9 * page.locator(".canvas").evaluate(width) > 1200


@pytest.mark.parametrize("script", [True, False])
def test_the_panel_says_what_there_is_before_anything_is_chosen(server: str, browser: Any, script: bool) -> None:
    """The facts of the seed (B 1269 to 1275, 1312 to 1315), then every step by name, each leading to its evidence."""
    context = browser.new_context(java_script_enabled=script, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(server + LINEAGE)
    opening = page.locator(".panel .opening")
    told = opening.inner_text()
    for fact in ("USD 300,000", "at least USD 14.5m", "IOM Viet Nam", "21 to 33 months", "the Fund only"):
        assert fact in told, fact
    assert opening.locator("dd b", has_text="USD 300,000").bounding_box()["height"] < 30
    named = opening.locator('a[href^="#step-"]')
    assert [*named.evaluate_all("all => all.map(one => one.hash)")] == [f"#step-{n}" for n in range(6)]
    named.last.click()
    detail = page.locator("#step-5")
    assert detail.is_visible() and opening.is_visible() != script
    detail.locator("a.back").click()
    until(opening.is_visible)
    # On a phone the list of the picture says the same, and stands in its place.
    page.set_viewport_size({"width": 360, "height": 740})
    assert not opening.is_visible() and page.locator(".listed").is_visible()
    context.close()


def test_without_a_script_the_evidence_stands_beside_the_picture(server: str, browser: Any) -> None:
    """The panel scrolls by itself: a choice leaves the picture in sight, and no empty column runs down the page."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(server + LINEAGE)
    page.locator('.canvas a[href="#step-3"] text, .canvas a[href="#step-3"] path').last.click(force=True)
    canvas, detail = page.locator(".canvas").bounding_box(), page.locator("#step-3").bounding_box()
    assert 0 <= detail["y"] < 500 and canvas["y"] < 700 and canvas["y"] + canvas["height"] > 300
    assert page.locator(".workspace").bounding_box()["height"] < 1200
    context.close()


@pytest.mark.parametrize("code", ["CT.0921", "MA.1147", "PO.0125"])
def test_every_step_can_be_chosen_and_is_numbered(server: str, watched: Any, code: str) -> None:
    page = watched(f"{server}/view/lineage/{code}").page
    sections = page.locator(".panel .detail[data-from]")
    ids = sections.evaluate_all("found => found.map(section => section.id)")
    in_picture = page.locator('.canvas a[href^="#step-"]').evaluate_all(
        "found => found.map(link => link.getAttribute('href').slice(1))"
    )
    assert sorted(in_picture) == sorted(ids)
    assert all(page.locator(f'.canvas a[href="#{one}"]').count() == 1 for one in ids)
    assert sections.locator(".steps").first.text_content().startswith(f"Step 1 of {len(ids)}")
    numbers = page.locator("details:has(#steps) tbody tr:not(.more) td:first-child").all_text_contents()
    assert sorted(map(int, numbers)) == list(range(1, len(ids) + 1))


def test_no_text_on_the_page_or_in_a_frame_is_smaller_than_it_was_made(server: str, watched: Any) -> None:
    """Measured as the browser draws it: 13 pixels on a page, 12 in a frame as narrow as a phone."""
    least = (
        "[...document.querySelectorAll('svg text')].filter(text => text.checkVisibility())"
        ".map(text => Math.round(100 * Number(text.getAttribute('font-size')) * text.getScreenCTM().a) / 100)"
    )
    for code in ("CT.0921", "MA.1147", "PO.0125"):
        for width in (1400, 1280, 1120, 900):
            page = watched(f"{server}/view/lineage/{code}", viewport={"width": width, "height": 800}).page
            assert min(page.evaluate(least)) >= 13, (code, width)
        page = watched(f"{server}/view/lineage/{code}", viewport={"width": 360, "height": 800}).page
        listed = page.locator(".listed *").evaluate_all(
            "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert min(listed) >= 13, code
        for width in (1200, 840, 839, 500, 360, 320):
            page = watched(f"{server}/embed/lineage/{code}", viewport={"width": width, "height": 800}).page
            assert min(page.evaluate(least)) >= 12, (code, width)
            assert page.locator(".picture:visible").count() == 1
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.locator("h1").count() == 1


@pytest.mark.parametrize("width", [320, 500, 838, 960])
def test_a_frame_is_as_high_as_its_code_says(server: str, watched: Any, width: int) -> None:
    for code in ("CT.0921", "PO.0125"):
        told = httpx.get(server + "/oembed", params={"url": f"{server}/view/lineage/{code}", "maxwidth": width}).json()
        page = watched(f"{server}/embed/lineage/{code}", viewport={"width": told["width"], "height": 200}).page
        high = page.evaluate("document.documentElement.scrollHeight")
        assert high <= told["height"] <= high * 1.1 + 24, (code, width)


def test_a_frame_weighs_little_and_waits_until_it_is_seen(server: str) -> None:
    for code in ("CT.0921", "MA.1147", "PO.0125"):
        assert len(httpx.get(f"{server}/embed/lineage/{code}").content) < 260_000
        told = httpx.get(server + "/oembed", params={"url": f"{server}/view/lineage/{code}"}).json()["html"]
        assert 'loading="lazy"' in told


def test_a_drag_moves_the_picture_and_chooses_nothing(server: str, watched: Any) -> None:
    page = watched(server + LINEAGE).page
    before = page.locator(".canvas svg").get_attribute("viewBox")
    page.locator(".canvas").evaluate("canvas => canvas.scrollIntoView()")
    box = page.locator('.canvas svg a[href^="#node-"]').first.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=4)
    page.mouse.up()
    assert page.locator(".canvas svg").get_attribute("viewBox") != before
    assert page.locator(".panel .detail:visible").count() == 0


def test_a_choice_in_the_table_is_a_choice_in_the_picture(server: str, watched: Any) -> None:
    page = watched(server + LINEAGE).page
    link = page.locator('table.facts a[href^="#step-"]').first
    href = link.get_attribute("href")
    link.click()
    assert page.locator(f'.canvas a[href="{href}"][aria-current="true"]').count() == 1
    assert page.locator(f'tr[data-for="{href[1:]}"][aria-current="true"]').count() == 1


def test_the_page_works_without_javascript(server: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server + LINEAGE)
    assert page.locator("[data-zoom]:visible").count() == 0
    assert page.locator("p.copyable").first.is_visible()
    page.goto(server + LINEAGE + "?down=1")
    assert "down=2" in page.locator("a.more").get_attribute("href")
    page.locator("#part summary").click()
    page.fill('input[name="down"]', "0")
    page.locator("#part button").click()
    assert "down=0" in page.url
    assert "CREST programme" not in page.locator(".canvas").inner_text()
    context.close()


@pytest.fixture
def around(server: str) -> Iterator[Any]:
    """A page of another origin, on this machine: a browser lets no page from outside frame what is local."""
    body = ""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            return

    served = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=served.serve_forever, daemon=True).start()

    def put(code: str) -> str:
        nonlocal body
        listens = "<script>window.heard=[];addEventListener('message', e => heard.push(e.data))</script>"
        body = f"<!doctype html><title>x</title>{listens}{code}"
        return f"http://127.0.0.1:{served.server_port}"

    yield put
    served.shutdown()
    served.server_close()


@pytest.mark.parametrize("named", [True, False])
def test_a_frame_tells_its_height_to_the_named_origin_alone(
    server: str, watched: Any, around: Any, named: bool
) -> None:
    code = httpx.get(server + "/oembed", params={"url": server + LINEAGE}).json()["html"]
    origin = around(code)
    target = origin if named else "http://other.example"
    around(code.replace('" title=', f'?target={target}" title=', 1))
    page = watched(origin).page
    # Before anything is chosen the frame has told its height, or said nothing.
    if named:
        until(lambda: page.evaluate("heard.some(message => message.type === 'size' && message.height > 200)"))
    page.frame_locator("iframe").locator(".for-page svg .sl-node[data-iri]").first.locator("text").first.click()
    if named:
        until(lambda: page.evaluate("heard.some(message => message.type === 'choose')"))
    else:
        page.wait_for_timeout(300)
    messages = page.evaluate("heard")
    if not named:
        assert messages == []
        return
    assert {message["type"] for message in messages} == {"size", "choose"}
    assert any(message["height"] > 200 for message in messages if message["type"] == "size")


def test_only_embeds_can_be_framed(server: str, watched: Any, around: Any) -> None:
    page = watched(around(f'<iframe src="{server}{LINEAGE}" title="x"></iframe>')).page
    page.wait_for_timeout(300)
    assert not [frame for frame in page.frames if "Seedline" in frame.title()]


def test_little_is_loaded_before_a_page_is_ready(server: str, watched: Any) -> None:
    """Counted in files and bytes; make bench-views measures the milliseconds."""
    found = watched(server + LINEAGE)
    found.page.wait_for_load_state("networkidle")
    loaded = found.page.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".map(entry => [entry.name, entry.decodedBodySize])"
    )
    assert len(loaded) <= 12, loaded
    assert sum(size for _, size in loaded) < 600_000, loaded


PART = "/view/lineage/CT.0921?up=0&down=1"


def test_a_thing_opens_in_place_and_the_way_back_closes_it(server: str, watched: Any) -> None:
    found = watched(server + PART)
    page = found.page
    assert page.locator('.canvas .sl-node[data-iri$="/crest"]').count() == 0
    mark = page.locator('.canvas a.sl-more[data-of$="/crest-framework"]')
    assert "1 more" in mark.text_content()
    mark.click()
    page.wait_for_selector('.canvas .sl-node[data-iri$="/crest"]')
    # The address holds it, the opened thing has the focus, and the tables are in step.
    assert "more=crest-framework" in page.url
    assert page.evaluate("document.activeElement.querySelector('g').dataset.iri").endswith("/crest-framework")
    assert page.locator(".panel .detail:visible h2").text_content() == "CREST framework"
    assert (
        page.locator("details:has(#things) tbody tr:not(.more)").count()
        == page.locator(".canvas .sl-node").count()
        == 5
    )
    assert page.locator("#told").text_content() == "5 things, 4 steps"
    again = watched(page.url).page
    assert again.locator('.canvas .sl-node[data-iri$="/crest"]').count() == 1
    page.go_back()
    page.locator('.canvas .sl-node[data-iri$="/crest"]').wait_for(state="detached")
    assert page.url.split("#")[0] == server + PART
    assert found.wrong == [] and found.outside(server) == []


def test_the_keyboard_opens_and_centres(server: str, watched: Any) -> None:
    page = watched(server + PART).page
    page.locator('.canvas a:has(g[data-iri$="/crest-framework"])').first.focus()
    page.keyboard.press("c")
    box = [float(part) for part in page.locator(".canvas svg").get_attribute("viewBox").split()]
    assert box[2] < page.evaluate("Number(document.querySelector('.canvas svg').getAttribute('width'))")
    page.keyboard.press("m")
    page.wait_for_selector('.canvas .sl-node[data-iri$="/crest"]')
    # Tab reaches the card that has the focus, and after it the mark of what more it leads to.
    assert page.locator('.canvas a:not(.sl-more)[tabindex="0"]').count() == 1


def test_without_javascript_the_mark_leads_to_the_wider_view(server: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server + PART)
    page.goto(server + page.locator('.canvas a.sl-more[data-of$="/crest-framework"]').get_attribute("href"))
    assert page.locator('.canvas .sl-node[data-iri$="/crest"]').count() == 1
    context.close()


def test_a_dark_reader_gets_a_dark_picture(server: str, watched: Any) -> None:
    fill = "getComputedStyle(document.querySelector('.canvas .sl-card > rect')).fill"
    assert watched(server + LINEAGE, color_scheme="light").page.evaluate(fill) == "rgb(254, 254, 254)"
    assert watched(server + LINEAGE, color_scheme="dark").page.evaluate(fill) == "rgb(26, 33, 30)"
    assert watched(server + LINEAGE + "?theme=print", color_scheme="dark").page.evaluate(fill) == "rgb(255, 255, 255)"


def _steps_told(page: Any, within: str) -> set[str]:
    links = page.locator(f'{within} a[href^="#step-"]')
    return set(links.evaluate_all("found => found.map(link => link.getAttribute('href'))"))


@pytest.mark.parametrize("code", ["CT.0921", "MA.1147", "PO.0125", "PR.0135", "CE.0411"])
def test_on_a_phone_the_picture_is_a_list_that_comes_first(server: str, watched: Any, code: str) -> None:
    page = watched(f"{server}/view/lineage/{code}", viewport={"width": 360, "height": 740}).page
    top = "selector => document.querySelector(selector).getBoundingClientRect().top + scrollY"
    order = [page.evaluate(top, name) for name in (".lead", ".story-phone", ".listed", "#steps")]
    assert order == sorted(order)
    assert order[1] < 740 and order[2] < 3 * 740
    # Tables and what is long besides wait until somebody opens them.
    assert page.evaluate("document.documentElement.scrollHeight") < 7_000
    assert page.locator(".canvas:visible").count() == 0
    assert page.locator(".fold[open]").count() == 0
    # Every step of the picture has its evidence one touch away.
    assert _steps_told(page, ".listed") == _steps_told(page, ".canvas")
    page.locator("summary:has(#steps)").click()
    # Each fact stands under the name of its column.
    assert (
        page.evaluate("getComputedStyle(document.querySelector('table.facts td + td'), '::before').content") == '"From"'
    )


@pytest.mark.parametrize("script", [True, False])
def test_on_a_phone_a_choice_shows_its_evidence_and_nothing_else(server: str, browser: Any, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(server + LINEAGE)
    assert page.locator(".panel .detail:visible").count() == 0
    link = page.locator('.listed a[href^="#step-"]').last
    href = link.get_attribute("href")
    link.click()
    assert page.locator(".panel .detail:visible").count() == 1
    assert page.locator(f"{href}:visible").count() == 1
    page.locator(f"{href} a.back").click()
    until(lambda: page.locator(".panel .detail:visible").count() == 0)
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_elsewhere_nothing_is_folded(server: str, browser: Any, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(server + LINEAGE)
    assert page.locator("#steps").is_visible()
    assert page.locator("details:has(#steps) tbody tr").first.is_visible()
    assert page.locator(".listed:visible").count() == 0
    context.close()


def test_a_text_is_found_in_the_picture(server: str, watched: Any) -> None:
    page = watched(server + LINEAGE).page
    page.fill("[data-find]", "crést")
    assert page.locator("output[data-found]").text_content().startswith("1 / ")
    found = page.locator(".canvas a.found")
    assert found.count() >= 2 and all("crest" in text.lower() for text in found.all_text_contents())
    first = page.locator(".canvas a.seen").get_attribute("href")
    page.press("[data-find]", "Enter")
    assert page.locator(".canvas a.seen").get_attribute("href") != first
    assert page.locator(".panel .detail:visible").count() == 1
    page.fill("[data-find]", "nothing has this")
    assert found.count() == 0 and page.locator("output[data-found]").text_content() == "0 / 0"


def test_the_picture_fills_the_screen_and_comes_back(server: str, watched: Any) -> None:
    page = watched(server + LINEAGE).page
    page.click("[data-full]")
    until(lambda: page.evaluate("document.fullscreenElement?.id === 'graph'"))
    page.click("[data-full]")
    until(lambda: page.evaluate("!document.fullscreenElement"))


def test_a_card_of_the_story_leads_to_its_evidence(server: str, watched: Any) -> None:
    page = watched(server + LINEAGE).page
    page.locator('.story-page a[href^="#step-"]').last.click()
    assert page.locator(".panel .detail:visible").count() == 1
    assert page.locator(".story-phone:visible").count() == 0


def test_a_timeline_is_drawn_for_who_opens_it(server: str, watched: Any) -> None:
    page = watched(server + LINEAGE).page
    page.locator("#timeline summary").click()
    until(lambda: page.evaluate("document.querySelector('#timeline img').naturalWidth > 600"))


def test_the_scripts_are_small(server: str) -> None:
    import gzip

    sent = b"".join(httpx.get(f"{server}/static/{name}.js").content for name in ("lineage", "moving", "copying"))
    assert len(gzip.compress(sent, 9)) < 8_000


def test_all_that_is_said_fits_a_small_screen_when_it_is_opened(server: str, watched: Any) -> None:
    page = watched(f"{server}/view/lineage/PR.0135", viewport={"width": 390, "height": 800}).page
    page.evaluate("document.querySelectorAll('section.said details').forEach(one => one.open = true)")
    assert page.locator("#copy-query").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
