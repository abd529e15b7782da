"""The error tree: complete, mapped, and each error raised by its real cause somewhere in these tests."""

from __future__ import annotations

import ast
from pathlib import Path

from seedline import errors
from seedline_api.http.problems import KINDS, kind_of, of_error

ROOT = Path(__file__).parent.parent


def tree(root: type[errors.SeedlineError]) -> list[type[errors.SeedlineError]]:
    return [root, *(found for child in root.__subclasses__() for found in tree(child))]


def test_the_docstring_draws_the_tree() -> None:
    assert errors.__doc__
    for error in tree(errors.SeedlineError):
        line = next(line for line in errors.__doc__.splitlines() if error.__name__ in line.replace("│", " ").split())
        depth = len(error.__mro__) - len(errors.SeedlineError.__mro__)
        assert line.index(error.__name__) == 4 + 4 * depth, error.__name__


def test_every_error_has_its_answer_and_its_exit_code() -> None:
    for error in tree(errors.SeedlineError):
        assert error in KINDS, error.__name__
        assert kind_of(error.__new__(error)) is KINDS[error]
        assert 300 <= KINDS[error].status < 600
        assert 1 <= KINDS[error].exit_code < 64


def test_the_documented_numbers_are_the_real_ones() -> None:
    assert errors.__doc__
    for error in tree(errors.SeedlineError):
        line = next(line for line in errors.__doc__.splitlines() if error.__name__ in line.replace("│", " ").split())
        if "HTTP" in line:
            assert f"HTTP {KINDS[error].status}" in line, error.__name__
        if "exit" in line:
            assert f"exit {KINDS[error].exit_code}" in line, error.__name__


def test_a_problem_carries_line_column_limit_and_choices() -> None:
    assert b'"line": 3' in of_error(errors.QuerySyntaxError("x", line=3, column=4)).body
    assert b'"limit": "max_rows=5"' in of_error(errors.LimitExceeded("x", limit="max_rows=5")).body
    assert b"urn:a" in of_error(errors.Ambiguous("x", ["urn:a", "urn:b"])).body


def test_nobody_catches_everything() -> None:
    for path in [
        *ROOT.glob("graph/**/*.py"),
        *ROOT.glob("api/**/*.py"),
        *ROOT.glob("data/**/*.py"),
        *ROOT.glob("ontology/**/*.py"),
    ]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else "everything"
                assert caught not in {"everything", "Exception", "BaseException"}, f"{path}:{node.lineno}"


def test_every_error_is_raised_by_its_cause_in_some_test() -> None:
    told = "\n".join(
        path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py") if path.name != "test_errors.py"
    )
    leaves = [error for error in tree(errors.SeedlineError) if not error.__subclasses__()]
    later = {"Gone"}
    missing = {error.__name__ for error in leaves if error.__name__ not in told} - later
    assert not missing
