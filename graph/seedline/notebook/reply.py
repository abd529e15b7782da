"""The answer to a named question for people who write code."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from seedline.notebook.dataframes import frame
from seedline.queries import Answer, value_of

if TYPE_CHECKING:
    import pandas as pd

_NAMED = frozenset({"thing", "concept", "link"})


@dataclass(frozen=True)
class Reply:
    """The answer to a named question: a sentence, rows, a table, and what may not be concluded from it."""

    answer: Answer

    @property
    def sentence(self) -> str:
        """Return the answer in a sentence."""
        return self.answer.sentence

    @property
    def limits(self) -> tuple[str, ...]:
        """Return what may not be concluded, in words."""
        return self.answer.limits

    @property
    def total(self) -> int:
        """Return how many rows there are in all, where so many at most were asked for."""
        return self.answer.total

    @property
    def rows(self) -> list[dict[str, str | Decimal | None]]:
        """Return the rows: things by key, amounts and numbers as :class:`decimal.Decimal`, a column a currency."""
        columns = self.answer.columns
        return [
            {column.name: value_of(cell, column.kind) for column, cell in zip(columns, row, strict=True)}
            for row in self.answer.rows
        ]

    def table(self) -> pd.DataFrame:
        """Return a ``pandas.DataFrame`` of the rows, each column of things with one of their names beside it.

        ``attrs`` has the question, the answer, what may not be concluded, the version of the data and the query.
        """
        answer = self.answer
        rows = self.rows
        for row, cells in zip(rows, answer.rows, strict=True):
            for column, cell in zip(answer.columns, cells, strict=True):
                if column.kind in _NAMED:
                    row[f"{column.name}_label"] = None if cell is None else cell.plain
        columns = [
            name
            for column in answer.columns
            for name in ([column.name, f"{column.name}_label"] if column.kind in _NAMED else [column.name])
        ]
        made = frame(rows, columns)
        made.attrs.update(
            question=answer.asked, answer=answer.sentence, limits=list(answer.limits), version=answer.version,
            query=answer.query,
        )  # fmt: skip
        return made

    def __str__(self) -> str:
        return "\n".join((self.answer.asked, self.sentence, *self.limits))
