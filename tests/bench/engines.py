"""The servers that are compared, each over the very same triples; one that is not installed is left out by name."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import httpx

ROOT = Path(__file__).parent.parent.parent
GRAPH = "urn:bench"


class Engine(NamedTuple):
    """A running server."""

    name: str
    port: int
    path: str


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _tool(name: str) -> str | None:
    """Find a command on PATH or in the folder of SEEDLINE_BENCH_TOOLS."""
    return shutil.which(name, path=os.pathsep.join([os.environ.get("SEEDLINE_BENCH_TOOLS", ""), os.environ["PATH"]]))


@contextmanager
def _running(command: list[str], url: str, folder: Path, **environ: str) -> Iterator[None]:
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=folder, env={**os.environ, **environ}, start_new_session=True
        )
        try:
            end = time.monotonic() + 300
            while True:
                with suppress(httpx.TransportError):
                    if httpx.get(url, params={"query": "ASK {}"}, timeout=5).status_code == 200:
                        break
                if process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"{command[0]} did not start: {(folder / 'log').read_text()[-2000:]}")
                time.sleep(0.1)
            yield
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def seedline(home: Path, folder: Path, store: str) -> Iterator[Engine]:
    """Seedline with its limits at their defaults, and its log written to a file."""
    port = free_port()
    command = [sys.executable, "-c", "from seedline_api.cli import main; main()"]
    command += ["serve", "--home", str(home), "--port", str(port)]
    # One client sends all of it: the number of its connections is what is measured, not a flood.
    with _running(command, f"http://127.0.0.1:{port}/sparql", folder, SEEDLINE_STORE=store, PYTHONPATH=_path()):
        yield Engine(f"seedline ({store})", port, "/sparql")


def _path() -> str:
    return os.pathsep.join(
        str(Path(part).resolve()) for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part
    )


@contextmanager
def oxigraph(triples: Path, folder: Path) -> Iterator[Engine | None]:
    """Oxigraph's own server over its store on disk."""
    tool = _tool("oxigraph")
    if tool is None:
        yield None
        return
    store, port = folder / "store", free_port()
    subprocess.run([tool, "load", "--location", str(store), "--file", str(triples)], check=True, capture_output=True)
    subprocess.run([tool, "optimize", "--location", str(store)], check=True, capture_output=True)
    command = [tool, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
    with _running(command, f"http://127.0.0.1:{port}/query", folder):
        yield Engine("oxigraph", port, "/query")


@contextmanager
def rdflib_endpoint(triples: Path, folder: Path) -> Iterator[Engine | None]:
    """rdflib-endpoint over a graph in memory."""
    tool = _tool("rdflib-endpoint")
    if tool is None:
        yield None
        return
    port = free_port()
    command = [tool, "serve", "--host", "127.0.0.1", "--port", str(port), str(triples)]
    with _running(command, f"http://127.0.0.1:{port}/", folder):
        yield Engine("rdflib-endpoint", port, "/")


@contextmanager
def virtuoso(triples: Path, folder: Path) -> Iterator[Engine | None]:
    """Virtuoso, open-source edition, as Debian ships it."""
    tool, isql = _tool("virtuoso-t"), _tool("isql-vt") or _tool("isql")
    if tool is None or isql is None:
        yield None
        return
    port, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(
        f"""
[Database]
DatabaseFile={folder}/v.db
ErrorLogFile={folder}/v.log
LockFile={folder}/v.lck
TransactionFile={folder}/v.trx
xa_persistent_file={folder}/v.pxa
[TempDatabase]
DatabaseFile={folder}/vt.db
TransactionFile={folder}/vt.trx
[Parameters]
ServerPort=127.0.0.1:{sql}
DirsAllowed={triples.parent}
NumberOfBuffers=170000
MaxDirtyBuffers=130000
[HTTPServer]
ServerPort=127.0.0.1:{port}
ServerThreads=20
KeepAliveTimeout=60
MaxKeepAlives=100
[SPARQL]
DefaultGraph={GRAPH}
ResultSetMaxRows=1000000
"""
    )
    url = f"http://127.0.0.1:{port}/sparql"
    with _running([tool, "+foreground", "+configfile", str(folder / "virtuoso.ini")], url, folder):
        load = f"ld_dir('{triples.parent}', '{triples.name}', '{GRAPH}'); rdf_loader_run(); checkpoint;"
        subprocess.run([isql, f"127.0.0.1:{sql}", "dba", "dba", f"exec={load}"], check=True, capture_output=True)
        yield Engine("virtuoso", port, "/sparql")
