"""A small grammar for choosing things, as analysts know it from dbt's node selection, parsed to a small tree.

::

    selection    = term { " " term }             union
    term         = atom { "," atom }             intersection
    atom         = [ "@" | [ DEPTH ] "+" ] CHOSEN [ "+" [ DEPTH ] ]
    CHOSEN       = NAME | METHOD ":" VALUE
    METHOD       = status | sdg | migof | msd | funder | country | region | year | budget | line | dimension | kind
                 | relation
    NAME, VALUE  = a word, in which * and ? stand for any letters and for one | '"' whatever is meant as it is '"'

``+CT.0921`` is all before, ``CT.0921+2`` two steps after, ``@CT.0921`` all after with all that stands before those.
Years and budgets take a number or a range: ``year:2013..2016``, ``budget:>150000``, ``budget:100000..200000USD``.
What a selection names is worked out by :mod:`seedline.views.evaluation`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from seedline.errors import SelectorError

EXAMPLES = {
    "status": "status:achieved",
    "sdg": "sdg:8.8",
    "migof": "migof:P1",
    "msd": "msd:O2",
    "funder": "funder:sweden",
    "country": "country:VN",
    "region": "region:africa",
    "year": "year:2013..2016",
    "budget": "budget:>150000",
    "line": "line:idf-line-2",
    "dimension": "dimension:political",
    "kind": "kind:policy",
    "relation": "relation:scaledInto",
}
"""Each way to name things by what is said of them, with an example."""
METHODS = tuple(EXAMPLES.values())
MAX_DEPTH = 100
_RANGES = {"year", "budget"}
_TOKEN = re.compile(r'(?:"[^"]*"|[^\s,"])+|,|"')
_ATOM = re.compile(
    r'(?P<at>@)?(?:(?P<up>\d*)(?P<before>\+))?(?P<chosen>(?:[A-Za-z]+:)?(?:"[^"]*"|[^+@,\s"]+?))'
    r"(?:(?P<after>\+)(?P<down>\d*))?"
)
_SPAN = re.compile(r"(?P<sign>[<>]=?)?(?P<first>[\d.]*?)(?:(?P<dots>\.\.)(?P<last>[\d.]*?))?(?P<unit>[A-Za-z]{3})?")


@dataclass(frozen=True, slots=True)
class Word:
    """A name or a value as it was written; a ``literal`` one stood in quotation marks."""

    text: str
    literal: bool = False
    column: int = field(default=1, compare=False)

    @property
    def pattern(self) -> bool:
        """Return whether it stands for whatever fits it."""
        return not self.literal and ("*" in self.text or "?" in self.text)

    def fits(self, text: str) -> bool:
        """Return whether a text is this, in any case of its letters; of a pattern, whether it fits.

        >>> Word("vn").fits("VN"), Word("CT.*").fits("CT.0921"), Word("CT.*", literal=True).fits("CT.0921")
        (True, True, False)
        """
        if not self.pattern:
            return self.text.casefold() == text.casefold()
        parts = (".*" if sign == "*" else "." if sign == "?" else re.escape(sign) for sign in self.text)
        return re.fullmatch("".join(parts), text, re.IGNORECASE | re.DOTALL) is not None

    def __str__(self) -> str:
        return f'"{self.text}"' if self.literal else self.text


@dataclass(frozen=True, slots=True)
class Span:
    """A range of numbers, an end that is ``None`` being open; ``unit`` is a currency where one is named."""

    least: Decimal | None
    most: Decimal | None
    above: bool = False
    below: bool = False
    unit: str = ""
    column: int = field(default=1, compare=False)

    def holds(self, number: Decimal) -> bool:
        """Return whether a number is in it.

        >>> [Span(Decimal(1), None, above=True).holds(Decimal(n)) for n in (1, 2)]
        [False, True]
        """
        over = self.least is None or number > self.least or (number == self.least and not self.above)
        return over and (self.most is None or number < self.most or (number == self.most and not self.below))

    def __str__(self) -> str:
        if self.least == self.most:
            return f"{self.least}{self.unit}"
        if self.above or self.below:
            return f"{'>' if self.above else '<'}{self.least if self.above else self.most}{self.unit}"
        return f"{_text(self.least)}..{_text(self.most)}{self.unit}"


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by its code, key, other identifier or IRI; several where a pattern fits them."""

    word: Word

    def __str__(self) -> str:
        return str(self.word)


@dataclass(frozen=True, slots=True)
class Said:
    """The things of which something is said: a method and its value."""

    method: str
    value: Word | Span

    def __str__(self) -> str:
        return f"{self.method}:{self.value}"


