"""The explorer over HTTP: search, choices, pages of things, lists, and what an address that leads nowhere says."""

from __future__ import annotations

import csv
import gzip
import html
import io
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest
from rdflib import SH, Graph

import seedline_ontology
from seedline.i18n import words
from seedline.i18n.words import LANGUAGES
from seedline.identity import open_candidates
from seedline.lineage.furthest import FURTHEST
from seedline.pipeline import build, read_inputs
from seedline.store import Home
from seedline.views.tracer import Tracer
from seedline_api.rendering.finding import index_of
from seedline_api.rendering.lists import Lists
from seedline_api.rendering.site import Site
from seedline_api.rendering.tasks import Renderer, packed
from tests.conftest import Server
from tests.test_workbook import TWO_SEEDS, write

PAGES = (
    "/", "/explore", "/explore?q=nepal&as=things", "/explore?as=table", *(f"/explore?as={shape}" for shape in ("map", "matrix", "timeline", "money", "policies")), "/organisations", "/policies", "/goals", "/places",
    "/sources", "/conflicts", "/compare", "/compare?seeds=CT.0921,MA.1147&only=differences", "/diff/CT.0921?a=source:booklet", "/data", "/glossary", "/ontology", "/known", "/about", "/versions", "/quality", "/doc/crest", "/doc/sweden", "/doc/CT.0921",
    "/doc/MA.1147", "/doc/CT.0921/claim/achievement-tools", "/doc/source/booklet", "/doc/idf", "/nosuch",
)  # fmt: skip
HTML = {"Accept": "text/html"}
EXAMPLE = re.compile(r'<code>GET ([^<]+)</code></h3>(?:(?!<h3>).)*?Example: <a href="([^"]+)"', re.DOTALL)
say = words("en")


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


def test_every_sign_that_a_page_shows_is_there(shipped_server: str) -> None:
    there = set(re.findall(r'id="([^"]+)"', page(shipped_server, "/static/icons.svg").text))
    seeds = httpx.get(f"{shipped_server}/api/search?count=40").json()["seeds"]["first"]
    assert len(seeds) > 5
    lineages = (f"/view/lineage/{seed['id']}" for seed in seeds)
    for path in (*PAGES, "/identity", "/candidates", "/sparql", "/questions", "/questions/follow-on", *lineages):
        shown = set(re.findall(r'icons\.svg#([^"]+)"', page(shipped_server, path).text))
        assert shown <= there, f"{path}: {shown - there}"


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
    assert_names(server, path)


def assert_names(server: str, path: str) -> None:
    key = r"^[a-z0-9]+(-[a-z0-9]+)+$|[a-z]+(-[a-z0-9]+){3,}"
    for href, text in Links(page(server, path).text).links:
        told = not re.search(rf"https?://|/(claim|step|evidence|figure|conflict)/|{key}|#[A-Z]", text)
        assert text and (told or text.startswith(("http", "seedline."))), (path, href, text)


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
    # That MD.0001's work goes on elsewhere is our reading, and no source's word.
    assert (
        "Four were followed by something that is running or done, in part by our reading; for four, next steps are "
        "reported only as approved" in text
    )
    heads = [text.index(f'id="g-{token}"') for token in ("begun", "intended", "notLookedFor")]
    place = {
        code: text.index(f"/view/lineage/{code}") for code in ("CT.0921", "PR.0135", "CE.0352", "PO.0125", "PO.0141")
    }
    assert heads[0] < place["CT.0921"] < place["PR.0135"] < heads[1] < place["CE.0352"]
    assert heads[1] < place["PO.0125"] < heads[2] < text.rindex("/view/lineage/PO.0141")


def strips(text: str) -> list[str]:
    """Return the strips of the start page, one for each seed."""
    wall = text[text.index('class="wall"') :]
    return re.split(r'<div role="row">', wall)[1:]


def test_a_strip_has_a_sign_for_each_output_and_a_line_for_each_step(server: str) -> None:
    """MA.1147 produced nine things, one dissolved again and two drafts, and three next steps have another status."""
    strip = next(strip for strip in strips(page(server, "/").text) if "/view/lineage/MA.1147" in strip)
    outputs = re.findall(r'title="([^"]*)"><svg class="i".*?#i-(\w+)".*?#g-(\w+)"', strip)
    assert len(outputs) == 9 and {"stopped", "underWay", "happened", "draft"} == {mood for *_, mood in outputs}
    drafts = {name.split(" (draft): ")[0]: name.split(": ")[1] for name, _, mood in outputs if mood == "draft"}
    assert set(drafts) == {
        "National Migration Health Policy of Nepal",
        "National pre-departure health assessment guidelines",
    }
    assert all(told.startswith("draft") for told in drafts.values()) and "2 in draft" in re.sub(r"<[^>]*>", "", strip)
    assert any("Policy Steering Committee" in name and icon == "body" for name, icon, _ in outputs)
    lines = dict(re.findall(r'<li class="m-(\w+)">.*?/doc/([\w.-]+)"', strip, re.DOTALL))
    assert set(lines) == {"happened", "agreed", "notStated"}
    # What has no word has no sign.
    assert strip.count("<use") == strip.count('aria-hidden="true"><use')


def test_the_wall_is_taken_along_as_it_stands(server: str) -> None:
    for sort, first in (("", "CT.0921"), ("year", "PR.0135"), ("-year", "MD.0001"), ("country", "CT.0921")):
        text = page(server, f"/?sort={sort}").text
        shown = [re.search(r"/view/lineage/([A-Z]{2}\.\d+)", strip)[1] for strip in strips(text)]  # type: ignore[index]
        assert shown[0] == first and len(shown) == 9
        taken = next(href for href, name in Links(text).links if name == "CSV")
        rows = list(csv.DictReader(io.StringIO(httpx.get(server + taken).text.lstrip("\ufeff"))))
        groups = [
            token for token in FURTHEST if any(row["How far"] == say(f"explore.furthest.{token}") for row in rows)
        ]
        grouped = [row["Code"] for t in groups for row in rows if row["How far"] == say(f"explore.furthest.{t}")]
        assert grouped == shown
    for path in ("/", "/explore"):
        assert page(server, f"{path}?sort=money").status_code == 400


