"""``seedline validate``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seedline_api.cli.application import app
from seedline_api.cli.options import BaseIri, Contexts, Lenient, reading
from seedline_api.cli.output import RowFormat, print_rows, say

if TYPE_CHECKING:
    from seedline.errors import Finding


@app.command()
def validate(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Case files, RDF files, folders or table:FILE; none: the shipped data.")
    ] = None,
    source_text: Annotated[
        list[str] | None,
        typer.Option(
            "--source-text",
            help="Your copy of a source, as FILE or KEY=FILE (KEY: booklet): evidence is looked up in it.",
        ),
    ] = None,
    anchors: Annotated[
        bool,
        typer.Option(
            "--write-anchors",
            help="Write the first and last three words of each passage (begins, ends) into the case files first.",
        ),
    ] = False,
    base_iri: BaseIri = None,
    context: Contexts = None,
    lenient: Lenient = False,
    format: Annotated[RowFormat, typer.Option(help="How to print the findings.")] = RowFormat.table,
) -> None:
    """Check sources against the shapes, and their evidence against your copy of the source.

    Prints a line per finding: file, line, column, field, message. Exit code 1 where there is a violation, a file that
    is no case file among them; 2 where there is no such file.

    Example: seedline validate default my-case.yaml --source-text booklet.txt
    """
    from seedline.errors import CaseFileError
    from seedline.ingest.corroboration import unbacked
    from seedline.ingest.passages import SourceText, check_texts, write_anchors
    from seedline.pipeline import find, read_inputs
    from seedline.triples import Names

    options = reading(base_iri, context, lenient=lenient)
    try:
        inputs = read_inputs(sources or [], options)
    except CaseFileError as error:
        # What cannot be read as a case file is told like whatever else is wrong in one.
        _tell(error.findings, "not read as case files", format)
        raise typer.Exit(1) from error
    texts = []
    for given in source_text or []:
        key, _, name = given.rpartition("=")
        texts.append((key or "booklet", SourceText.read(Path(name))))
    if anchors:
        written = sum(write_anchors(file, key, text) for file in inputs.portfolio.files for key, text in texts)
        say(f"{written} passages anchored")
        inputs = read_inputs(sources or [], options)
    for report in inputs.reports:
        say(str(report))
    findings = find(inputs, Names())
    for key, text in texts:
        for look in (check_texts, unbacked):
            findings += look(inputs.portfolio.files, key, text)
    _tell(findings, f"{len(inputs.paths)} files", format)
    if any(finding.severity == "violation" for finding in findings):
        raise typer.Exit(1)


def _tell(findings: Sequence[Finding], looked_at: str, format: RowFormat) -> None:
    header = ["severity", "file", "line", "column", "field", "message"]
    rows = [[f.severity, f.file, str(f.line), str(f.column), f.field, f.message] for f in findings]
    if format is not RowFormat.table:
        print_rows(header, rows, format)
        return
    for finding in findings:
        print(f"{finding.severity}: {finding}")
    violations = sum(finding.severity == "violation" for finding in findings)
    say(f"{looked_at}: {violations} violations, {len(findings) - violations} warnings")
