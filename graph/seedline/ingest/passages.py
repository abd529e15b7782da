"""Places in a source's text: cut, hashed, found again; the text itself is never kept."""

from __future__ import annotations

import bisect
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from seedline.errors import Finding, InputError
from seedline.ingest.casefile import CaseFile
from seedline.model import Evidence

_ANCHOR = 3
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """Return a text's words, normalised so that quotes, case, spacing and ligatures of an extraction do not matter.

    >>> words_of("The “seed” funding,\\n ﬁrst phase")
    ['the', 'seed', 'funding', 'first', 'phase']
    """
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def anchors(text: str) -> tuple[str, str | None]:
    """Return the first and the last three words of a passage as printed, less the marks around them.

    A passage of three words or fewer has no last ones.

    >>> anchors("The project (a seed)\\nwas later carried on.")
    ('The project a', 'later carried on')
    >>> anchors("Ha Noi")
    ('Ha Noi', None)
    """
    printed = [part for part in (_EDGES.sub("", part) for part in text.split()) if part]
    return " ".join(printed[:_ANCHOR]), " ".join(printed[-_ANCHOR:]) if len(printed) > _ANCHOR else None


def hash_words(words: list[str]) -> str:
    """Return the sha256 of words joined by one space."""
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a source's text: offsets in code points, end exclusive; lines 1-based, inclusive."""

    start: int
    end: int
    first_line: int
    last_line: int
    text: str

    def evidence(self, **more: str) -> Evidence:
        """Return the passage as evidence, without its text."""
        words = words_of(self.text)
        begins, ends = anchors(self.text)
        return Evidence(
            lines=f"{self.first_line}-{self.last_line}",
            span=f"{self.start}-{self.end}",
            sha256=hashlib.sha256(self.text.encode()).hexdigest(),
            words=str(len(words)),
            words_sha256=hash_words(words),
            begins=begins,
            ends=ends,
            **more,
        )


