"""Amounts and dates, taken out of texts and held against what is licensed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from tests.checker import phrases as say
from tests.checker.ledger import Finding
from tests.checker.licence import Licence


@lru_cache
def amount_pattern(lang: str) -> re.Pattern[str]:
    """Return the pattern of an amount with its currency, its bound and its state."""
    bounds, states = say.alternatives(say.BOUNDS[lang]), say.alternatives(say.MONEY_STATES[lang])
    figure = rf"(?P<figure>{say.NUMBERS[lang]})(?:[ \u00a0\u202f]?(?P<scale>{say.SCALES})\b)?"
    # A state that begins the split of a sum belongs to what follows it.
    after = rf"(?=(?:(?:,| \() ?(?P<after>{states})\b(?! (?:(?:{bounds}) )?[A-Z]{{3}}\b))?)"
    return re.compile(
        rf"(?:\b(?P<before>{states}) )?(?:(?P<bound>(?i:{bounds})) )?(?:(?P<currency>\b[A-Z]{{3}})[ \u00a0\u202f]{figure}{after})"
        rf"|(?P<lead>(?i:{bounds})) (?P<bare>{say.NUMBERS[lang]})[ \u00a0\u202f](?P<times>million|millions|millón|millones)\b",
    )


def number(figure: str, lang: str) -> Decimal:
    """Return a number as a language writes it."""
    figure = re.sub(r"[  \u00a0\u202f]", "", figure)
    return Decimal(figure.replace(",", "") if lang == "en" else figure.replace(".", "").replace(",", "."))


def amounts(licence: Licence, lang: str, text: str) -> tuple[str, list[Finding]]:
    """Return the text without its amounts, and which of them nothing licenses."""
    found: list[Finding] = []
    bounds, states = say.BOUNDS[lang], say.MONEY_STATES[lang]
    known = licence.truth.world.rules.currencies

    def hold(match: re.Match[str]) -> str:
        currency = match["currency"]
        if match["bare"]:
            amount = number(match["bare"], lang) * 1_000_000
            licensed = {bound for (a, _), told in licence.amounts.items() if a == amount for bound in told}
            if bounds[match["lead"].lower()] not in licensed:
                found.append(("amount.bound" if licensed else "amount", match[0]))
            return "#"
        amount = number(match["figure"] or "0", lang) * (1_000_000 if match["scale"] else 1)
        # "SDG 8.8" is a target, not Sudanese pounds.
        if currency not in known or (currency == "SDG" and amount < 18):
            return match[0]
        told = licence.amounts.get((amount, currency))
        if told is None:
            elsewhere = any(a == amount for a, _ in licence.amounts)
            found.append(("amount.currency" if elsewhere else "amount", match[0]))
        elif bounds.get((match["bound"] or "").lower(), "exact") not in told:
            found.append(("amount.bound", match[0]))
        state = match["before"] or match["after"]
        if told and state and (amount, currency, states[state]) not in licence.states:
            found.append(("amount.state", match[0]))
        return "#"

    return amount_pattern(lang).sub(hold, text), found


@lru_cache
def date_pattern(lang: str) -> re.Pattern[str]:
    """Return the pattern of a date in words or figures."""
    month = f"{say.MONTHS[lang]}|{say.SHORT_MONTHS[lang]}"
    of = r"(?:de |d’)?"
    return re.compile(
        rf"\b(?P<iso>\d{{4}}-\d\d(?:-\d\d)?)\b"
        rf"|\b(?:(?P<day>\d{{1,2}})(?:er)? {of})?(?P<month>{month})\.? {of}(?P<of>\d{{4}})\b"
        r"|(?<![\d./–-])(?P<year>(?:19|20)\d\d)\b(?![.,]?\d)",
        re.IGNORECASE,
    )


def dates_in(lang: str, text: str) -> Iterator[tuple[str, bool, int]]:
    """Yield each date of a text, whether it is when something was told, and where it stands."""
    told, last = False, 0
    for match in date_pattern(lang).finditer(text):
        if match["month"]:
            name = match["month"].lower()
            long, short = say.MONTHS[lang].split("|"), say.SHORT_MONTHS[lang].split("|")
            months = long if name in long else short
            date = f"{match['of']}-{months.index(name) + 1:02}" + (f"-{int(match['day']):02}" if match["day"] else "")
        else:
            date = match["iso"] or match["year"]
        # In a list of dates the first says what they all are.
        listed = last and re.fullmatch(r",? (?:and |et (?:en |le )?|y (?:en |el )?)?", text[last : match.start()])
        told = told if listed else bool(re.search(say.TOLD[lang], text[: match.start()], re.IGNORECASE))
        last = match.end()
        yield date, told, match.start()


def dates(licence: Licence, lang: str, text: str) -> Iterator[Finding]:
    """Each date is one of what is shown, of the same clock, and no more precise."""

    def licensed(date: str, known: set[str]) -> bool:
        return any(one.startswith(date) for one in known)

    for date, told, _ in dates_in(lang, text):
        if not licensed(date, licence.told if told else licence.happened):
            yield "date.clock" if licensed(date, licence.told | licence.happened) else "date", date
