"""The query page: with a result for browsers, errors at the word's own place, code that runs, the same table without a script."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from seedline.queries import questions, with_prefixes
from seedline_api.app import create_app
from seedline_api.rendering import site
from seedline_api.rendering.codes import codes
from seedline_api.settings import Settings
from seedline_ontology import PREFIXES
from tests.conftest import finished, missing, until

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
SEEDS = "SELECT ?seed ?year { ?seed a sl:SeedProject ; sl:fundingYear ?year } ORDER BY ?seed"


def cells(page: str) -> list[list[str]]:
    """Return the texts of the rows of a page's table."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    return [
        [html.unescape(re.sub(r"<[^>]+>", " ", cell)).split() for cell in re.findall(r"<td>(.*?)</td>", row)]
        for row in rows[1:]
    ]  # type: ignore[misc]


def test_a_browser_gets_the_page_with_its_result(server: str) -> None:
    for answer in (
        httpx.get(server + "/sparql", params={"query": SEEDS}, headers=BROWSER),
        httpx.post(server + "/sparql", data={"query": SEEDS}, headers=BROWSER),
    ):
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["vary"] == "Accept, Accept-Encoding"
        assert answer.headers["seedline-version"]
        rows = cells(answer.text)
        assert len(rows) == 9
        assert rows[2] == [
            ["Ethical", "supply", "chains", "in", "special", "economic", "zones", "id:CT.0921"],
            ["2015", "gYear"],
        ]


@pytest.mark.parametrize(
    "accept", [None, "*/*", "application/json", "text/csv", "text/*;q=0.5, application/sparql-results+xml"]
)
def test_nobody_else_gets_a_page(server: str, accept: str | None) -> None:
    answer = httpx.get(server + "/sparql", params={"query": SEEDS}, headers={"accept": accept} if accept else {})
    assert answer.status_code == 200
    assert "html" not in answer.headers["content-type"]


def test_ask_and_triples_are_shown_too(server: str) -> None:
    page = httpx.get(server + "/sparql", params={"query": "ASK { id:crest a sl:Node }", "lang": "fr"}, headers=BROWSER)
    assert '<p class="lead">oui</p>' in page.text
    built = httpx.get(server + "/sparql", params={"query": "CONSTRUCT WHERE { ?s a sl:SeedProject }"}, headers=BROWSER)
    assert len(cells(built.text)) == 9
    assert "format=ttl" in built.text


def test_an_error_stands_at_its_word(server: str) -> None:
    query = "SELECT * {\n  ?x sl:scaledInto ?y foo:bar ?z\n}"
    page = httpx.get(server + "/sparql", params={"query": query}, headers=BROWSER)
    assert page.status_code == 400
    assert "<mark>foo:bar</mark>" in page.text
    assert 'data-line="2" data-column="23"' in page.text
    assert "the prefix foo: is not declared" in page.text
    assert html.escape(query) in page.text
    assert httpx.get(server + "/sparql", params={"query": "DROP ALL"}, headers=BROWSER).status_code == 403


def test_what_is_in_the_data_or_a_query_is_never_markup(server: str) -> None:
    hostile = "SELECT ('<img src=x onerror=alert(1)>' AS ?x) (<http://x/%22onload=%22> AS ?y) {} # </textarea><script>"
    page = httpx.get(server + "/sparql", params={"query": hostile}, headers=BROWSER)
    assert page.status_code == 200
    assert "<img src=x" not in page.text
    assert "</textarea><script>" not in page.text


def test_a_long_result_has_pages_and_says_how_long(server: str) -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 250"
    first = httpx.get(server + "/sparql", params={"query": query}, headers=BROWSER).text
    last = httpx.get(server + "/sparql", params={"query": query, "start": "200"}, headers=BROWSER).text
    assert (len(cells(first)), len(cells(last))) == (100, 50)
    assert "<b>250 rows</b>" in first
    assert "1–100" in first
    assert "201–250" in last


