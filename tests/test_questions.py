"""The doors of the named questions: pages and files, in three languages, under the limits of every view."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile

import httpx
import pytest

from seedline.i18n import words
from seedline.queries import questions
from seedline.search import questions_asked
from seedline.store import Snapshot

NAMES = list(questions())
HTML = {"accept": "text/html"}


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_list_has_every_question(server: str, language: str) -> None:
    page = html.unescape(httpx.get(f"{server}/questions?lang={language}", headers=HTML).text)
    for each in questions().values():
        assert f'href="/questions/{each.name}' in page
        assert each.title[language] in page
    # What a question is about stands there by its name, and an amount by the digits of the language.
    for told in ("CREST programme", words(language).amount("200000", None), words(language).long("2022-01-01")):
        assert told in page
    assert "crest?" not in page and "asiaOceania" not in page
    told = httpx.get(f"{server}/questions.json?lang={language}").json()
    assert [each["name"] for each in told["questions"]] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_question_is_a_page_and_a_file(server: str, name: str) -> None:
    told = httpx.get(f"{server}/questions/{name}.json")
    assert told.status_code == 200
    answer = told.json()
    for language in ("en", "fr", "es"):
        page = httpx.get(f"{server}/questions/{name}?lang={language}", headers=HTML)
        assert page.status_code == 200
        assert page.text.count("<h1>") == 1
        assert "script-src 'self'" in page.headers["content-security-policy"]
        assert page.text.count("<tr>") == min(len(answer["rows"]), 500) + 1
    rows = list(csv.reader(io.StringIO(httpx.get(f"{server}/questions/{name}.csv").content.decode("utf-8-sig"))))
    assert len(rows) == len(answer["rows"]) + 1
    assert zipfile.is_zipfile(io.BytesIO(httpx.get(f"{server}/questions/{name}.xlsx").content))
    assert httpx.get(f"{server}/questions/{name}", headers={"accept": "text/turtle"}).text.count("rs:solution ") <= 1
    assert set(answer) >= {"question", "answer", "columns", "rows", "mayNotBeConcluded", "query", "version"}


def test_a_column_that_is_empty_in_every_row_is_said_and_not_shown(server: str) -> None:
    seen = 0
    for name in NAMES:
        told = httpx.get(f"{server}/questions/{name}.json").json()
        page = html.unescape(httpx.get(f"{server}/questions/{name}", headers=HTML).text)
        head = re.findall(r'<th scope="col"[^>]*>([^<]*)<', page)
        bodies = [
            re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in page.split("<tbody>")[-1].split("<tr>")[1:]
        ]
        bare = [h for h, cells in zip(head, zip(*bodies, strict=True), strict=True) if not any(map(str.strip, cells))]
        assert len(told["rows"]) > 500 or not bare, name
        if left := len(told["columns"]) - len(head):
            seen += 1
            line = re.search(r"left out of this table: ([^.]*)\.", page)
            assert line and len(re.split(", | and ", line[1])) == left, name
    assert seen >= 3


@pytest.mark.parametrize(("language", "amount"), [("en", "300,000"), ("es", "300\u00a0000")])
def test_an_amount_among_words_is_grouped_and_a_line_is_not(server: str, language: str, amount: str) -> None:
    sheet = httpx.get(f"{server}/questions/fact-sheet?lang={language}", headers=HTML).text
    assert f">{amount}</td>" in sheet
    figures = httpx.get(f"{server}/questions/figures?lang={language}", headers=HTML).text
    assert f">{words(language).grouped(1353)}</td>" in figures
    assert ">1269</td>" in httpx.get(f"{server}/questions/evidence?lang={language}", headers=HTML).text
    # A file is read by programs.
    assert ",300000," in httpx.get(f"{server}/questions/fact-sheet.csv").text


def test_a_statement_and_its_status_come_first(server: str) -> None:
    """A narrow screen shows two columns of a row before it is opened."""
    page = httpx.get(f"{server}/questions/latest-statuses", headers=HTML).text
    first, second = re.findall(r"<td.*?>(.*?)</td>", page.partition("<tbody>")[2], re.DOTALL)[:2]
    assert "SME Boost" in first and "approved" in second.lower()


def test_what_is_asked_stands_in_the_address(server: str) -> None:
    told = httpx.get(f"{server}/questions/money-by-funder.json", params={"currency": "EUR"}).json()
    assert [(row["funder"]["label"], row["amount_EUR"]) for row in told["rows"]] == [("KfW", "10000000")]
    assert "VALUES ?currency { currency:EUR }" in told["query"]
    # The query that is shown gives the same at the endpoint.
    asked = httpx.get(f"{server}/sparql", params={"query": told["query"]}).json()
    assert [row["amount"]["value"] for row in asked["results"]["bindings"]] == ["10000000"]


def test_a_value_that_is_given_twice_is_refused_and_a_name_is_taken(server: str) -> None:
    address = f"{server}/questions/products-of-a-seed"
    for ending, accept in (("", "text/html"), (".json", "*/*"), (".csv", "*/*")):
        twice = httpx.get(f"{address}{ending}?seed=CT.0921&seed=CE.0411", headers={"accept": accept})
        assert twice.status_code == 400 and "seed is given twice" in html.unescape(twice.text)
    page = html.unescape(httpx.get(f"{server}/questions/seeds-of-a-country?country=Népal&lang=fr", headers=HTML).text)
    assert "MA.1147" in page
    # The form shows what was taken, by its key.
    assert '<option value="NP" selected' in page or 'value="NP"' in page
    refused = httpx.get(f"{server}/questions/seeds-of-a-country.json?country=Nepla")
    assert refused.status_code == 400 and refused.json()["detail"].endswith("near it is Nepal (NP)")


def test_amounts_are_bars_of_one_currency(server: str) -> None:
    """The table's amounts once more: no bar of a currency beside one of another, in the order of the rows."""
    rows = httpx.get(f"{server}/questions/money-by-funder.json").json()["rows"]
    by_currency = {
        name: [row[name] for row in rows if row.get(name)] for row in rows for name in row if "amount_" in name
    }
    drawn = [amounts for amounts in by_currency.values() if len(amounts) > 1]
    page = httpx.get(f"{server}/questions/money-by-funder", headers=HTML).text
    charts = re.findall(r'<figure class="bars">.*?</figure>', page, re.DOTALL)
    assert len(charts) == len(drawn) >= 1
    for chart, amounts in zip(charts, drawn, strict=True):
        widths = [float(width) for width in re.findall(r'<rect width="([\d.]+)"', chart)]
        most = max(float(amount) for amount in amounts)
        assert widths == pytest.approx([float(amount) / most * 100 for amount in amounts], abs=0.01)
    assert 'class="bars"' not in httpx.get(f"{server}/questions/carried-on", headers=HTML).text


