"""Explore: a search and its choices as a page, as JSON, as a table to take away, and as suggestions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from seedline.document.description import description_rdf
from seedline.errors import InputError, NotFound
from seedline.formats.spreadsheet import csv_text, workbook
from seedline.formats.tables import Table
from seedline.i18n import words
from seedline.i18n.words import Words, begin, spoken
from seedline.search import Hit, questions_asked
from seedline.search.entries import GROUPS
from seedline.search.facets import FACETS
from seedline.search.folding import marked
from seedline_api.rendering.finding import Query, answer_json, index_of, value_words
from seedline_api.rendering.found import LISTED, PAGED, SHAPES, Found
from seedline_api.rendering.seed_rows import HEADER, SeedRow, cells, seed_row
from seedline_api.rendering.shapes import LINEAGES, as_listing, as_matrix, as_money, as_timeline, on_a_map
from seedline_api.rendering.sheets import sheet_of
from seedline_api.rendering.things import Things

if TYPE_CHECKING:
    from seedline_api.rendering.site import Site
    from seedline_api.rendering.tasks import Made, Renderer

DESCRIBED = ("ttl", "nt", "jsonld")
"""Forms that describe the seeds found as RDF."""
_SEEDS = 50
_EACH = 100
_FILE = 2000
"""Seeds of a file at most."""
_SUGGESTED = 8


def page(renderer: Renderer, query: Query, lang: str) -> Made:
    """Return the page of the seeds and things that a search and its choices leave."""
    query = [(name, value) for name, value in query]
    tracer, say = renderer.tracer, words(lang)
    found = Found.of(renderer, query, each=_EACH)
    index, search, shape = found.index, found.search, found.shape
    start = _whole(dict(query).get("start", "0"))
    if start and start >= found.total:
        raise NotFound(f"{found.total} seeds were found, none after {start}")
    shown = found.seeds(_SEEDS, start) if shape in PAGED else []
    rows = [seed_row(tracer.lineage(seed)) for seed in shown]
    through = {row.seed.iri: index.through(search.question, row.seed.iri) for row in rows} if search.question else {}
    things = Things(tracer.network, tracer.details, say)
    made = renderer.site.page(
        "explore.html", lang=lang, at=f"/explore?{urlencode(query)}" if query else "/explore",
        search=search, found=found, shape=shape, shapes=SHAPES, paged=PAGED, answer=found.answer, rows=rows,
        through=through, total=found.total, every=index.columns.seeds, start=start, step=_SEEDS, header=HEADER,
        each=_EACH, crossing=FACETS, made=_drawn(renderer, found, rows, say), begin=begin,
        facets=index.facets(search.choice, found.answer.seeds), ranges=index.ranges(search.choice, found.answer.seeds),
        label=lambda facet, key: value_words(index.labels, say, facet, key), cells=lambda row: cells(row, say),
        kind=lambda hit: kind_words(say, hit), address=lambda hit: address_of(renderer.site, hit),
        only_question={name: "" for name, _ in search.pairs}, notes=say.english["explore"], most=LINEAGES,
        mark=lambda text: marked(text, list(found.answer.terms)), name=things.name,
    )  # fmt: skip
    return made, {}


def _drawn(renderer: Renderer, found: Found, rows: list[SeedRow], say: Words) -> object:
    """Return what a shape shows beside rows and hits."""
    index, left = found.index, found.left
    if found.shape == "map":
        return on_a_map(index, left)
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
    return say(f"explore.kind.{hit.kind}") if f"kind.{hit.kind}" in say.english["explore"] else spoken(hit.kind)


def address_of(site: Site, hit: Hit) -> str:
    """Return where a hit is read: a seed at its lineage, anything else at its own page."""
    return f"/view/lineage/{hit.id}" if hit.group == "seed" else site.doc(hit.iri)


def file(renderer: Renderer, query: Query, form: str, lang: str) -> Made:
    """Return what a page of results shows as ``csv``, ``xlsx`` or RDF; a header says how many are left out."""
    found = Found.of(renderer, query, each=_EACH)
    if form in DESCRIBED:
        told = description_rdf(renderer.tracer.details, found.seeds(_FILE), form)
        return told, {"Left-Out": str(max(0, found.total - _FILE))}
    sheet = sheet_of(renderer, found, words(lang))
    left_out = {"Left-Out": str(sheet.left_out)}
    if form == "csv":
        return csv_text(sheet.header, sheet.rows).encode(), left_out
    table = Table(found.shape, sheet.title, tuple(sheet.header), tuple(tuple(row) for row in sheet.rows))
    built = renderer.tracer.snapshot.manifest["dates"]["built"]
    return workbook(f"Seedline: {sheet.title}", [table, _notes(renderer, found, words(lang))], built=built), left_out


def _notes(renderer: Renderer, found: Found, say: Words) -> Table:
    site = renderer.site
    address = site.absolute(f"/explore?{found.address(found.shape)}")
    told = (
        say("site.citation", label=say("explore.title"), date=say.when(site.dates.get("built")), version=site.version,
            address=address),
        say("site.licence"),
    )  # fmt: skip
    return Table("notes", say("table.notes"), (say("column.note"),), tuple((text,) for text in told))


def search(renderer: Renderer, query: Query, count: int) -> Made:
    """Return what a question finds as JSON, each hit with why it is here, and what every further choice leaves."""
    tracer, say = renderer.tracer, words("en")
    found = Found.of(renderer, query, each=count)
    index, asked, answer = found.index, found.search, found.answer
    read = tracer.details
    told: dict[str, Any] = {
        "version": tracer.snapshot.version,
        "question": asked.question,
        **answer_json(answer),
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
