"""Voices: by whose word a statement stands."""

from __future__ import annotations

from dataclasses import dataclass

from seedline.vocabulary import tokens


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice. Voices of one ``side`` do not confirm each other; what is ``ours`` is nobody's word but Seedline's."""

    token: tokens.Voice
    side: tokens.Voice
    ours: bool = False

    @property
    def key(self) -> str:
        """Return the key of its name."""
        return f"voice.{self.token}"


VOICES: dict[str, Voice] = {
    voice.token: voice
    for voice in (
        Voice("fund", side="fund"),
        # The Fund's implementing offices speak of their own project, as the Fund does.
        Voice("implementingOffice", side="fund"),
        Voice("recipientGovernment", side="recipientGovernment"),
        Voice("funder", side="funder"),
        Voice("evaluator", side="evaluator"),
        Voice("other", side="other"),
        Voice("seedline", side="seedline", ours=True),
    )
}
"""Token → voice."""
