"""The sentences around a picture: title, caption, what the money says, notes, source, dates."""

from __future__ import annotations

from collections import Counter

from seedline.document import types
from seedline.document.claims import MoneyStory, decide
from seedline.document.facts import Lineage
from seedline.i18n import Words
from seedline.narrative import phrases as words
from seedline.narrative.sentence import dated_part, money_told, sentence
from seedline.vocabulary import BOUNDS, weakest


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
    """Return the caption: what is shown, what is said of follow-on money, and that it is not attributed."""
    say, claims = words.speech(), decide(lineage.document)
    parts = [title(lineage), *draft(lineage)]
    money = claims.money
    if money and money.outcome == "counted":
        amounts = say.listed([_with_statuses(entry, say) for entry in money.counted])
        parts.append(say("note.followOn", amounts=amounts, by=_by(lineage)))
        parts += [say("note.notAdded")] if len(money.counted) > 1 else []
        parts += [say("outcome.moreUncounted")] if money.uncounted else []
        if money.reported:
            parts.append(whole_lineages(money, say))
    else:
        parts.append(money_told(money, say, 3, part=not claims.whole))
    # A caption is copied without its notes: it must not tell of a part as of the whole.
    return words.sentence([*parts, *limits(lineage)])


def _with_statuses(entry: types.Money, say: Words) -> str:
    """Return a sum of follow-on with its bound, its statuses, and of when its inexact part is."""
    follow_on = entry.follow_on
    text = say.amount(follow_on.amount, entry.currency, follow_on.bound)
    if len(follow_on.by_status) == 1:
        text += f", {say.token('commitment', next(iter(follow_on.by_status)))}"
    inexact = [c for c in entry.commitments if c.as_of and c.bound in {"atLeast", "about"}]
    alone = len(inexact) == len(entry.commitments)
    return f"{text} ({dated_part(inexact, say, alone=alone)})" if inexact else text


def whole_lineages(money: MoneyStory, say: Words) -> str:
    """Return what the whole lineages of the seeds here report."""
    amounts = [say.amount(r.amount, r.currency, r.bound, whole=True) for r in money.reported]
    return say("outcome.wholeLineages", amounts=say.listed(amounts))


def draft(lineage: Lineage) -> list[str]:
    """Return that the focus is a draft, where it is."""
    focus = lineage.node(lineage.focus)
    return [words.say("picture.draft")] if focus is not None and focus.draft else []


def _by(lineage: Lineage) -> str:
    return f" {words.say('note.byFund')}" if {step.voice for step in lineage.steps} == {"fund"} else ""


def story(lineage: Lineage) -> str:
    """Return the sentence that says what became of the seed."""
    return sentence(lineage.document, words.speech()) if lineage.document.nodes else lineage.summary


def money(lineage: Lineage) -> list[str]:
    """Return what is said of the money: of each currency, then what is not counted."""
    say, document = words.speech(), lineage.document
    claims = decide(document)
    found: list[str] = []
    for entry in document.money:
        found += _currency(entry, say)
    if sum(bool(entry.follow_on.amount) for entry in document.money) > 1:
        found.append(say("note.notAdded"))
    if claims.money and claims.money.outcome != "counted":
        found.append(money_told(claims.money, say, 3, part=not claims.whole))
    elif claims.money and claims.money.reported:
        found.append(whole_lineages(claims.money, say))
    reasons = Counter(_reason(out.why, say) for entry in document.money for out in entry.left_out)
    if reasons:
        told = ", ".join(f"{reason}{f' ({count})' if count > 1 else ''}" for reason, count in sorted(reasons.items()))
        count = say("count.commitment", reasons.total())
        found.append(say("note.leftOut", count=count, reasons=told))
    return found


def _reason(why: types.Why, say: Words) -> str:
    return say.reason(why.code, why.parameters) if why.code else why.text


def _currency(entry: types.Money, say: Words) -> list[str]:
    found: list[str] = []
    currency, follow_on = entry.currency or "", entry.follow_on
    if entry.seed.amount:
        found.append(say("note.seedSum", amount=say.amount(entry.seed.amount, currency, entry.seed.bound)))
    if follow_on.amount:
        # JSON of an older edition has no bounds of its parts: they are those of the commitments.
        bounds = follow_on.by_status_bounds or {
            status: weakest(c.bound for c in entry.commitments if c.status == status and c.bound in BOUNDS)
            for status in follow_on.by_status
        }
        split = ", ".join(
            f"{say.token('commitment', name)} {say.amount(amount, currency, bounds.get(name, follow_on.bound))}"
            for name, amount in sorted(follow_on.by_status.items())
        )
        total = say.amount(follow_on.amount, currency, follow_on.bound)
        found.append(say("note.followOnSum", amount=f"{total} ({split})" if split else total))
    if entry.ratio:
        unit = say("note.dollar") if currency == "USD" else currency
        bound = say.token("boundLead", follow_on.bound) if follow_on.bound != "exact" else ""
        found.append(say("note.ratio", unit=unit, ratio=f"{bound}{words.decimal(entry.ratio)}"))
    elif entry.why_no_ratio and follow_on.amount:
        found.append(say("note.noRatio", reason=_reason(entry.why_no_ratio, say)))
    return found


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
        code = lineage.document.omitted.reason_code
        told = words.speech().reason(code, {}) if code else lineage.omitted_reason
        reason = f": {told}" if told else ""
        found.append(words.say("note.notDrawn", count=words.say("count.nodeOrStep", lineage.omitted), reason=reason))
    return found


def limits(lineage: Lineage) -> list[str]:
    """Return what alone is shown, where steps or sources were chosen."""
    told = []
    for name, values in lineage.limits.items():
        if name in {"status", "relation", "basis"}:
            values = tuple(words.named(name, value) for value in values)
        if name in {"asOf", "toldBy"}:
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
    """Return the sources of all that is shown."""
    named = [one.title or one.key for one in lineage.document.named_sources]
    return words.say("note.source", sources="; ".join(named)) if named else words.say("told.ourReading")


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
    told = [subtitle(lineage), *draft(lineage), story(lineage), counts, carried, *money(lineage)]
    return words.sentence(told)
