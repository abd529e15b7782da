"""Words of one language: strings by key, tokens of the schemes, dates, amounts and counts."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.units import format_unit

from seedline.i18n.prepositions import before_dates, before_names, before_vowels

#: The blanks of an amount: between a currency and its figure, and between a figure and its scale.
_IN_AMOUNT = re.compile(r"(?<=\b[A-Z]{3}) (?=\d)|(?<=\d) (?=(?:M|million|millions|millón|millones)\b)")

LANGUAGES = ("en", "fr", "es")
"""The languages of the catalogue; where another is asked for, English is spoken."""


@dataclass(frozen=True)
class Words:
    """Speaks one language. What is missing in a language's file is said in English; a test finds none missing."""

    language: str
    table: dict[str, dict[str, str]]
    english: dict[str, dict[str, str]]

    def __call__(self, key: str, count: int | None = None, /, **values: object) -> str:
        """Return the string of a key such as ``table.steps``, its ``{names}`` filled in.

        A string with ``|`` has a form for one and a form for several, by the plural rules of the CLDR.

        >>> words("en")("ui.things", 1), words("es")("ui.things", 3)
        ('1 thing', '3 elementos')
        """
        group, _, name = key.partition(".")
        text = self.table.get(group, {}).get(name)
        if text is None:
            text = self.english[group][name]
        if count is not None:
            one, _, many = text.partition("|")
            single = _locale(self.language).plural_form(count) == "one"
            text, values = (one if single or not many else many), {"n": count, **values}
        return self.filled(text, values) if values else text

    def filled(self, template: str, values: Mapping[str, object]) -> str:
        """Return a template with its ``{names}`` filled in; small words before them go with what stands there.

        >>> words("fr").filled("les suites de {seed}", {"seed": "IB.0123"})
        'les suites d’IB.0123'
        """
        template = before_names(template, values, self.language)
        return before_dates(template.format_map(values), self.language)

    def token(self, group: str, token: str) -> str:
        """Return a token of a closed list in words, one that the catalogue does not know as words of its own.

        >>> words("fr").token("status", "ongoing"), words("fr").token("status", "newToken")
        ('en cours', 'new token')
        """
        for table in (self.table, self.english):
            if found := table.get(group, {}).get(token):
                return found
        return spoken(token)

    def when(self, date: str | None) -> str:
        """Return a date in words at its own precision.

        >>> words("en").when("2017-10-01"), words("fr").when("2021-08"), words("es").when("2015")
        ('1 Oct 2017', 'août 2021', '2015')
        """
        return self._dated(date, "d MMM y", "MMM y")

    def duration(self, value: str) -> str:
        """Return a duration, written as ISO 8601 does, in words; what is none of these as it is.

        >>> words("en").duration("P2Y6M"), words("fr").duration("P1Y"), words("es").duration("P18M")
        ('2 years 6 months', '1\\xa0an', '18 meses')
        """
        found = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", value)
        if found is None or not any(found.groups()):
            return value
        parts = zip(found.groups(), ("year", "month", "week", "day"), strict=True)
        told = (format_unit(int(n), f"duration-{unit}", locale=self.language) for n, unit in parts if n)
        return " ".join(told)

    def long(self, date: str | None) -> str:
        """Return a date in words at its own precision, as a sentence says it.

        >>> words("en").long("2017-10-01"), words("fr").long("2017-10-01"), words("es").long("2021-10")
        ('1 October 2017', '1er octobre 2017', 'octubre de 2021')
        """
        return self._dated(date, self("date.long"), self("date.longMonth"))

    def at(self, date: str | None) -> str:
        """Return a date with the preposition that says when something is so.

        >>> words("en").at("2021-10"), words("fr").at("2021-06-03"), words("es").at("2021")
        ('October 2021', 'le 3 juin 2021', 'en 2021')
        """
        key = "date.atDay" if len(date or "") >= 10 else "date.at"
        return self(key, date=self.long(date)) if date else ""

    def _dated(self, date: str | None, day: str, month: str) -> str:
        return _date_told(date or "", day, month, self.language)

    def amount(
        self, stated: str | None, currency: str | None, bound: str | None = "exact", *, whole: bool = False
    ) -> str:
        """Return an amount with its bound; only what loses no digit is shortened. ``whole`` writes "million" out.

        >>> words("en").amount("5600000", "USD", "atLeast"), words("fr").amount("149999.88", "EUR")
        ('at least USD 5.6m', 'EUR 149\\xa0999,88')
        >>> words("es").amount(None, "USD"), words("fr").amount("1550000", "USD", whole=True)
        ('importe no indicado', 'USD 1,55 million')
        """
        if not stated:
            return self("money.noAmount")
        value = amount_of(stated)
        if value is None:
            return f"{currency or ''} {stated}".strip()
        millions = value / 1_000_000
        if value >= 1_000_000 and millions == millions.quantize(Decimal("0.01")):
            told = plain(millions).replace(".", self("money.point"))
            one = 1 if millions == 1 or (self.language == "fr" and millions < 2) else 2
            figure = self("money.millions", one, n=told) if whole else self("money.million", figure=told)
        else:
            figure = self.grouped(value)
        lead = self.table.get("boundLead", {}).get(bound or "exact", "")
        return lead + f"{currency or ''} {figure}".strip()

    def grouped(self, value: Decimal | int) -> str:
        """Return a number whole, its thousands apart.

        >>> words("en").grouped(5600000), words("es").grouped(Decimal("149999.88"))
        ('5,600,000', '149\\xa0999,88')
        """
        digits, _, rest = plain(Decimal(value)).partition(".")
        return f"{int(digits):,}".replace(",", self("money.group")) + (self("money.point") + rest if rest else "")

    def reason(self, code: str, parameters: Mapping[str, str], named: Mapping[str, str] | None = None) -> str:
        """Return why something is so; a status among the parameters is said in words, an address by its name.

        >>> words("fr").reason("pledged", {}), words("en").reason("status", {"status": "notStated"})
        ('promis, pas encore approuvé', 'its status is status not stated')
        """
        told = dict(parameters)
        for name in told.keys() & {"iri", "iris"}:
            told[name] = self.listed([(named or {}).get(iri, iri) for iri in told[name].split()])
        if "status" in told:
            told["status"] = self.token("commitment", told["status"])
        return self(f"reason.{code}", **told)

    def figure(self, value: str, unit: str, bound: str | None, of: str = "") -> str:
        """Return a figure with its bound, and what it is a figure ``of``; a unit may be a currency or percent.

        >>> words("en").figure("1353", "people", "exact", "visitors")
        '1,353 visitors'
        >>> words("en").figure("40", "percent", "about", "women")
        'about 40%: women'
        """
        currency = unit if len(unit) == 3 and unit.isupper() else ""
        told = self.amount(value, currency, bound)
        if unit == "percent":
            told = self("number.percent", n=told)
        if not of:
            return told
        return self.pair(told, of) if currency or unit == "percent" else f"{told} {of}"

    def number(self, count: int) -> str:
        """Return a small count as a word.

        >>> words("en").number(9), words("fr").number(9), words("es").number(21)
        ('nine', 'neuf', '21')
        """
        known = self("number.words").split()
        return known[count] if count < len(known) else str(count)

    def apart(self, parts: Iterable[str]) -> str:
        """Return parts that hold commas themselves, apart from each other.

        >>> words("fr").apart(["a, b", "c"]) == "a, b\\u00a0; c"
        True
        """
        return self("list.apart").join(parts)

    def pair(self, name: str, value: str) -> str:
        """Return what is named and what is said of it, with the colon of the language between.

        >>> words("en").pair("Source", "booklet"), words("fr").pair("Source", "brochure") == "Source\\u00a0: brochure"
        ('Source: booklet', True)
        """
        return f"{name}{self('list.colon')}{value}"

    def listed(self, parts: list[str], last: str = "list.and") -> str:
        """Return parts as a list in a sentence.

        >>> words("fr").listed(["a", "b", "c"]), words("es").listed(["CT.0921", "IB.0123"])
        ('a, b et c', 'CT.0921 e IB.0123')
        """
        if len(parts) < 2:
            return "".join(parts)
        joined = before_vowels(self(last), parts[-1], self.language)
        return f"{', '.join(parts[:-1])} {joined} {parts[-1]}"


