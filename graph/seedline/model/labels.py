"""Which of several labels is shown: the wanted language, its regions, English, none, any."""

from __future__ import annotations

from collections.abc import Iterable


def best_label(labels: Iterable[tuple[str, str]], language: str) -> str | None:
    """Return the label that somebody who reads a language is shown, of pairs of language and text in their order.

    >>> labels = [("es", "color"), ("en-gb", "colour"), ("fr-ca", "couleur"), ("", "Colour")]
    >>> [best_label(labels, language) for language in ("fr", "en", "de", "es")]
    ['couleur', 'colour', 'colour', 'color']
    >>> best_label([("ar", "لون")], "en"), best_label([], "en")
    ('لون', None)
    """
    found: dict[str, str] = {}
    for tag, text in labels:
        if text.strip():
            found.setdefault(tag.lower(), text)
    for wanted in (language.lower(), "en"):
        if wanted in found:
            return found[wanted]
        if region := next((tag for tag in sorted(found) if tag.startswith(f"{wanted}-")), None):
            return found[region]
    return found.get("") or next((found[tag] for tag in sorted(found)), None)
