"""The network of a snapshot, read from its columns as far as a question needs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from seedline.columns.builder import TRUE, Arrays, load
from seedline.columns.strings import Texts
from seedline.lineage.graph import Commitment, Network, Observation, Parent, Step
from seedline.model.clocks import Clocks, When
from seedline.model.dates import newest
from seedline.triples import concept, token
from seedline.vocabulary import KINDS, RELATIONS

T = TypeVar("T")
_KINDS = {kind.number: kind.token for kind in KINDS.values()}
#: As many objects are kept as the largest lineages have; then all are let go.
_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class SeedTotal:
    """The follow-on money of a seed in one currency, what the seed was ``given`` in it, and the ratio of the two."""

    seed: str
    currency: str
    follow_on: Decimal
    bound: str
    given: Decimal | None
    ratio: str | None


class Lazy(Mapping[str, T]):
    """A mapping from the IRIs of a table's rows to what ``read`` makes of a row, ``None`` for nothing."""

    def __init__(self, table: Table, read: Callable[[int], T | None]) -> None:
        self._table, self._read = table, read
        self._kept: dict[int, T | None] = {}

    def of_row(self, row: int) -> T | None:
        """Return what belongs to a row."""
        try:
            return self._kept[row]
        except KeyError:
            found = self._read(row)
        if len(self._kept) > _KEPT:
            self._kept.clear()
        self._kept[row] = found
        # Not read back: another thread may have let all go by now.
        return found

    def get(self, iri: str, default: Any = None) -> Any:
        """Return what belongs to an IRI."""
        row = self._table.row(iri)
        found = self.of_row(row) if row >= 0 else None
        return default if found is None else found

    def __getitem__(self, iri: str) -> T:
        found: T | None = self.get(iri)
        if found is None:
            raise KeyError(iri)
        return found

    def __iter__(self) -> Iterator[str]:
        for row in range(len(self._table)):
            if self._read(row) is not None:
                yield self._table[row]

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, iri: object) -> bool:
        return isinstance(iri, str) and self.get(iri) is not None


class Table:
    """The rows of a table by their IRIs, and the IRIs by their rows; what was asked before is remembered."""

    def __init__(self, texts: Texts, iris: NDArray[np.int32]) -> None:
        self._texts, self._iris, self._numbers = texts, iris, memoryview(iris)  # type: ignore[arg-type]
        self._names: dict[int, str] = {}
        self._rows: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._iris)

    def __getitem__(self, row: int) -> str:
        found = self._names.get(row)
        if found is None:
            if len(self._names) > _KEPT:
                self._names.clear()
                self._rows.clear()
            found = self._names[row] = self._texts[self._numbers[row]]
            self._rows[found] = row
        return found

    def row(self, iri: str) -> int:
        """Return the row of an IRI, or -1."""
        row = self._rows.get(iri)
        if row is None:
            row, number = -1, self._texts.find(iri)
            if number >= 0:
                place = bisect_left(self._numbers, number)
                row = place if place < len(self) and self._numbers[place] == number else -1
            # Names that nobody has are not remembered: there is no end of them, and of their lengths.
            if row >= 0:
                if len(self._rows) > _KEPT:
                    self._rows.clear()
                self._rows[iri] = row
        return row


