"""Following, staging and adding up: small networks whose answers were worked out on paper."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from seedline.document.description import describe
from seedline.document.details import Details
from seedline.document.types import Document, Limits, schema
from seedline.errors import Ambiguous, NotFound
from seedline.i18n import words
from seedline.lineage import trace
from seedline.lineage.graph import Commitment, Network, Observation, Parent, Step
from seedline.model.dates import is_old
from seedline.money.overview import Overview, Together
from seedline.money.totals import totals
from seedline.narrative.sentence import sentence
from seedline.pipeline import BOOKLET, build
from seedline.store import Snapshot, Store
from seedline.triples import NamedNode, Quad, parse_file
from seedline.views.tracer import Tracer


def network(*steps: str, seeds: str = "s", shared: str = "", money: tuple[Commitment, ...] = ()) -> Network:
    """Return a network of steps written as ``a scaledInto b``."""
    made = Network()
    for index, text in enumerate(steps):
        earlier, relation, later = text.split()
        made.add(Step(f"step{index}", earlier, later, relation, (Observation("achieved", "2020", f"o{index}"),)))
        for node in (earlier, later):
            made.kinds.setdefault(node, "product")
    for node in seeds.split():
        made.kinds[node] = "seedProject"
    for node in shared.split():
        made.kinds[node] = "sharedInstrument"
    for commitment in money:
        made.commitments[commitment.recipient].append(commitment)
    return made


def gives(iri: str, to: str, amount: str | None = "100", **more: object) -> Commitment:
    values: dict[str, object] = {
        "iri": iri, "recipient": to, "funder": f"funder-{iri}", "amount": Decimal(amount) if amount else None,
        "currency": "USD", "bound": "exact", "status": "secured", "source_type": "bilateral", "as_of": None,
        "co_finance": False, "later_value_of": None, "alternative_report_of": (), "year": None,
    }  # fmt: skip
    return Commitment(**{**values, **more})  # type: ignore[arg-type]


def seed(amount: str = "10", currency: str = "USD", to: str = "s") -> Commitment:
    return gives(f"seed-{to}", to, amount, source_type="seed", funder="fund", currency=currency)


def test_a_lineage_is_all_before_all_after_and_what_fed_the_products() -> None:
    made = network(
        "older produced report", "report builtOn study", "s produced study", "s produced frame",
        "frame scaledInto programme", "programme nextPhase second", "study informed elsewhere",
    )  # fmt: skip
    lineage = trace(made, "s")
    assert set(lineage.nodes) == {"s", "older", "report", "study", "frame", "programme", "second"}
    assert lineage.stages == {
        "older": "before", "report": "before", "s": "seed", "study": "produced", "frame": "produced",
        "programme": "followed", "second": "followed",
    }  # fmt: skip
    assert [step.later for step in lineage.continues] == ["elsewhere"]


def test_stages_by_the_first_rule_that_matches() -> None:
    made = network("s produced course", "course institutionalisedIn school", "s scaledInto big", "big produced book")
    assert trace(made, "s").stages == {
        "s": "seed", "course": "produced", "school": "carried on", "big": "followed", "book": "followed",
    }  # fmt: skip


def test_a_shared_instrument_joins_no_two_lineages() -> None:
    made = network(
        "mgi informed s",
        "mgi informed t",
        "t scaledInto u",
        "s scaledInto mgi",
        "t produced mgi",
        seeds="s t",
        shared="mgi",
    )
    assert set(trace(made, "s").nodes) == {"mgi", "s"}
    assert [set(nodes) for nodes in made.components()] == [{"t", "u"}, {"s"}]


def test_nothing_is_followed_through_a_shared_instrument_though_both_its_sides_are_there() -> None:
    # What the instrument became is upstream of a product of the seed: it came before, and its money is not what followed.
    made = network(
        "s scaledInto mgi",
        "mgi scaledInto fund",
        "s produced study",
        "fund builtOn study",
        "study scaledInto plan",
        shared="mgi",
        money=(gives("x", "fund", "1000"), gives("y", "plan", "7"), seed()),
    )
    lineage = trace(made, "s")
    assert set(lineage.nodes) == {"s", "mgi", "fund", "study", "plan"}
    assert lineage.stages["fund"] == "before"
    assert [(total.currency, total.follow_on) for total in totals(made, lineage)] == [("USD", Decimal(7))]


def test_later_work_that_rests_on_it_is_no_part_of_the_earlier_lineage() -> None:
    made = network("a builtOn b", "b scaledInto c", seeds="a b", money=(gives("x", "c"), seed(to="a"), seed(to="b")))
    first, second = trace(made, "a"), trace(made, "b")
    assert set(first.nodes) == {"a"}
    assert [step.later for step in first.continues] == ["b"]
    assert set(second.nodes) == {"a", "b", "c"}
    assert second.stages == {"a": "before", "b": "seed", "c": "followed"}
    assert totals(made, first)[0].follow_on is None
    assert totals(made, second)[0].follow_on == 100


def test_cycles_diamonds_parallel_edges_and_self_references_end() -> None:
    made = network(
        "s scaledInto a", "s scaledInto b", "a scaledInto c", "b scaledInto c", "c nextPhase a", "c scaledInto c",
        "a replicatedBy c", "s scaledInto a", money=(gives("x", "c"), seed()),
    )  # fmt: skip
    lineage = trace(made, "s")
    assert set(lineage.nodes) == {"s", "a", "b", "c"}
    assert len(lineage.steps) == 8
    assert totals(made, lineage)[0].follow_on == 100


def test_a_chain_longer_than_the_stack() -> None:
    made = network(*[f"n{i} nextPhase n{i + 1}" for i in range(5000)], seeds="n0")
    assert len(trace(made, "n0").nodes) == 5001
    assert len(trace(made, "n0", down=3).nodes) == 4


def test_depth_is_counted_in_steps() -> None:
    made = network("a produced b", "b builtOn s", "s scaledInto c", "c nextPhase d")
    assert set(trace(made, "s", up=1, down=1).nodes) == {"b", "s", "c"}
    assert set(trace(made, "s", up=0, down=0).nodes) == {"s"}


@pytest.mark.parametrize(
    ("commitment", "reason"),
    [
        (gives("x", "p", status="pledged"), "pledged"),
        (gives("x", "p", status="planned"), "planned"),
        (gives("x", "p", status="blocked"), "blocked"),
        (gives("x", "p", status="notStated"), "not stated"),
        (gives("x", "p", amount=None), "no amount"),
        (gives("x", "p", currency=None), "no currency"),
        (gives("x", "p", co_finance=True), "co-finance"),
        (gives("x", "p", source_type="inKind"), "in kind"),
        (gives("x", "p", funder="fund"), "own Fund"),
        (gives("x", "p", funder="line-2"), "own Fund"),
        (gives("x", "p", alternative_report_of=("z",)), "another report"),
        (gives("x", "other"), "not followed"),
        (gives("x", "s"), "the seed project itself"),
        (gives("x", "s", co_finance=True), "co-finance"),
    ],
)
def test_what_does_not_count_is_left_out_with_its_reason(commitment: Commitment, reason: str) -> None:
    made = network("s scaledInto p", "other informed s", money=(commitment, gives("z", "p", "7"), seed()))
    made.parents["line-2"] = [Parent("fund")]
    total = next(total for total in totals(made, trace(made, "s")) if total.currency == (commitment.currency or ""))
    assert [(out.commitment.iri, reason in str(out.reason)) for out in total.left_out] == [("x", True)]
    dollars = next(total for total in totals(made, trace(made, "s")) if total.currency == "USD")
    assert dollars.follow_on == 7


def test_currencies_are_never_added_and_no_rate_is_assumed() -> None:
    made = network("s scaledInto p", money=(gives("x", "p", "5", currency="EUR"), seed()))
    dollars, euros = totals(made, trace(made, "s"))
    assert (dollars.currency, dollars.follow_on, dollars.ratio) == ("USD", None, None)
    assert "no rate is assumed" in str(dollars.ratio_reason)
    assert (euros.currency, euros.follow_on, euros.ratio) == ("EUR", Decimal(5), None)


def test_a_later_value_counts_instead_of_the_older_one() -> None:
    made = network(
        "s scaledInto p",
        money=(
            gives("old", "p", "5.6", bound="atLeast", as_of="2021-10"),
            gives("new", "p", "10.7", as_of="2023", later_value_of="old"),
            gives("kronor", "p", "94860678", currency="SEK", alternative_report_of=("first", "second")),
            gives("first", "p", "5.8"), gives("second", "p", "3.1", bound="atLeast"), seed("0.3"),
        ),
    )  # fmt: skip
    total = totals(made, trace(made, "s"))[0]
    assert (total.follow_on, total.bound, total.ratio) == (Decimal("19.6"), "atLeast", "65.3")
    assert [out.commitment.iri for out in total.left_out] == ["old"]


def test_two_reports_of_one_funder_are_two_commitments_and_each_counts_once() -> None:
    made = network(
        "s scaledInto p",
        "s produced q",
        "q scaledInto p",
        money=(gives("x", "p", "5", funder="f"), gives("y", "p", "3", funder="f"), seed()),
    )
    total = totals(made, trace(made, "s"))[0]
    assert (total.follow_on, total.by_funder) == (Decimal(8), {"f": Decimal(8)})


def test_ct_0921_link_by_link(tracer: Tracer) -> None:
    document = tracer.lineage("CT.0921").json()
    stages = {node["id"]: node["stage"] for node in document["nodes"]}
    assert stages == {
        "idc-funded-project": "before", "situation-assessment": "before", "CT.0921": "seed",
        "situational-analysis": "produced", "ethical-recruitment-business-case": "produced",
        "crest-framework": "produced", "crest": "followed",
    }  # fmt: skip
    money = document["money"][0]
    assert money["seed"] == {"amount": "300000", "bound": "exact"}
    assert money["followOn"] == {
        "amount": "14500000",
        "bound": "atLeast",
        "byStatus": {"mobilised": "5600000", "secured": "8900000"},
        "byStatusBounds": {"mobilised": "atLeast", "secured": "exact"},
    }
    assert (money["currency"], money["leverage"]) == ("USD", "48.3")
    assert len(document["money"][0]["commitments"]) == 3
    assert document["summary"] == (
        "A USD 300,000 seed (CT.0921, funding year 2015) produced CREST framework, which was scaled into CREST programme "
        "(launched 1 October 2017, ongoing, known by October 2021), and 2 other outputs. Reported follow-on: at least USD 14.5 million from "
        "Sweden (development cooperation, Bangkok) and Private-sector partners of CREST, the private part as of "
        "October 2021. Source: the Fund's own booklet."
    )
    assert {(entry["kind"], entry["label"]) for entry in document["carriedOnBy"]} == {("iom", "IOM Viet Nam")}


def test_every_lineage_keeps_the_schema(tracer: Tracer) -> None:
    checker = jsonschema.Draft202012Validator(schema())
    for node in tracer.network.kinds:
        assert [error.message for error in checker.iter_errors(tracer.lineage(node).json())] == []


def test_a_lineage_comes_from_the_graph_and_not_from_a_list(harbour: Snapshot) -> None:
    document = Tracer.of(harbour).lineage("ZZ.0001").json()
    assert {node["id"]: node["stage"] for node in document["nodes"]} == {
        "port-survey": "before", "ZZ.0001": "seed", "course-book": "produced",
        "training-policy": "followed", "port-schools": "followed",
    }  # fmt: skip
    money = next(entry for entry in document["money"] if entry["currency"] == "EUR")
    assert (money["followOn"]["amount"], money["followOn"]["bound"], money["leverage"]) == (
        "2500000",
        "upTo",
        "25.0",
    )
    assert [
        (out["commitment"]["status"], out["reason"]) for entry in document["money"] for out in entry["leftOut"]
    ] == [("blocked", "blocked")]
    policy = next(node for node in document["nodes"] if node["id"] == "training-policy")["policyStage"]
    told = ("endorsed", "2019-05", "2021", "Ministry of Ports")
    assert (policy["stage"], policy["on"], policy["asOf"], policy["body"]) == told


def test_a_name_is_found_by_code_key_identifier_or_iri(tracer: Tracer) -> None:
    iri = "https://w3id.org/seedline/id/CT.0921"
    assert {tracer.resolve(name) for name in ("CT.0921", iri, "XM-DAC-47066-CT.0921")} == {iri}
    for nobody in ("nobody", "", "../x", "<script>", "http://example.org/"):
        with pytest.raises(NotFound):
            tracer.resolve(nobody)


def test_the_graphs_totals_are_the_pages(tracer: Tracer, snapshot: Snapshot) -> None:
    for seed_iri in [node for node, kind in tracer.network.kinds.items() if kind == "seedProject"]:
        rows = snapshot.store.query(
            f"SELECT ?c ?seed ?follow ?ratio {{ ?t sl:totalOf <{seed_iri}> OPTIONAL {{ ?t sl:currency ?cur . ?cur skos:notation ?c }} "
            "OPTIONAL { ?t sl:seedAmount ?seed } OPTIONAL { ?t sl:followOnAmount ?follow } OPTIONAL { ?t sl:ratio ?ratio } }"
        ).rows()
        document = tracer.lineage(seed_iri).json()
        assert sorted(rows, key=str) == sorted(
            ((m["currency"], m["seed"]["amount"], m["followOn"]["amount"], m["leverage"]) for m in document["money"]),
            key=str,
        )


def test_an_identifier_of_two_things_is_ambiguous_and_lists_them(tmp_path: Path) -> None:
    case = 'seedline: "1"\nowner: a\ntitle: t\nthings:\n'
    for key in ("one", "two"):
        case += f'  {key}:\n    kind: project\n    label: {key}\n    identifiers: {{old: {{value: "X-1", basis: inferred}}}}\n'
    (tmp_path / "a.yaml").write_text(case, "utf-8")
    tracer = Tracer.of(build([str(tmp_path / "a.yaml")], home=tmp_path / "home"))
    with pytest.raises(Ambiguous) as caught:
        tracer.resolve("X-1")
    assert [choice.rsplit("/", 1)[-1] for choice in caught.value.choices] == ["one", "two"]


def test_a_follow_on_of_two_seeds_counts_in_each_lineage_and_once_in_all() -> None:
    made = network("a scaledInto p", "b scaledInto p", "b scaledInto q", seeds="a b", money=(
        gives("x", "p", "100", bound="atLeast"), gives("y", "q", "7", currency="EUR"), seed(to="a"), seed("5", to="b"),
    ))  # fmt: skip
    each = [totals(made, trace(made, node)) for node in ("a", "b")]
    assert [[(t.currency, t.follow_on) for t in ts] for ts in each] == [[("USD", 100)], [("USD", 100), ("EUR", 7)]]
    together = Together()
    for one in each:
        together.add(one)
    told = together.overview(made)
    assert Overview.of(json.loads(json.dumps(told.json()))) == told
    assert (told.seeds, told.with_follow_on, told.seed_amounts) == (2, 2, {"USD": 15})
    assert told.follow_on == {"USD": (100, "atLeast"), "EUR": (7, "exact")}


def test_dates_are_those_of_what_is_shown(tracer: Tracer, tmp_path: Path) -> None:
    for code in ("CT.0921", "PR.0135", "IB.0123"):
        document = tracer.lineage(code).json()
        places = [place for edge in document["edges"] for place in edge["evidence"]]
        for entry in document["money"]:
            for c in (*entry["seeds"], *entry["commitments"], *(out["commitment"] for out in entry["leftOut"])):
                places += c["evidence"]
        base = f"{tracer.details.base}id/source/"
        own = {tracer.details.value(base + place["source"], "sl:collected") for place in places}
        assert document["dates"]["collected"] == max(date for date in own if date)
    # A newer source that says nothing of a lineage does not make it newer.
    (tmp_path / "newer.yaml").write_text(
        """seedline: "1"
