"""Every passage of the booklet stands under a statement, or is left out for a reason."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from seedline.ingest.passages import SourceText, check_evidence
from seedline.model import Document, Evidence, Record
from seedline.pipeline import read_inputs
from tests.conftest import missing

COVER = yaml.load(
    (Path(__file__).parent / "truths" / "cover" / "left-out.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
)
LEFT_OUT = [Evidence(**place) for places in COVER["left-out"].values() for place in places]
REASONS = {
    "heading": "names a section, which is the place of the statements below it",
    "label": "names a field of a fact sheet, whose value is a statement",
    "caption": "stands under a photo or logo and says nothing of a project",
    "lead-in": "joins one sentence to another and says nothing by itself",
    "address": "is the publisher's, on the back cover",
}
LONGEST = 7
"""Lines. A longer span is a whole section, under which everything would be covered."""
WORDS, CHARACTERS = 2, 24
"""What may lie between two places: "however," or "in addition"."""

Span = tuple[int, int]


def places(value: object) -> Iterator[str]:
    """Yield the keys of all evidence in a part of a case file."""
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple):
        for part in value:
            yield from places(part)
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            held = getattr(value, name)
            yield from held if name == "evidence" else places(held)


def covering(document: Document) -> Iterator[Span]:
    """Yield the spans of a file's statements. A characteristic stands for its whole section and covers nothing."""
    for name in set(Document.model_fields) - {"evidence", "characteristics", "readings"}:
        for key in places(getattr(document, name)):
            evidence = document.evidence[key]
            first, last = map(int, (evidence.lines or "0-0").split("-"))
            if (evidence.source or document.source) == "booklet" and last - first < LONGEST:
                yield evidence.bounds


@pytest.fixture(scope="module")
def stated() -> list[Span]:
    return [span for file in read_inputs([]).portfolio.files for span in covering(file.document)]


@pytest.fixture(scope="module")
def text() -> SourceText:
    path = os.environ.get("SEEDLINE_SOURCE_TEXT")
    if not path:
        pytest.skip("SEEDLINE_SOURCE_TEXT names no copy of the booklet")
    if not Path(path).is_file():
        missing(f"the text {path}")
    return SourceText.read(Path(path))


def gaps(spans: list[Span]) -> Iterator[Span]:
    """Yield what of the booklet lies in none of the spans."""
    start, end = Evidence(**COVER["pages"]).bounds
    reached = start
    for first, last in sorted([*spans, (end, end)]):
        if reached < first <= end:
            yield reached, first
        reached = max(reached, last)


def test_nothing_longer_than_a_conjunction_lies_between_statements(stated: list[Span]) -> None:
    found = [gap for gap in gaps([*stated, *(e.bounds for e in LEFT_OUT)]) if gap[1] - gap[0] > CHARACTERS]
    assert found == [], (
        "no statement covers these characters of the booklet; state them or leave them out with a reason"
    )


def test_no_words_lie_between_statements(stated: list[Span], text: SourceText) -> None:
    found = [
        (text.passage(*gap).first_line, words)
        for gap in gaps([*stated, *(e.bounds for e in LEFT_OUT)])
        if len(words := re.findall(r"\w[\w'’-]*", text.text[slice(*gap)])) > WORDS
    ]
    assert found == []


def test_what_is_left_out_is_in_the_text(text: SourceText) -> None:
    assert [problem for e in [Evidence(**COVER["pages"]), *LEFT_OUT] if (problem := check_evidence(e, text))] == []


def test_what_is_left_out_has_a_reason_and_no_statement(stated: list[Span]) -> None:
    assert set(COVER["left-out"]) == set(REASONS)
    for left_out in LEFT_OUT:
        start, end = left_out.bounds
        assert not any(first < end and start < last for first, last in stated), f"{left_out.lines} is stated as well"
    ends = sorted(e.bounds for e in LEFT_OUT)
    assert all(one[1] <= other[0] for one, other in pairwise(ends))


def test_a_statement_taken_away_leaves_a_gap(stated: list[Span]) -> None:
    """The cover is no formality: most sentences hang on one statement."""
    whole = {gap for gap in gaps([*stated, *(e.bounds for e in LEFT_OUT)]) if gap[1] - gap[0] > CHARACTERS}
    start, end = Evidence(**COVER["pages"]).bounds
    own = {span for span in stated if start <= span[0] < end and span[1] - span[0] > 2 * CHARACTERS}
    needed = 0
    for span in own:
        left = [other for other in stated if other != span]
        needed += any(gap[1] - gap[0] > CHARACTERS for gap in gaps([*left, *(e.bounds for e in LEFT_OUT)]))
    assert whole == set()
    assert needed > len(own) / 2
