"""One catalogue: what a French or Spanish reader sees is data or said in their language, in pages and files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest

from seedline.i18n import words

LINEAGES = ("CT.0921", "PR.0135", "IB.0123", "PO.0141", "MA.1147")
PAGES = (
    *(f"/view/lineage/{code}" for code in LINEAGES),
    "/view/lineage/CT.0921?up=0&down=1",
    "/view/component/PO.0125",
    "/view?select=kind:policy",
    "/view?select=CT.0921%2B&exclude=kind:programme",
    "/view/paths?from=CT.0921&to=crest",
    "/embed/lineage/CT.0921",
    "/view",
    "/view?select=%2B%2B",
    "/view/lineage/nobody",
    "/",
    "/doc/crest",
    "/compare?seeds=CT.0921,MA.1147",
    "/organisations",
    "/policies",
    "/conflicts",
    "/questions",
    "/nothing-is-here",
)
#: Pages on which more stands than data and words: codes, names of sections, formats.
MORE = (
    "/doc/CT.0921",
    "/explore",
    "/explore?as=table",
    "/explore?as=timeline",
    "/explore?as=money",
    "/known",
    "/about",
    "/questions/follow-on",
    "/questions/conflicts",
)
FILES = ("svg", "html", "txt", "csv", "dot")
_NO_WORD = re.compile(r"[^a-zA-Z]*")
# Names of formats, of ourselves and of the licence; what a person typed; the words of an error, which are marked as English.
_OURS = re.compile(
    r"Seedline|Figure \d|version|SPARQL|API|SVG|PNG|PDF|HTML|CSV|(?:CSL-)?JSON(?:-LD)?|\.json|Excel|Word|Mermaid|Graphviz|Turtle|N-Triples|RDF|GraphML|English|Français|Español|The Seedline contributors|"
    r"CC BY 4\.0|(?:MiGOF|M&SD|MIGOF|MSD|SDG) [\w.]+|sl:\w+|rdfs?:\w+|https?://\S+|[\w.]+:[\w.]+|[+@]?[A-Z]{2}\.\d{4}\+?\d?|crest|[0-9a-f]{8,}"
)


class _Texts(HTMLParser):
    """Collects what is read: texts and the attributes that are read aloud, each whole."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if (
            self._skipped
            or tag in {"style", "script", "pre", "code"}
            or (given.get("lang") in {"en", ""} and tag != "html")
        ):
            self._skipped += tag not in {"meta", "link", "input", "br", "img"}
            return
        self.found += [given[name] or "" for name in ("aria-label", "title", "alt") if name in given]

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= bool(self._skipped)

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.found.append(data)


def texts(body: str, ending: str) -> set[str]:
    """Return what is read in a page or file, piece by piece."""
    if ending in {"", "html", "svg"}:
        parser = _Texts()
        # Folded attributes of an embed's code are text, and no words of ours.
        parser.feed(re.sub(r'<p class="copyable" id="embed.*?</p>', "", body, flags=re.DOTALL))
        found = parser.found
    elif ending == "dot":
        found = re.findall(r'label="((?:[^"\\\\]|\\\\.)*)"|^// (.*)', body, flags=re.MULTILINE)
        found = [part for pair in found for part in pair]
    else:
        # The mark of an item of a list is no part of what it says.
        found = re.split(r"[\r\n,;\"\[\]]+(?:- )?", body)
    # A sentence of several parts is judged part by part, a name apart from how many there are.
    return {
        " ".join(part.split())
        for text in found
        for part in re.split(r"(?:^| )→(?: |$)| · |[:;](?: |$)|\. |[()“”]|, | … | (?=\d+$)", text)
        if part.strip()
    }


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(part)


@cache
def data(server: str) -> str:
    """Return every text of the data, as pieces are cut from it."""
    found: list[str] = []
    every = (
        "kind:seedProject+kind:project+kind:product+kind:policy+kind:programme+kind:placeholder+kind:sharedInstrument"
    )
    for path in (f"/view.json?select={every}", *(f"/view/lineage/{code}.json" for code in LINEAGES)):
        document = httpx.get(server + path).json()
        document.pop("summary")
        for entry in document["money"]:
            entry.pop("leverageReason")
            for out in entry["leftOut"]:
                out.pop("reason")
        document["omitted"].pop("reason")
        found += strings(document)
    # Claims, figures and the like are told in the data's own words.
    # What has a name in French is told by it.
    words_of_data = """SELECT DISTINCT ?t { { ?s sl:summary|sl:note|sl:counts|sl:asStated ?t } UNION {
        ?s rdfs:label|skos:prefLabel ?t FILTER NOT EXISTS { ?s rdfs:label|skos:prefLabel ?u FILTER(LANG(?u) = "fr") } } }"""
    answer = httpx.get(f"{server}/sparql", params={"query": words_of_data}, headers={"accept": "text/csv"})
    found += [row[0] for row in csv.reader(io.StringIO(answer.text))]
    # What is said elsewhere of this: the properties' own labels.
    page = httpx.get(f"{server}/doc/crest").text
    found += re.findall(r"<(?:td|li)>(.*?)</(?:td|li)>", re.sub(r"</?(a|em)\b[^>]*>", "", page))
    return " \n ".join(" ".join(text.split()) for text in found)