owner: newer
title: A newer source, for tests
source: newer
asserted-by: other
sources: {newer: {title: "A page", kind: "web page", url: "https://example.org/", collected: "2026-11-30"}}
evidence: {page: {url: "https://example.org/", seen: "2026-11-30"}}
things: {zz: {kind: seedProject, label: "Another project", evidence: page}}
""",
        "utf-8",
    )
    both = Tracer.of(build([BOOKLET, str(tmp_path / "newer.yaml")], home=tmp_path / "home"))
    assert both.snapshot.manifest["dates"]["collected"] == "2026-11-30"
    assert both.lineage("CT.0921").dates.collected == tracer.lineage("CT.0921").dates.collected


def test_a_text_says_once_that_there_is_no_ratio(tracer: Tracer) -> None:
    from seedline.formats.text import lineage_text

    document = tracer.lineage("PR.0135")
    assert None in {entry.currency for entry in document.money}
    assert lineage_text(document).count("no ratio:") == 1


def test_means_in_kind_are_not_said_to_finance_the_seed(tracer: Tracer) -> None:
    (left_out,) = (out for entry in tracer.lineage("PR.0135").money for out in entry.left_out)
    assert (left_out.iri.rsplit("/", 1)[-1], left_out.reason_code) == ("in-kind", "inKind")


def test_the_sentence_names_who_gives_the_most(tracer: Tracer) -> None:
    said = tracer.lineage("CT.0921").json()["summary"]
    # The larger giver comes first: 8.9 of the 14.5 million.
    assert said.index("Sweden") < said.index("Private-sector partners")


STATUSES = """
seedline: "1"
owner: harbour
title: Steps of every fate, for tests
source: page
asserted-by: funder
sources:
  page: {title: "A page", kind: "web page", url: "https://example.org/page", collected: "2026-11-23"}
