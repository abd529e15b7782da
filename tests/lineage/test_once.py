"""The same money counts once: small stories worked out on paper, asked of the objects and of the columns alike."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest

from seedline.columns.builder import pack
from seedline.columns.choosing import from_funders
from seedline.columns.collector import Collector
from seedline.columns.index import StoredNetwork
from seedline.columns.sums import Adder
from seedline.lineage import trace
from seedline.money.overview import Together
from seedline.money.totals import totals
from seedline.triples import NamedNode, Quad

PREFIXES = """
PREFIX : <https://w3id.org/seedline/ontology#> PREFIX c: <https://w3id.org/seedline/scheme/currency/>
PREFIX s: <https://w3id.org/seedline/scheme/commitment-status/> PREFIX b: <https://w3id.org/seedline/scheme/bound/>
PREFIX t: <https://w3id.org/seedline/scheme/source-type/> PREFIX r: <https://w3id.org/seedline/scheme/relation/>
PREFIX o: <https://w3id.org/seedline/scheme/status/> PREFIX org: <http://www.w3.org/ns/org#>
BASE <http://x.test/>
"""
STORY = """
<seed> a :SeedProject . <next> a :Programme . <far> a :Programme .
<1> a :Step ; :from <seed> ; :to <next> ; :relation r:scaledInto .
<g> a :Commitment ; :recipient <seed> ; :amount 10.0 ; :currency c:USD ; :sourceType t:seed ; :funder <fund> .
"""
SECURED = "a :Commitment ; :recipient <next> ; :currency c:USD ; :commitmentStatus s:secured ; :amount"


def packed(**graphs: str) -> StoredNetwork:
    seen = Collector()
    quads = [
        Quad(triple.subject, triple.predicate, triple.object, NamedNode(f"http://x.test/{name}"))
        for name, turtle in graphs.items()
        for triple in ox.parse(PREFIXES + turtle, ox.RdfFormat.TURTLE)
    ]
    assert list(seen.watch(quads)) == quads
    return StoredNetwork(pack(seen))


def told(
    network: StoredNetwork, seed: str = "http://x.test/seed"
) -> dict[str, tuple[Decimal | None, Decimal | None, str | None]]:
    """Return seed money, follow-on and ratio by currency, the same from objects and columns."""
    whole = {t.currency: (t.seed, t.follow_on, t.ratio) for t in totals(network, trace(network, seed))}
    alone = {t.currency: (t.given, t.follow_on, t.ratio) for t in Adder(network).follow_on(seed)}
    assert alone == {currency: entry for currency, entry in whole.items() if entry[1] is not None}
    return whole


@pytest.mark.parametrize(
    ("more", "given", "follow_on"),
    [
        # The seed's own money: a later value, another report, money that was only planned.
        (f"<a> {SECURED} 100.0 . <h> a :Commitment ; :recipient <seed> ; :amount 12.0 ; :currency c:USD ;"
         " :sourceType t:seed ; :laterValueOf <g> .", 12, 100),
        (f"<a> {SECURED} 100.0 . <h> a :Commitment ; :recipient <seed> ; :amount 12.0 ; :currency c:USD ;"
         " :sourceType t:seed ; :alternativeReportOf <g> .", 10, 100),
        (f"<a> {SECURED} 100.0 . <h> a :Commitment ; :recipient <seed> ; :amount 12.0 ; :currency c:USD ;"
         " :sourceType t:seed ; :commitmentStatus s:blocked .", 10, 100),
        # A chain of values, whose middle went to something that is not reached.
        (f"<a> {SECURED} 5.0 . <b> a :Commitment ; :recipient <far> ; :amount 7.0 ; :laterValueOf <a> ."
         f"<d> {SECURED} 9.0 ; :laterValueOf <b> .", 10, 9),
        # Two values that each name the other as the older one: the newer date decides, then the name.
        (f"<a> {SECURED} 5.0 ; :laterValueOf <b> ; :asOf '2019' . <b> {SECURED} 7.0 ; :laterValueOf <a> ;"
         " :asOf '2018-05' .", 10, 5),
        (f"<a> {SECURED} 5.0 ; :laterValueOf <b> . <b> {SECURED} 7.0 ; :laterValueOf <a> .", 10, 7),
        (f"<a> {SECURED} 5.0 ; :laterValueOf <a> .", 10, 5),
        # Another report of money that is there, that is not there, and of money whose newer value is there.
        (f"<a> {SECURED} 5.0 . <b> {SECURED} 6.0 ; :alternativeReportOf <a> .", 10, 5),
        (f"<b> {SECURED} 6.0 ; :alternativeReportOf <a> .", 10, 6),
        (f"<b> {SECURED} 6.0 ; :alternativeReportOf <a> . <d> {SECURED} 8.0 ; :alternativeReportOf <a> .", 10, 6),
        (f"<b> {SECURED} 6.0 ; :alternativeReportOf <d> . <d> {SECURED} 8.0 ; :alternativeReportOf <b> .", 10, 6),
        (f"<a> {SECURED} 5.0 . <b> {SECURED} 6.0 ; :alternativeReportOf <a> . <d> {SECURED} 8.0 ; :laterValueOf <a> .",
         10, 8),
        (f"<a> {SECURED} 5.0 . <b> {SECURED} 6.0 ; :alternativeReportOf <a> . <d> {SECURED} 8.0 ; :laterValueOf <b> .",
         10, 5),
        # The first report lacks the status that the second states; or it says itself that the money does not count.
        (f"<a> a :Commitment ; :recipient <next> ; :amount 5.0 ; :currency c:USD . <b> {SECURED} 6.0 ;"
         " :alternativeReportOf <a> .", 10, 6),
        (f"<a> a :Commitment ; :recipient <next> ; :amount 5.0 ; :currency c:USD ; :commitmentStatus s:pledged ."
         f"<b> {SECURED} 6.0 ; :alternativeReportOf <a> . <d> {SECURED} 70.0 .", 10, 70),
        # An organisation with two above it, one of them the seed's Fund.
        (f"<a> {SECURED} 5.0 ; :funder <part> . <part> org:subOrganizationOf <bank> , <fund> . <b> {SECURED} 8.0 .",
         10, 8),
        # Money for a draft stays out.
        (f"<a> {SECURED} 5.0 . <2> a :Step ; :from <next> ; :to <far> ; :relation r:nextPhase . <far> :draft true ."
         " <b> a :Commitment ; :recipient <far> ; :amount 7.0 ; :currency c:USD ; :commitmentStatus s:secured .", 10, 5),
        (f"<a> {SECURED} 5.0 . <2> a :Step ; :from <next> ; :to <far> ; :relation r:nextPhase ."
         " <far> :draft '1'^^<http://www.w3.org/2001/XMLSchema#boolean> . <b> a :Commitment ; :recipient <far> ;"
         " :amount 7.0 ; :currency c:USD ; :commitmentStatus s:secured .", 10, 5),
    ],
)  # fmt: skip
def test_money_counts_once(more: str, given: int, follow_on: int) -> None:
    found = told(packed(g=STORY + more))
    assert found["USD"][:2] == (given, follow_on)


def test_a_draft_has_no_sums_and_says_why() -> None:
    network = packed(g=STORY + f"<seed> :draft true . <a> {SECURED} 100.0 .")
    (total,) = totals(network, trace(network, "http://x.test/seed"))
    assert (total.follow_on, [str(out.reason) for out in total.left_out]) == (
        None,
        ["it is for a draft, which stays out of sums"],
    )
    assert Adder(network).follow_on("http://x.test/seed") == []


@pytest.mark.parametrize(
    ("bounds", "ratio"),
    [
        (("exact", "exact"), "10.5"), (("exact", "about"), "10.5"), (("exact", "atLeast"), "10.4"),
        (("exact", "upTo"), "10.5"), (("about", "exact"), None), (("atLeast", "exact"), None),
    ],
)  # fmt: skip
def test_a_ratio_keeps_its_bound_or_is_none(bounds: tuple[str, str], ratio: str | None) -> None:
    # 104.6 for 10: the calculator says 10.46.
    seed, next_ = bounds
    network = packed(g=STORY + f"<g> :bound b:{seed} . <a> {SECURED} 104.6 ; :bound b:{next_} .")
    assert told(network)["USD"] == (10, Decimal("104.6"), ratio)


def test_a_source_alone_knows_its_own_report_and_nothing_of_the_others() -> None:
    one = f"<b> {SECURED} 6.0 ; :alternativeReportOf <a> ."
    network = packed(g=STORY, one=one, other=f"<a> {SECURED} 5.0 .")
    assert told(network)["USD"][1] == 5
    assert told(network.of_graphs(["http://x.test/g", "http://x.test/one"]))["USD"][1] == 6
    # A source that states nothing of all this limits a view too, and a date does not lift the limit.
    assert not dict(network.of_graphs(["http://x.test/nobody"]).as_of("2020").kinds)


def test_a_part_of_the_fund_is_one_where_a_chosen_source_says_so() -> None:
    network = packed(
        g=STORY + f"<a> {SECURED} 5.0 ; :funder <part> . <part> org:subOrganizationOf <bank> .",
        other="<part> org:subOrganizationOf <fund> .",
    )
    assert told(network)["USD"][1] is None
    assert told(network.of_graphs(["http://x.test/g"]))["USD"][1] == 5
    assert [parent.iri for parent in network.parents["http://x.test/part"]] == [
        "http://x.test/bank",
        "http://x.test/fund",
    ]
    assert network.parts_of("http://x.test/fund") == {"http://x.test/fund", "http://x.test/part"}


UNDER = "<u> a :ParentStatement ; :about <part> ; :parent <fund>"


@pytest.mark.parametrize(
    ("under", "money", "follow_on"),
    [
        # A part of the seed's Fund until 2018, or from 2018; whole years may overlap.
        ("; :validUntil '2018'", ":on '2019-01'", 5),
        ("; :validUntil '2018'", ":on '2018-12-31'", None),
        ("; :validUntil '2018-06'", ":on '2018'", None),
        ("; :validFrom '2018'", ":on '2017-12-31'", 5),
        ("; :validFrom '2018-06'", ":on '2018'", None),
        ("; :validFrom '2016' ; :validUntil '2018'", ":onAfter '2019' ; :onBefore '2020'", 5),
        ("; :validFrom '2016' ; :validUntil '2018'", ":onAfter '2018-12' ; :onBefore '2020'", None),
        # The funding year stands for a date; that something is told bounds it on one side only.
        ("; :validUntil '2018'", ":fundingYear '2019'", 5),
        ("; :validFrom '2018'", ":asOf '2017'", 5),
        ("; :validUntil '2018'", ":asOf '2021-10'", None),
        # What has no date is left out by none.
        ("; :validUntil '2018'", ":bound b:exact", None),
        ("", ":on '2019'", None),
        # Who gives a date goes before who says it without one.
        ("; :validUntil '2018' . <part> org:subOrganizationOf <fund>", ":on '2019'", 5),
        # Part of a body that was part of the Fund.
        ("; :validUntil '2018' . <v> a :ParentStatement ; :about <fund> ; :parent <part>", ":on '2019'", 5),
    ],
)  # fmt: skip
def test_whose_money_it_is_depends_on_when_it_was_given(under: str, money: str, follow_on: int | None) -> None:
    network = packed(g=STORY + f"<a> {SECURED} 5.0 ; :funder <part> ; {money} . {UNDER} {under} .")
    assert told(network)["USD"][1] == follow_on
    given = network.commitments["http://x.test/next"][0]
    assert network.is_from(given, {"http://x.test/fund"}) == (follow_on is None)
    chosen = from_funders(network, ["http://x.test/fund"])
    assert ("http://x.test/next" in {network.iri(row) for row in chosen.tolist()}) == (follow_on is None)


def test_a_parent_that_began_later_is_none_as_of_a_date() -> None:
    network = packed(g=STORY + f"{UNDER} ; :validFrom '2018' ; :asOf '2021' .")
    part = "http://x.test/part"
    assert list(network.ancestors_of(part)) == [part, "http://x.test/fund"]
    assert list(network.as_of("2017").ancestors_of(part)) == [part]
    assert list(network.told_by("2020").ancestors_of(part)) == [part]


def test_two_lineages_with_an_earlier_and_a_later_value_hold_it_once_together() -> None:
    more = f"""<a> {SECURED} 5.0 . <seed2> a :SeedProject . <2> a :Step ; :from <seed2> ; :to <far> ; :relation r:nextPhase .
        <b> a :Commitment ; :recipient <far> ; :amount 9.0 ; :currency c:USD ; :commitmentStatus s:secured ;
            :laterValueOf <a> .
        <d> a :Commitment ; :recipient <far> ; :amount 9.5 ; :currency c:EUR ; :commitmentStatus s:secured ;
            :alternativeReportOf <b> ."""
    network = packed(g=STORY + more)
    each = [totals(network, trace(network, seed)) for seed in ("http://x.test/seed", "http://x.test/seed2")]
    assert [[(t.currency, t.follow_on) for t in ts if t.follow_on] for ts in each] == [[("USD", 5)], [("USD", 9)]]
    together = Together()
    for one in each:
        together.add(one)
    assert together.overview(network).follow_on == {"USD": (9, "exact")}


def test_steps_that_share_an_observation_keep_it_in_every_view() -> None:
    more = """<2> a :Step ; :from <next> ; :to <far> ; :relation r:nextPhase .
        <1> :statusObservation <seen> . <2> :statusObservation <seen> . <seen> :status o:achieved ; :asOf '2020' ."""
    network = packed(g=STORY + more)
    for view in (network, network.of_graphs(["http://x.test/g"])):
        assert {step.iri: step.status for step in view.all_steps()} == {
            "http://x.test/1": "achieved",
            "http://x.test/2": "achieved",
        }