def test_wrong_values_and_names_are_told(server: str) -> None:
    wrong = httpx.get(f"{server}/questions/products-of-a-seed.json", params={"seed": "XX.0000"})
    assert wrong.status_code == 400
    assert "there are Ethical supply chains" in wrong.json()["detail"]
    assert httpx.get(f"{server}/questions/products-of-a-seed.json", params={"x": "1"}).status_code == 400
    assert httpx.get(f"{server}/questions/nope.json").status_code == 404
    assert httpx.get(f"{server}/questions/seeds", headers={"accept": "image/png"}).status_code == 406
    page = httpx.get(f"{server}/questions/products-of-a-seed", params={"seed": "<script>"}, headers=HTML)
    assert page.status_code == 400
    assert "<script>" not in page.text.replace("<script src", "")


def test_an_answer_is_sent_once(server: str) -> None:
    first = httpx.get(f"{server}/questions/seeds.csv")
    again = httpx.get(f"{server}/questions/seeds.csv", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert first.headers["access-control-allow-origin"] == "*"
    assert "max_time" in first.headers["seedline-limits"]


@pytest.mark.parametrize(
    ("typed", "language", "name"),
    [
        ("who carries it on", "en", "carried-on"),
        ("qui poursuit", "fr", "carried-on"),
        ("quién lo continúa", "es", "carried-on"),
        ("blocked money", "en", "blocked-money"),
        ("ceilings of the fund", "en", "ceilings"),
        ("what share of seeds scaled", "en", "share-that-scaled"),
        # Sentences of people who know neither our words nor our keys.
        ("Which projects got money from another government afterwards, and how much?", "en", "money-by-funder"),
        ("Did Nepal's finance ministry pay for the migration health policy?", "en", "blocked-money"),
        ("What did evaluators recommend, and did it happen?", "en", "recommendations"),
        ("How many women came to the job fairs?", "en", "shares-of-women"),
        ("Was the Dominican approach copied elsewhere?", "en", "replicated"),
        ("How has the Fund grown?", "en", "rules-of-the-fund"),
        ("When does CREST's Swedish money run out?", "en", "when-does-it-end"),
        ("Did any project lead to another project of the Fund?", "en", "next-phases"),
        ("What lessons were learned in the Dominican Republic?", "en", "recommendations"),
        ("¿Qué lecciones se aprendieron en la República Dominicana?", "es", "recommendations"),
        ("What did governments pay from their own budget?", "en", "government-inputs"),
        ("Which projects address gender?", "en", "themes"),
        ("Quels projets parlent du genre ?", "fr", "themes"),
        ("When did the CREST programme begin?", "en", "launched-since"),
        ("Who evaluated the project in Kyrgyzstan?", "en", "evaluations"),
        ("Which figures come only from the Fund itself?", "en", "by-whose-word"),
    ],
)
def test_the_search_box_knows_the_questions(server: str, typed: str, language: str, name: str) -> None:
    assert questions_asked(typed, language)[0][0].name == name
    groups = httpx.get(f"{server}/api/suggest", params={"q": typed, "lang": language}).json()["groups"]
    assert groups[-1]["options"][0]["address"].partition("?")[0] == f"/questions/{name}"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Which projects are about health?", "/questions/seeds-of-a-goal?goal=3"),
        ("Which projects were in Asia?", "/questions/seeds-of-a-region?region=asiaOceania"),
        ("Which projects work towards SDG target 10.7?", "/questions/seeds-of-a-target?target=10.7"),
        ("What lessons were learned in the Dominican Republic?", "/questions/recommendations?thing=CE.0352"),
        ("When was the National Migration Health Policy of Nepal endorsed?", "/questions/endorsed-policies"),
        ("What is the budget of the project in Tunisia?", "/questions/seed-money?seed=PR.0135"),
        ("projects in Nepal", "/questions/seeds-of-a-country?country=NP"),
        ("How many people took the online course in Brazil?", "/questions/figures?thing=migracidades-course"),
        # Asked by somebody who had read the booklet alone.
        (
            "How many local governments completed the MigraCidades certification?",
            "/questions/figures?thing=migracidades",
        ),
        ("Which projects benefit more than one country?", "/questions/seeds-of-several-countries"),
        ("Which projects took the longest?", "/questions/durations"),
        (
            "Combien de collectivités locales ont achevé la certification MigraCidades ?",
            "/questions/figures?thing=migracidades",
        ),
        ("What did the evaluation of the Kyrgyz project recommend?", "/questions/recommendations?thing=MD.0001"),
        (
            "Which government ministries were partners of the project in the Dominican Republic?",
            "/questions/partners?thing=CE.0352",
        ),
    ],
)
def test_what_a_sentence_names_is_what_the_question_is_asked_of(server: str, typed: str, address: str) -> None:
    groups = httpx.get(f"{server}/api/suggest", params={"q": typed}).json()["groups"]
    assert address in [option["address"] for option in groups[-1]["options"]]


