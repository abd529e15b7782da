"""What a person read in the booklet, held against the graph."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from seedline.store import Snapshot

TRUTHS = [
    pytest.param(kind == "facts", entry, id=f"{path.stem}-{kind}-{entry['key']}")
    for path in sorted((Path(__file__).parent / "truths").glob("*.yaml"))
    for kind in ("facts", "must_not")
    for entry in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)[kind]
]


@pytest.mark.parametrize(("expected", "entry"), TRUTHS)
def test_the_graph_says_what_the_booklet_says(snapshot: Snapshot, expected: bool, entry: dict[str, str]) -> None:
    answer = bool(snapshot.store.query(f"ASK {{ {entry['ask']} }}"))
    assert answer is expected, f"lines {entry['lines']}: {entry['says']}"


def test_each_case_has_its_truths(snapshot: Snapshot) -> None:
    seeds = {str(row[0]).rsplit("/", 1)[-1] for row in snapshot.store.query("SELECT ?s { ?s a sl:SeedProject }").rows()}
    read = {path.stem for path in (Path(__file__).parent / "truths").glob("*.yaml")}
    assert seeds <= read
