"""Search over the shipped data. What must be found was read from the booklet, not from the index."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from pathlib import Path

import numpy as np
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


@pytest.mark.parametrize(
    ("question", "wanted", "left_out"),
    [
        # Fact sheets at lines 727 and 1217 declare 8.8; UFRGS has taken the certification over, line 315.
        ("SDG 8.8", {"CT.0921", "MA.1147"}, ()),
        ("ODS 8.8", {"CT.0921", "MA.1147"}, ()),
        ("who paid after seeds that touch 8.8", {"CT.0921", "MA.1147"}, ("who", "paid", "after", "seeds", "that", "touch")),
        ("what did KfW pay for", {"CE.0411"}, ("what", "did", "pay", "for")),
        # "Pays" is French for countries, and names places; a capital letter says which of the two is meant as a name.
        ("who pays MigraCidades", {"PO.0125"}, ("who", "pays")),
        ("zzyzx nepal", {"MA.1147"}, ("zzyzx",)),
    ],
)  # fmt: skip
def test_a_sentence_is_understood_by_its_telling_words(
    index: SearchIndex, question: str, wanted: set[str], left_out: tuple[str, ...]
) -> None:
    assert seeds(index, question) == wanted
    assert index.find(question).left_out == left_out


@pytest.mark.parametrize(
    "question",
    [
        "who paid",
        "qui a payé ?",
        "¿quién pagó?",
        "what is not known?",
        "what is only planned?",
        "which policies followed",
    ],
)
def test_words_that_only_ask_find_nothing_by_chance(index: SearchIndex, question: str) -> None:
    answer = index.find(question)
    assert (answer.total, answer.read_as, answer.apart, answer.left_out) == (0, (), (), ())


@pytest.mark.parametrize("word", ["paid", "payd", "pait", "cost"])
def test_a_short_word_is_taken_for_no_other(index: SearchIndex, word: str) -> None:
    assert index.find(word).read_as == ()


def test_an_owner_is_who_is_named(index: SearchIndex) -> None:
    for question in ("Nepal's project", "what do sources say differently about Nepal's project?", "l’Ukraine"):
        assert len(seeds(index, question)) == 1 and not index.find(question).read_as, question
    assert index.find("what do sources say differently about Nepal's project?").left_out[-1] == "project"


def test_words_that_never_stand_together_are_no_answer_and_say_so(index: SearchIndex) -> None:
    for question in ("nepal kfw", '"who carries on" migracidades', "funder:kfw nepal"):
        answer = index.find(question)
        assert answer.apart, question
        assert not answer.left_out
    # Of two names in a sentence none is dropped for the other.
    answer = index.find("compare Nepal and Ukraine")
    assert [word for word, found in answer.apart if found] == ["Nepal", "Ukraine"] and not answer.left_out
    answer = index.find("zzyzx -nepal")
    assert (answer.total, answer.left_out, answer.apart) == (0, (), ())


def test_a_goal_is_of_the_seeds_that_declare_it_alone(index: SearchIndex) -> None:
    """PO.0141 rests on PO.0125, whose fact sheet has 16.7; its own, at line 330 and after, has not."""
    (goal,) = [hit for hit in index.find("16.7", each=20).hits["goal"] if hit.iri.endswith("/16.7")]
    assert [key for key, _ in goal.seeds] == ["PO.0125"]


def test_an_amount_is_found_as_people_write_it(index: SearchIndex) -> None:
    # Line 137: the Fund's size in 2020.
    assert index.find("21.1 million").total and index.find("21100000").total


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


def test_each_seed_says_by_what_it_is_found(index: SearchIndex, snapshot: Snapshot) -> None:
    both = [f"{snapshot.base}id/MA.1147", f"{snapshot.base}id/CE.0411"]
    found = index.through("nepal", both)
    assert list(found) == both[:1] and found[both[0]][0].iri == both[0] and len(found[both[0]]) == 3
    assert index.through("", both) == index.through("-nepal", both) == {}


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


def test_a_build_of_the_same_version_brings_an_index_of_this_edition(tmp_path: Path) -> None:
    """Another Seedline built the same facts with an index of its own: other code makes another digest of what goes in."""
    from tests.conftest import HARBOUR

    first = build([str(HARBOUR)], home=tmp_path)
    with sqlite3.connect(first.path / NAME) as old:
        old.execute("UPDATE about SET edition = edition - 1")
    told = json.loads((first.path / "manifest.json").read_text("utf-8"))
    told["files"][NAME]["sha256"] = hashlib.sha256((first.path / NAME).read_bytes()).hexdigest()
    (first.path / "manifest.json").write_text(json.dumps(told), "utf-8")
    again = build([str(HARBOUR)], home=tmp_path, again=True)
    assert again.version == first.version and SearchIndex.open(again.path).columns.seeds == 1


def test_what_others_loaded_is_found_by_its_own_names(tmp_path: Path) -> None:
    """Of somebody's vocabulary or dump everything that has a name or a class is found, whatever its IRI."""
    (tmp_path / "tides.ttl").write_text(
        """
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix schema: <https://schema.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix e: <http://e.org/v#> .
        e:Gauge a rdfs:Class ; rdfs:label "tide gauge"@en , "marégraphe"@fr .
        <http://e.org/a%20b?x=1&y=2#f> a e:Gauge ; schema:name "Gauge at Honiara" .
        <http://e.org/日本> a e:Gauge ; foaf:name "Gauge at Vila" ; rdfs:comment "It leans." .
        e:c a skos:Concept ; skos:prefLabel "spring tide"@en ; skos:altLabel "springs"@en .
        [] a e:Reading .
        """,
        "utf-8",
    )
    index = SearchIndex.open(build([str(tmp_path / "tides.ttl")], home=tmp_path / "home").path)

    def hits(text: str) -> list[tuple[str, str, str]]:
        return [(hit.iri, hit.label, hit.kind) for hit in index.find(text).hits.get("loaded", ())]

    assert hits("maregraphe") == [("http://e.org/v#Gauge", "tide gauge", "Class")]
    assert hits("honiara") == [("http://e.org/a%20b?x=1&y=2#f", "Gauge at Honiara", "tide gauge")]
    assert hits("leans") == [("http://e.org/日本", "Gauge at Vila", "tide gauge")]
    assert hits("springs") == [("http://e.org/v#c", "spring tide", "Concept")]
    everything = index.find("")
    assert everything.counts == {"loaded": 5, "source": 1}
    assert len(everything.hits["loaded"]) == 5


