"""A broken constraint as a finding that a person can act on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from seedline.errors import Finding
from seedline.i18n.words import LANGUAGES, words

Locate = Callable[[str, str], tuple[str, int, int, str]]
"""(subject IRI, property IRI or "") → file, line, column, field."""

UNTOLD = {"en": "breaks a shape"}
"""What is said of a shape without a message."""


@dataclass(frozen=True, slots=True)
class Found:
    """Findings in order, and how many there are of each severity where not all were kept."""

    kept: list[Finding]
    violations: int
    warnings: int


def in_languages(key: str, **values: object) -> dict[str, str]:
    """Return a sentence of the catalogue in every language of the pages, by language.

    >>> in_languages("finding.bodyCode", code="XM-DAC-47066", other="iom")["es"]
    'tiene el identificador XM-DAC-47066 de iom: un identificador es un organismo'
    """
    return {language: words(language)(key, **values) for language in LANGUAGES}


def warning(file: str, line: int, column: int, field: str, told: Mapping[str, str]) -> Finding:
    """Return a warning with its sentence in every language that it is told in, English among them."""
    return _finding((file, line, column, field), "warning", told)


def finding_of(
    locate: Locate, focus: str, path: str, severity: str, told: Mapping[str, str], value: str | None
) -> Finding:
    """Return the finding of a result; the value is told where the message does not tell it."""
    if value is not None and value not in told["en"] and value != focus:
        told = {
            language: words(language)("finding.value", told=text, value=repr(value[:80]))
            for language, text in told.items()
        }
    return _finding(locate(focus, path), severity, told)


def _finding(place: tuple[str, int, int, str], severity: str, told: Mapping[str, str]) -> Finding:
    others = {language: text for language, text in told.items() if language != "en"}
    return Finding(*place, told["en"], severity=severity, translations=others)


def in_order(finding: Finding) -> tuple[bool, str, int, str]:
    """Return what findings are sorted by: violations first, then by place."""
    return finding.severity != "violation", finding.file, finding.line, finding.message
