"""Whatever clients send, the server keeps no more of it than it says: floods of every door behind which something is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tests.conftest import Server
from tests.endpoint.conftest import UNHURRIED

#: What a server may grow by that keeps 2 MB of answers and 8 MB of plans; every flood brings more than twice that.
ROOM = 25_000_000
CACHE = {**UNHURRIED, "SEEDLINE_CACHE": "2000000"}


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
    for number in range(70):
        body = f"ASK {{}} # {number} {'x' * 900_000}"
        assert client.post("/sparql", content=body, headers={"content-type": "application/sparql-query"}).is_success
        yield len(body)


def addresses(client: httpx.Client) -> Iterator[int]:
    """Addresses that are all the same question, and all other bytes."""
    for number in range(7_000):
        path = f"/sparql?query=ASK%7B%7D&n={number}{'y' * 7_900}"
        assert client.get(path, headers={"if-none-match": "*"}).status_code == 304
        yield len(path)


def accepted(client: httpx.Client) -> Iterator[int]:
    """Headers of which the last were remembered."""
    for number in range(1_100):
        accept = f"text/csv, x/{number}{'z' * 50_000}"
        assert client.get("/sparql?query=ASK%7B%7D", headers={"accept": accept}).status_code in {200, 406}
        yield len(accept)


def content_types(client: httpx.Client) -> Iterator[int]:
    for number in range(1_100):
        content = f"application/sparql-query; charset=utf-8; x={number}{'w' * 50_000}"
        assert client.post("/sparql", content="ASK {}", headers={"content-type": content}).is_success
        yield len(content)


def languages(client: httpx.Client) -> Iterator[int]:
    """Languages that there are not; the page that says so looks for their words."""
    for number in range(1_000):
        spoken = f"l{number}{'v' * 60_000}"
        answer = client.get("/view", params={"lang": spoken}, headers={"accept": "text/html"})
        assert answer.status_code == 400
        yield len(spoken)


def views(client: httpx.Client) -> Iterator[int]:
    """Pages that are all the same to a reader, and all other questions."""
    for number in range(600):
        page = client.get("/view/lineage/CT.0921", params={"up": str(number % 100), "down": str(number // 100 + 90)})
        assert page.is_success
        yield len(page.content)


@pytest.mark.parametrize("flood", [queries, addresses, accepted, content_types, languages, views])
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
