"""Labels of statements, so that a tool for graphs shows words where it would show addresses.

Steps, money, claims, figures and values are named in three languages, those of a bulk source in English only; places
and observations have one name without a language. A statement is called by what it is about, what tells it apart, and
the lines where it stands: its key is read only where there is nothing of these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import numpy as np

import seedline_ontology
from seedline.columns.collector import Collector
from seedline.columns.index import StoredNetwork
from seedline.i18n.words import LANGUAGES, Words, plain, words
from seedline.lineage.graph import Commitment, Step
from seedline.triples import DEFAULT_BASE, Literal, NamedNode, term, token
from seedline.triples.rdf import parse_file
from seedline.vocabulary import RELATIONS, STATUSES
from seedline_ontology import PREFIXES, SCHEME

Names = Iterator[tuple[NamedNode, NamedNode, Literal]]

_LABEL = term("rdfs:label")
_NAMES = {_LABEL, term("skos:prefLabel")}
_NAMED = tuple(PREFIXES[name] for name in ("country", "currency", "migof", "msd"))
"""Schemes of names, which no language writes small."""
_BULK = 5_000
"""A source with more things and statements than this is named in English only."""
_FEW = 3
"""So many projects, at most, name a page that is about them."""
_OTHERS = (
    *("sl:Claim", "sl:Figure", "sl:Alignment", "sl:Participation", "sl:Ownership", "sl:CharacteristicStatement"),
    *("sl:Evaluation", "sl:Recommendation", "sl:CarriedOn", "sl:PolicyHistory", "sl:ParentStatement"),
    *("sl:Reading", "sl:FundingRule", "sl:Conflict", "sl:NotStated", "sl:Judgement"),
)
_TOLD_BY = {
    "sl:Participation": ("sl:organisation", "sl:role"), "sl:CarriedOn": ("sl:agent",), "sl:NotStated": ("sl:property",),
    "sl:Alignment": ("sl:alignedTo",), "sl:Claim": ("sl:claimType",), "sl:Ownership": ("sl:ownershipKind",),
    "sl:CharacteristicStatement": ("sl:characteristic",), "sl:Evaluation": ("sl:evaluationType",),
    "sl:Reading": ("sl:innovationArea", "sl:theme", "sl:dimension"),
}  # fmt: skip
"""Class → the properties whose values tell its members apart, where those have names."""
_PLACED = {"sl:Claim", "sl:Ownership", "sl:Recommendation", "sl:PolicyHistory"}
"""Classes of which one thing may have several with equal values: their lines tell them apart."""


class Namer:
    """Names the statements of a snapshot while it is built."""

    def __init__(self, seen: Collector, network: StoredNetwork) -> None:
        self._seen, self._network = seen, network
        self._column = cache(seen.value)
        self._label = seen.value("rdfs:label")
        ours = set(map(tuple, seen.ours("rdfs:label").tolist())) if seen.labels else set()
        self._spoken = {key: told for key, told in seen.labels.items() if (key[0], told) in ours}
        foreign = {(thing, told) for (thing, _), told in self._spoken.items()}
        several = {thing for thing, _ in foreign}
        english = [(thing, told) for thing, told in ours - foreign if thing in several]
        for thing, told in sorted(english, key=lambda pair: seen.texts[pair[1]], reverse=True):
            self._label[thing] = told
        self._say = [words(language) for language in LANGUAGES]
        self._recipient = seen.value("sl:recipient")
        self._words = _vocabulary()
        types = seen.quoted("rdf:type")
        graphs, count = np.unique(types[:, 2], return_counts=True)
        large = graphs[count > _BULK]
        self._bulk = set(types[np.isin(types[:, 2], large), 0].tolist()) if len(large) else set()

    def names(self) -> Names:
        """Yield the label of each statement."""
        for step in self._network.all_steps():
            yield from self._each(step.iri, lambda say, step=step: self._step(step, say))
        for given in self._network.commitments.values():
            for commitment in given:
                yield from self._each(commitment.iri, lambda say, c=commitment: self._commitment(c, say))
        value, unit = self._seen.value("sl:value"), self._seen.value("sl:unit")
        about, rules, steps = (self._seen.value(name) for name in ("sl:about", "sl:ruleFor", "sl:aboutStep"))
        about = np.where(about >= 0, about, np.where(rules >= 0, rules, steps))
        evidence = self._seen.pairs("sl:evidence")
        between: dict[int, list[int]] = defaultdict(list)
        for conflict, side in self._seen.pairs("sl:between").tolist():
            between[conflict].append(side)
        for class_ in _OTHERS:
            known = self._words[term(class_).value]
            told_by = [self._seen.value(name) for name in _TOLD_BY.get(class_, ())]
            members = self._seen.of_class(class_)
            places: dict[int, list[int]] = defaultdict(list)
            if class_ in _PLACED:
                for member, place in evidence[np.isin(evidence[:, 0], members)].tolist():
                    places[member].append(place)
            for number in members.tolist():
                iri, thing = self._seen.texts[number], int(about[number])
                parts = [int(column[number]) for column in told_by if column[number] >= 0]
                told = self._passages(places[number])
                if class_ == "sl:Figure":
                    told = f"{self._seen.texts[value[number]]} {self._text(int(unit[number]))}".strip()
                elif sides := between.get(number):
                    told = " / ".join(sorted({self._of(int(about[side])) for side in sides} - {""}))
                if not parts:
                    told = told or token(iri)
                yield from self._each(
                    iri,
                    lambda say, k=known, t=thing, p=parts, o=told: say.pair(k[say.language], self._apart(t, p, o, say)),
                )
        yield from self._places()
        yield from self._values()

    def _each(self, iri: str, told: object) -> Names:
        assert callable(told)
        bulk = self._seen.number(iri) in self._bulk
        for say in self._say[:1] if bulk else self._say:
            yield NamedNode(iri), _LABEL, Literal(told(say), language=say.language)

    def _text(self, number: int) -> str:
        return self._seen.texts[number] if number >= 0 else ""

    def _of(self, number: int, say: Words | None = None) -> str:
        """Return the label of a thing, in the language where it has several, else the end of its address."""
        if number < 0:
            return ""
        named = self._spoken.get((number, say.language), -1) if say else -1
        named = named if named >= 0 else self._label[number]
        return self._seen.texts[named] if named >= 0 else token(self._seen.texts[number])

    def _apart(self, thing: int, parts: list[int], rest: str, say: Words) -> str:
        """Return a thing with the names of what tells one statement about it from others."""
        told = "; ".join(filter(None, (", ".join(self._within(part, say) for part in parts), rest)))
        return f"{self._said(thing, say)} ({told})" if thing >= 0 else told

    def _within(self, number: int, say: Words) -> str:
        """Return what :meth:`_said` does; a concept is a word within a sentence."""
        told, iri = self._said(number, say), self._seen.texts[number]
        word = iri.startswith(SCHEME) and not iri.startswith(_NAMED) and not told[1:2].isupper()
        return told[0].lower() + told[1:] if word else told

    def _said(self, number: int, say: Words) -> str:
        """Return what a thing, a step, money or a term of the vocabulary is called in a language."""
        iri = self._seen.texts[number] if number >= 0 else ""
        if iri in self._words:
            return self._words[iri].get(say.language) or self._words[iri]["en"]
        if number < 0 or self._label[number] >= 0:
            return self._of(number, say)
        if step := self._network.steps.get(iri):
            return self._step(step, say)
        among = self._network.commitments.get(self._text(int(self._recipient[number])), ())
        given = next((one for one in among if one.iri == iri), None)
        return self._commitment(given, say) if given else self._of(number)

    def _told(self, number: int, curie: str) -> str:
        return self._text(int(self._column(curie)[number])) if number >= 0 else ""

    def _lines(self, number: int) -> str:
        return "–".join(dict.fromkeys(self._told(number, f"sl:line{end}") for end in ("Start", "End")))

    def _passages(self, places: list[int]) -> str:
        """Return where some passages stand, by source and lines, or nothing of places without lines."""
        lines: dict[str, list[str]] = defaultdict(list)
        for place in sorted(places, key=lambda number: (len(told := self._told(number, "sl:lineStart")), told)):
            if told := self._lines(place):
                lines[token(self._told(place, "oa:hasSource"))].append(told)
        return "; ".join(f"{source}, {', '.join(dict.fromkeys(told))}" for source, told in lines.items())

    def _named(self, iri: str) -> str:
        return self._of(self._seen.number(iri))

    def _step(self, step: Step, say: Words) -> str:
        told, status = say.token("relation", step.relation), STATUSES[step.status]
        if not status.scaled:
            # What has not happened, and what is not known to have, is not named as if it had.
            verb = say(RELATIONS[step.relation].verb(status.mood)).rstrip(",")
            told = f"{verb}, {say.token('status', step.status)}"
        return f"{self._named(step.earlier)} → {self._named(step.later)} ({told})"

    def _commitment(self, c: Commitment, say: Words) -> str:
        funder = self._named(c.funder) if c.funder else say("money.funderNotNamed")
        amount = say.amount(None if c.amount is None else plain(c.amount), c.currency, c.bound)
        told = say.pair(f"{funder} → {self._named(c.recipient)}", amount)
        return f"{told} ({say.token('commitment', c.status)})"

    def _places(self) -> Names:
        """Yield the names of passages and of what selects them, of pages, and of what somebody said."""
        told, texts = self._told, self._seen.texts

        def named(number: int, *parts: str) -> tuple[NamedNode, NamedNode, Literal]:
            name = ", ".join(filter(None, parts)) or token(texts[number])
            return NamedNode(texts[number]), _LABEL, Literal(name)

        spans = dict[int, str]()
        for number in self._unnamed("sl:TextSpan"):
            subject, label, name = named(number, token(told(number, "oa:hasSource")), self._lines(number))
            spans[number] = name.value
            yield subject, label, name
        for span, selector in self._seen.pairs("oa:hasSelector").tolist():
            if span in spans:
                yield named(selector, f"{spans[span]} ({told(selector, 'oa:start')}–{told(selector, 'oa:end')})")
        about = self._pages()
        for number in self._unnamed("sl:WebPage"):
            # A page about a project is known by that, any other by its address.
            address = told(number, "sl:url").rpartition("://")[2].removeprefix("www.").rstrip("/")
            things = sorted(about.get(number, ()))[:_FEW]
            yield named(number, *things, address.partition("/")[0]) if things else named(number, address)
        for number in self._unnamed("sl:DocumentPage"):
            document = (
                told(number, "sl:documentTitle") or told(number, "sl:section") or token(told(number, "oa:hasSource"))
            )
            page = told(number, "sl:page") or self._lines(number)
            yield named(number, document, page.removeprefix(document).strip())
        for number in self._unnamed("sl:OwnStatement"):
            yield named(number, told(number, "sl:statedByName"), told(number, "sl:statedOn"))

    def _pages(self) -> dict[int, set[str]]:
        """Return for each page the keys of the things whose records it is; no loaded file makes ours another's."""
        of = dict(self._seen.ours("sl:recordOf").tolist())
        evidence = self._seen.ours("sl:evidence")
        found = defaultdict[int, set[str]](set)
        for record, page in evidence[np.isin(evidence[:, 0], list(of))].tolist():
            found[page].add(token(self._seen.texts[of[record]]))
        return found

    def _unnamed(self, class_: str) -> Iterator[int]:
        """Yield the members of a class that nobody names who says that they are of it."""
        members = self._seen.of_class(class_)
        named, typed = (
            found[np.isin(found[:, 0], members)][:, [0, 2]]
            for found in map(self._seen.quoted, ("rdfs:label", "rdf:type"))
        )
        by_themselves = {*map(tuple, named.tolist())} & {*map(tuple, typed.tolist())}
        yield from sorted({*members.tolist()} - {number for number, _ in by_themselves})

    def _values(self) -> Names:
        seen = self._seen
        subject, property_ = seen.value("rdf:subject"), seen.value("rdf:predicate")
        for number in seen.of_class("sl:Fact").tolist():
            of, named = int(subject[number]), int(property_[number])
            yield from self._each(
                seen.texts[number],
                lambda say, of=of, named=named: say.pair(self._said(of, say), self._said(named, say)),
            )
        status, stage, as_of = (seen.value(name) for name in ("sl:status", "sl:policyStage", "sl:asOf"))
        for number in seen.of_class("sl:StatusObservation").tolist():
            told = token(self._text(int(status[number] if status[number] >= 0 else stage[number])))
            label = ", ".join(filter(None, (told, self._text(int(as_of[number])))))
            yield NamedNode(seen.texts[number]), _LABEL, Literal(label)


def _vocabulary() -> dict[str, dict[str, str]]:
    """Return the names of classes, properties and concepts, by IRI and language."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    graph = NamedNode("urn:x-ontology")
    for path in (seedline_ontology.ontology(), *seedline_ontology.schemes()):
        for quad in parse_file(path, source="ontology", graph=graph, base=DEFAULT_BASE):
            if quad.predicate in _NAMES and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                found[quad.subject.value][quad.object.language or "en"] = quad.object.value
    return found
