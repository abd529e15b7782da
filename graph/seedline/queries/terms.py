"""Terms as people write them: the space of each kind, the short name of a term, and a term within a query."""

from __future__ import annotations

import re
from collections.abc import Iterator

from seedline.store import Store
from seedline.triples import Literal, NamedNode
from seedline_ontology import PREFIXES, SCHEME

Term = NamedNode | Literal
_XSD = PREFIXES["xsd"]
_SHORT = re.compile(r"[A-Za-z0-9_](?:[\w-]|\.(?=[\w-]))*")


def terms(store: Store, query: str) -> Iterator[Term]:
    """Yield the terms of a query of one column."""
    for (term,) in store.query(query).terms():
        if isinstance(term, NamedNode | Literal):
            yield term


def space(prefix: str, base: str) -> str:
    """Return the space of a prefix; things lie under the data's own base."""
    if prefix == "id":
        return f"{base}id/"
    return f"{SCHEME}region/" if prefix == "region" else PREFIXES[prefix]


def last(term: Term) -> str:
    """Return a term as an address names it: the part after its space."""
    value = term.value
    if isinstance(term, Literal):
        return value
    if "/id/" in value:
        return value.split("/id/", 1)[1]
    return value.rsplit("#", 1)[-1] if "#" in value else value.rsplit("/", 1)[-1]


def written(term: Term, base: str) -> str:
    """Return a term as a query writes it: with a known prefix where that can be, else whole.

    >>> written(NamedNode("https://w3id.org/seedline/id/CT.0921"), ""), written(Literal('a "b"'), "")
    ('id:CT.0921', '"a \\\\"b\\\\""')
    """
    if isinstance(term, NamedNode):
        for prefix, iri in PREFIXES.items():
            local = term.value.removeprefix(iri)
            if local != term.value and _SHORT.fullmatch(local):
                return f"{prefix}:{local}"
        return str(term)
    datatype = term.datatype.value.removeprefix(_XSD)
    if datatype == "integer":
        return term.value
    return f'"{term.value}"^^xsd:{datatype}' if datatype in {"date", "gYear", "decimal"} else str(term)
