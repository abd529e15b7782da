"""The sentences around a picture: title, caption, what the money says, notes, source, dates."""

from __future__ import annotations

from collections import Counter

from seedline.render import words
from seedline.render.facts import Lineage, Money

LICENCE = "Data: CC BY 4.0, The Seedline contributors"


def title(lineage: Lineage) -> str:
    """Return the picture's title."""
    focus = lineage.node(lineage.focus)
    if focus is None:
        return "A lineage of seed projects"
    code = next(iter(focus.codes), focus.id)
    return f"What followed seed project {code}" if focus.kind == "seedProject" else f"The lineage of {focus.label}"


def subtitle(lineage: Lineage) -> str:
    """Return the focus's own name where the title does not say it."""
    focus = lineage.node(lineage.focus)
    return focus.label if focus is not None and focus.kind == "seedProject" else ""


def caption(lineage: Lineage) -> str:
    """Return the caption: what is shown, the follow-on with its bound and estimates, and that it is not attributed."""
    parts = [f"Figure. {title(lineage)}"]
    told = []
    for entry in lineage.money:
        if not entry.follow_on:
            continue
        text = words.money(entry.follow_on, entry.currency, entry.follow_on_bound)
        if len(entry.by_status) == 1:
            name = entry.by_status[0][0]
            text += f", {words.COMMITMENTS.get(name, name)}"
        estimates = [item for item in entry.commitments if item.as_of and item.bound != "exact"]
        if estimates:
            part = "the private part" if {item.source_type for item in estimates} == {"private"} else "part of it"
            dates = ", ".join(words.when(date) for date in sorted({item.as_of for item in estimates}))
            text += f" ({part} an estimate of {dates})"
        told.append(text)
    if told:
        parts.append(f"Follow-on {' and '.join(told)}; reported{_by(lineage)}, not attributed")
    elif lineage.money or lineage.steps:
        parts.append("No follow-on amount from other funders is reported")
    return words.sentence(parts)


def _by(lineage: Lineage) -> str:
    return " by the Fund" if {step.voice for step in lineage.steps} == {"fund"} else ""


def money(lineage: Lineage) -> list[str]:
    """Return what is said of the money, a paragraph for each currency."""
    found: list[str] = []
    for entry in lineage.money:
        found += _currency(entry)
    known = [entry for entry in lineage.money if entry.follow_on]
    if len(known) > 1:
        found.append("Currencies are not added together.")
    return found or ["No amount is reported."]


def _currency(entry: Money) -> list[str]:
    found: list[str] = []
    if entry.seed:
        found.append(f"Seed: {words.money(entry.seed, entry.currency, entry.seed_bound)}.")
    if entry.follow_on:
        split = ", ".join(
            f"{words.COMMITMENTS.get(name, name)} {words.money(amount, entry.currency, _weakest(entry, name))}"
            for name, amount in entry.by_status
        )
        total = words.money(entry.follow_on, entry.currency, entry.follow_on_bound)
        found.append(f"Follow-on from other funders: {total}{f' ({split})' if split else ''}.")
    elif entry.currency:
        found.append(f"No follow-on amount in {entry.currency} is reported from other funders.")
    if entry.ratio:
        unit = "dollar" if entry.currency.endswith("D") else entry.currency
        bound = words.BOUNDS.get(entry.follow_on_bound, "")
        found.append(f"Follow-on per seed {unit}: {bound}{entry.ratio} (reported, not attributed).")
    elif entry.ratio_reason and entry.follow_on:
        found.append(f"No ratio of follow-on to seed: {entry.ratio_reason}.")
    if entry.left_out:
        reasons = Counter(words.spoken(reason) for reason, _ in entry.left_out)
        told = ", ".join(f"{reason}{f' ({count})' if count > 1 else ''}" for reason, count in sorted(reasons.items()))
        found.append(f"Listed apart and not counted: {words.plural(len(entry.left_out), 'commitment')} ({told}).")
    return found


def _weakest(entry: Money, status: str) -> str:
    """Return the weakest bound of the commitments in a status: a sum is no surer than its least sure part."""
    bounds = {item.bound for item in entry.commitments if item.status == status}
    return next((bound for bound in ("upTo", "about", "atLeast") if bound in bounds), "exact")


