"""The query page's result, as a table with names beside IRIs, and what an editor completes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from seedline.i18n import words
from seedline.queries import with_prefixes
from seedline.queries.terms import written
from seedline.store import Result
from seedline.store.rows import too_many_rows
from seedline.triples import Literal, NamedNode
from seedline.validate.known_terms import unknown_terms
from seedline_api.rendering.codes import codes
from seedline_ontology import PREFIXES, SL

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Made, Renderer

_PAGE = 100
"""Rows on a page of a result."""
_THINGS = 3000
"""Things that an editor completes; of larger data it completes the vocabulary alone."""
_FORMS = {"select": ("csv", "json", "xml", "tsv"), "ask": ("json", "xml"), "graph": ("ttl", "nt", "rdf", "jsonld")}


@dataclass(frozen=True, slots=True)
class Value:
    """A term in a result: as a query writes it, its IRI and name, or its text with language or datatype."""

    text: str
    iri: str = ""
    label: str = ""
    more: str = ""


#: Things of a picture at most, and letters of what names them.
_PICTURED, _ADDRESS = 60, 1800


@dataclass(frozen=True, slots=True)
class Rows:
    """A result, or a page of it."""

    kind: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]
    total: int
    first: int
    yes: bool = False
    drawn: tuple[str, ...] = ()
    """Keys of the things of a lineage among the rows, where a picture can show them."""


def page(
    renderer: Renderer,
    query: str,
    default_graphs: list[str],
    named_graphs: list[str],
    lang: str,
    start: int,
    ask: str,
    max_rows: int,
) -> Made:
    """Return the query page with a query and its result."""
    store = renderer.tracer.snapshot.store
    result = store.query(query, default_graphs=default_graphs, named_graphs=named_graphs, base=None)
    found = _read(renderer, result, lang, start, max_rows)
    graphs = [("default-graph-uri", each) for each in default_graphs]
    graphs += [("named-graph-uri", each) for each in named_graphs]
    # What may not be concluded from a question is known of its own query, and of no other.
    asked = renderer.site.questions.get(ask)
    if asked is not None and asked.query != query.replace("\r\n", "\n").strip():
        asked = None
    address = "/sparql?" + urlencode([("query", query), *graphs])
    made = renderer.site.page(
        "sparql.html", lang=lang, at=address, query=query, found=found, per_page=_PAGE,
        address=renderer.site.prefix + address,
        forms=_FORMS[found.kind], unknown=unknown_terms(query), error=None, asked=asked,
        limits=[words(lang)(f"caveat.{limit}") for limit in asked.limits] if asked else [],
        codes=codes(with_prefixes(query), renderer.site.absolute("/sparql"), found.kind), short=len(address) < 8000,
    )  # fmt: skip
    return made, {}


def _read(renderer: Renderer, result: Result, lang: str, start: int, max_rows: int) -> Rows:
    if result.kind == "ask":
        return Rows("ask", (), (), 1, 0, yes=bool(result))
    details, base = renderer.tracer.details, renderer.tracer.snapshot.base
    header = ("subject", "predicate", "object") if result.kind == "graph" else tuple(result.variables)
    rows, total = [], 0
    every = ((t.subject, t.predicate, t.object) for t in result.triples()) if result.kind == "graph" else result.terms()
    for row in every:
        if start <= total < start + _PAGE:
            rows.append(row)
        total += 1
        if total > max_rows:
            raise too_many_rows(max_rows)

    def value(term: object) -> Value | None:
        if isinstance(term, NamedNode):
            label = details.label(term.value, lang)
            short = written(term, base)
            short = details.id(term.value) if short.startswith("<") else short
            return Value(
                short.strip("<>"), term.value, "" if label in {term.value, short, details.id(term.value)} else label
            )
        if isinstance(term, Literal):
            datatype = term.datatype.value.removeprefix(PREFIXES["xsd"])
            return Value(term.value, more=term.language or ("" if datatype in {"string", "langString"} else datatype))
        return None if term is None else Value(str(term))

    made = tuple(tuple(value(term) for term in row) for row in rows)
    return Rows(result.kind, header, made, total, start, drawn=_drawn(renderer, rows))


def _drawn(renderer: Renderer, rows: Sequence[tuple[object, ...]]) -> tuple[str, ...]:
    """Return what a picture can show of some rows: their things, and both ends of their steps."""
    network, read = renderer.tracer.network, renderer.tracer.details
    found: dict[str, None] = {}
    for term in (term for row in rows for term in row if isinstance(term, NamedNode)):
        step = network.steps.get(term.value)
        ends = (step.earlier, step.later) if step else (term.value,) if term.value in network.kinds else ()
        found |= dict.fromkeys(ends)
    among = [step for step in network.steps.values() if step.earlier in found and step.later in found]
    keys = tuple(read.id(iri) for iri in found)
    return keys if among and len(keys) <= _PICTURED and len(" ".join(keys)) < _ADDRESS else ()


def vocabulary(renderer: Renderer, lang: str) -> Made:
    """Return what an editor completes: prefixes, classes, properties, concepts and, where they are few, things."""
    store, details = renderer.tracer.snapshot.store, renderer.tracer.details
    base = renderer.tracer.snapshot.base
    kinds = {
        "class": "?x a owl:Class . FILTER(STRSTARTS(STR(?x), STR(sl:)))",
        "property": "VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty } ?x a ?kind . "
        "FILTER(STRSTARTS(STR(?x), STR(sl:)))",
        "concept": "?x a skos:Concept",
        "thing": "{ ?x a sl:Node } UNION { ?x a org:Organization }",
    }
    terms = []
    for kind, pattern in kinds.items():
        query = f"PREFIX owl: <http://www.w3.org/2002/07/owl#> SELECT DISTINCT ?x {{ {pattern} }} LIMIT {_THINGS + 1}"
        found = [term for (term,) in store.query(query).terms() if isinstance(term, NamedNode)]
        if len(found) > _THINGS:
            continue
        for term in sorted(found, key=lambda term: term.value):
            name = written(term, base)
            if not name.startswith("<"):
                terms.append({"name": name, "kind": kind, "label": details.label(term.value, lang)})
    terms += [
        {"name": name, "kind": "property", "label": ""} for name in ("rdfs:label", "skos:notation", "skos:broader")
    ]
    ours = sorted(term["name"] for term in terms if term["name"].startswith("sl:"))
    told = {"prefixes": PREFIXES, "vocabulary": SL, "terms": terms, "ours": ours, "language": words(lang).language}
    return json.dumps(told, ensure_ascii=False).encode(), {}
