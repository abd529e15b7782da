"""The sentences around a picture: title, caption, what the money says, notes, source, dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from seedline.document.claims import MoneyStory, decide
from seedline.document.types import Between, Document, Money, Selection, Step
from seedline.i18n import Words
from seedline.narrative.reasons import left_out_told, reason_told
from seedline.narrative.sentence import carrier_named, dated_part, money_told, no_way, sentence
from seedline.triples import OURS
from seedline.vocabulary import BOUNDS, STATUSES, weakest
from seedline_data import whose

#: Statuses in the order in which they are counted: what is not stated stands last.
_STATUSES = tuple(sorted(STATUSES, key=lambda status: status == "notStated"))


def title(document: Document, say: Words) -> str:
    """Return the picture's title."""
    of, focus = document.of, document.focused
    if isinstance(of, Selection):
        return say("title.without" if of.exclude else "title.selection", select=of.select, exclude=of.exclude or "")
    if focus is None:
        return say("title.none")
    label = focus.name
    if isinstance(of, Between):
        end = document.node(of.end)
        return say("title.paths", start=label, end=end.label if end else of.end)
    if of is not None:
        return say("title.component", label=label)
    if focus.kind == "seedProject":
        return say("title.seed", code=focus.code or focus.name)
    return say("title.other", label=label)


def subtitle(document: Document) -> str:
    """Return the focus's own name where the title does not say it."""
    focus = document.focused
    seed = focus is not None and focus.kind == "seedProject" and document.of is None
    return focus.label if focus is not None and seed and focus.code else ""


def caption(document: Document, say: Words) -> str:
    """Return the caption: what is shown, what is said of follow-on money, and that it is not attributed."""
    claims = decide(document)
    parts = [title(document, say), *draft(document, say)]
    if not document.nodes and document.of:
        parts.append(say("told.nothingChosen"))
    elif isinstance(document.of, Between) and not document.steps:
        parts.append(no_way(document, document.of, say))
    money = claims.money
    if money and money.outcome == "counted":
        amounts = say.listed([_with_statuses(entry, say) for entry in money.counted])
        parts.append(say("note.followOn", amounts=amounts, by=_by(document, say)))
        parts += [say("note.notAdded")] if len(money.counted) > 1 else []
        parts += [say("outcome.moreUncounted")] if money.uncounted else []
        parts += [say("outcome.shared", len(money.shared))] if money.shared else []
        if money.reported:
            parts.append(whole_lineages(money, say))
    else:
        parts.append(money_told(money, say, 3, part=not claims.whole))
    # A caption is copied without its notes: it must not tell of a part as of the whole.
    return sentences([*parts, *limits(document, say)])


def _with_statuses(entry: Money, say: Words) -> str:
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


def draft(document: Document, say: Words) -> list[str]:
    """Return that the focus is a draft, where it is."""
    focus = document.focused
    return [say("picture.draft")] if focus is not None and focus.draft else []


def _by(document: Document, say: Words) -> str:
    return f" {say('note.byFund')}" if document.voices == {"fund"} else ""


def story(document: Document, say: Words) -> str:
    """Return the sentence that says what became of the seed."""
    return sentence(document, say) if document.nodes or document.of else document.summary


def lead(document: Document, say: Words) -> list[str]:
    """Return what stands before everything else: the subtitle, that it is a draft, the sentence."""
    return [text for text in (subtitle(document), *draft(document, say), story(document, say)) if text]


def money(document: Document, say: Words) -> list[str]:
    """Return what is said of the money: of each currency, then what is not counted."""
    claims = decide(document)
    found: list[str] = []
    for entry in document.money:
        found += _currency(entry, document, say)
    if sum(bool(entry.follow_on.amount) for entry in document.money) > 1:
        found.append(say("note.notAdded"))
    if claims.money and claims.money.outcome != "counted":
        found.append(money_told(claims.money, say, 3, part=not claims.whole))
    elif claims.money and claims.money.reported:
        found.append(whole_lineages(claims.money, say))
    if claims.money and claims.money.shared:
        found.append(say("outcome.shared", len(claims.money.shared)))
    reasons = Counter(left_out_told(out, document, say) for entry in document.money for out in entry.left_out)
    if reasons:
        told = say.apart(f"{reason}{f' ({count})' if count > 1 else ''}" for reason, count in sorted(reasons.items()))
        count = say("count.commitment", reasons.total())
        found.append(say("note.leftOut", count=count, reasons=told))
    return found


def _currency(entry: Money, document: Document, say: Words) -> list[str]:
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
        found.append(say("note.ratio", unit=unit, ratio=f"{bound}{entry.ratio.replace('.', say('money.point'))}"))
    elif entry.why_no_ratio and follow_on.amount:
        found.append(say("note.noRatio", reason=reason_told(entry.why_no_ratio, document, say)))
    return found


