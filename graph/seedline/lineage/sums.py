"""Follow-on money added up over the columns: amounts alone, without an object for every step and commitment.

The rules are those of :mod:`seedline.lineage.money`, which also keeps what was counted, what was left out and why;
a test holds the sums of both, and those of plain Python over SPARQL's rows, equal for every seed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from functools import cache, lru_cache
from heapq import nsmallest

from seedline.lineage.money import ratio_of, weakest
from seedline.lineage.relations import COUNTED_STATUSES
from seedline.lineage.stored import SeedTotal, StoredNetwork
from seedline.triples import concept


class Adder:
    """Adds up the follow-on money of one seed after another, over the columns of a network."""

    def __init__(self, network: StoredNetwork) -> None:
        def numbers(texts: Iterable[str]) -> set[int]:
            # What the snapshot never says has no number: it must not be taken for a field that is empty, -1.
            return {network.texts.find(text) for text in texts} - {-1}

        self._network = network
        self._column = {
            name.removeprefix("given."): network.column(name) for name in network.columns if "given." in name
        }
        self._counted = numbers(concept("commitment-status", status).value for status in COUNTED_STATUSES)
        self._seed, self._in_kind = (numbers([concept("source-type", name).value]) for name in ("seed", "inKind"))
        self._true = numbers(("true", "1"))
        self._and_above = cache(lambda funder: frozenset(network.numbers_above(funder)))
        self._amount = lru_cache(100_000)(lambda number: Decimal(network.texts[number]))

    def follow_on(self, seed: str) -> list[SeedTotal]:
        """Return the follow-on money of a seed, by currency, its own first, then in the order of their codes."""
        network, column = self._network, self._column
        row = network.node_row(seed)
        if row < 0:
            return []
        own = [given for given in network.given_to(row) if column["source_type"][given] in self._seed]
        funds = {column["funder"][given] for given in own} - {-1}
        reached = network.rows_reached([row], back=False) - {row}
        near = [given for node in reached for given in network.given_to(node)]
        late = column["later_value_of"]
        replaced = self._replaced(near) if any(late[given] >= 0 for given in near) else ()
        found: dict[int, list[int]] = {}
        for given in near:
            if given not in replaced and self._counts(given, funds):
                found.setdefault(column["currency"][given], []).append(given)
        totals = [self._total(seed, currency, counted, own) for currency, counted in found.items()]
        first = {network.token_of(currency) for currency in {column["currency"][given] for given in own} - {-1}}
        return sorted(totals, key=lambda total: (total.currency not in first, total.currency))

    def largest(self, seeds: Iterable[str], currency: str, count: int) -> list[SeedTotal]:
        """Return those of some seeds with the most follow-on money in a currency, the largest first."""
        found = (total for seed in seeds for total in self.follow_on(seed) if total.currency == currency)
        return nsmallest(count, found, key=lambda total: (-total.follow_on, total.seed))

    def _counts(self, given: int, funds: set[int]) -> bool:
        column = self._column
        at = column["other.at"]
        return (
            column["status"][given] in self._counted
            and column["amount"][given] >= 0
            and column["currency"][given] >= 0
            and column["source_type"][given] not in self._in_kind
            and column["co_finance"][given] not in self._true
            and at[given] == at[given + 1]
            and (column["funder"][given] < 0 or funds.isdisjoint(self._and_above(column["funder"][given])))
        )

    def _replaced(self, near: Collection[int]) -> set[int]:
        """Return the commitments of which these hold a later value, at whatever remove."""
        iri, late = self._column["iri"], self._column["later_value_of"]
        by_iri = {iri[given]: given for given in near}
        found: set[int] = set()
        for given in near:
            seen = {iri[given]}
            older = late[given]
            while older in by_iri and older not in seen:
                seen.add(older)
                found.add(by_iri[older])
                older = late[by_iri[older]]
        return found

    def _total(self, seed: str, currency: int, counted: Iterable[int], own: Iterable[int]) -> SeedTotal:
        column, network = self._column, self._network
        follow_on = self._sum(counted)
        bound = weakest(network.bound_of(given) for given in counted)
        same = [given for given in own if column["currency"][given] == currency and column["amount"][given] >= 0]
        given = self._sum(same) if same else None
        code = network.token_of(currency)
        return SeedTotal(seed, code, follow_on, bound, given, ratio_of(given, follow_on, bound)[0])

    def _sum(self, commitments: Iterable[int]) -> Decimal:
        amount = self._column["amount"]
        return sum((self._amount(amount[given]) for given in commitments), Decimal(0))
