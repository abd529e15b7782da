"""What can be found: things, organisations, statements, places, goals and sources, with the words each is found by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from seedline.columns.index import StoredNetwork
from seedline.document.details import LABELS, Details
from seedline.i18n import words
from seedline.lineage.traversal import trace
from seedline.model.labels import called
from seedline.search.country_names import country_letters, country_names
from seedline.triples import Literal, NamedNode, term

STATEMENTS = (
    "sl:Claim",
    "sl:Figure",
    "sl:Ownership",
    "sl:CharacteristicStatement",
    "sl:Recommendation",
    "sl:Evaluation",
    "sl:Event",
)
"""Classes of what is said about a thing, each statement an entry of its own."""
GROUPS = ("seed", "thing", "organisation", "place", "goal", "statement", "loaded", "source")
"""Groups of what can be found, in the order in which they are shown."""
_FRAMEWORKS = {
    "/sdg/": ("SDG", "SDG target", "Sustainable Development Goal", "ODD", "ODS"),
    "/migof/": ("MiGOF",),
    "/msd/": ("M&SD",),
}
"""Part of a goal's address → the names of its framework that people write before its code."""
_LETTERS = {
    "P": (("Principle",), ("Principe",), ("Principio",)),
    "O": (("Objective",), ("Objectif",), ("Objetivo",)),
    "OD": (("Outcome", "Deliverable"), ("Résultat", "Livrable"), ("Resultado", "Entregable")),
}
"""Letters of a code of MiGOF or of IOM's strategy → what they stand for, in English, French and Spanish."""
COLUMNS = ("name", "code", "other", "place", "organisation", "funder", "goal", "about", "text", "kind")
"""Columns of the index: where a word of an entry stands."""
NAMED = (term("rdf:type").value, *LABELS)
"""By these a loaded file brings a thing, and does not merely name it in passing."""
_DESCRIPTIONS = ("rdfs:comment", "skos:definition", "dcterms:description")


@dataclass(slots=True)
class Entry:
    """One thing that can be found; ``words`` gives what stands in each column, as people read it."""

    iri: str
    id: str
    group: str
    kind: str
    label: str
    seeds: set[str] = field(default_factory=set)
    words: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def say(self, column: str, *texts: str | None) -> None:
        """Add what stands in a column, each text once."""
        self.words[column] += [text for text in texts if text and text not in self.words[column]]


def _said(code: str) -> list[str]:
    """Return a code as it is written, and with what its letters stand for in each language.

    >>> _said("O1.D2")[:2], _said("8.8")
    (['O1.D2', 'Outcome 1 Deliverable 2'], ['8.8'])
    >>> _said("P2")
    ['P2', 'Principle 2', 'Principe 2', 'Principio 2']
    """
    parts = code.split(".")
    letters = "".join(part[:1] for part in parts)
    return [
        code,
        *(
            " ".join(f"{word} {part[1:]}" for word, part in zip(called, parts, strict=True))
            for called in _LETTERS.get(letters, ())
        ),
    ]


