"""Which records are one: proposed with reasons, judged, taken back, and all of it in a file that people can read."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from seedline.errors import CaseFileError, InputError, NotFound
from seedline.identity import (
    Judgement,
    Undone,
    decide,
    doubtful_bodies,
    open_proposals,
    proposals,
    read_judgements,
    undo,
)
from seedline.identity.candidates import Described
from seedline.pipeline import build, read_inputs
from seedline.views.tracer import Tracer

BASE = "https://w3id.org/seedline/id/"
MAPPING = """
seedline-mapping: "1"
owner: pages
title: Pages on projects, for tests
source: pages
asserted-by: other
sources:
  pages: {title: "Pages", kind: "web pages", collected: "2026-11-20"}
tables:
  pages:
    file: pages.csv
    section: records
    key: page
    constants: {kind: seedProject}
    columns: {code: identifiers.iom, title: title, country: {to: countries, codes: country}, start: start}
"""
ROWS = """page,code,title,country,start
a,ZZ.0001,Border posts on the river,NA,2015
b,,Border Posts on the River,NA,2015
c,,"Border posts on the river, phase II",NA,2018
d,ZZ.0001,Postes frontaliers du fleuve,NA,
"""
TOLD = {"by": "A. B.", "on": "2026-11-29", "why": "Same title, same year."}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "pages.csv").write_text(ROWS, "utf-8")
    (tmp_path / "pages.map.yaml").write_text(MAPPING, "utf-8")
    return tmp_path


def sources(pages: Path) -> list[str]:
    return ["default:booklet", f"table:{pages / 'pages.csv'}", *map(str, sorted(pages.glob("*.identity.yaml")))]


def clusters(pages: Path) -> dict[str, list[str]]:
    found = read_inputs(sources(pages)).records.clusters
    return {cluster.key: [member.record.key for member in cluster.members] for cluster in found}


def command(*words: str) -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-c", "from seedline_api.cli import main; main()", *words]
    return subprocess.run(run, capture_output=True, text=True)


def test_a_code_joins_by_rule_and_a_title_proposes(pages: Path) -> None:
    assert sorted(map(sorted, clusters(pages).values())) == [["a", "d"], ["b"], ["c"]]
    inputs = read_inputs(sources(pages))
    found = open_proposals(inputs.portfolio, inputs.records, inputs.judgements)
    assert [(p.one, p.other, p.reasons) for p in found if p.one.startswith("pages/")] == [
        ("pages/a", "pages/b", ("sameTitle", "sameCountry", "sameYear"))
    ]
    assert 0.9 < found[0].score <= 1


def test_a_judgement_taken_back_gives_the_version_and_the_records_back(pages: Path, tmp_path: Path) -> None:
    home, file = tmp_path / "home", pages / "mine.identity.yaml"
    before = build(sources(pages), home=home)
    decide(file, Judgement(of=("pages/b", "pages/a"), verdict="same", **TOLD))
    assert sorted(map(sorted, clusters(pages).values())) == [["a", "b", "d"], ["c"]]
    merged = build(sources(pages), home=home)
    tracer = Tracer.of(merged)
    (own,) = set(clusters_before := merged.manifest["replaced"])
    assert clusters_before[own] == "ZZ.0001" and own.startswith("border-posts-on-the-river")
    # Every record keeps its own address, and the one that lost leads to the other.
    asked = tracer.snapshot.store.query("SELECT ?r ?g { GRAPH ?g { ?r sl:recordOf id:ZZ.0001 } } ORDER BY ?r").rows()
    assert [(str(r).rsplit("/", 1)[-1], str(g).rsplit("/", 1)[-1]) for r, g in asked] == [
        ("a", "pages"), ("b", "seedline"), ("d", "pages"),
    ]  # fmt: skip
    assert tracer.resolve(own) == BASE + "ZZ.0001"
    undo(file, ("pages/a", "pages/b"), Undone(by="C. D.", on="2026-11-30", why="Another river."))
    after = build(sources(pages), home=home)
    assert (before.version, merged.version != before.version) == (after.version, True)
    assert sorted(map(sorted, clusters(pages).values())) == [["a", "d"], ["b"], ["c"]]
    text = file.read_text("utf-8")
    assert "Another river." in text and "Same title, same year." in text
    with pytest.raises(NotFound, match="no judgement"):
        undo(file, ("pages/a", "pages/b"), Undone(by="C. D.", on="2026-11-30", why="x"))
    # It can be judged anew.
    decide(file, Judgement(of=("pages/a", "pages/b"), verdict="unsure", **TOLD))
    assert [j.verdict for j in read_judgements([file]).in_force()] == ["unsure"]
    assert build(sources(pages), home=home).manifest["replaced"] == {}


def test_a_code_that_pages_show_names_what_has_it(pages: Path, tmp_path: Path) -> None:
    """ZZ.0001 is no thing of a case file and no record: it is what pages a and d are joined to by that code."""
    home, file = tmp_path / "home", pages / "mine.identity.yaml"
    before = build(sources(pages), home=home)
    (other,) = (key for key, members in clusters(pages).items() if members == ["c"])
    decide(file, Judgement(of=("ZZ.0001", other), verdict="same", **TOLD))
    assert sorted(map(sorted, clusters(pages).values())) == [["a", "c", "d"], ["b"]]
    merged = Tracer.of(build(sources(pages), home=home))
    assert merged.resolve(other) == BASE + "ZZ.0001"
    judged = merged.snapshot.store.query(
        "SELECT DISTINCT ?t { ?j a sl:Judgement ; sl:judgedBy 'A. B.' ; sl:concernsThing ?t }"
    )
    assert [str(row[0]) for row in judged.rows()] == [BASE + "ZZ.0001"]
    # A judgement on lineage that names what is no more by itself is one on what it is now.
    steps = pages / "steps.identity.yaml"
    decide(steps, Judgement(of=(other, "CT.0921"), verdict="follows", relation="nextPhase", **TOLD))
    assert "ZZ.0001" in {
        step.from_ for file in read_inputs(sources(pages)).portfolio.files for step in file.document.steps.values()
    }
    steps.unlink()
    undo(file, (other, "ZZ.0001"), Undone(by="C. D.", on="2026-11-30", why="Another river."))
    assert build(sources(pages), home=home).version == before.version
    decide(file, Judgement(of=("pages/a", "ZZ.0001"), verdict="different", **TOLD))
    with pytest.raises(InputError, match="take one of them back"):
        clusters(pages)


@pytest.mark.parametrize(
    ("of", "verdict", "told"),
    [
        (("pages/a", "pages/x"), "same", "names 'pages/x', which is no record or thing"),
        (("pages/a", "pages/d"), "different", "take one of them back"),
        (("CT.0921", "PO.0125"), "same", None),
    ],
)
def test_judgements_that_cannot_be_followed_are_errors(
    pages: Path, of: tuple[str, str], verdict: str, told: str | None
) -> None:
    decide(pages / "mine.identity.yaml", Judgement(of=of, verdict=verdict, **TOLD))  # type: ignore[arg-type]
    if told is None:
        # Two things of the case files stay two where no record joins them.
        assert "CT.0921" not in clusters(pages)
        return
    with pytest.raises(InputError, match=told):
        clusters(pages)


def test_a_file_of_judgements_is_checked(pages: Path) -> None:
    (pages / "mine.identity.yaml").write_text(
        'seedline-identity: "1"\njudgements:\n  - {of: [a, a], verdict: perhaps, by: x, on: "2026", why: y}\n', "utf-8"
    )
    with pytest.raises(CaseFileError, match="verdict"):
        clusters(pages)


def test_the_commands_list_decide_and_undo(pages: Path) -> None:
    given = sources(pages)
    file = str(pages / "mine.identity.yaml")
    listed = command("identity", "list", *given, "--format", "csv")
    assert listed.returncode == 0, listed.stderr
    assert "pages/a,pages/b" in listed.stdout and "sameTitle" in listed.stdout
    by = ("--file", file, "--by", "A. B.", "--why", "Same.")
    assert command("identity", "decide", "pages/a", "pages/b", "same", *by).returncode == 0
    assert command("identity", "decide", "pages/a", "pages/b", "perhaps", *by).returncode == 2
    listed = command("identity", "list", *given, file, "--format", "csv")
    assert "pages/b" not in listed.stdout
    assert command("identity", "undo", "pages/b", "pages/a", *by).returncode == 0
    listed = command("identity", "list", *given, file, "--judged", "--format", "csv")
    assert listed.stdout.count("A. B.") == 1 and "Same." in listed.stdout
    assert "pages/b" in command("identity", "list", *given, file, "--format", "csv").stdout


def test_what_is_shipped_leaves_nothing_likely_unjudged(shipped: Tracer) -> None:
    inputs = read_inputs([])
    assert len(list(inputs.judgements.in_force())) == 14
    found = open_proposals(inputs.portfolio, inputs.records, inputs.judgements)
    assert [p for p in found if p.score >= 0.9] == []


def test_an_address_that_lost_leads_to_the_other_for_good(shipped_home: Path) -> None:
    from tests.conftest import Server

    running = Server(shipped_home)
    try:
        for path in ("/id/PR.0236", "/doc/PR.0236"):
            answer = httpx.get(running.url + path, follow_redirects=False)
            assert (answer.status_code, answer.headers["location"].rsplit("/", 1)[-1]) == (301, "m-learn"), path
        assert httpx.get(running.url + "/id/PR.0236", follow_redirects=True).status_code == 200
        assert httpx.get(running.url + "/id/CT.0921", follow_redirects=False).status_code == 303
        page = httpx.get(running.url + "/identity").text
        assert "Judged to be different" in page and "Liberia" in page
        assert "Jugées différentes" in httpx.get(running.url + "/identity?lang=fr").text
        assert httpx.get(running.url + "/identity.json").json()["total"] == 14
    finally:
        running.stop()


WORDS = [
    "border",
    "management",
    "migration",
    "health",
    "labour",
    "data",
    "counter",
    "trafficking",
    "assistance",
    "policy",
    "diaspora",
    "return",
    "reintegration",
    "youth",
    "women",
    "climate",
    "displacement",
    "remittance",
    "skills",
    "governance",
    "visa",
    "passport",
    "shelter",
    "school",
    "police",
    "coast",
    "port",
    "island",
    "river",
    "region",
    "national",
    "local",
    "government",
    "community",
    "private",
    "sector",
    "research",
    "profile",
    "strategy",
    "framework",
    "training",
    "dialogue",
    "network",
    "centre",
]
PLACES = [
    f"{a}{b}"
    for a in ("Al", "Be", "Co", "Da", "El", "Fa", "Go", "Ha", "Is", "Ju")
    for b in ("ria", "lan", "mok", "tesh", "vina", "zar", "quo", "nor")
]


def portfolio(size: int, planted: int, seed: int = 3) -> tuple[list[Described], set[frozenset[str]]]:
    """Return made-up projects with titles of six words and a place, and which of them were written down a second time."""
    draw = random.Random(seed)
    found = []
    for number in range(size - planted):
        place = draw.choice(PLACES)
        # No word tells it from the others; every ninth is the second phase of another project, which is no duplicate.
        title = f"{' '.join(draw.sample(WORDS, 6))} in {place}"
        if found and number % 9 == 0:
            title = f"{draw.choice(found).title} phase II"
        found.append(
            Described(
                f"s/{number}",
                title,
                frozenset({place[:2].upper()}),
                draw.randint(2005, 2024),
                Decimal(draw.randint(10, 300) * 1000),
            )
        )
    pairs = set()
    for number, twin in enumerate(draw.sample(found, planted)):
        words = twin.title.split()
        kind = number % 4
        if kind == 0:
            words[0] = words[0].upper()
        elif kind == 1:
            words[1] = words[1][:-1]
        elif kind == 2:
            words.insert(2, "the")
        else:
            words[0], words[1] = words[1], words[0]
        again = Described(
            f"t/{number}", " ".join(words), twin.countries, twin.year, twin.amount if number % 3 else None
        )
        found.append(again)
        pairs.add(frozenset({twin.name, again.name}))
    return found, pairs


def held(size: int, planted: int) -> tuple[float, float, float]:
    described, wanted = portfolio(size, planted)
    began = time.process_time()
    told = {frozenset({p.one, p.other}) for p in proposals(described)}
    right = len(told & wanted)
    return right / len(wanted), right / len(told), time.process_time() - began


def test_proposals_find_what_was_written_down_twice() -> None:
    recall, precision, _ = held(5_000, 100)
    assert recall >= 0.95 and precision >= 0.98


@pytest.mark.soak
def test_proposals_over_a_hundred_thousand_projects() -> None:
    # In a process of its own: the memory of one that ran other tests says nothing.
    script = (
        "import json, resource; from tests.test_identity import held;"
        "print(json.dumps([*held(100_000, 2_000), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True
    )
    recall, precision, seconds, kilobytes = json.loads(done.stdout)
    assert recall >= 0.95 and precision >= 0.98
    assert seconds <= 60
    assert kilobytes <= 1024 * 1024


def test_one_body_under_several_keys_and_several_under_one_identifier_are_reported(tmp_path: Path) -> None:
    head = 'seedline: "1"\nowner: %s\ntitle: t\nthings: {%s-thing: {kind: project, label: x}}\norganisations:\n'
    (tmp_path / "a.yaml").write_text(
        head % ("a", "a")
        + '  bank-a: {label: "Example Bank", kind: developmentBank, identifier: "XM-1"}\n'
        + '  ministry-na: {label: "Ministry of Labour", kind: government, country: NA}\n'
        + '  office: {label: "Field office", alt-labels: [Bank], kind: other, part-of: bank-a}\n',
        "utf-8",
    )
    (tmp_path / "b.yaml").write_text(
        head % ("b", "b")
        + '  bank-b: {label: "EXAMPLE  bank", kind: developmentBank}\n'
        + '  ministry-no: {label: "Ministry of Labour", kind: government, country: "NO"}\n'
        + '  other-bank: {label: "Another Bank", kind: other, identifier: "xm-1"}\n'
        + '  branch: {label: "Example Bank", kind: other, part-of: bank-a}\n',
        "utf-8",
    )
    told = [
        "b.yaml:6:12: organisations.bank-b.label: has a name or page of 'bank-a' too: if they are one body, describe it once",
        "b.yaml:8:52: organisations.other-bank.identifier: has the identifier 'xm-1' of 'bank-a', Example Bank: one identifier is one body",
    ]
    done = command("validate", str(tmp_path))
    assert done.returncode == 0, done.stdout
    assert [line.removeprefix("warning: ") for line in done.stdout.splitlines() if "bod" in line] == told
    findings = build([str(tmp_path)], home=tmp_path / "home").findings
    assert [str(finding) for finding in findings if "bod" in finding.message] == told
    assert all({"fr", "es"} == set(finding.translations) for finding in findings)


def test_no_body_of_what_is_shipped_is_in_doubt() -> None:
    assert list(doubtful_bodies(read_inputs(["default"]).portfolio)) == []
