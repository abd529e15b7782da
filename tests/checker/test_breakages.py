"""The checker is broken on purpose: each false thing put into a document or a text turns it red, and true words do not."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.checker import material
from tests.checker import phrases as say
from tests.checker.checker import Checker
from tests.checker.material import Json, Made, Maker, Subject

Change = Callable[[Json], Any]


@pytest.fixture(scope="module")
def dump(snapshot: Any) -> bytes:
    return material.dump(snapshot)


@pytest.fixture(scope="module")
def checker(dump: bytes) -> Checker:
    return Checker(dump, material.schemes())


@pytest.fixture(scope="module")
def views(snapshot: Any) -> dict[str, Made]:
    maker = Maker(snapshot)
    asked = {code: Subject.asked(code) for code in ("CT.0921", "CE.0411", "MA.1147", "IB.0123", "MD.0001")}
    asked |= {"way": Subject.asked(start="CT.0921", end="crest"), "component": Subject.asked("CT.0921", component=True)}
    return {name: made for name, subject in asked.items() if (made := maker.made(name, subject))}


def red_in(checker: Checker, document: Json) -> set[str]:
    return {red.code for red, _ in checker.document(document)}


def red_text(checker: Checker, document: Json, text: str, lang: str = "en", where: str = "summary") -> set[str]:
    return {red.code for red, _ in checker.texts(document, {lang: {where: text}})}


def edge(document: Json, name: str) -> Json:
    return next(e for e in document["edges"] if e["iri"].endswith(f"/{name}"))


def swapped(document: Json) -> None:
    step = edge(document, "crest-programme")
    step["from"], step["to"] = step["to"], step["from"]


USD = 0
BROKEN: list[tuple[str, str, Change, str]] = [
    ("a bound dropped", "CT.0921", lambda d: d["money"][USD]["followOn"].update(bound="exact"), "followOn.bound"),
    ("a bound of one commitment dropped", "CT.0921", lambda d: [c.update(bound="exact") for c in d["money"][USD]["commitments"]], "money.bound"),
    ("a mood swapped", "CE.0411", lambda d: edge(d, "sme-boost").update(status="completed"), "step.status"),
    ("a source forgotten", "CT.0921", lambda d: edge(d, "crest-programme")["evidence"].clear(), "step.evidence"),
    ("a wrong currency", "CT.0921", lambda d: d["money"][USD]["commitments"][0].update(currency="EUR"), "money.currency"),
    ("a wrong year", "CT.0921", lambda d: d["money"][USD]["seeds"][0].update(fundingYear="2016"), "money.fundingYear"),
    ("a commitment dropped", "CT.0921", lambda d: d["money"][USD]["commitments"].pop(), "money.missing"),
    ("a commitment counted twice", "CT.0921", lambda d: d["money"][USD]["commitments"].append(d["money"][USD]["commitments"][0]), "money.twice"),
    ("a sum that counts twice", "CT.0921", lambda d: d["money"][USD]["followOn"].update(amount="17600000"), "followOn.amount"),
    ("a split that counts twice", "CT.0921", lambda d: d["money"][USD]["followOn"]["byStatus"].update(secured="12000000"), "followOn.byStatus"),
    ("a wrong voice", "CT.0921", lambda d: edge(d, "crest-programme").update(assertedBy="evaluator"), "step.assertedBy"),
    ("a voice made up", "CT.0921", lambda d: d["byWhoseWord"].update(phrase="2 independent voices"), "voice.independent"),
    ("a step turned round", "CT.0921", swapped, "step.from"),
    ("another relation", "CT.0921", lambda d: edge(d, "crest-programme").update(relation="builtOn"), "step.relation"),
    ("a date of a report as that of a launch", "CT.0921", lambda d: edge(d, "crest-programme").update(date="2021-10"), "step.date"),
    ("a step left out", "CT.0921", lambda d: d["edges"].pop(), "step.missing"),
    ("a thing left out of a whole lineage", "CT.0921", lambda d: d["nodes"].pop(0), "membership"),
    ("a thing left out of a component", "component", lambda d: d["nodes"].pop(0), "membership"),
    ("a thing left out of a way", "way", lambda d: d["nodes"].pop(1), "membership"),
    ("a wrong stage", "CT.0921", lambda d: next(n for n in d["nodes"] if n["id"] == "crest").update(stage="before"), "stage.before-is-followed"),
    ("a funder as another", "CT.0921", lambda d: d["money"][USD]["byFunder"][0].update(amount="1"), "followOn.byFunder"),
    ("a ratio too high", "CT.0921", lambda d: d["money"][USD].update(leverage="48.4"), "ratio"),
    ("blocked money for another reason", "MA.1147", lambda d: next(o for m in d["money"] for o in m["leftOut"]).update(reason="in kind"), "money.reason"),
    ("a policy further than it is", "MA.1147", lambda d: next(n for n in d["nodes"] if n["policyStage"]).update(policyStage={"stage": "implemented", "asOf": "2021-10"}), "thing.policyStage"),
    ("a carrier made up", "CT.0921", lambda d: d["carriedOnBy"][0].update(kind="institution"), "carriedOn"),
    ("months that are fewer", "CT.0921", lambda d: d["timing"][0].update(monthsAtMost=30), "timing"),
    ("a country left out", "CT.0921", lambda d: d["nodes"][2]["countries"].pop(), "thing.countries"),
    ("lines of another place", "CT.0921", lambda d: edge(d, "crest-programme")["evidence"][0].update(lines=[1, 2]), "place.lines"),
    ("facts newer than any", "CT.0921", lambda d: d["dates"].update(factsAsOf="2022"), "dates.factsAsOf"),
    ("bounds of a split that are none", "CT.0921", lambda d: d["money"][USD]["followOn"].update(byStatusBounds={"mobilised": "exact", "secured": "exact"}), "followOn.byStatusBounds"),
    ("a claim without evidence that there is", "CT.0921", lambda d: d.update(claims=[{"code": "c", "parameters": {}, "evidence": ["urn:none"]}]), "claim.evidence"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "name", "change", "code"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_document_that_is_wrong_is_red(
    checker: Checker, views: dict[str, Made], what: str, name: str, change: Change, code: str
) -> None:
    document = copy.deepcopy(views[name].document)
    before = red_in(checker, document)
    change(document)
    assert code not in before
    assert code in red_in(checker, document), what


def test_what_a_document_may_grow_is_green(checker: Checker, views: dict[str, Made]) -> None:
    document = copy.deepcopy(views["CT.0921"].document)
    before = red_in(checker, document)
    document["money"][USD]["followOn"]["byStatusBounds"] = {"mobilised": "atLeast", "secured": "exact"}
    place = edge(document, "crest-programme")["evidence"][0]["iri"]
    document["claims"] = [{"code": "followOn.counted", "parameters": {"amount": "14500000"}, "evidence": [place]}]
    assert red_in(checker, document) == before


@pytest.mark.parametrize("state", ["planned", "pledged", "blocked", "notStated"])
def test_a_plan_that_is_counted_is_red(dump: bytes, views: dict[str, Made], state: str) -> None:
    """The document stays as it is; the triples say that a part of its money was only planned."""
    scheme = b"https://w3id.org/seedline/scheme/commitment-status/"
    assert scheme + b"mobilised" in dump
    checker = Checker(dump.replace(scheme + b"mobilised", scheme + state.encode()), material.schemes())
    found = red_in(checker, views["CT.0921"].document)
    assert {"money.commitments", "money.status", "followOn.amount", "followOn.byStatus"} <= found
    text = views["CT.0921"].texts["en"]["caption"]
    assert "amount" in red_text(checker, views["CT.0921"].document, text, where="caption")


TRUE = {
    "CT.0921": {
        "en": (
            "A USD 300,000 seed (CT.0921, funding year 2015) produced the CREST framework, which was scaled into the CREST"
            " programme (launched 1 October 2017). Reported follow-on: at least USD 14.5 million, of which the private"
            " part (over 5.6 million) is as of October 2021. Source: the Fund's own booklet."
        ),
        "fr": (
            "Une subvention de USD 300 000 (CT.0921, année de financement 2015) a produit CREST framework, qui a changé"
            " d’échelle avec CREST programme (lancé le 1er octobre 2017). Suites : au moins USD 14,5 millions, dont USD 8,9 M obtenus"
            " et au moins USD 5,6 M en date d’octobre 2021. Source : Scaling Up from Seed Funding."
        ),
        "es": (
            "Una subvención de USD 300 000 (CT.0921, año de financiación 2015) produjo CREST framework, que fue ampliado en"
            " CREST programme (iniciado el 1 de octubre de 2017). Lo posterior: al menos USD 14,5 millones, a fecha de"
            " octubre de 2021. Fuente: Scaling Up from Seed Funding."
        ),
    },
    "CE.0411": {
        "en": (
            "A USD 200,000 seed (CE.0411, funding year 2018) may be scaled into the SME Boost project (approved as of"
            " October 2021), by our own reading. Reported follow-on: EUR 10 million. Source: the Fund's own booklet."
        ),
        "fr": (
            "Une subvention de USD 200 000 (CE.0411, année de financement 2018) pourrait changer d’échelle avec SME Boost project"
            " (approuvé, en date d’octobre 2021), selon notre lecture. Suites : EUR 10 millions. Source : Scaling Up from"
            " Seed Funding."
        ),
        "es": (
            "Una subvención de USD 200 000 (CE.0411, año de financiación 2018) podría ser ampliada en SME Boost project"
            " (aprobado, a fecha de octubre de 2021), según nuestra lectura. Lo posterior: EUR 10 millones. Fuente:"
            " Scaling Up from Seed Funding."
        ),
    },
    "MA.1147": {
        "en": (
            "A USD 150,000 seed (MA.1147, funding year 2017) was taken up in the National Health Policy of Nepal, 2019"
            " (achieved June 2019) and may be institutionalised in the Next Nepal Health Sector Support Programme"
            " (agreed as of October 2021). No follow-on amount from other funders is reported. Money of a ministry is"
            " reported as blocked. Source: the Fund's own booklet, in part our own reading."
        ),
    },
}  # fmt: skip


@pytest.mark.parametrize(("name", "lang"), [(name, lang) for name, texts in TRUE.items() for lang in texts])
def test_true_words_are_green(checker: Checker, views: dict[str, Made], name: str, lang: str) -> None:
    assert red_text(checker, views[name].document, TRUE[name][lang], lang) == set()


WRONG_WORDS = [
    ("CT.0921", "en", "at least USD 14.5 million", "USD 14.5 million", "amount.bound"),
    ("CT.0921", "en", "over 5.6 million", "about 5.6 million", "amount.bound"),
    ("CT.0921", "fr", "au moins USD 5,6 M", "USD 5,6 M", "amount.bound"),
    ("CT.0921", "es", "al menos USD 14,5", "hasta USD 14,5", "amount.bound"),
    ("CT.0921", "en", "USD 14.5 million", "EUR 14.5 million", "amount.currency"),
    ("CT.0921", "fr", "USD 14,5 millions", "USD 17,6 millions", "amount"),
    ("CT.0921", "es", "USD 14,5 millones", "USD 14,5", "amount"),
    ("CE.0411", "en", "EUR 10 million", "EUR 10 million, disbursed", "amount.state"),
    ("CT.0921", "en", "funding year 2015", "funding year 2016", "date"),
    ("CT.0921", "es", "1 de octubre de 2017", "2 de octubre de 2017", "date"),
    ("CT.0921", "fr", "en date d’octobre 2021", "en octobre 2021", "lost.asOf"),
    ("CT.0921", "en", "launched 1 October 2017", "ongoing, October 2021", "lost.launch"),
    ("CT.0921", "en", "Source: the Fund's own booklet.", "", "source.missing"),
    ("CT.0921", "es", "Fuente: Scaling Up from Seed Funding.", "Fuente: no indicada.", "source.missing"),
    ("CT.0921", "en", "Reported follow-on: at least USD 14.5 million", "No follow-on amount from other funders is reported", "none.reported"),
    ("CE.0411", "fr", "Suites : EUR 10 millions.", "Aucun montant de suite d’autres bailleurs n’est déclaré.", "none.reported"),
    ("CE.0411", "es", "Lo posterior: EUR 10 millones.", "No se declara ningún importe de continuación en EUR de otros financiadores.", "none.reported"),
    ("CE.0411", "en", "may be scaled into", "was scaled into", "mood"),
    ("CE.0411", "fr", "pourrait changer d’échelle avec", "a changé d’échelle avec", "mood"),
    ("CE.0411", "fr", "pourrait changer d’échelle avec", "changé d’échelle avec", "mood"),
    ("CE.0411", "es", "podría ser ampliada en", "fue ampliada en", "mood"),
    ("CE.0411", "en", "(approved as of", "(completed as of", "step.status"),
    ("MA.1147", "en", "may be institutionalised in", "is institutionalised in", "mood"),
    ("CT.0921", "en", "which was scaled into the CREST programme", "which was taken up in the CREST programme", "step.relation"),
    ("CT.0921", "en", "produced the CREST framework, which was scaled into the CREST programme", "produced the CREST programme, which was scaled into the CREST framework", "step.relation"),
    ("MA.1147", "en", "Money of a ministry is reported as blocked.", "", "lost.blocked"),
    ("CE.0411", "en", ", by our own reading", "", "lost.reading"),
    ("CT.0921", "es", ", a fecha de octubre de 2021", "", "lost.asOf"),
    ("CT.0921", "es", " (iniciado el 1 de octubre de 2017)", "", "lost.launch"),
    ("CT.0921", "en", "produced the CREST framework", "produced 4 outputs and the CREST framework", "count.outputs"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lang", "old", "new", "code"), WRONG_WORDS)
def test_words_that_are_wrong_are_red(
    checker: Checker, views: dict[str, Made], name: str, lang: str, old: str, new: str, code: str
) -> None:
    text = TRUE[name][lang]
    assert old in text
    assert code in red_text(checker, views[name].document, text.replace(old, new), lang)


@pytest.mark.parametrize(
    ("lang", "where", "old", "new", "code"),
    [
        ("en", "notes", "By whose word: the Fund itself.", "By whose word: the Fund itself, an evaluator.", "voice"),
        ("fr", "notes", "Selon qui : le Fonds lui-même.", "Selon qui : un évaluateur.", "voice"),
        ("en", "notes", "4 completed", "5 completed", "count.steps"),
        ("es", "notes", "1 logrado", "1 planificado", "count.steps"),
        ("en", "alt", "7 nodes", "8 nodes", "count.things"),
        ("en", "alt", "at least 48.3", "48.3", "ratio"),
        ("fr", "alt", "48,3", "49", "ratio"),
        ("en", "alt", "secured USD 8.9m", "disbursed USD 8.9m", "amount.state"),
        ("es", "alt", "declarado como movilizado al menos USD 5,6 M", "declarado como movilizado USD 5,6 M", "amount.bound"),
        ("en", "caption", "as of October 2021", "as of October 2020", "date"),
    ],
)  # fmt: skip
def test_the_product_s_own_words_made_wrong_are_red(
    checker: Checker, views: dict[str, Made], lang: str, where: str, old: str, new: str, code: str
) -> None:
    view = views["CT.0921"]
    text = say.plain(view.texts[lang][where])
    assert old in text and code not in red_text(checker, view.document, text, lang, where)
    assert code in red_text(checker, view.document, text.replace(old, new), lang, where)


def test_a_dollar_is_said_only_of_dollars(dump: bytes, views: dict[str, Made]) -> None:
    scheme = b"https://w3id.org/seedline/scheme/currency/"
    checker = Checker(dump.replace(scheme + b"USD", scheme + b"JOD"), material.schemes())
    view = views["CT.0921"]
    document = copy.deepcopy(view.document)
    assert "ratio.unit" in red_text(checker, document, view.texts["en"]["alt"].replace("USD", "JOD"), where="alt")


def test_a_state_or_bound_in_a_cell_of_a_pdf_is_that_of_its_amount(checker: Checker, views: dict[str, Made]) -> None:
    """The blocks of a PDF join rows and cut columns, so that a state there may be of another amount; its cells do not."""
    document = views["CT.0921"].document

    def red(text: str, ending: str = "pdf") -> set[str]:
        return {red.code for red, _ in checker.form(document, "en", ending, text)}

    assert "amount.state" not in red("disbursed USD 5.8m\fsecured USD 5.8m")
    assert "amount.state" in red("secured USD 5.8m\fdisbursed USD 5.8m")
    assert "amount.bound" not in red("USD 5.6m\fat least USD 5.6m")
    assert "amount.bound" in red("at least USD 5.6m\fUSD 5.6m")
    # The picture of a document is held on its own.
    assert "amount.bound" in red("USD 5.6m", "sheet") and "amount.bound" not in red("at least USD 5.6m", "sheet")


def test_money_told_as_the_same_as_one_amount_alone_is_red(shipped: Any) -> None:
    """The kronor of the registry may be two amounts together; that they are one of them no triple says."""
    made = Maker(shipped.snapshot).made("lineage", Subject.asked("CT.0921"))
    assert made
    checker = Checker(material.dump(shipped.snapshot), material.schemes())
    assert red_in(checker, made.document) == set()
    out = next(o for m in made.document["money"] for o in m["leftOut"] if o["commitment"]["currency"] == "SEK")
    first = out["reasonParameters"]["iris"].split()[0]
    out.update(
        reason="by our reading another report of the same money: USD 5.8m",
        reasonCode="report",
        reasonParameters={"iri": first},
    )
    assert "money.reason" in red_in(checker, made.document)
