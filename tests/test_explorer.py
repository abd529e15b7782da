"""The explorer over HTTP: search, choices, pages of things, lists, and what an address that leads nowhere says."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from urllib.parse import quote

import httpx
import pytest

from seedline_api.pages import EXAMPLES

PAGES = (
    "/", "/explore", "/explore?q=nepal&as=things", "/explore?as=table", "/organisations", "/policies", "/goals", "/places",
    "/sources", "/conflicts", "/known", "/about", "/versions", "/quality", "/doc/crest", "/doc/sweden", "/doc/CT.0921",
    "/doc/MA.1147", "/doc/CT.0921/claim/achievement-tools", "/doc/source/booklet", "/doc/idf", "/nosuch",
)  # fmt: skip
HTML = {"Accept": "text/html"}


class Links(HTMLParser):
    """The links of a page with their texts, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self._open: str | None = None
        self._text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._open, self._text = dict(attrs).get("href") or "", ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open is not None:
            self.links.append((self._open, " ".join(self._text.split())))
            self._open = None


def page(server: str, path: str) -> httpx.Response:
    return httpx.get(server + path, headers=HTML, follow_redirects=True)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_in_every_language(server: str, path: str, language: str) -> None:
    answer = page(server, f"{path}{'&' if '?' in path else '?'}lang={language}")
    assert answer.status_code == (404 if path == "/nosuch" else 200)
    assert f'<html lang="{language}">' in answer.text
    assert answer.text.count("<h1>") == 1
    # What leads on stays in the language.
    ahead = {href for href, _ in Links(answer.text).links if href.startswith(("/goals", "/places", "/sources"))}
    assert ahead >= {f"/{name}" + ("" if language == "en" else f"?lang={language}") for name in ("goals", "places")}
    assert answer.text.count('aria-current="page"') <= 4


@pytest.mark.parametrize("path", PAGES)
def test_no_key_and_no_address_is_the_text_of_a_link(server: str, path: str) -> None:
    for href, text in Links(page(server, path).text).links:
        assert not re.search(r"https?://|/(claim|step|evidence|figure|conflict)/|^[a-z]+(-[a-z]+)+$|#[A-Z]", text), (
            href,
            text,
        )
        assert text, href


def test_every_link_of_a_thing_leads_somewhere(server: str) -> None:
    found = {
        href
        for path in ("/doc/crest", "/doc/sweden", "/organisations")
        for href, _ in Links(page(server, path).text).links
    }
    for href in sorted(found):
        if href.startswith("/") and not href.startswith("/sparql"):
            assert httpx.get(server + href, headers=HTML, follow_redirects=True).status_code == 200, href


def test_the_start_page_groups_by_how_far_what_followed_has_come(server: str) -> None:
    text = page(server, "/").text
    assert (
        "Four were followed by something that is running or done; for four, next steps are reported only as approved"
        in text
    )
    heads = [text.index(f'id="g-{token}"') for token in ("begun", "intended", "outputs")]
    place = {
        code: text.index(f"/view/lineage/{code}") for code in ("CT.0921", "PR.0135", "CE.0352", "PO.0125", "PO.0141")
    }
    assert heads[0] < place["CT.0921"] < place["PR.0135"] < heads[1] < place["CE.0352"]
    assert heads[1] < place["PO.0125"] < heads[2] < text.rindex("/view/lineage/PO.0141")


def test_a_thing_says_who_pays_where_it_says_so_and_by_whose_word(server: str) -> None:
    text = " ".join(re.sub(r"<[^>]+>", " ", page(server, "/doc/crest").text).split())
    for said in (
        "USD 5.8m",
        "USD 3.1m",
        "at least USD 5.6m",
        "the Fund itself",
        "lines 1269–1271",
        "IOM Viet Nam",
        "CREST framework is being scaled into this",
    ):
        assert said in text, said
    assert "USD 5.8m" in page(server, "/doc/sweden").text


def test_a_choice_in_the_address_is_a_choice_in_every_form(server: str) -> None:
    query = "country=BR&furthest=-outputs&year=2013..2018"
    told = httpx.get(f"{server}/api/search?{query}").json()
    assert [seed["id"] for seed in told["seeds"]["first"]] == ["PO.0125"]
    rows = list(csv.reader(io.StringIO(httpx.get(f"{server}/explore.csv?{query}").text.lstrip("\ufeff"))))
    assert [row[0] for row in rows[1:]] == ["PO.0125"]
    assert "1 seed" in page(server, f"/explore?{query}").text
    # A form without a script sends the two ends apart.
    apart = httpx.get(f"{server}/api/search?budget.USD.from=150001&budget.USD.to=").json()
    assert [seed["id"] for seed in apart["seeds"]["first"]] == ["CE.0411", "CT.0921", "IB.0123", "PO.0141", "PR.0135"]


