"""The command line, run as a user runs it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.conftest import HARBOUR, PATIENCE


def seedline(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from seedline_api.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, **more)  # type: ignore[call-overload,no-any-return]


def test_every_command_has_help_with_an_example() -> None:
    listed = seedline("--help").stdout
    for name in (
        "build",
        "validate",
        "query",
        "trace",
        "render",
        "cite",
        "serve",
        "snapshots list",
        "snapshots use",
        "synth",
        "top",
    ):
        assert name.split()[0] in listed
        answer = seedline(*name.split(), "--help")
        assert answer.returncode == 0
        assert f"Example: seedline {name}" in " ".join(answer.stdout.replace("│", " ").split()), name


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "fr",
            "AVANT|AMORÇAGE|PRODUIT|ARGENT|au moins USD 14,5 millions|USD 5,8 millions de|obtenu, connu|"
            "suites par unité de subvention d’amorçage : au moins 48,3 (rapportées, non attribuées)|"
            "lancé le 1er octobre 2017|sources recueillies le|lignes 1266",
        ),
        (
            "es",
            "ANTES|SEMILLA|PRODUCIDO|DINERO|al menos USD 14,5 millones|USD 5,8 millones de|asegurado, conocido|"
            "financiación posterior por unidad de subvención semilla: al menos 48,3 (declarada, no atribuida)|"
            "iniciado el 1 de octubre de 2017|fuentes recogidas el|líneas 1266",
        ),
    ],
)
def test_a_trace_is_told_whole_in_a_language(home: Path, lang: str, told: str) -> None:
    answer = seedline("trace", "CT.0921", "--lang", lang, "--home", str(home))
    assert answer.returncode == 0
    text = " ".join(answer.stdout.split())
    assert not [part for part in told.split("|") if part not in text]
    # Names are as the data has them; no word of ours is left in English.
    assert not re.search(
        r"\b(BEFORE|MONEY|seed:|follow-on|not counted|Facts as of|it \[|at least|known by|from)\b", text
    )
    assert seedline("trace", "CT.0921", "--lang", "de", "--home", str(home)).returncode == 2


def test_trace_reads_the_lineage_aloud(home: Path) -> None:
    answer = seedline("trace", "CT.0921", "--home", str(home))
    assert answer.returncode == 0
    assert "at least USD 14.5 million" in " ".join(answer.stdout.split())
    assert "at least 48.3 (reported, not attributed)" in " ".join(answer.stdout.split())
    assert max(map(len, answer.stdout.splitlines())) <= 80


def test_trace_as_json_and_csv(home: Path) -> None:
    assert (
        json.loads(seedline("trace", "CT.0921", "--home", str(home), "--format", "json").stdout)["money"][0]["leverage"]
        == "48.3"
    )
    rows = list(
        csv.DictReader(io.StringIO(seedline("trace", "CT.0921", "--home", str(home), "--format", "csv").stdout))
    )
    assert {row["relation"] for row in rows} == {"produced", "builtOn", "scaledInto"}
    assert all(row["lines"] for row in rows)


@pytest.mark.parametrize("format_", ["table", "json", "xml", "csv", "tsv"])
def test_query_formats(home: Path, format_: str) -> None:
    answer = seedline(
        "query",
        "SELECT ?a { ?c sl:recipient id:crest ; sl:amount ?a }",
        "--home",
        str(home),
        "--format",
        format_,
    )
    assert "5600000" in answer.stdout


def test_query_from_a_file_a_pipe_and_as_a_question(home: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK { id:crest a sl:Programme }", "utf-8")
    assert seedline("query", f"@{tmp_path / 'q.rq'}", "--home", str(home)).stdout == "yes\n"
    no = seedline("query", "-", "--home", str(home), input="ASK { id:crest a sl:SeedProject }")
    assert (no.stdout, no.returncode) == ("no\n", 3)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["query", "SELECT {"], 2, "line 1, column 8"),
        (["trace", "nobody"], 4, "nobody"),
        (["build", "nowhere.yaml"], 2, "nowhere.yaml"),
        (["render", "CT.0921", "-o", "x.gif"], 2, ".svg"),
        (["snapshots", "use", "abc"], 4, "abc"),
        (["query", "@/nope"], 2, "/nope"),
        (["query", f"@{sys.executable}"], 2, "UTF-8"),
        (["select", "CT.0921 nobody+"], 2, "position 9"),
        (["trace", "CT.0921", "--status", "done"], 2, "'done' is no status"),
        (["trace", "CT.0921", "--source", "nobody"], 4, "nobody"),
        (["diff", "abc", "abc"], 4, "abc"),
        (["serve", "--host", "192.0.2.1"], 7, "--port"),
    ],
)
def test_errors_are_one_message_and_an_exit_code(home: Path, arguments: list[str], code: int, says: str) -> None:
    answer = seedline(*arguments, "--home", str(home)) if arguments[0] != "cite" else seedline(*arguments)
    assert answer.returncode == code
    assert says in answer.stderr
    assert "Traceback" not in answer.stderr


def test_validate_looks_evidence_up_in_the_readers_copy(tmp_path: Path) -> None:
    good = seedline("validate", str(HARBOUR), "--source-text", f"harbour={HARBOUR / 'harbour.txt'}")
    assert (good.returncode, "0 violations" in good.stderr) == (0, True)
    changed = tmp_path / "harbour.txt"
    changed.write_text((HARBOUR / "harbour.txt").read_text("utf-8").replace("2019", "2020"), "utf-8")
    bad = seedline("validate", str(HARBOUR), "--source-text", f"harbour={changed}", "--format", "json")
    assert bad.returncode == 1
    assert {
        "evidence.policy.span",
        "policies.training.stages[0].on",
        "carried-on.ministry.on.after",
        "steps.policy.statuses[0].on",
    } == {row["field"] for row in json.loads(bad.stdout) if row["severity"] == "violation"}


def test_cite_prints_a_block_that_the_case_file_can_hold(tmp_path: Path) -> None:
    text = str(HARBOUR / "harbour.txt")
    answer = seedline(
        "cite", "A bank approved ... all ports", "--source-text", text, "--key", "bank", "--section", "Text"
    )
    block = answer.stdout.strip().splitlines()
    assert [line.strip() for line in block[-2:]] == ['begins: "A bank approved"', 'ends: "in all ports"']
    assert "\n".join(block[:-2]) in (HARBOUR / "ZZ.0001.yaml").read_text("utf-8")
    twice = seedline("cite", "the", "--source-text", text)
    assert (twice.returncode, "times (lines" in twice.stderr) == (2, True)
    assert seedline("cite", "no such words", "--source-text", text).returncode == 4


def test_a_closed_pipe_is_no_error(home: Path) -> None:
    command = f"{sys.executable} -c 'from seedline_api.cli import main; main()' query 'SELECT ?s ?p ?o {{ ?s ?p ?o }}' --format csv --home {home} | head -n 1"
    answer = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert (answer.stdout.strip(), answer.stderr) == ("s,p,o", "")


def test_new_writes_a_case_that_builds_and_is_a_draft(tmp_path: Path) -> None:
    answers = {
        "title": 'Ports: "one" #1', "label": "Ports", "summary": "A summary.", "countries": "NA, NO", "funder": "idf",
        "amount": "50000", "currency": "USD", "year": "2020", "url": "https://example.org/p", "seen": "2024-01-31", "voice": "other",
        "followed": "More ports", "relation": "scaledInto", "status": "launched", "on": "2022-05", "asof": "2022-06",
    }  # fmt: skip
    out = tmp_path / "ZZ.0002.yaml"
    typed = seedline("new", "ZZ.0002", "-o", str(out), input="\n".join(["", *answers.values()]) + "\n")
    assert typed.returncode == 0, typed.stderr
    given = [part for name, value in answers.items() for part in ("--answer", f"{name}={value}")]
    assert seedline("new", "ZZ.0002", "-o", str(tmp_path / "b.yaml"), *given).returncode == 0
    assert (tmp_path / "b.yaml").read_text("utf-8") == out.read_text("utf-8")
    # A wrong answer is asked again, or refused where it was given with the command.
    wrong = [answer if answer != "50000" else "50,000\n50000" for answer in answers.values()]
    again = seedline("new", "ZZ.0002", "-o", str(tmp_path / "c.yaml"), input="\n".join(wrong) + "\n")
    assert (tmp_path / "c.yaml").read_text("utf-8") == out.read_text("utf-8") and "50,000" in again.stderr
    refused = seedline("new", "ZZ.0003", *given, "--answer", "relation=ledTo")
    assert refused.returncode == 2 and "relation: " in refused.stderr and "scaledInto" in refused.stderr
    home = str(tmp_path / "home")
    assert seedline("build", "default", str(out), "--home", home).returncode == 0
    assert "was scaled into More ports (launched May 2022)" in " ".join(
        seedline("trace", "ZZ.0002", "--home", home).stdout.split()
    )
    draft = "ASK { id:ZZ.0002 sl:draft true ; sl:country country:NA, country:NO FILTER NOT EXISTS { ?t sl:totalOf id:ZZ.0002 } }"
    assert seedline("query", draft, "--home", home).stdout == "yes\n"
    assert seedline("new", "ZZ.0002", "-o", str(out), *given).returncode == 2


def test_paths_selections_and_conflicts(home: Path) -> None:
    way = json.loads(seedline("paths", "CT.0921", "crest", "--home", str(home), "--format", "json").stdout)
    assert [[iri.rsplit("/", 1)[-1] for iri in path] for path in way["paths"]] == [["framework", "crest-programme"]]
    rows = list(
        csv.reader(
            io.StringIO(
                seedline(
                    "select", "CT.0921+ sdg:8.8", "--exclude", "kind:product", "--home", str(home), "--format", "csv"
                ).stdout
            )
        )
    )
    assert [row[0] for row in rows if row] == ["id", "CT.0921", "MA.1147", "crest"]
    told = json.loads(seedline("conflicts", "--home", str(home), "--format", "json").stdout)
    assert {row["kind"] for row in told} == {"a tension, no contradiction", "told in two ways"}
    # A difference on a thing of the lineage is one of the lineage; other lineages' are not.
    mine = json.loads(seedline("conflicts", "CE.0352", "--home", str(home), "--format", "json").stdout)
    assert {row["about"] for row in mine} == {"eni-2012", "dominican-mgi-process"} and len(mine) < len(told)
    nothing = seedline("conflicts", "PO.0125", "--home", str(home))
    assert nothing.returncode == 0 and "no statements are recorded to differ" in nothing.stderr
    table = seedline("paths", "CT.0921", "crest", "--home", str(home), "--format", "table").stdout
    assert max(map(len, table.splitlines())) <= 80
    # The programme is under way, and so it is told: "is being scaled into (ongoing)", broken between words.
    assert "is being" in table and "(ongoing)" in table


@pytest.mark.parametrize(
    "command",
    ["paths CT.0921 crest", "select CT.0921+", "conflicts", "top", "snapshots list", "trace CT.0921", "validate"],
)
def test_rows_as_csv_are_rows_alone(home: Path, command: str) -> None:
    place = [] if command == "validate" else ["--home", str(home)]
    written = seedline(*command.split(), *place, "--format", "csv").stdout
    lines = list(csv.reader(io.StringIO(written)))
    assert lines and {len(line) for line in lines} == {len(lines[0])} and written.endswith("\n")


@pytest.mark.parametrize(
    ("command", "french", "spanish"),
    [
        ("find kfw", "groupe\tquoi\ttype", "grupo\tqué\ttipo"),
        ("conflicts CE.0352", "une tension, pas une contradiction", "una tensión, no una contradicción"),
        ("paths CT.0921 crest", "changement d’échelle", "booklet, líneas 1269–1271"),
        ("top USD", "projet d’amorçage\tnom", "proyecto semilla\tnombre"),
    ],
)
def test_commands_speak_the_language_that_is_asked_for(home: Path, command: str, french: str, spanish: str) -> None:
    for language, word in (("fr", french), ("es", spanish)):
        assert word in seedline(*command.split(), "--home", str(home), "--lang", language).stdout
    refused = seedline(*command.split(), "--home", str(home), "--lang", "de")
    assert refused.returncode == 2 and "en, fr or es" in refused.stderr


def test_a_question_takes_one_value_of_a_parameter(home: Path) -> None:
    twice = seedline("ask", "products-of-a-seed", "--seed", "CT.0921", "--seed", "CE.0411", "--home", str(home))
    assert twice.returncode == 2 and "--seed is given twice" in twice.stderr
    named = seedline("ask", "seeds-of-a-country", "--country", "Népal", "--home", str(home))
    assert named.returncode == 0 and "migration health" in named.stdout and "It does not say: " in named.stderr
    spoken = seedline("ask", "seeds-of-a-country", "--country", "Nepal", "--lang", "fr", "--home", str(home))
    assert "Cela ne dit pas" in spoken.stderr


def test_no_follow_on_in_a_currency_is_said_with_those_there_are(home: Path) -> None:
    for more, there_are in (([], "USD"), (["--source", "booklet"], "USD"), (["--told-by", "1900"], "no other")):
        answer = seedline("top", "usd", *more, "--home", str(home))
        assert answer.returncode == 0 and "'usd'" in answer.stderr and there_are in answer.stderr


def test_a_trace_names_where_the_lineage_goes_on(home: Path) -> None:
    def told(*arguments: str) -> str:
        return " ".join(seedline("trace", *arguments, "--home", str(home)).stdout.split())

    # PO.0141 is built on PO.0125: it rests on that lineage and is no part of it.
    continues = (
        "CONTINUES IN Migration governance in Brazil -> Local stakeholders and legal assistance in Brazil (PO.0141)"
    )
    assert f"{continues}: was built upon by" in told("PO.0125")
    assert "CONTINUES IN CREST framework -> CREST programme (crest): is being scaled into" in told(
        "CT.0921", "--down", "1"
    )
    assert "CONTINUES IN" not in told("CT.0921")


def test_a_trace_tells_no_step_stronger_than_its_status(home: Path) -> None:
    def told(code: str) -> str:
        return " ".join(seedline("trace", code, "--home", str(home)).stdout.split())

    brazil, gender, timor, tunisia = map(told, ("PO.0125", "MD.0001", "IB.0123", "PR.0135"))
    assert "Online training course is to be scaled into it [planned, known by October 2021;" in brazil
    assert "development priorities may be scaled into it [recommended, known by October 2021;" in gender
    assert "development priorities contributed to it [ongoing, known by October 2021;" in gender
    assert "in Timor-Leste is set to be scaled into it [approved 3 June 2021;" in timor
    assert (
        "from Government of Australia to Border management capacity project, Australia [approved 3 June 2021;" in timor
    )
    assert "in Timor-Leste is producing it [ongoing, known by October 2021;" in timor
    assert "Summer School on Migration was scaled into it [by our reading launched 2018;" in tunisia
    assert "Summer School on Migration was followed by the next phase, it [achieved," in tunisia


def test_diff_tells_what_changed(tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    before = json.loads(seedline("build", str(HARBOUR), "--home", home, "-q", "--format", "json").stdout)["version"]
    for path in HARBOUR.glob("*.yaml"):
        text = (
            path.read_text("utf-8")
            .replace('amount: "2500000"', 'amount: "2600000"')
            .replace("value: approved, on", "value: launched, on")
            .replace('amount: "100000"', 'amount: "80000"')
            .replace("funder: treasury, status: blocked", "funder: treasury, status: planned")
        )
        (tmp_path / path.name).write_text(text, "utf-8")
    after = json.loads(
        seedline(
            "build",
            str(tmp_path / "ZZ.0001.yaml"),
            str(tmp_path / "sources.yaml"),
            "--home",
            home,
            "-q",
            "--format",
            "json",
        ).stdout
    )["version"]
    same = seedline("diff", after, after, "--home", home, "--format", "table")
    assert (same.returncode, same.stdout) == (0, "no difference in things, steps, commitments or sums\n")
    changed = seedline("diff", before, after, "--home", home, "--format", "json")
    assert changed.returncode == 1
    assert {(row["what"], row["before"], row["after"]) for row in json.loads(changed.stdout)} == {
        ("step", "scaledInto, approved as of 2021", "scaledInto, launched as of 2021"),
        (
            "commitment",
            "up to EUR 2.5 million, Example Bank, approved as of 2021",
            "up to EUR 2.6 million, Example Bank, approved as of 2021",
        ),
        ("commitment", "EUR 100,000, Example Fund, notStated", "EUR 80,000, Example Fund, notStated"),
        (
            "commitment",
            "no amount, Treasury of Exampleland, blocked as of 2021",
            "no amount, Treasury of Exampleland, planned as of 2021",
        ),
        ("seed EUR", "EUR 100,000", "EUR 80,000"),
        ("follow-on EUR", "up to EUR 2.5 million", "up to EUR 2.6 million"),
        ("per seed unit EUR", "up to 25.0", "up to 32.5"),
    }
    told = "scaledInto, approved as of 2021 → scaledInto, launched as of 2021"
    for format_, begins, arrow in (("mermaid", "flowchart", ".->"), ("dot", "digraph", "dashed")):
        diagram = seedline("diff", before, after, "--home", home, "--format", format_).stdout
        assert diagram.startswith(begins) and told in diagram and diagram.count(arrow) == 1


@pytest.mark.parametrize(("format_", "begins"), [("mermaid", "flowchart"), ("dot", "digraph")])
def test_ways_and_lineages_as_diagrams(home: Path, format_: str, begins: str) -> None:
    ways = seedline("paths", "CT.0921", "crest", "--home", str(home), "--format", format_).stdout
    whole = seedline("trace", "CT.0921", "--home", str(home), "--format", format_).stdout
    assert begins in ways and begins in whole
    # Between the two stand the framework and the two steps alone; the whole lineage has the studies too.
    assert "CREST framework" in ways and "Situation" not in ways and "Situation" in whole


def test_a_made_up_portfolio_builds_and_lists_its_largest(tmp_path: Path) -> None:
    made = seedline("synth", "200", "--seed", "3", "--out", str(tmp_path / "data"))
    assert made.stderr.count("wrote") == 4
    built = seedline("build", str(tmp_path / "data"), "--home", str(tmp_path / "home"))
    assert built.returncode == 0
    # What is wrong with many places is one line.
    assert built.stderr.count("warning: ") == 6
    assert "a commitment has no summary in our own words (here and at 217 places more)" in built.stderr
    rows = json.loads(
        seedline("top", "USD", "--count", "3", "--home", str(tmp_path / "home"), "--format", "json").stdout
    )
    amounts = [float(row["follow-on"]) for row in rows]
    assert len(amounts) == 3 and amounts == sorted(amounts, reverse=True)
    past = ("top", "USD", "--home", str(tmp_path / "home"), "--format", "json", "--told-by")
    assert json.loads(seedline(*past, "1900").stdout) == []
    assert 0 < sum(float(row["follow-on"]) for row in json.loads(seedline(*past, "2019").stdout)) < sum(amounts)
    assert "told_by is a date" in seedline(*past, "soon").stderr
    assert seedline("synth", "5", "--out", str(tmp_path / "data")).returncode == 2


def test_it_says_which_version_it_is_and_which_home_it_uses(home: Path) -> None:
    told = seedline("--version", env={**os.environ, "SEEDLINE_HOME": str(home)})
    assert (told.returncode, told.stdout.splitlines()) == (0, [f"seedline {version('seedline')}", f"home: {home}"])
    assert f"in {home}" in seedline("build", "default:booklet", "--home", str(home)).stderr
    assert f"in {home}" in seedline("snapshots", env={**os.environ, "SEEDLINE_HOME": str(home)}).stderr


def test_snapshots_alone_lists(home: Path) -> None:
    alone = seedline("snapshots", env={**os.environ, "SEEDLINE_HOME": str(home)})
    assert (alone.returncode, alone.stdout) == (0, seedline("snapshots", "list", "--home", str(home)).stdout)


def test_completion_is_offered() -> None:
    for shell in ("bash", "zsh", "fish"):
        told = seedline(
            "--show-completion", shell, env={**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
        )
        assert told.returncode == 0 and "_COMPLETE" in told.stdout, told.stderr


def test_a_pipe_gets_lines_that_can_be_cut(home: Path) -> None:
    query = "SELECT ?project ?label { ?project a sl:SeedProject ; rdfs:label ?label } ORDER BY ?project"
    lines = seedline("query", query, "--home", str(home)).stdout.splitlines()
    assert lines[0] == "project\tlabel" and len(lines) == 10
    assert all(line.split("\t")[0].startswith("https://") and len(line.split("\t")) == 2 for line in lines[1:])
    table = seedline("query", query, "--home", str(home), "--format", "table").stdout
    assert "id:CT.0921" in table and "https://" not in table
    for words in (["kfw"], ["SME", "Boost"]):
        assert (
            seedline("find", *words, "--home", str(home)).stdout.splitlines()[1].split("\t")[1] == "SME Boost project"
        )


def test_a_sentence_is_read_on_the_command_line_as_on_the_page(home: Path) -> None:
    told = seedline("find", "largest budget", "--home", str(home))
    # Line 1201 of the booklet.
    assert told.stdout.splitlines()[1].split("\t")[4] == "CT.0921"
    assert "“largest budget” is read as: In order of budget, USD, largest first (9)" in told.stderr
    assert "(/known)" in seedline("find", "what is not known?", "--home", str(home)).stderr
    paid = seedline("find", "who paid", "--home", str(home))
    assert len(paid.stdout.splitlines()) == 1 and "(seedline ask funders)" in paid.stderr


def test_a_table_is_for_a_terminal(home: Path) -> None:
    command = f"{sys.executable} -c 'from seedline_api.cli import main; main()' select CT.0921 --home {home}"
    told = subprocess.run(
        ["script", "-qc", command, "/dev/null"], capture_output=True, text=True, timeout=PATIENCE
    ).stdout
    assert "-------" in told and "\t" not in told


def test_a_trace_of_a_draft_says_so(tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    answers = (
        "title=T",
        "label=L",
        "summary=S.",
        "countries=VN",
        "funder=idf",
        "url=https://example.org/p",
        "seen=2024-01-31",
        "voice=other",
    )
    given = [part for answer in answers for part in ("--answer", answer)]
    assert seedline("new", "ZZ.0009", "-o", str(tmp_path / "d.yaml"), *given).returncode == 0
    assert seedline("build", "default", str(tmp_path / "d.yaml"), "--home", home).returncode == 0
    assert "Draft: not complete, and in no total" in seedline("trace", "ZZ.0009", "--home", home).stdout
    assert "Draft" not in seedline("trace", "CT.0921", "--home", home).stdout


def test_validate_ends_as_its_help_says(tmp_path: Path) -> None:
    (tmp_path / "torn.yaml").write_text("owner: [", "utf-8")
    torn = seedline("validate", str(tmp_path / "torn.yaml"), "--format", "json")
    assert torn.returncode == 1 and json.loads(torn.stdout)[0]["file"] == "torn.yaml"
    assert seedline("validate", str(tmp_path / "nowhere.yaml")).returncode == 2


def test_a_question_asked_again_says_why(tmp_path: Path) -> None:
    asked = seedline("new", "ZZ.0004", "-o", str(tmp_path / "a.yaml"), input="\n\n")
    assert asked.stderr.count("an answer is needed") == 2


def test_help_has_no_stray_blanks() -> None:
    told = seedline("serve", "--help").stdout
    assert "listen on ." not in told and "Port ." not in told and "127.0.0.1" in told
