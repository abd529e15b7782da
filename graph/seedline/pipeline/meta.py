"""The description of a snapshot, as VoID, DCAT and service examples, so that a client can find its way.

It stands in the meta graph and in the default graph, and counts itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import groupby
from operator import attrgetter

from seedline.pipeline.dump import FORMATS, MOST
from seedline.pipeline.inputs import Inputs
from seedline.store import Store
from seedline.triples import RDF_TYPE, BlankNode, Literal, NamedNode, Names, Quad, term
from seedline.triples.values import date, integer
from seedline_data import SOURCES, Whose, whose

_VOID = "http://rdfs.org/ns/void#"
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
Term = NamedNode | BlankNode


class Sizes:
    """How many members each class has, and how many triples each property, alone and by class."""

    def __init__(self) -> None:
        self.triples = 0
        self.subjects = 0
        self.members: Counter[str] = Counter()
        self.properties: Counter[str] = Counter()
        self.by_class: Counter[tuple[str, str]] = Counter()

    def with_more(self, quads: Iterable[Quad]) -> Sizes:
        """Return the sizes with further triples counted, these left as they are."""
        return deepcopy(self).add(quads)

    def add(self, quads: Iterable[Quad]) -> Sizes:
        """Count distinct triples; those of a subject come together."""
        for _, of_subject in groupby(quads, attrgetter("subject")):
            classes, used = [], Counter[str]()
            for quad in of_subject:
                used[quad.predicate.value] += 1
                if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode):
                    classes.append(quad.object.value)
            self.subjects += 1
            self.triples += used.total()
            self.properties.update(used)
            self.members.update(classes)
            for class_ in classes:
                for name, count in used.items():
                    self.by_class[class_, name] += count
        return self


def meta_quads(store: Store, inputs: Inputs, names: Names, built: str | None) -> list[Quad]:
    """Return the description of a snapshot: the data set, its graphs, classes and properties with their sizes."""
    meta = names.graph("meta")
    graphs = {name: store_size(store, name) for name in store.graphs() if name != meta.value}
    there = {Quad(q.subject, q.predicate, q.object, meta) for q in store.quads(graph=meta)}
    # The counts count their own description, whose size depends on no count but on which classes there are.
    quads: list[Quad] = []
    before: list[Quad] | None = None
    stored = Sizes().add(store.quads())
    while quads != before:
        before = quads
        sizes = stored.with_more(sorted(before, key=lambda quad: str(quad.subject)))
        graphs[meta.value] = len(there | set(before))
        quads = list(_described(sizes, graphs, inputs, names, built))
    return quads


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
        yield say(
            given,
            term("dcterms:title").value,
            Literal(f"{file.value.rpartition('/')[2]}: {FORMATS[ending]}", language="en"),
        )
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
        yield say(part, _VOID + "property", NamedNode(name))
        yield say(part, _VOID + "triples", integer(count))
    large = {name for name, _ in sorted(sizes.members.items(), key=lambda item: (-item[1], item[0]))[:_CLASSES]}
    used: dict[str, list[str]] = {}
    for class_, name in sorted(sizes.by_class):
        used.setdefault(class_, []).append(name)
    for index, (class_, count) in enumerate(sorted(sizes.members.items())):
        part = NamedNode(f"{dataset.value}/class/{index}")
        yield say(dataset, _VOID + "classPartition", part)
        yield say(part, _VOID + "class", NamedNode(class_))
        yield say(part, _VOID + "entities", integer(count))
        for number, name in enumerate(used[class_] if class_ in large else ()):
            within = NamedNode(f"{part.value}/{number}")
            yield say(part, _VOID + "propertyPartition", within)
            yield say(within, _VOID + "property", NamedNode(name))
            yield say(within, _VOID + "triples", integer(sizes.by_class[class_, name]))


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
