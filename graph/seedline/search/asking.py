"""Words by which questions and pages are asked for: they say what is wanted, and seldom what it is about."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from seedline.i18n import LANGUAGES
from seedline.queries import Question, questions
from seedline.search.pages import PAGE_WORDS
from seedline.search.question import parted


@cache
def vocabulary(language: str) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return the words of each question's title, and all words by which it is asked."""
    made = {}
    for each in questions().values():
        title = frozenset(parted(each.title[language]))
        more = parted(f"{each.question[language]} {each.also.get(language, '')}")
        made[each.name] = title, title.union(more)
    return made


@cache
def _all_words() -> frozenset[str]:
    return PAGE_WORDS.union(*(words for each in LANGUAGES for _, words in vocabulary(each).values()))


def asks(word: str) -> bool:
    """Return whether a folded word is one by which something is asked, in any language.

    >>> asks("paid"), asks("policy"), asks("mekenim")
    (True, True, False)
    """
    return word in _all_words() or f"{word}s" in _all_words() or word.removesuffix("s") in _all_words()


def asks_all(asked: Question, words: Collection[str], language: str) -> bool:
    """Return whether a question is asked by all of some folded words, plural or not.

    >>> from seedline.queries import question
    >>> asks_all(question("evaluations-not-named"), {"seeds", "evaluation"}, "en")
    True
    """
    _, every = vocabulary(language)[asked.name]
    return all(word in every or f"{word}s" in every or word.removesuffix("s") in every for word in words)
