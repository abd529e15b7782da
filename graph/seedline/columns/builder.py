"""The lineages of a snapshot as columns: made while building, saved as ``.npy``, opened by mmap.

Every text (IRI, date, amount) stands once in a sorted table; columns hold its number, -1 for nothing. Nodes, steps,
observations and commitments are rows in the order of their IRIs; ``x.y`` with ``x.y.at`` is a list per row:
the part of ``x.y`` from ``at[row]`` to ``at[row + 1]``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from seedline.columns.collector import Collector, Numbers, spread
from seedline.columns.strings import Texts
from seedline.errors import SnapshotBroken
from seedline.i18n.words import plain
from seedline.lineage.graph import JOINING
from seedline.model.dates import end_of
from seedline.triples import concept, term, token
from seedline.vocabulary import KINDS, STATUSES

if TYPE_CHECKING:
    from seedline.money.totals import Total

Arrays = Mapping[str, NDArray[Any]]

_COMMITMENT = {
    "funder": "sl:funder",
    "amount": "sl:amount",
    "currency": "sl:currency",
    "bound": "sl:bound",
    "status": "sl:commitmentStatus",
    "source_type": "sl:sourceType",
    "as_of": "sl:asOf",
    "year": "sl:fundingYear",
    "co_finance": "sl:coFinance",
    "later_value_of": "sl:laterValueOf",
}


TRUE = ("true", "1")
"""How a flag says yes: the two forms of XML Schema's boolean."""


