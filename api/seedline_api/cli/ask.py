"""``seedline ask``."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from seedline_api.cli.application import app
from seedline_api.cli.options import HomeOption, Lang, SnapshotOption, spoken
from seedline_api.cli.output import fitting_rows, print_rows, say


class AnswerFormat(StrEnum):
    """Formats of an answer."""

    table = "table"
    json = "json"
    csv = "csv"
    tsv = "tsv"
    xlsx = "xlsx"
    ttl = "ttl"
    query = "query"


#: What a list of questions can be printed as.
_ROWS = {"table", "json", "csv", "tsv"}


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def ask(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The question's name; without one, all questions are listed.")] = "",
    *,
    format: Annotated[
        AnswerFormat,
        typer.Option(
            help="query prints the SPARQL.",
            default_factory=lambda: AnswerFormat(fitting_rows()),
            show_default="table in a terminal, tsv in a pipe",
        ),
    ],
    lang: Lang = "en",
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
) -> None:
    """Ask one of the named questions; its parameters are options, and so is --rows: how many at most.

    Example: seedline ask products-of-a-seed --seed CT.0921
    """
    from seedline.errors import NotFound
    from seedline.formats.answers import write_answer
    from seedline.i18n import words
    from seedline.queries import ask as answer_of
    from seedline.queries import question, questions, questions_of, rows_asked
    from seedline.store import open_snapshot

    language = spoken(lang)
    if not name:
        try:
            listed = questions_of(open_snapshot(home, snapshot))
        except NotFound:
            # Nothing was built yet, and somebody looks what there is.
            listed = questions()
        rows = [[each.name, _options(each.parameters), each.question[language]] for each in listed.values()]
        print_rows(["name", "options", "question"], rows, format if format in _ROWS else "json")
        return
    given = open_snapshot(home, snapshot)
    values = _values(context.args)
    most = rows_asked(values)
    answer = answer_of(given, question(name), values, language, most)
    if format is AnswerFormat.query:
        print(answer.query)
    elif format in {AnswerFormat.table, AnswerFormat.tsv}:
        if format is AnswerFormat.table:
            print(f"{answer.asked}\n\n{answer.sentence}\n")
        elif answer.open:
            # Rows alone would look like the answer that cannot be given.
            say(answer.sentence)
        cells = [["" if cell is None else cell.plain for cell in row] for row in answer.rows]
        print_rows([column.heading for column in answer.columns], cells, format)
        if answer.total > len(answer.rows):
            say(words(language)("cli.someRows", shown=len(answer.rows), n=answer.total))
        for limit in answer.limits:
            say(words(language)("cli.doesNotSay", limit=limit[:1].lower() + limit[1:]))
    else:
        sys.stdout.buffer.write(write_answer(answer, format.value, given.manifest["dates"]["built"]))


def _options(parameters: object) -> str:
    from seedline.queries import Parameter

    assert isinstance(parameters, tuple)
    told = [each for each in parameters if isinstance(each, Parameter) and not each.spoken]
    return " ".join(f"--{each.name} {each.default or f'[{each.example}]'}" for each in told)


def _values(arguments: list[str]) -> dict[str, str]:
    """Return options as names and values.

    >>> _values(["--seed", "CT.0921", "--since=2017"])
    {'seed': 'CT.0921', 'since': '2017'}
    """
    from seedline.errors import InputError

    found: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        option = rest.pop(0)
        name, equals, value = option.partition("=")
        if not name.startswith("--") or not (equals or rest):
            raise InputError(f"{option[:80]!r}: a parameter is written as --NAME VALUE")
        if (name := name.removeprefix("--")) in found:
            raise InputError(f"--{name} is given twice; a question takes one value of each parameter")
        found[name] = value if equals else rest.pop(0)
    return found
