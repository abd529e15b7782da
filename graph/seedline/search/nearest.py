"""The nearest of some names to a name that is none of them."""

from __future__ import annotations

from collections.abc import Iterable

_LIKE_ENOUGH = 60.0


def nearest_of(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return the names that are most like a name, the nearest first, none where nothing is like it.

    >>> nearest_of("sweeden", ["sweden", "australia", "kfw"])
    ['sweden']
    """
    # Needed for names that are nowhere, and for no others.
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        name, sorted(known), scorer=fuzz.WRatio, processor=utils.default_process, limit=count, score_cutoff=_LIKE_ENOUGH
    )
    return [text for text, _, _ in found]
