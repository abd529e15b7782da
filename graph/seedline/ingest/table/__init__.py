"""Tables as sources: CSV, XLSX and JSON Lines, by a mapping that says what each column is, or in our own template."""

from seedline.ingest.table.filled import WorkbookReader, guides, workbook_at
from seedline.ingest.table.mapping import MAPPING_SUFFIX, Mapping, read_mapping
from seedline.ingest.table.proposal import propose
from seedline.ingest.table.tabulated import TableReader

__all__ = [
    "MAPPING_SUFFIX",
    "Mapping",
    "TableReader",
    "WorkbookReader",
    "guides",
    "propose",
    "read_mapping",
    "workbook_at",
]
