"""What came before, what followed, by which step, with whose money."""

from seedline.lineage.contract import schema
from seedline.lineage.description import Description, describe, description_rdf
from seedline.lineage.money import Total, totals
from seedline.lineage.network import Commitment, Network, Step
from seedline.lineage.overview import Overview, Together
from seedline.lineage.paths import Paths, find_paths
from seedline.lineage.relations import RELATIONS, Relation
from seedline.lineage.selection import select
from seedline.lineage.trace import STAGES, Lineage, component, expand, part, step_filter, trace
from seedline.lineage.tracer import Tracer

__all__ = [
    "RELATIONS",
    "STAGES",
    "Commitment",
    "Description",
    "Lineage",
    "Network",
    "Overview",
    "Paths",
    "Relation",
    "Step",
    "Together",
    "Total",
    "Tracer",
    "component",
    "describe",
    "description_rdf",
    "expand",
    "find_paths",
    "part",
    "schema",
    "select",
    "step_filter",
    "totals",
    "trace",
]
