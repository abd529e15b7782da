"""What a reader of sources is: it says what it can read, yields facts with their places, and reports what it left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from seedline.ingest.casefile import CaseFile


@dataclass(frozen=True, slots=True)
class Left:
    """How much of a file was read: its rows or items, and the names of what nobody asked for."""

    file: str
    read: int
    left: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return it as one line.

        >>> print(Left("projects.csv", 265, ("region",)))
        projects.csv: 265 read; not read: region
        """
        tail = f"; not read: {', '.join(self.left)}" if self.left else ""
        return f"{self.file}: {self.read} read{tail}"

    def json(self) -> dict[str, object]:
        """Return it as the manifest keeps it."""
        return {"file": self.file, "form": "table", "read": self.read, "left": list(self.left)}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a source: documents whose fields know their place, the files, and a report on each."""

    documents: tuple[CaseFile, ...]
    paths: tuple[Path, ...]
    reports: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What other sources describe, by every name that a source may call it by, folded → its key."""

    things: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)


class Reader(Protocol):
    """Reads one kind of source, named by the prefix of a SOURCE argument."""

    prefix: str

    def read(self, path: Path, known: Known) -> Reading:
        """Return what a source states; it may name what is ``known`` from the sources beside it.

        Raises:
            CaseFileError: with one finding for each thing that is wrong.
            InputError: it is no source of this kind.

        """
        ...
