"""What a build reads: the shipped data, case files, RDF files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import seedline_data
from seedline.errors import CaseFileError, Finding, InputError
from seedline.ingest import Portfolio, read_case_file
from seedline.triples import Names, Quad, document_quads, parse_file
from seedline.triples.rdf import FORMATS

DEFAULT = "default"
_YAML = {".yaml", ".yml"}


@dataclass(slots=True)
class Inputs:
    """The files of a build, read and checked; nothing is written yet."""

    portfolio: Portfolio
    rdf: list[tuple[str, Path]] = field(default_factory=list)
    paths: list[tuple[str, Path]] = field(default_factory=list)

    def digests(self) -> dict[str, str]:
        """Return name → sha256 of every file that was read."""
        return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in sorted(self.paths)}

    def quads(self, names: Names) -> Iterator[Quad]:
        """Yield every quad that the sources state, in a fixed order."""
        for file in self.portfolio.files:
            yield from document_quads(file.document, names)
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
    for source in named:
        for name, path in _files(source):
            inputs.paths.append((name, path))
            if path.suffix.lower() in _YAML:
                try:
                    inputs.portfolio.files.append(read_case_file(path))
                except CaseFileError as error:
                    findings += error.findings
            else:
                inputs.rdf.append((_source_key(path), path))
    if findings:
        raise CaseFileError(findings)
    inputs.portfolio.check()
    keys = [key for key, _ in inputs.rdf]
    if repeated := {key for key in keys if keys.count(key) > 1}:
        raise InputError(f"two files would share the source {sorted(repeated)[0]!r}: rename one")
    return inputs


def _files(source: str) -> Iterator[tuple[str, Path]]:
    if source == DEFAULT:
        root = seedline_data.root()
        for path in seedline_data.files():
            yield f"default/{path.relative_to(root).as_posix()}", path
        return
    prefix, colon, _ = source.partition(":")
    if colon and prefix in {"iati", "360giving", "table"}:
        raise InputError(f"{source}: reading {prefix} data is not part of this version")
    path = Path(source)
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.suffix.lower() in _YAML or p.suffix.lower()[1:] in FORMATS)
        if not found:
            raise InputError(f"{source}: holds no case file (.yaml) and no RDF file ({', '.join(FORMATS)})")
        for each in found:
            yield each.relative_to(path).as_posix(), each
        return
    if not path.is_file():
        raise InputError(f"{source}: there is no such file or folder")
    if path.suffix.lower() not in _YAML and path.suffix.lower()[1:] not in FORMATS:
        raise InputError(f"{source}: is neither a case file (.yaml) nor RDF ({', '.join(FORMATS)})")
    yield path.name, path


def _source_key(path: Path) -> str:
    key = "".join(char if char.isalnum() else "-" for char in path.stem.lower()).strip("-")
    return key or "file"
