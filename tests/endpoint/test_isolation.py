"""Queries, clients and processes that do not harm each other."""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path

import httpx
import psutil
import pytest

from seedline import errors
from seedline.pipeline import build
from seedline.sandbox import Plan, Question
from seedline.store import Snapshot
from seedline_api.settings import Settings
from seedline_api.work.fair_queue import Standing
from seedline_api.work.jobs import Job
from seedline_api.work.pool import Worker
from seedline_api.work.scheduler import Scheduler
from tests.conftest import HARBOUR, PATIENCE, Server, finished, healthy, until
from tests.endpoint.conftest import ENDLESS, LIMITS, UNHURRIED, Asking, ask, events, gauge

ONE = "SELECT ?x { VALUES ?x { 'a' 'b' } }"


@pytest.fixture(params=["memory", "disk"])
def server(request: pytest.FixtureRequest, home: Path) -> object:
    running = Server(home, **UNHURRIED, SEEDLINE_STORE=request.param)
    assert httpx.get(running.url + "/readyz").json()["store"] == request.param
    yield running
    running.stop()


def processes(server: Server) -> list[psutil.Process]:
    """Return the query workers: the children of the fork_server."""
    return [
        worker for fork_server in psutil.Process(server.process.pid).children() for worker in fork_server.children()
    ]


def test_dead_workers_are_replaced(server: Server) -> None:
    until(lambda: gauge(server.url, "idle") == 5)
    for number in range(3):
        victims = {worker.pid for worker in processes(server)}
        assert len(victims) == 5
        for pid in victims:
            os.kill(pid, signal.SIGKILL)
        assert ask(server.url, f"{ONE}# {number}").status_code == 200
        until(lambda: gauge(server.url, "idle") == 5)
        assert not victims & {worker.pid for worker in processes(server)}
    # Nobody needs to ask for that.
    victim = processes(server)[0]
    victim.kill()
    until(lambda: len(fresh := processes(server)) == 5 and victim not in fresh)


@pytest.mark.parametrize("store", ["memory", "disk"])
def test_a_query_whose_process_is_killed_is_begun_again_once(home: Path, store: str) -> None:
    server = Server(home, **UNHURRIED, SEEDLINE_STORE=store)
    try:
        with Asking(server.url, ENDLESS + "# killed") as waiting:
            for _ in range(2):
                before = events(server.url, "worker died")
                worker = working(server)
                assert not waiting.answered()
                worker.kill()
                until(lambda: events(server.url, "worker died") > before)  # noqa: B023
            answer = waiting.answer()
        assert (answer.status_code, answer.json()["limit"]) == (503, "max_memory=256")
        assert ask(server.url, ONE + "# after").status_code == 200
    finally:
        server.stop()


def working(server: Server) -> psutil.Process:
    """Return the worker that is at work: it has used more processor time than it takes to begin."""
    found: list[psutil.Process] = []

    def seen() -> bool:
        with suppress(psutil.Error):
            found.extend(worker for worker in processes(server) if sum(worker.cpu_times()[:2]) > 0.3)
        return bool(found)

    until(seen)
    return found[-1]


def test_deaths_that_are_told_late_are_not_laid_to_the_query(snapshot: Snapshot) -> None:
    """What counts is what a process did before its end, not when a busy machine tells of it."""

    async def kill_again_and_again() -> Job:
        plan = Plan(str(snapshot.path / "store"), in_memory=True, max_memory=256 << 20)
        scheduler = Scheduler(plan, Settings(express_workers=1, slow_workers=1), Standing())
        try:
            await scheduler.ready
            job = scheduler.submit("somebody", Question(ENDLESS, "json"), seconds=PATIENCE)
            killed: set[Worker] = set()
            while len(killed) < 2:
                if job.worker is not None and job.worker not in killed:
                    killed.add(job.worker)
                    os.kill(job.worker.pid, signal.SIGKILL)
                    time.sleep(0.5)
                await asyncio.sleep(0)
            while job.worker in killed:
                await asyncio.sleep(0)
            scheduler.cancel(job)
            return job
        finally:
            scheduler.close()

    job = finished(kill_again_and_again)
    assert job.retries == 2
    assert job.done.cancelled(), "refused as if it had used too much memory"


