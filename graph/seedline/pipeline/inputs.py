"""What a build reads: the shipped data, case files, RDF files."""

from __future__ import annotations

import hashlib
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path, PurePath

import seedline_data
from seedline.errors import CaseFileError, Finding, InputError
from seedline.identity import (
    JUDGEMENTS_SUFFIX,
    Judgements,
    Resolution,
    accepted,
    read_judgements,
    record_quads,
    reports_of,
    resolve,
    standing_quads,
)
from seedline.ingest import READERS, CaseFile, Known, Left, Portfolio, read_case_file
from seedline.ingest.rdf import FileReport, NotRdf, RdfFile, RdfOptions, Stored, stored_in
from seedline.ingest.rdf.lineage import LINEAGE_SUFFIX, LineageFile, read_lineage
from seedline.ingest.table import MAPPING_SUFFIX, guides, workbook_at
from seedline.triples import OURS, Literal, Names, Quad, document_quads, term

DEFAULT = "default"
"""Names the shipped data: the booklet's cases, the Fund, and its registry."""
BOOKLET = "default:booklet"
"""Names the booklet's nine cases and the Fund alone."""
TABLE, WORKBOOK = "table", "workbook"
_YAML = {".yaml", ".yml"}
_AS_THEY_ARE = RdfOptions()

_Stamp = tuple[int, int, int]


@dataclass(slots=True)
class Inputs:
    """The files of a build, read and checked; nothing is written yet."""

    portfolio: Portfolio
    options: RdfOptions = _AS_THEY_ARE
    rdf: list[RdfFile] = field(default_factory=list)
    lineages: list[LineageFile] = field(default_factory=list)
    paths: list[tuple[str, Path]] = field(default_factory=list)
    reports: list[Left | FileReport] = field(default_factory=list)
    stated: int = 0
    records: Resolution = field(default_factory=Resolution)
    judgements: Judgements = field(default_factory=Judgements)
    _stamps: dict[Path, _Stamp] = field(default_factory=dict)

    def add(self, name: str, path: Path) -> None:
        """Note a file that is about to be read."""
        self.paths.append((name, path))
        self._stamps[path] = _stamp(path)

    def digests(self) -> dict[str, str]:
        """Return name → sha256 of every file that was read, and what else was given for reading them."""
        found = {}
        if self.options.base_iri is not None:
            found["(base-iri)"] = hashlib.sha256(self.options.base_iri.encode()).hexdigest()
        if self.options.lenient:
            found["(lenient)"] = hashlib.sha256(b"yes").hexdigest()
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
        """Yield every quad that the sources state, in a fixed order, and count them (``stated``)."""
        self.stated = 0
        for quad in self._stated(names):
            self.stated += 1
            yield quad

    def _stated(self, names: Names) -> Iterator[Quad]:
        for file in self.portfolio.files:
            yield from document_quads(file.document, names)
        yield from record_quads(self.records, names)
        yield from standing_quads(self.portfolio, self.records, names)
        for each in self.rdf:
            yield from each.quads(names, self.options)
        for lineage in self.lineages:
            about = {path.resolve() for path in lineage.paths()}
            files = [each for each in self.rdf if each.stored.path.resolve() in about]
            yield from lineage.quads(files, names, self.options)

    def loaded(self, names: Names) -> list[str]:
        """Return the graphs of RDF that nobody else speaks in: no case file declares their source, or a file brought
        them, which is known once it was read.
        """
        declared = {*self.portfolio.sources(), OURS} - {each.source for each in self.lineages}
        made = [names.graph(f"source/{each.source}").value for each in self.lineages]
        own = [names.graph(f"source/{each.source}").value for each in self.rdf if each.source not in declared]
        brought = [graph for each in self.rdf for graph in each.graphs if not graph.startswith(names.graph("").value)]
        return sorted({*own, *made, *brought})

    def speaks_as(self, graph: str) -> set[str]:
        """Return the sources that are declared in the folder of whoever wrote a graph: as these it may speak."""
        folders = {each.stored.path.parent for each in self.rdf if graph in each.graphs or _is_of(graph, each.source)}
        folders |= {each.case.path.parent for each in self.lineages if _is_of(graph, each.source)}
        return {
            key
            for file in self.portfolio.files
            if file.path.parent in folders
            for key in (*file.document.sources, OURS)
        }

    def spoken(self) -> list[FileReport]:
        """Return the reports on RDF, of files and of what was made of them."""
        return [*(each.report for each in self.rdf), *(each.report for each in self.lineages)]

    def described(self, names: Names) -> list[Quad]:
        """Return what is known of the files that speak for themselves, in whatever syntax they are."""
        declared, meta = self.portfolio.sources(), names.graph("meta")
        return [
            Quad(names.source(each.source), term(name), value, meta)
            for each in self.rdf
            if each.source not in declared
            for name, value in (
                ("rdf:type", term("sl:Source")),
                ("dcterms:title", Literal(PurePath(each.stored.name).stem)),
                ("rdfs:label", Literal(PurePath(each.stored.name).stem)),
                ("sl:sourceKind", Literal("RDF")),
            )
        ]

    def file_of(self, graph: str) -> str | None:
        """Return the name of the RDF file that a graph was read from."""
        named = [
            *((each.source, each.name) for each in self.lineages),
            *((each.source, each.stored.name) for each in self.rdf),
        ]
        brought = ((each.stored.name, each.graphs) for each in self.rdf)
        return next(
            (name for source, name in named if _is_of(graph, source)),
            next((name for name, graphs in brought if graph in graphs), None),
        )


