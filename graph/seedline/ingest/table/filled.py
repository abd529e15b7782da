"""Reads a workbook that was made from the template: its sheets become one case file, with the cells as places."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from pydantic import ValidationError

from seedline.errors import CaseFileError, Finding, InputError
from seedline.ingest.casefile import CaseFile, faults
from seedline.ingest.reader import Known, Left, Reading
from seedline.ingest.table import template
from seedline.ingest.table.cells import MAX_BYTES, Row, Sheet, Value, read_separated, read_sheets, sheet_names, wrong
from seedline.ingest.table.conversion import Sort, Unreadable, fold, key_of, slug_of, texts_of
from seedline.ingest.table.mapping import Column, Table
from seedline.ingest.table.mapping import Mapping as TableMapping
from seedline.ingest.table.rows import RowReader
from seedline.ingest.table.template import PARTS, Entry, Part
from seedline.ingest.yaml_text import FieldPath, Places
from seedline.model import Document
from seedline.triples.facts import OURS

PREFIX = "workbook"
_MOST_SHOWN = 200
_PAGE = re.compile(r"(?:p{1,2}\.?|pages?|página|pág\.?)?\s*(\d[\d, –-]*)", re.IGNORECASE)
_SEPARATED = {"countries": ";"}
_CODES: dict[str, Literal["country-any"]] = {"countries": "country-any"}


def workbook_at(path: Path) -> Path | None:
    """Return the workbook that a file is, or is a sheet of: a file, or a folder of CSV files; None where it is none."""
    suffix = path.suffix.lower()
    if suffix == ".csv":
        names = [each.stem for each in path.parent.glob("*") if each.suffix.lower() == suffix]
        named = any(part.called(path.stem) for part in PARTS)
        return path.parent if named and _complete(names) else None
    if suffix == ".xlsx" and _complete(sheet_names(path)):
        return path
    if suffix == ".zip" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return path if _complete(PurePosixPath(name).stem for name in archive.namelist()) else None
    return None


def guides(name: str) -> bool:
    """Return whether a file of this name says how a folder of CSV files is filled in."""
    return any(fold(PurePosixPath(name).stem) == fold(title) for title in template.guide_titles())


def _complete(names: Iterable[str]) -> bool:
    """Return whether some sheets are a workbook of ours: whoever fills it in needs both of these."""
    told = list(names)
    return all(any(part.called(name) for name in told) for part in PARTS if part.name in {"things", "sources"})


@dataclass(frozen=True, slots=True)
class WorkbookFile(CaseFile):
    """A document that was read from a workbook: what is wrong with it is said by sheet, row and column."""

    sheets: Mapping[tuple[str, str], Sheet]

    def finding(self, path: FieldPath, message: str, expected: str | None = None) -> Finding:
        """Return a finding at the cell of a field."""
        section, key = (*map(str, path[:2]), "")[:2] if path else ("", "")
        sheet = self.sheets.get((section, key)) or self.sheets.get((section, ""))
        if sheet is None:
            return Finding(self.path.name, 1, 1, section or "(file)", message, expected)
        row, column = self.place(path)
        return wrong(sheet.name, row, column, sheet.heading(column), message, expected)


@dataclass(frozen=True, slots=True)
class Origin:
    """A row of Sources: who says so, and the place that its rows have where they name none."""

    key: str
    title: str
    seen: str = ""
    url: str = ""
    told: str | None = None
    voice: str = "other"
    name: str | None = None
    role: str | None = None


@dataclass(slots=True)
class _Book:
    """What the sheets of a workbook share."""

    owner: str
    #: Names, codes and keys of things, folded → key.
    things: dict[str, str]
    #: Names and keys of organisations and funds, folded → key.
    bodies: dict[str, str]
    origins: dict[str, Origin] = field(default_factory=dict)
    tree: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: Places = field(default_factory=dict)
    sheets: dict[tuple[str, str], Sheet] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


class WorkbookReader:
    """Reads ``workbook:PATH``: a workbook, a folder of CSV files, or an archive of one."""

    prefix = PREFIX

    def read(self, path: Path, known: Known) -> Reading:
        """Return the one document of a workbook.

        Raises:
            CaseFileError: with one finding for each cell that is wrong.
            InputError: it is no workbook of ours.

        """
        found, paths = _sheets(path)
        missing = [part.title("en") for part in PARTS if part.name in {"things", "sources"} and part.name not in found]
        if missing:
            raise InputError(f"{path}: has no sheet {missing[0]}; `seedline new --workbook` writes an empty workbook")
        owner = slug_of(path.stem)
        book = _Book(owner, dict(known.things), dict(known.bodies))
        reports = []
        for part in sorted(
            PARTS, key=lambda part: ("sources", "things").index(part.name) if part.name in {"sources", "things"} else 2
        ):
            sheet = found.get(part.name)
            if sheet is None:
                continue
            book.sheets[part.section, ""] = sheet
            entries = {heading: entry for heading in sheet.columns if (entry := part.entry(heading))}
            absent = [e for e in part.entries if e.needed and e not in entries.values()]
            if absent:
                raise InputError(f"{sheet.name}: has no column {absent[0].heading('en')!r}; it is needed")
            if part.name == "sources":
                _read_sources(book, sheet, entries)
            else:
                rows = _Rows(book, part, sheet, entries)
                rows.read()
                book.tree[part.section] = rows.items
                book.findings += rows.findings
            left = tuple(heading for heading in sheet.columns if heading and heading not in entries)
            reports.append(Left(sheet.name, len(sheet.rows), left))
        return Reading((_document(path, book),), paths, tuple(reports))


def _sheets(path: Path) -> tuple[dict[str, Sheet], tuple[Path, ...]]:
    """Return the sheets by the name of their part, and the files that they are in."""
    if path.is_dir():
        files = [file for file in sorted(path.iterdir()) if file.suffix.lower() == ".csv"]
        named = [(file.stem, file) for file in files if any(part.called(file.stem) for part in PARTS)]
        read = [(stem, read_sheets(file)[0]) for stem, file in named]
        return _by_part(path, read), tuple(file for _, file in named)
    if path.suffix.lower() == ".zip":
        read = []
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                name = PurePosixPath(member.filename)
                if name.suffix.lower() != ".csv" or not any(part.called(name.stem) for part in PARTS):
                    continue
                if member.file_size > MAX_BYTES:
                    raise InputError(f"{path}: {name} is larger than {MAX_BYTES} bytes")
                with archive.open(member) as file:
                    read.append((name.stem, read_separated(f"{path.name}[{name.name}]", file.read(MAX_BYTES))))
        return _by_part(path, read), (path,)
    return _by_part(path, [(sheet.title, sheet) for sheet in read_sheets(path)]), (path,)


def _by_part(path: Path, read: Iterable[tuple[str, Sheet]]) -> dict[str, Sheet]:
    found: dict[str, Sheet] = {}
    for name, sheet in read:
        part = next((part for part in PARTS if part.called(name)), None)
        if part is not None and part.name in found:
            raise InputError(f"{path}: has the sheet {part.title('en')} twice, as {found[part.name].name} and {name}")
        if part is not None:
            found[part.name] = sheet
    return found


def _read_sources(book: _Book, sheet: Sheet, entries: Mapping[str, Entry]) -> None:
    sources: dict[str, Any] = {}
    for row in sheet.rows:
        told: dict[str, str] = {}
        at: dict[str, tuple[int, int]] = {}
        for heading, entry in entries.items():
            cell = row.cells.get(heading)
            if cell is None:
                continue
            try:
                sort: Sort = "date" if entry.to in {"collected", "as-of"} else "text"
                told[entry.to] = (_choice(cell, entry) if entry.choices else texts_of(cell, Column(to=entry.to), sort))[
                    0
                ]
                at[entry.to] = (row.number, sheet.column(heading))
            except Unreadable as error:
                book.findings.append(
                    wrong(sheet.name, row.number, sheet.column(heading), heading, str(error), error.expected)
                )
        title = told.get("title", "")
        key = slug_of(title) if title else f"row-{row.number}"
        column = next((sheet.column(heading) for heading, entry in entries.items() if entry.to == "title"), 1)
        if fold(title) in book.origins:
            message = f"is {title!r}, which stands in an earlier row too; each source needs a title of its own"
            book.findings.append(wrong(sheet.name, row.number, column, sheet.heading(column), message))
        origin = Origin(
            key, title, told.get("collected", ""), told.get("url", ""), told.get("as-of"),
            told.pop("asserted-by", "other"), told.pop("name", None), told.pop("role", None),
        )  # fmt: skip
        book.origins[fold(title)] = origin
        if bool(origin.name) != bool(origin.role):
            message = "of a person's statement both Said by and Role are needed"
            book.findings.append(wrong(sheet.name, row.number, column, sheet.heading(column), message))
        kind = "own statement" if origin.name else "web page" if origin.url else "document"
        sources[key] = {"key": key, "kind": kind, **told}
        book.places["sources", key] = (row.number, column)
        book.places |= {("sources", key, name): place for name, place in at.items()}
    book.tree["sources"] = sources


def _choice(cell: Value, entry: Entry) -> list[str]:
    """Return the token of a choice, written in any language.

    Raises:
        Unreadable: it is none of the choices.

    """
    text = cell.strip() if isinstance(cell, str) else str(cell)
    found = template.meant(entry.choices).get(fold(text))
    if found is None:
        raise Unreadable(f"is {text!r}, which is none of the choices", ", ".join(template.choices(entry.choices, "en")))
    return [found]


class _Rows(RowReader):
    """The rows of one sheet as the items of a section."""

    def __init__(self, book: _Book, part: Part, sheet: Sheet, entries: Mapping[str, Entry]) -> None:
        self._book, self._part = book, part
        self._entry = {entry.to: entry for entry in part.entries if entry.to}
        self._heading = {entry.name: heading for heading, entry in entries.items()}
        columns = {
            heading: Column(to=entry.to, separator=_SEPARATED.get(entry.to), codes=_CODES.get(entry.to))
            for heading, entry in entries.items()
            if entry.to
        }
        first = next(heading for heading, entry in entries.items() if entry.needed)
        table = Table(file=sheet.name, section=part.section, key=first, columns=columns)
        mapping = TableMapping(
            seedline_mapping="1", owner=book.owner, title=sheet.name, source=book.owner, tables={"sheet": table}
        )
        super().__init__(mapping, part.name, table, sheet)
        self.evidence = book.tree.setdefault("evidence", {})
        self.places = book.places
        self._origin: Origin | None = None
        self._at: tuple[Row, str] = (Row(0, {}), "")

    def _cell(self, row: Row, name: str) -> Value:
        return row.cells.get(self._heading.get(name, ""))

    def _blame(self, row: Row, name: str, message: str, expected: str | None = None) -> None:
        self._fault(row, self._heading.get(name, self._table.key or ""), message, expected)

    def _key(self, row: Row) -> str:
        """Return a key made of what a row says, so that it stays when rows are put in another order."""
        if self._part.name == "things":
            code = self._cell(row, "iomCode") or self._cell(row, "otherCode")
            name = self._cell(row, "name")
            if isinstance(name, str):
                key = key_of(code) if isinstance(code, str) else slug_of(name)
                self._named(row, name, key)
                return key
            return f"row-{row.number}"
        named = {
            "money": ("for", "funder", "year", "sourceType"),
            "followed": ("from", "relation", "to"),
            "figures": ("about", "counts"),
            "bodies": ("body", "partOf", "validFrom"),
        }[self._part.name]
        told = "-".join(meant for name in named if (meant := self._meant(row, name)))
        key = first = key_of(told) if told else f"row-{row.number}"
        number = 1
        # A step that is told again has another status; any other row is one more fact.
        while self._part.name != "followed" and key in self._rows:
            number += 1
            key = f"{first}-{number}"
        return key

    def _meant(self, row: Row, name: str) -> str:
        """Return what a cell says as the key that it stands for, so that a name or a language makes no other one."""
        cell, entry = self._cell(row, name), next(e for e in self._part.entries if e.name == name)
        text = fold(str(cell)) if cell is not None else ""
        if entry.choices == "things":
            return self._book.things.get(text, text)
        if entry.body:
            return self._book.bodies.get(text, text)
        return template.meant(entry.choices).get(text, text) if entry.choices else text

    def _named(self, row: Row, name: str, key: str) -> None:
        if fold(name) in {fold(item["label"]) for item in self.items.values() if "label" in item}:
            self._blame(row, "name", f"is {name!r}, which stands in an earlier row too; each thing needs its own name")
        self._book.things[fold(name)] = key
        for code in ("iomCode", "otherCode"):
            if isinstance(told := self._cell(row, code), str):
                self._book.things[fold(told)] = key

    def read(self) -> None:
        """Read every row; of a step that stands in several, each gives a status."""
        for row in self._sheet.rows:
            key = self._key(row)
            before = self.items.get(key)
            named = before and self._part.name == "things" and before.get("label") == self._cell(row, "name")
            if before is not None and self._part.name != "followed" and not named:
                self._fault(row, self._table.key or "", f"has the key {key!r} of row {self._rows[key]}")
            self._rows.setdefault(key, row.number)
            self._row(row, key)
            self._finish(row, self.items[key])
            if before is not None and self._part.name == "followed":
                self.items[key] = self._together(row, before, self.items[key])

    def _together(self, row: Row, before: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
        """Return a step with the statuses of two rows."""
        for name, value in item.items():
            if name not in {"statuses", "evidence", "key"} and name in self._entry and before.get(name, value) != value:
                self._blame(
                    row, self._entry[name].name, f"differs from the row above of the same step, {before[name]!r}"
                )
        statuses = [*before.get("statuses", []), *item.get("statuses", [])]
        for number, status in enumerate(statuses):
            if status in item.get("statuses", []):
                self.places["steps", str(item["key"]), "statuses", number] = (row.number, 1)
        places = tuple(dict.fromkeys([*before["evidence"], *item["evidence"]]))
        joined = {**item, **before, "evidence": list(places)}
        if statuses:
            joined |= {"statuses": statuses}
            joined.pop("not-stated", None)
        return joined

    def _texts(self, cell: Value, column: Column, sort: Sort) -> list[str]:
        entry = self._entry[column.to]
        if entry.choices == "things":
            return [self._thing(cell)]
        if entry.body:
            return [self._body(cell, entry)]
        if entry.choices and entry.closed and column.to != "currency":
            return _choice(cell, entry)
        return texts_of(cell, column, sort)

    def _thing(self, cell: Value) -> str:
        (text,) = texts_of(cell, Column(to="name"), "text") or [""]
        found = self._book.things.get(fold(text))
        if found is None:
            names = [item["label"] for item in self._book.tree.get("things", {}).values() if "label" in item]
            message = f"is {text!r}, which is no Name on the sheet Things and no code that is known here"
            raise Unreadable(message, ", ".join(list(dict.fromkeys(names))[:6]) or None)
        return found

    def _body(self, cell: Value, entry: Entry) -> str:
        """Return the key of a body: one that is known, or one that this row is the first to name."""
        (text,) = texts_of(cell, Column(to="name"), "text") or [""]
        if fold(text) not in self._book.bodies:
            row, place = self._at
            key = self._book.bodies[fold(text)] = slug_of(text)
            told = {"key": key, "label": text, "kind": "other", "evidence": [place]}
            self._book.tree.setdefault("organisations", {})[key] = told
            self.places["organisations", key] = (row.number, self._sheet.column(self._heading[entry.name]))
            self._book.sheets["organisations", key] = self._sheet
        return self._book.bodies[fold(text)]

    def _evidence(self, row: Row, key: str) -> str:
        """Note where a row's fact stands: in the row of Sources that it names, at the place that it gives."""
        book, told = self._book, self._cell(row, "evidence")
        origin = book.origins.get(fold(str(told))) if told is not None else None
        if told is None and len(book.origins) == 1:
            (origin,) = book.origins.values()
        self._origin = origin
        if origin is None:
            titles = ", ".join(origin.title for origin in book.origins.values()) or None
            problem = (
                f"is {told!r}, which is no Title on the sheet Sources"
                if told is not None
                else f"is empty, and Sources has {len(book.origins)} rows"
            )
            self._blame(row, "evidence", problem, titles)
            self._at = (row, "")
            return ""
        place = self._cell(row, "place")
        text = str(place).strip() if place is not None else ""
        found = self._place(row, origin, text)
        at = slug_of(f"{origin.key}-{text}") if text else origin.key
        self.evidence[at] = found
        self.places.setdefault(("evidence", at), (row.number, self._sheet.column(self._heading.get("place", ""))))
        book.sheets.setdefault(("evidence", at), self._sheet)
        self._at = (row, at)
        return at

    def _place(self, row: Row, origin: Origin, text: str) -> dict[str, str]:
        told = {"source": origin.key}
        page = _PAGE.fullmatch(text)
        if text.startswith(("http://", "https://")):
            return {**told, "url": text, "seen": origin.seen}
        if page:
            told["page"] = page[1].strip()
        elif text:
            told["section"] = text
        if origin.name:
            told |= {"name": origin.name, "date": origin.seen} | ({"role": origin.role} if origin.role else {})
        elif origin.url:
            told |= {"url": origin.url, "seen": origin.seen}
        else:
            told["document"] = origin.title
            if not page:
                message = f"is {text!r}" if text else "is empty"
                self._blame(row, "place", f"{message}; a document without an address needs a page", "p. 12")
        return told

    def _finish(self, row: Row, item: dict[str, Any]) -> None:
        """Say of an item what the row of Sources says for all that stands there."""
        origin, section = self._origin, self._part.section
        if origin is None:
            item["evidence"] = []
            return
        if section == "things":
            for value in item.values():
                for stated in value.values() if isinstance(value, dict) and "value" not in value else [value]:
                    if isinstance(stated, dict) and "value" in stated:
                        stated["asserted-by"] = origin.voice
            return
        item["asserted-by"] = OURS if item.get("basis") == "inferred" else origin.voice
        if section != "steps":
            if origin.told and "as-of" not in item:
                item["as-of"] = origin.told
            return
        self._status(row, item, origin)

    def _status(self, row: Row, item: dict[str, Any], origin: Origin) -> None:
        (status,) = item.get("statuses") or [None]
        if status is None:
            # An empty cell says so: the source was read for it.
            item["not-stated"] = {"statuses": {"evidence": item["evidence"]}}
        elif "value" not in status and self._cell(row, "stepStatus") is None:
            self._blame(row, "stepStatus", "is empty, though the row says when", "Launched")
        else:
            status["asserted-by"] = origin.voice
            if origin.told:
                status.setdefault("as-of", origin.told)
            if "as-of" not in status:
                message = "is empty, and so is that of its source; a status is told as of a date"
                self._blame(row, "asOf", message, "2021-10")


