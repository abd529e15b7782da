"""Typed questions: which named question each is, and of what it is asked. Written by hand, before anything was run."""

from __future__ import annotations

import pytest

from seedline.search import SearchIndex, pages_asked, questions_asked, read_sentence
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
        ("seeds not before 2016", [("year", "2016..")]),
        ("budgets of no more than 100,000", [("budget.USD", "..100000")]),
        ("pas moins de 100 000 dollars", [("budget.USD", "100000..")]),
        ("presupuestos de no más de 100.000", [("budget.USD", "..100000")]),
        ("funder:KfW before 2019", [("q", "funder:KfW"), ("year", "..2018")]),
        # A phrase stays a phrase.
        ('"before 2016"', None),
        # A year beside what happened to a project is not that of its grant.
        ("projects completed before 2016", None),
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
    reading = read_sentence(text, index)
    assert (reading and reading.query) == query


LARGEST, SMALLEST = [("as", "table"), ("sort", "-budget.USD")], [("as", "table"), ("sort", "budget.USD")]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("largest budget", LARGEST),
        ("biggest grant", LARGEST),
        ("which project got most money", LARGEST),
        ("Which project got the most money?", LARGEST),
        ("top 10 budgets", LARGEST),
        ("seeds by budget", LARGEST),
        ("smallest grant", SMALLEST),
        ("What is the lowest budget?", SMALLEST),
        ("largest grants in Nepal", [("q", "Nepal"), *LARGEST]),
        ("largest budget before 2016", [("year", "..2015"), *LARGEST]),
        ("le budget le plus élevé", LARGEST),
        ("Quel projet a reçu le plus d’argent ?", LARGEST),
        ("la plus petite subvention", SMALLEST),
        ("el presupuesto más alto", LARGEST),
        ("¿Qué proyecto recibió más dinero?", LARGEST),
        ("newest projects", [("as", "table"), ("sort", "-year")]),
        ("oldest seeds", [("as", "table"), ("sort", "year")]),
        # An order of something else than seeds is none of seeds.
        ("which funder gave the most money", None),
        ("the greatest impact of seeds", None),
        ("latest status", None),
        ("most policies", None),
    ],
)
def test_the_largest_and_the_newest_are_an_order(
    index: SearchIndex, text: str, query: list[tuple[str, str]] | None
) -> None:
    reading = read_sentence(text, index)
    assert (reading and reading.query) == query


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("seeds not in Brazil", [("country", "-BR")]),
        ("seeds outside Brazil and Nepal", [("country", "-BR"), ("country", "-NP")]),
        ("which seeds are not in Viet Nam or Nepal?", [("country", "-VN"), ("country", "-NP")]),
        ("projects not in Africa", [("region", "-africa")]),
        ("seeds not funded by KfW", [("funder", "-kfw")]),
        ("everything except Nepal", [("country", "-NP")]),
        ("largest budget outside Brazil", [("country", "-BR"), *LARGEST]),
        ("projets qui ne sont pas au Népal", [("country", "-NP")]),
        ("projets hors du Brésil", [("country", "-BR")]),
        ("proyectos que no están en Brasil", [("country", "-BR")]),
        ("proyectos fuera de Brasil", [("country", "-BR")]),
        # A no about anything else leaves nothing out, and the page says so.
        ("which policies were not adopted", None),
        ("what is not known?", None),
        ("carried on without IOM", None),
    ],
)
def test_a_no_leaves_out_what_seeds_are_chosen_by(
    index: SearchIndex, text: str, query: list[tuple[str, str]] | None
) -> None:
    reading = read_sentence(text, index)
    assert (reading and reading.query) == query


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("what is not known?", ["known"]),
        ("unknown", ["known"]),
        ("what do sources say differently", ["differ"]),
        ("where do sources disagree", ["differ"]),
        ("what is only planned?", ["intended"]),
        ("which policies followed, at what stage?", ["policies"]),
        ("qu’est-ce qui n’est pas connu ?", ["known"]),
        ("que disent différemment les sources ?", ["differ"]),
        ("¿qué no se sabe?", ["known"]),
        ("¿en qué difieren las fuentes?", ["differ"]),
        ("compare Nepal and Ukraine", ["compare"]),
        ("map", ["map"]),
        ("nepal", []),
    ],
)
def test_pages_that_answer_are_offered(text: str, pages: list[str]) -> None:
    assert pages_asked(text) == pages


@pytest.mark.parametrize(
    "text",
    [
        "what may I not conclude?",
        "seeds not in Brazil",
        "seeds before 2016",
        "what is only planned?",
        "what was not done",
    ],
)
def test_nothing_is_asked_of_what_nobody_named(index: SearchIndex, text: str) -> None:
    for asked, named in questions_asked(text, "en", 3, index):
        kinds = {one.name: one for one in asked.parameters}
        assert not [name for name in named if kinds[name].type in {"seed", "thing", "node"}], asked.name


def test_who_names_something_is_offered_no_example_of_something_else(index: SearchIndex) -> None:
    assert not [
        asked for asked, named in questions_asked("everything about Nepal", "en", 3, index) if asked.examples(named)
    ]
    asked, named = questions_asked("what did it produce", "en", 1, index)[0]
    assert [one.default for one in asked.examples(named)] == ["CT.0921"]


@pytest.mark.parametrize(
    "text", ["What may I not conclude?", "que ne peut-on pas conclure ?", "¿Qué no se puede concluir?"]
)
def test_what_may_not_be_concluded_leads_to_its_section(text: str) -> None:
    assert pages_asked(text) == ["cannot", "known"]


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
    assert index.find("What may I not conclude?").nowhere == ("conclude",)
    assert index.find("Zzyzx?").nowhere == ("Zzyzx",)


@pytest.mark.parametrize(("letters", "code"), [("NPL", "NP"), ("vnm", "VN"), ("UKR", "UA")])
def test_a_country_is_found_by_its_three_letters(index: SearchIndex, letters: str, code: str) -> None:
    assert index.find(letters).hits["place"][0].iri.endswith(f"/{code}")
    assert Naming(index, f"seeds of {letters}").meant("country") == code
