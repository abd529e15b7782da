"""Hostile clients in a process of their own: ``python attackers.py HOST PORT SECONDS`` asks endless queries, and
``python attackers.py HOST PORT SECONDS PICTURES dropped|kept`` so many costly pictures at once."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import sys

QUERIES = [
    # Cross products, counted, listed and sorted.
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c DESC(?a)",
    "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    # Path explosions.
    "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^!<urn:x>)+ ?b . ?b (!<urn:x>|^!<urn:x>)+ ?c }",
    "SELECT * { ?a (<urn:a>|!<urn:b>)* ?b . ?c (!<urn:c>)* ?d . ?e (!<urn:d>)* ?f }",
    # A huge REGEX over everything, twice.
    'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(a|b|ab)*(.{1,200}x){1,50}$", "i")) }',
    'SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(STR(?c), "%s")) }' % ("(" * 200 + "a" + ")?" * 200),
    # Giant strings.
    "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f)); separator=',') AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "SELECT (STRLEN(CONCAT(?a,?a,?a,?a,?a,?a,?a,?a)) AS ?n) { { SELECT (GROUP_CONCAT(STR(?x)) AS ?a) { ?x ?y ?z . ?u ?v ?w } } }",
    # Million-row graphs.
    "CONSTRUCT { ?a ?b ?f . ?d ?e ?c } { ?a ?b ?c . ?d ?e ?f }",
    "DESCRIBE ?a { ?a ?b ?c . ?d ?e ?f }",
    # Deep nesting, many unions.
    "SELECT * { " + "{" * 3000 + " ?s ?p ?o " + "}" * 3000 + " }",
    "ASK { " + " UNION ".join(["{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i && ?i = 1) }"] * 40) + " }",
    "SELECT (" + "(" * 20000 + "1" + ")" * 20000 + " AS ?x) {}",
]
LARGE = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 60000"
FLOOD = [f"127.0.0.{n}" for n in range(2, 7)]
MANY = [f"127.0.1.{n}" for n in range(1, 51)]


async def _connect(host: str, port: int, address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection(host, port, local_addr=(address, 0), limit=1 << 16)


def _request(query: str, number: int) -> bytes:
    body = f"{query}\n# {number}".encode()
    return (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: "
        + str(len(body)).encode()
        + b"\r\n\r\n"
        + body
    )


async def _ask_for_ever(host: str, port: int, address: str, numbers: itertools.count[int], rng: random.Random) -> None:
    """Ask endless queries; sometimes hang up, sometimes read what comes."""
    while True:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await _connect(host, port, address)
            number = next(numbers)
            writer.write(_request(QUERIES[number % len(QUERIES)], number if rng.random() < 0.7 else 0))
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(reader.read(1 << 16), rng.choice([0.05, 0.5, 5.0]))
            writer.close()
        await asyncio.sleep(0.01)


async def _read_slowly(host: str, port: int, address: str, numbers: itertools.count[int]) -> None:
    while True:
        with contextlib.suppress(OSError):
            reader, writer = await _connect(host, port, address)
            writer.write(_request(LARGE, next(numbers)))
            for _ in range(20):
                if not await reader.read(512):
                    break
                await asyncio.sleep(0.3)
            writer.close()
        await asyncio.sleep(0.05)


async def _stay_half_open(host: str, port: int, address: str) -> None:
    while True:
        with contextlib.suppress(OSError):
            _, writer = await _connect(host, port, address)
            for part in (b"GET /sparql?query=ASK%7B%7D HT", b"TP/1.1\r\nHo", b"st: x\r\nX: "):
                writer.write(part)
                await asyncio.sleep(1)
            await asyncio.sleep(10)
            writer.close()
        await asyncio.sleep(0.1)


async def attack(host: str, port: int, seconds: float) -> None:
    """Do all of it at once."""
    numbers = itertools.count(1)
    tasks = []
    for address in FLOOD:
        tasks += [_ask_for_ever(host, port, address, numbers, random.Random(n)) for n in range(12)]
        tasks += [_read_slowly(host, port, address, numbers) for _ in range(2)]
        tasks += [_stay_half_open(host, port, address) for _ in range(10)]
    for address in MANY:
        tasks += [
            _ask_for_ever(host, port, address, numbers, random.Random(address)),
            _stay_half_open(host, port, address),
        ]
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(asyncio.gather(*tasks), seconds)
    print(next(numbers), flush=True)


def picture(number: int) -> bytes:
    """Return a request for a picture that nobody asked for before, as costly as the shipped data allow."""
    part = f"up={number % 100}&down={number // 100 + 50}"
    return f"GET /view.png?select=kind:policy&width=6000&{part} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


async def ask_for_pictures(host: str, port: int, seconds: float, pictures: int, *, kept: bool) -> None:
    """Ask for many pictures from one address; wait for them all, or hang up at once."""
    connections = []
    for number in range(pictures):
        with contextlib.suppress(OSError):
            reader, writer = await _connect(host, port, "127.0.0.2")
            writer.write(picture(number))
            connections.append((reader, writer))
    print(len(connections), flush=True)
    if not kept:
        await asyncio.sleep(0.1)
        for _, writer in connections:
            writer.close()
    await asyncio.sleep(seconds)


if __name__ == "__main__":
    if len(sys.argv) > 4:
        host, port, seconds, pictures, how = sys.argv[1:]
        asyncio.run(ask_for_pictures(host, int(port), float(seconds), int(pictures), kept=how == "kept"))
        raise SystemExit
    asyncio.run(attack(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
