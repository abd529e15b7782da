"""What an answer will be, told from the request alone: its format, its key in the cache, its tag, its headers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable
from typing import NamedTuple

from seedline.store import GRAPH_FORMATS, MEDIA_TYPES, ROW_FORMATS, is_volatile, query_kind
from seedline_api.http.cache import remembered
from seedline_api.http.negotiation import choose
from seedline_api.sparql.protocol import Asked, Refused

Headers = list[tuple[bytes, bytes]]
_OFFERS = {
    # JSON under its general name too: many clients ask for nothing else.
    "select": {name: MEDIA_TYPES[name] for name in ROW_FORMATS} | {"plain-json": "application/json"},
    "ask": {name: MEDIA_TYPES[name] for name in ("json", "xml")} | {"plain-json": "application/json"},
    "graph": {name: MEDIA_TYPES[name] for name in GRAPH_FORMATS},
    "description": {name: MEDIA_TYPES[name] for name in ("ttl", "rdf", "jsonld", "nt")}
    | {"html": "text/html; charset=utf-8"},
    "void": {name: MEDIA_TYPES[name] for name in ("ttl", "rdf", "jsonld", "nt")},
}
_REMEMBERED = 500_000
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
    format_ = chosen(accept, kind)
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
    return Plan(asked, format_.removeprefix("plain-"), packed, key, tag, headers)


@remembered(_REMEMBERED)
def chosen(accept: str | None, kind: str) -> str:
    """Return the format that a client wants of those that there are for a kind of answer.

    Raises:
        Refused: 406, with the list of what there is.

    """
    offers = _OFFERS[kind]
    format_ = choose(accept, offers)
    if format_ is None:
        media = ", ".join(offer.split(";")[0] for offer in offers.values())
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
