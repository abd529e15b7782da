"""Questions over all that is shipped, registry among it.

Counts were made by hand from the registry's table (`data/seedline_data/registry`: `projects.csv`, `follow-on.csv`, and the rules
of its README) and the booklet, before any query. 220 projects are in the table; four of the nine cases are not, and M-LEARN and
IM.0043 stand in the lineage of a case and are no seeds: 222.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from seedline.i18n import words
from seedline.queries import Answer, Question, ask, question, questions
from seedline.search import SearchIndex, questions_asked
from seedline.views.tracer import Tracer

Told = Callable[..., Answer]


@pytest.fixture
def told(shipped: Tracer) -> Told:
    def answer(name: str, **values: str) -> Answer:
        return ask(shipped.snapshot, question(name), values)

    return answer


def rows(answer: Answer, *names: str) -> set[tuple[str, ...]]:
    """Return some columns of an answer, things by their keys."""
    at = [[column.name for column in answer.columns].index(name) for name in names]
    return {tuple(cell.text if (cell := row[i]) else "-" for i in at) for row in answer.rows}


def test_what_may_be_left_out_is_not_guessed(shipped: Tracer) -> None:
    """Several seeds are of the Dominican Republic: the lessons of all are told, and not those of the wrong one."""
    index = SearchIndex.open(shipped.snapshot.path)
    (first, named), *_ = questions_asked("What lessons were learned in the Dominican Republic?", "en", 3, index)
    assert (first.name, named) == ("recommendations", {})


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        # "Evaluation de l'action …" in Sierra Leone is the one project with that word in its name.
        ("What did the evaluation of the Kyrgyz project say?", "evidence"),
        # One project has "Government of the" in its name, in the Comoros.
        ("Which money did the Government of the Dominican Republic commit?", "government-inputs"),
    ],
)
def test_a_word_of_questions_is_no_name(shipped: Tracer, typed: str, asked: str) -> None:
    index = SearchIndex.open(shipped.snapshot.path)
    assert not {each.name: named for each, named in questions_asked(typed, "en", 4, index)}.get(asked)


def test_each_grant_counts_once(told: Told) -> None:
    # 31,765,291 of 167 in the table, less M-LEARN's 250,000, with 700,000 of the four cases that are not in it.
    assert told("seeds-of-all").sentence == (
        "An amount is known of 170 of the 222 seeds that are here: USD 32,215,291 together."
    )
    by_source = rows(told("seed-money-by-source"), "source", "grants", "amount_USD")
    assert {row[1:] for row in by_source} == {("9", "1550000"), ("167", "31765291")}
    given = told("money-by-funder", funder="idf")
    assert rows(given, "recipient", "repeats") >= {("CT.0921", "true"), ("CT.0921", "false"), ("TK.0040", "false")}
    names = [column.name for column in given.columns]
    cells = [(row[names.index("amount_USD")], row[names.index("repeats")]) for row in given.rows]
    # All grants, M-LEARN's among them.
    once = [int(amount.text) for amount, repeats in cells if amount and repeats and repeats.text == "false"]
    assert sum(once) == 32_215_291 + 250_000


def test_nothing_is_lost_for_want_of_a_year_or_status(told: Told) -> None:
    assert len(told("seeds").rows) == 222
    # Three evaluations are named, of MA.1147, MD.0001 and PR.0135.
    assert len(told("evaluations-not-named").rows) == 219
    assert told("follow-on-known").sentence.startswith("Of 222 seeds: not looked for ")
    assert [len(told("seeds-by-budget", least=least).rows) for least in ("100000", "200000", "400000")] == [151, 89, 8]


@pytest.mark.parametrize(
    ("country", "count"), [("TN", 6), ("ZM", 7), ("NP", 5), ("SV", 12), ("DO", 9), ("BR", 7), ("TL", 1)]
)
def test_all_projects_of_the_fund_in_a_country(told: Told, country: str, count: int) -> None:
    """The table has SLV 12, TUN 6, ZMB 7, NPL 5, DOM 8, BRA 5; the booklet adds CE.0352, IB.0123, PO.0141 and IM.0043."""
    assert len(rows(told("seeds-of-a-country", country=country), "seed")) == count


def test_a_country_in_brackets_is_told_with_them(shipped: Tracer, told: Told) -> None:
    assert told("seeds-of-a-country", country="LA").sentence == (
        "Of the projects read one does: CT.0921 (printed in brackets)."
    )
    for language, word in (("fr", "imprimé entre parenthèses"), ("es", "impreso entre paréntesis")):
        answer = ask(shipped.snapshot, question("seeds-of-a-country"), {"country": "LA"}, language)
        assert f"CT.0921 ({word})" in answer.sentence
    assert ("m-learn", "false") in rows(told("seeds-of-a-country", country="TN"), "seed", "stands")


def test_what_only_names_a_thing_is_counted(told: Told) -> None:
    assert rows(told("about-a-thing", thing="iom"), "kind", "property", "count") == {("Claim", "names", "2")}


def test_a_region_says_whose_seeds_it_misses(shipped: Tracer, told: Told) -> None:
    """The registry lists no project of two of the booklet's countries, so no region of theirs is known."""
    answer = told("seeds-of-a-region")
    missed = "SELECT ?country { VALUES ?seed { id:IB.0123 id:CE.0411 } ?seed sl:country ?country MINUS { ?country sl:idfRegion ?r } }"
    assert {str(row[0])[-2:] for row in shipped.snapshot.store.query(missed).rows()} == {"TL", "UA"}
    assert "Timor-Leste and Ukraine" in answer.computed


