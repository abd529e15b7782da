"""Where things stand: Graphviz orders the boxes of each column and gives them heights to stand at.

Graphviz sees opaque names and sizes only, never a label or an address: it reads ``<…>`` as markup and passes
``javascript:`` on. Columns, curves and text are ours.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

# Graphviz keeps state in globals, and silencing it swaps the process's stderr.
_ONE_AT_A_TIME = Lock()
_THIN = 12.0
_GRAPH, _NODE, _EDGE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Box:
    """Something with a height that stands in a column; columns count from 0, left to right."""

    id: str
    column: int
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two boxes of different columns, with room for a label beside the head."""

    id: str
    tail: str
    head: str
    label: float = 0.0


@dataclass(frozen=True, slots=True)
class Graph:
    """What is to be placed; ids are ours and opaque."""

    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    gap: float = 22.0


@dataclass(frozen=True, slots=True)
class Positions:
    """Heights, downward from 0, at the middle of what stands there.

    ``bends`` gives for each link the (lane, height) that it passes between its ends; lane 2c is column c, lane
    2c+1 the gap after it. ``labels`` names the lane that holds a link's label.
    """

    boxes: dict[str, float]
    bends: dict[str, tuple[tuple[int, float], ...]]
    labels: dict[str, int]
    height: float


def layout(graph: Graph) -> Positions:
    """Return where the boxes of a graph stand and where its links pass, the same for the same graph.

    >>> boxes = (Box("a", 0, 40), Box("b", 1, 40), Box("c", 1, 40))
    >>> placed = layout(Graph(boxes, (Link("x", "a", "b"), Link("y", "a", "c"))))
    >>> placed.boxes["b"] < placed.boxes["a"] < placed.boxes["c"]
    True
    """
    if not graph.boxes:
        return Positions({}, {}, {}, 0.0)
    columns = {box.id: box.column for box in graph.boxes}
    lanes: list[list[tuple[str, float]]] = [[] for _ in range(2 * max(columns.values()) + 1)]
    for box in graph.boxes:
        lanes[2 * box.column].append((box.id, box.height))
    arcs: list[tuple[str, str, int]] = []
    passes: dict[str, list[tuple[int, str]]] = {}
    labels: dict[str, int] = {}
    for number, link in enumerate(graph.links):
        first, last = sorted((2 * columns[link.tail], 2 * columns[link.head]))
        left = link.tail if 2 * columns[link.tail] == first else link.head
        right = link.head if left == link.tail else link.tail
        # The label stands beside the head, whichever way the arrow points.
        labels[link.id] = last - 1 if right == link.head else first + 1
        before = left
        for lane in range(first + 1, last):
            name = f"l{number}x{lane}"
            lanes[lane].append((name, link.label if lane == labels[link.id] and link.label else _THIN))
            passes.setdefault(link.id, []).append((lane, name))
            arcs.append((before, name, 2 if before == left else 8))
            before = name
        arcs.append((before, right, 2))
    heights = _place(lanes, arcs, graph.gap)
    top = min(heights[name] - size / 2 for lane in lanes for name, size in lane)
    bottom = max(heights[name] + size / 2 for lane in lanes for name, size in lane)
    return Positions(
        boxes={box.id: heights[box.id] - top for box in graph.boxes},
        bends={
            link.id: tuple((lane, heights[name] - top) for lane, name in passes.get(link.id, ()))
            for link in graph.links
        },
        labels=labels,
        height=bottom - top,
    )


def _place(lanes: list[list[tuple[str, float]]], arcs: list[tuple[str, str, int]], gap: float) -> dict[str, float]:
    """Return the height of every name, as dot places them on the ranks that the lanes are."""
    from pygraphviz import graphviz as gv

    # The library's own thin layer over Graphviz' C functions: its objects for each node take longer than the layout.
    with _ONE_AT_A_TIME, _quiet():
        root = gv.agraphnew(b"", True, True)
        context = gv.gvContextWithBuiltins()
        try:
            # "nodesep" is in inches, positions in points of which we make pixels.
            of_graph = {"rankdir": "LR", "nodesep": f"{gap / 72:.4f}", "ranksep": "0.5", "splines": "false"}
            of_node = {"shape": "box", "fixedsize": "true", "label": "", "width": "1", "height": "0.01", "style": ""}
            for kind, values in ((_GRAPH, of_graph), (_NODE, of_node), (_EDGE, {"weight": "1", "style": ""})):
                for key, value in values.items():
                    gv.agattr_label(root, kind, key.encode(), value.encode())
            nodes: dict[str, object] = {}
            before = None
            for rank, lane in enumerate(lanes):
                spine = gv.agnode(root, b"r%d" % rank, 1)
                gv.agset(spine, b"style", b"invis")
                if before is not None:
                    edge = gv.agedge(root, before, spine, None, 1)
                    gv.agset(edge, b"weight", b"0")
                    gv.agset(edge, b"style", b"invis")
                before = spine
                for name, size in lane:
                    # Graphviz gets a number for a name: its own names are opaque to it, ours are not.
                    nodes[name] = node = gv.agnode(root, b"n%d" % len(nodes), 1)
                    gv.agset(node, b"height", f"{size / 72:.4f}".encode())
                same = gv.agsubg(root, b"s%d" % rank, 1)
                gv.agsafeset_label(root, same, b"rank", b"same", b"")
                for node in (spine, *(nodes[name] for name, _ in lane)):
                    gv.agsubnode(same, node, 1)
            known: set[tuple[str, str]] = set()
            for tail, head, weight in arcs:
                if (tail, head) not in known:
                    known.add((tail, head))
                    edge = gv.agedge(root, nodes[tail], nodes[head], None, 1)
                    gv.agset(edge, b"weight", b"%d" % weight)
            gv.gvLayout(context, root, b"dot")
            # Writing is what attaches the positions to the nodes.
            gv.gvRender(context, root, b"dot")
            found = {name: -float(gv.agget(node, b"pos").split(b",")[1]) for name, node in nodes.items()}
            gv.gvFreeLayout(context, root)
        finally:
            gv.agclose(root)
            gv.gvFreeContext(context)
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    """Send what Graphviz writes to stderr nowhere: it warns of sizes that do not matter to us."""
    try:
        kept = os.dup(2)
    except OSError:
        # A service without a stderr has nothing to silence.
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)
