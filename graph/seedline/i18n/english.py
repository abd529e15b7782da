"""Amounts and dates in words, the same wherever they are read."""

from __future__ import annotations

import re
from decimal import Decimal

from seedline.i18n.words import plain

_ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
BOUND_WORDS = {"exact": "", "atLeast": "at least ", "about": "about ", "upTo": "up to "}
COMMITMENT_WORDS = {"mobilised": "reported as mobilised", "notStated": "status not stated"}
VOICE_WORDS = {
    "fund": "the Fund",
    "implementingOffice": "an implementing office",
    "recipientGovernment": "a recipient government",
    "funder": "a funder",
    "evaluator": "an evaluator",
    "other": "others",
}


def money(amount: str | Decimal, currency: str) -> str:
    """Return an amount for a reader.

    >>> money("14500000", "USD"), money("300000", "USD"), money("149999.88", "USD")
    ('USD 14.5 million', 'USD 300,000', 'USD 149,999.88')
    """
    value = Decimal(amount)
    millions = value / 1_000_000
    if value >= 1_000_000 and millions == millions.quantize(Decimal("0.01")):
        return f"{currency} {plain(millions)} million"
    whole = plain(value)
    digits, _, cents = whole.partition(".")
    return f"{currency} {int(digits):,}" + (f".{cents}" if cents else "")


def bounded(amount: str | Decimal, currency: str, bound: str) -> str:
    """Return an amount with its bound.

    >>> bounded("5600000", "USD", "atLeast")
    'at least USD 5.6 million'
    """
    return BOUND_WORDS.get(bound, "") + money(amount, currency)


def when(date: str) -> str:
    """Return a date in words at its own precision.

    >>> when("2021-10"), when("2017-10-01Z"), when("2015")
    ('October 2021', '1 October 2017', '2015')
    """
    parts = _ZONE.sub("", date).split("-")
    if len(parts) == 1:
        return parts[0]
    month = f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"


def listed(parts: list[str], last: str = "and") -> str:
    """Return parts as a list in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}" if parts else ""
