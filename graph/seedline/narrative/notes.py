"""The sentences around a picture: title, caption, what the money says, notes, source, dates."""

from __future__ import annotations

from collections import Counter

from seedline.document.facts import Lineage, Money, Node
from seedline.narrative import phrases as words
from seedline.vocabulary import RELATIONS

#: Steps by which something went on; what was only produced, built on or informed is no such step.
_ONWARD = tuple(relation.token for relation in RELATIONS.values() if relation.scaling)
_TOLD = 4


def title(lineage: Lineage) -> str:
    """Return the picture's title."""
    kind, named, without = lineage.of
    if kind == "selection":
        return words.say("title.without" if without else "title.selection", select=named, exclude=without)
    focus = lineage.node(lineage.focus)
    if focus is None:
        return words.say("title.none")
    if kind == "paths":
        end = lineage.node(named)
        return words.say("title.paths", start=focus.label, end=end.label if end else named)
    if kind == "component":
        return words.say("title.component", label=focus.label)
    if focus.kind == "seedProject":
        return words.say("title.seed", code=next(iter(focus.codes), focus.id))
    return words.say("title.other", label=focus.label)


def subtitle(lineage: Lineage) -> str:
    """Return the focus's own name where the title does not say it."""
    focus = lineage.node(lineage.focus)
    return focus.label if focus is not None and focus.kind == "seedProject" and not lineage.of[0] else ""


def caption(lineage: Lineage) -> str:
    """Return the caption: what is shown, the follow-on with its bound and dates, and that it is not attributed."""
    parts = [words.say("note.figure", title=title(lineage)), *draft(lineage)]
    told = []
    for entry in lineage.money:
        if not entry.follow_on:
            continue
        text = words.money(entry.follow_on, entry.currency, entry.follow_on_bound)
        if len(entry.by_status) == 1:
            name = entry.by_status[0][0]
            text += f", {words.named('commitment', name)}"
        inexact = [item for item in entry.commitments if item.as_of and item.bound in {"atLeast", "about"}]
        if inexact:
            private = {item.source_type for item in inexact} == {"private"}
            part = words.say("note.privatePart" if private else "note.part")
            dates = ", ".join(words.when(date) for date in sorted({item.as_of for item in inexact}))
            text += f" ({words.say('note.datedPart', part=part, dates=dates)})"
        told.append(text)
    if told:
        amounts = f" {words.say('list.and')} ".join(told)
        parts.append(words.say("note.followOn", amounts=amounts, by=_by(lineage)))
    elif lineage.money or lineage.steps:
        parts.append(words.say("note.noFollowOn"))
    # A caption is copied without its notes: it must not tell of a part as of the whole.
    return words.sentence([*parts, *limits(lineage)])


def draft(lineage: Lineage) -> list[str]:
    """Return that the focus is a draft, where it is."""
    focus = lineage.node(lineage.focus)
    return [words.say("picture.draft")] if focus is not None and focus.draft else []


def _by(lineage: Lineage) -> str:
    return f" {words.say('note.byFund')}" if {step.voice for step in lineage.steps} == {"fund"} else ""


def story(lineage: Lineage) -> str:
    """Return what reads a lineage aloud: the document's own sentence, in other languages one of the catalogue's."""
    if words.language() == "en" or not lineage.nodes:
        return lineage.summary
    seeds = [node for node in lineage.nodes if node.stage == "seed"]
    if len(seeds) > _TOLD:
        parts = [words.say("story.seeds", len(seeds), codes=words.listed([node.id for node in seeds[: _TOLD - 1]]))]
    else:
        parts = [part for seed in seeds for part in _seed_told(seed, lineage)]
    given = [
        words.say("story.from", amount=amount, funders=words.listed(_funders(entry)))
        for entry in lineage.money
        if entry.follow_on
        and (amount := words.money(entry.follow_on, entry.currency, entry.follow_on_bound, whole=True))
    ]
    parts.append(words.say("story.followOn", amounts=words.listed(given)) if given else words.say("note.noFollowOn"))
    return words.sentence([*parts, source(lineage)])


