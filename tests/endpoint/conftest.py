"""Servers with limits that a test can reach."""

from __future__ import annotations

import select
import socket
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx
import pytest

from tests.conftest import PATIENCE, Server

LIMITS = {
    "SEEDLINE_MAX_TIME": "2",
    "SEEDLINE_MAX_ROWS": "5000",
    "SEEDLINE_MAX_BYTES": "3000000",
    "SEEDLINE_MAX_MEMORY": "256",
    "SEEDLINE_MAX_CLIENT": "6",
    "SEEDLINE_LOG": "off",
}
#: Limits of a server whose queries end only when somebody hangs up: what happens meanwhile is a matter of order.
UNHURRIED = {**LIMITS, "SEEDLINE_MAX_TIME": "36000"}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="package")
def limited(home: Path) -> Iterator[str]:
    """A server with low limits; its own address."""
    server = Server(home, **LIMITS)
    yield server.url
    server.stop()


@pytest.fixture(scope="package")
def unhurried(home: Path) -> Iterator[str]:
    """A server on which no query ends by time; its own address."""
    server = Server(home, **UNHURRIED)
    yield server.url
    server.stop()


class Asking:
    """A query on a connection of its own, at which a test can look without waiting, and which it can hang up."""

    def __init__(self, url: str, query: str, address: str = "127.0.0.1") -> None:
        parts = urlsplit(url)
        self.raw = socket.create_connection((parts.hostname, parts.port), PATIENCE, (address, 0))
        path = f"{parts.path}/sparql?{urlencode({'query': query})}"
        self.raw.sendall(f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())

    def answered(self) -> bool:
        """Return whether an answer has come."""
        return bool(select.select([self.raw], [], [], 0)[0])

    def answer(self) -> httpx.Response:
        """Wait for the answer."""
        with HTTPResponse(self.raw) as heard:
            heard.begin()
            return httpx.Response(heard.status, headers=heard.getheaders(), content=heard.read())

    def __enter__(self) -> Asking:
        return self

    def __exit__(self, *_: object) -> None:
        self.raw.close()


def gauge(url: str, state: str) -> int:
    """Return how many workers or queries are in a state."""
    text = httpx.get(url + "/metrics").text
    return sum(int(line.split()[-1]) for line in text.splitlines() if f'state="{state}"' in line)


def events(url: str, what: str) -> int:
    """Return how often something has happened."""
    text = httpx.get(url + "/metrics").text
    return sum(int(line.split()[-1]) for line in text.splitlines() if f'event="{what}"' in line)


def ask(url: str, query: str, **more: object) -> httpx.Response:
    """Send a query by GET."""
    headers = dict(more.pop("headers", {}))  # type: ignore[call-overload]
    return httpx.get(url + "/sparql", params={"query": query, **more}, headers=headers)  # type: ignore[arg-type]
