"""Parts of a lineage: the same parameters at every door, and each answer says that it shows a part."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import jsonschema
import pytest
from typer.testing import CliRunner

from seedline.document.types import schema
from seedline.errors import InputError
from seedline.formats.forms import write
from seedline.views.choice import Choice
from seedline.views.look import Look
from seedline.views.subject import Subject
from seedline.views.tracer import Tracer
from seedline.views.view import View
from seedline_api.cli import command_line
from tests.test_cli import seedline

#: Parameters, what the document says of them, what a picture says in English, and the doors' options.
PARTS = [
    ({"source": "booklet"}, {"source": ["booklet"]}, "what these sources say: booklet"),
    (
        {"up": "1", "down": "2"},
        {"up": 1, "down": 2},
        "what stands at most 1 step before it; what stands at most 2 steps after it",
    ),
    ({"as_of": "2017"}, {"asOf": "2017"}, "what had happened by the end of 2017, or has no date of its own"),
    ({"told_by": "2021-10"}, {"toldBy": "2021-10"}, "what had been told by the end of Oct 2021"),
    ({"basis": "inferred"}, {"basis": ["inferred"]}, "steps that are our reading, inferred"),
    ({"status": "achieved,ongoing"}, {"status": ["achieved", "ongoing"]}, "steps of status achieved, ongoing"),
    (
        {"relation": "produced", "source": "booklet"},
        {"relation": ["produced"], "source": ["booklet"]},
        "steps of relation “produced”; what these sources say: booklet",
    ),
]


@pytest.mark.parametrize(("asked", "limits", "words"), PARTS)
def test_every_door_shows_the_same_part_and_says_so(
    server: str, home: Path, asked: dict[str, str], limits: dict[str, object], words: str
) -> None:
    document = httpx.get(f"{server}/view/lineage/CT.0921.json", params=asked).json()
    jsonschema.validate(document, schema())
    assert document["limits"] == limits
    assert httpx.get(f"{server}/api/lineage/CT.0921", params=asked).json() == document
    assert httpx.get(f"{server}/api/lineage", params={"iri": "CT.0921", **asked}).json() == document
    options = [f"--{name.replace('_', '-')}={value}" for name, value in asked.items()]
    traced = seedline("trace", "CT.0921", *options, "--home", str(home), "--format", "json").stdout
    assert json.loads(traced) == document
    said = f"Only a part is shown: {words}."
    aloud = seedline("trace", "CT.0921", *options, "--home", str(home)).stdout
    assert said in " ".join(aloud.split())
    assert said in " ".join(httpx.get(f"{server}/view/lineage/CT.0921.txt", params=asked).text.split())
    page = httpx.get(f"{server}/view/lineage/CT.0921", params=asked)
    assert said in page.text
    # What a form links to is the same part again.
    name, value = next(iter(asked.items()))
    assert f"{name}={value}" in page.headers["link"]


def test_a_whole_lineage_has_no_limits(tracer: Tracer) -> None:
    view = View.of(tracer, "CT.0921")
    assert "limits" not in view.document.json()
    assert "Only a part" not in write(view, "svg").decode()


def test_sources_by_comma_or_again_and_what_is_none(server: str) -> None:
    address = f"{server}/api/lineage/CT.0921"
    again = httpx.get(address, params=[("source", "booklet"), ("source", "seedline")])
    assert again.status_code == 200
    comma = httpx.get(address, params={"source": "booklet,seedline"})
    assert comma.json() == again.json()
    for wrong, status in (
        ({"status": "finished"}, 400), ({"basis": "sure"}, 400), ({"as_of": "June"}, 400), ({"told_by": "soon"}, 400), ({"source": "diary"}, 404)
    ):  # fmt: skip
        answer = httpx.get(address, params=wrong)
        assert answer.status_code == status, answer.text
        assert next(iter(wrong.values())) in answer.json()["detail"]


def test_what_nobody_had_said_yet_is_not_there(tracer: Tracer) -> None:
    def money(choice: Choice) -> list[tuple[str, str]]:
        document = View.of(tracer, "CT.0921", choice=choice).document.json()
        return [(m["currency"], m["followOn"]["amount"]) for m in document["money"] if m["followOn"]["amount"]]

    assert money(Choice.of(source="booklet")) == [("USD", "14500000")]
    assert money(Choice.of(as_of="2014")) == money(Choice.of(told_by="2021-09")) == []
    assert money(Choice.of(told_by="2021-10")) == [("USD", "14500000")]
    with pytest.raises(InputError, match="2021-13-45-6"):
        Choice.of(as_of="2021-13-45-6")


def test_help_has_the_same_options_everywhere() -> None:
    for command in ("trace", "render", "pin"):
        text = CliRunner().invoke(command_line(), [command, "--help"], env={"COLUMNS": "200"}).output
        for option in ("--status", "--relation", "--basis", "--source", "--as-of", "--told-by", "--up", "--down"):
            assert option in text


def test_over_several_seeds_there_is_no_ratio(tracer: Tracer) -> None:
    view = View.of(tracer, Subject.asked(select="+crest PO.0141"), look=Look(lang="fr"))
    (dollars,) = [entry for entry in view.document.json()["money"] if entry["currency"] == "USD"]
    assert (dollars["seed"]["amount"], dollars["followOn"]["amount"]) == ("500000", "14500000")
    assert dollars["leverage"] is None and dollars["leverageReason"].startswith("several seeds")
    assert "plusieurs projets d’amorçage" in write(view, "txt").decode()
    assert "au moins 48,3" in write(View.of(tracer, "CT.0921", look=Look(lang="fr")), "txt").decode()
