"""The closed lists: every token with what follows from it."""

from seedline.vocabulary.relations import RELATIONS, Relation

__all__ = ["RELATIONS", "Relation"]