@pytest.mark.parametrize("form", ["csv", "json"])
def test_every_form_is_in_the_order_that_is_asked_for(server: str, form: str) -> None:
    """Funding years by the booklet: Tunisia 2013 first, then Viet Nam 2015; budgets: Viet Nam 300,000 last."""

    def codes(sort: str) -> list[str]:
        text = httpx.get(f"{server}/explore.{form}?sort={sort}").text
        found = re.findall(r"\b([A-Z]{2}\.\d{4})\b", text.split('"facets"')[0])
        return list(dict.fromkeys(found))

    assert codes("year")[:2] == ["PR.0135", "CT.0921"] and codes("-budget.USD")[0] == "CT.0921"
    assert codes("year") != codes("-year") and codes("code")[0] == "CE.0352"
    assert set(codes("year")) == set(codes("")) and len(codes("")) == 9


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
    query = "country=BR&furthest=-notLookedFor&year=2013..2018"
    told = httpx.get(f"{server}/api/search?{query}").json()
    assert [seed["id"] for seed in told["seeds"]["first"]] == ["PO.0125"]
    rows = list(csv.reader(io.StringIO(httpx.get(f"{server}/explore.csv?{query}").text.lstrip("\ufeff"))))
    assert [row[0] for row in rows[1:]] == ["PO.0125"]
    assert "1 seed" in page(server, f"/explore?{query}").text
    # A form without a script sends the two ends apart.
    apart = httpx.get(f"{server}/api/search?budget.USD.from=150001&budget.USD.to=").json()
    assert [seed["id"] for seed in apart["seeds"]["first"]] == ["CE.0411", "CT.0921", "IB.0123", "PR.0135", "PO.0141"]


@pytest.mark.parametrize(
    ("query", "told"),
    [("country=XX", "country=XX"), ("country=brazi", "BR (Brazil)"), ("contry=BR", "country"), ("budget=150000..", "budget.USD"), ("as=carts", "cards"), ("furthest=begn", "begun"), ("year=soon", "number"), ("q=" + "x" * 600, "500"), ("q=donor:x", "donor")],
)  # fmt: skip
def test_what_cannot_be_chosen_is_said(server: str, query: str, told: str) -> None:
    for path in ("/explore", "/api/search"):
        answer = page(server, f"{path}?{query}")
        assert answer.status_code == 400 and told in answer.text


def line_of(text: str) -> str:
    found = re.search(r'name="where"[^>]*? value="([^"]*)"', text)
    assert found, "no line"
    return html.unescape(found[1])


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("nepal country=NP", "q=nepal&country=NP"),
        ('-furthest=intended  "border management" year=2013..2019', "q=%22border+management%22&furthest=-intended&year=2013..2019"),
        ("country=BR country=NP budget.USD=..150000", "country=BR&country=NP&budget.USD=..150000"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_same_in_one_line_and_in_words(server: str, line: str, address: str) -> None:
    """A form without a script sends the line; it leads to the address of the choices, whose page has the line again."""
    asked = httpx.get(f"{server}/explore", params={"where": line, "as": "table", "sort": ""}, headers=HTML)
    went = asked.headers["location"]
    assert asked.status_code == 303 and sorted(went.split("?")[1].split("&")) == sorted(
        f"{address}&as=table".strip("&").split("&")
    )
    there = page(server, went)
    again = httpx.get(f"{server}/explore", params={"where": line_of(there.text)}, headers=HTML).headers["location"]
    assert sorted(again.partition("?")[2].split("&")) == sorted(address.split("&"))
    # The line finds what the choices find.
    by_line = httpx.get(f"{server}/api/search", params={"where": line}).json()
    assert by_line["seeds"] == httpx.get(f"{server}/api/search?{address}").json()["seeds"]


@pytest.mark.parametrize(
    ("line", "told"),
    [("contry=BR", "country"), ("country=", "value is missing"), ("country=Brasil", "BR (Brazil)"), ("furthest=begn", "begun"), ("zzz=1", "furthest")],
)  # fmt: skip
def test_a_wrong_line_says_what_is_near_and_can_be_mended(server: str, line: str, told: str) -> None:
    there = page(server, f"/explore?where={quote(line)}")
    assert there.status_code == 400 and told in html.unescape(there.text) and line_of(there.text) == line
    assert httpx.get(f"{server}/api/search", params={"where": line}).status_code == 400


def test_a_name_that_means_nothing_is_said(server: str) -> None:
    assert "utm_source" in page(server, "/explore?utm_source=mail").text


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


def test_a_line_of_two_lineages_counts_once_and_stands_in_both(server: str) -> None:
    told = httpx.get(server + "/known.json?kind=intended").json()
    lines = {(line["iri"], line["about"], line["text"]) for line in told["lines"]}
    assert told["total"] == len(lines) < told["totalByLineage"] == len(told["lines"])
    several = told["totalByLineage"] - told["total"]
    assert f"{several} lines are of more than one lineage" in page(server, "/known?kind=intended").text
    assert "of more than one lineage" not in page(server, "/known?seed=MA.1147").text


@pytest.mark.parametrize(
    "path",
    [
        "/organisations", "/known", "/about", "/data", "/versions", "/compare", "/questions", "/sparql", "/view",
        "/ontology", "/doc/crest", "/view/lineage/CT.0921",
    ],
)  # fmt: skip
def test_a_name_that_means_nothing_is_told(server: str, path: str) -> None:
    told = "The address also says sort and utm, which means nothing here."
    assert told in page(server, f"{path}?sort=money&utm=x").text
    assert "means nothing here" not in page(server, f"{path}?lang=en").text


@pytest.mark.parametrize("path", ["/?sort=-year", "/sparql?query=ASK%7B%7D&timeout=2", "/view?select=kind:policy&up=0"])
def test_it_is_told_beside_what_means_something(server: str, path: str) -> None:
    assert "The address also says utm, which means nothing here." in page(server, f"{path}&utm=x").text
    assert "means nothing here" not in page(server, path).text


@pytest.mark.parametrize(
    ("asked", "lang", "label", "address"),
    [
        ("seeds before 2016", "en", "Seeds with the funding year 2015 or earlier (", "/explore?year=..2015"),
        ("seeds before 2016", "es", "Proyectos semilla con año de financiación 2015 o anterior (", "/explore?year=..2015&lang=es"),
        ("What may I not conclude?", "en", "What may not be concluded", "/about#cannot"),
        ("conclure", "fr", "Ce qu’on ne peut pas conclure", "/about?lang=fr#cannot"),
    ],
)  # fmt: skip
def test_words_lead_to_the_range_or_page_that_they_mean(
    server: str, asked: str, lang: str, label: str, address: str
) -> None:
    links = Links(page(server, f"/explore?{urlencode({'q': asked, 'lang': lang})}").text).links
    assert any(to == address and text.startswith(label) for to, text in links)
    given = httpx.get(f"{server}/api/suggest", params={"q": asked, "lang": lang}).json()["groups"][0]["options"][0]
    assert given["address"] == address.replace("&lang=es", "").replace("?lang=fr", "")
    meant = httpx.get(f"{server}/api/search", params={"q": asked}).json()["meant"][0]
    assert meant["address"] == given["address"]


def _rows(text: str) -> list[str]:
    """Return the codes of a table of seeds, in its order."""
    return re.findall(r'<td data-name="Seed"><span><a href="/view/lineage/([^"?]+)', text)


def _cards(text: str) -> list[str]:
    return re.findall(r'<li class="pair"><div><h2><a href="/view/lineage/([^"?]+)', text)


@pytest.mark.parametrize("asked", ["largest budget", "biggest grant", "which project got most money"])
def test_the_largest_budget_stands_first(server: str, asked: str) -> None:
    """Line 1201 of the booklet: USD 300,000; no seed of the nine was given more."""
    text = page(server, f"/explore?{urlencode({'q': asked})}").text
    assert _rows(text)[0] == "CT.0921" and len(_rows(text)) == 9
    assert f"“{asked}” is read as:" in text and "In order of budget, USD, largest first (9)" in text
    first = httpx.get(f"{server}/api/search", params={"q": asked}).json()["seeds"]["first"][0]
    assert first["id"] == "CT.0921"


def test_a_range_in_words_is_the_answer(server: str) -> None:
    """Grants over 150,000 at lines 848, 1079 and 1199 and of PR.0135 and PO.0141; before 2016 two were funded."""
    over = page(server, "/explore?q=budgets+over+150%2C000").text
    assert _cards(over) == _cards(page(server, "/explore?budget.USD=150001..").text)
    assert "CT.0921" in _cards(over) and "MA.1147" not in _cards(over)
    before = page(server, "/explore?q=seeds+before+2016").text
    assert _cards(before) == _cards(page(server, "/explore?year=..2015").text) != []
    # What was read is a choice like any other: it can be taken back, and files hold the same.
    assert 'name="year" value="..2015"' in before and "/explore.csv?year=..2015" in before


def test_a_no_is_understood_or_said_not_to_be(server: str) -> None:
    left = _cards(page(server, "/explore?q=seeds+not+in+Brazil").text)
    assert len(left) == 7 and not {"PO.0125", "PO.0141"} & set(left)
    unread = page(server, "/explore?q=which+policies+were+not+adopted").text
    assert "“not” was not understood here" in unread and "/policies" in dict(Links(unread).links)
    assert _cards(unread) == []
    for unread in ("seeds without evaluation", "money not spent", "not funded by IOM"):
        assert "was not understood here" in page(server, f"/explore?{urlencode({'q': unread})}").text, unread
    for understood in ("what is not known?", "what may I not conclude?", "seeds not in Brazil", "nepal -health"):
        assert "was not understood" not in page(server, f"/explore?{urlencode({'q': understood})}").text


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("what is not known?", "/known"),
        ("what may I not conclude?", "/about#cannot"),
        ("what may I not conclude?", "/known"),
        ("what do sources say differently", "/conflicts"),
        ("what is only planned?", "/known?kind=intended"),
        ("what is only planned in CE.0411?", "/known?kind=intended&seed=CE.0411"),
        ("which policies followed, at what stage?", "/policies"),
    ],
)
def test_a_page_that_answers_is_offered_first(server: str, asked: str, address: str) -> None:
    text = page(server, f"/explore?{urlencode({'q': asked})}").text
    (offers,) = re.findall(r'<p class="chips"><span class="quiet">A page that answers this:.*?</p>', text)
    assert address in dict(Links(offers).links)


