"""What pages show, to take away: rows as CSV and XLSX, and what the rows are of as RDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from seedline.document.description import description_rdf
from seedline.formats.spreadsheet import csv_text, workbook
from seedline.formats.tables import Table
from seedline.i18n import words
from seedline.i18n.words import Words
from seedline_api.rendering.data_pages import doubts_of
from seedline_api.rendering.finding import Query
from seedline_api.rendering.found import Found
from seedline_api.rendering.lists import LISTS, list_of
from seedline_api.rendering.shapes import LINEAGES, as_listing, as_money
from seedline_api.rendering.sheets import Sheet, sheet_of

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Made, Renderer

TABLES, DESCRIBED = ("csv", "xlsx"), ("ttl", "nt", "jsonld")
"""Forms of rows, and forms that describe what the rows are of as RDF."""
#: A sheet of Excel has so many rows beside its header.
_ROWS = 1_048_575
#: Things that a file of RDF describes at most, and hits of each group.
_DESCRIBED, _EACH = 2000, 100


def explore(renderer: Renderer, query: Query, form: str, lang: str) -> Made:
    """Return what a page of results shows; a header says how many are left out."""
    say = words(lang)
    found = Found.of(renderer, query, say, each=_EACH)
    if form in DESCRIBED:
        return _rdf(renderer, _things(renderer, found, say), form)
    return _rows(renderer, sheet_of(renderer, found, say), form, f"/explore?{found.address(found.shape)}", say)


def listing(renderer: Renderer, which: str, form: str, lang: str) -> Made:
    """Return a list as rows, or what its rows are of as RDF."""
    say = words(lang)
    made = list_of(renderer, which, say)
    if form in DESCRIBED:
        return _rdf(renderer, [cell.iri for group in made.groups for row in group.rows for cell in row], form)
    rows = [[group.heading, *(cell.plain() for cell in row)] for group in made.groups for row in group.rows]
    sheet = Sheet(say(f"site.{which}"), [say("site.head.group"), *made.header], rows)
    return _rows(renderer, sheet, form, f"/{which}", say)


def known(renderer: Renderer, kind: str, seed: str, form: str, lang: str) -> Made:
    """Return the ledger of doubt as rows, a side of a difference one row, or what its lines rest on as RDF."""
    say = words(lang)
    found, _, _ = doubts_of(renderer, kind, seed, lang)
    if form in DESCRIBED:
        return _rdf(renderer, [line.iri for of in found.values() for line in of], form)
    rows = [
        [code, say(f"site.doubt.{line.kind}"), line.subject[1], line.plain, side,
         "; ".join(" ".join(filter(None, (place.title or place.source, place.section, place.url))) for place in places)]
        for (code, _), of in found.items()
        for line in of
        for side, places in line.sides or (("", line.places),)
    ]  # fmt: skip
    header = [
        say("explore.code"),
        say("site.kind"),
        *(say(f"site.head.{key}") for key in ("of", "open", "side", "where")),
    ]
    return _rows(renderer, Sheet(say("site.knownTitle"), header, rows), form, "/known", say)


def _rows(renderer: Renderer, sheet: Sheet, form: str, address: str, say: Words) -> Made:
    """Return rows as ``csv`` or ``xlsx``; a header says how many rows or seeds are left out.

    A workbook says where its rows stand, and has as many as such a file can have.
    """
    if form == "csv":
        return csv_text(sheet.header, sheet.rows).encode(), {"Left-Out": str(sheet.left_out)}
    site, kept = renderer.site, sheet.rows[:_ROWS]
    table = Table("rows", sheet.title, tuple(sheet.header), tuple(map(tuple, kept)))
    told = (
        site.cited(sheet.title, address, say),
        site.licence(say),
    )  # fmt: skip
    notes = Table("notes", say("table.notes"), (say("column.note"),), tuple((text,) for text in told))
    made = workbook(f"Seedline: {sheet.title}", [table, notes], built=site.dates["built"])
    return made, {"Left-Out": str(sheet.left_out + len(sheet.rows) - len(kept))}


def _rdf(renderer: Renderer, iris: Sequence[str], form: str) -> Made:
    """Return what is said of things, each once, as RDF; a header says how many are left out."""
    told = list(dict.fromkeys(iri for iri in iris if iri))
    left_out = max(0, len(told) - _DESCRIBED)
    return description_rdf(renderer.tracer.details, told[:_DESCRIBED], form), {"Left-Out": str(left_out)}


def _things(renderer: Renderer, found: Found, say: Words) -> list[str]:
    """Return the IRIs of what a shape shows: its seeds, or the commitments, organisations, policies or hits."""
    if found.shape == "money":
        return [given.iri for given in as_money(renderer.tracer, found.seeds(LINEAGES), say)]
    if found.shape == "things":
        return [hit.iri for hits in found.answer.hits.values() for hit in hits]
    if found.shape in LISTS:
        made = as_listing(renderer.tracer, found.index, found.left, found.shape, say)
        return [row[0].iri for group in made.groups for row in group.rows]
    return found.seeds(found.total)
