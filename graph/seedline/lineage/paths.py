"""The ways from one thing to another, and why a step stands."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from seedline.errors import NotFound
from seedline.lineage.network import Network, Step
from seedline.lineage.relations import RELATIONS

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


def find_paths(network: Network, start: str, end: str, *, limit: int = MAX_PATHS) -> Paths:
    """Return every way from ``start`` to ``end`` along steps that join lineages, without going round a cycle.

    Raises:
        NotFound: no way leads from the one to the other.

    """
    import networkx as nx

    graph = nx.MultiDiGraph()
    graph.add_nodes_from((start, end))
    for step in sorted(network.steps.values(), key=lambda step: step.iri):
        joins = step.relation in RELATIONS and RELATIONS[step.relation].backward
        # A way may begin or end at a shared instrument, and never leads through one.
        inner = {step.earlier, step.later} - {start, end}
        if joins and not any(network.is_shared(node) for node in inner):
            graph.add_edge(step.earlier, step.later, key=step.iri)
    between = ({start} | nx.descendants(graph, start)) & ({end} | nx.ancestors(graph, end))
    if start == end or not {start, end} <= between:
        raise NotFound(f"no way leads from <{start}> to <{end}>")
    inside = graph.subgraph(between)
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