@pytest.mark.parametrize("code", ["PO.0141", "po.0141", "PO.0125", "what did PO.0141 produce?"])
def test_the_lineage_of_a_code_stands_first(server: str, code: str) -> None:
    """PO.0125 and PO.0141 are in each other's lineages."""
    assert _cards(page(server, f"/explore?{urlencode({'q': code})}").text)[0] == (
        "PO.0125" if code == "PO.0125" else "PO.0141"
    )


def test_a_question_says_that_it_is_asked_of_an_example(server: str) -> None:
    assert "Nothing was chosen here: Ethical supply chains" in page(server, "/questions/fact-sheet").text
    assert "Nothing was chosen here" not in page(server, "/questions/fact-sheet?seed=CE.0411").text
    assert "for example CT.0921" in page(server, "/explore?q=what+did+it+produce").text


def test_what_a_source_says_is_to_come_stands_in_the_ledger_of_doubt(server: str) -> None:
    """Of PO.0141 no step is only planned, but three things are told of as to come (lines 384 to 441 of the booklet)."""
    lines = httpx.get(server + "/known.json?seed=PO.0141&kind=intended").json()["lines"]
    told = [line["text"] for line in lines]
    for begins, status in (
        ("The training materials are to be put on e-learning platforms", "planned"),
        ("Online, the training would reach other local stakeholders", "expected"),
        ("The Federal Defender is to change how it works", "expected"),
    ):
        assert [text for text in told if text.startswith(begins) and f"({status}, known by Oct 2021)" in text], begins
    assert all(line["evidence"] for line in lines)
    french = page(server, "/known?seed=PO.0141&kind=intended&lang=fr").text
    assert '<span lang="en">The training materials' in french and "(planifié, connu" in french


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
        # A difference has a row for each of its sides, and counts once.
        things = {tuple(row[:2]) for row in rows[1:]} if name == "conflicts" else rows[1:]
        assert told["total"] == len(things) >= least, name
    groups = {group["heading"]: group["rows"] for group in httpx.get(f"{server}/organisations.json").json()["groups"]}
    assert any(row["Organisation"]["text"] == "KfW" for row in groups["Funds"])
    assert any(row["Organisation"]["text"] == "IOM Viet Nam" for row in groups["Carries on"])


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", ("named in what is said of Meeting on the border assessment", "has the part Sida and Embassy of Sweden in Bangkok", "1 statement is about it", "endorsed: Fifteenth development plan of Nepal, 2019-2023 and National Health Policy of Nepal, 2019")),
        ("fr", ("nommée dans ce qui est dit de : Meeting on the border assessment", "comprend : Sida et Embassy of Sweden in Bangkok", "1 énoncé porte sur elle", "entériné : Fifteenth development plan of Nepal, 2019-2023 et National Health Policy of Nepal, 2019")),
        ("es", ("nombrada en lo que se dice de Meeting on the border assessment", "incluye Sida y Embassy of Sweden in Bangkok", "1 enunciado trata de ella", "avalado: Fifteenth development plan of Nepal, 2019-2023 y National Health Policy of Nepal, 2019")),
    ],
)  # fmt: skip
def test_every_organisation_says_why_it_is_here(shipped_server: str, lang: str, told: tuple[str, ...]) -> None:
    """Who gives nothing and takes no part is named in a statement, has parts, is spoken of, or decided something."""
    groups = httpx.get(f"{shipped_server}/organisations.json", params={"lang": lang}).json()["groups"]
    rows = [list(row.values()) for group in groups for row in group["rows"]]
    does = {row[0]["text"]: row[3].get("text", "").replace("\u00a0", " ") for row in rows}
    assert [name for name, said in does.items() if not said] == []
    names = (
        "Border Patrol Unit of Timor-Leste", "Government of Sweden", "UN Network on Migration",
        "Office of the Prime Minister and Council of Ministers of Nepal",
    )  # fmt: skip
    assert tuple(does[name] for name in names) == told
    named = {next(iter(row.values()))["text"] for row in groups[-1]["rows"]}
    assert names[0] in named and names[-1] not in named


