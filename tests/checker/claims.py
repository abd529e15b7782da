"""Each claim of a document's JSON held against the triples. A finding is a code and what is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tests.checker.triples import full, token
from tests.checker.world import Json, Money, Step, Truth, end, months, newest, total, weakest

Finding = tuple[str, str]


def check(truth: Truth, document: Json) -> Iterator[Finding]:
    """Yield all that a document claims and the triples do not bear out."""
    for part in (nodes, edges, edge_set, money, left_out, voices, carried, timing, dates, omitted, claims):
        yield from part(truth, document)


def differing(code: str, where: str, told: Json, true: Json) -> Iterator[Finding]:
    """Yield each field that is not as it should be."""
    for name, value in true.items():
        if told.get(name) != value:
            yield f"{code}.{name}", f"{where}: {name} is {told.get(name)!r}, the triples say {value!r}"


def nodes(truth: Truth, document: Json) -> Iterator[Finding]:
    """Things: what they are, and in which stage they stand."""
    get, world = truth.world.triples, truth.world
    for node in document["nodes"]:
        iri = node["iri"]
        facts = [f for f in get.pointing("rdf:subject", iri) if full("sl:country") in get.texts(f, "rdf:predicate")]
        plain = {token(country) for country in get.texts(iri, "sl:country")}
        qualified = {token(country) for fact in facts for country in get.texts(fact, "rdf:object")}
        history = [o for h in get.pointing("sl:about", iri) for o in get.texts(h, "sl:stageObservation")]
        told = [
            (end(date), world.rules.stages.get(stage, 0), stage, date)
            for o in history
            if (date := get.text(o, "sl:asOf")) and world.knows(date) and (stage := get.token(o, "sl:policyStage"))
        ]
        policy = max(told, default=None)
        years = [c.year for c in world.given.get(iri, ()) if c.kind == "seed" and c.year]
        true = {
            "kind": world.kinds.get(iri, "project"),
            "label": get.label(iri) or node["id"],
            "title": get.text(iri, "dcterms:title"),
            "productKind": get.token(iri, "sl:productKind"),
            "start": get.text(iri, "sl:started"),
            "end": get.text(iri, "sl:ended"),
            "fundingYear": next(iter(years), None),
            "draft": world.draft(iri),
            "summary": get.text(iri, "sl:summary"),
            "codes": sorted(get.texts(iri, "dcterms:identifier")),
        }
        yield from differing("thing", iri, node, true)
        sets = {
            "countries": ({c["code"] for c in node["countries"]}, plain | qualified),
            "alignments": (
                {a["to"] for a in node["alignments"]},
                {target for a in get.pointing("sl:about", iri) for target in get.texts(a, "sl:alignedTo")},
            ),
            "sources": (set(node["sources"]), {value.source for value in get.values(iri, "rdf:type")}),
        }
        for name, (said, found) in sets.items():
            if said != found:
                yield f"thing.{name}", f"{iri}: {sorted(said ^ found)}"
        stage = (node["policyStage"] or {}).get("stage"), (node["policyStage"] or {}).get("asOf")
        if stage != ((policy[2], policy[3]) if policy else (None, None)):
            yield "thing.policyStage", f"{iri}: {stage}, the triples say {policy}"
        if node["stage"] != truth.stages[iri]:
            yield f"stage.{node['stage']}-is-{truth.stages[iri]}".replace(" ", ""), iri


def edges(truth: Truth, document: Json) -> Iterator[Finding]:
    """Steps: direction, relation, status with its date, by whose word, evidence, money on them."""
    world, get = truth.world, truth.world.triples
    newest_fact = newest(
        [seen.as_of for s in world.steps.values() for seen in s.seen]
        + [c.as_of for m in world.given.values() for c in m]
    )
    for edge in document["edges"]:
        iri = edge["iri"]
        step = world.steps.get(iri)
        if step is None:
            yield "step.unknown", iri
            continue
        latest = step.seen[-1].as_of if step.seen else None
        true: dict[str, Any] = {
            "from": step.earlier,
            "to": step.later,
            "relation": step.relation,
            "contribution": get.token(iri, "sl:contribution"),
            "status": world.status(step),
            "statusAsOf": latest,
            "statusOld": bool(latest and newest_fact and months(latest, newest_fact)[0] > 24),
            "basis": get.token(iri, "sl:basis"),
            "assertedBy": get.token(iri, "sl:assertedBy"),
            "confidence": get.token(iri, "sl:confidence"),
            "date": world.launch(step),
            "summary": get.text(iri, "sl:summary"),
            "note": get.text(iri, "sl:note"),
        }
        yield from differing("step", iri, edge, true)
        sets = {
            "statuses": (
                {(s["status"], s["asOf"]) for s in edge["statuses"]},
                {(s.status, s.as_of) for s in step.seen},
            ),
            "evidence": ({e["iri"] for e in edge["evidence"]}, get.texts(iri, "sl:evidence")),
            "commitments": (set(edge["commitments"]), paid(truth, step)),
        }
        for name, (said, found) in sets.items():
            if said != found:
                yield f"step.{name}", f"{iri}: {sorted(said ^ found)}"
        yield from evidence(truth, edge["evidence"])


def paid(truth: Truth, step: Step) -> set[str]:
    """Return the commitments that stand on a step: those for its later thing, where the relation lets money count."""
    if truth.world.rules.relations[step.relation].money != "counts":
        return set()
    return {c.iri for c in truth.world.given.get(step.later, ())}


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


def edge_set(truth: Truth, document: Json) -> Iterator[Finding]:
    """The steps shown are all between two things shown that the view's limits keep."""
    if truth.of["kind"] == "paths":
        return
    inside = set(truth.nodes)
    limits = {name: set(truth.limits.get(name, ())) for name in ("status", "relation", "basis")}
    world = truth.world
    true = {
        step.iri
        for step in world.steps.values()
        if {step.earlier, step.later} <= inside
        and (not limits["status"] or world.status(step) in limits["status"])
        and (not limits["relation"] or step.relation in limits["relation"])
        and (not limits["basis"] or step.basis in limits["basis"])
    }
    told = Counter(edge["iri"] for edge in document["edges"])
    for iri in sorted(true ^ set(told)):
        yield "step.missing" if iri in true else "step.extra", iri
    for iri in (iri for iri, count in told.items() if count > 1):
        yield "step.twice", iri


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
    yield from (("money.missing", iri) for iri in sorted(set(sums.all) - set(told)))
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
        "bound": c.bound,
        "status": c.status,
        "sourceType": c.kind,
        "asOf": c.as_of,
        "decidedOn": c.decided,
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
    if (entry["leverage"] is None) != bool(entry["leverageReason"]):
        yield "ratio.reason", f"{where}: {entry['leverageReason']}"


