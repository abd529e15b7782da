"""The start page: the answer in one sentence, a search, and the seeds by how far what followed has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seedline.i18n import words
from seedline.i18n.words import begin, plain
from seedline.lineage.furthest import FURTHEST
from seedline.money.overview import Overview
from seedline.search.facets import Choice
from seedline.triples import OURS
from seedline_api.rendering.data_pages import CANNOT
from seedline_api.rendering.finding import index_of, value_words
from seedline_api.rendering.seed_rows import seed_row

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Made, Renderer

#: Seeds of one group on the start page; the rest are one choice away.
_SEEDS = 12


def start(renderer: Renderer, lang: str) -> Made:
    """Return the start page."""
    tracer = renderer.tracer
    manifest = tracer.snapshot.manifest
    if not Overview.of(manifest["overview"]).seeds:
        return _here(renderer, lang)
    index = index_of(tracer.snapshot)
    everything = index.find("").seeds
    groups = []
    for token in FURTHEST:
        seeds = (
            index.chosen(Choice(within={"furthest": frozenset({token})}), everything)
            if token in index.columns.keys("furthest")
            else []
        )
        if seeds:
            # Of what nobody looked for there is nothing to show side by side.
            shown = seeds[:_SEEDS] if token != "notLookedFor" else []  # noqa: S105
            groups.append((token, len(seeds), [seed_row(tracer.lineage(seed)) for seed in shown]))
    told = Overview.of(manifest["overview"])
    say = words(lang)
    seeds_sum = say.listed(
        [say.amount(plain(sum_), currency, whole=True) for currency, sum_ in told.looked_for_amounts.items()]
    )
    sums = [say.amount(plain(sum_), currency, bound, whole=True) for currency, (sum_, bound) in told.follow_on.items()]
    follow_on = say("start.apart", amounts=say.listed(sums)) if len(sums) > 1 else say.listed(sums)
    became = "; ".join(
        say(f"site.became.{token}", count, count=say.number(count)) for token, count, rows in groups if rows
    )
    page = renderer.site.page(
        "start.html", lang=lang, at="/", groups=groups, overview=told, sought=told.seeds - told.not_looked_for,
        seeds=seeds_sum, follow_on=follow_on,
        became=begin(became),
        # What the booklet says of its nine cases is said of no others.
        booklet=set(manifest["sources"]) <= {"booklet", OURS}, dates=manifest["dates"], cannot=CANNOT,
        label=lambda facet, key: value_words(index.labels, say, facet, key), begin=begin,
        facets={facet.name: facet for facet in index.facets(Choice(), everything)},
    )  # fmt: skip
    return page, {}


def _here(renderer: Renderer, lang: str) -> Made:
    """Return the start page of data without seeds: what is here, by class, and nothing that is not."""
    tracer = renderer.tracer
    manifest = tracer.snapshot.manifest
    classes = [(iri, _called(tracer.details.label(iri, lang), iri), count) for iri, count in manifest.get("here", [])]
    page = renderer.site.page(
        "here.html", lang=lang, at="/", classes=classes, triples=manifest["counts"]["defaultGraph"]
    )
    return page, {}


def _called(label: str, iri: str) -> str:
    return label if label != iri else iri.rstrip("/#").replace("#", "/").rpartition("/")[2]
