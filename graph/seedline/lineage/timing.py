"""How long it took, as a range with named ends, and by whose word a lineage stands."""

from __future__ import annotations

from collections import Counter
from typing import Any

from seedline.i18n.english import VOICE_WORDS
from seedline.lineage.graph import Network, Step
from seedline.lineage.traversal import Lineage
from seedline.model.dates import end_of, months_between
from seedline.vocabulary.relations import RELATIONS

Json = dict[str, Any]


def launch(step: Step) -> str | None:
    """Return when a step was launched, the earliest date that is told; ``None`` where none is."""
    told = (seen.as_of for seen in step.observations if seen.status == "launched")
    return min(told, key=end_of, default=None)


def timing(network: Network, lineage: Lineage) -> list[Json]:
    """Return the time from each seed's funding year to each launch that followed it, as fewest and most whole months.

    A year is bounded by its first day and the first day of the next. ``sameFund`` marks what the seed's own Fund, or a
    part of it, financed: such phases are told apart from follow-on by others.
    """
    launched = [(step, date) for step in lineage.steps if RELATIONS[step.relation].scaling and (date := launch(step))]
    found: list[Json] = []
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
            found.append(
                {
                    "from": seed,
                    "fromEvent": "funding year",
                    "fromDate": year,
                    "to": step.later,
                    "toEvent": "launch",
                    "toDate": date,
                    "monthsAtLeast": least,
                    "monthsAtMost": most,
                    "sameFund": any(
                        c.funder and not funds.isdisjoint(network.ancestors_of(c.funder))
                        for c in network.commitments.get(step.later, ())
                    ),
                }
            )
    return found


def by_whose_word(lineage: Lineage) -> Json:
    """Return how many steps stand by whose word, and in one phrase how many voices are independent.

    The Fund and its implementing offices are one voice: neither confirms the other.
    """
    voices = Counter(step.voice for step in lineage.steps if step.voice != "seedline")
    independent = {"fund" if voice == "implementingOffice" else voice for voice in voices}
    if not independent:
        phrase = "nobody's"
    elif len(independent) == 1:
        phrase = f"{VOICE_WORDS[next(iter(independent))]} only"
    else:
        phrase = f"{len(independent)} independent voices"
    return {"voices": dict(sorted(voices.items())), "phrase": phrase}
