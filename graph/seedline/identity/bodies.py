"""Bodies that may be one under several keys, and keys that share one identifier: found, and left to people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from seedline.errors import Finding
from seedline.ingest import CaseFile, Portfolio
from seedline.ingest.table.conversion import fold
from seedline.model import Organisation
from seedline.validate.findings import in_languages, warning

_Body = tuple[CaseFile, Organisation]


def doubtful_bodies(portfolio: Portfolio) -> Iterator[Finding]:
    """Yield a warning for each body that has a name or a page of another one, and for each identifier of several."""
    named: dict[str, list[_Body]] = defaultdict(list)
    identified: dict[str, list[_Body]] = defaultdict(list)
    for file in portfolio.files:
        for body in file.document.organisations.values():
            for name in {fold(name) for name in (body.label, *body.alt_labels)} | ({body.url} if body.url else set()):
                named[name].append((file, body))
            if body.identifier:
                identified[fold(body.identifier)].append((file, body))
    parts = {
        frozenset((stated.about, stated.parent))
        for file in portfolio.files
        for stated in file.document.parents.values()
    }
    told: set[tuple[str, str]] = set()
    for sort, found in (("name", named), ("identifier", identified)):
        for _, bodies in sorted(found.items()):
            (_, first), *others = bodies
            for file, body in others:
                if (sort, body.key) in told or _apart(first, body, parts):
                    continue
                told.add((sort, body.key))
                yield _finding(file, body, first, sort)


def _apart(one: Organisation, other: Organisation, parts: Collection[frozenset[str]]) -> bool:
    """Return whether two of one name are told to be two: in two countries, or one now or once a part of the other."""
    countries = {one.country, other.country} - {None}
    pair = frozenset((one.key, other.key))
    return len(countries) == 2 or one.part_of == other.key or other.part_of == one.key or pair in parts


def _finding(file: CaseFile, body: Organisation, first: Organisation, sort: str) -> Finding:
    if sort == "name":
        field, told = "label", in_languages("finding.bodyName", other=repr(first.key))
    else:
        other = f"{first.key!r}, {first.label}"
        field, told = "identifier", in_languages("finding.bodyCode", code=repr(body.identifier), other=other)
    place = file.finding(("organisations", body.key, field), told["en"])
    return warning(place.file, place.line, place.column, place.field, told)
