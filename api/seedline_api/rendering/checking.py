"""What checking found, our own sentences in the language that is spoken, and what only resembles a lineage."""

from __future__ import annotations

import re
from functools import cache

from seedline.i18n import words
from seedline.i18n.words import Words

_PLACED = re.compile(r"(?P<file>.+?)(?P<line>:\d+)?(?::\d+)?: (?P<field><[^>]*>(?: \S+)?|\S+): (?P<told>.*)", re.DOTALL)
_FOUND = re.compile(r"(?P<told>.*) \(found (?P<value>.*)\)", re.DOTALL)


def by_kind(findings: list[str]) -> dict[str, list[str]]:
    """Return what was found, each kind once, with the places where it was found.

    >>> by_kind(["a.yaml:3:1: steps.x: no date", "a.yaml:9:1: steps.y: no date", "b.ttl: <urn:a> sl:to: no date"])
    {'no date': ['a.yaml:3 steps.x', 'a.yaml:9 steps.y', 'b.ttl <urn:a> sl:to']}
    >>> by_kind(["whole: odd"])
    {'whole: odd': []}
    """
    kinds: dict[str, list[str]] = {}
    for finding in findings:
        placed = _PLACED.fullmatch(finding)
        places = kinds.setdefault(placed["told"] if placed else finding, [])
        if placed:
            places.append(f"{placed['file']}{placed['line'] or ''} {placed['field']}")
    return kinds


def in_words(finding: str, say: Words) -> str | None:
    """Return what was found in the language that is spoken, nothing where it is no sentence of ours.

    >>> in_words("a product has no product-kind; for example product-kind: study", words("es"))
    'un producto no tiene product-kind; por ejemplo product-kind: study'
    >>> in_words("something else", words("fr"))
    """
    if value := _FOUND.fullmatch(finding):
        told = in_words(value["told"], say)
        return told and say("site.finding.value", told=told, value=value["value"])
    sentence, _, example = finding.partition("; for example ")
    for key, pattern in _sentences():
        if found := pattern.fullmatch(sentence):
            told = say(f"site.{key}", **found.groupdict())
            return say("site.finding.example", told=told, example=example) if example else told
    return None


@cache
def _sentences() -> list[tuple[str, re.Pattern[str]]]:
    """Return our sentences as the catalogue has them in English, as patterns by key."""
    told = ((key, text) for key, text in words("en").english["site"].items() if key.startswith("finding."))
    return [
        (key, re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(text))))
        for key, text in told
        if key not in {"finding.example", "finding.value"}
    ]