evidence:
  page: {url: "https://example.org/page", seen: "2026-11-23"}
things:
  S.1: {kind: seedProject, label: "seed one", evidence: page}
  tool: {kind: product, label: "tool", evidence: page}
  a: {kind: programme, label: "first programme", evidence: page}
  b: {kind: programme, label: "second programme", evidence: page}
  c: {kind: programme, label: "third programme", evidence: page}
  d: {kind: programme, label: "fourth programme", evidence: page}
steps:
  made: {from: S.1, relation: produced, to: tool, summary: "x", evidence: page}
"""


@pytest.mark.parametrize("giver", ["S.1", "tool"])
def test_the_sentence_says_what_was_stopped_and_what_is_open(tmp_path: Path, giver: str) -> None:
    steps = {
        "a": [("launched", "2017"), ("discontinued", "2020")],
        "b": [("planned", "2016"), ("blocked", "2019-05")],
        "c": [("launched", "2017"), ("completed", "2021")],
        "d": [("planned", "2018")],
    }
    case = STATUSES
    for key, seen in steps.items():
        told = ", ".join(f'{{value: {status}, as-of: "{date}", evidence: page}}' for status, date in seen)
        case += f'  {key}: {{from: {giver}, relation: scaledInto, to: {key}, statuses: [{told}], summary: "x", evidence: page}}\n'
    (tmp_path / "a.yaml").write_text(case, "utf-8")
    said = Tracer.of(build([str(tmp_path / "a.yaml")], home=tmp_path / "home")).lineage("S.1").summary
    # What has happened first, what was stopped last; what finds no room is counted by how far it came.
    became = (
        "was scaled into third programme (completed, known by 2021) and "
        "is to be scaled into fourth programme (planned, known by 2018)"
    )
    opening = "tool" if giver == "tool" else "Its work"
    assert f"{opening} {became}." in said
    assert "Further steps: 2 stopped." in said and "second programme" not in said


FACTS = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX sl: <https://w3id.org/seedline/ontology#>
<urn:f1> rdf:subject <urn:x> ; rdf:predicate sl:country ; rdf:object <urn:vn> ; sl:evidence <urn:e1> .
<urn:f2> rdf:subject <urn:x> ; rdf:predicate sl:country ; rdf:object <urn:vn> ; sl:evidence <urn:e2> , <urn:e1> .
<urn:f3> rdf:subject <urn:x> ; rdf:predicate sl:country ; rdf:object <urn:vn> ; sl:evidence <urn:e3> ; sl:qualifier "in part" .
<urn:f4> rdf:subject <urn:x> ; rdf:predicate sl:purpose ; rdf:object "https: pages about people" ; sl:qualifier "partly" .
<urn:f5> rdf:subject <urn:x> ; rdf:predicate sl:url ; rdf:object <https://example.org/> ; sl:qualifier "partly" .
<urn:x> sl:country <urn:vn> .
<urn:e1> a sl:WebPage . <urn:e2> a sl:WebPage . <urn:e3> a sl:WebPage .
"""


