"""A lineage as plain text and as rows."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from seedline.document.reading import read
from seedline.i18n.english import COMMITMENT_WORDS, bounded, status_words, when
from seedline.narrative.notes import limits

Json = dict[str, Any]

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


def place_words(evidence: Sequence[Json]) -> str:
    """Return the places of some evidence in a few words.

    >>> place_words([{"source": "booklet", "lines": [1269, 1271]}, {"source": "iom", "url": "https://x.org/a"}])
    'booklet, lines 1269-1271; https://x.org/a'
    """
    words = []
    for place in evidence:
        if "lines" in place:
            first, last = place["lines"]
            words.append(
                f"{place['source']}, line{'s' if last > first else ''} {first}" + (f"-{last}" if last > first else "")
            )
        else:
            words.append(place.get("url") or place.get("page") or place.get("name") or place["source"])
    return "; ".join(words)


def lineage_rows(document: Json) -> tuple[Sequence[str], list[list[str | None]]]:
    """Return a header and a row per step."""
    labels = {node["iri"]: node["label"] for node in document["nodes"]}
    rows = [
        [
            labels[edge["from"]],
            edge["relation"],
            labels[edge["to"]],
            edge["status"],
            edge["statusAsOf"],
            edge["assertedBy"],
            ", ".join(sorted({place["source"] for place in edge["evidence"]})),
            "; ".join("-".join(map(str, place["lines"])) for place in edge["evidence"] if "lines" in place),
            edge["iri"],
        ]
        for edge in document["edges"]
    ]
    return LINEAGE_HEADER, rows


def lineage_text(document: Json, width: int = 80) -> str:
    """Return a lineage for a terminal: the sentence, then stage by stage the steps, then the money."""
    lines = [textwrap.fill(document["summary"], width), ""]
    for note in limits(read(document)):
        lines += [textwrap.fill(note, width), ""]
    labels = {node["iri"]: node["label"] for node in document["nodes"]}
    for stage in ("before", "seed", "produced", "followed", "carried on"):
        nodes = [node for node in document["nodes"] if node["stage"] == stage]
        if not nodes:
            continue
        lines.append(stage.upper())
        for node in nodes:
            code = f" ({node['id']})" if node["codes"] else ""
            lines += _wrapped(f"{node['label']}{code}", width, 2)
            for edge in document["edges"]:
                if edge["to"] == node["iri"]:
                    as_of = f", as of {when(edge['statusAsOf'])}" if edge["statusAsOf"] else ""
                    text = (
                        f"<- {labels[edge['from']]} {RELATION_WORDS[edge['relation']]} it "
                        f"[{status_words(edge['status'])}{as_of}; {place_words(edge['evidence'])}]"
                    )
                    lines += _wrapped(text, width, 4)
        lines.append("")
    lines += _beyond(document, labels, width)
    lines += _money(document, width)
    lines += textwrap.wrap(
        f"Facts as of {_date(document['dates']['factsAsOf'])}; "
        f"sources collected {_date(document['dates']['collected'])}; version {document['version']}.",
        width,
    )
    return "\n".join(lines)


def _beyond(document: Json, labels: dict[str, str], width: int) -> list[str]:
    """Return where the lineage goes on: what rests on it, and what lies beyond the asked depth."""
    lines = []
    for heading, key, at in (("CONTINUES IN", "next", "from"), ("COMES FROM", "previous", "to")):
        beyond = document["omitted"][key]
        if beyond:
            lines.append(heading)
        for other in beyond[:_MOST_BEYOND]:
            name, here = f"{other['label']} ({other['id']})", labels[other[at]]
            earlier, later = (here, name) if key == "next" else (name, here)
            lines += _wrapped(f"{earlier} {RELATION_WORDS[other['relation']]} {later}", width, 2)
        if len(beyond) > _MOST_BEYOND:
            lines.append(f"  and {len(beyond) - _MOST_BEYOND} more")
        lines += [""] if beyond else []
    return lines


def _money(document: Json, width: int) -> list[str]:
    lines = ["MONEY"]
    for entry in document["money"]:
        currency = entry["currency"] or ""
        if entry["seed"]["amount"]:
            lines += _wrapped(f"seed: {bounded(entry['seed']['amount'], currency, entry['seed']['bound'])}", width, 2)
        if entry["followOn"]["amount"]:
            total = bounded(entry["followOn"]["amount"], currency, entry["followOn"]["bound"])
            lines += _wrapped(f"follow-on, reported: {total}", width, 2)
        for c in entry["commitments"]:
            status = COMMITMENT_WORDS.get(c["status"], c["status"])
            as_of = f", as of {when(c['asOf'])}" if c["asOf"] else ""
            text = (
                f"{bounded(c['amount'], currency, c['bound'])} from {c['funderLabel'] or 'a funder not named'} "
                f"to {c['recipientLabel']} [{status}{as_of}; {place_words(c['evidence'])}]"
            )
            lines += _wrapped(text, width, 4)
        if entry["leverage"]:
            ratio = {"atLeast": "at least ", "about": "about ", "upTo": "up to "}.get(entry["followOn"]["bound"], "")
            text = f"follow-on per seed unit: {ratio}{entry['leverage']} (reported, not attributed)"
            lines += _wrapped(text, width, 2)
        elif entry["leverageReason"] and currency:
            lines += _wrapped(f"no ratio: {entry['leverageReason']}", width, 2)
        for out in entry["leftOut"]:
            c = out["commitment"]
            amount = bounded(c["amount"], currency, c["bound"]) if c["amount"] else "no amount"
            funder = c["funderLabel"] or "a funder not named"
            text = f"not counted: {amount} from {funder} to {c['recipientLabel']}: {out['reason']}"
            lines += _wrapped(text, width, 4)
    return [*lines, ""]


def _wrapped(text: str, width: int, indent: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=" " * indent, subsequent_indent=" " * (indent + 4))


def _date(value: str | None) -> str:
    return when(value) if value else "an unknown date"
