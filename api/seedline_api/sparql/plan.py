"""What an answer will be, told from the request alone: its format, its key in the cache, its tag, its headers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable
from typing import NamedTuple

from seedline.store import GRAPH_FORMATS, MEDIA_TYPES, ROW_FORMATS, is_volatile, query_kind
from seedline.validate.known_terms import unknown_terms
from seedline_api.http.cache import remembered
from seedline_api.http.negotiation import RDF_BY_OTHER_NAMES, choose
from seedline_api.sparql.protocol import Asked, Refused

Headers = list[tuple[bytes, bytes]]
_ROWS = {name: MEDIA_TYPES[name] for name in ROW_FORMATS}
_GRAPHS = {name: MEDIA_TYPES[name] for name in GRAPH_FORMATS}
_DESCRIPTIONS = {name: MEDIA_TYPES[name] for name in ("ttl", "rdf", "jsonld", "nt")}
# Under general and older names too, which many clients ask for and nothing else; the answer has the name asked for.
_GENERAL_ROWS = {
    "json plain": "application/json",
    "xml plain": "application/xml",
    "xml text": "text/xml",
    "csv plain": "text/plain; charset=utf-8",
}
_REMEMBERED = 500_000
# A browser gets the query page with the result in it; last, since of equals the first is sent.
_PAGE = {"html": "text/html; charset=utf-8"}
_OFFERS = {
    "select": _ROWS | _GENERAL_ROWS | _PAGE,
    "ask": {n: media for n, media in (_ROWS | _GENERAL_ROWS).items() if n.split()[0] in {"json", "xml"}} | _PAGE,
    "graph": _GRAPHS | RDF_BY_OTHER_NAMES | _PAGE,
    "description": _DESCRIPTIONS | _PAGE,
    "void": _DESCRIPTIONS,
}
_SHORT = {
    "turtle": "ttl",
    "ntriples": "nt",
    "n-triples": "nt",
    "nquads": "nq",
    "n-quads": "nq",
    "rdfxml": "rdf",
    "rdf+xml": "rdf",
    "rdf/xml": "rdf",
    "json-ld": "jsonld",
    "ld+json": "jsonld",
    "sparql-results+json": "json",
    "sparql-results+xml": "xml",
    "srj": "json",
    "srx": "xml",
    "text": "csv",
}
"""What the parameter ``format`` may say beside our own names and the media types."""
_NO_GZIP = re.compile(r"gzip\s*;\s*q\s*=\s*0(\.0*)?\s*(,|$)", re.IGNORECASE)


class Plan(NamedTuple):
    """How a request will be answered; ``tag`` is empty where an answer cannot be kept."""

    asked: Asked
    format: str
    packed: bool
    key: Hashable
    tag: str
    headers: Headers


def plan(asked: Asked, version: str, accept: str | None, accept_encoding: str) -> Plan:
    """Return how to answer a question about a version of the data.

    Raises:
        Refused: 406, with the list of what there is.

    """
    # What is no query is told so by the evaluator, with its place.
    kind = query_kind(asked.query) or "select"
    format_ = named(asked.format, kind) or chosen(accept, kind)
    packed = takes_gzip(accept_encoding)
    key = (version, asked.query, asked.default_graphs, asked.named_graphs, format_, packed)
    if is_volatile(asked.query):
        tag, kept = "", b"no-store"
    else:
        tag, kept = tag_of(key), b"public, no-cache"
    headers = [
        (b"content-type", _OFFERS[kind][format_].encode()),
        (b"seedline-version", version.encode()),
        (b"vary", b"Accept, Accept-Encoding"),
        (b"cache-control", kept),
    ]
    if tag:
        headers.append((b"etag", tag.encode()))
    if unknown := unknown_terms(asked.query):
        headers.append((b"seedline-unknown-terms", ", ".join(unknown).encode("ascii", "backslashreplace")))
    return Plan(asked, format_.split()[0], packed, key, tag, headers)


def named(format_: str, kind: str) -> str | None:
    """Return the format that ``format=`` or ``output=`` names, ``None`` where it names none of this kind of answer.

    >>> named("CSV", "select"), named("text/turtle", "graph"), named("turtle", "select"), named("pretty", "ask")
    ('csv', 'ttl', None, None)
    """
    wanted = format_.split(";")[0].strip().lower()
    # A plus stands for a blank in an address, and few remember it.
    wanted = wanted.replace(" ", "+")
    offers = _OFFERS[kind]
    if (short := _SHORT.get(wanted, wanted)) in offers and short != "html":
        return short
    return next((name for name, media in offers.items() if media.split(";")[0] == wanted), None)


@remembered(_REMEMBERED)
def chosen(accept: str | None, kind: str) -> str:
    """Return the format that a client wants of those that there are for a kind of answer.

    Raises:
        Refused: 406, with the list of what there is.

    """
    offers = _OFFERS[kind]
    format_ = choose(accept, offers)
    if format_ is None:
        media = ", ".join(offer.split(";")[0] for name, offer in offers.items() if " " not in name)
        raise Refused(406, "Not acceptable", f"this can be sent as {media}")
    return format_


@remembered(_REMEMBERED)
def takes_gzip(accept_encoding: str) -> bool:
    """Return whether a client takes gzip (RFC 9110, section 12.5.3).

    >>> takes_gzip("br, gzip"), takes_gzip("gzip;q=0, br"), takes_gzip("")
    (True, False, False)
    """
    return "gzip" in accept_encoding.lower() and not _NO_GZIP.search(accept_encoding)


def tag_of(key: tuple[object, ...]) -> str:
    """Return the entity tag of what is kept under a key that begins with the version."""
    # Weak: without ORDER BY two evaluations may order equal rows differently.
    return f'W/"{key[0]}-{hashlib.blake2s(repr(key).encode(), digest_size=10).hexdigest()}"'
