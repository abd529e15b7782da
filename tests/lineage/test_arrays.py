"""The columns of a snapshot say what the graph says."""

from __future__ import annotations

import json
import shutil
import tracemalloc
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedline.columns.builder import pack
from seedline.columns.collector import Collector
from seedline.columns.index import Lazy, StoredNetwork
from seedline.columns.sums import Adder
from seedline.errors import OtherFormat, SnapshotBroken
from seedline.lineage import trace
from seedline.lineage.graph import Network, Observation
from seedline.lineage.traversal import reach
from seedline.model.clocks import When
from seedline.money.totals import totals
from seedline.store import Home, Snapshot
from seedline.triples import NamedNode, Quad
from seedline.views.tracer import Tracer
from tests.lineage.oracle import PlainMoney, by_the_clocks, read_by_sparql, written_down

PREFIXES = """
PREFIX sl: <https://w3id.org/seedline/ontology#> PREFIX relation: <https://w3id.org/seedline/scheme/relation/>
PREFIX currency: <https://w3id.org/seedline/scheme/currency/> PREFIX type: <https://w3id.org/seedline/scheme/source-type/>
PREFIX status: <https://w3id.org/seedline/scheme/commitment-status/> PREFIX step: <https://w3id.org/seedline/scheme/status/>
"""
DATA = ("snapshot", "harbour", "synthetic")


def same(stored: Network, asked: Network) -> None:
    """Hold every mapping of one network against the other's."""
    assert dict(stored.kinds) == dict(asked.kinds)
    assert dict(stored.steps) == dict(asked.steps)
    assert dict(stored.parents) == dict(asked.parents)
    for name in ("later", "earlier", "commitments"):
        told = {node: sorted(items, key=lambda item: item.iri) for node, items in getattr(stored, name).items()}
        assert told == {node: sorted(items, key=lambda item: item.iri) for node, items in getattr(asked, name).items()}


@pytest.mark.parametrize("data", DATA)
def test_arrays_hold_what_sparql_finds(data: str, request: pytest.FixtureRequest) -> None:
    snapshot: Snapshot = request.getfixturevalue(data)
    stored, asked = Tracer.of(snapshot).network, read_by_sparql(snapshot.store)
    same(stored, asked)
    assert stored.components() == asked.components()
    for status in ("achieved", "blocked", "notStated"):
        assert set(stored.steps_with(status=status)) == set(asked.steps_with(status=status))
    assert set(stored.steps_with(relation="scaledInto")) == set(asked.steps_with(relation="scaledInto"))
    for kind in ("seedProject", "product", "nothing"):
        assert stored.nodes_of_kind(kind) == asked.nodes_of_kind(kind)
    assert stored.kinds.get("nobody") is None and stored.later.get("", ()) == ()


@pytest.mark.parametrize(
    ("data", "source"), [("snapshot", "booklet"), ("synthetic", "register"), ("synthetic", "reports")]
)
def test_a_source_alone_is_what_its_graphs_say(data: str, source: str, request: pytest.FixtureRequest) -> None:
    snapshot: Snapshot = request.getfixturevalue(data)
    graphs = [f"{snapshot.base}graph/source/{name}" for name in (source, "seedline")]
    asked = read_by_sparql(snapshot.store, graphs)
    stored = Tracer.of(snapshot).view(sources=[source]).network
    assert dict(stored.kinds) == dict(asked.kinds)
    assert {iri: step.observations for iri, step in stored.steps.items()} == {
        iri: step.observations for iri, step in asked.steps.items()
    }
    assert {c.iri for cs in stored.commitments.values() for c in cs} == {
        c.iri for cs in asked.commitments.values() for c in cs
    }


def left_of(network: Network) -> tuple[dict[str, Any], dict[str, bool]]:
    """Return what a network holds, as :func:`by_the_clocks` does."""
    steps = {
        step.iri: ([(seen.iri, seen.undated) for seen in step.observations], step.status)
        for step in network.steps.values()
    }
    return steps, {c.iri: c.undated for cs in network.commitments.values() for c in cs}


DATES = (
    {"as_of": "2015"},
    {"told_by": "2015"},
    {"as_of": "2017-12", "told_by": "2021-10"},
    {"as_of": "2014-06", "told_by": "2016-03-31"},
)


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("dates", DATES, ids=str)
def test_a_view_by_both_clocks_is_what_plain_python_leaves(
    data: str, dates: dict[str, str], request: pytest.FixtureRequest
) -> None:
    snapshot: Snapshot = request.getfixturevalue(data)
    asked = read_by_sparql(snapshot.store)
    left = left_of(Tracer.of(snapshot).view(**dates).network)  # type: ignore[arg-type]
    assert left == by_the_clocks(asked, dates.get("as_of"), dates.get("told_by"))
    if data == "synthetic":
        assert 0 < len(left[0]) < len(asked.steps)


