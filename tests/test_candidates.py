"""What may have followed what: proposed with reasons, never told as fact, accepted and taken back like identities."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from seedline.errors import CaseFileError, InputError
from seedline.identity import Judgement, Undone, decide, kept_candidates, open_candidates, read_judgements, undo
from seedline.identity.resemblance import MOST, Project, candidates, stems
from seedline.pipeline import build, read_inputs
from seedline.views.tracer import Tracer

BASE = "https://w3id.org/seedline/id/"
TOLD = {"by": "A. B.", "on": "2026-11-29", "why": "The office says that it went on with the same staff."}
#: Pairs that people who know the Fund named as likely; no source links them.
LIKELY = [("PR.0216", "PR.0290"), ("CE.0303", "TK.0018"), ("PO.0125", "PO.0181"), ("CE.0352", "MD.0002")]


def open_ones(*sources: str) -> list[tuple[str, str]]:
    inputs = read_inputs(sources or ["default"])
    return [(c.earlier, c.later) for c in open_candidates(inputs.portfolio, inputs.records, inputs.judgements)]


@pytest.mark.parametrize("pair", LIKELY)
def test_what_people_think_likely_is_among_the_first_fifty(pair: tuple[str, str]) -> None:
    assert pair in open_ones()[:50]


def test_each_has_reasons_a_project_has_three_and_no_step_is_proposed_again() -> None:
    inputs = read_inputs(["default"])
    found = open_candidates(inputs.portfolio, inputs.records, inputs.judgements)
    assert all(0 < candidate.score <= 1 and candidate.reasons for candidate in found)
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    for side in (Counter(c.earlier for c in found), Counter(c.later for c in found)):
        assert max(side.values()) == MOST == 3
    pairs = {frozenset((c.earlier, c.later)) for c in found}
    steps = [step for file in inputs.portfolio.files for step in file.document.steps.values()]
    assert not [step for step in steps if frozenset((step.from_, step.to)) in pairs]
    # Over its framework too: what is linked through something else is linked.
    assert frozenset(("CT.0921", "crest")) not in pairs and frozenset(("IM.0043", "PO.0141")) not in pairs
    (argentina,) = [c for c in found if (c.earlier, c.later) == ("PO.0125", "PO.0181")]
    assert dict(argentina.reasons)["region"] == "latinAmericaCaribbean"
    assert "local" in dict(argentina.reasons)["words"].split(", ")
    assert "country" not in dict(argentina.reasons)


def test_the_later_begins_later_and_something_is_shared() -> None:
    told = stems("Border posts on the river")
    first = Project("a", told, told, frozenset({"TD"}), begun=2011)
    same_year = Project("b", told, told, frozenset({"TD"}), begun=2011)
    undated = Project("c", told, told, frozenset({"TD"}))
    elsewhere = Project("d", told, told, frozenset({"NP"}), begun=2014)
    other_words = Project("e", stems("Nurses"), stems("Nurses"), frozenset({"TD"}), begun=2014)
    later = Project("f", told, told, frozenset({"TD"}), begun=2014)
    found = candidates([later, other_words, elsewhere, undated, same_year, first], linked=[("f", "b")])
    assert [(c.earlier, c.later) for c in found] == [("a", "f")]


def test_one_that_is_accepted_is_a_reading_and_taken_back_it_is_none(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "mine.identity.yaml"
    before = build(["default"], home=home)
    pair = ("PR.0216", "PR.0290")
    assert BASE + pair[1] not in {node["iri"] for node in Tracer.of(before).lineage(pair[0]).json()["nodes"]}
    decide(file, Judgement(of=pair, verdict="follows", relation="nextPhase", **TOLD))
    assert pair not in open_ones("default", str(file))
    joined = build(["default", str(file)], home=home)
    tracer = Tracer.of(joined)
    (edge,) = [edge for edge in tracer.lineage(pair[0]).json()["edges"] if edge["to"] == BASE + pair[1]]
    assert (edge["relation"], edge["basis"], edge["assertedBy"], edge["status"]) == (
        "nextPhase",
        "inferred",
        "seedline",
        "ongoing",
    )
    graphs = tracer.snapshot.store.query("SELECT DISTINCT ?g { GRAPH ?g { ?s a sl:Step ; sl:from id:PR.0216 } }").rows()
    assert [str(g).rsplit("/", 1)[-1] for (g,) in graphs] == ["seedline"]
    undo(file, pair, Undone(by="C. D.", on="2026-11-30", why="Another office."), of_lineage=True)
    assert build(["default", str(file)], home=home).version == before.version
    assert pair in open_ones("default", str(file))
    decide(file, Judgement(of=pair, verdict="unrelated", **TOLD))
    assert pair not in open_ones("default", str(file))


def test_whether_two_are_one_and_whether_one_followed_are_two_questions(tmp_path: Path) -> None:
    file = tmp_path / "mine.identity.yaml"
    pair = ("PR.0135", "CE.0352")
    decide(file, Judgement(of=pair, verdict="different", **TOLD))
    decide(file, Judgement(of=pair, verdict="follows", relation="builtOn", **TOLD))
    assert sorted(j.verdict for j in read_judgements([file]).in_force()) == ["different", "follows"]
    store = build(["default", str(file)], home=tmp_path / "home").store
    query = "SELECT (COUNT(?j) AS ?n) { ?j a sl:Judgement ; sl:concernsThing id:PR.0135, id:CE.0352 }"
    assert list(store.query(query).rows()) == [("2",)]
    undo(file, pair, Undone(by="C. D.", on="2026-11-30", why="x"))
    assert [j.verdict for j in read_judgements([file]).in_force()] == ["follows"]


@pytest.mark.parametrize(
    ("verdict", "relation", "told"),
    [
        ("follows", "", "what follows needs a relation"),
        ("unrelated", "nextPhase", "nothing else has one"),
        ("follows", "partOf", "partof is no relation by which one thing follows another"),
        ("follows", "ledTo", "must be one of"),
    ],
)
def test_a_judgement_that_says_too_much_or_too_little_is_refused(
    tmp_path: Path, verdict: str, relation: str, told: str
) -> None:
    file = tmp_path / "mine.identity.yaml"
    extra = f"\n    relation: {relation}" if relation else ""
    file.write_text(
        'seedline-identity: "1"\njudgements:\n  - of: [PR.0216, PR.0290]\n'
        f'    verdict: {verdict}{extra}\n    by: "A."\n    on: "2026-11-29"\n    why: "x"\n',
        "utf-8",
    )
    with pytest.raises(CaseFileError, match=told):
        read_judgements([file])


def test_the_commands_list_decide_and_undo(tmp_path: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from seedline_api.cli import main; main()", "candidates", *words]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)

    listed = run("list", "--limit", "50", "--format", "csv")
    assert listed.returncode == 0, listed.stderr
    assert len(listed.stdout.splitlines()) == 51
    assert "none is a step until somebody accepts it" in listed.stderr
    told = ["--file", "my.identity.yaml", "--by", "A. B.", "--why", "Same staff.", "--on", "2026-11-29"]
    assert run("decide", "PR.0216", "PR.0290", "follows", "--relation", "nextPhase", *told).returncode == 0
    assert run("decide", "PR.0216", "PR.0290", "same", *told).returncode == 2
    assert "follows" in run("undo", "PR.0216", "PR.0290", *told).stderr
    with pytest.raises(InputError, match="is no record or thing here"):
        decide(tmp_path / "other.identity.yaml", Judgement(of=("PR.0216", "nobody"), verdict="unclear", **TOLD))
        read_inputs(["default", str(tmp_path / "other.identity.yaml")])


def test_the_documentation_gives_the_places_that_they_have() -> None:
    text = (Path(__file__).parent.parent / "docs" / "data.md").read_text("utf-8")
    found = open_ones()
    assert f"there are {len(found)};" in text
    for earlier, later in LIKELY:
        assert str(found.index((earlier, later)) + 1) in text.partition("people thought likely")[2][:300]


def test_of_many_projects_a_build_keeps_none_and_whoever_asks_gets_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seedline.pipeline.builder.COMPARED", 100)
    made = build([], home=tmp_path)
    assert kept_candidates(made.path) == []
    inputs = read_inputs([])
    assert len(open_candidates(inputs.portfolio, inputs.records, inputs.judgements)) > 100
