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
    from seedline import notebook as kg
    from seedline.draw.drawing import svg
    from seedline.errors import InputError, NotFound, SeedlineError
    from seedline.notebook import KnowledgeGraph, LineageView, open_graph
    from seedline.pipeline import build as build_snapshot
    from seedline.store import Home, Result, Snapshot, Store, open_snapshot
    from seedline.views.tracer import Tracer

_HOMES = {
    "Home": "seedline.store",
    "InputError": "seedline.errors",
    "KnowledgeGraph": "seedline.notebook",
    "LineageView": "seedline.notebook",
    "NotFound": "seedline.errors",
    "Result": "seedline.store",
    "SeedlineError": "seedline.errors",
    "Snapshot": "seedline.store",
    "Store": "seedline.store",
    "Tracer": "seedline.views",
    "build_snapshot": "seedline.pipeline:build",
    "kg": "seedline.notebook:*",
    "open_graph": "seedline.notebook",
    "open_snapshot": "seedline.store",
    "svg": "seedline.draw",
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
    "kg",
    "open_graph",
    "open_snapshot",
    "svg",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'seedline' has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    found = import_module(module)
    return found if attribute == "*" else getattr(found, attribute or name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
