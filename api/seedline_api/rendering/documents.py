"""Lineages, components and ways as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

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


def _json(document: Mapping[str, Any]) -> Made:
    body = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return body.encode("utf-8", "replace"), {"Content-Type": "application/json"}
