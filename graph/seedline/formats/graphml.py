"""A view as GraphML, with the positions of a node-link diagram, so that Gephi and yEd open it laid out."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from seedline.document.cleaning import clean
from seedline.document.types import Node, Step
from seedline.draw.node_link import node_link
from seedline.formats.tables import kind_words, place_words
from seedline.narrative import notes
from seedline.views.view import View

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_NODE = ("label", "kind", "stage", "id", "start", "end", "fundingYear", "codes", "countries", "summary", "iri")
_EDGE = ("label", "relation", "status", "statusAsOf", "basis", "assertedBy", "dimensions", "money", "place", "iri")


def graphml(view: View) -> bytes:
    """Return a view as GraphML (http://graphml.graphdrawing.org/), nodes and directed edges with their facts.

    ``x`` and ``y`` are the middle of each thing, y upward as Gephi has it.
    """
    root = ElementTree.Element("graphml", {"xmlns": _SPACE})
    document = view.document
    ElementTree.SubElement(root, "desc").text = clean(
        " ".join([notes.caption(view.document, view.words), notes.source(view.document, view.words)])
    )
    for where, columns in (("node", _NODE), ("edge", _EDGE)):
        for name in columns:
            _key(root, where, name, "string")
    for name in ("x", "y"):
        _key(root, "node", name, "double")
    graph = ElementTree.SubElement(root, "graph", {"id": "lineage", "edgedefault": "directed"})
    places = node_link(document, view.words).places
    names = {node.iri: f"n{number}" for number, node in enumerate(document.nodes)}
    for node in document.nodes:
        element = ElementTree.SubElement(graph, "node", {"id": names[node.iri]})
        place = places[node.iri]
        _data(element, "node", {**_node(node, view), "x": f"{place.x:.1f}", "y": f"{-place.y:.1f}"})
    for number, step in enumerate(document.steps):
        if step.earlier in names and step.later in names:
            ends = {"id": f"e{number}", "source": names[step.earlier], "target": names[step.later]}
            _data(ElementTree.SubElement(graph, "edge", ends), "edge", _step(step, view))
    ElementTree.indent(root, " ")
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _key(root: ElementTree.Element, where: str, name: str, kind: str) -> None:
    about = {"id": f"{where}.{name}", "for": where, "attr.name": name, "attr.type": kind}
    ElementTree.SubElement(root, "key", about)


def _node(node: Node, view: View) -> dict[str, str | None]:
    return {
        "label": node.label,
        "kind": kind_words(node, view.words),
        "stage": node.stage,
        "id": node.id,
        "start": node.start,
        "end": node.end,
        "fundingYear": node.funding_year,
        "codes": ", ".join(node.codes),
        "countries": ", ".join(country.label for country in node.countries),
        "summary": node.summary,
        "iri": node.iri,
    }


def _step(step: Step, view: View) -> dict[str, str | None]:
    sums = [
        view.words.amount(c.amount, c.currency, c.bound)
        for entry in view.document.money
        for c in entry.commitments
        if c.iri in step.commitments
    ]
    return {
        "label": view.words.token("relation", step.relation),
        "relation": step.relation,
        "status": step.status,
        "statusAsOf": step.as_of,
        "basis": step.basis,
        "assertedBy": step.voice,
        "dimensions": ", ".join(reading.dimension for reading in step.dimensions),
        "money": "; ".join(sums),
        "place": place_words(step.evidence, view.words),
        "iri": step.iri,
    }


def _data(element: ElementTree.Element, where: str, values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value:
            ElementTree.SubElement(element, "data", {"key": f"{where}.{name}"}).text = clean(value)
