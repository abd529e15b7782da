"""What somebody typed, as conditions: words, phrases, fields, and what must not be there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from seedline.errors import SelectorError
from seedline.i18n.folding import fold

FIELDS = {
    "name": ("name", "other"),
    "title": ("name", "other"),
    "code": ("code",),
    "country": ("place",),
    "place": ("place",),
    "organisation": ("organisation", "funder"),
    "org": ("organisation", "funder"),
    "funder": ("funder",),
    "goal": ("goal",),
    "sdg": ("goal",),
    "about": ("about",),
    "text": ("text",),
    "kind": ("kind",),
}
"""Name of a field as people type it → the columns of the index that it looks in."""

_PART = re.compile(r'(?P<minus>-)?(?:(?P<field>[a-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))', re.IGNORECASE)
_QUOTES = str.maketrans(dict.fromkeys("“”„«»″", '"'))
_AROUND = " ?!¿¡.,;:…()[]\u00a0\u202f"
"""Signs of a sentence, which are no part of a word that is shown again."""
_MOST = 32

_JOINED = re.compile(r"['’]s\b|\b(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
"""What English puts behind a name, and French before it, with an apostrophe."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: folded words that follow one another, in some columns, there or not there.

    ``begins`` lets the last word be the beginning of a longer one; inside quotation marks it is whole.
    """

    words: tuple[str, ...]
    columns: tuple[str, ...] = ()
    without: bool = False
    begins: bool = True
    typed: str = ""
    plain: bool = True
    """A word as it stands: no phrase, in no field, and to be there."""
    written: str = ""
    """It as it was typed, with its signs."""


def parted(text: str) -> list[str]:
    """Return the words of a sentence, without what an apostrophe joins to them.

    >>> parted("When does CREST's money end?")[2:4], parted("l’aide d’Ukraine")
    (['crest', 'money'], ['aide', 'ukraine'])
    """
    return fold(_JOINED.sub(" ", text))


def understand(text: str) -> list[Condition]:
    """Return the conditions of a question; what holds no letter or digit asks for nothing.

    >>> [(c.words, c.without, c.begins) for c in understand('nepal -health "draft policy"')]
    [(('nepal',), False, True), (('health',), True, False), (('draft', 'policy'), False, False)]
    >>> understand("funder:KfW")[0].columns
    ('funder',)

    Raises:
        SelectorError: a field is none of ours, or there are more than 32 conditions.

    """
    found = []
    for part in _PART.finditer(text.translate(_QUOTES)):
        field, value = (part["field"] or "").lower(), part["phrase"] if part["phrase"] is not None else part["word"]
        if field and field not in FIELDS:
            if part["phrase"] is None and value.startswith("//"):
                value, field = f"{field} {value}", ""
            else:
                raise SelectorError(
                    f"{field!r} is no field to look in; there are {', '.join(sorted(FIELDS))}", column=part.start() + 1
                )
        words = tuple(fold(value))
        if words:
            whole = part["phrase"] is not None or part["minus"] is not None
            # One or two letters begin too much to be a beginning of anything.
            begins = not whole and len(words[-1]) > 2
            plain = not whole and not field
            typed = value.strip(_AROUND) or value
            written = typed if plain else part[0]
            found.append(
                Condition(words, FIELDS.get(field, ()), part["minus"] is not None, begins, typed, plain, written)
            )
    if len(found) > _MOST:
        raise SelectorError(f"{len(found)} conditions are more than {_MOST}", column=1)
    return found
