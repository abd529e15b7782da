"""Real parts for the tests: a built snapshot, a running server, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from seedline.pipeline import build
from seedline.store import Snapshot
from seedline.views.tracer import Tracer

ROOT = Path(__file__).parent.parent
HARBOUR = ROOT / "tests" / "fixtures" / "harbour"
CI = os.environ.get("CI") == "true"


def missing(what: str) -> None:
    """Skip by name where a tool is absent, and fail in CI, where it must be there."""
    if CI:
        pytest.fail(f"{what} is missing, and CI must have it")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the shipped data."""
    path = tmp_path_factory.mktemp("home")
    build([], home=path)
    return path


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
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                if httpx.get(self.url + "/healthz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


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


@pytest.fixture(scope="session")
def npm_packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of tests/web/package.json, installed by their integrity hashes outside the checkout."""
    if shutil.which("npm") is None:
        missing("npm")
    folder = tmp_path_factory.mktemp("web")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "tests" / "web" / name, folder)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode:
        missing(f"what npm installs ({done.stderr[-200:]})")
    return folder / "node_modules"
