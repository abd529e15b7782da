"""RDF files read and written, with errors that name the place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from seedline.errors import ForbiddenGraph, RdfSyntaxError
from seedline_ontology import PREFIXES

FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdf": ox.RdfFormat.RDF_XML,
    "owl": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""File ending → format."""


def parse_file(path: Path, *, source: str, graph: NamedNode, base: str) -> Iterator[Quad]:
    """Yield the quads of an RDF file, its own graphs kept, its default graph put into ``graph``.

    Blank nodes become IRIs under ``{base}.well-known/genid/{source}/`` (RDF 1.1, section 3.5), so that two
    files never share one by accident.

    Raises:
        RdfSyntaxError: the file cannot be parsed; line and column are set where known.
        ForbiddenGraph: the file writes into ``{base}graph/``.

    """
    reserved = f"{base}graph/"

    numbers: dict[str, int] = {}

    def skolemised(node: BlankNode) -> NamedNode:
        # The parser's own labels are drawn anew each time; the order of appearance is the file's.
        number = numbers.setdefault(node.value, len(numbers))
        return NamedNode(f"{base}.well-known/genid/{source}/{number}")

    try:
        for quad in ox.parse(path=str(path), format=FORMATS[path.suffix.lstrip(".").lower()]):
            name = quad.graph_name
            if isinstance(name, DefaultGraph):
                name = graph
            elif isinstance(name, NamedNode) and name.value.startswith(reserved) and name != graph:
                raise ForbiddenGraph(
                    f"{path}: writes into <{name.value}>, which Seedline keeps for itself; use another graph name"
                )
            subject, object_ = quad.subject, quad.object
            yield Quad(
                skolemised(subject) if isinstance(subject, BlankNode) else subject,
                quad.predicate,
                skolemised(object_) if isinstance(object_, BlankNode) else object_,
                skolemised(name) if isinstance(name, BlankNode) else name,
            )
    except SyntaxError as error:
        raise RdfSyntaxError(f"{path}: {error.msg}", line=error.lineno, column=error.offset) from error
    except MemoryError as error:
        raise RdfSyntaxError(f"{path}: holds a single value or name of more than 16 MB") from error
    except OSError as error:
        raise RdfSyntaxError(f"{path}: cannot be read ({error})") from error


def serialise(quads: Iterable[Quad], format: str = "nq") -> bytes:
    """Return quads in a format of :data:`FORMATS`, sorted, with the ontology's prefixes; equal quads, equal bytes.

    >>> from pyoxigraph import Literal
    >>> quad = Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"))
    >>> serialise([quad], "nt")
    b'<urn:a> <urn:b> "c" .\\n'
    """
    ordered = sorted(quads, key=str)
    kind = FORMATS[format]
    items: Iterable[object] = ordered if kind.supports_datasets else dict.fromkeys(quad.triple for quad in ordered)
    written = ox.serialize(items, format=kind, prefixes=PREFIXES)  # type: ignore[arg-type]
    assert written is not None
    return written
