"""Pictures within other people's pages: frames, oEmbed, and the code to copy."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from html import escape
from typing import Annotated, Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from seedline.errors import InputError, NotFound
from seedline.formats.citation import Citation
from seedline.i18n import words
from seedline.views.address import address_asked
from seedline.views.choice import Choice
from seedline.views.subject import Subject
from seedline.views.view import View
from seedline_api.current import Serving
from seedline_api.html import SAFE_HEADERS, render_page
from seedline_api.http.cache import Kept
from seedline_api.http.parameters import End, Excluded, Selection, Start, wanted
from seedline_api.http.problems import problem
from seedline_api.view_requests import Asked, key_of, outdated, pinned, sent, viewed

router = APIRouter(tags=["views"])
WIDTH = 960
#: Room for the caption under a picture, in pixels.
_CAPTION = 84
_SIZE = re.compile(r'viewBox="0 0 (\d+) (\d+)"')
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?", re.IGNORECASE)
# What a view's address may carry; all else of an address that somebody sends is left behind.
_PART = ("status", "relation", "basis", "source", "as_of", "told_by", "more")
_LOOK = ("theme", "lang", "v")
_VIEW = re.compile(r"/(?:view|embed)(?:/(?P<kind>lineage|component)/(?P<thing>.+)|(?P<paths>/paths))?")
_SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"


@router.get("/embed/lineage/{identifier:path}", summary="A lineage for frames")
def lineage(request: Request, identifier: str, asked: Asked, target: str = "") -> Response:
    """Return a lineage for a frame; ``target`` is the origin that is told of its height and of what is chosen."""
    return _frame(request, Subject.asked(identifier), asked, target)


@router.get("/embed/component/{identifier:path}", summary="A whole component for frames")
def component(request: Request, identifier: str, asked: Asked, target: str = "") -> Response:
    """Return the whole component that a thing stands in, for a frame."""
    return _frame(request, Subject.asked(identifier, component=True), asked, target)


@router.get("/embed/paths", summary="Everything between two things, for frames")
def paths(request: Request, start: Start, end: End, asked: Asked, target: str = "") -> Response:
    """Return every way from one thing to a later one, for a frame."""
    return _frame(request, Subject.asked(start=start, end=end), asked, target)


@router.get("/embed", summary="The things that a selection names, for frames")
def selection(request: Request, select: Selection, asked: Asked, exclude: Excluded = "", target: str = "") -> Response:
    """Return the things that a selection names with the steps between them, for a frame."""
    return _frame(request, Subject.asked(select=select, exclude=exclude), asked, target)


def _frame(request: Request, subject: Subject, asked: Asked, target: str) -> Response:
    if target and not _ORIGIN.fullmatch(target):
        raise InputError(f"target is the origin of the page around the frame, as https://example.org; not {target!r}")
    serving: Serving = request.app.state.serving
    shown = {"target": target, "theme": asked.look.theme, "say": words(asked.look.lang)}
    old = pinned(request, subject, asked, "svg") if outdated(asked) else None
    if old is not None:
        # Its picture and caption are as they were kept; who reads has the page of the same version.
        told = pinned(request, subject, asked, "txt")
        caption = told.body.decode().split("\n")[0] if told else ""
        address = f"{serving.settings.absolute('/view')}{address_asked(subject, asked.choice, asked.look)}"
        address += f"{'' if address.endswith('?') else '&'}v={asked.version}"
        page = _framed(request, old.body.decode(), title=caption, caption=caption, address=address, **shown)
        return _sent(request, Kept(page, old.tag), str(asked.version))
    view = viewed(request, subject, asked)

    def make() -> bytes:
        cited = Citation.of(view)
        return _framed(request, view.picture(), title=cited.title, caption=cited.caption, address=view.link(), **shown)

    return _sent(request, serving.responses.get(("embed", target, *key_of(view)), make), view.version)


def _framed(request: Request, picture: str, **values: Any) -> bytes:
    linked = picture.replace("<a href=", '<a target="_blank" rel="noopener" href=')
    return bytes(render_page(request, "embed.html", picture=linked, **values).body)


def _sent(request: Request, made: Kept, version: str) -> Response:
    serving: Serving = request.app.state.serving
    policy = SAFE_HEADERS["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", f"frame-ancestors {serving.settings.frame_ancestors}"
    )
    headers = {**SAFE_HEADERS, "Content-Security-Policy": policy, "Cache-Control": "no-cache"}
    return sent(request, made, "text/html; charset=utf-8", {**headers, "Seedline-Version": version})


def frame_code(view: View, *, width: int = WIDTH, height: int | None = None) -> str:
    """Return the code that puts a view into a page as a frame."""
    return (
        f'<iframe src="{escape(view.framed)}" title="{escape(Citation.of(view).title)}" width="{width}" '
        f'height="{height or size(view, width)[1]}" style="border:0;max-width:100%" loading="lazy" '
        f'sandbox="{_SANDBOX}" referrerpolicy="no-referrer"></iframe>'
    )


def image_code(view: View) -> str:
    """Return the code that puts a view into a page as an image."""
    width, height = size(view, WIDTH, caption=0)
    cited = Citation.of(view)
    return (
        f'<a href="{escape(view.link())}"><img src="{escape(view.link("svg"))}" alt="{escape(cited.alt)}" '
        f'width="{width}" height="{height}" loading="lazy" referrerpolicy="no-referrer"></a>'
    )


def size(view: View, width: int, *, caption: int = _CAPTION) -> tuple[int, int]:
    """Return the width and height of a view that is given a width, the caption's lines among the height."""
    found = _SIZE.search(view.picture())
    assert found
    return width, round(width * int(found[2]) / int(found[1])) + caption