SHAPED = ("cards", "table", "map", "matrix", "timeline", "money", "organisations", "policies")


@pytest.mark.parametrize("shape", SHAPED)
def test_a_result_in_every_shape_can_be_taken_along(server: str, shape: str) -> None:
    found = page(server, f"/explore?as={shape}&country=NP")
    assert found.status_code == 200 and 'aria-current="page"' in found.text
    rows = list(csv.reader(io.StringIO(httpx.get(f"{server}/explore.csv?as={shape}&country=NP").text)))
    assert len(rows) > 1 and {len(row) for row in rows} == {len(rows[0])}
    told = httpx.get(f"{server}/explore.json?as={shape}&country=NP").json()["table"]
    assert (told["as"], told["header"], len(told["rows"])) == (shape, rows[0], len(rows) - 1)
    book = httpx.get(f"{server}/explore.xlsx?as={shape}&country=NP")
    assert book.content[:2] == b"PK" and "attachment" in book.headers["content-disposition"]


def test_a_matrix_names_the_seeds_of_each_cell(server: str) -> None:
    told = httpx.get(f"{server}/explore.json?as=matrix&rows=target&columns=furthest").json()["table"]["rows"]
    cells = {(row[0].split()[0], row[1]): row[3] for row in told}
    # The fact sheets at lines 727, 856, 1097 and 1217, and what followed as the booklet tells it.
    assert cells["8.8", "Followed by something running or done"] == "CT.0921, MA.1147"
    assert cells["8.10", "Next steps reported only as approved, intended or suggested"] == "CE.0411"
    assert page(server, "/explore?as=matrix&rows=target&columns=funder").status_code == 200
    assert page(server, "/explore?as=matrix&rows=colour").status_code == 400
    # Targets stand by their numbers, what followed from the furthest on.
    rows = list(dict.fromkeys(code for code, _ in cells))
    assert rows == sorted(rows, key=lambda code: [int(part) for part in code.split(".")])
    assert next(side for code, side in cells if code == rows[0]) == "Followed by something running or done"


def test_who_funds_gave_money_and_was_not_blocked(shipped_server: str) -> None:
    """UFRGS and ENAP gave staff and rooms and carry the work on; Nepal's ministry could not pay (lines 802 to 805)."""
    told = httpx.get(f"{shipped_server}/organisations.json").json()["groups"]
    role = {row["Organisation"]["text"]: group["heading"] for group in told for row in group["rows"]}
    assert role["Federal University of Rio Grande do Sul"] == "Carries on"
    assert role["National School of Public Administration of Brazil"] == "Carries on"
    assert role["Ministry of Health and Population of Nepal"] != "Funds" and role["KfW"] == "Funds"


def test_the_sum_on_the_start_page_says_how_many_grants_it_is_of(shipped_server: str, tmp_path: Path) -> None:
    """Eight of the booklet come to 1,350,000; the registry has 53,609 for Montenegro and 100,000 for Liberia's QU8-805."""
    assert "Those ten grants come to <bdi>USD 1,503,609</bdi>." in page(shipped_server, "/").text
    # Of the Harbour course no amount is given.
    rows = {**TWO_SEEDS, "Money": [TWO_SEEDS["Money"][0]]}
    tracer = Tracer.of(build([str(write(tmp_path, rows))], home=tmp_path / "home"))
    body, _ = Renderer(tracer, Home(tmp_path / "home"), Site("", ""))("start", packed({"lang": "en"}))
    assert "Two seed grants are here. The amount of one of them is known: <bdi>USD 300,000</bdi>." in body.decode()


def test_a_list_names_twenty_amounts_of_a_funder_and_counts_the_rest(tmp_path: Path) -> None:
    given = [{**TWO_SEEDS["Money"][1], "Amount": str(1000 + n), "Currency": "USD"} for n in range(23)]
    rows = {**TWO_SEEDS, "Money": [TWO_SEEDS["Money"][0], *given]}
    tracer = Tracer.of(build([str(write(tmp_path, rows))], home=tmp_path / "home"))
    lists = Lists(tracer, index_of(tracer.snapshot), words("en"))
    (bank,) = (row for group in lists.organisations().groups for row in group.rows if row[0].text == "Example Bank")
    amounts = bank[3].text.split("; ")
    assert len(amounts) == 21 and amounts[-1] == "3 more"
    assert all(amount.startswith("USD 1,0") for amount in amounts[:-1])


def test_a_date_of_an_event_is_told_as_one(server: str) -> None:
    """Lines 793 to 796 date the endorsements; line 1269 the launch; line 907 the approval."""
    stages = page(server, "/policies").text
    assert "Apr 2019" in stages and "Jun 2019" in stages
    assert "launched 1 October 2017, ongoing" in page(server, "/").text
    assert "approved 3 June 2021" in page(server, "/doc/timor-border-capacity-project").text


def test_what_bears_one_name_is_told_apart(server: str) -> None:
    assert "Earlier project on legal assistance to migrants (IM.0043)" in page(server, "/doc/PO.0141").text


def test_a_sentence_leads_to_questions(server: str) -> None:
    text = page(server, "/explore?q=what+disagrees").text
    assert "/questions/conflicts" in text
    assert "/questions/seeds-of-a-target?target=8.8" in page(server, "/explore?q=SDG+8.8").text
    named = httpx.get(f"{server}/api/suggest?q=leverage").json()["groups"]
    assert any(option["address"].startswith("/questions/ratio") for group in named for option in group["options"])
    assert all("spelt" in group["name"] for group in named if group["name"] != "Questions")


def test_a_sum_that_a_range_is_made_of_is_not_said_to_stand_nowhere(server: str) -> None:
    text = page(server, "/explore?q=budget+over+150,000").text
    assert "budget.USD=150001.." in text and "stands nowhere" not in text
    assert "stands nowhere" in page(server, "/explore?q=Zzyzx").text


def test_a_status_that_nobody_dated_is_told_without_a_date(shipped_server: str) -> None:
    assert re.search(r"<dd>ongoing *<small", page(shipped_server, "/view/lineage/CD.0086").text)


