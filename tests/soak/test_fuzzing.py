"""What machines make up: every address of the API by schemathesis, and the two readers by a coverage-guided fuzzer.

``SEEDLINE_FUZZ`` is how many seconds each takes, 600 unless told. Both tools come with ``pip install '.[soak]'``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT, Server, missing
from tests.endpoint.conftest import gauge

pytestmark = pytest.mark.soak
SECONDS = int(os.environ.get("SEEDLINE_FUZZ", "600"))


def test_the_api_answers_whatever_its_schema_allows_and_does_not(home: Path) -> None:
    """No 5xx but the announced ones, and every answer as the schema says."""
    tool = Path(sys.executable).parent / "schemathesis"
    if not tool.exists():
        missing("schemathesis")
    server = Server(home, SEEDLINE_LOG="off", SEEDLINE_MAX_CLIENT="40", SEEDLINE_PIN="off")
    try:
        command = [
            *(str(tool), "--config-file", str(ROOT / "tests" / "soak" / "schemathesis.toml"), "--no-color"),
            *("run", server.url + "/openapi.json", "--url", server.url, "--mode", "all", "--seed", "7"),
            *("--checks", "not_a_server_error,content_type_conformance,response_schema_conformance"),
            *("--max-examples", "100000", "--max-time", str(SECONDS)),
        ]
        run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS + 300, cwd=home)
        print(run.stdout[-900:])
        assert run.returncode == 0, run.stdout[-9000:]
        sent = [
            line for line in httpx.get(server.url + "/metrics").text.splitlines() if "seedline_requests_total{" in line
        ]
        assert sum(int(line.split()[-1]) for line in sent) > 10 * SECONDS
        assert gauge(server.url, "live") == 5
        assert httpx.get(server.url + "/healthz").status_code == 200
    finally:
        server.stop()


@pytest.mark.parametrize("reader", ["requests", "rdf"])
def test_no_bytes_break_a_reader(reader: str, tmp_path: Path) -> None:
    """What cannot be read is refused with one of our own errors; nothing else is raised and nothing hangs."""
    pytest.importorskip("atheris", reason="atheris is missing")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for path in (ROOT / "tests" / "soak" / "corpus" / reader).iterdir():
        shutil.copy(path, corpus)
    script = ROOT / "tests" / "soak" / f"fuzz_{reader}.py"
    command = [sys.executable, str(script), f"-max_total_time={SECONDS}", "-timeout=20", "-max_len=4096", str(corpus)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=SECONDS + 120)
    print(run.stderr[-400:])
    assert run.returncode == 0, run.stderr[-4000:]
