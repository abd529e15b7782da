"""HTTP itself, between sockets and ASGI, where our connection does what uvicorn's own would."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import uvicorn

from seedline_api.http.connections import connection_class
from seedline_api.http.metrics import Metrics
from seedline_api.settings import Settings
from tests.conftest import PATIENCE

STARTS = {"type": "http.response.start", "status": 200}


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answer as its path says, rightly and wrongly."""
    headers: list[tuple[bytes, bytes]] = [(b"x-path", scope["path"].encode())]
    if scope["path"] == "/echo":
        body = b""
        while True:
            message = await receive()
            body += message["body"]
            if not message["more_body"]:
                break
        await send({**STARTS, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
        await send({"type": "http.response.body", "body": body})
    elif scope["path"] == "/parts":
        await send({**STARTS, "headers": headers})
        for part in (b"one", b"", b"two"):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body"})
    elif scope["path"] == "/split":
        await send({**STARTS, "headers": [(b"x-evil", b"a\r\nset-cookie: b"), (b"content-length", b"0")]})
        await send({"type": "http.response.body"})
    else:
        size = {"/short": b"9", "/long": b"1"}[scope["path"]]
        await send({**STARTS, "headers": [(b"content-length", size)]})
        await send({"type": "http.response.body", "body": b"four"})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    yield from served(Settings(read_time=1))


def served(settings: Settings) -> Iterator[int]:
    """Yield the port of a server with some limits around our application."""
    http = connection_class(settings, Metrics())
    config = uvicorn.Config(application, http=http, ws="none", lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


def said(port: int, *parts: bytes) -> bytes:
    """Send the parts and return everything until the connection is closed."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as raw:
        for part in parts:
            raw.sendall(part)
            time.sleep(0.05)
        heard = b""
        while more := raw.recv(65536):
            heard += more
        return heard


def request(path: str, method: str = "GET", more: str = "Connection: close\r\n", version: str = "1.1") -> bytes:
    return f"{method} {path} HTTP/{version}\r\nHost: x\r\n{more}\r\n".encode()


def test_a_pipeline_is_answered_in_order(port: int) -> None:
    three = request("/echo", more="") + request("/parts", more="") + request("/echo")
    heard = said(port, three)
    assert heard.count(b"HTTP/1.1 200 OK\r\n") == 3
    assert [part.split(b"\r\n")[0] for part in heard.split(b"x-path: ")[1:]] == [b"/echo", b"/parts", b"/echo"]


def test_parts_without_a_length_are_chunks(port: int) -> None:
    head, _, body = said(port, request("/parts")).partition(b"\r\n\r\n")
    assert b"transfer-encoding: chunked" in head
    assert body == b"3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"


def test_head_has_no_body(port: int) -> None:
    for path in ("/parts", "/echo"):
        assert said(port, request(path, "HEAD")).endswith(b"\r\n\r\n")


def test_an_old_client_s_connection_is_closed(port: int) -> None:
    assert b"connection: close\r\n" in said(port, request("/echo", more="", version="1.0"))


def test_a_body_is_asked_for_and_taken_in_parts(port: int) -> None:
    head = request("/echo", "POST", "Expect: 100-continue\r\nContent-Length: 6\r\nConnection: close\r\n")
    heard = said(port, head, b"abc", b"def")
    assert heard.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
    assert heard.endswith(b"\r\n\r\nabcdef")


def test_an_idle_connection_is_closed_and_a_used_one_is_not(port: int) -> None:
    """The one that was opened first and used last stays the longest."""
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as used:
        assert ask(used)
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as idle:
            assert ask(idle)
            # Longer than between two sweeps, shorter than what may be idle.
            time.sleep(0.6)
            assert ask(used)
            first, _, _ = select.select([used, idle], [], [], PATIENCE)
            assert idle in first
            assert idle.recv(1) == used.recv(1) == b""
            assert time.monotonic() - begun > 1.0


def ask(raw: socket.socket) -> bool:
    """Use a connection; return whether it was answered."""
    raw.sendall(request("/echo", more=""))
    heard = b""
    while not heard.endswith(b"\r\n\r\n"):
        heard += (more := raw.recv(65536))
        if not more:
            return False
    return heard.startswith(b"HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize("path", ["/split", "/short", "/long"])
def test_a_broken_answer_breaks_the_connection_and_is_never_whole(port: int, path: str) -> None:
    """A header that holds a line break, and a body that is not as long as was said."""
    heard = said(port, request(path, more=""))
    assert b"set-cookie" not in heard
    assert b"200 OK" not in heard or b"content-length: 9" in heard


SIZES = (1, 1000, 65_536, 131_000, 139_000, 140_000, 150_000, 262_144, 300_000, 999_999)


@pytest.mark.parametrize("size", SIZES)
def test_bodies_of_every_size_arrive_on_one_connection(size: int) -> None:
    """Head and body that come together are not counted as head, however the system cuts them."""
    for port in served(Settings()):
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as raw:
            reader = raw.makefile("rb")
            for number in range(60):
                body = number.to_bytes(1, "big") * size
                raw.sendall(request("/echo", "POST", f"Content-Length: {size}\r\n") + body)
                assert answered(reader) == (200, body), (size, number)


def test_bodies_in_chunks_and_in_a_pipeline_arrive() -> None:
    for port in served(Settings()):
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as raw:
            reader = raw.makefile("rb")
            for number in range(60):
                body = number.to_bytes(1, "big") * 150_000
                chunks = b"".join(b"%x\r\n%b\r\n" % (len(p), p) for p in (body[:100_000], body[100_000:]))
                raw.sendall(request("/echo", "POST", "Transfer-Encoding: chunked\r\n") + chunks + b"0\r\n\r\n")
                assert answered(reader) == (200, body), number
            sends = threading.Thread(
                target=raw.sendall,
                args=((request("/echo", "POST", "Content-Length: 150000\r\n") + b"x" * 150_000) * 20,),
            )
            sends.start()
            assert [answered(reader) for _ in range(20)] == [(200, b"x" * 150_000)] * 20
            sends.join()


def answered(reader: Any) -> tuple[int, bytes]:
    """Read one answer with a Content-Length from a connection that stays open."""
    status = int(reader.readline().split()[1])
    size = 0
    while (line := reader.readline()) not in {b"\r\n", b""}:
        name, _, value = line.partition(b":")
        size = int(value) if name.lower() == b"content-length" else size
    return status, reader.read(size)


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        (b"GET /echo HTTP/1.1\r\n\r\n", b"400 Bad Request", b"exactly one Host"),
        (b"GET /echo HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", b"400 Bad Request", b"exactly one Host"),
        (b"GET /echo HTTP/1.1\r\nHost: a/b\r\n\r\n", b"400 Bad Request", b"no host"),
        (b"GET /echo HTTP/1.1\r\nHost: a b\r\n\r\n", b"400 Bad Request", b"no host"),
        (b"GET /echo HTTP/1.0\r\n\r\n", b"200 OK", b""),
        (b"GET /echo HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n", b"200 OK", b""),
        (b"GET /echo HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n", b"200 OK", b""),
        (b"GET http://a/echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", b"200 OK", b""),
        (b"nonsense\r\n\r\n", b"400 Bad Request", b"no request"),
        (b"GET /" + b"a" * 200_000, b"431 Request Header Fields Too Large", b"too large"),
        (
            b"GET /echo HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
            b"431 Request Header Fields Too Large",
            b"too large",
        ),
        (b"GET /echo HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 300_000, b"431 Request Header", b"too large"),
    ],
)
def test_a_head_is_passed_on_or_told_what_is_wrong(port: int, sent: bytes, status: bytes, told: bytes) -> None:
    heard = said(port, sent)
    assert heard.startswith(b"HTTP/1.1 " + status), heard[:100]
    head, _, body = heard.partition(b"\r\n\r\n")
    assert told in body
    assert not told or (b"application/problem+json" in head and b"connection: close" in head)


def test_what_is_wrong_is_told_after_the_answers_before_it(port: int) -> None:
    heard = said(port, request("/parts", more="") * 2 + b"GET /echo HTTP/1.1\r\n\r\n" + request("/echo", more=""))
    assert [line for line in heard.split(b"\r\n") if line.startswith(b"HTTP/1.1")] == [
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 400 Bad Request",
    ]


def test_a_body_that_breaks_is_told_so(port: int) -> None:
    heard = said(port, request("/echo", "POST", "Transfer-Encoding: chunked\r\n") + b"zz\r\n")
    assert heard.startswith(b"HTTP/1.1 400 Bad Request")


def test_a_new_address_gets_in_where_others_hold_every_connection() -> None:
    """In the place of one of those who have most; who is being answered and who has few keep theirs."""
    for port in served(Settings(max_connections=12, max_client_connections=6)):
        with ExitStack() as open_:

            def connected(address: str, port: int = port) -> socket.socket:
                raw = socket.create_connection(("127.0.0.1", port), PATIENCE, (address, 0))
                return open_.enter_context(raw)

            many = [connected(f"127.0.0.{2 + n % 2}") for n in range(11)]
            few = connected("127.0.0.4")
            assert all(ask(raw) for raw in (*many, few))
            new = connected("127.0.0.5")
            assert ask(new)
            gone, _, _ = select.select(many, [], [], PATIENCE)
            assert gone == [many[0]], "the one that has most, and of his the one used longest ago"
            # Nobody takes a place of somebody who has no more than he would.
            other = connected("127.0.0.2")
            assert ask(few)
            assert ask(new)
            assert other is not few
