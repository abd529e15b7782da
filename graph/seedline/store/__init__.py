"""Snapshots opened and asked: nothing here writes."""

from seedline.store.home import FORMAT, Home, Snapshot, default_home, open_snapshot
from seedline.store.query_text import is_volatile, query_kind, services
from seedline.store.results import GRAPH_FORMATS, MEDIA_TYPES, ROW_FORMATS, Result
from seedline.store.store import Store

__all__ = [
    "FORMAT",
    "GRAPH_FORMATS",
    "MEDIA_TYPES",
    "ROW_FORMATS",
    "Home",
    "Result",
    "Snapshot",
    "Store",
    "default_home",
    "is_volatile",
    "open_snapshot",
    "query_kind",
    "services",
]
