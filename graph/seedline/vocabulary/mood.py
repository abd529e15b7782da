"""Moods: how strongly a step or a sum of money may be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from seedline.vocabulary import tokens

Stroke = Literal["solid", "longDash", "dashed", "dotted", "crossed", "thin"]


@dataclass(frozen=True, slots=True)
class Mood:
    """One mood: its rank, higher where more may be said, and the stroke of a line that is told so.

    ``rank`` is ``None`` for *stopped*, which stands apart: whether it had begun is told by earlier observations.
    """

    token: tokens.Mood
    rank: int | None
    stroke: Stroke

    @property
    def key(self) -> str:
        """Return the key of its name in the catalogue."""
        return f"mood.{self.token}"

    @property
    def begun(self) -> bool:
        """Return whether what is told so has at least begun."""
        return self.token in {"underWay", "happened"}


MOODS: dict[str, Mood] = {
    mood.token: mood
    for mood in (
        Mood("notStated", 0, "thin"),
        Mood("suggested", 1, "dotted"),
        Mood("intended", 2, "dashed"),
        Mood("agreed", 3, "longDash"),
        Mood("underWay", 4, "solid"),
        Mood("happened", 5, "solid"),
        Mood("stopped", None, "crossed"),
    )
}
"""Token → mood, the weakest first."""
