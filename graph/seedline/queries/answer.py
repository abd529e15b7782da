"""Answers: the rows of a question with labels, amounts a column for each currency, and what may not be concluded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from seedline.document.cleaning import clean
from seedline.document.details import LABELS, Details
from seedline.i18n.prepositions import before_dates
from seedline.i18n.words import Words, words
from seedline.model.dates import months_of
from seedline.model.labels import best_label
from seedline.queries.order import ordered, unordered
from seedline.queries.question import Amount, Question
from seedline.queries.spoken import Cell, Rows
from seedline.queries.terms import Term, last
from seedline.store import Snapshot
from seedline.triples import Literal, NamedNode
from seedline_ontology import PREFIXES, SCHEME

_NUMBERS = frozenset(PREFIXES["xsd"] + name for name in ("integer", "decimal", "double", "gYear"))
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
    """What the data says to a question. ``rows`` have a cell, or nothing, for each column."""

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
    limits: tuple[str, ...]
    """What may not be concluded from it, in words."""
    computed: str
    query: str


def ask(snapshot: Snapshot, asked: Question, values: Mapping[str, str], language: str = "en") -> Answer:
    """Return the answer of a snapshot to a question.

    Raises:
        InputError: a parameter, or its value, is none of the question's.

    """
    say = words(language)
    bound = asked.bind(values, snapshot.store, snapshot.base, say.language)
    query, order = unordered(bound.query)
    result = snapshot.store.query(query)
    names = result.variables
    reader = _Reader(Details(snapshot.store, snapshot.base, loaded=snapshot.loaded), say)
    in_order = ordered(result.terms(), names, order)
    found = [tuple(None if term is None else reader.cell(term) for term in row) for row in in_order]
    found = [tuple(_said(cell, name, say) for cell, name in zip(row, names, strict=True)) for row in found]
    kinds = [_kind([row[index] for row in found], name, asked) for index, name in enumerate(names)]
    spoken = {name: reader.cell(term) for name, term in bound.terms.items() if name != "language"}
    columns, rows = _split(names, kinds, found, asked.amounts, say)
    told = {
        parameter.name: _named(spoken[parameter.name], parameter.type, say)
        for parameter in asked.parameters
        if parameter.name in spoken
    }
    rows_ = Rows(asked, names, kinds, found, told, say)
    in_words = say.filled(asked.question[say.language], told)
    return Answer(
        asked, snapshot.version, say.language, spoken, in_words,
        before_dates(rows_.sentence(), say.language), rows_.open, columns, rows,
        tuple(say(f"caveat.{limit}") for limit in asked.limits), asked.computed.get(say.language, ""), bound.query,
    )  # fmt: skip


def _named(cell: Cell, type_: str, say: Words) -> str:
    if type_ == "currency":
        return cell.text
    if type_ == "number":
        return say.amount(cell.text, None)
    return f"{cell.text} ({cell.label})" if type_ in _CODED and cell.label not in {"", cell.text} else cell.plain


def _said(cell: Cell | None, name: str, say: Words) -> Cell | None:
    """Return a cell with its word, where it is a word that we have and that has no address."""
    if cell is None or cell.iri:
        return cell
    if name == "kind" and cell.text in {"conflict", "tension"}:
        return Cell(cell.text, label=say(f"differ.{cell.text}"))
    # A unit that the catalogue lacks stays as its file writes it.
    ours = name in {"unit", "group"} and cell.text in say.english["unit"]
    return Cell(cell.text, label=say.token("unit", cell.text)) if ours else cell


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
            kind = node.datatype.value
            if kind == PREFIXES["xsd"] + "boolean":
                return Cell(node.value, label=self.say(f"question.{node.value}"))
            if kind == PREFIXES["xsd"] + "duration" and (months := months_of(node.value)):
                return Cell(node.value, label=self.say("question.months", months, n=months))
            if kind in _DATES:
                return Cell(node.value, label=self.say.long(node.value))
            return Cell(node.value)
        return Cell(str(node))


_LABELS = tuple(NamedNode(name) for name in LABELS)
_NAMED = tuple(PREFIXES[name] for name in ("country", "currency", "migof", "msd"))
"""Schemes of names, which no language writes small."""
_DATES = frozenset(PREFIXES["xsd"] + name for name in ("date", "gYearMonth"))


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


__all__ = ["Answer", "Cell", "Column", "Term", "ask", "value_of"]