@pytest.mark.parametrize(
    ("query", "told"),
    [("country=XX", "country=XX"), ("furthest=begn", "begun"), ("year=soon", "number"), ("q=" + "x" * 600, "500"), ("q=donor:x", "donor")],
)  # fmt: skip
def test_what_cannot_be_chosen_is_said(server: str, query: str, told: str) -> None:
    for path in ("/explore", "/api/search"):
        answer = page(server, f"{path}?{query}")
        assert answer.status_code == 400 and told in answer.text


def test_counts_in_links_are_what_the_links_lead_to(server: str) -> None:
    text = page(server, "/explore?country=BR").text
    found = re.findall(r'<li><a href="([^"]+)">[^<]+</a><span class="n">(\+?)(\d+)</span>', text)
    assert len(found) > 20
    for href, plus, count in found[::4]:
        total = re.search(r"<b>(\d+) seeds?</b>", page(server, href.replace("&amp;", "&")).text)
        assert total and int(total[1]) == int(count) + (2 if plus else 0), href


def test_suggestions_are_grouped_and_lead_somewhere(server: str) -> None:
    groups = httpx.get(f"{server}/api/suggest?q={quote('border tim')}").json()["groups"]
    assert groups[0]["name"] == "Lineages" and groups[0]["options"][0]["address"] == "/view/lineage/IB.0123"
    options = [option for group in groups for option in group["options"]]
    assert len(options) <= 8
    for option in options:
        assert page(server, option["address"]).status_code == 200
    assert httpx.get(f"{server}/api/suggest?q=").json() == {"groups": []}


def test_an_address_that_leads_nowhere_offers_what_is_near(server: str) -> None:
    answer = page(server, "/view/lineage/CT.0912")
    assert answer.status_code == 404
    assert ("/view/lineage/CT.0921", "Ethical supply chains in special economic zones") in Links(answer.text).links
    told = httpx.get(server + "/nosuch")
    assert told.status_code == 404 and told.headers["content-type"].startswith("application/problem+json")
    assert httpx.get(server + "/favicon.ico").headers["content-type"].startswith("image/svg+xml")
    assert "Disallow: /explore" in httpx.get(server + "/robots.txt").text


def test_the_ledger_of_doubt_names_what_is_open(server: str) -> None:
    told = httpx.get(server + "/known.json?seed=MA.1147").json()
    assert {line["kind"] for line in told["lines"]} == {"differ", "notStated", "intended", "stopped"}
    assert any("blocked" in line["text"] for line in told["lines"] if line["kind"] == "stopped")
    assert all(line["evidence"] or line["sides"] for line in told["lines"] if line["iri"])
    assert "EUR 10m" in page(server, "/known?seed=CE.0411&kind=intended").text
    assert page(server, "/known?kind=wrong").status_code == 400


def test_lists_are_the_same_in_every_form(server: str) -> None:
    for name, least in (
        ("organisations", 80),
        ("policies", 11),
        ("goals", 25),
        ("places", 10),
        ("sources", 2),
        ("conflicts", 4),
    ):
        told = httpx.get(f"{server}/{name}.json").json()
        rows = list(csv.reader(io.StringIO(httpx.get(f"{server}/{name}.csv").text.lstrip("\ufeff"))))
        assert told["total"] == len(rows) - 1 >= least, name
    groups = {group["heading"]: group["rows"] for group in httpx.get(f"{server}/organisations.json").json()["groups"]}
    assert any(row["Organisation"]["text"] == "KfW" for row in groups["Funds"])
    assert any(row["Organisation"]["text"] == "IOM Viet Nam" for row in groups["Carries on"])


def test_a_language_that_there_is_not_is_said(server: str) -> None:
    for path in ("/", "/explore", "/view/lineage/CT.0921", "/doc/crest", "/api/suggest?q=a"):
        mark = "&" if "?" in path else "?"
        told = httpx.get(f"{server}{path}{mark}lang=de")
        assert told.status_code == 400 and "en, fr, es" in told.text, path
        assert httpx.get(f"{server}{path}{mark}lang=fr-CA").status_code == 200


def test_a_question_at_the_start_is_answered(server: str) -> None:
    told = httpx.get(f"{server}/?q=nepal&lang=fr")
    assert (told.status_code, told.headers["location"]) == (303, "/explore?q=nepal&lang=fr")


def test_the_api_has_contents_and_examples_that_answer(server: str) -> None:
    api = httpx.get(f"{server}/openapi.json").json()
    page = httpx.get(f"{server}/docs").text
    for path, operations in api["paths"].items():
        if "get" in operations and path != "/oembed":
            assert path in EXAMPLES, path
            told = httpx.get(server + EXAMPLES[path], headers={"Accept": "*/*"})
            assert told.status_code in {200, 303}, path
            assert EXAMPLES[path].replace("&", "&amp;") in page
    for anchor in re.findall(r'<li><a href="#([^"]+)"', page):
        assert f'id="{anchor}"' in page
