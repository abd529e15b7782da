"""What can be asked of some data: the questions that have rows there, about something that is there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import product

from seedline.queries.parameters import Parameter
from seedline.queries.question import Question, placed, questions
from seedline.store import Snapshot, Store
from seedline.triples import Literal, NamedNode

Values = dict[str, str]
_BODY = re.compile(r"\{.*\}", re.DOTALL)
_MOST = 100


def asked_here(store: Store, base: str) -> dict[str, Values]:
    """Return the questions that have rows in some data, by name, each with values of its parameters that give one."""
    found = {each.name: _values(each, store, base) for each in questions().values()}
    return {name: values for name, values in found.items() if values is not None}


def about_here(values: Mapping[str, Values] | None, base: str) -> dict[str, Question]:
    """Return questions about what :func:`asked_here` found; where nobody looked all of them, as they stand."""
    if values is None:
        return questions()
    return {name: each.about(values[name], base) for name, each in questions().items() if name in values}


@lru_cache(maxsize=4)
def questions_of(snapshot: Snapshot) -> dict[str, Question]:
    """Return the questions that can be asked of a snapshot, by name."""
    return about_here(snapshot.manifest.get("questions"), snapshot.base)


def _values(asked: Question, store: Store, base: str) -> Values | None:
    """Return values with which a question has a row, nothing where it has none with any."""
    body = _BODY.search(asked.query)
    assert body is not None
    # What is a thing of the data may be any of its kind; a day or a number stays, or is one that leaves nothing out.
    open_ = {each.variable or each.name: each for each in asked.parameters if each.kind.pattern}
    text = body[0]
    for name, each in open_.items():
        text = re.sub(rf"(?m)^ *VALUES \?{name} \{{ [^}}]* \}}", f"{_any(each, name)} .", text)
    given = [
        [(each, value) for value in (each.default, *each.kind.widest)] for each in asked.parameters if each.kind.widest
    ]
    for values in product(*given):
        query = text
        for each, value in values:
            query = placed(query, each.name, each.term(value, base), base)
        result = store.query(f"SELECT * {query} LIMIT {_MOST}")
        at = {name: result.variables.index(name) for name in open_ if name in result.variables}
        rows = [{name: row[place] for name, place in at.items()} for row in result.terms()]
        if rows:
            row = min(rows, key=lambda row: [(term is None, str(term)) for term in row.values()])
            named = ((open_[name], term) for name, term in row.items() if isinstance(term, NamedNode | Literal))
            found = {parameter.name: parameter.key(term, base) for parameter, term in named}
            # What is left of groups is known once they are made.
            grouped = "HAVING" in asked.query[body.end() :]
            if not grouped or any(True for _ in store.query(asked.about(found, base).query).rows()):
                return found
    return None


def _any(parameter: Parameter, name: str) -> str:
    """Return the pattern of all that a parameter may be, with variables that no question has."""
    pattern = parameter.kind.named or parameter.kind.pattern
    return re.sub(r"\?(\w+)", lambda found: f"?{name}" if found[1] == "x" else f"?{name}_{found[1]}", pattern)
