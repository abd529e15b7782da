"""The facts that come with the product: case files and the sources they cite."""

from __future__ import annotations

from pathlib import Path


def root() -> Path:
    """Return the folder of the shipped data.

    >>> root().name
    'seedline_data'
    """
    return Path(__file__).parent


def files() -> list[Path]:
    """Return every shipped data file, sorted.

    >>> any(path.name == "CT.0921.yaml" for path in files())
    True
    """
    return sorted(path for path in root().rglob("*.yaml"))
