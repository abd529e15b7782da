"""Commitments and totals as they stand in a document."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from seedline.document.details import Details
from seedline.document.types import Commitment, FollowOn, FunderSum, LeftOut, Money, On, Range, Sum
from seedline.i18n import words
from seedline.i18n.words import plain
from seedline.lineage import graph
from seedline.model.clocks import When
from seedline.money.totals import Total
from seedline.vocabulary import COMMITMENT_STATUSES


def commitment(c: graph.Commitment, read: Details) -> Commitment:
    """Return a commitment with who, how much, of when, and where it says so."""
    return Commitment(
        iri=c.iri,
        funder=c.funder,
        funder_label=read.label(c.funder) if c.funder else None,
        funder_as_stated=read.text(c.iri, "sl:funderAsStated"),
        recipient=c.recipient,
        recipient_label=read.label(c.recipient),
        amount=_text(c.amount),
        currency=c.currency,
        bound=c.bound if c.amount is not None else None,
        status=c.status,
        source_type=c.source_type,
        as_of=c.as_of,
        on=happened(c.on),
        undated=c.undated,
        decided_on=c.on.date if c.on and COMMITMENT_STATUSES[c.status].mood == "agreed" else None,
        funding_year=c.year,
        duration=read.value(c.iri, "sl:duration"),
        purpose=read.text(c.iri, "sl:purpose"),
        voice=read.token(c.iri, "sl:assertedBy"),
        summary=read.text(c.iri, "sl:summary"),
        evidence=read.evidence(c.iri),
    )


def happened(on: When | None) -> On | None:
    """Return when something happened as a document says it: a date, or its bounds."""
    return (on.date or Range(on.after, on.before)) if on else None


def money(total: Total, read: Details, named: Mapping[str, str]) -> Money:
    """Return the money of a lineage in one currency; ``named`` are the amounts that reasons point to, in English."""
    return Money(
        currency=total.currency or None,
        seed=Sum(_text(total.seed), total.seed_bound),
        follow_on=FollowOn(
            _text(total.follow_on),
            total.bound,
            {status: plain(amount) for status, amount in total.by_status.items()},
            total.status_bounds,
        ),
        ratio=total.ratio,
        ratio_reason=str(why) if (why := total.ratio_reason) else None,
        ratio_reason_code=why.code if why else None,
        ratio_reason_parameters=dict(why.parameters) if why else {},
        by_funder=tuple(
            FunderSum(
                funder or None, read.label(funder) if funder else None, plain(amount), total.funder_bounds[funder]
            )
            for funder, amount in total.by_funder.items()
        ),
        seeds=tuple(commitment(c, read) for c in total.seeds),
        commitments=tuple(commitment(c, read) for c in total.counted),
        left_out=tuple(
            LeftOut(
                out.commitment.iri,
                out.reason.told(words("en"), named),
                commitment(out.commitment, read),
                out.reason.code,
                dict(out.reason.parameters),
            )
            for out in total.left_out
        ),
    )


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else plain(amount)
