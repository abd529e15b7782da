"""The named questions: each is told in three languages, takes terms alone, and gives the rows that it should."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from functools import partial
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
import rdflib
import yaml
from typer.testing import CliRunner

import seedline
from seedline import kg
from seedline.errors import InputError, NotFound
from seedline.formats.answers import write_answer
from seedline.i18n import words
from seedline.queries import GROUPS, Question, ask, question, questions
from seedline.queries.order import ordered, unordered
from seedline.queries.terms import last
from seedline.store import Snapshot
from seedline.validate.known_terms import unknown_terms
from seedline.vocabulary.status import SCALED_STATUSES
from seedline_api.cli import command_line
from seedline_ontology import PREFIXES

FOLDER = Path(seedline.__file__ or "").parent / "queries"
RESULT_SET = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"

EXPECTED = yaml.safe_load((Path(__file__).parent / "rows.yaml").read_text("utf-8"))
QUESTIONS = list(questions().values())
OURS = {"summary", "note"}
"""Columns of sentences in our own words."""
by_name = pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.name)


def test_there_are_more_than_fifty_and_each_has_its_rows() -> None:
    assert len(QUESTIONS) >= 80
    assert {asked.name for asked in QUESTIONS} == EXPECTED.keys()
    assert all(len(each["checked"]) > len("no") for each in EXPECTED.values())


@by_name
def test_a_question_gives_its_rows(snapshot: Snapshot, asked: Question) -> None:
    bound = asked.bind({}, snapshot.store, snapshot.base)
    assert unknown_terms(bound.query) == []
    result = snapshot.store.query(bound.query)
    kept = [index for index, name in enumerate(result.variables) if name not in OURS]
    found = [" | ".join("-" if row[i] is None else last(row[i]) for i in kept) for row in result.terms()]
    assert found
    assert sorted(found) == EXPECTED[asked.name]["rows"]


@by_name
def test_a_question_is_told_in_every_language(snapshot: Snapshot, asked: Question) -> None:
    assert asked.group in GROUPS
    assert asked.limits
    others = (asked.answer, asked.also, asked.computed, asked.cannot, asked.none)
    for texts in (asked.title, asked.question, *filter(None, others)):
        assert texts.keys() == {"en", "fr", "es"}
        assert len(set(texts.values())) == 3 or texts is asked.title or texts["en"] == "{each}."
    for language in ("en", "fr", "es"):
        answer = ask(snapshot, asked, {}, language)
        assert answer.sentence
        assert "{" not in answer.sentence + answer.asked
        assert all(column.heading for column in answer.columns)


@by_name
def test_the_query_that_is_shown_gives_equal_rows(snapshot: Snapshot, asked: Question) -> None:
    """Bound by the store's own substitution of terms, the query without its VALUES says the same."""
    bound = asked.bind({}, snapshot.store, snapshot.base)
    shown = [tuple(row) for row in snapshot.store.query(bound.query).terms()]
    free = bound.query
    for name in bound.terms:
        free, count = re.subn(rf"VALUES \?{name} \{{ [^}}]* \}}", "", free)
        assert count == 1
    # The store substitutes what a query selects; a grouped query is grouped by it as well.
    head, brace, rest = free.partition("{")
    added = [name for name in bound.terms if f"?{name}" not in head.split()]
    head = head.rstrip() + "".join(f" ?{name}" for name in added) + " "
    if added:
        rest = rest.replace("GROUP BY", "GROUP BY " + " ".join(f"?{name}" for name in added))
    inner = ox.Store.read_only(str(snapshot.path / "store"))
    terms = {ox.Variable(name): term for name, term in bound.terms.items()}
    result = inner.query(head + brace + rest, prefixes=PREFIXES, substitutions=terms)
    kept = len(result.variables) - len(added)
    assert sorted(map(str, (tuple(row)[:kept] for row in result))) == sorted(map(str, shown))


@by_name
def test_a_query_runs_as_its_file_stands(snapshot: Snapshot, asked: Question) -> None:
    text = (FOLDER / f"{asked.name}.rq").read_text("utf-8")
    rows = sorted(map(str, snapshot.store.query(text).terms()))
    assert rows == sorted(map(str, snapshot.store.query(asked.bind({}, snapshot.store, snapshot.base).query).terms()))


