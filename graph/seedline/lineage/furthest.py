"""How far what followed a seed has come: a rule on the statuses of scaling steps, and on nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from seedline.vocabulary import MOODS, RELATIONS, STATUSES

Furthest = Literal["begun", "intended", "named", "outputs", "notLookedFor"]
FURTHEST: tuple[Furthest, ...] = ("begun", "intended", "named", "outputs", "notLookedFor")
"""From the furthest on: a step has begun or happened; steps are approved, planned or suggested and none has begun;
steps are named, stopped or without a stated status; no scaling step is told of at all; nobody looked, and no step is
known."""


def furthest(steps: Iterable[tuple[str, str]], known: str | None = None) -> Furthest:
    """Return how far the scaling steps among some have come, each given by its relation and its latest status.

    ``known`` says whether anybody looked for what followed.

    >>> furthest([("produced", "completed"), ("scaledInto", "ongoing")]), furthest([("adoptedBy", "approved")])
    ('begun', 'intended')
    >>> furthest([("scaledInto", "notStated"), ("scaledInto", "blocked")]), furthest([("produced", "completed")])
    ('named', 'outputs')
    >>> furthest([], "notLookedFor"), furthest([], "lookedForNoneFound")
    ('notLookedFor', 'outputs')
    """
    steps = list(steps)
    if not steps and known == "notLookedFor":
        return "notLookedFor"
    moods = [MOODS[STATUSES[status].mood] for relation, status in steps if RELATIONS[relation].scaling]
    if any(mood.begun for mood in moods):
        return "begun"
    if any(mood.rank for mood in moods):
        return "intended"
    return "named" if moods else "outputs"
