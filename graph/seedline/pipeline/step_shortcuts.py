"""Shortcuts of steps: a property of two things, which says no more than the status of the step between them."""

from __future__ import annotations

from collections.abc import Iterator

from seedline.columns.index import StoredNetwork
from seedline.lineage.graph import Step
from seedline.triples import NamedNode, concept, term
from seedline.vocabulary import RELATIONS, STATUSES

Statements = Iterator[tuple[NamedNode, NamedNode, NamedNode]]


def of_steps(network: StoredNetwork) -> Statements:
    """Yield the latest status of each step, and the shortcuts that it allows."""
    for step in network.all_steps():
        relation = RELATIONS[step.relation]
        yield NamedNode(step.iri), term("sl:latestStatus"), concept("status", step.status)
        if relation.timeless or _came_about(step):
            yield from _joined(step)
        elif relation.prospect and not _told_elsewhere(step, network):
            yield NamedNode(step.earlier), term(f"sl:{relation.prospect}"), NamedNode(step.later)
        if relation.backward and not (network.is_shared(step.earlier) or network.is_shared(step.later)):
            yield NamedNode(step.earlier), term("sl:followedBy"), NamedNode(step.later)


def _joined(step: Step) -> Statements:
    relation = RELATIONS[step.relation]
    earlier, later = NamedNode(step.earlier), NamedNode(step.later)
    if relation.converse:
        yield later, term(f"sl:{relation.token}"), earlier
        yield earlier, term(f"sl:{relation.converse}"), later
        return
    yield earlier, term(f"sl:{relation.token}"), later
    if not relation.directed:
        yield later, term(f"sl:{relation.token}"), earlier


def _came_about(step: Step) -> bool:
    """Return whether a step has happened or is under way."""
    # What was made and given up later was made.
    given_up = step.relation == "produced" and step.status == "discontinued"
    return given_up or STATUSES[step.status].scaled


def _told_elsewhere(step: Step, network: StoredNetwork) -> bool:
    """Return whether another step of this relation, between the same things, has come about."""
    beside = (other for other in network.later.get(step.earlier, ()) if other.later == step.later)
    return any(other.relation == step.relation and _came_about(other) for other in beside)