@by_name
def test_no_column_mixes_currencies(snapshot: Snapshot, asked: Question) -> None:
    answer = ask(snapshot, asked, {})
    assert ("?amount" in asked.query.split("{")[0]) == bool(asked.amounts)
    currencies = [column.name for column in answer.columns].index("currency") if asked.amounts else None
    for index, column in enumerate(answer.columns):
        if column.kind == "amount":
            assert currencies is not None
            there = {row[currencies].text for row in answer.rows if row[index] is not None and row[currencies]}
            assert there == {column.name.rpartition("_")[2]}


@pytest.mark.parametrize("asked", [q for q in QUESTIONS if q.amounts], ids=lambda asked: asked.name)
def test_no_order_ranks_by_money(asked: Question) -> None:
    assert "?amount" not in asked.query.rpartition("ORDER BY")[2]


@by_name
def test_rows_stand_in_the_order_of_the_query(snapshot: Snapshot, asked: Question) -> None:
    """The store is asked for no order; the rows have it all the same."""
    query, columns = unordered(asked.bind({}, snapshot.store, snapshot.base).query)
    if not columns:
        return
    asking, names = f"{query} ORDER BY {' '.join(f'?{column}' for column in columns)}", asked.name
    result = snapshot.store.query(asking)
    at = [result.variables.index(column) for column in columns]
    theirs = [[row[i] for i in at] for row in result.terms()]
    ours = [[row[i] for i in at] for row in ordered(snapshot.store.query(query).terms(), result.variables, columns)]
    assert ours == theirs, names


@by_name
def test_some_rows_are_the_first_and_the_sentence_is_of_all(snapshot: Snapshot, asked: Question) -> None:
    whole, some = ask(snapshot, asked, {}), ask(snapshot, asked, {}, most=3)
    assert (some.total, len(some.rows)) == (len(whole.rows), min(3, len(whole.rows)))
    keys = [column.name for column in some.columns]
    at = [[column.name for column in whole.columns].index(name) for name in keys]
    rows = [tuple(row[n] for n in at) for row in whole.rows]
    # Of the last value of the first column only as many are read as there is room for.
    assert rows[:3] == list(some.rows) if not asked.counted else set(some.rows) <= set(rows)
    assert [row[0] for row in some.rows] == [row[0] for row in rows[:3]]
    # Numbers of the sentence are of all, however few names it lists.
    counted = re.compile(r"^\W*(\w+) |(?<=by status: ).*")
    assert counted.findall(some.sentence) == counted.findall(whole.sentence)


@pytest.mark.parametrize("values", [{}, {"status": "approved"}, {"currency": "EUR"}, {"funder": "sweden"}], ids=str)
@pytest.mark.parametrize("asked", [q for q in QUESTIONS if q.counted], ids=lambda asked: asked.name)
def test_what_counts_rows_counts_all(snapshot: Snapshot, asked: Question, values: dict[str, str]) -> None:
    bound = asked.bind(values, snapshot.store, snapshot.base)
    rows = [dict(zip(names, row, strict=True)) for names, row in _rows(snapshot, bound.query)]
    for names, row in _rows(snapshot, bound.counted):
        of = dict(zip(names[:-1], row, strict=False))
        assert int(row[-1]) == sum(of.items() <= each.items() for each in rows)
        rows = [each for each in rows if not of.items() <= each.items()]
    assert rows == []


def _rows(snapshot: Snapshot, query: str) -> list[tuple[list[str], tuple[str, ...]]]:
    result = snapshot.store.query(query)
    return [(result.variables, row) for row in result.rows()]


NAMED = [
    ("seeds-of-a-country", "country", "Nepal", "NP"),
    ("seeds-of-a-country", "country", "népal", "NP"),
    ("seeds-of-a-country", "country", "Ucrania", "UA"),
    ("seeds-of-a-country", "country", "Laos", "LA"),
    ("seeds-of-a-country", "country", "UKR", "UA"),
    ("money-by-funder", "funder", "sweden", "sweden"),
    ("money-by-funder", "funder", "Government of Australia", "australia"),
    ("money-by-funder", "funder", "australia", "australia"),
    ("money-by-funder", "currency", "euro", "EUR"),
    ("money-by-funder", "status", "Approuvé", "approved"),
    ("products-of-a-seed", "seed", "ct.0921", "CT.0921"),
    ("products-of-a-seed", "seed", "Migrant investment in Ukraine", "CE.0411"),
    ("built-on", "thing", "MigraCidades certification", "migracidades"),
]