@pytest.mark.parametrize(("year", "count"), [("2018", 14), ("2017", 10), ("2019", 7), ("2023", 14), ("2001", 5)])
def test_seeds_of_a_year(told: Told, year: str, count: int) -> None:
    """By year the table has 13, 9, 5, 14 and 5; CE.0411 is of 2018, MA.1147 by the booklet of 2017, two cases of 2019."""
    assert len(told("seeds-of-a-year", year=year).rows) == count


def test_a_next_phase_is_told_by_the_status_of_its_project(told: Told) -> None:
    """Three rows of follow-on.csv: none says how far the step is, and the table prints Active, Completed and Completed.

    Of MigraCidades the booklet expects later rounds, and the encyclopedia has them in 2024: both are told.
    """
    answer = told("next-phases")
    assert rows(answer, "from", "to", "status", "projectStatus", "funder") == {
        ("CD.0086", "TK.0040", "ongoing", "active", "idf"),
        ("vanuatu-line-1-project", "DS.0008", "completed", "completed", "idf"),
        ("zambia-profile-first-phase", "PR.0216", "completed", "completed", "idf"),
        ("summer-school-migration", "summer-school-later-editions", "achieved", "-", "-"),
        ("migracidades", "migracidades-later-rounds", "expected", "-", "-"),
        ("migracidades", "migracidades-later-rounds", "ongoing", "-", "-"),
    }
    assert answer.sentence.startswith("Five next phases are named: ")
    assert rows(told("before-and-after", thing="TK.0040"), "earlier", "later", "status", "projectStatus") == {
        ("CD.0086", "TK.0040", "ongoing", "active")
    }
    assert not {"TK.0040", "DS.0008", "PR.0216", "CD.0085"} & {row[0] for row in rows(told("prospects"), "into")}
    # What is told as installed by March 2023 is not told as not begun.
    assert "timor-border-capacity-project" not in {row[0] for row in rows(told("prospects"), "into")}


def test_what_is_planned_was_not_produced(told: Told, shipped: Tracer) -> None:
    """Of IB.0123: lines 872 to 905, curricula and the verifier are planned; of PO.0141 three products have no status."""
    assert ("timor-training-curricula", "planned") in rows(
        told("products-of-a-seed", seed="IB.0123"), "product", "status"
    )
    assert "not stated 3, achieved 2" in told("products-of-a-seed", seed="PO.0141").sentence
    has = shipped.snapshot.store.query
    assert has("ASK { id:IB.0123 sl:mayProduce id:timor-training-curricula, id:verifier-tdb ; sl:produced ?made }")
    assert not has("ASK { id:IB.0123 sl:produced ?x FILTER(?x IN (id:timor-training-curricula, id:verifier-tdb)) }")
    assert not has("ASK { ?x sl:produced ?y ; sl:mayProduce ?y }")
    assert has(
        "ASK { id:PO.0125 sl:produced id:migracidades . id:MA.1147 sl:produced id:nepal-project-steering-committee }"
    )
    assert has("ASK { id:CD.0086 sl:nextPhase id:TK.0040 . ?zambia sl:nextPhase id:PR.0216 }")


