"""Bars of amounts: the rows of an answer once more, each currency for itself, in the order of the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from seedline.i18n.words import Words, amount_of
from seedline.queries import Answer, Cell
from seedline.queries.spoken import BESIDE

_FEWEST, _MOST = 2, 60
#: Kinds of columns that name what an amount is of.
_NAMING = ("thing", "concept", "link", "text")


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount: what it is of, how long its bar is of 100, and the amount in words."""

    of: str
    iri: str
    share: float
    amount: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The amounts of one column, which is of one currency; ``left_out`` rows are not drawn."""

    heading: str
    bars: tuple[Bar, ...]
    left_out: int


def charts(answer: Answer, say: Words) -> list[Chart]:
    """Return a chart for each column of amounts that has more than one; a length is an amount, and nothing is added."""
    return list(_charts(answer, say))


def _charts(answer: Answer, say: Words) -> Iterator[Chart]:
    naming = [n for n, column in enumerate(answer.columns) if column.kind in _NAMING and column.name not in BESIDE]
    bound = next((n for n, column in enumerate(answer.columns) if column.name == "bound"), None)
    if not naming:
        return
    for place, column in enumerate(answer.columns):
        told = [(row, value) for row in answer.rows if (value := _value(row[place]))]
        most = max((value for _, value in told), default=Decimal(0))
        if column.kind == "amount" and len(told) >= _FEWEST and most:
            bars = tuple(_bar(row, row[place], value / most, naming, bound, say) for row, value in told[:_MOST])
            yield Chart(column.heading, bars, len(told) - len(bars))


def _bar(
    row: tuple[Cell | None, ...], cell: Cell | None, share: Decimal, naming: list[int], bound: int | None, say: Words
) -> Bar:
    # What differs from row to row stands in the first two columns that name something.
    named = [one for n in naming[:2] if (one := row[n])]
    if len(named) > 1 and named[1].plain in named[0].plain:
        # A commitment has its funder in its name.
        named.pop()
    held = row[bound] if bound is not None else None
    amount = say.amount(cell.text if cell else "", "", held.text if held else "exact")
    return Bar(
        " → ".join(one.plain for one in named), named[0].iri if named else "", round(float(share) * 100, 2), amount
    )


def _value(cell: Cell | None) -> Decimal | None:
    value = amount_of(cell.text) if cell else None
    return value if value is not None and value >= 0 else None
