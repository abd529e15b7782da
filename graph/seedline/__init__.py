"""Seedline: where a project came from, what followed, with whose money, and where it says so.

The public names load when they are first used, so that ``import seedline`` costs next to nothing.

>>> import seedline
>>> sorted(seedline.__all__)[:3]
['Home', 'InputError', 'KnowledgeGraph']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from seedline.build import build as build_snapshot
    from seedline.errors import InputError, NotFound, SeedlineError
    from seedline.kg import KnowledgeGraph, LineageView, open_graph
    from seedline.lineage import Tracer
    from seedline.render import svg
    from seedline.store import Home, Result, Snapshot, Store, open_snapshot

_HOMES = {
    "Home": "seedline.store",
    "InputError": "seedline.errors",
    "KnowledgeGraph": "seedline.kg",
    "LineageView": "seedline.kg",
    "NotFound": "seedline.errors",
    "Result": "seedline.store",
    "SeedlineError": "seedline.errors",
    "Snapshot": "seedline.store",
    "Store": "seedline.store",
    "Tracer": "seedline.lineage",
    "build_snapshot": "seedline.build:build",
    "open_graph": "seedline.kg",
    "open_snapshot": "seedline.store",
    "svg": "seedline.render",
}

__all__ = [
    "Home",
    "InputError",
    "KnowledgeGraph",
    "LineageView",
    "NotFound",
    "Result",
    "SeedlineError",
    "Snapshot",
    "Store",
    "Tracer",
    "build_snapshot",
    "open_graph",
    "open_snapshot",
    "svg",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'seedline' has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    return getattr(import_module(module), attribute or name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
