"""Tables as documents: each row an item of a section, each cell a field with its row and column as its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from seedline.errors import CaseFileError, Finding, InputError
from seedline.ingest.casefile import CaseFile, faults
from seedline.ingest.reader import Left, Reading
from seedline.ingest.table.cells import Row, Sheet, read_sheets, wrong
from seedline.ingest.table.conversion import Sort, Unreadable, key_of, texts_of
from seedline.ingest.table.mapping import MAPPING_SUFFIX, Column, Mapping, Table, read_mapping
from seedline.ingest.yaml_text import FieldPath, Places
from seedline.model import STATEMENT_SECTIONS, Document, Organisation, Prop, SourceRecord, Stated, Thing

_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class TableFile(CaseFile):
    """A document that was read from a table: what is wrong with it is said by row and column."""

    sheet: Sheet

    def finding(self, path: FieldPath, message: str, expected: str | None = None) -> Finding:
        """Return a finding at the cell of a field."""
        return _at(self.sheet, *self.place(path), message, expected)


def _at(sheet: Sheet, row: int, column: int, message: str, expected: str | None) -> Finding:
    heading = sheet.columns[column - 1] if column <= len(sheet.columns) else ""
    return wrong(sheet.name, row, column, heading, message, expected)


class TableReader:
    """Reads ``table:PATH``: a mapping file, or a table beside which one stands."""

    prefix = "table"

    def read(self, path: Path) -> Reading:
        """Return the documents of a mapping's tables, one each.

        Raises:
            CaseFileError: with one finding for each cell that is wrong.
            InputError: there is no mapping or no table.

        """
        place = path if path.name.endswith(MAPPING_SUFFIX) else path.with_name(path.stem + MAPPING_SUFFIX)
        mapping = read_mapping(place)
        documents, findings = list[CaseFile](), list[Finding]()
        reports, files = [], dict[Path, list[Sheet]]()
        for name, table in mapping.tables.items():
            file = place.parent / table.file
            if not file.is_file():
                raise InputError(f"{place.name}: tables.{name}: there is no file {table.file} beside the mapping")
            sheets = files[file] if file in files else files.setdefault(file, read_sheets(file))
            sheet = _sheet(place, name, table, sheets)
            try:
                documents.append(_document(mapping, name, table, sheet, first=not documents))
            except CaseFileError as error:
                findings += error.findings
            told = {*table.columns, *table.ignored, table.key, table.address}
            left = tuple(column for column in sheet.columns if column and column not in told)
            reports.append(Left(sheet.name, len(sheet.rows), left))
        if findings:
            raise CaseFileError(findings[:_MOST_SHOWN])
        return Reading(tuple(documents), (place, *files), tuple(reports))


def _sheet(place: Path, name: str, table: Table, sheets: list[Sheet]) -> Sheet:
    wanted = f"{table.file}[{table.sheet}]" if table.sheet else None
    found = [sheet for sheet in sheets if wanted in {None, sheet.name}]
    if len(found) != 1:
        there = ", ".join(sheet.name.partition("[")[2].rstrip("]") for sheet in sheets)
        raise InputError(f"{place.name}: tables.{name}: name one sheet of {table.file} ({there})")
    for column in (*table.columns, *filter(None, (table.key, table.address))):
        if column not in found[0].columns:
            raise InputError(
                f"{place.name}: tables.{name}: {found[0].name} has no column {column!r} "
                f"({', '.join(filter(None, found[0].columns))})"
            )
    return found[0]


def _document(mapping: Mapping, name: str, table: Table, sheet: Sheet, *, first: bool) -> TableFile:
    """Return what a table states.

    Raises:
        CaseFileError: with one finding for each cell that is wrong.

    """
    builder = _Builder(mapping, name, table, sheet)
    tree: dict[str, Any] = {
        "seedline": "1",
        "owner": mapping.owner if len(mapping.tables) == 1 else f"{mapping.owner}-{name}",
        "title": mapping.title,
        "source": mapping.source,
        "asserted-by": mapping.asserted_by,
        "sources": dict(mapping.sources) if first else {},
        "evidence": builder.evidence,
        table.section: builder.items,
    }
    findings = builder.findings
    try:
        document = Document.model_validate(tree)
    except ValidationError as error:
        rows_wrong = {finding.line for finding in findings}
        for where, (row, column), message, expected in faults(builder.places, error):
            # A cell that could not be read is not also said to be missing.
            if row not in rows_wrong:
                told = ".".join(map(str, where[2:])) or "(row)"
                findings.append(_at(sheet, row, column, f"{told}: {message}", expected))
    if findings:
        raise CaseFileError(sorted(findings, key=lambda finding: (finding.line, finding.column)))
    return TableFile(Path(sheet.name), document, builder.places, sheet)


class _Builder:
    """Makes the items of a table's section from its rows, and notes the place of each field."""

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
        rows: dict[str, int] = {}
        for row in sheet.rows:
            key = self._key(row)
            if key in rows:
                self._fault(row, table.key or "", f"has the key {key!r} of row {rows[key]}; each row needs its own")
            rows[key] = row.number
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
        place = key
        self.places[section, key] = (row.number, self._sheet.column(table.key or ""))
        self.evidence[place] = self._place(row)
        self.places["evidence", place] = (row.number, self._sheet.column(table.address or ""))
        item: dict[str, Any] = {"key": key, "evidence": [place]}
        for field, value in table.constants.items():
            self._put(item, (section, key), field, [value], place, row, table.key or "")
        for heading, column in table.columns.items():
            cell = row.cells.get(heading)
            if cell is None:
                continue
            try:
                texts = texts_of(cell, column, self._fields[column.to.split(".")[0]].sort(column.to))
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

    def _place(self, row: Row) -> dict[str, str]:
        told = {"section": self._sheet.name, "lines": f"{row.number}-{row.number}"}
        if self._table.address and (address := row.cells.get(self._table.address)):
            told["url"] = str(address).strip()
            if self._seen:
                told["seen"] = self._seen
        return told

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
            observed[entry] = texts[0]
            self.places[*at, name, 0, entry] = cell
        elif field.stated:
            item[name] = stated(texts[0])
        elif entry:
            item.setdefault(name, {})[entry] = texts[0]
            self.places[*at, name, entry] = cell
        else:
            item[name] = texts if field.many else texts[0]
        self.places.setdefault((*at, name), cell)
        if len(texts) > 1 and not field.many:
            self._fault(row, heading, f"holds {len(texts)} values, and {name} has one")


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
            _range(info),
            stated=f"{Stated.__name__}[" in told,
            many=told.startswith(("dict[", "tuple[")) and "Observed" not in told,
            observed="Observed" in told,
        )
    return found


def _range(info: FieldInfo) -> str:
    prop = next((mark for mark in info.metadata if isinstance(mark, Prop)), None)
    return prop.range if prop else "text" if info.alias == "label" else "code"