class StoredNetwork(Network):
    """A network over columns. Nothing is read before it is asked for, so that opening takes no longer for more data.

    ``graphs``, the numbers of their IRIs, limit it to what some graphs state, ``clocks`` to what had happened, and had
    been told, by the end of a date.
    """

    __slots__ = (
        "_above",
        "_along",
        "_dated_parents",
        "_graphs",
        "_lists",
        "_nodes",
        "_often",
        "_steps",
        "clocks",
        "columns",
        "texts",
        "token_of",
    )

    def __init__(self, columns: Arrays, graphs: Collection[int] | None = None, clocks: Clocks = Clocks()) -> None:
        self.columns = columns
        self.texts = Texts(columns["text"], columns["text.at"])
        self._lists = {name: memoryview(column) for name, column in columns.items() if name != "text"}  # type: ignore[arg-type]
        self._graphs = None if graphs is None else frozenset(graphs)
        self.clocks = clocks
        # Words of closed lists, and what many rows share: funders, years, dates.
        self.token_of = cache(lambda number: token(self.texts[number]))
        self._often = lru_cache(_KEPT)(self.texts.__getitem__)
        self._nodes = nodes = Table(self.texts, columns["node.iri"])
        self._steps = steps = Lazy(Table(self.texts, columns["step.iri"]), self._step)

        def along(name: str) -> Callable[[int], list[Step] | None]:
            return lambda row: [s for step in self.numbers(name, row) if (s := steps.of_row(step))] or None

        super().__init__(
            steps=steps,
            later=Lazy(nodes, along("node.out")),
            earlier=Lazy(nodes, along("node.into")),
            commitments=Lazy(nodes, self._commitments),
            kinds=Lazy(nodes, self._kind),
            parents=Lazy(Table(self.texts, columns["parent.child"]), self._parents),
            drafts=frozenset(map(self.texts.__getitem__, columns["draft.iri"].tolist())),
        )
        # Only where a source dates what is above an organisation does it matter when money was given.
        self._dated_parents = any(bool((columns[f"parent.{name}"] >= 0).any()) for name in ("since", "until"))
        self._above = lru_cache(_KEPT)(
            lambda funder, when: frozenset(map(self.texts.find, self.ancestors_of(self.texts[funder], when)))
        )
        number = {name: self.texts.find(concept("relation", name).value) for name in RELATIONS}
        self._along = {
            back: {number[r.token] for r in RELATIONS.values() if (r.backward if back else r.forward)} - {-1}
            for back in (False, True)
        }

    @classmethod
    def open(cls, folder: Path) -> StoredNetwork:
        """Return the network that a folder of a snapshot holds.

        Raises:
            SnapshotBroken: the folder holds none.

        """
        return cls(load(folder))

    @property
    def undated(self) -> StoredNetwork:
        """Return the network of the same graphs that no date limits."""
        return StoredNetwork(self.columns, self._graphs) if self.clocks else self

    def of_graphs(self, graphs: Iterable[str]) -> StoredNetwork:
        """Return the network that some graphs state, by their IRIs."""
        return StoredNetwork(self.columns, [self.texts.find(graph) for graph in graphs], self.clocks)

    def as_of(self, date: str) -> StoredNetwork:
        """Return the network of what had happened by the end of a date: nothing that happened later, whoever told it.

        What has no date of its own stays, since nobody says that it came later; it is marked as undated.
        """
        return StoredNetwork(self.columns, self._graphs, replace(self.clocks, as_of=date))

    def told_by(self, date: str) -> StoredNetwork:
        """Return the network of what had been told by the end of a date; what has no such date stays."""
        return StoredNetwork(self.columns, self._graphs, replace(self.clocks, told_by=date))

    @property
    def whole(self) -> bool:
        """Return whether neither graphs nor dates limit it."""
        return self._graphs is None and not self.clocks

    def newest_told(self) -> str | None:
        """Return the newest date as of which a status or an amount is told within the network's graphs and dates."""
        # One more place, for -1, which means nothing.
        dated = np.zeros(len(self.texts) + 1, bool)
        for name in ("seen", "given"):
            dated[self.columns[f"{name}.as_of"][self._within(name)]] = True
        told = map(self.texts.__getitem__, np.flatnonzero(dated[:-1]).tolist())
        return newest(date for date in told if self.clocks.hold(None, date))

    def _within(self, table: str) -> NDArray[np.int64]:
        """Return the rows of a table that the graphs of the network state."""
        size = len(self.columns[f"{table}.iri"])
        if self._graphs is None:
            return np.arange(size)
        rows = np.repeat(np.arange(size), np.diff(self.columns[f"{table}.graph.at"]))
        return np.unique(rows[np.isin(self.columns[f"{table}.graph"], list(self._graphs))])

    def numbers(self, name: str, row: int) -> list[int]:
        """Return the numbers that a list column holds for a row."""
        at = self._lists[f"{name}.at"]
        found: list[int] = self._lists[name][at[row] : at[row + 1]].tolist()
        return found

    def _stated(self, table: str, row: int) -> bool:
        return self._graphs is None or not self._graphs.isdisjoint(self.numbers(f"{table}.graph", row))

    def _text(self, column: str, row: int) -> str | None:
        number = self._lists[column][row]
        return self._often(number) if number >= 0 else None

    def _token(self, column: str, row: int, default: str) -> str:
        number = self._lists[column][row]
        return self.token_of(number) if number >= 0 else default

    def _when(self, table: str, row: int) -> When | None:
        after, before = self._text(f"{table}.after", row), self._text(f"{table}.before", row)
        return When(after, before) if after or before else None

    def _kind(self, row: int) -> str | None:
        kind = self._lists["node.kind"][row]
        return _KINDS[kind] if kind >= 0 and self._stated("node", row) else None

    def _parents(self, row: int) -> list[Parent] | None:
        """Return what is above an organisation; whoever gives a date goes before who says it without one."""
        at, graphs = self._lists["parent.at"], self._lists["parent.in"]
        places = [p for p in range(at[row], at[row + 1]) if self._graphs is None or graphs[p] in self._graphs]
        told = {place: self._parent(place) for place in places}
        dated = {parent.iri for parent in told.values() if parent.dated}
        known = (
            parent
            for place, parent in told.items()
            if (parent.dated or parent.iri not in dated)
            and self.clocks.hold(When(after=parent.since), self._text("parent.told", place))
        )
        return list(dict.fromkeys(known)) or None

    def _parent(self, place: int) -> Parent:
        iri = self._text("parent.iri", place)
        assert iri
        return Parent(iri, self._text("parent.since", place), self._text("parent.until", place))

    def _step(self, row: int) -> Step | None:
        if not self._stated("step", row):
            return None
        lists, texts = self._lists, self.texts
        at = lists["step.seen.at"]
        observations = tuple(
            Observation(
                status=self._token("seen.status", seen, "notStated"),
                as_of=self._text("seen.as_of", seen),
                iri=texts[lists["seen.iri"][seen]],
                on=(on := self._when("seen", seen)),
                undated=not self.clocks.sure(on),
            )
            for seen in range(at[row], at[row + 1])
            if self._stated("seen", seen)
        )
        if not observations and at[row] < at[row + 1]:
            # All that is told of it is told by other sources: a reading of ours, of what they say.
            return None
        if self.clocks and observations:
            observations = tuple(o for o in observations if self.clocks.hold(o.on, o.as_of))
            if not observations:
                return None
        return Step(
            iri=texts[lists["step.iri"][row]],
            earlier=self._nodes[lists["step.earlier"][row]],
            later=self._nodes[lists["step.later"][row]],
            relation=self._token("step.relation", row, ""),
            observations=observations,
            basis=self._token("step.basis", row, "stated"),
            voice=self._token("step.voice", row, "other"),
        )

    def _commitments(self, row: int) -> list[Commitment] | None:
        return [self._commitment(given) for given in self.given_to(row)] or None

    def _known(self, given: int) -> bool:
        """Return whether a commitment is stated in the graphs, and is within the dates, that limit the network."""
        on, told = self._when("given", given), self._text("given.as_of", given)
        return self._stated("given", given) and self.clocks.hold(on, told)

    def _commitment(self, row: int) -> Commitment:
        text = self._text
        amount = text("given.amount", row)
        return Commitment(
            iri=self.texts[self._lists["given.iri"][row]],
            recipient=self._nodes[self._lists["given.recipient"][row]],
            funder=text("given.funder", row),
            amount=Decimal(amount) if amount else None,
            currency=self._token("given.currency", row, "") or None,
            bound=self._token("given.bound", row, "exact"),
            status=self._token("given.status", row, "notStated"),
            source_type=self._token("given.source_type", row, "notStated"),
            as_of=text("given.as_of", row),
            co_finance=text("given.co_finance", row) in TRUE,
            later_value_of=text("given.later_value_of", row),
            alternative_report_of=tuple(self.texts[number] for number in self.numbers("given.other", row)),
            year=text("given.year", row),
            on=(on := self._when("given", row)),
            undated=not self.clocks.sure(on),
        )

    def kind_of(self, row: int) -> str | None:
        """Return the kind of the node in a row, nothing where what limits the network does not state it."""
        return self.kinds.of_row(row)  # type: ignore[attr-defined, no-any-return]

    def gives(self, given: int) -> bool:
        """Return whether the commitment in a row is within what limits the network."""
        return self.whole or self._known(given)

    @property
    def size(self) -> int:
        """Return how many nodes there are."""
        return len(self._nodes)

    def iri(self, row: int) -> str:
        """Return the IRI of the node in a row."""
        return self._nodes[row]

    def node_row(self, iri: str) -> int:
        """Return the row of a node, or -1."""
        return self._nodes.row(iri)

    def column(self, name: str) -> memoryview:
        """Return a column, read number by number."""
        return self._lists[name]

    def bound_of(self, given: int) -> str:
        """Return the bound of the commitment in a row."""
        return self._token("given.bound", given, "exact")

    def given_to(self, node: int) -> list[int]:
        """Return the rows of the commitments to the node in a row."""
        found = self.numbers("node.given", node)
        return found if self.whole else [given for given in found if self._known(given)]

    def funders_of(self, given: int) -> frozenset[int]:
        """Return the numbers of who gave the commitment in a row, and of all that may have been above then."""
        funder = self._lists["given.funder"][given]
        if funder < 0:
            return frozenset()
        return self._above(funder, self._commitment(given).when if self._dated_parents else None)

    def older_value(self, commitment: str) -> str | None:
        """Return the commitment of which this one is a later value, whoever says so: nothing is counted twice."""
        row = self.given_row(self.texts.find(commitment))
        return self._text("given.later_value_of", row) if row >= 0 else None

    def given_row(self, number: int) -> int:
        """Return the row of a commitment by the number of its text, or -1."""
        iris = self._lists["given.iri"]
        row = bisect_left(iris, number)
        return row if row < len(iris) and iris[row] == number else -1

    def rows_reached(
        self, starts: Iterable[int], *, back: bool, depth: int | None = None, among: Collection[int] | None = None
    ) -> set[int]:
        """Return what :meth:`closure` does, as rows of the nodes; within a depth, or over some nodes alone."""
        lists, along, steps = self._lists, self._along[back], self._steps
        name, end = ("node.into", "step.earlier") if back else ("node.out", "step.later")
        at, list_, ends, relations = lists[f"{name}.at"], lists[name], lists[end], lists["step.relation"]
        whole, kinds, shared = self.whole, lists["node.kind"], KINDS["sharedInstrument"].number
        found: set[int] = set()
        frontier = list(starts)
        while frontier and (depth is None or depth > 0):
            following: list[int] = []
            for node in frontier:
                # A shared instrument belongs to many stories; it is shown, but nothing is followed through it.
                if kinds[node] == shared and (whole or self._stated("node", node)):
                    continue
                for step in list_[at[node] : at[node + 1]]:
                    later = ends[step]
                    if (
                        relations[step] in along
                        and later not in found
                        and (among is None or later in among)
                        and (whole or steps.of_row(step))
                    ):
                        found.add(later)
                        following.append(later)
            frontier = following
            depth = None if depth is None else depth - 1
        return found

    def closure(self, starts: Iterable[str], *, back: bool) -> set[str]:
        """Return the nodes reached from some nodes along all joining steps, upstream or downstream."""
        rows = (row for start in starts if (row := self._nodes.row(start)) >= 0)
        return {self._nodes[row] for row in self.rows_reached(rows, back=back)}

    def all_steps(self) -> Iterator[Step]:
        """Yield every step, by IRI; none is kept."""
        for row in range(len(self.columns["step.iri"])):
            if step := self._step(row):
                yield step

    def largest(self, currency: str, count: int) -> list[SeedTotal]:
        """Return the seeds with the most follow-on money in a currency, the largest first, at most ``count``.

        Of the whole snapshot, as it was kept while building: neither graphs nor a date limit it.
        """
        if count < 1:
            return []
        rank = self.columns["total.rank"]
        rows = np.flatnonzero(self.columns["total.currency"] == currency.encode())
        if len(rows) > count:
            # Whoever is not smaller than the last of them stays: the exact amounts decide between equals.
            least = np.partition(rank[rows], len(rows) - count)[len(rows) - count]
            rows = rows[rank[rows] >= least]
        found = map(self._total, rows.tolist())
        return sorted(found, key=lambda total: (-total.follow_on, total.seed))[:count]

    def follow_on(self, seed: str) -> list[SeedTotal]:
        """Return the follow-on money of a seed, by currency, as the snapshot keeps it: nothing is added up again.

        Of the whole snapshot, as :meth:`largest`.
        """
        row, seeds = self._nodes.row(seed), self._lists["total.seed"]
        first = bisect_left(seeds, row) if row >= 0 else 0
        last = bisect_right(seeds, row, first) if row >= 0 else 0
        return [self._total(place) for place in range(first, last)]

    def _total(self, row: int) -> SeedTotal:
        names = ("currency", "follow_on", "bound", "given", "ratio")
        told = {name: self.columns[f"total.{name}"][row].decode() for name in names}
        return SeedTotal(
            seed=self._nodes[int(self.columns["total.seed"][row])],
            currency=told["currency"],
            follow_on=Decimal(told["follow_on"]),
            bound=told["bound"],
            given=Decimal(told["given"]) if told["given"] else None,
            ratio=told["ratio"] or None,
        )

    def nodes_of_kind(self, kind: str, start: int = 0, stop: int | None = None) -> list[str]:
        """Return the nodes of a kind, sorted, or some of them in this order."""
        if kind not in KINDS:
            return []
        rows = np.flatnonzero(self.columns["node.kind"] == KINDS[kind].number)
        known = rows if self._graphs is None else [row for row in rows.tolist() if self._stated("node", row)]
        return [self._nodes[int(row)] for row in known[start:stop]]

    def steps_with(self, *, status: str = "", relation: str = "") -> Iterator[Step]:
        """Yield the steps of a status or relation."""
        if not self.whole or (status == "notStated"):
            yield from super().steps_with(status=status, relation=relation)
            return
        chosen = np.ones(len(self.columns["step.iri"]), bool)
        for name, value in (("status", status), ("relation", relation)):
            if value:
                number = self.texts.find(concept(name, value).value)
                # What no step has is no number, as is a field that is empty.
                if number < 0:
                    return
                chosen &= self.columns[f"step.{name}"] == number
        for row in np.flatnonzero(chosen).tolist():
            step = self._step(row)
            assert step
            yield step

    def components(self, start: int = 0, stop: int | None = None) -> list[list[str]]:
        """Return the sets of nodes that steps join into one lineage, largest first, or some of them in this order."""
        if not self.whole:
            return super().components(start, stop)
        component, kind = self.columns["node.component"], self.columns["node.kind"]
        rows = np.flatnonzero(component >= 0)
        rows = rows[np.lexsort((rows, component[rows]))]
        first_node, at, sizes = np.unique(component[rows], return_index=True, return_counts=True)
        known = np.flatnonzero((sizes > 1) | (kind[first_node] >= 0))
        order = known[np.argsort(-sizes[known], kind="stable")][start:stop]
        parts = (rows[at[number] : at[number] + sizes[number]].tolist() for number in order.tolist())
        return [[self._nodes[row] for row in part] for part in parts]

    def joined_sets(self) -> int:
        """Return how many components have more than one node."""
        if not self.whole:
            return super().joined_sets()
        component = self.columns["node.component"]
        return int((np.bincount(component[component >= 0]) > 1).sum())
