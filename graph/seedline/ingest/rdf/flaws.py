"""What no statement may hold: text that no XML can carry, a day that does not exist, a label of blanks."""

from __future__ import annotations

import re
from calendar import monthrange

from seedline.triples import Literal, Quad, Triple, term

# What XML 1.0 (section 2.2) has no way to write.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LABELS = frozenset(term(curie).value for curie in ("rdfs:label", "skos:prefLabel", "skos:altLabel", "dcterms:title"))
_DATED = frozenset(term(f"xsd:{name}").value for name in ("date", "dateTime", "gYearMonth"))
_DAY = re.compile(r"-?(\d{4,})-(\d\d)(?:-(\d\d))?")


def flaw_of(quad: Quad) -> str | None:
    """Return why a statement is not taken, nothing where it is.

    >>> from seedline.triples import NamedNode
    >>> name, graph = NamedNode("urn:a"), NamedNode("urn:g")
    >>> flaw_of(Quad(name, term("rdfs:label"), Literal("  "), graph))
    'the label of <urn:a> is blank'
    >>> flaw_of(Quad(name, name, Literal("2026-02-30", datatype=term("xsd:date")), graph))
    'the calendar has no 2026-02-30'
    >>> flaw_of(Quad(name, name, Literal("a bell: \\x07"), graph))
    'a value holds the character U+0007, which no XML can carry'
    """
    return _of_term(quad.object, quad)


def _of_term(value: object, quad: Quad) -> str | None:
    if isinstance(value, Triple):
        return _of_term(value.object, quad)
    if not isinstance(value, Literal):
        return None
    text = value.value
    if found := _UNWRITABLE.search(text):
        return f"a value holds the character U+{ord(found[0]):04X}, which no XML can carry"
    if not text.strip() and quad.predicate.value in _LABELS:
        return f"the label of <{getattr(quad.subject, 'value', '')}> is blank"
    if text[-1:].isdigit() or text[-1:] == "Z":
        found = _DAY.match(text)
        if found and value.datatype.value in _DATED and not _exists(found[1], found[2], found[3]):
            return f"the calendar has no {found[0]}"
    return None


def _exists(year: str, month: str, day: str | None) -> bool:
    if not 1 <= int(month) <= 12:
        return False
    # The calendar repeats every 400 years, and Python's ends in the year 9999.
    return day is None or 1 <= int(day) <= monthrange(int(year) % 400 + 2000, int(month))[1]
