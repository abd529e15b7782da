"""RDF terms, addresses, reading and writing: the one room where facts become quads."""

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from seedline.triples.facts import OURS, document_quads
from seedline.triples.names import DEFAULT_BASE, RDF_TYPE, Names, concept, local_name, term, token
from seedline.triples.rdf import parse_file, serialise

__all__ = [
    "DEFAULT_BASE",
    "OURS",
    "RDF_TYPE",
    "BlankNode",
    "DefaultGraph",
    "Literal",
    "NamedNode",
    "Names",
    "Quad",
    "Triple",
    "concept",
    "document_quads",
    "local_name",
    "parse_file",
    "serialise",
    "term",
    "token",
]
