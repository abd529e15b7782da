"""A view as GraphML, with the picture's own positions, so that Gephi and yEd open it laid out."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from seedline.document.cleaning import clean
from seedline.document.reading import read
from seedline.document.types import Document, Node, Step
from seedline.draw.cards import WIDTH
from seedline.draw.scene import scene
from seedline.formats.tables import kind_words, place_words
from seedline.narrative import notes
from seedline.views.view import View
from seedline.vocabulary import STAGES

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_NODE = ("label", "kind", "stage", "id", "start", "end", "fundingYear", "codes", "countries", "summary", "iri")
_LAID_OUT = 400
_EDGE = ("label", "relation", "status", "statusAsOf", "basis", "assertedBy", "dimensions", "money", "place", "iri")


def graphml(view: View) -> bytes:
    """Return a view as GraphML (http://graphml.graphdrawing.org/), nodes and directed edges with their facts.

    ``x`` and ``y`` are the picture's, y upward as Gephi has it.
    """
    root = ElementTree.Element("graphml", {"xmlns": _SPACE})
    document = view.document
    ElementTree.SubElement(root, "desc").text = clean(" ".join([notes.caption(view.facts), notes.source(view.facts)]))
    for where, columns in (("node", _NODE), ("edge", _EDGE)):
        for name in columns:
            _key(root, where, name, "string")
    for name in ("x", "y"):
        _key(root, "node", name, "double")
    graph = ElementTree.SubElement(root, "graph", {"id": "lineage", "edgedefault": "directed"})
    places = positions(document)
    names = {node.iri: f"n{number}" for number, node in enumerate(document.nodes)}
    for node in document.nodes:
        element = ElementTree.SubElement(graph, "node", {"id": names[node.iri]})
        x, y = places.get(node.iri, (0.0, 0.0))
        _data(element, "node", {**_node(node, view), "x": f"{x:.1f}", "y": f"{-y:.1f}"})
    for number, step in enumerate(document.steps):
        if step.earlier in names and step.later in names:
            ends = {"id": f"e{number}", "source": names[step.earlier], "target": names[step.later]}
            _data(ElementTree.SubElement(graph, "edge", ends), "edge", _step(step, view))
    ElementTree.indent(root, " ")
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def positions(document: Document) -> dict[str, tuple[float, float]]:
    """Return the middle of every card of a picture, unfolded, in its pixels.

    Beyond what a picture can hold, things stand in a column for each stage: whoever opens so many lays them out anew.
    """
    if len(document.nodes) > _LAID_OUT:
        rows = dict.fromkeys(STAGES, 0)
        places = {}
        for node in document.nodes:
            places[node.iri] = (STAGES[node.stage].order * 3 * WIDTH, rows[node.stage] * 60.0)
            rows[node.stage] += 1
        return places
    return {
        placed.card.node.iri: (placed.x + WIDTH / 2, placed.y + placed.card.height / 2)
        for placed in scene(read(document)).cards
    }


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
