"""Columns made from a stream: neither its order, nor repeats, nor who says it first change what is followed."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seedline.columns.builder import load, pack, save
from seedline.columns.collector import Collector
from seedline.columns.index import StoredNetwork
from seedline.lineage import trace
from seedline.money.totals import totals
from seedline.pipeline import read_inputs
from seedline.synth import synthesise
from seedline.triples import RDF_TYPE, Literal, NamedNode, Names, Quad, concept, term
from tests.conftest import HARBOUR

NAMES = Names()
OTHER = NamedNode("https://w3id.org/seedline/graph/source/other")


@pytest.fixture(scope="module")
def quads(tmp_path_factory: pytest.TempPathFactory) -> list[Quad]:
    folder = tmp_path_factory.mktemp("made") / "data"
    synthesise(folder, 128, seed=6)
    return [*read_inputs([str(HARBOUR)]).quads(NAMES), *read_inputs([str(folder)]).quads(NAMES)]


def packed(quads: list[Quad]) -> dict[str, np.ndarray]:
    seen = Collector()
    assert list(seen.watch(quads)) == quads
    return pack(seen)


def money(network: StoredNetwork) -> dict[str, object]:
    return {seed: totals(network, trace(network, seed)) for seed in network.nodes_of_kind("seedProject")}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, 10**9))
def test_the_order_of_the_stream_does_not_matter(quads: list[Quad], number: int) -> None:
    first, second = packed(quads), packed(random.Random(number).sample(quads, len(quads)))
    assert first.keys() == second.keys()
    for name in first:
        assert np.array_equal(first[name], second[name]), name


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, 10**9))
def test_splitting_a_source_and_saying_things_twice_change_nothing(quads: list[Quad], number: int) -> None:
    chance = random.Random(number)
    moved = set(chance.sample(sorted({str(quad.subject) for quad in quads}), 200))
    split = [
        Quad(quad.subject, quad.predicate, quad.object, OTHER) if str(quad.subject) in moved else quad for quad in quads
    ]
    twice = [*split, *(Quad(q.subject, q.predicate, q.object, OTHER) for q in chance.sample(quads, 500))]
    before, after = StoredNetwork(packed(quads)), StoredNetwork(packed(twice))
    assert dict(before.steps) == dict(after.steps) and dict(before.kinds) == dict(after.kinds)
    assert dict(before.commitments) == dict(after.commitments)
    assert money(before) == money(after) and before.components() == after.components()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_taking_a_step_out_of_the_stream_never_raises_a_total(quads: list[Quad], data: st.DataObject) -> None:
    whole = StoredNetwork(packed(quads))
    step = data.draw(st.sampled_from(sorted(whole.steps)))
    less = StoredNetwork(packed([quad for quad in quads if quad.subject != NamedNode(step)]))
    assert step not in less.steps
    before = {(seed, total.currency): total.follow_on or 0 for seed, found in money(whole).items() for total in found}
    for seed, found in money(less).items():
        for total in found:
            replaced = any(out.reason.code == "later" for out in total.left_out)
            assert replaced or (total.follow_on or 0) <= before.get((seed, total.currency), 0)


def test_saved_columns_are_the_same_when_they_are_opened(quads: list[Quad], tmp_path: Path) -> None:
    made = packed(quads)
    save(made, tmp_path / "lineage")
    opened = load(tmp_path / "lineage")
    assert opened.keys() == made.keys()
    for name in made:
        assert np.array_equal(made[name], opened[name]) and made[name].dtype == opened[name].dtype
    assert not any(column.flags.writeable for column in opened.values())


def test_nothing_makes_empty_columns() -> None:
    network = StoredNetwork(packed([]))
    assert (len(network.kinds), len(network.steps), network.components(), network.nodes_of_kind("project")) == (
        0,
        0,
        [],
        [],
    )


def test_the_latest_status_goes_by_its_date_and_not_by_its_name() -> None:
    graph = NamedNode("https://w3id.org/seedline/graph/source/register")
    said = [
        ("a", "2020", "achieved"),
        ("b", "2012-05", "planned"),
        ("c", "2020", "launched"),
        ("d", "2019-12", "blocked"),
    ]
    quads = [
        Quad(NamedNode("urn:step"), RDF_TYPE, term("sl:Step"), graph),
        Quad(NamedNode("urn:step"), term("sl:from"), NamedNode("urn:one"), graph),
        Quad(NamedNode("urn:step"), term("sl:to"), NamedNode("urn:other"), graph),
        Quad(NamedNode("urn:step"), term("sl:relation"), concept("relation", "scaledInto"), graph),
    ]
    for name, as_of, status in said:
        seen = NamedNode(f"urn:{name}")
        quads.append(Quad(NamedNode("urn:step"), term("sl:statusObservation"), seen, graph))
        quads.append(Quad(seen, term("sl:status"), concept("status", status), graph))
        quads.append(Quad(seen, term("sl:asOf"), Literal(as_of), graph))
    network = StoredNetwork(packed(quads))
    # Of one date the further status is the later.
    assert [step.iri for step in network.steps_with(status="achieved")] == ["urn:step"]
    assert [list(network.steps_with(status=status)) for status in ("planned", "launched", "blocked")] == [[], [], []]
    assert network.steps["urn:step"].status == "achieved"
    assert [seen.iri for seen in network.steps["urn:step"].observations] == ["urn:b", "urn:d", "urn:c", "urn:a"]
