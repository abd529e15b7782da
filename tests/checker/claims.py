"""Each claim of a document's JSON held against the triples. A finding is a code and what is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.checker.ledger import Finding, differing, evidence, left_out, money
from tests.checker.triples import full, token
from tests.checker.truth import Truth
from tests.checker.world import Json, Step, When, end, months, newest

#: What can have ended without anybody saying so; what was done, and what has ended, stays so.
LAPSING = {"recommended", "identified", "expressedInterest", "planned", "expected", "agreed", "approved", "launched"} | {
    "ongoing", "blocked",
}  # fmt: skip


def check(truth: Truth, document: Json) -> Iterator[Finding]:
    """Yield all that a document claims and the triples do not bear out."""
    for part in (nodes, edges, edge_set, money, left_out, voices, carried, timing, dates, omitted, claims):
        yield from part(truth, document)


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
            (
                not world.undated(on),
                end(on.before or date),
                end(date),
                world.rules.stages.get(stage, 0),
                stage,
                date,
                on,
            )
            for o in history
            if (date := get.text(o, "sl:asOf"))
            and world.holds(on := When.read(get, o), date)
            and (stage := get.token(o, "sl:policyStage"))
        ]
        policy = max(told, key=lambda row: row[:4], default=None)
        given = [c for c in world.given.get(iri, ()) if c.kind == "seed"]
        # The year of a second report stands beside the first.
        years = [c.year for c in given if c.year and not c.reports & {other.iri for other in given}]
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
            # The code that a thing is called by comes first.
            "codes": sorted(
                get.texts(iri, "dcterms:identifier"), key=lambda code: (not iri.endswith(f"/{code}"), code)
            ),
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
        said = node["policyStage"] or {}
        stage = tuple(said.get(name) for name in ("stage", "asOf", "on", "undated"))
        if stage != ((*policy[4:6], policy[6].json, world.undated(policy[6]) or None) if policy else (None,) * 4):
            yield "thing.policyStage", f"{iri}: {stage}, the triples say {policy}"
        if node["stage"] != truth.stages[iri]:
            yield f"stage.{node['stage']}-is-{truth.stages[iri]}".replace(" ", ""), iri


def newest_of(truth: Truth) -> str | None:
    """Return the newest date in the data; of some sources, or of what had been told by a date, that of their statuses."""
    world, every = truth.world, truth.all.newest_told
    if not truth.limits.get("source") and every and world.holds(When(None, None), every):
        return every
    told = [seen.as_of for s in world.steps.values() for seen in s.seen if seen.as_of]
    return newest(told + [c.as_of for m in world.given.values() for c in m])


def edges(truth: Truth, document: Json) -> Iterator[Finding]:
    """Steps: direction, relation, status with its date, by whose word, evidence, money on them."""
    world, get = truth.world, truth.world.triples
    newest_fact = newest_of(truth)
    for edge in document["edges"]:
        iri = edge["iri"]
        step = world.steps.get(iri)
        if step is None:
            yield "step.unknown", iri
            continue
        last = step.seen[-1] if step.seen else None
        latest = last.as_of if last and last.status in LAPSING else None
        # Another report of the same link may tell of it later.
        link = (step.earlier, step.relation, step.later)
        alike = [one for one in world.steps.values() if one.seen and (one.earlier, one.relation, one.later) == link]
        told_later = any(one.seen[-1].as_of and latest and end(one.seen[-1].as_of) > end(latest) for one in alike)
        true: dict[str, Any] = {
            "from": step.earlier,
            "to": step.later,
            "relation": step.relation,
            "contribution": get.token(iri, "sl:contribution"),
            "status": world.status(step),
            "contributionBasis": get.token(iri, "sl:contributionBasis"),
            "contributionConfidence": get.token(iri, "sl:contributionConfidence"),
            "statusAsOf": last.as_of if last else None,
            "statusOn": last.on.json if last else None,
            "statusOld": bool(latest and newest_fact and months(latest, newest_fact)[0] > 24 and not told_later),
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
                {(s["status"], s["asOf"], str(s["on"]), s.get("undated", False)) for s in edge["statuses"]},
                {(s.status, s.as_of, str(s.on.json), world.undated(s.on)) for s in step.seen},
            ),
            "statusUndated": ({edge.get("statusUndated", False)}, {bool(last and world.undated(last.on))}),
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
        (
            *(iri, node, get.token(iri, "sl:carrier"), get.text(iri, "sl:agent"), get.text(iri, "sl:asOf")),
            *(get.token(iri, "sl:basis"), str(on.json), world.undated(on)),
        )
        for node in here
        for iri in get.pointing("sl:about", node)
        if get.texts(iri, "sl:carrier") and world.holds(on := When.read(get, iri), get.text(iri, "sl:asOf"))
    }
    told = {
        (c["iri"], c["node"], c["kind"], c["agent"], c["asOf"], c["basis"], str(c["on"]), c.get("undated", False))
        for c in document["carriedOnBy"]
    }
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
    found = {seen.as_of for step in truth.steps for seen in step.seen if seen.as_of}
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
    ends = {(s.relation, s.earlier, s.later, world.status(s)) for s in (*leading, *entering)}
    for other in (*told["next"], *told["previous"]):
        end = other["relation"], other.get("from") or other["iri"], other.get("to") or other["iri"], other["status"]
        if end not in ends:
            yield "omitted.status", str(end)


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
