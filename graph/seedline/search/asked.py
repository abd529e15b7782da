"""Named questions that somebody's words ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from math import log

from seedline.queries import Question, questions
from seedline.search.asking import asks, vocabulary
from seedline.search.exclusions import NEGATIONS
from seedline.search.fewer import SMALL
from seedline.search.index import CODE, SearchIndex
from seedline.search.naming import Naming
from seedline.search.question import parted

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
_MANY = frozenset({"many", "combien", "cuantos", "cuantas"})


def questions_asked(
    text: str,
    language: str = "en",
    most: int = 3,
    index: SearchIndex | None = None,
    among: Mapping[str, Question] | None = None,
) -> list[tuple[Question, dict[str, str]]]:
    """Return the questions whose title or words hold what was typed, the best first, each with what was named in it.

    ``among`` are the questions that can be asked, else all.

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
    naming = Naming(index, text, language)
    written = dict.fromkeys(parted(CODE.sub(" ", text)))
    typed = [word for word in written if len(word) >= _SMALL and word not in SMALL and not word.isdigit()]
    meant = {_MEANT[word] for word in typed if word in _MEANT}
    weights = {word: _weight(word, language) for word in typed}
    # Words that are together the name of something tell of no question, also of one that cannot be asked of it.
    names = (naming.whole(kind)[1] for kind in ("thing", "organisation"))
    called = {word for name in names if len(name) > 1 for word in name}
    # Who names something does not ask about an example of something else.
    elsewhere = index is not None and any(
        index.holds(word) for word in typed if not asks(word) and word not in NEGATIONS
    )
    scored = []
    there = questions() if among is None else among
    for each, (title, all_words) in vocabulary(language).items():
        asked = there.get(each)
        held = {word for word in typed if _in(word, all_words)}
        if asked is None or not (held or each in meant):
            continue
        # A name of a place or a project is no word of a question: it says what is asked about.
        whole = [naming.whole(parameter.type, held.__contains__) for parameter in asked.parameters]
        saying = [word for word in typed if word not in called and not any(word in name for _, name in whole)]
        # "SDG 8.8" is a name as a whole, and says what is asked all the same.
        saying = saying or list(held)
        held = held.intersection(saying)
        told, enough = (sum(weights[word] for word in some) for some in (held, saying))
        if (held and told >= enough / 3) or each in meant:
            found = _named(asked, naming, held, language)
            if elsewhere and asked.examples(found):
                continue
            sure = 1.0 if any(key for key, _ in whole) else 0.5 * bool(found)
            in_title = sum(_in(word, title) for word in held)
            same = sum(word in title for word in written)
            scored.append(((each not in meant, -told - sure, -in_title, -same, len(all_words)), asked, found))
    scored.sort(key=lambda one: one[0])
    best = [(asked, found) for _, asked, found in scored[:most]]
    # Who asks how many, of something that has a name, may ask for its figures.
    figures = None if _MANY.isdisjoint(parted(text)) else there.get("figures")
    if figures and figures not in (asked for asked, _ in best) and (named := _named(figures, naming, (), language)):
        best.insert(1, (figures, named))
    return best[:most]


@cache
def _weight(word: str, language: str) -> float:
    """Return how much a word tells: the more, the fewer questions have it; nothing where none does."""
    among = vocabulary(language).values()
    having = sum(_in(word, all_words) for _, all_words in among)
    return log(1 + len(among) / having) if having else 0.0


def _in(word: str, words: Iterable[str]) -> bool:
    return any(other.startswith(_stem(word)) for other in words)


def _stem(word: str) -> str:
    """Return a word without the ending of a plural or of a third person."""
    return word[:-1] if len(word) > _SMALL + 1 and word.endswith("s") else word


def _named(asked: Question, naming: Naming, held: Collection[str], language: str) -> dict[str, str]:
    """Return the parameters that the text names, each thing once."""
    found: dict[str, str] = {}

    def asks(word: str) -> bool:
        return word in held or _weight(word, language) > 0

    for parameter in asked.parameters:
        # Of a thing that may be left out none is better than the wrong one.
        key = naming.meant(parameter.type, held.__contains__, asks, best=bool(parameter.default))
        if key and key not in found.values():
            found[parameter.name] = key
    return found
