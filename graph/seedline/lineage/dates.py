"""Dates at the precision of their source, compared without widening any."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable


def end_of(value: str) -> str:
    """Return a sortable text for the last moment a date can mean.

    >>> end_of("2021") > end_of("2021-10") > end_of("2021-10-01")
    True
    """
    return value + "-99-99"[len(value) - 4 :]


def known_by(dated: str, until: str) -> bool:
    """Return whether what is dated so was known at the end of a date: a month is over on its last day.

    >>> known_by("2021-10", "2021-10-31"), known_by("2021-10", "2021-10-30"), known_by("2021", "2021-12")
    (True, False, True)
    """
    return _last_day(dated) <= _last_day(until)


def _last_day(value: str) -> str:
    value = value[:10]
    if len(value) == 7:
        return f"{value}-{monthrange(int(value[:4]), int(value[5:]))[1]}"
    return value if len(value) == 10 else f"{value[:4]}-12-31"


def newest(values: Iterable[str | None]) -> str | None:
    """Return the newest of some dates, as it was written.

    >>> newest(["2017-10-01", None, "2021-10"])
    '2021-10'
    """
    known = [value for value in values if value]
    return max(known, key=end_of) if known else None


def months_between(earlier: str, later: str) -> tuple[int, int]:
    """Return the fewest and the most whole months between two dates of any precision.

    A year is bounded by its first day and the first day of the next.

    >>> months_between("2015", "2017-10-01")
    (21, 33)
    >>> months_between("2019-06-15", "2019-08-14")
    (1, 1)
    """
    earlier_low, earlier_high = _bounds(earlier)
    later_low, later_high = _bounds(later)
    shift = 1 if len(earlier) == len(later) == 10 and later[8:] < earlier[8:] else 0
    return later_low - earlier_high - shift, later_high - earlier_low - shift


def _bounds(value: str) -> tuple[int, int]:
    january = int(value[:4]) * 12
    if len(value) == 4:
        return january, january + 12
    month = january + int(value[5:7]) - 1
    return month, month if len(value) == 10 else month + 1


def is_old(value: str, newest_date: str, months: int = 24) -> bool:
    """Return whether a date lies more than ``months`` before the newest date in the data (never a clock's).

    >>> is_old("2019-06", "2021-10"), is_old("2020", "2021-10")
    (True, False)
    """
    return months_between(value, newest_date)[0] > months
