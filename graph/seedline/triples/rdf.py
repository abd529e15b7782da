"""RDF read and written, with errors that name the place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Protocol

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from seedline.errors import ForbiddenGraph, RdfSyntaxError
from seedline.triples.jsonld import compacted
from seedline_ontology import PREFIXES

FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "n3": ox.RdfFormat.N3,
}
"""The short name of a format, as files end in it."""
RECOVERS = frozenset({"ttl", "nt", "nq", "trig"})
"""The formats whose parser finds its way again after a statement that it cannot read."""
_PLACE = re.compile(r"Parser error (?:at line \d+ (?:between columns \d+ and \d+|column \d+)|between .+?): ")
_REMOTE = "No LoadDocumentCallback"
_WIDE = (PREFIXES["id"],)
Skip = Callable[[str, int | None], None]
"""Takes what is wrong with a statement that is passed over, and its line where it is known."""


class Bytes(Protocol):
    """What gives its bytes piece by piece."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most some bytes, none at the end."""
        ...


def parse_file(path: Path, *, source: str, graph: NamedNode, base: str) -> Iterator[Quad]:
    """Yield the quads of an RDF file that ends in the name of its format; see :func:`parse`."""
    try:
        with path.open("rb") as file:
            yield from parse(
                file, path.suffix.lstrip(".").lower(), name=str(path), source=source, graph=graph, base=base
            )
    except OSError as error:
        raise RdfSyntaxError(f"{path}: cannot be read ({error.strerror})") from error


def parse(
    file: Bytes | IO[bytes],
    format: str,
    *,
    name: str,
    source: str,
    graph: NamedNode,
    base: str,
    iri: str | None = None,
    skip: Skip | None = None,
    unchecked: bool = False,
) -> Iterator[Quad]:
    """Yield the quads of RDF as a file holds it, its own graphs kept, its default graph put into ``graph``.

    Blank nodes become IRIs under ``{base}skolem/{source}/`` (RDF 1.1, section 3.5), so that two files never share one
    by accident: those in triple terms too, and by the same name. Relative IRIs are resolved against ``iri``. With
    ``skip`` what the parser cannot read is handed to it, and what comes after is read where the format allows it. With
    ``unchecked`` IRIs and language tags are as they are written, for the caller to look at.

    Raises:
        RdfSyntaxError: the file cannot be parsed; line and column are set where known.
        ForbiddenGraph: the file writes into ``{base}graph/``.

    """
    reserved = f"{base}graph/"
    numbers: dict[str, int] = {}

    def skolem(node: BlankNode) -> NamedNode:
        # The parser's own labels are drawn anew each time; the order of appearance is the file's.
        number = numbers.setdefault(node.value, len(numbers))
        return NamedNode(f"{base}skolem/{source}/{number}")

    def named(term: Any) -> Any:
        if isinstance(term, BlankNode):
            return skolem(term)
        if isinstance(term, Triple):
            return Triple(named(term.subject), term.predicate, named(term.object))
        return term

    try:
        parser = ox.parse(input=file, format=FORMATS[format], base_iri=iri, lenient=unchecked)  # type: ignore[arg-type]
    except ValueError as error:
        raise RdfSyntaxError(f"{name}: relative IRIs cannot be resolved against {iri!r}: {error}") from error
    while True:
        try:
            for quad in parser:
                into = quad.graph_name
                if isinstance(into, DefaultGraph):
                    into = graph
                elif format == "n3":
                    raise RdfSyntaxError(f"{name}: holds a formula of Notation3, which is no RDF")
                elif isinstance(into, NamedNode) and into.value.startswith(reserved) and into != graph:
                    raise ForbiddenGraph(
                        f"{name}: writes into <{into.value}>, which Seedline keeps for itself; use another graph name"
                    )
                elif isinstance(into, BlankNode):
                    into = skolem(into)
                subject, object_ = quad.subject, quad.object
                if isinstance(subject, BlankNode):
                    subject = skolem(subject)
                if isinstance(object_, (BlankNode, Triple)):
                    object_ = named(object_)
                yield Quad(subject, quad.predicate, object_, into)
            return
        except SyntaxError as error:
            told = _PLACE.sub("", str(error.msg))
            if skip is None or format not in RECOVERS:
                if _REMOTE in told:
                    told = "names a context on another server, which is not fetched"
                elif "UTF-8" in told:
                    told = f"{told}: save the file as UTF-8"
                elif skip is not None:
                    told = f"{told}; what comes after it could only be guessed, so no lenient reading goes on"
                place = f":{error.lineno}:{error.offset}" if error.lineno else ""
                raise RdfSyntaxError(f"{name}{place}: {told}", line=error.lineno, column=error.offset) from error
            skip(told, error.lineno)
        except MemoryError as error:
            raise RdfSyntaxError(f"{name}: holds a single value or name of more than 16 MB") from error


def serialise(quads: Iterable[Quad], format: str = "nq", *, first: str = "") -> bytes:
    """Return quads in a format of :data:`FORMATS`, sorted, with the prefixes that they use; equal quads, equal bytes.

    What is said of the IRI ``first`` comes before all else. JSON-LD has the short words of the ontology's context.

    >>> from pyoxigraph import Literal
    >>> quads = [Quad(NamedNode(s), NamedNode("urn:b"), Literal("c")) for s in ("urn:a", "urn:z")]
    >>> serialise(quads, "nt", first="urn:z").decode().splitlines()
    ['<urn:z> <urn:b> "c" .', '<urn:a> <urn:b> "c" .']
    """
    ordered = sorted(quads, key=lambda quad: (getattr(quad.subject, "value", "") != first, str(quad)))
    kind = FORMATS[format]
    plain = all(isinstance(quad.graph_name, DefaultGraph) and not isinstance(quad.object, Triple) for quad in ordered)
    if format == "jsonld" and plain:
        return compacted(dict.fromkeys(ordered))
    items: Iterable[object] = ordered if kind.supports_datasets else dict.fromkeys(quad.triple for quad in ordered)
    written = ox.serialize(items, format=kind, prefixes=_used(ordered))  # type: ignore[arg-type]
    assert written is not None
    return _with_ordered_prefixes(written) if format in {"ttl", "trig"} else written


def _with_ordered_prefixes(written: bytes) -> bytes:
    """Return Turtle with its prefixes in order: the writer's own order is another each time."""
    lines = written.split(b"\n")
    end = next((at for at, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    return b"\n".join([*sorted(lines[:end]), *lines[end:]])


def _used(quads: Iterable[Quad]) -> dict[str, str]:
    """Return the prefixes of the ontology that stand before an IRI of some quads."""
    spaces = set()
    for quad in quads:
        for node in (quad.subject, quad.predicate, quad.object, getattr(quad.object, "datatype", None)):
            if isinstance(node, NamedNode):
                iri = node.value
                spaces.add(iri[: max(iri.rfind("/"), iri.rfind("#")) + 1])
                # A key may hold strokes of its own.
                spaces.update(space for space in _WIDE if iri.startswith(space))
    return {prefix: space for prefix, space in PREFIXES.items() if space in spaces}
