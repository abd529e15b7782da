"""What is ours stands in our graph alone, and what a source's graph holds is stated there: over the whole graph."""

from __future__ import annotations

import re

import pytest

from seedline.store import Snapshot
from seedline.views.tracer import Tracer

#: Says of a note or summary that what it stands on was read, not stated.
_READ = r"our reading|(we|is|are) (read|take|took)\b|as we (read|take)|read as\b"
OURS = "<https://w3id.org/seedline/graph/source/seedline>"
SOURCE = f"FILTER(STRSTARTS(STR(?g), 'https://w3id.org/seedline/graph/source/') && ?g != {OURS})"


@pytest.fixture(scope="module")
def store(shipped: Tracer) -> Snapshot:
    return shipped.snapshot


def rows(store: Snapshot, query: str) -> list[tuple[str | None, ...]]:
    return list(store.store.query(query).rows())


@pytest.mark.parametrize("mark", ["sl:basis basis:inferred", "sl:assertedBy voice:seedline"])
def test_nothing_of_ours_stands_in_a_graph_of_a_source(store: Snapshot, mark: str) -> None:
    assert rows(store, f"SELECT ?s {{ ?s {mark} }}")
    found = rows(store, f"SELECT DISTINCT ?s ?g {{ ?s {mark} . GRAPH ?g {{ ?s ?p ?o }} {SOURCE} }}")
    assert found == [], "a source's graph speaks of what is inferred or told by us"


@pytest.mark.parametrize(
    "property_",
    [
        "sl:summary", "sl:note", "sl:organisationKind", "sl:placeKind", "sl:followOnKnown", "sl:followOnLookedBy",
        "sl:followOnLookedOn", "sl:laterValueOf", "sl:alternativeReportOf", "sl:recordOf", "sl:draft", "skos:altLabel",
        "org:subOrganizationOf", "sl:productKind",
    ],
)  # fmt: skip
def test_what_only_we_say_stands_in_our_graph(store: Snapshot, property_: str) -> None:
    """A summary is our words; no source says of itself what kind a body is, or that two reports are of one amount."""
    allowed = {
        # The catalogue's own description of a source is told beside it.
        "sl:note": "?s a sl:Source",
        # An official code says of which project a record is.
        "sl:recordOf": "?s a sl:SourceRecord",
    }.get(property_, "?s a sl:TextSpan")
    query = f"SELECT DISTINCT ?s ?g {{ GRAPH ?g {{ ?s {property_} ?o }} {SOURCE} FILTER NOT EXISTS {{ {allowed} }} }}"
    assert rows(store, query) == []


def test_where_a_body_or_place_lies_is_ours(store: Snapshot) -> None:
    query = "SELECT ?s ?g { GRAPH ?g { ?s sl:country ?c } ?s a ?k . VALUES ?k { org:Organization sl:Place } " + SOURCE
    assert rows(store, query + " }") == []


def test_what_its_note_calls_a_reading_is_inferred(store: Snapshot) -> None:
    told = rows(
        store,
        "SELECT ?s ?text ?link { ?s sl:basis basis:stated ; sl:note|sl:summary ?text . "
        "OPTIONAL { ?s sl:laterValueOf|sl:alternativeReportOf ?link } }",
    )
    assert len(told) > 500
    # The link to another amount is the reading there, and stands in our graph.
    found = [(s, text) for s, text, link in told if link is None and text and re.search(_READ, text)]
    assert [one for one in found if "Not inferred" not in str(one[1])] == []


def test_what_is_inferred_says_why(store: Snapshot) -> None:
    """By a summary or note of ours, by the property that no value of is stated, or by the two sides that differ."""
    query = (
        "SELECT DISTINCT ?s { ?s sl:basis basis:inferred "
        "FILTER NOT EXISTS { ?s sl:note|sl:summary|sl:property|sl:between ?o } }"
    )
    assert rows(store, query) == []


def test_a_source_does_not_tell_a_step_that_we_alone_see(store: Snapshot) -> None:
    steps = rows(store, "SELECT ?s { ?s a sl:Step ; sl:basis basis:inferred ; sl:statusObservation ?o }")
    assert len(steps) >= 10
    query = f"SELECT ?s ?g {{ ?s a sl:Step ; sl:basis basis:inferred . GRAPH ?g {{ ?s ?p ?o }} {SOURCE} }}"
    assert rows(store, query) == []
    # How the thing stands is told by the source all the same.
    booklet = "<https://w3id.org/seedline/graph/source/booklet>"
    step = "<https://w3id.org/seedline/id/CE.0411/step/sme-boost>"
    told = rows(
        store, f"SELECT ?o {{ {step} sl:statusObservation ?o . GRAPH {booklet} {{ ?o sl:status status:approved }} }}"
    )
    assert len(told) == 1