def test_a_thing_is_told_with_every_place_of_a_value_and_each_value_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "facts.ttl").write_text(FACTS, "utf-8")
    graph = NamedNode("urn:g")
    quads = list(parse_file(tmp_path / "facts.ttl", source="g", graph=graph, base="urn:base/"))
    store = Store.of([*quads, *(Quad(q.subject, q.predicate, q.object) for q in quads)])
    told = describe(Details(store, "urn:base/"), "urn:x").statements
    assert [
        (s.property.rsplit("#")[-1], s.value, s.link, s.qualifier, [place.iri for place in s.evidence]) for s in told
    ] == [
        ("country", "urn:vn", True, None, ["urn:e1", "urn:e2"]),
        ("country", "urn:vn", True, "in part", ["urn:e3"]),
        ("purpose", "https: pages about people", False, "partly", []),
        ("url", "https://example.org/", True, "partly", []),
    ]


def test_the_sentence_of_a_part_tells_nothing_of_the_whole(tracer: Tracer) -> None:
    whole = tracer.lineage("CT.0921").json()
    part = tracer.document(trace(tracer.network, whole["focus"], down=0), limits=Limits(down=0)).json()
    assert "no step after it is in this part. Follow-on is reported and not counted here" in part["summary"]
    assert "The whole lineages report at least USD 14.5 million." in part["summary"]
    assert "in this part" not in whole["summary"] and "estimate" not in whole["summary"]


