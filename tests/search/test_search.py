"""Search over the shipped data. What must be found was read from the booklet, not from the index."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from seedline.errors import SelectorError, SnapshotBroken
from seedline.pipeline import build
from seedline.search import SearchIndex
from seedline.search.writer import NAME
from seedline.store import Snapshot


@pytest.fixture(scope="module")
def index(snapshot: Snapshot) -> SearchIndex:
    return SearchIndex.open(snapshot.path)


def ids(index: SearchIndex, question: str, group: str = "") -> set[str]:
    answer = index.find(question, each=100)
    return {hit.id for name, hits in answer.hits.items() for hit in hits if group in {"", name}}


def seeds(index: SearchIndex, question: str) -> set[str]:
    from seedline.search.facets import Choice

    return {iri.rsplit("/", 1)[-1] for iri in index.chosen(Choice(), index.find(question).seeds)}


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("KfW", "kfw"), ("kfw", "kfw"), ("KFW", "kfw"), ("sme boost", "sme-boost"), ("MIDAS", "midas"), ("crest", "crest"),
        ("Mekenim", "mekenim"), ("Mekenin", "mekenim"), ("mekenimm", "mekenim"), ("UFRGS", "ufrgs"), ("ct.0921", "CT.0921"),
        ("M-LEARN", "m-learn"), ("xm-dac-47066-ct.0921", "CT.0921"),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(index: SearchIndex, question: str, wanted: str) -> None:
    found = ids(index, question)
    assert any(wanted in name for name in found), found


@pytest.mark.parametrize(
    ("question", "seed"),
    [
        ("Viet Nam", "CT.0921"), ("Việt Nam", "CT.0921"), ("VIỆT NAM", "CT.0921"), ("Vietnam", "CT.0921"),
        ("नेपाल", "MA.1147"), ("Népal", "MA.1147"), ("Nepl", "MA.1147"),
        ("أوكرانيا", "CE.0411"), ("Україна", "CE.0411"), ("Ucrania", "CE.0411"), ("تونس", "PR.0135"), ("Кыргызстан", "MD.0001"),
    ],
)  # fmt: skip
def test_a_country_is_found_in_any_script(index: SearchIndex, question: str, seed: str) -> None:
    assert seeds(index, question) == {seed}


def test_a_typing_error_is_forgiven_and_said(index: SearchIndex) -> None:
    answer = index.find("migratoin governence")
    assert dict(answer.read_as) == {"migratoin": ("migration",), "governence": ("governance",)}
    assert "PO.0125" in {hit.id for hit in answer.hits["seed"]}


def test_a_code_is_never_taken_for_another(index: SearchIndex) -> None:
    answer = index.find("CT.0912")
    assert answer.total == 0 and answer.nowhere == ("CT.0912",) and not answer.read_as
    assert [hit.id for hit in index.nearest_codes("CT.0912")][:1] == ["CT.0921"]


def test_what_is_nowhere_is_an_empty_answer(index: SearchIndex) -> None:
    answer = index.find("zzyzx")
    assert (answer.total, answer.nowhere, answer.seeds.any()) == (0, ("zzyzx",), False)
    assert index.find("?!…").total == 0 and index.find("").seeds.all()


def test_phrase_minus_and_field_narrow(index: SearchIndex) -> None:
    assert ids(index, '"health policy"') < ids(index, "health policy")
    with_health, without = ids(index, "nepal"), ids(index, "nepal -health")
    assert without < with_health and "nepal-mohp" in with_health - without
    assert seeds(index, "-nepal") == seeds(index, "") - {"MA.1147"}
    # KfW is named in claims and is an organisation; it committed money to one thing.
    assert ids(index, "funder:kfw") == {"sme-boost"} and seeds(index, "funder:KfW") == {"CE.0411"}
    assert seeds(index, "sdg:8.8") == {"CT.0921", "MA.1147"}
    assert ids(index, "name:crest") == {"crest", "crest-framework", "crest-private-partners"}


def test_everything_about_nepal(index: SearchIndex, snapshot: Snapshot) -> None:
    # The project and the fourteen things of its lineage, the ministry and the country itself.
    answer = index.find("country:nepal", each=100)
    assert (answer.counts["seed"], answer.counts["thing"]) == (1, 14)
    assert {"nepal-mohp"} <= ids(index, "nepal", "organisation")
    assert ids(index, "nepal", "place")


def test_each_hit_says_why_and_of_which_seed(index: SearchIndex) -> None:
    for question in ("kfw", "nepal", "8.8", "border tim", '"forced labour"'):
        for hits in index.find(question, each=100).hits.values():
            assert all(hit.why for hit in hits), question
    (hit,) = index.find("funder:kfw").hits["thing"]
    assert (hit.why, [key for key, _ in hit.seeds]) == ((("funder", "KfW"),), ["CE.0411"])
    assert not any("/" in text and " " not in text for _, text in hit.why)


@pytest.mark.parametrize(
    "question",
    ['"', '""', "-", "--", "NEAR(", "a AND (", "* OR *", "name:", "col : x", "'; DROP TABLE entry --", "\x00", "{a} : b", "^x", "x" * 500, "a " * 40],
)  # fmt: skip
def test_no_question_breaks_the_search(index: SearchIndex, question: str) -> None:
    try:
        index.find(question)
    except SelectorError as error:
        assert "field" in str(error) or "conditions" in str(error)
    assert index.find("kfw").total


def test_an_unknown_field_is_named_with_those_there_are(index: SearchIndex) -> None:
    with pytest.raises(SelectorError, match="funder") as caught:
        index.find("nepal donor:kfw")
    assert caught.value.column == 7


def test_a_read_only_folder_is_enough(snapshot: Snapshot, tmp_path: Path) -> None:
    shutil.copy(snapshot.path / NAME, tmp_path / NAME)
    (tmp_path / NAME).chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        assert SearchIndex.open(tmp_path).find("kfw").total
        assert os.listdir(tmp_path) == [NAME]
    finally:
        tmp_path.chmod(0o755)


def test_a_missing_or_foreign_index_is_said(tmp_path: Path) -> None:
    with pytest.raises(SnapshotBroken, match="build again"):
        SearchIndex.open(tmp_path)
    sqlite3.connect(tmp_path / NAME).execute("CREATE TABLE about (edition INTEGER)").connection.commit()
    with pytest.raises(SnapshotBroken, match="build again"):
        SearchIndex.open(tmp_path)


def test_a_build_that_is_no_work_still_adds_a_missing_index(harbour: Snapshot, tmp_path: Path) -> None:
    from tests.conftest import HARBOUR

    first = build([str(HARBOUR)], home=tmp_path)
    (first.path / NAME).unlink()
    again = build([str(HARBOUR)], home=tmp_path)
    assert again.version == first.version and SearchIndex.open(again.path).columns.seeds == 1
