"""A case file as a whole: what one YAML file holds."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from seedline.model.evidence import Evidence, Source
from seedline.model.fields import Date, Key, Line, Record
from seedline.model.records import SourceRecord
from seedline.model.statements import (
    Alignment,
    CarriedOn,
    Characteristic,
    Claim,
    Commitment,
    Conflict,
    Evaluation,
    Event,
    Figure,
    FundingRule,
    Ownership,
    ParentStatement,
    Participation,
    Reading,
    Recommendation,
    Stage,
    Statement,
    Step,
)
from seedline.model.things import Instrument, Organisation, Place, Thing
from seedline.vocabulary.tokens import Voice


class Document(Record):
    """One file: a header, its evidence, the things it introduces, and the statements about them.

    ``owner`` is the key under which its statements get their IRIs; ``source`` and ``asserted-by`` are the
    defaults for evidence and statements that do not say otherwise.
    """

    seedline: Literal["1"]
    owner: Key
    title: Line
    source: Key | None = None
    asserted_by: Voice | None = None
    as_of: Date | None = None
    sources: dict[Key, Source] = Field(default_factory=dict)
    evidence: dict[Key, Evidence] = Field(default_factory=dict)
    organisations: dict[Key, Organisation] = Field(default_factory=dict)
    instruments: dict[Key, Instrument] = Field(default_factory=dict)
    places: dict[Key, Place] = Field(default_factory=dict)
    things: dict[Key, Thing] = Field(default_factory=dict)
    records: dict[Key, SourceRecord] = Field(default_factory=dict)
    steps: dict[Key, Step] = Field(default_factory=dict)
    commitments: dict[Key, Commitment] = Field(default_factory=dict)
    figures: dict[Key, Figure] = Field(default_factory=dict)
    claims: dict[Key, Claim] = Field(default_factory=dict)
    events: dict[Key, Event] = Field(default_factory=dict)
    conflicts: dict[Key, Conflict] = Field(default_factory=dict)
    alignments: dict[Key, Alignment] = Field(default_factory=dict)
    participations: dict[Key, Participation] = Field(default_factory=dict)
    ownership: dict[Key, Ownership] = Field(default_factory=dict)
    characteristics: dict[Key, Characteristic] = Field(default_factory=dict)
    evaluations: dict[Key, Evaluation] = Field(default_factory=dict)
    recommendations: dict[Key, Recommendation] = Field(default_factory=dict)
    readings: dict[Key, Reading] = Field(default_factory=dict)
    carried_on: dict[Key, CarriedOn] = Field(default_factory=dict)
    policies: dict[Key, Stage] = Field(default_factory=dict)
    rules: dict[Key, FundingRule] = Field(default_factory=dict)
    parents: dict[Key, ParentStatement] = Field(default_factory=dict)

    def statements(self) -> list[Statement]:
        """Return every statement of the file, by section and key, in the order of the sections above."""
        found: list[Statement] = []
        for name in STATEMENT_SECTIONS:
            section: dict[str, Statement] = getattr(self, name)
            found.extend(section[key] for key in sorted(section))
        return found


THING_SECTIONS = ("things", "organisations", "instruments", "places")
"""Sections of what statements are about, by keys that are unique everywhere."""
STATEMENT_SECTIONS: dict[str, type[Statement]] = {
    "steps": Step,
    "commitments": Commitment,
    "figures": Figure,
    "claims": Claim,
    "events": Event,
    "conflicts": Conflict,
    "alignments": Alignment,
    "participations": Participation,
    "ownership": Ownership,
    "characteristics": Characteristic,
    "evaluations": Evaluation,
    "recommendations": Recommendation,
    "readings": Reading,
    "carried_on": CarriedOn,
    "policies": Stage,
    "rules": FundingRule,
    "parents": ParentStatement,
}
"""Section of a file → the class of its statements."""
