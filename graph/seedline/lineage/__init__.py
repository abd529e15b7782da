"""What came before and what followed, by which step: the graph, how it is followed, chosen from and timed."""

from seedline.lineage.graph import Commitment, Network, Step
from seedline.lineage.paths import Paths, find_paths
from seedline.lineage.selection import parse
from seedline.lineage.traversal import Lineage, component, expand, part, step_filter, trace

__all__ = [
    "Commitment",
    "Lineage",
    "Network",
    "Paths",
    "Step",
    "component",
    "expand",
    "find_paths",
    "parse",
    "part",
    "step_filter",
    "trace",
]
