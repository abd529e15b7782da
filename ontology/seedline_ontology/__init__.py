"""The words: OWL ontology, SKOS schemes, SHACL shapes and JSON-LD context, as files."""

from __future__ import annotations

from pathlib import Path

SL = "https://w3id.org/seedline/ontology#"
"""The ontology's namespace; it stays where it is whatever the base IRI of the data."""
SCHEME = "https://w3id.org/seedline/scheme/"
"""Where the schemes are; a concept is ``{SCHEME}{scheme}/{token}``."""

_SCHEME_PREFIXES = {
    "relation": "relation",
    "status": "status",
    "cstatus": "commitment-status",
    "stage": "policy-stage",
    "contribution": "contribution",
    "basis": "basis",
    "voice": "voice",
    "bound": "bound",
    "level": "level",
    "src": "source-type",
    "dim": "dimension",
    "char": "characteristic",
    "theme": "theme",
    "area": "innovation-area",
    "dac": "dac",
    "country": "country",
    "currency": "currency",
    "migof": "migof",
    "msd": "msd",
    "pkind": "product-kind",
    "role": "role",
    "confidence": "confidence",
    "carrier": "carrier",
    "claim": "claim-type",
    "own": "ownership-kind",
    "coverage": "coverage",
    "rulekind": "fund-rule-kind",
    "evaltype": "evaluation-type",
    "evaluator": "evaluator",
    "fok": "follow-on-known",
    "pstatus": "project-status",
}
PREFIXES: dict[str, str] = {
    "sl": SL,
    "id": "https://w3id.org/seedline/id/",
    "sdg": "http://metadata.un.org/sdg/",
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "org": "http://www.w3.org/ns/org#",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    **{prefix: f"{SCHEME}{scheme}/" for prefix, scheme in _SCHEME_PREFIXES.items()},
}
"""Prefixes that queries may use without declaring them, and that written Turtle uses."""

_ROOT = Path(__file__).parent


def ontology() -> Path:
    """Return the OWL ontology, Turtle.

    >>> ontology().name
    'seedline.ttl'
    """
    return _ROOT / "seedline.ttl"


def shapes() -> Path:
    """Return the SHACL shapes, Turtle.

    >>> shapes().name
    'shapes.ttl'
    """
    return _ROOT / "shapes.ttl"


def borrowed() -> Path:
    """Return the labels of what we use of other vocabularies, Turtle.

    >>> borrowed().name
    'borrowed.ttl'
    """
    return _ROOT / "borrowed.ttl"


def context() -> Path:
    """Return the JSON-LD context.

    >>> context().name
    'context.jsonld'
    """
    return _ROOT / "context.jsonld"


def changes() -> Path:
    """Return what changed in the vocabulary, old and new, as a table in Markdown.

    >>> changes().name
    'changes.md'
    """
    return _ROOT / "changes.md"


def schemes() -> list[Path]:
    """Return the SKOS schemes, one Turtle file each, sorted.

    >>> "relation.ttl" in [path.name for path in schemes()]
    True
    """
    return sorted((_ROOT / "schemes").glob("*.ttl"))
