"""What a page of results shows, as a header and rows to take away: each shape has its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seedline.document.types import FollowOn, Sum
from seedline.formats.cells import moment, number
from seedline.i18n.words import Words
from seedline_api.rendering.finding import value_words
from seedline_api.rendering.maps import on_a_map
from seedline_api.rendering.seed_rows import HEADER, SeedRow, cells, seed_row
from seedline_api.rendering.shapes import LINEAGES, as_listing, as_matrix, as_money, as_timeline

if TYPE_CHECKING:
    from seedline_api.rendering.found import Found
    from seedline_api.rendering.tasks import Renderer

#: Seeds of a file at most, where each needs its whole lineage read.
SEEDS = 2000
#: Columns that are sums.
_SUMS = ("amount", "followOn")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and rows, and how many seeds are not in them."""

    title: str
    header: list[str]
    rows: list[list[str]]
    left_out: int = 0


def sheet_of(renderer: Renderer, found: Found, say: Words) -> Sheet:
    """Return what a shape shows as rows."""
    header, rows, most = _SHEETS.get(found.shape, _seeds)(renderer, found, say)
    left_out = max(0, found.total - most) if most else 0
    return Sheet(say(f"explore.shape.{found.shape}"), header, rows, left_out)


Rows = tuple[list[str], list[list[str]], int]


def _seeds(renderer: Renderer, found: Found, say: Words) -> Rows:
    """Return a row for each seed; an amount takes two columns for each currency, itself and its bound."""
    drawn = [seed_row(renderer.tracer.lineage(seed)) for seed in found.seeds(SEEDS)]
    sums = [{name: _amounts(row, name) for name in _SUMS} for row in drawn]
    currencies = {name: sorted({currency for each in sums for currency in each[name]}) for name in _SUMS}
    header: list[str] = []
    rows: list[list[str]] = [[] for _ in drawn]
    for place, name in enumerate(HEADER):
        title = say(f"explore.{name}")
        for currency in currencies.get(name, ()):
            header += [f"{title}, {currency}", f"{title}, {currency}: {say('column.bound').lower()}"]
        header += [title] * (name not in _SUMS)
        for told, row, each in zip(rows, drawn, sums, strict=True):
            for currency in currencies.get(name, ()):
                given = each[name].get(currency)
                told += [number(given.amount), say.token("bound", given.bound)] if given else ["", ""]
            told += [cells(row, say)[place]] * (name not in _SUMS)
    return header, rows, SEEDS


def _amounts(row: SeedRow, name: str) -> dict[str, Sum | FollowOn]:
    """Return the sums of a seed by currency, of its own money or of what followed."""
    told = {entry.currency or "": entry.seed if name == "amount" else entry.follow_on for entry in row.document.money}
    return {currency: given for currency, given in told.items() if given.amount}


def _map(renderer: Renderer, found: Found, say: Words) -> Rows:
    made, labels = on_a_map(found.index, found.left, str), found.index.labels
    rows = [[key, value_words(labels, say, "country", key), number(str(n))] for key, n in made.counts]
    if made.nowhere:
        rows.append(["", say("explore.noCountry"), number(str(made.nowhere))])
    return [say("explore.code"), say("explore.country"), say("site.count.seeds")], rows, 0


def _matrix(renderer: Renderer, found: Found, say: Words) -> Rows:
    down, across = found.crossed
    made, labels = as_matrix(found.index, found.left, down, across), found.index.labels
    rows = [
        [
            value_words(labels, say, down, row),
            value_words(labels, say, across, column),
            number(str(n)),
            ", ".join(code for code, _ in seeds),
        ]
        for row in made.rows
        for column in made.columns
        for n, seeds in [made.cells.get((row, column), (0, ()))]
    ]
    header = [
        say(f"explore.facet.{down}"),
        say(f"explore.facet.{across}"),
        say("site.count.seeds"),
        say("explore.code"),
    ]
    return header, rows, 0


def _timeline(renderer: Renderer, found: Found, say: Words) -> Rows:
    drawn = [seed_row(renderer.tracer.lineage(seed)) for seed in found.seeds(SEEDS)]
    made = as_timeline(found.index, found.left, drawn, say)
    rows = [
        [line.row.seed.id, line.row.seed.label, moment(line.row.seed.funding_year, say),
         "; ".join(event.text for event in line.events), number(str(line.undated))]
        for line in made.lines
    ]  # fmt: skip
    header = [say(f"explore.{name}") for name in ("code", "name", "year", "datedEvents", "undated")]
    return header, rows, SEEDS


def _money(renderer: Renderer, found: Found, say: Words) -> Rows:
    rows = [
        [given.currency, number(given.stated), given.bound or say("money.noAmount"), given.funder[1],
         given.recipient[1], given.status,
         f"{given.source} ({say('explore.money.again')})" if given.again else given.source,
         ", ".join(code for code, _ in given.seeds)]
        for given in as_money(renderer.tracer, found.seeds(LINEAGES), say)
    ]  # fmt: skip
    currency, amount, *others = (
        say(f"explore.money.{n}") for n in ("currency", "amount", "funder", "recipient", "status", "kind", "of")
    )
    return [currency, amount, say("column.bound"), *others], rows, LINEAGES


def _listing(renderer: Renderer, found: Found, say: Words) -> Rows:
    made = as_listing(renderer.tracer, found.index, found.left, found.shape, say)
    rows = [[group.heading, *(cell.plain() for cell in row)] for group in made.groups for row in group.rows]
    return [say("site.head.group"), *made.header], rows, 0


def _things(renderer: Renderer, found: Found, say: Words) -> Rows:
    rows = [
        [say(f"explore.group.{group}"), hit.id, hit.label, "; ".join(text for _, text in hit.why),
         ", ".join(code for code, _ in hit.seeds)]
        for group, hits in found.answer.hits.items()
        for hit in hits
    ]  # fmt: skip
    header = [say("site.head.group"), say("explore.code"), say("explore.name"), say("explore.why"), say("explore.in")]
    return header, rows, 0


_SHEETS = {
    "map": _map, "matrix": _matrix, "timeline": _timeline, "money": _money, "organisations": _listing,
    "policies": _listing, "things": _things,
}  # fmt: skip
