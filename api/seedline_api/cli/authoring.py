"""Commands for people who add data: check it, cite a passage, begin a case file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seedline_api.cli.commands import app
from seedline_api.cli.output import RowFormat, print_rows, say


@app.command()
def validate(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Case files, RDF files or folders; none: the shipped data.")
    ] = None,
    source_text: Annotated[
        list[str] | None,
        typer.Option(
            "--source-text",
            help="Your copy of a source, as FILE or KEY=FILE (KEY: booklet): evidence is looked up in it.",
        ),
    ] = None,
    format: Annotated[RowFormat, typer.Option(help="How to print the findings.")] = RowFormat.table,
) -> None:
    """Check sources against the shapes, and their evidence against your copy of the source.

    Prints a line per finding: file, line, column, field, message. Exit code 1 where there is a violation.

    Example: seedline validate default my-case.yaml --source-text booklet.txt
    """
    from seedline.build import find, read_inputs
    from seedline.ingest.backing import unbacked
    from seedline.ingest.passages import SourceText, check_texts
    from seedline.triples import Names

    inputs = read_inputs(sources or [])
    findings = find(inputs, Names())
    for given in source_text or []:
        key, _, file = given.rpartition("=")
        text = SourceText.read(Path(file))
        for look in (check_texts, unbacked):
            findings += look(inputs.portfolio.files, key or "booklet", text)
    header = ["severity", "file", "line", "column", "field", "message"]
    rows = [[f.severity, f.file, str(f.line), str(f.column), f.field, f.message] for f in findings]
    if format is not RowFormat.table:
        print_rows(header, rows, format)
    else:
        for finding in findings:
            print(f"{finding.severity}: {finding}")
        violations = sum(finding.severity == "violation" for finding in findings)
        say(f"{len(inputs.paths)} files, {violations} violations, {len(findings) - violations} warnings")
    if any(finding.severity == "violation" for finding in findings):
        raise typer.Exit(1)


@app.command()
def cite(
    words: Annotated[str, typer.Argument(help="Words of the passage in a row, or: first words ... last words.")],
    source_text: Annotated[Path, typer.Option("--source-text", help="Your copy of the source, as text.")],
    key: Annotated[str, typer.Option(help="Key of the evidence in the case file.")] = "passage",
    section: Annotated[str | None, typer.Option(help="Section of the source, as evidence names it.")] = None,
    line: Annotated[
        int | None, typer.Option(min=1, help="A line near the passage, where the words occur twice.")
    ] = None,
) -> None:
    """Print the evidence block of a passage, ready for a case file: its place and hashes, not its words.

    Example: seedline cite --source-text booklet.txt --section Sustainability 'CREST is using a systems ... chains'
    """
    from seedline.errors import InputError, NotFound
    from seedline.ingest.passages import SourceText, evidence_block

    found = list(SourceText.read(source_text).find(words))
    if line is not None:
        found = sorted(found, key=lambda passage: abs(passage.first_line - line))[:1]
    if not found:
        raise NotFound(f"these words are nowhere in {source_text}: check a word or two fewer")
    if len(found) > 1:
        lines = ", ".join(str(passage.first_line) for passage in found[:10])
        raise InputError(f"these words occur {len(found)} times (lines {lines}): add words, or --line N")
    more = {"section": section} if section else {}
    print(evidence_block(key, found[0].evidence(**more)))


@app.command()
def new(
    code: Annotated[str, typer.Argument(help="The project's code; it becomes its key and the file's name.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; default: CODE.yaml.")] = None,
    answer: Annotated[
        list[str] | None, typer.Option("--answer", help="NAME=VALUE, instead of being asked; may be repeated.")
    ] = None,
) -> None:
    """Ask a dozen questions about a project and write a commented case file that builds.

    Example: seedline new ZZ.0002
    """
    from seedline.errors import InputError
    from seedline.ingest import read_case_file
    from seedline.ingest.newcase import QUESTIONS, new_case

    path = out or Path(f"{code}.yaml")
    if path.exists():
        raise InputError(f"{path} is there already; give another --out")
    answers = dict(given.split("=", 1) for given in answer or [] if "=" in given)
    if unknown := answers.keys() - {question.name for question in QUESTIONS}:
        raise InputError(f"--answer knows no {sorted(unknown)[0]!r}: {', '.join(q.name for q in QUESTIONS)}")
    if not answer:
        for question in QUESTIONS:
            hint = f"{question.text} (for example: {question.example}{'; may be empty' if question.optional else ''})"
            default = "" if question.optional else None
            while fault := question.fault(
                given := typer.prompt(hint, default=default, show_default=False, err=True),
            ):
                say(f"{fault}; for example: {question.example}")
            answers[question.name] = given
    for question in QUESTIONS:
        if fault := question.fault(answers.get(question.name, "")):
            raise InputError(f"{question.name}: {fault}; for example: {question.example}")
    path.write_text(new_case(code, answers), encoding="utf-8")
    read_case_file(path)
    say(f"wrote {path}; next: seedline validate default {path}, then seedline build default {path}")
