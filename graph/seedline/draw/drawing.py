"""The picture of a lineage: our own SVG, the same everywhere it is shown, with the words around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seedline.document.types import Document
from seedline.draw.figure import sheet
from seedline.draw.figure.sheet import PARTS, Captions, Linker
from seedline.i18n import Words, words
from seedline.narrative import notes

#: Raised whenever equal input gives other bytes (a picture's address is DATA.EDITION).
EDITION = 5
#: The parts that a picture for any place but a poster has where none are named.
USUAL = ("graph", "legend")


def svg(
    document: Document | Mapping[str, Any],
    *,
    target: str = "poster",
    theme: str = "light",
    lang: str = "en",
    parts: Sequence[str] | None = None,
    link: Linker | None = None,
    more: Linker | None = None,
    prefix: str = "",
) -> str:
    """Return the picture of a document, or of its JSON, as one SVG, the same bytes for the same input.

    ``target`` is where it will stand; a *poster* has any size and, where none are named, all parts. ``theme`` is light,
    dark or print; ``link`` gives the address of a thing's or step's IRI (by default its place in the picture itself),
    ``more`` the address that also shows what is one step further; ``prefix`` keeps ids apart where several pictures
    stand on one page.

    >>> svg({"nodes": [{"iri": "x", "label": "<A>", "stage": "seed"}]}).count("&lt;A&gt;") > 1
    True
    """
    whole = document if isinstance(document, Document) else Document.of_json(document)
    say = words(lang)
    return sheet.svg(
        whole,
        say,
        target=target,
        theme=theme,
        parts=(PARTS if target == "poster" else USUAL) if parts is None else parts,
        captions=captions(whole, say),
        link=link,
        more=more,
        prefix=prefix,
        edition=EDITION,
    )


def captions(document: Document, say: Words) -> Captions:
    """Return what is said around the graph of a document."""
    stated = document.version or say("note.notStated")
    version = say("picture.version", version=stated, edition=EDITION)
    lead = (notes.subtitle(document), *notes.draft(document, say), notes.story(document, say))
    return Captions(
        title=notes.title(document, say),
        lead=tuple(text for text in lead if text),
        alt=notes.description(document, say),
        caption=notes.caption(document, say),
        notes=(*notes.money(document, say), *notes.notes(document, say)),
        source=(
            notes.source(document, say),
            f"{notes.dates(document, say)} · {version} · {say('note.licence')}",
        ),
    )
