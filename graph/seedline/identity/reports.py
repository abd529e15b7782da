"""What records of one project report of its money: one report for what they agree on, another for each other value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seedline.identity.clusters import Member
from seedline.model import SourceRecord


@dataclass(slots=True)
class Report:
    """What some records of one project say of its money, all of one mind."""

    amount: str | None
    currency: str | None
    year: str | None
    members: list[Member]
    number: int = 1

    @property
    def owner(self) -> str:
        """Return the document that says it."""
        return self.members[0].owner

    def key(self, thing: str) -> str:
        """Return the key of the commitment that it becomes, for the key of the thing."""
        return thing if self.number == 1 else f"{thing}-{self.number}"

    def fits(self, record: SourceRecord) -> bool:
        """Return whether a record says nothing else: what it does not state it does not deny."""
        same = not (self.amount and record.amount) or (self.amount, self.currency) == (record.amount, record.currency)
        return same and (not (self.year and record.funding_year) or self.year == record.funding_year)


def reports_of(members: Iterable[Member]) -> list[Report]:
    """Return what records of one project report of its money, the one that is taken first.

    A year without an amount is told too: money was given, and how much is not stated.

    >>> def page(key, amount, year=None):
    ...     record = SourceRecord(key=key, funder="idf", amount=amount, currency="USD", funding_year=year)
    ...     return Member("registry", "registry", "fund", record)
    >>> told = reports_of([page("a", "50000", "2002"), page("b", "50000"), page("c", "37205")])
    >>> [(one.amount, one.year, len(one.members), one.key("V43-805")) for one in told]
    [('50000', '2002', 2, 'V43-805'), ('37205', None, 1, 'V43-805-2')]
    >>> [(one.amount, one.currency, one.year) for one in reports_of([page("a", None, "2014")])]
    [(None, None, '2014')]
    """
    giving = [one for one in members if one.record.funder and (one.record.amount or one.record.funding_year)]
    giving.sort(key=lambda one: not one.record.amount)
    found: list[Report] = []
    for one in giving:
        record = one.record
        report = next((report for report in found if report.fits(record)), None)
        if report is None:
            currency = record.currency if record.amount else None
            found.append(Report(record.amount, currency, record.funding_year, [one], len(found) + 1))
            continue
        report.year = report.year or record.funding_year
        report.members.append(one)
    return found
