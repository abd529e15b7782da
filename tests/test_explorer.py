"""The explorer over HTTP: search, choices, pages of things, lists, and what an address that leads nowhere says."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pytest

from seedline_api.pages import EXAMPLES

PAGES = (
    "/", "/explore", "/explore?q=nepal&as=things", "/explore?as=table", *(f"/explore?as={shape}" for shape in ("map", "matrix", "timeline", "money", "policies")), "/organisations", "/policies", "/goals", "/places",
    "/sources", "/conflicts", "/compare", "/compare?seeds=CT.0921,MA.1147&only=differences", "/diff/CT.0921?a=source:booklet", "/data", "/glossary", "/ontology", "/known", "/about", "/versions", "/quality", "/doc/crest", "/doc/sweden", "/doc/CT.0921",
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
    assert cells["8.10", "Next steps reported only as approved or intended"] == "CE.0411"
    assert page(server, "/explore?as=matrix&rows=target&columns=funder").status_code == 200
    assert page(server, "/explore?as=matrix&rows=colour").status_code == 400


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
    assert ["EUR", "EUR 10m", "KfW", "SME Boost project"] in [row[:4] for row in rows]
    everything = httpx.get(f"{server}/explore.json?as=money").json()["table"]["rows"]
    assert len(everything) == len({tuple(row) for row in everything})
    assert "USD 14.5m" not in str(everything)


def test_what_is_found_can_be_taken_as_rdf(server: str) -> None:
    told = httpx.get(f"{server}/explore.nt?target=8.8").text
    assert "<https://w3id.org/seedline/id/CT.0921> " in told and "<https://w3id.org/seedline/id/MA.1147> " in told
    assert "<https://w3id.org/seedline/id/PO.0141> <http://www.w3.org/2000/01/rdf-schema#label>" not in told


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


def test_a_comparison_is_of_two_to_four(server: str) -> None:
    assert "one more" in httpx.get(f"{server}/compare?seeds=CT.0921", headers=HTML).text
    five = httpx.get(f"{server}/compare?seeds=CT.0921,MA.1147,PR.0135,PO.0125,PO.0141", headers=HTML)
    assert five.status_code == 400 and "2 to 4" in five.text
    lost = httpx.get(f"{server}/compare?seeds=CT.0912,MA.1147", headers=HTML)
    assert lost.status_code == 404 and "CT.0912" in lost.text
    assert httpx.get(f"{server}/compare.json?seeds=CT.0921").status_code == 400


@pytest.fixture(scope="module")
def shipped_server(shipped_home: Path) -> Iterator[str]:
    from tests.conftest import Server

    running = Server(shipped_home)
    yield running.url
    running.stop()


def test_every_page_holds_up_with_all_that_is_shipped(shipped_server: str) -> None:
    for path in PAGES:
        assert page(shipped_server, path).status_code == (404 if path == "/nosuch" else 200), path
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
    from seedline.pipeline import build
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
    from tests.conftest import Server

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
    page = httpx.get(f"{server}/docs").text
    for path, operations in api["paths"].items():
        if "get" in operations and path != "/oembed":
            assert path in EXAMPLES, path
            told = httpx.get(server + EXAMPLES[path], headers={"Accept": "*/*"})
            assert told.status_code in {200, 303}, path
            assert EXAMPLES[path].replace("&", "&amp;") in page
    for anchor in re.findall(r'<li><a href="#([^"]+)"', page):
        assert f'id="{anchor}"' in page
