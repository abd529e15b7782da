"""The rows of a table as the items of a section: each cell a field, with its row and column as its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from seedline.errors import Finding, InputError
from seedline.ingest.table.cells import Row, Sheet, Value, wrong
from seedline.ingest.table.conversion import Sort, Unreadable, key_of, texts_of
from seedline.ingest.table.mapping import Column, Mapping, Table
from seedline.ingest.yaml_text import FieldPath, Places
from seedline.model import STATEMENT_SECTIONS, Organisation, Prop, SourceRecord, Stated, Thing


class RowReader:
    """Makes the items of a table's section from its rows, and notes the place of each field.

    Which row is which item, and where what it says stands, a kind of table can say in its own way.
    """

    def __init__(self, mapping: Mapping, name: str, table: Table, sheet: Sheet) -> None:
        self._table, self._sheet, self._name = table, sheet, name
        self._seen = table.seen or (source.collected if (source := mapping.sources.get(mapping.source)) else None)
        self._fields = fields_of(table.section)
        self.items: dict[str, dict[str, Any]] = {}
        self.evidence: dict[str, dict[str, str]] = {}
        self.places: Places = {}
        self.findings: list[Finding] = []
        unknown = [given.to for given in table.columns.values() if given.to.split(".")[0] not in self._fields]
        unknown += [field for field in table.constants if field.split(".")[0] not in self._fields]
        if unknown:
            raise InputError(
                f"{sheet.name}: the mapping names {unknown[0]!r}, which is no field of {table.section} "
                f"({', '.join(sorted(self._fields))})"
            )
        self._rows: dict[str, int] = {}

    def read(self) -> None:
        """Read every row."""
        for row in self._sheet.rows:
            key = self._key(row)
            if key in self._rows:
                message = f"has the key {key!r} of row {self._rows[key]}; each row needs its own"
                self._fault(row, self._table.key or "", message)
            self._rows[key] = row.number
            self._row(row, key)

    def _fault(self, row: Row, column: str, message: str, expected: str | None = None) -> None:
        self.findings.append(wrong(self._sheet.name, row.number, self._sheet.column(column), column, message, expected))

    def _key(self, row: Row) -> str:
        column = self._table.key
        if column is None:
            return f"{self._name}-{row.number}"
        value = row.cells.get(column)
        try:
            found = texts_of(value, Column(to="key"), "key") if value is not None else []
        except Unreadable as error:
            self._fault(row, column, str(error), error.expected)
            return f"row-{row.number}"
        if not found:
            self._fault(row, column, "is empty; every row needs its key", "CT.0921")
        return found[0] if found else f"row-{row.number}"

    def _row(self, row: Row, key: str) -> None:
        table, section = self._table, self._table.section
        place = self._evidence(row, key)
        self.places[section, key] = (row.number, self._sheet.column(table.key or ""))
        item: dict[str, Any] = {"key": key, "evidence": [place]}
        for field, value in table.constants.items():
            self._put(item, (section, key), field, [value], place, row, table.key or "")
        for heading, column in table.columns.items():
            cell = row.cells.get(heading)
            if cell is None:
                continue
            try:
                texts = self._texts(cell, column, self._fields[column.to.split(".")[0]].sort(column.to))
            except Unreadable as error:
                self._fault(row, heading, str(error), error.expected)
                continue
            self._put(item, (section, key), column.to, texts, place, row, heading)
        if section == "records":
            item |= self._ranked(row)
        self.items[key] = item

    def _ranked(self, row: Row) -> dict[str, Any]:
        """Return which values of a record are doubtful, and whose turn it is where records differ."""
        table = self._table
        address = str(row.cells.get(table.address or "", ""))
        doubts = {
            table.columns[rule.column].to: {"qualifier": rule.qualifier, "note": rule.note}
            for rule in table.doubts
            if row.cells.get(rule.column) == rule.value
            and all(part in str(row.cells.get(column, "")) for column, part in rule.where.items())
        }
        ranks = {
            table.columns[column].to: _rank(address, order)
            for column, order in table.precedence_of.items()
            if column in table.columns
        }
        return {"doubts": doubts, "rank": _rank(address, table.precedence), "ranks": ranks}

    def _texts(self, cell: Value, column: Column, sort: Sort) -> list[str]:
        return texts_of(cell, column, sort)

    def _evidence(self, row: Row, key: str) -> str:
        """Note the place that the values of a row have as their evidence, and return its key."""
        told = {"section": self._sheet.name, "lines": f"{row.number}-{row.number}"}
        if self._table.address and (address := row.cells.get(self._table.address)):
            told["url"] = str(address).strip()
            if self._seen:
                told["seen"] = self._seen
        self.evidence[key] = told
        self.places["evidence", key] = (row.number, self._sheet.column(self._table.address or ""))
        return key

    def _put(
        self, item: dict[str, Any], at: FieldPath, to: str, texts: list[str], place: str, row: Row, heading: str
    ) -> None:
        """Put a cell's texts where its field is."""
        name, _, entry = to.partition(".")
        field = self._fields[name]
        cell = (row.number, self._sheet.column(heading))

        def stated(text: str) -> dict[str, Any]:
            return {"value": text, "evidence": [place]}

        if field.stated and field.many:
            entries = item.setdefault(name, {})
            for text in texts:
                part = entry or key_of(text).lower()
                entries[part] = stated(text)
                self.places[*at, name, part] = cell
        elif field.observed:
            (observed,) = item.setdefault(name, [{"evidence": [place]}])
            observed[entry] = _dated(entry, texts[0])
            self.places[*at, name, 0, entry] = cell
        elif field.stated:
            item[name] = stated(texts[0])
        elif entry:
            item.setdefault(name, {})[entry] = texts[0]
            self.places[*at, name, entry] = cell
        else:
            item[name] = texts if field.many else _dated(name, texts[0])
        self.places.setdefault((*at, name), cell)
        if len(texts) > 1 and not field.many:
            self._fault(row, heading, f"holds {len(texts)} values, and {name} has one")


