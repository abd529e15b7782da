"""Lineage documents for drawing tests: the frozen one, and any that a test makes up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BASE = "https://w3id.org/seedline/id/"
Json = dict[str, Any]


def ct0921() -> Json:
    """Return the frozen CT.0921, written by hand."""
    read: Json = json.loads((HERE / "fixture_ct0921.json").read_text(encoding="utf-8"))
    return read


def node(key: str, stage: str = "produced", kind: str = "product", **more: Any) -> Json:
    """Return a node of the contract's shape."""
    values: Json = {
        "iri": BASE + key, "id": key, "kind": kind, "productKind": None, "label": key, "stage": stage, "start": None,
        "end": None, "codes": [], "countries": [], "alignments": [], "summary": None, "sources": [],
    }  # fmt: skip
    return {**values, **more}


def edge(key: str, earlier: str, later: str, relation: str = "produced", **more: Any) -> Json:
    """Return an edge of the contract's shape."""
    values: Json = {
        "iri": f"{BASE}step/{key}", "from": BASE + earlier, "to": BASE + later, "relation": relation,
        "contribution": "notStated", "status": "notStated", "statusAsOf": None, "basis": "stated", "assertedBy": "fund",
        "dimensions": [], "date": None, "commitments": [], "summary": None, "evidence": [],
    }  # fmt: skip
    return {**values, **more}


def commitment(key: str, recipient: str, amount: str | None, **more: Any) -> Json:
    """Return a commitment of the contract's shape."""
    values: Json = {
        "iri": f"{BASE}commitment/{key}", "funder": BASE + "funder", "funderLabel": "A funder", "funderAsStated": None,
        "recipient": BASE + recipient, "amount": amount, "currency": "USD", "bound": "exact", "status": "secured",
        "sourceType": "bilateral", "asOf": None, "evidence": [],
    }  # fmt: skip
    return {**values, **more}


def money(currency: str = "USD", **more: Any) -> Json:
    """Return the money of one currency in the contract's shape."""
    values: Json = {
        "currency": currency, "seed": {"amount": None, "bound": "exact"},
        "followOn": {"amount": None, "bound": "exact", "byStatus": {}}, "leverage": None, "leverageReason": None,
        "byFunder": [], "seeds": [], "commitments": [], "leftOut": [],
    }  # fmt: skip
    return {**values, **more}


def document(nodes: list[Json], edges: list[Json], **more: Any) -> Json:
    """Return a document around nodes and edges, the first node its focus."""
    values: Json = {
        "focus": nodes[0]["iri"] if nodes else "", "version": "TEST",
        "dates": {"factsAsOf": "2021-10", "collected": "2026-11-20", "built": "2026-11-20"}, "summary": "A test.",
        "nodes": nodes, "edges": edges, "money": [], "carriedOnBy": [],
        "omitted": {"nodes": 0, "edges": 0, "reason": None, "next": []},
    }  # fmt: skip
    return {**values, **more}
