"""``make bench-endpoint``: requests a second of four servers, asked in turn in one run, beside the goals.

Every engine answers the same queries over the same triples. A round asks each engine each question for a moment; the
figure is the median of the rounds. Cold queries differ in every request; cached ones are one query again and again.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import cast
from urllib.parse import quote

import httpx
import pyoxigraph as ox

from seedline.pipeline import build
from seedline.store import Store
from seedline.synth import synthesise
from tests.bench import engines
from tests.bench.engines import Engine

PORTFOLIO = int(os.environ.get("SEEDLINE_BENCH_PORTFOLIO", "0"))
"""Where it is set: a made-up portfolio of so many projects, built as `seedline build` does, in place of bare chains."""
PROJECTS = int(os.environ.get("SEEDLINE_BENCH_PROJECTS", "5010"))  # a multiple of 15: no chain is cut
ROUNDS = int(os.environ.get("SEEDLINE_BENCH_ROUNDS", "5"))
SECONDS = float(os.environ.get("SEEDLINE_BENCH_SECONDS", "0.6"))
ID, SL = "https://example.org/id/", "https://w3id.org/seedline/ontology#"
_numbers = itertools.count(1)
assert PROJECTS % 15 == 0, "chains of fifteen"


def triples() -> Iterator[ox.Quad]:
    """Yield 20 triples for each project; chains of fifteen that follow one another."""
    node = ox.NamedNode
    for number in range(PROJECTS):
        subject = node(f"{ID}P.{number:05d}")
        yield ox.Quad(subject, node("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), node(SL + "Project"))
        yield ox.Quad(
            subject, node("http://www.w3.org/2000/01/rdf-schema#label"), ox.Literal(f"Project {number}", language="en")
        )
        if number % 15:
            yield ox.Quad(node(f"{ID}P.{number - 1:05d}"), node(SL + "scaledInto"), subject)
        for index in range(17):
            yield ox.Quad(subject, node(f"{SL}p{index}"), ox.Literal(f"value {index} of {number % (index + 7)}"))


SUBJECTS = [f"{ID}P.{number:05d}" for number in range(PROJECTS)]
STARTS = SUBJECTS[::15]
PREDICATES = [f"{SL}p{number}" for number in range(17)]


def small() -> str:
    return f"SELECT ?p ?o {{ <{SUBJECTS[next(_numbers) * 7 % len(SUBJECTS)]}> ?p ?o }} # {next(_numbers)}"


def lineage() -> str:
    return f"SELECT ?x {{ <{STARTS[next(_numbers) % len(STARTS)]}> <{SL}scaledInto>+ ?x }} # {next(_numbers)}"


def large() -> str:
    predicate = PREDICATES[next(_numbers) % len(PREDICATES)]
    return f"SELECT ?s ?o {{ ?s <{predicate}> ?o }} LIMIT 1000 # {next(_numbers)}"


def once(make: Callable[[], str]) -> Callable[[], str]:
    """Return what asks one and the same question again and again, made at the first time."""
    return cache(make)


CHAIN = "lineage, cold" if PORTFOLIO else "lineage of 15, cold"
CELLS: list[tuple[str, int, Callable[[], str], str]] = [
    ("small, cold", 1, small, ""),
    ("small, cold", 8, small, ""),
    (CHAIN, 1, lineage, ""),
    (CHAIN, 8, lineage, ""),
    ("1,000 rows, cold", 1, large, ""),
    ("1,000 rows, cold", 8, large, ""),
    ("small, cached", 1, once(small), ""),
    ("small, cached", 8, once(small), ""),
    ("1,000 rows, cached", 1, once(large), "gzip"),
    ("1,000 rows, cached", 8, once(large), "gzip"),
    ("304", 8, once(small), "304"),
]
GOALS = [
    ("small, cold", 1, "oxigraph", 0.6),
    ("small, cold", 8, "oxigraph", 0.5),
    ("small, cold", 1, "rdflib-endpoint", 2.0),
    ("small, cold", 8, "rdflib-endpoint", 2.0),
    ("small, cached", 8, "oxigraph", 1.3),
    ("small, cached", 8, "rdflib-endpoint", 5.0),
    ("1,000 rows, cached", 8, "oxigraph", 1.3),
    ("1,000 rows, cached", 8, "rdflib-endpoint", 5.0),
    ("304", 8, "oxigraph", 1.3),
    ("304", 8, "rdflib-endpoint", 5.0),
]


class Asking(asyncio.Protocol):
    """A connection that asks one prepared request after the other; as little of the processor as Python allows."""

    def __init__(self, engine: Engine, requests: Iterator[bytes], end: float) -> None:
        self._engine, self._requests, self._end = engine, requests, end
        self.done = asyncio.get_running_loop().create_future()
        self.count = 0
        self.head, self.body = b"", b""
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        self._held = data = self._held + data if self._held else data
        split = data.find(b"\r\n\r\n")
        if split < 0:
            return
        head = data[:split].lower()
        at = head.find(b"content-length: ")
        if at >= 0:
            end = head.find(b"\r\n", at)
            if len(data) < split + 4 + int(head[at + 16 : end if end >= 0 else None]):
                return
        elif b"chunked" in head and not data.endswith(b"\r\n0\r\n\r\n"):
            return
        self.head, self.body, self._held = head, data[split + 4 :], b""
        if not head.startswith((b"http/1.1 200", b"http/1.1 304")):
            self.done.set_exception(RuntimeError(f"{self._engine.name}: {data[:600]!r}"))
            return
        self.count += 1
        if time.perf_counter() < self._end and b"connection: close" not in head:
            self._transport.write(next(self._requests))
        elif not self.done.done():
            self._transport.close()
            self.done.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)


def _request(engine: Engine, query: str, more: str = "") -> bytes:
    return (
        f"GET {engine.path}?query={quote(query)} HTTP/1.1\r\nHost: 127.0.0.1:{engine.port}\r\n"
        f"Accept: application/sparql-results+json\r\n{more}\r\n"
    ).encode()


async def _once(engine: Engine, request: bytes) -> Asking:
    loop = asyncio.get_running_loop()
    _, asking = await loop.create_connection(lambda: Asking(engine, iter([request]), 0), "127.0.0.1", engine.port)
    await asking.done
    return asking


async def _ask(
    engine: Engine, connections: int, make: Callable[[], str], how: str, seconds: float
) -> tuple[float, int]:
    """Return requests a second, and the bytes of one answer; any answer that is no success ends the run."""
    more = "Accept-Encoding: gzip\r\n" if how == "gzip" else ""
    if how == "304":
        head = (await _once(engine, _request(engine, make()))).head
        if b"etag: " in head:
            # Header names were put into lower case for reading, and the tag with them: hex digits and a W.
            tag = head.split(b"etag: ")[1].split(b"\r\n")[0].replace(b"w/", b"W/").decode()
            more = f"If-None-Match: {tag}\r\n"
    # Prepared before the clock starts; more than can be asked.
    prepared = [_request(engine, make(), more) for _ in range(int(seconds * 25_000) if how != "304" else 1)]
    requests = itertools.cycle(prepared)
    loop = asyncio.get_running_loop()
    begun = time.perf_counter()
    end = begun + seconds
    count, size = 0, 0

    async def one() -> None:
        nonlocal count, size
        while time.perf_counter() < end:
            _, asking = await loop.create_connection(lambda: Asking(engine, requests, end), "127.0.0.1", engine.port)
            await asking.done
            count += asking.count
            size = len(asking.body)

    await asyncio.gather(*(one() for _ in range(connections)))
    return count / (time.perf_counter() - begun), size


def _rows(engine: Engine, query: str) -> list[str]:
    answer = httpx.get(
        f"http://127.0.0.1:{engine.port}{engine.path}",
        params={"query": query},
        headers={"accept": "application/sparql-results+json"},
    )
    found = answer.json()["results"]["bindings"]
    return sorted(json.dumps({name: term["value"] for name, term in row.items()}, sort_keys=True) for row in found)


def _chains(home: Path, data: Path) -> int:
    """Build the chains for us, and give the other servers what is then in the default graph."""
    ox.serialize((quad.triple for quad in triples()), str(data), format=ox.RdfFormat.N_TRIPLES)
    return _share(build([str(data)], home=home).store, data)


def _share(store: Store, data: Path) -> int:
    """Write the default graph for the other servers; return how many triples there are."""
    ox.serialize((quad.triple for quad in store.quads()), str(data), format=ox.RdfFormat.N_TRIPLES)
    return sum(1 for _ in store.quads())


def _portfolio(home: Path, data: Path) -> int:
    """Build a made-up portfolio, give the other servers its default graph, and take the questions from it."""
    synthesise(home.parent / "synthetic", PORTFOLIO, 1)
    store = build([str(home.parent / "synthetic")], home=home).store

    def column(query: str) -> list[str]:
        return [str(row[0]) for row in store.query(query).rows()]

    SUBJECTS[:] = column("SELECT ?s { ?s a sl:SeedProject } ORDER BY ?s LIMIT 20000")
    STARTS[:] = column("SELECT DISTINCT ?s { ?s a sl:SeedProject ; sl:scaledInto ?o } ORDER BY ?s LIMIT 5000")
    PREDICATES[:] = column("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n) LIMIT 17")
    return _share(store, data)


def main() -> None:
    """Run everything, print and keep the table."""
    import uvloop

    uvloop.install()
    with tempfile.TemporaryDirectory() as work, ExitStack() as stack:
        folder = Path(work)
        home, data = folder / "home", folder / "data" / "bench.nt"
        data.parent.mkdir()
        count = (_portfolio if PORTFOLIO else _chains)(home, data)
        places = {
            name: folder / name for name in ("seedline-memory", "seedline-disk", "oxigraph", "rdflib", "virtuoso")
        }
        for place in places.values():
            place.mkdir()
        running: list[Engine] = []
        for context in (
            engines.seedline(home, places["seedline-memory"], "memory"),
            engines.seedline(home, places["seedline-disk"], "disk"),
            engines.oxigraph(data, places["oxigraph"]),
            engines.virtuoso(data, places["virtuoso"]),
            # It holds everything as Python objects: at a hundred thousand projects it is not asked.
            *([] if PORTFOLIO else [engines.rdflib_endpoint(data, places["rdflib"])]),
        ):
            engine = stack.enter_context(context)
            if engine is None:
                print("a server is not installed and left out", file=sys.stderr)
            else:
                running.append(engine)
        wrong = [
            engine.name
            for query in (small(), lineage())
            for engine in running
            if _rows(engine, query) != _rows(running[0], query)
        ]
        figures: dict[tuple[str, int, str], list[float]] = {}
        sizes: dict[tuple[str, int], int] = {}
        for round_ in range(ROUNDS + 1):
            for name, connections, make, how in CELLS:
                for engine in running:
                    rate, size = asyncio.run(_ask(engine, connections, make, how, SECONDS if round_ else SECONDS / 3))
                    if round_:  # The first round warms everybody up.
                        figures.setdefault((name, connections, engine.name), []).append(rate)
                    if engine is running[0]:
                        sizes[name, connections] = size
        print(text := _table(running, figures, sizes, count, wrong))
        if out := os.environ.get("SEEDLINE_BENCH_OUT"):
            Path(out).write_text(text, encoding="utf-8")


def _table(
    running: list[Engine],
    figures: dict[tuple[str, int, str], list[float]],
    sizes: dict[tuple[str, int], int],
    count: int,
    wrong: list[str],
) -> str:
    from importlib.metadata import version

    medians = {key: statistics.median(values) for key, values in figures.items()}
    names = [engine.name for engine in running]
    lines = [
        "# The endpoint beside other servers",
        "",
        f"Requests a second, medians of {ROUNDS} rounds in which the servers are asked in turn; {count:,} triples"
        f"{f' of a made-up portfolio of {PORTFOLIO:,} projects' if PORTFOLIO else ''}, "
        f"{os.cpu_count()} cores shared with the asking process, load average {os.getloadavg()[1]:.1f} over the last five "
        f"minutes, Python {platform.python_version()}, pyoxigraph {version('pyoxigraph')}, uvicorn {version('uvicorn')}. "
        "Made by `make bench-endpoint`. A load average well above the servers' own says that others worked on the "
        "machine: then even ratios differ from run to run by a factor of two, and a goal near its mark is undecided.",
        "",
        f"Answers compared on one small query and one lineage; different from ours: {', '.join(wrong) or 'none'}. "
        "`bytes` is what we send. In the cached 1,000 rows the client takes gzip, which the others do not offer, so they "
        "send some 115 kB where we send 6: that ratio is one of features, not of speed alone.",
        "",
        "| question | connections | bytes | " + " | ".join(names) + " |",
        "|---|---|---|" + "---|" * len(names),
    ]
    for name, connections, _, _ in CELLS:
        rates = " | ".join(f"{medians[name, connections, engine]:,.0f}" for engine in names)
        lines.append(f"| {name} | {connections} | {sizes[name, connections]:,} | {rates} |")
    lines += [
        "",
        "304: servers without ETag send the whole answer again.",
        "",
        "| goal | ratio wanted | memory | disk | |",
        "|---|---|---|---|---|",
    ]
    for name, connections, other, goal in GOALS:
        if (name, connections, other) in medians:
            ratios = [medians[name, connections, engine] / medians[name, connections, other] for engine in names[:2]]
            reached = "reached" if min(ratios) >= goal else "reached in memory" if ratios[0] >= goal else "not reached"
            lines.append(
                f"| {name}, {connections} connections, to {other} | {goal:g} | {ratios[0]:.2f} | {ratios[1]:.2f} | {reached} |"
            )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