def _seed_told(seed: Node, lineage: Lineage) -> list[str]:
    """Return what a seed produced with what became of it, and what followed the seed itself."""
    labels = {node.iri: node.label for node in lineage.nodes}
    onward: dict[str, list[str]] = {}
    for step in lineage.steps:
        if step.relation in _ONWARD:
            told = f"{words.verb(step)} {labels[step.later]} ({words.status(step)})"
            onward.setdefault(step.earlier, []).append(told)
    made = [step.later for step in lineage.steps if step.earlier == seed.iri and step.relation == "produced"]
    leading = [f"{labels[iri]}, {words.listed(onward[iri])}" for iri in made if iri in onward]
    silent = len(made) - len(leading)
    if silent:
        leading.append(words.say("story.others" if leading else "story.outputs", silent))
    amount = next((item for entry in lineage.money for item in entry.seeds if item.recipient == seed.iri), None)
    where = ", ".join(
        part
        for part in (seed.id, words.say("picture.fundingYear", year=seed.funding_year) if seed.funding_year else "")
        if part
    )
    told = words.say(
        "story.seed" if amount and amount.amount else "story.seedUnstated",
        amount=words.money(amount.amount, amount.currency, amount.bound, whole=True) if amount else "",
        where=where,
    )
    opening = words.begin(told)
    found = [words.say("story.produced", seed=opening, what="; ".join(leading))] if leading else []
    if seed.iri in onward:
        found.append(words.say("story.then", seed="" if found else opening, what="; ".join(onward[seed.iri])).strip())
    return found or [words.say("story.nothingHere" if lineage.limits else "story.nothing", seed=opening)]


def _funders(entry: Money) -> list[str]:
    named = sorted({item.funder or words.say("money.funderNotNamed") for item in entry.commitments})
    rest = len(named) - 3
    return named if rest <= 0 else [*named[:3], words.say("story.otherFunders", rest)]


def money(lineage: Lineage) -> list[str]:
    """Return what is said of the money: of each currency, then what is not counted."""
    found: list[str] = []
    for entry in lineage.money:
        found += _currency(entry)
    known = [entry for entry in lineage.money if entry.follow_on]
    if len(known) > 1:
        found.append(words.say("note.notAdded"))
    if reasons := Counter(words.again(reason) for entry in lineage.money for reason, _ in entry.left_out):
        told = ", ".join(f"{reason}{f' ({count})' if count > 1 else ''}" for reason, count in sorted(reasons.items()))
        count = words.say("count.commitment", reasons.total())
        found.append(words.say("note.leftOut", count=count, reasons=told))
    return found or [words.say("note.noAmount")]


def _currency(entry: Money) -> list[str]:
    found: list[str] = []
    if entry.seed:
        found.append(words.say("note.seedSum", amount=words.money(entry.seed, entry.currency, entry.seed_bound)))
    if entry.follow_on:
        split = ", ".join(
            f"{words.named('commitment', name)} {words.money(amount, entry.currency, _weakest(entry, name))}"
            for name, amount in entry.by_status
        )
        total = words.money(entry.follow_on, entry.currency, entry.follow_on_bound)
        found.append(words.say("note.followOnSum", amount=f"{total} ({split})" if split else total))
    elif entry.currency:
        found.append(words.say("note.noneIn", currency=entry.currency))
    if entry.ratio:
        unit = words.say("note.dollar") if entry.currency.endswith("D") else entry.currency
        bound = words.named("boundLead", entry.follow_on_bound) if entry.follow_on_bound != "exact" else ""
        found.append(words.say("note.ratio", unit=unit, ratio=f"{bound}{words.decimal(entry.ratio)}"))
    elif entry.ratio_reason and entry.follow_on:
        found.append(words.say("note.noRatio", reason=words.again(entry.ratio_reason)))
    return found


def _weakest(entry: Money, status: str) -> str:
    """Return the weakest bound of the commitments in a status: a sum is no surer than its least sure part."""
    bounds = {item.bound for item in entry.commitments if item.status == status}
    return next((bound for bound in ("upTo", "about", "atLeast") if bound in bounds), "exact")