@pytest.mark.parametrize(
    ("question", "words", "seeds"),
    [
        # The figure stands in MigraCidades' line (B 286-312), the country on the projects.
        ("Brazil 848", {"Brazil", "848"}, {"PO.0125"}),
        ("Sweden COVID", {"Sweden", "COVID"}, {"CT.0921", "CE.0411"}),
        ("Kyrgyzstan investments", {"Kyrgyzstan", "investments"}, {"MD.0001"}),
    ],
)
def test_words_that_no_entry_has_together_are_counted_and_each_is_found(
    index: SearchIndex, question: str, words: set[str], seeds: set[str]
) -> None:
    answer = index.find(question)
    assert {word for word, _ in answer.apart} == words
    assert all(count == index.find(word).total for word, count in answer.apart)
    assert answer.total
    found = {iri.rsplit("/", 1)[-1] for iri in index.iris(np.flatnonzero(answer.seeds))}
    assert seeds <= found
    # What has more of the words comes first, and every hit says which it has.
    assert all(hit.why for hits in answer.hits.values() for hit in hits)


def test_seeds_whose_entries_have_all_the_words_between_them_are_said_to(index: SearchIndex) -> None:
    answer = index.find("Brazil 848")
    assert answer.together
    assert [iri.rsplit("/", 1)[-1] for iri in index.iris(np.flatnonzero(answer.seeds))] == ["PO.0125"]
    assert not index.find("Sweden COVID").together
    # A word that is nowhere is said to be, and the others found.
    missing = index.find("Brazil 84899")
    assert dict(missing.apart)["84899"] == 0
    assert missing.nowhere == ("84899",)


def test_a_code_of_migof_is_found_by_the_words_that_people_say(index: SearchIndex) -> None:
    # MiGOF has three principles and three objectives; a fact sheet says "Principle 2".
    for question in ("MiGOF principle 2", "principle 2", "principe 2", "principio 2", "MiGOF P2"):
        goals = index.find(question).hits["goal"]
        assert [hit.iri.rsplit("/", 1)[-1] for hit in goals] == ["P2"], question
