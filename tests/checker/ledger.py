"""The money of a document: each commitment once and where it belongs, sums, splits, bounds, ratios, reasons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from tests.checker.triples import token
from tests.checker.truth import Truth, total
from tests.checker.world import Json, Money, weakest

Finding = tuple[str, str]


def differing(code: str, where: str, told: Json, true: Json) -> Iterator[Finding]:
    """Yield each field that is not as it should be."""
    for name, value in true.items():
        if told.get(name) != value:
            yield f"{code}.{name}", f"{where}: {name} is {told.get(name)!r}, the triples say {value!r}"


def evidence(truth: Truth, places: list[Json]) -> Iterator[Finding]:
    """Places: the source, and its lines."""
    get = truth.world.triples
    for place in places:
        iri = place["iri"]
        lines = [int(get.text(iri, name) or 0) for name in ("sl:lineStart", "sl:lineEnd")]
        true = {"source": token(get.text(iri, "oa:hasSource") or ""), "sha256": get.text(iri, "sl:sha256")}
        yield from differing("place", iri, place, true)
        if "lines" in place and place["lines"] != lines:
            yield "place.lines", f"{iri}: {place['lines']}, the triples say {lines}"


def plain(amount: Decimal | None) -> str | None:
    """Return an amount as the contract writes it."""
    if amount is None:
        return None
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(truth: Truth, document: Json) -> Iterator[Finding]:
    """Sums: each commitment once and where it belongs, totals, splits, bounds, ratios, per currency."""
    sums, get = truth.sums, truth.world.triples
    counted = {c.iri for c in sums.counted}
    own = {c.iri for c in sums.own}
    told: Counter[str] = Counter()
    for entry in document["money"]:
        for where, place in (("seeds", own), ("commitments", counted), ("leftOut", set(sums.all) - own - counted)):
            for item in entry[where]:
                c = item.get("commitment", item)
                told[c["iri"]] += 1
                true = sums.all.get(c["iri"])
                if true is None:
                    yield "money.unknown", c["iri"]
                    continue
                if c["iri"] not in place:
                    yield f"money.{where}", f"{c['iri']} does not belong there"
                yield from differing("money", true.iri, c, commitment(truth, true))
                if (entry["currency"] or "") != (true.currency or ""):
                    yield "money.currency", f"{true.iri} stands under {entry['currency']}"
                if {e["iri"] for e in c["evidence"]} != get.texts(true.iri, "sl:evidence"):
                    yield "money.evidence", true.iri
                yield from evidence(truth, c["evidence"])
        yield from sum_of(truth, entry)
    yield from (("money.missing", iri) for iri in sorted(set(sums.all) - sums.agreed - set(told)))
    yield from (("money.twice", iri) for iri, count in told.items() if count > 1)


def commitment(truth: Truth, c: Money) -> Json:
    """Return the fields of a commitment as the triples have them."""
    get = truth.world.triples
    return {
        "funder": c.funder,
        "funderLabel": (get.label(c.funder) or token(c.funder)) if c.funder else None,
        "recipient": c.recipient,
        "amount": plain(c.amount),
        "currency": c.currency,
        "bound": c.bound if c.amount is not None else None,
        "status": c.status,
        "sourceType": c.kind,
        "asOf": c.as_of,
        "on": c.on.json,
        "undated": truth.world.undated(c.on) or None,
        "decidedOn": c.on.date if c.status in {"approved", "committed", "secured", "mobilised"} else None,
        "fundingYear": c.year,
        "assertedBy": get.token(c.iri, "sl:assertedBy"),
    }


def sum_of(truth: Truth, entry: Json) -> Iterator[Finding]:
    """The sums of one currency."""
    currency = entry["currency"] or ""
    own, counted = truth.sums.currencies.get(currency, ([], []))
    counted = counted if currency else []
    split: dict[str, dict[str | None, list[Money]]] = {"status": {}, "funder": {}}
    for c in counted:
        split["status"].setdefault(c.status, []).append(c)
        split["funder"].setdefault(c.funder, []).append(c)
    follow, where = entry["followOn"], f"sum in {currency}"
    yield from differing(
        "seed", where, entry["seed"], {"amount": plain(total(own)), "bound": weakest(c.bound for c in own)}
    )
    true = {"amount": plain(total(counted)), "bound": weakest(c.bound for c in counted)}
    yield from differing("followOn", where, follow, true)
    by_status = {status: plain(total(money)) for status, money in split["status"].items()}
    yield from differing("followOn", where, follow, {"byStatus": by_status})
    by_funder = {part["funder"]: part["amount"] for part in entry["byFunder"]}
    if by_funder != {funder: plain(total(money)) for funder, money in split["funder"].items()}:
        yield "followOn.byFunder", f"{where}: {by_funder}"
    # A split that carries bounds must carry the weakest of each.
    for name, bounds in (("status", follow.get("byStatusBounds")), ("funder", bounds_of(entry["byFunder"]))):
        if bounds is not None and bounds != {
            key: weakest(c.bound for c in money) for key, money in split[name].items()
        }:
            yield f"followOn.by{name.title()}Bounds", f"{where}: {bounds}"
    ratio = truth.sums.ratio(currency)
    if entry["leverage"] != (ratio[0] if ratio else None):
        yield "ratio", f"{where}: {entry['leverage']}, the triples say {ratio}"
    if truth.reported and re.match("no follow-on amount is reported", entry["leverageReason"] or ""):
        yield "none.reported", f"{where}: {entry['leverageReason']}"
    if (entry["leverage"] is None) != bool(entry["leverageReason"]):
        yield "ratio.reason", f"{where}: {entry['leverageReason']}"


def bounds_of(parts: list[Json]) -> dict[str | None, str] | None:
    """Return the bounds by funder, nothing where a document has none."""
    return {part["funder"]: part["bound"] for part in parts} if any("bound" in part for part in parts) else None


_AGAIN = {
    "later": "by our reading a later value of the same money counts instead: ",
    "report": "by our reading another report of the same money: ",
    "together": "by our reading possibly the same money as these together: ",
}


def left_out(truth: Truth, document: Json) -> Iterator[Finding]:
    """Reasons: why a commitment is in no sum."""
    sums, world = truth.sums, truth.world
    for entry in document["money"]:
        for out in entry["leftOut"]:
            c = sums.all.get(out["iri"])
            if c is None:
                continue
            status = re.fullmatch(r"its status is (\w+)", out["reason"])
            holds = {
                "pledged, not yet approved": c.status == "pledged",
                "planned, not yet approved": c.status == "planned",
                "blocked": c.status == "blocked",
                "its status is not stated": c.status == "notStated",
                "from the seed's own Fund": sums.own_fund(c),
                "co-finance: it has no direction": c.co_finance,
                "in kind": c.kind == "inKind",
                "it is for a draft, which stays out of sums": any(map(world.draft, {c.recipient, *sums.seeds})),
                "no amount is stated": c.amount is None,
                "no currency is stated": c.currency is None,
                "it finances the seed project itself, beside the Fund": c.recipient in sums.seeds and c.kind != "seed",
                "not followed from the seed: it finances what came before, or another seed's work": bool(sums.seeds)
                and c.recipient not in sums.reached | sums.seeds
                and truth.stages[c.recipient] not in {"followed", "carried on"},
                "no money is followed over the steps that are shown": bool(sums.seeds)
                and c.recipient not in sums.reached | sums.seeds
                and truth.stages[c.recipient] in {"followed", "carried on"},
                "no seed is among what is shown": not sums.seeds,
            }
            if phrase := _AGAIN.get(out.get("reasonCode", "")):
                # No source says that money is told twice: it is our reading, and each amount is named.
                named = frozenset(" ".join(out["reasonParameters"].values()).split())
                rest = out["reason"].removeprefix(phrase)
                amounts = sum(sums.all[iri].amount is not None for iri in named & sums.all.keys())
                told = len(re.findall(r"\b[A-Z]{3} \d", rest)), rest.count("amount not stated")
                true = named in {sums.again.get(c.iri), sums.told_again.get(c.iri)} and out["reason"].startswith(phrase)
                true = true and told == (amounts, len(named) - amounts)
            else:
                true = status[1] == c.status if status else holds.get(out["reason"], False)
            if not true:
                yield "money.reason", f"{c.iri}: {out['reason']!r}"
            if "reasonCode" in out and not (out["reasonCode"] and isinstance(out.get("reasonParameters"), dict)):
                yield "money.reasonCode", c.iri
