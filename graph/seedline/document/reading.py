"""Reading a lineage document into facts, tolerant of what it leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from seedline.document.cleaning import clean
from seedline.document.facts import STAGES, Carrier, Commitment, Lineage, Money, Node, Place, Step


def read(document: Mapping[str, Any]) -> Lineage:
    """Return a lineage document as facts; every text in it is cleaned of what cannot be drawn.

    A step whose ends are not two different nodes is left out and counted as omitted.

    >>> read({"focus": "x", "nodes": [{"iri": "x", "label": "A\\x00"}]}).nodes[0].label
    'A'
    """
    nodes: dict[str, Node] = {}
    for entry in _list(document, "nodes"):
        node = _node(entry)
        nodes.setdefault(node.iri, node)
    steps = [_step(entry) for entry in _list(document, "edges")]
    kept = [step for step in steps if {step.earlier, step.later} <= nodes.keys() and step.earlier != step.later]
    dates, omitted = _map(document, "dates"), _map(document, "omitted")
    focus = _text(document, "focus")
    return Lineage(
        focus=next((node.iri for node in nodes.values() if focus in {node.iri, node.id}), ""),
        version=_text(document, "version"),
        facts_as_of=_text(dates, "factsAsOf"),
        collected=_text(dates, "collected"),
        built=_text(dates, "built"),
        summary=_text(document, "summary"),
        nodes=tuple(nodes.values()),
        steps=tuple(kept),
        money=tuple(_money(entry) for entry in _list(document, "money")),
        carriers=tuple(_carrier(entry) for entry in _list(document, "carriedOnBy")),
        omitted=_count(omitted, "nodes") + len(steps) - len(kept),
        omitted_reason=_text(omitted, "reason"),
        of=_of(document),
        limits={
            name: _texts(value if isinstance(value, list) else [str(value)])
            for name, value in _map(document, "limits").items()
        },
        beyond=Counter(
            [_text(step, "from") for step in _list(omitted, "next")]
            + [_text(step, "to") for step in _list(omitted, "previous")]
        ),
    )


def _of(document: Mapping[str, Any]) -> tuple[str, str, str]:
    of = _map(document, "of")
    return _text(of, "kind"), _text(of, "to") or _text(of, "select"), _text(of, "exclude")


def _node(entry: Mapping[str, Any]) -> Node:
    policy = _map(entry, "policyStage")
    iri = _text(entry, "iri")
    stage = _text(entry, "stage")
    countries = (entry_ for entry_ in _list(entry, "countries"))
    return Node(
        iri=iri,
        id=_text(entry, "id") or iri,
        kind=_text(entry, "kind") or "placeholder",
        product_kind=_text(entry, "productKind"),
        label=_text(entry, "label") or _text(entry, "id") or iri,
        stage=stage if stage in STAGES else "before",
        start=_text(entry, "start"),
        end=_text(entry, "end"),
        funding_year=_text(entry, "fundingYear"),
        codes=_texts(entry.get("codes")),
        countries=tuple(
            _text(country, "label") + (f" ({qualifier})" if (qualifier := _text(country, "qualifier")) else "")
            for country in countries
        ),
        policy=(_text(policy, "stage"), _text(policy, "asOf"), _text(policy, "body")),
        summary=_text(entry, "summary"),
        draft=entry.get("draft") is True,
    )


def _step(entry: Mapping[str, Any]) -> Step:
    return Step(
        iri=_text(entry, "iri"),
        earlier=_text(entry, "from"),
        later=_text(entry, "to"),
        relation=_text(entry, "relation"),
        contribution=_text(entry, "contribution") or "notStated",
        status=_text(entry, "status") or "notStated",
        as_of=_text(entry, "statusAsOf"),
        old=entry.get("statusOld") is True,
        inferred=_text(entry, "basis") == "inferred",
        voice=_text(entry, "assertedBy"),
        dimensions=tuple(_dimension(value) for value in entry.get("dimensions") or ()),
        date=_text(entry, "date"),
        commitments=_texts(entry.get("commitments")),
        summary=_text(entry, "summary"),
        places=tuple(place for found in _list(entry, "evidence") if (place := _place(found)).where),
        sources=_sources(entry),
    )


def _commitment(entry: Mapping[str, Any]) -> Commitment:
    return Commitment(
        iri=_text(entry, "iri"),
        funder=_text(entry, "funderLabel") or _text(entry, "funderAsStated") or _text(entry, "funder"),
        recipient=_text(entry, "recipient"),
        amount=_text(entry, "amount"),
        currency=_text(entry, "currency"),
        bound=_text(entry, "bound") or "exact",
        status=_text(entry, "status") or "notStated",
        source_type=_text(entry, "sourceType"),
        as_of=_text(entry, "asOf"),
        funding_year=_text(entry, "fundingYear"),
        sources=_sources(entry),
    )


def _money(entry: Mapping[str, Any]) -> Money:
    seed, follow_on = _map(entry, "seed"), _map(entry, "followOn")
    by_status = _map(follow_on, "byStatus")
    return Money(
        currency=_text(entry, "currency"),
        seed=_text(seed, "amount"),
        seed_bound=_text(seed, "bound") or "exact",
        follow_on=_text(follow_on, "amount"),
        follow_on_bound=_text(follow_on, "bound") or "exact",
        by_status=tuple((clean(key), _text(by_status, key)) for key in sorted(by_status)),
        ratio=_text(entry, "leverage"),
        ratio_reason=_text(entry, "leverageReason"),
        seeds=tuple(_commitment(item) for item in _list(entry, "seeds")),
        commitments=tuple(_commitment(item) for item in _list(entry, "commitments")),
        left_out=tuple(
            (_text(item, "reason"), _commitment(_map(item, "commitment")) if item.get("commitment") else None)
            for item in _list(entry, "leftOut")
        ),
    )


def _carrier(entry: Mapping[str, Any]) -> Carrier:
    agent = entry.get("agent")
    stated = _text(agent, "label") if isinstance(agent, Mapping) else _text(entry, "agent")
    return Carrier(
        iri=_text(entry, "iri"),
        kind=_text(entry, "kind") or "nobodyKnown",
        node=_text(entry, "node"),
        label=_text(entry, "label") or stated,
        as_of=_text(entry, "asOf"),
    )


def _dimension(value: object) -> str:
    return _text(value, "dimension") if isinstance(value, Mapping) else clean(str(value))


def _place(entry: Mapping[str, Any]) -> Place:
    parts = [_text(entry, "sourceTitle") or _text(entry, "source"), _text(entry, "section")]
    lines = entry.get("lines")
    span = "–".join(map(str, dict.fromkeys(lines))) if isinstance(lines, list | tuple) else ""
    return Place(clean(", ".join(part for part in parts if part)), _text(entry, "page"), clean(span))


def _sources(entry: Mapping[str, Any]) -> tuple[str, ...]:
    names = (_text(place, "sourceTitle") or _text(place, "source") for place in _list(entry, "evidence"))
    return tuple(sorted({name for name in names if name}))


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return "" if value is None else clean(str(value))


def _texts(values: object) -> tuple[str, ...]:
    return tuple(clean(str(value)) for value in values) if isinstance(values, Iterable) else ()


def _map(entry: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = entry.get(key)
    return value if isinstance(value, Mapping) else {}


def _list(entry: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = entry.get(key)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list | tuple) else []


def _count(entry: Mapping[str, Any], key: str) -> int:
    value = entry.get(key)
    return value if isinstance(value, int) else 0
