"""Tables for reading: five columns or fewer, and under each row what else is known; on pages and on paper alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seedline.formats.cells import Cell, Told, grouped
from seedline.formats.tables import Table
from seedline.i18n import Words

#: Table → its columns for reading; several names share a column, and stand in it with commas between.
_COLUMNS: dict[str, tuple[tuple[str, ...], ...]] = {
    "steps": (("from",), ("relation", "contribution"), ("to",), ("status", "asOf"), ("place",)),
    "things": (("name", "id"), ("stage", "kind"), ("start", "end", "fundingYear"), ("countries",), ("summary",)),
    "money": (("funder",), ("to",), ("amount", "currency", "bound"), ("status", "asOf"), ("counted", "why")),
    "sums": (
        ("currency",), ("seed", "currency", "seedBound"), ("followOn", "currency", "bound"), ("ratio",), ("byStatus",),
    ),
    "carriers": (("thing",), ("agent", "kind", "basis"), ("asOf",), ("summary",), ("place",)),
    "places": (("source",), ("section",), ("lines", "page"), ("begins", "ends"), ("url", "seen")),
}  # fmt: skip
#: What is for programs alone stands in the workbook.
_UNREAD = frozenset({"iri", "sha256"})
_AMOUNTS = frozenset({"amount", "seed", "followOn", "ratio"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells, what else is known of it as names and values, and the address of what it is about."""

    cells: tuple[str, ...]
    more: tuple[tuple[str, str], ...]
    iri: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A table for reading; ``amounts`` are the columns whose cells stand at the right."""

    key: str
    title: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    amounts: frozenset[int] = frozenset()


def brief(made: Table, say: Words) -> Brief:
    """Return a table for reading. A column that no row fills is left out, what a source does not state is not said."""
    place = {name: number for number, name in enumerate(made.columns)}
    groups = [
        group
        for group in _COLUMNS[made.key]
        if group[0] in place and any(_shown(row[place[group[0]]], say) for row in made.rows)
    ]
    taken = {name for group in groups for name in group} | _UNREAD
    left = [name for name in made.columns if name not in taken]
    rows = tuple(
        Row(
            tuple(_cell({name: row[place[name]] for name in group}, say) for group in groups),
            tuple(
                (made.header[place[name]], _read(text, say)) for name in left if (text := _shown(row[place[name]], say))
            ),
            row[-1] if made.columns[-1] == "iri" else "",
        )
        for row in made.rows
    )
    header = tuple(_heading([made.header[place[name]] for name in _named(group)]) for group in groups)
    amounts = frozenset(number for number, group in enumerate(groups) if group[0] in _AMOUNTS)
    return Brief(made.key, made.title, header, rows, amounts)


def _named(group: tuple[str, ...]) -> tuple[str, ...]:
    return group[:1] if group[0] in _AMOUNTS else group[:3]


def _heading(names: list[str]) -> str:
    return ", ".join([names[0], *(name[:1].lower() + name[1:] for name in names[1:])])


def _shown(text: str, say: Words) -> str:
    return "" if text == say("ui.notStated") else text


def _read(text: str, say: Words) -> str:
    if isinstance(text, Told):
        return text.told
    return grouped(text, say) if isinstance(text, Cell) else text


def _cell(told: dict[str, str], say: Words) -> str:
    name, *others = told
    if name not in _AMOUNTS:
        return ", ".join(
            _read(text, say) if isinstance(text, Told) else text for text in told.values() if _shown(text, say)
        )
    amount, *beside = (told[each] for each in (name, *others))
    if not others:
        return _read(amount, say)
    currency, bound = beside
    if not amount:
        return bound
    lead = "" if bound == say.token("bound", "exact") else bound
    return " ".join(filter(None, (lead, currency, _read(amount, say))))


def told_more(more: Iterable[tuple[str, str]], say: Words) -> str:
    """Return what else is known of a row as one line.

    >>> from seedline.i18n import words
    >>> told_more([("Basis", "stated"), ("In our words", "It was done.")], words("en"))
    'Basis: stated · In our words: It was done.'
    """
    return " · ".join(say.pair(name, text) for name, text in more)
