"""One answer type for every kind of query."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from seedline.errors import InputError
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
        if self.kind == "ask":
            return ["json", "xml"]
        return list(ROW_FORMATS if self.kind == "select" else GRAPH_FORMATS)

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

    def triples(self) -> Iterator[ox.Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE."""
        assert isinstance(self._answer, ox.QueryTriples)
        yield from self._answer

    def serialise(self, format: str) -> bytes:
        """Return the whole answer in one of :attr:`formats`."""
        if format not in self.formats:
            raise InputError(f"a {self.kind} answer has no format {format!r}; it has {', '.join(self.formats)}")
        if isinstance(self._answer, ox.QueryTriples):
            written = ox.serialize(self._answer, format=GRAPH_FORMATS[format], prefixes=PREFIXES)
        else:
            written = self._answer.serialize(format=ROW_FORMATS[format])
        assert written is not None
        return written
