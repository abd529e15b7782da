"""Selections as results: counts, sums and a part of their things, at any size."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from seedline.i18n import Words, words
from seedline.i18n.words import plain
from seedline.views.request import ViewRequest
from seedline.views.result import Result
from seedline.views.subject import MOST_CHOSEN
from seedline.vocabulary import STATUSES

if TYPE_CHECKING:
    from decimal import Decimal

    from seedline_api.rendering.tasks import Made, Renderer

_SHOWN = 100


def selection(renderer: Renderer, select: str, exclude: str | None, start: int, count: int) -> Made:
    """Return what a selection names as JSON, with at most ``count`` of its things."""
    result = Result.of(renderer.tracer, select, exclude)
    document = {"version": renderer.site.version, **result.json(start, count)}
    body = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return body.encode("utf-8", "replace"), {"Content-Type": "application/json"}


def page(renderer: Renderer, asked: ViewRequest) -> Made:
    """Return the page of a selection that names more than a document holds."""
    subject, say, choice = asked.subject, words(asked.look.lang), asked.choice
    tracer = renderer.tracer_of(asked.data)
    tracer = tracer.view(as_of=choice.as_of, told_by=choice.told_by, sources=choice.source)
    result = Result.of(tracer, subject.first, subject.second or None)
    key = "title.without" if subject.second else "title.selection"
    query = [(name, value) for name, value in subject.query if value]
    body = renderer.site.page(
        "result.html",
        lang=asked.look.lang,
        at=f"/view{asked.address}",
        result=result,
        heading=say(key, select=subject.first, exclude=subject.second),
        told=say("result.told", len(result), n=say.grouped(len(result)), most=MOST_CHOSEN),
        statuses=sorted(result.statuses.items(), key=lambda found: -STATUSES[found[0]].order),
        money=list(_money(result, say)),
        things=list(result.things(0, _SHOWN)),
        data_link=f"{renderer.site.prefix}/api/select?{urlencode(query)}",
        asked=dict(query),
    )
    version = tracer.snapshot.version
    return body, {"Seedline-Version": version, "Link": ""}


def _money(result: Result, say: Words) -> list[tuple[str, str, str, str]]:
    """Return a row for each currency: what the seeds were given, what followed here, and in their whole lineages."""

    def told(amount: Decimal | None, currency: str, bound: str) -> str:
        return say.amount(plain(amount), currency, bound) if amount is not None else say("result.none")

    here = {money.currency: money for money in result.money}
    rows = []
    for whole in result.whole_lineages:
        money = here.get(whole.currency)
        given = told(whole.given, whole.currency, whole.given_bound)
        within = told(money.follow_on, whole.currency, money.bound) if money else say("result.none")
        rows.append((whole.currency, given, within, told(whole.follow_on, whole.currency, whole.bound)))
    return rows
