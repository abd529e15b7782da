"""Cells of tables: text as it is read, and beside it the value of what is a number or a date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from seedline.i18n import Words
from seedline.i18n.words import amount_of

#: A spreadsheet keeps so many digits of a number.
_DIGITS = 15
#: Spreadsheets count days from here on alike.
_FIRST_DAY = date(1900, 3, 1)


class Cell(str):
    """A cell that is more than text: ``value`` is its number or date, ``shown`` how a spreadsheet writes it.

    Everything else takes it as the text that it is. What only looks like a number (a code, an identifier, "007")
    is an ordinary string.
    """

    value: Decimal | date
    shown: str

    def __new__(cls, text: str, value: Decimal | date, shown: str) -> Cell:
        """Return text with its value."""
        made = super().__new__(cls, text)
        made.value, made.shown = value, shown
        return made


class Told(str):
    """A name out of a closed list, as tables for programs have it, with ``told``, how a row for reading says it."""

    told: str

    def __new__(cls, text: str, told: str) -> Told:
        """Return a name with its words."""
        made = super().__new__(cls, text)
        made.told = told
        return made


def number(text: str | None) -> str:
    """Return a number, or text that is none, or has more digits than a spreadsheet keeps, as it is.

    >>> number("149999.88").value, number("5600000").shown, number("48.3").shown, type(number("much")).__name__
    (Decimal('149999.88'), '#,##0', '#,##0.0', 'str')
    """
    value = amount_of(text or "")
    if value is None or not text or len(value.as_tuple().digits) > _DIGITS:
        return text or ""
    places = max(0, -int(value.as_tuple().exponent))
    return Cell(text, value, "#,##0" + ("." + "0" * places if places else ""))


def moment(stated: str | None, say: Words, *, also: str = "") -> str:
    """Return a date in words with its value: a year is a number, a month its first day, written as a month.

    ``also`` is what is said beside it.

    >>> from seedline.i18n import words
    >>> moment("2021-10", words("en")).value, moment("2017", words("fr"), also="aussi 2016").shown
    (datetime.date(2021, 10, 1), '0" (aussi 2016)"')
    """
    told = say.when(stated) + (f" ({also})" if also else "")
    parts = (stated or "").split("-")
    if not all(part.isdecimal() and part.isascii() for part in parts) or len(parts) > 3:
        return told
    more = f'" ({also})"' if also else ""
    if len(parts) == 1:
        return Cell(told, Decimal(parts[0]), "0" + more) if len(parts[0]) == 4 else told
    try:
        day = date(*(int(part) for part in (*parts, "1")[:3]))
    except ValueError:
        return told
    return Cell(told, day, ("d mmm yyyy" if len(parts) == 3 else "mmm yyyy") + more) if day >= _FIRST_DAY else told


def grouped(cell: Cell, say: Words) -> str:
    """Return a number as it is read in a table, whole, its thousands apart; a year and a date as they are.

    >>> from seedline.i18n import words
    >>> grouped(number("5600000"), words("en")), grouped(number("149999.88"), words("es"))
    ('5,600,000', '149\\xa0999,88')
    """
    if isinstance(cell.value, date) or not cell.shown.startswith("#"):
        return str(cell)
    return say.grouped(cell.value)
