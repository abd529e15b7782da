"""What scripts of other origins may read: data and pictures, without credentials (Fetch standard, section 3.2).

Pages are not open: a page may show passages of a text that lies on the reader's own machine.
"""

from __future__ import annotations

_OPEN = ("/api", "/view", "/embed", "/oembed", "/id", "/doc", "/ontology", "/scheme", "/graph", "/skolem", "/data")
ASKED_WITH = b"Accept, Cache-Control, Content-Type, If-None-Match, X-Request-Id, X-Requested-With"
"""The headers that a script may send."""
TOLD = (
    b"Content-Location, ETag, Link, Retry-After, Seedline-Absent-Graphs, Seedline-Left-Out, Seedline-Limits, "
    b"Seedline-Unknown-Terms, Seedline-Version, X-Request-Id"
)
"""The headers of an answer that a script may read."""
PREFLIGHT = [
    (b"allow", b"GET, HEAD, OPTIONS"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, HEAD, OPTIONS"),
    (b"access-control-allow-headers", ASKED_WITH),
    (b"access-control-max-age", b"86400"),
    (b"vary", b"Origin, Access-Control-Request-Method, Access-Control-Request-Headers"),
]
Headers = list[tuple[bytes, bytes]]


def is_open(path: str) -> bool:
    """Return whether scripts of other origins may ask for a path.

    >>> is_open("/api/lineages"), is_open("/view.svg"), is_open("/explore"), is_open("/pin")
    (True, True, False, False)
    """
    return path.startswith(_OPEN) or path == "/context.jsonld"


def opened(headers: Headers) -> Headers:
    """Return the headers of an answer with those that let scripts read it; a page stays as it is.

    >>> opened([(b"content-type", b"text/html; charset=utf-8")])
    [(b'content-type', b'text/html; charset=utf-8')]
    """
    known = {name.lower(): value for name, value in headers}
    if b"access-control-allow-origin" not in known:
        if known.get(b"content-type", b"").startswith(b"text/html"):
            return headers
        headers = [*headers, (b"access-control-allow-origin", b"*")]
    return [*headers, (b"access-control-expose-headers", TOLD)]
