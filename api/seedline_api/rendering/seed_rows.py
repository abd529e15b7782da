"""A seed in one row: what it produced, what followed and how far that has come, who carries it on, with what money."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from seedline.document.types import Beyond, Document, Node, Step
from seedline.i18n.words import Words
from seedline.lineage.furthest import Furthest, furthest
from seedline.vocabulary import MOODS, STATUSES

_BEFORE = {"before", "seed"}


@dataclass(frozen=True, slots=True)
class Followed:
    """One thing that followed or was produced, with the step that led to it and the step's mood."""

    node: Node
    step: Step
    mood: str


@dataclass(frozen=True, slots=True)
class SeedRow:
    """What a row says of the lineage of a seed."""

    document: Document
    seed: Node
    furthest: Furthest
    produced: tuple[Followed, ...]
    followed: tuple[Followed, ...]
    built_on: tuple[Beyond, ...]
    voices: tuple[str, ...]

    def outputs(self) -> list[tuple[str, int]]:
        """Return how many things were produced, by the mood of their step, the furthest first."""
        counts = Counter(thing.mood for thing in self.produced)
        return sorted(counts.items(), key=lambda item: -(MOODS[item[0]].rank or 0))


def seed_row(document: Document) -> SeedRow:
    """Return the row of a seed's lineage; of several steps to a thing the one that has come furthest is told."""
    focus = document.focused
    assert focus is not None
    nodes = {node.iri: node for node in document.nodes}
    best: dict[str, Step] = {}
    after = [step for step in document.steps if nodes[step.later].stage not in _BEFORE]
    for step in after:
        held = best.get(step.later)
        if held is None or _rank(step) > _rank(held):
            best[step.later] = step
    told = [Followed(nodes[iri], step, STATUSES[step.status].mood) for iri, step in best.items()]
    told.sort(key=lambda thing: (-_rank(thing.step), thing.node.id))
    own = {focus.iri, *best}
    return SeedRow(
        document,
        focus,
        furthest(((step.relation, step.status) for step in after), focus.follow_on_known),
        tuple(thing for thing in told if thing.node.stage == "produced"),
        tuple(thing for thing in told if thing.node.stage != "produced"),
        # What another seed's products became is another seed's row.
        tuple(b for b in document.omitted.next if b.earlier in own and b.relation != "produced"),
        tuple(sorted(document.voices - {"seedline"})),
    )


def _rank(step: Step) -> int:
    rank = MOODS[STATUSES[step.status].mood].rank
    return -1 if rank is None else rank


HEADER = (
    "code",
    "name",
    "printed",
    "year",
    "amount",
    "country",
    "furthest",
    "followed",
    "carried",
    "followOn",
    "voice",
)
"""Columns of the table, as keys of the catalogue's group ``explore``."""


def cells(row: SeedRow, say: Words) -> list[str]:
    """Return a row of the table as text, in the order of :data:`HEADER`."""
    document, seed = row.document, row.seed
    money = document.money
    return [
        seed.id,
        seed.label,
        seed.title or "",
        seed.funding_year or "",
        "; ".join(say.amount(m.seed.amount, m.currency, m.seed.bound) for m in money if m.seed.amount),
        "; ".join(country.called(say.language) for country in seed.countries),
        say(f"explore.furthest.{row.furthest}"),
        "; ".join(f"{thing.node.label} ({status_text(thing.step, say)})" for thing in row.followed),
        "; ".join(dict.fromkeys(c.label or say.token("carrier", c.kind) for c in document.carriers)),
        "; ".join(say.amount(m.follow_on.amount, m.currency, m.follow_on.bound) for m in money if m.follow_on.amount),
        "; ".join(say.token("voice", voice) for voice in row.voices),
    ]


def status_text(step: Step, say: Words) -> str:
    """Return the latest status of a step with the date as of which it is told."""
    status = say.token("status", step.status)
    return say("explore.knownBy", status=status, date=say.when(step.as_of)) if step.as_of else status