def test_the_map_is_honest_about_places(server: str) -> None:
    told = {row[0]: row[2] for row in httpx.get(f"{server}/explore.json?as=map").json()["table"]["rows"]}
    assert (told["BR"], told["NP"], told["UA"]) == ("2", "1", "1")
    text = page(server, "/explore?as=map").text
    assert "Natural Earth" in text and "never money" in text and text.count("<circle") == len(told)


def test_the_timeline_puts_nothing_undated_at_a_year(server: str) -> None:
    rows = {row[0]: row for row in httpx.get(f"{server}/explore.json?as=timeline").json()["table"]["rows"]}
    # CREST was launched on a day; of what followed in Brazil no date is told.
    assert "CREST programme" in rows["CT.0921"][3] and rows["CT.0921"][4] == "0"
    assert rows["PO.0125"][3] == "" and int(rows["PO.0125"][4]) > 0


def test_money_of_a_result_stands_once_and_is_never_added(server: str) -> None:
    rows = httpx.get(f"{server}/explore.json?as=money&country=UA").json()["table"]["rows"]
    assert ["EUR", "10000000", "exact", "KfW", "SME Boost project"] in [row[:5] for row in rows]
    everything = httpx.get(f"{server}/explore.json?as=money").json()["table"]["rows"]
    assert len(everything) == len({tuple(row) for row in everything})
    assert "USD 14.5m" not in str(everything) and "14500000" not in str(everything)


def test_what_is_found_can_be_taken_as_rdf(server: str) -> None:
    told = httpx.get(f"{server}/explore.nt?target=8.8").text
    assert "<https://w3id.org/seedline/id/CT.0921> " in told and "<https://w3id.org/seedline/id/MA.1147> " in told
    assert "<https://w3id.org/seedline/id/PO.0141> <http://www.w3.org/2000/01/rdf-schema#label>" not in told


@pytest.mark.parametrize(
    "path",
    ["/organisations", "/policies", "/goals", "/places", "/sources", "/conflicts", "/identity", "/candidates", "/known", "/known?seed=MA.1147", "/explore?as=organisations&country=NP", "/explore?as=money", "/explore?q=nepal&as=things"],
)  # fmt: skip
def test_what_is_seen_is_taken_along_in_every_form(server: str, path: str) -> None:
    """A page leads to its rows and to what is said of the things in them; the forms hold the same."""
    door, _, query = path.partition("?")
    ahead = {name: href for href, name in Links(page(server, path).text).links}
    taken = {
        form: httpx.get(server + ahead[name]) for form, name in (("csv", "CSV"), ("xlsx", "Excel"), ("ttl", "RDF"))
    }
    assert all(answer.status_code == 200 and answer.headers["seedline-left-out"] == "0" for answer in taken.values())
    assert ahead["RDF"].startswith(f"{door}.ttl") and all(part in ahead["RDF"] for part in query.split("&"))
    rows = list(csv.reader(io.StringIO(taken["csv"].text.lstrip("\ufeff"))))
    with zipfile.ZipFile(io.BytesIO(taken["xlsx"].content)) as book:
        assert book.read("xl/worksheets/sheet1.xml").count(b"<row ") == len(rows)
    as_json = httpx.get(server + ahead["JSON"]).text
    quads = list(ox.parse(taken["ttl"].content, format=ox.RdfFormat.TURTLE))
    kinds = {quad.object.value.rpartition("#")[2] for quad in quads if quad.predicate.value.endswith("#type")}
    if door == "/explore":
        wanted = {"organisations": "Organization", "money": "Commitment", "things": "Policy"}
        assert wanted[dict(parse_qsl(query))["as"]] in kinds
    else:
        known = {iri for iri in re.findall(r'"iri": "([^"]+)"', as_json) if "/id/evidence/" not in iri}
        assert known <= {str(quad.subject.value) for quad in quads}
    assert "attachment" in taken["csv"].headers["content-disposition"]


def test_lineages_stand_side_by_side(server: str) -> None:
    told = httpx.get(f"{server}/compare.json?seeds=CT.0921,MA.1147,PR.0135").json()
    rows = {row["name"]: row["cells"] for row in told["rows"]}
    assert [lineage["id"] for lineage in told["lineages"]] == ["CT.0921", "MA.1147", "PR.0135"]
    # Read from the booklet: who pays after CREST, and that no outside amount is told of the other two.
    assert [[entry["text"] for entry in cell] for cell in rows["followOn"]] == [["at least USD 14.5m"], [], []]
    assert rows["carried"][0][0]["text"] == "IOM Viet Nam"
    assert [entry["text"] for cell in rows["timing"] for entry in cell] == ["21 to 33 months", "48 to 72 months"]
    assert {e["text"] for cell in rows["targets"] for e in cell if e.get("strong")} >= {"SDG 8.8", "SDG 10.7"}
    # Never summed: no figure stands there that is not one lineage's own.
    assert all(len(cells) == 3 for cells in rows.values()) and "total" not in str(told)
    page = httpx.get(f"{server}/compare?seeds=CT.0921,MA.1147&only=differences", headers=HTML).text
    assert "CREST programme" in page
    csv_rows = list(csv.reader(io.StringIO(httpx.get(f"{server}/compare.csv?seeds=CT.0921&seeds=MA.1147").text)))
    assert csv_rows[0] == ["", "CT.0921", "MA.1147"] and len(csv_rows) == 13


def test_a_comparison_says_of_what_nobody_looked_for_that_nobody_looked(server: str) -> None:
    """Nobody looked for what followed PO.0141; of MD.0001, whose page tells what came of it, no amount is reported."""
    csv_ = httpx.get(server + "/compare.csv?seeds=MD.0001,PO.0141&lang=en").text
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(csv_.lstrip("\ufeff")))}
    assert rows["Followed"][1] == "What was read names outputs only; nobody looked further"
    assert "not looked for" not in rows["Followed"][0]
    assert rows["Follow-on from others, reported"][1] == rows["Followed"][1]


def test_a_comparison_is_of_two_to_four(server: str) -> None:
    assert "one more" in httpx.get(f"{server}/compare?seeds=CT.0921", headers=HTML).text
    five = httpx.get(f"{server}/compare?seeds=CT.0921,MA.1147,PR.0135,PO.0125,PO.0141", headers=HTML)
    assert five.status_code == 400 and "2 to 4" in five.text
    lost = httpx.get(f"{server}/compare?seeds=CT.0912,MA.1147", headers=HTML)
    assert lost.status_code == 404 and "CT.0912" in lost.text
    assert httpx.get(f"{server}/compare.json?seeds=CT.0921").status_code == 400


def test_what_does_not_agree_is_counted_alike(shipped_server: str) -> None:
    """A list, the ledger and the check of the data count differences, not their sides."""
    listed = httpx.get(f"{shipped_server}/conflicts.json").json()
    sides = [row for group in listed["groups"] for row in group["rows"]]
    assert len(sides) > listed["total"] == httpx.get(f"{shipped_server}/quality.json").json()["conflicts"]
    lines = httpx.get(f"{shipped_server}/known.json?kind=differ").json()["lines"]
    assert len({line["iri"] for line in lines}) == listed["total"]
    assert all(side["Where it says so"]["places"] for side in sides)


