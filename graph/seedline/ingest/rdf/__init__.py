"""Anybody's RDF: recognised by what it is, read with a word on everything that was passed over."""

from seedline.ingest.rdf.content import NotRdf, Recognised, recognise
from seedline.ingest.rdf.files import RdfFile, RdfOptions
from seedline.ingest.rdf.storage import Stored, stored_in
from seedline.ingest.report import FileReport, PassedOver

__all__ = [
    "FileReport",
    "NotRdf",
    "PassedOver",
    "RdfFile",
    "RdfOptions",
    "Recognised",
    "Stored",
    "recognise",
    "stored_in",
]
