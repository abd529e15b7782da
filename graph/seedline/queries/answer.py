"""Answers: the rows of a question with labels, amounts a column for each currency, and what may not be concluded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from seedline.document.details import Details
from seedline.i18n.words import Words, begin, words
from seedline.queries.parameters import Term, last
from seedline.queries.question import Amount, Question
from seedline.store import Snapshot
from seedline.triples import Literal, NamedNode
from seedline_ontology import PREFIXES, SCHEME

_NUMBERS = frozenset(PREFIXES["xsd"] + name for name in ("integer", "decimal", "double", "gYear"))
_PLACE = re.compile(r"\{(n:)?(\w+)\}")
_LISTED = 6
_BESIDE = frozenset({"status", "voice", "confidence", "bound", "kind", "carrier", "currency", "source", "relation"})
"""Columns that say how the others are, and are no answer by themselves."""
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
class Cell:
    """A value: its text, the IRI that it names and the label of that, in the language that is spoken."""

    text: str
    iri: str = ""
    label: str = ""

    @property
    def plain(self) -> str:
        """Return what a reader reads."""
        return self.label or self.text


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
    details = Details(snapshot.store, snapshot.base)
    bound = asked.bind(values, snapshot.store, snapshot.base, say.language)
    result = snapshot.store.query(bound.query)
    names = result.variables
    reader = _Reader(details, say)
    found = [tuple(None if term is None else reader.cell(term) for term in row) for row in result.terms()]
    kinds = [_kind([row[index] for row in found], name, asked) for index, name in enumerate(names)]
    spoken = {name: reader.cell(term) for name, term in bound.terms.items() if name != "language"}
    columns, rows = _split(names, kinds, found, asked.amounts, say)
    told = {
        parameter.name: _named(spoken[parameter.name], parameter.type)
        for parameter in asked.parameters
        if parameter.name in spoken
    }
    return Answer(
        asked, snapshot.version, say.language, spoken, asked.question[say.language].format(**told),
        _sentence(asked, names, kinds, found, told, say), columns, rows,
        tuple(say(f"caveat.{limit}") for limit in asked.limits), asked.computed.get(say.language, ""), bound.query,
    )  # fmt: skip


def _named(cell: Cell, type_: str) -> str:
    return f"{cell.text} ({cell.label})" if type_ in _CODED and cell.label not in {"", cell.text} else cell.plain


class _Reader:
    def __init__(self, details: Details, say: Words) -> None:
        self.details, self.say = details, say

    def cell(self, term: object) -> Cell:
        if isinstance(term, NamedNode):
            label = self.details.label(term.value, self.say.language)
            return Cell(last(term), term.value, "" if label == term.value else label)
        if isinstance(term, Literal):
            kind = term.datatype.value
            if kind == PREFIXES["xsd"] + "boolean":
                return Cell(term.value, label=self.say(f"question.{term.value}"))
            if kind in _DATES:
                return Cell(term.value, label=self.say.long(term.value))
            return Cell(term.value)
        return Cell(str(term))


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
        return "date" if name in {"year", "date", "on", "asOf"} else "number"
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


def _sentence(
    asked: Question,
    names: list[str],
    kinds: list[str],
    rows: list[tuple[Cell | None, ...]],
    told: Mapping[str, str],
    say: Words,
) -> str:
    """Return the answer in a sentence: why there is none, what there is, or that nothing is here."""
    if asked.cannot:
        return asked.cannot[say.language]
    if not rows:
        return say("question.none")
    lead = _lead(names, kinds, rows, told)
    usual = say("question.names") if lead else say("question.holds")
    one, _, many = asked.answer.get(say.language, usual).partition("|")
    count = len(set(_worded(rows, names, lead, asked, say))) if lead and not asked.answer else len(rows)

    def filled(place: re.Match[str]) -> str:
        counted, name = place.groups()
        if name == "n":
            return say.number(count)
        if name in told:
            return told[name]
        values = list(dict.fromkeys(_worded(rows, names, lead if name == "list" else name, asked, say)))
        if counted:
            return say.number(len(values))
        rest = len(values) - _LISTED
        if rest > 0:
            values = [*values[:_LISTED], say("question.more", rest)]
        # Where a name has a comma in it, a comma does not part names.
        return "; ".join(values) if any("," in value for value in values) else say.listed(values)

    return begin(_PLACE.sub(filled, one if count == 1 or not many else many))


def _lead(names: list[str], kinds: list[str], rows: list[tuple[Cell | None, ...]], told: Mapping[str, str]) -> str:
    """Return the column of things that tells the rows apart best, the first of equal ones, or nothing."""
    sizes = {
        name: len({cell.plain for row in rows if (cell := row[index]) is not None})
        for index, (name, kind) in enumerate(zip(names, kinds, strict=True))
        if kind in {"thing", "concept"} and name not in told and name not in _BESIDE
    }
    return max(sizes, key=lambda name: sizes[name]) if sizes else ""


def _worded(
    rows: list[tuple[Cell | None, ...]], names: list[str], name: str, asked: Question, say: Words
) -> Iterator[str]:
    at = names.index(name)
    money = asked.amounts.get(name)
    for row in rows:
        cell = row[at]
        if cell is None:
            continue
        if money is None:
            yield cell.text if name == "seed" else cell.plain
            continue
        currency = row[names.index(money.currency)]
        bound = row[names.index(money.bound)] if money.bound else None
        yield say.amount(cell.text, currency.text if currency else None, bound.text if bound else None, whole=True)


def value_of(cell: Cell | None, kind: str) -> str | Decimal | None:
    """Return a cell as a program wants it: amounts and numbers as :class:`decimal.Decimal`, all else as text.

    >>> value_of(Cell("5600000"), "amount"), value_of(Cell("kfw", "urn:x", "KfW"), "thing")
    (Decimal('5600000'), 'kfw')
    """
    if cell is None:
        return None
    return Decimal(cell.text) if kind in {"amount", "number"} else cell.text


__all__ = ["Answer", "Cell", "Column", "Term", "ask", "value_of"]
