"""Whatever is given to the command line: one sentence, an exit code, nothing lost; never a traceback."""

from __future__ import annotations

import contextlib
import io
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from seedline.errors import SeedlineError
from seedline.ingest.rdf import RdfOptions
from seedline.pipeline import build, builder, inputs, locked
from seedline.store import Home, Snapshot, open_snapshot
from seedline_api.cli import main
from tests.conftest import HARBOUR

_CLI = [sys.executable, "-c", "from seedline_api.cli import main; main()"]
_KINDS = ("ttl", "nt", "nq", "trig", "rdf", "owl", "jsonld", "yaml", "yml")


def command(*arguments: str) -> tuple[int, str]:
    """Run the command line in this process; return its exit code and what it said. Any other exception is a failure."""
    said, kept = io.StringIO(), sys.argv
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    sys.argv = ["seedline", *arguments]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said), pytest.raises(SystemExit) as ended:
            main()
    finally:
        sys.argv = kept
    return int(ended.value.code or 0), said.getvalue()


def refused(home: Path, *arguments: str) -> str:
    """Return the one sentence with which a build is refused; what was served still is."""
    served = open_snapshot(home).version
    code, said = command("build", "--quiet", *arguments, "--home", str(home))
    assert code in {1, 2, 7}, said
    assert "Traceback" not in said
    open_snapshot(home).verify()
    assert open_snapshot(home).version == served
    return said


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("deep.yaml", "a: " + "[" * 100_000, "deep.yaml:1:35: (file): is not YAML: it is nested too deeply"),
        ("deep.yaml", "- " * 5000 + "a", "nested too deeply"),
        ("deep.yaml", "? " * 5000 + "a", "nested too deeply"),
        ("deep.yaml", "\n".join(" " * i + "a:" for i in range(2000)), "deep.yaml:32:"),
        ("alias.yaml", "a: &x [*x]", "alias"),
        ("control.yaml", "a: b\nc: d\x01", "control.yaml:2:5: (file): is not YAML"),
        ("tag.yaml", "!!python/object/apply:os.system [x]", "must be a map"),
        ("huge.yaml", "a: " + "x" * 6_000_000, "is larger than"),
        ("token.ttl", '<urn:a> <urn:b> "' + "x" * 20_000_000 + '" .', "token.ttl: holds a single value"),
        ("token.nt", "<urn:" + "x" * 20_000_000 + "> <urn:b> <urn:c> .", "token.nt: holds a single value"),
        ("deep.ttl", "<urn:a> <urn:b> " + "(" * 100_000, "deep.ttl:1:100017: Unexpected end"),
        ("deep.jsonld", '{"a":' * 100_000, "deep.jsonld: is nested too deeply"),
        ("deep.jsonld", '{"@id":"urn:a","urn:b":' * 9000 + "1" + "}" * 9000, "deep.jsonld: is nested too deeply"),
        ("deep.ttl", "<urn:a> <urn:b> " + "<<(<a:a><b:b>" * 9000 + "<c:c>" + ")>>" * 9000 + " .", "nested too deeply"),
        ("deep.rdf", "<a>" * 100_000, "deep.rdf:1: "),
    ],
)
def test_hostile_files(harbour: Snapshot, tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert said in refused(harbour.path.parent.parent, str(tmp_path / name))


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _dangling(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("kind", ["ttl", "yaml"])
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_pipe, "is a pipe or a device"),
        (_device, "is a pipe or a device"),
        (_dangling, "is a link to a file that is not there"),
        (_loop, "Too many levels of symbolic links"),
    ],
)
def test_what_is_no_file(
    harbour: Snapshot, tmp_path: Path, make: Callable[[Path], None], said: str, kind: str, inside: bool
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / f"odd.{kind}"
    make(path)
    (folder / "good.nt").write_text("<urn:a> <urn:b> <urn:c> .\n", "utf-8")
    told = refused(harbour.path.parent.parent, str(folder if inside else path))
    assert said in told
    assert f"odd.{kind}" in told


def test_a_folder_that_is_called_like_a_file_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "in" / "odd.ttl").mkdir(parents=True)
    (tmp_path / "in" / "good.nt").write_text("<urn:a> <urn:b> <urn:c> .\n", "utf-8")
    assert build([str(tmp_path / "in")], home=tmp_path / "home").manifest["inputs"].keys() == {"good.nt"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--date", "nonsense"), "is a day"),
        (("--date", "2026-02-31"), "is a day"),
        (("--date", "2026-W01-1"), "is a day"),
        (("--date", "20261124"), "is a day"),
        (("--base", "not an iri"), "base IRI"),
        (("--base", "https://x/<>"), "base IRI"),
        (("--base", "https://example.org/x"), "ends in /"),
        (("x" * 300,), "File name too long"),
        (("/dev/zero",), "pipe or a device"),
        (("",), ""),
    ],
)
def test_hostile_arguments_of_a_build(
    harbour: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refused(harbour.path.parent.parent, *arguments)


@pytest.mark.parametrize("epoch", ["9" * 20, "-" + "9" * 20, "soon", "1.5"])
def test_an_epoch_that_is_none(harbour: Snapshot, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert "SOURCE_DATE_EPOCH" in refused(harbour.path.parent.parent, str(HARBOUR))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=200), kind=st.sampled_from(_KINDS))
@example(b"\xef\xbb\xbf", "ttl")
@example(b"@base <a> .", "ttl")
@example(b"\x00" * 64, "rdf")
@example(b'{"@context": "http://192.0.2.1/"}', "jsonld")
@example(b"a: !!binary x", "yaml")
def test_any_bytes_as_a_file_are_read_or_refused_with_its_name(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, kind: str
) -> None:
    path = tmp_path_factory.mktemp("any") / f"odd.{kind}"
    path.write_bytes(data)
    try:
        read = inputs.read_inputs([str(path)])
        list(read.quads(builder.Names()))
    except SeedlineError as error:
        assert "odd" in str(error)