def test_what_only_resembles_a_lineage_is_proposed_and_counts_nowhere(shipped_server: str) -> None:
    """The page has the candidates of the command line with score and reasons, and says that none is a step."""
    inputs = read_inputs([])
    wanted = open_candidates(inputs.portfolio, inputs.records, inputs.judgements)
    (group,) = httpx.get(f"{shipped_server}/candidates.json").json()["groups"]
    cells = [list(row.values()) for row in group["rows"]]
    base = "https://w3id.org/seedline/id/"
    told = [(one["iri"].removeprefix(base), other["iri"].removeprefix(base)) for one, other, *_ in cells]
    assert told == [(one.earlier, one.later) for one in wanted]
    assert [score["text"] for _, _, score, _ in cells] == [f"{one.score:.2f}" for one in wanted]
    assert cells[0][3]["text"].startswith("both name Zambia; same region of the Fund: Africa; ")
    for language, none in (("en", "none is a step"), ("fr", "aucune n’est une étape"), ("es", "ninguno es un paso")):
        assert none in page(shipped_server, f"/candidates?lang={language}").text
    assert "les deux nomment\N{NO-BREAK SPACE}: Zambie" in page(shipped_server, "/candidates?lang=fr").text
    quality = page(shipped_server, "/quality").text
    assert f"{len(wanted)} pairs of projects" in quality and 'href="/candidates"' in quality
    assert httpx.get(f"{shipped_server}/quality.json").json()["steps"] == 129
    # The pair is no part of what is said of the two.
    assert "PR.0290" not in httpx.get(f"{shipped_server}/api/lineage/PR.0216").text


def test_every_warning_of_the_shapes_is_told_in_every_language() -> None:
    """A published version has warnings alone; what breaks a rule is told to the file's author."""
    shapes = Graph().parse(seedline_ontology.shapes())
    warnings = {of: list(shapes.objects(of, SH.message)) for of in shapes.subjects(SH.severity, SH.Warning)}
    assert len(warnings) > 20
    for told in warnings.values():
        assert sorted(message.language for message in told) == sorted(LANGUAGES), told
        assert len({str(message) for message in told}) == len(LANGUAGES), told


def test_what_checking_found_is_said_in_the_language_of_the_page(tmp_path: Path) -> None:
    sl = "https://w3id.org/seedline/ontology#"
    (tmp_path / "theirs.ttl").write_text(
        f"<urn:a> a <{sl}Product> ; <http://www.w3.org/2000/01/rdf-schema#label> 'one'@en, 'two'@en .", "utf-8"
    )
    build([str(tmp_path / "theirs.ttl")], home=tmp_path / "home")
    running = Server(tmp_path / "home")
    try:
        for lang, *told in (
            (
                "en",
                "a product has no product-kind; for example",
                "&lt;urn:a&gt; has several labels in one language (en)",
            ),
            (
                "fr",
                "un produit n’a pas de product-kind",
                "&lt;urn:a&gt; a plusieurs libellés dans une même langue (en)",
            ),
            (
                "es",
                "un producto no tiene product-kind",
                "&lt;urn:a&gt; tiene varias etiquetas en un mismo idioma (en)",
            ),
        ):
            page = httpx.get(f"{running.url}/quality", params={"lang": lang}).text
            assert all(f"<li>{sentence}" in page for sentence in told), page
        found = httpx.get(f"{running.url}/quality.json").json()["findings"]
        assert {(one["file"], one["field"]) for one in found} == {
            ("theirs.ttl", "<urn:a> productKind"),
            ("theirs.ttl", "rdfs:label"),
        }
    finally:
        running.stop()


def test_a_result_has_every_policy_and_plan_of_its_lineages(shipped_server: str) -> None:
    def policies(address: str) -> set[str]:
        groups = httpx.get(shipped_server + address).json()["groups"]
        return {row["Policy or plan"]["text"] for group in groups for row in group["rows"] if row["In lineages"]}

    table = httpx.get(f"{shipped_server}/explore.json?as=policies").json()["table"]
    assert {row[1] for row in table["rows"]} == policies("/policies.json")


def test_what_nobody_needs_is_not_on_a_page_of_a_thing(shipped_server: str) -> None:
    """No column without a place, no asking for a copy where no passage is named; what has a code is called by it."""
    source = page(shipped_server, "/doc/source/idf-registry").text
    assert '<a href="https://developmentfund.iom.int" rel="noreferrer">' in source
    assert source.count("Where it says so") == 1  # of every statement, as data has it
    goal = page(shipped_server, f"/doc?iri={quote('http://metadata.un.org/sdg/8.8', safe='')}").text
    assert 'id="copy"' not in source + goal and 'id="copy"' in page(shipped_server, "/doc/crest").text
    assert re.search(r'class="kick">SDG target 8\.8<', goal)
    assert goal.count("/doc?iri=http%3A%2F%2Fmetadata.un.org%2Fsdg%2F8.8</p>") == 2  # both ways to cite it
    assert "in kind: amount not stated" in page(shipped_server, "/organisations").text


def test_nothing_is_told_twice_beside_itself(shipped_server: str) -> None:
    found = page(shipped_server, "/explore?q=nepal").text
    assert "Through" in found and not re.search(
        r"Found by its name: (<mark>Nepal</mark>)?(</p>| Migration Profile)", found
    )
    assert "<mark>Nepal</mark> Migration Profile" in found
    ledger = page(shipped_server, "/known?seed=MA.1147").text
    assert ledger.count("Government capacity for migration health</b></a> <span>Funding year of") == 0
    assert "its one step stated" in page(shipped_server, "/compare?seeds=CT.0921,TK.0040").text


def test_years_are_apart_and_a_bar_can_be_met(server: str, shipped_server: str) -> None:
    head = re.search(r'class="ends">(.*?)</span></th>', page(shipped_server, "/explore?as=timeline").text, re.DOTALL)
    assert head
    places = [float(at) for at in re.findall(r"left: ([\d.]+)%", head[1])]
    assert places[-1] - places[-2] > 25 and places[1] - places[0] > 25
    # Of twenty-four bars beside the map none is as wide as a finger.
    assert 'href="/explore?year=' not in page(shipped_server, "/").text
    assert 'href="/explore?year=' in page(server, "/").text
    assert 'data-name="Steps"' in page(server, "/versions").text
    assert 'data-name="After"' in page(server, "/diff/CT.0921?a=told_by:2018").text


