"""The named questions: their list, and each with its answer as a page or a file."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from seedline.errors import InputError
from seedline.formats.answers import described, write_answer
from seedline.i18n import words
from seedline.i18n.words import Words
from seedline.queries import Answer, Cell, Question, ask, grouped, in_words, near, question, rows_asked
from seedline.queries.terms import last
from seedline_api.rendering.charts import charts
from seedline_ontology import SL

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Made, Renderer

_ROWS = 500
"""Rows that a page shows where its address does not say how many; its files have all."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter in a form: its name, heading, value, and what may be chosen, by value and name."""

    name: str
    heading: str
    value: str
    choices: tuple[tuple[str, str], ...]
    optional: bool


def catalogue(renderer: Renderer, form: str, lang: str) -> Made:
    """Return every question, as a page or as ``json``."""
    if form == "json":
        told = {
            "version": renderer.site.version,
            "questions": [
                {**described(each, lang), "address": renderer.site.absolute(f"/questions/{each.name}")}
                for each in renderer.site.questions.values()
            ],
        }
        return json.dumps(told, ensure_ascii=False, indent=1).encode(), {}
    groups, details, base = grouped(renderer.site.questions), renderer.tracer.details, renderer.tracer.snapshot.base

    def asks(asked: Question) -> str:
        """Return a question in words, about its defaults by the names that they have."""
        return in_words(asked, details, base, lang)

    return renderer.site.page("questions.html", lang=lang, at="/questions", groups=groups, asks=asks), {}


def answered(renderer: Renderer, which: str, query: list[tuple[str, str]], form: str, lang: str) -> Made:
    """Return the answer to a question, as a page or a file."""
    snapshot = renderer.tracer.snapshot
    values = {name: value for name, value in _once(query).items() if value}
    at = f"/questions/{which}" + (f"?{urlencode(values)}" if values else "")
    most = rows_asked(values, None if form else _ROWS)
    answer = ask(snapshot, question(which), values, lang, most)
    if form:
        return write_answer(answer, form, snapshot.manifest["dates"]["built"]), {}
    say = words(lang)
    # Of more rows than are here, others may have what these have not.
    whole = answer.total == len(answer.rows) > 0
    filled = [not whole or any(row[index] is not None for row in answer.rows) for index in range(len(answer.columns))]
    page = renderer.site.page(
        "question.html", lang=lang, at=at, answer=answer, asked=answer.question,
        fields=_fields(renderer, answer, say), given=urlencode(values),
        examples=[answer.parameters[one.name].plain for one in answer.question.examples(values)],
        near=near(answer.question, renderer.site.questions), numbers={"amount", "number"}, command=_command(answer),
        reads=[(f"sl:{term}", SL + term) for term in dict.fromkeys(re.findall(r"\bsl:(\w+)", answer.query))],
        shown=[index for index, there in enumerate(filled) if there],
        empty=[column.heading for column, there in zip(answer.columns, filled, strict=True) if not there],
        charts=charts(answer, say) if answer.total == len(answer.rows) else [],
        told=lambda cell, kind: _told(cell, kind, say),
    )  # fmt: skip
    return page, {}


def _once(query: list[tuple[str, str]]) -> dict[str, str]:
    """Return the parameters of an address.

    >>> _once([("seed", "CT.0921")])
    {'seed': 'CT.0921'}

    Raises:
        InputError: one is given twice, and no rule says which is meant.

    """
    if twice := next((name for name, count in Counter(name for name, _ in query).items() if count > 1), None):
        raise InputError(f"{twice[:40]} is given twice; a question takes one value of each parameter")
    return dict(query)


def _fields(renderer: Renderer, answer: Answer, say: Words) -> list[Field]:
    made = []
    for each in answer.question.parameters:
        if each.spoken:
            continue
        choices = tuple(
            (value, _choice(value, renderer.tracer.details.label(term.value, say.language) if each.kind.space else ""))
            for term in each.choices(renderer.tracer.snapshot.store)
            for value in [last(term)]
        )
        value = answer.parameters[each.name].text if each.name in answer.parameters else ""
        made.append(Field(each.name, say(f"heading.{each.name}"), value, choices, not each.default))
    return made


def _choice(value: str, label: str) -> str:
    """Return what is chosen by its name, with the code by which people know it; a key is no code.

    >>> [_choice(*one) for one in (("NP", "Nepal"), ("10.a", "Trade"), ("asiaOceania", "Asia"), ("kfw", ""))]
    ['NP Nepal', '10.a Trade', 'Asia', 'kfw']
    """
    if not label or label == value:
        return value
    key = value[:1].islower() or ("-" in value and not value.isupper())
    return label if key else f"{value} {label}"


def _command(answer: Answer) -> str:
    options = "".join(f" --{name} {cell.text}" for name, cell in answer.parameters.items())
    return f"seedline ask {answer.question.name}{options}"


def _told(cell: Cell, kind: str, say: Words) -> str:
    """Return a cell as a page shows it: amounts and figures whole, with their groups of digits."""
    if kind == "amount" or cell.quantity:
        return say.grouped(Decimal(cell.text))
    return cell.plain