def bounds_of(parts: list[Json]) -> dict[str | None, str] | None:
    """Return the bounds by funder, nothing where a document has none."""
    return {part["funder"]: part["bound"] for part in parts} if any("bound" in part for part in parts) else None


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
                "no seed is among what is shown": not sums.seeds,
            }
            repeated = re.match(r"(a later value|another report) of the same money.*?: (\S+)$", out["reason"])
            if repeated:
                true = sums.again.get(c.iri) == repeated[2]
            else:
                true = status[1] == c.status if status else holds.get(out["reason"], False)
            if not true:
                yield "money.reason", f"{c.iri}: {out['reason']!r}"
            if "reasonCode" in out and not (out["reasonCode"] and isinstance(out.get("reasonParameters"), dict)):
                yield "money.reasonCode", c.iri


def voices(truth: Truth, document: Json) -> Iterator[Finding]:
    """By whose word: a voice is independent only if it speaks in a source of its own."""
    told = document["byWhoseWord"]
    true = Counter(step.voice for step in truth.steps if step.voice != "seedline")
    if told["voices"] != dict(true):
        yield "voice.count", f"{told['voices']}, the triples say {dict(true)}"
    several = re.match(r"(\d+) independent", told["phrase"])
    if several and int(several[1]) > len(truth.evidence_sources(step.iri for step in truth.steps)):
        yield "voice.independent", f"{told['phrase']} in one source"
    if not several and len({"fund" if v == "implementingOffice" else v for v in true}) > 1 and "only" in told["phrase"]:
        yield "voice.phrase", told["phrase"]


def carried(truth: Truth, document: Json) -> Iterator[Finding]:
    """Who carries something on: every claim about what is not before the seed."""
    get, world = truth.world.triples, truth.world
    here = [node["iri"] for node in document["nodes"] if node["stage"] != "before"]
    true = {
        (iri, node, get.token(iri, "sl:carrier"), get.text(iri, "sl:agent"), get.text(iri, "sl:asOf"))
        for node in here
        for iri in get.pointing("sl:about", node)
        if get.texts(iri, "sl:carrier") and world.knows(get.text(iri, "sl:asOf"))
    }
    told = {(c["iri"], c["node"], c["kind"], c["agent"], c["asOf"]) for c in document["carriedOnBy"]}
    yield from (("carriedOn", str(row)) for row in sorted(true ^ told, key=str))


