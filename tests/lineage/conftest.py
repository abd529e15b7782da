"""Snapshots of made-up portfolios."""

from __future__ import annotations

import pytest

from seedline.pipeline import build
from seedline.store import Snapshot
from seedline.synth import synthesise
from seedline.views.tracer import Tracer

SIZE = 10_000


@pytest.fixture(scope="session")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("synth")
    synthesise(folder / "data", SIZE, seed=4)
    return build([str(folder / "data")], home=folder / "home")


@pytest.fixture(scope="session")
def made_up(synthetic: Snapshot) -> Tracer:
    return Tracer.of(synthetic)
