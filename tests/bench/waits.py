"""How long a client waits: after a worker's death, and beside a query that never ends.

Each is measured beside the same request on the idle server, in the same minute: a busy machine makes both longer.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import psutil

from seedline.pipeline import build
from tests.conftest import Server, until
from tests.endpoint.conftest import ENDLESS, UNHURRIED, Asking, ask, gauge

ROUNDS = 200
GOALS = {"beside an endless query": 250.0, "until a killed worker is replaced": 100.0}
"""Milliseconds, of the 99th percentile, on a machine that does nothing else."""
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
    idle = statistics.median(found["alone"])
    print("| wait | median, ms | × alone | p99, ms | goal, ms |\n|---|---|---|---|---|")
    for name, waits in found.items():
        middle, worst = statistics.median(waits), sorted(waits)[int(len(waits) * 0.99)]
        print(f"| {name} | {middle:.1f} | {middle / idle:.1f} | {worst:.1f} | {GOALS.get(name, '')} |")


if __name__ == "__main__":
    main()
