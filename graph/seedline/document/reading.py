"""A document as the picture and its sentences take it: flat, with empty text where nothing is stated."""

from __future__ import annotations

from collections import Counter

from seedline.document import types
from seedline.document.facts import Carrier, Commitment, Lineage, Money, Node, Place, Step
from seedline.vocabulary import STAGES


def read(document: types.Document) -> Lineage:
    """Return a document as facts.

    A step whose ends are not two different nodes is left out and counted as omitted.

    >>> read(types.Document.of_json({"focus": "x", "nodes": [{"iri": "x", "label": "A\\x00"}]})).nodes[0].label
    'A'
    """
    nodes: dict[str, Node] = {}
    for entry in document.nodes:
        nodes.setdefault(entry.iri, _node(entry))
    kept = [s for s in document.steps if {s.earlier, s.later} <= nodes.keys() and s.earlier != s.later]
    dates, omitted, limits = document.dates, document.omitted, document.limits
    return Lineage(
        focus=next((node.iri for node in nodes.values() if document.focus in {node.iri, node.id}), ""),
        document=document,
        version=document.version,
        facts_as_of=dates.facts_as_of or "",
        collected=dates.collected or "",
        built=dates.built or "",
        summary=document.summary,
        nodes=tuple(nodes.values()),
        steps=tuple(map(_step, kept)),
        money=tuple(map(_money, document.money)),
        carriers=tuple(map(_carrier, document.carriers)),
        omitted=omitted.nodes + len(document.steps) - len(kept),
        omitted_reason=omitted.reason or "",
        of=_of(document.of),
        limits=limits.told if limits else {},
        beyond=Counter([str(step.earlier) for step in omitted.next] + [str(step.later) for step in omitted.previous]),
    )


def _of(of: types.Subject | None) -> tuple[str, str, str]:
    if isinstance(of, types.Selection):
        return of.kind, of.select, of.exclude or ""
    if isinstance(of, types.Between):
        return of.kind, of.end, ""
    return (of.kind, "", "") if of else ("", "", "")


def _node(node: types.Node) -> Node:
    policy = node.policy_stage
    return Node(
        iri=node.iri,
        id=node.id or node.iri,
        kind=node.kind or "placeholder",
        product_kind=node.product_kind or "",
        label=node.label or node.id or node.iri,
        stage=node.stage if node.stage in STAGES else "before",
        start=node.start or "",
        end=node.end or "",
        funding_year=node.funding_year or "",
        codes=node.codes,
        countries=tuple(country.qualified for country in node.countries),
        policy=(policy.stage, policy.as_of or "", policy.body or "") if policy else ("", "", ""),
        summary=node.summary or "",
        draft=node.draft,
    )


def _step(step: types.Step) -> Step:
    return Step(
        iri=step.iri,
        earlier=step.earlier,
        later=step.later,
        relation=step.relation,
        contribution=step.contribution or "notStated",
        status=step.status or "notStated",
        as_of=step.as_of or "",
        old=step.old,
        inferred=step.inferred,
        voice=step.voice or "",
        dimensions=tuple(reading.dimension for reading in step.dimensions),
        date=step.date or "",
        commitments=step.commitments,
        summary=step.summary or "",
        places=tuple(place for found in step.evidence if (place := _place(found)).where),
        sources=step.sources,
    )


def _commitment(c: types.Commitment) -> Commitment:
    return Commitment(
        iri=c.iri,
        funder=c.named or c.funder or "",
        recipient=c.recipient,
        amount=c.amount or "",
        currency=c.currency or "",
        bound=c.bound or "exact",
        status=c.status or "notStated",
        source_type=c.source_type or "",
        as_of=c.as_of or "",
        funding_year=c.funding_year or "",
        sources=c.sources,
    )


def _money(entry: types.Money) -> Money:
    by_status = entry.follow_on.by_status
    return Money(
        currency=entry.currency or "",
        seed=entry.seed.amount or "",
        seed_bound=entry.seed.bound or "exact",
        follow_on=entry.follow_on.amount or "",
        follow_on_bound=entry.follow_on.bound or "exact",
        by_status=tuple((status, by_status[status] or "") for status in sorted(by_status)),
        ratio=entry.ratio or "",
        ratio_reason=entry.ratio_reason or "",
        seeds=tuple(map(_commitment, entry.seeds)),
        commitments=tuple(map(_commitment, entry.commitments)),
        left_out=tuple((out.reason, _commitment(out.commitment) if out.commitment else None) for out in entry.left_out),
    )


def _carrier(carrier: types.Carrier) -> Carrier:
    return Carrier(
        iri=carrier.iri,
        kind=carrier.kind or "nobodyKnown",
        node=carrier.node,
        label=carrier.label or carrier.agent or "",
        as_of=carrier.as_of or "",
    )


def _place(place: types.Place) -> Place:
    where = ", ".join(part for part in (place.title, place.section) if part)
    return Place(where, place.page or "", "–".join(map(str, dict.fromkeys(place.lines or ()))))