@pytest.mark.parametrize(("name", "parameter", "value", "key"), NAMED)
def test_a_value_may_be_a_name_in_any_language(
    snapshot: Snapshot, name: str, parameter: str, value: str, key: str
) -> None:
    bound = question(name).bind({parameter: value}, snapshot.store, snapshot.base)
    assert last(bound.terms[parameter]) == key


UNNAMED = [
    ("seeds-of-a-country", "country", "Nepla", "no such country; near it is Nepal (NP)"),
    ("money-by-funder", "funder", "Swedn", "Government of Sweden (sweden)"),
    (
        "money-by-funder",
        "funder",
        "bangkok",
        "several are called so: Embassy of Sweden in Bangkok (sweden-embassy-bangkok)",
    ),
    ("built-on", "thing", "certification", "several are called so: "),
    # The name of a country is none of a funder's: its funders are named, and none is taken for it in silence.
    ("money-by-funder", "funder", "Germany", "of that name or country there are: KfW (kfw)"),
    ("money-by-funder", "funder", "Allemagne", "KfW (kfw)"),
    ("money-by-funder", "funder", "Brasil", "National School of Public Administration of Brazil (enap)"),
    ("seeds-of-a-country", "country", "qqqq", "no such country"),
]


@pytest.mark.parametrize(("name", "parameter", "value", "told"), UNNAMED)
def test_what_is_no_name_names_the_nearest(
    snapshot: Snapshot, name: str, parameter: str, value: str, told: str
) -> None:
    with pytest.raises(InputError) as refused:
        question(name).bind({parameter: value}, snapshot.store, snapshot.base)
    assert told in str(refused.value) and len(str(refused.value)) < 400


def test_money_of_a_government_is_that_of_its_offices_too(snapshot: Snapshot) -> None:
    given = ask(snapshot, question("money-by-funder"), {"funder": "sweden"})
    assert sorted(cell.text for row in given.rows if (cell := row[2])) == ["3100000", "5800000"]
    assert {cell.text for row in given.rows if (cell := row[0])} == {"sweden-development-cooperation-section"}
    assert given.sentence == "Two amounts are named; by status: secured 2."
    # The line that waits for a value declares what it needs, for whoever takes the query elsewhere.
    assert "PREFIX org:" in question("money-by-funder").declared
    whole = ask(snapshot, question("money-by-funder"), {})
    assert whole.sentence.startswith(f"{len(whole.rows)} amounts are named; by status: ") and len(whole.sentence) < 500


def test_units_are_words_of_the_language(snapshot: Snapshot) -> None:
    for language, unit, group in (
        ("en", "people", "male"),
        ("fr", "personnes", "hommes"),
        ("es", "personas", "hombres"),
    ):
        answer = ask(snapshot, question("figures"), {"thing": "IB.0123"}, language)
        columns = [column.name for column in answer.columns]
        told = {
            name: {row[columns.index(name)].plain for row in answer.rows if row[columns.index(name)]}
            for name in ("unit", "group")
        }  # type: ignore[union-attr]
        assert unit in told["unit"] and group in told["group"]


def test_every_unit_that_is_shipped_has_its_word(snapshot: Snapshot) -> None:
    units = {
        last(term) for (term,) in snapshot.store.query("SELECT DISTINCT ?u { ?f a sl:Figure ; sl:unit ?u }").terms()
    }  # type: ignore[arg-type]
    currencies = {unit for unit in units if len(unit) == 3 and unit.isupper()}
    assert units - currencies <= words("en").english["unit"].keys()


def test_every_parameter_takes_its_examples(snapshot: Snapshot) -> None:
    tried = 0
    for asked in QUESTIONS:
        for parameter in asked.parameters:
            if parameter.example:
                some = ask(snapshot, asked, {parameter.name: parameter.example})
                assert 0 < len(some.rows) < len(ask(snapshot, asked, {}).rows)
                tried += 1
    assert tried >= 6


HOSTILE = [
    "CT.0921 } UNION { ?s ?p ?o",
    '"> } #',
    "id:CT.0921 id:PO.0125",
    "http://x/> } ?a ?b ?c {",
    "CT.0921\n} DROP ALL",
    "\\u007D",
    "../../etc/passwd",
    "é" * 300,
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "name", ["products-of-a-seed", "launched-since", "seeds-by-budget", "built-on", "seeds-of-a-year"]
)
def test_a_value_is_a_term_or_nothing(snapshot: Snapshot, name: str, value: str) -> None:
    asked = question(name)
    with pytest.raises(InputError):
        asked.bind({asked.parameters[0].name: value}, snapshot.store, snapshot.base)


