"""Lineages in the forms that other programs and people read."""

from seedline.export.text import lineage_rows, lineage_text, place_words

__all__ = ["lineage_rows", "lineage_text", "place_words"]
