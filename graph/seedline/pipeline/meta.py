"""The description of a snapshot, as VoID, DCAT and service examples, so that a client can find its way.

It stands in the meta graph and in the default graph, and counts itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from seedline.model.labels import called
from seedline.pipeline.dump import FORMATS, MOST
from seedline.pipeline.inputs import Inputs
from seedline.store import Store
from seedline.triples import RDF_TYPE, BlankNode, Literal, NamedNode, Names, Quad, term
from seedline.triples.values import date, integer
from seedline_data import SOURCES, Whose, whose

_VOID = "http://rdfs.org/ns/void#"
_EXT = "http://ldf.fi/void-ext#"
_DCAT = "http://www.w3.org/ns/dcat#"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")
_TITLE = "Seedline: seed-to-scale pathways"
_WHAT = (
    "How small seed grants became platforms, policies and programmes: projects, what they made, what followed, "
    "money and evidence, each statement with its source."
)
DUMPS = {"nq": "application/n-quads", "ttl": "text/turtle"}
_GZIP = "application/gzip"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_NAMED = 5
_CLASSES = 500
"""So many classes, the largest, have their properties counted apart."""
_VALUES = 20
"""So many classes and datatypes, the largest, are told of the values that a property of a class has."""
_KEPT = 100_000
Term = NamedNode | BlankNode
Classes = Callable[[str], Iterable[str]]
Value = tuple[str, str]
"""Whether a class or a datatype is told of, and which."""
_CLASS, _DATATYPE = "class", "datatype"
_PARTITIONS = {
    _CLASS: (_VOID + "classPartition", _VOID + "class"),
    _DATATYPE: (_EXT + "datatypePartition", _EXT + "datatype"),
}
_TYPE = RDF_TYPE.value


class Sizes:
    """How many members each class has, and how many triples each property: alone, by class, and by what its values are.

    ``classes_of`` says of which classes a thing is; what a value is, is a class or a datatype.
    """

    def __init__(self, classes_of: Classes) -> None:
        self.triples = 0
        self.subjects = 0
        self.members: Counter[str] = Counter()
        self.properties: Counter[str] = Counter()
        self.by_class: Counter[tuple[str, str]] = Counter()
        self.by_value: defaultdict[tuple[str, str], Counter[Value]] = defaultdict(Counter)
        self._classes_of = classes_of

    def with_more(self, quads: Iterable[Quad], classes_of: Classes) -> Sizes:
        """Return the sizes with further triples counted, these left as they are."""
        more = deepcopy(self)
        more._classes_of = classes_of
        return more.add(quads)

    def add(self, quads: Iterable[Quad]) -> Sizes:
        """Count distinct triples; those of a subject come together."""
        for _, of_subject in groupby(quads, attrgetter("subject")):
            told = [(quad.predicate.value, quad.object) for quad in of_subject]
            used = Counter(name for name, _ in told)
            classes = [value.value for name, value in told if name == _TYPE and isinstance(value, NamedNode)]
            self.subjects += 1
            self.triples += len(told)
            self.properties.update(used)
            self.members.update(classes)
            values = Counter((name, each) for name, value in told if classes for each in self._are(value))
            for class_ in classes:
                for name, count in used.items():
                    self.by_class[class_, name] += count
                for (name, each), count in values.items():
                    self.by_value[class_, name][each] += count
        return self

    def _are(self, value: object) -> Iterator[Value]:
        """Yield what a value is: its datatype, or each of its classes."""
        if isinstance(value, Literal):
            yield _DATATYPE, value.datatype.value
        elif isinstance(value, NamedNode):
            yield from ((_CLASS, class_) for class_ in self._classes_of(value.value))


def meta_quads(store: Store, inputs: Inputs, names: Names, built: str | None) -> list[Quad]:
    """Return the description of a snapshot: the data set, its graphs, classes and properties with their sizes."""
    meta = names.graph("meta")
    graphs = {name: store_size(store, name) for name in store.graphs() if name != meta.value}
    there = {Quad(q.subject, q.predicate, q.object, meta) for q in store.quads(graph=meta)}
    # The counts count their own description, whose size depends on no count but on which classes there are.
    quads: list[Quad] = []
    before: list[Quad] | None = None
    classes_of = lru_cache(maxsize=_KEPT)(lambda iri: _classes(store.quads(NamedNode(iri), RDF_TYPE)))
    stored = Sizes(classes_of).add(store.quads())
    while quads != before:
        before = quads
        sizes = stored.with_more(sorted(before, key=lambda quad: str(quad.subject)), _with(classes_of, before))
        graphs[meta.value] = len(there | set(before))
        quads = list(_described(sizes, graphs, inputs, names, built))
    return quads


def _classes(quads: Iterable[Quad]) -> tuple[str, ...]:
    return tuple(quad.object.value for quad in quads if isinstance(quad.object, NamedNode))


def _with(classes_of: Classes, quads: Iterable[Quad]) -> Classes:
    """Return what knows the classes that some further quads tell of, too."""
    told = defaultdict[str, set[str]](set)
    for quad in quads:
        if quad.predicate == RDF_TYPE and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            told[quad.subject.value].add(quad.object.value)
    return lambda iri: told[iri].union(classes_of(iri)) if iri in told else classes_of(iri)


def store_size(store: Store, name: str) -> int:
    """Return how many triples a named graph holds."""
    return tally(store, f"GRAPH <{name}> {{ ?s ?p ?o }}")


def _described(sizes: Sizes, graphs: dict[str, int], inputs: Inputs, names: Names, built: str | None) -> Iterator[Quad]:
    graph, dataset = names.graph("meta"), NamedNode(f"{names.base}id/dataset")
    agent = NamedNode(f"{names.base}id/dataset/publisher")

    def say(subject: Term, name: str, value: NamedNode | Literal) -> Quad:
        return Quad(subject, NamedNode(name), value, graph)

    of = whose(inputs.portfolio.sources(), inputs.loaded(names))
    title, what = _told(of, inputs)
    yield say(dataset, RDF_TYPE.value, NamedNode(_VOID + "Dataset"))
    yield say(dataset, RDF_TYPE.value, NamedNode(_DCAT + "Dataset"))
    for name in ("dcterms:title", "rdfs:label"):
        yield say(dataset, term(name).value, Literal(title, language="en"))
    yield say(dataset, term("dcterms:description").value, Literal(what, language="en"))
    if of == "shipped":
        yield say(agent, RDF_TYPE.value, term("foaf:Agent"))
        for name in ("foaf:name", "rdfs:label"):
            yield say(agent, term(name).value, Literal("The Seedline contributors", language="en"))
        for name in ("dcterms:creator", "dcterms:publisher"):
            yield say(dataset, term(name).value, agent)
        yield say(dataset, term("dcterms:license").value, _LICENCE)
        # DCAT-AP 3 wants each value to say what it is.
        yield say(_LICENCE, RDF_TYPE.value, term("dcterms:LicenseDocument"))
    if built:
        yield say(dataset, term("dcterms:issued").value, date(built))
    for media in (*DUMPS.values(), _GZIP):
        yield say(NamedNode(_MEDIA + media), RDF_TYPE.value, term("dcterms:MediaType"))
    for ending, media in DUMPS.items() if sum(graphs.values()) + sizes.triples <= MOST else ():
        file = NamedNode(f"{names.base}data.{ending}.gz")
        given = NamedNode(f"{dataset.value}/distribution/{ending}")
        yield say(dataset, _VOID + "dataDump", file)
        yield say(dataset, _DCAT + "distribution", given)
        yield say(given, RDF_TYPE.value, NamedNode(_DCAT + "Distribution"))
        named = f"{file.value.rpartition('/')[2]}: {FORMATS[ending]}"
        for name in ("dcterms:title", "rdfs:label"):
            yield say(given, term(name).value, Literal(named, language="en"))
        yield say(given, _DCAT + "accessURL", file)
        yield say(given, _DCAT + "downloadURL", file)
        yield say(given, _DCAT + "mediaType", NamedNode(_MEDIA + media))
        yield say(given, _DCAT + "compressFormat", NamedNode(_MEDIA + _GZIP))
        if of == "shipped":
            yield say(given, term("dcterms:license").value, _LICENCE)
    yield say(dataset, _VOID + "triples", integer(sizes.triples))
    yield say(dataset, _VOID + "distinctSubjects", integer(sizes.subjects))
    yield say(dataset, _VOID + "uriSpace", Literal(f"{names.base}id/"))
    yield say(dataset, _VOID + "vocabulary", NamedNode("https://w3id.org/seedline/ontology#"))
    for key in sorted(inputs.portfolio.sources()):
        yield say(dataset, term("prov:wasDerivedFrom").value, names.source(key))
    for name, size in sorted(graphs.items()):
        part = NamedNode(name)
        yield say(dataset, _VOID + "subset", part)
        yield say(part, RDF_TYPE.value, NamedNode(_SD + "NamedGraph"))
        yield say(part, term("rdfs:label").value, Literal(name.removeprefix(names.graph("").value)))
        yield say(part, _VOID + "triples", integer(size))
    for index, (name, count) in enumerate(sorted(sizes.properties.items())):
        part = NamedNode(f"{dataset.value}/property/{index}")
        yield say(dataset, _VOID + "propertyPartition", part)
        yield say(part, term("rdfs:label").value, Literal(called(name, name)))
        yield say(part, _VOID + "property", NamedNode(name))
        yield say(part, _VOID + "triples", integer(count))
    large = {name for name, _ in sorted(sizes.members.items(), key=lambda item: (-item[1], item[0]))[:_CLASSES]}
    used: dict[str, list[str]] = {}
    for class_, name in sorted(sizes.by_class):
        used.setdefault(class_, []).append(name)
    for index, (class_, count) in enumerate(sorted(sizes.members.items())):
        part = NamedNode(f"{dataset.value}/class/{index}")
        yield say(dataset, _VOID + "classPartition", part)
        yield say(part, term("rdfs:label").value, Literal(called(class_, class_)))
        yield say(part, _VOID + "class", NamedNode(class_))
        yield say(part, _VOID + "entities", integer(count))
        for number, name in enumerate(used[class_] if class_ in large else ()):
            within = NamedNode(f"{part.value}/{number}")
            yield say(part, _VOID + "propertyPartition", within)
            yield say(within, term("rdfs:label").value, Literal(f"{called(class_, class_)}: {called(name, name)}"))
            yield say(within, _VOID + "property", NamedNode(name))
            yield say(within, _VOID + "triples", integer(sizes.by_class[class_, name]))
            found = sorted(sizes.by_value[class_, name].items(), key=lambda item: (-item[1], item[0]))[:_VALUES]
            for place, ((what, value), size) in enumerate(found):
                partition, names_it = _PARTITIONS[what]
                values = NamedNode(f"{within.value}/{place}")
                told = f"{called(class_, class_)}: {called(name, name)}, {called(value, value)}"
                yield say(within, partition, values)
                yield say(values, term("rdfs:label").value, Literal(told))
                yield say(values, names_it, NamedNode(value))
                yield say(values, _VOID + "triples", integer(size))


def _told(of: Whose, inputs: Inputs) -> tuple[str, str]:
    """Return the title and the description of a data set; of others' data nobody here knows more than what was read."""
    if of == "shipped":
        return _TITLE, _WHAT
    titles = [source.title for key, source in sorted(inputs.portfolio.sources().items()) if key not in SOURCES]
    # By their sources: what files are called and in which syntax they are makes no other data.
    read = [*titles, *sorted(file.source for file in inputs.rdf)]
    listed = ", ".join(read[:_NAMED]) + (f" and {len(read) - _NAMED} more" if len(read) > _NAMED else "")
    if of == "mixed":
        return f"{_TITLE}, and other data", f"{_WHAT} Beside it: {listed}."
    return f"Data in Seedline: {listed}" if listed else "Data in Seedline", f"What was read: {listed or 'nothing'}."


def tally(store: Store, pattern: str) -> int:
    """Return how many solutions a pattern has; counted where the triples lie."""
    ((number,),) = store.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}").rows()
    return int(number or 0)