@pytest.mark.parametrize(
    ("thing", "sentence"),
    [
        (
            "CT.0921",
            "2017 (Project pages of the IOM Development Fund) and 2018 (Project pages of the IOM Development Fund)",
        ),
        ("TK.0040", "An end is stated: 2025 (Project pages of the IOM Development Fund)."),
        ("PR.0135", "An end is stated: 2017 (Project pages of the IOM Development Fund)."),
        ("MD.0001", "An end is stated: 2024, doubtful (Project pages of the IOM Development Fund)."),
        ("crest", "It cannot be said: "),
        ("verifier-tdb", "No statement recorded here gives an end of "),
    ],
)
def test_an_end_is_told_where_it_is_known(told: Told, thing: str, sentence: str) -> None:
    answer = told("when-does-it-end", thing=thing)
    assert sentence in answer.sentence
    assert answer.open == (thing == "crest")


def test_money_with_years_is_no_end_of_what_it_pays_for(told: Told) -> None:
    """follow-on.csv: Openaid dates Sweden's contribution to CREST 2017 to 2023; lines 1269 to 1271 give CREST no end."""
    answer = told("when-does-it-end", thing="crest")
    assert answer.open
    assert "Money for it is dated 2017 – 2023 (Private-sector partners of CREST and Sida)" in answer.sentence
    assert ("sida", "2017 – 2023", "openaid", "-") in {
        (funder, period, source.rsplit("/", 1)[-1], ended)
        for funder, period, source, ended in rows(answer, "funder", "period", "source", "ended")
    }
    assert "Money for it" not in told("when-does-it-end", thing="sme-boost").sentence
    # The co-financed project's own end stands; the money's years are a row beside it.
    assert told("when-does-it-end", thing="midweb-programme").sentence.startswith("An end is stated: November 2012")


def test_the_private_part_at_the_end_is_no_end_of_crest(shipped: Tracer) -> None:
    """follow-on.csv: private contributions at end; neither whose end, nor that CREST ended, is said."""
    (summary,) = shipped.snapshot.store.query(
        f"SELECT ?s {{ <{shipped.snapshot.base}id/idf-registry-links/commitment/crest-private-2023> sl:summary ?s }}"
    ).rows()
    assert "its end" not in summary[0]
    assert "the end of what is not said" in summary[0]


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        # Lines 1020 to 1021: 2018 may date the launch or the closure; lines 1269 to 1270 date CREST.
        ("launched-since", {}, "2018 (according to: Seedline’s reading)"),
        ("first-follow-on", {}, "1 October 2017, 21 to 33 months (according to: the Fund)"),
        # Lines 650 to 656: who carries the programmes out is not said; line 1271 says who runs CREST.
        ("carried-on", {}, "Local authorities of Kyrgyzstan (inferred)"),
        ("carried-on", {}, "IOM Viet Nam (stated)"),
        ("carried-on-without-iom", {}, "National Migration School of the Dominican Republic (inferred)"),
        # Lines 578 to 581: processes go on; that the school's training is one of them is not said.
        ("still-active", {}, "National Migration School of the Dominican Republic (inferred)"),
        # Line 1033 names IOM in a partnership, and nowhere as the one who carried the project out.
        ("partners", {"thing": "PR.0135"}, "IOM (implementer, inferred)"),
        ("roles-of-an-organisation", {"organisation": "intes"}, "(partner, stated)"),
        ("who-asked-and-led", {}, "Mekenim programme (who asked, stated)"),
        ("who-asked-and-led", {}, "Mekenim programme (who led, inferred)"),
        ("government-inputs", {"thing": "MD.0001"}, "One input is told (inferred 1), for "),
        # Line 655 says that other villages were trained; that it is this training again is read.
        ("replicated", {}, "Training in other villages (inferred)"),
        # 19.6 by 0.3 is 65.333…: what is exact is the amount.
        ("ratio", {}, "CT.0921: 65.3 to 1 in USD (amount: exact)"),
    ],
)
def test_a_reading_is_told_as_one(told: Told, name: str, values: dict[str, str], said: str) -> None:
    assert said in told(name, **values).sentence