class Entries:
    """Reads the entries of a snapshot."""

    def __init__(self, network: StoredNetwork, details: Details) -> None:
        self._network, self._details = network, details
        self.seeds_of: dict[str, set[str]] = defaultdict(set)
        self._organisations: dict[str, set[str]] = defaultdict(set)
        self._country_words: dict[str, list[str]] = {}
        for seed in network.nodes_of_kind("seedProject"):
            for node in trace(network, seed).nodes:
                self.seeds_of[node].add(seed)

    def __iter__(self) -> Iterator[Entry]:
        """Yield every entry, by group; organisations come after what they are named with."""
        nodes = sorted(self._network.kinds, key=lambda iri: (not self._network.is_seed(iri), iri))
        yield from map(self._node, nodes)
        for class_ in STATEMENTS:
            for iri in self._details.subjects("rdf:type", term(class_).value):
                yield self._statement(iri, class_.removeprefix("sl:"))
        for iri in self._details.subjects("rdf:type", term("org:Organization").value):
            yield self._organisation(iri)
        for iri in self._details.subjects("rdf:type", term("sl:Place").value):
            yield self._place(iri)
        yield from self._aligned()
        yield from self._places()
        for iri in self._details.subjects("rdf:type", term("sl:Source").value):
            entry = self._entry(iri, "source", "source")
            entry.say("text", *self._details.values(iri, "dcterms:publisher"), *self._details.values(iri, "sl:note"))
            yield entry
        # What has another entry has none here, whatever a loaded file says of it.
        yield from self._loaded()

    def _loaded(self) -> Iterator[Entry]:
        """Yield whatever else files that somebody loaded name or say the class of; its kind is its class."""
        for graph in sorted(self._details.loaded):
            for subject in self._details.store.subjects_in(graph, NAMED):
                types = self._details.values(subject, "rdf:type")
                classes = sorted(called(self._details.label(class_), class_) for class_ in types)
                entry = self._entry(subject, "loaded", classes[0] if classes else "")
                entry.say("kind", *classes)
                for name in _DESCRIPTIONS:
                    entry.say("text", *self._details.values(subject, name))
                yield entry

    def _entry(self, iri: str, group: str, kind: str) -> Entry:
        read = self._details
        entry = Entry(iri, read.id(iri), group, kind, read.label(iri))
        entry.say("name", entry.label)
        entry.say("other", *(text for text in read.names(iri) if text != entry.label))
        entry.say("code", *read.values(iri, "dcterms:identifier"), *read.values(iri, "skos:notation"))
        entry.say("text", *read.values(iri, "sl:summary"))
        entry.say("kind", kind)
        return entry

    def _node(self, iri: str) -> Entry:
        read, network = self._details, self._network
        kind = network.kinds[iri]
        entry = self._entry(
            iri, "seed" if kind == "seedProject" else "thing", read.token(iri, "sl:productKind") or kind
        )
        entry.seeds = set(self.seeds_of.get(iri, ()))
        entry.say("kind", kind)
        for country in self.countries(iri):
            entry.say("place", *self._called(country))
        for seed in sorted(entry.seeds - {iri}):
            for country in self.countries(seed):
                entry.say("place", *self._called(country))
        for given in network.commitments.get(iri, ()):
            if given.funder:
                self._name(entry, "funder", given.funder, entry.seeds)
            entry.say("funder", *read.values(given.iri, "sl:funderAsStated"))
        for name in ("sl:hasParticipant", "sl:carriedOnBy"):
            for organisation in read.values(iri, name):
                self._name(entry, "organisation", organisation, entry.seeds)
        for goal in read.values(iri, "sl:alignsWith"):
            entry.say("goal", *read.values(goal, "skos:notation"), read.label(goal), *self._framed(goal))
        entry.say("text", *read.values(iri, "sl:beneficiaries"))
        return entry

    def _framed(self, goal: str) -> list[str]:
        """Return the code of a goal as people say it, in letters or whole words, with its framework before it."""
        names = next((told for part, told in _FRAMEWORKS.items() if part in goal), ())
        codes = self._details.values(goal, "skos:notation")
        return [f"{name} {told}" for code in codes for name in names for told in _said(code)]

    def _name(self, entry: Entry, column: str, organisation: str, seeds: set[str]) -> None:
        """Say an organisation and those above it, and remember with which seeds it is named."""
        self._organisations[organisation] |= seeds
        entry.say(column, self._details.label(organisation), *self._details.values(organisation, "skos:altLabel"))
        for parent in self._network.ancestors_of(organisation):
            entry.say(column, self._details.label(parent))

    def countries(self, iri: str) -> list[str]:
        """Return the countries of a thing, those too that a source names with a qualifier."""
        read = self._details
        facts = [
            fact
            for fact in read.subjects("rdf:subject", iri)
            if term("sl:country").value in read.values(fact, "rdf:predicate")
        ]
        told = {value for fact in facts for value in read.values(fact, "rdf:object")}
        return sorted(told.union(read.values(iri, "sl:country")))

    def _called(self, country: str) -> list[str]:
        if country not in self._country_words:
            self._country_words[country] = self._names_of(country)
        return self._country_words[country]

    def _names_of(self, country: str) -> list[str]:
        read = self._details
        own = [
            value.value
            for name in ("skos:prefLabel", "skos:altLabel")
            for value in read.objects(country, name)
            if isinstance(value, Literal)
        ]
        code = read.value(country, "skos:notation") or country.rsplit("/", 1)[-1]
        return [read.label(country), code, *country_letters(code), *own, *country_names(code)]

    def _statement(self, iri: str, kind: str) -> Entry:
        read = self._details
        # A statement is called by what it says; it has no name of its own.
        entry = self._entry(iri, "statement", kind[0].lower() + kind[1:])
        entry.label = read.text(iri, "sl:summary") or read.text(iri, "sl:counts") or entry.label
        if (value := read.value(iri, "sl:value")) and (counts := read.text(iri, "sl:counts")):
            # A reader looks for the number.
            unit = read.text(iri, "sl:unit") or ""
            entry.label = words("en").figure(value, unit, read.token(iri, "sl:bound"), counts)
        for column in ("name", "other"):
            entry.words[column].clear()
        entry.say("text", entry.label, *read.values(iri, "sl:counts"), *read.values(iri, "sl:asStated"))
        for value in read.values(iri, "sl:value"):
            entry.say("text", value, words("en").amount(value, read.text(iri, "sl:unit") or "", whole=True))
        about = read.values(iri, "sl:about")
        for thing in about:
            entry.seeds |= self.seeds_of.get(thing, set())
            entry.say("about", read.label(thing))
        for organisation in read.values(iri, "sl:organisation"):
            self._name(entry, "organisation", organisation, entry.seeds)
        for named in read.values(iri, "sl:names"):
            entry.say("about", read.label(named), *read.values(named, "skos:altLabel"))
        return entry

    def _organisation(self, iri: str) -> Entry:
        read = self._details
        entry = self._entry(iri, "organisation", read.token(iri, "sl:organisationKind") or "organisation")
        for statement in read.subjects("sl:names", iri):
            for thing in read.values(statement, "sl:about"):
                self._organisations[iri] |= self.seeds_of.get(thing, set())
        entry.seeds = set(self._organisations.get(iri, ()))
        for parent in self._network.ancestors_of(iri):
            if parent != iri:
                entry.say("other", read.label(parent))
        for country in read.values(iri, "sl:country"):
            entry.say("place", *self._called(country))
        return entry

    def _place(self, iri: str) -> Entry:
        read = self._details
        entry = self._entry(iri, "place", read.token(iri, "sl:placeKind") or "other")
        for thing in read.subjects("sl:place", iri):
            entry.seeds |= self.seeds_of.get(thing, set())
            entry.say("about", read.label(thing))
        for country in read.values(iri, "sl:country"):
            entry.say("place", *self._called(country))
        return entry

    def _aligned(self) -> Iterator[Entry]:
        """Yield the goals, targets and objectives that seeds name, with the goal above each target."""
        read, found = self._details, defaultdict[str, set[str]](set)
        for alignment in read.quads(None, term("sl:alignsWith")):
            if isinstance(alignment.object, NamedNode) and isinstance(alignment.subject, NamedNode):
                target = alignment.object.value
                # What a seed declares is of that seed, and does not pass to what came before or after it.
                if self._network.is_seed(alignment.subject.value):
                    for concept in (target, *read.values(target, "skos:broader")):
                        found[concept].add(alignment.subject.value)
        for iri, seeds in sorted(found.items()):
            entry = self._entry(iri, "goal", "goal")
            entry.say("other", *self._framed(iri))
            entry.seeds = seeds
            yield entry

    def _places(self) -> Iterator[Entry]:
        found: dict[str, set[str]] = defaultdict(set)
        for iri in self._network.kinds:
            for country in self.countries(iri):
                found[country] |= self.seeds_of.get(iri, set())
        for organisation in self._details.subjects("rdf:type", term("org:Organization").value):
            for country in self._details.values(organisation, "sl:country"):
                found[country] |= self._organisations.get(organisation, set())
        for iri, seeds in sorted(found.items()):
            entry = self._entry(iri, "place", "country")
            entry.seeds = seeds
            entry.say("other", *self._called(iri))
            yield entry