class SourceText:
    """A source's text on the reader's own disk.

    >>> text = SourceText("A seed of 5.\\nIt grew.\\n")
    >>> passage = next(text.find("It grew"))
    >>> passage.first_line, passage.start, passage.end
    (2, 13, 20)
    """

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        self._words: list[tuple[str, int, int]] | None = None

    @classmethod
    def read(cls, path: Path) -> SourceText:
        """Read a text file, UTF-8."""
        try:
            return cls(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{path} cannot be read as UTF-8 text: {error}") from error

    @property
    def sha256(self) -> str:
        """Return the hash of the whole text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def passage(self, start: int, end: int) -> Passage:
        """Return the passage between two offsets."""
        if not 0 <= start < end <= len(self.text):
            raise InputError(f"the span {start}-{end} lies outside a text of {len(self.text)} characters")
        return Passage(start, end, self._line(start), self._line(end - 1), self.text[start:end])

    def lines(self, first: int, last: int) -> Passage:
        """Return whole lines, 1-based and inclusive, without their margins."""
        if not 1 <= first <= last <= len(self._starts):
            raise InputError(f"lines {first}-{last} lie outside a text of {len(self._starts)} lines")
        start = self._starts[first - 1]
        end = self._starts[last] if last < len(self._starts) else len(self.text)
        raw = self.text[start:end]
        return self.passage(start + len(raw) - len(raw.lstrip()), end - len(raw) + len(raw.rstrip()))

    def _line(self, offset: int) -> int:
        return bisect.bisect_right(self._starts, offset)

    def _indexed(self) -> list[tuple[str, int, int]]:
        if self._words is None:
            # Words are normalised one by one so that each keeps its offsets in the original text.
            self._words = [
                (word, match.start(), match.end())
                for match in re.finditer(r"[^\W_]+", self.text)
                for word in words_of(match.group())
            ]
        return self._words

    def find(self, query: str) -> Iterator[Passage]:
        """Yield each passage that has the words of a query in a row, wherever its lines break.

        ``first words ... last words`` finds the passage from the ones to the next place of the others.
        """
        first, dots, last = query.replace("…", "...").partition("...")
        heads = self._runs(words_of(first))
        if not dots:
            yield from (self.passage(start, end) for start, end in heads)
            return
        tails = self._runs(words_of(last))
        for start, end in heads:
            closing = next((tail for tail, after in tails if tail >= end), None)
            if closing is not None:
                yield self.passage(start, next(after for tail, after in tails if tail == closing))

    def _runs(self, wanted: list[str]) -> list[tuple[int, int]]:
        if not wanted:
            raise InputError("give at least one word to look for")
        found = self._indexed()
        return [
            (found[index][1], found[index + len(wanted) - 1][2])
            for index in range(len(found) - len(wanted) + 1)
            if all(found[index + step][0] == word for step, word in enumerate(wanted))
        ]

    def find_hash(self, count: int, digest: str) -> Iterator[Passage]:
        """Yield each run of ``count`` words whose hash begins with ``digest``.

        So evidence is found in another extraction.
        """
        found = self._indexed()
        for index in range(len(found) - count + 1):
            if hash_words([word for word, _, _ in found[index : index + count]]).startswith(digest):
                yield self.passage(found[index][1], found[index + count - 1][2])


def locate(evidence: Evidence, text: SourceText) -> Passage | None:
    """Return the passage of some evidence in a copy of its source, or ``None`` where the copy does not have it.

    The exact span is tried first; where the copy is another extraction, the words' hash finds the passage.
    """
    start, end = evidence.bounds
    if evidence.span and start < end <= len(text.text):
        passage = text.passage(start, end)
        if hashlib.sha256(passage.text.encode()).hexdigest() == evidence.sha256:
            return passage
    if evidence.words and evidence.words_sha256:
        return next(text.find_hash(int(evidence.words), evidence.words_sha256), None)
    return None


def check_evidence(evidence: Evidence, text: SourceText) -> str | None:
    """Return what is wrong with a span of evidence in a source's text, or ``None``."""
    if not evidence.span:
        return None
    passage = locate(evidence, text)
    if passage is None:
        start, end = evidence.bounds
        if not start < end <= len(text.text):
            return f"the span {start}-{end} lies outside a text of {len(text.text)} characters"
        found = ", and its words are found nowhere in the text" if evidence.words_sha256 else ""
        return f"the text at this span has another hash{found}"
    words = words_of(passage.text)
    if (passage.start, passage.end) == evidence.bounds:
        if evidence.lines != f"{passage.first_line}-{passage.last_line}":
            return f"the span lies on lines {passage.first_line}-{passage.last_line}, not {evidence.lines}"
        if (evidence.words and int(evidence.words) != len(words)) or (
            evidence.words_sha256 and evidence.words_sha256 != hash_words(words)
        ):
            return "words or words-sha256 do not belong to this span"
    first, last = words_of(evidence.begins or ""), words_of(evidence.ends or "")
    if words[: len(first)] != first or words[len(words) - len(last) :] != last:
        return "the passage does not begin and end as begins and ends say"
    return None


def evidence_block(key: str, evidence: Evidence) -> str:
    """Return evidence as the YAML that a case file holds."""
    fields = evidence.model_dump(by_alias=True, exclude_none=True)
    body = "\n".join(f'    {name}: "{value}"' for name, value in fields.items())
    return f"  {key}:\n{body}"


def check_texts(files: Iterable[CaseFile], source: str, text: SourceText) -> list[Finding]:
    """Return a violation for each span of a source's evidence that its text does not bear out."""
    found = []
    for file in files:
        for key, evidence in file.document.evidence.items():
            if (evidence.source or file.document.source) == source and (problem := check_evidence(evidence, text)):
                found.append(file.finding(("evidence", key, "span"), problem))
    return found


def write_anchors(file: CaseFile, source: str, text: SourceText) -> int:
    """Write ``begins`` and ``ends`` of a source's passages into a case file, and return how many had none.

    Only a passage that the text bears out gets them. Whatever else is in the file stays as it is.
    """
    lines = file.path.read_text(encoding="utf-8").splitlines(keepends=True)
    wanting: list[tuple[int, str]] = []
    for key, evidence in file.document.evidence.items():
        if not evidence.span or evidence.begins or (evidence.source or file.document.source) != source:
            continue
        if passage := locate(evidence, text):
            last = max(place for path, place in file.places.items() if path[:2] == ("evidence", key) and path[2:])
            margin = " " * (last[1] - 1)
            named = zip(("begins", "ends"), anchors(passage.text), strict=True)
            written = [f"{margin}{name}: {json.dumps(words, ensure_ascii=False)}\n" for name, words in named if words]
            wanting.append((last[0], "".join(written)))
    for line, block in sorted(wanting, reverse=True):
        lines.insert(line, block if lines[line - 1].endswith("\n") else f"\n{block}")
    if wanting:
        file.path.write_text("".join(lines), encoding="utf-8")
    return len(wanting)
