"""The closed lists: one row per token with all that follows from it.

Each module has a row type and a table, token → row, in the order that the list has. Lists whose tokens have no
properties are types alone (:mod:`seedline.vocabulary.tokens`). A test walks every table against the SKOS schemes, the
schemas, the shapes, the selection grammar, the catalogue of words and the documentation.
"""

from seedline.vocabulary.basis import BASES, Basis
from seedline.vocabulary.bound import BOUNDS, Bound, weakest
from seedline.vocabulary.kind import KINDS, Kind
from seedline.vocabulary.mood import MOODS, Mood
from seedline.vocabulary.reason import REASONS, Reason
from seedline.vocabulary.relation import RELATIONS, Relation
from seedline.vocabulary.stage import STAGES, Stage
from seedline.vocabulary.status import (
    COMMITMENT_STATUSES,
    POLICY_STAGES,
    STATUSES,
    CommitmentStatus,
    PolicyStage,
    Status,
)
from seedline.vocabulary.voice import VOICES, Voice

__all__ = [
    "BASES",
    "BOUNDS",
    "COMMITMENT_STATUSES",
    "KINDS",
    "MOODS",
    "POLICY_STAGES",
    "REASONS",
    "RELATIONS",
    "STAGES",
    "STATUSES",
    "VOICES",
    "Basis",
    "Bound",
    "CommitmentStatus",
    "Kind",
    "Mood",
    "PolicyStage",
    "Reason",
    "Relation",
    "Stage",
    "Status",
    "Voice",
    "weakest",
]
