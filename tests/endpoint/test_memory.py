"""Whatever clients send, the server keeps no more of it than it says: floods of every door behind which something is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import psutil
import pytest

from tests.conftest import Server
from tests.endpoint.conftest import LIMITS

#: What a server may grow by that keeps 8 MB of answers and as much of small things; every flood brings more than twice that.
ROOM = 40_000_000
CACHE = {**LIMITS, "SEEDLINE_CACHE": "8000000"}


@pytest.fixture(scope="module")
def running(home: Path) -> Iterator[Server]:
    server = Server(home, **CACHE)
    yield server
    server.stop()


def resident(server: Server) -> int:
    """Return the memory of the serving process alone, in bytes."""
    return int(psutil.Process(server.process.pid).memory_info().rss)


def queries(client: httpx.Client) -> Iterator[int]:
    """Long queries with short answers: what is kept is mostly the key."""
    for number in range(120):
        body = f"ASK {{}} # {number} {'x' * 900_000}"
        assert client.post("/sparql", content=body, headers={"content-type": "application/sparql-query"}).is_success
        yield len(body)


def addresses(client: httpx.Client) -> Iterator[int]:
    """Addresses that are all the same question, and all other bytes."""
    for number in range(12_000):
        path = f"/sparql?query=ASK%7B%7D&n={number}{'y' * 7_900}"
        assert client.get(path, headers={"if-none-match": "*"}).status_code == 304
        yield len(path)


def accepted(client: httpx.Client) -> Iterator[int]:
    """Headers of which the last were remembered."""
    for number in range(2_000):
        accept = f"text/csv, x/{number}{'z' * 50_000}"
        assert client.get("/sparql?query=ASK%7B%7D", headers={"accept": accept}).status_code in {200, 406}
        yield len(accept)


def forwarded(client: httpx.Client) -> Iterator[int]:
    for number in range(2_000):
        content = f"application/sparql-query; charset=utf-8; x={number}{'w' * 50_000}"
        assert client.post("/sparql", content="ASK {}", headers={"content-type": content}).is_success
        yield len(content)


def languages(client: httpx.Client) -> Iterator[int]:
    """Languages that there are not, at a door that looks only for words."""
    for number in range(1_500):
        spoken = f"l{number}{'v' * 60_000}"
        assert client.get("/view", params={"lang": spoken}).is_success
        yield len(spoken)


def views(client: httpx.Client) -> Iterator[int]:
    for number in range(1_200):
        answer = client.get("/view/lineage/CT.0921.json", params={"up": str(number % 100), "status": _some(number)})
        assert answer.status_code in {200, 400}, answer.text
        page = client.get(f"/view/lineage/CT.0921?select={quote('x' * 4000)}{number}")
        assert page.is_success
        yield len(answer.content) + len(page.content)


def _some(number: int) -> str:
    every = ("achieved", "ongoing", "approved", "planned", "expected", "recommended", "blocked")
    return ",".join(status for bit, status in enumerate(every) if number >> bit & 1)


@pytest.mark.parametrize("flood", [queries, addresses, accepted, forwarded, languages, views])
def test_a_flood_leaves_the_server_as_small_as_it_says(
    running: Server, flood: Callable[[httpx.Client], Iterator[int]]
) -> None:
    with httpx.Client(base_url=running.url, timeout=120) as client:
        # What every process takes once.
        for _, _ in zip(range(10), flood(client), strict=False):
            pass
        before = resident(running)
        sent = sum(flood(client))
        grown = resident(running) - before
    assert sent > 2 * ROOM
    assert grown < ROOM, f"{grown / 1e6:.0f} MB after {sent / 1e6:.0f} MB"
