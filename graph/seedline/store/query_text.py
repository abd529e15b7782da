"""What can be told of a query from its text: its kind, its dataset, whether it leaves the house, where its error is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

# SPARQL 1.1, section 19: comments, strings, IRIs and names are lexed before keywords, so a keyword is a word that is
# none of them. A codepoint escape is read inside strings and IRIs alone, by the evaluator as well (tested).
_TOKEN = re.compile(
    r'(?P<string>"""(?:(?:"|"")?(?:[^"\\]|\\.))*+"""'
    r"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*+'''"
    r'|"(?:[^"\\\n\r]|\\.)*+"'
    r"|'(?:[^'\\\n\r]|\\.)*+')"
    r"|(?P<iri><[^\x00-\x20<>\"{}|^`]*+>)"
    r"|(?P<gap>(?:\s|\#[^\n\r]*+)++)"
    r"|(?P<variable>[?$]\w++)"
    r"|(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)"
    r"|(?P<name>(?:\w[\w.-]*+)?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*+)"
    r"|(?P<word>\w++)"
    r"|(?P<mark>.)",
    re.DOTALL,
)
_GAP = r"(?:\s|\#[^\n\r]*+)"
_HEAD = re.compile(
    rf"(?>{_GAP}++|PREFIX{_GAP}*+[^\s:\#<]*+:{_GAP}*+<[^>]*+>|BASE{_GAP}*+<[^>]*+>)*+([A-Za-z]++)", re.IGNORECASE
)
_KINDS = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_VOLATILE = frozenset({"RAND", "NOW", "UUID", "STRUUID", "BNODE", "SERVICE"})
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def _first_word(text: str) -> str:
    match = _HEAD.match(text)
    return match[1].upper() if match else ""


def query_kind(text: str) -> str | None:
    """Return ``select``, ``ask`` or ``graph`` by the word after the prologue, ``None`` for what is no query.

    >>> query_kind("PREFIX ask: <urn:a#> # ASK\\nselect * { ?s ?p ?o }"), query_kind("DROP ALL")
    ('select', None)
    """
    return _KINDS.get(_first_word(text))


def is_update(text: str) -> bool:
    """Return whether the text is a SPARQL Update request.

    >>> is_update("PREFIX x: <urn:x> DELETE WHERE { ?s ?p ?o }"), is_update("SELECT * { ?s ?p ?o }")
    (True, False)
    """
    return _first_word(text) in _UPDATES


def services(text: str) -> list[str | None]:
    """Return the endpoints that a query asks (SPARQL 1.1 Federated Query); ``None`` for one known only at run time.

    >>> services("SELECT * { SERVICE SILENT <http://example.org/> { ?s ?p ?o } }")
    ['http://example.org/']
    >>> services("SELECT ?service { ?service service:SERVICE 'SERVICE' }")
    []
    """
    if "service" not in text.lower():
        return []
    found: list[str | None] = []
    tokens = list(_tokens(text))
    for index, (kind, token) in enumerate(tokens):
        if kind == "word" and token.upper() == "SERVICE":
            rest = [t for t in tokens[index + 1 : index + 3] if t[1].upper() != "SILENT"]
            found.append(_iri(rest[0][1]) if rest and rest[0][0] == "iri" else None)
    return found


def is_volatile(text: str) -> bool:
    """Return whether two evaluations over equal data may differ, so that an answer cannot be kept.

    >>> is_volatile("SELECT (NOW() AS ?t) {}"), is_volatile("SELECT ?now { ?now ?p 'RAND' }")
    (True, False)
    """
    upper = text.upper()
    if not any(word in upper for word in _VOLATILE):
        return False
    return any(kind == "word" and token.upper() in _VOLATILE for kind, token in _tokens(text))


def dataset(text: str, prefixes: Mapping[str, str], base: str = "") -> tuple[list[str], list[str]] | None:
    """Return the graphs of FROM and of FROM NAMED, each once, or ``None`` where the query has neither.

    >>> dataset("PREFIX g: <urn:g/> SELECT ?from FROM g:a FROM NAMED <urn:b> FROM g:a { ?from ?p ?o }", {})
    (['urn:g/a'], ['urn:b'])
    >>> dataset("SELECT ?from { ?from ?p 'FROM' }", {})
    """
    if "from" not in text.lower():
        return None
    known = dict(prefixes)
    default: list[str] = []
    named: list[str] = []
    tokens = list(_tokens(text))

    def resolved(index: int) -> str:
        kind, token = tokens[index] if index < len(tokens) else ("", "")
        if kind == "iri":
            return urljoin(base, _iri(token)) if base else _iri(token)
        prefix, _, local = token.partition(":")
        return known.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)

    for index, (kind, token) in enumerate(tokens):
        word = token.upper() if kind == "word" else ""
        if word == "BASE":
            base = resolved(index + 1)
        elif word == "PREFIX":
            name = tokens[index + 1][1] if index + 1 < len(tokens) else ""
            known[name.removesuffix(":")] = resolved(index + 2)
        elif word == "FROM":
            follows = tokens[index + 1][1].upper() if index + 1 < len(tokens) else ""
            (named if follows == "NAMED" else default).append(resolved(index + 1 + (follows == "NAMED")))
    if not default and not named:
        return None
    return list(dict.fromkeys(default)), list(dict.fromkeys(named))


def names(text: str, prefixes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each name of a query as it is written, with the IRI that it stands for.

    >>> list(names("PREFIX s: <urn:s#> ASK { ?x s:a <urn:b> FILTER(?x != 's:c') }", {}))[1:]
    [('s:a', 'urn:s#a'), ('<urn:b>', 'urn:b')]
    """
    known, tokens = dict(prefixes), list(_tokens(text))
    for index, (kind, token) in enumerate(tokens):
        before = tokens[index - 1][1].upper() if index else ""
        if kind == "name" and before == "PREFIX":
            known[token.removesuffix(":")] = _iri(tokens[index + 1][1]) if index + 1 < len(tokens) else ""
        elif kind == "name":
            prefix, _, local = token.partition(":")
            if prefix in known:
                yield token, known[prefix] + re.sub(r"\\(.)", r"\1", local)
        elif kind == "iri":
            yield token, _iri(token)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for kind, token, _ in places(text):
        yield kind, token


def places(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield the tokens of a query, each with its kind and offset; no gaps and comments.

    >>> list(places("ASK { # so\\n}"))
    [('word', 'ASK', 0), ('mark', '{', 4), ('mark', '}', 11)]
    """
    for match in _TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "gap":
            yield match.lastgroup, match.group(), match.start()


def _iri(token: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1] or match[2], 16)), token[1:-1])
