"""Prepositions before dates: what French and Spanish write together, or otherwise, once a date stands there."""

from __future__ import annotations

import re

_FRENCH = r"(?:janv|févr|mars|avr|mai|juin|juill|août|sept|oct|nov|déc)"
_SPANISH = r"(?:ene|feb|mar|abr|may|jun|jul|ago|sept|oct|nov|dic)"
_DAY = rf"(?=\d{{1,2}}(?:er)? {_FRENCH})"
_RULES = {
    "fr": (
        (re.compile(r"\b([Dd])e (?=(?:avr|août|oct)\w*\.? \d{4})"), r"\1’"),
        (re.compile(rf"\b([Dd])e {_DAY}"), r"\1u "),
        (re.compile(rf"\b([Ee])n {_DAY}"), "le "),
        (re.compile(rf"\b([Dd]epuis) {_DAY}"), r"\1 le "),
        (re.compile(rf"\b([Jj]usqu’)à {_DAY}"), r"\1au "),
    ),
    "es": ((re.compile(rf"\ben (?=\d{{1,2}} (?:de )?{_SPANISH})"), "el "),),
}
#: No string without a year holds a date with a preposition before it.
_YEAR = re.compile(r"\d{4}")


def before_dates(text: str, language: str) -> str:
    """Return a text whose prepositions go with the dates after them.

    >>> before_dates("en date de oct. 2021", "fr"), before_dates("connu en 3 juin 2021", "fr")
    ('en date d’oct. 2021', 'connu le 3 juin 2021')
    >>> before_dates("à la date de 3 juin 2021", "fr"), before_dates("conocido en 3 jun 2021", "es")
    ('à la date du 3 juin 2021', 'conocido el 3 jun 2021')
    """
    rules = _RULES.get(language, ())
    if rules and _YEAR.search(text):
        for pattern, put in rules:
            text = pattern.sub(put, text)
    return text
