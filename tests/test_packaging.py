"""What is shipped: floors, names, set-up, and the wheel in an empty environment."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import httpx
import pytest

import seedline
from tests.conftest import PATIENCE, healthy, until

ROOT = Path(__file__).parent.parent


def test_the_floors_hold() -> None:
    answer = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stdout


def test_import_is_light_and_knows_no_server() -> None:
    code = "import sys; known = set(sys.modules); import seedline; print(*sorted(set(sys.modules) - known), sep='\\n')"
    told = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True).stdout.split()
    # Itself, and of the standard library what says names and types: nothing that takes time to load.
    assert {name.split(".")[0] for name in told} - sys.stdlib_module_names == {"seedline"}
    assert [name for name in told if name.startswith("seedline")] == ["seedline"]
    assert len(told) < 50, told


def test_the_public_list_is_what_is_exported() -> None:
    assert sorted(seedline._HOMES) == sorted(seedline.__all__)
    for name in seedline.__all__:
        assert getattr(seedline, name) is not None
    with pytest.raises(AttributeError):
        _ = seedline.nothing


def test_each_package_is_typed_and_each_module_says_what_it_is() -> None:
    for package in ("seedline_ontology", "seedline_data", "seedline", "seedline_api"):
        folder = Path(importlib.import_module(package).__file__ or "").parent
        assert (folder / "py.typed").is_file(), package
        for path in folder.rglob("*.py"):
            assert path.read_text("utf-8").lstrip().startswith('"""'), path


def test_no_registry_and_no_path_of_a_machine_is_written_down() -> None:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    words = re.compile(r"pypi\.or[g]|pythonhoste[d]|registry\.npmj[s]|deb\.debia[n]|/roo[t]/|/hom[e]/[a-z]+/")
    for name in filter(None, listed):
        path = ROOT / name
        if path.is_file() and path.suffix not in {".svg", ".png", ".pdf"}:
            found = words.search(path.read_text("utf-8", errors="ignore"))
            assert found is None, f"{name}: {found and found.group()}"


def test_make_help_lists_the_targets() -> None:
    answer = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"serve", "test", "lint", "check", "install"} <= {line.split()[1] for line in answer.stdout.splitlines()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)],
        check=True,
        capture_output=True,
    )
    assert len(list(out.glob("*.tar.gz"))) == 1
    return next(out.glob("*.whl"))


def test_the_wheel_holds_the_four_packages_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {
        "seedline_ontology",
        "seedline_data",
        "seedline",
        "seedline_api",
        f"seedline-{seedline.__version__}.dist-info",
    }
    for needed in (
        "seedline_ontology/shapes.ttl",
        "seedline_data/cases/CT.0921.yaml",
        "seedline_api/rendering/templates/base.html",
        "seedline_api/static/seedline.css",
    ):
        assert needed in names


def test_the_wheel_works_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    binary = tmp_path / "env" / "bin"
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("SEEDLINE", "PYTHONPATH"))}
    pip = [
        str(binary / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "-c",
        str(ROOT / "constraints.txt"),
        str(wheel),
    ]
    subprocess.run(pip, check=True, env=environ, cwd=tmp_path)

    def run(*arguments: str) -> str:
        return subprocess.run(
            [str(binary / "seedline"), *arguments, "--home", str(tmp_path / "home")],
            check=True,
            capture_output=True,
            text=True,
            env=environ,
            cwd=tmp_path,
        ).stdout

    assert "version" in run("build")
    assert run("query", "ASK { id:crest a sl:Programme }") == "yes\n"
    run("render", "CT.0921", "-o", str(tmp_path / "crest.svg"))
    assert "CREST" in (tmp_path / "crest.svg").read_text("utf-8")
    server = subprocess.Popen(
        [str(binary / "seedline"), "serve", "--port", "0", "--home", str(tmp_path / "home")],
        stderr=subprocess.PIPE,
        text=True,
        env=environ,
        cwd=tmp_path,
    )
    try:
        assert server.stderr
        url = next(line for line in server.stderr if "listens on" in line).split()[-1].rstrip("/")
        until(lambda: healthy(url))
        assert httpx.get(url + "/view/lineage/CT.0921").status_code == 200
    finally:
        server.terminate()
        server.wait(PATIENCE)
