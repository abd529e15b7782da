"""A figure over several pages: every box on one of them, what lines join together where it fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from seedline.document.types import Document
from seedline.draw.figure.blocks import Content
from seedline.draw.figure.grouping import Plan, Planner
from seedline.i18n import Words

#: A frame of more rows than this is several frames.
CHUNK = 5


def split(document: Document, say: Words, fits: Callable[[Plan], bool], *, band: bool = False) -> list[Plan]:
    """Return the boxes of a document on as many pages as they need to fit, every one of them on one page.

    What is joined by lines stays together where it fits, and the main path stands on the first page. Seeds stand on
    every page where all of them fit on one; a box that is reached from one on another page says so.
    """
    planner = Planner(document, say, 2, band, CHUNK, False, whole=True)
    stages = planner.stages()
    every = [content for contents in stages.values() for content in contents]
    first = [content.key for content in every if content.stage in {"before", "seed"}]
    again = [content.key for content in every if content.stage == "seed"]

    def page(keys: Iterable[str]) -> Plan:
        return replace(planner.chosen(stages, set(keys)), missing={}, untold=0)

    if len(again) > 1 and not fits(page(first)):
        first, again = [], []
    pages = [first]

    def put(keys: list[str]) -> bool:
        """Put boxes on the page that is being filled, if they fit."""
        if not fits(page([*pages[-1], *keys])):
            return False
        pages[-1] = [*pages[-1], *keys]
        return True

    for joined in _joined(planner, [content for content in every if content.key not in first]):
        if put(joined):
            continue
        for key in joined:
            if not put([key]):
                # One that fits on no page has one for itself.
                pages.append([*again, key])
    return [page(keys) for keys in pages if keys] or [page(first)]


def _joined(planner: Planner, contents: list[Content]) -> list[list[str]]:
    """Return boxes by what lines join, each lot in its order; that with the main path first."""
    at = {iri: content.key for content in contents for iri in content.iris}
    lot = {content.key: number for number, content in enumerate(contents)}
    for step in planner.drawn:
        one, other = at.get(step.earlier), at.get(step.later)
        if one and other and lot[one] != lot[other]:
            old, new = sorted((lot[one], lot[other]), reverse=True)
            lot = {key: new if number == old else number for key, number in lot.items()}
    lots: dict[int, list[str]] = defaultdict(list)
    for content in contents:
        lots[lot[content.key]].append(content.key)
    on_path = {at[iri] for iri in planner.path if iri in at}
    return sorted(lots.values(), key=lambda keys: not on_path & set(keys))
