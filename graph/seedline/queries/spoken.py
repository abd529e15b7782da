"""The sentence of an answer: what its rows say, why there are none, or why it cannot be said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from seedline.i18n.prepositions import before_names
from seedline.i18n.words import Words, amount_of, begin
from seedline.queries.counting import Counts
from seedline.queries.question import Question
from seedline_ontology import PREFIXES

_PLACE = re.compile(r"\{(?:([nc]):)?(\w+)\}")
_OPTIONAL = re.compile(r"\[([^]]*)\]")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]*")
_COLON = re.compile("(?<!\u00a0): ")
_DECIMAL = f"{PREFIXES['xsd']}decimal"
"""What amounts and figures are, and no line, year or number of rows is."""
_LISTED = 6
BESIDE = frozenset(
    {"status", "voice", "confidence", "bound", "kind", "carrier", "currency", "source", "relation", "basis"}
)
"""Columns that say how the others are, and are no answer by themselves."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value: its text, the IRI that it names and the label of that, in the language that is spoken."""

    text: str
    iri: str = ""
    label: str = ""
    concept: bool = False
    """Whether it names a concept of a closed list, whose label is a word and no name."""
    datatype: str = ""
    """The IRI of a literal's datatype, where it is more than text."""

    @property
    def quantity(self) -> bool:
        """Return whether it is an amount or a figure, which people read with its thousands apart."""
        return self.datatype == _DECIMAL and amount_of(self.text) is not None

    @property
    def plain(self) -> str:
        """Return what a reader reads."""
        return self.label or self.text

    @property
    def spoken(self) -> str:
        """Return it within a sentence: a concept is a word there, and no heading."""
        word = self.concept and not self.label[1:2].isupper() and not self.label.startswith("Seedline")
        return self.label[0].lower() + self.label[1:] if word else self.plain

    @property
    def code(self) -> str:
        """Return a project's code where it has an official one, else its name."""
        return self.text if _CODE.fullmatch(self.text) else self.plain


Row = Sequence[Cell | None]