def _document(path: Path, book: _Book) -> WorkbookFile:
    """Return a workbook as a case file.

    Raises:
        CaseFileError: with one finding for each cell that is wrong.

    """
    tree: dict[str, Any] = {
        "seedline": "1",
        "owner": book.owner,
        "title": path.stem,
        "source": next((origin.key for origin in book.origins.values()), None),
        "asserted-by": "other",
        **book.tree,
    }
    cells_wrong = {(finding.file, finding.line, finding.column) for finding in book.findings}
    try:
        document = Document.model_validate(tree)
    except ValidationError as error:
        for where, (row, column), message, expected in faults(book.places, error):
            sheet = book.sheets.get((str(where[0]), str(where[1]))) or book.sheets.get((str(where[0]), ""))
            if sheet is None:
                continue
            column = _column(sheet, where) or column
            # A cell that could not be read is not also said to be missing.
            if (sheet.name, row, column) in cells_wrong:
                continue
            book.findings.append(wrong(sheet.name, row, column, sheet.heading(column), message, expected))
    if book.findings:
        order = [sheet.name for sheet in book.sheets.values()]
        ordered = sorted(book.findings, key=lambda found: (order.index(found.file), found.line, found.column))
        raise CaseFileError(ordered[:_MOST_SHOWN])
    return WorkbookFile(path, document, book.places, book.sheets)


def _column(sheet: Sheet, where: FieldPath) -> int | None:
    """Return the column that fills a field, also where its cell is empty."""
    entries = next((part.entries for part in PARTS if part.section == where[0]), ())
    to = ".".join(step for step in where[2:] if isinstance(step, str))
    entry = next((entry for entry in entries if entry.to and to.startswith(entry.to)), None)
    return next((n for n, head in enumerate(sheet.columns, 1) if entry and entry.has(head)), None)