@cache
def alike(language: str) -> set[str]:
    """Return the strings that the catalogue has alike in English and another language, in pieces."""
    table, english = words(language).table, words("en").table
    same = [text for group in english for name, text in english[group].items() if table[group][name] == text]
    return {piece for text in same for piece in [text, *text.split("|")]}


#: A thing is named with its code before it, a figure with its number.
_BEFORE = re.compile(r"^(?:[a-z]{2}\.\d{4}|\d[\d.,\u00a0\u202f]*%?) ")


def left(server: str, path: str, language: str) -> list[str]:
    """Return what stands in another language's page or file as it does in the English one, and is no data."""
    ending = re.search(r"\.(svg|html|txt|csv|dot)(?:\?|$)", path)
    more = {"accept": "text/html"}
    joint = "&" if "?" in path else "?"
    english = texts(httpx.get(server + path, headers=more).text, ending[1] if ending else "")
    other = httpx.get(f"{server}{path}{joint}lang={language}", headers=more).text
    known = data(server).lower()
    return sorted(
        piece
        for piece in texts(other, ending[1] if ending else "") & english
        if not _NO_WORD.fullmatch(_OURS.sub("", piece))
        and _BEFORE.sub("", piece.lower()).strip('"“”').rstrip(".…?") not in known
        and piece not in alike(language)
    )


@pytest.mark.parametrize("language", ["fr", "es"])
@pytest.mark.parametrize("path", PAGES)
def test_no_english_is_left_on_a_page(server: str, path: str, language: str) -> None:
    assert left(server, path, language) == []


@pytest.mark.parametrize("language", ["fr", "es"])
@pytest.mark.parametrize("ending", FILES)
def test_no_english_is_left_in_a_file(server: str, ending: str, language: str) -> None:
    for code in LINEAGES:
        assert left(server, f"/view/lineage/{code}.{ending}", language) == [], code


def read(server: str, path: str, language: str) -> list[str]:
    """Return what is read on a page, each text whole and with its blanks."""
    body = httpx.get(
        f"{server}{path}{'&' if '?' in path else '?'}lang={language}", headers={"accept": "text/html"}
    ).text
    parser = _Texts()
    parser.feed(re.sub(r'<p class="copyable" id="embed.*?</p>', "", body, flags=re.DOTALL))
    return [text for text in parser.found if text.strip()]


#: What French and Spanish do not write: no blank before what parts a sentence; a blank there; others' quotation marks.
WRONG = {
    "fr": re.compile(r"[^\s\u00a0][:;!?»](?=\s|$)|“|”|\b[Dd]e (?=\d{1,2}(?:er)? \w+\.? \d{4})"),
    "es": re.compile(r"\s[:;!?»](?=\s|$)|“|”|\ben (?=\d{1,2} (?:de )?\w{3,} (?:de )?\d{4})"),
}


@pytest.mark.parametrize("language", ["fr", "es"])
@pytest.mark.parametrize("path", (*PAGES, *MORE))
def test_a_page_is_written_as_its_language_is(server: str, path: str, language: str) -> None:
    known = data(server)
    for text in read(server, path, language):
        for match in WRONG[language].finditer(text):
            around = " ".join(text[max(0, match.start() - 12) : match.end() + 12].split())
            # What a source or a person of ours wrote in English stays as it is.
            assert around in known, (around, text)


@pytest.mark.parametrize("path", ["/view/lineage/CT.0921", "/", "/explore", "/doc/crest", "/questions/adopted"])
def test_names_and_our_words_are_marked_with_their_language(server: str, path: str) -> None:
    """WCAG 2.2, 3.1.2: what is not of the page's language says of which it is; on an English page nothing need."""
    pages = {
        lang: httpx.get(f"{server}{path}?lang={lang}", headers={"accept": "text/html"}).text for lang in ("en", "fr")
    }
    named = {"/explore": "Migrant investment in Ukraine", "/questions/adopted": "National Health Policy of Nepal, 2019"}
    name = named.get(path, "CREST programme")
    assert re.search(rf'<(?:a|h1|h2|span)[^>]* lang="en"[^>]*>{re.escape(name)}<', pages["fr"])
    assert not re.search(rf'lang="en"[^>]*>{re.escape(name)}<', pages["en"])


def test_what_a_source_says_of_a_value_is_said_in_the_page_s_language(server: str) -> None:
    pages = {
        lang: httpx.get(f"{server}/doc/CT.0921?lang={lang}", headers={"accept": "text/html"}).text
        for lang in ("en", "fr", "es")
    }
    assert [page.count("(printed in brackets)") > 0 for page in pages.values()] == [True, False, False]
    assert pages["fr"].count("(imprimé entre parenthèses)") == pages["en"].count("(printed in brackets)")


def test_the_test_would_see_english(server: str) -> None:
    cited = "no date (not before October 2021)"
    assert cited not in data(server)
    assert cited in httpx.get(f"{server}/view/lineage/CT.0921.txt").text
    assert {"Explore", "Organisations"} <= texts(httpx.get(server + "/").text, "")
    assert WRONG["fr"].search("Source: ") and not WRONG["fr"].search("Source\u00a0: le 3 juin 2021")
    assert left(server, "/docs", "fr"), "the documentation of the API is English, and must be seen as such"