def timing(truth: Truth, document: Json) -> Iterator[Finding]:
    """Months from a funding year to a launch."""
    world = truth.world
    told = {
        (t["from"], t["fromDate"], t["to"], t["toDate"], t["monthsAtLeast"], t["monthsAtMost"])
        for t in document["timing"]
    }
    true = set()
    for seed in truth.seeds:
        year = next((c.year for c in world.given.get(seed, ()) if c.kind == "seed" and c.year), None)
        after = {seed} | world.downstream([seed])
        for step in truth.steps if year else ():
            launch = world.launch(step)
            if (
                launch
                and world.rules.relations[step.relation].scaling
                and step.earlier in after
                and not world.shared(step.earlier)
            ):
                true.add((seed, year, step.later, launch, *months(year or "", launch)))
    yield from (("timing", str(row)) for row in sorted(true ^ told, key=str))


def shown_dates(truth: Truth, document: Json) -> set[str]:
    """Return every date by which something shown was told."""
    found = {seen.as_of for step in truth.steps for seen in step.seen}
    found |= {c.as_of for c in truth.sums.all.values() if c.as_of}
    found |= {c["asOf"] for c in document["carriedOnBy"] if c["asOf"]}
    return found | {n["policyStage"]["asOf"] for n in document["nodes"] if n["policyStage"]}


def dates(truth: Truth, document: Json) -> Iterator[Finding]:
    """The newest fact of what is shown."""
    true, told = newest(shown_dates(truth, document)), document["dates"]["factsAsOf"]
    if (true and end(true)) != (told and end(told)):
        yield "dates.factsAsOf", f"{told}, the triples say {true}"


def omitted(truth: Truth, document: Json) -> Iterator[Finding]:
    """What is one step from what is shown, and not shown."""
    world, inside = truth.world, set(truth.nodes)
    known = [s for s in world.steps.values() if world.follows(s, back=True)]
    leading = [s for s in known if s.earlier in inside and s.later not in inside and not world.shared(s.earlier)]
    entering = [s for s in known if s.later in inside and s.earlier not in inside and not world.shared(s.later)]
    beyond = {s.later for s in leading} | {s.earlier for s in entering}
    true = (len(beyond), len(leading) + len(entering))
    told = document["omitted"]
    if (told["nodes"], told["edges"]) != true:
        yield "omitted", f"{told['nodes']}, {told['edges']}; the triples say {true}"
    for name, end_of, found in (
        ("next", "iri", {s.later for s in leading}),
        ("previous", "iri", {s.earlier for s in entering}),
    ):
        if {other[end_of] for other in told[name]} != found:
            yield f"omitted.{name}", str({other[end_of] for other in told[name]} ^ found)


def claims(truth: Truth, document: Json) -> Iterator[Finding]:
    """Claims as data, where a document has them: each with a code, and evidence that the triples know."""
    for claim in document.get("claims", ()):
        if not claim.get("code") or not isinstance(claim.get("parameters"), dict):
            yield "claim.form", str(claim)
        for iri in claim.get("evidence", ()):
            if not truth.world.triples.texts(iri, "rdf:type"):
                yield "claim.evidence", iri


def membership(truth: Truth, document: Json) -> Iterator[Finding]:
    """The things of a whole lineage, a whole component or all ways between two things."""
    world, told = truth.world, [node["iri"] for node in document["nodes"]]
    focus = truth.focus
    if truth.limits or truth.of["kind"] == "selection":
        return
    if truth.of["kind"] == "lineage":
        after = world.downstream([focus])
        products = {
            s.later for node in after | {focus} for s in world.out.get(node, ()) if s.relation == "produced"
        } & after
        true = {focus} | world.upstream([focus]) | after | world.upstream(products)
    elif truth.of["kind"] == "component":
        true, stack = {focus}, [focus]
        while stack:
            node = stack.pop()
            for step in () if world.shared(node) else (*world.out.get(node, ()), *world.into.get(node, ())):
                other = step.later if step.earlier == node else step.earlier
                relation = world.rules.relations.get(step.relation)
                if relation and relation.joins and not world.shared(other) and other not in true:
                    true.add(other)
                    stack.append(other)
    else:
        start, last = truth.of["from"], truth.of["to"]
        # A way may pass over whatever a story before the later thing is followed over.
        onward = world.closure([start], lambda s: world.follows(s, back=True))
        true = ({start} | onward) & ({last} | world.upstream([last]))
    yield from (("membership", iri) for iri in sorted(true ^ set(told)))
    yield from (("membership.twice", iri) for iri, count in Counter(told).items() if count > 1)