def words(language: str = "en") -> Words:
    """Return the words of a language; a regional variant is its language, an unknown language English.

    >>> words("fr-CA").language, words("xx").language
    ('fr', 'en')
    """
    short = language.replace("_", "-").split("-")[0].lower()
    return _spoken_in(short if short in LANGUAGES else "en")


@cache
def _spoken_in(language: str) -> Words:
    # Of the languages that there are: what somebody asks for is kept nowhere.
    return Words(language, _read(language), _read("en"))


# The dates of a page are few, and stand in many places of it.
@lru_cache(maxsize=1024)
def _date_told(date: str, day: str, month: str, language: str) -> str:
    parts = date.split("-")
    if len(parts) not in {2, 3} or not all(part.isdecimal() for part in parts):
        return date
    try:
        known = datetime.date(*(int(part) for part in (*parts, "1")[:3]))
    except ValueError:
        return date
    told: str = format_date(known, day if len(parts) == 3 else month, _locale(language))
    # The CLDR's patterns have no ordinal, which French says of the first day of a month.
    return re.sub(r"^1 (?=\w)", "1er ", told) if language == "fr" else told


@cache
def _locale(language: str) -> Locale:
    return Locale(language)


@cache
def _read(language: str) -> dict[str, dict[str, str]]:
    text = Path(__file__).with_name(f"{language}.json").read_text(encoding="utf-8")
    read: dict[str, dict[str, str]] = json.loads(text)
    return read


def spoken(token: str) -> str:
    """Return a token of an open list as words.

    >>> spoken("indicatorSet"), spoken("study")
    ('indicator set', 'study')
    """
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in token).strip()


def begin(text: str) -> str:
    """Return text with its first letter as a sentence begins.

    >>> begin("draft by the Ministry of Health")
    'Draft by the Ministry of Health'
    """
    return text[:1].upper() + text[1:]


def amount_of(text: str) -> Decimal | None:
    """Return an amount as a number, or None where it is none.

    >>> amount_of("5600000"), amount_of("1e999999999"), amount_of("much")
    (Decimal('5600000'), None, None)
    """
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    # An exponent could stand for a billion digits.
    return value if value.is_finite() and abs(value.adjusted()) <= 20 else None


def unbroken(text: str) -> str:
    """Return text in which no line ends inside an amount: between its currency, its figure and its scale.

    >>> unbroken("au moins USD 48,3 M, The 9 Members") == "au moins USD\\u00a048,3\\u00a0M, The 9 Members"
    True
    """
    return _IN_AMOUNT.sub("\N{NO-BREAK SPACE}", text)


def plain(value: Decimal) -> str:
    """Return a number without an exponent or needless zeros.

    >>> plain(Decimal("5.60")), plain(Decimal("300000"))
    ('5.6', '300000')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