def test_a_seed_is_a_thing_by_either_name(snapshot: Snapshot) -> None:
    """PO.0125 is understood as the seed of its figures and as the thing of its products."""
    for name, own in (("figures", "thing"), ("products-of-a-seed", "seed")):
        bound = [
            question(name).bind({given: "PO.0125"}, snapshot.store, snapshot.base).terms for given in ("seed", "thing")
        ]
        assert bound[0] == bound[1] and bound[0][own].value.endswith("/PO.0125")


def test_a_wrong_value_is_told_with_what_there_is(snapshot: Snapshot) -> None:
    asked = question("products-of-a-seed")
    with pytest.raises(InputError, match=r"seed=CT.9999: the data has no such seed; there are "):
        asked.bind({"seed": "CT.9999"}, snapshot.store, snapshot.base)
    with pytest.raises(InputError, match=r"no parameter 'sed'; it has seed"):
        asked.bind({"sed": "CT.0921"}, snapshot.store, snapshot.base)
    with pytest.raises(InputError, match=r"no parameter 'thing'; it has seed"):
        asked.bind({"seed": "CT.0921", "thing": "CT.0921"}, snapshot.store, snapshot.base)
    with pytest.raises(NotFound, match="near it are products-of-a-seed"):
        question("product-of-a-seed")
    assert asked.bind({"seed": "ct.0921"}, snapshot.store, snapshot.base).terms["seed"].value.endswith("/CT.0921")


def test_sentences_say_what_the_rows_say(snapshot: Snapshot) -> None:
    told = {name: ask(snapshot, question(name), {}).sentence for name in ("follow-on-of-all", "seed-money", "policies")}
    assert told["follow-on-of-all"] == "All seeds together: EUR 10 million and at least USD 16 million."
    assert told["seed-money"] == "The seed money is USD 300,000, funding year 2015."
    assert told["policies"].startswith("Eleven policies are named; stages that are told: endorsed 2, draft 2, ")
    made = ask(snapshot, question("products-of-a-seed"), {"seed": "CT.0921"})
    assert made.sentence.startswith("Three products are named (completed 2, achieved 1): CREST framework (achieved), ")
    one = ask(snapshot, question("money-by-funder"), {"funder": "kfw"})
    assert one.sentence == "One amount is named: KfW → SME Boost project: EUR 10 million (approved)."
    none = ask(snapshot, question("beneficiaries"), {"seed": "CT.0921"})
    assert none.rows == ()
    assert none.sentence.startswith("No statement recorded here names a beneficiary institution of CT.0921 (Ethical ")


@pytest.mark.parametrize("asked", [q for q in QUESTIONS if q.cannot], ids=lambda asked: asked.name)
def test_what_cannot_be_answered_gives_its_reason_with_passages(snapshot: Snapshot, asked: Question) -> None:
    answer = ask(snapshot, asked, {})
    assert answer.sentence.startswith(re.sub(r"\[.*\]", "", asked.cannot["en"]))
    names = [column.name for column in answer.columns]
    assert {"source", "first", "last"} <= set(names)
    assert all(row[names.index("first")] for row in answer.rows)


@by_name
def test_an_answer_is_a_file_in_every_form(snapshot: Snapshot, asked: Question) -> None:
    answer = ask(snapshot, asked, {})
    told = json.loads(write_answer(answer, "json"))
    assert len(told["rows"]) == len(answer.rows)
    assert told["mayNotBeConcluded"]
    table = list(csv.reader(io.StringIO(write_answer(answer, "csv").decode("utf-8-sig"))))
    assert len(table) == len(answer.rows) + 1
    assert all(len(row) == len(table[0]) for row in table)
    assert write_answer(answer, "xlsx", "2026-11-24") == write_answer(answer, "xlsx", "2026-11-24")
    graph = rdflib.Graph().parse(data=write_answer(answer, "ttl"), format="turtle")
    solutions = list(graph.subjects(rdflib.URIRef(RESULT_SET + "binding")))
    assert len(set(solutions)) == len(answer.rows)


