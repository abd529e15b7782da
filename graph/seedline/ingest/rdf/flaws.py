"""What no statement may hold: text that no XML can carry, a day that does not exist, a label of blanks."""

from __future__ import annotations

import re
from calendar import monthrange

from seedline.model.labels import is_blank
from seedline.triples import Literal, NamedNode, Quad, Triple, term

# What XML 1.0 (section 2.2) has no way to write.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LABELS = frozenset(term(curie).value for curie in ("rdfs:label", "skos:prefLabel", "skos:altLabel", "dcterms:title"))
# What a value of a datatype looks like, before it is asked whether there is such a day or an hour.
_DAY = r"-?(?P<year>\d{4,})-(?P<month>\d\d)-(?P<day>\d\d)"
_HOUR = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?P<part>\.\d+)?"
_SHAPES = {
    "date": _DAY,
    "dateTime": f"{_DAY}T{_HOUR}",
    "dateTimeStamp": f"{_DAY}T{_HOUR}",
    "time": _HOUR,
    "gYearMonth": r"-?(?P<year>\d{4,})-(?P<month>\d\d)",
    "gMonthDay": r"--(?P<month>\d\d)-(?P<day>\d\d)",
    "gMonth": r"--(?P<month>\d\d)",
    "gDay": r"---(?P<day>\d\d)",
}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DATED = {term(f"xsd:{name}").value: re.compile(rf"{shape}(?:Z|[+-]\d\d:\d\d)?$") for name, shape in _SHAPES.items()}


def flaw_of(quad: Quad, *, terms: bool = False) -> str | None:
    """Return why a statement is not taken, nothing where it is; ``terms``: whether its IRIs were never looked at.

    >>> from seedline.triples import NamedNode
    >>> name, graph = NamedNode("urn:a"), NamedNode("urn:g")
    >>> flaw_of(Quad(name, term("rdfs:label"), Literal("  "), graph))
    'the label of <urn:a> is blank'
    >>> flaw_of(Quad(name, name, Literal("2026-02-30", datatype=term("xsd:date")), graph))
    'the calendar has no 2026-02-30'
    >>> flaw_of(Quad(name, name, Literal("25:00:00", datatype=term("xsd:time")), graph))
    'no clock shows 25:00:00'
    >>> flaw_of(Quad(name, name, Literal("a bell: \\x07"), graph))
    'a value holds the character U+0007, which no XML can carry'
    """
    return (ill_formed(quad) if terms else None) or _of_term(quad.object, quad)


def ill_formed(quad: Quad) -> str | None:
    """Return why a term of a statement that nobody looked at is none, nothing where all are."""
    parts = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return next((flaw for part in parts if (flaw := _ill_formed(part))), None)


def meaningless(quad: Quad) -> str | None:
    """Return why JSON-LD says nothing here, though something is written (JSON-LD 1.1 API, section 8.1).

    >>> from pyoxigraph import parse, RdfFormat
    >>> (quad,) = parse('{"@id": "urn:a", "name": "x"}', format=RdfFormat.JSON_LD, lenient=True)
    >>> meaningless(quad)
    "its context gives the key 'name' no meaning"
    """
    if not _SCHEME.match(quad.predicate.value):
        return f"its context gives the key {quad.predicate.value!r} no meaning"
    for each in (quad.subject, quad.object, quad.graph_name):
        if isinstance(each, NamedNode) and not _SCHEME.match(each.value):
            return f"{each.value!r} is a relative IRI, and its context has no base"
    return None


def _ill_formed(each: object) -> str | None:
    if isinstance(each, Triple):
        return _ill_formed(each.subject) or _ill_formed(each.predicate) or _ill_formed(each.object)
    try:
        if isinstance(each, NamedNode):
            what = f"<{each.value}> is no IRI"
            NamedNode(each.value)
        elif isinstance(each, Literal):
            if each.language:
                what = f"{each.language!r} is no language tag"
                Literal("", language=each.language)
            else:
                what = f"<{each.datatype.value}> is no IRI"
                NamedNode(each.datatype.value)
    except ValueError as error:
        return f"{what}: {error}"
    return None


def _of_term(value: object, quad: Quad) -> str | None:
    if isinstance(value, Triple):
        return _of_term(value.object, quad)
    if not isinstance(value, Literal):
        return None
    text = value.value
    if found := _UNWRITABLE.search(text):
        return f"a value holds the character U+{ord(found[0]):04X}, which no XML can carry"
    if quad.predicate.value in _LABELS and is_blank(text):
        return f"the label of <{getattr(quad.subject, 'value', '')}> is blank"
    shape = _DATED.get(value.datatype.value)
    found = shape.match(text) if shape else None
    return _impossible(found.groupdict(), text) if found else None


def _impossible(parts: dict[str, str | None], text: str) -> str | None:
    year, month, day = (int(parts.get(name) or 0) for name in ("year", "month", "day"))
    if "month" in parts and not 1 <= month <= 12:
        return f"the calendar has no {text}"
    # The calendar repeats every 400 years, and Python's ends in the year 9999. A day without a year may be of any.
    longest = monthrange(year % 400 + 2000, month)[1] if month else 31
    if "day" in parts and not 1 <= day <= longest:
        return f"the calendar has no {text}"
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    midnight = hour == 24 and not (minute or second or (parts.get("part") or "").strip(".0"))
    if (hour > 23 and not midnight) or minute > 59 or second > 59:
        return f"no clock shows {text}"
    return None
