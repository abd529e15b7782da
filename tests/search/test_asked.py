"""Typed questions: which named question each is, and of what it is asked. Written by hand, before anything was run."""

from __future__ import annotations

import pytest

from seedline.search import SearchIndex, pages_asked, questions_asked, span_asked
from seedline.search.naming import Naming
from seedline.store import Snapshot

TYPED = {
    "en": [
        ("When does CREST's Swedish money run out?", "when-does-it-end", {"thing": "crest"}),
        ("What did Migrant investment in Ukraine produce?", "products-of-a-seed", {"seed": "CE.0411"}),
        ("Which money is named from KfW?", "money-by-funder", {"funder": "kfw"}),
        ("What came before and after SME Boost?", "before-and-after", {"thing": "sme-boost"}),
        ("For what is IM.0043 named as a basis?", "basis-for", {"thing": "IM.0043"}),
        ("Which seeds have the funding year 2017?", "seeds-of-a-year", {"year": "2017"}),
        (
            "Which seeds have a budget of USD 300,000 or more?",
            "seeds-by-budget",
            {"least": "300000", "currency": "USD"},
        ),
        ("What was launched on or after 2019-06-01?", "launched-since", {"since": "2019-06-01"}),
        (
            "In what does the National Migration School take part?",
            "roles-of-an-organisation",
            {"organisation": "dr-enm"},
        ),
        ("Which stages of policies are told in Nepal?", "policy-stages", {"country": "NP"}),
    ],
    "fr": [
        ("Quand CREST prend-il fin ?", "when-does-it-end", {"thing": "crest"}),
        ("Qu’a produit CE.0411 ?", "products-of-a-seed", {"seed": "CE.0411"}),
        ("Quels fonds KfW a-t-il donnés ?", "money-by-funder", {"funder": "kfw"}),
        ("Qu’est-ce qui a précédé et suivi SME Boost ?", "before-and-after", {"thing": "sme-boost"}),
        ("Pour quoi IM.0043 est-il nommé comme base ?", "basis-for", {"thing": "IM.0043"}),
        ("Quels projets d’amorçage ont 2017 pour année de financement ?", "seeds-of-a-year", {"year": "2017"}),
        (
            "Quels projets d’amorçage ont un budget d’au moins 300 000 USD ?",
            "seeds-by-budget",
            {"least": "300000", "currency": "USD"},
        ),
        ("Qu’est-ce qui a été lancé depuis 2019 ?", "launched-since", {"since": "2019"}),
        ("Quels projets du Fonds ont l’Ukraine pour pays bénéficiaire ?", "seeds-of-a-country", {"country": "UA"}),
        ("À quoi participe la National Migration School ?", "roles-of-an-organisation", {"organisation": "dr-enm"}),
    ],
    "es": [
        ("¿Cuándo termina CREST?", "when-does-it-end", {"thing": "crest"}),
        ("¿Qué produjo CE.0411?", "products-of-a-seed", {"seed": "CE.0411"}),
        ("¿Qué dinero dio KfW?", "money-by-funder", {"funder": "kfw"}),
        ("¿Qué precedió y siguió directamente a SME Boost?", "before-and-after", {"thing": "sme-boost"}),
        ("¿Para qué se nombra IM.0043 como base?", "basis-for", {"thing": "IM.0043"}),
        ("¿Qué proyectos semilla tienen 2017 como año de financiación?", "seeds-of-a-year", {"year": "2017"}),
        (
            "¿Qué proyectos semilla tienen un presupuesto de USD 300.000 o más?",
            "seeds-by-budget",
            {"least": "300000", "currency": "USD"},
        ),
        ("¿Qué se inició desde 2019?", "launched-since", {"since": "2019"}),
        ("¿Qué proyectos del Fondo benefician a Ucrania?", "seeds-of-a-country", {"country": "UA"}),
        ("¿En qué participa la National Migration School?", "roles-of-an-organisation", {"organisation": "dr-enm"}),
    ],
}
EACH = [(language, *one) for language, typed in TYPED.items() for one in typed]


@pytest.fixture(scope="module")
def index(snapshot: Snapshot) -> SearchIndex:
    return SearchIndex.open(snapshot.path)


