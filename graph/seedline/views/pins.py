"""Bytes that a citation relies on, kept when somebody asks for it: under ``HOME/pinned``, by version and address."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from seedline.errors import HomeError, StorageFull

_ABOUT = "about.json"
#: All pins of a home together take at most so many bytes; a view takes less than one million.
MOST_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Pin:
    """One view that is kept: its version (DATA.EDITION), its address after ``/view``, and its forms."""

    version: str
    address: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pins:
    """The views that a home keeps; nothing is written by looking."""

    path: Path

    def find(self, version: str, address: str, ending: str) -> bytes | None:
        """Return the kept bytes of one form of a view, nothing where they are not kept."""
        try:
            return (self._folder(version, address) / ending).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise HomeError(f"{self.path} cannot be read: {error}") from error

    def keep(self, version: str, address: str, make: Callable[[], Mapping[str, bytes]], most: int = MOST_BYTES) -> Pin:
        """Keep the forms of a view that ``make`` returns by their endings; what is kept already stays as it is.

        All pins of the home together take at most so many bytes; nothing goes to make room.

        Raises:
            HomeError: the home cannot be written.
            StorageFull: the pins of the home take all the room that they may.

        """
        target = self._folder(version, address)
        if (target / _ABOUT).is_file():
            return _pin(target / _ABOUT)
        made = make()
        about = {"address": address, "version": version, "forms": list(made)}
        if self._used() + sum(map(len, made.values())) > most:
            told = f"the pinned views of this home take all the room that they may, {most} bytes"
            raise StorageFull(told, limit=f"max_pinned={most}")
        temporary = target.with_name(f".{target.name}-{os.getpid()}")
        try:
            shutil.rmtree(temporary, ignore_errors=True)
            temporary.mkdir(parents=True)
            for name, body in {**made, _ABOUT: json.dumps(about, ensure_ascii=False, indent=1).encode()}.items():
                with (temporary / name).open("wb") as handle:
                    handle.write(body)
                    handle.flush()
                    os.fsync(handle.fileno())
            if not target.exists():
                temporary.replace(target)
        except OSError as error:
            # Two may keep the same view at once; whoever comes second finds it kept.
            if not (target / _ABOUT).is_file():
                raise HomeError(f"{self.path} cannot be written: {error}") from error
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        return Pin(version, address, tuple(made))

    def list(self) -> Iterator[Pin]:
        """Yield what is kept, by version and address."""
        found = (_pin(file) for file in self.path.glob(f"*/*/{_ABOUT}"))
        yield from sorted(found, key=lambda pin: (pin.version, pin.address))

    def editions(self, address: str) -> tuple[str, ...]:
        """Return the versions in which a view is kept."""
        key = _key(address)
        return tuple(sorted(file.parent.parent.name for file in self.path.glob(f"*/{key}/{_ABOUT}")))

    def changed(self, version: str) -> int:
        """Return when something of a version was last kept, as a number that only grows; 0 where nothing was."""
        try:
            return (self.path / version).stat().st_mtime_ns
        except OSError:
            return 0

    def writable(self) -> bool:
        """Return whether something can be kept."""
        existing = next((folder for folder in (self.path, *self.path.parents) if folder.exists()), Path("/"))
        return os.access(existing, os.W_OK)

    def _folder(self, version: str, address: str) -> Path:
        return self.path / version / _key(address)

    def _used(self) -> int:
        return sum(file.stat().st_size for file in self.path.glob("*/*/*") if file.is_file())


def _pin(file: Path) -> Pin:
    about = json.loads(file.read_text(encoding="utf-8"))
    return Pin(about["version"], about["address"], tuple(about["forms"]))


def _key(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:24]
