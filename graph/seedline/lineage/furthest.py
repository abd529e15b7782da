"""How far what followed a seed has come: a rule on the statuses of scaling steps, and on nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, Protocol, TypeVar

from seedline.model.dates import end_of
from seedline.vocabulary import MOODS, RELATIONS, STATUSES

Furthest = Literal["begun", "intended", "named", "outputs", "notLookedFor"]
FURTHEST: tuple[Furthest, ...] = ("begun", "intended", "named", "outputs", "notLookedFor")
"""From the furthest on: a step has begun or happened; steps are approved, planned or suggested and none has begun;
steps are named, stopped or without a stated status; no scaling step is told of at all; nobody looked, and no scaling
step is known."""


class Told(Protocol):
    """A step with its latest status, and as of when that was told."""

    @property
    def earlier(self) -> str:
        """Return where the step begins."""

    @property
    def later(self) -> str:
        """Return where it ends."""

    @property
    def relation(self) -> str:
        """Return what kind of step it is."""

    @property
    def status(self) -> str:
        """Return its latest status."""

    @property
    def as_of(self) -> str | None:
        """Return as of when that status was told."""


AStep = TypeVar("AStep", bound=Told)


def told_last(steps: Iterable[AStep]) -> Iterator[AStep]:
    """Yield of several steps that say the same relation of the same two things the one whose status was told last."""
    last: dict[tuple[str, str, str], AStep] = {}
    for step in steps:
        key = step.earlier, step.relation, step.later
        if key not in last or _told(step) > _told(last[key]):
            last[key] = step
    yield from last.values()


def _told(step: Told) -> str:
    return end_of(step.as_of) if step.as_of else ""


def furthest(steps: Iterable[Told], known: str | None = None) -> Furthest:
    """Return how far the scaling steps among some have come; of several that say the same the one told last counts.

    ``known`` says whether anybody looked for what followed.

    >>> from seedline.lineage import Step
    >>> from seedline.lineage.graph import Observation
    >>> def step(relation, status, as_of="2021"):
    ...     return Step(f"{relation}{as_of}", "a", "b", relation, (Observation(status, as_of, ""),))
    >>> furthest([step("produced", "completed"), step("scaledInto", "ongoing")])
    'begun'
    >>> furthest([step("adoptedBy", "approved")]), furthest([step("scaledInto", "notStated")])
    ('intended', 'named')
    >>> furthest([step("scaledInto", "ongoing"), step("scaledInto", "blocked", "2023")])
    'named'
    >>> furthest([step("produced", "completed")]), furthest([step("produced", "completed")], "notLookedFor")
    ('outputs', 'notLookedFor')
    """
    moods = [MOODS[STATUSES[step.status].mood] for step in told_last(steps) if RELATIONS[step.relation].scaling]
    if any(mood.begun for mood in moods):
        return "begun"
    if any(mood.rank for mood in moods):
        return "intended"
    if moods:
        return "named"
    return "notLookedFor" if known == "notLookedFor" else "outputs"
