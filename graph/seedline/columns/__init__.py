"""The lineages of a snapshot as memory-mapped columns: how they are built, and a graph that reads them as asked."""

from seedline.columns.index import SeedTotal, StoredNetwork

__all__ = ["SeedTotal", "StoredNetwork"]
