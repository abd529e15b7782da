"""What a picture says: verbs, statuses, kinds, dates and amounts, in the words of the language being spoken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal

from seedline import vocabulary
from seedline.document.facts import Commitment, Node, Place, Step
from seedline.i18n import LANGUAGES, Words
from seedline.i18n import words as words_of
from seedline.i18n.words import amount_of, begin, spoken

__all__ = ["LANGUAGES", "amount_of", "begin", "spoken"]
#: Statuses in the order of the legend: what is not stated stands last.
STATUSES = tuple(sorted(vocabulary.STATUSES, key=lambda status: status == "notStated"))
# A picture is made of hundreds of small texts; each asks here, so that no function hands the language to the next.
_SPOKEN: ContextVar[str] = ContextVar("spoken", default="en")


@contextmanager
def speaking(lang: str) -> Iterator[Words]:
    """Speak a language of the catalogue within a block, in this thread alone.

    >>> with speaking("fr"):
    ...     when("2021-10")
    'oct. 2021'
    """
    token = _SPOKEN.set(lang)
    try:
        yield words_of(lang)
    finally:
        _SPOKEN.reset(token)


def language() -> str:
    """Return the language being spoken."""
    return words_of(_SPOKEN.get()).language


def say(key: str, count: int | None = None, /, **values: object) -> str:
    """Return a string of the catalogue in the language being spoken.

    >>> say("picture.asOf", date="2021")
    'as of 2021'
    """
    return words_of(_SPOKEN.get())(key, count, **values)


def speech() -> Words:
    """Return the words of the language being spoken."""
    return words_of(_SPOKEN.get())


def named(group: str, token: str) -> str:
    """Return a token of a closed list in words.

    >>> named("stage", "carried on"), named("carrier", "iom")
    ('Carried on by', 'IOM')
    """
    return words_of(_SPOKEN.get()).token(group, token)


def known(group: str, token: str) -> bool:
    """Return whether the catalogue has a token.

    >>> known("voice", "fund"), known("voice", "nobody")
    (True, False)
    """
    return token in words_of("en").table[group]


def when(date: str) -> str:
    """Return a date in words at its own precision.

    >>> when("2021-10"), when("2017-10-01"), when("2015"), when("soon")
    ('Oct 2021', '1 Oct 2017', '2015', 'soon')
    """
    return words_of(_SPOKEN.get()).when(date)


def years(dates: list[str]) -> str:
    """Return the years that dates span.

    >>> years(["2017-10-01", "2015"]), years(["2015"]), years([])
    ('2015–2017', '2015', '')
    """
    found = sorted({date[:4] for date in dates if date[:4].isdecimal()})
    return found[0] if len(found) == 1 else f"{found[0]}–{found[-1]}" if found else ""


def money(stated: str, currency: str, bound: str = "exact", *, whole: bool = False) -> str:
    """Return an amount with its bound; only what loses no digit is shortened.

    >>> money("5600000", "USD", "atLeast"), money("300000", "USD"), money("149999.88", "USD"), money("", "EUR")
    ('at least USD 5.6m', 'USD 300,000', 'USD 149,999.88', 'amount not stated')
    """
    return words_of(_SPOKEN.get()).amount(stated, currency, bound, whole=whole)


def listed(parts: list[str]) -> str:
    """Return parts as a list in a sentence of the language being spoken.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return words_of(_SPOKEN.get()).listed(parts)


def decimal(text: str) -> str:
    """Return a number with the decimal sign of the language being spoken.

    >>> with speaking("fr"):
    ...     decimal("48.3")
    '48,3'
    """
    return text.replace(".", say("money.point"))


def amount(text: str) -> Decimal:
    """Return an amount for sorting, nothing as zero."""
    return amount_of(text) or Decimal(0)


def kind(node: Node) -> str:
    """Return what a node is, the kind of a product rather than the word."""
    if node.kind == "product" and node.product_kind:
        return begin(named("product", node.product_kind))
    return begin(named("kind", node.kind))


def verb(step: Step) -> str:
    """Return the verb of a step, read along its arrow."""
    return named("relation", step.relation or "followedBy")


def contribution(step: Step) -> str:
    """Return what the seed's part in a step was, nothing where that is not stated."""
    return "" if step.contribution == "notStated" else named("contribution", step.contribution)


def status(step: Step) -> str:
    """Return the status of a step with its year, and a mark where it is old."""
    if step.told:
        return step.told
    told = named("status", step.status)
    if step.status == "notStated":
        return told
    date = when(step.as_of)
    told = say("picture.statusAsOf", status=told, date=date) if date else say("picture.statusUndated", status=told)
    return say("picture.statusOld", status=told) if step.old else told


def dated(step: Step) -> str:
    """Return the date of a step itself, which is not the date of its status."""
    if not step.date or (step.date == step.as_of and step.status in {"launched", "achieved", "completed"}):
        return ""
    key = "picture.launched" if step.relation in {"scaledInto", "nextPhase"} else "picture.dated"
    return say(key, date=when(step.date))


def commitment(item: Commitment) -> str:
    """Return a commitment as an edge writes it: who, how much, in which status, of when."""
    state = named("commitment", item.status)
    unnamed = say("money.privateSector" if item.source_type == "private" else "money.funderNotNamed")
    return say(
        "picture.commitment",
        funder=item.funder or unnamed,
        amount=money(item.amount, item.currency, item.bound),
        status=f"{state}, {when(item.as_of)}" if item.as_of else state,
    )


def place(found: Place) -> str:
    """Return where a source says so.

    >>> from seedline.document.facts import Place
    >>> place(Place("Booklet, Results", "4", "3–5"))
    'Booklet, Results, page 4, lines 3–5'
    """
    parts = [found.where, say("place.page", page=found.page) if found.page else ""]
    if found.lines:
        parts.append(say("place.line", 2 if "–" in found.lines else 1, lines=found.lines))
    return ", ".join(part for part in parts if part)


def sentence(parts: list[str]) -> str:
    """Return parts as sentences, each with a full stop.

    >>> sentence(["CREST", "", "Since 2017."])
    'CREST. Since 2017.'
    """
    return " ".join(part if part.endswith((".", "…", "?")) else f"{part}." for part in parts if part)
