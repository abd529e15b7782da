"""Which of our formats a client wants most (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping

import mimeparse

Offers = Mapping[str, str]
"""Format → media type, the one we send when the client does not mind first."""


RDF = {
    "ttl": "text/turtle; charset=utf-8",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "trig": "application/trig",
    "nq": "application/n-quads",
}
"""The forms of RDF."""
RDF_BY_OTHER_NAMES = {
    "ttl x": "application/x-turtle; charset=utf-8",
    "ttl n3": "text/n3; charset=utf-8",
    "nt plain": "text/plain; charset=utf-8",
    "rdf plain": "application/xml",
    "rdf text": "text/xml",
    "jsonld plain": "application/json",
}
"""General and older names, which many clients ask for and nothing else; the answer has the name asked for."""


def choose(accept: str | None, offers: Offers) -> str | None:
    """Return the format that an Accept header asks for, or ``None`` where nothing offered will do.

    >>> offers = {"json": "application/sparql-results+json", "csv": "text/csv; charset=utf-8"}
    >>> choose("text/csv;q=0.9, */*;q=0.1", offers), choose(None, offers), choose("image/png", offers)
    ('csv', 'json', None)
    """
    first = next(iter(offers))
    if accept is None or not accept.strip() or accept.strip() == "*/*":
        return first
    # mimeparse prefers the last of equals, so ours is turned round; it reads media types in lower case only.
    bare = {media.split(";")[0]: name for name, media in reversed(list(offers.items()))}
    try:
        best = mimeparse.best_match(list(bare), accept.lower())
    except mimeparse.MimeTypeParseException:
        return first
    return bare.get(best)
