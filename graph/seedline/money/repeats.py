"""Which of several observations of the same money stands for it: one counts, the others are told under it.

The two links between commitments are never confused: *laterValueOf* names an earlier value of the same quantity,
*alternativeReportOf* another report of the same money.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, Literal, NamedTuple, TypeVar

K = TypeVar("K", bound=Any)
Link = Literal["later", "report"]


class Repeat(NamedTuple):
    """Why a commitment repeats another: there is a later value of it, or it reports the same money again.

    ``parts`` are the amounts that it reports again together, where it names several that count side by side.
    """

    link: Link
    of: Any
    parts: tuple[Any, ...] = ()


def repeats(
    commitments: Collection[K],
    *,
    older: Callable[[K], K | None],
    others: Callable[[K], Iterable[K]],
    complete: Callable[[K], bool],
    rank: Callable[[K], Any],
) -> dict[K, Repeat]:
    """Return those of some commitments that repeat another of them, each with the one that stands for it.

    ``older`` and ``others`` are their links, which may lead over commitments that are not among these; ``rank`` is the
    order of their dates, and decides where values name each other as later. The first report of money stands for all
    others, unless it is not among these or not ``complete`` and another is.

    >>> later, reports = {"v3": "v2", "v2": "v1"}, {"b": ["a"]}
    >>> found = repeats(
    ...     ["a", "b", "v1", "v3"],
    ...     older=later.get,
    ...     others=lambda one: reports.get(one, ()),
    ...     complete=lambda one: True,
    ...     rank=lambda one: one,
    ... )
    >>> {one: tuple(repeat) for one, repeat in found.items()}
    {'v1': ('later', 'v3', ()), 'b': ('report', 'a', ())}
    """
    pool = set(commitments)
    found: dict[K, Repeat] = {}
    for one in sorted(pool, key=rank):
        chain, circular = _chain(one, older)
        for value in chain:
            if value in pool and not (circular and rank(value) > rank(one)):
                found[value] = Repeat("later", one)
    groups: dict[K, set[K]] = {}
    reported: dict[K, set[K]] = {}
    for given in sorted(pool):
        # What an older value was another report of, the newer one is too.
        named = [other for value in (given, *_chain(given, older)[0]) for other in others(value)]
        if named:
            newest = {_newest(other, found) for other in named}
            reported[given] = newest
            joined = {given}.union(named, newest)
            for group in {id(groups[k]): groups[k] for k in joined if k in groups}.values():
                joined |= group
            groups |= dict.fromkeys(joined, joined)
    for group in {id(group): group for group in groups.values()}.values():
        present = sorted(member for member in group if member in pool and member not in found)
        stands = min(present, key=lambda member: (not complete(member), member in reported, member), default=None)
        alone = [member for member in present if member not in reported]
        for member in present:
            if member in reported and member != stands:
                parts = tuple(part for part in alone if part in reported[member])
                found[member] = Repeat("report", stands, parts if len(parts) > 1 else ())
    return found


def _chain(one: K, older: Callable[[K], K | None]) -> tuple[list[K], bool]:
    """Return the earlier values of a commitment, and whether they lead back to it."""
    chain: list[K] = []
    value = older(one)
    while value is not None and value != one and value not in chain:
        chain.append(value)
        value = older(value)
    return chain, bool(chain) and value == one


def _newest(one: K, found: dict[K, Repeat]) -> K:
    for _ in range(len(found)):
        repeat = found.get(one)
        if repeat is None or repeat.link != "later":
            break
        one = repeat.of
    return one
