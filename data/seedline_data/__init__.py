"""The facts that come with the product: case files and the sources they cite, and the Fund's registry."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Literal

REGISTRY = "registry"
"""The folder of the registry: a table with its mapping, what followed by its pages, and judgements on its records."""
_OURS = "seedline"
SOURCES = frozenset({"booklet", "idf-registry", "iom-asia-pacific", "openaid", _OURS, "wikipedia-pt"})
"""The sources whose statements are here, and are given under the licence of the project."""
Whose = Literal["shipped", "mixed", "others"]
"""Whether data come with Seedline, others' stand beside them, or all are others'."""


def whose(sources: Iterable[str], loaded: Collection[str]) -> Whose:
    """Return whose the data are that state some sources, and some graphs of loaded files.

    >>> whose(["booklet"], ()), whose(["booklet", "mine"], ()), whose([], ["urn:g"])
    ('shipped', 'mixed', 'others')
    """
    told = set(sources) - {_OURS}
    if not told & SOURCES:
        return "others"
    return "mixed" if loaded or told - SOURCES else "shipped"


def root() -> Path:
    """Return the folder of the shipped data.

    >>> root().name
    'seedline_data'
    """
    return Path(__file__).parent


def files(part: str = "") -> list[Path]:
    """Return every shipped case file, sorted: all, or those of one ``part``, ``booklet`` or ``registry``.

    >>> any(path.name == "CT.0921.yaml" for path in files("booklet"))
    True
    """
    every = sorted(path for path in root().rglob("*.yaml") if path.suffixes[-2:-1] not in ([".map"], [".identity"]))
    return [path for path in every if not part or (path.parent.name == REGISTRY) == (part == REGISTRY)]


def tables() -> list[Path]:
    """Return the mappings of the shipped tables.

    >>> [path.name for path in tables()]
    ['projects.map.yaml']
    """
    return sorted(root().rglob("*.map.yaml"))


def judgements() -> list[Path]:
    """Return the files of judgements on which records are of one project.

    >>> [path.name for path in judgements()]
    ['registry.identity.yaml']
    """
    return sorted(root().rglob("*.identity.yaml"))
