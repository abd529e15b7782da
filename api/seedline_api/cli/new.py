"""``seedline new``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seedline_api.cli.application import app
from seedline_api.cli.output import say


@app.command()
def new(
    code: Annotated[str, typer.Argument(help="The project's code; it becomes its key and the file's name.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; default: CODE.yaml.")] = None,
    answer: Annotated[
        list[str] | None, typer.Option("--answer", help="NAME=VALUE, instead of being asked; may be repeated.")
    ] = None,
) -> None:
    """Ask about a project, one question after the other, and write a commented case file that builds.

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
            while fault := question.fault(given := typer.prompt(hint, default="", show_default=False, err=True)):
                say(f"{fault}; for example: {question.example}")
            answers[question.name] = given
    for question in QUESTIONS:
        if fault := question.fault(answers.get(question.name, "")):
            raise InputError(f"{question.name}: {fault}; for example: {question.example}")
    path.write_text(new_case(code, answers), encoding="utf-8")
    read_case_file(path)
    say(f"wrote {path}; next: seedline validate default {path}, then seedline build default {path}")
