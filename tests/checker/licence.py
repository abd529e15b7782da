"""What a text about a document may say: its amounts with their bounds and states, its dates by clock, its names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from tests.checker.claims import shown_dates
from tests.checker.triples import full
from tests.checker.truth import Sums, Truth, total
from tests.checker.world import Json, Money, weakest

#: A name in a text becomes one letter of Unicode's private use area.
FIRST = 0xE000
NAME = "[\ue000-\uf8ff]"
SOURCE_CLASS = full("sl:Source")


@dataclass
class Licence:
    """What a text about a document may say."""

    truth: Truth
    amounts: dict[tuple[Decimal, str], set[str]]
    states: set[tuple[Decimal, str, str]]
    told: set[str]
    happened: set[str]
    names: dict[str, str]
    #: Follow-on for what is shown that counts in a whole lineage, and not in this view.
    uncounted: list[Money]

    @classmethod
    def of(cls, truth: Truth, document: Json) -> Licence:
        """Return what the triples license."""
        sums = truth.sums
        amounts: dict[tuple[Decimal, str], set[str]] = {}
        states: set[tuple[Decimal, str, str]] = set()

        def license_sum(money: list[Money], currency: str) -> None:
            if (amount := total(money)) is not None:
                amounts.setdefault((amount, currency), set()).add(weakest(c.bound for c in money))
                if len({c.status for c in money}) == 1:
                    states.add((amount, currency, money[0].status))

        def license_sums(sums: Sums) -> None:
            for currency, (own, counted) in sums.currencies.items():
                for money in (own, counted):
                    license_sum(money, currency)
                for name in ("status", "funder"):
                    for key in {getattr(c, name) for c in counted}:
                        license_sum([c for c in counted if getattr(c, name) == key], currency)

        license_sums(sums)
        for seed in truth.seeds if truth.whole or truth.limits or truth.of["kind"] != "lineage" else ():
            # A part may say what the whole lineage of a seed that it shows reports.
            nodes = {seed} | truth.all.upstream([seed]) | truth.all.downstream([seed])
            steps = [s for s in truth.all.steps.values() if {s.earlier, s.later} <= nodes]
            license_sums(Sums(truth.all, nodes, steps, [seed]))
        for c in sums.all.values():
            license_sum([c], c.currency or "")
        happened = {seen.as_of for step in truth.steps for seen in step.seen if seen.status == "launched"}
        happened |= {d for c in sums.all.values() for d in (c.decided, c.year) if d}
        happened |= {node[name] for node in document["nodes"] for name in ("start", "end", "fundingYear") if node[name]}
        happened |= {document["dates"][name] for name in ("collected", "built") if document["dates"][name]}
        happened |= set(re.findall(r"\d{4}(?:-\d\d){0,2}", f"{truth.of.get('select')} {truth.of.get('exclude')}"))
        told = shown_dates(truth, document) | {truth.limits.get("asOf") or ""}
        counting = truth.world.rules.counts
        uncounted = [c for c in truth.reported if c.status in counting and c.iri in sums.all and c not in sums.counted]
        return cls(truth, amounts, states, told - {""}, happened, names(truth, document), uncounted)


def names(truth: Truth, document: Json) -> dict[str, str]:
    """Return every name that a text about a document may use, with what it names; in the order of their length."""
    get = truth.world.triples
    things = {node["iri"] for node in document["nodes"]}
    things |= {other["iri"] for name in ("next", "previous") for other in document["omitted"][name]}
    things |= {c.funder for c in truth.sums.all.values() if c.funder}
    things |= {carrier["agent"] for carrier in document["carriedOnBy"] if carrier["agent"]}
    things |= get.pointing("rdf:type", SOURCE_CLASS)
    found = {label: iri for iri in sorted(things) if (label := get.label(iri))}
    return {label: found[label] for label in sorted(found, key=len, reverse=True)}
