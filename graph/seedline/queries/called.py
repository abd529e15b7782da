"""What a name means: things, organisations and concepts by what they are called, in any language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from seedline.errors import InputError
from seedline.i18n.folding import folded
from seedline.queries.terms import Term, last
from seedline.store import Store
from seedline.triples import Literal, NamedNode

_NAMES = "rdfs:label|skos:prefLabel|skos:altLabel|skos:notation|dcterms:identifier|sl:iso3"
_SHOWN = 4
_ALIKE = 75
"""How alike a name must be to be offered, of 100."""


def called(
    text: str, parameter: str, kind: str, pattern: str, store: Store, loaded: Collection[str] = frozenset()
) -> Term:
    """Return the one term of a pattern that is called so: by its whole name, else by words that no other name has.

    What the graphs ``loaded`` name is asked after the rest, and by the names of what has no other.

    >>> from types import SimpleNamespace
    >>> row = (NamedNode("urn:id/NP"), Literal("Népal", language="fr"))
    >>> nepal = SimpleNamespace(query=lambda _: SimpleNamespace(terms=lambda: [row]))
    >>> called("nepal", "country", "country", "", nepal).value
    'urn:id/NP'
    >>> called("Nepla", "country", "country", "", nepal)
    Traceback (most recent call last):
      ...
    seedline.errors.InputError: country=Nepla: the data has no such country; near it is Népal (NP)

    Raises:
        InputError: nothing is called so, or several are; it says what is near.

    """
    every = _names(pattern, f"?x {_NAMES} ?name", store)
    if loaded:
        listed = ", ".join(f"<{graph}>" for graph in sorted(loaded))
        ours = _names(pattern, f"GRAPH ?g {{ ?x {_NAMES} ?name }} FILTER(?g NOT IN ({listed}))", store)
    else:
        ours = every
    theirs = {term: given for term, given in every.items() if term not in ours}
    names, by_name, asked = {**theirs, **ours}, dict[Term, set[str]](), folded(text)
    for among in (ours, theirs):
        spelt = {
            term: {folded(name) for name in (*(name.value for name in given), last(term))}
            for term, given in among.items()
        }
        by_name |= spelt
        whole = [term for term, given in spelt.items() if asked in given]
        held = [term for term, given in spelt.items() if any(_holds(name, asked) for name in given)]
        # The name of a country in that of one body may mean others of it as well.
        landed = [] if whole or among is theirs else _of_country(asked, pattern, store)
        if len(whole or held) == 1 and not set(landed) - set(held):
            return (whole or held)[0]
        if found := whole or [*held, *(term for term in landed if term not in held)]:
            told = "several are called so" if whole or not landed else "of that name or country there are"
            raise InputError(f"{parameter}={text[:80]}: {told}: {_listed(found, names)}")
    near = _near(asked, by_name)
    told = f"near it {'is' if len(near) == 1 else 'are'}" if near else "there are"
    raise InputError(f"{parameter}={text[:80]}: the data has no such {kind}; {told} {_listed(near or names, names)}")


def _names(pattern: str, named: str, store: Store) -> dict[Term, list[Literal]]:
    found: dict[Term, list[Literal]] = defaultdict(list)
    for term, name in store.query(f"SELECT DISTINCT ?x ?name {{ {pattern} . {named} }}").terms():
        if isinstance(term, NamedNode | Literal) and isinstance(name, Literal):
            found[term].append(name)
    return found


def _of_country(asked: str, pattern: str, store: Store) -> list[Term]:
    """Return the terms of a pattern that are of a country which is called so: its money may stand under a ministry."""
    query = f"SELECT DISTINCT ?x ?name {{ {pattern} . ?x sl:country ?land . ?land {_NAMES} ?name }}"
    rows = store.query(query).terms()
    found = {x for x, name in rows if isinstance(name, Literal) and folded(name.value) == asked}
    return sorted((x for x in found if isinstance(x, NamedNode)), key=str)


def _holds(name: str, asked: str) -> bool:
    return bool(asked) and f" {asked} " in f" {name} "


def _near(asked: str, by_name: dict[Term, set[str]]) -> list[Term]:
    """Return the terms of which a name, or a word of one, is spelt most alike."""
    from rapidfuzz.fuzz import ratio

    alike = {
        term: max(ratio(asked, spelt) for name in given for spelt in (name, *name.split()))
        for term, given in by_name.items()
        if any(given)
    }
    close = sorted((-score, str(term), term) for term, score in alike.items() if score >= _ALIKE)
    return [term for _, _, term in close[:_SHOWN]]


def _listed(found: Collection[Term], names: dict[Term, list[Literal]]) -> str:
    """Return some terms, each by its fullest English name with its key."""
    told = sorted(f"{_fullest(names[term])} ({last(term)})" for term in found)
    rest = len(told) - _SHOWN
    return ", ".join(told[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _fullest(given: list[Literal]) -> str:
    return min(given, key=lambda name: (name.language != "en", -len(name.value), name.value)).value
