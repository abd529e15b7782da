"""Making a finished snapshot the one that is served, so that a crash at any moment harms nothing."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seedline.errors import BuildLocked, HomeError, NotFound, SnapshotBroken
from seedline.identity.resemblance import CANDIDATES
from seedline.search import is_written
from seedline.store import Home


def unwritable(home: Home, error: OSError) -> HomeError:
    """Return the error of a home that cannot be written: a full disk, no permission."""
    return HomeError(f"{home.path} cannot be written: {error.strerror or str(error).splitlines()[0][:200]}")


@contextmanager
def locked(home: Home, *, wait: bool = False) -> Iterator[None]:
    """Hold the one build lock of a home; the system frees it even when the process is killed.

    Raises:
        BuildLocked: another build holds it (unless ``wait``).

    """
    try:
        home.path.mkdir(parents=True, exist_ok=True)
        handle = (home.path / "build.lock").open("w")
    except OSError as error:
        raise unwritable(home, error) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise BuildLocked(f"another build is at work in {home.path}; wait for it, or use another --home") from error
        yield


@contextmanager
def fresh_folder(home: Home) -> Iterator[Path]:
    """Give an empty temporary folder beside the snapshots; what is not published is removed.

    Called with the lock held, so leftovers of killed builds are nobody's and go too.
    """
    home.snapshots_path.mkdir(parents=True, exist_ok=True)
    for leftover in home.snapshots_path.glob(".building-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    folder = home.snapshots_path / f".building-{os.getpid()}"
    folder.mkdir(exist_ok=True)
    try:
        yield folder
    finally:
        # A store that broke off may still be closing: what it leaves goes with the next build.
        shutil.rmtree(folder, ignore_errors=True)


def publish(home: Home, folder: Path, version: str) -> Path:
    """Sync a finished folder, give it its name, and point ``current`` at it.

    Where the version is there already, complete, the folder is not needed. Any other is
    put aside under a name that begins with a dot, for whoever wants to know what happened to it.
    """
    target = home.snapshots_path / version
    if not complete(home, version):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                _sync(path)
        for path in sorted([folder, *(p for p in folder.rglob("*") if p.is_dir())], reverse=True):
            _sync(path)
        if target.exists():
            aside = home.snapshots_path / f".damaged-{version}"
            shutil.rmtree(aside, ignore_errors=True)
            target.replace(aside)
        folder.replace(target)
        _sync(home.snapshots_path)
    point(home, version)
    return target


def complete(home: Home, version: str) -> bool:
    """Return whether a version is there, intact, with an index of this edition and with candidates beside it."""
    target = home.snapshots_path / version
    return intact(home, version) and is_written(target) and (target / CANDIDATES).is_file()


def intact(home: Home, version: str) -> bool:
    """Return whether a version is there with every file as it was built; reads them all."""
    try:
        home.find(version).verify()
    except (NotFound, SnapshotBroken):
        return False
    return True


def remember(home: Home, inputs: str, version: str) -> None:
    """Note that inputs of a digest made a version: other inputs may have made the same one before."""
    folder = home.path / "inputs"
    folder.mkdir(exist_ok=True)
    for note in folder.iterdir():
        if not (home.snapshots_path / note.read_text("ascii", "replace").strip()).is_dir():
            note.unlink()
    _write(folder / inputs, version)


def remembered(home: Home, inputs: str) -> str | None:
    """Return the version that inputs of a digest made, ``None`` where none is noted."""
    try:
        return (home.path / "inputs" / inputs).read_text("ascii", "replace").strip()
    except OSError:
        return None


def point(home: Home, version: str) -> None:
    """Make a version the current one."""
    _write(home.path / "current", version)


def _write(path: Path, line: str) -> None:
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("w", encoding="utf-8") as handle:
        handle.write(line + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
