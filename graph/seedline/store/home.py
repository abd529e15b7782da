"""The folder that keeps snapshots, and the pointer to the one that is served."""

from __future__ import annotations

import json
import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import platformdirs

import seedline_data
from seedline.errors import Finding, HomeError, NotFound, OtherFormat, SnapshotBroken
from seedline.store import integrity
from seedline.store.store import Store

FORMAT = 5
"""The format of snapshots; raised whenever this edition could not read what an earlier one wrote."""
_VERSION = re.compile(r"[0-9a-z]{1,64}", re.ASCII)
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
        """Return the first twelve digits of the hash of what was built."""
        return self.path.name

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Return what was built from what, with counts, findings and dates.

        Raises:
            SnapshotBroken: there is none, or it is no JSON.

        """
        try:
            read = json.loads((self.path / integrity.MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise SnapshotBroken(f"{self.path} has no readable {integrity.MANIFEST}: build again") from error
        if not isinstance(read, dict) or not isinstance(read.get("format"), int):
            raise SnapshotBroken(f"{self.path} has a {integrity.MANIFEST} that says no format: build again")
        return read

    def check(self) -> Snapshot:
        """Return the snapshot itself once its format, its manifest and the sizes of its files are as built.

        Raises:
            OtherFormat: another edition of Seedline wrote it.
            SnapshotBroken: it is incomplete or was altered.

        """
        if (written := self.manifest["format"]) != FORMAT:
            raise OtherFormat(
                f"snapshot {self.version} has format {written}, this Seedline reads {FORMAT}: build again"
            )
        integrity.check_manifest(self.path, self.manifest)
        integrity.check_sizes(self.path, self.manifest)
        return self

    def verify(self) -> None:
        """Read every file and hold it against the hash that was recorded when it was built.

        Raises:
            OtherFormat, SnapshotBroken: as :meth:`check`, or a file has other bytes.

        """
        self.check()
        integrity.check_hashes(self.path, self.manifest)

    def stamp(self) -> object:
        """Return what is another thing once a file of the snapshot was written or replaced; none is read.

        Raises:
            SnapshotBroken: the folder cannot be read.

        """
        try:
            return integrity.stamp(self.path)
        except OSError as error:
            raise SnapshotBroken(f"snapshot {self.version} cannot be read: {error.strerror}") from error

    @cached_property
    def store(self) -> Store:
        """Return the store, opened read-only."""
        return Store.open(self.path / "store")

    @property
    def findings(self) -> list[Finding]:
        """Return the warnings that the build kept; ``warnings`` of the manifest is how many there were."""
        return [Finding(**told) for told in self.manifest["findings"]]

    @property
    def base(self) -> str:
        """Return the base IRI the snapshot was built with."""
        return str(self.manifest["base"])

    @property
    def loaded(self) -> frozenset[str]:
        """Return the graphs of loaded files that speak for themselves alone."""
        return frozenset(self.manifest.get("loaded", ()))

    @property
    def whose(self) -> seedline_data.Whose:
        """Return whose data these are."""
        return seedline_data.whose(self.manifest["sources"], self.loaded)


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
        """Return the version that is served, or ``None`` in an empty home.

        Raises:
            HomeError: ``current`` cannot be read, or holds no version.

        """
        pointer = self.path / "current"
        try:
            # A pipe of this name would never end.
            held = pointer.read_bytes()[:256] if stat.S_ISREG(pointer.stat().st_mode) else b"?"
        except FileNotFoundError:
            return None
        except OSError as error:
            raise HomeError(f"{self.path} cannot be read: {error.strerror}") from error
        version = held.decode("ascii", "replace").strip()
        if not _VERSION.fullmatch(version):
            raise HomeError(f"{pointer} holds no version: choose one with `seedline snapshots use`")
        return version

    def current(self) -> Snapshot:
        """Return the snapshot that is served.

        Raises:
            NotFound: nothing was built yet.
            SnapshotBroken: as :meth:`Snapshot.check`.

        """
        version = self.current_version()
        if version is None:
            raise NotFound(f"{self.path} holds no snapshot yet: run `seedline build --home {self.path}`")
        return self.get(version)

    def get(self, version: str) -> Snapshot:
        """Return a snapshot by its version.

        Raises:
            NotFound: there is none.
            SnapshotBroken: as :meth:`Snapshot.check`.

        """
        return self.find(version).check()

    def find(self, version: str) -> Snapshot:
        """Return a snapshot by its version, whole or not.

        Raises:
            NotFound: there is none.

        """
        folder = self.snapshots_path / version
        if not (version.isascii() and version.isalnum()) or not folder.is_dir():
            raise NotFound(f"there is no snapshot {version!r} in {self.path}")
        return Snapshot(folder)

    def folders(self) -> list[Snapshot]:
        """Return every snapshot, whole or not, by version."""
        if not self.snapshots_path.is_dir():
            return []
        found = (path for path in sorted(self.snapshots_path.iterdir()) if not path.name.startswith("."))
        return [Snapshot(path) for path in found if path.is_dir()]

    def list(self) -> list[Snapshot]:
        """Return the snapshots that can be opened, by version."""
        found = []
        for snapshot in self.folders():
            with suppress(SnapshotBroken):
                found.append(snapshot.check())
        return found


def open_snapshot(home: Path | None = None, version: str | None = None) -> Snapshot:
    """Return the current snapshot of a home, or the named one."""
    place = Home(home or default_home())
    return place.get(version) if version else place.current()