def test_only_what_has_happened_stands_as_scaled(told: Told) -> None:
    found = rows(told("scaled-into"), "from", "into", "status", "projectStatus")
    assert ("georgia-revitalisation-pilot", "CD.0085", "ongoing", "active") in found
    assert {status for *_, status, _ in found} <= {"launched", "ongoing", "achieved", "completed", "notStated"}
    assert not any(into == "sme-boost" for _, into, *_ in found)


def test_figures_are_those_of_the_lineage(told: Told) -> None:
    brazil = rows(told("figures", thing="PO.0125"), "value", "unit")
    # Lines 286 and 310, and the encyclopedia's of 2024.
    assert {value for value, _ in brazil} >= {"29", "27", "72", "15"}
    # Lines 771 to 776: more than 130 centres, more than 400,000 migrants.
    assert {value for value, _ in rows(told("figures", thing="MA.1147"), "value", "unit")} >= {"130", "400000"}


def test_an_amount_of_another_source_is_an_amount(told: Told) -> None:
    """The table has USD 250,000 and 2019 to 2023 for M-LEARN (PR.0236), of which the booklet says none."""
    assert "m-learn" not in {row[0] for row in rows(told("money-without-amount"), "recipient")}
    assert rows(told("not-stated", thing="m-learn"), "property", "elsewhere") >= {
        ("ended", "2023"),
        ("started", "2019"),
    }


def test_all_six_cofundings_are_named(told: Told) -> None:
    beside = {row for row in rows(told("co-finance"), "beside", "recipient") if row[0] != "-"}
    assert {recipient for _, recipient in beside} == {
        "pmgz", "readmission-programme", "midweb-programme", "nigeria-migration-programme", "migreco-programme",
        "azerbaijan-border-model",
    }  # fmt: skip


def test_a_ratio_or_its_reason(told: Told) -> None:
    # Line 907: 1.5 million; line 848: 200,000.
    assert told("ratio-reasons", seed="IB.0123").sentence == "USD: 7.5 to 1 (amount: exact)."
    assert told("ratio-reasons", seed="TK.0040").sentence.startswith("USD: no follow-on")


def test_each_side_of_a_difference_says_what_it_says(told: Told) -> None:
    """The table's README lists four ends that differ and a page that is not one with itself; a funding year differs."""
    differences = told("conflicts")
    sides = rows(differences, "about", "property", "says")
    assert {side for side in sides if side[1] != "-"} == {
        ("CD.0003", "ended", "2021"), ("CD.0003", "ended", "2024"),
        ("CE.0186", "ended", "2014"), ("CE.0186", "ended", "2024"),
        ("CE.0265", "ended", "2016"), ("CE.0265", "ended", "2024"),
        ("CT.0921", "ended", "2017"), ("CT.0921", "ended", "2018"),
        ("MA.1147", "fundingYear", "2016"), ("MA.1147", "fundingYear", "2017"),
    }  # fmt: skip
    assert differences.sentence.startswith("Ten differences are told, with 22 sides: ")
    assert not any("-first" in cell.plain or "tenses" in cell.plain for row in differences.rows for cell in row if cell)


def test_a_fact_sheet_has_money_year_line_and_codes(told: Told) -> None:
    sheet = rows(told("fact-sheet", seed="CT.0921"), "property", "value")
    assert sheet >= {
        ("budget", "300000"), ("budgetCurrency", "USD"), ("fundingYear", "2015"), ("fundingLine", "idf-line-2"),
        ("alignsWith", "8.8"), ("alignsWith", "P1"), ("country", "LA"), ("ended", "2017"), ("ended", "2018"),
    }  # fmt: skip
    assert "30 months" in {row[1].plain for row in told("fact-sheet", seed="CT.0921").rows if row[1]}


