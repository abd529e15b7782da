"""Snapshots opened and asked: nothing here writes."""

from seedline.store.home import Home, Snapshot, default_home, open_snapshot
from seedline.store.results import GRAPH_FORMATS, MEDIA_TYPES, ROW_FORMATS, Result
from seedline.store.store import Store

__all__ = [
    "GRAPH_FORMATS",
    "MEDIA_TYPES",
    "ROW_FORMATS",
    "Home",
    "Result",
    "Snapshot",
    "Store",
    "default_home",
    "open_snapshot",
]
