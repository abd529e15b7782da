"""Tables as documents: each row an item of a section, each cell a field with its row and column as its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from seedline.errors import CaseFileError, Finding, InputError
from seedline.ingest.casefile import CaseFile, faults
from seedline.ingest.reader import Known, Left, Reading
from seedline.ingest.table.cells import Sheet, read_sheets, wrong
from seedline.ingest.table.mapping import MAPPING_SUFFIX, Mapping, Table, read_mapping
from seedline.ingest.table.rows import RowReader
from seedline.ingest.yaml_text import FieldPath
from seedline.model import Document

_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class TableFile(CaseFile):
    """A document that was read from a table: what is wrong with it is said by row and column."""

    sheet: Sheet

    def finding(self, path: FieldPath, message: str, expected: str | None = None) -> Finding:
        """Return a finding at the cell of a field."""
        return _at(self.sheet, *self.place(path), message, expected)


def _at(sheet: Sheet, row: int, column: int, message: str, expected: str | None) -> Finding:
    return wrong(sheet.name, row, column, sheet.heading(column), message, expected)


class TableReader:
    """Reads ``table:PATH``: a mapping file, or a table beside which one stands."""

    prefix = "table"

    def read(self, path: Path, known: Known | None = None) -> Reading:
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
        there = ", ".join(sheet.title for sheet in sheets)
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
    reader = RowReader(mapping, name, table, sheet)
    reader.read()
    tree: dict[str, Any] = {
        "seedline": "1",
        "owner": mapping.owner if len(mapping.tables) == 1 else f"{mapping.owner}-{name}",
        "title": mapping.title,
        "source": mapping.source,
        "asserted-by": mapping.asserted_by,
        "sources": dict(mapping.sources) if first else {},
        "evidence": reader.evidence,
        table.section: reader.items,
    }
    findings = reader.findings
    try:
        document = Document.model_validate(tree)
    except ValidationError as error:
        cells_wrong = {(finding.line, finding.column) for finding in findings}
        for where, (row, column), message, expected in faults(reader.places, error):
            told = ".".join(step for step in where[2:] if isinstance(step, str)) or "(row)"
            heading = next((heading for heading, given in table.columns.items() if told.startswith(given.to)), None)
            column = sheet.column(heading) if heading else column
            # A cell that could not be read is not also said to be missing.
            if (row, column) not in cells_wrong:
                findings.append(_at(sheet, row, column, f"{told}: {message}", expected))
    if findings:
        raise CaseFileError(sorted(findings, key=lambda finding: (finding.line, finding.column)))
    return TableFile(Path(sheet.name), document, reader.places, sheet)
