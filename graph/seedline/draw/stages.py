"""Stages as columns: which column each node stands in, and which nodes stand together in one box."""

from __future__ import annotations

from dataclasses import dataclass

from seedline.document.facts import Lineage, Node
from seedline.vocabulary import STAGES

#: A chain within a stage is stacked in one column up to this length; a longer one runs through columns.
STACKED = 3


@dataclass(frozen=True, slots=True)
class Block:
    """Nodes that stand in one column, one above the other, joined by steps that run downward."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage and its columns, each a list of blocks."""

    name: str
    columns: tuple[tuple[Block, ...], ...]


def stages(lineage: Lineage) -> tuple[Stage, ...]:
    """Return the stages that have nodes, left to right."""
    return tuple(
        Stage(name, _columns(members, lineage))
        for name in STAGES
        if (members := [node for node in lineage.nodes if node.stage == name])
    )


def _columns(members: list[Node], lineage: Lineage) -> tuple[tuple[Block, ...], ...]:
    inside = {node.iri for node in members}
    later: dict[str, list[str]] = {node.iri: [] for node in members}
    for step in lineage.steps:
        if {step.earlier, step.later} <= inside:
            later[step.earlier].append(step.later)
    chains = _chains(members, later)
    if chains is not None:
        return (chains,)
    depth = _depths(members, later)
    return tuple(
        tuple(Block((node,)) for node in members if depth[node.iri] == level)
        for level in range(max(depth.values()) + 1)
    )


def _chains(members: list[Node], later: dict[str, list[str]]) -> tuple[Block, ...] | None:
    """Return the members as short chains, or None where their steps branch, turn back or run on."""
    into: dict[str, int] = dict.fromkeys(later, 0)
    for targets in later.values():
        for target in targets:
            into[target] += 1
    if any(len(targets) > 1 for targets in later.values()) or any(count > 1 for count in into.values()):
        return None
    nodes = {node.iri: node for node in members}
    chains: list[Block] = []
    for node in members:
        if into[node.iri]:
            continue
        chain = [node]
        while later[chain[-1].iri]:
            chain.append(nodes[later[chain[-1].iri][0]])
        if len(chain) > STACKED:
            return None
        chains.append(Block(tuple(chain)))
    # In a ring every node has a step into it, so none of them starts a chain.
    return tuple(chains) if sum(len(chain.nodes) for chain in chains) == len(members) else None


def _depths(members: list[Node], later: dict[str, list[str]]) -> dict[str, int]:
    """Return the column of each member: one after its last predecessor; what closes a ring is ignored."""
    order: list[str] = []
    state: dict[str, int] = {}
    ahead: dict[str, list[str]] = {iri: [] for iri in later}
    for node in members:
        if node.iri in state:
            continue
        state[node.iri] = 1
        walk = [(node.iri, iter(later[node.iri]))]
        while walk:
            here, targets = walk[-1]
            target = next(targets, None)
            if target is None:
                state[here] = 2
                order.append(here)
                walk.pop()
            elif state.get(target) != 1:
                ahead[here].append(target)
                if target not in state:
                    state[target] = 1
                    walk.append((target, iter(later[target])))
    depth = dict.fromkeys(later, 0)
    for here in reversed(order):
        for target in ahead[here]:
            depth[target] = max(depth[target], depth[here] + 1)
    return depth
