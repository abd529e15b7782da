"""The meta graph: what is in the snapshot, as VoID and DCAT, so that a client can find its way."""

from __future__ import annotations

from collections.abc import Iterator

from seedline.pipeline.inputs import Inputs
from seedline.store import Store
from seedline.triples import RDF_TYPE, Literal, NamedNode, Names, Quad, term
from seedline.triples.values import date, integer

_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def meta_quads(store: Store, inputs: Inputs, names: Names, built: str) -> Iterator[Quad]:
    """Yield the description of a snapshot: the data set, its graphs with their sizes, classes and properties."""
    graph = names.graph("meta")
    dataset = NamedNode(f"{names.base}id/dataset")
    triples = tally(store, "?s ?p ?o")
    yield Quad(dataset, RDF_TYPE, NamedNode(_VOID + "Dataset"), graph)
    yield Quad(dataset, RDF_TYPE, NamedNode(_DCAT + "Dataset"), graph)
    yield Quad(dataset, term("dcterms:title"), Literal("Seedline: seed-to-scale pathways", language="en"), graph)
    yield Quad(dataset, term("dcterms:creator"), Literal("The Seedline contributors"), graph)
    yield Quad(dataset, term("dcterms:license"), NamedNode(_LICENCE), graph)
    yield Quad(dataset, term("dcterms:issued"), date(built), graph)
    yield Quad(dataset, NamedNode(_VOID + "triples"), integer(triples), graph)
    yield Quad(dataset, NamedNode(_VOID + "uriSpace"), Literal(f"{names.base}id/"), graph)
    yield Quad(dataset, NamedNode(_VOID + "vocabulary"), NamedNode("https://w3id.org/seedline/ontology#"), graph)
    for name in store.graphs():
        part = NamedNode(name)
        size = tally(store, f"GRAPH <{name}> {{ ?s ?p ?o }}")
        yield Quad(dataset, NamedNode(_VOID + "subset"), part, graph)
        yield Quad(part, RDF_TYPE, NamedNode(_SD + "NamedGraph"), graph)
        yield Quad(part, NamedNode(_VOID + "triples"), integer(size), graph)
    for kind, query, property_ in (
        ("class", "SELECT ?x (COUNT(*) AS ?n) { ?s a ?x } GROUP BY ?x ORDER BY ?x", "classPartition"),
        ("property", "SELECT ?x (COUNT(*) AS ?n) { ?s ?x ?o } GROUP BY ?x ORDER BY ?x", "propertyPartition"),
    ):
        for index, (value, count) in enumerate(store.query(query).rows()):
            assert value and count
            part = NamedNode(f"{names.base}id/dataset/{kind}/{index}")
            yield Quad(dataset, NamedNode(_VOID + property_), part, graph)
            yield Quad(part, NamedNode(_VOID + kind), NamedNode(value), graph)
            measured = "entities" if kind == "class" else "triples"
            yield Quad(part, NamedNode(_VOID + measured), integer(int(count)), graph)
    for key in sorted(inputs.portfolio.sources()):
        yield Quad(dataset, term("dcterms:source"), names.source(key), graph)


def tally(store: Store, pattern: str) -> int:
    """Return how many solutions a pattern has; counted where the triples lie."""
    ((number,),) = store.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}").rows()
    return int(number or 0)
