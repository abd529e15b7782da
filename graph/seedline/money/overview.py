"""Several lineages side by side: what the start page says of all seeds together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from seedline.i18n.words import plain
from seedline.lineage.graph import Commitment, Network
from seedline.money.totals import Total, repeated
from seedline.vocabulary import weakest

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Overview:
    """Seeds and their follow-on, per currency; a commitment that two lineages share is there once."""

    seeds: int
    with_follow_on: int
    #: Seeds of which nobody looked for what followed, and none is known; the others' amounts by currency.
    not_looked_for: int
    looked_for_amounts: dict[str, Decimal]
    seed_amounts: dict[str, Decimal]
    follow_on: dict[str, tuple[Decimal, str]]

    def json(self) -> Json:
        """Return the overview as a snapshot's manifest keeps it."""
        return {
            "seeds": self.seeds,
            "withFollowOn": self.with_follow_on,
            "notLookedFor": self.not_looked_for,
            "lookedForAmounts": {currency: plain(amount) for currency, amount in self.looked_for_amounts.items()},
            "seedAmounts": {currency: plain(amount) for currency, amount in self.seed_amounts.items()},
            "followOn": [
                {"currency": currency, "amount": plain(amount), "bound": bound}
                for currency, (amount, bound) in self.follow_on.items()
            ],
        }

    @classmethod
    def of(cls, kept: Json) -> Overview:
        """Return the overview that a manifest keeps."""
        return cls(
            kept["seeds"],
            kept["withFollowOn"],
            kept["notLookedFor"],
            {currency: Decimal(amount) for currency, amount in kept["lookedForAmounts"].items()},
            {currency: Decimal(amount) for currency, amount in kept["seedAmounts"].items()},
            {entry["currency"]: (Decimal(entry["amount"]), entry["bound"]) for entry in kept["followOn"]},
        )


class Together:
    """The money of several lineages, put together one lineage after another."""

    def __init__(self) -> None:
        self._seeds = self._with_follow_on = self._not_looked_for = 0
        self._looked_for: set[str] = set()
        self._given: dict[str, Commitment] = {}
        self._counted: dict[str, Commitment] = {}

    def add(self, totals: Iterable[Total], *, looked_for: bool = True) -> None:
        """Add the money of a lineage; ``looked_for`` says whether what followed was looked for, or is known."""
        totals = list(totals)
        self._seeds += 1
        self._not_looked_for += not looked_for
        if looked_for:
            self._looked_for |= {c.iri for total in totals for c in total.seeds}
        counted = {c.iri: c for total in totals for c in total.counted}
        self._with_follow_on += bool(counted)
        self._counted |= counted
        self._given |= {c.iri: c for total in totals for c in total.seeds}

    def overview(self, network: Network) -> Overview:
        """Return the sum: amounts and weakest bound per currency.

        Totals of lineages that share a commitment do not add up to this; it is counted once here, and so is money of
        which two lineages hold an earlier and a later value, or two reports.
        """
        given, counted = dict(self._given), dict(self._counted)
        for once in (given, counted):
            for iri in repeated(network, once):
                del once[iri]
        amounts: dict[str, Decimal] = defaultdict(Decimal)
        looked: dict[str, Decimal] = defaultdict(Decimal)
        for c in given.values():
            amounts[c.currency or ""] += c.amount or Decimal(0)
            if c.iri in self._looked_for:
                looked[c.currency or ""] += c.amount or Decimal(0)
        found: dict[str, list[Commitment]] = defaultdict(list)
        for c in counted.values():
            found[c.currency or ""].append(c)
        follow_on = {
            currency: (sum((c.amount or Decimal(0) for c in parts), Decimal(0)), weakest(c.bound for c in parts))
            for currency, parts in found.items()
        }
        # The seeds' own currency comes first.
        order = sorted(follow_on, key=lambda currency: (currency not in amounts, currency))
        return Overview(
            self._seeds,
            self._with_follow_on,
            self._not_looked_for,
            dict(sorted(looked.items())),
            dict(sorted(amounts.items())),
            {c: follow_on[c] for c in order},
        )
