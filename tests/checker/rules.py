"""What relations and statuses mean, read from the ontology's own files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from tests.checker.triples import full, token


@dataclass(frozen=True)
class Relation:
    """A relation: is it scaling, what money does along it, which way lineages are followed, do components join."""

    scaling: bool
    money: str
    follows: str
    joins: bool


@dataclass(frozen=True)
class Rules:
    """The rules of the vocabulary."""

    relations: dict[str, Relation]
    order: dict[str, int]
    mood: dict[str, str]
    strength: dict[str, int]
    counts: frozenset[str]
    stages: dict[str, int]
    currencies: frozenset[str]

    @classmethod
    def read(cls, files: Iterable[Path]) -> Rules:
        """Return the rules that Turtle files hold."""
        rows: dict[str, dict[str, dict[str, str]]] = {}
        for file in files:
            for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
                scheme, concept = quad.subject.value.split("/")[-2:]
                row = rows.setdefault(scheme, {}).setdefault(concept, {})
                row[quad.predicate.value] = quad.object.value

        def column(scheme: str, name: str) -> dict[str, str]:
            return {key: row[full(name)] for key, row in rows[scheme].items() if full(name) in row}

        scaling, money = column("relation", "sl:countsAsScaling"), column("relation", "sl:moneyAlong")
        follows, joins = column("relation", "sl:lineageFollows"), column("relation", "sl:joinsComponents")
        return cls(
            relations={
                key: Relation(scaling[key] == "true", money[key], follows[key], joins[key] == "true") for key in scaling
            },
            order={key: int(value) for key, value in column("status", "sl:order").items()},
            mood={key: token(value) for key, value in column("status", "sl:mood").items()},
            strength={key: int(value) for key, value in column("mood", "sl:order").items()},
            counts=frozenset(
                key for key, value in column("commitment-status", "sl:countsInTotals").items() if value == "true"
            ),
            stages={key: int(value) for key, value in column("policy-stage", "sl:order").items()},
            currencies=frozenset(column("currency", "skos:notation")),
        )
