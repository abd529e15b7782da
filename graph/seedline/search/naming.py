"""What the words of a typed question name: things by key, code, name or alias, and values as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from seedline.i18n import words
from seedline.i18n.folding import fold, folded
from seedline.search.exclusions import NEGATIONS
from seedline.search.fewer import SMALL
from seedline.search.index import CODE, NAMING, Answer, Hit, Named, SearchIndex, share
from seedline.search.question import parted

_GROUPS = {
    "seed": ("seed",), "node": ("seed", "thing"), "thing": ("seed", "thing"), "country": ("place",),
    "funder": ("organisation",), "organisation": ("organisation",),
    **dict.fromkeys(("target", "goal", "migof", "msd"), ("goal",)),
}  # fmt: skip
"""Kind of a question's parameter → the groups of what may be named there, the first before the others."""
_CODES = {
    "country": re.compile("[A-Z]{2}"), "goal": re.compile(r"\d+"), "target": re.compile(r"\d+\.\w+"),
    "migof": re.compile(r"[A-Z]\d"), "msd": re.compile(r"O\d\.D\d"),
}  # fmt: skip
"""Kind → how the keys of its group look that are of this kind."""
_DAY, _YEAR, _NUMBER = (
    r"(?:19|20)\d\d(?:-[01]\d(?:-[0-3]\d)?)?",
    r"(?:19|20)\d\d",
    r"\d{1,3}(?:[ ,.\u00a0\u202f]\d{3})+|\d{3,18}",
)
_TELLING = frozenset({*NAMING, "place", "organisation", "funder"})
"""Columns of the index by which people tell a thing from another."""
_LONGEST = 9
_PART = 1 / 3
"""How much of a name one word in small letters must be to stand for it: "planned" is no name of a long title."""
Said = Callable[[str], bool]


class Naming:
    """Looks up what a text names, each run of its words once for all questions that it may be."""

    def __init__(self, index: SearchIndex | None, text: str, language: str = "en") -> None:
        self._index, self._text, self._language = index, text, language
        self._called = cache(index.called) if index else lambda phrase: ()
        self._found = cache(index.find) if index else lambda text, each, groups: Answer({}, {}, ())
        # A capital within a sentence or a digit says that a word is a name, also where questions have that word.
        # The English "I" is nobody's name.
        proper = {word for part in re.findall(r"(?<=\s)[^\W\d_a-z]\S*|\S*\d\S*", text) for word in parted(part)}
        self._proper = {word for word in proper if len(word) > 1 and not re.fullmatch(_YEAR, word)}

    def meant(
        self, kind: str, said: Said = lambda word: False, asks: Said = lambda word: False, *, best: bool = True
    ) -> str:
        """Return the key of what is named of a kind, or nothing; ``said`` tells words of the question itself.

        ``asks`` tells words of any question: they are no part of a name. ``best`` takes the best of several that have
        all other words.
        """
        if kind in _VALUES:
            return _VALUES[kind](self._text, self._language)
        if kind in {"region", "line"}:
            return self._of_facet(kind)
        if kind not in _GROUPS:
            return ""
        key = self.whole(kind, said)[0] or self._together(kind, lambda word: said(word) or asks(word), best=best)
        key = key or self._in_part(kind, asks)
        # A code that nothing has is refused where it is asked for, and not taken for no name.
        codes = CODE.findall(self._text) if not key and "seed" in _GROUPS[kind] else ()
        return codes[0].upper() if codes else key

    def whole(self, kind: str, said: Said = lambda word: False) -> tuple[str, tuple[str, ...]]:
        """Return the key of what is named of a kind by the whole of a name or code, and its words, or nothing."""
        for phrase in self._phrases(said) if kind in _GROUPS else ():
            if key := _only((one for one in self._called(" ".join(phrase)) if one.whole), kind):
                return key, phrase
        return "", ()

    def _in_part(self, kind: str, asks: Said) -> str:
        """Return what alone has some words in its name; words of a longer name name nothing else by themselves."""
        taken: set[str] = set()
        for phrase in self._phrases(asks):
            if taken.issuperset(phrase):
                continue
            found = self._called(" ".join(phrase))
            # What is the whole name of something else is that; the name of a country says whose a thing is as well.
            another = any(one.whole and one.group != "place" for one in found)
            alone = len(phrase) == 1 and phrase[0] not in self._proper
            key = "" if another else _only(found, kind)
            if key and not (alone and max(one.share for one in found if key in {one.key, _last(one.iri)}) < _PART):
                return key
            if another or (found and len(phrase) > 1):
                taken.update(phrase)
        return ""

    def _phrases(self, said: Said) -> Iterator[tuple[str, ...]]:
        """Yield the runs of words that may be a name, the longest first."""
        told = [tuple(parted(self._text)), tuple(fold(self._text))]
        for length in range(_LONGEST, 0, -1):
            for typed in dict.fromkeys(told):
                for place in range(len(typed) - length + 1):
                    phrase = typed[place : place + length]
                    if any(word in self._proper or not (self._common(word) or said(word)) for word in phrase):
                        yield phrase

    @staticmethod
    def _common(word: str) -> bool:
        """Return whether a word says nothing of what is named: a small one, a no, a year."""
        return word in SMALL or word in NEGATIONS or bool(re.fullmatch(_YEAR, word))

    def _together(self, kind: str, said: Said, *, best: bool) -> str:
        """Return what has all words that are no words of the question, one in its name; of several words the best."""
        words = [word for word in dict.fromkeys(parted(self._text)) if not (self._common(word) or said(word))]
        rest = " ".join(words)
        answer = self._found(rest, each=5, groups=_GROUPS[kind]) if rest else None
        # What has only some of the words, or is spelt otherwise, names nothing.
        if answer is None or answer.apart or answer.read_as or answer.left_out:
            return ""
        hits = [hit for group in _GROUPS[kind] for hit in answer.hits.get(group, ())]
        named = [(hit, key) for hit in hits if _told_by_name(hit) and (key := _of_kind(kind, hit.id, hit.iri))]
        if not named or (len(named) > 1 and not (best and " " in rest)):
            return ""
        hit, key = named[0]
        names = [folded(text) for column, text in hit.why if column in NAMING]
        alone = len(words) == 1 and words[0] not in self._proper
        return "" if alone and max(share(words[0], name) for name in names) < _PART else key

    def _of_facet(self, kind: str) -> str:
        """Return the one value of a facet that has a word of the text in its name."""
        typed = {word for word in parted(self._text) if word not in SMALL}
        keys = {
            key
            for (facet, key), labels in (self._index.labels.items() if self._index else ())
            if facet == kind and typed.intersection(word for label in labels.values() for word in fold(label))
        }
        return keys.pop() if len(keys) == 1 else ""


