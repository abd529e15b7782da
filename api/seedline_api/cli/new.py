"""``seedline new``."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from seedline_api.cli.application import app
from seedline_api.cli.options import Lang, spoken
from seedline_api.cli.output import say


class WorkbookFormat(Enum):
    """How an empty workbook is written."""

    xlsx = "xlsx"
    csv = "csv"


@app.command()
def new(
    code: Annotated[
        str | None,
        typer.Argument(help="The project's code; it becomes its key and the file's name. Not for a workbook."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="File to write; default: CODE.yaml, or workbook.xlsx. With csv a folder or .zip."
        ),
    ] = None,
    answer: Annotated[
        list[str] | None, typer.Option("--answer", help="NAME=VALUE, instead of being asked; may be repeated.")
    ] = None,
    workbook: Annotated[
        bool, typer.Option("--workbook", help="Write an empty workbook to fill in, which needs no mapping.")
    ] = False,
    format: Annotated[
        WorkbookFormat, typer.Option(help="The workbook as one XLSX file, or as CSV files.")
    ] = WorkbookFormat.xlsx,
    lang: Lang = "en",
) -> None:
    """Ask about a project, one question after the other, and write a commented case file that builds.

    Examples: seedline new ZZ.0002; seedline new --workbook --out seeds.xlsx
    """
    from seedline.errors import InputError
    from seedline.ingest import read_case_file
    from seedline.ingest.newcase import QUESTIONS, new_case

    if workbook:
        _workbook(out, format, spoken(lang))
        return
    if code is None:
        raise InputError("give the code of the project, or --workbook for an empty workbook")
    path = out or Path(f"{code}.yaml")
    if path.exists():
        raise InputError(f"{path} is there already; give another --out")
    answers = dict(given.split("=", 1) for given in answer or [] if "=" in given)
    if unknown := answers.keys() - {question.name for question in QUESTIONS}:
        raise InputError(f"--answer knows no {sorted(unknown)[0]!r}: {', '.join(q.name for q in QUESTIONS)}")
    if not answer:
        for question in QUESTIONS:
            hint = f"{question.text} (for example: {question.example}{'; may be empty' if question.optional else ''})"
            while fault := question.fault(given := typer.prompt(hint, default="", show_default=False, err=True)):
                say(f"{fault}; for example: {question.example}")
            answers[question.name] = given
    for question in QUESTIONS:
        if fault := question.fault(answers.get(question.name, "")):
            raise InputError(f"{question.name}: {fault}; for example: {question.example}")
    path.write_text(new_case(code, answers), encoding="utf-8")
    read_case_file(path)
    say(f"wrote {path}; next: seedline validate default {path}, then seedline build default {path}")


def _workbook(out: Path | None, format: WorkbookFormat, language: str) -> None:
    from seedline.errors import InputError
    from seedline.formats.blank import blank_archive, blank_files, blank_workbook

    path = out or Path("workbook.xlsx" if format is WorkbookFormat.xlsx else "workbook")
    if path.exists():
        raise InputError(f"{path} is there already; give another --out")
    if format is WorkbookFormat.xlsx:
        if path.suffix.lower() != ".xlsx":
            raise InputError(f"{path}: a workbook is called NAME.xlsx; with --format csv it is a folder or NAME.zip")
        path.write_bytes(blank_workbook(language, path.name))
    elif path.suffix.lower() == ".zip":
        path.write_bytes(blank_archive(language, path.name))
    else:
        path.mkdir(parents=True)
        for name, content in blank_files(language, path.name).items():
            (path / name).write_bytes(content)
    say(f"wrote {path}; fill it in, then: seedline validate default {path}, and seedline build default {path}")