def notes(document: Document, say: Words) -> list[str]:
    """Return the notes: how to read it, bounds, dates, statuses, unknowns, our reading, what is left out."""
    found = [*limits(document, say), say("note.columns")]
    found += _bounds(document, say)
    if any(entry.ratio for entry in document.money):
        found.append(say("note.ratioMeans"))
    found += _statuses(document, say)
    found += _readings(document, say)
    if voices := sorted(document.voices):
        found.append(say("note.voices", voices=", ".join(say.token("voice", voice) for voice in voices)))
    if drafts := [node.label for node in document.nodes if node.draft and node.iri != document.focus]:
        found.append(say("note.drafts", labels=say.apart(drafts)))
    if omitted := document.omitted.nodes + len(document.steps) - len(_joined(document)):
        code = document.omitted.reason_code
        told = say.reason(code, {}) if code else document.omitted.reason or ""
        count = say("count.nodeOrStep", omitted)
        found.append(say("note.notDrawn", count=count, reason=f" ({told})" if told else ""))
    return found


def _joined(document: Document) -> list[Step]:
    """Return the steps between two things that are here."""
    here = {node.iri for node in document.nodes}
    return [step for step in document.steps if {step.earlier, step.later} <= here and step.earlier != step.later]


def limits(document: Document, say: Words) -> list[str]:
    """Return what alone is shown, where steps or sources were chosen."""
    told = []
    for name, values in (document.limits.told if document.limits else {}).items():
        if name in {"status", "relation", "basis"}:
            values = tuple(say.token(name, value) for value in values)
        if name in {"asOf", "toldBy"}:
            values = tuple(say.when(value) for value in values)
        number = [int(values[0])] if name in {"up", "down"} else []
        told.append(say(f"only.{name}", *number, values=", ".join(values)))
    return [say("only.part", limits=say.apart(told))] if told else []


def _bounds(document: Document, say: Words) -> list[str]:
    bounds = {item.bound for entry in document.money for item in entry.commitments}
    bounds |= {entry.follow_on.bound for entry in document.money if entry.follow_on.amount}
    told = [say(f"note.{bound}") for bound in ("atLeast", "about", "upTo") if bound in bounds]
    dates = sorted({date for entry in document.money for date in entry.as_of})
    if dates:
        told.append(say("note.datedAmounts", dates=", ".join(say.when(date) for date in dates)))
    text = say.apart(told)
    return [f"{text[0].upper()}{text[1:]}."] if text else []


def _statuses(document: Document, say: Words) -> list[str]:
    steps = _joined(document)
    counts = Counter(step.status or "notStated" for step in steps)
    if not counts:
        return []
    order = {name: place for place, name in enumerate(_STATUSES)}
    told = [
        say(f"stepsOf.{name}", counts[name]) if name in order else f"{counts[name]} {say.token('status', name)}"
        for name in sorted(counts, key=lambda name: (order.get(name, len(order)), name))
    ]
    found = [say("note.steps", statuses=", ".join(told))]
    if any(step.old for step in steps):
        found.append(say("note.oldMeans"))
    return found


def _readings(document: Document, say: Words) -> list[str]:
    inferred = sum(step.inferred for step in _joined(document))
    dimensions = any(step.dimensions for step in _joined(document))
    told = []
    if inferred:
        told.append(say("note.inferred", steps=say("count.step", inferred)))
    if dimensions:
        told.append(say("note.dimensions"))
    return [say("note.readings", readings=say.apart(told))] if told else []


def source(document: Document, say: Words) -> str:
    """Return the sources of all that is shown."""
    named = [one.title or one.key for one in document.named_sources]
    return say("note.source", sources=say.apart(named)) if named else say("told.ourReading")


def licence(document: Document, say: Words) -> str:
    """Return by which licence all that is shown is given: what others stated is not ours to give."""
    named = {one.key for one in document.named_sources} - {OURS}
    return say(f"note.licence.{whose(named, ()) if named else 'shipped'}")


def dates(document: Document, say: Words) -> str:
    """Return the three dates, never merged into one; a date that is not there is said to be missing."""
    facts, collected, built = document.dates.facts_as_of, document.dates.collected, document.dates.built
    told = (
        say("note.factsAsOf", date=say.when(facts)) if facts else say("note.factsUndated"),
        say("note.collected", date=say.when(collected)) if collected else say("note.collectedUndated"),
        say("note.built", date=say.when(built)) if built else "",
    )
    return " · ".join(filter(None, told))


def description(document: Document, say: Words, told: Sequence[str] = ()) -> str:
    """Return the picture in words, for who cannot see it; ``told`` is its lead where that is at hand."""
    nodes, steps = say("count.node", len(document.nodes)), say("count.step", len(_joined(document)))
    counts = say("note.pictureOf", nodes=nodes, steps=steps)
    carriers = [carrier_named(carrier, say) for carrier in document.holders]
    carried = say("note.carried", carriers=", ".join(carriers)) if carriers else ""
    return sentences([*(told or lead(document, say)), counts, carried, *money(document, say)])


def sentences(parts: list[str]) -> str:
    """Return parts as sentences, each with a full stop.

    >>> sentences(["CREST", "", "Since 2017."])
    'CREST. Since 2017.'
    """
    return " ".join(part if part.endswith((".", "…", "?")) else f"{part}." for part in parts if part)
