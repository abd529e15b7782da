"""What a sentence leaves out: a place, a funder or another value that seeds are chosen by."""

from __future__ import annotations

import re
from collections.abc import Sequence

from seedline.i18n.folding import fold, folded
from seedline.search.fewer import SMALL
from seedline.search.index import SearchIndex
from seedline.search.spans import Part

_NEGATIONS_WORDS = (
    "not no never without except excluding neither nor isnt arent wasnt werent dont doesnt didnt hasnt "
    "havent cant cannot pas sans sauf hormis excepte jamais aucun aucune ni nunca sin salvo excepto "
    "ningun ninguna"
)
NEGATIONS = frozenset(_NEGATIONS_WORDS.split())
"""Words that say no, folded, in English, French and Spanish."""
_OUTSIDE_WORDS = "outside|other than|apart from|hors|en dehors|autre que|autres que|fuera|distinto|distintos|aparte"
_OUTSIDE = tuple(tuple(one.split()) for one in _OUTSIDE_WORDS.split("|"))
"""Words that together leave out what follows."""
_BETWEEN_WORDS = (
    "funded financed paid located based run made being been for from situes bases finances financiados "
    "situados estan estar pays countries country pais paises region regions project projects seed seeds "
    "projets proyectos"
)
_BETWEEN = SMALL | frozenset(_BETWEEN_WORDS.split())
"""Words that may stand between a no and what is left out."""
_AND = frozenset({"and", "or", "nor", "neither", "et", "ou", "ni", "y", "e", "o", "in", "of"})
_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*")
_LONGEST = 6
_PLACED, _PAYING = "country", "funder"


def exclusion_of(text: str, index: SearchIndex) -> Part | None:
    """Return the first words that leave out values that seeds have; nothing where a no is about anything else."""
    found = list(_WORD.finditer(text))
    words = [folded(one[0]) for one in found]
    for place in range(len(words)):
        length = _length_of_no(words, place)
        if not length:
            continue
        pairs, at, end = [], place + length, 0
        while at < len(words):
            if taken := _value(words, at, index):
                pair, count = taken
                pairs.append(pair)
                at += count
                end = found[at - 1].end()
            elif words[at] in (_AND if pairs else _BETWEEN):
                at += 1
            else:
                break
        if pairs:
            return Part(found[place].start(), end, pairs=tuple(pairs))
    return None


def _length_of_no(words: Sequence[str], place: int) -> int:
    if words[place] in NEGATIONS:
        return 1
    return next((len(one) for one in _OUTSIDE if tuple(words[place : place + len(one)]) == one), 0)


def _value(words: Sequence[str], at: int, index: SearchIndex) -> tuple[tuple[str, str], int] | None:
    """Return the choice that leaves out what some words are the whole name of, the longest name first."""
    for count in range(min(_LONGEST, len(words) - at), 0, -1):
        phrase = " ".join(words[at : at + count])
        if phrase not in _BETWEEN and (pair := value_called(phrase, index)):
            return (pair[0], f"-{pair[1]}"), count
    return None


def value_called(phrase: str, index: SearchIndex) -> tuple[str, str] | None:
    """Return the value of a choice that is called just so: a place or organisation by any name, else by its label."""
    if not fold(phrase):
        return None
    for one in index.called(phrase):
        facet = {"place": _PLACED, "organisation": _PAYING}.get(one.group) if one.whole else None
        key = one.iri.rsplit("/", 1)[-1]
        if facet and index.columns.number(facet, key) >= 0:
            return facet, key
    return next(
        (
            (facet, key)
            for (facet, key), labels in index.labels.items()
            if any(folded(label) == phrase for label in labels.values()) or (facet == "target" and key == phrase)
        ),
        None,
    )
