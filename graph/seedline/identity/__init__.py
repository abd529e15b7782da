"""Which records are of one thing: by the rule of official codes, by judgement, and by nothing else."""

from seedline.identity.candidates import Proposal, open_proposals, proposals
from seedline.identity.clusters import Cluster, Resolution, resolve
from seedline.identity.judgements import (
    JUDGEMENTS_SUFFIX,
    Judgement,
    Judgements,
    Undone,
    decide,
    read_judgements,
    undo,
)
from seedline.identity.statements import record_quads

__all__ = [
    "JUDGEMENTS_SUFFIX",
    "Cluster",
    "Judgement",
    "Judgements",
    "Proposal",
    "Resolution",
    "Undone",
    "decide",
    "open_proposals",
    "proposals",
    "read_judgements",
    "record_quads",
    "resolve",
    "undo",
]
