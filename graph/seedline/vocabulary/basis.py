"""Bases: whether a source says so, or somebody read it so."""

from __future__ import annotations

from dataclasses import dataclass

from seedline.vocabulary import tokens


@dataclass(frozen=True, slots=True)
class Basis:
    """One basis; ``ours`` where the statement is our reading and no source's words."""

    token: tokens.Basis
    ours: bool

    @property
    def key(self) -> str:
        """Return the key of its name."""
        return f"basis.{self.token}"


BASES: dict[str, Basis] = {basis.token: basis for basis in (Basis("stated", ours=False), Basis("inferred", ours=True))}
"""Token → basis."""
