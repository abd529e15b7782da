"""What somebody's words may mean beside what they find: a question, a range of seeds, or a page of the site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from seedline.errors import InputError
from seedline.i18n.words import Words
from seedline.queries import Question
from seedline.search import PAGES, SearchIndex, pages_asked, questions_asked, span_asked
from seedline.search.naming import CODE
from seedline_api.rendering.finding import search_of

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Renderer


def asked_here(
    renderer: Renderer, text: str, lang: str, most: int, index: SearchIndex
) -> list[tuple[Question, dict[str, str]]]:
    """Return the questions that words ask for, each of what it can be asked: who gave nothing is no funder."""
    snapshot, made = renderer.tracer.snapshot, []
    for asked, named in questions_asked(text, lang, most, index, renderer.site.questions):
        try:
            asked.bind(named, snapshot.store, snapshot.base, lang, snapshot.loaded)
            made.append((asked, named))
        except InputError:
            # A code that nothing has is refused where it is asked for, with the nearest.
            made.append((asked, {name: value for name, value in named.items() if CODE.fullmatch(value)}))
    return made


def left_over(nowhere: Sequence[str], text: str, index: SearchIndex) -> list[str]:
    """Return of some words of a text that stand nowhere those that no range is made of."""
    span = span_asked(text, index) if nowhere else None
    return [word for word in nowhere if not (span and word in span.said)]


def offered(text: str, index: SearchIndex, say: Words) -> list[tuple[str, str]]:
    """Return in words what a text may mean, a range with the number of seeds in it, each with its address."""
    offers = []
    if span := span_asked(text, index):
        name, _, currency = span.name.partition(".")
        least, most = (say.amount(end, currency) if currency and end else end for end in (span.least, span.most))
        ends = "both" if least and most else "from" if least else "to"
        told = say(f"explore.span.{name}.{ends}", least=least, most=most)
        choice = search_of(span.query, index).choice
        count = int(index.left(choice, index.find(span.rest).seeds).sum())
        told = say.apart([told, span.rest] if span.rest else [told])
        offers.append((f"{told} ({count})", f"/explore?{urlencode(span.query)}"))
    return offers + [(say(key), address) for key, address in (PAGES[name] for name in pages_asked(text))]