def test_the_nursery_itself_is_replaced(server: Server) -> None:
    fork_server = psutil.Process(server.process.pid).children()[0]
    workers = fork_server.children()
    fork_server.kill()
    _, alive = psutil.wait_procs(workers, timeout=PATIENCE)
    assert not alive, "workers outlive their fork_server"
    counting = count()
    until(lambda: ask(server.url, f"{ONE}# {next(counting)}").status_code == 200)


def test_nothing_is_left_when_the_server_is_killed(home: Path) -> None:
    server = Server(home, **UNHURRIED)
    until(lambda: gauge(server.url, "idle") == 5)
    family = psutil.Process(server.process.pid).children(recursive=True)
    assert len(family) == 6
    server.process.kill()
    _, alive = psutil.wait_procs(family, timeout=PATIENCE)
    assert not alive


def test_a_client_that_hangs_up_frees_its_worker(unhurried: str) -> None:
    before = events(unhurried, "hung up")
    with Asking(unhurried, ENDLESS + "# hang up"):
        until(lambda: gauge(unhurried, "slow") == 1)
    until(lambda: gauge(unhurried, "slow") == 0)
    assert events(unhurried, "hung up") == before + 1


def test_one_client_s_flood_is_429_and_others_are_served(unhurried: str) -> None:
    """TooManyRequests, as a client sees it."""
    with ExitStack() as stack:
        flood = [
            stack.enter_context(Asking(unhurried, f"{ENDLESS}# flood {n}", address="127.0.0.2")) for n in range(12)
        ]
        until(lambda: sum(asked.answered() for asked in flood) == 6)
        for n in range(20):
            with Asking(unhurried, f"{ONE}# other {n}", address="127.0.0.3") as other:
                assert other.answer().status_code == 200
        # None of the flood has ended meanwhile: nobody had to wait for it.
        refused = [asked.answer() for asked in flood if asked.answered()]
        assert len(refused) == 6
        for answer in refused:
            assert (answer.status_code, answer.json()["limit"]) == (429, "max_client=6")
            assert int(answer.headers["retry-after"]) > 0
    until(lambda: gauge(unhurried, "slow") == 0)


def test_a_full_queue_is_503_for_the_greediest_alone(home: Path) -> None:
    """ServerBusy, as a client sees it."""
    server = Server(home, **{**UNHURRIED, "SEEDLINE_MAX_QUEUE": "4", "SEEDLINE_MAX_CLIENT": "30"})
    try:
        with ExitStack() as stack:
            flood = [stack.enter_context(Asking(server.url, f"{ENDLESS}# {n}", address="127.0.0.2")) for n in range(16)]
            until(lambda: any(asked.answered() for asked in flood))
            for n in range(10):
                with Asking(server.url, f"{ONE}# {n}", address="127.0.0.3") as modest:
                    assert modest.answer().status_code == 200
            pushed = [asked.answer() for asked in flood if asked.answered()]
            assert 0 < len(pushed) < 16
            for answer in pushed:
                assert (answer.status_code, answer.json()["limit"]) == (503, "max_queue=4")
                assert int(answer.headers["retry-after"]) > 0
    finally:
        server.stop()


