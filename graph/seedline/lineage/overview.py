"""Several lineages side by side: what the start page says of all seeds together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from seedline.lineage.money import Total, repeated, weakest
from seedline.lineage.network import Commitment, Network


@dataclass(frozen=True, slots=True)
class Overview:
    """Seeds and their follow-on, per currency; a commitment that two lineages share is there once."""

    seeds: int
    with_follow_on: int
    seed_amounts: dict[str, Decimal]
    follow_on: dict[str, tuple[Decimal, str]]


def overview(network: Network, lineages: Iterable[tuple[Total, ...]]) -> Overview:
    """Return the sum over the money of several lineages: amounts and weakest bound per currency.

    Totals of lineages that share a commitment do not add up to this; it is counted once here, and so is money of which
    two lineages hold an earlier and a later value, or two reports.
    """
    seeds = with_follow_on = 0
    given: dict[str, Commitment] = {}
    counted: dict[str, Commitment] = {}
    for totals in lineages:
        seeds += 1
        with_follow_on += any(total.follow_on is not None for total in totals)
        for total in totals:
            given |= {c.iri: c for c in total.seeds}
            counted |= {c.iri: c for c in total.counted}
    for once in (given, counted):
        for iri in repeated(network, once):
            del once[iri]
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for c in given.values():
        amounts[c.currency or ""] += c.amount or Decimal(0)
    found: dict[str, list[Commitment]] = defaultdict(list)
    for c in counted.values():
        found[c.currency or ""].append(c)
    follow_on = {
        currency: (sum((c.amount or Decimal(0) for c in parts), Decimal(0)), weakest(c.bound for c in parts))
        for currency, parts in found.items()
    }
    # The seeds' own currency comes first.
    order = sorted(follow_on, key=lambda currency: (currency not in amounts, currency))
    return Overview(seeds, with_follow_on, dict(sorted(amounts.items())), {c: follow_on[c] for c in order})
