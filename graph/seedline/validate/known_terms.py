"""The terms of our vocabulary that a query names and that it does not have: they match nothing, in silence."""

from __future__ import annotations

from functools import cache

import seedline_ontology
from seedline.store.query_text import names
from seedline.triples import DEFAULT_BASE, NamedNode, parse_file
from seedline_ontology import PREFIXES, SCHEME, SL

_MOST = 20


def unknown_terms(query: str) -> list[str]:
    """Return the names in a query that lie in our vocabulary and are not in it, as written, twenty at most.

    >>> unknown_terms("ASK { ?x sl:scaldInto ?y ; sl:relation relation:scaledInto ; rdfs:lable 'sl:nothing' }")
    ['sl:scaldInto']
    """
    if not any(part in query for part in _PARTS):
        return []
    ours = (token for token, iri in names(query, PREFIXES) if iri.startswith(_SPACES) and iri not in terms())
    # A namespace alone, as a filter compares with, is no term.
    return [token for token in dict.fromkeys(ours) if not token.endswith((":", "#>", "/>"))][:_MOST]


@cache
def terms() -> frozenset[str]:
    """Return every term and concept that the vocabulary declares."""
    found = set()
    for file in (seedline_ontology.ontology(), *seedline_ontology.schemes()):
        for quad in parse_file(file, source="ontology", graph=NamedNode("urn:x-terms"), base=DEFAULT_BASE):
            if isinstance(quad.subject, NamedNode):
                found.add(quad.subject.value)
    return frozenset(found)


_SPACES = (SL, SCHEME)
_PARTS = (
    # An address within one of them, one that may be the beginning of such an address, or an escape, which may spell it.
    *("seedline/ontology", "seedline/scheme", "seedline/>", "seedline>", "w3id.org/>", "w3id.org>", "\\u", "\\U"),
    *(f"{prefix}:" for prefix, space in PREFIXES.items() if space.startswith(_SPACES)),
)
"""What a query holds that can name a term of ours: most queries hold none, and are not lexed for it."""
