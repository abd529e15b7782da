"""Named questions that somebody's words ask for."""

from __future__ import annotations

import re

from seedline.queries import Question, questions
from seedline.search.folding import fold

_CODE = re.compile(r"\b[A-Za-z]{2}\.\d{4}\b")
_SMALL = 3
"""A word of fewer letters says nothing of what is asked."""


def questions_asked(text: str, language: str = "en", most: int = 3) -> list[tuple[Question, dict[str, str]]]:
    """Return the questions whose title or words hold what was typed, the best first, each with what was named in it.

    >>> [asked.name for asked, _ in questions_asked("who carries it on", most=1)]
    ['carried-on']
    >>> asked, named = questions_asked("what did CT.0921 produce", most=1)[0]
    >>> asked.name, named
    ('products-of-a-seed', {'seed': 'CT.0921'})
    """
    codes = [found.upper() for found in _CODE.findall(text)]
    typed = [word for word in dict.fromkeys(fold(_CODE.sub(" ", text))) if len(word) >= _SMALL]
    if not typed:
        return []
    scored = []
    for each in questions().values():
        title, asks = set(fold(each.title[language])), set(fold(each.question[language]))
        held = [word for word in typed if any(other.startswith(word) for other in title | asks)]
        in_title = sum(word in title for word in held)
        # Half of what was typed, and two words of it where there are two.
        if len(held) * 2 >= len(typed) and len(held) >= min(2, len(typed)):
            takes = [p for p in each.parameters if p.type in {"seed", "thing"} and codes]
            named = {takes[0].name: codes[0]} if takes else {}
            scored.append((-len(held) - bool(named), -in_title, len(asks), each, named))
    scored.sort(key=lambda one: one[:3])
    return [(each, named) for *_, each, named in scored[:most]]