def _dated(name: str, text: str) -> str | dict[str, str]:
    """Return when something happened; between two dates as ISO 8601 and EDTF write it, open ends as two dots.

    >>> _dated("on", "2017/2018-05"), _dated("on", "../2018-05"), _dated("on", "2017")
    ({'after': '2017', 'before': '2018-05'}, {'before': '2018-05'}, '2017')
    """
    after, between, before = text.partition("/")
    if name != "on" or not between:
        return text
    return {side: date for side, date in (("after", after), ("before", before)) if date != ".."}


def _rank(address: str, order: tuple[str, ...]) -> int:
    return next((place for place, start in enumerate(order) if address.startswith(start)), len(order))


@dataclass(frozen=True, slots=True)
class Field:
    """How a field of a section is filled: what it holds, whether with a place of its own, and whether several."""

    range: str
    stated: bool = False
    many: bool = False
    observed: bool = False

    def sort(self, to: str) -> Sort:
        """Return what kind of value goes there."""
        if self.observed:
            return "date" if to.endswith((".on", ".as-of")) else "code"
        kind = self.range.partition(":")[0]
        if kind in {"decimal"}:
            return "number"
        if kind in {"date", "year"}:
            return "date"
        if kind == "thing":
            return "key"
        return "text" if kind in {"text", "string"} and not to.startswith("identifier") else "code"


def fields_of(section: str) -> dict[str, Field]:
    """Return the fields of a section's items that a column can fill, by the names that case files have for them.

    >>> fields_of("commitments")["amount"], sorted(fields_of("steps"))[:2]
    (Field(range='decimal', stated=False, many=False, observed=False), ['asserted-by', 'basis'])
    """
    classes: dict[str, type[BaseModel]] = {"things": Thing, "organisations": Organisation, "records": SourceRecord}
    classes |= STATEMENT_SECTIONS
    found = {}
    for name, info in classes[section].model_fields.items():
        if name in {"key", "evidence", "not_stated", "stages", "doubts", "rank", "ranks"}:
            continue
        told = str(info.annotation)
        found[info.alias or name] = Field(
            _range(info, info.alias or name),
            stated=f"{Stated.__name__}[" in told,
            many=told.startswith(("dict[", "tuple[")) and "Observed" not in told,
            observed="Observed" in told,
        )
    return found


_PLAIN = {"label": "text", "amount": "decimal", "funding-year": "year"}
"""Fields that are no property of what they stand in: a record's money becomes a commitment."""


def _range(info: FieldInfo, name: str) -> str:
    prop = next((mark for mark in info.metadata if isinstance(mark, Prop)), None)
    return prop.range if prop else _PLAIN.get(name, "code")
