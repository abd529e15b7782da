"""Small words before dates and vowels: what French and Spanish write together, or otherwise, once these stand there."""

from __future__ import annotations

import re
from collections.abc import Mapping

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
        (re.compile(rf"\b([Dd]epuis|[Aa]vant|[Aa]près|[Ee]ntre) {_DAY}"), r"\1 le "),
        (re.compile(rf"{_BETWEEN % 'et'}{_DAY}"), r"\1 le "),
        (re.compile(rf"\bà {_DAY}"), "au "),
    ),
    "es": (
        (re.compile(rf"\ben {_DÍA}"), "el "),
        (re.compile(rf"\b([Aa]ntes|[Dd]espués|[Aa]l final) de {_DÍA}"), r"\1 del "),
        (re.compile(rf"\b([Aa]) {_DÍA}"), r"\1l "),
        (re.compile(rf"\b([Dd]esde|[Hh]asta|[Ee]ntre) {_DÍA}"), r"\1 el "),
        (re.compile(rf"{_BETWEEN % 'y'}{_DÍA}"), r"\1 el "),
    ),
}
#: "De" and "que" before what is filled in.
_BEFORE_NAME = re.compile(r"\b([Dd]|[Qq]u)e (?=\{(\w+)\})")
#: What begins with a vowel that is said as one: no currency beside its figure, no "Eu" or "U" of a name.
_VOWEL = re.compile(r"(?![A-Z]{3} \d|[Ee]u|onze)(?:[aàâeéèêiîoôAÀÂEÉÈÊIÎOÔ]|une? )")
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


def before_names(template: str, values: Mapping[str, object], language: str) -> str:
    """Return a template whose "de" and "que" French writes together with what is filled in after them.

    >>> before_names("{amount} de {funder}", {"funder": "Italian Development Cooperation"}, "fr")
    '{amount} d’{funder}'
    >>> before_names("une subvention de {amount}", {"amount": "USD 300 000"}, "fr")
    'une subvention de {amount}'
    """
    if language != "fr":
        return template
    return _BEFORE_NAME.sub(lambda m: f"{m[1]}’" if _VOWEL.match(str(values.get(m[2], ""))) else m[0], template)


def before_dates(text: str, language: str) -> str:
    """Return a text whose prepositions go with the dates after them.

    >>> before_dates("en date de oct. 2021", "fr"), before_dates("connu en 3 juin 2021", "fr")
    ('en date d’oct. 2021', 'connu le 3 juin 2021')
    >>> before_dates("entre 1er oct. 2017 et 3 juin 2021", "fr"), before_dates("vu le oct. 2021", "fr")
    ('entre le 1er oct. 2017 et le 3 juin 2021', 'vu en oct. 2021')
    >>> before_dates("de 2015 à 1er oct. 2017", "fr"), before_dates("de 2015 a 1 oct 2017", "es")
    ('de 2015 au 1er oct. 2017', 'de 2015 al 1 oct 2017')
    >>> before_dates("no antes de 3 jun 2021", "es"), before_dates("entre 2017 y 3 de junio de 2021", "es")
    ('no antes del 3 jun 2021', 'entre 2017 y el 3 de junio de 2021')
    """
    rules = _RULES.get(language, ())
    if rules and _YEAR.search(text):
        for pattern, put in rules:
            text = pattern.sub(put, text)
    return text
