"""Which things have a kind, a status, a funder, a year or a budget: rows of the nodes, read from the columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from seedline.columns.index import StoredNetwork
from seedline.triples import concept, token
from seedline.vocabulary import KINDS

Rows = NDArray[np.int64]
"""Rows of the nodes, ascending, each once."""
NONE: Rows = np.zeros(0, np.int64)


def rows(found: Iterable[int]) -> Rows:
    """Return row numbers in order, each once.

    >>> rows([3, 1, 3]).tolist()
    [1, 3]
    """
    return np.unique(np.fromiter(found, np.int64))


def known(network: StoredNetwork, found: Iterable[int]) -> Rows:
    """Return those of some rows that are things of a kind within what limits the network; a row of -1 is none."""
    return rows(row for row in found if row >= 0 and network.kind_of(row))


def rows_of(network: StoredNetwork, iris: Iterable[str]) -> Rows:
    """Return the rows of some things; what is no thing here is passed over."""
    return known(network, map(network.node_row, iris))


def of_kinds(network: StoredNetwork, kinds: Collection[str]) -> Rows:
    """Return the rows of the things of some kinds."""
    numbers = [KINDS[kind].number for kind in kinds]
    return known(network, np.flatnonzero(np.isin(network.columns["node.kind"], numbers)).tolist())


def with_steps(network: StoredNetwork, name: str, values: Collection[str], ends: tuple[str, ...]) -> Rows:
    """Return the rows of the things at some ends (``earlier``, ``later``) of the steps of a status or relation."""
    columns = network.columns
    if network.whole:
        numbers = {network.texts.find(concept(name, value).value) for value in values} - {-1}
        # A step of which nothing is observed has no number, and its status is not stated.
        if name == "status" and "notStated" in values:
            numbers.add(-1)
        chosen = np.flatnonzero(np.isin(columns[f"step.{name}"], list(numbers)))
        return rows(np.concatenate([columns[f"step.{end}"][chosen] for end in ends]))
    found = (step for value in values for step in network.steps_with(**{name: value}))
    return rows(network.node_row(getattr(step, end)) for step in found for end in ends)


def financed_in(network: StoredNetwork, holds: Callable[[str], bool]) -> Rows:
    """Return the rows of what money was given to in the years that hold."""
    values = network.columns["given.year"]
    numbers = [n for n in np.unique(values).tolist() if n >= 0 and holds(network.texts[n])]
    given = np.flatnonzero(np.isin(values, numbers)).tolist()
    recipient = network.column("given.recipient")
    return rows(recipient[row] for row in given if network.gives(row))


def from_funders(network: StoredNetwork, funders: Collection[str]) -> Rows:
    """Return the rows of what some organisations, or what may have been their parts by then, gave money to."""
    wanted = {network.texts.find(funder) for funder in funders} - {-1}
    parts = {network.texts.find(part) for funder in funders for part in network.parts_of(funder)} - {-1}
    given = np.flatnonzero(np.isin(network.columns["given.funder"], list(parts))).tolist()
    recipient = network.column("given.recipient")
    return rows(
        recipient[row] for row in given if network.gives(row) and not wanted.isdisjoint(network.funders_of(row))
    )


def budgets(network: StoredNetwork) -> dict[tuple[int, str], Decimal]:
    """Return what each seed was given, by its row and currency; sums never mix currencies."""
    seed = network.texts.find(concept("source-type", "seed").value)
    columns, texts = network.columns, network.texts
    stated = (columns["given.source_type"] == seed) & (columns["given.amount"] >= 0) & (columns["given.currency"] >= 0)
    found: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    if seed < 0:
        return found
    recipient, currency, amount = (network.column(f"given.{name}") for name in ("recipient", "currency", "amount"))
    for row in np.flatnonzero(stated).tolist():
        if network.gives(row):
            found[recipient[row], token(texts[currency[row]])] += Decimal(texts[amount[row]])
    return found


def kinds_counted(network: StoredNetwork, chosen: Rows) -> dict[str, int]:
    """Return how many of some things there are of each kind, in the order of the vocabulary."""
    kinds = network.columns["node.kind"][chosen]
    counts = {name: int((kinds == kind.number).sum()) for name, kind in KINDS.items()}
    return {name: count for name, count in counts.items() if count}
