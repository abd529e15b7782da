"""A small grammar for choosing nodes, as analysts know it from dbt's node selection.

::

    selection    = term { " " term }             union
    term         = atom { "," atom }             intersection
    atom         = [ "@" | [ DEPTH ] "+" ] NAME [ "+" [ DEPTH ] ]
                 | METHOD ":" VALUE
    METHOD       = status | sdg | migof | funder | country | year | kind | relation

``+CT.0921`` is all before, ``CT.0921+2`` two steps after, ``@CT.0921`` all after with all that stands before those.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Protocol

from seedline.errors import Ambiguous, NotFound, SelectorError
from seedline.lineage.graph import Network
from seedline.lineage.traversal import reach
from seedline.triples import Names, concept
from seedline.vocabulary import KINDS, RELATIONS, STATUSES


class Chosen(Protocol):
    """What a selection is made from: a graph, what names mean, and which things a property leads to a value from."""

    @property
    def network(self) -> Network:
        """Return the graph that is followed."""
        ...

    @property
    def base(self) -> str:
        """Return the base IRI of things."""
        ...

    def resolve(self, identifier: str) -> str:
        """Return the IRI of what is called so."""
        ...

    def things_with(self, property: str, value: str) -> Iterable[str]:
        """Return the things that a property leads to a value from."""
        ...


_ATOM = re.compile(r"^(?P<at>@)?(?:(?P<up>\d*)(?P<before>\+))?(?P<name>[^+@,\s]+?)(?:(?P<after>\+)(?P<down>\d*))?$")
_TOKEN = re.compile(r"[^\s,]+|,")
_VALUE = re.compile(r"^[\w.-]+$")
_EXAMPLES = {
    "status": "status:achieved",
    "sdg": "sdg:8.8",
    "migof": "migof:P1",
    "funder": "funder:sweden",
    "country": "country:VN",
    "year": "year:2015",
    "kind": "kind:policy",
    "relation": "relation:scaledInto",
}
METHODS = tuple(_EXAMPLES.values())
"""An example of each way to name things by what is said of them."""
MAX_DEPTH = 100
_WORDS = {"status": tuple(STATUSES), "kind": tuple(KINDS), "relation": tuple(RELATIONS)}


def select(graph: Chosen, text: str, exclude: str | None = None) -> tuple[str, ...]:
    """Return the IRIs of the nodes that a selection names, sorted, less those of ``exclude``.

    Raises:
        SelectorError: with the position (``column``, 1-based) of what cannot be understood.

    """
    chosen = _union(graph, text)
    if exclude:
        chosen -= _union(graph, exclude)
    return tuple(sorted(chosen))


def _union(graph: Chosen, text: str) -> set[str]:
    tokens = [(match.group(), match.start() + 1) for match in _TOKEN.finditer(text)]
    if not tokens:
        raise SelectorError("the selection is empty; for example: +CT.0921", column=1)
    found: set[str] = set()
    part: set[str] | None = None
    joined = False
    for word, column in tokens:
        if word == ",":
            if part is None or joined:
                raise SelectorError(f"a comma stands between two parts (position {column})", column=column)
            joined = True
            continue
        nodes = _atom(graph, word, column)
        if joined:
            assert part is not None
            part &= nodes
        else:
            found |= part or set()
            part = nodes
        joined = False
    if joined:
        raise SelectorError("nothing follows the last comma", column=len(text))
    return found | (part or set())


def _atom(graph: Chosen, token: str, column: int) -> set[str]:
    method, colon, value = token.partition(":")
    if colon and method in _METHODS:
        place = column + len(method) + 1
        if not _VALUE.match(value):
            raise SelectorError(f"{method}: needs a value, as {_EXAMPLES[method]} (position {place})", column=place)
        words = _WORDS.get(method, (value,))
        if value not in words:
            raise SelectorError(
                f"{value!r} is no {method} (position {place}); there are {', '.join(words)}", column=place
            )
        return _METHODS[method](graph, value)
    match = _ATOM.match(token)
    if match is None:
        raise SelectorError(f"{token!r} (position {column}) is no name with + or @ around it", column=column)
    if match["at"] and (match["before"] or match["after"]):
        raise SelectorError(f"{token!r} (position {column}): @ goes without +", column=column)
    try:
        node = graph.resolve(match["name"])
    except (NotFound, Ambiguous) as error:
        known = f"; methods are {', '.join(_METHODS)}" if colon else ""
        raise SelectorError(f"{error} (position {column}){known}", column=column + match.start("name")) from error
    network = graph.network
    found = {node}
    if match["before"]:
        found |= reach(network, [node], back=True, depth=_depth(match["up"], column))
    if match["after"]:
        found |= reach(network, [node], back=False, depth=_depth(match["down"], column))
    if match["at"]:
        after = reach(network, [node], back=False, depth=None)
        found |= after | reach(network, after | {node}, back=True, depth=None)
    return found


def _depth(text: str | None, column: int) -> int | None:
    if not text:
        return None
    # Python reads no number of any length.
    if len(text) > len(str(MAX_DEPTH)) or int(text) > MAX_DEPTH:
        raise SelectorError(f"a depth is at most {MAX_DEPTH} (position {column})", column=column)
    return int(text)


def _by_status(graph: Chosen, value: str) -> set[str]:
    return {step.later for step in graph.network.steps_with(status=value)}


def _by_relation(graph: Chosen, value: str) -> set[str]:
    return {end for step in graph.network.steps_with(relation=value) for end in (step.earlier, step.later)}


def _by_kind(graph: Chosen, value: str) -> set[str]:
    return set(graph.network.nodes_of_kind(value))


def _by_funder(graph: Chosen, value: str) -> set[str]:
    network = graph.network
    funders = network.parts_of(Names(graph.base).thing(value).value)
    return {commitment.recipient for commitment in network.commitments_where(funders=funders)}


def _by_year(graph: Chosen, value: str) -> set[str]:
    return {commitment.recipient for commitment in graph.network.commitments_where(year=value)}


def _by_concept(scheme: str, shortcut: str) -> Callable[[Chosen, str], set[str]]:
    def find(graph: Chosen, value: str) -> set[str]:
        subjects = graph.things_with(shortcut, concept(scheme, value).value)
        return {subject for subject in subjects if subject in graph.network.kinds}

    return find


_METHODS: dict[str, Callable[[Chosen, str], set[str]]] = {
    "status": _by_status,
    "sdg": _by_concept("sdg", "sl:alignsWith"),
    "migof": _by_concept("migof", "sl:alignsWith"),
    "funder": _by_funder,
    "country": _by_concept("country", "sl:country"),
    "year": _by_year,
    "kind": _by_kind,
    "relation": _by_relation,
}
