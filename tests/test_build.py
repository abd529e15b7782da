"""Snapshots: what goes in, what comes out, and what a crash leaves."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from seedline.errors import BuildLocked, NotFound, SnapshotBroken, ValidationFailed
from seedline.pipeline import build, locked, point
from seedline.store import Home, Snapshot, open_snapshot
from seedline.triples import Names, serialise
from tests.conftest import HARBOUR

GOLDEN = HARBOUR.parent / "golden" / "harbour.nq"


def test_the_fixture_builds_to_its_golden_quads(harbour: Snapshot) -> None:
    names = Names()
    quads = [
        quad
        for quad in harbour.store.everywhere()
        if str(quad.graph_name).strip("<>").startswith((names.graph("source/").value, names.graph("derived").value))
    ]
    written = serialise(quads, "nq")
    if os.environ.get("SEEDLINE_UPDATE_GOLDEN"):
        GOLDEN.write_bytes(written)
    assert written == GOLDEN.read_bytes()


def test_equal_inputs_are_the_same_version_and_no_work(tmp_path: Path) -> None:
    first = build([str(HARBOUR)], home=tmp_path)
    written = (first.path / "manifest.json").stat().st_mtime_ns
    second = build([str(HARBOUR)], home=tmp_path)
    assert first.version == second.version
    assert (second.path / "manifest.json").stat().st_mtime_ns == written


def test_the_version_depends_on_all_that_changes_the_data(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(HARBOUR, copy)
    home = tmp_path / "home"
    versions = {build([str(copy)], home=home).version}
    versions.add(build([str(copy)], home=home, base="https://example.org/x/").version)
    versions.add(build([str(copy)], home=home, date="2020-01-01").version)
    case = copy / "ZZ.0001.yaml"
    case.write_text(case.read_text("utf-8").replace('"2500000"', '"2600000"'), "utf-8")
    versions.add(build([str(copy)], home=home).version)
    assert len(versions) == 4


def test_another_base_moves_the_things_and_not_the_words(tmp_path: Path) -> None:
    store = build([str(HARBOUR)], home=tmp_path, base="https://example.org/x/").store
    assert store.query("ASK { <https://example.org/x/id/ZZ.0001> a sl:SeedProject }")
    assert not store.query("ASK { ?s ?p <https://w3id.org/seedline/id/ZZ.0001> }")


def test_the_default_graph_has_no_repeats_and_describes_itself(snapshot: Snapshot) -> None:
    listed = snapshot.store.query("SELECT ?s ?p ?o { ?s ?p ?o }").serialise("tsv").splitlines()
    assert len(listed) == len(set(listed)) == snapshot.manifest["counts"]["defaultGraph"] + 1
    assert snapshot.store.query("ASK { ?d a <http://rdfs.org/ns/void#Dataset> }")
    assert snapshot.store.query("ASK { GRAPH ?g { ?d a <http://rdfs.org/ns/void#Dataset> } }")


def test_a_triple_that_two_graphs_state_counts_once(tmp_path: Path) -> None:
    (tmp_path / "one.nq").write_text(
        "<urn:a> <urn:b> 'c' <urn:g1> .\n<urn:a> <urn:b> 'c' <urn:g2> .\n".replace("'", '"'), "utf-8"
    )
    store = build([str(tmp_path / "one.nq")], home=tmp_path / "home").store
    count = "SELECT (COUNT(*) AS ?n) { <urn:a> ?p ?o }"
    assert list(store.query(count).rows()) == [("1",)]
    assert list(store.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { <urn:a> ?p ?o } }").rows()) == [("2",)]
    both = {"default_graphs": ["urn:g1", "urn:g2"]}
    assert list(store.query(count, **both).rows()) == [("1",)]
    assert list(store.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", **both).rows()) == [("0",)]


def test_blank_nodes_of_two_files_are_two(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.ttl").write_text('_:x <urn:p> "v" .\n', "utf-8")
    store = build([str(tmp_path / "a.ttl"), str(tmp_path / "b.ttl")], home=tmp_path / "home").store
    assert list(store.query('SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <urn:p> "v" }').rows()) == [("2",)]


def test_nothing_in_a_snapshot_comes_from_a_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build([str(HARBOUR)], home=tmp_path / "a")
    time.sleep(1.1)
    second = build([str(HARBOUR)], home=tmp_path / "b")
    assert serialise(first.store.everywhere(), "nq") == serialise(second.store.everywhere(), "nq")
    # The store's engine writes other bytes for equal quads.
    told = [{k: v for k, v in made.manifest.items() if k not in {"run", "files"}} for made in (first, second)]
    assert told[0] == told[1]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")
    assert build([str(HARBOUR)], home=tmp_path / "c").manifest["dates"]["built"] == "2020-01-01"


def test_bad_data_leave_what_was_served(tmp_path: Path) -> None:
    home = tmp_path / "home"
    served = build([str(HARBOUR)], home=home)
    copy = tmp_path / "copy"
    shutil.copytree(HARBOUR, copy)
    case = copy / "ZZ.0001.yaml"
    case.write_text(case.read_text("utf-8").replace('amount: "100000", currency: EUR', 'amount: "100000"'), "utf-8")
    with pytest.raises(ValidationFailed):
        build([str(copy)], home=home)
    assert open_snapshot(home).version == served.version
    assert open_snapshot(home).store.query("ASK { id:ZZ.0001 a sl:SeedProject }")
    assert not list((home / "snapshots").glob(".building-*"))


def test_one_build_at_a_time(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with locked(home), pytest.raises(BuildLocked, match="another build"):
        build([str(HARBOUR)], home=tmp_path)
    build([str(HARBOUR)], home=tmp_path)


def test_an_empty_home_and_a_broken_snapshot_say_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="seedline build"):
        open_snapshot(tmp_path)
    snapshot = build([str(HARBOUR)], home=tmp_path)
    with pytest.raises(NotFound):
        open_snapshot(tmp_path, "../../etc")
    (snapshot.path / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(SnapshotBroken):
        _ = open_snapshot(tmp_path).manifest
    shutil.rmtree(snapshot.path / "store")
    with pytest.raises(SnapshotBroken):
        _ = open_snapshot(tmp_path).store


def test_an_older_snapshot_can_be_used_again(tmp_path: Path) -> None:
    first = build([str(HARBOUR)], home=tmp_path)
    second = build([str(HARBOUR)], home=tmp_path, date="2025-01-01")
    assert open_snapshot(tmp_path).version == second.version
    point(Home(tmp_path), first.version)
    assert open_snapshot(tmp_path).version == first.version


_BUILD = "from seedline.pipeline import build; import sys; from pathlib import Path; build([sys.argv[1]], home=Path(sys.argv[2]), date=sys.argv[3])"


@pytest.mark.parametrize("kills", [8, pytest.param(200, marks=pytest.mark.soak)])
def test_kill_9_at_any_moment_harms_nothing(tmp_path: Path, kills: int) -> None:
    home = tmp_path / "home"
    served = build([str(HARBOUR)], home=home)
    random_ = random.Random(7)
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", _BUILD, str(HARBOUR), str(home), "2024-03-01"], check=True)
    whole = time.monotonic() - started
    point(Home(home), served.version)
    killed = attempt = 0
    while killed < kills and attempt < 5 * kills:
        attempt += 1
        date = f"{2025 + attempt // 336}-{1 + attempt // 28 % 12:02}-{1 + attempt % 28:02}"
        process = subprocess.Popen([sys.executable, "-c", _BUILD, str(HARBOUR), str(home), date])
        time.sleep(whole * random_.uniform(0.3, 1.05))
        process.send_signal(signal.SIGKILL)
        if process.wait() == -signal.SIGKILL:
            killed += 1
        else:
            # The machine has become faster than when the whole build was timed.
            whole *= 0.8
        current = open_snapshot(home)
        assert current.store.query("ASK { id:ZZ.0001 sl:scaledInto|sl:mayBecome ?x }")
        assert current.manifest["version"] == current.version
        for complete in Home(home).list():
            assert complete.store.query("ASK { ?t a sl:LineageTotal }")
    assert killed >= 0.75 * kills
    build([str(HARBOUR)], home=home, date="2024-05-01")
    assert not list((home / "snapshots").glob(".building-*"))