def test_how_far_things_have_come_is_counted_alike(shipped_server: str) -> None:
    """The heads of the start page, the counts of choices, what each choice leads to, and each row of a list."""
    facets = {each["name"]: each for each in httpx.get(f"{shipped_server}/api/search").json()["facets"]}
    counts = {value["key"]: value["count"] for value in facets["furthest"]["values"]}
    text = page(shipped_server, "/").text
    heads = dict(re.findall(r'href="(?:#g-|/explore\?furthest=)(\w+)"><b>(\d+)</b>', text))
    assert {token: int(n) for token, n in heads.items()} == counts and sum(counts.values()) > 200
    beside = dict(re.findall(r'id="g-(\w+)"><b>(\d+)</b>', text))
    assert beside.items() <= heads.items() and len(beside) >= len(heads) - 1
    rows = list(csv.DictReader(io.StringIO(httpx.get(f"{shipped_server}/explore.csv").text.lstrip("\ufeff"))))
    for token, n in counts.items():
        found = httpx.get(f"{shipped_server}/explore.json?furthest={token}&count=100").json()["seeds"]
        said = {row["Code"] for row in rows if row[say("explore.furthest")] == say(f"explore.furthest.{token}")}
        assert found["total"] == n == len(said)
        assert {seed["id"] for seed in found["first"]} <= said


def test_what_a_page_leaves_out_is_said(shipped_server: str) -> None:
    """El Salvador has twelve seeds or more by the registry; the IOM Development Fund gave to nearly all."""
    rows = [row for group in httpx.get(f"{shipped_server}/places.json").json()["groups"] for row in group["rows"]]
    cells = {row["Country"]["text"]: row["In lineages"] for row in rows}
    for country, code in (("El Salvador", "SV"), ("Guatemala", "GT"), ("Nepal", "NP")):
        found = httpx.get(f"{shipped_server}/explore.json?country={code}").json()["seeds"]["total"]
        assert len(cells[country]["seeds"]) + cells[country].get("more", 0) == found, country
    ledger = page(shipped_server, "/known").text
    assert ledger.count('class="ledger"') <= 13 and "The other lineages" in ledger


def test_every_page_holds_up_with_all_that_is_shipped(shipped_server: str) -> None:
    for path in PAGES:
        assert page(shipped_server, path).status_code == (404 if path == "/nosuch" else 200), path
    # Half of the registry's projects have no code: they go by their names.
    for path in (
        "/",
        "/explore?start=150",
        "/explore?as=matrix&rows=country",
        "/explore?as=money",
        "/places",
        "/known",
        "/identity",
        "/candidates",
        "/conflicts",
    ):
        assert_names(shipped_server, path)
    told = httpx.get(f"{shipped_server}/explore.json?as=map").json()
    assert told["seeds"]["total"] > 200 and len(told["table"]["rows"]) > 80


def test_two_states_of_a_lineage_stand_on_one_layout(shipped_server: str) -> None:
    server = shipped_server
    # The booklet's own view of CT.0921 beside all that is known: one later value takes the place of an older one.
    told = httpx.get(f"{server}/diff/CT.0921.json?a=source:booklet").json()
    sums = [(c["mark"], c["before"], c["after"]) for c in told["changes"] if c["kind"] == "sum"]
    assert sums == [("changed", "at least USD 14.5m", "USD 19.6m")]
    assert not [c for c in told["changes"] if c["kind"] == "step"]
    shown = {
        show: page(server, f"/diff/CT.0921?a=told_by:2018&show={show}").text for show in ("both", "before", "after")
    }
    places = {show: re.findall(r'<g [^>]*data-iri="[^"]+"', text) for show, text in shown.items()}
    assert places["both"] and places["both"] == places["before"] == places["after"]
    assert "opacity: .12" in shown["before"] and "opacity: .12" not in shown["both"]
    assert "~ CREST programme" in shown["both"] or "+ CREST programme" in shown["both"]
    nothing = page(server, "/diff/CT.0921").text
    assert "Nothing differs" in nothing


def test_a_lineage_page_tells_all_that_is_said(server: str) -> None:
    text = page(server, "/view/lineage/CT.0921").text
    # Job fairs, beneficiaries, lessons: the booklet tells them of the project, and they stood on no lineage page.
    assert "1,353" in text and 'id="said"' in text and "/doc/CT.0921/claim/" in text
    query = html.unescape(re.search(r'id="copy-query"><code>(.*?)</code>', text, re.DOTALL)[1])  # type: ignore[index]
    rows = httpx.get(f"{server}/sparql", params={"query": query}, headers={"Accept": "text/csv"}).text.splitlines()
    assert len(rows) - 1 == len(httpx.get(f"{server}/api/lineage/CT.0921").json()["edges"])
    # Of a part it is not told, since statements are not chosen as steps are.
    assert 'id="said"' not in page(server, "/view/lineage/CT.0921?told_by=2018").text


def test_a_side_that_there_is_not_is_said(server: str) -> None:
    assert page(server, "/diff/CT.0921?a=colour:red").status_code == 400
    assert page(server, "/diff/CT.0921?a=0123456789ab").status_code == 410
    assert page(server, "/diff/nobody").status_code == 404
    asked = httpx.get(f"{server}/diff?seed=CT.0921&a=source:booklet")
    assert (asked.status_code, asked.headers["location"]) == (303, "/diff/CT.0921?a=source%3Abooklet")


def test_the_data_can_be_taken_whole(server: str) -> None:
    quads = httpx.get(f"{server}/data.nq").text
    assert quads.count("\n") > 30_000 and "<https://w3id.org/seedline/graph/source/booklet> ." in quads
    for ending, begins in (("ttl", "@prefix"), ("trig", "@prefix")):
        assert begins in httpx.get(f"{server}/data.{ending}").text[:200]
    text = page(server, "/data").text
    assert "CC BY 4.0" in text and "/data.nq" in text and "/feed.atom" in text
    ontology = httpx.get(f"{server}/ontology", headers={"Accept": "text/turtle"})
    assert ontology.headers["content-type"].startswith("text/turtle") and "sl:Claim" in ontology.text
    assert "sl:recipient" in page(server, "/ontology").text
    assert httpx.get(f"{server}/data.exe").status_code in {400, 404}


def test_the_glossary_says_what_words_mean(server: str) -> None:
    text = page(server, "/glossary").text
    assert "Listed apart, never summed." in text and 'id="commitment-status"' in text
    french = page(server, "/glossary?lang=fr").text
    assert "Statut de l’engagement" in french and 'lang="en"' in french


