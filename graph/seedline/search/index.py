"""The index of a snapshot, asked: by words, with typing errors forgiven, and by choices."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from seedline.errors import SnapshotBroken
from seedline.i18n.folding import folded
from seedline.search.asking import asks
from seedline.search.entries import COLUMNS, GROUPS
from seedline.search.expression import Mended, expression, met, why
from seedline.search.facets import Choice, Columns, Facet, Range
from seedline.search.fewer import SMALL, fewer, telling, without_small
from seedline.search.question import Condition, parted, understand
from seedline.search.writer import EDITION, NAME

#: A name counts more than what is said of a thing. The order is that of the columns.
_WEIGHTS = {"name": 10.0, "code": 10.0, "other": 6.0, "place": 4.0, "organisation": 4.0, "funder": 4.0, "goal": 3.0}
_RANK = f"bm25(found, {', '.join(str(_WEIGHTS.get(column, 1.0)) for column in COLUMNS)})"
_ROW = "id, iri, key, grp, kind, label, words"
_NEAREST = 4
_SEEDS = 12
#: Things of a seed by which it is found.
_THROUGH = 3
#: Columns of what a thing is called, and so many things at most that share a name.
NAMING, _CALLED = ("name", "code", "other"), 20
#: Among so many times as many seeds as are shown those are looked for of which it is told what followed.
_TELLING = 8
CODE = re.compile(r"\b[A-Za-z]{2}\.\d{4}\b")
"""How the code of a project looks, in a sentence."""
#: Parameters of one question to SQLite.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: why it is here, as columns with the text in them, and the seeds that it belongs to."""

    iri: str
    id: str
    group: str
    kind: str
    label: str
    why: tuple[tuple[str, str], ...]
    seeds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that has some words in its name, and how much of a name they are at most."""

    iri: str
    key: str
    group: str
    share: float

    @property
    def whole(self) -> bool:
        """Return whether it is called just so."""
        return self.share == 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: the first hits and the number of all by group, the seeds, and words that were read as others.

    ``read_as`` gives for a word that is nowhere the nearest ones that were looked for in its place; ``nowhere`` are
    those that nothing is near to; ``left_out`` are words without which alone something was found. Where no entry has
    all of the words, ``apart`` gives for each how many have it, and what has some of them was found; ``together`` says
    that every seed found has all of them, in one entry or another of its lineage.
    """

    hits: dict[str, tuple[Hit, ...]]
    counts: dict[str, int]
    terms: tuple[str, ...]
    read_as: tuple[tuple[str, tuple[str, ...]], ...] = ()
    nowhere: tuple[str, ...] = ()
    seeds: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    left_out: tuple[str, ...] = ()
    apart: tuple[tuple[str, int], ...] = ()
    together: bool = False

    @property
    def total(self) -> int:
        """Return how many things were found."""
        return sum(self.counts.values())


def is_written(folder: Path) -> bool:
    """Return whether the folder of a snapshot holds an index of this edition."""
    try:
        SearchIndex.open(folder)
    except SnapshotBroken:
        return False
    return True


def _names(key: str, words: str) -> set[str]:
    told = json.loads(words)
    return {folded(name) for name in (key, *(one for column in NAMING for one in told.get(column, ())))}


def share(phrase: str, name: str) -> float:
    """Return how much of a folded name a phrase is, the small words aside, and 1 only where it is the whole of it.

    >>> share("crest", "crest"), share("caravan", "the information caravan"), share("crest", "kfw")
    (1.0, 0.5, 0.0)
    """
    if phrase == name:
        return 1.0
    told, words = phrase.split(), name.split()
    at = (words[place : place + len(told)] for place in range(len(words) - len(told) + 1))
    return min(0.99, len(told) / max(1, sum(word not in SMALL for word in words))) if told in at else 0.0


