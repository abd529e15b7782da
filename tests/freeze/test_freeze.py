"""Nothing that is shown changes unseen: the bytes of every frozen view are those whose hashes are kept.

A difference that is meant is read first (``python -m tests.freeze.write DIR --against COMMIT``), then kept with
``make freeze``.
"""

from __future__ import annotations

import pytest

from tests.freeze.seedline_names import Tracer
from tests.freeze.views import (
    SELECTIONS,
    differences,
    hash16,
    kept,
    of_lineage,
    of_selection,
    seeds,
    selections,
    traced,
)

pytestmark = pytest.mark.freeze
CODES = ("CE.0352", "CE.0411", "CT.0921", "IB.0123", "MA.1147", "MD.0001", "PO.0125", "PO.0141", "PR.0135")


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Tracer:
    return traced(tmp_path_factory.mktemp("freeze"))


def told(found: dict[str, str], wanted: dict[str, str]) -> str:
    return "\n".join(differences(found, wanted))


@pytest.mark.parametrize("code", CODES)
def test_every_form_of_a_lineage_in_every_language(frozen: Tracer, code: str) -> None:
    found = {name: hash16(data) for name, data in of_lineage(frozen, code)}
    wanted = {name: value for name, value in kept().items() if name.startswith((f"lineage/{code}.", f"trace/{code}"))}
    assert not (differing := told(found, wanted)), differing


def test_selections_in_every_language(frozen: Tracer) -> None:
    asked = selections(frozen)
    assert len(asked) == SELECTIONS
    found = {name: hash16(data) for one in asked for name, data in of_selection(frozen, one)}
    wanted = {name: value for name, value in kept().items() if name.startswith("view.")}
    assert not (differing := told(found, wanted)), differing


def test_the_freeze_is_of_all_that_is_shipped(frozen: Tracer) -> None:
    assert tuple(seeds(frozen)) == CODES
    assert not [name for name in kept() if not name.startswith(("lineage/", "trace/", "view."))]
    assert len([name for name in kept() if name.startswith("view.json?")]) == SELECTIONS


def test_a_difference_is_named() -> None:
    wanted = {"lineage/A.svg?lang=en": "1", "lineage/A.pdf?lang=fr": "2", "trace/A": "3"}
    found = {"lineage/A.svg?lang=en": "1", "lineage/A.pdf?lang=fr": "9", "trace/B": "3"}
    assert differences(found, wanted) == ["differs: lineage/A.pdf?lang=fr", "is gone: trace/A", "is new: trace/B"]
    assert hash16(b"a") != hash16(b"b")
