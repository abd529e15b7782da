"""Dated events and places on pages, in search and in the list of places."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedline.i18n import words
from seedline.views.tracer import Tracer
from seedline_api.rendering.finding import index_of
from seedline_api.rendering.lists import Lists
from seedline_api.rendering.things import Things

ID = "https://w3id.org/seedline/id/"


def told(tracer: Tracer, iri: str, group: str, lang: str = "en") -> list[str]:
    page = Things(tracer.network, tracer.details, words(lang)).page(ID + iri)
    return [line.plain for found in page.groups if found.name == group for line in found.lines]


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "February 2021: First meeting of the Project Steering Committee"),
        ("fr", "En février 2021\u00a0: First meeting of the Project Steering Committee"),
        ("es", "En febrero de 2021: First meeting of the Project Steering Committee"),
    ],
)
def test_the_page_of_a_thing_lists_its_dated_events(tracer: Tracer, lang: str, line: str) -> None:
    assert told(tracer, "timor-steering-committee", "events", lang) == [line]


def test_the_page_of_an_event_says_when_and_of_what(tracer: Tracer) -> None:
    lines = told(tracer, "CE.0411/event/europe-ukraine-forum", "about")
    assert "About: Migrant investment in Ukraine" in lines and "Happened on: Feb 2020" in lines


def test_sites_and_points_of_entry_have_a_list_of_their_own(tracer: Tracer, home: Path) -> None:
    made = Lists(tracer, index_of(tracer.snapshot), words("en")).places()
    *regions, sites = made.groups
    assert sites.heading == "Sites and points of entry"
    places = {row[0].text: row[0].small for row in sites.rows}
    assert len(places) == 12 and places["Sakato"] == "Point of entry, Timor-Leste"
    assert places["Kyiv"] == "City, Ukraine"
    countries = {row[0].text for group in regions for row in group.rows}
    # In Poland was a forum, and no project or organisation.
    assert "Timor-Leste" in countries and "Poland" not in countries