def pack(seen: Collector) -> dict[str, NDArray[Any]]:
    """Return the columns that a stream of quads makes."""
    kind = np.full(len(seen.texts), -1, np.int64)
    for each in KINDS.values():
        kind[seen.of_class(each.class_)] = each.number
    value = {name: seen.value(name) for name in ("sl:from", "sl:to", "sl:relation", "sl:basis", "sl:assertedBy")}
    steps = seen.of_class("sl:Step")
    steps = steps[(value["sl:from"][steps] >= 0) & (value["sl:to"][steps] >= 0) & (value["sl:relation"][steps] >= 0)]
    recipient = seen.value("sl:recipient")
    given = seen.of_class("sl:Commitment")
    given = given[recipient[given] >= 0]
    status, as_of, (after, before) = seen.value("sl:status"), seen.value("sl:asOf"), happened(seen)
    observed = seen.pairs("sl:statusObservation")
    observed = observed[np.isin(observed[:, 0], steps) & (status[observed[:, 1]] >= 0)]
    fields = {name: seen.value(curie) for name, curie in _COMMITMENT.items()} | {"after": after, "before": before}
    organised = _organised(seen)
    others = seen.pairs("sl:alternativeReportOf")
    others = others[np.isin(others[:, 0], given)]
    nodes = np.unique(
        np.r_[np.flatnonzero(kind >= 0), value["sl:from"][steps], value["sl:to"][steps], recipient[given]]
    )
    types, stated = seen.quoted("rdf:type"), seen.quoted("sl:status")

    used = [nodes, steps, given, observed[:, 1], others[:, 1]]
    used += [column[observed[:, 1]] for column in (status, as_of, after, before)]
    used += [organised.ravel(), np.unique(types[:, 2]), np.unique(stated[:, 2])]
    used += [column[steps] for column in value.values()] + [column[given] for column in fields.values()]
    chosen = np.unique(np.concatenate(used))
    chosen = chosen[chosen >= 0]
    texts = seen.texts
    ordered = sorted(chosen.tolist(), key=texts.__getitem__)
    # One more place, so that -1, which means nothing, stays -1.
    renumber = np.full(len(texts) + 1, -1, np.int64)
    renumber[ordered] = np.arange(len(ordered))
    table = Texts.of(texts[number] for number in ordered)

    def by_iri(rows: Numbers) -> Numbers:
        return rows[np.argsort(renumber[rows])]

    nodes, steps, given = by_iri(nodes), by_iri(steps), by_iri(given)
    row = np.full(len(texts) + 1, -1, np.int64)
    row[nodes] = np.arange(len(nodes))
    earlier, later = row[value["sl:from"][steps]], row[value["sl:to"][steps]]
    shared = kind[nodes] == KINDS["sharedInstrument"].number
    # What was observed of a step stands in the order of the rank of an observation.
    told = as_of[observed[:, 1]]
    last_moment = np.where(before[observed[:, 1]] >= 0, before[observed[:, 1]], told)
    dated = np.unique(np.r_[told, last_moment]).tolist()
    rank = {number: end_of(texts[number] if number >= 0 else "0000") for number in dated}
    place = {text: at for at, text in enumerate(sorted(set(rank.values())))}
    when, told_when = (
        np.array([place[rank[number]] for number in dates.tolist()], np.int64) for dates in (last_moment, told)
    )
    far = np.array([STATUSES[token(texts[number])].order for number in status[observed[:, 1]].tolist()], np.int64)
    step_row = np.full(len(texts) + 1, -1, np.int64)
    step_row[steps] = np.arange(len(steps))
    of_step = step_row[observed[:, 0]]
    order = np.lexsort((renumber[observed[:, 1]], far, told_when, when, of_step))
    observed, of_step = observed[order, 1], of_step[order]

    def at(rows: Numbers, size: int) -> NDArray[np.int64]:
        ends: NDArray[np.int64] = np.cumsum(np.bincount(rows, minlength=size)).astype(np.int64)
        return np.concatenate([np.zeros(1, np.int64), ends])

    last = at(of_step, len(steps))[1:] - 1
    has = last >= (at(of_step, len(steps))[:-1])
    latest = np.full(len(steps), -1, np.int64)
    latest[has] = status[observed[last[has]]]
    given_row = np.full(len(texts) + 1, -1, np.int64)
    given_row[given] = np.arange(len(given))
    others = others[np.lexsort((renumber[others[:, 1]], given_row[others[:, 0]]))]
    out, into = np.lexsort((np.arange(len(steps)), earlier)), np.lexsort((np.arange(len(steps)), later))
    receives = np.lexsort((np.arange(len(given)), row[recipient[given]]))
    organised = np.unique(renumber[organised], axis=0)
    children, of_child = np.unique(organised[:, 0], return_inverse=True)
    drafts = seen.pairs("sl:draft")
    true = [seen.number(text) for text in TRUE]
    columns: dict[str, NDArray[Any]] = {
        "text": table.data,
        "text.at": table.offsets,
        "node.iri": renumber[nodes],
        "node.kind": kind[nodes],
        "node.out": out,
        "node.out.at": at(earlier, len(nodes)),
        "node.into": into,
        "node.into.at": at(later, len(nodes)),
        "node.given": receives,
        "node.given.at": at(row[recipient[given]], len(nodes)),
        "node.component": _components(earlier, later, _joining(seen, value["sl:relation"][steps]), shared),
        "step.iri": renumber[steps],
        "step.earlier": earlier,
        "step.later": later,
        "step.status": renumber[latest],
        "step.seen.at": at(of_step, len(steps)),
        "seen.iri": renumber[observed],
        "seen.status": renumber[status[observed]],
        "seen.as_of": renumber[as_of[observed]],
        "seen.after": renumber[after[observed]],
        "seen.before": renumber[before[observed]],
        "given.iri": renumber[given],
        "given.recipient": row[recipient[given]],
        "given.other": renumber[others[:, 1]],
        "given.other.at": at(given_row[others[:, 0]], len(given)),
        "parent.child": children,
        "parent.iri": organised[:, 1],
        "parent.in": organised[:, 2],
        "parent.since": organised[:, 3],
        "parent.until": organised[:, 4],
        "parent.told": organised[:, 5],
        "parent.at": at(of_child, len(children)),
        "draft.iri": np.unique(renumber[drafts[np.isin(drafts[:, 1], true), 0]]),
    }
    columns |= {f"step.{name[3:]}": renumber[value[name][steps]] for name in ("sl:relation", "sl:basis")}
    columns["step.voice"] = renumber[value["sl:assertedBy"][steps]]
    columns |= {f"given.{name}": renumber[column[given]] for name, column in fields.items()}
    for name, rows, statements in (
        ("node", nodes, types),
        ("step", steps, types),
        ("given", given, types),
        ("seen", observed, stated),
    ):
        # Steps may share an observation, so that one subject has several rows.
        in_order = np.argsort(rows, kind="stable")
        first, last = (np.searchsorted(rows[in_order], statements[:, 0], side) for side in ("left", "right"))
        statement, of_row = spread(first, last - first)
        where = np.unique(np.stack([in_order[of_row], renumber[statements[statement, 2]]], axis=1), axis=0)
        columns[f"{name}.graph"] = where[:, 1]
        columns[f"{name}.graph.at"] = at(where[:, 0], len(rows))
    return {name: _narrow(name, column) for name, column in columns.items()}


