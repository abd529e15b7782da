"""Behind nginx, with the configuration that the documentation shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.bench.engines import free_port
from tests.conftest import PATIENCE, ROOT, Server, healthy, missing, until
from tests.endpoint.conftest import ENDLESS, LIMITS

ONE = "SELECT ?x { VALUES ?x { 'a' 'b' } }"


@pytest.fixture(scope="module")
def behind(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Return the proxy's address with the path prefix, and the server's log."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        missing("nginx, which no package index carries,")
    folder = tmp_path_factory.mktemp("nginx")
    port = free_port()
    address = f"http://127.0.0.1:{port}/seedline"
    server = Server(home, **{**LIMITS, "SEEDLINE_PUBLIC_URL": address, "SEEDLINE_TRUSTED_PROXIES": "127.0.0.1"})
    shown = re.search(r"(?s)```nginx\n(.*?)```", (ROOT / "docs" / "deploy.md").read_text("utf-8"))
    assert shown
    site = (
        shown[1]
        .replace("127.0.0.1:8000", server.url.removeprefix("http://"))
        .replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    )
    paths = "\n".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{'user root; ' if os.getuid() == 0 else ''}daemon off; pid {folder}/pid; error_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}\n{site}}}\n"
    )
    process = subprocess.Popen([str(nginx), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"])
    try:
        until(lambda: healthy(address))
        yield address, folder
    finally:
        process.terminate()
        process.wait(PATIENCE)
        server.stop()


def test_the_endpoint_and_its_addresses(behind: tuple[str, Path]) -> None:
    address, _ = behind
    answer = httpx.get(address + "/sparql", params={"query": ONE}, headers={"accept": "text/csv"})
    assert answer.text == "x\r\na\r\nb\r\n"
    assert len(answer.headers["x-request-id"]) == 32, "the proxy's own id is kept"
    assert f"{address}/sparql" in httpx.get(address + "/sparql").text
    assert f"{address}/sparql" in httpx.get(address + "/.well-known/void").text
    page = httpx.get(address + "/", headers={"accept": "text/html"})
    assert 'href="/seedline/static/seedline.css"' in page.text
    assert httpx.get(address + "/static/seedline.css").status_code == 200
    found = httpx.get(address + "/id/CT.0921", headers={"accept": "text/turtle"}, follow_redirects=True)
    assert str(found.url).startswith(address)
    assert found.status_code == 200


def test_our_own_errors_arrive(behind: tuple[str, Path]) -> None:
    address, _ = behind
    slow = httpx.get(address + "/sparql", params={"query": ENDLESS})
    assert (slow.status_code, slow.json()["limit"]) == (503, "max_time=2")
    long = httpx.get(address + "/sparql", params={"query": ONE + "#" + "x" * 9000})
    assert (long.status_code, long.json()["limit"]) == (414, "max_url=8192")
    fits = httpx.get(address + "/sparql", params={"query": ONE + "#" + "x" * 8000})
    assert fits.status_code == 200
    large = httpx.post(
        address + "/sparql", content=b"x" * 1_500_000, headers={"content-type": "application/sparql-query"}
    )
    assert (large.status_code, large.json()["limit"]) == (413, "max_body=1000000")


def test_clients_are_told_apart_by_what_the_proxy_says(behind: tuple[str, Path]) -> None:
    address, _ = behind

    def flood(client: str, number: int) -> int:
        with httpx.Client(transport=httpx.HTTPTransport(local_address=client)) as http:
            # What a client claims of itself is not believed: nginx appends the peer's address.
            headers = {"x-forwarded-for": f"203.0.113.{number}"}
            return http.get(
                address + "/sparql", params={"query": f"{ENDLESS} # {client} {number}"}, headers=headers
            ).status_code

    with ThreadPoolExecutor(20) as pool:
        floods = [pool.submit(flood, "127.0.0.5", number) for number in range(10)]
        with httpx.Client(transport=httpx.HTTPTransport(local_address="127.0.0.6")) as other:
            assert other.get(address + "/sparql", params={"query": ONE + "# other"}).status_code == 200
        assert sorted(future.result() for future in floods).count(429) == 4


@pytest.mark.parametrize("size", [1_000, 131_000, 139_000, 150_000, 300_000, 999_000])
def test_bodies_of_every_size_pass_over_kept_connections(behind: tuple[str, Path], size: int) -> None:
    """nginx sends head and body in one, on connections that it keeps."""
    address, _ = behind
    body = "ASK {} #".ljust(size, "x")
    with httpx.Client() as client:
        for _ in range(60):
            answer = client.post(
                address + "/sparql", content=body, headers={"content-type": "application/sparql-query"}
            )
            assert (answer.status_code, answer.json()["boolean"]) == (200, True)
