"""Folding: many siblings of which nothing further is known become one card that says how many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from seedline.document.facts import Lineage, Node, Step
from seedline.draw.shapes import VARIOUS, stroke_of
from seedline.narrative import phrases as words

#: A picture with more cards than this is folded further.
ROOM = 48
#: A picture with more cards than this even when folded draws those nearest to its focus, and counts the rest.
MOST = 150
# How many siblings may stand side by side, and whether siblings of different status are folded apart.
_LEVELS = ((6, True), (4, True), (3, False))
_NOUNS = {"product": "output", "policy": "policy", "programme": "programme", "sharedInstrument": "sharedInstrument"}


@dataclass(frozen=True, slots=True)
class Folded:
    """A lineage as it is drawn, and how many of its nodes stand in cards for several."""

    lineage: Lineage
    hidden: int


def fold(lineage: Lineage) -> Folded:
    """Return a lineage with its many like siblings folded, no more than its size asks for.

    Never folded: the focus, whatever has a step before and after it, and whatever money or a note is about.
    """
    folded = lineage
    for most, apart in _LEVELS:
        folded = _fold(lineage, most, apart)
        if len(folded.nodes) <= ROOM:
            break
    folded = _nearest(folded)
    return Folded(folded, sum(len(node.folded) for node in folded.nodes))


def _nearest(lineage: Lineage) -> Lineage:
    """Return a lineage with no more cards than a picture has room for, those the fewest steps from its focus."""
    if len(lineage.nodes) <= MOST:
        return lineage
    around: dict[str, list[str]] = {}
    for step in lineage.steps:
        around.setdefault(step.earlier, []).append(step.later)
        around.setdefault(step.later, []).append(step.earlier)
    order = [lineage.focus or lineage.nodes[0].iri]
    kept = set(order)
    # The rest in the document's order, where nothing more joins the focus.
    for start in (None, *(node.iri for node in lineage.nodes)):
        if start is not None and start not in kept and len(order) < MOST:
            order.append(start)
            kept.add(start)
        for here in order:
            for other in around.get(here, ()):
                if other not in kept and len(order) < MOST:
                    order.append(other)
                    kept.add(other)
        if len(order) >= MOST:
            break
    nodes = tuple(node for node in lineage.nodes if node.iri in kept)
    steps = tuple(step for step in lineage.steps if step.earlier in kept and step.later in kept)
    left = sum(max(1, len(node.folded)) for node in lineage.nodes if node.iri not in kept)
    carriers = tuple(carrier for carrier in lineage.carriers if carrier.node in kept)
    return replace(lineage, nodes=nodes, steps=steps, carriers=carriers, omitted=lineage.omitted + left)


def _fold(lineage: Lineage, most: int, apart: bool) -> Lineage:
    into: dict[str, list[Step]] = {}
    out: dict[str, list[Step]] = {}
    for step in lineage.steps:
        into.setdefault(step.later, []).append(step)
        out.setdefault(step.earlier, []).append(step)
    kept = _kept(lineage)
    groups: dict[tuple[object, ...], list[Node]] = {}
    for node in lineage.nodes:
        before, after = into.get(node.iri, []), out.get(node.iri, [])
        if node.iri in kept or (before and after) or not (before or after):
            continue
        around = sorted(
            (step.earlier if before else step.later, step.relation, step.inferred, step.status if apart else "")
            for step in before or after
        )
        groups.setdefault((node.stage, bool(before), _noun(node), *around), []).append(node)
    card_of: dict[str, Node] = {}
    for members in groups.values():
        if len(members) <= most:
            continue
        ranked = sorted(members, key=lambda node: _rank(node, [*into.get(node.iri, []), *out.get(node.iri, [])]))
        hidden = {node.iri for node in ranked[most - 1 :]}
        card = _card([node for node in members if node.iri in hidden])
        card_of.update(dict.fromkeys(hidden, card))
    return _replaced(lineage, card_of)


def _kept(lineage: Lineage) -> set[str]:
    kept = {lineage.focus, *(carrier.node for carrier in lineage.carriers)}
    for entry in lineage.money:
        kept |= {item.recipient for item in (*entry.seeds, *entry.commitments)}
        kept |= {out.recipient for _, out in entry.left_out if out is not None}
    return kept


def _rank(node: Node, steps: list[Step]) -> tuple[bool, bool, bool]:
    """Return what makes a node stay in sight: a step that is done or under way, any status, a date."""
    done = any(stroke_of(step.status) == "solid" for step in steps)
    stated = any(step.status != "notStated" for step in steps)
    return (not done, not stated, not (node.start or node.policy[0]))


def _noun(node: Node) -> str:
    return _NOUNS.get(node.kind, "project")


def _card(members: list[Node]) -> Node:
    names = ", ".join(node.label for node in members)
    return Node(
        iri=f"folded:{members[0].iri}",
        id="",
        kind="folded",
        product_kind="",
        label=f"+ {words.say(f'count.{_noun(members[0])}', len(members))}",
        stage=members[0].stage,
        start="",
        end="",
        funding_year="",
        codes=(),
        countries=(names,),
        policy=("", "", ""),
        summary=names,
        folded=tuple(node.iri for node in members),
    )


def _replaced(lineage: Lineage, card_of: dict[str, Node]) -> Lineage:
    """Return the lineage with every folded node's card in the place of the last of them."""
    last: dict[str, str] = {}
    for node in lineage.nodes:
        if node.iri in card_of:
            last[card_of[node.iri].iri] = node.iri
    nodes: list[Node] = []
    for node in lineage.nodes:
        card = card_of.get(node.iri)
        if card is None:
            nodes.append(node)
        elif last[card.iri] == node.iri:
            nodes.append(card)
    steps: list[Step] = []
    together: dict[tuple[str, str, str], list[Step]] = {}
    for step in lineage.steps:
        ends = [card_of[iri].iri if iri in card_of else iri for iri in (step.earlier, step.later)]
        if ends == [step.earlier, step.later]:
            steps.append(step)
        else:
            together.setdefault((ends[0], ends[1], step.relation), []).append(step)
    steps += [_step(earlier, later, members) for (earlier, later, _), members in together.items()]
    return replace(lineage, nodes=tuple(nodes), steps=tuple(steps))


def _step(earlier: str, later: str, members: list[Step]) -> Step:
    statuses = Counter(step.status for step in members)
    one = len(statuses) == 1
    span = words.years([step.as_of for step in members if step.as_of])
    listed = ", ".join(f"{statuses[name]} {words.named('status', name)}" for name in sorted(statuses))
    told = words.named("status", members[0].status) if one else listed
    contributions = {step.contribution for step in members}
    return replace(
        members[0],
        iri="",
        earlier=earlier,
        later=later,
        contribution=members[0].contribution if len(contributions) == 1 else "notStated",
        status=members[0].status if one else VARIOUS,
        as_of="",
        old=False,
        dimensions=(),
        date="",
        commitments=(),
        summary="",
        places=(),
        told=words.say("picture.statusAsOf", status=told, date=span)
        if span and set(statuses) != {"notStated"}
        else told,
    )
