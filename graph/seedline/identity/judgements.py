"""Judgements: somebody looked at two records or things, and says if they are one, or if one followed the other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from seedline.errors import CaseFileError, NotFound
from seedline.ingest.casefile import findings_of
from seedline.ingest.yaml_text import load_text
from seedline.model.fields import Date, ItemRef, Line, Record
from seedline.vocabulary import RELATIONS
from seedline.vocabulary.tokens import Relation

JUDGEMENTS_SUFFIX = ".identity.yaml"
_HEAD = """# Which records or things are one, and which followed which. Each was looked at by itself; one that was taken
# back stays, as undone.
seedline-identity: "1"
judgements:
"""
Verdict = Literal["same", "different", "unsure", "follows", "unrelated", "unclear"]
"""The first three say whether two are one, the others whether the second one followed the first."""
OF_IDENTITY, OF_LINEAGE = ("same", "different", "unsure"), ("follows", "unrelated", "unclear")


class Undone(Record):
    """That a judgement was taken back: it stays in the file, and nothing follows from it."""

    by: Line
    on: Date
    why: Line


class Judgement(Record):
    """One judgement: of what (``source/record``, or the key of a thing), by whom, when and why.

    Where the second followed the first, ``relation`` says how: that is a step, by the reading of who judged.
    """

    of: Annotated[tuple[ItemRef, ...], Field(min_length=2, max_length=2)]
    verdict: Verdict
    by: Line
    on: Date
    why: Line
    relation: Relation | None = None
    score: Annotated[str, Field(pattern=r"^[01]\.\d\d$")] | None = None
    undone: Undone | None = None

    @model_validator(mode="after")
    def _two(self) -> Self:
        if self.of[0] == self.of[1]:
            raise ValueError("a judgement is of two records or things")
        if (self.verdict == "follows") != (self.relation is not None):
            raise ValueError("what follows needs a relation, and nothing else has one, for example scaledInto")
        if self.relation and RELATIONS[self.relation].joins == "no":
            raise ValueError(f"{self.relation} is no relation by which one thing follows another")
        return self

    @property
    def of_lineage(self) -> bool:
        """Return whether it says if one followed the other, and not if they are one."""
        return self.verdict in OF_LINEAGE

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
        found = {(j.of_lineage, j.pair): j for j in self.every if j.undone is None}
        yield from (found[key] for key in sorted(found, key=lambda key: (key[0], sorted(key[1]))))


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


def decide(path: Path, judgement: Judgement) -> None:
    """Add a judgement to a file, which is begun where it is not there.

    Raises:
        CaseFileError: the file is none of judgements.

    """
    text = path.read_text(encoding="utf-8") if path.exists() else _HEAD
    if path.exists():
        read_judgements([path])
    lines = [f"  - of: [{', '.join(json.dumps(name) for name in judgement.of)}]", f"    verdict: {judgement.verdict}"]
    lines += [f"    {name}: {json.dumps(value, ensure_ascii=False)}" for name, value in _told(judgement)]
    if judgement.relation is not None:
        lines.append(f"    relation: {judgement.relation}")
    if judgement.score is not None:
        lines.append(f"    score: {json.dumps(judgement.score)}")
    path.write_text(text.rstrip("\n") + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


def undo(path: Path, pair: Iterable[str], undone: Undone, *, of_lineage: bool = False) -> Judgement:
    """Take back the judgement in force on a pair, on identity or on lineage, and return it.

    It stays in the file and nothing follows from it.

    Raises:
        NotFound: no judgement on the two is in force.
        CaseFileError: the file is none of judgements.

    """
    tree, places = load_text(path)
    try:
        every = JudgementFile.model_validate(tree).judgements
    except ValidationError as error:
        raise CaseFileError(findings_of(path, places, error)) from None
    wanted = frozenset(pair)
    found = [
        number
        for number, judgement in enumerate(every)
        if (judgement.of_lineage, judgement.pair, judgement.undone) == (of_lineage, wanted, None)
    ]
    if not found:
        raise NotFound(f"{path}: no judgement on {' and '.join(sorted(wanted))} is in force")
    number = found[-1]
    lines = path.read_text(encoding="utf-8").splitlines()
    last = max(line for place, (line, _) in places.items() if place[:2] == ("judgements", number))
    told = ", ".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in _told(undone))
    lines.insert(last, f"    undone: {{{told}}}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return every[number]


def _told(said: Judgement | Undone) -> tuple[tuple[str, str], ...]:
    return ("by", said.by), ("on", said.on), ("why", said.why)
