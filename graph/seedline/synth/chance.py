"""A little chance that is the same everywhere.

Python promises the same ``random()`` for a seed from version to version, but not the same ``choice`` or ``shuffle``,
and numpy promises neither. A portfolio that a benchmark or a bug report names must be the same years later, so its
chance is made here: SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014), begun
anew for each block from the seed and the block's number, so that one block can be made without those before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_MASK = (1 << 64) - 1
_GAMMA = 0x9E3779B97F4A7C15


class Chance:
    """Numbers that follow from the keys alone.

    >>> chance = Chance(7, 1)
    >>> [chance.below(100) for _ in range(3)], Chance(7, 2).below(100)
    ([14, 87, 95], 52)
    """

    def __init__(self, *keys: int) -> None:
        self._state = 0
        for key in keys:
            self._state = self._next() ^ (key & _MASK)

    def _next(self) -> int:
        self._state = (self._state + _GAMMA) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to below a limit, each alike."""
        return self._next() * limit >> 64

    def within(self, percent: int) -> bool:
        """Return yes in so many cases of a hundred."""
        return self.below(100) < percent

    def of(self, choices: Sequence[T]) -> T:
        """Return one of some choices, each alike."""
        return choices[self.below(len(choices))]

    def skewed(self, choices: Sequence[T]) -> T:
        """Return one of some choices, the first ones far more often than the last."""
        unit = self.below(1 << 20)
        return choices[unit * unit * unit * len(choices) >> 60]