def happened(seen: Collector) -> tuple[Numbers, Numbers]:
    """Return when each subject happened: not before and not later than, the same date where one is given."""
    on = seen.value("sl:on")
    after, before = (np.where(on >= 0, on, seen.value(curie)) for curie in ("sl:onAfter", "sl:onBefore"))
    return after, before


def _organised(seen: Collector) -> Numbers:
    """Return organisation, the one above it, the graph that says so, and since, until and as of when, as columns."""
    plain_ = seen.quoted("org:subOrganizationOf")
    types = seen.quoted("rdf:type")
    stated = types[types[:, 1] == seen.number(term("sl:ParentStatement").value)]
    names = ("sl:about", "sl:parent", "sl:validFrom", "sl:validUntil", "sl:asOf")
    about, parent, since, until, told = (seen.value(name)[stated[:, 0]] for name in names)
    dated = np.stack([about, parent, stated[:, 2], since, until, told], axis=1)
    undated = np.concatenate([plain_, np.full((len(plain_), 3), -1, np.int64)], axis=1)
    return np.concatenate([undated, dated[(about >= 0) & (parent >= 0)]])


def _narrow(name: str, column: NDArray[Any]) -> NDArray[Any]:
    if name == "text" or name.endswith(".at"):
        return column
    return np.ascontiguousarray(column, np.int8 if name == "node.kind" else np.int32)


def _joining(seen: Collector, relation: Numbers) -> NDArray[np.bool_]:
    return np.isin(relation, [seen.number(concept("relation", name).value) for name in JOINING])


def _components(
    earlier: Numbers, later: Numbers, joins: NDArray[np.bool_], shared: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return for each node the first node of its component; a shared instrument joins nothing and has none (-1).

    Each end takes the smaller label of the two, and labels are followed to their own labels, until nothing changes.
    """
    kept = joins & ~shared[earlier] & ~shared[later]
    a, b = earlier[kept], later[kept]
    label = np.arange(len(shared))
    while True:
        before = label.copy()
        least = np.minimum(label[a], label[b])
        for end in (a, b):
            np.minimum.at(label, label[end], least)
            np.minimum.at(label, end, least)
        while (label[label] != label).any():
            label = label[label]
        if (label == before).all():
            label[shared] = -1
            return label


class TotalRows:
    """The totals of all seeds as columns, a row for each seed and currency: exact amounts, and floats to order them."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, str, float, str, str, str, str]] = []

    def add(self, seed: int, total: Total) -> None:
        """Add a total of the seed in a row of the nodes."""
        if total.follow_on is not None:
            given = "" if total.seed is None else plain(total.seed)
            amount = plain(total.follow_on)
            rank = float(total.follow_on)
            self._rows.append((seed, total.currency, rank, amount, total.bound, given, total.ratio or ""))

    def columns(self) -> dict[str, NDArray[Any]]:
        """Return the columns."""
        names = ("seed", "currency", "rank", "follow_on", "bound", "given", "ratio")
        types: dict[str, DTypeLike] = {"seed": np.int32, "rank": np.float64}
        made: list[Any] = list(zip(*self._rows, strict=True)) or [()] * len(names)
        return {f"total.{n}": np.array(c, dtype=types.get(n, "S")) for n, c in zip(names, made, strict=True)}


def save(columns: Arrays, folder: Path) -> None:
    """Write columns into a folder, one ``.npy`` each."""
    folder.mkdir()
    for name, column in columns.items():
        np.save(folder / f"{name}.npy", column, allow_pickle=False)


def load(folder: Path) -> dict[str, NDArray[Any]]:
    """Return the columns of a folder, mapped and not read.

    Raises:
        SnapshotBroken: they are not there, or cannot be read.

    """
    try:
        found = {
            # A plain view of the mapped file: numpy's own class for it makes every slice several times slower.
            path.name.removesuffix(".npy"): np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
            for path in sorted(folder.glob("*.npy"))
        }
    except (OSError, ValueError) as error:
        raise SnapshotBroken(f"{folder} cannot be read ({error}): build again") from error
    if "text" not in found:
        raise SnapshotBroken(f"{folder} holds no lineages: build again")
    return found