def test_turtle_keeps_the_types_of_values(snapshot: Snapshot) -> None:
    turtle = write_answer(ask(snapshot, question("figures"), {}), "ttl")
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    values = set(graph.objects(predicate=rdflib.URIRef(RESULT_SET + "value")))
    assert rdflib.Literal(Decimal("1353")) in values
    assert rdflib.Literal("2021-10", datatype=rdflib.XSD.gYearMonth) in values
    assert rdflib.Literal("people") in values


def test_the_notebook_asks(home: Path) -> None:
    reply = kg.open(home).ask("money-by-funder", currency="EUR")
    assert [row["amount_EUR"] for row in reply.rows] == [Decimal(10_000_000)]
    table = kg.open(home).ask("seeds").table()
    assert list(table.columns) == ["seed", "seed_label", "year", "amount_USD", "currency", "currency_label"]
    assert table["amount_USD"].sum() == Decimal(1_550_000)
    assert table.attrs["limits"] == list(kg.open(home).ask("seeds").limits)


def test_the_command_asks(home: Path) -> None:
    run = partial(CliRunner().invoke, command_line())
    asked = ["ask", "follow-on-commitments", "--seed", "CT.0921", "--home", str(home)]
    told = run([*asked, "--format", "table"])
    assert told.exit_code == 0
    assert "USD 5.8 million" in told.stdout
    # In a pipe a row is a line of cells that can be cut.
    rows = [line.split("\t") for line in run(asked).stdout.splitlines()]
    assert len(rows) > 3 and {len(row) for row in rows} == {8} and "5800000" in {row[3] for row in rows}
    assert "products-of-a-seed" in run(["ask"]).stdout
    assert (
        json.loads(run(["ask", "seeds", "--format", "json", "--home", str(home)]).stdout)["rows"][0]["seed"]["id"]
        == "CE.0352"
    )
    query = run(["ask", "seeds-of-a-year", "--year", "2018", "--format", "query", "--home", str(home)]).stdout
    assert 'VALUES ?year { "2018"^^xsd:gYear }' in query
    wrong = run(["ask", "seeds", "--seed", "x", "--home", str(home)])
    assert isinstance(wrong.exception, InputError)


def test_a_term_that_the_vocabulary_does_not_have_is_told() -> None:
    query = "PREFIX s: <https://w3id.org/seedline/ontology#> ASK { ?x s:scaldInto ?y ; sl:relation relation:scaledInto ; a sl:SeedPoject }"
    assert unknown_terms(query) == ["s:scaldInto", "sl:SeedPoject"]
    assert unknown_terms("SELECT * { ?s ?p 'sl:nothing' FILTER(STRSTARTS(STR(?p), STR(sl:))) } # sl:nobody") == []
    assert unknown_terms("ASK { ?x sl:latestStatus status:ongoin }") == ["status:ongoin"]


def test_what_came_before_is_asked_as_it_reads(snapshot: Snapshot) -> None:
    """Lines 409 to 413: PO.0141 builds on IM.0043 and PO.0125, and not the other way round."""
    ask = snapshot.store.query
    assert ask("ASK { id:PO.0141 sl:builtOn id:PO.0125, id:IM.0043 . id:PO.0125 sl:basisFor id:PO.0141 }")
    assert not ask("ASK { id:PO.0125 sl:builtOn id:PO.0141 }")


def test_membership_is_the_pages(snapshot: Snapshot) -> None:
    from seedline.views.tracer import Tracer

    tracer = Tracer.of(snapshot)
    for seed in tracer.network.nodes_of_kind("seedProject"):
        rows = snapshot.store.query(f"SELECT ?x {{ ?x sl:memberOf <{seed}> }}").rows()
        assert {row[0] for row in rows} == {node.iri for node in tracer.lineage(seed).nodes}


def test_dates_of_every_precision_compare(snapshot: Snapshot) -> None:
    ask = snapshot.store.query
    # October 2021 is a month: its days are its own, and nothing of it is widened.
    assert not ask(
        """ASK { ?x sl:asOf "2021-10"^^xsd:gYearMonth FILTER NOT EXISTS {
        ?x sl:asOfFirstDay "2021-10-01"^^xsd:date ; sl:asOfLastDay "2021-10-31"^^xsd:date } }"""
    )
    assert not ask(
        "ASK { ?x sl:asOf ?d FILTER NOT EXISTS { ?x sl:asOfFirstDay ?a ; sl:asOfLastDay ?b FILTER(?a <= ?b) } }"
    )