def _is_of(graph: str, source: str) -> bool:
    return graph.endswith(f"graph/source/{source}")


def read_inputs(sources: Sequence[str], options: RdfOptions = _AS_THEY_ARE) -> Inputs:
    """Return the inputs that some SOURCE arguments name; none, or ``default``, is the shipped data.

    Raises:
        InputError: a source is missing or of no known kind.
        CaseFileError: with every finding of every file.

    """
    named = list(sources) or [DEFAULT]
    inputs = Inputs(Portfolio(), options)
    findings: list[Finding] = []
    judged: list[Path] = []
    others: list[tuple[str, str, Path]] = []
    workbooks: dict[Path, str] = {}
    for source in named:
        prefix, colon, place = source.partition(":")
        if colon and prefix == WORKBOOK:
            workbooks[Path(place)] = ""
            continue
        if colon and prefix in READERS:
            findings += _read(inputs, prefix, Path(place))
            continue
        named_files = list(_files(source))
        if not named_files:
            raise InputError(f"{source}: holds no case file (.yaml) and no RDF")
        for name, path in named_files:
            if path.name.endswith(MAPPING_SUFFIX):
                findings += _read(inputs, TABLE, path, name.removesuffix(path.name))
                continue
            if path.suffix.lower() not in _YAML:
                if (book := workbook_at(path)) is None:
                    others.append((source, name, path))
                else:
                    workbooks.setdefault(book, name.removesuffix(path.name))
                continue
            inputs.add(name, path)
            if path.name.endswith(JUDGEMENTS_SUFFIX):
                judged.append(path)
            else:
                try:
                    with _reading(path):
                        others += _case(inputs, source, name, path)
                except CaseFileError as error:
                    findings += error.findings
    # A workbook may name what all other files describe, so it is read after them.
    inputs.judgements = read_judgements(judged)
    for book, folder in sorted(workbooks.items()):
        if all(book != path for _, path in inputs.paths) and not findings:
            known = inputs.portfolio.known(resolve(inputs.portfolio, inputs.judgements, partly=True).of)
            findings += _read(inputs, WORKBOOK, book, folder, known)
    others = [each for each in others if not (each[2].parent in workbooks and guides(each[2].name))]
    once = {path.resolve(): (source, name, path) for source, name, path in reversed(others)}
    apart = _told_apart([(name, path) for _, name, path in sorted(once.values())])
    found = [
        stored
        for source, _, path in sorted(once.values())
        for stored in _rdf_in(inputs, apart[path], path, alone=path == Path(source))
    ]
    if findings:
        raise CaseFileError(findings)
    if not inputs.paths:
        told = "".join(f"\n{report}" for report in inputs.reports[:20])
        raise InputError(f"{', '.join(named)}: holds no case file (.yaml) and no RDF{told}")
    _apart_from_others(inputs)
    for iri, path in sorted(options.contexts.items()):
        inputs.add(f"context {iri}", path)
    inputs.records = resolve(inputs.portfolio, inputs.judgements)
    if steps := accepted(inputs.judgements, inputs.records):
        inputs.portfolio.files.append(CaseFile(judged[-1], steps, {}))
    clusters = inputs.records.clusters
    money = [(one.owner, "commitment", one.key(each.key)) for each in clusters for one in reports_of(each.members)]
    inputs.portfolio.check(known=[cluster.key for cluster in clusters], reported=money)
    stems = Counter(_key(each.stem) for each in found)
    inputs.rdf += (_speaking(each, inputs.portfolio, whole=stems[_key(each.stem)] > 1) for each in found)
    taken: set[str] = set()
    for each in inputs.rdf:
        # "a-b.ttl" and "a.b.ttl" beside each other.
        keys = chain([each.source], (f"{each.source}-{number}" for number in count(2)))
        each.source = each.report.source = next(key for key in keys if key not in taken)
        taken.add(each.source)
    # Owners and sources are unique, so what is built does not depend on the order in which files are named.
    inputs.portfolio.files.sort(key=lambda file: file.document.owner)
    inputs.rdf.sort(key=lambda each: each.source)
    return inputs


