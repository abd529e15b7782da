"""Every door and what a stranger may put into its address: no redirect elsewhere, no 500, a reason in each refusal."""

from __future__ import annotations

import http.client
import itertools
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

from tests.conftest import Server
from tests.endpoint.conftest import UNHURRIED

NASTY = (
    "", " ", "a b", "a b<", "<", ">", '"', "\\", "\0", "\n", "\r\nX: y", "%", "%00", "%zz", "..", "../../x", "//x", "[",
    "http://[", "http://[::1", "urn:", ":", "CT.0921", "CT.0921 ", "é", "\u202e", "\ud800", "\U0001f4a3", "{}", "'", "x" * 1900,
    "-1", "1e9", "99999999999999999999", "NaN", "http://a/ b", "https://w3id.org/seedline/id/CT.0921>", "file:///etc/passwd",
)  # fmt: skip
PATHS = ("/doc/{}", "/id/{}", "/view/lineage/{}", "/view/lineage/{}.svg", "/view/component/{}", "/embed/lineage/{}",
         "/api/lineage/{}", "/view.{}", "/view/paths.{}", "/static/{}", "/{}", "/api/{}")  # fmt: skip
PARAMETERS = (
    "/doc?iri={}", "/view/lineage?iri={}", "/view/component?iri={}", "/api/lineage?iri={}", "/oembed?url={}",
    "/oembed?url=http://127.0.0.1/view/lineage/{}", "/view?select={}", "/view?select=CT.0921&exclude={}",
    "/view/paths?from={}&to=CT.0921", "/view/paths?from=CT.0921&to={}", "/api/paths?from={}&to={}", "/api/select?select={}",
    "/embed?select={}", "/embed/lineage/CT.0921?target={}", "/?start={}", "/?lang={}", "/api/lineages?start={}",
    "/api/lineages?count={}", "/sparql?query={}", "/sparql?query=ASK%7B%7D&default-graph-uri={}",
    "/sparql?query=ASK%7B%7D&named-graph-uri={}", "/sparql?query=ASK%7B%7D&timeout={}",
    *(f"/view/lineage/CT.0921.svg?{name}={{}}" for name in
      ("up", "down", "status", "relation", "more", "basis", "source", "as_of", "theme", "lang", "width", "paper", "table", "v", "format")),
)  # fmt: skip


@pytest.fixture(scope="module")
def client(limited: str) -> httpx.Client:
    return httpx.Client(base_url=limited, timeout=120)


@pytest.mark.parametrize("door", [*PATHS, *PARAMETERS])
def test_nothing_in_an_address_is_a_500(client: httpx.Client, door: str) -> None:
    for value in NASTY:
        address = door.replace("{}", quote(value.encode("utf-8", "surrogatepass"), safe=""))
        answer = client.get(address, headers={"accept": "application/json"})
        if answer.status_code >= 400:
            told = answer.json()
            assert (answer.headers["content-type"], told["status"]) == ("application/problem+json", answer.status_code)
            assert told["detail"], address
        assert answer.status_code < 500 or answer.status_code in {501, 503}, (address, answer.text)


def get(url: str, path: str, **headers: str) -> http.client.HTTPResponse:
    """Ask with exactly these headers, the Host among them."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)
    connection.putrequest("GET", path, skip_host=True)
    for name, value in {"Host": "evil.example", **headers}.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection.getresponse()


def test_no_redirect_believes_the_host_header(limited: str) -> None:
    paths = ("/api/lineages/", "/docs/", "/view/", "/static/icon.svg/", "/id/CT.0921", "/healthz/?a=b", "//evil.example/",
             "/view//", "//evil.example/docs/", "/oembed/?url=x")  # fmt: skip
    seen = []
    for path in paths:
        answer = get(limited, path)
        location = answer.getheader("location")
        assert location is None or (location.startswith("/") and not location.startswith("//")), (path, location)
        seen.append((answer.status, location))
    assert seen[0] == (307, "/api/lineages")
    assert seen[4] == (303, "/doc/CT.0921")
    assert seen[5] == (307, "/healthz?a=b")


def test_redirects_stand_under_the_public_address(home: Path) -> None:
    server = Server(home, **UNHURRIED, SEEDLINE_PUBLIC_URL="https://data.example.org/seedline")
    try:
        for path, there in itertools.chain.from_iterable(
            ((prefix + "/docs/", "docs"), (prefix + "/id/CT.0921", "doc/CT.0921")) for prefix in ("", "/seedline")
        ):
            answer = get(server.url, path)
            assert answer.getheader("location") == f"https://data.example.org/seedline/{there}", path
    finally:
        server.stop()


def test_pages_and_problems_vary_by_what_is_accepted(limited: str) -> None:
    for path, status in (
        ("/view/lineage/nobody", 404),
        ("/view?select=(", 400),
        ("/view/lineage/CT.0921?width=x", 400),
        ("/nothing", 404),
    ):
        for accept in ("text/html", "application/json"):
            answer = httpx.get(limited + path, headers={"accept": accept})
            kind = "text/html" if accept == "text/html" else "application/problem+json"
            assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (status, kind), path
            assert "accept" in answer.headers["vary"].lower()
    assert httpx.get(limited + "/doc/CT.0921").headers["vary"] == "Accept"


def test_robots_and_icons(limited: str) -> None:
    robots = httpx.get(limited + "/robots.txt")
    assert robots.headers["content-type"].startswith("text/plain")
    rules = [line.split(": ")[1] for line in robots.text.splitlines() if line.startswith("Disallow")]
    assert "/sparql?" in rules and not any("/view/lineage/CT.0921".startswith(rule.rstrip("*")) for rule in rules)
    icon = httpx.get(limited + "/favicon.ico")
    assert (icon.status_code, icon.headers["content-type"].split(";")[0]) == (200, "image/svg+xml")


def test_a_refusal_says_when_to_come_back(limited: str) -> None:
    """As every limit is announced, at views as at queries."""
    limits = httpx.get(limited + "/view/lineage/CT.0921.svg").headers["seedline-limits"]
    for name in ("max_time=2", "max_bytes=3000000", "max_memory=256", "max_client=6", "max_queue=256"):
        assert name in limits
