"""A lineage as plain text and as rows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from seedline.document.types import Commitment, Document, Place
from seedline.formats.tables import lines_of
from seedline.i18n import Words, words
from seedline.narrative.notes import draft, limits
from seedline.narrative.reasons import reason_told
from seedline.narrative.sentence import beyond_told, dated_status, sentence, step_verb, told_by
from seedline.vocabulary import STAGES

_MOST_BEYOND = 20
LINEAGE_HEADER = ("from", "relation", "to", "status", "as of", "by whose word", "source", "lines", "step")


def place_words(evidence: Iterable[Place], say: Words) -> str:
    """Return the places of some evidence in a few words: the key of the source and its lines, or its address.

    >>> places = [Place("urn:a", source="booklet", lines=(1269, 1271)), Place("urn:b", url="https://x.org/a")]
    >>> place_words(places, words())
    'booklet, lines 1269–1271; https://x.org/a'
    >>> place_words([Place("urn:a", source="booklet", lines=(3, 3))], words("fr"))
    'booklet, ligne 3'
    """
    told = []
    for place in evidence:
        if place.lines:
            first, last = place.lines
            told.append(f"{place.source}, {say('place.line', last - first + 1, lines=lines_of(place))}")
        else:
            told.append(place.url or place.page or place.name or place.source)
    return say.apart(told)


def lineage_rows(document: Document) -> tuple[Sequence[str], list[list[str | None]]]:
    """Return a header and a row per step."""
    labels = {node.iri: node.label for node in document.nodes}
    rows = [
        [
            labels[step.earlier],
            step.relation,
            labels[step.later],
            step.status,
            step.as_of,
            step.voice,
            ", ".join(sorted({place.source for place in step.evidence})),
            "; ".join("-".join(map(str, place.lines)) for place in step.evidence if place.lines),
            step.iri,
        ]
        for step in document.steps
    ]
    return LINEAGE_HEADER, rows


def lineage_text(document: Document, width: int = 80, language: str = "en") -> str:
    """Return a lineage for a terminal: the sentence, then stage by stage the steps, then the money."""
    say = words(language)
    lines = [textwrap.fill(document.summary if say.language == "en" else sentence(document, say), width), ""]
    for note in (*draft(document, say), *limits(document, say)):
        lines += [textwrap.fill(note, width), ""]
    labels = {node.iri: node.label for node in document.nodes}
    for stage in STAGES:
        nodes = [node for node in document.nodes if node.stage == stage]
        if not nodes:
            continue
        lines.append(say.token("stage", stage).upper())
        for node in nodes:
            code = f" ({node.id})" if node.codes else ""
            lines += _wrapped(f"{node.label}{code}", width, 2)
            for step in document.steps:
                if step.later == node.iri:
                    ours = [say("ui.ourReading")] if step.inferred else []
                    told = say.apart([dated_status(step, say), place_words(step.evidence, say), *ours])
                    verb = f"{step_verb(step, say)} {say('trace.it')}"
                    lines += _wrapped(f"<- {labels[step.earlier]} {verb} [{told}]", width, 4)
        lines.append("")
    lines += _beyond(document, labels, width, say)
    lines += _money(document, width, say)
    facts = say(
        "trace.facts",
        date=_date(document.dates.facts_as_of, say),
        collected=_date(document.dates.collected, say),
        version=document.version,
    )
    return "\n".join([*lines, *textwrap.wrap(facts, width)])


def _beyond(document: Document, labels: dict[str, str], width: int, say: Words) -> list[str]:
    """Return where the lineage goes on: what rests on it, and what lies beyond the asked depth."""
    lines = []
    for heading, beyond in (("continues", document.omitted.next), ("comes", document.omitted.previous)):
        if beyond:
            lines.append(say(f"trace.{heading}").upper())
        for other in beyond[:_MOST_BEYOND]:
            # One end is in the lineage, the other is the thing itself.
            name = f"{other.label} ({other.id})"
            earlier, later = (labels[end] if end else name for end in (other.earlier, other.later))
            lines += _wrapped(say.pair(f"{earlier} -> {later}", beyond_told(other, say)), width, 2)
        if len(beyond) > _MOST_BEYOND:
            lines.append(f"  {say('trace.more', len(beyond) - _MOST_BEYOND)}")
        lines += [""] if beyond else []
    return lines


def _money(document: Document, width: int, say: Words) -> list[str]:
    lines = [say("trace.money").upper()]
    for entry in document.money:
        currency, seed, follow_on = entry.currency or "", entry.seed, entry.follow_on
        if seed.amount:
            lines += _wrapped(say("trace.seed", amount=_amount(seed.amount, currency, seed.bound, say)), width, 2)
        if follow_on.amount:
            told = _amount(follow_on.amount, currency, follow_on.bound, say)
            if len(entry.as_of) > 1:
                dates = ", ".join(say.long(date) for date in entry.as_of)
                told += f" ({say('note.datedAmounts', dates=dates)})"
            lines += _wrapped(say("trace.followOn", amount=told), width, 2)
        for c in entry.commitments:
            told = say.apart([_commitment_status(c, say), place_words(c.evidence, say)])
            lines += _wrapped(f"{_given(c, currency, say)} [{told}]", width, 4)
        if entry.ratio:
            ratio = say(f"boundLead.{follow_on.bound}") + entry.ratio.replace(".", say("money.point"))
            lines += _wrapped(say("trace.ratio", ratio=ratio), width, 2)
        elif entry.ratio_reason and currency:
            lines += _wrapped(say("trace.noRatio", reason=reason_told(entry.why_no_ratio, document, say)), width, 2)
        for out in entry.left_out:
            what = _given(out.commitment, currency, say) if out.commitment else out.iri
            lines += _wrapped(say("trace.notCounted", what=what, reason=reason_told(out.why, document, say)), width, 4)
    return [*lines, ""]


def _commitment_status(c: Commitment, say: Words) -> str:
    """Return the status of money: when it came about where that is one date, else by when it was told."""
    status = say.token("commitment", c.status)
    if isinstance(c.on, str):
        return say("told.happened", status=status, when=say.at(c.on))
    return told_by(status, c.as_of, say) if c.as_of else status


def _given(c: Commitment, currency: str, say: Words) -> str:
    amount = _amount(c.amount, currency, c.bound, say) if c.amount and c.bound else ""
    known = "given" if amount else "givenNoAmount"
    if not c.funder_label:
        known = "givenOfNobody" if amount else "givenNothing"
    return say(f"trace.{known}", amount=amount, funder=c.funder_label, recipient=c.recipient_label)


def _amount(amount: str, currency: str, bound: str, say: Words) -> str:
    return say.amount(amount, currency, bound, whole=True)


def _wrapped(text: str, width: int, indent: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=" " * indent, subsequent_indent=" " * (indent + 4))


def _date(value: str | None, say: Words) -> str:
    return say.at(value) if value else say("trace.noDate")
