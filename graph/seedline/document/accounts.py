"""Commitments and totals as the contract's JSON."""

from __future__ import annotations

from typing import Any

from seedline.document.details import Details
from seedline.i18n.words import plain
from seedline.lineage.graph import Commitment
from seedline.money.totals import LeftOut, Total

Json = dict[str, Any]


def commitment_json(c: Commitment, read: Details) -> Json:
    """Return a commitment with who, how much, of when, and where it says so."""
    return {
        "iri": c.iri,
        "funder": c.funder,
        "funderLabel": read.label(c.funder) if c.funder else None,
        "funderAsStated": read.value(c.iri, "sl:funderAsStated"),
        "recipient": c.recipient,
        "recipientLabel": read.label(c.recipient),
        "amount": plain(c.amount) if c.amount is not None else None,
        "currency": c.currency,
        "bound": c.bound,
        "status": c.status,
        "sourceType": c.source_type,
        "asOf": c.as_of,
        "decidedOn": read.value(c.iri, "sl:decidedOn"),
        "fundingYear": c.year,
        "duration": read.value(c.iri, "sl:duration"),
        "purpose": read.value(c.iri, "sl:purpose"),
        "assertedBy": read.token(c.iri, "sl:assertedBy"),
        "summary": read.value(c.iri, "sl:summary"),
        "evidence": read.evidence(c.iri),
    }


def total_json(total: Total, read: Details) -> Json:
    """Return the money of a lineage in one currency."""
    return {
        "currency": total.currency or None,
        "seed": {"amount": _text(total.seed), "bound": total.seed_bound},
        "followOn": {
            "amount": _text(total.follow_on),
            "bound": total.bound,
            "byStatus": {status: plain(amount) for status, amount in total.by_status.items()},
        },
        "leverage": total.ratio,
        "leverageReason": total.ratio_reason,
        "byFunder": [
            {
                "funder": funder or None,
                "label": read.label(funder) if funder else None,
                "amount": plain(a),
            }
            for funder, a in total.by_funder.items()
        ],
        "seeds": [commitment_json(c, read) for c in total.seeds],
        "commitments": [commitment_json(c, read) for c in total.counted],
        "leftOut": [_left_out(out, read) for out in total.left_out],
    }


def _left_out(out: LeftOut, read: Details) -> Json:
    return {
        "iri": out.commitment.iri,
        "reason": out.reason,
        "commitment": commitment_json(out.commitment, read),
    }


def _text(amount: Any) -> str | None:
    return None if amount is None else plain(amount)
