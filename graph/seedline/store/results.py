"""One answer type for every kind of query."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import IO, cast

import pyoxigraph as ox

from seedline.errors import InputError, NotWritable
from seedline.store.rows import RowCounter, Sink, XmlChecker, too_many_rows
from seedline_ontology import PREFIXES

ROW_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}
MEDIA_TYPES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "nq": "application/n-quads",
    "trig": "application/trig",
}
"""Format → media type, as SPARQL 1.1 Protocol and the formats' own registrations name them."""
_ELEMENT = re.compile(r"[^\W\d][\w.\-]*$")
_FORMATS = {"select": tuple(ROW_FORMATS), "ask": ("json", "xml"), "graph": tuple(GRAPH_FORMATS)}


class Result:
    """An answer that has not been read yet: rows, yes or no, or triples.

    It can be read once, as rows or serialised.
    """

    def __init__(self, answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> None:
        self._answer = answer

    @property
    def kind(self) -> str:
        """Return ``select``, ``ask`` or ``graph``."""
        if isinstance(self._answer, ox.QuerySolutions):
            return "select"
        return "ask" if isinstance(self._answer, ox.QueryBoolean) else "graph"

    @property
    def formats(self) -> list[str]:
        """Return the formats this answer can be written in, the usual one first."""
        return list(_FORMATS[self.kind])

    @property
    def variables(self) -> list[str]:
        """Return the names of a SELECT's columns."""
        assert isinstance(self._answer, ox.QuerySolutions)
        return [variable.value for variable in self._answer.variables]

    def __bool__(self) -> bool:
        """Return the answer of an ASK."""
        if not isinstance(self._answer, ox.QueryBoolean):
            raise TypeError("only the answer of an ASK is true or false")
        return bool(self._answer)

    def rows(self) -> Iterator[tuple[str | None, ...]]:
        """Yield the rows of a SELECT as text, ``None`` where nothing is bound."""
        assert isinstance(self._answer, ox.QuerySolutions)
        for solution in self._answer:
            yield tuple(None if value is None else getattr(value, "value", str(value)) for value in solution)

    def terms(self) -> Iterator[tuple[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, ...]]:
        """Yield the rows of a SELECT as terms, ``None`` where nothing is bound."""
        assert isinstance(self._answer, ox.QuerySolutions)
        for solution in self._answer:
            yield tuple(solution)

    def triples(self) -> Iterator[ox.Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE."""
        assert isinstance(self._answer, ox.QueryTriples)
        yield from self._answer

    def serialise(self, format: str) -> bytes:
        """Return the whole answer in one of :attr:`formats`."""
        held = io.BytesIO()
        self.write(held, format)
        return held.getvalue()

    def write(self, sink: Sink, format: str, *, max_rows: int | None = None) -> None:
        """Write the whole answer into a binary file in one of :attr:`formats`.

        Raises:
            LimitExceeded: it has more than ``max_rows`` rows or triples; the sink then holds a useless part.

        """
        kind = self.kind
        if format not in _FORMATS[kind]:
            raise InputError(f"a {kind} answer has no format {format!r}; it has {', '.join(self.formats)}")
        if isinstance(self._answer, ox.QueryTriples):
            checked = XmlChecker(sink) if format == "rdf" else sink
            try:
                ox.serialize(
                    _counted(_writable(self._answer, format), max_rows),
                    cast("IO[bytes]", checked),
                    format=GRAPH_FORMATS[format],
                    prefixes=PREFIXES,
                )
            except OSError:
                if isinstance(checked, XmlChecker) and checked.failure is not None:
                    raise checked.failure from None
                raise
            return
        checked = XmlChecker(sink) if format == "xml" else sink
        counting = RowCounter(checked, format, max_rows) if max_rows is not None and kind == "select" else checked
        try:
            self._answer.serialize(cast("IO[bytes]", counting), format=ROW_FORMATS[format])
        except (RuntimeError, OSError):
            # pyoxigraph passes an exception of a sink on as one of its own of the same words.
            for judge in (counting, checked):
                if isinstance(judge, (RowCounter, XmlChecker)) and judge.failure is not None:
                    raise judge.failure from None
            raise


def _writable(triples: Iterable[ox.Triple], format: str) -> Iterator[ox.Triple]:
    """Yield triples while a format can hold them; what a parser could not read back is refused."""
    for triple in triples:
        if format == "jsonld" and isinstance(triple.object, ox.Triple):
            raise NotWritable("JSON-LD cannot hold triple terms (RDF 1.2): ask for Turtle or N-Triples")
        if format == "rdf" and not _ELEMENT.search(triple.predicate.value):
            raise NotWritable(
                f"RDF/XML cannot hold the property <{triple.predicate.value}>, whose IRI ends in no XML name: "
                "ask for Turtle or N-Triples"
            )
        yield triple


def _counted(triples: Iterable[ox.Triple], max_rows: int | None) -> Iterator[ox.Triple]:
    for index, triple in enumerate(triples):
        if index == max_rows:
            raise too_many_rows(index)
        yield triple
