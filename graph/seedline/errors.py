"""Every error Seedline raises on purpose.

::

    SeedlineError
    ├── InputError            a file, query or argument is wrong        (exit 2, HTTP 400)
    │   ├── CaseFileError     a case file: file, line, field, expected
    │   ├── RdfSyntaxError    an RDF file: file, line, column
    │   ├── QuerySyntaxError  a SPARQL query: line, column
    │   ├── ForbiddenGraph    a file writes into our graph space
    │   ├── NotWritable       a format cannot hold the answer             (HTTP 406)
    │   ├── NotReadOnly       an update on a read-only service            (HTTP 403)
    │   ├── SelectorError     a selection: position
    │   └── SelectionTooLarge it names more things than a document holds
    ├── ValidationFailed      the data break the shapes                   (exit 1, HTTP 422)
    ├── NotFound              no such thing, snapshot or source           (exit 4, HTTP 404)
    │   └── Gone              it existed, and was pruned                  (exit 4, HTTP 410)
    ├── Ambiguous             an identifier names several things          (exit 5, HTTP 300)
    ├── LimitExceeded         a limit that a setting names                (exit 6, HTTP 503)
    │   ├── ServerBusy        too many wait; come back later              (HTTP 503)
    │   ├── TooManyRequests   one client asks too much at once            (HTTP 429)
    │   └── StorageFull       what may be kept on disk is used up         (HTTP 507)
    ├── QueryFailed           a query's evaluation broke                  (exit 7, HTTP 500)
    └── HomeError             the home cannot be used                     (exit 7, HTTP 500)
        ├── BuildLocked       another build holds the lock                (HTTP 503)
        └── SnapshotBroken    a snapshot is incomplete or altered          (HTTP 503)
            └── OtherFormat   another edition of Seedline wrote it        (HTTP 503)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class SeedlineError(Exception):
    """The root of the tree; ``str(error)`` is one sentence that says what to do."""


class InputError(SeedlineError):
    """Something given to Seedline is wrong."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong in a file, and where.

    >>> print(Finding("crest.yaml", 12, 5, "commitments.seed.amount", "must be a plain number", "300000"))
    crest.yaml:12:5: commitments.seed.amount: must be a plain number (expected, for example: 300000)
    """

    file: str
    line: int
    column: int
    field: str
    message: str
    expected: str | None = None
    severity: str = "violation"
    #: The message in the other languages of the pages, by language; a file's author is told in English alone.
    translations: Mapping[str, str] = dataclasses.field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        tail = f" (expected, for example: {self.expected})" if self.expected else ""
        # Of RDF the file is known, and seldom the line.
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.field}: {self.message}{tail}"


class CaseFileError(InputError):
    """A case file cannot be read; ``findings`` names every place."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(
            "\n".join(str(finding) for finding in self.findings),
            line=self.findings[0].line,
            column=self.findings[0].column,
        )


class RdfSyntaxError(InputError):
    """An RDF file cannot be parsed."""


class QuerySyntaxError(InputError):
    """A SPARQL query cannot be parsed."""


class ForbiddenGraph(InputError):
    """A loaded file writes into the graphs that Seedline keeps."""


class NotWritable(InputError):
    """A format cannot hold an answer so that it could be read back; others can."""


class NotReadOnly(InputError):
    """An update was sent; data change by building a new snapshot."""


class SelectorError(InputError):
    """A selection cannot be understood; ``column`` is the position, 1-based."""


class SelectionTooLarge(InputError):
    """A selection names more things than a document holds; its counts and sums are there at any size."""


class ValidationFailed(SeedlineError):
    """The data break the shapes; nothing was published. ``findings`` names every place."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class NotFound(SeedlineError):
    """There is no such thing, snapshot or source."""


class Gone(NotFound):
    """It was here, and is not kept."""


class Ambiguous(SeedlineError):
    """An identifier names several things; ``choices`` are their IRIs."""

    def __init__(self, message: str, choices: Sequence[str]) -> None:
        super().__init__(message)
        self.choices = tuple(choices)


class LimitExceeded(SeedlineError):
    """A limit was reached; ``limit`` is the setting's name and value."""

    def __init__(self, message: str, *, limit: str) -> None:
        super().__init__(message)
        self.limit = limit


class ServerBusy(LimitExceeded):
    """Too many queries wait; ``retry_after`` is in seconds."""

    retry_after = 2


class TooManyRequests(LimitExceeded):
    """One client has too many queries under way; ``retry_after`` is in seconds."""

    retry_after = 1


class StorageFull(LimitExceeded):
    """What may be kept on disk is used up; nothing was put in the place of something else."""


class QueryFailed(SeedlineError):
    """The evaluation of a query broke, by no fault that its text shows."""


class HomeError(SeedlineError):
    """The home folder cannot be used."""


class BuildLocked(HomeError):
    """Another build holds the lock of this home."""


class SnapshotBroken(HomeError):
    """A snapshot is incomplete or was altered."""


class OtherFormat(SnapshotBroken):
    """A snapshot was written by another edition of Seedline, whose format this one does not read."""
