"""Servers with limits that a test can reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import Server

LIMITS = {
    "SEEDLINE_MAX_TIME": "2",
    "SEEDLINE_MAX_ROWS": "5000",
    "SEEDLINE_MAX_BYTES": "3000000",
    "SEEDLINE_MAX_MEMORY": "256",
    "SEEDLINE_MAX_CLIENT": "6",
    "SEEDLINE_LOG": "off",
}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="package")
def limited(home: Path) -> Iterator[str]:
    """A server with low limits; its own address."""
    server = Server(home, **LIMITS)
    yield server.url
    server.stop()


def ask(url: str, query: str, **more: object) -> httpx.Response:
    """Send a query by GET."""
    headers = dict(more.pop("headers", {}))  # type: ignore[call-overload]
    return httpx.get(url + "/sparql", params={"query": query, **more}, headers=headers, timeout=30)  # type: ignore[arg-type]