def test_a_limit_is_told_on_the_page(server: str) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    page = httpx.get(server + "/sparql", params={"query": query, "timeout": "1"}, headers=BROWSER)
    assert page.status_code == 503
    assert "time limit" in page.text
    assert "<textarea" in page.text


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_question_is_at_the_left_and_in_the_editor(server: str, language: str) -> None:
    page = html.unescape(httpx.get(f"{server}/sparql?ask=ceilings&lang={language}", headers=BROWSER).text)
    for each in questions().values():
        assert f'href="/sparql?ask={each.name}' in page
    assert questions()["ceilings"].query in page
    answered = httpx.get(
        server + "/sparql",
        params={"query": questions()["ceilings"].query, "ask": "ceilings", "lang": language},
        headers=BROWSER,
    )
    assert answered.text.count("<li>") > 84
    assert httpx.get(f"{server}/sparql?ask=nope", headers=BROWSER).status_code == 404


def test_the_editor_completes_from_our_own_metadata(server: str) -> None:
    told = httpx.get(server + "/api/terms").json()
    assert told["prefixes"] == PREFIXES
    terms = {term["name"]: term for term in told["terms"]}
    assert terms["sl:SeedProject"] == {"name": "sl:SeedProject", "kind": "class", "label": "seed project"}
    assert terms["sl:scaledInto"]["kind"] == "property"
    assert terms["id:crest"] == {"name": "id:crest", "kind": "thing", "label": "CREST programme"}
    assert terms["status:ongoing"]["kind"] == "concept"
    assert all(name.startswith("sl:") for name in told["ours"])


def test_code_to_copy_runs_and_gives_the_rows(server: str) -> None:
    made = codes(with_prefixes(SEEDS), server + "/sparql", "select")
    assert set(made) == {"curl", "Python", "R", "JavaScript", "Power Query"}
    for name, code in made.items():
        assert "PREFIX sl: <https://w3id.org/seedline/ontology#>" in code, name
        assert "CT.0921" not in code
    told = subprocess.run([sys.executable, "-c", made["Python"]], capture_output=True, text=True, check=True).stdout
    assert "id/CT.0921" in told
    if shutil.which("curl") is None:
        missing("curl")
    told = subprocess.run(["sh", "-c", made["curl"]], capture_output=True, text=True, check=True).stdout
    assert len(told.splitlines()) == 10
    if shutil.which("node") is None:
        missing("node")
    told = subprocess.run(
        ["node", "--input-type=module", "-e", made["JavaScript"]], capture_output=True, text=True, check=True
    ).stdout
    assert len(told.split()) == 10


def test_code_to_copy_keeps_namibia(server: str) -> None:
    query = 'SELECT ("NA" AS ?code) ("#(lf)" AS ?text) {}'
    made = codes(query, server + "/sparql", "select")
    told = subprocess.run([sys.executable, "-c", made["Python"]], capture_output=True, text=True, check=True).stdout
    assert told.split()[-2:] == ["NA", "#(lf)"]
    # R and Power Query are not at hand everywhere: what they would take away is told them not to.
    assert "na.strings = character()" in made["R"]
    assert '""#(#)(lf)""' in made["Power Query"]
    if shutil.which("Rscript"):
        program = made["R"].replace("library(httr)", "suppressPackageStartupMessages(library(httr))")
        told = subprocess.run(["Rscript", "-e", program], capture_output=True, text=True, check=True).stdout
        assert told.split()[-2:] == ["NA", "#(lf)"]


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?x rdfs:label 'it''s' }",
        'SELECT ?x { ?x rdfs:label "a\\"b" } # \\n"""',
        "SELECT ?x { ?x rdfs:label 'O\\'Neil' }",
    ],
)
def test_code_to_copy_survives_quotes(server: str, query: str) -> None:
    code = codes(query, "http://127.0.0.1:1/sparql", "select")
    printed = re.sub(r"^(?:import|body|request|answer|table|print).*$", "", code["Python"], flags=re.MULTILINE)
    told = subprocess.run(
        [sys.executable, "-c", printed + "\nprint(query, end='')"], capture_output=True, text=True, check=True
    ).stdout
    assert told.strip() == query
    shell = (
        code["curl"]
        .replace("curl -H 'Accept: text/csv' --data-urlencode", "printf %s")
        .replace(" http://127.0.0.1:1/sparql", "")
    )
    assert subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=True).stdout == f"query=\n{query}"


@pytest.mark.browser
def test_the_page_works_without_a_script(server: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server + "/sparql?ask=follow-on")
    page.locator("#ask button").click()
    assert page.locator("#result tbody tr").count() == 3
    assert "query=" in page.url
    assert page.locator("#result li").count() == 4
    context.close()