@dataclass(frozen=True, slots=True)
class Atom:
    """Things, and what is before, after or around them; a depth of ``None`` is as far as it goes, -1 not at all."""

    chosen: Named | Said
    before: int | None = -1
    after: int | None = -1
    around: bool = False
    column: int = field(default=1, compare=False)

    def __str__(self) -> str:
        if self.around:
            return f"@{self.chosen}"
        up = "" if self.before == -1 else f"{_text(self.before)}+"
        return f"{up}{self.chosen}" + ("" if self.after == -1 else f"+{_text(self.after)}")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen: the union of terms, each the intersection of its atoms."""

    terms: tuple[tuple[Atom, ...], ...]

    def __str__(self) -> str:
        return " ".join(",".join(map(str, term)) for term in self.terms)


def parse(text: str) -> Selection:
    """Return the tree of a selection; as text, a tree is the same selection again.

    >>> str(parse('+CT.0921  sdg:8.8+ , country:vn "a, b"'))
    '+CT.0921 sdg:8.8+,country:vn "a, b"'
    >>> parse("budget:>150000").terms[0][0].chosen.value.holds(Decimal(150000))
    False

    Raises:
        SelectorError: with the position (``column``, 1-based) of what cannot be understood.

    """
    tokens = [(match.group(), match.start() + 1) for match in _TOKEN.finditer(text)]
    if not tokens:
        raise SelectorError("the selection is empty; for example: +CT.0921", column=1)
    terms: list[list[Atom]] = []
    joined = False
    for word, column in tokens:
        if word == ",":
            if joined or not terms:
                raise SelectorError(f"a comma stands between two parts (position {column})", column=column)
            joined = True
            continue
        if joined:
            terms[-1].append(_atom(word, column))
        else:
            terms.append([_atom(word, column)])
        joined = False
    if joined:
        raise SelectorError("nothing follows the last comma", column=len(text))
    return Selection(tuple(map(tuple, terms)))


def _atom(written: str, column: int) -> Atom:
    if written == '"' or written.count('"') % 2:
        raise SelectorError(f"a quotation mark is not closed (position {column})", column=column)
    method, colon, value = written.partition(":")
    if colon and method.lower() in EXAMPLES and not value.strip("+"):
        place = column + len(method) + 1
        example = EXAMPLES[method.lower()]
        raise SelectorError(f"{method}: needs a value, as {example} (position {place})", column=place)
    match = _ATOM.fullmatch(written)
    if match is None:
        raise SelectorError(f"{written!r} (position {column}) is no name with + or @ around it", column=column)
    if match["at"] and (match["before"] or match["after"]):
        raise SelectorError(f"{written!r} (position {column}): @ goes without +", column=column)
    return Atom(
        _chosen(match["chosen"], column + match.start("chosen")),
        before=_depth(match["up"], column) if match["before"] else -1,
        after=_depth(match["down"], column) if match["after"] else -1,
        around=bool(match["at"]),
        column=column,
    )


def _chosen(text: str, column: int) -> Named | Said:
    method, colon, value = text.partition(":")
    method = method.lower()
    if not colon or method not in EXAMPLES:
        return Named(_word(text, column))
    place = column + len(method) + 1
    return Said(method, _span(method, value, place) if method in _RANGES else _word(value, place))


def _word(text: str, column: int) -> Word:
    quoted = text.startswith('"')
    return Word(text[1:-1], True, column + 1) if quoted else Word(text, False, column)


def _span(method: str, text: str, column: int) -> Span:
    text = text.strip('"')
    match = _SPAN.fullmatch(text)
    wrong = SelectorError(
        f"{method}:{text} (position {column}) is no number or range, as {EXAMPLES[method]}", column=column
    )
    if match is None or (match["sign"] and match["dots"]) or (match["unit"] and method == "year"):
        raise wrong
    try:
        first, last = (Decimal(match[name]) if match[name] else None for name in ("first", "last"))
    except InvalidOperation as error:
        raise wrong from error
    unit, sign = (match["unit"] or "").upper(), match["sign"] or ""
    if (first is None and last is None) or any(n is not None and n.adjusted() > 18 for n in (first, last)):
        raise wrong
    if sign.startswith("<"):
        return Span(None, first, below=sign == "<", unit=unit, column=column)
    if sign:
        return Span(first, None, above=sign == ">", unit=unit, column=column)
    return Span(first, last if match["dots"] else first, unit=unit, column=column)


def _depth(text: str | None, column: int) -> int | None:
    if not text:
        return None
    # Python reads no number of any length.
    if len(text) > len(str(MAX_DEPTH)) or int(text) > MAX_DEPTH:
        raise SelectorError(f"a depth is at most {MAX_DEPTH} (position {column})", column=column)
    return int(text)


def _text(number: Decimal | int | None) -> str:
    return "" if number is None else str(number)
