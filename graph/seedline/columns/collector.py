"""What lineages need of a stream of quads, remembered while it passes by on its way to the store."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from seedline.triples import Literal, NamedNode, Quad, term

Numbers = NDArray[np.int64]

_PROPERTIES = (
    *("rdf:type", "sl:basis", "sl:assertedBy", "sl:about", "sl:asOf", "sl:status", "sl:draft"),
    *("sl:from", "sl:to", "sl:relation", "sl:statusObservation", "sl:stageObservation", "sl:policyStage"),
    *("sl:recipient", "sl:funder", "sl:amount", "sl:currency", "sl:bound", "sl:commitmentStatus", "sl:sourceType"),
    *("sl:coFinance", "sl:laterValueOf", "sl:alternativeReportOf", "sl:fundingYear"),
    *("sl:on", "sl:onAfter", "sl:onBefore"),
    *("org:subOrganizationOf", "sl:parent", "sl:alignedTo", "sl:organisation", "sl:agent"),
    *("sl:theme", "sl:innovationArea", "sl:aboutStep", "sl:dimension"),
    *("sl:claimType", "sl:ownershipKind", "sl:characteristic", "sl:evaluationType", "sl:ruleKind"),
    *(
        "rdfs:label",
        "sl:value",
        "sl:unit",
        "sl:lineStart",
        "sl:lineEnd",
        "oa:hasSource",
        "rdf:subject",
        "rdf:predicate",
        "rdf:object",
    ),
    *("sl:duration", "sl:started", "sl:ended", "sl:completedOn", "sl:validFrom", "sl:validUntil", "sl:established"),
    *("sl:viaInstrument", "sl:ruleFor", "sl:projectStatus", "sl:followOnKnown", "sl:between", "sl:role", "sl:property"),
    *("sl:recordOf", "sl:evidence", "oa:hasSelector", "oa:start", "oa:end"),
    *("sl:url", "sl:documentTitle", "sl:section", "sl:page", "sl:statedByName", "sl:statedOn"),
)


def spread(first: Numbers, count: Numbers) -> tuple[Numbers, Numbers]:
    """Return every place of some runs, each given by its first place and length, and which run it is of.

    >>> [part.tolist() for part in spread(np.array([4, 0, 7]), np.array([2, 0, 1]))]
    [[0, 0, 2], [4, 5, 7]]
    """
    which = np.repeat(np.arange(len(first)), count)
    return which, first[which] + np.arange(len(which)) - (np.cumsum(count) - count)[which]


class Collector:
    """Pairs of subject and object for the properties that lineages need, as numbers of the texts seen so far.

    >>> from seedline.triples import Names
    >>> quad = Quad(NamedNode("urn:s"), term("sl:from"), NamedNode("urn:a"), NamedNode("urn:g"))
    >>> collector = Collector()
    >>> list(collector.watch([quad])) == [quad], [collector.texts[n] for n in collector.pairs("sl:from")[0]]
    (True, ['urn:s', 'urn:a'])
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._seen = {term(curie).value: (array("i"), array("i"), array("i")) for curie in _PROPERTIES}
        self.labels: dict[tuple[int, str], int] = {}
        """The labels that are not in English, by thing and language."""
        self._texts: list[str] = []
        self.last: frozenset[str] = frozenset()
        """Graphs whose word comes after that of all others, where one value is taken: those of loaded files."""

    def watch(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Yield every quad of a stream as it is, and remember what is needed of it."""
        seen, numbers = self._seen, self._numbers
        labels = seen[term("rdfs:label").value]
        for quad in quads:
            columns = seen.get(quad.predicate.value)
            if columns is not None and isinstance(quad.object, (NamedNode, Literal)):
                subject, object_, graph = quad.subject.value, quad.object.value, quad.graph_name.value  # type: ignore[union-attr]
                columns[0].append(numbers.setdefault(subject, len(numbers)))
                columns[1].append(numbers.setdefault(object_, len(numbers)))
                columns[2].append(numbers.setdefault(graph, len(numbers)))
                if columns is labels and (language := quad.object.language) and not language.startswith("en"):  # type: ignore[union-attr]
                    self.labels[columns[0][-1], language] = columns[1][-1]
            yield quad

    @property
    def texts(self) -> list[str]:
        """Return the texts by their numbers."""
        if len(self._texts) != len(self._numbers):
            self._texts = list(self._numbers)
        return self._texts

    def number(self, text: str) -> int:
        """Return the number of a text, or -1 where it was not seen."""
        return self._numbers.get(text, -1)

    def quoted(self, curie: str) -> Numbers:
        """Return subject, object and graph of every statement with a property, each distinct, as three columns."""
        columns = [np.frombuffer(column, np.int32).astype(np.int64) for column in self._seen[term(curie).value]]
        return np.unique(np.stack(columns, axis=1), axis=0) if len(columns[0]) else np.empty((0, 3), np.int64)

    def pairs(self, curie: str) -> Numbers:
        """Return subject and object of every statement with a property, distinct, sorted, as two columns."""
        found = self.quoted(curie)[:, :2]
        return found[np.r_[True, (found[1:] != found[:-1]).any(axis=1)]] if len(found) else found

    def ours(self, curie: str) -> Numbers:
        """Return subject and object of what others than the :attr:`last` graphs state with a property."""
        quoted = self.quoted(curie)
        return quoted[~np.isin(quoted[:, 2], [self.number(graph) for graph in self.last])][:, :2]

    def value(self, curie: str) -> Numbers:
        """Return the one object of each subject, by number, -1 where there is none; of several the first in order.

        What stands in the :attr:`last` graphs alone comes after what stands in others.
        """
        found = np.full(len(self._numbers), -1, np.int64)
        pairs = self.pairs(curie)
        if self.last:
            ours = self.ours(curie)
            theirs = pairs[~np.isin(pairs[:, 0], ours[:, 0])]
            pairs = np.unique(np.concatenate([ours, theirs]), axis=0)
        found[pairs[:, 0]] = pairs[:, 1]
        several = np.unique(pairs[:, 0][found[pairs[:, 0]] != pairs[:, 1]])
        ends = (np.searchsorted(pairs[:, 0], several, side).tolist() for side in ("left", "right"))
        for subject, start, end in zip(several.tolist(), *ends, strict=True):
            found[subject] = min(pairs[start:end, 1].tolist(), key=self.texts.__getitem__)
        return found

    def of_class(self, curie: str) -> Numbers:
        """Return the subjects of a class, sorted."""
        pairs = self.pairs("rdf:type")
        return np.unique(pairs[pairs[:, 1] == self.number(term(curie).value), 0])

    def joined(self, class_: str, subject: str, object_: str) -> Iterator[tuple[str, str]]:
        """Yield what the members of a class join: the values of one property with those of another, distinct.

        ``object_`` may be empty: the members themselves stand for it.
        """
        members = self.of_class(class_)
        left = self.pairs(subject)
        left = left[np.isin(left[:, 0], members)]
        right = self.pairs(object_) if object_ else np.stack([members, members], axis=1)
        first = np.searchsorted(right[:, 0], left[:, 0], "left")
        which, place = spread(first, np.searchsorted(right[:, 0], left[:, 0], "right") - first)
        made = np.unique(np.stack([left[which, 1], right[place, 1]], axis=1), axis=0)
        texts = self.texts
        for a, b in made.tolist():
            yield texts[a], texts[b]
