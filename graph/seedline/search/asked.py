"""Named questions that somebody's words ask for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from math import log

from seedline.i18n.folding import fold
from seedline.queries import Question, questions
from seedline.search.fewer import SMALL

_CODE = re.compile(r"\b[A-Za-z]{2}\.\d{4}\b")
_SMALL = 3
"""A word of fewer letters says nothing of what is asked."""
_MEANT = {
    **dict.fromkeys(("leverage", "multiplier", "levier", "apalancamiento"), "ratio"),
    **dict.fromkeys(("average", "mean", "median", "moyenne", "mediane", "promedio", "media"), "average-follow-on"),
    **dict.fromkeys(("best", "ranking", "meilleurs", "classement", "mejores", "clasificacion"), "best-seeds"),
    **dict.fromkeys(("impact", "impacto", "attribution", "atribucion"), "effect-of-my-contribution"),
    **dict.fromkeys(("contradict", "contradiction", "diverge", "divergent", "discrepancy"), "conflicts"),
    **dict.fromkeys(("fail", "failed", "failure", "echec", "fracaso"), "stopped"),
}
"""Words that no question uses → the question that says what can be said of them."""


def questions_asked(
    text: str, language: str = "en", most: int = 3, named: Callable[[str, str], str] = lambda words, kind: ""
) -> list[tuple[Question, dict[str, str]]]:
    """Return the questions whose title or words hold what was typed, the best first, each with what was named in it.

    ``named`` gives for words and a kind of parameter the thing that they name, by its key.

    >>> [asked.name for asked, _ in questions_asked("who carries it on", most=1)]
    ['carried-on']
    >>> asked, found = questions_asked("what did CT.0921 produce", most=1)[0]
    >>> asked.name, found
    ('products-of-a-seed', {'seed': 'CT.0921'})
    >>> [asked.name for asked, _ in questions_asked("what disagrees", most=1)]
    ['conflicts']
    >>> sorted(asked.name for asked, _ in questions_asked("average leverage", most=2))
    ['average-follow-on', 'ratio']
    """
    codes = [found.upper() for found in _CODE.findall(text)]
    written = dict.fromkeys(fold(_CODE.sub(" ", text)))
    typed = [word for word in written if len(word) >= _SMALL and word not in SMALL and not word.isdigit()]
    meant = {_MEANT[word] for word in typed if word in _MEANT}
    weights = {word: _weight(word, language) for word in typed}
    # A name of a place or a project is no word of a question: it says what is asked about.
    enough = sum(weights.values()) / 3
    scored = []
    for each, (title, all_words) in _vocabulary(language).items():
        held = [word for word in typed if _in(word, all_words)]
        told = sum(weights[word] for word in held)
        if (held and told >= enough) or each in meant:
            asked = questions()[each]
            rest = " ".join(word for word in typed if word not in held)
            found = _named(asked, codes, rest, named)
            in_title = sum(_in(word, title) for word in held)
            whole = sum(word in title for word in written)
            rank = (each not in meant, -told - bool(found), -in_title, -whole, len(all_words))
            scored.append((rank, asked, found))
    scored.sort(key=lambda one: one[0])
    return [(asked, found) for _, asked, found in scored[:most]]


@cache
def _vocabulary(language: str) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return the words of each question's title, and all words by which it is asked."""
    made = {}
    for each in questions().values():
        title = frozenset(fold(each.title[language]))
        more = fold(f"{each.question[language]} {each.also.get(language, '')}")
        made[each.name] = title, title.union(more)
    return made


@cache
def _weight(word: str, language: str) -> float:
    """Return how much a word tells: the more, the fewer questions have it; nothing where none does."""
    among = _vocabulary(language).values()
    having = sum(_in(word, all_words) for _, all_words in among)
    return log(1 + len(among) / having) if having else 0.0


def _in(word: str, words: Iterable[str]) -> bool:
    return any(other.startswith(_stem(word)) for other in words)


def _stem(word: str) -> str:
    """Return a word without the ending of a plural or of a third person."""
    return word[:-1] if len(word) > _SMALL + 1 and word.endswith("s") else word


def _named(asked: Question, codes: list[str], rest: str, named: Callable[[str, str], str]) -> dict[str, str]:
    """Return the first parameter that a code, or what else was typed, is a value of."""
    for parameter in asked.parameters:
        if parameter.type in {"seed", "thing"} and codes:
            return {parameter.name: codes[0]}
        if rest and (key := named(rest, parameter.type)):
            return {parameter.name: key}
    return {}
