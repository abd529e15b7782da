"""Making a finished snapshot the one that is served, so that a crash at any moment harms nothing."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seedline.errors import BuildLocked, HomeError
from seedline.store import Home


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
        raise HomeError(f"{home.path} cannot be written: {error}") from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise BuildLocked(f"another build is at work in {home.path}; wait for it, or use another --home") from error
        yield


@contextmanager
def fresh_folder(home: Home, version: str) -> Iterator[Path]:
    """Give an empty temporary folder beside the snapshots; what is not published is removed.

    Called with the lock held, so leftovers of killed builds are nobody's and go too.
    """
    home.snapshots_path.mkdir(parents=True, exist_ok=True)
    for leftover in home.snapshots_path.glob(".building-*"):
        shutil.rmtree(leftover)
    folder = home.snapshots_path / f".building-{version}"
    folder.mkdir()
    try:
        yield folder
    finally:
        if folder.exists():
            shutil.rmtree(folder)


def publish(home: Home, folder: Path, version: str) -> Path:
    """Sync a finished folder, give it its name, and point ``current`` at it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            _sync(path)
    for path in sorted([folder, *(p for p in folder.rglob("*") if p.is_dir())], reverse=True):
        _sync(path)
    target = home.snapshots_path / version
    if target.exists():
        shutil.rmtree(target)
    folder.replace(target)
    _sync(home.snapshots_path)
    point(home, version)
    return target


def point(home: Home, version: str) -> None:
    """Make a version the current one."""
    temporary = home.path / ".current.new"
    with temporary.open("w", encoding="utf-8") as handle:
        handle.write(version + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(home.path / "current")
    _sync(home.path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
