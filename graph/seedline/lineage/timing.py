"""How long it took, as a range with named ends, and by whose word a lineage stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from seedline.lineage.graph import Network, Step
from seedline.lineage.traversal import Lineage
from seedline.model.dates import end_of, months_between
from seedline.vocabulary import RELATIONS, VOICES


@dataclass(frozen=True, slots=True)
class Interval:
    """The time from a seed's funding year to a launch after it, as fewest and most whole months.

    ``same_fund`` says that the seed's own Fund, or a part of it, financed what was launched.
    """

    seed: str
    year: str
    launched: str
    date: str
    least: int
    most: int
    same_fund: bool


def launch(step: Step) -> str | None:
    """Return when a step was launched, the earliest date that a source gives; ``None`` where none does."""
    dates = (seen.on.date for seen in step.observations if seen.status == "launched" and seen.on)
    return min(filter(None, dates), key=end_of, default=None)


def timing(network: Network, lineage: Lineage) -> list[Interval]:
    """Return the time from each seed's funding year to each launch that followed it, as fewest and most whole months.

    A year is bounded by its first day and the first day of the next.
    """
    launched = [(step, date) for step in lineage.steps if RELATIONS[step.relation].scaling and (date := launch(step))]
    found: list[Interval] = []
    for seed in lineage.seeds if launched else ():
        given = [c for c in network.commitments.get(seed, ()) if c.source_type == "seed"]
        year = next((c.year for c in given if c.year), None)
        if year is None:
            continue
        funds = {c.funder for c in given if c.funder}
        after = {seed} | network.closure([seed], back=False)
        for step, date in launched:
            # A shared instrument belongs to many stories: what became of it did not follow this seed.
            if step.earlier not in after or network.is_shared(step.earlier):
                continue
            least, most = months_between(year, date)
            same_fund = any(network.is_from(c, funds) for c in network.commitments.get(step.later, ()))
            found.append(Interval(seed, year, step.later, date, least, most, same_fund))
    return found


def voices(lineage: Lineage) -> dict[str, int]:
    """Return how many steps stand by whose word, our own readings left out."""
    return dict(sorted(Counter(step.voice for step in lineage.steps if not VOICES[step.voice].ours).items()))
