"""How a value of the model becomes an RDF term."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from seedline_ontology import PREFIXES

_XSD = PREFIXES["xsd"]
_DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
_SIMPLE = {
    "decimal": "decimal",
    "integer": "integer",
    "duration": "duration",
    "boolean": "boolean",
    "year": "gYear",
}


def date(value: str) -> Literal:
    """Return a date with the datatype of its own precision; a year is never widened to a day.

    >>> date("2021-10").datatype.value.rsplit("#")[-1]
    'gYearMonth'
    """
    return Literal(value, datatype=NamedNode(_XSD + _DATE_TYPES[len(value)]))


def literal(value: str, range_: str) -> Literal:
    """Return the literal of a value for one of the literal ranges of :class:`seedline.model.Prop`.

    >>> literal("5600000", "decimal").datatype.value.rsplit("#")[-1]
    'decimal'
    """
    if range_ == "date":
        return date(value)
    if range_ == "text":
        return Literal(value, language="en")
    if range_ in _SIMPLE:
        return Literal(value, datatype=NamedNode(_XSD + _SIMPLE[range_]))
    return Literal(value)


def integer(value: int) -> Literal:
    """Return an xsd:integer."""
    return Literal(str(value), datatype=NamedNode(_XSD + "integer"))
