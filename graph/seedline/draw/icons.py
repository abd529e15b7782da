"""Small line drawings, 16 by 16, that say by shape what colour says too."""

# ruff: noqa: E501

from __future__ import annotations

from seedline.document.facts import Node
from seedline.draw.markup import Markup, tag

_QUESTION = "M5.6 5.8a2.4 2.4 0 1 1 3.5 2.1C8.3 8.4 8 8.8 8 9.6M8 12v.2"
_LANDMARK = "M2 6.2 8 2.6l6 3.6zM3.7 6.4v5.4M6.6 6.4v5.4M9.4 6.4v5.4M12.3 6.4v5.4M2 13.4h12"
_COIN = (
    "M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2M9.9 6C9.4 5.2 6.3 4.9 6.2 6.7c0 1.8 3.7 1 3.7 2.9-.1 1.7-3.3 1.6-3.9.3M8 4.3v7.5"
)
ICONS = {
    "seedProject": "M8 14.2V7.6M8 8.4c0-3-1.9-4.7-5.2-4.7C2.8 6.9 4.7 8.4 8 8.4M8 10.2c0-2.7 1.8-4.2 5-4.2 0 2.8-1.8 4.2-5 4.2",
    "project": "M4 14.2V2.4M4 3h8.6L10.4 6l2.2 3H4",
    "programme": "M8 2 14.2 5.2 8 8.4 1.8 5.2zM1.8 8.2 8 11.4l6.2-3.2M1.8 11.2 8 14.4l6.2-3.2",
    "product": "M3.5 8.2 8 10.5l4.5-2.3M8 10.5v4M2.5 5.2 8 2.4l5.5 2.8v6L8 14.5l-5.5-3.3zM2.5 5.2 8 8l5.5-2.8M8 8v2.5",
    "document": "M4 2h5.4L12.3 5v9H4zM9.4 2v3h2.9M6.2 8h4M6.2 11h4",
    "policy": "M3.6 2h8.8v12H3.6zM5.8 6.6l1.6 1.6 2.9-3.2M5.8 11.2h4.4",
    "sharedInstrument": "M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2M2 8h12M8 2c-3.3 3.2-3.3 8.8 0 12M8 2c3.3 3.2 3.3 8.8 0 12",
    "placeholder": _QUESTION,
    "nobodyKnown": _QUESTION,
    "institution": _LANDMARK,
    "body": _LANDMARK,
    "network": "M8 2.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 1 0 0-3.6M3.8 10.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 1 0 0-3.6M12.2 10.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 1 0 0-3.6M7.1 5.6 4.7 10.3M8.9 5.6l2.4 4.7M5.6 12h4.8",
    "course": "M1.4 6.2 8 3.2l6.6 3L8 9.2zM4 7.6v3.3c1.5 1.9 6.5 1.9 8 0V7.6M14.6 6.2v4.2",
    "system": "M2.3 3h11.4v7.7H2.3zM5.7 13.5h4.6M8 10.7v2.8",
    "study": "M7 2.4a4.6 4.6 0 1 0 0 9.2 4.6 4.6 0 1 0 0-9.2M10.4 10.4l3.7 3.7",
    "people": "M6 3a2.2 2.2 0 1 0 0 4.4A2.2 2.2 0 1 0 6 3M2 13.2c0-4.6 8-4.6 8 0M10.7 3.4a2 2 0 0 1 0 3.8M11.6 9.1c1.6.5 2.5 1.9 2.5 4.1",
    "folded": "M3.5 8h9M8 3.5v9",
    "money": _COIN,
    "otherFunder": _COIN,
    "step": "M2.5 8h10.5M9.3 4.3 13 8l-3.7 3.7",
}  # fmt: skip
_OF_PRODUCT = {
    "framework": "product",
    "platform": "system",
    "policy": "policy",
    "plan": "policy",
    "course": "course",
    "curriculum": "course",
    "study": "study",
    "system": "system",
    "network": "network",
    "indicatorSet": "document",
    "mechanism": "product",
    "body": "institution",
    "event": "people",
    "publication": "document",
}
_OF_RELATION = {"institutionalisedIn": "institution", "adoptedBy": "policy", "informed": "study"}


def icon(name: str, x: float, y: float, size: float, colour: str, *, weight: float = 1.4) -> Markup:
    """Return an icon with its upper left corner at a place.

    >>> icon("course", 0, 0, 16, "#000").startswith('<path d="M1.4')
    True
    """
    scale = size / 16
    return tag(
        "path",
        d=ICONS.get(name) or ICONS["step"],
        transform=f"translate({x:.1f} {y:.1f}) scale({scale:.3f})",
        fill="none",
        stroke=colour,
        stroke_width=weight,
        stroke_linecap="round",
        stroke_linejoin="round",
        aria_hidden="true",
    )


def of_node(node: Node) -> str:
    """Return the icon of a node: that of its product kind where it has one."""
    if node.kind == "product" and node.product_kind in _OF_PRODUCT:
        return _OF_PRODUCT[node.product_kind]
    return node.kind if node.kind in ICONS else "placeholder"


def of_step(relation: str, later: Node) -> str:
    """Return the icon of a step without money: what the step made of the thing."""
    return _OF_RELATION.get(relation) or of_node(later)
