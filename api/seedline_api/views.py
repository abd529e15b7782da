"""Pictures and the pages around them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from seedline.export import place_words
from seedline.render import svg
from seedline_api.html import doc_address, render_page
from seedline_api.parameters import Depth, Theme
from seedline_api.serving import Serving

router = APIRouter(tags=["views"])
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@router.get("/view/lineage/{identifier:path}", summary="A lineage as a page or picture")
def lineage(
    request: Request, identifier: str, up: Depth = None, down: Depth = None, theme: Theme = "light"
) -> Response:
    """Return the page of a lineage, or with ``.svg`` its picture."""
    serving: Serving = request.app.state.serving
    tracer = serving.tracer()
    as_picture = identifier.endswith(".svg")
    document = tracer.lineage(identifier.removesuffix(".svg"), up=up, down=down)
    headers = {"Seedline-Version": tracer.snapshot.version, "Cache-Control": "no-cache"}
    if as_picture:
        picture = svg(document, theme=theme, link=lambda iri: doc_address(serving, iri))
        headers |= {"Access-Control-Allow-Origin": "*", "Content-Security-Policy": _PICTURE_POLICY}
        return Response(picture, media_type="image/svg+xml", headers=headers)
    picture = svg(document, theme=theme, link=lambda iri: "#" + anchor(document, iri))
    page = render_page(
        request,
        "lineage.html",
        document=document,
        picture=picture,
        labels={node["iri"]: node["label"] for node in document["nodes"]},
        anchor=lambda iri: anchor(document, iri),
        places=place_words,
        identifier=identifier,
    )
    page.headers.update(headers)
    return page


def anchor(document: dict[str, Any], iri: str) -> str:
    """Return the fragment of a node's or step's own section on the page."""
    for name, items in (("node", document["nodes"]), ("step", document["edges"])):
        for index, item in enumerate(items):
            if item["iri"] == iri:
                return f"{name}-{index}"
    return "graph"
