"""What scripts of other origins may read: data and pictures, without credentials (Fetch standard, section 3.2).

Any address may be asked with GET, so that a preflight never stands before data; whether the answer may be read, the
answer says. Pages are not open: a page may show passages of a text that lies on the reader's own machine.
"""

from __future__ import annotations

_OPEN = (
    *("/api", "/view", "/embed", "/oembed", "/id", "/doc", "/ontology", "/scheme", "/graph", "/skolem", "/data"),
    *("/context.jsonld", "/openapi.json", "/llms.txt", "/download"),
)
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
    """Return whether scripts of other origins may read all that a path gives but pages.

    >>> is_open("/api/lineages"), is_open("/view.svg"), is_open("/explore"), is_open("/pin")
    (True, True, False, False)
    """
    return path.startswith(_OPEN)


def is_preflight(path: str, headers: Headers) -> bool:
    """Return whether a browser asks by OPTIONS if a script may ask for a path with GET.

    >>> is_preflight("/explore.json", [(b"access-control-request-method", b"GET")])
    True
    >>> is_preflight("/pin", [(b"access-control-request-method", b"POST")])
    False
    """
    asked = next((value for name, value in headers if name == b"access-control-request-method"), b"")
    return is_open(path) or asked in {b"GET", b"HEAD"}


def opened(headers: Headers, path: str) -> Headers:
    """Return the headers of an answer with those that let scripts read it; a page stays as it is.

    >>> opened([(b"content-type", b"text/html; charset=utf-8")], "/doc")
    [(b'content-type', b'text/html; charset=utf-8')]
    """
    known = {name.lower(): value for name, value in headers}
    if b"access-control-allow-origin" not in known:
        if not is_open(path) or known.get(b"content-type", b"").startswith(b"text/html"):
            return headers
        headers = [*headers, (b"access-control-allow-origin", b"*")]
    return [*headers, (b"access-control-expose-headers", TOLD)]
