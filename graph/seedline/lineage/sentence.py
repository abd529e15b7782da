"""The sentence that reads a lineage aloud: made from its nodes, steps and money, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from seedline.lineage.wording import bounded, listed, money, status_words, when

Json = dict[str, Any]

_VERBS = {
    "scaledInto": "was scaled into",
    "nextPhase": "was followed by the next phase",
    "replicatedBy": "was replicated by",
    "adoptedBy": "was adopted by",
    "institutionalisedIn": "was institutionalised in",
}
_OPEN_VERBS = {
    "scaledInto": "may be scaled into",
    "nextPhase": "may be followed by the next phase",
    "replicatedBy": "may be replicated by",
    "adoptedBy": "may be adopted by",
    "institutionalisedIn": "may be institutionalised in",
}
_REAL = {"launched", "ongoing", "achieved", "completed"}


def sentence(document: Json) -> str:
    """Return a lineage in two or three sentences that a person can read aloud.

    It dates only what is dated, says "followed by" and never that one thing caused another.
    """
    nodes = {node["iri"]: node for node in document["nodes"]}
    parts = [*_seed(document, nodes), _follow_on(document), *_left_out(document), _source(document)]
    return " ".join(part for part in parts if part)


def _seed(document: Json, nodes: dict[str, Json]) -> Iterable[str]:
    seeds = [node for node in document["nodes"] if node["stage"] == "seed"]
    if not seeds:
        yield f"{nodes[document['focus']]['label']}: no seed project stands before it in the data."
        return
    for seed in seeds:
        yield f"{_opening(seed, document)} {_continuation(seed, document, nodes)}".rstrip() + "."


def _opening(seed: Json, document: Json) -> str:
    commitment = next((c for m in document["money"] for c in m["seeds"] if c["recipient"] == seed["iri"]), None)
    year = f", funding year {commitment['fundingYear']}" if commitment and commitment.get("fundingYear") else ""
    where = seed["id"] + year
    if commitment and commitment["amount"]:
        return f"A {money(commitment['amount'], commitment['currency'])} seed ({where})"
    return f"A seed of unstated amount ({where})"


def _continuation(seed: Json, document: Json, nodes: dict[str, Json]) -> str:
    out: dict[str, list[Json]] = {}
    for edge in document["edges"]:
        out.setdefault(edge["from"], []).append(edge)
    told: list[str] = []
    products: list[str] = []
    silent = 0
    for edge in sorted(out.get(seed["iri"], ()), key=lambda edge: edge["iri"]):
        if edge["relation"] == "produced":
            onward = [e for e in out.get(edge["to"], ()) if e["relation"] in _VERBS]
            if onward:
                products.append(f"{_name(nodes[edge['to']])}, which " + listed([_clause(e, nodes) for e in onward]))
            else:
                silent += 1
        elif edge["relation"] in _VERBS:
            told.append(_clause(edge, nodes))
    if silent:
        products.append(f"{silent} {'other ' if products else ''}output{'s' if silent > 1 else ''}")
    if products:
        told.insert(0, "produced " + (", and ".join(products) if len(products) < 3 else "; ".join(products)))
    return ("; it " if len(products) > 1 else " and ").join(told) if told else "has no recorded step after it"


def _name(node: Json) -> str:
    """Return a node as a sentence names it."""
    label = str(node["label"])
    if node["kind"] in {"seedProject", "project"}:
        return f"{label} ({node['id']})" if node["codes"] else f"the {label}"
    return label if label.lower().startswith(("the ", "a ", "an ")) else f"the {label}"


def _clause(edge: Json, nodes: dict[str, Json]) -> str:
    verb = (_VERBS if edge["status"] in _REAL else _OPEN_VERBS)[edge["relation"]]
    dated = ""
    if edge["date"]:
        dated = f" (launched {when(edge['date'])})" if len(edge["date"]) < 10 else f" (launched {edge['date']})"
    elif edge["status"] not in _REAL or edge["statusAsOf"]:
        as_of = f" as of {when(edge['statusAsOf'])}" if edge["statusAsOf"] else ""
        dated = f" ({status_words(edge['status'])}{as_of})"
    return f"{verb} {_name(nodes[edge['to']])}{dated}"


def _follow_on(document: Json) -> str:
    parts = []
    for entry in document["money"]:
        if entry["followOn"]["amount"] is None:
            continue
        text = bounded(entry["followOn"]["amount"], entry["currency"], entry["followOn"]["bound"])
        estimates = [c for c in entry["commitments"] if c["asOf"] and c["bound"] != "exact"]
        if estimates and len(entry["commitments"]) > 1:
            told = [
                f"the {_kind(c)} part ({_short(c)}) is {_article(when(c['asOf']))} {when(c['asOf'])} estimate"
                for c in estimates
            ]
            text += ", of which " + listed(told)
        parts.append(text)
    if not parts:
        return "No follow-on amount from other funders is reported."
    tail = " (currencies are not added together)" if len(parts) > 1 else ""
    return f"Reported follow-on: {listed(parts)}{tail}."


def _kind(commitment: Json) -> str:
    return {"private": "private", "nationalBudget": "national"}.get(commitment["sourceType"], "estimated")


def _short(commitment: Json) -> str:
    words = {"atLeast": "over ", "about": "about ", "upTo": "up to "}.get(commitment["bound"], "")
    return words + money(commitment["amount"], "").strip().removesuffix(" million")


def _article(word: str) -> str:
    return "an" if word[:1] in "AEIO" else "a"


def _left_out(document: Json) -> Iterable[str]:
    blocked = [
        c for entry in document["money"] for out in entry["leftOut"] if (c := out["commitment"])["status"] == "blocked"
    ]
    for commitment in blocked:
        yield f"{commitment['funderLabel'] or 'A funder'}'s money is reported as blocked and not counted."


def _source(document: Json) -> str:
    voices = sorted({edge["assertedBy"] for edge in document["edges"] if edge["assertedBy"]})
    places = [place for edge in document["edges"] for place in edge["evidence"]]
    titles = sorted({place["sourceTitle"] for place in places})
    if voices == ["fund"] and all((place["sourceKind"] or "").startswith("booklet") for place in places):
        return "Source: the Fund's own booklet."
    own = " (the Fund's own word)" if voices == ["fund"] else ""
    return f"Source{'s' if len(titles) > 1 else ''}: {listed(titles)}{own}." if titles else ""
