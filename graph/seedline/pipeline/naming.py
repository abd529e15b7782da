"""Labels of statements, so that a tool for graphs shows words where it would show addresses.

Steps, money, claims and figures are named in three languages, those of a bulk source in English only; places, values
and observations have one name without a language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

import seedline_ontology
from seedline.columns.collector import Collector
from seedline.columns.index import StoredNetwork
from seedline.i18n.words import LANGUAGES, Words, plain, words
from seedline.lineage.graph import Commitment, Step
from seedline.triples import DEFAULT_BASE, Literal, NamedNode, term, token
from seedline.triples.rdf import parse_file
from seedline.vocabulary import STATUSES

Names = Iterator[tuple[NamedNode, NamedNode, Literal]]

_LABEL = term("rdfs:label")
_BULK = 5_000
"""A source with more things and statements than this is named in English only."""
_OTHERS = (
    *("sl:Claim", "sl:Figure", "sl:Alignment", "sl:Participation", "sl:Ownership", "sl:CharacteristicStatement"),
    *("sl:Evaluation", "sl:Recommendation", "sl:CarriedOn", "sl:PolicyHistory", "sl:ParentStatement"),
    *("sl:Reading", "sl:FundingRule", "sl:Conflict", "sl:NotStated", "sl:Judgement"),
)


class Namer:
    """Names the statements of a snapshot while it is built."""

    def __init__(self, seen: Collector, network: StoredNetwork) -> None:
        self._seen, self._network = seen, network
        self._label = seen.value("rdfs:label")
        self._say = [words(language) for language in LANGUAGES]
        self._classes = _class_labels()
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
        about, rules = self._seen.value("sl:about"), self._seen.value("sl:ruleFor")
        about = np.where(about >= 0, about, rules)
        between: dict[int, list[int]] = defaultdict(list)
        for conflict, side in self._seen.pairs("sl:between").tolist():
            between[conflict].append(side)
        for class_ in _OTHERS:
            known = self._classes[term(class_).value]
            for number in self._seen.of_class(class_).tolist():
                iri, thing = self._seen.texts[number], self._of(int(about[number]))
                told = token(iri)
                if class_ == "sl:Figure":
                    told = f"{self._seen.texts[value[number]]} {self._text(int(unit[number]))}".strip()
                elif sides := between.get(number):
                    told = " / ".join(sorted({self._of(int(about[side])) for side in sides} - {""})) or told
                named = f"{thing} ({told})" if thing else told
                yield from self._each(iri, lambda say, k=known, n=named: say.pair(k[say.language], n))
        yield from self._places()
        yield from self._values()

    def _each(self, iri: str, told: object) -> Names:
        assert callable(told)
        bulk = self._seen.number(iri) in self._bulk
        for say in self._say[:1] if bulk else self._say:
            yield NamedNode(iri), _LABEL, Literal(told(say), language=say.language)

    def _text(self, number: int) -> str:
        return self._seen.texts[number] if number >= 0 else ""

    def _of(self, number: int) -> str:
        """Return the label of a thing, else the end of its address."""
        if number < 0:
            return ""
        named = self._label[number]
        return self._seen.texts[named] if named >= 0 else token(self._seen.texts[number])

    def _named(self, iri: str) -> str:
        return self._of(self._seen.number(iri))

    def _step(self, step: Step, say: Words) -> str:
        told = say.token("relation", step.relation)
        # What has not happened, and what is not known to have, is not named as if it had.
        status = "" if STATUSES[step.status].scaled else f", {say.token('status', step.status)}"
        return f"{self._named(step.earlier)} → {self._named(step.later)} ({told}{status})"

    def _commitment(self, c: Commitment, say: Words) -> str:
        funder = self._named(c.funder) if c.funder else say("money.funderNotNamed")
        amount = say.amount(None if c.amount is None else plain(c.amount), c.currency, c.bound)
        told = say.pair(f"{funder} → {self._named(c.recipient)}", amount)
        return f"{told} ({say.token('commitment', c.status)})"

    def _places(self) -> Names:
        seen = self._seen
        first, last, source = (seen.value(name) for name in ("sl:lineStart", "sl:lineEnd", "oa:hasSource"))
        for number in seen.of_class("sl:TextSpan").tolist():
            start, end = self._text(int(first[number])), self._text(int(last[number]))
            lines = f"{start}–{end}" if start != end else start
            yield NamedNode(seen.texts[number]), _LABEL, Literal(f"{token(self._text(int(source[number])))}, {lines}")

    def _values(self) -> Names:
        seen = self._seen
        subject, property_ = seen.value("rdf:subject"), seen.value("rdf:predicate")
        for number in seen.of_class("sl:Fact").tolist():
            name = self._text(int(property_[number])).replace("#", "/").rsplit("/", 1)[-1]
            told = f"{token(self._text(int(subject[number])))}: {name}"
            yield NamedNode(seen.texts[number]), _LABEL, Literal(told)
        status, stage, as_of = (seen.value(name) for name in ("sl:status", "sl:policyStage", "sl:asOf"))
        for number in seen.of_class("sl:StatusObservation").tolist():
            told = token(self._text(int(status[number] if status[number] >= 0 else stage[number])))
            label = ", ".join(filter(None, (told, self._text(int(as_of[number])))))
            yield NamedNode(seen.texts[number]), _LABEL, Literal(label)


def _class_labels() -> dict[str, dict[str, str]]:
    """Return the labels of the ontology's classes, by class and language."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    graph = NamedNode("urn:x-ontology")
    for quad in parse_file(seedline_ontology.ontology(), source="ontology", graph=graph, base=DEFAULT_BASE):
        if quad.predicate == _LABEL and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            found[quad.subject.value][quad.object.language or "en"] = quad.object.value
    return found
