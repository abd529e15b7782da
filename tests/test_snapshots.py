"""A version is what it says: the same for equal content, refused where a file is not as it was built."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from seedline.errors import HomeError, NotFound, OtherFormat, SnapshotBroken
from seedline.pipeline import build, digest, point, prepare
from seedline.store import Home, Snapshot, open_snapshot
from tests.conftest import HARBOUR, Server, until

_CLI = [sys.executable, "-c", "from seedline_api.cli import main; main()"]


def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*_CLI, *arguments], capture_output=True, text=True, env={**os.environ, **environ})


def built(home: Path, *sources: Path | str, **more: object) -> tuple[str, list[str]]:
    """Return the version of a build, and what it told."""
    told: list[str] = []
    made = build([str(source) for source in sources], home=home, progress=told.append, **more)  # type: ignore[arg-type]
    return made.version, told


# Content, and nothing else, makes the version.


def test_order_syntax_and_names_of_files_do_not_matter(tmp_path: Path) -> None:
    triples = '<urn:a> <urn:b> "c" .\n<urn:a> <urn:b> "d"@en .\n'
    for folder, name, text in (
        ("nt", "more.nt", triples),
        ("ttl", "more.ttl", "@prefix u: <urn:> .\n# a comment\nu:a u:b 'd'@en, 'c' .\n"),
        ("twice", "more.nt", triples + triples),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text, "utf-8")
    (tmp_path / "other.nt").write_text('<urn:x> <urn:y> "z" .\n', "utf-8")
    renamed = tmp_path / "renamed"
    renamed.mkdir()
    for number, path in enumerate(sorted(HARBOUR.glob("*.yaml"), reverse=True)):
        (renamed / f"{number}.yaml").write_text("# nothing new\n" + path.read_text("utf-8"), "utf-8")
    ways = [
        (HARBOUR, tmp_path / "nt", tmp_path / "other.nt"),
        (tmp_path / "other.nt", tmp_path / "nt", HARBOUR),
        (HARBOUR, tmp_path / "ttl", tmp_path / "other.nt"),
        (tmp_path / "twice", renamed, tmp_path / "other.nt"),
    ]
    versions = {built(tmp_path / f"home{number}", *sources)[0] for number, sources in enumerate(ways)}
    assert len(versions) == 1
    assert built(tmp_path / "less", HARBOUR, tmp_path / "nt")[0] not in versions


def test_equal_content_of_other_inputs_is_published_once_and_then_no_work(tmp_path: Path) -> None:
    copy, home = tmp_path / "copy", tmp_path / "home"
    shutil.copytree(HARBOUR, copy)
    first, _ = built(home, HARBOUR)
    manifest = (home / "snapshots" / first / "manifest.json").read_bytes()
    case = copy / "ZZ.0001.yaml"
    case.write_text("# a comment\n" + case.read_text("utf-8"), "utf-8")
    second, told = built(home, copy)
    assert (second, told[-1]) == (first, "publishing")
    assert built(home, copy)[1][-1] == built(home, HARBOUR)[1][-1] == f"snapshot {first} is there already"
    assert (home / "snapshots" / first / "manifest.json").read_bytes() == manifest
    assert [path.name for path in (home / "snapshots").iterdir()] == [first]
    assert built(home, HARBOUR, again=True) == (first, [*told])


def test_other_code_builds_again_and_equal_data_are_the_same_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = built(tmp_path, HARBOUR)
    monkeypatch.setattr(digest, "ROOMS", digest.ROOMS[1:])
    second, told = built(tmp_path, HARBOUR)
    assert (second, told[-1]) == (first, "publishing")


def test_all_code_that_a_build_runs_is_in_the_digest_of_its_inputs(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from seedline.pipeline import build;"
        f"build([{str(HARBOUR)!r}], home=Path({str(tmp_path)!r})); print(*sorted(sys.modules))"
    )
    modules = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    ours = {name.split(".")[1] for name in modules if name.startswith("seedline.")}
    assert ours == {*digest.ROOMS, "errors"}


# A snapshot that is not as it was built is refused with a sentence.


def _flip(path: Path) -> None:
    with path.open("r+b") as handle:
        handle.seek(-1, os.SEEK_END)
        (last,) = handle.read(1)
        handle.seek(-1, os.SEEK_END)
        handle.write(bytes([last ^ 1]))


def _flip_column(snapshot: Snapshot) -> str:
    _flip(snapshot.path / "lineage" / "given.amount.npy")
    return "lineage/given.amount.npy has other content"


def _flip_store(snapshot: Snapshot) -> str:
    table = max((snapshot.path / "store").glob("*.sst"), key=lambda path: path.stat().st_size)
    _flip(table)
    return f"store/{table.name} has other content"


def _cut(snapshot: Snapshot) -> str:
    path = snapshot.path / "lineage" / "text.npy"
    path.write_bytes(path.read_bytes()[:-1])
    return "lineage/text.npy has"


def _lose(snapshot: Snapshot) -> str:
    (snapshot.path / "lineage" / "step.iri.npy").unlink()
    return "lineage/step.iri.npy is missing"


def _add(snapshot: Snapshot) -> str:
    shutil.copy(snapshot.path / "lineage" / "step.iri.npy", snapshot.path / "lineage" / "step.new.npy")
    return "lineage/step.new.npy was not built"


def _alter(snapshot: Snapshot) -> str:
    path = snapshot.path / "manifest.json"
    path.write_text(path.read_text("utf-8").replace('"seedProject": 1', '"seedProject": 2'), "utf-8")
    return "manifest.json is not the one"


def _empty(snapshot: Snapshot) -> str:
    (snapshot.path / "manifest.json").write_text("{}", "utf-8")
    return "says no format"


def _nest(snapshot: Snapshot) -> str:
    (snapshot.path / "manifest.json").write_text("[" * 100_000, "utf-8")
    return "no readable manifest.json"


DAMAGES = [_flip_column, _flip_store, _cut, _lose, _add, _alter, _empty, _nest]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_found_named_and_healed_by_the_next_build(
    harbour: Snapshot, tmp_path: Path, damage: Callable[[Snapshot], str]
) -> None:
    home, version = tmp_path / "home", harbour.version
    shutil.copytree(harbour.path.parent.parent, home)
    _ = open_snapshot(home).store
    open_snapshot(home).verify()
    said = damage(Home(home).find(version))
    with pytest.raises(SnapshotBroken, match=said):
        Home(home).find(version).verify()
    if damage not in {_flip_column, _flip_store, _add}:
        # What has another size or no manifest is not even opened.
        with pytest.raises(SnapshotBroken, match=said):
            open_snapshot(home)
    found = run("snapshots", "verify", "--home", str(home), "--format", "json")
    assert (found.returncode, said in json.loads(found.stdout)[0]["files"]) == (1, True)
    assert run("snapshots", "list", "--home", str(home)).returncode == 0
    assert built(home, HARBOUR)[0] == version
    open_snapshot(home).verify()
    assert (home / "snapshots" / f".damaged-{version}").is_dir()
    assert run("snapshots", "verify", "--home", str(home)).returncode == 0


@pytest.mark.parametrize(
    "held", [b"", b"\xff\xfe\x00", b"3f2a", b"../../etc\n", "٣٣٣".encode(), b"a" * 1_000_000, b"0123456789ab\nx"]
)
def test_a_pointer_to_nothing_is_one_sentence(harbour: Snapshot, tmp_path: Path, held: bytes) -> None:
    (tmp_path / "current").write_bytes(held)
    with pytest.raises((HomeError, NotFound)) as error:
        open_snapshot(tmp_path)
    assert "\n" not in str(error.value)
    found = run("trace", "ZZ.0001", "--home", str(tmp_path))
    assert (found.returncode in {4, 7}, found.stderr.count("\n")) == (True, 1)


# Homes of another format.


def _older(home: Path, *sources: str) -> Path:
    """A home as format 3 left it: its manifest called the inputs files, and had no hashes of its own."""
    made = build(sources, home=home)
    names = made.manifest["inputs"]
    old = {"version": "a" * 12, "format": 3, "base": made.base, "files": names, "counts": {}, "dates": {}}
    folder = made.path.rename(made.path.parent / ("a" * 12))
    (folder / "manifest.json").write_text(json.dumps(old), "utf-8")
    point(Home(home), "a" * 12)
    shutil.rmtree(home / "inputs")
    return home


def test_an_older_home_of_shipped_data_is_built_again(tmp_path: Path) -> None:
    home = _older(tmp_path)
    with pytest.raises(OtherFormat, match="format 3"):
        open_snapshot(home)
    server = Server(home)
    try:
        assert httpx.get(server.url + "/").status_code == 200
        gone = httpx.get(server.url + "/view/lineage/CT.0921.json", params={"v": "a" * 12})
        assert (gone.status_code, "is not kept here" in gone.json()["detail"]) == (410, True)
        assert len(httpx.get(server.url + "/api/versions").json()["versions"]) == 1
    finally:
        server.stop()


def test_an_older_home_of_other_data_is_left_to_its_owner(tmp_path: Path) -> None:
    home = _older(tmp_path, str(HARBOUR))
    with pytest.raises(OtherFormat, match=r"ZZ.*same sources"):
        prepare(home)
    found = run("serve", "--home", str(home), "--port", "0")
    assert (found.returncode, found.stderr.count("\n")) == (7, 1)
    assert open_snapshot(build([str(HARBOUR)], home=home).path.parent.parent).version != "a" * 12


# A running server.


def _versions(server: Server) -> list[str]:
    page = httpx.get(server.url + "/view/lineage/ZZ.0001.json")
    asked = httpx.get(server.url + "/sparql", params={"query": "ASK {}"})
    listed = httpx.get(server.url + "/api/versions")
    return [page.json()["version"], asked.headers["seedline-version"], listed.json()["current"]]


def test_every_door_goes_over_in_one_moment(tmp_path: Path) -> None:
    first = build([str(HARBOUR)], home=tmp_path).version
    server = Server(tmp_path, SEEDLINE_LOG="off")
    try:
        second = build([str(HARBOUR)], home=tmp_path, date="2025-01-01").version
        seen: list[str] = []
        until(lambda: seen.extend(_versions(server)) or seen[-1] == second)
        # Whatever is asked, whoever has seen the new version never sees the old one again.
        assert seen == sorted(seen, key=[first, second].index)
    finally:
        server.stop()


def test_a_server_survives_any_pointer_and_follows_again(tmp_path: Path) -> None:
    first = build([str(HARBOUR)], home=tmp_path).version
    second = build([str(HARBOUR)], home=tmp_path, date="2025-01-01").version
    pointer = tmp_path / "current"
    # Neighbours are refused with different words, so that each is told in a line of its own.
    server = Server(tmp_path)
    assert server.process.stderr
    try:
        for bad in (None, b"\xff\x00\xfe", second[:5].encode(), "pipe", b"000000000000\n", "folder"):
            if pointer.is_dir():
                pointer.rmdir()
            else:
                pointer.unlink(missing_ok=True)
            if bad == "pipe":
                os.mkfifo(pointer)
            elif bad == "folder":
                pointer.mkdir()
            elif isinstance(bad, bytes):
                pointer.write_bytes(bad)
            for line in server.process.stderr:
                if '"snapshot refused"' in line:
                    break
            assert _versions(server) == [second] * 3
        pointer.rmdir()
        point(Home(tmp_path), first)
        until(lambda: _versions(server) == [first] * 3)
        point(Home(tmp_path), second)
        until(lambda: _versions(server) == [second] * 3)
    finally:
        server.stop()


def test_a_damaged_snapshot_is_not_served_and_the_last_good_one_goes_on(tmp_path: Path) -> None:
    second = build([str(HARBOUR)], home=tmp_path, date="2025-01-01")
    first = build([str(HARBOUR)], home=tmp_path)
    server = Server(tmp_path)
    assert server.process.stderr
    try:
        said = _flip_column(second)
        point(Home(tmp_path), second.version)
        told = next(line for line in server.process.stderr if '"snapshot refused"' in line)
        assert said in told
        assert _versions(server) == [first.version] * 3
        build([str(HARBOUR)], home=tmp_path, date="2025-01-01")
        until(lambda: _versions(server) == [second.version] * 3)
    finally:
        server.stop()


def test_damage_under_a_running_server_is_found_and_told(tmp_path: Path) -> None:
    made = build([str(HARBOUR)], home=tmp_path)
    server = Server(tmp_path, SEEDLINE_LOG="off")

    def ready() -> httpx.Response:
        return httpx.get(server.url + "/readyz")

    try:
        until(lambda: ready().json().get("files") == "checked")
        said = _flip_column(made)
        until(lambda: ready().status_code == 503)
        assert said in ready().json()["detail"]
        for path in ("/", "/view/lineage/ZZ.0001.svg", "/sparql?query=ASK%7B%7D", "/api/versions"):
            answer = httpx.get(server.url + path)
            assert (answer.status_code, said in answer.json()["detail"]) == (503, True), path
        assert httpx.get(server.url + "/healthz").status_code == 200
        build([str(HARBOUR)], home=tmp_path)
        until(lambda: ready().status_code == 200)
        assert _versions(server) == [made.version] * 3
    finally:
        server.stop()