def notes(lineage: Lineage, folded: int = 0) -> list[str]:
    """Return the notes: how to read it, bounds, dates, statuses, unknowns, our reading, what is left out."""
    found = [*limits(lineage), words.say("note.columns")]
    found += _bounds(lineage)
    if any(entry.ratio for entry in lineage.money):
        found.append(words.say("note.ratioMeans"))
    found += _statuses(lineage)
    found += _readings(lineage)
    if voices := sorted({step.voice for step in lineage.steps if step.voice}):
        found.append(words.say("note.voices", voices=", ".join(words.named("voice", voice) for voice in voices)))
    if drafts := [node.label for node in lineage.nodes if node.draft and node.iri != lineage.focus]:
        found.append(words.say("note.drafts", labels="; ".join(drafts)))
    if folded:
        found.append(words.say("note.folded", count=words.say("count.node", folded)))
    if lineage.omitted:
        reason = f": {words.again(lineage.omitted_reason)}" if lineage.omitted_reason else ""
        found.append(words.say("note.notDrawn", count=words.say("count.nodeOrStep", lineage.omitted), reason=reason))
    return found


def limits(lineage: Lineage) -> list[str]:
    """Return what alone is shown, where steps or sources were chosen."""
    told = []
    for name, values in lineage.limits.items():
        if name in {"status", "relation", "basis"}:
            values = tuple(words.named(name, value) for value in values)
        if name == "asOf":
            values = tuple(words.when(value) for value in values)
        number = [int(values[0])] if name in {"up", "down"} else []
        told.append(words.say(f"only.{name}", *number, values=", ".join(values)))
    return [words.say("only.part", limits="; ".join(told))] if told else []


def _bounds(lineage: Lineage) -> list[str]:
    bounds = {item.bound for entry in lineage.money for item in entry.commitments}
    bounds |= {entry.follow_on_bound for entry in lineage.money if entry.follow_on}
    told = [words.say(f"note.{bound}") for bound in ("atLeast", "about", "upTo") if bound in bounds]
    dates = sorted({item.as_of for entry in lineage.money for item in entry.commitments if item.as_of})
    if dates:
        told.append(words.say("note.datedAmounts", dates=", ".join(words.when(date) for date in dates)))
    text = "; ".join(told)
    return [f"{text[0].upper()}{text[1:]}."] if text else []


def _statuses(lineage: Lineage) -> list[str]:
    counts = Counter(step.status for step in lineage.steps)
    if not counts:
        return []
    order = list(words.STATUSES)
    told = [
        f"{counts[name]} {words.named('status', name)}"
        for name in sorted(counts, key=lambda name: (order.index(name) if name in order else len(order), name))
    ]
    found = [words.say("note.steps", statuses=", ".join(told))]
    if any(step.old for step in lineage.steps):
        found.append(words.say("note.oldMeans"))
    return found


def _readings(lineage: Lineage) -> list[str]:
    inferred = sum(step.inferred for step in lineage.steps)
    dimensions = any(step.dimensions for step in lineage.steps)
    told = []
    if inferred:
        told.append(words.say("note.inferred", steps=words.say("count.step", inferred)))
    if dimensions:
        told.append(words.say("note.dimensions"))
    return [words.say("note.readings", readings="; ".join(told))] if told else []


def source(lineage: Lineage) -> str:
    """Return the sources that the steps and commitments name."""
    names = {name for step in lineage.steps for name in step.sources}
    names |= {name for entry in lineage.money for item in (*entry.commitments, *entry.seeds) for name in item.sources}
    return words.say("note.source", sources="; ".join(sorted(names))) if names else words.say("note.sourceNotStated")


def dates(lineage: Lineage) -> str:
    """Return the three dates, never merged into one."""
    told = (
        ("note.factsAsOf", lineage.facts_as_of),
        ("note.collected", lineage.collected),
        ("note.built", lineage.built),
    )
    return " · ".join(words.say(key, date=words.when(date) or words.say("note.notStated")) for key, date in told)


def description(lineage: Lineage) -> str:
    """Return the picture in words, for who cannot see it."""
    nodes, steps = words.say("count.node", len(lineage.nodes)), words.say("count.step", len(lineage.steps))
    counts = words.say("note.pictureOf", nodes=nodes, steps=steps)
    carriers = [item.label or words.named("carrier", item.kind) for item in lineage.carriers]
    carried = words.say("note.carried", carriers=", ".join(carriers)) if carriers else ""
    told = [subtitle(lineage), *draft(lineage), story(lineage), counts, carried, *money(lineage), source(lineage)]
    return words.sentence(told)
