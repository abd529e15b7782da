"""Where sources say different things of one property: later values, and conflicts, by stated rules with tolerances."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal, InvalidOperation
from itertools import combinations
from typing import Literal as Choice

from seedline.columns.collector import Collector, Numbers
from seedline.i18n import LANGUAGES, words
from seedline.model.dates import first_day, last_day, months_of, without_zone
from seedline.pipeline.shortcuts import Statements
from seedline.triples import OURS, RDF_TYPE, Literal, NamedNode, concept, term, token
from seedline.triples.names import local_name

Relation = Choice["conflict", "later", "none"]

DATES = ("sl:started", "sl:ended", "sl:fundingYear")
"""Dates agree where one can be the other: 2015 and June 2015 are no conflict, 2015 and 2016 are."""
COMPARED = ("sl:started", "sl:ended", "sl:projectStatus", "sl:coverage", "sl:duration")
"""Properties of which a thing has one value at a time. Titles differ between languages, and countries are several."""
WITHIN = Decimal(1)
"""Amounts that differ by less than one whole unit are the same, rounded: 149,999.88 and 150,000."""
MONTHS = 1
"""Durations that differ by no more than this many months are the same."""
_ORDER = {"active": 0, "finalisation": 1, "completed": 2}


def relation(curie: str, one: str, other: str) -> Relation:
    """Return how two values of a property stand to each other; ``later``: the other can have come after the one.

    >>> relation("sl:ended", "2017", "2018"), relation("sl:ended", "2017", "2017-06")
    ('conflict', 'none')
    >>> relation("sl:projectStatus", "active", "completed"), relation("sl:projectStatus", "completed", "active")
    ('later', 'conflict')
    >>> relation("sl:amount", "149999.88", "150000"), relation("sl:amount", "149000", "150000")
    ('none', 'conflict')
    >>> relation("sl:duration", "38", "16"), relation("sl:duration", "38", "39")
    ('conflict', 'none')
    """
    if one == other:
        return "none"
    if curie in DATES:
        a, b = without_zone(one), without_zone(other)
        return "none" if first_day(a) <= last_day(b) and first_day(b) <= last_day(a) else "conflict"
    if curie in {"sl:amount", "sl:duration"}:
        try:
            apart = abs(Decimal(one) - Decimal(other))
        except InvalidOperation:
            return "conflict"
        return "none" if (apart < WITHIN if curie == "sl:amount" else apart <= MONTHS) else "conflict"
    if curie == "sl:projectStatus" and one in _ORDER and other in _ORDER:
        # A page without a date that says Active was right once, where another says Completed.
        return "later" if _ORDER[one] < _ORDER[other] else "conflict"
    return "conflict"


def disagreements(seen: Collector) -> Statements:
    """Yield a conflict for each two values that cannot both be right, and which value is the later of two."""
    labels = seen.value("rdfs:label")
    yield from _of_facts(seen, labels)
    yield from _of_reports(seen, labels)


def _of_facts(seen: Collector, labels: Numbers) -> Statements:
    subject, object_ = seen.value("rdf:subject"), seen.value("rdf:object")
    predicate = seen.value("rdf:predicate")
    basis, by_source = seen.value("sl:basis"), seen.number(concept("basis", "stated").value)
    compared = {seen.number(term(curie).value): curie for curie in COMPARED} | {-1: ""}
    found: dict[tuple[int, int], dict[int, list[tuple[bool, str]]]] = defaultdict(lambda: defaultdict(list))
    for fact in seen.of_class("sl:Fact").tolist():
        if compared.get(int(predicate[fact])) and object_[fact] >= 0:
            read = basis[fact] != by_source
            found[int(subject[fact]), int(predicate[fact])][int(object_[fact])].append((bool(read), seen.texts[fact]))
    for (thing, property_), values in sorted(found.items(), key=lambda item: seen.texts[item[0][0]]):
        if len(values) < 2:
            continue
        curie = compared[property_]
        # What a source states stands for a value before a reading of ours that says the same.
        stated = sorted((seen.texts[value], min(facts)[1]) for value, facts in values.items())
        for (a, first), (b, second) in combinations(stated, 2):
            # Both ways: one of two states may be the later, whichever comes first in the alphabet.
            told = {
                relation(curie, _plain(curie, a), _plain(curie, b)): (first, second),
                relation(curie, _plain(curie, b), _plain(curie, a)): (second, first),
            }
            if "none" in told:
                continue
            if "later" in told:
                earlier, later = told["later"]
                yield NamedNode(later), term("sl:laterValueOf"), NamedNode(earlier)
                continue
            yield from _conflict(seen, labels, seen.texts[thing], curie, (a, first), (b, second))


def _of_reports(seen: Collector, labels: Numbers) -> Statements:
    """Yield where two reports of the same money do not give the same amount or year."""
    currency, recipient = seen.value("sl:currency"), seen.value("sl:recipient")
    for curie in ("sl:amount", "sl:fundingYear"):
        value = seen.value(curie)
        for one, other in seen.pairs("sl:alternativeReportOf").tolist():
            if min(value[one], value[other], recipient[one]) < 0 or (
                curie == "sl:amount" and currency[one] != currency[other]
            ):
                continue
            a, b = seen.texts[value[one]], seen.texts[value[other]]
            if relation(curie, a, b) == "conflict":
                thing = seen.texts[recipient[one]]
                yield from _conflict(seen, labels, thing, curie, (b, seen.texts[other]), (a, seen.texts[one]))


def _conflict(seen: Collector, labels: Numbers, thing: str, curie: str, *sides: tuple[str, str]) -> Statements:
    property_ = local_name(term(curie).value)
    values = [_plain(curie, value) for value, _ in sides]
    node = NamedNode(f"{thing}/conflict/{'-'.join((property_, *values))}")
    yield node, RDF_TYPE, term("sl:Conflict")
    yield node, term("sl:conflictKind"), Literal("conflict")
    yield node, term("sl:about"), NamedNode(thing)
    yield node, term("sl:property"), term(curie)
    yield node, term("sl:basis"), concept("basis", "inferred")
    yield node, term("sl:assertedBy"), concept("voice", OURS)
    for _, statement in sides:
        yield node, term("sl:between"), NamedNode(statement)
    label = labels[seen.number(thing)]
    named = seen.texts[label] if label >= 0 else token(thing)
    for language in LANGUAGES:
        say = words(language)
        told = [say.token(property_, value) for value in values]
        text = say("differ.said", property=say(f"differ.{property_}"), thing=named, one=told[0], other=told[1])
        yield node, term("rdfs:label"), Literal(text, language=language)


def _plain(curie: str, value: str) -> str:
    """Return a value as it is compared: a concept by its token, a duration as a number of months."""
    if curie == "sl:duration" and (months := months_of(value)) is not None:
        return str(months)
    return token(value) if curie in {"sl:projectStatus", "sl:coverage"} else value
