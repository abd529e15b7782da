"""Lineages, components, ways and selections as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from seedline.lineage.selection import select as choose_nodes
from seedline.views.request import ViewRequest

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Made, Renderer


def lineage(renderer: Renderer, asked: ViewRequest) -> Made:
    """Return a lineage by the contract."""
    return _json(renderer.view(asked).document.json())


def components(renderer: Renderer, start: int, count: int) -> Made:
    """Return the sets of things that steps join into one."""
    return _json({"version": renderer.site.version, **renderer.tracer.components(start, count)})


def paths(renderer: Renderer, start: str, end: str, limit: int) -> Made:
    """Return the ways from one thing to a later one."""
    return _json({"version": renderer.site.version, **renderer.tracer.paths(start, end, limit=limit).json()})


def selection(renderer: Renderer, select: str, exclude: str | None) -> Made:
    """Return the things that a selection names."""
    read = renderer.tracer.details
    chosen = choose_nodes(renderer.tracer, select, exclude)
    nodes = [{"iri": iri, "id": read.id(iri), "label": read.label(iri)} for iri in chosen]
    return _json({"version": renderer.site.version, "nodes": nodes})


def _json(document: Mapping[str, Any]) -> Made:
    body = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return body.encode("utf-8", "replace"), {"Content-Type": "application/json"}
