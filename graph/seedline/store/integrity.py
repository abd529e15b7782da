"""What a snapshot's manifest says, held against what lies in its folder: sizes at once, hashes where there is time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from seedline.errors import SnapshotBroken

MANIFEST = "manifest.json"
_NOT_CONTENT = frozenset({"run", "version", "digest", "inputs", "inputsDigest", "files", "findings", "read"})
"""Fields that are not part of the version. Findings follow from the quads, and tell files and lines of the inputs."""
_COLUMNS = "lineage/"


def record(folder: Path) -> dict[str, dict[str, int | str]]:
    """Return size in bytes and sha256 of every file of a snapshot's folder, by its path in there."""
    return {
        name: {"bytes": path.stat().st_size, "sha256": _sha256(path)} for name, path in sorted(_files(folder).items())
    }


def version_digest(manifest: Mapping[str, Any]) -> str:
    """Return the sha256 of what a manifest says was built; its first twelve digits are the version.

    Part of it are the format, the base IRI, the dates, the digest of the quads, the columns, sources and counts; not
    when and from which files it was built, and not the store's files, which differ for equal quads.

    >>> one = {"base": "urn:x", "quads": "ab", "files": {"lineage/a.npy": {"sha256": "1"}}, "run": {"seconds": 1}}
    >>> version_digest(one) == version_digest(one | {"run": {"seconds": 2}, "inputs": {"a.yaml": "cd"}})
    True
    >>> version_digest(one) == version_digest(one | {"files": {"lineage/a.npy": {"sha256": "2"}}})
    False
    """
    content = {name: value for name, value in manifest.items() if name not in _NOT_CONTENT}
    columns = {name: of["sha256"] for name, of in manifest["files"].items() if name.startswith(_COLUMNS)}
    text = json.dumps([content, columns], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Raise :class:`SnapshotBroken` where a manifest is not the one that belongs to the version.

    That the digest is right shows that every field is there as it was built.
    """
    try:
        found = version_digest(manifest)
    except (KeyError, TypeError, AttributeError):
        found = ""
    if not found or found[:12] != folder.name:
        raise SnapshotBroken(_sentence(folder, f"{MANIFEST} is not the one of this version"))


def check_sizes(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Raise :class:`SnapshotBroken` where a file is missing or has another size."""
    for name, recorded in manifest["files"].items():
        try:
            size = (folder / name).stat().st_size
        except OSError as error:
            raise SnapshotBroken(_sentence(folder, f"{name} is missing ({error.strerror})")) from error
        if size != recorded["bytes"]:
            raise SnapshotBroken(_sentence(folder, f"{name} has {size} bytes, not {recorded['bytes']}"))


def check_hashes(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Raise :class:`SnapshotBroken` where a file has other bytes than were built, or was not built at all.

    Reads everything: about a second for a gigabyte.
    """
    check_sizes(folder, manifest)
    found = _files(folder)
    for name in sorted(found.keys() - manifest["files"].keys()):
        raise SnapshotBroken(_sentence(folder, f"{name} was not built"))
    for name, recorded in manifest["files"].items():
        try:
            digest = _sha256(found[name])
        except (KeyError, OSError) as error:
            raise SnapshotBroken(_sentence(folder, f"{name} cannot be read")) from error
        if digest != recorded["sha256"]:
            raise SnapshotBroken(_sentence(folder, f"{name} has other content than was built"))


def stamp(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    """Return what changes when a file of a folder is written or replaced, without reading any."""
    files = {**_files(folder), MANIFEST: folder / MANIFEST}
    stats = {name: path.stat() for name, path in sorted(files.items())}
    return tuple((name, stat.st_ino, stat.st_size, stat.st_mtime_ns) for name, stat in stats.items())


def _files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in _walk(folder)}


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        # The store's engine may write its log and its lock whenever it opens; nothing is read from them.
        mine = path.name == MANIFEST or path.name.startswith((".", "LOG")) or path.name == "LOCK"
        if not mine and path.is_file():
            yield path


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _sentence(folder: Path, what: str) -> str:
    return f"snapshot {folder.name} is damaged: {what}. Build again, or use another one (`seedline snapshots list`)"