def _of_kind(kind: str, key: str, iri: str) -> str:
    """Return the key by which a thing may be asked for, nothing where it is of another kind."""
    last, code = _last(iri), _CODES.get(kind)
    return key if code is None else last if code.fullmatch(last) else ""


def _told_by_name(hit: Hit) -> bool:
    """Return whether a thing is found by its name, and else by what people tell it from others by."""
    columns = {column for column, _ in hit.why}
    return columns <= _TELLING and not columns.isdisjoint(NAMING)


def _last(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _only(found: Iterable[Named], kind: str) -> str:
    """Return the one thing of a kind among some, those of the first group before the others."""
    among = list(found)
    for group in _GROUPS[kind]:
        keys = [key for one in among if one.group == group and (key := _of_kind(kind, one.key, one.iri))]
        if keys:
            return keys[0] if len(keys) == 1 else ""
    return ""


def _first(pattern: str) -> Callable[[str, str], str]:
    written = re.compile(rf"(?<![\w.,-])(?:{pattern})(?![\w-])")
    return lambda text, language: found[0] if (found := written.search(text)) else ""


def _amount(text: str, language: str) -> str:
    """Return the first number that is no year."""
    told = re.findall(rf"(?<![\w.,-])(?:{_NUMBER})(?![\w-])", text)
    return next((re.sub(r"\D", "", one) for one in told if not re.fullmatch(_YEAR, one)), "")


def _currency(text: str, language: str) -> str:
    from babel import Locale

    known = Locale("en").currencies
    return next((code for code in re.findall(r"\b[A-Z]{3}\b", text) if code in known), "")


def _status(text: str, language: str) -> str:
    typed = parted(text)
    # The last word is the participle ("reported as mobilised"); its ending varies with what it is said of.
    told = {token: fold(word)[-1][:-1] for token, word in words(language).table["commitment"].items()}
    del told["notStated"]
    return next((token for token, stem in told.items() if any(one.startswith(stem) for one in typed)), "")


_VALUES: dict[str, Callable[[str, str], str]] = {
    "day": _first(_DAY), "year": _first(_YEAR), "number": _amount, "currency": _currency, "commitmentStatus": _status,
}  # fmt: skip
"""Kind → how a value of it is read from a text."""
