"""Two to four lineages on the same rows: nothing is added up, and nothing is ranked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from seedline.document.types import Money
from seedline.errors import InputError
from seedline.formats.spreadsheet import csv_text
from seedline.i18n import words
from seedline.i18n.words import Words
from seedline.narrative.reasons import reason_told
from seedline.narrative.sentence import beyond_told
from seedline.views.tracer import Tracer
from seedline_api.rendering.doubts import Doubts
from seedline_api.rendering.finding import index_of
from seedline_api.rendering.seed_rows import Followed, SeedRow, seed_countries, seed_row, spoken_by
from seedline_api.rendering.things import Things

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Made, Renderer

FEWEST, MOST = 2, 4
#: Seeds that the form offers by name; with more of them a code is typed.
_OFFERED = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said in a cell: a text, perhaps of a thing with a page, its sign, and what stands under it.

    ``ours`` says what of it is our reading, where some of it is.
    """

    text: str
    iri: str = ""
    mood: str = ""
    small: str = ""
    ours: str = ""
    strong: bool = False
    address: str = ""

    @property
    def plain(self) -> str:
        """Return the entry as text."""
        small = ", ".join(filter(None, (self.small, self.ours)))
        return f"{self.text} ({small})" if small else self.text


Cell = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One question, and what each lineage says to it; ``same`` where all say the same."""

    name: str
    cells: tuple[Cell, ...]

    @property
    def same(self) -> bool:
        """Return whether every lineage says the same."""
        return len({tuple(entry.plain for entry in cell) for cell in self.cells}) == 1


class Comparison:
    """Asks the same questions of lineages, in one language."""

    def __init__(self, tracer: Tracer, say: Words, lineages: Sequence[SeedRow]) -> None:
        self.tracer, self.say, self.read, self.lineages = tracer, say, tracer.details, lineages
        self.things = Things(tracer.network, tracer.details, say)
        targets = Counter(a.code for row in lineages for a in row.seed.alignments)
        self._shared = {code for code, times in targets.items() if times > 1}

    @cached_property
    def _open(self) -> Counter[str]:
        """How many lines of what is not known each seed has; only who asks for it waits for all of them."""
        doubts = Doubts(self.tracer, index_of(self.tracer.snapshot), self.things)
        return Counter(code for doubt in doubts for code, _ in doubt.seeds)

    def rows(self, names: Sequence[str] = ()) -> list[Row]:
        """Return every row in one order, or those that are named."""
        asked: dict[str, Callable[[SeedRow], Iterator[Entry]]] = {
            "seed": self._seed, "produced": self._produced, "followed": self._followed, "carried": self._carried,
            "followOn": self._follow_on, "apart": self._apart, "builtOn": self._built_on, "timing": self._timing,
            "targets": self._targets, "evaluation": self._evaluation, "voice": self._voice, "known": self._known,
        }  # fmt: skip
        return [Row(name, tuple(tuple(asked[name](row)) for row in self.lineages)) for name in names or asked]

    def _seed(self, row: SeedRow) -> Iterator[Entry]:
        say, seed = self.say, row.seed
        for entry in row.document.money:
            if entry.seed.amount:
                yield Entry(say.amount(entry.seed.amount, entry.currency, entry.seed.bound), strong=True)
        lines = [self.things.name(i) for entry in row.document.money for given in entry.seeds
                 for i in self.read.values(given.iri, "sl:viaInstrument")]  # fmt: skip
        duration = self.read.value(seed.iri, "sl:duration")
        parts = [seed.funding_year, *dict.fromkeys(lines), duration and self.things.value("sl:duration", duration)]
        if told := ", ".join(filter(None, parts)):
            yield Entry(told)
        if seed.countries:
            yield Entry(", ".join(seed_countries(seed, self.say)))

    def _thing(self, thing: Followed) -> Entry:
        ours = self.say("explore.ourStep") if thing.ours else ""
        return Entry(thing.node.label, thing.node.iri, thing.sign, thing.status(self.say), ours)

    def _produced(self, row: SeedRow) -> Iterator[Entry]:
        yield from map(self._thing, row.produced)

    def _followed(self, row: SeedRow) -> Iterator[Entry]:
        yield from map(self._thing, row.followed)
        if not row.followed:
            yield Entry(self.say(f"explore.furthest.{row.unfollowed}"))

    def _carried(self, row: SeedRow) -> Iterator[Entry]:
        for carrier in row.document.carriers:
            kind = self.say.token("carrier", carrier.kind)
            yield Entry(
                carrier.label or kind, carrier.agent or "", small=kind if carrier.label else "",
                ours=self.say("ui.ourReading") if carrier.inferred else "", strong=True,
            )  # fmt: skip

    def _follow_on(self, row: SeedRow) -> Iterator[Entry]:
        amounts = [entry for entry in row.document.money if entry.follow_on.amount]
        for entry in amounts:
            yield Entry(
                self.say.amount(entry.follow_on.amount, entry.currency, entry.follow_on.bound),
                small=", ".join(self._by_status(entry)), strong=True,
            )  # fmt: skip
        if not amounts and row.furthest == "notLookedFor":
            yield Entry(self.say(f"explore.furthest.{row.unfollowed}"))

    def _by_status(self, entry: Money) -> Iterator[str]:
        for status, amount in entry.follow_on.by_status.items():
            bound = entry.follow_on.by_status_bounds.get(status)
            yield f"{self.say.amount(amount, entry.currency, bound)} {self.say.token('commitment', status)}"

    def _apart(self, row: SeedRow) -> Iterator[Entry]:
        say = self.say
        for entry in row.document.money:
            for out in entry.left_out:
                if (given := out.commitment) and given.source_type != "seed":
                    who = given.named or say("money.funderNotNamed")
                    amount = say.amount(given.amount, given.currency or entry.currency, given.bound)
                    reason = reason_told(out.why, row.document, say)
                    yield Entry(say.pair(who, amount), given.iri, small=reason)

    def _built_on(self, row: SeedRow) -> Iterator[Entry]:
        for beyond in row.built_on:
            yield Entry(beyond.label, beyond.iri, small=beyond_told(beyond, self.say))

    def _timing(self, row: SeedRow) -> Iterator[Entry]:
        say = self.say
        for took in row.document.timing:
            later = row.document.node(took.later)
            ends = say("compare.ends", year=took.earlier_date, date=say.when(took.later_date))
            months = say("compare.months", least=took.months_at_least, most=took.months_at_most)
            yield Entry(months, took.later, small=say.pair(later.label if later else "", ends))

    def _targets(self, row: SeedRow) -> Iterator[Entry]:
        for aligned in row.seed.alignments:
            label, framework = self.things.name(aligned.to), self.say(f"compare.{aligned.framework}")
            yield Entry(
                f"{framework} {aligned.code}",
                aligned.to,
                strong=aligned.code in self._shared,
                small=label if label != aligned.code else "",
            )

    def _evaluation(self, row: SeedRow) -> Iterator[Entry]:
        found = self.read.values(row.seed.iri, "sl:hasEvaluation")
        for iri in found:
            yield Entry(self.things.name(iri), iri)
        if not found:
            yield Entry(self.say("site.noEvaluation"))

    def _voice(self, row: SeedRow) -> Iterator[Entry]:
        say, steps = self.say, row.document.steps
        if told := spoken_by(row, say):
            yield Entry(", ".join(told))
        if stated := sum(not step.inferred for step in steps):
            key = "compare.stated" if stated < len(steps) else "compare.allStated"
            yield Entry(say(key, len(steps), stated=stated, all=len(steps)))
        elif steps:
            yield Entry(say("compare.noneStated", len(steps)))

    def _known(self, row: SeedRow) -> Iterator[Entry]:
        code = row.seed.id
        yield Entry(self.say("compare.open", self._open[code]), address=f"/known?seed={code}")


def compare(renderer: Renderer, seeds: Sequence[str], only: str, form: str, lang: str) -> Made:
    """Return two to four lineages on the same rows, as a page, as ``json`` or as ``csv``; of none, a form to choose.

    ``only`` is ``differences`` where rows on which all agree are folded.

    Raises:
        InputError: there are more than four, or a form other than the page is asked for with fewer than two.

    """
    tracer, say = renderer.tracer, words(lang)
    if only not in {"", "differences"}:
        raise InputError(f"only={only}: there is differences")
    asked = dict.fromkeys(code.strip() for given in seeds for code in given.split(",") if code.strip())
    iris = list(dict.fromkeys(tracer.resolve(code) for code in asked))
    if len(iris) > MOST or (form and len(iris) < FEWEST):
        raise InputError(f"seeds={','.join(asked)}: {FEWEST} to {MOST} lineages are compared, as seeds=CT.0921,MA.1147")
    codes = [tracer.details.id(iri) for iri in iris]
    lineages = [seed_row(tracer.lineage(iri)) for iri in iris]
    rows = Comparison(tracer, say, lineages).rows() if len(iris) >= FEWEST else []
    if form == "json":
        told = {
            "version": tracer.snapshot.version,
            "lineages": [{"iri": row.seed.iri, "id": row.seed.id, "label": row.seed.label} for row in lineages],
            "rows": [
                {"name": row.name, "same": row.same, "cells": [[_entry(one) for one in cell] for cell in row.cells]}
                for row in rows
            ],
        }
        return json.dumps(told, ensure_ascii=False).encode(), {}
    if form == "csv":
        lines = [
            [say(f"compare.row.{row.name}"), *("; ".join(e.plain for e in cell) for cell in row.cells)] for row in rows
        ]
        return csv_text(["", *codes], lines).encode(), {}
    offered = tracer.network.nodes_of_kind("seedProject", 0, _OFFERED)
    query = f"seeds={','.join(codes)}" + (f"&only={only}" if only else "")
    page = renderer.site.page(
        "compare.html", lang=lang, at=f"/compare?{query}" if codes else "/compare", codes=codes, rows=rows, only=only,
        lineages=lineages, most=MOST,
        offered=[(tracer.details.id(iri), tracer.details.label(iri)) for iri in offered],
    )  # fmt: skip
    return page, {}


def _entry(entry: Entry) -> dict[str, str | bool]:
    return {name: value for name, value in asdict(entry).items() if value and name != "address"}
