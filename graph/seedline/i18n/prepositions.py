"""Small words before dates and vowels: what French and Spanish write together, or otherwise, once these stand there."""

from __future__ import annotations

import re

_FRENCH = r"(?:janv|févr|mars|avr|mai|juin|juill|août|sept|oct|nov|déc)"
_SPANISH = r"(?:ene|feb|mar|abr|may|jun|jul|ago|sept|oct|nov|dic)"
_DAY = rf"(?=\d{{1,2}}(?:er)? {_FRENCH}\w*\.? \d{{4}})"
_DÍA = rf"(?=\d{{1,2}} (?:de )?{_SPANISH}\w* (?:de )?\d{{4}})"
#: Between two dates, of which the first may be a day, a month or a year.
_BETWEEN = r"\b([Ee]ntre (?:[^\s;:]+ ){1,5}?%s) "
_RULES = {
    "fr": (
        (re.compile(r"\b([Dd])e (?=(?:avr|août|oct)\w*\.? \d{4})"), r"\1’"),
        (re.compile(rf"\b([Dd])e {_DAY}"), r"\1u "),
        (re.compile(rf"\b([Ee])n {_DAY}"), "le "),
        (re.compile(rf"\ble (?={_FRENCH}\w*\.? \d{{4}})"), "en "),
        (re.compile(rf"\b([Dd]epuis|[Aa]vant|[Ee]ntre) {_DAY}"), r"\1 le "),
        (re.compile(rf"{_BETWEEN % 'et'}{_DAY}"), r"\1 le "),
        (re.compile(rf"\b([Jj]usqu’)à {_DAY}"), r"\1au "),
    ),
    "es": (
        (re.compile(rf"\ben {_DÍA}"), "el "),
        (re.compile(rf"\b([Aa]ntes d|[Aa]l final d)e {_DÍA}"), r"\1el "),
        (re.compile(rf"\b([Dd]esde|[Hh]asta|[Ee]ntre) {_DÍA}"), r"\1 el "),
        (re.compile(rf"{_BETWEEN % 'y'}{_DÍA}"), r"\1 el "),
    ),
}
#: No string without a year holds a date with a preposition before it.
_YEAR = re.compile(r"\d{4}")


def before_vowels(word: str, after: str, language: str) -> str:
    """Return "y" and "o" as Spanish says them before their own vowel.

    >>> before_vowels("y", "IOM", "es"), before_vowels("y", "hielo", "es"), before_vowels("o", "OIM", "es")
    ('e', 'y', 'u')
    """
    if language == "es":
        if word == "y" and re.match(r"[Hh]?[IiÍí](?![aeo])", after):
            return "e"
        if word == "o" and re.match(r"[Hh]?[OoÓó]", after):
            return "u"
    return word


def before_dates(text: str, language: str) -> str:
    """Return a text whose prepositions go with the dates after them.

    >>> before_dates("en date de oct. 2021", "fr"), before_dates("connu en 3 juin 2021", "fr")
    ('en date d’oct. 2021', 'connu le 3 juin 2021')
    >>> before_dates("entre 1er oct. 2017 et 3 juin 2021", "fr"), before_dates("vu le oct. 2021", "fr")
    ('entre le 1er oct. 2017 et le 3 juin 2021', 'vu en oct. 2021')
    >>> before_dates("no antes de 3 jun 2021", "es"), before_dates("entre 2017 y 3 de junio de 2021", "es")
    ('no antes del 3 jun 2021', 'entre 2017 y el 3 de junio de 2021')
    """
    rules = _RULES.get(language, ())
    if rules and _YEAR.search(text):
        for pattern, put in rules:
            text = pattern.sub(put, text)
    return text
