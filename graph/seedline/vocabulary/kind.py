"""Kinds of the things that lineages are made of."""

from __future__ import annotations

from dataclasses import dataclass

from seedline.vocabulary import tokens


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its class in the ontology, the classes above that, and its place in a legend.

    ``number`` stands for it in a snapshot's columns; where a thing has several classes the higher one wins.
    """

    token: tokens.Kind
    number: int
    class_: str
    above: tuple[str, ...]
    place: int

    @property
    def key(self) -> str:
        """Return the key of its name."""
        return f"kind.{self.token}"


KINDS: dict[str, Kind] = {
    kind.token: kind
    for kind in (
        Kind("product", 0, "sl:Product", ("sl:Node",), place=3),
        Kind("project", 1, "sl:Project", ("sl:Initiative", "sl:Node"), place=1),
        Kind("programme", 2, "sl:Programme", ("sl:Initiative", "sl:Node"), place=2),
        Kind("policy", 3, "sl:Policy", ("sl:Product", "sl:Node"), place=4),
        Kind("seedProject", 4, "sl:SeedProject", ("sl:Project", "sl:Initiative", "sl:Node"), place=0),
        Kind("placeholder", 5, "sl:Placeholder", ("sl:Node",), place=6),
        Kind("sharedInstrument", 6, "sl:SharedInstrument", ("sl:Node",), place=5),
    )
}
"""Token → kind, in the order of their numbers."""
