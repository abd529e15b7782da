"""How many rows an answer has, where it has so many that only some are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from seedline.queries.order import place_of
from seedline.store import Store
from seedline.triples import Literal


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows there are of each combination of values that some columns have."""

    names: Sequence[str] = ()
    numbers: Counter[tuple[object, ...]] = field(default_factory=Counter)

    @classmethod
    def of(cls, query: str, store: Store) -> Counts:
        """Return what a query counts: its last column is the number, and rows are in order of its first."""
        result = store.query(query)
        *names, _ = result.variables
        rows = [(key, number.value) for *key, number in result.terms() if isinstance(number, Literal)]
        return cls(names, Counter({tuple(key): int(number) for key, number in rows}))

    @property
    def total(self) -> int:
        """Return how many rows there are."""
        return self.numbers.total()

    def by(self, name: str) -> Counter[object]:
        """Return how many rows there are of each value of a column, empty cells left out."""
        at, found = self.names.index(name), Counter[object]()
        for key, number in self.numbers.items():
            if key[at] is not None:
                found[key[at]] += number
        return found

    def different(self, names: Collection[str]) -> int:
        """Return how many combinations some columns have; all rows are different where one of these is not counted."""
        if not set(names) <= set(self.names):
            return self.total
        at = [self.names.index(name) for name in names]
        return len({tuple(key[n] for n in at) for key in self.numbers} - {(None,) * len(at)})

    def first(self, query: str, rows: int) -> str:
        """Return a query for some rows: those of the first values, as many of the last of these as there is room for.

        >>> from seedline.triples import NamedNode
        >>> counts = Counts(["a"], Counter({(NamedNode("urn:2"),): 5, (NamedNode("urn:1"),): 3}))
        >>> counts.first("SELECT ?a { ?x sl:from ?a }", 3)
        'SELECT ?a { VALUES ?a { <urn:1> } ?x sl:from ?a } LIMIT 3'
        """
        lead, taken, found = self.names[0], list[object](), 0
        for value, number in sorted(self.by(self.names[0]).items(), key=lambda pair: place_of(pair[0])):
            if found >= rows:
                break
            taken.append(value)
            found += number
        head, brace, rest = query.partition("{")
        return f"{head}{brace} VALUES ?{lead} {{ {' '.join(map(str, taken))} }}{rest} LIMIT {rows}"
