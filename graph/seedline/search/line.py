"""A search and its choices in one line: words as ever, and choices as an address has them.

::

    line   = { words | choice }
    choice = [ "-" ] NAME "=" VALUE

``nepal -furthest=outputs year=2013..2018 budget.USD=150000..`` is what the words find, without what has come no further
than outputs, funded in those years, with so much or more. Values of one name add up; names narrow. A value with a blank
stands in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import process

from seedline.errors import SelectorError
from seedline.search.facets import FACETS, RANGES

_CHOICE = re.compile(r'(?<!\S)(?P<minus>-)?(?P<name>[A-Za-z][A-Za-z.]*)=(?P<value>"[^"]*"|[^\s"]*)(?!\S)')
_NEAR = 60


def read_line(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the words of a line and its choices, as an address has them.

    >>> read_line('nepal -furthest=outputs "draft policy" country=NP')
    ('nepal "draft policy"', [('furthest', '-outputs'), ('country', 'NP')])

    Raises:
        SelectorError: a name is none of a choice, the nearest ones named, or a choice has no value.

    """
    pairs = []
    for match in _CHOICE.finditer(text):
        name, value = match["name"], match["value"].strip('"')
        column = match.start("name") + 1
        if name not in FACETS and name.partition(".")[0] not in RANGES:
            near = [one for one, *_ in process.extract(name, [*FACETS, *RANGES], limit=3, score_cutoff=_NEAR)]
            told = f"near it are {', '.join(near)}" if near else f"there are {', '.join((*FACETS, *RANGES))}"
            raise SelectorError(f"{name}= (position {column}): there is no such choice; {told}", column=column)
        if not value:
            raise SelectorError(f"{name}= (position {column}): a value is missing", column=column)
        pairs.append((name, "-" * bool(match["minus"]) + value))
    return " ".join(_CHOICE.sub(" ", text).split()), pairs


def write_line(question: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return words and choices as one line, which is read as the same again.

    >>> write_line("nepal", [("country", "-IN"), ("year", "2013..2018"), ("theme", "a b")])
    'nepal -country=IN year=2013..2018 theme="a b"'
    """
    told = [question] if question else []
    for name, value in pairs:
        bare = value.removeprefix("-")
        quoted = f'"{bare}"' if " " in bare else bare
        told.append(f"{'-' if value != bare else ''}{name}={quoted}")
    return " ".join(told)
