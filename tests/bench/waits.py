"""How long a client waits: after a worker's death, beside a query that never ends, and beside a flood of pictures.

Each is measured beside the same request on the idle server, in the same minute: a busy machine makes both longer.
"""

from __future__ import annotations

import datetime
import socket
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil

from seedline.pipeline import build
from tests.conftest import PATIENCE, Server, until
from tests.endpoint.conftest import ENDLESS, UNHURRIED, Asking, ask, gauge

ROUNDS = 200
GOALS = {"beside an endless query": 250.0, "until a killed worker is replaced": 100.0}
"""Milliseconds, of the 99th percentile, on a machine that does nothing else."""
FLOODS = tuple((number, kept) for number in (50, 400) for kept in (False, True))
"""Requests for the costliest picture, sent at once from one address, and hung up or waited for."""
DOORS = {"/": 250.0, "/sparql": 250.0, "/view/lineage/CT.0921": 250.0, "/healthz": 50.0}
"""What somebody else asks for meanwhile, and the goal for its 99th percentile."""
BESIDE = 100
_number = count()


def waited(ask_once: Callable[[], object]) -> float:
    """Return the milliseconds of something."""
    begun = time.perf_counter()
    ask_once()
    return (time.perf_counter() - begun) * 1000


def short(url: str) -> float:
    """Return the wait of a short query that is in no cache."""
    return waited(lambda: ask(url, f"SELECT ?x {{ BIND({next(_number)} AS ?x) }}"))


def replaced(server: Server) -> float:
    """Return the wait from a worker's death until there are five again."""
    fork_server = psutil.Process(server.process.pid).children()[0]
    victim = fork_server.children()[0]
    victim.kill()
    return waited(lambda: until(lambda: len(now := fork_server.children()) == 5 and victim not in now))


def flood(url: str, number: int) -> list[socket.socket]:
    """Send requests for pictures, each another, and return their connections."""
    parts = urlsplit(url)
    sent = []
    for _ in range(number):
        # A date that nothing hangs on makes each another picture, so that no cache helps.
        day = datetime.date(2022, 1, 1) + datetime.timedelta(days=next(_number))
        path = f"/view/lineage/PO.0125.png?width=6000&told_by={day}"
        raw = socket.create_connection((parts.hostname, parts.port), PATIENCE, ("127.0.7.7", 0))
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        sent.append(raw)
    return sent


def beside(server: Server, number: int, *, kept: bool) -> dict[str, list[float]]:
    """Return the waits of somebody at another address during a flood of pictures, by door."""
    connections = flood(server.url, number)
    if not kept:
        for raw in connections:
            raw.close()
    found: dict[str, list[float]] = {door: [] for door in DOORS}
    with httpx.Client(transport=httpx.HTTPTransport(local_address="127.0.8.8"), timeout=PATIENCE) as client:
        for _ in range(BESIDE):
            for door, waits in found.items():
                query = f"?query=SELECT%20%3Fx%20%7BBIND({next(_number)}%20AS%20%3Fx)%7D" if door == "/sparql" else ""
                waits.append(waited(lambda asked=door + query: client.get(server.url + asked).raise_for_status()))
    for raw in connections:
        raw.close()
    until(lambda: gauge(server.url, "idle") == 5)
    return found


def floods(home: Path) -> None:
    """Measure and print the waits beside floods of pictures."""
    server = Server(home, SEEDLINE_LOG="off")
    try:
        print("\n| pictures asked for | door | median, ms | p99, ms | goal, ms |\n|---|---|---|---|---|")
        for number, kept in ((0, False), *FLOODS):
            what = f"{number}, {'waited for' if kept else 'hung up'}" if number else "none"
            for door, waits in beside(server, number, kept=kept).items():
                worst = sorted(waits)[int(len(waits) * 0.99)]
                print(f"| {what} | `{door}` | {statistics.median(waits):.1f} | {worst:.1f} | {DOORS[door]:.0f} |")
        process = psutil.Process(server.process.pid)
        memory = sum(one.memory_info().rss for one in [process, *process.children(recursive=True)])
        print(f"\nMemory of all processes afterwards: {memory / 1e6:.0f} MB.")
    finally:
        server.stop()


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as home:
        build([], home=Path(home))
        server = Server(Path(home), **UNHURRIED)
        try:
            until(lambda: gauge(server.url, "idle") == 5)
            found = {"alone": [short(server.url) for _ in range(ROUNDS)]}
            with Asking(server.url, ENDLESS):
                until(lambda: gauge(server.url, "slow") == 1)
                found["beside an endless query"] = [short(server.url) for _ in range(ROUNDS)]
            until(lambda: gauge(server.url, "idle") == 5)
            found["until a killed worker is replaced"] = [replaced(server) for _ in range(20)]
        finally:
            server.stop()
        floods(Path(home))
    idle = statistics.median(found["alone"])
    print("| wait | median, ms | × alone | p99, ms | goal, ms |\n|---|---|---|---|---|")
    for name, waits in found.items():
        middle, worst = statistics.median(waits), sorted(waits)[int(len(waits) * 0.99)]
        print(f"| {name} | {middle:.1f} | {middle / idle:.1f} | {worst:.1f} | {GOALS.get(name, '')} |")


if __name__ == "__main__":
    main()
