"""A broken constraint as a finding that a person can act on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from seedline.errors import Finding

Locate = Callable[[str, str], tuple[str, int, int, str]]
"""(subject IRI, property IRI or "") → file, line, column, field."""


@dataclass(frozen=True, slots=True)
class Found:
    """Findings in order, and how many there are of each severity where not all were kept."""

    kept: list[Finding]
    violations: int
    warnings: int


def finding_of(locate: Locate, focus: str, path: str, severity: str, message: str, value: str | None) -> Finding:
    """Return the finding of a result; the value is told where the message does not tell it."""
    if value is not None and value not in message and value != focus:
        message += f" (found {value[:80]!r})"
    file, line, column, field = locate(focus, path)
    return Finding(file, line, column, field, message, severity=severity)


def in_order(finding: Finding) -> tuple[bool, str, int, str]:
    """Return what findings are sorted by: violations first, then by place."""
    return finding.severity != "violation", finding.file, finding.line, finding.message
