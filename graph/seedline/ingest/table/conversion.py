"""What stands in a cell as the text of a field: codes stay text, numbers and dates are written one way."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Literal

from anyascii import anyascii

import seedline_ontology
from seedline.ingest.casefile import doubt
from seedline.ingest.table.cells import Blank, Value
from seedline.ingest.table.mapping import Column
from seedline.triples import DEFAULT_BASE, NamedNode, parse_file, term, token

Sort = Literal["code", "key", "text", "number", "date"]
"""What kind of value a field holds."""

_KEY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_LONGEST = 60


class Unreadable(ValueError):
    """A cell does not hold what its column should; says what, and what was expected."""

    def __init__(self, message: str, expected: str | None = None) -> None:
        super().__init__(message)
        self.expected = expected


def key_of(text: str) -> str:
    """Return the key of a text: itself where it is one, else its words and six digits that tell it from others.

    >>> key_of("CT.0921"), key_of("Éducation, 2e phase")
    ('CT.0921', 'education-2e-phase-6a4aa1')
    """
    text = text.strip()
    if _KEY.fullmatch(text) and len(text) <= _LONGEST:
        return text
    words = re.sub(r"[^a-z0-9]+", "-", anyascii(text.removeprefix("https://").removeprefix("http://")).lower())
    return f"{words[:_LONGEST].strip('-')}-{hashlib.sha256(text.encode()).hexdigest()[:6]}".lstrip("-")


def slug_of(text: str) -> str:
    """Return the key of a name that nobody gave a code: its words, joined by hyphens.

    >>> slug_of("Port school"), slug_of("Éducation, 2e phase")
    ('port-school', 'education-2e-phase')
    """
    return key_of("-".join(fold(text).split()) or text)


def texts_of(value: Value, column: Column, sort: Sort) -> list[str]:
    """Return the texts of a cell that is not empty: one, or several where the column has a separator.

    >>> texts_of("8.10; 8.3", Column(to="sdg", separator=";"), "code")
    ['8.10', '8.3']
    >>> texts_of(("a; b", "c"), Column(to="alt-labels", separator=";"), "text")
    ['a; b', 'c']
    >>> texts_of(150000, Column(to="amount"), "number")
    ['150000']
    >>> texts_of("1.234,50", Column(to="amount", number="1.234,56"), "number")
    ['1234.50']
    >>> texts_of("NA", Column(to="countries", codes="country"), "code")
    ['NA']

    Raises:
        Unreadable: a number stands where a code belongs, or a text is not written as its column says.

    """
    if isinstance(value, tuple):
        return [_text(part.strip(), column, sort) for part in value if part.strip()]
    if isinstance(value, str):
        parts = value.split(column.separator) if column.separator else [value]
        return [_text(part.strip(), column, sort) for part in parts if part.strip()]
    return [_other(value, column, sort)]


def _other(value: Value, column: Column, sort: Sort) -> str:
    """Return a cell that is no text as one, where nothing can have been lost."""
    if isinstance(value, Blank):
        told = "the formula %s, which nobody has calculated" if value.told.startswith("=") else "the error %s"
        raise Unreadable(f"is {told % value.told}; write the value", _EXAMPLES[sort])
    if isinstance(value, datetime.date) and sort in {"date", "text"}:
        return value.isoformat()
    if isinstance(value, bool) or value is None:
        raise Unreadable(f"is {value!r}; write it as text")
    if isinstance(value, (int, Decimal)):
        if sort == "number" or (
            isinstance(value, int) and (sort == "text" or (sort == "date" and 1000 <= value <= 9999))
        ):
            return f"{value:f}" if isinstance(value, Decimal) else str(value)
        if sort in {"code", "key"}:
            raise Unreadable(
                f"is the number {value} where a code belongs: 8.10 and 8.1, 007 and 7 cannot be told apart in it; "
                "format the column as text and write the code again",
                '"8.10"',
            )
    raise Unreadable(f"is no {sort}; found {value}", _EXAMPLES[sort])


_EXAMPLES = {"code": "CT.0921", "key": "CT.0921", "text": "words", "number": "300000", "date": "2017-10-01"}


def _text(text: str, column: Column, sort: Sort) -> str:
    if column.values:
        return _listed(text, column.values)
    if column.codes:
        return _country(text, column.codes)
    if sort == "key":
        return key_of(text)
    if sort == "number":
        return _number(text, column.number)
    if sort == "date" and column.date:
        return _date(text, column.date)
    return text


def _listed(text: str, values: Mapping[str, str]) -> str:
    if text not in values:
        raise Unreadable(f"is {text!r}, for which the mapping gives no value", ", ".join(list(values)[:6]))
    return values[text]


def _number(text: str, form: str | None) -> str:
    """Return a number that is written in a form, or in none, as digits with a point.

    >>> _number("1 234,50", "1 234,56"), _number("1234.5", None)
    ('1234.50', '1234.5')
    """
    if form is None:
        if not re.fullmatch(r"\d+(?:\.\d+)?", text):
            raise Unreadable(f"is no plain number; found {text!r}", "300000")
        if told := doubt(text):
            raise Unreadable(f"{told}; found {text!r}", '300000; a mapping says {number: "1.234,56"}')
        return text
    thousands, point = (
        "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]" if form[1] == " " else re.escape(form[1]),
        form[5],
    )
    if not re.fullmatch(rf"(?:\d+|\d{{1,3}}(?:{thousands}\d{{3}})+)(?:{re.escape(point)}\d+)?", text):
        raise Unreadable(f"is no number written {form}; found {text!r}", form)
    return re.sub(thousands, "", text).replace(point, ".")


def _date(text: str, form: str) -> str:
    """Return a date that is written in a form of our own.

    >>> _date("24/11/2026", "DD/MM/YYYY"), _date("11.2026", "MM.YYYY")
    ('2026-11-24', '2026-11')
    """
    pattern = re.escape(form)
    for mark, digits in (("DD", r"\d{1,2}"), ("MM", r"\d{1,2}"), ("YYYY", r"\d{4}")):
        pattern = pattern.replace(mark, f"(?P<{mark}>{digits})", 1)
    found = re.fullmatch(pattern, text)
    parts = [int(found[mark]) for mark in ("YYYY", "MM", "DD") if found and mark in found.groupdict()]
    try:
        if not parts or "YYYY" not in form:
            raise ValueError
        datetime.date(*[*parts, 1, 1][:3])
    except ValueError as error:
        example = form.replace("DD", "31").replace("MM", "12").replace("YYYY", "2020")
        raise Unreadable(f"is no date written {form}; found {text!r}", example) from error
    return "-".join(f"{part:02}" for part in parts)


def _country(text: str, codes: str) -> str:
    kinds = tuple(_COUNTRIES) if codes == "country-any" else (codes,)
    looked = ((countries()[kind], fold(text) if kind == "country-name" else text) for kind in kinds)
    found = next((known[name] for known, name in looked if name in known), None)
    if found is None:
        told = "country code or name" if codes == "country-any" else codes.replace("-", " ")
        example = " or ".join(_COUNTRIES[kind] for kind in kinds)
        raise Unreadable(f"is {text!r}, which is no {told} that is known", example)
    return found


_COUNTRIES = {"country": "NA", "country-alpha-3": "NAM", "country-name": "Namibia"}


def fold(text: str) -> str:
    """Return a name as it is compared: without accents, case and signs.

    >>> fold("Côte d'Ivoire")
    'cote d ivoire'
    """
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(text).lower()))


@cache
def countries() -> dict[str, dict[str, str]]:
    """Return the code of two letters for each code and name that the scheme of countries has, by kind of code."""
    found: dict[str, dict[str, str]] = {"country": {}, "country-alpha-3": {}, "country-name": {}}
    scheme = next(path for path in seedline_ontology.schemes() if path.stem == "country")
    graph = NamedNode("urn:x-countries")
    of = {
        term("skos:notation").value: "country",
        term("sl:iso3").value: "country-alpha-3",
        term("skos:prefLabel").value: "country-name",
        term("skos:altLabel").value: "country-name",
    }
    for quad in parse_file(scheme, source="countries", graph=graph, base=DEFAULT_BASE):
        kind = of.get(quad.predicate.value)
        if kind and isinstance(quad.subject, NamedNode):
            text = quad.object.value  # type: ignore[union-attr]
            found[kind][fold(text) if kind == "country-name" else text] = token(quad.subject.value)
    return found