def test_a_longer_query_is_answered_from_a_slow_place(unhurried: str) -> None:
    """It needs more than the slice, and still comes, while short ones go past it."""
    things, claims = (
        int(ask(unhurried, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", headers={"accept": "text/csv"}).text.split()[1])
        for pattern in ("?a ?b ?c", "?d a sl:Claim")
    )
    short = 0
    with Asking(unhurried, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d a sl:Claim } # longer") as longer:
        while not longer.answered():
            slow = gauge(unhurried, "slow") == 1
            assert ask(unhurried, f"{ONE}# {short}").status_code == 200
            short += slow and not longer.answered()
        answer = longer.answer()
    assert (answer.status_code, answer.json()["results"]["bindings"][0]["n"]["value"]) == (200, str(things * claims))
    assert short > 0


def test_slow_readers_hold_no_worker(limited: str) -> None:
    host, port = limited.removeprefix("http://").split(":")
    query = "SELECT ?s (UUID() AS ?u) { ?s ?p ?o . ?a ?b ?c } LIMIT 5000".replace(" ", "+").replace("?", "%3F")
    readers = []
    for _ in range(6):
        raw = socket.create_connection((host, int(port)))
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        readers.append(raw)
    until(lambda: gauge(limited, "express") + gauge(limited, "slow") == 0)
    assert ask(limited, ONE + "# beside slow readers").status_code == 200
    whole = b""
    while len(whole) < 100_000:
        whole += readers[0].recv(65536)
    assert whole.startswith(b"HTTP/1.1 200")
    for raw in readers:
        raw.close()
    until(lambda: "seedline_held_bytes 0" in httpx.get(limited + "/metrics").text)


def _ended(raw: socket.socket) -> bool:
    raw.settimeout(PATIENCE)
    try:
        return raw.recv(100) == b""
    except ConnectionResetError:
        return True


def _half_open(server: Server, count: int) -> list[socket.socket]:
    host, port = server.url.removeprefix("http://").split(":")
    found = []
    for _ in range(count):
        found.append(socket.create_connection((host, int(port)), PATIENCE, ("127.0.0.9", 0)))
        with suppress(OSError):
            found[-1].sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost:")
    return found


def test_half_open_connections_beyond_those_of_one_client_are_closed(home: Path) -> None:
    server = Server(home, **LIMITS, SEEDLINE_READ_TIME="36000", SEEDLINE_MAX_CLIENT_CONNECTIONS="20")
    half: list[socket.socket] = []
    try:
        half += _half_open(server, 30)
        until(lambda: events(server.url, "connection refused") == 10)
        assert ask(server.url, ONE).status_code == 200
        assert sum(_ended(raw) for raw in select.select(half, [], [], 0)[0]) == 10
    finally:
        for raw in half:
            raw.close()
        server.stop()


def test_half_open_connections_are_closed_and_counted(home: Path) -> None:
    server = Server(home, **UNHURRIED, SEEDLINE_READ_TIME="1")
    try:
        half = _half_open(server, 20)
        assert ask(server.url, ONE).status_code == 200
        assert all(_ended(raw) for raw in half)
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
        server = Server(home, **UNHURRIED, SEEDLINE_SERVICE_HOSTS=hosts)
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
            # A graph that is not here is empty; nobody fetches it.
            assert ask(server.url, "ASK {}", **{"default-graph-uri": there}).status_code == 200
            with pytest.raises(TimeoutError):
                listener.accept()
        finally:
            server.stop()


def test_a_worker_cannot_open_a_socket_even_if_asked_to(home: Path) -> None:
    """The fence below the text's check: the text's check is told that the host is allowed, the process still cannot."""
    from seedline.sandbox import READY, AnswerReader, Event, ForkServer, Plan, Question, pack_question
    from seedline.store import Home

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
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
                assert connection.recv(1) == READY
                connection.sendall(pack_question(Question(query, "json", service_hosts=("127.0.0.1",))))
                if not network:
                    # It has ended: had it called, the call would wait here.
                    answer = AnswerReader(connection).read()
                    assert isinstance(answer, errors.QueryFailed)
                reached[network] = bool(select.select([listener], [], [], PATIENCE if network else 0)[0])
                if reached[network]:
                    listener.accept()[0].close()
            assert reached == {False: False, True: True}
        finally:
            fork_server.close()


@pytest.mark.parametrize("seconds", ["36000", "1"])
def test_an_allowed_service_is_asked_within_its_own_limit(home: Path, seconds: str) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        there = f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
        limits = {**UNHURRIED, "SEEDLINE_SERVICE_HOSTS": "127.0.0.1", "SEEDLINE_SERVICE_TIME": seconds}
        server = Server(home, **limits)
        results = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"there"}}]}}'

        def answer_once() -> None:
            connection, _ = listener.accept()
            connection.recv(65536)
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: {len(results)}\r\n\r\n"
            connection.sendall(head.encode() + results)
            connection.close()

        try:
            if seconds == "1":
                silent = ask(server.url, f"SELECT ?x {{ SERVICE <{there}> {{ ?s ?p ?x }} }} # nobody accepts")
                assert (silent.status_code, silent.json()["limit"]) == (503, "service_time=1")
                return
            thread = threading.Thread(target=answer_once)
            thread.start()
            answer = ask(server.url, f"SELECT ?x {{ SERVICE <{there}> {{ ?s ?p ?x }} }}")
            thread.join()
            assert (answer.status_code, answer.json()["results"]["bindings"][0]["x"]["value"]) == (200, "there")
            assert answer.headers["cache-control"] == "no-store"
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

    counting = count()

    def keep_asking(number: int) -> None:
        with httpx.Client() as client:
            while not stop.is_set():
                query = f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} # {number} {next(counting)}"
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
    server = Server(home, **{**LIMITS, "SEEDLINE_MAX_TIME": "4"})
    family = psutil.Process(server.process.pid).children(recursive=True)
    for number in count():
        with Asking(server.url, f"{ENDLESS}# stopping {number}") as running:
            until(lambda: gauge(server.url, "slow") == 1 or running.answered())
            if running.answered():
                # It ended before it was seen at work.
                continue
            server.process.send_signal(signal.SIGTERM)
            assert running.answer().status_code == 503
            break
    assert server.process.wait(PATIENCE) in {0, -signal.SIGTERM}
    _, alive = psutil.wait_procs(family, timeout=PATIENCE)
    assert not alive


