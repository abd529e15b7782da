"""The sentence that reads a lineage aloud: made from its nodes, steps and money, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from seedline.document.types import Commitment, Document, Money, Node, Step
from seedline.i18n.english import VOICE_WORDS, bounded, listed, money, status_words, when
from seedline.vocabulary import STATUSES

_VERBS = {
    "scaledInto": "scaled into",
    "nextPhase": "followed by the next phase,",
    "replicatedBy": "replicated by",
    "adoptedBy": "adopted by",
    "institutionalisedIn": "institutionalised in",
}
#: Of more seeds than this only names are told: nobody listens to the rest.
_TOLD = 4
_NAMED = 3


def sentence(document: Document) -> str:
    """Return a lineage in two or three sentences that a person can read aloud.

    It dates only what is dated, says "followed by" and never that one thing caused another.
    """
    nodes = {node.iri: node for node in document.nodes}
    parts = [*_seed(document, nodes), _follow_on(document), *_left_out(document), _source(document)]
    return " ".join(part for part in parts if part)


def _seed(document: Document, nodes: dict[str, Node]) -> Iterable[str]:
    seeds = [node for node in document.nodes if node.stage == "seed"]
    if not seeds and document.focus:
        yield f"{nodes[document.focus].label}: no seed project stands before it in the data."
    elif not seeds:
        yield f"{len(nodes)} thing{'s' if len(nodes) > 1 else ''}, no seed project among them."
    out: dict[str, list[Step]] = {}
    for step in sorted(document.steps, key=lambda step: step.iri):
        out.setdefault(step.earlier, []).append(step)
    if len(seeds) > _TOLD:
        named = [seed.id for seed in seeds[: _TOLD - 1]]
        yield f"{len(seeds)} seed projects: {listed([*named, f'{len(seeds) - len(named)} more'])}."
        return
    for seed in seeds:
        yield from _told(seed, document, out, nodes)


def _told(seed: Node, document: Document, out: dict[str, list[Step]], nodes: dict[str, Node]) -> Iterable[str]:
    """Yield what one seed produced, what followed it, and what is still open: a sentence each."""
    opening = _opening(seed, document)
    direct = out.get(seed.iri, [])
    products = [edge for edge in direct if edge.relation == "produced"]
    leading = [(nodes[e.later], [on for on in out.get(e.later, ()) if on.relation in _VERBS]) for e in products]
    parts = [f"{_name(made)}, which {listed(_became(after, nodes, _was(made)))}" for made, after in leading if after]
    silent = sum(1 for _, after in leading if not after)
    if silent:
        parts.append(f"{silent} {'other ' if parts else ''}output{'s' if silent > 1 else ''}")
    if parts:
        yield f"{opening} produced {', and '.join(parts) if len(parts) < 3 else '; '.join(parts)}."
        opening = "It"
    became = _became([edge for edge in direct if edge.relation in _VERBS], nodes)
    for told in became:
        yield f"{opening} {told}."
        opening = "It"
    if parts or became:
        return
    if document.limits:
        yield f"{opening} has no step after it in this part."
        return
    beyond = [other for other in document.omitted.next if other.earlier == seed.iri]
    resting = [f"{other.label} ({other.id})" for other in beyond[:_NAMED]]
    if len(beyond) > _NAMED:
        resting.append(f"{len(beyond) - _NAMED} more")
    yield f"{opening} " + (f"is what {listed(resting)} rests on." if resting else "has no recorded step after it.")


def _became(edges: list[Step], nodes: dict[str, Node], was: str = "was") -> list[str]:
    """Return what became of a thing: what has happened, what was stopped before it had, what is still open."""
    found = []
    for verb in (was, f"{was} to be", "may be"):
        if chosen := [edge for edge in edges if _verb(edge, was) == verb]:
            found.append(f"{verb} {listed(_clauses(chosen, nodes), last='or' if verb == 'may be' else 'and')}")
    return found


def _verb(edge: Step, was: str) -> str:
    if STATUSES[edge.status].stopped:
        return was if any(STATUSES[seen.status].scaled for seen in edge.statuses) else f"{was} to be"
    return was if STATUSES[edge.status].scaled else "may be"


def _opening(seed: Node, document: Document) -> str:
    commitment = next((c for m in document.money for c in m.seeds if c.recipient == seed.iri), None)
    year = f", funding year {commitment.funding_year}" if commitment and commitment.funding_year else ""
    where = seed.id + year
    if commitment and commitment.amount:
        return f"A {money(commitment.amount, commitment.currency or '')} seed ({where})"
    return f"A seed of unstated amount ({where})"


def _clauses(edges: list[Step], nodes: dict[str, Node]) -> list[str]:
    """Return "adopted by the A (…) and the B (…)" for each relation, in the order of the relations."""
    found = []
    for relation, verb in _VERBS.items():
        targets = [f"{_name(nodes[edge.later])}{_dated(edge)}" for edge in edges if edge.relation == relation]
        if targets:
            found.append(f"{verb} {listed(targets)}")
    return found


def _dated(edge: Step) -> str:
    if edge.date and STATUSES[edge.status].mood == "underWay":
        return f" (launched {when(edge.date) if len(edge.date) < 10 else edge.date})"
    as_of = f" as of {when(edge.as_of)}" if edge.as_of else ""
    return f" ({status_words(edge.status)}{as_of})"


def _was(node: Node) -> str:
    many = str(node.label).split(" ")[0].lower() in {"two", "three", "four", "five", "six", "eight"}
    return "were" if many else "was"


def _name(node: Node) -> str:
    """Return a node as a sentence names it."""
    label = str(node.label)
    if node.kind in {"seedProject", "project"}:
        return f"{label} ({node.id})" if node.codes else f"the {label}"
    return label if label.lower().startswith(("the ", "a ", "an ")) else f"the {label}"


def _follow_on(document: Document) -> str:
    parts = []
    for entry in document.money:
        if entry.follow_on.amount is None:
            continue
        text = bounded(entry.follow_on.amount, entry.currency or "", entry.follow_on.bound)
        text += f" from {listed(_funders(entry))}"
        inexact = [c for c in entry.commitments if c.as_of and c.bound in {"atLeast", "about"}]
        if len(entry.commitments) > 1 and len(inexact) <= _NAMED:
            told = [f"{_part(c)} ({_short(c)}) is as of {when(c.as_of or '')}" for c in inexact]
            text += f", of which {listed(told)}" if told else ""
        parts.append(text)
    here = " in this part" if document.limits else ""
    if not parts:
        return f"No follow-on amount from other funders is reported{here}."
    tail = " (currencies are not added together)" if len(parts) > 1 else ""
    return f"Reported follow-on{here}: {listed(parts)}{tail}."


def _funders(entry: Money) -> list[str]:
    """Return who gave the most of a sum, largest first; the rest as a count."""
    given = sorted(entry.by_funder, key=lambda part: (-Decimal(part.amount or 0), part.label or ""))
    named = [part.label or "a funder not named" for part in given]
    rest = len(named) - _NAMED
    return named if rest <= 0 else [*named[:_NAMED], f"{rest} other{'s' if rest > 1 else ''}"]


def _part(commitment: Commitment) -> str:
    return {"private": "the private part", "nationalBudget": "the national part"}.get(commitment.source_type, "a part")


def _short(commitment: Commitment) -> str:
    words = {"atLeast": "over ", "about": "about "}[commitment.bound]
    return words + money(commitment.amount or "0", "").strip()


def _left_out(document: Document) -> Iterable[str]:
    funders = {
        out.commitment.funder_label or ""
        for entry in document.money
        for out in entry.left_out
        if out.commitment and out.commitment.status == "blocked"
    }
    named = [f"the {label.removeprefix('The ')}" if label else "a funder not named" for label in sorted(funders)]
    if len(named) > _NAMED:
        named = [*named[:_NAMED], f"{len(named) - _NAMED} others"]
    if named == ["a funder not named"]:
        yield "Money is reported as blocked and not counted."
    elif named:
        yield f"Money of {listed(named)} is reported as blocked and not counted."


def _source(document: Document) -> str:
    voices = sorted({step.voice for step in document.steps if step.voice})
    places = [place for step in document.steps for place in step.evidence]
    titles = sorted({place.title for place in places})
    if places and all((place.source_kind or "").startswith("booklet") for place in places):
        others = listed(sorted({VOICE_WORDS[voice] for voice in voices if voice in VOICE_WORDS and voice != "fund"}))
        parts = [f"by the word of {others}"] if others else []
        parts += ["by our own reading"] if "seedline" in voices else []
        return "Source: the Fund's own booklet" + (f", in part {listed(parts)}." if parts else ".")
    own = " (the Fund's own word)" if voices == ["fund"] else ""
    return f"Source{'s' if len(titles) > 1 else ''}: {listed(titles)}{own}." if titles else ""
