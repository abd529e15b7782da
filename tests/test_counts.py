"""How far an output and what followed have come, the same in a row, in a comparison, in a figure and in a sentence.

The truths are read in the booklet (B, its lines) and on the registry's pages, before any page of Seedline.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seedline.document.claims import telling
from seedline.document.types import Step
from seedline.draw.figure.wording import Wording
from seedline.errors import InputError
from seedline.i18n import words
from seedline.store import Home
from seedline.views.tracer import Tracer
from seedline.views.view import View
from seedline_api.rendering import explore
from seedline_api.rendering.beside import others, seed_money
from seedline_api.rendering.comparing import Comparison
from seedline_api.rendering.finding import index_of, search_of
from seedline_api.rendering.found import Found
from seedline_api.rendering.seed_rows import SeedRow, seed_row
from seedline_api.rendering.shapes import _dated
from seedline_api.rendering.site import Site
from seedline_api.rendering.tasks import Renderer

SAY = words("en")


def row(tracer: Tracer, code: str) -> SeedRow:
    return seed_row(tracer.lineage(tracer.resolve(code)))


def said(found: SeedRow) -> dict[str, str]:
    return {thing.node.label: thing.status(SAY) for thing in (*found.produced, *found.followed)}


def test_an_output_has_the_status_of_the_step_that_produced_it(shipped: Tracer) -> None:
    # B 914-918: the equipment is being procured, to be installed in October 2021; 874-877, 886-888: plan and procedures
    # are being developed, curricula are to come.
    border = row(shipped, "IB.0123")
    assert said(border)["Verifier TD&B equipment at points of entry"] == "planned, known by Oct 2021"
    assert border.outputs() == [("happened", 4), ("underWay", 2), ("intended", 2)]
    # Australia's project is approved in the booklet (B 905-909); that it goes on is our reading of a later page, and signs nothing.
    australia = next(one for one in border.followed if one.node.label.endswith("Australia"))
    assert australia.mood == australia.sign == "agreed" and not australia.ours and border.begun_read
    # The Fund lists a training cycle that is designed; whether it was held is not said.
    brazil = row(shipped, "PO.0141")
    assert said(brazil)["Training cycle on the difficulties of migrants"] == "status not stated, known by Oct 2021"
    assert brazil.outputs() == [("happened", 2), ("notStated", 3)]
    # B 1019-1021: launched in 2018, as we read it; that a library serves its students says nothing of its status.
    assert (
        said(row(shipped, "PR.0135"))["Master Programme on International Migration"] == "by our reading launched 2018"
    )


def test_a_sentence_counts_what_it_does_not_name(tracer: Tracer) -> None:
    """Of CE.0411 (B 1123-1137) a study, a mechanism, a training and a working group; what the mechanism may become is counted."""
    assert " produced 4 outputs. " in tracer.lineage("CE.0411").summary


@pytest.mark.parametrize(("first", "second"), [("IB.0123", "CE.0411"), ("PO.0141", "PR.0135")])
def test_a_comparison_and_a_figure_say_what_a_row_says(shipped: Tracer, first: str, second: str) -> None:
    lineages = [row(shipped, code) for code in (first, second)]
    cells = {one.name: one.cells for one in Comparison(shipped, SAY, lineages).rows()}
    for place, code in enumerate((first, second)):
        found = row(shipped, code)
        told = {entry.text: entry.small for name in ("produced", "followed") for entry in cells[name][place]}
        # Of a seed of which nobody looked for what followed, that is said in the place of a scaling step.
        absent = (
            {}
            if found.followed or code != "PO.0141"
            else {"What was read names outputs only; nobody looked further": ""}
        )
        assert told == said(found) | absent
        figure = Wording(found.document, SAY)
        for thing in (*found.produced, *found.followed):
            assert figure.main(thing.node) == thing.step


def test_a_later_report_stands_beside_what_the_booklet_states(shipped: Tracer) -> None:
    # B 909-913: to be deployed by the project of June 2021; IOM's office tells in March 2023 of the last installation,
    # and that this is the same system is our reading.
    border = row(shipped, "IB.0123")
    system = next(thing for thing in border.followed if thing.node.id == "timor-bmis")
    assert system.status(SAY) == "planned, known by Oct 2021; by our reading achieved, known by 2 Mar 2023"
    project = next(thing for thing in border.followed if thing.node.id == "timor-border-capacity-project")
    assert project.status(SAY) == "approved 3 June 2021; by our reading ongoing, known by 2 Mar 2023"
    # The Fund itself calls the project follow-up funding: that it followed is no reading of ours.
    assert not system.ours
    assert not project.ours
    # What a later report tells of is not marked as if nothing newer were known; what no report tells of is.
    links = {(step.later, step.relation): step for step in border.document.steps if not step.inferred}
    assert not links[system.node.iri, "produced"].old
    assert not links[project.node.iri, "scaledInto"].old
    curricula = next(thing for thing in border.produced if thing.node.id == "timor-training-curricula")
    assert links[curricula.node.iri, "produced"].old


def test_what_came_furthest_tells_among_equals_and_a_stopped_step_last() -> None:
    def step(relation: str, status: str, **more: str) -> Step:
        return Step(f"urn:{relation}:{status}", more.pop("earlier", "urn:a"), "urn:b", relation, status=status, **more)  # type: ignore[arg-type]

    made, fed = step("produced", "planned"), step("informed", "achieved")
    assert telling([fed, made]) == made
    grown = step("scaledInto", "expected")
    assert telling([grown, made, fed]) == grown
    assert telling([grown, step("scaledInto", "blocked", earlier="urn:c")]) == grown
    # Of one link the report that came last, though an earlier one went further.
    later = step("produced", "blocked", as_of="2024")
    assert telling([step("produced", "completed", as_of="2021-10"), later]) == later
    assert telling([]) is None


def test_a_row_says_how_its_count_relates_to_what_the_seed_itself_made(shipped: Tracer) -> None:
    """B 732-760, 983-993, 1042-1044: of what came of these seeds, what they made themselves and what came of that."""
    told = {code: row(shipped, code) for code in ("CE.0411", "PR.0135", "CT.0921", "PO.0125", "IB.0123")}
    counts = {code: (len(one.produced), one.contributed, one.of_outputs) for code, one in told.items()}
    assert counts == {
        # The mechanism and three more; the roadmap came of the mechanism, the plan of action of the study.
        "CE.0411": (6, 0, 2),
        # The school and three more; its pieces of research came of the school.
        "PR.0135": (5, 0, 1),
        "CT.0921": (3, 0, 0),
        "PO.0125": (7, 1, 0),
        "IB.0123": (8, 2, 0),
    }


def test_a_country_without_seeds_is_nothing_found_and_no_mistake(shipped: Tracer, shipped_home: Path) -> None:
    """The registry's README: no row for Jordan; 220 projects, where the Fund's pages speak of more than 1,000."""
    renderer = Renderer(shipped, Home(shipped_home), Site("http://127.0.0.1", "", shipped.snapshot.base))
    told, _ = explore.page(renderer, [("country", "JO")], "en")
    text = told.decode()
    assert "Jordan" in text
    assert "the registry here holds 220; the Fund’s own pages speak of more than 1,000" in text
    with pytest.raises(InputError, match="country=XX"):
        explore.page(renderer, [("country", "XX")], "en")


def test_the_timeline_says_between_which_dates_and_what_is_our_reading(shipped: Tracer) -> None:
    # That Timor-Leste's system was set up was told on 2 March 2023 of the months since December; 2018 of Tunisia is ours.
    told = {
        code: [event[2] for event in _dated(seed_row(View.of(shipped, code).document), SAY)]
        for code in ("IB.0123", "PR.0135", "CT.0921")
    }
    assert told["IB.0123"][0] == (
        "Border Management Information System: by our reading achieved, between Dec 2022 and 2 Mar 2023"
    )
    assert told["PR.0135"] == ["Master Programme on International Migration: by our reading launched 2018"]
    assert told["CT.0921"] == ["CREST programme: launched 1 Oct 2017"]


def test_seed_money_and_projects_that_are_no_seeds_stand_under_a_result(shipped: Tracer) -> None:
    # projects.csv: 18 projects of funding year 2021; six projects with TUN, M-LEARN among them, which followed a seed.
    index = index_of(shipped.snapshot)

    def found(*query: tuple[str, str]) -> Found:
        search = search_of(query, index)
        answer = index.find(search.question, each=100)
        left = index.left(search.choice, answer.seeds)
        return Found(index, search, answer, left, np.flatnonzero(left), "cards", ("target", "furthest"))

    assert seed_money(found(("year", "2021..2021")), SAY) == (
        "Seed money of these 18: USD 4,947,326 (known for 18 of 18)."
    )
    # The nine of the booklet, of 222; five of them are in the table too.
    assert (found(("source", "booklet")).total, found(("source", "idf-registry")).total) == (9, 218)
    assert found(("source", "booklet"), ("source", "idf-registry")).total == 222
    # Cambodia has LM.0254, of 200,000, and CT.0921, of 300,000 for it, Viet Nam and Laos.
    assert seed_money(found(("country", "KH")), SAY) == (
        "Seed money of these 2: USD 500,000 (known for 2 of 2). One of them names several countries; its grant counts "
        "whole here, and whole under each of them."
    )
    tunisia = found(("country", "TN"))
    assert tunisia.total == 5
    assert [shipped.details.id(iri) for iri in others(shipped, tunisia)] == ["m-learn"]
    assert {shipped.details.id(iri) for iri in others(shipped, found())} == {"m-learn", "IM.0043"}
    assert [shipped.details.id(iri) for iri in others(shipped, found(("q", "PR.0236")))] == ["m-learn"]
    assert others(shipped, found(("year", "2021..2021"))) == []
