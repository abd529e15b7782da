"""The ontology as a reference for readers: Markdown with a class diagram, made from the Turtle."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain

import seedline_ontology
from seedline.store import Store
from seedline.triples import DEFAULT_BASE, NamedNode, parse_file

_CLASSES = """
SELECT ?c ?label ?comment ?parent { ?c a owl:Class ; rdfs:label ?label . FILTER(LANG(?label) = "en")
  OPTIONAL { ?c rdfs:comment ?comment . FILTER(LANG(?comment) = "en") }
  OPTIONAL { ?c rdfs:subClassOf ?parent . FILTER(ISIRI(?parent)) }
  FILTER(STRSTARTS(STR(?c), STR(sl:))) } ORDER BY ?c ?parent"""
_PROPERTIES = """
SELECT ?p ?label ?comment ?domain ?range ?kind { VALUES (?kind ?n) { (owl:ObjectProperty 1) (owl:DatatypeProperty 2) }
  ?p a ?kind ; rdfs:label ?label . FILTER(LANG(?label) = "en")
  OPTIONAL { ?p rdfs:comment ?comment . FILTER(LANG(?comment) = "en") }
  OPTIONAL { ?p rdfs:domain ?domain . FILTER(ISIRI(?domain)) } OPTIONAL {
    ?p rdfs:range ?told . OPTIONAL { ?told owl:unionOf/rdf:rest*/rdf:first ?one }
    BIND(COALESCE(?one, ?told) AS ?range) }
  FILTER(STRSTARTS(STR(?p), STR(sl:))) } ORDER BY ?p ?domain ?range"""
_SCHEMES = """
SELECT ?s ?title (COUNT(?c) AS ?n) { ?s a skos:ConceptScheme ; dcterms:title ?title . FILTER(LANG(?title) = "en")
  ?c skos:inScheme ?s } GROUP BY ?s ?title ORDER BY ?s"""
_CONCEPTS = """
SELECT ?c ?token ?label ?definition { ?c skos:inScheme ?s ; skos:notation ?token ; skos:prefLabel ?label ;
  skos:definition ?definition . FILTER(LANG(?label) = "en" && LANG(?definition) = "en")
  OPTIONAL { ?c sl:order ?order } } ORDER BY ?order ?token"""
_OWL = "PREFIX owl: <http://www.w3.org/2002/07/owl#>\n"
_DIAGRAM = ("from", "to", "about", "recipient", "funder", "evidence", "statusObservation", "aboutStep", "organisation")


def vocabulary_reference() -> str:
    """Return the reference of the ontology and its schemes as Markdown."""
    files = [seedline_ontology.ontology(), *seedline_ontology.schemes()]
    graph = NamedNode("urn:x-vocabulary")
    quads = chain.from_iterable(
        parse_file(file, source=f"ontology/{file.stem}", graph=graph, base=DEFAULT_BASE) for file in files
    )
    store = Store.of(quads)
    ask = _Asker(store, graph.value)
    classes, properties = ask.rows(_CLASSES), ask.rows(_PROPERTIES)
    lines = [
        "# Ontology reference",
        "",
        "Made from `ontology/seedline_ontology/` by `make docs`; do not edit. Terms without a prefix are in",
        "`https://w3id.org/seedline/ontology#`, concepts in `https://w3id.org/seedline/scheme/SCHEME/TOKEN`.",
        "",
        "## Classes",
        "",
        *_diagram(classes, properties),
        "",
        "| class | is a | what it is |",
        "|---|---|---|",
    ]
    parents: dict[str, list[str]] = defaultdict(list)
    told: dict[str, str] = {}
    for name, _, comment, parent in classes:
        parents[name] += [_short(parent)] if parent else []
        told[name] = comment
    lines += [f"| `{_short(name)}` | {', '.join(parents[name])} | {_cell(told[name])} |" for name in told]
    lines += ["", "## Properties", "", "| property | from | to | what it says |", "|---|---|---|---|"]
    seen: dict[str, tuple[set[str], set[str], str]] = {}
    for name, _, comment, domain, range_, _ in properties:
        entry = seen.setdefault(name, (set(), set(), comment))
        entry[0].update([_short(domain)] if domain else [])
        entry[1].update([_short(range_)] if range_ else [])
    lines += [
        f"| `{_short(name)}` | {', '.join(sorted(domains))} | {', '.join(sorted(ranges))} | {_cell(comment)} |"
        for name, (domains, ranges, comment) in seen.items()
    ]
    changes = seedline_ontology.changes().read_text("utf-8").rstrip()
    lines += ["", "## Old and new", "", "Each change of the vocabulary, with the day of its version.", "", changes]
    lines += ["", "## Schemes", ""]
    for scheme, title, count in ask.rows(_SCHEMES):
        name = scheme.removeprefix("https://w3id.org/seedline/scheme/")
        prefix = next((p for p, iri in seedline_ontology.PREFIXES.items() if iri == f"{scheme}/"), "")
        written = f"`{name}`, in queries `{prefix}:TOKEN`" if prefix else f"`{name}`"
        lines += [f"### {title} ({written})", "", f"{count} concepts.", ""]
        concepts = ask.rows(_CONCEPTS.replace("?s ;", f"<{scheme}> ;", 1))
        if concepts and len(concepts) <= 40:
            lines += ["| token | label | definition |", "|---|---|---|"]
            lines += [f"| `{token}` | {_cell(label)} | {_cell(text)} |" for _, token, label, text in concepts]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


class _Asker:
    def __init__(self, store: Store, graph: str) -> None:
        self._store, self._graph = store, graph

    def rows(self, query: str) -> list[tuple[str, ...]]:
        rows = self._store.query(_OWL + query, default_graphs=[self._graph]).rows()
        return [tuple(value or "" for value in row) for row in rows]


def _diagram(classes: list[tuple[str, ...]], properties: list[tuple[str, ...]]) -> list[str]:
    lines = ["```mermaid", "classDiagram"]
    for name, _, _, parent in classes:
        if parent.startswith(seedline_ontology.SL):
            lines.append(f"  {_short(parent)} <|-- {_short(name)}")
    for name, _, _, domain, range_, kind in properties:
        local = _short(name)
        ours = domain.startswith(seedline_ontology.SL) and range_.startswith(seedline_ontology.SL)
        if local in _DIAGRAM and ours and kind.endswith("ObjectProperty"):
            lines.append(f"  {_short(domain)} --> {_short(range_)} : {local}")
    return [*dict.fromkeys(lines), "```"]


def _short(iri: str) -> str:
    if iri.startswith(seedline_ontology.SL):
        return iri.removeprefix(seedline_ontology.SL)
    for prefix, space in seedline_ontology.PREFIXES.items():
        if iri.startswith(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return iri


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
