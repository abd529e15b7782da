"""The addresses of everything: base IRI, keys, graphs, concepts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import NamedNode

from seedline_ontology import PREFIXES, SCHEME, SL

DEFAULT_BASE = "https://w3id.org/seedline/"
UN_SDG = "http://metadata.un.org/sdg/"
RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")


@lru_cache(maxsize=1024)
def term(curie: str) -> NamedNode:
    """Return the IRI of a compact name with one of the ontology's prefixes.

    >>> term("sl:amount").value
    'https://w3id.org/seedline/ontology#amount'
    """
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def concept(scheme: str, token: str) -> NamedNode:
    """Return the IRI of a concept; SDG goals and targets keep the United Nations' own.

    >>> concept("sdg", "8.10").value
    'http://metadata.un.org/sdg/8.10'
    >>> concept("country", "NA").value
    'https://w3id.org/seedline/scheme/country/NA'
    """
    return NamedNode((UN_SDG if scheme == "sdg" else f"{SCHEME}{scheme}/") + token)


def token(iri: str) -> str:
    """Return the last part of a concept's IRI.

    >>> token("https://w3id.org/seedline/scheme/status/ongoing")
    'ongoing'
    """
    return iri.rsplit("/", 1)[-1]


def local_name(iri: str) -> str:
    """Return an ontology term's local name.

    >>> local_name(SL + "amount")
    'amount'
    """
    return iri.removeprefix(SL)


@dataclass(frozen=True, slots=True)
class Names:
    """Mints the IRIs of things, statements, evidence and graphs under one base."""

    base: str = DEFAULT_BASE

    def thing(self, key: str) -> NamedNode:
        """Return the IRI of a thing.

        >>> Names().thing("CT.0921").value
        'https://w3id.org/seedline/id/CT.0921'
        """
        return NamedNode(f"{self.base}id/{key}")

    def item(self, owner: str, segment: str, key: str) -> NamedNode:
        """Return the IRI of what hangs on a thing.

        >>> Names().item("CT.0921", "step", "framework").value
        'https://w3id.org/seedline/id/CT.0921/step/framework'
        """
        return NamedNode(f"{self.base}id/{owner}/{segment}/{key}")

    def evidence(self, source: str, place: str) -> NamedNode:
        """Return the IRI of a place in a source; equal places share it."""
        return NamedNode(f"{self.base}id/evidence/{source}/{place}")

    def source(self, key: str) -> NamedNode:
        """Return the IRI of a source."""
        return NamedNode(f"{self.base}id/source/{key}")

    def graph(self, name: str) -> NamedNode:
        """Return the IRI of a graph of the snapshot: ``source/booklet``, ``derived``, ``ontology``, ``meta``.

        >>> Names().graph("source/booklet").value
        'https://w3id.org/seedline/graph/source/booklet'
        """
        return NamedNode(f"{self.base}graph/{name}")
