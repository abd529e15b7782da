"""Which part of a lineage is shown."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from seedline.document.types import Limits
from seedline.errors import InputError
from seedline.lineage.traversal import StepFilter, step_filter
from seedline.model.clocks import Clocks

MOST_OPENED = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """Which part of a lineage is shown: steps before and after, and what steps and sources count.

    ``source`` are keys of sources, ``as_of`` and ``told_by`` the dates by which things had happened, and had been told.
    ``more`` are things of which also what is one step further is shown, in the order in which they were opened.
    """

    up: int | None = None
    down: int | None = None
    status: tuple[str, ...] = ()
    relation: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    as_of: str | None = None
    told_by: str | None = None
    more: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        up: int | None = None,
        down: int | None = None,
        status: str | None = None,
        relation: str | None = None,
        more: str | None = None,
        *,
        basis: str | None = None,
        source: str | None = None,
        as_of: str | None = None,
        told_by: str | None = None,
    ) -> Choice:
        """Return a choice from parameters; all but depths and dates are lists with commas between.

        >>> Choice.of(status="ongoing, achieved").status
        ('achieved', 'ongoing')

        Raises:
            InputError: a token is not in its closed list, or the date is none.

        """
        opened = dict.fromkeys(_listed(more))
        if len(opened) > MOST_OPENED:
            raise InputError(f"more opens at most {MOST_OPENED} things, not {len(opened)}")
        for name, date in (("as_of", as_of), ("told_by", told_by)):
            if date and not _is_date(date):
                raise InputError(f"{name} is a date, as 2019, 2019-06 or 2019-06-30, not {date!r}")
        for name, steps in (("up", up), ("down", down)):
            if steps is not None and steps < 0:
                raise InputError(f"{name} is a number of steps, not {steps}")
        made = cls(
            up,
            down,
            status=_tokens(status),
            relation=_tokens(relation),
            basis=_tokens(basis),
            source=_tokens(source),
            as_of=as_of or None,
            told_by=told_by or None,
            more=tuple(opened),
        )
        step_filter(statuses=made.status, relations=made.relation, bases=made.basis)
        return made

    @property
    def keep(self) -> StepFilter | None:
        """Return what says whether a step is shown, nothing where all are."""
        if not (self.status or self.relation or self.basis):
            return None
        return step_filter(statuses=self.status, relations=self.relation, bases=self.basis)

    @property
    def clocks(self) -> Clocks:
        """Return the dates by which things had happened, and had been told."""
        return Clocks(self.as_of, self.told_by)

    @property
    def limits(self) -> Limits | None:
        """Return what a document says of the part that it shows, nothing of the whole.

        What was opened is seen in it.
        """
        made = Limits(
            up=self.up,
            down=self.down,
            status=self.status or None,
            relation=self.relation or None,
            basis=self.basis or None,
            source=self.source or None,
            as_of=self.as_of,
            told_by=self.told_by,
        )
        return made if made.told else None

    @property
    def whole(self) -> bool:
        """Return whether nothing was left out."""
        return self == Choice()


def _listed(given: str | None) -> list[str]:
    return [part.strip() for part in (given or "").split(",") if part.strip()]


def _is_date(text: str) -> bool:
    """Return whether a text is a year, month or day that there is."""
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text) or text < "0001":
        return False
    try:
        datetime.date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def _tokens(given: str | None) -> tuple[str, ...]:
    return tuple(sorted(set(_listed(given))))
