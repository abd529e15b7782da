"""The named questions as examples in the data, with the prefixes they use: what editors and assistants look for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seedline.queries import Question
from seedline.triples import RDF_TYPE, Literal, NamedNode, Names, Quad, term
from seedline_ontology import PREFIXES, SL

_SH = "http://www.w3.org/ns/shacl#"
_ANY_URI = NamedNode(PREFIXES["xsd"] + "anyURI")


def example_quads(names: Names, asked: Mapping[str, Question]) -> Iterator[Quad]:
    """Yield questions as executable queries (SHACL Advanced Features, section 5), and the prefixes declared.

    >>> {quad.graph_name.value for quad in example_quads(Names(), {})}
    {'https://w3id.org/seedline/graph/meta'}
    """
    graph = names.graph("meta")
    prefixes = NamedNode(SL.removesuffix("#"))
    for prefix, space in PREFIXES.items():
        declared = NamedNode(f"{names.base}id/prefix/{prefix}")
        yield Quad(prefixes, NamedNode(_SH + "declare"), declared, graph)
        yield Quad(declared, NamedNode(_SH + "prefix"), Literal(prefix), graph)
        yield Quad(declared, term("rdfs:label"), Literal(prefix), graph)
        yield Quad(declared, NamedNode(_SH + "namespace"), Literal(space, datatype=_ANY_URI), graph)
    for name, each in asked.items():
        example = NamedNode(f"{names.base}id/question/{name}")
        yield Quad(example, RDF_TYPE, NamedNode(_SH + "SPARQLExecutable"), graph)
        yield Quad(example, RDF_TYPE, NamedNode(_SH + "SPARQLSelectExecutable"), graph)
        yield Quad(example, NamedNode(_SH + "prefixes"), prefixes, graph)
        yield Quad(example, NamedNode(_SH + "select"), Literal(each.declared), graph)
        for language, title in each.title.items():
            yield Quad(example, term("rdfs:label"), Literal(title, language=language), graph)
            # A place that a value would fill is told by its default, which is in the query.
            filled = {parameter.name: parameter.default for parameter in each.parameters}
            told = each.question[language].format(**filled)
            yield Quad(example, term("rdfs:comment"), Literal(told, language=language), graph)
