"""Conditions as FTS5 reads them, and in which texts of an entry they are met."""

from __future__ import annotations

from seedline.i18n.folding import fold
from seedline.search.entries import COLUMNS
from seedline.search.question import Condition

Mended = tuple[Condition, list[tuple[str, ...]]]
"""A condition, and the ways to say it: a word that is nowhere is said as the nearest ones."""


def expression(conditions: list[Mended], joined: str = " AND ") -> str:
    """Return conditions as FTS5 reads them; every word is folded, so that none can be read as an operator."""
    told = []
    for condition, ways in conditions:
        star = "*" if condition.begins else ""
        anyhow = " OR ".join(f'"{" ".join(words)}"{star}' for words in ways)
        columns = f"{{{' '.join(condition.columns)}}} : " if condition.columns else ""
        told.append(f"{columns}({anyhow})")
    return joined.join(told)


def met(positive: list[Mended], negative: list[Mended], rank: str, joined: str = " AND ") -> tuple[str, list[str]]:
    """Return what selects the entries that meet conditions, as ``id`` and ``rank``, with its parameters.

    The words are looked up once, and nothing else is read of an entry that they find.
    """
    wanted, unwanted = expression(positive, joined), expression(negative, " OR ")
    values = [match for match in (wanted, unwanted) if match]
    without = "{} NOT IN (SELECT rowid FROM found WHERE found MATCH ?)" if unwanted else ""
    if wanted:
        also = f" AND {without.format('rowid')}" if without else ""
        return f"SELECT rowid AS id, {rank} AS rank FROM found WHERE found MATCH ?{also}", values
    also = f" WHERE {without.format('id')}" if without else ""
    return f"SELECT id, 0 AS rank FROM entry{also}", values


def why(words: dict[str, list[str]], positive: list[Mended]) -> tuple[tuple[str, str], ...]:
    """Return the columns and texts in which each condition is met, the weightiest first, each once."""
    found: list[tuple[str, str]] = []
    for condition, ways in positive:
        met = next(
            (
                (column, text)
                for column in (condition.columns or COLUMNS)
                for text in words.get(column, ())
                if any(_holds(fold(text), way, begins=condition.begins) for way in ways)
            ),
            None,
        )
        if met and met not in found:
            found.append(met)
    return tuple(found)


def _holds(text: list[str], words: tuple[str, ...], *, begins: bool) -> bool:
    for place in range(len(text) - len(words) + 1):
        part = tuple(text[place : place + len(words)])
        if part == words or (begins and part[:-1] == words[:-1] and part[-1].startswith(words[-1])):
            return True
    return False
