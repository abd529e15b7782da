"""The ways from a seed: how each thing is reached, and which of them a figure never leaves out."""

from __future__ import annotations

from collections import defaultdict, deque

from seedline.document.claims import decide
from seedline.document.types import Document, Step
from seedline.draw.figure.signs import stroke_of, weakest_first


def ways_from(document: Document, iri: str) -> dict[str, tuple[Step, ...]]:
    """Return the steps that lead from one thing to each that it leads to: over the most certain ones, the fewest.

    >>> ways_from(Document(), "x")
    {'x': ()}
    """
    ways: dict[str, tuple[Step, ...]] = {iri: ()}
    queue = deque(ways)
    held = {node.iri for node in document.nodes}
    out: dict[str, list[Step]] = defaultdict(list)
    for step in document.steps:
        out[step.earlier].append(step)
    while queue:
        here = queue.popleft()
        for step in sorted(out[here], key=lambda step: -weakest_first(stroke_of(step.status))):
            if step.later in held and step.later not in ways:
                ways[step.later] = (*ways[here], step)
                queue.append(step.later)
    return ways


def main_path(document: Document) -> tuple[Step, ...]:
    """Return the steps from each seed to what has come furthest of all that followed it, in their order.

    >>> main_path(Document())
    ()
    """
    found: dict[str, Step] = {}
    for told in decide(document).stories:
        ways = ways_from(document, told.seed.iri)
        first = next((one for one in told.followed if one.subject.iri in ways), None)
        if first:
            found |= {step.iri: step for step in (*ways[first.subject.iri], first.step)}
    return tuple(found.values())
