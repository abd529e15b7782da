"""Where a statement stands: the four kinds of evidence."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from seedline.model.fields import Date, Key, Line, Record, Tongue, Url

_Range = Annotated[str, StringConstraints(pattern=r"^\d+-\d+$")]
_Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
# An anchor is short by rule, so that no sentence of a source gets into a case file.
_Anchor = Annotated[Line, StringConstraints(pattern=r"^\S+( \S+){0,2}$", max_length=100)]
_Count = Annotated[str, StringConstraints(pattern=r"^\d+$")]


class Evidence(Record):
    """A place in a source: a span of text, a page of a document, an address, or somebody's own statement.

    A span gives ``lines`` (1-based, inclusive), ``span`` (0-based code points of the whole file, end exclusive),
    ``sha256`` of the span's UTF-8, and ``words`` and ``words-sha256`` of its normalised words, by which the
    passage is found again in another extraction of the same document. ``begins`` and ``ends`` are the first and last
    three words as printed: by them a person finds the passage in a copy of their own.
    """

    source: Key | None = None
    section: Line | None = None
    lines: _Range | None = None
    span: _Range | None = None
    sha256: _Sha256 | None = None
    words: _Count | None = None
    words_sha256: _Sha256 | None = None
    begins: _Anchor | None = None
    ends: _Anchor | None = None
    page: Line | None = None
    document: Line | None = None
    url: Url | None = None
    seen: Date | None = None
    name: Line | None = None
    role: Line | None = None
    date: Date | None = None

    @property
    def kind(self) -> str:
        """Return ``textSpan``, ``url``, ``page`` or ``ownStatement``.

        >>> Evidence(url="https://example.org/a", seen="2026-11-23").kind
        'url'
        """
        if self.span:
            return "textSpan"
        if self.url:
            return "url"
        return "ownStatement" if self.name else "page"

    @property
    def bounds(self) -> tuple[int, int]:
        """Return the span as two offsets.

        >>> Evidence(span="10-14").bounds
        (10, 14)
        """
        start, _, end = (self.span or "0-0").partition("-")
        return int(start), int(end)


class Source(Record):
    """A document or data set that statements come from; each has its own named graph.

    ``citation-in`` says the citation in other languages than English, whose readers are shown it.
    """

    key: Key
    title: Line
    publisher: Line | None = None
    kind: Line
    url: Url | None = None
    issued: Date | None = None
    as_of: Date | None = None
    collected: Date
    sha256: _Sha256 | None = None
    licence: Line | None = None
    note: Line | None = None
    citation: Line | None = None
    citation_in: dict[Tongue, Line] = Field(default_factory=dict)
