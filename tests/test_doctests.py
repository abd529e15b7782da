"""Every example in a docstring is run: what is written is held against what pytest collects."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.conftest import ROOT

FLOORS = ("ontology", "data", "graph", "api")


def written(path: Path) -> Iterator[str]:
    """Yield the name of each thing in a module whose docstring has an example."""

    def within(node: ast.AST, name: str) -> Iterator[str]:
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if node is not tree:
                name = f"{name}.{node.name}"  # type: ignore[union-attr]
            if ">>> " in (ast.get_docstring(node) or ""):
                yield name
        for child in ast.iter_child_nodes(node):
            yield from within(child, name)

    tree = ast.parse(path.read_text("utf-8"))
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts[1:])
    yield from within(tree, module.removesuffix(".__init__"))


def test_every_example_is_run() -> None:
    modules = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]
    wanted = {name for path in modules for name in written(path)}
    run = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-o",
        "addopts=--import-mode=importlib --doctest-modules",
    ]
    told = subprocess.run([*run, *FLOORS], cwd=ROOT, capture_output=True, text=True)
    found = {line.rpartition("::")[2] for line in told.stdout.splitlines() if "::" in line}
    assert len(wanted) > 100
    assert found == wanted, told.stdout[-500:]
    # An example that stands in a comment or beside a value is none.
    for path in modules:
        text = path.read_text("utf-8")
        inside = [
            ast.get_docstring(node) or ""
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        assert sum(part.count(">>> ") for part in inside) == text.count(">>> "), path


def test_no_room_has_a_name_that_pytest_passes_by(pytestconfig: pytest.Config) -> None:
    """By itself pytest enters no folder called build or dist, and `seedline.build` is one of our rooms."""
    passed = pytestconfig.getini("norecursedirs")
    tests, options = pytestconfig.getini("testpaths"), pytestconfig.getini("addopts")
    assert {*FLOORS, "tests"} <= set(tests) and "--doctest-modules" in options
    rooms = [path for floor in (*FLOORS, "tests") for path in (ROOT / floor).rglob("*") if path.is_dir()]
    assert not [room for room in rooms if room.name != "__pycache__" and any(fnmatch(room.name, one) for one in passed)]
