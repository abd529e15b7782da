"""What a person read in the booklet, held against the graph."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from seedline.store import Snapshot

TRUTHS = [
    pytest.param(kind == "facts", entry, id=f"{path.stem}-{kind}-{entry['key']}")
    for path in sorted((Path(__file__).parent / "truths").glob("*.yaml"))
    if path.stem != "traps"
    for kind in ("facts", "must_not")
    for entry in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)[kind]
]


@pytest.mark.parametrize(("expected", "entry"), TRUTHS)
def test_the_graph_says_what_the_booklet_says(snapshot: Snapshot, expected: bool, entry: dict[str, str]) -> None:
    answer = bool(snapshot.store.query(f"ASK {{ {entry['ask']} }}"))
    assert answer is expected, f"lines {entry['lines']}: {entry['says']}"


ASKED = {
    "Commitment": ("funder", "amount", "viaInstrument", "commitmentStatus", "on"),
    "SeedProject": ("started", "ended", "duration"),
    "Project": ("started", "ended", "duration"),
    "Programme": ("started", "ended", "duration"),
}
"""What a donor asks of each kind. Money that stands for a span of time has no one day of decision."""


@pytest.mark.parametrize(("kind", "asked"), [(kind, name) for kind, names in ASKED.items() for name in names])
def test_what_is_asked_of_a_thing_is_stated_or_said_not_to_be(snapshot: Snapshot, kind: str, asked: str) -> None:
    graph = f"<{snapshot.base}graph/source/booklet>"
    span = "UNION { ?x sl:onAfter|sl:onBefore ?day }" if asked == "on" else ""
    silent = f"FILTER NOT EXISTS {{ {{ ?x sl:{asked} ?v }} UNION {{ ?x sl:notStated sl:{asked} }} {span} }}"
    found = snapshot.store.query(f"SELECT ?x {{ GRAPH {graph} {{ ?x a sl:{kind} }} {silent} }}").rows()
    assert [str(row[0]).rsplit("/id/", 1)[-1] for row in found] == []


def test_each_case_has_its_truths(snapshot: Snapshot) -> None:
    seeds = {str(row[0]).rsplit("/", 1)[-1] for row in snapshot.store.query("SELECT ?s { ?s a sl:SeedProject }").rows()}
    read = {path.stem for path in (Path(__file__).parent / "truths").glob("*.yaml")}
    assert seeds <= read


def test_every_trap_that_concerns_data_is_guarded() -> None:
    folder = Path(__file__).parent / "truths"
    traps = yaml.load((folder / "traps.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    keys = {param.id.replace("-facts-", "/").replace("-must_not-", "/") for param in TRUTHS}
    tests = "\n".join(path.read_text("utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
    assert set(traps) == {str(number) for number in range(1, 68)}
    for number, guards in traps.items():
        assert guards, number
        for guard in guards:
            kind, _, name = guard.partition(": ")
            assert guard in keys or kind == "none" or (kind == "test" and f"def {name}" in tests), f"{number}: {guard}"
