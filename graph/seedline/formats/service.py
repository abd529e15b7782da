"""What a SPARQL service says of itself and of its data: SPARQL 1.1 Service Description, and VoID."""

from __future__ import annotations

from collections.abc import Iterator

from seedline.store import Snapshot
from seedline.triples import RDF_TYPE, BlankNode, Literal, NamedNode, Names, Quad, serialise

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "N-Quads",
    "TriG",
)
_XSD_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def service_description(snapshot: Snapshot, address: str, format: str, *, federated: bool = False) -> bytes:
    """Return the description of the service at ``address`` over a snapshot, in a format of RDF.

    Source: SPARQL 1.1 Service Description (W3C, 2013), sections 3 and 4. ``federated`` says that SERVICE works.
    """
    return serialise(_service(snapshot, address, federated), format)


def void_description(snapshot: Snapshot, address: str, format: str, *, federated: bool = False) -> bytes:
    """Return the snapshot's own meta graph, with the endpoint it is answered at (VoID, section 3.3)."""
    names = Names(snapshot.base)
    quads = [Quad(q.subject, q.predicate, q.object) for q in snapshot.store.quads(graph=names.graph("meta"))]
    quads.append(Quad(NamedNode(f"{names.base}id/dataset"), NamedNode(_VOID + "sparqlEndpoint"), NamedNode(address)))
    return serialise(quads, format)


def _service(snapshot: Snapshot, address: str, federated: bool) -> Iterator[Quad]:
    names = Names(snapshot.base)
    meta = names.graph("meta")
    service, dataset, default = BlankNode("service"), BlankNode("dataset"), BlankNode("default")

    def sd(subject: NamedNode | BlankNode, name: str, value: NamedNode | BlankNode | Literal) -> Quad:
        return Quad(subject, NamedNode(_SD + name), value)

    yield Quad(service, RDF_TYPE, NamedNode(_SD + "Service"))
    yield sd(service, "endpoint", NamedNode(address))
    yield sd(service, "supportedLanguage", NamedNode(_SD + "SPARQL11Query"))
    for name in _RESULTS:
        yield sd(service, "resultFormat", NamedNode(_FORMATS + name))
    if federated:
        yield sd(service, "feature", NamedNode(_SD + "BasicFederatedQuery"))
    yield sd(service, "defaultDataset", dataset)
    yield Quad(dataset, RDF_TYPE, NamedNode(_SD + "Dataset"))
    yield sd(dataset, "defaultGraph", default)
    yield Quad(default, RDF_TYPE, NamedNode(_SD + "Graph"))
    triples = NamedNode(_VOID + "triples")
    count = str(snapshot.manifest["counts"]["defaultGraph"])
    yield Quad(default, triples, Literal(count, datatype=_XSD_INTEGER))
    for index, name in enumerate(snapshot.store.graphs()):
        named, graph = BlankNode(f"named{index}"), BlankNode(f"graph{index}")
        yield sd(dataset, "namedGraph", named)
        yield Quad(named, RDF_TYPE, NamedNode(_SD + "NamedGraph"))
        yield sd(named, "name", NamedNode(name))
        yield sd(named, "graph", graph)
        yield Quad(graph, RDF_TYPE, NamedNode(_SD + "Graph"))
        for quad in snapshot.store.quads(NamedNode(name), triples, graph=meta):
            yield Quad(graph, triples, quad.object)
