"""Writing the index of a snapshot: one SQLite file, finished under another name before it takes its own."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from seedline.columns.index import StoredNetwork
from seedline.document.details import Details
from seedline.i18n.folding import folded
from seedline.search.entries import COLUMNS, Entries
from seedline.search.facets import FACETS, SeedFacts, key_of, seed_facts

NAME = "search.sqlite"
EDITION = 5
"""Raised when the index holds other things for equal facts; it is no part of a snapshot's version."""

_TABLES = f"""
CREATE TABLE about (edition INTEGER);
CREATE TABLE entry (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, key TEXT, grp TEXT, kind TEXT, label TEXT, words TEXT);
CREATE TABLE of_seed (entry INTEGER, seed INTEGER, PRIMARY KEY (entry, seed)) WITHOUT ROWID;
CREATE INDEX of_seed_by_seed ON of_seed (seed);
CREATE TABLE value (number INTEGER PRIMARY KEY, facet TEXT, key TEXT, iri TEXT, label TEXT);
CREATE TABLE numbers (name TEXT PRIMARY KEY, bytes BLOB);
CREATE VIRTUAL TABLE found USING fts5 (
  {", ".join(COLUMNS)}, content='', prefix='2 3 4', tokenize="unicode61 tokenchars '.'"
);
CREATE VIRTUAL TABLE temp.seen USING fts5vocab (main, found, row);
CREATE TABLE term (term TEXT PRIMARY KEY, length INTEGER, entries INTEGER) WITHOUT ROWID;
"""


def write_index(folder: Path, network: StoredNetwork, details: Details) -> Path:
    """Write the index of what a snapshot holds into its folder and return the file; what was there is replaced."""
    target, temporary = folder / NAME, folder / f".{NAME}.new"
    temporary.unlink(missing_ok=True)
    with closing(sqlite3.connect(temporary, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = OFF")
        file.execute("PRAGMA synchronous = OFF")
        file.executescript(_TABLES)
        file.execute("BEGIN")
        entries = Entries(network, details)
        _write_entries(file, entries)
        _write_facets(file, network, details, entries)
        file.execute("INSERT INTO term SELECT term, length(term), doc FROM temp.seen")
        file.execute("INSERT INTO about VALUES (?)", [EDITION])
        file.execute("INSERT INTO found (found) VALUES ('optimize')")
        file.execute("COMMIT")
        file.execute("VACUUM")
    temporary.replace(target)
    return target


def _write_entries(file: sqlite3.Connection, entries: Entries) -> None:
    numbers: dict[str, int] = {}
    seeds: list[tuple[int, set[str]]] = []
    for entry in entries:
        if entry.iri in numbers:
            continue
        number = numbers[entry.iri] = len(numbers) + 1
        words = {column: entry.words[column] for column in COLUMNS if entry.words.get(column)}
        file.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)",
            [number, entry.iri, entry.id, entry.group, entry.kind, entry.label, json.dumps(words, ensure_ascii=False)],
        )
        told = (" . ".join(map(folded, words.get(column, ()))) for column in COLUMNS)
        file.execute(
            f"INSERT INTO found (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})", [number, *told]
        )
        seeds.append((number, entry.seeds))
    file.executemany(
        "INSERT INTO of_seed VALUES (?, ?)",
        ((entry, numbers[seed]) for entry, of in seeds for seed in sorted(of) if seed in numbers),
    )


def _write_facets(file: sqlite3.Connection, network: StoredNetwork, details: Details, entries: Entries) -> None:
    facts = sorted(seed_facts(network, details, entries), key=lambda seed: _place(details, seed))
    number_of = dict(file.execute("SELECT iri, id FROM entry WHERE grp = 'seed'"))
    having: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, seed in enumerate(facts):
        for facet, values in seed.values.items():
            for value in values:
                having[facet, value].append(row)
    ordered = sorted(having, key=lambda pair: (FACETS.index(pair[0]), pair[1]))
    for number, (facet, value) in enumerate(ordered):
        label = json.dumps(dict(_labels(details, value)), ensure_ascii=False)
        file.execute(
            "INSERT INTO value VALUES (?, ?, ?, ?, ?)", [number, facet, key_of(value, details.base), value, label]
        )
    columns = {
        "seed": np.array([number_of[seed.iri] for seed in facts], np.int32),
        "has.seed": np.array([row for pair in ordered for row in having[pair]], np.int32),
        "has.value": np.array([number for number, pair in enumerate(ordered) for _ in having[pair]], np.int32),
    }
    names = sorted({name for seed in facts for name in seed.numbers}, key=lambda name: (name != "year", name))
    file.executemany(
        "INSERT INTO numbers VALUES (?, ?)", ((name, column.tobytes()) for name, column in columns.items())
    )
    for name in names:
        column = np.array([float(seed.numbers.get(name, "nan")) for seed in facts], np.float64)
        file.execute("INSERT INTO numbers VALUES (?, ?)", [f"range.{name}", column.tobytes()])


def _place(details: Details, seed: SeedFacts) -> tuple[bool, bool, str]:
    """Return where a seed stands in a list: those that somebody told of in words first, then those looked for."""
    unsought = "notLookedFor" in seed.values.get("furthest", ())
    return not details.values(seed.iri, "sl:summary"), unsought, details.id(seed.iri)


def _labels(details: Details, value: str) -> Iterator[tuple[str, str]]:
    """Yield a value's label by language; a token has its words in the catalogue."""
    if ":" in value:
        for language in ("en", "fr", "es"):
            yield language, details.label(value, language)