@pytest.mark.parametrize(
    "typed",
    ["Which ministries of the Dominican Republic gave money?", "What did the evaluation of the Kyrgyz project say?"],
)
def test_no_question_is_offered_of_what_it_cannot_be_asked(server: str, typed: str) -> None:
    """Not every organisation is a funder, and a word of questions is no name of a project."""
    groups = httpx.get(f"{server}/api/suggest", params={"q": typed}).json()["groups"]
    offered = [option["address"] for option in groups[-1]["options"] if option["address"].startswith("/questions/")]
    assert offered
    assert all(httpx.get(server + address).status_code == 200 for address in offered)
    assert not any("thing=TC.0066" in address for address in offered)


def test_the_longest_come_first(server: str) -> None:
    rows = httpx.get(f"{server}/questions/durations.json").json()["rows"]
    assert (rows[0]["seed"]["id"], rows[0]["months"]) == ("PR.0135", "38")


def test_the_data_have_the_questions_as_examples(snapshot: Snapshot) -> None:
    """A client that knows none of our names finds them, and each runs at an endpoint that knows no prefix."""
    found = snapshot.store.query(
        """PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT ?text ?comment { GRAPH ?g { ?e a sh:SPARQLExecutable ; sh:select ?text ; rdfs:comment ?comment ; sh:prefixes ?p .
        FILTER(LANG(?comment) = "en") ?p sh:declare ?d } } GROUP BY ?text ?comment"""
    ).rows()
    rows = [(text or "", comment or "") for text, comment in found]
    assert len(rows) == len(NAMES)
    for text, comment in rows:
        assert "{" not in comment
        assert set(re.findall(r"(?m)^PREFIX (\w+):", text)) >= set(re.findall(r"\b(sl|id|skos|rdf|oa):\w", text))
        assert list(snapshot.store.query(text).rows())


def test_what_is_kept_is_small(server: str) -> None:
    assert len(httpx.get(f"{server}/questions", headers=HTML).content) < 20_000
    json.loads(httpx.get(f"{server}/questions.json").content)


def test_the_list_asks_of_things_by_their_names(server: str) -> None:
    listed = httpx.get(f"{server}/questions?lang=fr", headers=HTML).text
    assert "au titre de Ligne 1 du Fonds" in listed and "idf-line-1" not in listed


def test_a_language_model_is_told_where_answers_are(server: str) -> None:
    told = httpx.get(server + "/llms.txt")
    assert (told.status_code, told.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert "never attributed" in told.text
    for address in re.findall(r"\]\((http[^)]*)\)", told.text):
        assert httpx.get(address.replace("WORDS", "nepal")).status_code == 200
