"""The checker whole: from a dump and the vocabulary to what is red in a view, and the list of what is red today."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.checker import claims, words
from tests.checker.licence import Licence
from tests.checker.rules import Rules
from tests.checker.triples import Triples
from tests.checker.truth import Truth
from tests.checker.world import Json, World

EXPECTED = Path(__file__).with_name("expected.txt")


class Red(NamedTuple):
    """What is red: the code of a check, where, and in which language; ``-`` for a document's JSON."""

    code: str
    where: str = "json"
    lang: str = "-"


class Checker:
    """Holds documents and texts against one dump."""

    def __init__(self, dump: bytes, schemes: Iterable[Path]) -> None:
        self.triples, self.rules = Triples.read(dump), Rules.read(schemes)
        self._worlds: dict[tuple[tuple[str, ...], str | None, str | None], World] = {}

    def world(self, sources: tuple[str, ...] = (), as_of: str | None = None, told_by: str | None = None) -> World:
        """Return what some sources say, of what had happened by a date, or had been told by one."""
        key = sources, as_of, told_by
        if key not in self._worlds:
            triples = self.triples.within(sources) if sources else self.triples
            self._worlds[key] = World(triples, self.rules, as_of, told_by)
        return self._worlds[key]

    def document(self, document: Json) -> Iterator[tuple[Red, str]]:
        """Yield what is red in a document."""
        truth = Truth(self.world, document)
        for code, message in (*claims.check(truth, document), *claims.membership(truth, document)):
            yield Red(code), message

    def texts(self, document: Json, texts: dict[str, dict[str, str]]) -> Iterator[tuple[Red, str]]:
        """Yield what is red in texts about a document, by language and name."""
        licence = Licence.of(Truth(self.world, document), document)
        for lang, named in texts.items():
            for where, text in named.items():
                for code, message in words.check(licence, lang, where, text):
                    yield Red(code, where, lang), message

    def form(self, document: Json, lang: str, ending: str, text: str) -> Iterator[tuple[Red, str]]:
        """Yield what is red in the text of a file: amounts, dates and "none", which need no sentence around them."""
        licence = Licence.of(Truth(self.world, document), document)
        for code, message in words.check_form(licence, lang, ending, text, {**document, "summary": ""}):
            yield Red(code, ending, lang), message


class Tally:
    """How many views of each class are red, with an example of each."""

    def __init__(self) -> None:
        self.counts: dict[Red, Counter[str]] = defaultdict(Counter)
        self.examples: dict[tuple[Red, str], str] = {}

    def add(self, kind: str, address: str, found: Iterable[tuple[Red, str]]) -> None:
        """Count one view."""
        for red, message in dict(found).items():
            self.counts[red][kind] += 1
            self.examples.setdefault((red, kind), f"{address}: {message}")

    @classmethod
    def read(cls, text: str) -> Tally:
        """Return the counts that a file lists."""
        tally = cls()
        for line in text.splitlines():
            if line and not line.startswith("#"):
                code, where, languages, *kinds = line.split()
                for lang in languages.split(","):
                    for kind, _, count in (part.partition("=") for part in kinds):
                        tally.counts[Red(code, where, lang)][kind] = int(count)
        return tally

    def lines(self, keys: Iterable[Red]) -> list[str]:
        """Return the lines of a file, languages in which the same views are red together."""
        found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for red in sorted(keys):
            kinds = " ".join(f"{kind}={count}" for kind, count in sorted(self.counts[red].items()))
            found[red.code, red.where, kinds].append(red.lang)
        return [f"{code} {where} {','.join(languages)} {kinds}" for (code, where, kinds), languages in found.items()]

    def more(self, other: Tally, *, counted: bool = True) -> list[str]:
        """Return what is red here and not there, or in more views, with examples."""
        found: list[str] = []
        for red in sorted(self.counts):
            known = other.counts.get(red, Counter())
            more = [kind for kind, count in self.counts[red].items() if count > known[kind] and (counted or not known)]
            found += self.lines([red]) if more else []
            found += [
                f"    {kind}, was {known[kind]}; such as {self.examples.get((red, kind))}" for kind in sorted(more)
            ]
        return found