def notes(lineage: Lineage, folded: int = 0) -> list[str]:
    """Return the notes: how to read it, bounds, estimates, statuses, unknowns, our reading, what is left out."""
    found = ["Columns are stages, not a scale of time; the width of a line means nothing."]
    found += _bounds(lineage)
    if any(entry.ratio for entry in lineage.money):
        found.append(
            "The ratio compares money reported later with the seed; it does not show that the seed caused it, "
            "and other inputs are not in its denominator."
        )
    found += _statuses(lineage)
    found += _readings(lineage)
    if voices := sorted({step.voice for step in lineage.steps if step.voice}):
        found.append(f"By whose word: {', '.join(words.VOICES.get(voice, voice) for voice in voices)}.")
    if folded:
        told = words.plural(folded, "node")
        found.append(f"Folded together, since nothing further is known of them: {told}; the table lists each.")
    if lineage.omitted:
        reason = f": {lineage.omitted_reason}" if lineage.omitted_reason else ""
        found.append(f"Not drawn: {words.plural(lineage.omitted, 'node or step', 'nodes or steps')}{reason}.")
    return found


def _bounds(lineage: Lineage) -> list[str]:
    bounds = {item.bound for entry in lineage.money for item in entry.commitments}
    bounds |= {entry.follow_on_bound for entry in lineage.money if entry.follow_on}
    meanings = {
        "atLeast": "“at least” is a lower bound",
        "about": "“about” is as the source rounds it",
        "upTo": "“up to” is an upper bound",
    }
    told = [meaning for bound, meaning in meanings.items() if bound in bounds]
    dates = sorted({item.as_of for entry in lineage.money for item in entry.commitments if item.as_of})
    if dates:
        told.append(f"dated amounts are as of {', '.join(words.when(date) for date in dates)}")
    text = "; ".join(told)
    return [f"{text[0].upper()}{text[1:]}."] if text else []


def _statuses(lineage: Lineage) -> list[str]:
    counts = Counter(step.status for step in lineage.steps)
    if not counts:
        return []
    order = list(words.STATUSES)
    told = [
        f"{counts[name]} {words.STATUSES.get(name, words.spoken(name))}"
        for name in sorted(counts, key=lambda name: (order.index(name) if name in order else len(order), name))
    ]
    found = [f"Steps: {', '.join(told)}."]
    if any(step.old for step in lineage.steps):
        found.append("“Nothing newer known” marks a status more than two years older than the newest date in the data.")
    return found


def _readings(lineage: Lineage) -> list[str]:
    inferred = sum(step.inferred for step in lineage.steps)
    dimensions = any(step.dimensions for step in lineage.steps)
    told = []
    if inferred:
        told.append(f"{words.plural(inferred, 'step')} inferred")
    if dimensions:
        told.append("scaling dimensions, which the source assigns to no case")
    return [f"Hatched and in italics, our reading: {'; '.join(told)}."] if told else []


def source(lineage: Lineage) -> str:
    """Return the sources that the steps and commitments name."""
    names = {name for step in lineage.steps for name in step.sources}
    names |= {name for entry in lineage.money for item in (*entry.commitments, *entry.seeds) for name in item.sources}
    return f"Source: {'; '.join(sorted(names))}" if names else "Source: not stated"


def dates(lineage: Lineage) -> str:
    """Return the three dates, never merged into one."""
    told = (
        ("Facts as of", lineage.facts_as_of),
        ("source collected", lineage.collected),
        ("data built", lineage.built),
    )
    return " · ".join(f"{name} {words.when(date) if date else 'not stated'}" for name, date in told)


def description(lineage: Lineage) -> str:
    """Return the picture in words, for who cannot see it."""
    counts = f"{words.plural(len(lineage.nodes), 'node')} and {words.plural(len(lineage.steps), 'step')}"
    carriers = [item.label or words.CARRIERS.get(item.kind, item.kind) for item in lineage.carriers]
    carried = f"Carried on by {', '.join(carriers)}" if carriers else ""
    told = [subtitle(lineage), lineage.summary, f"A picture of {counts}", carried, *money(lineage), source(lineage)]
    return words.sentence(told)
