"""Lineage and money at size."""
