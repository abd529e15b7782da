"""A mapping file: which column of a table is which field, and how what stands in it is written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError

from seedline.errors import CaseFileError, InputError
from seedline.ingest.casefile import findings_of, with_keys
from seedline.ingest.yaml_text import load_text
from seedline.model.evidence import Source
from seedline.model.fields import Date, Key, Line, Record
from seedline.vocabulary.tokens import Voice

MAPPING_SUFFIX = ".map.yaml"
Section = Literal["things", "organisations", "steps", "commitments", "figures", "claims", "parents", "records"]


class Column(Record):
    """What one column is.

    ``to`` is a field of the section, with a dot where it is of several entries (``identifiers.iom``). ``separator``
    splits a cell into several values, ``codes`` names their code list, ``values`` gives the token for each word,
    ``date`` how a date is written (``DD/MM/YYYY``), ``number`` how 1234.56 is (``1,234.56`` or ``1.234,56``).
    """

    to: Line
    separator: Line | None = None
    codes: Literal["country", "country-alpha-3", "country-name", "country-any"] | None = None
    values: dict[Line, Line] = Field(default_factory=dict)
    date: Annotated[str, Field(pattern=r"^(?:DD|MM|YYYY|[/. -])+$")] | None = None
    number: Literal["1,234.56", "1.234,56", "1 234,56"] | None = None


class DoubtRule(Record):
    """Values of a column that are kept as facts alone: which value, on rows in which other columns hold a text."""

    column: Line
    value: Line
    where: dict[Line, Line] = Field(default_factory=dict)
    qualifier: Line
    note: Line


class Table(Record):
    """One table: its file and sheet, what its rows are, its columns, and what holds for every row.

    ``key`` is the column whose text is, or is made into, the key of a row; ``address`` the one with the page that a row
    is from. A column that is neither mapped nor ignored is reported. For records, ``precedence`` says by the
    beginnings of their addresses whose values are taken first (``precedence-of`` for single columns), and
    ``doubts`` which values are not taken at all.
    """

    file: Line
    sheet: Line | None = None
    section: Section
    key: Line | None = None
    address: Line | None = None
    seen: Date | None = None
    constants: dict[Line, Line] = Field(default_factory=dict)
    columns: dict[
        Line, Annotated[Column, BeforeValidator(lambda given: {"to": given} if isinstance(given, str) else given)]
    ]
    ignored: tuple[Line, ...] = ()
    precedence: tuple[Line, ...] = ()
    precedence_of: dict[Line, tuple[Line, ...]] = Field(default_factory=dict)
    doubts: tuple[DoubtRule, ...] = ()


class Mapping(Record):
    """A mapping file as a whole; ``owner``, ``source`` and ``asserted-by`` are those of a case file."""

    seedline_mapping: Literal["1"]
    owner: Key
    title: Line
    source: Key
    asserted_by: Voice = "other"
    sources: dict[Key, Source] = Field(default_factory=dict)
    tables: Annotated[dict[Key, Table], Field(min_length=1)]


def read_mapping(path: Path) -> Mapping:
    """Return a mapping file.

    Raises:
        CaseFileError: with one finding for each thing that is wrong.
        InputError: it is not there.

    """
    if not path.is_file():
        raise InputError(f"{path}: there is no such mapping; `seedline map` proposes one for a table")
    tree, places = load_text(path)
    assert isinstance(tree, dict)
    try:
        return Mapping.model_validate(with_keys(tree))
    except ValidationError as error:
        raise CaseFileError(findings_of(path, places, error)) from None
