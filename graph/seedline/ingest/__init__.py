"""Files in, model objects out; an error names file, line and field."""

from seedline.ingest.casefile import CaseFile, read_case_file
from seedline.ingest.portfolio import Portfolio

__all__ = ["CaseFile", "Portfolio", "read_case_file"]
