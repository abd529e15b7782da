"""Tables as sources: CSV, XLSX and JSON Lines, read by a mapping that says what each column is."""

from seedline.ingest.table.mapping import MAPPING_SUFFIX, Mapping, read_mapping
from seedline.ingest.table.proposal import propose
from seedline.ingest.table.tabulated import TableReader

__all__ = ["MAPPING_SUFFIX", "Mapping", "TableReader", "propose", "read_mapping"]