def _whole(text: str, told: Mapping[str, str | None]) -> bool:
    return all(told[name] is not None for _, name in _PLACE.findall(text))


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of an answer, with what is needed to say them."""

    asked: Question
    names: Sequence[str]
    kinds: Sequence[str]
    rows: Sequence[Row]
    told: Mapping[str, str]
    """The parameters in words."""
    say: Words
    counts: Counts | None
    """How many rows there are, where only some are here."""
    cell: Callable[[object], Cell]

    @property
    def total(self) -> int:
        """Return how many rows there are in all."""
        return self.counts.total if self.counts else len(self.rows)

    @property
    def open(self) -> bool:
        """Return whether the question cannot be answered: never, or where no row has what it asks for."""
        known = self.asked.known
        return bool(self.asked.cannot) and bool(self.rows or not known) and not (known and any(self._column(known)))

    def sentence(self) -> str:
        """Return the answer in a sentence."""
        asked, language = self.asked, self.say.language
        if self.open:
            return self._filled(_OPTIONAL.sub(self._kept, asked.cannot[language]), "")
        if not self.rows:
            return self._filled(asked.none.get(language) or self.say("question.none"), "")
        lead = self._lead()
        template = asked.answer.get(language) or self.say("question.names" if lead else "question.holds")
        one, _, many = template.partition("|")
        several = many or one
        count = self._different("each" if "{each}" in several else lead) if self._counts(several, lead) else 0
        # The number that is told decides, be it of rows or of the values of a column.
        counted = next((place[2] for place in _PLACE.finditer(several) if place[1] == "n" or place[2] == "n"), "n")
        number = (count or self.total) if counted == "n" else self._different(counted)
        return begin(self._filled(one if number == 1 else several, lead, count))

    def _kept(self, part: re.Match[str]) -> str:
        """Return a part in square brackets without them, or nothing where a column of it is empty."""
        return part[1] if all(any(self._column(name)) for _, name in _PLACE.findall(part[1])) else ""

    def _counts(self, template: str, lead: str) -> bool:
        return "{each}" in template or (bool(lead) and not self.asked.answer)

    def _filled(self, template: str, lead: str, count: int = 0) -> str:
        def filled(place: re.Match[str]) -> str:
            counted, name = place.groups()
            if name == "n" and not counted:
                return self.say.number(count or self.total)
            if name in self.told and not counted:
                return self.told[name]
            if counted == "c":
                return ", ".join(f"{value} {number}" for value, number in self._numbers(name).most_common())
            name = lead if name == "list" else name
            return self.say.number(self._different(name)) if counted else self._listed(name)

        found = {place[2]: filled(place) for place in _PLACE.finditer(template) if not place[1]}
        return _PLACE.sub(filled, before_names(template, found, self.say.language))

    def _numbers(self, name: str) -> Counter[str]:
        if self.counts is None:
            return Counter(cell.spoken for cell in self._column(name))
        found = Counter[str]()
        for term, number in self.counts.by(name).items():
            found[self.cell(term).spoken] += number
        return found

    def _different(self, name: str) -> int:
        """Return how many rows are told in other words than the rest, by a column or by each."""
        if self.counts is None:
            return len(self._distinct(name))
        each = self.asked.each.get(self.say.language, "")
        return self.counts.different([place for _, place in _PLACE.findall(each)] if name == "each" else [name])

    def _listed(self, name: str) -> str:
        values = self._distinct(name)
        listed = values[:_LISTED]
        rest = self._different(name) - len(listed)
        shown = [*listed, self.say("question.more", rest)] if rest > 0 else listed
        # Where a name has a comma in it, a comma does not part names.
        return self.say.apart(shown) if any("," in value for value in shown) else self.say.listed(shown)

    def _distinct(self, name: str) -> list[str]:
        return list(dict.fromkeys(self._each() if name == "each" else self._worded(name)))

    def _each(self) -> Iterator[str]:
        """Yield a row in words; a part in square brackets is left out where a cell of it is empty."""
        # A template of names and values alone is the same in every language, but for the colon.
        template = _COLON.sub(self.say("list.colon"), self.asked.each.get(self.say.language, ""))
        for row in self.rows:
            if self.asked.known and row[self.names.index(self.asked.known)] is None:
                continue
            told = {name: self._value(name, row) for _, name in _PLACE.findall(template)}
            kept = _OPTIONAL.sub(lambda part, told=told: part[1] if _whole(part[1], told) else "", template)  # type: ignore[misc]
            kept = before_names(kept, told, self.say.language)
            yield _PLACE.sub(lambda place, told=told: told[place[2]] or "", kept).strip()  # type: ignore[misc]

    def _column(self, name: str) -> Iterable[Cell]:
        at = self.names.index(name)
        return (cell for row in self.rows if (cell := row[at]) is not None)

    def _worded(self, name: str) -> Iterator[str]:
        return (value for row in self.rows if (value := self._value(name, row)) is not None)

    def _value(self, name: str, row: Row) -> str | None:
        cell = row[self.names.index(name)]
        if cell is None:
            return None
        money = self.asked.amounts.get(name)
        if money is None:
            if cell.quantity:
                return self.say.grouped(Decimal(cell.text))
            return {"seed": cell.code, "currency": cell.text}.get(name, cell.spoken)
        currency = row[self.names.index(money.currency)]
        bound = row[self.names.index(money.bound)] if money.bound else None
        return self.say.amount(
            cell.text, currency.text if currency else None, bound.text if bound else None, whole=True
        )

    def _lead(self) -> str:
        """Return the column of things that tells the rows apart best, the first of equal ones, or nothing."""
        sizes = {
            name: len({cell.plain for cell in self._column(name)})
            for name, kind in zip(self.names, self.kinds, strict=True)
            if kind in {"thing", "concept"} and name not in self.told and name not in BESIDE
        }
        return max(sizes, key=lambda name: sizes[name]) if sizes else ""
