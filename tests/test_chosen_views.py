"""Selections, ways and components as views: in every form, at every door, with errors at their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pytest
from typer.testing import CliRunner

from seedline.errors import InputError, SelectionTooLarge, SelectorError
from seedline.formats.forms import FORMS, write
from seedline.narrative.notes import caption
from seedline.pipeline import build
from seedline.search import SearchIndex
from seedline.synth import synthesise
from seedline.views.choice import Choice
from seedline.views.evaluation import select
from seedline.views.look import Look
from seedline.views.subject import Subject
from seedline.views.tracer import Tracer
from seedline.views.view import View
from seedline_api.cli import command_line

SELECTION = "+CT.0921 CT.0921+,status:ongoing"
BASE = "https://w3id.org/seedline/id/"
HTML = {"accept": "text/html"}
ASKED = {
    "selection": ("/view", {"select": SELECTION, "exclude": "kind:policy"}),
    "paths": ("/view/paths", {"from": "CT.0921", "to": "crest"}),
    "component": ("/view/component/CT.0921", {}),
}


@pytest.mark.parametrize("kind", list(ASKED))
def test_every_form_over_http_and_command_is_the_same(server: str, home: Path, tmp_path: Path, kind: str) -> None:
    address, query = ASKED[kind]
    # All forms of one of them; of the others those that are quickly made.
    endings = [ending for ending in FORMS if kind == "selection" or not FORMS[ending].media.startswith("application/")]
    query = {**query, "accessed": "2026-11-29"}
    options = [f"--{name}={value}" for name, value in query.items()]
    options += ["CT.0921", "--component"] if kind == "component" else []
    options += [part for ending in endings for part in ("-o", str(tmp_path / f"view.{ending}"))]
    made = CliRunner().invoke(command_line(), ["render", *options, "--site", server, "--home", str(home)])
    assert made.exit_code == 0, made.output
    for ending in endings:
        answer = httpx.get(f"{server}{address}.{ending}", params=query)
        assert (answer.status_code, answer.headers["content-type"]) == (200, FORMS[ending].media)
        assert httpx.get(f"{server}{address}", params={**query, "format": ending}).content == answer.content
        assert (tmp_path / f"view.{ending}").read_bytes() == answer.content, ending


@pytest.mark.parametrize("kind", list(ASKED))
def test_a_page_has_every_link_and_frame(server: str, kind: str) -> None:
    address, query = ASKED[kind]
    page = httpx.get(server + address, params=query)
    assert page.status_code == 200
    assert page.headers["link"].count('rel="alternate"') == len(FORMS)
    for found in re.findall(r"<(http[^>]+)>", page.headers["link"]):
        assert found.startswith(f"{server}{address}.")
    frame = re.search(r"&lt;iframe src=&#34;([^ ]+?)&#34;", page.text)
    assert frame
    framed = httpx.get(frame[1].replace("&amp;amp;", "&").replace("&amp;", "&"))
    # The picture for a page, and the one for a phone.
    assert (framed.status_code, framed.text.count("<svg")) == (200, 2)
    answer = httpx.get(f"{server}/oembed", params={"url": str(page.url)})
    assert frame[1].replace("&amp;amp;", "&amp;") in answer.json()["html"]


def test_a_selection_shows_what_it_names_and_says_so(server: str, tracer: Tracer) -> None:
    document = httpx.get(f"{server}/view.json", params={"select": SELECTION}).json()
    assert {node["iri"] for node in document["nodes"]} == set(select(tracer, SELECTION))
    assert document["focus"] is None
    assert document["of"] == {"kind": "selection", "select": SELECTION, "exclude": None}
    less = httpx.get(f"{server}/view.json", params={"select": SELECTION, "exclude": "CT.0921"}).json()
    assert {n["iri"] for n in document["nodes"]} - {n["iri"] for n in less["nodes"]} == {BASE + "CT.0921"}
    text = httpx.get(f"{server}/view.svg", params={"select": SELECTION, "exclude": "CT.0921"}).text
    assert f"Selection: {SELECTION}, without CT.0921" in text


def test_a_part_keeps_the_stages_of_its_whole_story(tracer: Tracer) -> None:
    whole = {node["iri"]: node["stage"] for node in tracer.lineage("CT.0921").json()["nodes"]}
    for subject in (Subject.asked(select="crest-framework crest"), Subject.asked(start="crest-framework", end="crest")):
        nodes = View.of(tracer, subject).document.json()["nodes"]
        assert {node["iri"]: node["stage"] for node in nodes} == {
            iri: whole[iri] for iri in (BASE + "crest-framework", BASE + "crest")
        }


def test_ways_follow_only_the_steps_that_are_asked_for(server: str) -> None:
    asked = {"from": "CT.0921", "to": "crest"}
    document = httpx.get(f"{server}/view/paths.json", params=asked).json()
    assert document["of"] == {"kind": "paths", "from": BASE + "CT.0921", "to": BASE + "crest"}
    assert {edge["relation"] for edge in document["edges"]} == {"produced", "scaledInto"}
    none = httpx.get(f"{server}/view/paths.json", params={**asked, "relation": "produced"}).json()
    assert (len(none["nodes"]), none["edges"]) == (2, [])
    assert none["summary"].startswith("In this part no recorded way leads from “Ethical supply chains")


def test_a_component_keeps_what_kept_steps_join(tracer: Tracer) -> None:
    subject = Subject.asked("CT.0921", component=True)
    part = View.of(tracer, subject, choice=Choice.of(relation="produced")).document.json()
    assert {edge["relation"] for edge in part["edges"]} == {"produced"}
    assert BASE + "crest" not in {node["iri"] for node in part["nodes"]}
    assert part["of"] == {"kind": "component"}
    assert "The whole story around" in write(View.of(tracer, subject), "svg").decode()


@pytest.mark.parametrize(
    ("text", "column"), [("+CT.0921 ++", 10), ("status:", 8), ("CT.0921,", 8), ("@CT.0921+", 1), (", CT.0921", 1)]
)
def test_an_error_names_its_position_to_programs_and_people(server: str, text: str, column: int) -> None:
    for door in ("/view", "/view.svg", "/embed"):
        answer = httpx.get(server + door, params={"select": text})
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
        assert answer.json()["column"] == column
    page = httpx.get(server + "/view", params={"select": text, "lang": "fr"}, headers=HTML)
    assert (page.status_code, page.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert f"À la position {column}" in page.text and "<mark>" in page.text
    # The form holds what was asked, to be mended.
    assert f'value="{text}"' in page.text


@pytest.mark.parametrize(
    "address",
    [
        "/view?exclude=x",
        "/view/paths?from=CT.0921",
        "/view/paths.svg",
        "/view.svg",
    ],
)
def test_half_a_question_is_refused_in_words(server: str, address: str) -> None:
    answer = httpx.get(server + address)
    assert answer.status_code == 400 and answer.json()["detail"]
    assert httpx.get(server + address, headers=HTML).headers["content-type"].startswith("text/html")


def test_no_form_means_no_form(server: str) -> None:
    for address in (
        "/view.exe?select=CT.0921",
        "/view/paths.exe?from=CT.0921&to=crest",
        "/view/lineage/CT.0921?format=exe",
    ):
        answer = httpx.get(server + address)
        assert answer.status_code == 404 and ".exe" in answer.json()["detail"]


def test_without_a_question_there_is_a_form_whose_examples_work(server: str) -> None:
    page = httpx.get(server + "/view", headers=HTML).text
    examples = re.findall(r'href="(/view\?select=[^"]+)"', page)
    assert len(examples) > 8
    for example in examples:
        answer = httpx.get(server + example.replace("/view?", "/view.json?"))
        assert answer.status_code == 200, example


def test_a_thing_can_be_opened_and_opens_the_next(server: str) -> None:
    address = f"{server}/view/lineage/CT.0921.json?up=0&down=1"
    shown = {node["id"] for node in httpx.get(address).json()["nodes"]}
    assert "crest" not in shown
    more = httpx.get(f"{address}&more=crest-framework,crest").json()
    found = {node["id"]: node["stage"] for node in more["nodes"]}
    assert shown < set(found) and found["crest"] == "followed"
    # One that is not shown opens nothing.
    assert httpx.get(f"{address}&more=crest").json()["nodes"] == httpx.get(address).json()["nodes"]
    again = httpx.get(f"{address}&more={quote('crest-framework,crest')}&status=blocked").json()
    assert {edge["from"] for edge in again["edges"]} <= {BASE + "CT.0921"}


def _placed(
    here: ElementTree.Element, x: float = 0, y: float = 0, *, own: bool = False
) -> Iterator[tuple[tuple[float, float, float, float], bool, ElementTree.Element]]:
    """Yield what is drawn with where it is, and whether it belongs to what opens more."""
    if moved := re.match(r"translate\(([-\d.]+)[ ,]+([-\d.]+)\)", here.get("transform", "")):
        x, y = x + float(moved[1]), y + float(moved[2])
    own = own or here.get("class") == "sl-beyond"
    left, top, wide, high = (
        (float(here.get(name) or 0) for name in ("x", "y", "width", "height"))
        if (here.tag.endswith(("}rect", "}text")))
        else (0.0,) * 4
    )
    yield (left + x, top + y, wide, high), own, here
    for child in here:
        yield from _placed(child, x, y, own=own)


def test_what_opens_more_covers_no_text_in_any_country(shipped: Tracer) -> None:
    """The frame of what opens more is clear of all text beside its own, by two pixels and more below a descender."""
    index = SearchIndex.open(shipped.snapshot.path)
    frames = 0
    for country in index.columns.keys("country"):
        view = View.of(shipped, Subject.asked(select=f"country:{country}"), site="https://example.org")
        root = ElementTree.fromstring(write(view, "svg"))
        placed = list(_placed(root))
        rects = [(box, own) for box, own, here in placed if own and here.tag.endswith("}rect")]
        frames += len(rects)
        for (x, y, *_), own, text in placed:
            if own or not text.tag.endswith("}text"):
                continue
            size = float(text.get("font-size") or 13)
            for (left, top, wide, high), _ in rects:
                beside = x > left + wide or x + size * 0.4 < left
                assert beside or y + size * 0.5 <= top or y - size * 0.75 >= top + high, (country, text.text)
    assert frames > 10


def test_what_is_beyond_is_counted_both_ways(tracer: Tracer) -> None:
    part = tracer.lineage("crest-framework", up=0, down=0).json()
    omitted = part["omitted"]
    assert {other["id"] for other in omitted["next"]} == {"crest"}
    assert {other["id"] for other in omitted["previous"]} == {"CT.0921"}
    assert (omitted["nodes"], omitted["edges"]) == (2, 2)


def test_a_subject_is_one_thing() -> None:
    for wrong in ({}, {"thing": "a", "select": "b"}, {"start": "a"}, {"exclude": "a"}, {"select": "a", "end": "b"}):
        with pytest.raises(InputError):
            Subject.asked(**wrong)


def test_nothing_and_too_much_are_said(tracer: Tracer, monkeypatch: pytest.MonkeyPatch) -> None:
    none = View.of(tracer, Subject.asked(select="status:blocked,kind:seedProject")).document
    assert (none.nodes, none.summary) == ((), "Nothing in the data is named by this selection.")
    monkeypatch.setattr("seedline.views.subject.MOST_CHOSEN", 3)
    with pytest.raises(SelectionTooLarge, match="a view shows 3"):
        View.of(tracer, Subject.asked(select="kind:policy"))
    with pytest.raises(SelectorError):
        View.of(tracer, Subject.asked(select="++"))


def test_no_ratio_is_made_over_stories_that_were_put_side_by_side(tracer: Tracer) -> None:
    one = View.of(tracer, Subject.asked(select="CT.0921+")).document.json()["money"][0]
    assert one["leverage"] == "48.3"
    two = View.of(tracer, Subject.asked(select="CT.0921+ PR.0135+")).document.json()["money"][0]
    assert (two["seed"]["amount"], two["followOn"]["amount"]) == ("500000", "14500000")
    assert two["leverage"] is None and "several seeds" in two["leverageReason"]


def test_what_follows_several_of_the_seeds_counts_once_and_is_said(tmp_path: Path, tracer: Tracer) -> None:
    """The made-up portfolio has money after two seeds; the lineages of the booklet share none."""
    synthesise(tmp_path / "data", 200, seed=7)
    made_up = Tracer.of(build([str(tmp_path / "data")], home=tmp_path / "home"))
    view = View.of(made_up, Subject.asked(select="P0000000+ P0000128+"), look=Look(lang="en"))
    seeds = [node.iri for node in view.document.nodes if node.stage == "seed"]
    alone = [
        {
            c.iri
            for entry in View.of(made_up, Subject.asked(made_up.details.id(seed))).document.money
            for c in entry.commitments
        }
        for seed in seeds
    ]
    here = [c.iri for entry in view.document.money for c in entry.commitments]
    assert len(here) == len(set(here))
    shared = {iri for iri in here if sum(iri in lineage for lineage in alone) > 1}
    (claim,) = (claim for claim in view.document.json()["claims"] if claim["code"] == "sharedFollowOn")
    assert set(claim["evidence"]) == shared and claim["parameters"] == {"commitments": len(shared)} and shared
    said = f"{len(shared)} commitments follow more than one of these seeds and are counted once each"
    assert all(said in text for text in (view.document.summary, caption(view.document, view.words)))
    ours = View.of(tracer, Subject.asked(select="kind:seedProject+")).document
    assert len(ours.money) > 1 and "sharedFollowOn" not in {claim["code"] for claim in ours.json()["claims"]}


def test_an_empty_answer_is_a_sentence_and_a_way_to_ask_again(server: str) -> None:
    for asked in ("migof:O2", "year:1900"):
        page = httpx.get(f"{server}/view?select={asked}", headers=HTML).text
        assert page.count("Nothing in the data is named by this selection.") >= 1
        assert '<div class="workspace" hidden>' in page and 'id="copy"' not in page
        assert page.index('name="select"') < page.index('class="workspace"')
