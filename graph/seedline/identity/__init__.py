"""Which records are of one thing, by the rule of official codes or by judgement; and what may have followed what."""

from seedline.identity.bodies import doubtful_bodies
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
from seedline.identity.reports import reports_of
from seedline.identity.resemblance import (
    COMPARED,
    Candidate,
    accepted,
    keep_candidates,
    kept_candidates,
    open_candidates,
)
from seedline.identity.standing import standing_quads
from seedline.identity.statements import record_quads

__all__ = [
    "COMPARED",
    "JUDGEMENTS_SUFFIX",
    "Candidate",
    "Cluster",
    "Judgement",
    "Judgements",
    "Proposal",
    "Resolution",
    "Undone",
    "accepted",
    "decide",
    "doubtful_bodies",
    "keep_candidates",
    "kept_candidates",
    "open_candidates",
    "open_proposals",
    "proposals",
    "read_judgements",
    "record_quads",
    "reports_of",
    "resolve",
    "standing_quads",
    "undo",
]
