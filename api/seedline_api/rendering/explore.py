"""Explore: a search and its choices as a page, as JSON, and as suggestions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from seedline.errors import InputError, NotFound
from seedline.i18n import words
from seedline.i18n.folding import marked
from seedline.i18n.words import Words, spoken
from seedline.search import Hit, SearchIndex, write_line
from seedline.search.entries import GROUPS
from seedline.search.facets import FACETS, Facet, Value
from seedline_api.rendering.beside import others, recorded, seed_money
from seedline_api.rendering.finding import Query, Search, answer_json, index_of, orders, value_words
from seedline_api.rendering.found import LISTED, PAGED, SHAPES, Found
from seedline_api.rendering.maps import on_a_map
from seedline_api.rendering.offered import asked_here, left_over, offered, pages_of, read_as, unread_no
from seedline_api.rendering.seed_rows import SHOWN, SeedRow, in_brief, seed_amounts, seed_countries
from seedline_api.rendering.shapes import LINEAGES, as_listing, as_matrix, as_money, as_timeline
from seedline_api.rendering.sheets import sheet_of
from seedline_api.rendering.things import Things

if TYPE_CHECKING:
    from seedline_api.rendering.site import Site
    from seedline_api.rendering.tasks import Made, Renderer

_SEEDS = 50
_EACH = 100
_SUGGESTED = 8
#: Values of a facet that are listed; of more than these one is found by words.
_LISTED = 250


def page(renderer: Renderer, query: Query, lang: str) -> Made:
    """Return the page of the seeds and things that a search and its choices leave."""
    query = [(name, value) for name, value in query]
    tracer, say = renderer.tracer, words(lang)
    found = Found.of(renderer, query, say, each=_EACH)
    index, search, shape = found.index, found.search, found.shape
    start = _whole(dict(query).get("start", "0"))
    if start and start >= found.total:
        raise NotFound(f"{found.total} seeds were found, none after {start}")
    shown = found.seeds(_SEEDS, start) if shape in PAGED else []
    rows = [renderer.row(seed) for seed in shown]
    telling = " ".join(word for word in search.question.split() if word not in found.answer.left_out)
    some = bool(found.answer.apart)
    through = index.through(telling, [row.seed.iri for row in rows], some=some) if telling else {}
    things = Things(tracer.network, tracer.details, say)
    facets = index.facets(search.choice, found.answer.seeds)
    asked = asked_here(renderer, search.typed, lang, 3, index) if search.typed else []
    meant = pages_of(search.typed, index, say) if search.typed else []
    made = renderer.site.page(
        "explore.html", lang=lang, at=f"/explore?{urlencode(query)}" if query else "/explore",
        search=search, found=found, shape=shape, shapes=SHAPES, paged=PAGED, answer=found.answer, rows=rows,
        through=through, total=found.total, every=index.columns.seeds, start=start, step=_SEEDS, header=SHOWN,
        each=_EACH, crossing=FACETS, made=_drawn(renderer, found, rows, say),
        amounts=lambda row: seed_amounts(row, say),
        countries=lambda seed: seed_countries(seed, say),
        asked=asked, meant=meant,
        read=_read(search, index, say), unread=unread_no(search, found.answer, [each for each, _ in asked], lang),
        nowhere=left_over(found.answer.nowhere),
        facets=facets, offers={facet.name: list(_offers(facet, found, say)) for facet in facets}, listed=_LISTED,
        ranges=index.ranges(search.choice, found.answer.seeds),
        label=lambda facet, key: value_words(index.labels, say, facet, key), brief=lambda row: in_brief(row, say),
        kind=lambda hit: kind_words(say, hit), address=lambda hit: address_of(renderer.site, hit),
        only_question={name: "" for name, _ in search.pairs},
        line=write_line(search.question, search.pairs), ranges_=tuple(index.columns.numbers), orders=orders(index, say),
        notes=say.english["explore"], most=LINEAGES,
        seed_money=seed_money(found, say), others=others(tracer, found),
        registry=0 if found.total or found.answer.total or asked or meant else len(recorded(tracer)),
        apart=[say("explore.word", word=word, count=count) for word, count in found.answer.apart],
        mark=lambda text: marked(text, list(found.answer.terms)), name=things.name,
    )  # fmt: skip
    return made, {}


@dataclass(frozen=True, slots=True)
class Offer:
    """A value of a facet in words, and the queries of the addresses that choose it and that leave it out."""

    value: Value
    text: str
    choose: str
    leave: str
    leaving: str


def _offers(facet: Facet, found: Found, say: Words) -> Iterator[Offer]:
    """Yield the values of a facet, as far as they are listed."""
    shape = found.shape if found.shape != "cards" else ""
    choose = found.search.chooser(**{"as": shape, "lang": say.language if say.language != "en" else ""})
    for value in facet.values[:_LISTED]:
        text = value_words(found.index.labels, say, facet.name, value.key)
        leaving = say("explore.without", value=text)
        yield Offer(value, text, choose(facet.name, value.key), choose(facet.name, f"-{value.key}"), leaving)


def _read(search: Search, index: SearchIndex, say: Words) -> tuple[str, str] | None:
    """Return how a sentence was read, in words, and the query of its address."""
    return (read_as(search.reading, index, say), urlencode(search.reading.query)) if search.reading else None


def _drawn(renderer: Renderer, found: Found, rows: list[SeedRow], say: Words) -> object:
    """Return what a shape shows beside rows and hits."""
    index, left = found.index, found.left
    if found.shape == "map":
        return on_a_map(index, left, lambda key: value_words(index.labels, say, "country", key))
    if found.shape == "matrix":
        return as_matrix(index, left, *found.crossed)
    if found.shape == "timeline":
        return as_timeline(index, left, rows, say)
    if found.shape == "money":
        return as_money(renderer.tracer, found.seeds(LINEAGES), say)
    if found.shape in LISTED:
        return as_listing(renderer.tracer, index, left, found.shape, say)
    return None


def _whole(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise InputError(f"start={text}: a number of seeds is expected")
    return int(text)


def kind_words(say: Words, hit: Hit) -> str:
    """Return what kind of thing was found, in words."""
    if hit.group in {"seed", "thing"}:
        return say.token("kind" if hit.kind in say.english["kind"] else "product", hit.kind)
    if hit.group == "loaded":
        return hit.kind
    return say(f"explore.kind.{hit.kind}") if f"kind.{hit.kind}" in say.english["explore"] else spoken(hit.kind)


def address_of(site: Site, hit: Hit) -> str:
    """Return where a hit is read: a seed at its lineage, anything else at its own page."""
    return site.lineage(hit.id) if hit.group == "seed" else site.doc(hit.iri)


def search(renderer: Renderer, query: Query, count: int) -> Made:
    """Return what a question finds as JSON, each hit with why it is here, and what every further choice leaves."""
    tracer, say = renderer.tracer, words("en")
    found = Found.of(renderer, query, say, each=count)
    index, asked, answer = found.index, found.search, found.answer
    read = tracer.details
    told: dict[str, Any] = {
        "version": tracer.snapshot.version,
        "question": asked.typed,
        **answer_json(answer),
        "meant": [
            {"label": label, "address": f"{renderer.site.prefix}{to}"}
            for label, to in offered(asked.typed, index, say)
        ],
        "seeds": {
            "total": found.total,
            "first": [{"iri": iri, "id": read.id(iri), "label": read.label(iri)} for iri in found.seeds(count)],
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
    if dict(query).get("as"):
        sheet = sheet_of(renderer, found, say)
        told["table"] = {"as": found.shape, "header": sheet.header, "rows": sheet.rows, "leftOut": sheet.left_out}
    return json.dumps(told, ensure_ascii=False).encode(), {}


def suggest(renderer: Renderer, q: str, lang: str) -> Made:
    """Return at most eight things by group, each with its address and the words that were typed marked in it."""
    index, say = index_of(renderer.tracer.snapshot), words(lang)
    answer = index.find(q, each=3, groups=[group for group in GROUPS if group not in {"statement", "source"}])
    groups: list[dict[str, Any]] = []
    left = _SUGGESTED
    # Somebody who still types is not offered what has only some of the words.
    for group, hits in () if answer.apart else answer.hits.items():
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
            name = say(f"explore.group.{group}")
            # What is only spelt like it is no answer, and says so.
            name = say("explore.spelt", group=name) if answer.read_as else name
            groups.append({"name": name, "options": options})
    meant = [
        {"address": f"{renderer.site.prefix}{to}", "label": [(label, False)], "more": ""}
        for label, to in offered(q, index, say)
    ]
    if meant:
        groups.insert(0, {"name": say("explore.meant"), "options": meant})
    asked = [
        {
            "address": f"{renderer.site.prefix}/questions/{each.name}" + (f"?{urlencode(named)}" if named else ""),
            "label": marked(each.title[lang], list(answer.terms)),
            "more": next(
                iter(
                    [*named.values(), *(say("explore.forExample", value=one.default) for one in each.examples(named))]
                ),
                "",
            ),
        }
        for each, named in asked_here(renderer, q, lang, max(left, 2), index)
    ]
    if asked:
        groups.append({"name": say("question.title"), "options": asked})
    return json.dumps({"groups": groups}, ensure_ascii=False).encode(), {}
