"""The parameters of questions: what may stand in each, and how it becomes a term of a query."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from seedline.errors import InputError
from seedline.i18n import LANGUAGES
from seedline.queries.called import called
from seedline.queries.terms import Term, last, space, terms
from seedline.store import Store
from seedline.triples import Literal, NamedNode
from seedline_ontology import PREFIXES

_XSD = PREFIXES["xsd"]
_DAY = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,6})?")
_LOCAL = re.compile(r"[\w][\w./-]{0,199}")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S*$")
_MOST = 300
"""Choices that a form lists; where there are more, a value is typed."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a parameter may be: the space its names are in, the pattern of its choices, and of those with a name.

    ``listed`` is the same pattern where one value is looked up fast and all of large data are not.
    """

    space: str
    pattern: str
    named: str = ""
    widest: tuple[str, ...] = ()
    """Values beyond which nothing lies, on either side."""
    listed: str = ""


KINDS: dict[str, Kind] = {
    "seed": Kind("id", "?x a sl:SeedProject"),
    "thing": Kind("id", "?x a ?kind", "{ ?x a sl:Node } UNION { ?x a org:Organization }"),
    "node": Kind("id", "?x a sl:Node"),
    "organisation": Kind("id", "?x a org:Organization"),
    "funder": Kind(
        "id",
        "?commitment sl:funder/org:subOrganizationOf* ?x",
        listed="{ SELECT DISTINCT ?given { ?commitment sl:funder ?given } } ?given org:subOrganizationOf* ?x",
    ),
    "line": Kind("id", "?x a sl:FundingLine"),
    "country": Kind(
        "country",
        "{ ?seed a sl:SeedProject ; sl:country ?x } UNION "
        "{ ?fact rdf:predicate sl:country ; sl:qualifier ?reservation ; rdf:object ?x }",
    ),
    "region": Kind("region", "?seed a sl:SeedProject ; (sl:country/sl:idfRegion)|sl:region ?x"),
    "target": Kind("sdg", "?seed sl:alignsWith ?x . ?x skos:broader ?goal . FILTER(STRSTARTS(STR(?x), STR(sdg:)))"),
    "goal": Kind("sdg", "?seed sl:alignsWith/skos:broader ?x . FILTER(STRSTARTS(STR(?x), STR(sdg:)))"),
    "migof": Kind("migof", "?seed sl:alignsWith ?x . FILTER(STRSTARTS(STR(?x), STR(migof:)))"),
    "msd": Kind("msd", "?seed sl:alignsWith ?x . FILTER(STRSTARTS(STR(?x), STR(msd:)))"),
    "commitmentStatus": Kind("cstatus", "?commitment sl:commitmentStatus ?x"),
    "currency": Kind(
        "currency",
        "?commitment a sl:Commitment ; sl:currency ?x",
        listed="{ SELECT ?commitment { ?commitment sl:recipient ?of } } "
        "{ SELECT ?commitment ?x { ?commitment sl:currency ?x } }",
    ),
    "year": Kind("", "?seed a sl:SeedProject ; sl:fundingYear ?x"),
    "day": Kind("", "", widest=("0001-01-01", "9999-12-31")),
    "number": Kind("", "", widest=("0",)),
    "language": Kind("", ""),
}
"""Type of a parameter → what it may be. Types without a space are values."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question; without a default it may be left out."""

    name: str
    type: str
    default: str = ""
    example: str = ""
    variable: str = ""
    """Its variable in the query, where that is not its name."""

    @property
    def kind(self) -> Kind:
        """Return what it may be."""
        return KINDS[self.type]

    @property
    def spoken(self) -> bool:
        """Return whether it is the language that is spoken, which nobody asks for apart."""
        return self.type == "language"

    @property
    def named(self) -> bool:
        """Return whether it is something that people call by a name or a code, and no amount, date or currency."""
        return self.kind.space not in {"", "cstatus", "currency"}

    def term(self, value: str, base: str) -> Term:
        """Return the term that a value stands for.

        >>> Parameter("seed", "seed").term("CT.0921", "https://w3id.org/seedline/").value
        'https://w3id.org/seedline/id/CT.0921'
        >>> Parameter("since", "day").term("2017", "").value
        '2017-01-01'

        Raises:
            InputError: it can stand for none.

        """
        value = value.strip()
        if not self.kind.space:
            return self._literal(value)
        short = value.removeprefix(f"{self.kind.space}:")
        if _IRI.match(short):
            try:
                return NamedNode(short)
            except ValueError as error:
                raise InputError(f"{self.name}={value[:80]}: this is no IRI") from error
        if not _LOCAL.fullmatch(short):
            raise InputError(f"{self.name}={value[:80]}: {self._expected()}")
        return NamedNode(space(self.kind.space, base) + short)

    def key(self, term: Term, base: str) -> str:
        """Return how an address names a term: shortly where it lies in the space of its kind, else whole.

        >>> seed = Parameter("seed", "seed")
        >>> [seed.key(NamedNode(iri), "https://e.org/") for iri in ("https://e.org/id/P1", "https://e.org/P1")]
        ['P1', 'https://e.org/P1']
        """
        short = term.value.removeprefix(space(self.kind.space, base)) if self.kind.space else term.value
        return short if _LOCAL.fullmatch(short) else term.value

    def _literal(self, value: str) -> Literal:
        if self.type == "year" and re.fullmatch(r"\d{4}", value):
            return Literal(value, datatype=NamedNode(f"{_XSD}gYear"))
        if self.type == "day" and (found := _DAY.fullmatch(value)):
            day = f"{found[1]}-{found[2] or '01'}-{found[3] or '01'}"
            return Literal(day, datatype=NamedNode(f"{_XSD}date"))
        if self.type == "number" and _NUMBER.fullmatch(value):
            return Literal(value, datatype=NamedNode(_XSD + ("decimal" if "." in value else "integer")))
        if self.type == "language" and value in LANGUAGES:
            return Literal(value)
        raise InputError(f"{self.name}={value[:80]}: {self._expected()}")

    def _expected(self) -> str:
        example = self.default or self.example
        return f"a value of the kind {self.type} is expected, as {self.name}={example}"

    def choices(self, store: Store) -> list[Term]:
        """Return what it may be in this data; nothing where it may be much, or any value of its kind."""
        if self.type == "thing" or not self.kind.pattern:
            return []
        pattern = self.kind.listed or self.kind.pattern
        found = sorted(terms(store, f"SELECT DISTINCT ?x {{ {pattern} }} LIMIT {_MOST + 1}"), key=str)
        return found if len(found) <= _MOST else []

    def meant(self, value: str, store: Store, base: str, loaded: Collection[str] = frozenset()) -> Term:
        """Return the term of the data that a value stands for: by its key, or by what it is called in any language.

        What is not ours is called by the graphs ``loaded`` too.

        Raises:
            InputError: it can stand for none, or for several; it says what is near.

        """
        if not self.kind.space:
            return self._known(self.term(value, base), store) or self._refuse(value, store)
        pattern = self.kind.named or self.kind.pattern
        try:
            term = self.term(value, base)
        except InputError:
            if _IRI.match(value):
                raise
            # What is no key may be a name.
            return called(value, self.name, self.type, pattern, store, loaded)
        known = self._known(term, store)
        return known or called(last(term), self.name, self.type, pattern, store, loaded)

    def near(self, term: Term, store: Store) -> Term:
        """Return the term where the data has it, else the first that it has: a form starts with something."""
        return self._known(term, store) or next(iter(self.choices(store)), term)

    def _known(self, term: Term, store: Store) -> Term | None:
        if not self.kind.pattern:
            return term
        asked = f"SELECT DISTINCT ?x {{ VALUES ?x {{ {term} }} {self.kind.pattern} }} LIMIT 1"
        return next(terms(store, asked), None)

    def _refuse(self, value: str, store: Store) -> Term:
        there = ", ".join(last(choice) for choice in self.choices(store))
        raise InputError(f"{self.name}={value[:80]}: the data has no such {self.type}; there are {there}")


def rows_asked(values: dict[str, str], usual: int | None = None) -> int | None:
    """Take from some values how many rows are asked for, which every question may be told; all where nothing says it.

    >>> rows_asked({"rows": "20"}), rows_asked({}, 500), rows_asked({})
    (20, 500, None)

    Raises:
        InputError: it is no number of rows.

    """
    text = values.pop("rows", "")
    if text and not re.fullmatch(r"[1-9]\d{0,8}", text):
        raise InputError(f"rows={text[:80]}: a number of rows is expected, as rows=1000")
    return int(text) if text else usual