@pytest.mark.parametrize("asked", list(questions().values()), ids=lambda asked: asked.name)
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_answer_reads(shipped: Tracer, asked: Question, language: str) -> None:
    values = [{}, *({each.name: value} for each in asked.parameters for value in OTHERS.get(each.type, ()))]
    for given in values:
        answer = ask(shipped.snapshot, asked, given, language)
        for text in (answer.asked, answer.sentence):
            assert not set("{}[]|") & set(text), (given, text)
            assert "()" not in text and "  " not in text and ": ." not in text
        assert answer.sentence.endswith(".")


@pytest.mark.parametrize(
    ("name", "values", "column", "sentence"),
    [
        # A seed with two targets of a goal is one seed, and a thing that is carried on by two is one thing.
        ("seeds-of-a-goal", {"goal": "16"}, "seed", "Four seeds declare it: "),
        ("seeds-of-a-goal", {"goal": "3"}, "seed", "One seed declares it: MA.1147."),
        ("still-running", {}, "thing", "Six things were last reported so: "),
        ("next-phases", {}, "to", "Five next phases are named: "),
        ("carried-on", {}, "thing", "Seven things are carried on, "),
        ("policies", {}, "policy", "Twelve policies are named; "),
        ("adopted", {}, "by", "Three texts are told of: "),
        ("follow-on", {}, "seed", "Follow-on money is reported for three of the seeds: "),
        ("evidence", {"thing": "crest"}, "statement", "26 statements name their places, "),
    ],
)
def test_a_number_counts_what_its_sentence_names(
    told: Told, name: str, values: dict[str, str], column: str, sentence: str
) -> None:
    answer = told(name, **values)
    assert answer.sentence.startswith(sentence)
    number = words("en").number(len(rows(answer, column)))
    assert number in {sentence.split()[0].lower(), "three" if name == "follow-on" else ""}


def test_a_ceiling_by_exception_is_told_as_one(told: Told) -> None:
    """Note 6 of the booklet: up to USD 200,000 for a regional project of Line 1 by exception, else 100,000."""
    sentence = told("ceilings").sentence
    assert "regional: USD 200,000 (by exception)" in sentence and "regional: USD 100,000 (as a rule)" in sentence


OTHERS = {
    "seed": ("IB.0123", "MA.1147", "TK.0040"),
    "thing": ("MA.1147", "TK.0040", "m-learn"),
    "node": ("CT.0921", "TK.0040", "verifier-tdb"),
    "organisation": ("kfw", "enap", "dr-enm"),
    "funder": ("idf", "sida", "australia"),
    "country": ("TN", "LA", "ZM"),
    "region": ("africa", "europe", "latinAmericaCaribbean"),
    "year": ("2001", "2017", "2023"),
    "target": ("16.6", "10.7", "8.5"),
    "goal": ("8", "10", "5"),
    "migof": ("P2", "P3", "O1"),
    "msd": ("O1.D2", "O2.D1", "O3.D1"),
    "line": ("idf-line-1", "idf-line-2"),
    "day": ("2001", "2018-06", "2025-01-01"),
    "number": ("1", "300000", "999999999"),
    "currency": ("USD", "SEK", "EUR"),
    "commitmentStatus": ("approved", "notStated", "secured"),
}


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Nepal", "MA.1147"), ("everything about Nepal", "MA.1147"), ("Brazil", "PO.0125"), ("Tunisia", "PR.0135")],
)
def test_the_seed_of_which_something_is_told_is_suggested_first(shipped: Tracer, typed: str, code: str) -> None:
    """Of the seeds of Nepal in the registry four tell nothing of what followed."""
    hits = SearchIndex.open(shipped.snapshot.path).find(typed, each=3).hits["seed"]
    assert code in {hit.id for hit in hits[:2]}
