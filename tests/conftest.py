"""Real parts for the tests: a built snapshot, a running server, a browser."""

from __future__ import annotations

import asyncio
import inspect
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from hypothesis import HealthCheck, settings

from seedline.pipeline import BOOKLET, build
from seedline.store import Snapshot
from seedline.views.tracer import Tracer

T = TypeVar("T")
ROOT = Path(__file__).parent.parent
HARBOUR = ROOT / "tests" / "fixtures" / "harbour"
CI = os.environ.get("CI") == "true"
#: Seconds after which a test no longer waits. It ends what hangs and judges nothing: no machine is so busy.
PATIENCE = 120.0

# httpx gives up after five seconds, which on a busy machine says nothing of a server.
_shared = inspect.signature(httpx.get).parameters["timeout"].default
_shared.connect = _shared.read = _shared.write = _shared.pool = PATIENCE


# A busy machine is no fault of an example.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def until(holds: Callable[[], object]) -> None:
    """Wait for something to hold."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never held"
        time.sleep(0.005)


def finished(ask: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Return what a coroutine returns; in a thread of its own, since a browser of other tests keeps a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(ask())).result()


def healthy(url: str) -> bool:
    """Return whether a server answers."""
    try:
        return httpx.get(url + "/healthz").status_code == 200
    except httpx.TransportError:
        return False


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Return the name of a test's case: of bytes only how many, since an archive holds the time it was made at and every worker must find the same tests."""
    return f"{len(val)} bytes" if isinstance(val, bytes) else None


def missing(what: str) -> None:
    """Skip by name where a tool is absent, and fail in CI, where it must be there."""
    if CI:
        pytest.fail(f"{what} is missing, and CI must have it")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the booklet's nine cases and the Fund: what golden sentences and sums are told of."""
    path = tmp_path_factory.mktemp("home")
    build([BOOKLET], home=path)
    return path


@pytest.fixture(scope="session")
def shipped_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with all that is shipped, the registry of 220 projects among it."""
    path = tmp_path_factory.mktemp("shipped")
    build([], home=path)
    return path


@pytest.fixture(scope="session")
def shipped(shipped_home: Path) -> Tracer:
    from seedline.store import open_snapshot

    return Tracer.of(open_snapshot(shipped_home))


@pytest.fixture(scope="session")
def snapshot(home: Path) -> Snapshot:
    from seedline.store import open_snapshot

    return open_snapshot(home)


@pytest.fixture(scope="session")
def tracer(snapshot: Snapshot) -> Tracer:
    return Tracer.of(snapshot)


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A snapshot of the case that was written for tests."""
    return build([str(HARBOUR)], home=tmp_path_factory.mktemp("harbour"))


class Server:
    """A real server in its own process."""

    def __init__(self, home: Path, **environ: str) -> None:
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from seedline_api.cli import main; main()",
                "serve",
                "--home",
                str(home),
                "--port",
                "0",
            ],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **environ},
        )
        assert self.process.stderr
        self.url = ""
        for line in self.process.stderr:
            if "listens on" in line:
                self.url = line.split()[-1].rstrip("/")
                break
        if not self.url:
            raise RuntimeError(f"the server did not start: it ended with {self.process.wait(PATIENCE)}")
        until(lambda: healthy(self.url))

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def shipped_server(shipped_home: Path) -> Iterator[str]:
    """A server of all that is shipped."""
    running = Server(shipped_home)
    yield running.url
    running.stop()


@pytest.fixture(scope="session")
def server(home: Path) -> Iterator[str]:
    running = Server(home)
    yield running.url
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """The system's own Chromium, driven by Playwright; nothing is downloaded."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        missing("chromium")
    from playwright.sync_api import sync_playwright

    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
    ]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=path, args=[*flags, "--disable-component-update", "--disable-sync"]
        )
        yield launched
        launched.close()


def npm_installed(source: Path, folder: Path) -> Path:
    """Copy a folder with a package.json outside the checkout, install what it names by its hashes, and return the copy."""
    if shutil.which("npm") is None:
        missing("npm")
    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=10 * PATIENCE)
    if done.returncode:
        missing(f"what npm installs ({done.stderr[-200:]})")
    return folder


@pytest.fixture(scope="session")
def npm_packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of tests/web/package.json."""
    return npm_installed(ROOT / "tests" / "web", tmp_path_factory.mktemp("web")) / "node_modules"
