"""What stands beside the seeds of a search: their seed money, and projects of the Fund that are here as no seeds."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from seedline.i18n.words import Words, plain
from seedline.triples import NamedNode, term
from seedline.views.tracer import Tracer
from seedline_api.rendering.found import Found

#: The source whose records are the Fund's own projects.
_REGISTRY = "idf-registry"


def seed_money(found: Found, say: Words) -> str:
    """Return what the seeds found were given, each currency for itself, and for how many of them that is known."""
    numbers = found.index.columns.numbers
    given = {name.partition(".")[2]: all_[found.left] for name, all_ in numbers.items() if name.startswith("budget.")}
    there = {currency: ~np.isnan(amounts) for currency, amounts in given.items()}
    sums = [
        say.amount(plain(sum((Decimal(repr(one)) for one in given[currency][stated].tolist()), Decimal(0))), currency)
        for currency, stated in there.items()
        if stated.any()
    ]
    if not sums:
        return ""
    known = found.index.columns.funded()[found.left]
    told = say("explore.seedMoney", amounts=say.listed(sums), known=int(known.sum()), count=found.total)
    # Who asks for a place may add up places: a grant for several of them is in the sum of each.
    placed = found.search.question or {"country", "region"} & found.search.choice.within.keys()
    shared = int((known & found.index.columns.several("country")[found.left]).sum()) if placed else 0
    return f"{told} {say('explore.seedMoneyShared', shared)}" if shared else told


def recorded(tracer: Tracer) -> list[str]:
    """Return the things that the records of the Fund's registry are of, each once."""
    if _REGISTRY not in tracer.snapshot.manifest["sources"]:
        return []
    read = tracer.details
    mark = f"{read.base}id/record/{_REGISTRY}/"
    pairs = ((quad.subject, quad.object) for quad in read.quads(None, term("sl:recordOf")))
    found = {
        thing.value
        for record, thing in pairs
        if isinstance(record, NamedNode) and isinstance(thing, NamedNode) and record.value.startswith(mark)
    }
    return sorted(found)


def others(tracer: Tracer, found: Found) -> list[str]:
    """Return the Fund's projects that a search finds and that are here as what came before or after a seed.

    Of the choices only the country is known of them; where anything else was chosen none is told of.
    """
    choice = found.search.choice
    if choice.without or choice.ranges or set(choice.within) - {"country"}:
        return []
    left = [thing for thing in recorded(tracer) if not tracer.network.is_seed(thing)]
    if found.search.question:
        hits = {hit.iri for hit in found.answer.hits.get("thing", ())}
        left = [thing for thing in left if thing in hits]
    if wanted := choice.within.get("country"):
        countries = {thing: tracer.details.values(thing, "sl:country") for thing in left}
        left = [thing for thing in left if wanted & {one.rsplit("/", 1)[-1] for one in countries[thing]}]
    return left
