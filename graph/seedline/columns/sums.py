"""Follow-on money added up over the columns: amounts alone, without an object for every step and commitment.

The rules are those of :mod:`seedline.money.totals`, which also keeps what was counted, what was left out and why;
a test holds the sums of both, and those of plain Python over SPARQL's rows, equal for every seed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from heapq import nsmallest

from seedline.columns.builder import TRUE
from seedline.columns.index import SeedTotal, StoredNetwork
from seedline.model.dates import end_of
from seedline.money.repeats import repeats
from seedline.money.totals import ratio_of
from seedline.triples import concept
from seedline.vocabulary import weakest
from seedline.vocabulary.status import COUNTED_STATUSES


@dataclass(frozen=True, slots=True)
class MoneyOf:
    """What several seeds were given in one currency, and what followed them, each with its weakest bound."""

    currency: str
    given: Decimal | None
    given_bound: str
    follow_on: Decimal | None
    bound: str


_SEVERAL = -1
"""In place of a seed's row: several of them."""


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
        self._unsaid = numbers([concept("commitment-status", "notStated").value]) | {-1}
        self._seed, self._in_kind = (numbers([concept("source-type", name).value]) for name in ("seed", "inKind"))
        self._true = numbers(TRUE)
        self._drafts = {network.node_row(draft) for draft in network.drafts}
        self._end_of = cache(lambda number: end_of(network.texts[number] if number >= 0 else "0000"))
        self._amount = lru_cache(100_000)(lambda number: Decimal(network.texts[number]))

    def follow_on(self, seed: str) -> list[SeedTotal]:
        """Return the follow-on money of a seed, by currency, its own first, then in the order of their codes."""
        network, column = self._network, self._column
        row = network.node_row(seed)
        if row < 0 or row in self._drafts:
            return []
        own = [given for given in network.given_to(row) if column["source_type"][given] in self._seed]
        funds = {column["funder"][given] for given in own} - {-1}
        seeds = self._once(own, self._was_given)
        reached = network.rows_reached([row], back=False) - {row}
        near = [given for node in reached for given in network.given_to(node)]
        found: dict[int, list[int]] = {}
        for given in self._once(near, lambda given: self._counts(given, funds)):
            found.setdefault(column["currency"][given], []).append(given)
        totals = [self._total(seed, currency, counted, seeds) for currency, counted in found.items()]
        first = {network.token_of(currency) for currency in {column["currency"][given] for given in own} - {-1}}
        return sorted(totals, key=lambda total: (total.currency not in first, total.currency))

    def together(self, seeds: Collection[int], among: Collection[int] | None = None) -> list[MoneyOf]:
        """Return the money of several seeds, given by their rows, by currency: each commitment once.

        ``among`` limits what followed them to some things. The seeds' currencies come first.
        """
        network, column = self._network, self._column
        own, funds = self._own_of(seeds)
        given_once = self._once(own, self._was_given)
        reached = network.rows_reached(self._complete_seeds(seeds), back=False, among=among) - set(seeds)
        counted = self._counted_of(reached, funds)
        currencies: dict[int, tuple[list[int], list[int]]] = {}
        for place, commitments in enumerate((given_once, counted)):
            for given in commitments:
                currencies.setdefault(column["currency"][given], ([], []))[place].append(given)
        made = [
            MoneyOf(network.token_of(currency), *self._stated(mine), *self._stated(followed))
            for currency, (mine, followed) in currencies.items()
            if currency >= 0
        ]
        return sorted(made, key=lambda money: (money.given is None, money.currency))

    def shared(self, seeds: Collection[int], among: Collection[int] | None = None) -> int:
        """Return how many of the commitments that :meth:`together` counts as follow-on follow several of the seeds."""
        network, complete = self._network, self._complete_seeds(seeds)
        first: dict[int, int] = {}
        gone_on: set[int] = set()
        several: set[int] = set()
        # What one seed reaches is gone on from with that seed, and once more when a second one reaches it.
        frontier = [(seed, seed) for seed in complete]
        while frontier:
            node, seed = frontier.pop()
            for later in network.rows_reached([node], back=False, depth=1, among=among):
                known = first.setdefault(later, seed)
                if seed == _SEVERAL or known != seed:
                    if later not in several:
                        several.add(later)
                        frontier.append((later, _SEVERAL))
                elif later not in gone_on:
                    gone_on.add(later)
                    frontier.append((later, seed))
        counted = self._counted_of(set(first) - set(seeds), self._own_of(seeds)[1])
        return sum(self._column["recipient"][given] in several for given in counted)

    def _complete_seeds(self, seeds: Iterable[int]) -> list[int]:
        return [row for row in seeds if row not in self._drafts]

    def _own_of(self, seeds: Iterable[int]) -> tuple[list[int], set[int]]:
        """Return what some seeds were given, and who gave it."""
        network, column = self._network, self._column
        own = [given for row in seeds for given in network.given_to(row) if column["source_type"][given] in self._seed]
        return own, {column["funder"][given] for given in own} - {-1}

    def _counted_of(self, nodes: Iterable[int], funds: set[int]) -> list[int]:
        near = [given for node in nodes for given in self._network.given_to(node)]
        return self._once(near, lambda given: self._counts(given, funds))

    def _stated(self, commitments: Sequence[int]) -> tuple[Decimal | None, str]:
        return self._sum(commitments) if commitments else (None, "exact")

    def largest(self, seeds: Iterable[str], currency: str, count: int) -> list[SeedTotal]:
        """Return those of some seeds with the most follow-on money in a currency, the largest first."""
        found = (total for seed in seeds for total in self.follow_on(seed) if total.currency == currency)
        return nsmallest(count, found, key=lambda total: (-total.follow_on, total.seed))

    def _once(self, commitments: Sequence[int], counts: Callable[[int], bool]) -> list[int]:
        """Return those of some commitments that count, the same money once."""
        iri, late, other = (self._column[name] for name in ("iri", "later_value_of", "other.at"))
        if not any(late[given] >= 0 or other[given] != other[given + 1] for given in commitments):
            return [given for given in commitments if counts(given)]
        row_of = {iri[given]: given for given in commitments}
        network, as_of = self._network, self._column["as_of"]

        def older(number: int) -> int | None:
            row = row_of[number] if number in row_of else network.given_row(number)
            return late[row] if row >= 0 and late[row] >= 0 else None

        again = repeats(
            row_of,
            older=older,
            others=lambda number: network.numbers("given.other", row_of[number]) if number in row_of else (),
            complete=lambda number: self._complete(row_of[number]),
            rank=lambda number: (self._end_of(as_of[row_of[number]]), number),
        )
        return [given for given in commitments if iri[given] not in again and counts(given)]

    def _complete(self, given: int) -> bool:
        column = self._column
        said = column["status"][given] not in self._unsaid
        return said and column["amount"][given] >= 0 and column["currency"][given] >= 0

    def _was_given(self, given: int) -> bool:
        column = self._column
        return column["amount"][given] >= 0 and column["status"][given] in self._counted | self._unsaid

    def _counts(self, given: int, funds: set[int]) -> bool:
        column = self._column
        return (
            column["status"][given] in self._counted
            and column["amount"][given] >= 0
            and column["currency"][given] >= 0
            and column["source_type"][given] not in self._in_kind
            and column["co_finance"][given] not in self._true
            and column["recipient"][given] not in self._drafts
            and funds.isdisjoint(self._network.funders_of(given))
        )

    def _total(self, seed: str, currency: int, counted: Iterable[int], seeds: Iterable[int]) -> SeedTotal:
        network = self._network
        follow_on, bound = self._sum(counted)
        same = [given for given in seeds if self._column["currency"][given] == currency]
        given, given_bound = self._sum(same) if same else (None, "exact")
        code, ratio = network.token_of(currency), ratio_of(given, follow_on, bound, given_bound)[0]
        return SeedTotal(seed, code, follow_on, bound, given, ratio)

    def _sum(self, commitments: Iterable[int]) -> tuple[Decimal, str]:
        amount, bound_of = self._column["amount"], self._network.bound_of
        return (
            sum((self._amount(amount[given]) for given in commitments), Decimal(0)),
            weakest(bound_of(given) for given in commitments),
        )
