"""The ways from one thing to another, and why a step stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from seedline.errors import NotFound
from seedline.lineage.network import Network, Step
from seedline.lineage.relations import RELATIONS
from seedline.lineage.trace import Lineage, StepFilter, part

MAX_PATHS = 1000


@dataclass(frozen=True, slots=True)
class Paths:
    """All ways from an earlier thing to a later one, shortest first.

    ``nodes`` and ``steps`` are everything between the two, also where ``cut`` says that not every way is listed.
    """

    start: str
    end: str
    paths: tuple[tuple[Step, ...], ...]
    nodes: tuple[str, ...]
    steps: tuple[Step, ...]
    cut: bool = False


def find_paths(
    network: Network, start: str, end: str, *, limit: int = MAX_PATHS, keep: StepFilter | None = None
) -> Paths:
    """Return every way from ``start`` to ``end`` along steps that join lineages, without going round a cycle.

    ``keep`` may leave steps out, by status, relation or the like.

    Raises:
        NotFound: no way leads from the one to the other.

    """
    import networkx as nx

    def follow(node: str, *, back: bool) -> Iterator[Step]:
        """Yield the steps of a way before or after a node; a way may end at a shared instrument, never lead through."""
        for step in (network.earlier if back else network.later).get(node, ()):
            other = step.earlier if back else step.later
            joins = step.relation in RELATIONS and RELATIONS[step.relation].backward
            if joins and (keep is None or keep(step)) and (other in (start, end) or not network.is_shared(other)):
                yield step

    def closure(node: str, *, back: bool) -> set[str]:
        reached, stack = {node}, [node]
        while stack:
            fresh = {step.earlier if back else step.later for step in follow(stack.pop(), back=back)} - reached
            reached |= fresh
            stack.extend(fresh)
        return reached

    between = closure(start, back=False) & closure(end, back=True)
    if start == end or not {start, end} <= between:
        raise NotFound(f"no way leads from <{start}> to <{end}>")
    inside = nx.MultiDiGraph()
    inside.add_nodes_from(sorted(between))
    for step in sorted((s for node in between for s in follow(node, back=False)), key=lambda step: step.iri):
        if step.later in between:
            inside.add_edge(step.earlier, step.later, key=step.iri)
    found: list[tuple[Step, ...]] = []
    # One more than the limit is looked for, so that a cut is known and said.
    for edges in islice(nx.all_simple_edge_paths(inside, start, end), limit + 1):
        found.append(tuple(network.steps[key] for _, _, key in edges))
    steps = sorted({key for _, _, key in inside.edges(keys=True)})
    ordered = sorted(found, key=lambda path: (len(path), [step.iri for step in path]))[:limit]
    return Paths(
        start=start,
        end=end,
        paths=tuple(ordered),
        nodes=tuple(sorted(between)),
        steps=tuple(network.steps[iri] for iri in steps),
        cut=len(found) > limit,
    )


def ways(network: Network, start: str, end: str, keep: StepFilter | None = None) -> Lineage:
    """Return everything between two things as a lineage whose focus is the earlier of them.

    Raises:
        NotFound: no way leads from the one to the other.

    """
    found = find_paths(network, start, end, limit=1, keep=keep)
    kept = {step.iri for step in found.steps}
    return part(network, found.nodes, focus=start, keep=lambda step: step.iri in kept)
