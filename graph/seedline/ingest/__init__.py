"""Files in, model objects out; an error names file, line and field."""

from seedline.ingest.casefile import CaseFile, read_case_file
from seedline.ingest.portfolio import Portfolio
from seedline.ingest.reader import Known, Left, Reader, Reading
from seedline.ingest.table import TableReader, WorkbookReader

READERS: dict[str, Reader] = {reader.prefix: reader for reader in (TableReader(), WorkbookReader())}
"""Prefix of a SOURCE argument → what reads it."""

__all__ = ["READERS", "CaseFile", "Known", "Left", "Portfolio", "Reader", "Reading", "read_case_file"]
