"""What somebody's words mean beside what they find: choices and an order, a question, or a page of the site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from seedline.errors import InputError
from seedline.i18n.folding import fold
from seedline.i18n.words import Words, begin
from seedline.queries import Question
from seedline.search import PAGES, Answer, Reading, SearchIndex, pages_asked, questions_asked, read_sentence
from seedline.search.asking import asks, asks_all
from seedline.search.exclusions import NEGATIONS
from seedline.search.facets import FACETS
from seedline.search.fewer import SMALL
from seedline.search.index import CODE
from seedline.search.naming import Naming
from seedline.search.pages import says_no
from seedline.search.question import parted, understand
from seedline_api.rendering.finding import Search, search_of, value_words

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Renderer


def asked_here(
    renderer: Renderer, text: str, lang: str, most: int, index: SearchIndex
) -> list[tuple[Question, dict[str, str]]]:
    """Return the questions that words ask for, each of what it can be asked: who gave nothing is no funder.

    A sentence that is read as choices asks for no example of anything, and for nothing that it leaves out.
    """
    snapshot, made, reading = renderer.tracer.snapshot, [], read_sentence(text, index)
    left_out = {value[1:] for _, value in reading.pairs if value.startswith("-")} if reading else set()
    for asked, named in questions_asked(text, lang, most, index, renderer.site.questions):
        if reading and (asked.examples(named) or not left_out.isdisjoint(named.values())):
            continue
        try:
            asked.bind(named, snapshot.store, snapshot.base, lang, snapshot.loaded)
            made.append((asked, named))
        except InputError:
            # A code that nothing has is refused where it is asked for, with the nearest.
            made.append((asked, {name: value for name, value in named.items() if CODE.fullmatch(value)}))
    return made


def left_over(nowhere: Sequence[str]) -> list[str]:
    """Return of some words that stand nowhere those that are no words of a sentence, by which people only ask."""
    return [one for one in nowhere if not all(word in SMALL or asks(word) for word in parted(one))]


def unread_no(search: Search, answer: Answer, asked: Sequence[Question], lang: str) -> str:
    """Return the word of a sentence that says no and that nothing here understands, or nothing.

    A choice understands it, and a page about what is not known; where nothing is shown, also a question that says no
    and is asked by all other words. Where an entry has every word as it stands, it is a word like others.
    """
    shown = answer.total > 0
    if search.reading or says_no(pages_asked(search.typed)) or (shown and not (answer.left_out or answer.apart)):
        return ""
    plain = [one.typed for one in understand(search.question) if one.plain]
    words = [one for one in plain if not NEGATIONS.isdisjoint(fold(one))]
    telling = {word for word in parted(search.question) if word not in SMALL and word not in NEGATIONS}
    understood = not shown and any(
        not NEGATIONS.isdisjoint(fold(each.title[lang])) and asks_all(each, telling, lang) for each in asked[:1]
    )
    return words[0] if words and not understood else ""


def read_as(reading: Reading, index: SearchIndex, say: Words) -> str:
    """Return in words how a sentence was read, with the number of seeds that it leaves."""
    told = [_chosen(name, value, index, say) for name, value in reading.pairs]
    if reading.question:
        told.append(reading.question)
    choice = search_of([(name, value) for name, value in reading.query if name != "q"], index).choice
    count = int(index.left(choice, index.find(reading.question).seeds).sum())
    if reading.sort:
        kind, _, currency = reading.sort.partition(".")
        told.append(say("explore.inOrder", order=say(f"explore.sort.{kind}", currency=currency)))
    return f"{begin(say.apart(told))} ({count})"


def _chosen(name: str, value: str, index: SearchIndex, say: Words) -> str:
    if name in FACETS:
        label = value_words(index.labels, say, name, value.removeprefix("-"))
        label = say("explore.not", value=label) if value.startswith("-") else label
        return say.pair(say(f"explore.facet.{name}"), label)
    kind, _, currency = name.partition(".")
    least, _, most = value.partition("..")
    least, most = (say.amount(end, currency) if currency and end else end for end in (least, most))
    ends = "both" if least and most else "from" if least else "to"
    return say(f"explore.span.{kind}.{ends}", least=least, most=most)


def offered(text: str, index: SearchIndex, say: Words) -> list[tuple[str, str]]:
    """Return in words what a text means, with the number of seeds, and the pages it asks for, each with its address."""
    reading = read_sentence(text, index)
    offers = [(read_as(reading, index, say), _address("/explore", reading.query))] if reading else []
    return offers + pages_of(text, index, say)


def pages_of(text: str, index: SearchIndex, say: Words) -> list[tuple[str, str]]:
    """Return in words the pages that a text asks for, of the seed that it names where it names one."""
    pages = [PAGES[name] for name in pages_asked(text)]
    seed = (
        Naming(index, text).meant("seed", asks, asks, best=False)
        if any(one.of_seed is not None for one in pages)
        else ""
    )
    offers = []
    for one in pages:
        if seed and one.of_seed is not None:
            offers.append((say.pair(say(one.key), seed), _address("/known", [*one.of_seed, ("seed", seed)])))
        else:
            offers.append((say(one.key), _address(one.path, one.query) + (f"#{one.part}" if one.part else "")))
    return offers


def _address(path: str, query: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