_ODD = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "<",
            ">",
            "<>",
            "%",
            "a b",
            "../..",
            "\x7f",
            "é",
            "'",
            '"',
            "{",
            "urn:x",
            "booklet,<",
            "2021-13",
            "+",
            "(",
            "*",
        ]
    ),
)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    asked=st.one_of(
        st.tuples(
            st.just("trace"),
            st.one_of(st.just("CT.0921"), _ODD),
            st.sampled_from(["--source", "--as-of", "--status", "--relation", "--basis", "--snapshot"]),
            _ODD,
        ),
        st.tuples(st.just("top"), _ODD, st.sampled_from(["--source", "--as-of", "--snapshot"]), _ODD),
        st.tuples(st.just("paths"), st.just("CT.0921"), _ODD),
        st.tuples(st.sampled_from(["select", "query"]), _ODD),
        st.tuples(st.just("diff"), _ODD, _ODD),
        st.tuples(st.just("snapshots"), st.sampled_from(["use", "verify"]), _ODD),
    )
)
@example(("trace", "CT.0921", "--source", "<"))
@example(("trace", "<", "--source", "booklet"))
@example(("query", "SELECT (<urn:f>(1) AS ?x) {}"))
def test_odd_words_to_every_question(home: Path, asked: tuple[str, ...]) -> None:
    words = [word for word in asked if "\0" not in word]
    code, said = command(*words, "--home", str(home))
    assert code in {0, 1, 2, 3, 4, 5, 6, 7}
    assert "Traceback" not in said


def _less_room() -> None:
    # As on a full disk, the system refuses what is written beyond it.
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    served = build([str(HARBOUR)], home=tmp_path)
    told = subprocess.run(
        [*_CLI, "build", "--quiet", "--home", str(tmp_path)], capture_output=True, text=True, preexec_fn=_less_room
    )
    assert (told.returncode, told.stderr.count("\n")) == (7, 1), told.stderr
    assert "cannot be written" in told.stderr
    open_snapshot(tmp_path).verify()
    assert open_snapshot(tmp_path).version == served.version
    build([], home=tmp_path)
    assert not list((tmp_path / "snapshots").glob(".building-*"))


def test_output_that_cannot_be_written(home: Path) -> None:
    for asked in (["trace", "CT.0921"], ["query", "SELECT * { ?s ?p ?o }"], ["snapshots", "list"]):
        with Path("/dev/full").open("w") as full:
            told = subprocess.run([*_CLI, *asked, "--home", str(home)], stdout=full, stderr=subprocess.PIPE, text=True)
        assert (told.returncode, told.stderr.splitlines()[-1]) == (7, "seedline: No space left on device")
        # Before it, at most the home is said.
        assert told.stderr.count("\n") <= 2


@pytest.mark.parametrize("place", ["/proc/nothing", "/dev/null", "/dev/null/x"])
def test_a_home_that_cannot_be_one(place: str) -> None:
    code, said = command("build", "--quiet", str(HARBOUR), "--home", place)
    assert (code, said.count("\n")) == (7, 1)
    code, said = command("trace", "X", "--home", place)
    assert (code in {4, 7}, said.count("\n")) == (True, 1)


def test_nothing_is_locked_while_sources_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = builder.read_inputs

    def reading(sources: list[str], how: RdfOptions) -> inputs.Inputs:
        with locked(Home(tmp_path)):
            return read(sources, how)

    monkeypatch.setattr(builder, "read_inputs", reading)
    build([str(HARBOUR)], home=tmp_path)


def test_a_file_that_changes_under_a_build_is_told(tmp_path: Path) -> None:
    (tmp_path / "more.nt").write_text("<urn:a> <urn:b> <urn:c> .\n", "utf-8")

    def change(message: str) -> None:
        if message == "deriving lineages, shortcuts and totals":
            (tmp_path / "more.nt").write_text("<urn:a> <urn:b> <urn:d> .\n# changed\n", "utf-8")

    with pytest.raises(SeedlineError, match=r"more\.nt: was changed"):
        build([str(tmp_path / "more.nt")], home=tmp_path / "home", progress=change)
    assert Home(tmp_path / "home").current_version() is None
