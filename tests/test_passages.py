"""Evidence spans: made, checked, found again in another extraction."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from seedline.errors import InputError
from seedline.ingest.corroboration import unbacked
from seedline.ingest.passages import SourceText, check_evidence, check_texts, hash_words
from seedline.pipeline import read_inputs
from tests.conftest import HARBOUR, missing

TEXT = SourceText((HARBOUR / "harbour.txt").read_text("utf-8"))


def test_every_span_of_the_fixture_is_in_its_text() -> None:
    inputs = read_inputs([str(HARBOUR)])
    assert check_texts(inputs.portfolio.files, "harbour", TEXT) == []


def test_a_changed_text_is_noticed_at_the_field() -> None:
    inputs = read_inputs([str(HARBOUR)])
    changed = SourceText(TEXT.text.replace("EUR 2.5 million", "EUR 3.5 million"))
    findings = check_texts(inputs.portfolio.files, "harbour", changed)
    assert [finding.field for finding in findings] == ["evidence.bank.span"]
    assert findings[0].line > 1


def test_the_passage_is_found_in_another_extraction() -> None:
    passage = next(TEXT.find("A bank approved ... all ports"))
    evidence = passage.evidence()
    other = SourceText("Page 1\n\n" + TEXT.text.replace("\n", "  \n").replace("million", "million"))
    assert check_evidence(evidence, other) is None
    assert next(other.find_hash(int(evidence.words or 0), evidence.words_sha256 or "")).text.startswith("A bank")


def test_the_hash_of_words_is_of_words_as_they_are_written_down() -> None:
    """The digest was made outside of Python: printf 'the seed funding first phase' | sha256sum."""
    digest = "9f6faf97a1801f492fabef33d0bc71c9e48a3c85c89c0c8630bd060948e4162e"
    for text in (
        "the seed funding first phase",
        "The \u201cseed\u201d funding,\n\ufb01rst phase",
        "THE seed\u00a0-- FUNDING (First) phase.",
    ):
        made = next(SourceText(text).find("the seed ... phase")).evidence()
        assert (made.words, made.words_sha256) == ("5", digest), text
    assert hash_words(["the", "seed", "funding", "first"]) != digest
    assert hash_words(["seed", "the", "funding", "first", "phase"]) != digest


def test_a_hash_of_other_words_is_told_even_when_the_spans_hash_is_right() -> None:
    evidence = next(TEXT.find("Budget: EUR 100,000")).evidence()
    assert check_evidence(evidence, TEXT) is None
    for wrong in ({"words_sha256": "0" * 64}, {"words": "99"}):
        assert "words" in (check_evidence(evidence.model_copy(update=wrong), TEXT) or "")


def test_wrong_lines_are_an_error_even_when_the_hash_is_right() -> None:
    passage = next(TEXT.find("Budget: EUR 100,000"))
    evidence = passage.evidence().model_copy(update={"lines": "1-1"})
    assert "lines 5-5" in (check_evidence(evidence, TEXT) or "")


def test_offsets_are_code_points_and_ends_exclusive() -> None:
    text = SourceText("é€😀 seed\nnext")
    passage = next(text.find("seed"))
    assert (passage.start, passage.end, passage.first_line) == (4, 8, 1)


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(InputError, match="outside a text"):
        TEXT.passage(0, 10**9)


def test_every_span_of_the_booklet_is_in_the_readers_copy() -> None:
    path = os.environ.get("SEEDLINE_SOURCE_TEXT")
    if not path:
        pytest.skip("SEEDLINE_SOURCE_TEXT names no copy of the booklet")
    if not Path(path).is_file():
        missing(f"the text {path}")
    text = SourceText.read(Path(path))
    inputs = read_inputs([])
    assert text.sha256 == inputs.portfolio.sources()["booklet"].sha256
    spans = sum(1 for file in inputs.portfolio.files for e in file.document.evidence.values() if e.span)
    assert spans > 40
    assert check_texts(inputs.portfolio.files, "booklet", text) == []
    assert unbacked(inputs.portfolio.files, "booklet", text) == []


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('amount: "100000"', 'amount: "110000"', "commitments.seed.amount"),
        ('funding-year: "2016"', 'funding-year: "2015"', "commitments.seed.funding-year"),
        ('value: "The Harbour School"', 'value: "The Harbor School"', "things.ZZ.0001.title.value"),
        (
            '{value: endorsed, on: "2019-05"',
            '{value: endorsed, on: "2019-06"',
            "policies.training.stages[0].on",
        ),
    ],
)
def test_a_value_that_its_passage_does_not_contain_is_found(tmp_path: Path, old: str, new: str, field: str) -> None:
    for path in HARBOUR.glob("*.yaml"):
        (tmp_path / path.name).write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    findings = unbacked(read_inputs([str(tmp_path)]).portfolio.files, "harbour", TEXT)
    assert [finding.field for finding in findings] == [field]
    assert unbacked(read_inputs([str(HARBOUR)]).portfolio.files, "harbour", TEXT) == []
