"""Queries, clients and processes that do not harm each other."""

from __future__ import annotations

import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest

from seedline import errors
from seedline.pipeline import build
from tests.conftest import HARBOUR, Server
from tests.endpoint.conftest import ENDLESS, LIMITS, ask

ONE = "SELECT ?x { VALUES ?x { 'a' 'b' } }"


def until(holds: Callable[[], object], seconds: float = 5.0) -> float:
    """Wait for something to hold; return how long it took."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < seconds, "it never held"
        time.sleep(0.005)
    return time.monotonic() - begun


def gauge(url: str, state: str) -> int:
    text = httpx.get(url + "/metrics").text
    return sum(int(line.split()[-1]) for line in text.splitlines() if f'state="{state}"' in line)


def events(url: str, what: str) -> int:
    text = httpx.get(url + "/metrics").text
    return sum(int(line.split()[-1]) for line in text.splitlines() if f'event="{what}"' in line)


def from_address(address: str) -> httpx.Client:
    return httpx.Client(transport=httpx.HTTPTransport(local_address=address), timeout=30)


@pytest.fixture(params=["memory", "disk"])
def server(request: pytest.FixtureRequest, home: Path) -> object:
    running = Server(home, **{**LIMITS, "SEEDLINE_STORE": request.param})
    assert httpx.get(running.url + "/readyz").json()["store"] == request.param
    yield running
    running.stop()


def processes(server: Server) -> list[psutil.Process]:
    """Return the query workers: the children of the fork server."""
    return [
        worker for fork_server in psutil.Process(server.process.pid).children() for worker in fork_server.children()
    ]


def test_dead_workers_are_replaced_within_100_ms(server: Server) -> None:
    until(lambda: gauge(server.url, "idle") == 5)
    for _ in range(3):
        victims = {worker.pid for worker in processes(server)}
        assert len(victims) == 5
        for pid in victims:
            os.kill(pid, signal.SIGKILL)
        begun = time.monotonic()
        answer = ask(server.url, ONE + f"# {begun}")
        assert answer.status_code == 200
        assert time.monotonic() - begun < 0.5
        until(lambda: gauge(server.url, "idle") == 5)
        assert not victims & {worker.pid for worker in processes(server)}
    victim = processes(server)[0]
    victim.kill()
    begun = time.monotonic()
    until(lambda: len(fresh := processes(server)) == 5 and victim not in fresh)
    assert time.monotonic() - begun < 0.1


def test_a_query_whose_process_is_killed_is_begun_again_once(server: Server) -> None:
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(ask, server.url, ENDLESS + "# killed")
        until(lambda: gauge(server.url, "slow") == 1)
        for _ in range(2):
            busiest = max(processes(server), key=lambda worker: sum(worker.cpu_times()[:2]))
            busiest.kill()
            time.sleep(0.2)
        answer = waiting.result()
        assert (answer.status_code, answer.json()["limit"]) == (503, "max_memory=256")
    assert ask(server.url, ONE + "# after").status_code == 200


def test_the_nursery_itself_is_replaced(server: Server) -> None:
    fork_server = psutil.Process(server.process.pid).children()[0]
    workers = fork_server.children()
    fork_server.kill()
    _, alive = psutil.wait_procs(workers, timeout=3)
    assert not alive, "workers outlive their fork server"
    until(lambda: ask(server.url, ONE + f"# {time.monotonic()}").status_code == 200)


def test_nothing_is_left_when_the_server_is_killed(home: Path) -> None:
    server = Server(home, **LIMITS)
    until(lambda: gauge(server.url, "idle") == 5)
    family = psutil.Process(server.process.pid).children(recursive=True)
    assert len(family) == 6
    server.process.kill()
    _, alive = psutil.wait_procs(family, timeout=3)
    assert not alive


def test_a_client_that_hangs_up_frees_its_worker(limited: str) -> None:
    host, port = limited.removeprefix("http://").split(":")
    before = events(limited, "hung up")
    with socket.create_connection((host, int(port))) as raw:
        query = (ENDLESS + "# hang up").replace(" ", "+").replace("#", "%23").replace("?", "%3F")
        raw.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        until(lambda: gauge(limited, "slow") == 1)
    until(lambda: gauge(limited, "slow") == 0, 0.5)
    assert events(limited, "hung up") == before + 1


def test_one_client_s_flood_is_429_and_others_are_served(limited: str) -> None:
    """TooManyRequests, as a client sees it."""
    with from_address("127.0.0.2") as flooding, from_address("127.0.0.3") as other, ThreadPoolExecutor(12) as pool:
        flood = [
            pool.submit(flooding.get, limited + "/sparql", params={"query": f"{ENDLESS}# flood {n}"}) for n in range(12)
        ]
        time.sleep(0.3)
        for n in range(20):
            begun = time.monotonic()
            assert other.get(limited + "/sparql", params={"query": f"{ONE}# other {n}"}).status_code == 200
            assert time.monotonic() - begun < 0.5
        answers = [future.result() for future in flood]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) == 6
    for answer in refused:
        assert answer.json()["limit"] == "max_client=6"
        assert int(answer.headers["retry-after"]) > 0
    assert {answer.status_code for answer in answers} == {429, 503}


def test_a_full_queue_is_503_for_the_greediest_alone(home: Path) -> None:
    """ServerBusy, as a client sees it."""
    server = Server(home, **{**LIMITS, "SEEDLINE_MAX_QUEUE": "4", "SEEDLINE_MAX_CLIENT": "30"})
    try:
        with from_address("127.0.0.2") as greedy, from_address("127.0.0.3") as modest, ThreadPoolExecutor(20) as pool:
            flood = [
                pool.submit(greedy.get, server.url + "/sparql", params={"query": f"{ENDLESS}# {n}"}) for n in range(16)
            ]
            time.sleep(0.2)
            for n in range(10):
                answer = modest.get(server.url + "/sparql", params={"query": f"{ONE}# {n}"})
                assert answer.status_code == 200
            answers = [future.result() for future in flood]
        pushed = [answer for answer in answers if answer.json()["limit"] == "max_queue=4"]
        assert pushed
        assert all(answer.status_code == 503 and int(answer.headers["retry-after"]) > 0 for answer in pushed)
    finally:
        server.stop()


def test_a_longer_query_is_answered_from_a_slow_place(limited: str) -> None:
    """It needs more than the slice, and still comes, while short ones go past it."""
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } # longer"
    with ThreadPoolExecutor() as pool:
        longer = pool.submit(ask, limited, query, headers={"accept": "text/csv"})
        waits = []
        while not longer.done():
            begun = time.monotonic()
            assert ask(limited, f"{ONE}# {begun}").status_code == 200
            waits.append(time.monotonic() - begun)
    answer = longer.result()
    assert answer.status_code in {200, 503}
    if answer.status_code == 503:
        assert answer.json()["limit"] == "max_time=2"
    assert statistics.median(waits) < 0.1


def test_slow_readers_hold_no_worker(limited: str) -> None:
    host, port = limited.removeprefix("http://").split(":")
    query = "SELECT ?s (UUID() AS ?u) { ?s ?p ?o . ?a ?b ?c } LIMIT 5000".replace(" ", "+").replace("?", "%3F")
    readers = []
    for _ in range(6):
        raw = socket.create_connection((host, int(port)))
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        readers.append(raw)
        time.sleep(0.05)
    until(lambda: gauge(limited, "express") + gauge(limited, "slow") == 0)
    assert ask(limited, ONE + "# beside slow readers").status_code == 200
    whole = b""
    while len(whole) < 100_000:
        whole += readers[0].recv(65536)
    assert whole.startswith(b"HTTP/1.1 200")
    for raw in readers:
        raw.close()
    until(lambda: "seedline_held_bytes 0" in httpx.get(limited + "/metrics").text)


def test_half_open_connections_are_closed_and_counted(home: Path) -> None:
    server = Server(home, **{**LIMITS, "SEEDLINE_READ_TIME": "1", "SEEDLINE_MAX_CLIENT_CONNECTIONS": "20"})
    host, port = server.url.removeprefix("http://").split(":")
    try:
        half = [socket.create_connection((host, int(port)), source_address=("127.0.0.9", 0)) for _ in range(30)]
        for raw in half:
            raw.settimeout(5)
            try:
                raw.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost:")
            except OSError:
                continue
        assert ask(server.url, ONE).status_code == 200

        def ended(raw: socket.socket) -> bool:
            try:
                return raw.recv(100) == b""
            except ConnectionResetError:
                return True

        assert all(ended(raw) for raw in half)
        assert events(server.url, "connection refused") == 10
        assert events(server.url, "connection too slow") == 20
    finally:
        server.stop()


@pytest.mark.parametrize("hosts", ["", "data.example"])
def test_no_query_reaches_the_network(home: Path, hosts: str) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.2)
        there = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        server = Server(home, **{**LIMITS, "SEEDLINE_SERVICE_HOSTS": hosts})
        try:
            for query, status in (
                (f"SELECT * {{ SERVICE <{there}> {{ ?s ?p ?o }} }}", 400),
                (f"SELECT * {{ service#\nsilent <{there}> {{ ?s ?p ?o }} }}", 400),
                (f"SELECT * {{ BIND(<{there}> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}", 400),
                (f"PREFIX x: <{there}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}", 400),
                (f"SELECT * {{ FILTER(1<2)SERVICE<{there}>{{ ?s ?p ?o }} }}", 400),
                (f"SELECT * {{ \\u0053ERVICE <{there}> {{ ?s ?p ?o }} }}", 400),
                (f"SELECT * {{ ?s ?p '\\\\' . SERVICE <{there}> {{ ?s ?p ?o }} }}", 400),
                (f"LOAD <{there}>", 403),
                (f"SELECT * FROM <{there}> {{ ?s ?p ?o }}", 200),
                (f"SELECT * {{ GRAPH <{there}> {{ ?s ?p ?o }} }}", 200),
                (f"DESCRIBE <{there}>", 200),
            ):
                assert ask(server.url, query).status_code == status, query
            assert ask(server.url, "ASK {}", **{"default-graph-uri": there}).status_code == 400
            with pytest.raises(TimeoutError):
                listener.accept()
        finally:
            server.stop()


def test_a_worker_cannot_open_a_socket_even_if_asked_to(home: Path) -> None:
    """The fence below the text's check: the text's check is told that the host is allowed, the process still cannot."""
    from seedline.sandbox import AnswerReader, Event, ForkServer, Plan, Question, pack_question
    from seedline.store import Home

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.5)
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        fork_server = ForkServer(Plan(str(Home(home).current().path / "store"), True, 1 << 28))
        try:
            reached = {}
            told: list[Event] = []
            for network in (False, True):
                until(lambda: told.extend(fork_server.events()) or any(event.kind == "ready" for event in told))
                fork_server.fork(network=network)
                until(lambda: told.extend(fork_server.events()) or told[-1].kind == "worker")
                connection = told.pop().connection
                assert connection
                connection.setblocking(True)
                connection.sendall(pack_question(Question(query, "json", service_hosts=("127.0.0.1",))))
                try:
                    listener.accept()[0].close()
                    reached[network] = True
                except TimeoutError:
                    reached[network] = False
                if not network:
                    answer = AnswerReader(connection).read()
                    assert isinstance(answer, errors.QueryFailed)
            assert reached == {False: False, True: True}
        finally:
            fork_server.close()


def test_an_allowed_service_is_asked_within_its_own_limit(home: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        there = f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
        server = Server(home, **{**LIMITS, "SEEDLINE_SERVICE_HOSTS": "127.0.0.1", "SEEDLINE_SERVICE_TIME": "1"})
        results = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"there"}}]}}'

        def answer_once() -> None:
            connection, _ = listener.accept()
            connection.recv(65536)
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: {len(results)}\r\n\r\n"
            connection.sendall(head.encode() + results)
            connection.close()

        try:
            thread = threading.Thread(target=answer_once)
            thread.start()
            answer = ask(server.url, f"SELECT ?x {{ SERVICE <{there}> {{ ?s ?p ?x }} }}")
            thread.join(5)
            assert (answer.status_code, answer.json()["results"]["bindings"][0]["x"]["value"]) == (200, "there")
            assert answer.headers["cache-control"] == "no-store"
            begun = time.monotonic()
            silent = ask(server.url, f"SELECT ?x {{ SERVICE <{there}> {{ ?s ?p ?x }} }} # nobody accepts")
            assert (silent.status_code, silent.json()["limit"]) == (503, "service_time=1")
            assert time.monotonic() - begun < 1.5
            assert ask(server.url, "SELECT ?x { SERVICE <http://elsewhere.example/> { ?s ?p ?x } }").status_code == 400
            described = httpx.get(server.url + "/sparql").text
            assert "BasicFederatedQuery" in described
        finally:
            server.stop()


def test_a_new_snapshot_goes_live_with_no_failed_request(tmp_path: Path) -> None:
    first = build([str(HARBOUR)], home=tmp_path)
    server = Server(tmp_path, SEEDLINE_LOG="off")
    seen: dict[str, int] = {}
    failed: list[str] = []
    stop = threading.Event()

    def keep_asking(number: int) -> None:
        with httpx.Client(timeout=10) as client:
            while not stop.is_set():
                query = f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} # {number} {time.monotonic()}"
                answer = client.get(server.url + "/sparql", params={"query": query})
                if answer.status_code != 200:
                    failed.append(answer.text)
                seen[answer.headers["seedline-version"]] = seen.get(answer.headers["seedline-version"], 0) + 1

    threads = [threading.Thread(target=keep_asking, args=(n,)) for n in range(4)]
    try:
        for thread in threads:
            thread.start()
        versions = [first.version]
        for date in ("2025-01-01", "2025-01-02"):
            versions.append(build([str(HARBOUR)], home=tmp_path, date=date).version)
            until(lambda: versions[-1] in seen)
        stop.set()
        for thread in threads:
            thread.join()
        assert not failed
        assert set(seen) == set(versions)
        until(lambda: len(psutil.Process(server.process.pid).children()) == 1)
    finally:
        stop.set()
        server.stop()


def test_several_servers_on_one_snapshot(home: Path) -> None:
    servers = [Server(home, SEEDLINE_STORE=mode, SEEDLINE_LOG="off") for mode in ("disk", "disk", "memory")]
    try:
        query = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 200"
        answers = [ask(server.url, query) for server in servers]
        assert len({answer.content for answer in answers}) == 1
        assert len({answer.headers["etag"] for answer in answers}) == 1
    finally:
        for server in servers:
            server.stop()


def test_stopping_is_graceful(home: Path) -> None:
    server = Server(home, **{**LIMITS, "SEEDLINE_MAX_TIME": "1"})
    family = psutil.Process(server.process.pid).children(recursive=True)
    with ThreadPoolExecutor() as pool:
        running = pool.submit(ask, server.url, ENDLESS + "# stopping")
        until(lambda: gauge(server.url, "slow") == 1)
        server.process.send_signal(signal.SIGTERM)
        assert running.result().status_code == 503
    assert server.process.wait(10) in {0, -signal.SIGTERM}
    _, alive = psutil.wait_procs(family, timeout=3)
    assert not alive


def test_stopping_under_load_breaks_no_answer(home: Path) -> None:
    """Clients that go on asking while the server stops get whole answers, and then no connection."""
    server = Server(home, **{**LIMITS, "SEEDLINE_MAX_CLIENT": "30"})
    query = "SELECT * { id:CT.0921 ?p ?o } ORDER BY ?p ?o #"
    right = ask(server.url, query).content
    whole: list[int] = []
    broken: list[str] = []

    def keep_asking(number: int) -> None:
        for count in range(100_000):
            try:
                answer = ask(server.url, f"{query} {number} {count}")
            except httpx.ConnectError:
                return  # It does not listen any more.
            except (httpx.ReadError, httpx.RemoteProtocolError) as error:
                # A connection that was accepted, and closed before any of its request was read.
                if "without sending" not in str(error) and "reset" not in str(error).lower():
                    broken.append(str(error))
                return
            if (answer.status_code, answer.content) != (200, right):
                broken.append(f"{answer.status_code} {answer.text[:200]}")
            whole.append(number)

    with ThreadPoolExecutor() as pool:
        asking = [pool.submit(keep_asking, number) for number in range(4)]
        try:
            until(lambda: set(whole) == {0, 1, 2, 3}, 20)
            slow = pool.submit(ask, server.url, ENDLESS + "# stopping under load")
            until(lambda: gauge(server.url, "express") + gauge(server.url, "slow") > 0)
        finally:
            server.process.send_signal(signal.SIGTERM)
        for future in asking:
            future.result()
        assert slow.result().status_code == 503
    assert not broken
    assert server.process.wait(10) in {0, -signal.SIGTERM}


def test_logs_and_request_ids(home: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("w") as stream:
        process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from seedline_api.cli import main; main()",
                "serve",
                "--home",
                str(home),
                "--port",
                "0",
            ],
            stderr=stream,
        )
    try:
        until(lambda: "listens on" in log.read_text() and '"snapshot"' in log.read_text(), 20)
        url = next(line for line in log.read_text().splitlines() if "listens on" in line).split()[-1].rstrip("/")
        until(lambda: not _refuses(url))
        given = ask(url, ONE, headers={"x-request-id": "mine-1"})
        made = ask(url, "SELECT {", headers={"x-request-id": "not valid!"})
        assert given.headers["x-request-id"] == "mine-1"
        assert made.headers["x-request-id"] not in {"", "not valid!"}
        until(lambda: made.headers["x-request-id"] in log.read_text())
        lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
        one = next(line for line in lines if line.get("id") == "mine-1")
        assert (one["status"], one["path"], one["client"]) == (200, "/sparql", "127.0.0.1")
        assert len(one["query"]) == 12
        assert "VALUES" not in log.read_text()
    finally:
        process.terminate()
        process.wait(10)


def _refuses(url: str) -> bool:
    try:
        return httpx.get(url + "/healthz").status_code != 200
    except httpx.TransportError:
        return True


def test_metrics_are_prometheus_text(limited: str) -> None:
    ask(limited, ONE)
    answer = httpx.get(limited + "/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    for line in answer.text.splitlines():
        assert line.startswith("#") or (len(line.rsplit(" ", 1)) == 2 and float(line.rsplit(" ", 1)[1]) >= 0)
    assert 'seedline_requests_total{door="/sparql",status="200"}' in answer.text
    assert 'seedline_sparql_seconds_bucket{le="+Inf"}' in answer.text
