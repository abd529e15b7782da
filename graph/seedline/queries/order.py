"""The order of rows, made here: at every comparison the store would read both names from its files again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from seedline.triples import Literal, NamedNode
from seedline_ontology import PREFIXES

Row = tuple[object, ...]
_LAST = re.compile(r"\s*ORDER BY((?:\s+\?\w+)+)\s*$")
_NUMBERS = frozenset(PREFIXES["xsd"] + name for name in ("integer", "decimal", "double"))


def unordered(query: str) -> tuple[str, tuple[str, ...]]:
    """Return a query without its order, and the columns of that; as it is, where it orders by what it does not select.

    >>> unordered("SELECT ?a ?b { ?a sl:to ?b } ORDER BY ?b ?a")
    ('SELECT ?a ?b { ?a sl:to ?b }', ('b', 'a'))
    >>> unordered("SELECT ?a { ?a sl:to ?b } ORDER BY ?b")[1]
    ()
    """
    selected = set(re.findall(r"\?(\w+)", query.partition("{")[0]))
    found = _LAST.search(query)
    columns = tuple(found[1].replace("?", "").split()) if found else ()
    return (query[: found.start()], columns) if found and selected.issuperset(columns) else (query, ())


def ordered(rows: Iterable[Row], names: Sequence[str], columns: Sequence[str]) -> list[Row]:
    """Return rows in the order of some columns, as SPARQL has it: nothing, IRIs, then values; equal ones by the rest.

    >>> ordered([(Literal(10), None), (Literal(9), None), (None, Literal("x"))], ["n", "x"], ["n"])[0][0] is None
    True
    """
    if not columns:
        return list(rows)
    first = [names.index(column) for column in columns]
    every = [*first, *(at for at in range(len(names)) if at not in first)]
    return sorted(rows, key=lambda row: [place_of(row[at]) for at in every])


def place_of(term: object) -> tuple[int, Decimal, str, str]:
    """Return where a term stands in an order."""
    if isinstance(term, NamedNode):
        return 1, Decimal(), term.value, ""
    if isinstance(term, Literal):
        if term.datatype.value in _NUMBERS and (number := Decimal(term.value)).is_finite():
            return 2, number, "", ""
        return 3, Decimal(), term.value, term.language or ""
    return 0, Decimal(), "" if term is None else str(term), ""
