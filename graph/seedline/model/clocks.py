"""The two clocks: when something happened, and when it was told."""

from __future__ import annotations

from dataclasses import dataclass

from seedline.model.dates import end_of, first_day, last_day


@dataclass(frozen=True, slots=True)
class When:
    """When something happened: not before ``after`` and not later than ``before``, both at the source's precision.

    One of them may be unknown; they are one date where a source gives one.

    >>> When.of("2017-10-01").date, When(before="2019-08").date
    ('2017-10-01', None)
    """

    after: str | None = None
    before: str | None = None

    @classmethod
    def of(cls, date: str) -> When:
        """Return the date that a source gives."""
        return cls(date, date)

    @property
    def date(self) -> str | None:
        """Return the date that a source gives, nothing where it gives bounds."""
        return self.after if self.after == self.before else None


def moment(on: When | None, told: str | None) -> str:
    """Return a sortable text for the last moment at which something can have happened: before it was told.

    >>> moment(When.of("2017-10-01"), "2021-10") < moment(None, "2021-10") == moment(When("2019"), "2021-10")
    True
    """
    return end_of((on and on.before) or told or "0000")


@dataclass(frozen=True, slots=True)
class Clocks:
    """The dates up to which is told: what had happened by ``as_of``, of what had been told by ``told_by``.

    What has no date on a clock is never left out by it, since nobody says that it came later.

    >>> past = Clocks(as_of="2017-12")
    >>> past.hold(When.of("2017-10-01"), "2021-10"), past.hold(When("2019"), "2021-10"), past.hold(None, "2021-10")
    (True, False, True)
    >>> past.sure(When.of("2017-10-01")), past.sure(When("2015", "2021-10")), past.sure(None)
    (True, False, False)
    >>> Clocks(told_by="2017-12").hold(When.of("2017-10-01"), "2021-10")
    False
    """

    as_of: str | None = None
    told_by: str | None = None

    def __bool__(self) -> bool:
        return self.as_of is not None or self.told_by is not None

    def hold(self, on: When | None, told: str | None) -> bool:
        """Return whether something is told: it may have happened by the one date, and had been told by the other."""
        if self.as_of and on and on.after and first_day(on.after) > last_day(self.as_of):
            return False
        return not (self.told_by and told) or last_day(told) <= last_day(self.told_by)

    def sure(self, on: When | None) -> bool:
        """Return whether something had happened by the date asked for, so far as dates say; so has all if none is."""
        if self.as_of is None:
            return True
        return bool(on and on.before and last_day(on.before) <= last_day(self.as_of))
