"""Views over HTTP: every form at its address, the same parameters everywhere, tags, pins and links."""

from __future__ import annotations

import html
import json
import re
import struct
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from seedline.errors import InputError
from seedline.formats.citation import Citation
from seedline.formats.forms import FORMS
from seedline.lineage import trace
from seedline.money.totals import totals
from seedline.pipeline import build
from seedline.synth import synthesise
from seedline.views.look import Look
from seedline.views.tracer import Tracer
from seedline.views.view import View
from seedline_api.settings import Settings
from tests.conftest import HARBOUR, Server

LINEAGE = "/view/lineage/CT.0921"


@pytest.mark.parametrize("ending", list(FORMS))
def test_a_form_has_its_media_type_tag_and_links(server: str, ending: str) -> None:
    answer = httpx.get(f"{server}{LINEAGE}.{ending}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, FORMS[ending].media)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert f'filename="CT.0921.{ending}"' in answer.headers["content-disposition"]
    links = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', answer.headers["link"])
    assert dict(links)[f"{server}{LINEAGE}.{ending}"] == FORMS[ending].media.split(";")[0]
    again = httpx.get(f"{server}{LINEAGE}.{ending}", headers={"if-none-match": f'"old", W/{answer.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", answer.headers["etag"])
    other = httpx.get(f"{server}{LINEAGE}.{ending}", headers={"if-none-match": '"other"'})
    assert other.content == answer.content


@pytest.mark.parametrize(
    "path",
    ["/", LINEAGE, f"{LINEAGE}.svg", "/api/lineage/CT.0921", "/id/CT.0921", "/healthz", "/static/lineage.js", "/no"],
)
def test_head_is_get_without_the_body(server: str, path: str) -> None:
    """RFC 9110, section 9.3.2: link checkers and word processors ask so before they fetch."""
    head, get = (httpx.request(method, server + path) for method in ("HEAD", "GET"))
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert get.content or get.status_code == 303
    assert set(head.headers) == set(get.headers)
    for name in ("content-type", "content-length", "etag", "link"):
        assert head.headers.get(name) == get.headers.get(name), name


def test_another_method_is_told_what_is_allowed(server: str) -> None:
    answer = httpx.delete(server + LINEAGE)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_the_page_has_tag_links_and_image(server: str) -> None:
    answer = httpx.get(server + LINEAGE)
    assert answer.headers["link"].count('rel="alternate"') == len(FORMS)
    assert httpx.get(server + LINEAGE, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    image = re.search(r'property="og:image" content="([^"]+)"', answer.text)
    assert image
    # Nobody else can reach an address that no setting makes public.
    assert image[1].startswith("/view/lineage/CT.0921.png?")
    card = httpx.get(server + html.unescape(image[1]))
    assert card.headers["content-type"] == "image/png"
    assert struct.unpack(">II", card.content[16:24]) == (1600, 840)


def test_parameters_mean_the_same_in_every_form(server: str) -> None:
    asked = {"down": "1", "up": "0", "lang": "fr"}
    document = httpx.get(f"{server}{LINEAGE}.json", params=asked).json()
    assert {node["stage"] for node in document["nodes"]} == {"seed", "produced"}
    for ending in ("svg", "csv", "mmd", "dot", "graphml", "ttl"):
        text = httpx.get(f"{server}{LINEAGE}.{ending}", params=asked).text
        assert "CREST framework" in text
        # A picture names what lies outside it, and draws none of it.
        assert ('id/crest"' if ending == "svg" else "CREST programme") not in text, ending
    filtered = httpx.get(f"{server}{LINEAGE}.json", params={"status": "achieved,ongoing"}).json()
    assert {edge["status"] for edge in filtered["edges"]} == {"achieved", "ongoing"}
    assert httpx.get(f"{server}{LINEAGE}.csv", params={"table": "money"}).text.count("\r\n") == 6


def test_a_png_has_the_width_that_was_asked_for(server: str) -> None:
    answer = httpx.get(f"{server}{LINEAGE}.png", params={"width": "640"})
    assert struct.unpack(">I", answer.content[16:20])[0] == 640


def test_a_picture_is_laid_out_for_the_place_where_it_will_stand(server: str) -> None:
    wide = httpx.get(f"{server}{LINEAGE}.svg", params={"for": "report", "parts": "graph"}).text
    assert 'width="160mm"' in wide and "sl-for-wide" in wide and "sl-legend" in wide
    assert "What followed seed project" not in wide.split("</desc>")[1]
    titled = httpx.get(f"{server}{LINEAGE}.svg", params={"for": "page", "parts": "graph,title"}).text
    assert "What followed seed project" in titled.split("</desc>")[1]
    poster = httpx.get(f"{server}{LINEAGE}.svg").text
    assert poster == httpx.get(f"{server}{LINEAGE}.svg", params={"for": "poster"}).text and "sl-for-poster" in poster
    for part in ("What followed seed project", "Reported follow-on", "Facts as of", "line: happened"):
        assert part in poster.split("</desc>")[1], part


@pytest.mark.parametrize(
    "query",
    [
        "theme=pink",
        "width=99999",
        "paper=a5",
        "table=x",
        "for=wall",
        "parts=graph,x",
        "status=nonsense",
        "relation=x",
        "up=-1",
        "v=../x",
    ],
)
def test_a_wrong_parameter_is_refused_in_words(server: str, query: str) -> None:
    answer = httpx.get(f"{server}{LINEAGE}.svg?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert query.split("=")[0] in answer.json()["detail"]


def test_an_unfilled_form_asks_for_everything(server: str) -> None:
    empty = httpx.get(f"{server}{LINEAGE}.json", params={"up": "", "down": "", "status": "", "lang": ""})
    assert empty.json() == httpx.get(f"{server}{LINEAGE}.json").json()


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


def test_oembed_is_found_and_keeps_to_what_was_asked(server: str) -> None:
    page = httpx.get(server + LINEAGE).text
    found = dict(re.findall(r'<link rel="alternate" type="(\S+?\+oembed)" href="([^"]+)"', page))
    answer = httpx.get(html.unescape(found["application/json+oembed"])).json()
    assert (answer["version"], answer["type"], answer["provider_name"]) == ("1.0", "rich", "Seedline")
    assert f'src="{server}/embed/lineage/CT.0921"' in answer["html"]
    assert "sandbox=" in answer["html"] and "referrerpolicy=" in answer["html"] and "title=" in answer["html"]
    small = httpx.get(server + "/oembed", params={"url": server + LINEAGE, "maxwidth": 300, "maxheight": 150}).json()
    assert (small["width"], small["height"]) == (300, 150)
    assert 'width="300"' in small["html"] and 'height="150"' in small["html"] and "thumbnail_url" not in small
    xml = ElementTree.fromstring(httpx.get(html.unescape(found["text/xml+oembed"])).content)
    assert {child.tag: child.text for child in xml}["html"] == answer["html"]


@pytest.mark.parametrize(
    ("url", "more", "status"),
    [
        ("https://elsewhere.example/view/lineage/CT.0921", {}, 404),
        ("{server}/doc/CT.0921", {}, 404),
        ("{server}.evil.example/view/lineage/CT.0921", {}, 404),
        ("{server}/view/lineage/nobody", {}, 404),
        ("{server}/view/lineage/CT.0921", {"format": "yaml"}, 501),
        ("{server}/view/lineage/CT.0921?up=x", {}, 400),
        ("{server}/view/lineage/CT.0921", {"maxwidth": "0"}, 400),
    ],
)
def test_oembed_refuses_what_is_not_ours(server: str, url: str, more: dict[str, str], status: int) -> None:
    answer = httpx.get(server + "/oembed", params={"url": url.format(server=server), **more})
    assert answer.status_code == status


def test_oembed_carries_the_view_and_nothing_else(server: str) -> None:
    url = f'{server}{LINEAGE}?down=1&lang=fr&target=http://x.example&evil="><script>'
    code = httpx.get(server + "/oembed", params={"url": url}).json()["html"]
    assert 'src="' + server + '/embed/lineage/CT.0921?down=1&amp;lang=fr"' in code
    assert "evil" not in code and "target" not in code


def test_who_may_frame_is_a_setting(home: Path) -> None:
    server = Server(home, SEEDLINE_FRAME_ANCESTORS="https://iom.example https://*.example.org")
    try:
        policy = httpx.get(server.url + "/embed/lineage/CT.0921").headers["content-security-policy"]
        assert policy.endswith("frame-ancestors https://iom.example https://*.example.org")
        assert "frame-ancestors 'none'" in httpx.get(server.url + LINEAGE).headers["content-security-policy"]
    finally:
        server.stop()
    for wrong in ("*; script-src *", "x", "https://a\nb", "javascript:"):
        with pytest.raises(InputError):
            Settings.read({"SEEDLINE_FRAME_ANCESTORS": wrong})


def test_a_target_is_an_origin(server: str) -> None:
    for wrong in ("*", "javascript:alert(1)", 'https://x.example/"onload', "https://x.example/path"):
        assert httpx.get(server + "/embed/lineage/CT.0921", params={"target": wrong}).status_code == 400
    page = httpx.get(server + "/embed/lineage/CT.0921", params={"target": "https://x.example:8443"})
    assert 'data-target="https://x.example:8443"' in page.text


def test_the_page_speaks_the_language_that_was_asked_for(server: str) -> None:
    page = httpx.get(server + LINEAGE, params={"lang": "es"}).text
    assert '<html lang="es">' in page
    for told in (
        "Todos los pasos",
        "Según quién",
        "Citar",
        "Exportar",
        "Incrustar",
        "Lo que siguió al proyecto semilla",
    ):
        assert told in page, told


def test_a_start_page_has_twelve_seeds_of_each_group_and_all_their_sums(tmp_path: Path) -> None:
    synthesise(tmp_path / "data", 900, seed=2)
    snapshot = build([str(tmp_path / "data")], home=tmp_path / "home")
    network = Tracer.of(snapshot).network
    seeds = network.nodes_of_kind("seedProject")
    assert 100 < len(seeds) <= 200
    server = Server(tmp_path / "home")
    try:
        pages = [httpx.get(server.url).text]
        groups = re.findall(r'<h3 id="g-(\w+)"><b>(\d+)</b>', pages[0])
        for token, _ in groups:
            pages.append(httpx.get(server.url + "/explore", params={"furthest": token}).text)
    finally:
        server.stop()
    # Every seed is in one group; what a group leaves out is one choice away.
    counts = [int(count) for _, count in groups]
    assert sum(counts) == len(seeds)
    shown = [part.count('role="rowheader"') for part in pages[0].split('<h3 id="g-')[1:]]
    assert shown == [min(12, count) for count in counts]
    assert all(f"<b>{count} seed" in page for count, page in zip(counts, pages[1:], strict=True))
    assert f"What became of {len(seeds)} seed grants" in pages[0]
    assert "chose as successes" not in pages[0]
    kept = snapshot.manifest["overview"]
    assert (kept["seeds"], kept["withFollowOn"]) == (len(seeds), sum(bool(network.follow_on(seed)) for seed in seeds))
    # No two lineages of this portfolio hold an earlier and a later value: a set of commitments is their sum.
    counted = {c.iri: c for seed in seeds for t in totals(network, trace(network, seed)) for c in t.counted}
    for entry in kept["followOn"]:
        amounts = [c.amount or Decimal(0) for c in counted.values() if c.currency == entry["currency"]]
        assert Decimal(entry["amount"]) == sum(amounts)


def test_a_page_words_and_lays_out_a_lineage_once(tracer: Tracer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in the page, in its pictures, its citation and its frame is one sentence, made once."""
    from seedline.narrative import sentence as told

    view, made = View.of(tracer, "CT.0921"), []
    decide = told.decide
    monkeypatch.setattr(told, "decide", lambda document: made.append(document) or decide(document))
    for target in ("page", "wide", "phone"):
        view.picture(target=target)
    Citation.of(view)
    assert len(made) == 1
    Citation.of(replace(view, look=Look(lang="fr")))
    assert len(made) == 2


def test_a_place_is_read_once_however_many_statements_rest_on_it(tracer: Tracer) -> None:
    read = replace(tracer.details)
    step = next(iri for iri in sorted(tracer.network.steps) if read.evidence(iri))
    assert all(one is other for one, other in zip(read.evidence(step), read.evidence(step), strict=True))
