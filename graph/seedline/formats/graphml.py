"""A view as GraphML, with the positions of a node-link diagram, so that Gephi and yEd open it laid out."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from decimal import Decimal

from seedline.document.cleaning import clean
from seedline.document.types import Document, Node, Step
from seedline.draw.node_link import node_link
from seedline.formats.diagrams import carrier_words, money_words
from seedline.formats.tables import kind_words, place_words
from seedline.i18n.words import plain
from seedline.narrative import notes
from seedline.narrative.sentence import relation_told
from seedline.views.view import View
from seedline.vocabulary.bound import weakest

_SPACE = "http://graphml.graphdrawing.org/xmlns"
#: Name of what is known of a thing or a step → its type. A key may not be called ``id``, which nodes have anyway.
_NODE = {
    **dict.fromkeys(("label", "kind", "stage", "key"), "string"),
    **dict.fromkeys(("fundingYear", "startYear", "endYear"), "int"),
    **dict.fromkeys(("start", "end", "codes", "countries", "summary", "iri"), "string"),
    **dict.fromkeys(("money", "carriedOnBy"), "string"),
    **dict.fromkeys(("x", "y"), "double"),
}  # fmt: skip
_EDGE = dict.fromkeys(
    (
        "label",
        "relation",
        "status",
        "statusAsOf",
        "basis",
        "assertedBy",
        "dimensions",
        "dimensionsBasis",
        "place",
        "iri",
    ),
    "string",
) | {"statusYear": "int"}


def graphml(view: View) -> bytes:
    """Return a view as GraphML (http://graphml.graphdrawing.org/), nodes and directed edges with their facts.

    ``x`` and ``y`` are the middle of each thing, y upward as Gephi has it.
    """
    root = ElementTree.Element("graphml", {"xmlns": _SPACE})
    document = view.document
    ElementTree.SubElement(root, "desc").text = clean(
        " ".join([notes.caption(view.document, view.words), notes.source(view.document, view.words)])
    )
    given = sums(document)
    amounts = {name: kind for told in given.values() for name, (kind, _) in told.items()}
    for where, columns in (("node", {**_NODE, **dict(sorted(amounts.items()))}), ("edge", _EDGE)):
        for name, kind in columns.items():
            _key(root, where, name, kind)
    graph = ElementTree.SubElement(root, "graph", {"id": "lineage", "edgedefault": "directed"})
    places = node_link(document, view.words).places
    names = {node.iri: f"n{number}" for number, node in enumerate(document.nodes)}
    for node in document.nodes:
        element = ElementTree.SubElement(graph, "node", {"id": names[node.iri]})
        place = places[node.iri]
        told = {name: value for name, (_, value) in given.get(node.iri, {}).items()}
        _data(element, "node", {**_node(node, view), **told, "x": f"{place.x:.1f}", "y": f"{-place.y:.1f}"})
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


def sums(document: Document) -> dict[str, dict[str, tuple[str, str]]]:
    """Return what each thing is reported to have been given: name of an attribute → its type and value.

    ``seed_USD`` is what the seed itself is, ``followOn_USD`` what counts as follow-on to the thing; each has its
    weakest bound beside it, and no currency is added to another.
    """
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for entry in document.money:
        for name, commitments in (("seed", entry.seeds), ("followOn", entry.commitments)):
            for iri in dict.fromkeys(c.recipient for c in commitments):
                here = [c for c in commitments if c.recipient == iri and c.amount]
                if here:
                    total, bound = sum(Decimal(c.amount or 0) for c in here), weakest(c.bound for c in here if c.bound)
                    found.setdefault(iri, {}).update({
                        f"{name}_{entry.currency}": ("double", plain(Decimal(total))),
                        f"{name}_{entry.currency}_bound": ("string", bound),
                    })  # fmt: skip
    return found


def _node(node: Node, view: View) -> dict[str, str | None]:
    return {
        "label": node.label,
        "kind": kind_words(node, view.words),
        "stage": node.stage,
        "key": node.id,
        "start": node.start,
        "end": node.end,
        "startYear": _year(node.start),
        "endYear": _year(node.end),
        "fundingYear": _year(node.funding_year),
        "codes": ", ".join(node.codes),
        "countries": ", ".join(country.label for country in node.countries),
        "money": "; ".join(money_words(node, view)),
        "carriedOnBy": "; ".join(carrier_words(node, view)),
        "summary": node.summary,
        "iri": node.iri,
    }


def _year(stated: str | None) -> str | None:
    year = (stated or "")[:4]
    return year if year.isdecimal() and year.isascii() and len(year) == 4 else None


def _step(step: Step, view: View) -> dict[str, str | None]:
    return {
        "label": relation_told(step, view.words),
        "relation": step.relation,
        "status": step.status,
        "statusAsOf": step.as_of,
        "statusYear": _year(step.as_of),
        "basis": step.basis,
        "assertedBy": step.voice,
        "dimensions": ", ".join(reading.dimension for reading in step.dimensions),
        # A scaling dimension is a reading, whatever the step rests on.
        "dimensionsBasis": ", ".join(dict.fromkeys(reading.basis or "inferred" for reading in step.dimensions)),
        "place": place_words(step.evidence, view.words),
        "iri": step.iri,
    }


def _data(element: ElementTree.Element, where: str, values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value:
            ElementTree.SubElement(element, "data", {"key": f"{where}.{name}"}).text = clean(value)
