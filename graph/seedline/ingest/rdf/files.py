"""One RDF file: read, checked, and told of."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from seedline.errors import RdfSyntaxError
from seedline.ingest.rdf.content import HEAD, Recognised, recognise
from seedline.ingest.rdf.contexts import with_contexts
from seedline.ingest.rdf.flaws import flaw_of, ill_formed, meaningless
from seedline.ingest.rdf.nesting import shallow
from seedline.ingest.rdf.storage import Stored
from seedline.ingest.rdf.xml_text import as_utf8
from seedline.ingest.report import FileReport
from seedline.triples import NamedNode, Names, Quad
from seedline.triples.rdf import Bytes, parse


@dataclass(frozen=True, slots=True)
class RdfOptions:
    """How RDF is read: against which IRI, with which copies of remote contexts, and whether bad statements end it."""

    base_iri: str | None = None
    contexts: Mapping[str, Path] = field(default_factory=dict)
    lenient: bool = False


@dataclass(slots=True)
class RdfFile:
    """A file of RDF that speaks as a source of its own."""

    stored: Stored
    source: str
    is_a: Recognised
    report: FileReport
    graphs: set[str] = field(default_factory=set)
    """The named graphs that it wrote when it was last read."""

    @classmethod
    def of(cls, stored: Stored, source: str) -> RdfFile:
        """Return a file once it is known what it is.

        Raises:
            NotRdf: it is something else.
            InputError: it cannot be read.

        """
        with stored.open() as (file, packed):
            is_a = recognise(file.read(HEAD), stored.ending)
        form = f"{is_a.name}, {packed}" if packed else is_a.name
        return cls(stored, source, is_a, FileReport(stored.name, form, source))

    def iri(self, names: Names, options: RdfOptions) -> str:
        """Return the IRI that relative ones in the file are resolved against."""
        return options.base_iri or f"{names.base}id/file/{quote(self.stored.name.replace('!', '/'), safe='/')}"

    def quads(self, names: Names, options: RdfOptions) -> Iterator[Quad]:
        """Yield what the file states, and report it.

        Raises:
            RdfSyntaxError: a statement cannot be read, or none should be as it is, unless ``options`` is lenient.
            ForbiddenGraph: it writes into our graphs.

        """
        report = self.report
        report.statements = report.things = report.left = 0
        report.passed_over.clear()
        self.graphs.clear()
        if self.is_a.format == "jsonld":
            self._look_through(names, options)
        unchecked = self._guesses(options)
        subjects: set[int] = set()
        number = 0
        for number, quad in enumerate(self._parsed(names, options, report, unchecked=unchecked), 1):
            if flaw := flaw_of(quad, terms=unchecked):
                self._pass_over(flaw, self._line(names, options, number), options)
                continue
            report.statements += 1
            subjects.add(hash(quad.subject))
            report.things = len(subjects)
            if isinstance(quad.graph_name, NamedNode):
                self.graphs.add(quad.graph_name.value)
            yield quad

    def _guesses(self, options: RdfOptions) -> bool:
        """Return whether IRIs are read as they are, for us to look at, since the parser would guess after a bad one."""
        return options.lenient and self.is_a.format == "rdf"

    def _look_through(self, names: Names, options: RdfOptions) -> None:
        """Tell what JSON-LD leaves out, which its parser does without a word (JSON-LD 1.1 API, section 8.1)."""
        for quad in self._parsed(names, options, None, unchecked=True):
            if lost := meaningless(quad):
                self.report.pass_over(lost, None)
            elif flaw := ill_formed(quad):
                self._pass_over(flaw, None, options)

    def _pass_over(self, flaw: str, line: int | None, options: RdfOptions) -> None:
        if not options.lenient:
            place = f":{line}" if line else ""
            raise RdfSyntaxError(f"{self.stored.name}{place}: {flaw}", line=line)
        self.report.pass_over(flaw, line)

    def _parsed(
        self, names: Names, options: RdfOptions, report: FileReport | None, *, unchecked: bool = False
    ) -> Iterator[Quad]:
        try:
            with self.stored.open() as (file, _):
                yield from self._parse(self._content(file, options), names, options, report, unchecked=unchecked)
        except RdfSyntaxError as error:
            line = None if error.line or self.is_a.format != "rdf" else self._line(names, options)
            if line is None:
                raise
            told = str(error).removeprefix(self.stored.name)
            raise RdfSyntaxError(f"{self.stored.name}:{line}{told}", line=line) from error

    def _content(self, file: io.BufferedReader, options: RdfOptions) -> io.BufferedIOBase:
        name = self.stored.name
        if self.is_a.format == "rdf":
            return as_utf8(file, name)
        if self.is_a.format == "jsonld":
            return with_contexts(shallow(file, name, json=True), name, options.contexts)
        return shallow(file, name, json=False)

    def _parse(
        self, file: Bytes, names: Names, options: RdfOptions, report: FileReport | None, *, unchecked: bool = False
    ) -> Iterator[Quad]:
        skip = report.pass_over if report else lambda why, line: None
        return parse(
            file, self.is_a.format, name=self.stored.name, source=self.source,
            graph=names.graph(f"source/{self.source}"), base=names.base, iri=self.iri(names, options),
            skip=skip if options.lenient else None, unchecked=unchecked,
        )  # fmt: skip

    def _line(self, names: Names, options: RdfOptions, number: int | None = None) -> int | None:
        """Return the line in which the statement of a number ends, found by reading again line by line.

        Without a number it is the line at which the reading ends.
        """
        if self.is_a.format == "jsonld":
            return None
        with self.stored.open() as (file, _):
            lines = _Lines(self._content(file, options))
            with suppress(RdfSyntaxError):
                for at, _ in enumerate(self._parse(lines, names, options, None, unchecked=self._guesses(options)), 1):
                    if at == number:
                        break
        return lines.line


class _Lines:
    """Gives a file one line at a time, and knows in which it is."""

    def __init__(self, file: io.BufferedIOBase) -> None:
        self._file = file
        self._within = False
        self.line = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next line, or a part of it."""
        line = self._file.readline(size)
        self.line += bool(line) and not self._within
        self._within = not line.endswith(b"\n")
        return line