def test_the_sentence_names_what_rests_on_a_seed_and_each_blocked_funder_once(tracer: Tracer) -> None:
    document = tracer.lineage("CT.0921").json()
    seed = document["focus"]
    following = {"iri": "urn:x", "id": "X.1", "label": "Later work", "relation": "builtOn", "from": seed}
    alone = {**document, "edges": [], "omitted": {**document["omitted"], "next": [following]}}
    say = words("en")
    told = sentence(Document.of_json(alone), say)
    assert "seed (CT.0921, funding year 2015): later work builds on it, Later work." in told
    given = document["money"][0]["commitments"][0]
    blocked = [
        {"iri": f"urn:b{n}", "commitment": {**given, "status": "blocked", "funderLabel": f"Bank {n % 5}"}}
        for n in range(20)
    ]
    money = [{**document["money"][0], "leftOut": blocked}]
    told = sentence(Document.of_json({**document, "money": money}), say)
    assert told.count("blocked") == 1
    assert "Money of Bank 0, Bank 1 and 3 more is reported as blocked and not counted." in told


@pytest.mark.parametrize(
    ("told", "newest", "old"),
    [
        ("2019-10-31", "2021-10-31", False),
        ("2019-11-01", "2021-10-31", False),
        ("2019-09-30", "2021-10-31", True),
        ("2019-10-01", "2021-11-01", True),
        ("2019-10", "2021-10", False),
        ("2019-08", "2021-10", True),
        ("2018", "2021-10", True),
        ("2021-10", "2019-10", False),
    ],
)
def test_a_status_is_old_after_24_months_of_the_newest_date_in_the_data(told: str, newest: str, old: bool) -> None:
    assert is_old(told, newest) is old
