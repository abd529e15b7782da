"""HTTP itself, between sockets and ASGI, where our connection does what uvicorn's own would."""

from __future__ import annotations

import asyncio
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import pytest
import uvicorn

from seedline_api.http.connections import connection_class
from seedline_api.http.metrics import Metrics
from seedline_api.settings import Settings
from tests.conftest import PATIENCE, until

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


@contextmanager
def serving(app: Any, **settings: Any) -> Iterator[int]:
    http = connection_class(Settings(**settings), Metrics())
    # Its own loop, whose clock a test may set.
    config = uvicorn.Config(app, http=http, ws="none", lifespan="off", log_level="critical", loop="asyncio")
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        until(lambda: server.started)
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving(application, read_time=1) as number:
        yield number


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


def test_an_idle_connection_is_closed_and_a_used_one_is_not() -> None:
    """On a clock that the test sets: what this machine does meanwhile takes no time."""
    loops: list[asyncio.AbstractEventLoop] = []
    now = 0.0

    async def clocked(scope: Any, receive: Any, send: Any) -> None:
        nonlocal now
        if not loops:
            loops.append(asyncio.get_running_loop())
            now = loops[0].time()
            loops[0].time = lambda: now  # type: ignore[method-assign]
        await application(scope, receive, send)

    def later(seconds: float) -> None:
        nonlocal now
        # An answer is read before the server is done with it; once the next one has come, it is.
        assert ask(other)
        now += seconds

    with serving(clocked, read_time=10) as number, ExitStack() as stack:
        idle, used, other = (
            stack.enter_context(socket.create_connection(("127.0.0.1", number), PATIENCE)) for _ in range(3)
        )
        try:
            assert ask(used) and ask(idle)
            later(6)
            assert ask(used)
            later(6)
            assert idle.recv(1) == b""
            assert ask(used)
            later(12)
            assert used.recv(1) == b""
        finally:
            # What ends the server waits on its clock.
            del loops[0].time  # type: ignore[misc]


def ask(raw: socket.socket) -> bool:
    """Use a connection; return whether it was answered."""
    heard = b""
    with suppress(ConnectionError):
        raw.sendall(request("/echo", more=""))
        while not heard.endswith(b"\r\n\r\n") and (more := raw.recv(65536)):
            heard += more
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
    with serving(application) as port, socket.create_connection(("127.0.0.1", port), PATIENCE) as raw:
        reader = raw.makefile("rb")
        for number in range(60):
            body = number.to_bytes(1, "big") * size
            raw.sendall(request("/echo", "POST", f"Content-Length: {size}\r\n") + body)
            assert answered(reader) == (200, body), (size, number)


def test_bodies_in_chunks_and_in_a_pipeline_arrive() -> None:
    with serving(application) as port, socket.create_connection(("127.0.0.1", port), PATIENCE) as raw:
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
    with serving(application, max_connections=12, max_client_connections=6) as port, ExitStack() as open_:

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
