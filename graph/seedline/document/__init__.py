"""The document of a view: its things, steps, money and evidence, the contract that all doors share."""

from seedline.document.description import Description, describe, description_rdf
from seedline.document.types import Document, schema

__all__ = ["Description", "Document", "describe", "description_rdf", "schema"]
