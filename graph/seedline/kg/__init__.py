"""What people take away: a snapshot and its lineages as networkx, pandas and rdflib objects, and in a notebook."""

from seedline.kg.knowledge import KnowledgeGraph, LineageView, open_graph

__all__ = ["KnowledgeGraph", "LineageView", "open_graph"]
