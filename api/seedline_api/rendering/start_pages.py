"""The start page: the answer in one sentence, a search, and the seeds by how far what followed has come."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import numpy as np
from numpy.typing import NDArray

from seedline.columns.index import StoredNetwork
from seedline.i18n import words
from seedline.i18n.words import Words, begin, plain
from seedline.lineage.furthest import FURTHEST, Furthest
from seedline.model.labels import called
from seedline.money.overview import Overview
from seedline.narrative.sentence import beyond_told
from seedline.search import SearchIndex
from seedline.search.facets import Choice
from seedline.triples import OURS
from seedline_api.rendering.data_pages import CANNOT
from seedline_api.rendering.finding import in_order, index_of, sort_of, value_words
from seedline_api.rendering.maps import Map, on_a_map
from seedline_api.rendering.seed_rows import SeedRow, seed_amounts, seed_countries, sign_rank, spoken_by
from seedline_api.rendering.shapes import years_of

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Made, Renderer

#: Seeds of one group on the start page; the rest are one choice away.
_SEEDS = 12
_FILES = 20
#: Orders that the start page offers: never one by money, which must not be what makes a case look big.
_ORDERS = ("code", "year", "-year", "country")
#: How large letters on the small map are, beside those of the large one.
_SMALL = 1.9


@dataclass(frozen=True, slots=True)
class Group:
    """Seeds of which what followed has come equally far: how many there are, and the rows that are shown."""

    token: Furthest
    count: int
    rows: tuple[SeedRow, ...]


def start(renderer: Renderer, lang: str, sort: str = "") -> Made:
    """Return the start page, the seeds of each group in an order."""
    tracer = renderer.tracer
    manifest = tracer.snapshot.manifest
    if not Overview.of(manifest["overview"]).seeds:
        return _here(renderer, lang)
    index, say = index_of(tracer.snapshot), words(lang)
    order = sort_of(sort, index)
    everything = index.find("").seeds
    groups = [group for token in FURTHEST if (group := _group(renderer, index, token, order, say))]
    side_by_side = [group for group in groups if group.rows]
    looked_for = [group for group in groups if group.token != "notLookedFor"]  # noqa: S105
    unsought = index.left(_within("notLookedFor"), everything) if len(groups) > len(looked_for) else ~everything
    told = Overview.of(manifest["overview"])
    # What the booklet says of its nine cases is said of all nine, and of no others.
    booklet = set(manifest["sources"]) <= {"booklet", OURS}
    sought = told.seeds - told.not_looked_for
    amounts = told.seed_amounts if booklet else told.looked_for_amounts
    seeds_sum = say.listed([say.amount(plain(sum_), currency, whole=True) for currency, sum_ in amounts.items()])
    sums = [say.amount(plain(sum_), currency, bound, whole=True) for currency, (sum_, bound) in told.follow_on.items()]
    follow_on = say("start.apart", amounts=say.listed(sums)) if len(sums) > 1 else say.listed(sums)
    became = say.apart(_became(group, say) for group in looked_for)
    shown = [row for group in side_by_side for row in group.rows]
    page = renderer.site.page(
        "start.html", lang=lang, at=f"/?{urlencode({'sort': order})}" if order else "/",
        groups=groups, side_by_side=side_by_side, overview=told, sought=sought,
        counted=told.seeds if booklet else sought, seeds=seeds_sum, follow_on=follow_on,
        became=begin(became), amounts=lambda row: seed_amounts(row, say), spoken_by=spoken_by, beyond_told=beyond_told,
        countries=lambda seed: seed_countries(seed, say),
        booklet=booklet, dates=manifest["dates"], cannot=CANNOT,
        order=order or "code", orders=[name for name in _ORDERS if not _missing(index, name)],
        signs=_signs(shown), ours=any(one.ours for row in shown for one in row.followed),
        taken=_taken(groups, [one for one in side_by_side if one in looked_for or one.count == len(one.rows)], order),
        all_seeds=index.columns.seeds, funded=int((index.columns.funded() & everything & ~unsought).sum()),
        years=years_of(index, everything, everything & ~unsought),
        where=_where(index, everything & ~unsought, say),
        pale=_where(index, everything, say, named=bool(unsought.all())),
    )  # fmt: skip
    return page, {}


def _became(group: Group, say: Words) -> str:
    """Return how many seeds have come so far, and that this is our reading of some of them."""
    told = say(f"site.became.{group.token}", group.count, count=say.number(group.count))
    return say("site.becameRead", told=told) if any(row.begun_read for row in group.rows) else told


def _within(token: str) -> Choice:
    return Choice(within={"furthest": frozenset({token})})


def _group(renderer: Renderer, index: SearchIndex, token: Furthest, order: str, say: Words) -> Group | None:
    """Return a group with its first seeds, if there are any; where nobody looked, those of which outputs are told."""
    if token not in index.columns.keys("furthest"):
        return None
    rows = np.flatnonzero(index.left(_within(token), index.find("").seeds))
    if token != "notLookedFor":  # noqa: S105
        first = index.iris(in_order(index, rows, order, say)[:_SEEDS])
    else:
        # Only what somebody tells of in steps can have made anything.
        rows_told = np.flatnonzero(index.left(_within(token), index.columns.holding("voice")))
        told = index.iris(in_order(index, rows_told, order, say))
        first = list(islice((seed for seed in told if _produced(renderer.tracer.network, seed)), _SEEDS))
    return Group(token, len(rows), tuple(renderer.row(seed) for seed in first))


def _produced(network: StoredNetwork, seed: str) -> bool:
    return any(step.relation == "produced" for step in network.later.get(seed) or ())


def _missing(index: SearchIndex, name: str) -> bool:
    return name.endswith("year") and "year" not in index.columns.numbers


def _taken(groups: list[Group], side_by_side: list[Group], order: str) -> str:
    """Return the query of what stands side by side, to take it along in the same order."""
    chosen = [("furthest", group.token) for group in side_by_side] if len(groups) > len(side_by_side) else []
    asked = [*chosen, *([("sort", order)] if order else [])]
    return f"?{urlencode(asked)}" if asked else ""


def _signs(rows: list[SeedRow]) -> list[str]:
    """Return the signs of all that is shown, the furthest first."""
    there = {one.sign for row in rows for one in (*row.produced, *row.followed)}
    return sorted(there, key=lambda sign: -sign_rank(sign))


def _where(index: SearchIndex, found: NDArray[np.bool_], say: Words, *, named: bool = True) -> Map:
    every = max((n for _, n in index.columns.tally("country", index.find("").seeds)), default=1)
    return on_a_map(index, found, lambda key: value_words(index.labels, say, "country", key), most=every, larger=_SMALL)


def _here(renderer: Renderer, lang: str) -> Made:
    """Return the start page of data without seeds: what is here, by class, and nothing that is not."""
    tracer = renderer.tracer
    manifest = tracer.snapshot.manifest
    classes = [(iri, called(tracer.details.label(iri, lang), iri), count) for iri, count in manifest.get("here", [])]
    files = [told for told in manifest["read"] if told.get("statements")]
    page = renderer.site.page(
        "here.html", lang=lang, at="/", classes=classes, files=files, most=_FILES,
        statements=sum(told["statements"] for told in files),
    )  # fmt: skip
    return page, {}