class SearchIndex:
    """Answers over one file, which nobody writes any more."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._local = threading.local()

    @classmethod
    def open(cls, folder: Path) -> SearchIndex:
        """Return the index in the folder of a snapshot.

        Raises:
            SnapshotBroken: there is none, or another edition of Seedline wrote it.

        """
        index = cls(folder / NAME)
        try:
            edition = int(index._rows("SELECT edition FROM about")[0][0])
        except (sqlite3.Error, IndexError) as error:
            raise SnapshotBroken(f"{folder} holds no index to search in: build again") from error
        if edition != EDITION:
            raise SnapshotBroken(f"{index._file} was written by another edition of Seedline: build again")
        return index

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[str, ...]]:
        # A connection serves one thread; an immutable file needs no locks, so that a read-only mount will do.
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(f"{self._file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            self._local.connection = connection
        found: list[tuple[str, ...]] = connection.execute(query, values).fetchall()
        return found

    def find(self, text: str, *, each: int = 10, groups: Sequence[str] = GROUPS) -> Answer:
        """Return what a question finds, at most ``each`` hits of a group; no words find every seed.

        Where there are no seeds no words find everything.

        Raises:
            SelectorError: the question names a field that there is not.

        """
        asked = self._understood(text)
        if not asked:
            return self._everything(each) if not self.columns.seeds else Answer({}, {}, (), seeds=self._all_seeds())
        answer = self._find(asked, each, groups)
        if answer.total or any(one.without for one in asked):
            return answer
        for kept in fewer(asked, self._entries, self.names):
            found = self._find(kept, each, groups)
            if found.total:
                return replace(found, left_out=tuple(one.typed for one in asked if one not in kept))
        told = {one.typed for one in without_small(asked)}
        return self._apart(asked, each, groups) or replace(
            answer, nowhere=tuple(word for word in answer.nowhere if word in told)
        )

    def _apart(self, asked: list[Condition], each: int, groups: Sequence[str]) -> Answer | None:
        """Return what has some of the words of a question, where each is somewhere and never all in one entry."""
        asked = telling(asked, self.names)
        alone = [self._find([one], 0, groups) for one in asked] if len(asked) > 1 else []
        if not any(one.total for one in alone):
            return None
        some = [one for one, found in zip(asked, alone, strict=True) if found.total]
        everywhere = np.logical_and.reduce([found.seeds for found in alone])
        found = self._find(some, each, groups, " OR ")
        return replace(
            found,
            seeds=everywhere if everywhere.any() else found.seeds,
            nowhere=tuple(word for one in alone for word in one.nowhere),
            apart=tuple((one.typed, found.total) for one, found in zip(asked, alone, strict=True)),
            together=bool(everywhere.any()),
        )

    def _entries(self, word: str) -> int:
        """Return how many entries hold a word."""
        rows = self._rows("SELECT entries FROM term WHERE term = ?", [word])
        return int(rows[0][0]) if rows else 0

    def holds(self, word: str) -> bool:
        """Return whether anything holds a word."""
        return self._entries(word) > 0

    def names(self, word: str) -> bool:
        """Return whether an organisation or a place is called by a word."""
        called = "SELECT 1 FROM found WHERE found MATCH ? AND rowid BETWEEN ? AND ? LIMIT 1"
        spans = [span for group, span in self._groups.items() if group in {"organisation", "place"}]
        return any(self._rows(called, [f'{{name other}} : "{word}"', *span]) for span in spans)

    def _find(self, asked: list[Condition], each: int, groups: Sequence[str], joined: str = " AND ") -> Answer:
        conditions, read_as, nowhere = self._mended(asked)
        positive = [condition for condition in conditions if not condition[0].without]
        negative = [condition for condition in conditions if condition[0].without]
        terms = tuple(word for _, ways in positive for words in ways for word in words)
        if nowhere:
            return Answer({}, {}, terms, tuple(read_as), tuple(nowhere), np.zeros(self.columns.seeds, bool))
        where, values = met(positive, negative, _RANK, joined)
        counts = self._counted(where, values)
        hits = {group: self._hits(group, positive, where, values, each) for group in groups if counts.get(group)}
        return Answer(
            hits, {group: counts[group] for group in GROUPS if group in counts}, terms, tuple(read_as), (),
            self._seeds(where, values, negative),
        )  # fmt: skip

    def _all_seeds(self) -> NDArray[np.bool_]:
        return np.ones(self.columns.seeds, bool)

    def _everything(self, each: int) -> Answer:
        """Return what there is where there are no seeds: the first of each group, and how many there are."""
        counts = {group: end - first + 1 for group, (first, end) in self._groups.items()}
        hits = {group: self._hits(group, [], "SELECT id FROM entry", [], each) for group in counts}
        return Answer(hits, counts, (), seeds=self._all_seeds())

    @cached_property
    def _groups(self) -> dict[str, tuple[int, int]]:
        """Return the first and last entry of each group: entries are numbered group by group."""
        last = int(self._rows("SELECT COALESCE(MAX(id), 0) FROM entry")[0][0])

        def group(entry: int) -> str:
            return self._rows("SELECT grp FROM entry WHERE id = ?", [entry])[0][0]

        found: dict[str, tuple[int, int]] = {}
        first = 1
        while first <= last:
            own = group(first)
            end = bisect_left(range(first, last + 1), 1, key=lambda entry: group(entry) != own) + first - 1
            found[own] = (first, end)
            first = end + 1
        return found

    def _counted(self, where: str, values: list[str]) -> dict[str, int]:
        """Return how many entries of each group meet conditions."""
        counts = {}
        for group, (first, end) in self._groups.items():
            rows = self._rows(f"SELECT COUNT(*) FROM ({where}) WHERE id BETWEEN ? AND ?", [*values, first, end])
            counts[group] = int(rows[0][0])
        return {group: n for group, n in counts.items() if n}

    def _hits(self, group: str, positive: list[Mended], where: str, values: list[str], each: int) -> tuple[Hit, ...]:
        first, end = self._groups[group]
        if expression(positive):
            # The rank is that of the words that are looked for, which come first in the conditions.
            found = f"SELECT id FROM ({where}) WHERE id BETWEEN ? AND ? ORDER BY rank, id LIMIT ?"
        else:
            found = f"SELECT id FROM ({where}) WHERE id BETWEEN ? AND ? LIMIT ?"
        more = each * _TELLING if group == "seed" else each
        ids = [int(n) for (n,) in self._rows(found, [*values, first, end, more])]
        if group == "seed":
            # Of seeds that have all of the words those come first of which somebody tells what followed.
            ids = sorted(ids, key=lambda entry: entry not in self._told)[:each]
        marks = ", ".join("?" * len(ids))
        rows = {int(row[0]): row for row in self._rows(f"SELECT {_ROW} FROM entry WHERE id IN ({marks})", ids)}
        return tuple(self._hit(rows[n], positive) for n in ids)

    @cached_property
    def _told(self) -> frozenset[int]:
        """Return the entries of the seeds of which it is known what followed."""
        if self.columns.number("known", "known") < 0:
            return frozenset()
        return frozenset(self._seed_entries[self.columns.chosen(Choice({"known": frozenset({"known"})}))].tolist())

    def _hit(self, row: tuple[str, ...], positive: list[Mended]) -> Hit:
        number, iri, key, group, kind, label, words = row
        seeds = self._rows(
            "SELECT key, label FROM of_seed JOIN entry ON entry.id = seed WHERE of_seed.entry = ? ORDER BY key LIMIT ?",
            [number, _SEEDS],
        )
        return Hit(
            iri, key, group, kind, label, why(json.loads(words), positive), tuple((k, name) for k, name in seeds)
        )

    def called(self, phrase: str) -> tuple[Named, ...]:
        """Return what has some folded words, one after the other, in a name or a code, or is called so; the best."""
        match = f'{{{" ".join(NAMING)}}} : "{phrase}"'
        rows = self._rows(
            f"SELECT iri, key, grp, words FROM entry JOIN (SELECT rowid AS id, {_RANK} AS rank FROM found "
            "WHERE found MATCH ? ORDER BY rank LIMIT ?) USING (id) ORDER BY rank, id",
            [match, _CALLED],
        )
        return tuple(
            Named(iri, key, group, max(share(phrase, name) for name in _names(key, words)))
            for iri, key, group, words in rows
        )

    def named(self, text: str) -> list[int]:
        """Return the seeds that a text names by a code in it, or is the whole name of, by their rows in the columns."""
        phrases = [folded(text), *map(folded, CODE.findall(text))]
        keys = {one.iri for phrase in dict.fromkeys(phrases) if phrase for one in self.called(phrase) if one.whole}
        marks = ", ".join("?" * len(keys))
        entries = self._rows(f"SELECT id FROM entry WHERE grp = 'seed' AND iri IN ({marks})", sorted(keys))
        return np.flatnonzero(np.isin(self._seed_entries, [int(n) for (n,) in entries])).tolist()

    def through(self, text: str, seeds: Sequence[str], *, some: bool = False) -> dict[str, tuple[Hit, ...]]:
        """Return by which things a question finds each of some seeds, itself first, at most three.

        ``some`` says that a thing need not have all of the words.
        """
        conditions, _, _ = self._mended(self._understood(text))
        positive = [condition for condition in conditions if not condition[0].without]
        match = expression(positive, " OR " if some else " AND ")
        if not match or not seeds:
            return {}
        marks = ", ".join("?" * len(seeds))
        own = {int(n): iri for n, iri in self._rows(f"SELECT id, iri FROM entry WHERE iri IN ({marks})", list(seeds))}
        # The words are looked up once for all of them.
        rows = self._rows(
            f"SELECT o.seed, o.entry, {_RANK} FROM found JOIN of_seed o ON o.entry = found.rowid "
            f"WHERE found MATCH ? AND o.seed IN ({', '.join('?' * len(own))})",
            [match, *own],
        )
        ranked: dict[int, list[tuple[bool, float, int]]] = {}
        for seed, entry, rank in rows:
            ranked.setdefault(int(seed), []).append((entry != seed, float(rank), int(entry)))
        best = {seed: [entry for *_, entry in sorted(found)[:_THROUGH]] for seed, found in ranked.items()}
        wanted = list({entry for entries in best.values() for entry in entries})
        marks = ", ".join("?" * len(wanted))
        told = {int(row[0]): row for row in self._rows(f"SELECT {_ROW} FROM entry WHERE id IN ({marks})", wanted)}
        hits = {entry: self._hit(told[entry], positive) for entry in wanted}
        return {own[seed]: tuple(hits[entry] for entry in entries) for seed, entries in best.items()}

    def seeds_of(self, iri: str) -> tuple[tuple[str, str], ...]:
        """Return code and label of the seeds that a thing belongs to, at most twelve, by code."""
        rows = self._rows(
            "SELECT key, label FROM entry WHERE id IN "
            "(SELECT seed FROM of_seed WHERE entry = (SELECT id FROM entry WHERE iri = ?)) ORDER BY key LIMIT ?",
            [iri, _SEEDS],
        )
        return tuple((key, label) for key, label in rows)

    def first(self, group: str, of: str = "") -> Hit | None:
        """Return the first entry of a group, of those in the story of a seed where one is given."""
        told = "id IN (SELECT entry FROM of_seed WHERE seed = (SELECT id FROM entry WHERE iri = ?))" if of else "1"
        query = f"SELECT {_ROW} FROM entry WHERE grp = ? AND {told} ORDER BY id LIMIT 1"
        return next((self._hit(row, []) for row in self._rows(query, [group, *([of] if of else [])])), None)

    def seed_count(self, iri: str) -> int:
        """Return how many seeds a thing belongs to."""
        counted = "SELECT COUNT(*) FROM of_seed WHERE entry = (SELECT id FROM entry WHERE iri = ?)"
        return int(self._rows(counted, [iri])[0][0])

    def _seeds(self, where: str, values: list[str], negative: list[Mended]) -> NDArray[np.bool_]:
        """Return the seeds of all that was found, but those that themselves hold a word that must not be there."""
        query = f"SELECT DISTINCT seed FROM of_seed WHERE entry IN (SELECT id FROM ({where}))"
        found = {int(seed) for (seed,) in self._rows(query, values)}
        if negative:
            held, match = "id IN (SELECT rowid FROM found WHERE found MATCH ?)", expression(negative, " OR ")
            found -= {int(n) for (n,) in self._rows(f"SELECT id FROM entry WHERE grp = 'seed' AND {held}", [match])}
        return np.isin(self._seed_entries, list(found))

    def _mended(self, asked: list[Condition]) -> tuple[list[Mended], list[tuple[str, tuple[str, ...]]], list[str]]:
        """Return each condition with the ways to say it, a word that is nowhere said as the nearest there are."""
        mended: list[Mended] = []
        read_as: list[tuple[str, tuple[str, ...]]] = []
        nowhere: list[str] = []
        for condition in asked:
            ways: list[tuple[str, ...]] = [()]
            for place, word in enumerate(condition.words):
                begins = condition.begins and place == len(condition.words) - 1
                if condition.without or self._known(word, begins=begins):
                    others: tuple[str, ...] = (word,)
                else:
                    others = self.nearest(word)
                    if others:
                        read_as.append((word, others))
                    else:
                        nowhere.append(condition.typed)
                        others = (word,)
                ways = [(*way, other) for way in ways for other in others]
            mended.append((condition, ways))
        return mended, read_as, nowhere

    def _understood(self, text: str) -> list[Condition]:
        """Return the conditions of a question, a word that is nowhere without what a sentence joins to it."""
        return [self._bare(one) if one.plain else one for one in understand(text)]

    def _bare(self, one: Condition) -> Condition:
        """Return a word as it is: of one that is there the plural ("seeds") and the owner ("Nepal's") are no other."""
        *first, word = one.words
        if self._known(word, begins=one.begins):
            return one
        singular = (word[:-1],) if len(word) > 4 and word.endswith("s") else ()
        bare = next((other for other in (*parted(one.typed)[-1:], *singular) if self._entries(other)), word)
        return replace(one, words=(*first, bare))

    def _known(self, word: str, *, begins: bool) -> bool:
        end = word + "\U0010ffff" if begins else word
        return bool(self._rows("SELECT 1 FROM term WHERE term BETWEEN ? AND ? LIMIT 1", [word, end]))

    def nearest(self, word: str) -> tuple[str, ...]:
        """Return the words of the index that differ from one by a letter or two, the nearest first.

        Of a word of four letters one may be missing and none is another, a number is never taken for another, and a
        word by which people ask is itself.
        """
        # Needed for words that are nowhere, and for no others.
        from rapidfuzz.distance import OSA

        most = 0 if len(word) < 4 or any(letter.isdigit() for letter in word) else 1 if len(word) < 7 else 2
        if not most or asks(word):
            return ()
        rows = self._rows(
            "SELECT term, entries FROM term WHERE length BETWEEN ? AND ? AND term NOT GLOB '*[0-9]*'",
            [len(word) + 1 if len(word) < 5 else len(word) - most, len(word) + most],
        )
        among = {term: int(entries) for term, entries in rows}
        near = [(term, distance) for term in among if (distance := OSA.distance(word, term, score_cutoff=most)) <= most]
        ordered = sorted(near, key=lambda found: (found[1], found[0][:1] != word[:1], -among[found[0]], found[0]))
        best = ordered[0][1] if ordered else 0
        return tuple(term for term, distance in ordered if distance == best)[:_NEAREST]

    def nearest_codes(self, code: str, count: int = 5) -> tuple[Hit, ...]:
        """Return things whose code is at most two signs from one, digits that changed places counting as one."""
        from rapidfuzz.distance import OSA

        wanted = folded(code)
        rows = self._rows(f"SELECT {_ROW} FROM entry WHERE grp IN ('seed', 'thing', 'organisation')")
        near = [
            (distance, row) for row in rows if (distance := OSA.distance(wanted, folded(row[2]), score_cutoff=2)) <= 2
        ]
        return tuple(self._hit(row, []) for _, row in sorted(near, key=lambda found: (found[0], found[1][2]))[:count])

    @cached_property
    def _arrays(self) -> dict[str, bytes]:
        return {name: bytes(stored) for name, stored in self._rows("SELECT name, bytes FROM numbers")}  # type: ignore[arg-type]

    @cached_property
    def _seed_entries(self) -> NDArray[np.int32]:
        return np.frombuffer(self._arrays["seed"], np.int32)

    @cached_property
    def columns(self) -> Columns:
        """Return the values of all seeds."""
        values = [
            (facet, key, iri) for facet, key, iri in self._rows("SELECT facet, key, iri FROM value ORDER BY number")
        ]
        arrays = self._arrays
        numbers = {
            name.removeprefix("range."): np.frombuffer(stored, np.float64)
            for name, stored in sorted(arrays.items(), reverse=True)
            if name.startswith("range.")
        }
        has = [np.frombuffer(arrays[name], np.int32) for name in ("has.seed", "has.value")]
        return Columns(len(self._seed_entries), values, has[0], has[1], numbers)

    @cached_property
    def labels(self) -> dict[tuple[str, str], dict[str, str]]:
        """Return the label of every value by language; a token has none, its words are in the catalogue."""
        return {
            (facet, key): json.loads(label) for facet, key, label in self._rows("SELECT facet, key, label FROM value")
        }

    def chosen(self, choice: Choice, found: NDArray[np.bool_]) -> list[str]:
        """Return the seeds that a choice leaves of those found, by code."""
        return self.iris(np.flatnonzero(self.left(choice, found)))

    def left(self, choice: Choice, found: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which seeds a choice leaves of those found."""
        return self.columns.chosen(choice) & found

    def iris(self, rows: NDArray[np.intp]) -> list[str]:
        """Return seeds by their rows in the columns, which are by code."""
        told: list[str] = []
        for start in range(0, len(rows), _AT_ONCE):
            entries = self._seed_entries[rows[start : start + _AT_ONCE]].tolist()
            marks = ", ".join("?" * len(entries))
            iris = {int(n): iri for n, iri in self._rows(f"SELECT id, iri FROM entry WHERE id IN ({marks})", entries)}
            told += [iris[entry] for entry in entries]
        return told

    def codes(self, rows: Sequence[int] | NDArray[np.intp]) -> list[tuple[str, str]]:
        """Return code and label of seeds by their rows in the columns, in that order."""
        entries = self._seed_entries[np.asarray(rows, np.intp)].tolist()
        marks = ", ".join("?" * len(entries))
        told = {int(n): (key, label) for n, key, label in self._rows(
            f"SELECT id, key, label FROM entry WHERE id IN ({marks})", entries
        )}  # fmt: skip
        return [told[entry] for entry in entries]

    def within(self, found: NDArray[np.bool_], group: str) -> set[str]:
        """Return the entries of a group (``organisation``, ``thing``) that stand in the lineages of the seeds found."""
        chosen = set(self._seed_entries[found].tolist())
        query = "SELECT e.iri, o.seed FROM entry e JOIN of_seed o ON o.entry = e.id WHERE e.grp = ?"
        pairs = self._rows(query, (group,))
        return {iri for iri, seed in pairs if int(seed) in chosen}

    def facets(self, choice: Choice, found: NDArray[np.bool_]) -> tuple[Facet, ...]:
        """Return the facets for a choice among the seeds found."""
        return self.columns.facets(choice, found)

    def ranges(self, choice: Choice, found: NDArray[np.bool_]) -> tuple[Range, ...]:
        """Return the ranges for a choice among the seeds found."""
        return self.columns.ranges(choice, found)