@pytest.mark.browser
def test_the_editor_completes_runs_and_marks(server: str, browser: Any) -> None:
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" and "400" not in m.text else None)
    page.goto(server + "/sparql")
    page.locator(".cm-content").wait_for()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT * { ?x a sl:SeedPr", delay=40)
    page.locator(".cm-tooltip-autocomplete li", has_text="sl:SeedProject").first.wait_for()
    # The editor takes no Enter for a choice in the first moment of a list.
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    assert "a sl:SeedProject" in page.locator(".cm-content").inner_text()
    page.keyboard.press("Control+Enter")
    until(lambda: page.locator("#result tbody tr").count() == 9)
    assert "query=SELECT" in page.url
    assert "ms" in page.locator("#time").inner_text()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    # A variable, a keyword or a number at the end of a line is no name to be completed by its Enter.
    for typed in ("SELECT ?scale", "LIMIT", "3"):
        page.keyboard.type(typed, delay=40)
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")
    assert page.locator(".cm-content").inner_text().split() == ["SELECT", "?scale", "LIMIT", "3"]
    page.keyboard.press("Control+a")
    page.keyboard.type("ASK { ?x sl:scaldInto foo:y }")
    page.locator("#unknown", has_text="sl:scaldInto").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.locator("#result [data-line]").wait_for()
    assert page.locator(".cm-lintRange-error").inner_text() == "foo:y"
    assert wrong == []
    page.close()


@pytest.mark.browser
def test_a_result_is_turned_without_leaving_the_page(server: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(server + "/sparql?query=" + quote("SELECT ?s { ?s a sl:Step } ORDER BY ?s"))
    page.locator(".cm-content").wait_for()
    page.locator("#result a", has_text="Rows after").click()
    # Events, a changed address among them, are read only while something is asked of the page.
    until(lambda: 0 < page.locator("#result tbody tr").count() < 100 and "start=100" in page.url)
    page.close()


def test_a_result_of_steps_or_things_is_a_picture_too(server: str) -> None:
    def drawn(query: str) -> str | None:
        page = httpx.get(f"{server}/sparql", params={"query": query}, headers=BROWSER).text
        found = re.search(r'href="(/view\?select=[^"]+)"', page)
        return html.unescape(found[1]) if found else None

    address = drawn("SELECT ?step { ?step sl:from id:CT.0921 }")
    assert address is not None
    picture = httpx.get(server + address, headers=BROWSER)
    # CT.0921 produced a framework, a business case and an analysis (lines 1258 to 1268).
    assert picture.status_code == 200 and "CREST framework" in picture.text and "<svg" in picture.text
    # What has no step between its rows, or is no thing, is no picture.
    assert drawn("SELECT ?s { VALUES ?s { id:CT.0921 id:MA.1147 } ?s a sl:SeedProject }") is None
    assert drawn("SELECT (COUNT(*) AS ?n) { ?s a sl:Step }") is None


def test_every_prefix_is_told(server: str) -> None:
    page = httpx.get(f"{server}/sparql", headers=BROWSER).text
    assert all(f"<code>{name}:</code>" in page for name in PREFIXES)


@pytest.mark.browser
def test_queries_are_kept_in_the_browser(server: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(server + "/sparql")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("ASK { ?s a sl:Step }")
    page.locator("#drafts button", has_text="+").click()
    page.locator(".cm-content").click()
    page.keyboard.type("# policies")
    page.goto(server + "/sparql")
    page.locator(".cm-content", has_text="# policies").wait_for()
    named = page.locator("#drafts button").all_inner_texts()
    assert len(named) == 4 and named[0].startswith("ASK") and named[1] == "policies"
    page.locator("#drafts button").first.click()
    page.locator(".cm-content", has_text="sl:Step").wait_for()
    # What an address asks for is a tab of its own, and takes nothing away.
    page.goto(server + "/sparql?query=" + quote("ASK { }"))
    page.locator(".cm-content", has_text="ASK { }").wait_for()
    assert len(page.locator("#drafts button").all_inner_texts()) == 5
    page.close()


def test_the_templates_of_pages_are_compiled_before_anybody_asks(home: Path) -> None:
    site._environment.cache_clear()

    async def starts_and_stops() -> None:
        app = create_app(Settings(home=home))
        async with app.router.lifespan_context(app):
            pass

    finished(starts_and_stops)
    environment = site._environment()
    assert environment.cache is not None
    assert {name for _, name in environment.cache} == set(environment.list_templates())
