"""What was read of each file, and what was passed over and why."""

from __future__ import annotations

from dataclasses import dataclass, field

_LISTED = 1000


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A statement that was not read: its line where it is known, and why.

    >>> print(PassedOver(3, "is a label of blanks"))
    line 3: is a label of blanks
    """

    line: int | None
    why: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}" if self.line else self.why


@dataclass(slots=True)
class FileReport:
    """What became of one file.

    ``form`` says as what it was read, nothing where it was passed over as a whole, and ``why`` says why. ``things``
    are the subjects that it says something of.

    >>> print(FileReport("a.ttl", "Turtle", statements=2, things=1))
    a.ttl: Turtle, 2 statements of 1 thing
    >>> print(FileReport("b.csv", why="is no RDF"))
    b.csv: passed over, it is no RDF
    """

    file: str
    form: str = ""
    source: str = ""
    statements: int = 0
    things: int = 0
    left: int = 0
    passed_over: list[PassedOver] = field(default_factory=list)
    why: str = ""

    def pass_over(self, why: str, line: int | None) -> None:
        """Note a statement that is not read; the first thousand are listed."""
        self.left += 1
        if len(self.passed_over) < _LISTED:
            self.passed_over.append(PassedOver(line, why))

    def __str__(self) -> str:
        if not self.form:
            return f"{self.file}: passed over, it {self.why}"
        told = f"{self.file}: {self.form}, {_many(self.statements, 'statement')} of {_many(self.things, 'thing')}"
        if self.left:
            told += f"; {_many(self.left, 'statement')} passed over"
        return f"{told}; {self.why}" if self.why else told

    def json(self) -> dict[str, object]:
        """Return the report as the manifest keeps it."""
        return {
            "file": self.file,
            "form": self.form,
            "source": self.source,
            "statements": self.statements,
            "things": self.things,
            "passedOver": self.left,
            "why": [self.why] if self.why else [str(each) for each in self.passed_over],
        }


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
