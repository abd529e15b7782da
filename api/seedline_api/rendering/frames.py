"""Pictures within other people's pages: frames, oEmbed, and the code to copy."""

from __future__ import annotations

import json
import math
import re
import xml.etree.ElementTree as ElementTree
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from seedline.draw.drawing import EDITION
from seedline.draw.measurement import wrap
from seedline.errors import NotFound
from seedline.formats.citation import Citation
from seedline.views.request import ViewRequest
from seedline.views.view import View
from seedline_api.rendering.site import Site

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Made, Renderer

WIDTH = 960
#: A frame narrower than this shows the picture for a phone (``embed.css`` says the same).
NARROW = 840
#: Text of a frame in pixels, the height of its lines, and the room beside and around them.
_TEXT, _LEADING, _BESIDE, _AROUND = 14.0, 20.3, 26.0, 30.0
#: A reader's own font may be so much wider than ours.
_WIDER = 1.15
_SIZE = re.compile(r'viewBox="0 0 (\d+) (\d+)"')
#: Of a picture in a frame; its title and caption are text around it.
_PARTS = ("graph", "legend")
#: The pictures of a frame: which one is seen depends on its width.
_PLACES = ("page", "phone")
_SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"


def frame(renderer: Renderer, asked: ViewRequest, target: str) -> Made:
    """Return a view for a frame; ``target`` is the origin that is told of its height and of what is chosen."""
    old = renderer.pins.find(asked.version, asked.address, "svg") if asked.edition not in {"", str(EDITION)} else None
    if old is not None:
        # Its picture and caption are as they were kept; who reads has the page of the same version.
        told = renderer.pins.find(asked.version, asked.address, "txt")
        caption = told.decode().split("\n")[0] if told else ""
        address = f"{renderer.site.absolute('/view')}{asked.address}"
        address += f"{'' if address.endswith('?') else '&'}v={asked.version}"
        pictures = {"any": old.decode()}
        page = _framed(renderer, asked, target, pictures, title=caption, caption=caption, address=address)
        return page, {"Seedline-Version": asked.version}
    view = renderer.view(asked)
    cited = Citation.of(view)
    pictures = {name: view.picture(target=name, parts=_PARTS, prefix=f"{name}-") for name in _PLACES}
    page = _framed(renderer, asked, target, pictures, title=cited.title, caption=cited.caption, address=view.link())
    return page, {"Seedline-Version": view.version}


def _framed(renderer: Renderer, asked: ViewRequest, target: str, pictures: dict[str, str], **values: str) -> bytes:
    linked = {
        name: picture.replace("<a href=", '<a target="_blank" rel="noopener" href=')
        for name, picture in pictures.items()
    }
    return renderer.site.page(
        "embed.html", lang=asked.look.lang,
        pictures=linked, target=target, theme=asked.look.theme, **values,
    )  # fmt: skip


def frame_code(view: View, *, width: int = WIDTH, height: int | None = None, picture: str = "") -> str:
    """Return the code that puts a view into a page as a frame; ``picture`` is that of a wide one, if it is there."""
    return (
        f'<iframe src="{escape(view.framed)}" title="{escape(Citation.of(view).title)}" width="{width}" '
        f'height="{height or frame_height(view, width, picture)}" style="border:0;max-width:100%" loading="lazy" '
        f'sandbox="{_SANDBOX}" referrerpolicy="no-referrer"></iframe>'
    )


def image_code(view: View) -> str:
    """Return the code that puts a view into a page as an image, with its title and source in it."""
    shown = view.with_look(target="page", parts=("graph", "legend", "title", "source"))
    width, height = size(shown.picture())
    cited = Citation.of(view)
    return (
        f'<a href="{escape(view.link())}"><img src="{escape(shown.link("svg"))}" alt="{escape(cited.alt)}" '
        f'width="{width}" height="{height}" loading="lazy" referrerpolicy="no-referrer"></a>'
    )


def size(picture: str) -> tuple[int, int]:
    """Return the width and height of a picture, in its own unit."""
    found = _SIZE.search(picture)
    assert found
    return int(found[1]), int(found[2])


def frame_height(view: View, width: int, picture: str = "") -> int:
    """Return how high the content of a frame of a width is: its title, the picture for that width, its caption."""
    wide, high = size(picture or view.picture(target="phone" if width < NARROW else "page", parts=_PARTS))
    cited, room = Citation.of(view), max(width - _BESIDE, 100.0)
    lines = sum(
        len(wrap(text, _TEXT, room / _WIDER, weight=weight, lines=40))
        for text, weight in ((cited.title, 600), (f"{cited.caption} {view.words('ui.openPage')}", 400))
    )
    return math.ceil(high * min(1.0, width / wide) + lines * _LEADING + _AROUND)


def oembed_link(view: View, site: str, form: str) -> str:
    """Return the address at which consumers discover how to embed a view."""
    return f"{site}/oembed?{urlencode({'url': view.link(), 'format': form})}"


def oembed(renderer: Renderer, url: str, maxwidth: int | None, maxheight: int | None, form: str) -> Made:
    """Return the frame of a view as oEmbed 1.0, ``json`` or ``xml``, no larger than was asked for."""
    view = renderer.view(request_at(renderer.site, url))
    width = min(WIDTH, maxwidth or WIDTH)
    height = frame_height(view, width)
    height = min(height, maxheight or height)
    cited = Citation.of(view)
    across, down = size(view.picture())
    thumb = 480, round(480 * down / across)
    answer: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": cited.title,
        "provider_name": "Seedline",
        "provider_url": renderer.site.absolute("/"),
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
    if form == "json":
        return json.dumps(answer, ensure_ascii=False).encode(), {"Content-Type": "application/json"}
    root = ElementTree.Element("oembed")
    for name, value in answer.items():
        ElementTree.SubElement(root, name).text = str(value)
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body, {"Content-Type": "text/xml; charset=utf-8"}


def request_at(site: Site, url: str) -> ViewRequest:
    """Return what an address of this server asks for.

    Raises:
        NotFound: the address is none of ours.
        InputError: a value in it is none of those that there are.

    """
    for door in ("/view", "/embed"):
        _, found, address = url.partition(f"{site.root}{door}")
        if found and url.startswith(found) and address[:1] in {"", "/", "?"}:
            return ViewRequest.at(address.partition("#")[0])
    raise NotFound(f"{url} is no view of this server; its views stand under {site.root}/view")