def oembed_link(view: View, site: str, form: str) -> str:
    """Return the address at which consumers discover how to embed a view."""
    return f"{site}/oembed?{urlencode({'url': view.link(), 'format': form})}"


@router.get("/oembed", summary="oEmbed: how to embed a view")
def oembed(
    request: Request,
    url: Annotated[str, Query(max_length=2000)],
    maxwidth: Annotated[int | None, Query(ge=1, le=100_000)] = None,
    maxheight: Annotated[int | None, Query(ge=1, le=100_000)] = None,
    format: str = "json",
) -> Response:
    """Return the frame of a view of this server as oEmbed 1.0, no larger than was asked for."""
    if format not in {"json", "xml"}:
        return problem(501, "Not implemented", f"oEmbed is answered as json or xml, not {format!r}")
    serving: Serving = request.app.state.serving
    view = _view_at(request, url)
    width, height = size(view, min(WIDTH, maxwidth or WIDTH))
    height = min(height, maxheight or height)
    cited = Citation.of(view)
    thumb = size(view, 480, caption=0)
    answer: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": cited.title,
        "provider_name": "Seedline",
        "provider_url": serving.settings.absolute("/"),
        "cache_age": 3600,
        "width": width,
        "height": height,
        "html": frame_code(view, width=width, height=height),
    }
    # A thumbnail may not be larger than what was asked for (oEmbed 1.0, section 2.3.4).
    if thumb[0] <= (maxwidth or thumb[0]) and thumb[1] <= (maxheight or thumb[1]):
        answer |= {
            "thumbnail_url": view.link("png", width=str(thumb[0])),
            "thumbnail_width": thumb[0],
            "thumbnail_height": thumb[1],
        }
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}
    if format == "json":
        return Response(json.dumps(answer, ensure_ascii=False), media_type="application/json", headers=headers)
    root = ElementTree.Element("oembed")
    for name, value in answer.items():
        ElementTree.SubElement(root, name).text = str(value)
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, media_type="text/xml; charset=utf-8", headers=headers)


def _view_at(request: Request, url: str) -> View:
    """Return the view that an address of this server shows.

    Raises:
        NotFound: the address is none of ours.

    """
    serving: Serving = request.app.state.serving
    site = serving.settings.absolute("")
    found = _VIEW.fullmatch(urlsplit(url).path.removeprefix(urlsplit(site).path))
    if found is None or not url.startswith(f"{site}/"):
        raise NotFound(f"{url} is no view of this server; its views stand under {site}/view")
    every = dict(parse_qsl(urlsplit(url).query))
    if found["thing"]:
        subject = Subject.asked(unquote(found["thing"]), component=found["kind"] == "component")
    elif found["paths"]:
        subject = Subject.asked(start=every.get("from", ""), end=every.get("to", ""))
    else:
        subject = Subject.asked(select=every.get("select", ""), exclude=every.get("exclude", ""))
    depth = {name: _whole(name, every[name]) for name in ("up", "down") if name in every}
    part = {name: value for name, value in every.items() if name in _PART}
    look = {name: value for name, value in every.items() if name in _LOOK}
    return viewed(request, subject, wanted(Choice.of(**depth, **part), **look))  # type: ignore[arg-type]


def _whole(name: str, value: str) -> int:
    if not value.isdecimal() or int(value) > 100:
        raise InputError(f"{name} is a number of steps from 0 to 100, not {quote(value)}")
    return int(value)
