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
        # A part may say what the whole lineages of the seeds that it shows report, else of those before what it shows.
        every = truth.all
        here = {n for n in truth.nodes if every.kinds.get(n) == "seedProject"}
        before = {n for n in every.upstream(truth.nodes) if every.kinds.get(n) == "seedProject"}
        seeds = sorted(here or before)
        for group in ([[seed] for seed in seeds] + [seeds]) if seeds else ():
            nodes = set(group) | every.upstream(group) | every.downstream(group)
            steps = [s for s in every.steps.values() if {s.earlier, s.later} <= nodes]
            license_sums(Sums(every, nodes, steps, group))
        for c in sums.all.values():
            license_sum([c], c.currency or "")
        dated = [seen.on for step in truth.steps for seen in step.seen] + [c.on for c in sums.all.values()]
        happened = {date for on in dated for date in (on.after, on.before) if date}
        happened |= {c.year for c in sums.all.values() if c.year}
        for said in (*document["carriedOnBy"], *filter(None, (node["policyStage"] for node in document["nodes"]))):
            on = said["on"]
            happened |= {on} if isinstance(on, str) else set((on or {}).values())
        happened |= {node[name] for node in document["nodes"] for name in ("start", "end", "fundingYear") if node[name]}
        happened |= {document["dates"][name] for name in ("collected", "built") if document["dates"][name]}
        happened |= set(re.findall(r"\d{4}(?:-\d\d){0,2}", f"{truth.of.get('select')} {truth.of.get('exclude')}"))
        told = shown_dates(truth, document) | {truth.limits.get(name) or "" for name in ("asOf", "toldBy")}
        counting = truth.world.rules.counts
        # What another amount tells again is in the sum by that.
        here = sums.all.keys() - sums.again.keys() - {c.iri for c in sums.counted}
        uncounted = [c for c in truth.reported if c.status in counting and c.iri in here]
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