def test_the_feed_tells_what_changed(tmp_path: Path) -> None:
    from tests.conftest import HARBOUR, Server

    first = build([str(HARBOUR)], home=tmp_path / "home").version
    for file in HARBOUR.glob("*.yaml"):
        text = file.read_text("utf-8").replace('amount: "100000"', 'amount: "80000"')
        (tmp_path / file.name).write_text(text, "utf-8")
    second = build([str(file) for file in sorted(tmp_path.glob("*.yaml"))], home=tmp_path / "home").version
    running = Server(tmp_path / "home")
    try:
        feed = ElementTree.fromstring(httpx.get(f"{running.url}/feed.atom").text)
        atom = "{http://www.w3.org/2005/Atom}"
        titles = [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")]
        told = "".join("".join(content.itertext()) for content in feed.iter(f"{atom}content"))
        assert len(titles) == 2 and all(version in "".join(map(str, titles)) for version in (first, second))
        assert "EUR 100,000" in told and "EUR 80,000" in told
        differing = httpx.get(f"{running.url}/diff/ZZ.0001.json?a={first}&b={second}").json()["changes"]
        assert [(c["kind"], c["mark"]) for c in differing] == [("money", "changed")]
    finally:
        running.stop()


@pytest.mark.parametrize(
    "path", ["/", "/explore", "/organisations", "/known", "/doc/crest", "/versions", "/compare?seeds=CT.0921,MA.1147"]
)
def test_every_page_says_how_to_cite_it(server: str, path: str) -> None:
    text = page(server, path).text
    version = httpx.get(f"{server}/readyz").json()["version"]
    cited = re.search(r'<details class="citing">.*?</details>', text, re.DOTALL)
    assert cited and version in cited[0] and path.split("?")[0] in cited[0]


def test_a_problem_is_reported_where_the_setting_says(home: Path) -> None:

    running = Server(home, SEEDLINE_REPORT="mailto:data@example.org")
    try:
        for path in ("/about", "/doc/CT.0921/claim/achievement-tools", "/doc/crest"):
            text = page(running.url, path).text
            assert f"mailto:data@example.org?subject=Seedline%3A%20{path}" in text, path
    finally:
        running.stop()


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
    text = httpx.get(f"{server}/docs").text
    examples = {path: html.unescape(at) for path, at in EXAMPLE.findall(text)}
    for path, operations in api["paths"].items():
        if "get" in operations and path != "/oembed":
            told = httpx.get(server + examples[path], headers={"Accept": "*/*"})
            assert told.status_code in {200, 303}, path
    for anchor in re.findall(r'<li><a href="#([^"]+)"', text):
        assert f'id="{anchor}"' in text


def test_examples_of_the_api_are_of_what_is_served(tmp_path: Path) -> None:
    """Boats and no seeds: no example names what is not there, and each answers."""
    (tmp_path / "boats.ttl").write_text(
        "@prefix e: <http://e.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "e:b1 a e:Boat ; rdfs:label 'Anna' . e:Boat rdfs:label 'Fishing boat'.", "utf-8"
    )  # fmt: skip
    build([str(tmp_path / "boats.ttl")], home=tmp_path / "home")
    running = Server(tmp_path / "home")
    try:
        text = httpx.get(f"{running.url}/docs").text
        found = [html.unescape(at) for _, at in EXAMPLE.findall(text)]
        assert not re.search(r"CT\.0921|booklet|crest", "".join(found)) and len(found) > 20
        assert any("http%3A%2F%2Fe.org%2F" in at for at in found)
        for at in found:
            assert httpx.get(running.url + at, headers={"Accept": "*/*"}).status_code in {200, 303}, at
    finally:
        running.stop()


def test_cells_of_a_list_carry_the_names_of_their_columns(server: str) -> None:
    """On a phone the heads of the columns are gone, and a bare "4" says nothing."""
    for name in ("places", "organisations", "policies", "goals", "conflicts"):
        page = httpx.get(f"{server}/{name}").text
        heads = re.findall(r'<th scope="col">([^<]*)</th>', page)
        named = set(map(html.unescape, re.findall(r'<td data-name="([^"]*)"', page)))
        assert named and named <= set(map(html.unescape, heads)), name
        assert '<a class="chip" href="#g1"> ' not in page


def test_a_bar_is_named_by_what_its_amount_is_of(server: str) -> None:
    page = httpx.get(f"{server}/questions/follow-on").text
    assert 'class="bars' in page and "→ Exact" not in page


def test_pages_are_light(shipped_server: str) -> None:
    """Over all that is shipped, packed as a proxy packs it: a page 20 kB, the look 10, every page's scripts 15."""

    def packed(path: str) -> int:
        return len(gzip.compress(page(shipped_server, path).content, 6))

    for path in (*PAGES, "/explore?as=map"):
        assert path == "/diff/CT.0921?a=source:booklet" or packed(path) <= 20_000, path
    assert packed("/static/seedline.css") <= 10_000
    scripts = re.findall(r'src="(/static/[^"]+[.]js)"', page(shipped_server, "/").text)
    assert len(scripts) == 2 and sum(map(packed, scripts)) <= 15_000


def test_counts_of_a_list_are_set_to_the_right(server: str) -> None:
    for path, columns in (("/places", 2), ("/goals", 1), ("/sources", 1)):
        text = page(server, path).text
        assert text.split("</thead>")[0].count('<th scope="col" class="number"') == columns, path
        for cells in re.findall(r"<tr>(<td.*?)</tr>", text):
            assert cells.count('<td class="number"') == columns, cells
    assert 'class="number"' not in page(server, "/organisations").text


def test_a_page_shows_and_offers_what_lies_where_the_page_is(server: str) -> None:
    """Who comes by another name of the machine, as localhost, sees the pictures too: a page allows only its own."""
    for path in ("/view/lineage/CT.0921", "/view?select=country:NP"):
        main = page(server, path).text.split("<main", 1)[1]
        offered = re.findall(r'(?:src|srcset|href|data-copy-figure)="(http[^"]*)"', main)
        assert [address for address in offered if address.startswith(server) and "v=" not in address] == [], path
        assert main.count('srcset="/view') == 4


def test_what_others_gave_stands_before_the_grants(shipped_server: str) -> None:
    rows = csv.DictReader(io.StringIO(httpx.get(f"{shipped_server}/explore.csv?as=money").text))
    told = [row["Kind of money"].split(" (")[0] for row in rows if row["Currency"] == "USD"]
    assert told.index("seed grant") > 2 and set(told[told.index("seed grant") :]) == {"seed grant"}


def test_a_policy_without_a_stage_says_that_none_is_stated(server: str) -> None:
    rows = list(csv.DictReader(io.StringIO(httpx.get(server + "/policies.csv").text.lstrip("\ufeff"))))
    unstated = [row for row in rows if row["Group"] == "Stage not stated"]
    assert unstated and {row["Stages told"] for row in unstated} == {"not stated"}
    assert all(row["Stages told"] != "not stated" for row in rows if row not in unstated)
