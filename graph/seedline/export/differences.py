"""What changed between two snapshots, in the terms of a reader: seeds, steps, statuses, totals."""

from __future__ import annotations

from collections.abc import Iterator

from seedline.export.diagrams import dot_text, mermaid_text
from seedline.lineage import Tracer, totals, trace
from seedline.lineage.wording import plain

Row = list[str | None]
# How a new, a gone and a changed step are drawn.
_MERMAID = {"new": ("--", "-->"), "gone": ("--", "--x"), "changed": ("-.", ".->")}
_DOT = {"new": 'style="solid"', "gone": 'style="dotted", arrowhead="tee"', "changed": 'style="dashed"'}


def differences(before: Tracer, after: Tracer) -> list[Row]:
    """Return a row for each difference: what, where, before, after; empty where nothing of this changed."""
    return [*_nodes(before, after), *_steps(before, after), *_totals(before, after)]


def difference_diagram(before: Tracer, after: Tracer, form: str) -> str:
    """Return the steps that differ as a diagram, ``mermaid`` or ``dot``, each labelled new, gone or changed."""
    steps = {**before.network.steps, **after.network.steps}
    changed = list(_changed_steps(before, after))
    ends = sorted({end for iri, _, _ in changed for end in (steps[iri].earlier, steps[iri].later)})
    names = {end: f"n{number}" for number, end in enumerate(ends)}
    labels = {end: (after if end in after.network.kinds else before).details.label(end) for end in ends}
    arrows = []
    for iri, was, now in changed:
        kind = "new" if was is None else "gone" if now is None else "changed"
        told = f"{kind}: {' → '.join(text for text in (was, now) if text)}"
        arrows.append((names[steps[iri].earlier], names[steps[iri].later], kind, told))
    if form == "mermaid":
        lines = ["flowchart LR", *(f'  {names[end]}["{mermaid_text(labels[end])}"]' for end in ends)]
        for one, other, kind, told in arrows:
            left, right = _MERMAID[kind]
            lines.append(f'  {one} {left}"{mermaid_text(told)}"{right} {other}')
    else:
        lines = ['digraph "differences" {', '  graph [rankdir="LR"]', '  node [shape="box"]']
        lines += [f'  "{names[end]}" [label="{dot_text(labels[end])}"]' for end in ends]
        lines += [
            f'  "{one}" -> "{other}" [label="{dot_text(told)}", {_DOT[kind]}]' for one, other, kind, told in arrows
        ]
        lines.append("}")
    return "\n".join(lines) + "\n"


def _nodes(before: Tracer, after: Tracer) -> Iterator[Row]:
    old, new = before.network.kinds, after.network.kinds
    for node in sorted(old.keys() | new.keys()):
        if old.get(node) != new.get(node):
            yield ["thing", after.details.id(node), old.get(node), new.get(node)]


def _changed_steps(before: Tracer, after: Tracer) -> Iterator[tuple[str, str | None, str | None]]:
    old, new = before.network.steps, after.network.steps
    for iri in sorted(old.keys() | new.keys()):
        was = f"{old[iri].relation}, {old[iri].status}" if iri in old else None
        now = f"{new[iri].relation}, {new[iri].status}" if iri in new else None
        if was != now:
            yield iri, was, now


def _steps(before: Tracer, after: Tracer) -> Iterator[Row]:
    for iri, was, now in _changed_steps(before, after):
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
