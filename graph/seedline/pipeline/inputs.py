"""What a build reads: the shipped data, case files, RDF files."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import seedline_data
from seedline.errors import CaseFileError, Finding, InputError
from seedline.identity import JUDGEMENTS_SUFFIX, Resolution, read_judgements, record_quads, resolve
from seedline.ingest import READERS, Left, Portfolio, read_case_file
from seedline.ingest.table import MAPPING_SUFFIX
from seedline.triples import Names, Quad, document_quads, parse_file
from seedline.triples.rdf import FORMATS

DEFAULT = "default"
"""Names the shipped data: the booklet's cases, the Fund, and its registry."""
BOOKLET = "default:booklet"
"""Names the booklet's nine cases and the Fund alone."""
TABLE = "table"
_YAML = {".yaml", ".yml"}


_Stamp = tuple[int, int, int]


@dataclass(slots=True)
class Inputs:
    """The files of a build, read and checked; nothing is written yet."""

    portfolio: Portfolio
    rdf: list[tuple[str, Path]] = field(default_factory=list)
    paths: list[tuple[str, Path]] = field(default_factory=list)
    reports: list[Left] = field(default_factory=list)
    records: Resolution = field(default_factory=Resolution)
    _stamps: dict[Path, _Stamp] = field(default_factory=dict)

    def add(self, name: str, path: Path) -> None:
        """Note a file that is about to be read."""
        self.paths.append((name, path))
        self._stamps[path] = _stamp(path)

    def digests(self) -> dict[str, str]:
        """Return name → sha256 of every file that was read."""
        found = {}
        for name, path in sorted(self.paths):
            with _reading(path), path.open("rb") as handle:
                found[name] = hashlib.file_digest(handle, "sha256").hexdigest()
        return found

    def check_unchanged(self) -> None:
        """Raise :class:`InputError` where a file was written since it was noted: parts of two states are none."""
        for path, stamp in self._stamps.items():
            if _stamp(path) != stamp:
                raise InputError(f"{path}: was changed while it was being read; build again")

    def quads(self, names: Names) -> Iterator[Quad]:
        """Yield every quad that the sources state, in a fixed order."""
        for file in self.portfolio.files:
            yield from document_quads(file.document, names)
        yield from record_quads(self.records, names)
        for source, path in self.rdf:
            yield from parse_file(path, source=source, graph=names.graph(f"source/{source}"), base=names.base)


def read_inputs(sources: Sequence[str]) -> Inputs:
    """Return the inputs that some SOURCE arguments name; none, or ``default``, is the shipped data.

    Raises:
        InputError: a source is missing or of no known kind.
        CaseFileError: with every finding of every file.

    """
    named = list(sources) or [DEFAULT]
    inputs = Inputs(Portfolio())
    findings: list[Finding] = []
    judged: list[Path] = []
    for source in named:
        prefix, colon, place = source.partition(":")
        if colon and prefix in READERS:
            findings += _read(inputs, prefix, Path(place))
            continue
        for name, path in _files(source):
            if path.name.endswith(MAPPING_SUFFIX):
                findings += _read(inputs, TABLE, path, name.removesuffix(path.name))
                continue
            inputs.add(name, path)
            if path.name.endswith(JUDGEMENTS_SUFFIX):
                judged.append(path)
            elif path.suffix.lower() in _YAML:
                try:
                    with _reading(path):
                        inputs.portfolio.files.append(read_case_file(path))
                except CaseFileError as error:
                    findings += error.findings
            else:
                inputs.rdf.append((_source_key(path), path))
    if findings:
        raise CaseFileError(findings)
    inputs.records = resolve(inputs.portfolio, read_judgements(judged))
    inputs.portfolio.check(known=[cluster.key for cluster in inputs.records.clusters])
    keys = [key for key, _ in inputs.rdf]
    if repeated := {key for key in keys if keys.count(key) > 1}:
        raise InputError(f"two files would share the source {sorted(repeated)[0]!r}: rename one")
    # Owners and sources are unique, so what is built does not depend on the order in which files are named.
    inputs.portfolio.files.sort(key=lambda file: file.document.owner)
    inputs.rdf.sort()
    return inputs


def _read(inputs: Inputs, prefix: str, place: Path, folder: str | None = None) -> Iterable[Finding]:
    """Read a source by the reader of its prefix, and return what is wrong with it."""
    try:
        with _reading(place):
            _require_file(place)
            found = READERS[prefix].read(place)
    except CaseFileError as error:
        return error.findings
    for path in found.paths:
        inputs.add(f"{prefix}:{path.name}" if folder is None else f"{folder}{path.name}", path)
    inputs.portfolio.files += found.documents
    inputs.reports += found.reports
    return ()


def _files(source: str) -> Iterator[tuple[str, Path]]:
    if source in {DEFAULT, BOOKLET}:
        root = seedline_data.root()
        found = seedline_data.files() if source == DEFAULT else seedline_data.files("booklet")
        more = [*seedline_data.tables(), *seedline_data.judgements()] if source == DEFAULT else []
        for path in [*found, *more]:
            yield f"{DEFAULT}/{path.relative_to(root).as_posix()}", path
        return
    prefix, colon, _ = source.partition(":")
    if colon and prefix in {"iati", "360giving"}:
        raise InputError(f"{source}: reading {prefix} data is not part of this version")
    if "\0" in source:
        raise InputError(f"{source!r} is no name of a file")
    path = Path(source)
    with _reading(path):
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            found = sorted(each for each in path.rglob("*") if _known(each) and not each.is_dir())
            if not found:
                raise InputError(f"{source}: holds no case file (.yaml) and no RDF file ({', '.join(FORMATS)})")
            for each in found:
                _require_file(each)
                yield each.relative_to(path).as_posix(), each
            return
        _require_file(path)
    if not _known(path):
        raise InputError(f"{source}: is neither a case file (.yaml) nor RDF ({', '.join(FORMATS)})")
    yield path.name, path


def _known(path: Path) -> bool:
    return path.suffix.lower() in _YAML or path.suffix.lower()[1:] in FORMATS


def _require_file(path: Path) -> None:
    with _reading(path):
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError(f"{path}: is a pipe or a device; give a file, whose content can be read twice")


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Say of a file that cannot be read which one it is, and why."""
    try:
        yield
    except FileNotFoundError as error:
        what = "is a link to a file that is not there" if path.is_symlink() else "there is no such file or folder"
        raise InputError(f"{path}: {what}") from error
    except OSError as error:
        raise InputError(f"{error.filename or path}: cannot be read ({error.strerror})") from error


def _stamp(path: Path) -> _Stamp:
    with _reading(path):
        found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _source_key(path: Path) -> str:
    key = "".join(char if char.isalnum() else "-" for char in path.stem.lower()).strip("-")
    return key or "file"
