"""The picture of a lineage: our own SVG, the same everywhere it is shown, with the words around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from seedline.document.remembering import of_the_last
from seedline.document.types import Document
from seedline.draw.figure import sheet
from seedline.draw.figure.sheet import PARTS, Captions, Linker, Tongue
from seedline.draw.figure.story import told_seed
from seedline.draw.figure.target import SMALL
from seedline.i18n import Words, words
from seedline.narrative import notes

#: Raised whenever equal input gives other bytes (a picture's address is DATA.EDITION).
EDITION = 8
#: What a picture shows: the whole lineage, the story of its seed in a few cards, or its events along the years.
PICTURES = ("graph", "strip", "timeline")
#: The parts that a picture for any place but a poster has where none are named; a strip has no signs to explain.
USUAL = ("graph", "legend")
STORY = ("graph", "title", "source")


def svg(document: Document | Mapping[str, Any], **look: Any) -> str:
    """Return the picture of a document, or of its JSON, as one SVG, the same bytes for the same input.

    What it is told is what :func:`svgs` is told; a figure that is too high for its place is folded.

    >>> svg({"nodes": [{"iri": "x", "label": "<A>", "stage": "seed"}]}).count("&lt;A&gt;") > 1
    True
    """
    (made,) = svgs(document, **look, paged=False)
    return made


def svgs(
    document: Document | Mapping[str, Any],
    *,
    form: str = "graph",
    target: str = "poster",
    theme: str = "light",
    lang: str = "en",
    parts: Sequence[str] | None = None,
    link: Linker | None = None,
    more: Linker | None = None,
    tongue: Tongue | None = None,
    prefix: str = "",
    paged: bool = True,
) -> list[str]:
    """Return the picture of a document, or of its JSON, as an SVG for each page that it needs.

    ``form`` is what it shows: the graph, a strip of its story, or a timeline.
    ``target`` is where it will stand; a *poster* has any size and, where none are named, all parts. ``theme`` is light,
    dark or print; ``link`` gives the address of a thing's or step's IRI (by default its place in the picture itself),
    ``more`` the address that also shows what is one step further; ``tongue`` tells of which language a name is that is
    not of the picture's; ``prefix`` keeps ids apart where several pictures stand on one page.
    A graph too high for its target is split at its groups where it is ``paged``, else folded.

    >>> len(svgs({"nodes": [{"iri": "x", "label": "A", "stage": "seed"}]}, target="wide"))
    1
    """
    whole = document if isinstance(document, Document) else Document.of_json(document)
    say = words(lang)
    around = captions(whole, say)
    if form == "strip" or target in SMALL:
        reported = reported_line(whole, say)
        source = f"{notes.source(whole, say).rstrip('.')}. {reported} {say('ui.dataVersion', version=whole.version)}."
        around = replace(around, title=story_title(whole, say), lead=(), caption=reported, source=(source,))
    return sheet.svgs(
        whole,
        say,
        form=form,
        target=target,
        theme=theme,
        parts=usual_parts(form, target) if parts is None else parts,
        captions=around,
        link=link,
        more=more,
        tongue=tongue,
        prefix=prefix,
        edition=EDITION,
        paged=paged,
    )


def usual_parts(form: str, target: str) -> tuple[str, ...]:
    """Return the parts of a picture of which none are named.

    >>> usual_parts("graph", "wide"), usual_parts("strip", "slide")
    (('graph', 'legend'), ('graph', 'title', 'source'))
    """
    if form == "strip":
        return STORY
    return PARTS if target == "poster" else USUAL


def story_title(document: Document, say: Words) -> str:
    """Return the title of a strip: what followed a seed of some amount; never that the one became the other."""
    seed = told_seed(document)
    if seed.grant is None or not seed.grant.amount:
        return notes.title(document, say)
    amount = say.amount(seed.grant.amount, seed.grant.currency, seed.grant.bound, whole=True)
    begun = [one.target for one in seed.followed if one.mood in {"happened", "underWay"}]
    if len(begun) != 1:
        return say("strip.title", amount=amount)
    return say("strip.titleOf", amount=amount, what=begun[0].name)


def reported_line(document: Document, say: Words) -> str:
    """Return by whom and of when a story is reported, and that it is not attributed."""
    by = f" {say('note.byFund')}" if document.voices == {"fund"} else ""
    if not document.dates.facts_as_of:
        return say("draw.reported", by=by)
    return say("strip.reported", by=by, date=say.when(document.dates.facts_as_of))


@of_the_last
def captions(document: Document, say: Words) -> Captions:
    """Return what is said around the graph of a document."""
    stated = document.version or say("note.notStated")
    version = say("picture.version", version=stated, edition=EDITION)
    lead = notes.lead(document, say)
    return Captions(
        title=notes.title(document, say),
        lead=tuple(lead),
        alt=notes.description(document, say, lead),
        caption=notes.caption(document, say),
        notes=(*notes.money(document, say), *notes.notes(document, say)),
        source=(
            notes.source(document, say),
            f"{notes.dates(document, say)} · {version} · {notes.licence(document, say)}",
        ),
    )
