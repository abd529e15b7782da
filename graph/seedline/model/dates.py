"""Dates at the precision of their source, compared without widening any."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable

_ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$")
_MONTHS = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?")


def without_zone(value: str) -> str:
    """Return a date less the time zone that XML Schema lets it have: it is the date of some place, and not of ours.

    >>> without_zone("2015Z"), without_zone("2015-06-01+02:00"), without_zone("2015-05:00"), without_zone("2015-05")
    ('2015', '2015-06-01', '2015', '2015-05')
    """
    return _ZONE.sub("", value)


def end_of(value: str) -> str:
    """Return a sortable text for the last moment a date can mean.

    >>> end_of("2021") > end_of("2021-10Z") > end_of("2021-10-01")
    True
    """
    date = without_zone(value)
    return date + "-99-99"[len(date) - 4 :]


def known_by(dated: str, until: str) -> bool:
    """Return whether what is dated so was known at the end of a date: a month is over on its last day.

    >>> known_by("2021-10Z", "2021-10-31"), known_by("2021-10", "2021-10-30"), known_by("2021", "2021-12")
    (True, False, True)
    """
    return last_day(dated) <= last_day(until)


def first_day(value: str) -> str:
    """Return the first day that a date can mean.

    >>> first_day("2021"), first_day("2021-10Z")
    ('2021-01-01', '2021-10-01')
    """
    date = without_zone(value)
    return date + "-01-01"[len(date) - 4 :]


def last_day(value: str) -> str:
    """Return the last day that a date can mean.

    >>> last_day("2021"), last_day("2020-02")
    ('2021-12-31', '2020-02-29')
    """
    value = without_zone(value)
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

    A year is bounded by its first day and the first day of the next, and so is a month.

    >>> months_between("2015", "2017-10-01")
    (21, 33)
    >>> months_between("2019-06-15", "2019-08-14")
    (1, 1)
    >>> months_between("2017-10-15", "2018-01")
    (2, 3)
    """
    earlier_low, earlier_high = _bounds(earlier)
    later_low, later_high = _bounds(later)
    return _months(earlier_high, later_low), _months(earlier_low, later_high)


def _months(earlier: tuple[int, int], later: tuple[int, int]) -> int:
    # A month is whole when its day has come again.
    return later[0] - earlier[0] - (later[1] < earlier[1])


def _bounds(value: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the first and the last moment a date can mean, each as a number of months and a day."""
    date = without_zone(value)
    first = int(date[:4]) * 12 + (int(date[5:7]) - 1 if len(date) > 4 else 0)
    if len(date) == 10:
        return (first, int(date[8:])), (first, int(date[8:]))
    return (first, 1), (first + (12 if len(date) == 4 else 1), 1)


def is_old(value: str, newest_date: str, months: int = 24) -> bool:
    """Return whether a date lies more than ``months`` before the newest date in the data (never a clock's).

    >>> is_old("2019-06", "2021-10"), is_old("2020", "2021-10")
    (True, False)
    """
    return months_between(value, newest_date)[0] > months


def months_of(duration: str) -> int | None:
    """Return a duration of whole years and months as a number of months.

    >>> months_of("P2Y6M"), months_of("P30D")
    (30, None)
    """
    found = _MONTHS.fullmatch(duration)
    return int(found[1] or 0) * 12 + int(found[2] or 0) if found and (found[1] or found[2]) else None