def test_totals_are_what_plain_python_adds_up_and_what_the_graph_says(made_up: Tracer, synthetic: Snapshot) -> None:
    plain = PlainMoney(synthetic.store)
    rows = synthetic.store.query(
        "SELECT ?s ?c ?a { ?t sl:totalOf ?s ; sl:followOnAmount ?a ; sl:currency ?k . ?k skos:notation ?c }"
    ).rows()
    graph: dict[str, dict[str, Decimal]] = {}
    for seed, currency, amount in rows:
        graph.setdefault(str(seed), {})[str(currency)] = Decimal(str(amount))
    network, followed = made_up.network, 0
    for seed in network.nodes_of_kind("seedProject"):
        found = {t.currency: t.follow_on for t in totals(network, trace(network, seed)) if t.follow_on is not None}
        kept = {t.currency: t.follow_on for t in network.follow_on(seed)}
        assert found == plain.follow_on(seed) == graph.get(seed, {}) == kept, seed
        followed += bool(found)
    assert followed > 10
    assert network.follow_on("https://w3id.org/seedline/id/nobody") == []


VIEWS = (
    *((data, {}) for data in DATA),
    ("snapshot", {"sources": ["booklet"]}),
    ("snapshot", {"as_of": "2022"}),
    ("synthetic", {"told_by": "2016"}),
    ("synthetic", {"as_of": "2015-06", "told_by": "2018"}),
    ("synthetic", {"sources": ["register", "reports"]}),
    ("synthetic", {"as_of": "2015"}),
    ("synthetic", {"sources": ["register", "reports"], "as_of": "2016-03"}),
)


