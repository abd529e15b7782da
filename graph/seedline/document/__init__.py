"""The document of a view: its things, steps, money and evidence, the contract that all doors share."""

from seedline.document.contract import schema
from seedline.document.description import Description, describe, description_rdf

__all__ = ["Description", "describe", "description_rdf", "schema"]
