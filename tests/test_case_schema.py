"""The JSON Schema for editors: current, and held by every shipped file."""

from __future__ import annotations

import json
import os

import jsonschema
import pytest
import yaml

import seedline_data
from seedline.ingest.schema import case_schema

SHIPPED = seedline_data.root() / "case.schema.json"


def test_the_shipped_schema_is_the_models() -> None:
    written = json.dumps(case_schema(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if os.environ.get("SEEDLINE_UPDATE_GOLDEN"):
        SHIPPED.write_text(written, "utf-8")
    assert SHIPPED.read_text("utf-8") == written


@pytest.mark.parametrize("path", seedline_data.files(), ids=lambda path: path.stem)
def test_shipped_files_keep_it(path: object) -> None:
    tree = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # type: ignore[attr-defined]
    found = jsonschema.Draft202012Validator(case_schema()).iter_errors(tree)
    assert [(list(error.path), error.message) for error in found] == []


def test_it_refuses_what_the_reader_refuses() -> None:
    checker = jsonschema.Draft202012Validator(case_schema())
    good = {"seedline": "1", "owner": "a", "title": "t", "things": {"a": {"kind": "project", "label": "x"}}}
    assert checker.is_valid(good)
    assert not checker.is_valid({**good, "thing": {}})
    assert not checker.is_valid({**good, "things": {"a": {"kind": "projekt", "label": "x"}}})