def _read(
    inputs: Inputs, prefix: str, place: Path, folder: str | None = None, known: Known = Known()
) -> Iterable[Finding]:
    """Read a source by the reader of its prefix, and return what is wrong with it."""
    try:
        with _reading(place):
            if not place.is_dir():
                _require_file(place)
            found = READERS[prefix].read(place, known)
    except CaseFileError as error:
        return error.findings
    for path in found.paths:
        inputs.add(f"{prefix}:{path.name}" if folder is None else f"{folder}{path.name}", path)
    inputs.portfolio.files += found.documents
    inputs.reports += found.reports
    return ()


def _apart_from_others(inputs: Inputs) -> None:
    """Raise :class:`InputError` where a mapping would speak as a source that a file of another folder declares."""
    for lineage in inputs.lineages:
        for file in inputs.portfolio.files:
            if lineage.source in file.document.sources and file.path.parent != lineage.case.path.parent:
                raise InputError(
                    f"{lineage.name}: {file.path.name} declares the source {lineage.source!r} too: name one of its own"
                )


def _told_apart(files: Sequence[tuple[str, Path]]) -> dict[Path, str]:
    """Return the name of each file, with as many of its folders before it as tell it apart from others."""
    names = {path: name for name, path in files}
    while repeated := {name for name, many in Counter(names.values()).items() if many > 1}:
        for path, name in names.items():
            if name in repeated:
                names[path] = "/".join(path.resolve().parts[-name.count("/") - 2 :])
    return names


def _case(inputs: Inputs, source: str, name: str, path: Path) -> list[tuple[str, str, Path]]:
    """Read a case file, and return the files that it is about where it maps RDF to lineage."""
    if not path.name.endswith(LINEAGE_SUFFIX):
        inputs.portfolio.files.append(read_case_file(path))
        return []
    lineage = read_lineage(path, name)
    inputs.lineages.append(lineage)
    inputs.portfolio.files.append(lineage.case)
    return [(source, f"{name.removesuffix(path.name)}{file.name}", file) for file in lineage.paths()]


def _rdf_in(inputs: Inputs, name: str, path: Path, *, alone: bool) -> list[Stored]:
    """Return the files of RDF that a file is or holds; what a reader of tables read is none."""
    if any(path == read for _, read in inputs.paths):
        return []
    with _reading(path):
        taken = [each for each in stored_in(path, name) if _takes(each, inputs, alone=alone)]
    if taken:
        inputs.add(name, path)
    return taken


def _takes(stored: Stored, inputs: Inputs, *, alone: bool) -> bool:
    """Return whether a file is RDF, and report it where it is not.

    Raises:
        InputError: it is not, and it is what somebody named.

    """
    try:
        if stored.member and f".{stored.ending}" in _YAML:
            raise NotRdf("is a case file within an archive: unpack it")
        RdfFile.of(stored, "")
    except NotRdf as error:
        if alone and not stored.member:
            raise InputError(f"{stored.path}: {error}") from error
        inputs.reports.append(FileReport(stored.name, why=str(error)))
        return False
    return True


def _key(name: str) -> str:
    return "".join(char if char.isalnum() else "-" for char in name.lower()).strip("-") or "file"


def _speaking(stored: Stored, portfolio: Portfolio, *, whole: bool) -> RdfFile:
    """Return a file of RDF with the source as which it speaks.

    Its own name (the ``whole`` of it, with folders, where another file is called the same), unless a case file declares
    a source of this name: only who keeps that case file in the same folder speaks as that source.
    """
    key = _key(stored.name if whole else stored.stem)
    beside = [file for file in portfolio.files if file.path.parent == stored.path.parent and not stored.member]
    declared = {name for file in beside for name in (*file.document.sources, OURS)}
    if key in declared or key not in {*portfolio.sources(), OURS}:
        return RdfFile.of(stored, key)
    file = RdfFile.of(stored, f"file-{key}")
    file.report.why = (
        f"it speaks as {file.source!r}, since {key!r} is a source that another folder's case file declares"
    )
    return file


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
        if stat.S_ISDIR(path.stat().st_mode):
            for each in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in each.relative_to(path).parts)
                if not hidden and not each.is_dir():
                    _require_name(each)
                    _require_file(each)
                    yield each.relative_to(path).as_posix(), each
            return
        _require_name(path)
        _require_file(path)
    yield path.name, path


def _require_name(path: Path) -> None:
    if not path.name.isprintable():
        raise InputError(f"{str(path)!r}: its name holds characters that no text can show: rename it")


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
