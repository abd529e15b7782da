"""Which records are of one thing: by the rule of official codes, by judgement, and by nothing else."""

from seedline.identity.clusters import Cluster, Resolution, resolve
from seedline.identity.judgements import JUDGEMENTS_SUFFIX, Judgement, Judgements, read_judgements
from seedline.identity.statements import record_quads

__all__ = [
    "JUDGEMENTS_SUFFIX",
    "Cluster",
    "Judgement",
    "Judgements",
    "Resolution",
    "read_judgements",
    "record_quads",
    "resolve",
]
