"""Which of several labels is shown: the wanted language, its regions, English, none, any."""

from __future__ import annotations

import unicodedata
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
        if not is_blank(text):
            found.setdefault(tag.lower(), text)
    for wanted in (language.lower(), "en"):
        if wanted in found:
            return found[wanted]
        if region := next((tag for tag in sorted(found) if tag.startswith(f"{wanted}-")), None):
            return found[region]
    return found.get("") or next((found[tag] for tag in sorted(found)), None)


def is_blank(text: str) -> bool:
    """Return whether a text shows nothing: it has only spaces, and characters that are not seen.

    >>> is_blank("\u00a0\u200b"), is_blank(" a ")
    (True, False)
    """
    return not text.strip() or all(unicodedata.category(char)[0] in "ZC" for char in text)


def called(label: str, iri: str) -> str:
    """Return a label, or where it is only the IRI again the last part of that.

    >>> called("https://example.org/terms#Gauge", "https://example.org/terms#Gauge")
    'Gauge'
    """
    return label if label != iri else iri.rstrip("/#").replace("#", "/").rpartition("/")[2]
