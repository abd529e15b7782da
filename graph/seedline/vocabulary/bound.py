"""Bounds of amounts: what a figure leaves open below and above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seedline.vocabulary import tokens


@dataclass(frozen=True, slots=True)
class Bound:
    """One bound: is the figure a floor (it is no less), is it a ceiling (it is no more); exact is both."""

    token: tokens.Bound
    floor: bool
    ceiling: bool

    @property
    def key(self) -> str:
        """Return the key of its name."""
        return f"bound.{self.token}"

    @property
    def lead(self) -> str:
        """Return the key of what stands before an amount; nothing stands before an exact one."""
        return f"boundLead.{self.token}"


BOUNDS: dict[str, Bound] = {
    bound.token: bound
    for bound in (
        Bound("exact", floor=True, ceiling=True),
        Bound("atLeast", floor=True, ceiling=False),
        Bound("about", floor=False, ceiling=False),
        Bound("upTo", floor=False, ceiling=True),
    )
}
"""Token → bound."""


def weakest(bounds: Iterable[str]) -> str:
    """Return the bound of a sum: it is a floor where all its parts are, and a ceiling where all are.

    >>> weakest(["exact", "atLeast"]), weakest(["exact", "exact"]), weakest(["atLeast", "upTo"]), weakest([])
    ('atLeast', 'exact', 'about', 'exact')
    """
    parts = [BOUNDS[bound] for bound in set(bounds)]
    sides = all(part.floor for part in parts), all(part.ceiling for part in parts)
    return next(bound.token for bound in BOUNDS.values() if (bound.floor, bound.ceiling) == sides)
