"""The folder that keeps snapshots, and the pointer to the one that is served."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import platformdirs

from seedline.errors import HomeError, NotFound, SnapshotBroken
from seedline.store.store import Store

FORMAT = 3
"""The format of snapshots; raised whenever a build writes other bytes for equal sources."""
_CHECKOUT_MARK = "constraints.txt"


def default_home() -> Path:
    """Return ``SEEDLINE_HOME``, else ``.seedline/`` in a checkout, else the user's data folder."""
    if named := os.environ.get("SEEDLINE_HOME"):
        return Path(named)
    here = Path.cwd()
    if (here / _CHECKOUT_MARK).is_file() and (here / "graph" / "seedline").is_dir():
        return here / ".seedline"
    return Path(platformdirs.user_data_dir("seedline", appauthor=False))


@dataclass(frozen=True)
class Snapshot:
    """One immutable build: its store, its lineage index and its manifest."""

    path: Path

    @property
    def version(self) -> str:
        """Return the first twelve digits of the hash of all that went in."""
        return self.path.name

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Return what was built from what, with counts, findings and dates.

        Raises:
            SnapshotBroken: there is none, or it is no JSON.

        """
        try:
            read: dict[str, Any] = json.loads((self.path / "manifest.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SnapshotBroken(f"{self.path} has no readable manifest.json: build again") from error
        return read

    @cached_property
    def store(self) -> Store:
        """Return the store, opened read-only."""
        return Store.open(self.path / "store")

    @property
    def base(self) -> str:
        """Return the base IRI the snapshot was built with."""
        return str(self.manifest["base"])


@dataclass(frozen=True)
class Home:
    """A folder of snapshots."""

    path: Path

    @property
    def snapshots_path(self) -> Path:
        """Return the folder in which each snapshot has its own."""
        return self.path / "snapshots"

    @property
    def pinned_path(self) -> Path:
        """Return the folder of the bytes that citations rely on."""
        return self.path / "pinned"

    def current_version(self) -> str | None:
        """Return the version that is served, or ``None`` in an empty home."""
        try:
            return (self.path / "current").read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None
        except OSError as error:
            raise HomeError(f"{self.path} cannot be read: {error}") from error

    def current(self) -> Snapshot:
        """Return the snapshot that is served.

        Raises:
            NotFound: nothing was built yet.

        """
        version = self.current_version()
        if version is None:
            raise NotFound(f"{self.path} holds no snapshot yet: run `seedline build --home {self.path}`")
        return self.get(version)

    def get(self, version: str) -> Snapshot:
        """Return a snapshot by its version."""
        if not version.isalnum() or not (self.snapshots_path / version / "manifest.json").is_file():
            raise NotFound(f"there is no snapshot {version!r} in {self.path}")
        return Snapshot(self.snapshots_path / version)

    def list(self) -> list[Snapshot]:
        """Return the complete snapshots, by version."""
        if not self.snapshots_path.is_dir():
            return []
        return [
            Snapshot(path)
            for path in sorted(self.snapshots_path.iterdir())
            if not path.name.startswith(".") and (path / "manifest.json").is_file()
        ]


def open_snapshot(home: Path | None = None, version: str | None = None) -> Snapshot:
    """Return the current snapshot of a home, or the named one."""
    place = Home(home or default_home())
    return place.get(version) if version else place.current()
