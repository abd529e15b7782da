"""How long it took, as a range with named ends, and by whose word a lineage stands."""

from __future__ import annotations

from collections import Counter
from typing import Any

from seedline.lineage.dates import months_between
from seedline.lineage.network import Network
from seedline.lineage.relations import RELATIONS
from seedline.lineage.trace import Lineage

Json = dict[str, Any]

_VOICES = {
    "fund": "the Fund",
    "implementingOffice": "an implementing office",
    "recipientGovernment": "a recipient government",
    "funder": "a funder",
    "evaluator": "an evaluator",
    "other": "others",
}


def timing(network: Network, lineage: Lineage) -> list[Json]:
    """Return the time from each seed's funding year to each launch, as fewest and most whole months.

    A year is bounded by its first and last day. ``sameFund`` marks what the seed's own Fund financed: such
    phases are told apart from follow-on by others.
    """
    found: list[Json] = []
    for seed in lineage.seeds:
        given = [c for c in network.commitments.get(seed, ()) if c.source_type == "seed" and c.year]
        for step in lineage.steps:
            launched = [seen.as_of for seen in step.observations if seen.status == "launched"]
            if not given or not launched or not RELATIONS[step.relation].scaling:
                continue
            least, most = months_between(str(given[0].year), max(launched))
            funders = {c.funder for c in network.commitments.get(step.later, ())}
            found.append(
                {
                    "from": seed,
                    "fromEvent": "funding year",
                    "fromDate": given[0].year,
                    "to": step.later,
                    "toEvent": "launch",
                    "toDate": max(launched),
                    "monthsAtLeast": least,
                    "monthsAtMost": most,
                    "sameFund": given[0].funder in funders,
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
        phrase = f"{_VOICES[next(iter(independent))]} only"
    else:
        phrase = f"{len(independent)} independent voices"
    return {"voices": dict(sorted(voices.items())), "phrase": phrase}
