"""A record: what one place of a source says of one project, before anybody says which project that is."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from seedline.model.fields import Amount, Country, Currency, Date, Key, Keys, Line, Prop, Record, Year
from seedline.vocabulary.tokens import Coverage, Kind, ProjectStatus, Region


class Doubt(Record):
    """Why a value is kept as a fact alone and nothing plain is made of it: a word for it, and a reason of ours."""

    qualifier: Line
    note: Line


class SourceRecord(Record):
    """One record of a source, as it stands there: its values, all of one place.

    Several records may be of one thing, and which are is a rule's or somebody's judgement (``seedline.identity``).
    """

    CLASS: ClassVar[str] = "sl:SourceRecord"

    key: Key
    kind: Kind = "project"
    evidence: Keys = ()
    title: Annotated[Line | None, Prop("dcterms:title", "string")] = None
    identifiers: Annotated[dict[Key, Line], Prop("dcterms:identifier", "string")] = Field(default_factory=dict)
    countries: Annotated[tuple[Country, ...], Prop("sl:country", "concept:country")] = ()
    start: Annotated[Date | None, Prop("sl:started", "date")] = None
    end: Annotated[Date | None, Prop("sl:ended", "date")] = None
    coverage: Annotated[Coverage | None, Prop("sl:coverage", "concept:coverage")] = None
    region: Annotated[Region | None, Prop("sl:region", "concept:region")] = None
    project_status: Annotated[ProjectStatus | None, Prop("sl:projectStatus", "concept:project-status")] = None
    project_type: Annotated[Line | None, Prop("sl:projectType", "string")] = None
    funder: Key | None = None
    amount: Amount | None = None
    currency: Currency | None = None
    funding_year: Year | None = None
    doubts: dict[Key, Doubt] = Field(default_factory=dict)
    rank: int = 0
    """Whose values are taken first where records of one thing differ: the lowest, then the order of the file."""
    ranks: dict[Key, int] = Field(default_factory=dict)
    """The same for single fields that have an order of their own."""

    def values(self) -> dict[str, tuple[Prop, tuple[str, ...]]]:
        """Return what the record states, by field: the property, and its values.

        >>> SourceRecord(key="a", title="T", identifiers={"iom": "CT.0921"}).values()["title"]
        (Prop(name='dcterms:title', range='string'), ('T',))
        """
        found: dict[str, tuple[Prop, tuple[str, ...]]] = {}
        for name, field in type(self).model_fields.items():
            prop = next((mark for mark in field.metadata if isinstance(mark, Prop)), None)
            value = getattr(self, name)
            if prop is None or not value:
                continue
            told = tuple(value.values()) if isinstance(value, dict) else value if isinstance(value, tuple) else (value,)
            found[field.alias or name] = (prop, told)
        return found
