"""How long a search and its facets take over very many seeds: ``python -m tests.bench.search [SEEDS]``.

The index is made up: names, countries, goals, funders and years by a rule, written with the tables that builds write.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np

from seedline.search import SearchIndex
from seedline.search.entries import COLUMNS
from seedline.search.facets import Choice
from seedline.search.writer import _TABLES, EDITION, NAME

_WORDS = [
    "migration",
    "border",
    "health",
    "labour",
    "return",
    "data",
    "school",
    "council",
    "plan",
    "network",
    "diaspora",
    "registry",
    "policy",
    "skills",
    "port",
]
_FACETS = {"country": 190, "region": 5, "goal": 17, "target": 169, "funder": 3000, "furthest": 4, "known": 3, "line": 4}


def write(folder: Path, seeds: int) -> Path:
    """Write an index of made-up seeds."""
    chance = np.random.default_rng(7)
    file = folder / NAME
    with closing(sqlite3.connect(file, isolation_level=None)) as to:
        to.execute("PRAGMA journal_mode = OFF")
        to.executescript(_TABLES)
        to.execute("BEGIN")
        names = chance.integers(0, len(_WORDS), (seeds, 4))
        country = chance.integers(0, _FACETS["country"], seeds)
        told = ((n + 1, f"urn:s:{n}", f"ZZ.{n}", f"{' '.join(_WORDS[w] for w in names[n])} {n}") for n in range(seeds))
        to.executemany(
            "INSERT INTO entry VALUES (?, ?, ?, 'seed', 'seedProject', ?, '{}')", ((a, b, c, d) for a, b, c, d in told)
        )
        to.executemany("INSERT INTO of_seed VALUES (?, ?)", ((n + 1, n + 1) for n in range(seeds)))
        to.executemany(
            f"INSERT INTO found (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})",
            (
                (
                    n + 1,
                    f"{' '.join(_WORDS[w] for w in names[n])} {n}",
                    f"zz.{n}",
                    "",
                    f"country{country[n]}",
                    *[""] * 6,
                )
                for n in range(seeds)
            ),
        )
        values, has_seed, has_value = [], [], []
        for facet, size in _FACETS.items():
            first = len(values)
            of = country if facet == "country" else chance.integers(0, size, seeds)
            order = np.argsort(of, kind="stable")
            has_seed.append(order.astype(np.int32))
            has_value.append((of[order] + first).astype(np.int32))
            values += [(first + n, facet, f"{facet}{n}", f"urn:{facet}:{n}", "{}") for n in range(size)]
        to.executemany("INSERT INTO value VALUES (?, ?, ?, ?, ?)", values)
        columns = {
            "seed": np.arange(1, seeds + 1, dtype=np.int32), "has.seed": np.concatenate(has_seed),
            "has.value": np.concatenate(has_value), "range.year": chance.integers(2001, 2025, seeds).astype(np.float64),
        }  # fmt: skip
        to.executemany("INSERT INTO numbers VALUES (?, ?)", ((name, c.tobytes()) for name, c in columns.items()))
        to.execute("INSERT INTO term SELECT term, length(term), doc FROM temp.seen")
        to.execute("INSERT INTO about VALUES (?)", [EDITION])
        to.execute("COMMIT")
    return file


def main() -> None:
    """Print how long each kind of question takes, the best of three, in milliseconds."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        file = write(Path(folder), seeds)
        print(f"{seeds} seeds, {file.stat().st_size / 1e6:.0f} MB, written in {time.perf_counter() - began:.0f} s")
        index = SearchIndex.open(Path(folder))
        everything = index.find("").seeds
        chosen = Choice({"country": frozenset({"country7"}), "goal": frozenset({"goal3"})})
        asked = {
            "facets of all": lambda: index.facets(Choice(), everything),
            "facets of two choices": lambda: index.facets(chosen, everything),
            "ranges": lambda: index.ranges(chosen, everything),
            "first 50 of a choice": lambda: index.iris(np.flatnonzero(index.left(chosen, everything))[:50]),
            "a code": lambda: index.find("zz.4711"),
            "two words and a country": lambda: index.find("border health country:country7"),
            "a rare misspelt word": lambda: index.find("diaspoora country:country7 port school"),
            "a word in a quarter of all": lambda: index.find("migration"),
        }
        for name, ask in asked.items():
            ask()
            took = []
            for _ in range(3):
                start = time.perf_counter()
                ask()
                took.append(1000 * (time.perf_counter() - start))
            print(f"{name}: {min(took):.0f} ms")


if __name__ == "__main__":
    main()
