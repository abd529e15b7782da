"""The ways from one thing to another, shortest first, and everything between the two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from seedline.lineage.graph import Network, Step
from seedline.lineage.traversal import Lineage, StepFilter, part

MAX_PATHS = 1000
MAX_WORK = 10_000_000
"""Steps that a search passes by, about a second's work, before it ends with the ways that it has."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The ways from an earlier thing to a later one: shortest first, those of one length by the IRIs of their steps.

    ``nodes`` and ``steps`` are everything between the two, also where ``cut`` says that not every way is listed.
    """

    start: str
    end: str
    paths: tuple[tuple[Step, ...], ...]
    nodes: tuple[str, ...]
    steps: tuple[Step, ...]
    cut: bool = False


def between(network: Network, start: str, end: str, keep: StepFilter | None = None) -> tuple[Step, ...]:
    """Return the steps that lead from ``start`` on to ``end``, not through the end nor back through the start, by IRI.

    They join lineages; ``keep`` may leave more of them out, by status, relation or the like. None are an answer: no way
    leads from the one to the other.
    """

    def follow(node: str, *, back: bool) -> Iterator[Step]:
        """Yield the steps of a way before or after a node; a way may end at a shared instrument, never lead through."""
        for step in (network.earlier if back else network.later).get(node, ()):
            other = step.earlier if back else step.later
            if (
                step.joins(back=True)
                and (keep is None or keep(step))
                and (other in (start, end) or not network.is_shared(other))
            ):
                yield step

    def reached(first: str, last: str, *, back: bool) -> set[str]:
        found, stack = {first}, [first]
        while stack:
            node = stack.pop()
            if node != last:
                fresh = {step.earlier if back else step.later for step in follow(node, back=back)} - found
                found |= fresh
                stack.extend(fresh)
        return found

    nodes = reached(start, end, back=False) & reached(end, start, back=True)
    onward = (step for node in nodes - {end} for step in follow(node, back=False) if step.later in nodes - {start})
    return tuple(sorted(onward, key=lambda step: step.iri))


def find_paths(
    network: Network, start: str, end: str, *, limit: int = MAX_PATHS, keep: StepFilter | None = None
) -> Paths:
    """Return the ways from ``start`` to ``end`` that pass nothing twice, the shortest ``limit`` of them.

    ``keep`` is as in :func:`between`. The search ends after ``MAX_WORK``, too, never before the first way.
    """
    steps = {step.iri: step for step in between(network, start, end, keep)}
    if not steps:
        return Paths(start, end, (), tuple(sorted({start, end})), ())
    later: dict[str, list[Step]] = defaultdict(list)
    earlier: dict[str, list[str]] = defaultdict(list)
    for step in steps.values():
        later[step.earlier].append(step)
        earlier[step.later].append(step.earlier)

    def homeward(passed: Collection[str]) -> dict[str, str]:
        """Return what comes next on a shortest way to the end, for each thing from which one leads past none passed."""
        following, reached = {end: end}, [end]
        for node in reached:
            for before in earlier[node]:
                if before not in following and before not in passed:
                    following[before] = node
                    reached.append(before)
        return following

    def rest(node: str, following: dict[str, str]) -> list[str]:
        """Return the things from one to the end, none where no way leads there."""
        found = [node] if node in following else []
        while found and found[-1] != end:
            found.append(following[found[-1]])
        return found

    # Beginnings of ways, each with the length of the shortest way that begins so, its steps and the things passed.
    # Since each of them can be finished, none is followed in vain, however many dead ends there are, and what still
    # waits when the search ends is a way that is not listed.
    waiting: list[tuple[int, tuple[str, ...], tuple[str, ...]]] = [(0, (), (start,))]
    found: list[tuple[Step, ...]] = []
    straight, work = homeward(()), 0
    while waiting and len(found) < limit and (work < MAX_WORK or not found):
        _, way, things = heappop(waiting)
        if things[-1] == end:
            found.append(tuple(steps[iri] for iri in way))
            continue
        passed, around = set(things), None
        for step in later[things[-1]]:
            ahead = rest(step.later, straight)
            work += len(ahead)
            if not passed.isdisjoint(ahead):
                if around is None:
                    around = homeward(passed)
                    work += len(steps)
                ahead = rest(step.later, around)
            if ahead:
                heappush(waiting, (len(way) + len(ahead), (*way, step.iri), (*things, step.later)))
    return Paths(
        start=start,
        end=end,
        paths=tuple(found),
        nodes=_ends(steps.values()),
        steps=tuple(steps.values()),
        cut=bool(waiting),
    )


def ways(network: Network, start: str, end: str, keep: StepFilter | None = None) -> Lineage:
    """Return everything between two things as a lineage whose focus is the earlier of them; at least the two."""
    steps = between(network, start, end, keep)
    kept = {step.iri for step in steps}
    return part(network, _ends(steps) or (start, end), focus=start, keep=lambda step: step.iri in kept)


def _ends(steps: Collection[Step]) -> tuple[str, ...]:
    return tuple(sorted({node for step in steps for node in (step.earlier, step.later)}))
