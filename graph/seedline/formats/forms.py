"""Every form of a view: its ending, its media type, and what makes it. One table for HTTP, commands and tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from seedline.document.types import Document
from seedline.draw.outlines import outlined
from seedline.draw.raster import png
from seedline.errors import NotFound
from seedline.views.view import View


@dataclass(frozen=True, slots=True)
class Form:
    """One form; ``maker`` is ``module:function`` and is loaded when the form is first asked for."""

    ending: str
    media: str
    maker: str
    group: str = "file"

    def make(self, view: View) -> bytes:
        """Return a view in this form."""
        module, _, function = self.maker.partition(":")
        made: Callable[[View], bytes] = getattr(import_module(module), function)
        return made(view)


_HERE = "seedline.formats"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS: dict[str, Form] = {
    form.ending: form
    for form in (
        Form("svg", "image/svg+xml", f"{_HERE}.forms:svg_of"),
        Form("png", "image/png", f"{_HERE}.forms:png_of"),
        Form("pdf", "application/pdf", f"{_HERE}.pdf:pdf"),
        Form("html", "text/html; charset=utf-8", f"{_HERE}.single:html"),
        Form(
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            f"{_HERE}.docx:docx",
        ),
        Form("xlsx", _SHEET, f"{_HERE}.spreadsheet:xlsx_of"),
        Form("csv", "text/csv; charset=utf-8", f"{_HERE}.spreadsheet:csv_of"),
        Form("json", "application/json", f"{_HERE}.forms:json_of"),
        Form("ttl", "text/turtle; charset=utf-8", f"{_HERE}.statements:turtle"),
        Form("jsonld", "application/ld+json", f"{_HERE}.statements:jsonld"),
        Form("mmd", "text/vnd.mermaid; charset=utf-8", f"{_HERE}.diagrams:mermaid"),
        Form("dot", "text/vnd.graphviz; charset=utf-8", f"{_HERE}.diagrams:dot"),
        Form("graphml", "application/graphml+xml", f"{_HERE}.graphml:graphml"),
        Form("dossier.pdf", "application/pdf", f"{_HERE}.dossier:pdf"),
        Form("dossier.xlsx", _SHEET, f"{_HERE}.dossier:xlsx"),
        Form("txt", "text/plain; charset=utf-8", f"{_HERE}.citation:text", "citation"),
        Form("bib", "application/x-bibtex; charset=utf-8", f"{_HERE}.citation:bibtex", "citation"),
        Form("ris", "application/x-research-info-systems; charset=utf-8", f"{_HERE}.citation:ris", "citation"),
        Form("csl.json", "application/vnd.citationstyles.csl+json", f"{_HERE}.citation:csl", "citation"),
    )
}
"""Ending → form, in the order in which they are offered."""


def write(view: View, ending: str) -> bytes:
    """Return a view in the form of an ending, the same bytes for the same view.

    Raises:
        NotFound: there is no such form.

    """
    form = FORMS.get(ending)
    if form is None:
        raise NotFound(f"a view has no form .{ending}; it has {', '.join('.' + name for name in FORMS)}")
    return form.make(view)


def every_form(view: View) -> dict[str, bytes]:
    """Return a view in every form, by ending: what is kept of it when it is pinned."""
    return {ending: write(view, ending) for ending in FORMS}


def split_ending(identifier: str) -> tuple[str, str]:
    """Return an identifier without a known ending, and the ending; "CT.0921" has none.

    >>> split_ending("CT.0921"), split_ending("CT.0921.svg"), split_ending("CT.0921.dossier.pdf")
    (('CT.0921', ''), ('CT.0921', 'svg'), ('CT.0921', 'dossier.pdf'))
    """
    for ending in sorted(FORMS, key=len, reverse=True):
        if identifier.endswith(f".{ending}") and len(identifier) > len(ending) + 1:
            return identifier.removesuffix(f".{ending}"), ending
    return identifier, ""


def svg_of(view: View) -> bytes:
    """Return the picture as SVG, its words as text or drawn."""
    return (outlined(view.drawn()) if view.look.text == "outlines" else view.drawn()).encode()


def png_of(view: View) -> bytes:
    """Return the picture as PNG, ``look.width`` pixels wide."""
    return png(view.drawn(), view.look.width)


def json_of(view: View) -> bytes:
    """Return the lineage document that every form is made from, as JSON."""
    return written(view.document)


def written(document: Document) -> bytes:
    """Return a document as JSON."""
    return (json.dumps(document.json(), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
