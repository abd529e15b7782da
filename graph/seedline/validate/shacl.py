"""The data held against the SHACL shapes."""

from __future__ import annotations

from collections.abc import Iterable

import seedline_ontology
from seedline.errors import Finding
from seedline.triples import Quad, serialise
from seedline.validate.findings import UNTOLD, Locate, finding_of, in_order


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
    return sorted(_findings(report, locate), key=in_order)


def _findings(report: object, locate: Locate) -> Iterable[Finding]:
    import rdflib

    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    assert isinstance(report, rdflib.Graph)
    # What broke inside a shape that another names (sh:node) is the other's detail, told in its message.
    details = set(report.objects(None, sh.detail))
    for result in set(report.subjects(rdflib.RDF.type, sh.ValidationResult)) - details:
        focus = str(report.value(result, sh.focusNode) or "")
        path = report.value(result, sh.resultPath)
        severity = "violation" if report.value(result, sh.resultSeverity) == sh.Violation else "warning"
        said = list(report.objects(result, sh.resultMessage))
        messages = {getattr(message, "language", None) or "en": str(message) for message in said} or UNTOLD
        value = report.value(result, sh.value)
        told = None if value is None or isinstance(value, rdflib.BNode) else str(value)
        named = str(path) if isinstance(path, rdflib.URIRef) else ""
        yield finding_of(locate, focus, named, severity, messages, told)
