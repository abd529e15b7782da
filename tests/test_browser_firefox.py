"""The journeys of readers in a real Firefox (``make clients``), where there is one: what two engines do alike is no accident of one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import HARBOUR, PATIENCE, missing, npm_installed
from tests.test_own_copy import anchored, harbour_home, plain

__all__ = ["anchored", "harbour_home", "plain"]
pytestmark = [pytest.mark.browser, pytest.mark.clients]


@pytest.fixture(scope="module")
def travel(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Return what makes a journey on a server, with a new Firefox each time."""
    firefox, node = shutil.which("firefox-esr") or shutil.which("firefox"), shutil.which("node")
    if firefox is None:
        pytest.skip("firefox is missing")
    if node is None:
        missing("node")
    folder = npm_installed(Path(__file__).parent / "firefox", tmp_path_factory.mktemp("firefox"))

    def go(url: str, journey: str, *given: str) -> None:
        command = [node, str(folder / "journeys.mjs"), firefox, url, journey, *given]
        done = subprocess.run(command, capture_output=True, text=True, timeout=3 * PATIENCE)
        assert done.returncode == 0, done.stderr[-2000:]

    return go


@pytest.mark.parametrize("journey", ["search", "choices", "lineage", "compare", "sparql", "phone", "dark"])
def test_a_journey(server: str, travel: Callable[..., None], journey: str) -> None:
    travel(server, journey)


def test_the_readers_own_copy_is_chosen_and_dropped(plain: str, travel: Callable[..., None]) -> None:
    travel(plain, "copy", str(HARBOUR / "harbour.txt"))
