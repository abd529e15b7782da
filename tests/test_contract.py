"""The compiled shapes and pyshacl find the same, in good data and in data broken in every way."""

from __future__ import annotations

import random
from itertools import chain
from pathlib import Path

import pytest

from seedline.errors import SeedlineError
from seedline.pipeline import read_inputs
from seedline.pipeline.builder import _vocabulary
from seedline.store import Store
from seedline.synth import synthesise
from seedline.triples import DefaultGraph, Literal, NamedNode, Names, Quad, parse_file, term
from seedline.validate import check, check_store
from seedline.validate.compiled import Contract
from tests.conftest import HARBOUR

NAMES = Names()


def where(subject: str, property_: str) -> tuple[str, int, int, str]:
    return subject, 1, 1, property_


def both(quads: list[Quad]) -> tuple[set[str], set[str]]:
    """Return the findings of pyshacl and ours over the same quads; a finding told twice is one."""
    graph = NAMES.graph("ontology")
    words = chain.from_iterable(parse_file(f, source="o", graph=graph, base=NAMES.base) for f in _vocabulary())
    store = Store.of(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in chain(quads, words))
    reference = {f"{f.severity} {f}" for f in check(quads, where)}
    return reference, {f"{f.severity} {f}" for f in check_store(store, where, most=10**9).kept}


@pytest.fixture(scope="module")
def quads(tmp_path_factory: pytest.TempPathFactory) -> list[Quad]:
    folder = tmp_path_factory.mktemp("made")
    synthesise(folder / "data", 40, seed=2)
    return [*read_inputs([str(HARBOUR)]).quads(NAMES), *read_inputs([str(folder / "data")]).quads(NAMES)]


VALUES = [
    Literal("words"),
    Literal("words", language="en"),
    Literal("-5", datatype=term("xsd:decimal")),
    Literal("five", datatype=term("xsd:decimal")),
    Literal("7", datatype=term("xsd:integer")),
    Literal("2021-02-30", datatype=term("xsd:date")),
    Literal("2021-10", datatype=term("xsd:gYearMonth")),
    Literal("2021", datatype=term("xsd:gYear")),
    Literal("soon", datatype=term("xsd:duration")),
    NamedNode("urn:unknown"),
    NamedNode("https://w3id.org/seedline/scheme/status/ongoing"),
    NamedNode("https://w3id.org/seedline/id/ZZ.0001"),
    NamedNode("https://w3id.org/seedline/id/evidence/harbour/0-27"),
]


def broken(quads: list[Quad], seed: int) -> list[Quad]:
    """Return the quads with some left out, some with another value, some with a second one."""
    chance = random.Random(seed)
    made = []
    for quad in quads:
        fate = chance.random()
        if fate < 0.1:
            continue
        other = Quad(quad.subject, quad.predicate, chance.choice(VALUES), quad.graph_name)
        if fate < 0.25 and quad.predicate != term("rdf:type"):
            made.append(other)
            continue
        made.append(quad)
        if fate > 0.9:
            made.append(other)
    return made


def test_good_data_have_the_same_findings(quads: list[Quad]) -> None:
    reference, ours = both(quads)
    assert reference == ours and not any(line.startswith("violation") for line in ours)


@pytest.mark.parametrize("seed", [1, 2])
def test_broken_data_have_the_same_findings(quads: list[Quad], seed: int) -> None:
    reference, ours = both(broken(quads, seed))
    assert len(reference) > 500
    assert (reference - ours, ours - reference) == (set(), set())


def test_a_constraint_that_is_not_known_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import seedline_ontology

    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> a sh:NodeShape ; sh:targetClass <urn:c> ; sh:closed true .",
        "utf-8",
    )
    monkeypatch.setattr(seedline_ontology, "shapes", lambda: shapes)
    with pytest.raises(SeedlineError, match="sh:closed"):
        Contract()
