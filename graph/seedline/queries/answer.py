"""Answers: the rows of a question with labels, amounts a column for each currency, and what may not be concluded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from seedline.document.cleaning import clean
from seedline.document.details import LABELS, Details
from seedline.i18n.prepositions import before_dates
from seedline.i18n.words import Words, begin, words
from seedline.model.dates import months_of
from seedline.model.labels import best_label
from seedline.queries.counting import Counts
from seedline.queries.here import questions_of
from seedline.queries.order import ordered, unordered
from seedline.queries.question import Amount, Question
from seedline.queries.spoken import Cell, Rows
from seedline.queries.terms import Term, last
from seedline.store import Snapshot
from seedline.triples import Literal, NamedNode
from seedline.vocabulary import RELATIONS, STATUSES
from seedline_ontology import PREFIXES, SCHEME

_OURS = {"unit": "unit", "group": "unit", "qualifier": "qualifier"}
"""Column → the part of the catalogue that has its words."""
_CODED = frozenset({"seed", "target", "goal", "migof", "msd"})
"""Parameters that people know by their code."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer: its name in the query, with the currency where it is of amounts, and its heading."""

    name: str
    heading: str
    kind: str
    """``thing``, ``concept``, ``link``, ``amount``, ``number``, ``date`` or ``text``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the data says to a question: rows of a cell, or nothing, for each column, of ``total`` that there are."""

    question: Question
    version: str
    language: str
    parameters: Mapping[str, Cell]
    asked: str
    """The question in words, with its parameters in it."""
    sentence: str
    open: bool
    """Whether it cannot be answered; the sentence then says why."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    total: int
    limits: tuple[str, ...]
    """What may not be concluded from it, in words."""
    computed: str
    query: str


def ask(
    snapshot: Snapshot, asked: Question, values: Mapping[str, str], language: str = "en", most: int | None = None
) -> Answer:
    """Return the answer of a snapshot to a question, with so many rows at most; what its sentence says is of all.

    Raises:
        InputError: a parameter, or its value, is none of the question's.

    """
    say = words(language)
    asked = questions_of(snapshot).get(asked.name, asked)
    bound = asked.bind(values, snapshot.store, snapshot.base, say.language, snapshot.loaded)
    query, order = unordered(bound.query)
    counts = Counts.of(bound.counted, snapshot.store) if most and bound.counted else None
    if counts and most and counts.total > most:
        query = counts.first(query, most)
    else:
        counts = None
    result = snapshot.store.query(query)
    names = result.variables
    reader = _Reader(Details(snapshot.store, snapshot.base, loaded=snapshot.loaded), say)
    in_order = ordered(result.terms(), names, order)
    if most and len(in_order) > most:
        counts = Counts(names, Counter(in_order))
    found = [tuple(None if term is None else reader.cell(term) for term in row) for row in in_order[:most]]
    found = [tuple(_said(cell, name, say) for cell, name in zip(row, names, strict=True)) for row in found]
    if "relation" in names and "status" in names:
        found = [_in_mood(row, names.index("relation"), names.index("status"), say) for row in found]
    kinds = [_kind([row[index] for row in found], name, asked) for index, name in enumerate(names)]
    spoken = {name: reader.cell(term) for name, term in bound.terms.items() if name != "language"}
    columns, rows = _split(names, kinds, found, asked.amounts, say)
    told = _told(asked, spoken, say)
    rows_ = Rows(asked, names, kinds, found, told, say, counts, reader.cell)
    return Answer(
        asked, snapshot.version, say.language, spoken, say.filled(asked.question[say.language], told),
        before_dates(rows_.sentence(), say.language), rows_.open, columns, rows, rows_.total,
        tuple(say(f"caveat.{limit}") for limit in asked.limits), asked.computed.get(say.language, ""), bound.query,
    )  # fmt: skip


def in_words(asked: Question, details: Details, base: str, language: str) -> str:
    """Return a question about its defaults, by the names that they have."""
    reader = _Reader(details, words(language))
    given = {each.name: each.term(each.default, base) for each in asked.parameters if each.default}
    told = _told(asked, {name: reader.cell(term) for name, term in given.items()}, reader.say)
    return reader.say.filled(asked.question[reader.say.language], told)


def _told(asked: Question, values: Mapping[str, Cell], say: Words) -> dict[str, str]:
    """Return the values of parameters in words."""
    return {each.name: _named(values[each.name], each.type, say) for each in asked.parameters if each.name in values}


def _named(cell: Cell, type_: str, say: Words) -> str:
    if type_ == "currency":
        return cell.text
    if type_ == "number":
        return say.amount(cell.text, None)
    # The address that others gave a thing is no code that anybody knows it by.
    coded = type_ in _CODED and ":" not in cell.text and cell.label not in {"", cell.text}
    return f"{cell.text} ({cell.label})" if coded else cell.plain


def _said(cell: Cell | None, name: str, say: Words) -> Cell | None:
    """Return a cell with its word, where it is a word that we have and that has no address."""
    if cell is None or cell.iri:
        return cell
    if name == "kind" and cell.text in {"conflict", "tension"}:
        return Cell(cell.text, label=say(f"differ.{cell.text}"))
    if name == "exceptional":
        return Cell(cell.text, label=say(f"question.exceptional.{cell.text}"))
    # A word that the catalogue lacks stays as its file writes it.
    section = _OURS.get(name)
    return (
        Cell(cell.text, label=say.token(section, cell.text)) if section and cell.text in say.english[section] else cell
    )


def _in_mood(row: tuple[Cell | None, ...], at: int, status_at: int, say: Words) -> tuple[Cell | None, ...]:
    """Return a row whose relation is said as its status allows: what was planned is not named as if it had happened."""
    relation, status = row[at], row[status_at]
    known = RELATIONS.get(relation.text) if relation else None
    mood = STATUSES.get(status.text) if status else STATUSES["notStated"]
    if relation is None or known is None or known.timeless or mood is None or mood.scaled:
        return row
    verb = say(known.verb(mood.mood)).rstrip(",")
    return (*row[:at], replace(relation, label=begin(verb)), *row[at + 1 :])


class _Reader:
    """Makes cells of terms: a label is looked up by itself, since an answer may have thousands."""

    def __init__(self, details: Details, say: Words) -> None:
        self.details, self.say = details, say
        self.cell = cache(self._cell)

    def _label(self, node: NamedNode) -> str:
        if self.details.loaded:
            # What we name is called as we name it, whatever loaded files call it.
            return self.details.named(node.value, self.say.language) or ""
        given: list[tuple[str, str]] = []
        for name in _LABELS:
            told = [quad.object for quad in self.details.store.quads(node, name)]
            given += [(label.language or "", label.value) for label in told if isinstance(label, Literal)]
            # Most things have the first, in the language that is spoken.
            if any(tag.partition("-")[0].lower() == self.say.language for tag, _ in given):
                break
        return clean(best_label(given, self.say.language) or "")

    def _cell(self, node: object) -> Cell:
        if isinstance(node, NamedNode):
            concept = node.value.startswith(SCHEME) and not node.value.startswith(_NAMED)
            return Cell(last(node), node.value, self._label(node), concept)
        if isinstance(node, Literal):
            plain = node.language or node.datatype == _STRING
            return Cell(node.value, label=self._read(node), datatype="" if plain else node.datatype.value)
        return Cell(str(node))

    def _read(self, node: Literal) -> str:
        """Return how a value is read, where that is not as it is written."""
        kind = node.datatype.value.removeprefix(PREFIXES["xsd"])
        if kind == "boolean":
            return self.say(f"question.{node.value}")
        if kind == "duration" and (months := months_of(node.value)):
            return self.say("question.months", months, n=months)
        return self.say.long(node.value) if kind in _DATES else ""


_LABELS = tuple(NamedNode(name) for name in LABELS)
_NAMED = tuple(PREFIXES[name] for name in ("country", "currency", "migof", "msd"))
"""Schemes of names, which no language writes small."""
_DATES = frozenset({"date", "gYearMonth"})
_STRING = NamedNode(PREFIXES["xsd"] + "string")


def _kind(cells: list[Cell | None], name: str, asked: Question) -> str:
    there = [cell for cell in cells if cell is not None]
    if name in asked.amounts:
        return "amount"
    if there and all(cell.iri for cell in there):
        if all(cell.iri.startswith((SCHEME, PREFIXES["sdg"])) for cell in there):
            return "concept"
        return "thing" if all("/id/" in cell.iri for cell in there) else "link"
    if there and all(re.fullmatch(r"-?\d+(\.\d+)?", cell.text) for cell in there):
        return "date" if name in {"year", "date", "on", "asOf", "ended"} else "number"
    return "date" if there and all(re.fullmatch(r"\d{4}(-\d\d){0,2}", cell.text) for cell in there) else "text"


def _split(
    names: list[str],
    kinds: list[str],
    rows: list[tuple[Cell | None, ...]],
    amounts: Mapping[str, Amount],
    say: Words,
) -> tuple[tuple[Column, ...], tuple[tuple[Cell | None, ...], ...]]:
    """Return columns and rows in which each currency has a column of amounts of its own: no column mixes them."""
    columns: list[Column] = []
    taken: list[tuple[int, int | None, str]] = []
    for index, (name, kind) in enumerate(zip(names, kinds, strict=True)):
        if name not in amounts:
            columns.append(Column(name, say(f"heading.{name}"), kind))
            taken.append((index, None, ""))
            continue
        beside = names.index(amounts[name].currency)
        for currency in sorted({cell.text for row in rows if (cell := row[beside]) is not None}):
            columns.append(Column(f"{name}_{currency}", f"{say(f'heading.{name}')} ({currency})", kind))
            taken.append((index, beside, currency))
    made = tuple(
        tuple(row[index] if beside is None or _is(row[beside], currency) else None for index, beside, currency in taken)
        for row in rows
    )
    return tuple(columns), made


def _is(cell: Cell | None, currency: str) -> bool:
    return cell is not None and cell.text == currency


def value_of(cell: Cell | None, kind: str) -> str | Decimal | None:
    """Return a cell as a program wants it: amounts and numbers as :class:`decimal.Decimal`, all else as text.

    >>> value_of(Cell("5600000"), "amount"), value_of(Cell("kfw", "urn:x", "KfW"), "thing")
    (Decimal('5600000'), 'kfw')
    """
    if cell is None:
        return None
    return Decimal(cell.text) if kind in {"amount", "number"} else cell.text


__all__ = ["Answer", "Cell", "Column", "Term", "ask", "in_words", "value_of"]
