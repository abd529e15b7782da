"""A question with fewer words, for one whose words never stand together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from seedline.search.asking import asks
from seedline.search.question import Condition, parted

_ENGLISH = (
    "a about all an and any are at by did do does find for from give has have how i in is it its list many me much of "
    "on or over show tell than that the there these this those to under was were what when where which who whose "
    "why with"
)
_FRENCH = (
    "au aux avec ce combien comment dans de des du en est et la le les leur ou par plus pour quand que quel quelle "
    "quelles quels qui quoi sont sur un une y ne on peut ont"
)
_SPANISH = (
    "al como con cual cuales cuando cuanto del donde el es esta los las mas para por quien quienes se son su una unos"
)
SMALL = frozenset(f"{_ENGLISH} {_FRENCH} {_SPANISH}".split())
"""Words of a sentence that say nothing of what is looked for, folded, in English, French and Spanish."""


def fewer(
    asked: Sequence[Condition], entries: Callable[[str], int], names: Callable[[str], bool]
) -> Iterator[list[Condition]]:
    """Yield a question with ever fewer of its words: without the small ones, without those that are nowhere; a sentence
    also without those that name nothing, and then without the most frequent.

    A phrase, a field, what must not be there and what holds a digit stay: whoever writes these means them. Of a
    sentence no words are left that only ask: who asks which policies were adopted looks for no word "adopted".
    ``entries`` counts what holds a word, ``names`` says whether somebody or a place is called by it.
    """
    kept = without_small(asked)
    small = len(kept) < len(asked)
    if small:
        yield kept
    while len(kept) > 1:
        loose = [
            one for one in kept if one.plain and not any(letter.isdigit() for word in one.words for letter in word)
        ]
        often = {id(one): min(entries(word) for word in one.words) for one in loose}
        nowhere = [one for one in loose if not often[id(one)] and not any(map(names, one.words))]
        if not nowhere and not (small and loose):
            return
        # What nothing is called by goes first, of that what asks, the more frequent before the less.
        order = [(_named(one, names), not _asks(one), -often[id(one)]) for one in loose]
        if not nowhere and len(loose) > 1 and (alike := {named for named, *_ in order}) != {0} and len(alike) == 1:
            # Of names none is less meant than another.
            return
        gone = (nowhere or [one for _, one in sorted(zip(order, loose, strict=True), key=lambda told: told[0])])[0]
        kept = [one for one in kept if one is not gone]
        if small and all(_only_asks(one, names) for one in kept):
            return
        yield kept


def without_small(asked: Sequence[Condition]) -> list[Condition]:
    """Return a question without the small words of a sentence, as it stands where it has no others."""
    kept = [one for one in asked if not (one.plain and all(word in SMALL for word in parted(one.typed)))]
    return kept or list(asked)


def telling(asked: Sequence[Condition], names: Callable[[str], bool]) -> list[Condition]:
    """Return the words of a question that tell what is looked for; a sentence's that only ask tell nothing of it."""
    kept = without_small(asked)
    return kept if len(kept) == len(asked) else [one for one in kept if not _only_asks(one, names)]


def _only_asks(one: Condition, names: Callable[[str], bool]) -> bool:
    return one.plain and not _named(one, names) and _asks(one)


def _asks(one: Condition) -> bool:
    return all(map(asks, one.words))


def _named(one: Condition, names: Callable[[str], bool]) -> int:
    """Return how sure it is that a word is a name: who writes a capital letter means one ("who pays MigraCidades")."""
    return 2 * (one.typed != one.typed.lower()) + any(map(names, one.words))
