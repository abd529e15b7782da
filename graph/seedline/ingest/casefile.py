"""Case files: YAML in, model objects out, every error with its file, line and field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from seedline.errors import CaseFileError, Finding
from seedline.ingest.yaml_text import FieldPath, Places, Tree, dotted, load_text
from seedline.model import STATEMENT_SECTIONS, THING_SECTIONS, Document

_KEYED = {"sources", "records", *THING_SECTIONS} | {name.replace("_", "-") for name in STATEMENT_SECTIONS}

_EXAMPLES = {
    "amount": "300000",
    "value": "1353",
    "as-of": "2021-10",
    "on": "2017-10-01",
    "after": "2017-10",
    "before": "2017-12",
    "valid-from": "2011",
    "valid-until": "2018-12",
    "seen": "2026-11-23",
    "collected": "2026-11-23",
    "date": "2026-11-24",
    "funding-year": "2015",
    "start": "2017-10-01",
    "end": "2017-10-01",
    "duration": "P30M",
    "currency": "USD",
    "country": "VN",
    "countries": "VN",
    "span": "48123-48134",
    "lines": "1199-1201",
    "sdg": "8.10",
    "seedline": "1",
    "url": "https://example.org/page",
}


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A document with the file it came from and the place of each of its fields."""

    path: Path
    document: Document
    places: Places = field(repr=False)

    def place(self, path: FieldPath) -> tuple[int, int]:
        """Return the line and column of a field, or of the nearest field around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))

    def finding(self, path: FieldPath, message: str, expected: str | None = None) -> Finding:
        """Return a finding at a field of this file."""
        line, column = self.place(path)
        return Finding(self.path.name, line, column, dotted(path), message, expected)


def read_case_file(path: Path) -> CaseFile:
    """Return a case file.

    Raises:
        CaseFileError: with one finding for each thing that is wrong.

    """
    tree, places = load_text(path)
    assert isinstance(tree, dict)
    try:
        document = Document.model_validate(with_keys(tree))
    except ValidationError as error:
        raise CaseFileError(findings_of(path, places, error)) from None
    file = CaseFile(path, document, places)
    dangling = [*_missing_evidence(file), *_doubtful_numbers(file)]
    if dangling:
        raise CaseFileError(dangling)
    return file


def doubt(number: str) -> str:
    """Return what a number may be that readers take for thousands or for a fraction; nothing where it is one number.

    >>> doubt("300.000"), doubt("300000"), doubt("0.125")
    ('may be 300000 or 300', '', '')
    """
    if not re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", number):
        return ""
    return f"may be {number.replace('.', '')} or {Decimal(number).normalize():f}"


def _doubtful_numbers(file: CaseFile) -> Iterator[Finding]:
    numbers = [
        *((("commitments", key, "amount"), money.amount) for key, money in file.document.commitments.items()),
        *((("figures", key, "value"), figure.value) for key, figure in file.document.figures.items()),
    ]
    for path, number in numbers:
        if number and (told := doubt(number)):
            yield file.finding(path, f"{told}; found {number!r}", "300000")


def with_keys(tree: dict[str, Tree]) -> dict[str, Any]:
    """Return the tree with each item's key, which the file writes once, put into the item."""
    result: dict[str, Any] = dict(tree)
    for section in _KEYED & tree.keys():
        items = tree[section]
        if isinstance(items, dict):
            result[section] = {
                key: {**item, "key": key} if isinstance(item, dict) else item for key, item in items.items()
            }
    return result


def findings_of(path: Path, places: Places, error: ValidationError) -> list[Finding]:
    """Return what is wrong with a file, by place."""
    found: dict[tuple[int, int, str], Finding] = {}
    for where, (line, column), message, expected in faults(places, error):
        finding = Finding(path.name, line, column, dotted(where), message, expected)
        found.setdefault((line, column, finding.field), finding)
    return sorted(found.values(), key=lambda finding: (finding.line, finding.column))


def faults(places: Places, error: ValidationError) -> Iterator[tuple[FieldPath, tuple[int, int], str, str | None]]:
    """Yield each field that is wrong: its path, its place or the nearest around it, what is wrong, and an example."""
    for detail in error.errors():
        # What follows from another field of the item is not known while that one is wrong.
        if detail["type"] == "default_factory_not_called":
            continue
        # A date alone, where bounds may stand, is read as one of their fields that no file writes.
        where: FieldPath = tuple(part for part in detail["loc"] if part not in {"[key]", "at"})
        known = where
        while known and known not in places:
            known = known[:-1]
        name = next((str(part) for part in reversed(where) if isinstance(part, str)), "")
        if name == "value" and len(where) > 1:
            name = str(where[-2])
            if len(where) > 2 and where[-3] == "countries":
                name = "country"
        yield where, places.get(known, (1, 1)), message_of(detail), _EXAMPLES.get(name)


def message_of(detail: ErrorDetails) -> str:
    """Return what one error of a model object says to whoever wrote the value."""
    context = detail.get("ctx", {})
    given = detail.get("input")
    shown = f"; found {given[:60]!r}" if isinstance(given, str) else ""
    match detail["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "is no field of this item"
        case "literal_error":
            return f"must be one of {context.get('expected', '')}{shown}"
        case "string_pattern_mismatch":
            return f"is not written as it should be{shown}"
        case "string_type" | "model_type" | "dict_type" | "model_attributes_type" | "tuple_type":
            return f"has the wrong shape ({detail['msg'].lower()})"
        case _:
            return detail["msg"].lower().removeprefix("value error, ") + shown


def _missing_evidence(file: CaseFile) -> list[Finding]:
    """Return a finding for each evidence key that the file does not define."""
    known = file.document.evidence.keys()
    found: list[Finding] = []

    def visit(value: object, path: FieldPath) -> None:
        if isinstance(value, dict):
            for key, child in value.items():
                visit(child, (*path, key))
        elif isinstance(value, (list, tuple)):
            for index, child in enumerate(value):
                visit(child, (*path, index))
        elif isinstance(value, BaseModel):
            for name, info in type(value).model_fields.items():
                child = getattr(value, name)
                alias = info.alias or name
                if name == "evidence" and isinstance(child, tuple):
                    found.extend(
                        file.finding((*path, alias), f"names {key!r}, which the evidence section does not define")
                        for key in child
                        if key not in known
                    )
                else:
                    visit(child, (*path, alias))

    visit(file.document, ())
    return found
