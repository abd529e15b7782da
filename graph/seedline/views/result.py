"""What a selection names as rows and columns: counts, sums and a page of things, at any size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np

from seedline.columns.choosing import Rows, kinds_counted
from seedline.columns.sums import Adder, MoneyOf
from seedline.i18n.words import plain
from seedline.views.evaluation import choose
from seedline.views.tracer import Tracer
from seedline.vocabulary import KINDS

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that is chosen, as a list shows it."""

    iri: str
    id: str
    label: str
    kind: str


@dataclass(frozen=True)
class Result:
    """The things that a selection names, as rows of the nodes.

    It says what columns say: how many of which kind, the steps between them by status, and the money of the seeds among
    them. A document, with every thing and its evidence, is made of a few thousand things at most.
    """

    tracer: Tracer
    rows: Rows

    @classmethod
    def of(cls, tracer: Tracer, select: str, exclude: str | None = None) -> Result:
        """Return what a selection names.

        Raises:
            SelectorError: it cannot be understood, or names what is not known here.

        """
        return cls(tracer, choose(tracer, select, exclude))

    def __len__(self) -> int:
        return len(self.rows)

    def things(self, start: int = 0, count: int | None = None) -> Iterator[Thing]:
        """Yield the things by IRI, or some of them in this order."""
        network, read = self.tracer.network, self.tracer.details
        for row in self.rows[start : None if count is None else start + count].tolist():
            iri = network.iri(row)
            yield Thing(iri, read.id(iri), read.label(iri), network.kind_of(row) or "")

    @cached_property
    def kinds(self) -> dict[str, int]:
        """Return how many things there are of each kind."""
        return kinds_counted(self.tracer.network, self.rows)

    @cached_property
    def seeds(self) -> Rows:
        """Return the rows of the seeds among the things."""
        kinds = self.tracer.network.columns["node.kind"]
        seeds: Rows = self.rows[kinds[self.rows] == KINDS["seedProject"].number]
        return seeds

    @cached_property
    def statuses(self) -> dict[str, int]:
        """Return how many steps between the things have each latest status."""
        network = self.tracer.network
        inside = np.zeros(network.size, bool)
        inside[self.rows] = True
        between = inside[network.columns["step.earlier"]] & inside[network.columns["step.later"]]
        if network.whole:
            numbers = network.columns["step.status"][between].tolist()
            return dict(Counter(network.token_of(n) if n >= 0 else "notStated" for n in numbers))
        steps = (network.steps.of_row(row) for row in np.flatnonzero(between).tolist())  # type: ignore[attr-defined]
        return dict(Counter(step.status for step in steps if step))

    @cached_property
    def money(self) -> list[MoneyOf]:
        """Return the money of the seeds, and of what followed them among the things, by currency."""
        return self.tracer.sums.together(self.seeds.tolist(), set(self.rows.tolist()))

    @cached_property
    def shared(self) -> int:
        """Return how many of the commitments that followed among the things follow several of the seeds."""
        return self.tracer.sums.shared(self.seeds.tolist(), set(self.rows.tolist()))

    @cached_property
    def whole_lineages(self) -> list[MoneyOf]:
        """Return the money of the seeds, and of all that followed them, by currency: whatever date is asked for."""
        return Adder(self.tracer.network.undated).together(self.seeds.tolist())

    def json(self, start: int, count: int) -> Json:
        """Return the counts and sums with at most ``count`` of the things, from ``start`` on."""
        return {
            "total": len(self),
            "start": start,
            "nodes": [{"iri": t.iri, "id": t.id, "label": t.label, "kind": t.kind} for t in self.things(start, count)],
            "kinds": self.kinds,
            "stepsByStatus": self.statuses,
            "money": [_money(money) for money in self.money],
            "sharedFollowOn": self.shared,
            "wholeLineages": [_money(money) for money in self.whole_lineages],
        }


def _money(money: MoneyOf) -> Json:
    def sum_of(amount: Decimal | None, bound: str) -> Json:
        return {"amount": None if amount is None else plain(amount), "bound": bound}

    return {
        "currency": money.currency,
        "seed": sum_of(money.given, money.given_bound),
        "followOn": sum_of(money.follow_on, money.bound),
    }
