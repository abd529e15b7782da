"""Views over HTTP: every form at its address, the same parameters everywhere, tags, pins and links."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path

import httpx
import pytest

from seedline.build import build
from seedline.export import FORMS
from tests.conftest import HARBOUR, Server

LINEAGE = "/view/lineage/CT.0921"


@pytest.mark.parametrize("ending", list(FORMS))
def test_a_form_has_its_media_type_tag_and_links(server: str, ending: str) -> None:
    answer = httpx.get(f"{server}{LINEAGE}.{ending}", timeout=30)
    assert (answer.status_code, answer.headers["content-type"]) == (200, FORMS[ending].media)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert f'filename="CT.0921.{ending}"' in answer.headers["content-disposition"]
    links = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', answer.headers["link"])
    assert dict(links)[f"{server}{LINEAGE}.{ending}"] == FORMS[ending].media.split(";")[0]
    again = httpx.get(f"{server}{LINEAGE}.{ending}", headers={"if-none-match": f'"old", W/{answer.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", answer.headers["etag"])
    other = httpx.get(f"{server}{LINEAGE}.{ending}", headers={"if-none-match": '"other"'}, timeout=30)
    assert other.content == answer.content


def test_the_page_has_tag_links_and_image(server: str) -> None:
    answer = httpx.get(server + LINEAGE)
    assert answer.headers["link"].count('rel="alternate"') == len(FORMS)
    assert httpx.get(server + LINEAGE, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    image = re.search(r'property="og:image" content="([^"]+)"', answer.text)
    assert image
    assert httpx.get(image[1], timeout=30).headers["content-type"] == "image/png"


def test_parameters_mean_the_same_in_every_form(server: str) -> None:
    asked = {"down": "1", "up": "0", "lang": "fr"}
    document = httpx.get(f"{server}{LINEAGE}.json", params=asked).json()
    assert {node["stage"] for node in document["nodes"]} == {"seed", "produced"}
    for ending in ("svg", "csv", "mmd", "dot", "graphml", "ttl"):
        text = httpx.get(f"{server}{LINEAGE}.{ending}", params=asked).text
        assert "CREST framework" in text
        assert "CREST programme" not in text, ending
    filtered = httpx.get(f"{server}{LINEAGE}.json", params={"status": "achieved,ongoing"}).json()
    assert {edge["status"] for edge in filtered["edges"]} == {"achieved", "ongoing"}
    assert httpx.get(f"{server}{LINEAGE}.csv", params={"table": "money"}).text.count("\r\n") == 6


def test_a_png_has_the_width_that_was_asked_for(server: str) -> None:
    answer = httpx.get(f"{server}{LINEAGE}.png", params={"width": "640"}, timeout=30)
    assert struct.unpack(">I", answer.content[16:20])[0] == 640


@pytest.mark.parametrize(
    "query", ["theme=pink", "width=99999", "paper=a5", "table=x", "status=nonsense", "relation=x", "up=-1", "v=../x"]
)
def test_a_wrong_parameter_is_refused_in_words(server: str, query: str) -> None:
    answer = httpx.get(f"{server}{LINEAGE}.svg?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert query.split("=")[0] in answer.json()["detail"]


def test_a_component_and_an_iri_are_views_too(server: str) -> None:
    component = httpx.get(server + "/view/component/CT.0921.json").json()
    assert {"https://w3id.org/seedline/id/crest", "https://w3id.org/seedline/id/CT.0921"} <= {
        node["iri"] for node in component["nodes"]
    }
    page = httpx.get(server + "/view/component/CT.0921")
    assert page.status_code == 200
    page = httpx.get(server + "/view/lineage", params={"iri": "https://w3id.org/seedline/id/crest"})
    assert page.status_code == 200
    assert "CREST programme" in page.text
    assert httpx.get(server + "/view/lineage/CT.0921.exe").status_code == 404


def test_a_version_can_be_pinned_and_says_when_it_is_gone(tmp_path: Path) -> None:
    first = build([str(HARBOUR)], home=tmp_path)
    second = build([str(HARBOUR)], home=tmp_path, date="2025-01-01")
    server = Server(tmp_path)
    try:
        address = server.url + "/view/lineage/ZZ.0001.json"
        assert httpx.get(address).json()["version"] == second.version
        old = httpx.get(address, params={"v": first.version})
        assert (old.json()["version"], old.headers["cache-control"]) == (first.version, "no-cache")
        pinned = old.headers["seedline-version"]
        assert "immutable" in httpx.get(address, params={"v": pinned}).headers["cache-control"]
        for gone in ("000000000000", first.version + ".999999"):
            answer = httpx.get(address, params={"v": gone})
            assert answer.status_code == 410
            assert json.loads(answer.text)["detail"]
    finally:
        server.stop()
