"""What is said with everything that is shipped: the registry's seeds, money of other sources, selections of any size."""

from __future__ import annotations

import re

import pytest

from seedline.formats import write
from seedline.i18n import words
from seedline.narrative import notes
from seedline.narrative.sentence import LONGEST, sentence
from seedline.views.subject import Subject
from seedline.views.tracer import Tracer
from seedline.views.view import View

LANGUAGES = ("en", "fr", "es")


def view(shipped: Tracer, select: str, lang: str = "en") -> View:
    subject = Subject.asked(select=select) if ":" in select or " " in select else Subject.asked(select)
    return View.of(shipped, subject).with_look(lang=lang)


def said(shipped: Tracer, select: str, lang: str = "en") -> str:
    return sentence(view(shipped, select, lang).document, words(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_swedish_kronor_are_possibly_two_amounts_together(shipped: Tracer, lang: str) -> None:
    """Openaid gives one amount in kronor for all years, the booklet two in dollars: which are which nobody says."""
    document = view(shipped, "CT.0921", lang).document
    told = next(text for text in notes.money(document, words(lang)) if "SEK" in text)
    perhaps = {
        "en": "by our reading possibly",
        "fr": "selon notre lecture, peut-être",
        "es": "según nuestra lectura, quizá",
    }
    five, three = ("USD 5.8m", "USD 3.1m") if lang == "en" else ("USD 5,8 M", "USD 3,1 M")
    kronor = re.search(r"SEK 94\D860\D678\W*([^;]*)", told)
    assert kronor and perhaps[lang] in kronor[1]
    assert {five, three} == set(
        re.findall(r"USD \d[.,]\d ?[mM]", kronor[1].replace("\u00a0", " ").replace("\u202f", " "))
    )
    out = next(
        out for money in document.json()["money"] for out in money["leftOut"] if out["commitment"]["currency"] == "SEK"
    )
    assert out["reasonCode"] == "together"
    assert [iri.rsplit("/", 1)[-1] for iri in out["reasonParameters"]["iris"].split()] == [
        "sweden-2017",
        "sweden-covid",
    ]
    assert "USD 5.8m and USD 3.1m" in out["reason"]
    for ending in ("csv", "txt", "dossier.xlsx") if lang == "en" else ():
        made = write(view(shipped, "CT.0921", lang), ending)
        assert b"another report of the same money" not in made


def test_reasons_in_the_graph_are_in_three_languages_with_amounts(shipped: Tracer) -> None:
    rows = shipped.snapshot.store.query(
        "SELECT ?out (LANG(?r) AS ?lang) ?r { ?t sl:totalOf id:CT.0921 ; sl:leftOut ?out . ?out sl:reason ?r }"
    ).rows()
    found: dict[str, dict[str, str]] = {}
    for out, lang, text in rows:
        found.setdefault(str(out), {})[str(lang)] = str(text)
    assert len(found) == 3
    assert all(set(told) == set(LANGUAGES) and len(set(told.values())) == 3 for told in found.values())
    assert not any("http" in text for told in found.values() for text in told.values())
    missing = "SELECT ?s { ?s sl:ratioReason|sl:reason ?r FILTER NOT EXISTS { ?s sl:ratioReason|sl:reason ?o FILTER(LANG(?o) = 'es') } }"
    assert list(shipped.snapshot.store.query(missing).rows()) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_of_ct0921_names_its_funders_and_dates(shipped: Tracer, lang: str) -> None:
    told = said(shipped, "CT.0921", lang)
    assert len(told.split()) <= LONGEST[lang]
    assert "Private-sector partners of CREST" in told and "Sweden (development cooperation, Bangkok)" in told
    assert "2021" in told and "2023" in told and "2017" in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_of_pr0135_names_what_the_school_became(shipped: Tracer, lang: str) -> None:
    told = said(shipped, "PR.0135", lang)
    assert "Master Programme on International Migration" in told and "2018" in told
    assert len(told.split()) <= LONGEST[lang]


@pytest.mark.parametrize("select", ["kind:seedProject", "funder:idf", "budget:>250000", "year:2015", "sdg:8.8"])
def test_what_whole_lineages_report_is_told_of_any_number_of_seeds(shipped: Tracer, select: str) -> None:
    told = said(shipped, select)
    assert "The whole lineages report USD " in told and "No follow-on" not in told


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("select", ["country:TN", "country:AM", "relation:coFinancedWith", "status:notStated"])
def test_a_seed_without_a_code_goes_by_its_name(shipped: Tracer, select: str, lang: str) -> None:
    assert not re.search(r"-[0-9a-f]{6}\b", said(shipped, select, lang))


def test_a_seed_goes_by_its_project_code_in_title_and_sentence(shipped: Tracer) -> None:
    document = view(shipped, "TK.0040").document
    assert notes.title(document, words("en")).endswith("TK.0040") and "(TK.0040," in sentence(document, words("en"))


def test_what_rests_on_a_seed_by_our_reading_is_told_so(shipped: Tracer) -> None:
    told = said(shipped, "QU8-805")
    assert "later work builds on it" in told and told.endswith("in part our reading.")
    assert "our reading" not in said(shipped, "country:ZW")


def test_trace_tells_steps_in_the_mood_of_their_status(shipped: Tracer) -> None:
    from seedline.formats.text import lineage_text

    told = " ".join(lineage_text(view(shipped, "CE.0411").document).split())
    assert "is to be scaled into it [expected" in told and "is set to be scaled into it [approved" in told
    told = " ".join(lineage_text(view(shipped, "CT.0921").document).split())
    assert "https://w3id.org" not in told and "possibly the same money as these together: USD 5.8m and USD 3.1m" in told
