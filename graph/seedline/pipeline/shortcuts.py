"""Shortcuts that keep plain queries plain: days, months, what a statement is about, its latest status."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from seedline.columns.collector import Collector
from seedline.model.dates import months_of, without_zone
from seedline.triples import Literal, NamedNode, term
from seedline.triples.values import date, integer

Statements = Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]

DATED = (
    *(
        "sl:asOf",
        "sl:started",
        "sl:ended",
        "sl:on",
        "sl:onAfter",
        "sl:onBefore",
        "sl:completedOn",
        "sl:validFrom",
        "sl:validUntil",
    ),
    *("sl:established", "sl:fundingYear"),
)
"""The dates that have a first and a last day beside them, so that a comparison keeps every row."""

ABOUT = (
    ("sl:Commitment", "sl:recipient"),
    ("sl:Step", "sl:from"),
    ("sl:Step", "sl:to"),
    ("sl:FundingRule", "sl:ruleFor"),
)
"""What a statement of a class is about, where the class has a name of its own for it."""

_LATEST = (
    ("sl:Commitment", "sl:commitmentStatus"),
    ("sl:Claim", "sl:status"),
    ("sl:Figure", "sl:status"),
)


def days(seen: Collector) -> Statements:
    """Yield the first and the last day of each date, as days."""
    for curie in DATED:
        first, last = term(f"{curie}FirstDay"), term(f"{curie}LastDay")
        for subject, value in seen.pairs(curie).tolist():
            told = without_zone(seen.texts[value])
            # Another host's file may give a time, or years before 1000 or after 9999: no day is made of those.
            if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?", told):
                continue
            node = NamedNode(seen.texts[subject])
            yield node, first, date((told + "-01-01")[:10] if len(told) == 4 else (told + "-01")[:10])
            yield node, last, date(_last(told))


def months(seen: Collector) -> Statements:
    """Yield each duration of whole years and months as a number of months."""
    for subject, value in seen.pairs("sl:duration").tolist():
        if (count := months_of(seen.texts[value])) is not None:
            yield NamedNode(seen.texts[subject]), term("sl:durationMonths"), integer(count)


def about(seen: Collector) -> Statements:
    """Yield what each statement is about, by the one property that all of them have."""
    for class_, property_ in ABOUT:
        for thing, statement in seen.joined(class_, property_, ""):
            yield NamedNode(statement), term("sl:about"), NamedNode(thing)


def parents(seen: Collector) -> Statements:
    """Yield the plain property of what an organisation is part of, from statements that tell of no end."""
    about, parent, until = (seen.value(curie) for curie in ("sl:about", "sl:parent", "sl:validUntil"))
    for number in seen.of_class("sl:ParentStatement").tolist():
        if min(about[number], parent[number]) >= 0 > until[number]:
            ends = (NamedNode(seen.texts[end[number]]) for end in (about, parent))
            yield next(ends), term("org:subOrganizationOf"), next(ends)


def latest(seen: Collector) -> Statements:
    """Yield the latest status of money, claims, figures and projects, by the one property that steps have too."""
    texts = seen.texts
    for class_, property_ in _LATEST:
        value = seen.value(property_)
        for number in seen.of_class(class_).tolist():
            if value[number] >= 0:
                yield NamedNode(texts[number]), term("sl:latestStatus"), NamedNode(texts[value[number]])
    for subject, value_ in seen.pairs("sl:projectStatus").tolist():
        yield NamedNode(texts[subject]), term("sl:latestStatus"), NamedNode(texts[value_])


def of_seeds(seen: Collector, seeds: list[str]) -> Statements:
    """Yield a seed's year, line and budget, which stand on the seed's money, on the seed itself."""
    wanted = {seen.number(seed) for seed in seeds}
    kind = seen.value("sl:sourceType")
    values = {
        name: seen.value(name)
        for name in ("sl:recipient", "sl:fundingYear", "sl:viaInstrument", "sl:amount", "sl:currency")
    }
    seed_money = seen.number("https://w3id.org/seedline/scheme/source-type/seed")
    # Another report of the same money says nothing of its own.
    again = set(seen.pairs("sl:alternativeReportOf")[:, 0].tolist())
    for given in seen.of_class("sl:Commitment").tolist():
        seed = values["sl:recipient"][given]
        if kind[given] != seed_money or int(seed) not in wanted or given in again:
            continue
        found = {name: seen.texts[value[given]] for name, value in values.items() if value[given] >= 0}
        node = NamedNode(seen.texts[seed])
        if year := found.get("sl:fundingYear"):
            yield node, term("sl:fundingYear"), Literal(year, datatype=term("xsd:gYear"))
        if line := found.get("sl:viaInstrument"):
            yield node, term("sl:fundingLine"), NamedNode(line)
        if "sl:amount" in found and "sl:currency" in found:
            yield node, term("sl:budget"), Literal(found["sl:amount"], datatype=term("xsd:decimal"))
            yield node, term("sl:budgetCurrency"), NamedNode(found["sl:currency"])


def _last(told: str) -> str:
    if len(told) == 7:
        return f"{told}-{monthrange(int(told[:4]), int(told[5:]))[1]:02}"
    return told if len(told) == 10 else f"{told}-12-31"
