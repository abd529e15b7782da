"""Explore: a search and its choices as a page, as JSON, as a table to take away, and as suggestions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from seedline.errors import InputError, NotFound
from seedline.formats.spreadsheet import csv_text
from seedline.i18n import words
from seedline.i18n.words import Words, spoken
from seedline.search import Hit, questions_asked
from seedline.search.entries import GROUPS
from seedline.search.folding import marked
from seedline_api.rendering.finding import Query, answer_json, index_of, search_of, value_words
from seedline_api.rendering.seed_rows import HEADER, cells, seed_row

if TYPE_CHECKING:
    from seedline_api.rendering.site import Site
    from seedline_api.rendering.tasks import Made, Renderer

SHAPES = ("cards", "table", "things")
"""How a result is shown: seeds as cards or rows, or all things found."""
_SEEDS = 50
_EACH = 100
_FILE = 2000
_SUGGESTED = 8


def page(renderer: Renderer, query: Query, lang: str) -> Made:
    """Return the page of the seeds and things that a search and its choices leave."""
    query = [(name, value) for name, value in query]
    tracer, say, params = renderer.tracer, words(lang), dict(query)
    index = index_of(tracer.snapshot)
    search = search_of(query, index)
    shape = params.get("as", "")
    answer = index.find(search.question, each=_EACH)
    seeds = index.chosen(search.choice, answer.seeds)
    if shape not in SHAPES:
        # A question whose words stand in no seed's story is answered by the things themselves.
        shape = "things" if search.question and not seeds and not search.choice else "cards"
    start = _whole(params.get("start", "0"))
    if start and start >= len(seeds):
        raise NotFound(f"{len(seeds)} seeds were found, none after {start}")
    shown = seeds[start : start + _SEEDS] if shape != "things" else []
    rows = [seed_row(tracer.lineage(seed)) for seed in shown]
    through = {row.seed.iri: index.through(search.question, row.seed.iri) for row in rows} if search.question else {}
    made = renderer.site.page(
        "explore.html", lang=lang, at=f"/explore?{urlencode(query)}" if query else "/explore",
        search=search, shape=shape, shapes=SHAPES, answer=answer, rows=rows, through=through,
        total=len(seeds), every=index.columns.seeds, start=start, step=_SEEDS, header=HEADER, each=_EACH,
        facets=index.facets(search.choice, answer.seeds), ranges=index.ranges(search.choice, answer.seeds),
        label=lambda facet, key: value_words(index.labels, say, facet, key), cells=lambda row: cells(row, say),
        kind=lambda hit: kind_words(say, hit), address=lambda hit: address_of(renderer.site, hit),
        only_question={name: "" for name, _ in search.pairs}, notes=say.english["explore"],
        mark=lambda text: marked(text, list(answer.terms)),
    )  # fmt: skip
    return made, {}


def _whole(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise InputError(f"start={text}: a number of seeds is expected")
    return int(text)


def kind_words(say: Words, hit: Hit) -> str:
    """Return what kind of thing was found, in words."""
    if hit.group in {"seed", "thing"}:
        return say.token("kind" if hit.kind in say.english["kind"] else "product", hit.kind)
    return say(f"explore.kind.{hit.kind}") if f"kind.{hit.kind}" in say.english["explore"] else spoken(hit.kind)


def address_of(site: Site, hit: Hit) -> str:
    """Return where a hit is read: a seed at its lineage, anything else at its own page."""
    return f"/view/lineage/{hit.id}" if hit.group == "seed" else site.doc(hit.iri)


def csv(renderer: Renderer, query: Query, lang: str) -> Made:
    """Return the seeds of a search as a table, at most two thousand; a header says how many are left out."""
    index = index_of(renderer.tracer.snapshot)
    search = search_of(query, index)
    seeds = index.chosen(search.choice, index.find(search.question, each=1).seeds)
    say = words(lang)
    rows = [cells(seed_row(renderer.tracer.lineage(seed)), say) for seed in seeds[:_FILE]]
    text = csv_text([say(f"explore.{name}") for name in HEADER], rows)
    return text.encode(), {"Left-Out": str(max(0, len(seeds) - _FILE))}


def search(renderer: Renderer, query: Query, count: int) -> Made:
    """Return what a question finds as JSON, each hit with why it is here, and what every further choice leaves."""
    tracer = renderer.tracer
    index = index_of(tracer.snapshot)
    asked = search_of(query, index)
    answer = index.find(asked.question, each=count)
    seeds = index.chosen(asked.choice, answer.seeds)
    read, say = tracer.details, words("en")
    told: dict[str, Any] = {
        "version": tracer.snapshot.version,
        "question": asked.question,
        **answer_json(answer),
        "seeds": {
            "total": len(seeds),
            "first": [{"iri": iri, "id": read.id(iri), "label": read.label(iri)} for iri in seeds[:count]],
        },
        "facets": [
            {
                "name": facet.name, "known": facet.known, "of": facet.of,
                "values": [
                    {
                        "key": value.key, "label": value_words(index.labels, say, facet.name, value.key),
                        "count": value.count, "chosen": value.chosen, "excluded": value.excluded,
                    }
                    for value in facet.values
                ],
            }
            for facet in index.facets(asked.choice, answer.seeds)
        ],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False).encode(), {}


def suggest(renderer: Renderer, q: str, lang: str) -> Made:
    """Return at most eight things by group, each with its address and the words that were typed marked in it."""
    index, say = index_of(renderer.tracer.snapshot), words(lang)
    answer = index.find(q, each=3, groups=[group for group in GROUPS if group not in {"statement", "source"}])
    groups: list[dict[str, Any]] = []
    left = _SUGGESTED
    for group, hits in answer.hits.items():
        options = [
            {
                "address": renderer.site.prefix + address_of(renderer.site, hit),
                "label": marked(hit.label, list(answer.terms)),
                "more": hit.id if group == "seed" else kind_words(say, hit),
            }
            for hit in hits[:left]
        ]
        left -= len(options)
        if options:
            groups.append({"name": say(f"explore.group.{group}"), "options": options})
    asked = [
        {
            "address": f"{renderer.site.prefix}/questions/{each.name}" + (f"?{urlencode(named)}" if named else ""),
            "label": marked(each.title[lang], list(answer.terms)),
            "more": next(iter(named.values()), ""),
        }
        for each, named in questions_asked(q, lang, most=max(left, 2))
    ]
    if asked:
        groups.append({"name": say("question.title"), "options": asked})
    return json.dumps({"groups": groups}, ensure_ascii=False).encode(), {}
