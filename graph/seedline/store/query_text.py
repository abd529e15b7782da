"""What can be told of a query from its text: is it an update, does it leave the house, where is its error."""

from __future__ import annotations

import re

# SPARQL 1.1, section 19: comments, strings and IRIs are lexed before keywords, so they are blanked first.
_OPAQUE = re.compile(
    r'"""(?:(?:"|"")?(?:[^"\\]|\\.))*"""'
    r"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r"|<[^\x00-\x20<>\"{}|^`\\]*>"
    r"|\#[^\n\r]*",
    re.DOTALL,
)
_SERVICE = re.compile(r"(?<![?$:\w.-])SERVICE(?![\w:-])", re.IGNORECASE)
_UPDATE = re.compile(
    r"^\s*(?:(?:PREFIX\s+[^\s:]*:|BASE)\s*<>\s*)*"
    r"(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"error at (\d+):(\d+)")


def blanked(query: str) -> str:
    """Return the query with strings emptied, IRIs as ``<>`` and comments gone, so keywords can be looked for.

    >>> blanked('SELECT * { ?s ?p "SERVICE" } # SERVICE')
    'SELECT * { ?s ?p "" } '
    """

    def blank(match: re.Match[str]) -> str:
        start = match.group()[0]
        return {"<": "<>", "#": ""}.get(start, '""')

    return _OPAQUE.sub(blank, query)


def calls_service(query: str) -> bool:
    """Return whether the query asks another endpoint (SPARQL 1.1 Federated Query).

    >>> calls_service("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    True
    >>> calls_service("PREFIX service: <urn:x> SELECT ?service { ?service service:SERVICE 'SERVICE' }")
    False
    """
    return _SERVICE.search(blanked(query)) is not None


def is_update(query: str) -> bool:
    """Return whether the text is a SPARQL Update request.

    >>> is_update("PREFIX x: <urn:x> DELETE WHERE { ?s ?p ?o }"), is_update("SELECT * { ?s ?p ?o }")
    (True, False)
    """
    return _UPDATE.match(blanked(query)) is not None


def error_place(message: str) -> tuple[int | None, int | None]:
    """Return line and column of a parser's message.

    >>> error_place("error at 1:11: expected")
    (1, 11)
    """
    match = _PLACE.search(message)
    return (int(match[1]), int(match[2])) if match else (None, None)
