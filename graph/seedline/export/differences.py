"""What changed between two snapshots, in the terms of a reader: seeds, steps, statuses, totals."""

from __future__ import annotations

from collections.abc import Iterator

from seedline.lineage import Tracer, totals, trace
from seedline.lineage.wording import plain

Row = list[str | None]


def differences(before: Tracer, after: Tracer) -> list[Row]:
    """Return a row for each difference: what, where, before, after; empty where nothing of this changed."""
    return [*_nodes(before, after), *_steps(before, after), *_totals(before, after)]


def _nodes(before: Tracer, after: Tracer) -> Iterator[Row]:
    old, new = before.network.kinds, after.network.kinds
    for node in sorted(old.keys() | new.keys()):
        if old.get(node) != new.get(node):
            yield ["thing", after.details.id(node), old.get(node), new.get(node)]


def _steps(before: Tracer, after: Tracer) -> Iterator[Row]:
    old, new = before.network.steps, after.network.steps
    for iri in sorted(old.keys() | new.keys()):
        was = f"{old[iri].relation}, {old[iri].status}" if iri in old else None
        now = f"{new[iri].relation}, {new[iri].status}" if iri in new else None
        if was != now:
            yield ["step", after.details.id(iri), was, now]


def _totals(before: Tracer, after: Tracer) -> Iterator[Row]:
    def told(tracer: Tracer) -> dict[tuple[str, str], str]:
        found = {}
        for node, kind in tracer.network.kinds.items():
            if kind == "seedProject":
                for total in totals(tracer.network, trace(tracer.network, node)):
                    if total.follow_on is not None:
                        found[node, total.currency] = f"{total.bound} {plain(total.follow_on)}"
        return found

    old, new = told(before), told(after)
    for node, currency in sorted(old.keys() | new.keys()):
        if old.get((node, currency)) != new.get((node, currency)):
            yield [
                f"follow-on {currency}",
                after.details.id(node),
                old.get((node, currency)),
                new.get((node, currency)),
            ]
