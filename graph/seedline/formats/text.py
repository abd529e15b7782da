"""A lineage as plain text and as rows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from seedline.document.types import Commitment, Document, Place
from seedline.i18n import words
from seedline.i18n.english import COMMITMENT_WORDS, bounded, status_words, when
from seedline.narrative.notes import draft, limits
from seedline.vocabulary import STAGES

RELATION_WORDS = {
    "produced": "produced",
    "scaledInto": "was scaled into",
    "nextPhase": "next phase:",
    "replicatedBy": "was replicated by",
    "adoptedBy": "was adopted by",
    "institutionalisedIn": "was institutionalised in",
    "builtOn": "was built upon by",
    "informed": "informed",
    "fundedBy": "funded",
    "coFinancedWith": "was co-financed with",
    "partOf": "is part of",
    "sameAs": "is the same as",
}
_MOST_BEYOND = 20
LINEAGE_HEADER = ("from", "relation", "to", "status", "as of", "by whose word", "source", "lines", "step")


def place_words(evidence: Iterable[Place]) -> str:
    """Return the places of some evidence in a few words.

    >>> place_words([Place("urn:a", source="booklet", lines=(1269, 1271)), Place("urn:b", url="https://x.org/a")])
    'booklet, lines 1269-1271; https://x.org/a'
    """
    words = []
    for place in evidence:
        if place.lines:
            first, last = place.lines
            several = last > first
            words.append(f"{place.source}, {f'lines {first}-{last}' if several else f'line {first}'}")
        else:
            words.append(place.url or place.page or place.name or place.source)
    return "; ".join(words)


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


def lineage_text(document: Document, width: int = 80) -> str:
    """Return a lineage for a terminal: the sentence, then stage by stage the steps, then the money."""
    lines = [textwrap.fill(document.summary, width), ""]
    say = words("en")
    for note in (*draft(document, say), *limits(document, say)):
        lines += [textwrap.fill(note, width), ""]
    labels = {node.iri: node.label for node in document.nodes}
    for stage in STAGES:
        nodes = [node for node in document.nodes if node.stage == stage]
        if not nodes:
            continue
        lines.append(stage.upper())
        for node in nodes:
            code = f" ({node.id})" if node.codes else ""
            lines += _wrapped(f"{node.label}{code}", width, 2)
            for step in document.steps:
                if step.later == node.iri:
                    as_of = f", as of {when(step.as_of)}" if step.as_of else ""
                    text = (
                        f"<- {labels[step.earlier]} {RELATION_WORDS[step.relation]} it "
                        f"[{status_words(step.status)}{as_of}; {place_words(step.evidence)}]"
                    )
                    lines += _wrapped(text, width, 4)
        lines.append("")
    lines += _beyond(document, labels, width)
    lines += _money(document, width)
    lines += textwrap.wrap(
        f"Facts as of {_date(document.dates.facts_as_of)}; "
        f"sources collected {_date(document.dates.collected)}; version {document.version}.",
        width,
    )
    return "\n".join(lines)


def _beyond(document: Document, labels: dict[str, str], width: int) -> list[str]:
    """Return where the lineage goes on: what rests on it, and what lies beyond the asked depth."""
    lines = []
    for heading, beyond in (("CONTINUES IN", document.omitted.next), ("COMES FROM", document.omitted.previous)):
        if beyond:
            lines.append(heading)
        for other in beyond[:_MOST_BEYOND]:
            # One end is in the lineage, the other is the thing itself.
            name = f"{other.label} ({other.id})"
            earlier, later = (labels[end] if end else name for end in (other.earlier, other.later))
            lines += _wrapped(f"{earlier} {RELATION_WORDS[other.relation]} {later}", width, 2)
        if len(beyond) > _MOST_BEYOND:
            lines.append(f"  and {len(beyond) - _MOST_BEYOND} more")
        lines += [""] if beyond else []
    return lines


def _money(document: Document, width: int) -> list[str]:
    lines = ["MONEY"]
    for entry in document.money:
        currency, seed, follow_on = entry.currency or "", entry.seed, entry.follow_on
        if seed.amount:
            lines += _wrapped(f"seed: {bounded(seed.amount, currency, seed.bound)}", width, 2)
        if follow_on.amount:
            total = bounded(follow_on.amount, currency, follow_on.bound)
            lines += _wrapped(f"follow-on, reported: {total}", width, 2)
        for c in entry.commitments:
            status = COMMITMENT_WORDS.get(c.status, c.status)
            as_of = f", as of {when(c.as_of)}" if c.as_of else ""
            lines += _wrapped(f"{_given(c, currency)} [{status}{as_of}; {place_words(c.evidence)}]", width, 4)
        if entry.ratio:
            ratio = {"atLeast": "at least ", "about": "about ", "upTo": "up to "}.get(follow_on.bound, "")
            text = f"follow-on per seed unit: {ratio}{entry.ratio} (reported, not attributed)"
            lines += _wrapped(text, width, 2)
        elif entry.ratio_reason and currency:
            lines += _wrapped(f"no ratio: {entry.ratio_reason}", width, 2)
        for out in entry.left_out:
            told = _given(out.commitment, currency) if out.commitment else out.iri
            lines += _wrapped(f"not counted: {told}: {out.reason}", width, 4)
    return [*lines, ""]


def _given(c: Commitment, currency: str) -> str:
    amount = bounded(c.amount, currency, c.bound) if c.amount else "no amount"
    return f"{amount} from {c.funder_label or 'a funder not named'} to {c.recipient_label}"


def _wrapped(text: str, width: int, indent: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=" " * indent, subsequent_indent=" " * (indent + 4))


def _date(value: str | None) -> str:
    return when(value) if value else "an unknown date"
