"""Judgements: somebody looked at two records or things and says that they are the same, different, or unsure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from seedline.errors import CaseFileError
from seedline.ingest.casefile import findings_of
from seedline.ingest.yaml_text import load_text
from seedline.model.fields import Date, ItemRef, Line, Record

JUDGEMENTS_SUFFIX = ".identity.yaml"
Verdict = Literal["same", "different", "unsure"]


class Undone(Record):
    """That a judgement was taken back: it stays in the file, and nothing follows from it."""

    by: Line
    on: Date
    why: Line


class Judgement(Record):
    """One judgement: of what (``source/record``, or the key of a thing), by whom, when and why."""

    of: Annotated[tuple[ItemRef, ...], Field(min_length=2, max_length=2)]
    verdict: Verdict
    by: Line
    on: Date
    why: Line
    score: Annotated[str, Field(pattern=r"^[01]\.\d\d$")] | None = None
    undone: Undone | None = None

    @model_validator(mode="after")
    def _two(self) -> Self:
        if self.of[0] == self.of[1]:
            raise ValueError("a judgement is of two records or things")
        return self

    @property
    def pair(self) -> frozenset[str]:
        """Return the two, in no order."""
        return frozenset(self.of)


class JudgementFile(Record):
    """A file of judgements as a whole."""

    seedline_identity: Literal["1"]
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgements:
    """The judgements of some files, in their order; of one pair the last one that was not taken back is in force."""

    every: tuple[Judgement, ...] = field(default=())

    def in_force(self) -> Iterator[Judgement]:
        """Yield the judgement in force on each pair, by pair.

        >>> told = {"by": "A. B.", "on": "2026-11-29", "why": "x"}
        >>> first = Judgement(of=("s/a", "b"), verdict="same", **told)
        >>> second = Judgement(of=("b", "s/a"), verdict="different", undone=told, **told)
        >>> [judgement.verdict for judgement in Judgements((first, second)).in_force()]
        ['same']
        """
        found = {judgement.pair: judgement for judgement in self.every if judgement.undone is None}
        yield from (found[pair] for pair in sorted(found, key=sorted))


def read_judgements(paths: Iterable[Path]) -> Judgements:
    """Return the judgements of some files.

    Raises:
        CaseFileError: with one finding for each thing that is wrong.

    """
    found: list[Judgement] = []
    for path in paths:
        tree, places = load_text(path)
        try:
            found += JudgementFile.model_validate(tree).judgements
        except ValidationError as error:
            raise CaseFileError(findings_of(path, places, error)) from None
    return Judgements(tuple(found))
