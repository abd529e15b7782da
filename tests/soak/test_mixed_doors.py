"""All doors at once, for long: every answer is, byte for byte, the one that was given alone."""

from __future__ import annotations

import asyncio
import hashlib
import random
import time
from pathlib import Path

import httpx
import psutil
import pytest

from tests.conftest import Server, finished
from tests.endpoint.conftest import gauge

pytestmark = pytest.mark.soak
REQUESTS = 100_000
CLIENTS = 16
VIEW = "/view/lineage/CT.0921"
DOORS = (
    "/", "/explore", "/explore?q=nepal", "/organisations", "/policies", "/goals", "/places", "/sources", "/known", "/about", "/quality",
    "/sparql?query=SELECT%20%2A%20%7B%20%3Fa%20sl%3AscaledInto%20%3Fb%20%7D", "/sparql?query=ASK%7B%7D", "/.well-known/void", "/ontology",
    "/doc/CT.0921", "/doc/crest", "/api/lineages", "/api/lineage/CT.0921", "/api/search?q=crest", "/api/paths?from=CT.0921&to=crest",
    "/api/schema/lineage.json", VIEW, *(f"{VIEW}.{ending}" for ending in ("svg", "png", "json", "csv", "mmd", "dot", "graphml", "ttl", "html", "xlsx", "docx", "pdf")),
    "/view?select=sdg:8.8", "/view?select=kind:seedProject&lang=fr", "/view/paths?from=CT.0921&to=crest", "/view/component/crest", "/embed/lineage/MA.1147",
    "/oembed?url=http%3A%2F%2F127.0.0.1%2Fview%2Flineage%2FCT.0921", "/nosuch", "/view?select=nosuch:1", "/sparql?query=SELECT", "/robots.txt",
)  # fmt: skip


def _resident(server: Server) -> float:
    process = psutil.Process(server.process.pid)
    return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)]) / 1e6


def _digest(answer: httpx.Response) -> tuple[int, str]:
    # A problem document carries the number of its request only where the fault is ours, which none here may be.
    return answer.status_code, hashlib.sha256(answer.content).hexdigest()


def test_every_answer_is_the_one_given_alone(home: Path) -> None:
    server = Server(home, SEEDLINE_LOG="off", SEEDLINE_MAX_CLIENT="40")
    try:
        alone = {door: _digest(httpx.get(server.url + door)) for door in DOORS}
        assert not [door for door, (status, _) in alone.items() if status >= 500]
        warm = _resident(server)
        counted: dict[str, int] = dict.fromkeys(DOORS, 0)
        wrong: list[tuple[str, int]] = []

        async def ask(number: int) -> None:
            order = random.Random(number)
            transport = httpx.AsyncHTTPTransport(local_address=f"127.0.1.{number + 1}")
            async with httpx.AsyncClient(base_url=server.url, transport=transport, timeout=300) as client:
                for _ in range(REQUESTS // CLIENTS):
                    door = order.choice(DOORS)
                    answer = await client.get(door)
                    counted[door] += 1
                    if _digest(answer) != alone[door]:
                        wrong.append((door, answer.status_code))

        async def all_of_them() -> None:
            await asyncio.gather(*map(ask, range(CLIENTS)))

        begun = time.monotonic()
        finished(all_of_them)
        rate = sum(counted.values()) / (time.monotonic() - begun)
        print(
            f"\n{sum(counted.values())} requests at {len(DOORS)} doors, {rate:.0f}/s, memory {warm:.0f} → {_resident(server):.0f} MB"
        )
        assert not wrong, wrong[:10]
        assert min(counted.values()) > REQUESTS / len(DOORS) / 2
        assert gauge(server.url, "live") == 5
        assert _resident(server) < warm + 300
    finally:
        server.stop()
