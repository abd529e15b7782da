"""One request of the protocol, read (SPARQL 1.1 Protocol, section 2.1): decoded once, refused with the reason."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from starlette.types import Receive, Scope

from seedline_api.http.cache import remembered
from seedline_api.settings import Settings

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_READ_ON = 8
_REMEMBERED = 200_000
_CHARSET = re.compile(r';\s*charset\s*=\s*"?([\w.:-]+)', re.IGNORECASE)


class Refused(Exception):
    """The request is refused with a status, a title, a reason and perhaps the limit that was reached."""

    def __init__(self, status: int, title: str, detail: str, limit: str | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.title = title
        self.limit = limit


class Asked(NamedTuple):
    """What a client asks."""

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    seconds: float
    format: str = ""


def read_address(query_string: bytes, settings: Settings) -> Asked | None:
    """Return what a GET asks, or ``None`` where it has no query, and so asks what this service is.

    Raises:
        Refused: with the status of the protocol.

    """
    if len(query_string) > settings.max_url:
        raise Refused(
            414,
            "URI too long",
            f"the address is longer than {settings.max_url} bytes (SEEDLINE_MAX_URL): send the query by POST",
            settings.named("max_url"),
        )
    try:
        pairs = _pairs(query_string)
    except UnicodeDecodeError as error:
        raise _not_utf8(error) from error
    if not any(name == "query" for name, _ in pairs):
        if any(name == "update" for name, _ in pairs):
            raise _update()
        return None
    return _asked(pairs, settings)


async def read_body(query_string: bytes, headers: dict[bytes, str], receive: Receive, settings: Settings) -> Asked:
    """Return what a POST asks.

    Raises:
        Refused: with the status of the protocol.

    """
    content_type, length = headers.get(b"content-type", ""), headers.get(b"content-length", "")
    if (packed := headers.get(b"content-encoding", "identity").strip().lower()) != "identity":
        raise Refused(415, "Unsupported content encoding", f"send the body as it is, not as {packed[:40]}")
    body = await _body(length, receive, settings)
    try:
        return _asked(_pairs(query_string) + _pairs_of_body(content_type, body), settings)
    except UnicodeDecodeError as error:
        raise _not_utf8(error) from error


def _not_utf8(error: UnicodeDecodeError) -> Refused:
    return Refused(400, "Not UTF-8", f"the request is not UTF-8: {error.reason} at byte {error.start}")


def _asked(pairs: list[tuple[str, str]], settings: Settings) -> Asked:
    queries: list[str] = []
    default: list[str] = []
    named: list[str] = []
    seconds = float(settings.max_time)
    format_ = ""
    for name, value in pairs:
        if name == "query":
            queries.append(value)
        elif name == "default-graph-uri" and value:
            default.append(value)
        elif name == "named-graph-uri" and value:
            named.append(value)
        elif name == "timeout" and value:
            seconds = min(seconds, _seconds(value))
        elif name in {"format", "output"} and value:
            format_ = value
        elif name == "update":
            raise _update()
    # Editors put a byte-order mark before a text; it is no part of the query.
    queries = [query.removeprefix("\ufeff") for query in queries]
    if len(queries) != 1 or not queries[0].strip():
        raise Refused(400, "One query is needed", f"give exactly one non-empty `query`; found {len(queries)}")
    return Asked(queries[0], tuple(default), tuple(named), seconds, format_)


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not seconds > 0:
        raise Refused(400, "A parameter is wrong", f"timeout must be a number of seconds above 0; found {value[:40]!r}")
    return seconds


def _pairs(form: bytes) -> list[tuple[str, str]]:
    """Return name and value of each parameter (application/x-www-form-urlencoded)."""
    pairs = []
    for part in form.split(b"&"):
        name, _, value = part.partition(b"=")
        if part:
            pairs.append((_decoded(name), _decoded(value)))
    return pairs


def _decoded(text: bytes) -> str:
    text = text.replace(b"+", b" ")
    return (unquote_to_bytes(text) if b"%" in text else text).decode()


def _pairs_of_body(content_type: str, body: bytes) -> list[tuple[str, str]]:
    kind = media_type(content_type)
    if not kind:
        raise Refused(400, "No content type", f"say what the body is: {FORM} or {QUERY}")
    if kind == UPDATE:
        raise _update()
    if (charset := _CHARSET.search(content_type)) and charset[1].lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise Refused(415, "Not UTF-8", f"send UTF-8, not {charset[1]} (SPARQL 1.1 Protocol, section 2.1.3)")
    if kind == QUERY:
        return [("query", body.decode())]
    if kind == FORM:
        return _pairs(body)
    raise Refused(415, "Unsupported content type", f"send {FORM} or {QUERY}, not {kind}")


@remembered(_REMEMBERED)
def media_type(content_type: str) -> str:
    """Return a media type without its parameters, in lower case.

    >>> media_type("Application/SPARQL-Query; charset=UTF-8")
    'application/sparql-query'
    """
    return content_type.split(";", 1)[0].strip().lower()


def _update() -> Refused:
    return Refused(403, "Updates are not accepted", "this service answers queries only: data change by a new snapshot")


async def _body(length: str, receive: Receive, settings: Settings) -> bytes:
    body = bytearray()
    seen = 0
    too_large = length.isdigit() and int(length) > settings.max_body
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, "Cut off", "the connection ended within the request")
        part = message.get("body", b"")
        seen += len(part)
        too_large = too_large or seen > settings.max_body
        if not too_large:
            body += part
        last = not message.get("more_body")
        # What is too large is read on and thrown away for a while: clients and proxies that are still sending would
        # see a broken connection in place of the answer.
        if too_large and (last or seen > _READ_ON * settings.max_body):
            raise _too_large(settings)
        if last:
            return bytes(body)


def _too_large(settings: Settings) -> Refused:
    detail = f"the body is larger than {settings.max_body} bytes (SEEDLINE_MAX_BODY)"
    return Refused(413, "Content too large", detail, settings.named("max_body"))


def headers_of(scope: Scope) -> dict[bytes, str]:
    """Return the headers of a request; where one comes several times, joined as RFC 9110 (section 5.2) says."""
    found: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        text = value.decode("latin-1")
        found[name] = f"{found[name]}, {text}" if name in found else text
    return found
