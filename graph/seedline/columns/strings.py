"""Many texts in one file: sorted, distinct, found by halving, read without loading."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray


class Texts(Sequence[str]):
    """A sorted table of distinct texts; the number of a text is its place in the order.

    UTF-8 keeps the order of code points, so that texts sorted as text are sorted as bytes.

    >>> table = Texts.of(["a", "b", "é"])
    >>> table[2], table.find("b"), table.find("nothing"), len(table)
    ('é', 1, -1, 3)
    """

    def __init__(self, data: NDArray[np.uint8], offsets: NDArray[np.int64]) -> None:
        self.data, self.offsets = data, offsets
        self._data, self._offsets = memoryview(data), memoryview(offsets)  # type: ignore[arg-type]

    @classmethod
    def of(cls, ordered: Iterable[str]) -> Texts:
        """Return the table of some texts that are sorted and distinct already."""
        encoded = [text.encode() for text in ordered]
        offsets = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)), out=offsets[1:])
        return cls(np.frombuffer(b"".join(encoded), np.uint8), offsets)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> str:  # type: ignore[override]
        return str(self._data[self._offsets[number] : self._offsets[number + 1]], "utf-8")

    def find(self, text: str) -> int:
        """Return the number of a text, or -1."""
        key = text.encode("utf-8", "surrogatepass")
        number = bisect_left(range(len(self)), key, key=self._bytes)
        return number if number < len(self) and self._bytes(number) == key else -1

    def _bytes(self, number: int) -> bytes:
        return bytes(self._data[self._offsets[number] : self._offsets[number + 1]])
