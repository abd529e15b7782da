"""A query's error in one sentence, with the place of the word that is wrong: not of where the parser gave up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from seedline.store.query_text import places

_PLACE = re.compile(r"error at (\d+):(\d+)")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_OPENING, _CLOSING = {"{": "}", "(": ")", "[": "]"}, {"}": "{", ")": "(", "]": "["}
_SAID = {
    "Duplicated variable name in SELECT": "SELECT names a variable twice",
    "The SELECT contains a variable that is unbound": (
        "SELECT names a variable that is neither in GROUP BY nor in an aggregate"
    ),
    "IRI parsing failed": "an IRI is relative and there is no BASE, or it is no IRI",
}
"""What the parser says of a text whose form is right, in words for whoever wrote it."""
_MAY_STAND = """
A ABS ADJUST AS ASC ASK AVG BIND BNODE BOUND BY CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY DESC DISTINCT
ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR GRAPH GROUP GROUP_CONCAT HASLANG HASLANGDIR HAVING HOURS IF IN IRI ISBLANK
ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG LANGDIR LANGMATCHES LATERAL LCASE LIMIT MAX MD5 MIN MINUS MINUTES
MONTH NOT NOW OBJECT OFFSET OPTIONAL ORDER PREDICATE RAND REDUCED REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SELECT
SERVICE SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLANGDIR STRLEN STRSTARTS
STRUUID SUBJECT SUBSTR SUM TIMEZONE TRIPLE TRUE TZ UCASE UNION URI UUID VALUES WHERE YEAR
"""
_BUILT_IN = frozenset(_MAY_STAND.split())
"""What may stand before a bracket: the functions of SPARQL 1.2, and its keywords."""


def explained(text: str, message: str, prefixes: Mapping[str, str]) -> tuple[str, int | None, int | None]:
    """Return what is wrong with a query, and the line and column (1-based) of the word that is.

    ``message`` is the parser's own, whose place is where it gave up.

    >>> explained("SELECT * { ?s foo:b ?o }", "error at 1:19: expected ...", {"sl": "urn:x"})
    ('line 1, column 15: the prefix foo: is not declared; known without PREFIX are sl:', 1, 15)
    >>> explained("SELEC * {}", "error at 1:10: expected CONSTRUCT", {})[0]
    "line 1, column 1: a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE; found 'SELEC'"
    """
    found = _PLACE.search(message)
    tokens = list(places(text))
    what, at = _reason(text, message, tokens, prefixes, _offset(text, found))
    line, column = text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
    return f"line {line}, column {column}: {what}", line, column


def _offset(text: str, place: re.Match[str] | None) -> int:
    if place is None:
        return 0
    lines = text.split("\n")
    line = min(int(place[1]), len(lines))
    return min(sum(len(each) + 1 for each in lines[: line - 1]) + int(place[2]) - 1, len(text))


def _reason(
    text: str, message: str, tokens: list[tuple[str, str, int]], prefixes: Mapping[str, str], gave_up: int
) -> tuple[str, int]:
    start = 0
    while start < len(tokens) and tokens[start][1].upper() in {"PREFIX", "BASE"}:
        start += 3 if tokens[start][1].upper() == "PREFIX" else 2
    if start >= len(tokens):
        return f"a query begins with {_listed(_FORMS)}; there is none", len(text)
    if tokens[start][1].upper() not in _FORMS:
        return f"a query begins with {_listed(_FORMS)}; found {tokens[start][1][:40]!r}", tokens[start][2]
    declared = {*prefixes}
    for index, (kind, token, at) in enumerate(tokens):
        if kind == "word" and token.upper() == "PREFIX" and index + 1 < len(tokens):
            declared.add(tokens[index + 1][1].partition(":")[0])
        elif kind == "mark" and token in {'"', "'"}:
            return "a string begins here and does not end", at
        elif kind == "name" and (prefix := token.partition(":")[0]) not in declared and prefix != "_":
            known = ", ".join(f"{name}:" for name in sorted(prefixes))
            return f"the prefix {prefix}: is not declared; known without PREFIX are {known}", at
    for (kind, token, at), (_, following, _) in pairwise(tokens):
        if kind == "word" and following == "(" and token.upper() not in _BUILT_IN and not token.isdigit():
            return f"there is no function {token}", at
    for said, ours in _SAID.items():
        if said in message:
            return ours, min(gave_up, len(text))
    opened: list[tuple[str, int]] = []
    for kind, token, at in tokens:
        if kind == "mark" and token in _OPENING:
            opened.append((token, at))
        elif kind == "mark" and token in _CLOSING and at <= gave_up:
            if not opened or opened[-1][0] != _CLOSING[token]:
                return f"{token} closes nothing that is open", at
            opened.pop()
    if opened and gave_up >= tokens[-1][2] + len(tokens[-1][1]):
        return f"{opened[-1][0]} begins here and is not closed", opened[-1][1]
    # What the parser could not take is the last token that begins no later than where it gave up.
    token, at = next(((t, at) for _, t, at in reversed(tokens) if at <= gave_up), ("", 0))
    return f"{token[:40]!r} is not expected here", at


def _listed(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
