"""The columns of a snapshot say what the graph says."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from seedline.errors import SnapshotBroken
from seedline.lineage import Network, Tracer, totals, trace
from seedline.lineage.stored import StoredNetwork
from seedline.lineage.trace import reach
from seedline.store import Snapshot
from tests.lineage.oracle import PlainMoney, read_by_sparql

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


def test_what_was_known_at_a_date_has_nothing_later(made_up: Tracer) -> None:
    past = made_up.view(as_of="2015").network
    assert 0 < len(past.steps) < len(made_up.network.steps)
    assert all(seen.as_of <= "2015" for step in past.steps.values() for seen in step.observations)
    assert all((c.dated or "0") <= "2015" for cs in past.commitments.values() for c in cs)
    dropped = set(made_up.network.steps) - set(past.steps)
    assert all(min(o.as_of for o in made_up.network.steps[iri].observations) > "2015" for iri in dropped)


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


@pytest.mark.parametrize("back", [False, True])
def test_closures_are_property_paths(made_up: Tracer, synthetic: Snapshot, back: bool) -> None:
    network = made_up.network
    forward = "sl:produced|sl:scaledInto|sl:nextPhase|sl:replicatedBy|sl:adoptedBy|sl:institutionalisedIn|sl:mayBecome"
    path = f"^({forward}|sl:builtOn|sl:informed)" if back else f"({forward})"
    shared = "https://w3id.org/seedline/id/world-instrument"
    for node in network.nodes_of_kind("seedProject")[:40] + network.nodes_of_kind("programme")[:40]:
        rows = synthetic.store.query(f"SELECT DISTINCT ?x {{ <{node}> ({path})+ ?x }}").rows()
        assert reach(network, [node], back=back, depth=None) | {shared} == {str(row[0]) for row in rows} | {shared}


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
    assert network.largest("XXX", 5) == []


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
