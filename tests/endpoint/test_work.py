"""What computes a view never stands in anybody's way: shares, limits and order, as for queries."""

from __future__ import annotations

import select
import socket
from contextlib import ExitStack
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil
import pytest

from seedline.views.look import WIDTHS
from tests.conftest import PATIENCE, Server, until
from tests.endpoint.conftest import LIMITS, UNHURRIED, events, gauge

EVERYWHERE = ("/healthz", "/", "/view/lineage/CT.0921", "/sparql?query=ASK%7B%7D", "/view/lineage/CT.0921.svg")


class Getting:
    """A GET on a connection of its own, from an address of this machine."""

    def __init__(self, url: str, path: str, address: str) -> None:
        parts = urlsplit(url)
        self.raw = socket.create_connection((parts.hostname, parts.port), PATIENCE, (address, 0))
        self.raw.sendall(f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())

    def answered(self) -> bool:
        return bool(select.select([self.raw], [], [], 0)[0])

    def answer(self) -> httpx.Response:
        with HTTPResponse(self.raw) as heard:
            heard.begin()
            return httpx.Response(heard.status, headers=heard.getheaders(), content=heard.read())

    def __enter__(self) -> Getting:
        return self

    def __exit__(self, *_: object) -> None:
        self.raw.close()


def costly(number: int) -> str:
    """Return the path of a picture that nobody asked for before."""
    return f"/view.png?select=kind:policy&width=6000&up={number % 100}&down={number // 100 + 50}"


def quiet(server: Server) -> None:
    """Wait until nothing is under way and every worker is there, and no other process is."""
    until(lambda: gauge(server.url, "waiting") + gauge(server.url, "patient") + gauge(server.url, "slow") == 0)
    until(lambda: gauge(server.url, "idle") == gauge(server.url, "live") == 5)
    until(lambda: len(psutil.Process(server.process.pid).children(recursive=True)) == 6)


@pytest.mark.parametrize("store", ["memory", "disk"])
def test_a_flood_of_pictures_holds_up_nobody_else(home: Path, store: str) -> None:
    """One client's hundred costly pictures: six are under way, the others refused at once; all others come first."""
    server = Server(home, **{**UNHURRIED, "SEEDLINE_STORE": store, "SEEDLINE_MAX_MEMORY": "1024"})
    try:
        quiet(server)
        with ExitStack() as open_:
            flood = [open_.enter_context(Getting(server.url, costly(n), "127.0.0.2")) for n in range(100)]
            until(lambda: sum(one.answered() for one in flood) >= 94)
            with httpx.Client(transport=httpx.HTTPTransport(local_address="127.0.0.3")) as client:
                for path in EVERYWHERE:
                    assert client.get(server.url + path).status_code == 200, path
                # In order, not in time: a picture takes seconds, and every other door was answered before the last.
                assert sum(not one.answered() for one in flood) >= 3
            for one in [one for one in flood if one.answered()][:90]:
                answer = one.answer()
                if answer.status_code != 200:
                    assert (answer.status_code, answer.json()["limit"]) == (429, "max_client=6")
                    assert answer.headers["retry-after"] == "1"
        # Hung up, all of them.
        quiet(server)
        assert events(server.url, "hung up") >= 3
        assert httpx.get(server.url + "/view/lineage/CT.0921.svg").status_code == 200
    finally:
        server.stop()


def test_a_view_ends_at_the_limits_and_names_them(home: Path) -> None:
    """Of time, in its place or before it has one; of memory; of bytes."""
    small = Server(
        home, **{**LIMITS, "SEEDLINE_MAX_TIME": "1", "SEEDLINE_MAX_CLIENT": "40", "SEEDLINE_MAX_MEMORY": "1024"}
    )
    try:
        with ExitStack() as open_:
            asked = [open_.enter_context(Getting(small.url, costly(n), "127.0.0.2")) for n in range(30)]
            found = [one.answer() for one in asked]
        ended = [answer for answer in found if answer.status_code == 503]
        assert ended
        assert {answer.json()["limit"] for answer in ended} == {"max_time=1"}
        assert "max_time=1" in httpx.get(small.url + "/view/lineage/CT.0921.json").headers["seedline-limits"]
        quiet(small)
    finally:
        small.stop()
    small = Server(home, **{**UNHURRIED, "SEEDLINE_MAX_MEMORY": "40", "SEEDLINE_MAX_BYTES": "60000"})
    try:
        answer = httpx.get(small.url + costly(1))
        assert (answer.status_code, answer.json()["limit"]) == (503, "max_memory=40")
        answer = httpx.get(small.url + "/view/lineage/CT.0921")
        assert (answer.status_code, answer.json()["limit"]) == (503, "max_bytes=60000")
        assert httpx.get(small.url + "/view/lineage/CT.0921.mmd").status_code == 200
    finally:
        small.stop()


def test_widths_are_rounded_up_to_seven_steps_and_the_answer_says_so(server: str) -> None:
    place = "/view/lineage/CT.0921.png"
    drawn = {}
    for width in (16, 320, 321, 481, 700, 961, 1600, 1601, 3201, 6000):
        answer = httpx.get(server + place, params={"theme": "dark", "width": str(width)})
        (step, *_) = [step for step in WIDTHS if step >= width]
        assert int.from_bytes(answer.content[16:20], "big") == step
        located = answer.headers.get("content-location")
        assert located == (None if step == width else f"{place}?theme=dark&width={step}")
        drawn.setdefault(step, set()).add(answer.headers["etag"])
    assert len(drawn) == 7 == len(WIDTHS)
    assert all(len(tags) == 1 for tags in drawn.values())


def test_a_broken_worker_is_told_as_such_and_replaced(home: Path, tmp_path: Path) -> None:
    """An error that nobody foresaw: the answer has a number, and the server goes on."""
    server = Server(home, **{**UNHURRIED, "SEEDLINE_EXPRESS_WORKERS": "1", "SEEDLINE_SLOW_WORKERS": "1"})
    try:
        until(lambda: gauge(server.url, "idle") == 3)
        (fork_server,) = psutil.Process(server.process.pid).children()
        with Getting(server.url, costly(7), "127.0.0.2") as one:
            until(lambda: gauge(server.url, "slow") == 1)
            (busy,) = [worker for worker in fork_server.children() if worker.nice() == 15]
            busy.send_signal(6)
            answer = one.answer()
        # A process that the system ends this way has reached its memory.
        assert (answer.status_code, answer.json()["limit"]) == (503, "max_memory=256")
        until(lambda: gauge(server.url, "idle") == 3)
    finally:
        server.stop()


def test_equal_requests_are_made_once(home: Path) -> None:
    server = Server(home, **UNHURRIED)
    try:
        path = server.url + "/view/lineage/CT.0921.pdf"
        first = httpx.get(path)
        hits = _hits(server.url)
        again = httpx.get(path)
        assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])
        assert _hits(server.url) == hits + 1
        assert httpx.get(path, headers={"if-none-match": first.headers["etag"]}).status_code == 304
    finally:
        server.stop()


def _hits(url: str) -> int:
    (line,) = [one for one in httpx.get(url + "/metrics").text.splitlines() if one.startswith("seedline_cache_hits")]
    return int(line.split()[-1])
