"""What the page of a thing is made of: lines, groups of lines, and where sources differ."""

from __future__ import annotations

from dataclasses import dataclass

from seedline.document.types import Place


@dataclass(frozen=True, slots=True)
class Told:
    """One line: a text, or a thing by its name, with its sign and status, where it says so, and by whose word."""

    text: str = ""
    link: tuple[str, str] | None = None
    mood: str = ""
    status: str = ""
    iri: str = ""
    places: tuple[Place, ...] = ()
    voice: str = ""
    ours: bool = False
    amount: str = ""
    after: str = ""
    web: str = ""
    """A page of somebody else's that is what is told."""

    @property
    def plain(self) -> str:
        """Return the line as text, without status and place."""
        return " ".join(filter(None, (self.text.strip(), self.link[1] if self.link else "", self.amount, self.after)))


@dataclass(frozen=True, slots=True)
class DifferingSide:
    """What one side says where sources differ, where it says so, and whether its value is the one that is taken."""

    iri: str
    text: str
    places: tuple[Place, ...]
    taken: bool


@dataclass(frozen=True, slots=True)
class Differing:
    """Where sources differ, in words."""

    iri: str
    kind: str
    about: str
    name: str
    note: str
    sides: tuple[DifferingSide, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one kind; ``left_out`` says how many more there are."""

    name: str
    lines: tuple[Told, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class ThingPage:
    """A thing in plain words."""

    iri: str
    name: str
    kind: str
    also: tuple[str, ...]
    groups: tuple[Group, ...]
