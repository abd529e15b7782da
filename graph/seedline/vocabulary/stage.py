"""Stages: where a thing stands in a lineage, relative to its seeds."""

from __future__ import annotations

from dataclasses import dataclass

from seedline.vocabulary import tokens


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage; ``order`` is its place from left to right in a picture."""

    token: tokens.Stage
    order: int

    @property
    def key(self) -> str:
        """Return the key of its name."""
        return f"stage.{self.token}"


STAGES: dict[str, Stage] = {
    stage.token: stage
    for stage in (
        Stage("before", 0),
        Stage("seed", 1),
        Stage("produced", 2),
        Stage("followed", 3),
        Stage("carried on", 4),
    )
}
"""Token → stage, from left to right."""