def test_stopping_under_load_breaks_no_answer(home: Path) -> None:
    """Clients that go on asking while the server stops get whole answers, and then no connection."""
    server = Server(home, **{**UNHURRIED, "SEEDLINE_MAX_CLIENT": "30"})
    query = "SELECT * { id:CT.0921 ?p ?o } ORDER BY ?p ?o #"
    right = ask(server.url, query).content
    whole: list[int] = []
    broken: list[str] = []

    def keep_asking(number: int) -> None:
        for counted in range(100_000):
            try:
                answer = ask(server.url, f"{query} {number} {counted}")
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
            until(lambda: set(whole) == {0, 1, 2, 3})
            slow = pool.submit(ask, server.url, ENDLESS + "# stopping under load")
            until(lambda: gauge(server.url, "express") + gauge(server.url, "slow") > 0)
        finally:
            server.process.send_signal(signal.SIGTERM)
        for future in asking:
            future.result()
        assert slow.result().status_code == 503
        assert "stopping" in slow.result().json()["detail"]
    assert not broken
    assert server.process.wait(PATIENCE) in {0, -signal.SIGTERM}


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
        until(lambda: "listens on" in log.read_text() and '"snapshot"' in log.read_text())
        url = next(line for line in log.read_text().splitlines() if "listens on" in line).split()[-1].rstrip("/")
        until(lambda: healthy(url))
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
        process.wait(PATIENCE)


def test_metrics_are_prometheus_text(limited: str) -> None:
    ask(limited, ONE)
    answer = httpx.get(limited + "/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    for line in answer.text.splitlines():
        assert line.startswith("#") or (len(line.rsplit(" ", 1)) == 2 and float(line.rsplit(" ", 1)[1]) >= 0)
    assert 'seedline_requests_total{door="/sparql",status="200"}' in answer.text
    assert 'seedline_sparql_seconds_bucket{le="+Inf"}' in answer.text
