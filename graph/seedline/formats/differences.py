"""What changed between two snapshots, in the terms of a reader: things, steps, statuses, commitments, sums."""

from __future__ import annotations

from collections.abc import Iterator

from seedline.formats.diagrams import dot_text, mermaid_text
from seedline.i18n.english import BOUND_WORDS, bounded
from seedline.lineage import trace
from seedline.lineage.graph import Step
from seedline.money.totals import totals
from seedline.views.tracer import Tracer

Row = list[str | None]
#: What is told of a thing, by what it is (thing, step, …) and its IRI.
Told = dict[tuple[str, str], str]
# How a new, a gone and a changed step are drawn.
_MERMAID = {"new": ("--", "-->"), "gone": ("--", "--x"), "changed": ("-.", ".->")}
_DOT = {"new": 'style="solid"', "gone": 'style="dotted", arrowhead="tee"', "changed": 'style="dashed"'}


def differences(before: Tracer, after: Tracer) -> list[Row]:
    """Return a row for each difference: what, where, before, after; empty where nothing of this changed."""
    return [
        row for told in (_things, _steps, _commitments, _sums) for row in _compared(after, told(before), told(after))
    ]


def _compared(after: Tracer, old: Told, new: Told) -> Iterator[Row]:
    for what, iri in sorted(old.keys() | new.keys()):
        was, now = old.get((what, iri)), new.get((what, iri))
        if was != now:
            yield [what, after.details.id(iri), was, now]


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


def _things(tracer: Tracer) -> Told:
    return {("thing", iri): f"{kind}, {tracer.details.label(iri)}" for iri, kind in tracer.network.kinds.items()}


def _steps(tracer: Tracer) -> Told:
    return {("step", iri): _step(step) for iri, step in tracer.network.steps.items()}


def _step(step: Step) -> str:
    as_of = f" as of {step.latest.as_of}" if step.latest else ""
    inferred = ", our reading" if step.basis == "inferred" else ""
    return f"{step.relation}, {step.status}{as_of}{inferred}"


def _changed_steps(before: Tracer, after: Tracer) -> Iterator[tuple[str, str | None, str | None]]:
    old, new = _steps(before), _steps(after)
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            yield key[1], old.get(key), new.get(key)


def _commitments(tracer: Tracer) -> Told:
    found = {}
    for commitments in tracer.network.commitments.values():
        for c in commitments:
            amount = "no amount" if c.amount is None else bounded(c.amount, c.currency or "no currency", c.bound)
            funder = f", {tracer.details.label(c.funder)}" if c.funder else ""
            as_of = f" as of {c.as_of}" if c.as_of else ""
            found["commitment", c.iri] = f"{amount}{funder}, {c.status}{as_of}"
    return found


def _sums(tracer: Tracer) -> Told:
    found = {}
    for seed in tracer.network.nodes_of_kind("seedProject"):
        for total in totals(tracer.network, trace(tracer.network, seed)):
            currency = total.currency or "no currency"
            for what, amount, bound in (
                ("seed", total.seed, total.seed_bound),
                ("follow-on", total.follow_on, total.bound),
            ):
                if amount is not None:
                    found[f"{what} {currency}", seed] = bounded(amount, currency, bound)
            if total.ratio is not None:
                found[f"per seed unit {currency}", seed] = BOUND_WORDS.get(total.bound, "") + total.ratio
    return found
