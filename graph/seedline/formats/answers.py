"""Answers to questions as files: JSON, CSV, XLSX, and Turtle by the vocabulary of W3C's result sets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from seedline.formats.cells import moment, number
from seedline.formats.spreadsheet import csv_text, workbook
from seedline.formats.tables import Table
from seedline.i18n import Words, words
from seedline.queries import Answer, Cell, Question
from seedline.triples import RDF_TYPE, BlankNode, Literal, NamedNode, Quad, serialise, term

_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
MEDIA = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ttl": "text/turtle; charset=utf-8",
}
"""Form → media type."""


def write_answer(answer: Answer, form: str, built: str | None = None) -> bytes:
    """Return an answer in one of :data:`MEDIA`'s forms; ``built`` dates a workbook."""
    if form == "xlsx":
        return workbook(answer.question.title[answer.language], _sheets(answer), built=built)
    return _WRITERS[form](answer)


def described(question: Question, language: str = "en") -> dict[str, object]:
    """Return what a question is, for a list of them."""
    return {
        "name": question.name,
        "group": question.group,
        "title": question.title[language],
        "question": question.question[language],
        "parameters": [
            {"name": each.name, "type": each.type, "default": each.default or None, "example": each.example or None}
            for each in question.parameters
            if not each.spoken
        ],
        "answerable": bool(question.known or not question.cannot),
        "mayNotBeConcluded": [words(language)(f"caveat.{limit}") for limit in question.limits],
    }


def _json(answer: Answer) -> bytes:
    told = {
        "name": answer.question.name,
        "title": answer.question.title[answer.language],
        "question": answer.asked,
        "answer": answer.sentence,
        "answerable": not answer.open,
        "parameters": {name: _value(cell) for name, cell in answer.parameters.items()},
        "columns": [{"name": each.name, "heading": each.heading, "kind": each.kind} for each in answer.columns],
        "rows": [
            {
                column.name: None if cell is None else _value(cell)
                for column, cell in zip(answer.columns, row, strict=True)
            }
            for row in answer.rows
        ],
        "rowsInAll": answer.total,
        "mayNotBeConcluded": list(answer.limits),
        "computed": answer.computed,
        "query": answer.query,
        "version": answer.version,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _value(cell: Cell) -> dict[str, str] | str:
    return {"iri": cell.iri, "id": cell.text, "label": cell.plain} if cell.iri else cell.text


def _flat(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Return a table of text: a thing takes two columns, its key and its name."""
    header = [
        name
        for each in answer.columns
        for name in ([each.name, f"{each.name}_label"] if _two(each.kind) else [each.name])
    ]
    rows = [
        [text for column, cell in zip(answer.columns, row, strict=True) for text in _texts(cell, two=_two(column.kind))]
        for row in answer.rows
    ]
    return header, rows


def _two(kind: str) -> bool:
    return kind in {"thing", "concept", "link"}


def _texts(cell: Cell | None, *, two: bool) -> list[str]:
    if not two:
        return ["" if cell is None else cell.text]
    return ["", ""] if cell is None else [cell.text, cell.plain]


def _csv(answer: Answer) -> bytes:
    return csv_text(*_flat(answer)).encode("utf-8-sig")


def _sheets(answer: Answer) -> tuple[Table, Table]:
    say = words(answer.language)
    header, rows = _flat(answer)
    kinds = [kind for each in answer.columns for kind in ([each.kind, "text"] if _two(each.kind) else [each.kind])]
    typed = [tuple(_typed(text, kind, say) for text, kind in zip(row, kinds, strict=True)) for row in rows]
    told = [answer.asked, answer.sentence, *answer.limits, answer.computed, answer.query, answer.version]
    return (
        Table("answer", answer.question.name, tuple(header), tuple(typed)),
        Table("notes", "notes", (say("question.title"),), tuple((text,) for text in told if text)),
    )


def _typed(text: str, kind: str, say: Words) -> str:
    if kind in {"amount", "number"}:
        return number(text)
    return moment(text, say) if kind == "date" else text


def _ttl(answer: Answer) -> bytes:
    return serialise(_result_set(answer), "ttl")


def _result_set(answer: Answer) -> Iterator[Quad]:
    """Yield the answer by the vocabulary with which W3C's tests write results (DAWG result set)."""

    def rs(name: str) -> NamedNode:
        return NamedNode(_RS + name)

    results = BlankNode("results")
    yield Quad(results, RDF_TYPE, rs("ResultSet"))
    yield Quad(results, term("dcterms:title"), Literal(answer.asked, language=answer.language))
    yield Quad(results, term("dcterms:description"), Literal(answer.sentence, language=answer.language))
    for limit in answer.limits:
        yield Quad(results, term("skos:scopeNote"), Literal(limit, language=answer.language))
    for column in answer.columns:
        yield Quad(results, rs("resultVariable"), Literal(column.name))
    for line, row in enumerate(answer.rows):
        solution = BlankNode(f"row{line}")
        yield Quad(results, rs("solution"), solution)
        for column, cell in zip(answer.columns, row, strict=True):
            if cell is None:
                continue
            binding = BlankNode(f"row{line}.{column.name}")
            datatype = NamedNode(cell.datatype) if cell.datatype else None
            value = NamedNode(cell.iri) if cell.iri else Literal(cell.text, datatype=datatype)
            yield Quad(solution, rs("binding"), binding)
            yield Quad(binding, rs("variable"), Literal(column.name))
            yield Quad(binding, rs("value"), value)


_WRITERS: dict[str, Callable[[Answer], bytes]] = {"json": _json, "csv": _csv, "ttl": _ttl}
