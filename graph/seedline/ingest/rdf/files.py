"""One RDF file: read, checked, and told of."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from seedline.errors import RdfSyntaxError
from seedline.ingest.rdf.content import HEAD, Recognised, recognise
from seedline.ingest.rdf.contexts import with_contexts
from seedline.ingest.rdf.flaws import flaw_of
from seedline.ingest.rdf.storage import Stored
from seedline.ingest.report import FileReport
from seedline.triples import Names, Quad
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
        subjects: set[int] = set()
        number = 0
        for number, quad in enumerate(self._parsed(names, options, report), 1):
            if flaw := flaw_of(quad):
                line = self._line(names, options, number)
                if not options.lenient:
                    place = f":{line}" if line else ""
                    raise RdfSyntaxError(f"{self.stored.name}{place}: {flaw}", line=line)
                report.pass_over(flaw, line)
                continue
            report.statements += 1
            subjects.add(hash(quad.subject))
            report.things = len(subjects)
            yield quad

    def _parsed(self, names: Names, options: RdfOptions, report: FileReport | None) -> Iterator[Quad]:
        with self.stored.open() as (file, _):
            yield from self._parse(self._content(file, options), names, options, report)

    def _content(self, file: io.BufferedReader, options: RdfOptions) -> Bytes:
        if self.is_a.format == "jsonld":
            return with_contexts(file, self.stored.name, options.contexts)
        return file

    def _parse(self, file: Bytes, names: Names, options: RdfOptions, report: FileReport | None) -> Iterator[Quad]:
        skip = report.pass_over if report else lambda why, line: None
        return parse(
            file, self.is_a.format, name=self.stored.name, source=self.source,
            graph=names.graph(f"source/{self.source}"), base=names.base, iri=self.iri(names, options),
            skip=skip if options.lenient else None,
        )  # fmt: skip

    def _line(self, names: Names, options: RdfOptions, number: int) -> int | None:
        """Return the line in which the statement of a number ends, found by reading again line by line."""
        if self.is_a.format == "jsonld":
            return None
        with self.stored.open() as (file, _):
            lines = _Lines(file)
            for at, _ in enumerate(self._parse(lines, names, options, None), 1):
                if at == number:
                    return lines.line
        return None


class _Lines:
    """Gives a file one line at a time, and knows how many it gave."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file
        self.line = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next line, or a part of it."""
        line = self._file.readline(size)
        self.line += line.endswith(b"\n")
        return line
