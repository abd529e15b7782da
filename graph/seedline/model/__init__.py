"""What a fact is: things, statements about them, and the evidence for each (no RDF, no files, no network)."""

from seedline.model.document import STATEMENT_SECTIONS, THING_SECTIONS, Document
from seedline.model.evidence import Evidence, Source
from seedline.model.fields import Described, Prop, Record, Stated, kebab
from seedline.model.records import SourceRecord
from seedline.model.statements import Statement
from seedline.model.things import Instrument, Organisation, Place, Thing

__all__ = [
    "STATEMENT_SECTIONS",
    "THING_SECTIONS",
    "Described",
    "Document",
    "Evidence",
    "Instrument",
    "Organisation",
    "Place",
    "Prop",
    "Record",
    "Source",
    "SourceRecord",
    "Stated",
    "Statement",
    "Thing",
    "kebab",
]