@pytest.mark.parametrize(("language", "text", "name", "values"), EACH, ids=lambda value: str(value)[:40])
def test_a_typed_question_is_asked_of_what_it_names(
    index: SearchIndex, language: str, text: str, name: str, values: dict[str, str]
) -> None:
    asked, found = questions_asked(text, language, 1, index)[0]
    assert (asked.name, found) == (name, values)


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        # Of two things with a word in their names none is meant, of a whole name one.
        ("the framework", "thing", ""),
        ("the CREST framework", "thing", "crest-framework"),
        ("ministry", "organisation", ""),
        # A small word is no name, unless it is written as one.
        ("who asked IDC", "organisation", "italian-development-cooperation"),
        ("money of 2018 in SEK", "currency", "SEK"),
        ("money of 2018", "number", ""),
        ("what did CT.9999 produce", "seed", "CT.9999"),
        ("approved by KfW", "commitmentStatus", "approved"),
    ],
)
def test_what_a_text_names(index: SearchIndex, text: str, kind: str, key: str) -> None:
    assert Naming(index, text).meant(kind) == key


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("seeds before 2016", [("year", "..2015")]),
        ("Which seeds were funded up to 2016?", [("year", "..2016")]),
        ("seeds after 2018", [("year", "2019..")]),
        ("seeds since 2018", [("year", "2018..")]),
        ("seeds between 2013 and 2016", [("year", "2013..2016")]),
        ("Nepal since 2016?", [("q", "Nepal"), ("year", "2016..")]),
        ("budgets over 150,000", [("budget.USD", "150001..")]),
        ("more than 150000 dollars", [("budget.USD", "150001..")]),
        ("grants under 100,000", [("budget.USD", "..99999")]),
        ("grants of at most $100 000", [("budget.USD", "..100000")]),
        ("grants between 100,000 and 200,000 in Nepal", [("q", "Nepal"), ("budget.USD", "100000..200000")]),
        ("projets d’amorçage avant 2016", [("year", "..2015")]),
        ("projets à partir de 2018", [("year", "2018..")]),
        ("budgets de plus de 150 000", [("budget.USD", "150001..")]),
        ("proyectos semilla antes de 2016", [("year", "..2015")]),
        ("proyectos de 2013 a 2016", [("year", "2013..2016")]),
        ("presupuestos de más de 150.000", [("budget.USD", "150001..")]),
        # What is asked for are policies and steps, and no seeds; of no budget an amount in euros is told.
        ("policies launched since 2018", None),
        ("what was launched after 2018", None),
        ("grants over EUR 150,000", None),
        ("moins de 100 000 euros", None),
        ("CT.0921", None),
    ],
)
def test_years_and_budgets_in_words_are_a_range(
    index: SearchIndex, text: str, query: list[tuple[str, str]] | None
) -> None:
    span = span_asked(text, index)
    assert (span and span.query) == query


@pytest.mark.parametrize(
    "text", ["What may I not conclude?", "que ne peut-on pas conclure ?", "¿Qué no se puede concluir?"]
)
def test_what_may_not_be_concluded_leads_to_its_section(text: str) -> None:
    assert pages_asked(text) == ["cannot"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "biggest grant"), ("en", "largest grants"), ("fr", "plus grosse subvention"), ("es", "mayor subvención")],
)
def test_the_biggest_grant_is_asked_of_budgets(index: SearchIndex, language: str, text: str) -> None:
    asked, _ = questions_asked(text, language, 1, index)[0]
    assert asked.name == "seeds-by-budget"
    assert asked.computed is not None and "came of a seed" in asked.computed["en"]


def test_a_plural_is_no_typing_error_and_a_question_mark_no_part_of_a_word(index: SearchIndex) -> None:
    assert index.find("seeds").read_as == ()
    assert index.find("What may I not conclude?").left_out[-1] == "conclude"
    assert index.find("Zzyzx?").nowhere == ("Zzyzx",)


@pytest.mark.parametrize(("letters", "code"), [("NPL", "NP"), ("vnm", "VN"), ("UKR", "UA")])
def test_a_country_is_found_by_its_three_letters(index: SearchIndex, letters: str, code: str) -> None:
    assert index.find(letters).hits["place"][0].iri.endswith(f"/{code}")
    assert Naming(index, f"seeds of {letters}").meant("country") == code
