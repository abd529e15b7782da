"""The data held against the SHACL shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import seedline_ontology
from seedline.errors import Finding
from seedline.triples import Quad, serialise

Locate = Callable[[str, str], tuple[str, int, int, str]]
"""(subject IRI, property IRI or "") → file, line, column, field."""


def check(quads: Iterable[Quad], locate: Locate) -> list[Finding]:
    """Return what the shapes find in some quads: violations first, then warnings, by place.

    The graphs do not matter to the shapes: what several sources say of a thing is checked together.
    """
    import rdflib
    from pyshacl import validate

    data = rdflib.Graph()
    data.parse(data=serialise(quads, "nt"), format="nt")
    # The words are part of what is checked: sh:class asks whether a concept is one, and of which class a place is.
    for path in (seedline_ontology.ontology(), *seedline_ontology.schemes()):
        data.parse(data=path.read_text(encoding="utf-8"), format="turtle")
    shapes = rdflib.Graph()
    shapes.parse(data=seedline_ontology.shapes().read_text(encoding="utf-8"), format="turtle")
    _, report, _ = validate(data, shacl_graph=shapes, inference="none", advanced=False)
    assert isinstance(report, rdflib.Graph)
    return sorted(_findings(report, locate), key=lambda f: (f.severity != "violation", f.file, f.line, f.message))


def _findings(report: object, locate: Locate) -> Iterable[Finding]:
    import rdflib

    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    assert isinstance(report, rdflib.Graph)
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        focus = str(report.value(result, sh.focusNode) or "")
        path = report.value(result, sh.resultPath)
        severity = "violation" if report.value(result, sh.resultSeverity) == sh.Violation else "warning"
        message = str(report.value(result, sh.resultMessage) or "breaks a shape")
        value = report.value(result, sh.value)
        if (
            value is not None
            and not isinstance(value, rdflib.BNode)
            and str(value) not in message
            and str(value) != focus
        ):
            message += f" (found {str(value)[:80]!r})"
        file, line, column, field = locate(focus, str(path) if isinstance(path, rdflib.URIRef) else "")
        yield Finding(file, line, column, field, message, severity=severity)