@pytest.mark.parametrize(("data", "part"), VIEWS)
def test_sums_over_the_columns_are_the_totals_with_reasons(
    data: str, part: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    tracer = Tracer.of(request.getfixturevalue(data)).view(**part)
    network, followed = tracer.network, 0
    for seed in network.nodes_of_kind("seedProject"):
        told = [
            (t.currency, t.follow_on, t.bound, t.seed, t.ratio)
            for t in totals(network, trace(network, seed))
            if t.follow_on is not None
        ]
        found = [(t.currency, t.follow_on, t.bound, t.given, t.ratio) for t in tracer.sums.follow_on(seed)]
        assert found == told, seed
        followed += bool(found)
    assert followed
    assert tracer.sums.follow_on("https://w3id.org/seedline/id/nobody") == []


def test_what_was_kept_was_added_up(made_up: Tracer) -> None:
    network = made_up.network
    for seed in network.nodes_of_kind("seedProject"):
        assert network.follow_on(seed) == made_up.sums.follow_on(seed)


def test_the_largest_of_a_date_or_a_source_are_added_up_anew(made_up: Tracer, synthetic: Snapshot) -> None:
    for part in ({"as_of": "2015"}, {"told_by": "2015"}, {"sources": ["register", "reports"], "told_by": "2018"}):
        view = made_up.view(**part)  # type: ignore[arg-type]
        network = view.network
        told = [
            (t.follow_on, seed)
            for seed in network.nodes_of_kind("seedProject")
            for t in totals(network, trace(network, seed))
            if t.currency == "EUR" and t.follow_on is not None
        ]
        ordered = sorted(told, key=lambda pair: (-pair[0], pair[1]))
        assert ordered
        assert [(t.follow_on, t.seed) for t in view.top("EUR", 5)] == ordered[:5]
        assert ordered[:5] != [(t.follow_on, t.seed) for t in made_up.top("EUR", 5)]


def packed(turtle: str) -> StoredNetwork:
    """Return the columns of some statements, written down by hand."""
    triples = ox.parse(PREFIXES + turtle, ox.RdfFormat.TURTLE)
    quads = (Quad(t.subject, t.predicate, t.object, NamedNode("urn:g")) for t in triples)
    seen = Collector()
    assert list(seen.watch(quads))
    return StoredNetwork(pack(seen))


def test_a_status_that_no_step_has_is_not_the_lack_of_one() -> None:
    network = packed("<urn:1> a sl:Step ; sl:from <urn:a> ; sl:to <urn:b> ; sl:relation relation:scaledInto .")
    assert not list(network.steps_with(status="planned")) and not list(network.steps_with(relation="builtOn"))
    assert [step.iri for step in network.steps_with(status="notStated")] == ["urn:1"]


STATUS = st.sampled_from(["planned", "approved", "launched", "ongoing", "completed", "discontinued"])
DATE = st.sampled_from(["2014", "2015", "2015-05", "2015-06", "2015-06-15", "2015-07-01", "2016", "2016-02"])


@given(
    told=st.lists(
        st.tuples(STATUS, DATE, DATE, st.sampled_from(["", "on", "onAfter", "onBefore", "both"])), max_size=5
    ),
    as_of=st.none() | DATE,
    told_by=st.none() | DATE,
)
def test_whatever_the_dates_the_columns_leave_what_plain_python_does(
    told: list[tuple[str, str, str, str]], as_of: str | None, told_by: str | None
) -> None:
    def dated(at: int, known: str, happened: str, how: str) -> str:
        names = ("onAfter", "onBefore") if how == "both" else (how,) if how else ()
        return f'sl:asOf "{known}" ' + "".join(f'; sl:{name} "{happened}" ' for name in names)

    text = "<urn:s> a sl:Step ; sl:from <urn:a> ; sl:to <urn:b> ; sl:relation relation:nextPhase ."
    seen = []
    for at, (status, known, happened, how) in enumerate(told):
        text += f"<urn:s> sl:statusObservation <urn:o{at}> . <urn:o{at}> sl:status step:{status} ; "
        text += dated(at, known, happened, how) + "."
        text += f"<urn:c{at}> a sl:Commitment ; sl:recipient <urn:b> ; " + dated(at, known, happened, how) + "."
        after = happened if how in {"on", "onAfter", "both"} else None
        before = happened if how in {"on", "onBefore", "both"} else None
        seen.append(Observation(status, known, f"urn:o{at}", When(after, before) if how else None))
    network = packed(text)
    plain = written_down(seen)
    limited = network.as_of(as_of) if as_of else network
    assert left_of(limited.told_by(told_by) if told_by else limited) == by_the_clocks(plain, as_of, told_by)


def test_a_date_is_known_when_its_last_day_has_passed() -> None:
    dates = ("2014", "2015", "2015-05", "2015-06", "2015-06-30", "2015-07", "2015-07-01", "2016")
    network = packed(
        "<urn:seed> a sl:SeedProject ."
        + "".join(
            f"""
            <urn:{date}> a sl:Project . <urn:s{date}> a sl:Step ; sl:from <urn:seed> ; sl:to <urn:{date}> ;
                sl:relation relation:nextPhase ; sl:statusObservation <urn:o{date}> .
            <urn:o{date}> sl:status step:launched ; sl:asOf "{date}" .
            <urn:c{date}> a sl:Commitment ; sl:recipient <urn:{date}> ; sl:amount 1.0 ; sl:asOf "{date}" .
            """
            for date in dates
        )
    )
    for asked, known in (("2015", dates[:7]), ("2015-06", ("2014", *dates[2:5])), ("2015-06-29", ("2014", "2015-05"))):
        past = network.told_by(asked)
        assert {step.later for step in past.steps.values()} == {f"urn:{date}" for date in known}
        assert set(past.commitments) == {f"urn:{date}" for date in known}


def test_what_no_portfolio_has() -> None:
    """A cycle back to a seed that was given more, an instrument of the whole world between, money in no currency."""
    network = packed(
        """
        <urn:seed> a sl:SeedProject . <urn:next> a sl:Programme . <urn:world> a sl:SharedInstrument .
        <urn:1> a sl:Step ; sl:from <urn:seed> ; sl:to <urn:next> ; sl:relation relation:scaledInto .
        <urn:2> a sl:Step ; sl:from <urn:next> ; sl:to <urn:seed> ; sl:relation relation:nextPhase .
        <urn:3> a sl:Step ; sl:from <urn:next> ; sl:to <urn:world> ; sl:relation relation:adoptedBy .
        <urn:4> a sl:Step ; sl:from <urn:world> ; sl:to <urn:far> ; sl:relation relation:scaledInto .
        <urn:a> a sl:Commitment ; sl:recipient <urn:seed> ; sl:amount 10.0 ; sl:currency currency:USD ; sl:sourceType type:seed .
        <urn:b> a sl:Commitment ; sl:recipient <urn:seed> ; sl:amount 20.0 ; sl:currency currency:USD ; sl:commitmentStatus status:secured .
        <urn:c> a sl:Commitment ; sl:recipient <urn:next> ; sl:amount 40.0 ; sl:currency currency:USD ; sl:commitmentStatus status:secured .
        <urn:d> a sl:Commitment ; sl:recipient <urn:next> ; sl:amount 80.0 ; sl:commitmentStatus status:secured .
        <urn:e> a sl:Commitment ; sl:recipient <urn:next> ; sl:amount 160.0 ; sl:currency currency:USD .
        <urn:f> a sl:Commitment ; sl:recipient <urn:world> ; sl:amount 320.0 ; sl:currency currency:USD ; sl:commitmentStatus status:secured .
        <urn:g> a sl:Commitment ; sl:recipient <urn:far> ; sl:amount 640.0 ; sl:currency currency:USD ; sl:commitmentStatus status:secured .
        """
    )
    (total,) = Adder(network).follow_on("urn:seed")
    assert (total.currency, total.follow_on, total.given, total.ratio) == ("USD", 360, 10, "36.0")
    (whole,) = (t for t in totals(network, trace(network, "urn:seed")) if t.currency == "USD")
    assert (whole.follow_on, whole.seed, whole.ratio) == (360, 10, "36.0")


@pytest.mark.parametrize("back", [False, True])
def test_closures_are_those_of_the_steps(made_up: Tracer, synthetic: Snapshot, back: bool) -> None:
    network = made_up.network
    followed = ["scaledInto", "nextPhase", "replicatedBy", "adoptedBy", "institutionalisedIn", "produced"]
    followed += ["informed", "builtOn"] * back
    wanted = ", ".join(f"relation:{token}" for token in followed)
    rows = synthetic.store.query(
        f"SELECT ?a ?b {{ ?s sl:from ?a ; sl:to ?b ; sl:relation ?r FILTER(?r IN ({wanted})) }}"
    )
    beside: dict[str, set[str]] = {}
    for one, other in rows.rows():
        earlier, later = (one, other) if not back else (other, one)
        beside.setdefault(str(earlier), set()).add(str(later))
    shared = {"https://w3id.org/seedline/id/world-instrument"}
    for node in network.nodes_of_kind("seedProject")[:40] + network.nodes_of_kind("programme")[:40]:
        found, open_ = set(), {node}
        while open_:
            open_ = {later for each in open_ for later in beside.get(each, ())} - found
            found |= open_
        assert reach(network, [node], back=back, depth=None) | shared == found | shared


def test_shortcuts_and_prospects_are_all_that_follows(made_up: Tracer, synthetic: Snapshot) -> None:
    """What came about and what may, together, are every step forward that lineages follow."""
    forward = "sl:produced|sl:scaledInto|sl:nextPhase|sl:replicatedBy|sl:adoptedBy|sl:institutionalisedIn|sl:mayBecome|sl:mayProduce"
    for node in made_up.network.nodes_of_kind("seedProject")[:40]:
        rows = synthetic.store.query(f"SELECT DISTINCT ?x {{ <{node}> ({forward})+ ?x }}").rows()
        assert reach(made_up.network, [node], back=False, depth=None) - {node} == {str(row[0]) for row in rows} - {node}


def test_the_largest_are_the_largest(made_up: Tracer) -> None:
    network = made_up.network
    told = [
        (t.follow_on, seed)
        for seed in network.nodes_of_kind("seedProject")
        for t in totals(network, trace(network, seed))
        if t.currency == "USD" and t.follow_on
    ]
    ordered = sorted(told, key=lambda pair: (-pair[0], pair[1]))
    assert len(ordered) > 8
    for count in (1, 5, 10_000):
        assert [(t.follow_on, t.seed) for t in network.largest("USD", count)] == ordered[:count]
    assert network.largest("XXX", 5) == [] == network.largest("USD", 0)


def test_names_that_nobody_has_are_not_kept() -> None:
    network = packed("<urn:seed> a sl:SeedProject .")
    tracemalloc.start()
    for number in range(1_000):
        assert network.kinds.get(f"{number:010000}") is None
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert held < 1_000_000


def test_what_was_read_is_told_though_another_thread_lets_all_go() -> None:
    class LetGo(dict[int, str | None]):
        def __setitem__(self, row: int, value: str | None) -> None:
            super().__setitem__(row, value)
            self.clear()

    kinds = packed("<urn:seed> a sl:SeedProject .").kinds
    assert isinstance(kinds, Lazy)
    kinds._kept = LetGo()
    assert kinds.get("urn:seed") == "seedProject"


def test_a_snapshot_of_another_format_says_build_again(harbour: Snapshot, tmp_path: Path) -> None:
    old = tmp_path / "snapshots" / harbour.version
    old.mkdir(parents=True)
    (old / "manifest.json").write_text(json.dumps({**harbour.manifest, "format": 2}), "utf-8")
    (old / "lineage").symlink_to(harbour.path / "lineage")
    with pytest.raises(OtherFormat, match=r"format 2.* build again"):
        Home(tmp_path).get(harbour.version)


def test_a_network_without_its_columns_is_broken_and_says_so(harbour: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(SnapshotBroken, match="build again"):
        StoredNetwork.open(tmp_path)
    copy = tmp_path / "copy"
    shutil.copytree(harbour.path / "lineage", copy)
    (copy / "step.iri.npy").write_bytes(b"no array")
    with pytest.raises(SnapshotBroken, match="build again"):
        StoredNetwork.open(copy)
    with pytest.raises(AssertionError):
        StoredNetwork.open(harbour.path / "lineage").add(next(iter(Tracer.of(harbour).network.steps.values())))
