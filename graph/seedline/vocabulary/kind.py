"""Kinds of the things that lineages are made of."""

from __future__ import annotations

from dataclasses import dataclass

from seedline.vocabulary import tokens


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its class in the ontology and the classes above that.

    ``number`` stands for it in a snapshot's columns; where a thing has several classes the higher one wins.
    """

    token: tokens.Kind
    number: int
    class_: str
    above: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return the key of its name."""
        return f"kind.{self.token}"


KINDS: dict[str, Kind] = {
    kind.token: kind
    for kind in (
        Kind("product", 0, "sl:Product", ("sl:Node",)),
        Kind("project", 1, "sl:Project", ("sl:Initiative", "sl:Node")),
        Kind("programme", 2, "sl:Programme", ("sl:Initiative", "sl:Node")),
        Kind("policy", 3, "sl:Policy", ("sl:Product", "sl:Node")),
        Kind("seedProject", 4, "sl:SeedProject", ("sl:Project", "sl:Initiative", "sl:Node")),
        Kind("placeholder", 5, "sl:Placeholder", ("sl:Node",)),
        Kind("sharedInstrument", 6, "sl:SharedInstrument", ("sl:Node",)),
    )
}
"""Token → kind, in the order of their numbers."""
