"""What checking found, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from seedline.errors import Finding


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that was found, in words of one language, and every place where it was found."""

    told: str
    language: str
    places: list[str] = field(default_factory=list)


def by_kind(findings: Iterable[Finding], language: str) -> list[Kind]:
    """Return what was found, each kind once, in a language, or in English where nobody told it in that one.

    >>> missing = {"es": "falta"}
    >>> by_kind([Finding("a.yaml", line, 1, "steps.x", "is missing", translations=missing) for line in (3, 9)], "es")
    [Kind(told='falta', language='es', places=['a.yaml:3 steps.x', 'a.yaml:9 steps.x'])]
    """
    kinds: dict[str, Kind] = {}
    for finding in findings:
        spoken = language if language in finding.translations else "en"
        kind = kinds.setdefault(finding.message, Kind(finding.translations.get(language, finding.message), spoken))
        line = f":{finding.line}" if finding.line else ""
        kind.places.append(f"{finding.file}{line} {finding.field}")
    return list(kinds.values())