def test_no_reason_says_that_none_is_reported_where_it_is(snapshot: Snapshot) -> None:
    assert not snapshot.store.query("ASK { ?t sl:totalOf id:CT.0921 ; sl:ratioReason ?r }")


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("kind", ["Step", "Commitment", "Claim", "Figure"])
def test_statements_have_labels(snapshot: Snapshot, kind: str, language: str) -> None:
    query = f"ASK {{ ?s a sl:{kind} FILTER NOT EXISTS {{ ?s rdfs:label ?l FILTER(LANG(?l) = '{language}') }} }}"
    assert not snapshot.store.query(query)
    query = f"ASK {{ ?s a sl:{kind} ; rdfs:label ?a, ?b FILTER(?a != ?b && LANG(?a) = '{language}' && LANG(?b) = '{language}') }}"
    assert not snapshot.store.query(query)


def test_statements_are_called_by_names_and_not_by_keys(snapshot: Snapshot) -> None:
    """Values, roles and what is not stated are named in three languages by what things and properties are called."""
    for language, told in (
        ("en", {"CREST programme: duration", "not stated: CREST programme (end)"}),
        ("fr", {"CREST programme\u00a0: durée", "non précisé\u00a0: CREST programme (fin)"}),
        ("es", {"CREST programme: duración", "no indicado: CREST programme (fin)"}),
    ):
        rows = ask(snapshot, question("evidence"), {"thing": "crest"}, language).rows
        found = {row[0].label for row in rows if row[0]}
        assert found >= told
        assert any("(IOM Viet Nam" in label for label in found)
    nameless = snapshot.store.query(
        "SELECT ?s { ?s a sl:Fact ; rdf:subject ?of ; rdfs:label ?l . ?of rdfs:label ?name "
        "FILTER(LANG(?l) = 'en' && LANG(?name) = 'en' && !STRSTARTS(STR(?l), STR(?name))) }"
    )
    assert not list(nameless.rows())


def test_a_relation_is_said_in_the_mood_of_its_status(snapshot: Snapshot) -> None:
    """What is approved or not stated is not named as if it had happened."""
    answer = ask(snapshot, question("inferred-steps"), {})
    at = [column.name for column in answer.columns].index("relation")
    status = [column.name for column in answer.columns].index("status")
    told = {(row[status].text, row[at].text, row[at].plain) for row in answer.rows if row[status] and row[at]}
    assert ("approved", "scaledInto", "Is set to be scaled into") in told
    assert {status for status, _, plain in told if plain.startswith("Scaled")} <= SCALED_STATUSES
    assert "SME Boost project (is set to be scaled into, approved)" in answer.sentence


def test_an_answer_says_which_terms_are_unknown(server: str) -> None:
    asked = {"query": "SELECT ?x { ?x sl:scaldInto ?y }"}
    for answer in (httpx.get(server + "/sparql", params=asked), httpx.post(server + "/sparql", data=asked)):
        assert answer.status_code == 200
        assert answer.headers["seedline-unknown-terms"] == "sl:scaldInto"
        assert "Seedline-Unknown-Terms" in answer.headers["access-control-expose-headers"]
    known = httpx.get(server + "/sparql", params={"query": "SELECT ?x { ?x sl:scaledInto ?y }"})
    assert "seedline-unknown-terms" not in known.headers


def test_of_money_without_an_amount_no_amount_is_told_and_it_says_where_it_stands(snapshot: Snapshot) -> None:
    """Lines 802 to 805: money of Nepal's ministry of health is blocked, and of no stated amount."""
    given = ask(snapshot, question("money-by-funder"), {"funder": "nepal"})
    assert not given.rows and given.sentence.endswith("stands under “Money without an amount”.")
    blocked = ask(snapshot, question("money-without-amount"), {})
    assert "nepal-mohp" in {cell.text for row in blocked.rows for cell in row if cell}


def test_a_share_stands_with_what_it_is_a_share_of(snapshot: Snapshot) -> None:
    """Lines 1254 to 1257: 1,353 attended, of whom 48 per cent were women."""
    told = ask(snapshot, question("shares-of-women"), {})
    assert "48 percent of 1,353" in told.sentence
    assert "48 pour cent sur 1" in ask(snapshot, question("shares-of-women"), {}, "fr").sentence
