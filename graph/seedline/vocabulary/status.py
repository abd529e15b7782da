"""Statuses of steps and of commitments, and the stages of policies: how far each has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from seedline.vocabulary import tokens
from seedline.vocabulary.mood import MOODS

Mark = Literal["ring", "cross", "bars"]


@dataclass(frozen=True, slots=True)
class Status:
    """One status of a step.

    ``order`` decides between two observations of one date: the further one is the latest. ``lapses`` tells whether the
    status is a state that may have ended unnoticed, so that "nothing newer known" can be said of it. ``mark`` is what a
    picture draws on the line beside the stroke of its mood.
    """

    token: tokens.Status
    order: int
    mood: tokens.Mood
    lapses: bool
    mark: Mark | None = None

    @property
    def scaled(self) -> bool:
        """Return whether a step of this status has begun or happened; only such a step counts as "has scaled"."""
        return MOODS[self.mood].begun

    @property
    def stopped(self) -> bool:
        """Return whether the step was held up or given up."""
        return self.mood == "stopped"

    @property
    def key(self) -> str:
        """Return the key of its name."""
        return f"status.{self.token}"


STATUSES: dict[str, Status] = {
    status.token: status
    for status in (
        Status("notStated", 0, "notStated", lapses=False),
        Status("recommended", 1, "suggested", lapses=True),
        Status("identified", 2, "suggested", lapses=True),
        Status("expressedInterest", 3, "suggested", lapses=True),
        Status("planned", 4, "intended", lapses=True),
        Status("expected", 5, "intended", lapses=True),
        Status("agreed", 6, "agreed", lapses=True),
        Status("approved", 7, "agreed", lapses=True),
        Status("launched", 8, "underWay", lapses=True),
        Status("ongoing", 9, "underWay", lapses=True, mark="ring"),
        Status("achieved", 10, "happened", lapses=False),
        Status("completed", 11, "happened", lapses=False),
        Status("blocked", 12, "stopped", lapses=True, mark="cross"),
        Status("discontinued", 13, "stopped", lapses=False, mark="bars"),
    )
}
"""Token → status of a step, in their order."""

SCALED_STATUSES = frozenset(status.token for status in STATUSES.values() if status.scaled)
"""Statuses of a step that has begun or happened."""


@dataclass(frozen=True, slots=True)
class CommitmentStatus:
    """One status of a commitment: does it enter a total, and how strongly may it be told."""

    token: tokens.CommitmentStatus
    counts: bool
    mood: tokens.Mood

    @property
    def key(self) -> str:
        """Return the key of its name."""
        return f"commitment.{self.token}"


COMMITMENT_STATUSES: dict[str, CommitmentStatus] = {
    status.token: status
    for status in (
        CommitmentStatus("pledged", counts=False, mood="intended"),
        CommitmentStatus("planned", counts=False, mood="intended"),
        CommitmentStatus("approved", counts=True, mood="agreed"),
        CommitmentStatus("committed", counts=True, mood="agreed"),
        CommitmentStatus("secured", counts=True, mood="agreed"),
        CommitmentStatus("mobilised", counts=True, mood="agreed"),
        CommitmentStatus("disbursed", counts=True, mood="happened"),
        CommitmentStatus("blocked", counts=False, mood="stopped"),
        CommitmentStatus("notStated", counts=False, mood="notStated"),
    )
}
"""Token → status of a commitment."""

COUNTED_STATUSES = frozenset(status.token for status in COMMITMENT_STATUSES.values() if status.counts)
"""Statuses of a commitment that enter a total."""


@dataclass(frozen=True, slots=True)
class PolicyStage:
    """One stage of a policy: of two that one date reports, the one further in ``order`` is the latest."""

    token: tokens.PolicyStage
    order: int
    mood: tokens.Mood

    @property
    def key(self) -> str:
        """Return the key of its name."""
        return f"policyStage.{self.token}"


POLICY_STAGES: dict[str, PolicyStage] = {
    stage.token: stage
    for stage in (
        PolicyStage("inPreparation", 0, "intended"),
        PolicyStage("draft", 1, "intended"),
        PolicyStage("endorsed", 2, "agreed"),
        PolicyStage("adopted", 3, "happened"),
        PolicyStage("funded", 4, "agreed"),
        PolicyStage("implemented", 5, "underWay"),
    )
}
"""Token → stage of a policy, in their order."""
