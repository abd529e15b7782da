"""The start page: one row for each seed project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seedline.document.types import Document
from seedline.errors import NotFound
from seedline.i18n import words
from seedline.i18n.words import plain
from seedline.money.overview import Overview
from seedline.triples import OURS

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Made, Renderer

#: Seeds on one start page.
_SEEDS = 100


def start(renderer: Renderer, start: int, lang: str) -> Made:
    """Return the start page, a hundred seeds at once."""
    tracer = renderer.tracer
    manifest = tracer.snapshot.manifest
    rows = [_row(tracer.lineage(seed)) for seed in tracer.network.nodes_of_kind("seedProject", start, start + _SEEDS)]
    told, every = Overview.of(manifest["overview"]), manifest["counts"]["seedProject"]
    if start and not rows:
        raise NotFound(f"there are {every} seeds, none after {start}")
    say = words(lang)
    seeds_sum = say.listed(
        [say.amount(plain(sum_), currency, whole=True) for currency, sum_ in told.seed_amounts.items()]
    )
    sums = [say.amount(plain(sum_), currency, bound, whole=True) for currency, (sum_, bound) in told.follow_on.items()]
    follow_on = say("start.apart", amounts=say.listed(sums)) if len(sums) > 1 else say.listed(sums)
    page = renderer.site.page(
        "start.html", lang=lang, rows=rows, overview=told, seeds=seeds_sum, follow_on=follow_on,
        # What the booklet says of its nine cases is said of no others.
        booklet=set(manifest["sources"]) <= {"booklet", OURS}, dates=manifest["dates"],
        first=start + 1, every=every, step=_SEEDS,
    )  # fmt: skip
    return page, {}


def _row(document: Document) -> dict[str, Any]:
    """Return what the start page says of a lineage; what followed stands with its status and year."""
    reached = {step.later: step for step in document.steps}
    followed = [
        {"label": node.label, "edge": reached[node.iri]}
        for node in document.nodes
        if node.stage in {"followed", "carried on"} and node.iri in reached
    ]
    voices = sorted({step.voice for step in document.steps if step.voice and step.voice != "seedline"})
    return {"document": document, "seed": document.focused, "followed": followed, "voices": voices}
