"""Adding up the money of a lineage: each commitment once, per currency, with what was left out and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from seedline.i18n import Words, words
from seedline.i18n.words import plain
from seedline.lineage.graph import Commitment, Network
from seedline.lineage.traversal import Lineage
from seedline.model.dates import end_of
from seedline.money.repeats import Repeat, repeats
from seedline.vocabulary import BOUNDS, COMMITMENT_STATUSES, REASONS, RELATIONS, weakest
from seedline.vocabulary.reason import Code


@dataclass(frozen=True, slots=True)
class Because:
    """A reason as a code with its parameters; as text it is the English sentence with addresses."""

    code: Code
    parameters: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.told(words("en"), {})

    def told(self, say: Words, named: Mapping[str, str]) -> str:
        """Return the reason in a language, money that it points to as it is ``named``."""
        return say.reason(self.code, dict(self.parameters), named)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A commitment that no total holds, and the reason."""

    commitment: Commitment
    reason: Because


@dataclass(frozen=True, slots=True)
class Total:
    """The money of a lineage in one currency; amounts are in whole units, ``None`` where nothing is stated.

    ``ratio`` is follow-on per seed unit, one decimal, rounded so that the bound stays true; ``None`` with a
    ``ratio_reason``.
    """

    currency: str
    seed: Decimal | None
    seed_bound: str
    follow_on: Decimal | None
    bound: str
    by_status: dict[str, Decimal]
    by_funder: dict[str, Decimal]
    status_bounds: dict[str, str]
    funder_bounds: dict[str, str]
    ratio: str | None
    ratio_reason: Because | None
    seeds: tuple[Commitment, ...]
    counted: tuple[Commitment, ...]
    left_out: tuple[LeftOut, ...]


def because(code: Code, **values: str) -> Because:
    """Return a reason.

    >>> str(because("noSeedIn", currency="SEK"))
    'no seed in SEK: no rate is assumed'
    """
    assert values.keys() == set(REASONS[code].parameters), (code, values)
    return Because(code, tuple(values.items()))


def totals(network: Network, lineage: Lineage) -> tuple[Total, ...]:
    """Return the money of a lineage, one :class:`Total` per currency, the seed's currency first."""
    complete = [seed for seed in lineage.seeds if seed not in network.drafts]
    own = [c for seed in lineage.seeds for c in network.commitments.get(seed, ()) if c.source_type == "seed"]
    seeds, left_out = sort_out(network, own, _seed_reason)
    reached = _reached(network, lineage, complete)
    funds = {c.funder for c in own if c.funder}
    candidates = [c for node in sorted(reached) for c in network.commitments.get(node, ())]
    counted, rest = sort_out(network, candidates, lambda c: _reason(network, c, funds))
    others = [c for node in lineage.nodes if node not in reached for c in network.commitments.get(node, ())]
    beside = [c for c in others if c not in own]
    apart = sort_out(network, beside, lambda c: _beside(network, c, lineage, funds))[1]
    place = {c.iri: number for number, c in enumerate(beside)}
    left_out += rest + sorted(apart, key=lambda out: place[out.commitment.iri])
    currencies = {c.currency or "" for c in (*seeds, *counted, *(out.commitment for out in left_out))}
    seed_currencies = {c.currency for c in own}
    return tuple(
        _total(currency, seeds, counted, left_out, several=len(complete) > 1)
        for currency in sorted(currencies, key=lambda code: (code not in seed_currencies, code == "", code))
    )


def _beside(network: Network, commitment: Commitment, lineage: Lineage, funds: set[str]) -> Because:
    """Return why money for something that does not follow the seeds is no follow-on."""
    seeds = lineage.seeds
    if network.is_from(commitment, funds):
        return because("ownFund")
    if commitment.co_finance:
        return because("coFinance")
    # What was given in kind need not be money that finances the seed.
    if commitment.source_type == "inKind":
        return because("inKind")
    if commitment.recipient in seeds:
        return because("beside")
    if seeds and all(seed in network.drafts for seed in seeds):
        return because("draft")
    if seeds and lineage.stages[commitment.recipient] in {"followed", "carried on"}:
        return because("notShown")
    return because("notFollowed" if seeds else "noSeedHere")


def _reached(network: Network, lineage: Lineage, seeds: Sequence[str]) -> set[str]:
    """Return the nodes that follow some seeds over relations along which money may be looked for."""
    later = defaultdict(list)
    for step in lineage.steps:
        if RELATIONS[step.relation].carries_money and not network.is_shared(step.earlier):
            later[step.earlier].append(step.later)
    found: set[str] = set()
    stack = list(seeds)
    while stack:
        for node in later[stack.pop()]:
            if node not in found:
                found.add(node)
                stack.append(node)
    return found - set(lineage.seeds)


def sort_out(
    network: Network, candidates: Sequence[Commitment], reason_of: Callable[[Commitment], Because | None]
) -> tuple[list[Commitment], list[LeftOut]]:
    """Return which commitments count, each money once, and which do not and why.

    ``reason_of`` says why a commitment, looked at alone, does not count.
    """
    distinct = {c.iri: c for c in candidates}
    reasons = {iri: reason_of(c) for iri, c in distinct.items()}
    again = repeated(network, distinct)
    counted: list[Commitment] = []
    left_out: list[LeftOut] = []
    for iri in sorted(distinct):
        if iri in again and again[iri].link == "report" and _agree(distinct[iri], distinct[again[iri].of]):
            # Two sources that say the same leave nothing out.
            continue
        reason = _told_again(again[iri]) if iri in again else reasons[iri]
        if reason:
            left_out.append(LeftOut(distinct[iri], reason))
        else:
            counted.append(distinct[iri])
    return counted, left_out


def _told_again(repeat: Repeat) -> Because:
    if repeat.parts:
        return because("together", iris=" ".join(repeat.parts))
    return because(repeat.link, iri=repeat.of)


def amounts_told(found: Iterable[Total], say: Words) -> dict[str, str]:
    """Return what the commitments of some totals are called where another points to them: their amounts."""
    return {
        c.iri: say.amount(None if c.amount is None else plain(c.amount), c.currency, c.bound)
        for total in found
        for c in (*total.seeds, *total.counted, *(out.commitment for out in total.left_out))
    }


def _agree(one: Commitment, other: Commitment) -> bool:
    """Return whether two reports of the same money say the same of it."""
    return (one.amount, one.currency, one.bound) == (other.amount, other.currency, other.bound)


def repeated(network: Network, commitments: Mapping[str, Commitment]) -> dict[str, Repeat]:
    """Return those of some commitments that repeat another of them, and which: see :func:`repeats`."""
    if not any(c.later_value_of or c.alternative_report_of for c in commitments.values()):
        return {}

    def links(iri: str) -> tuple[str, ...]:
        return commitments[iri].alternative_report_of if iri in commitments else ()

    return repeats(
        commitments,
        older=lambda iri: commitments[iri].later_value_of if iri in commitments else network.older_value(iri),
        others=links,
        complete=lambda iri: commitments[iri].complete,
        rank=lambda iri: (end_of(commitments[iri].as_of or "0000"), iri),
    )


def _seed_reason(commitment: Commitment) -> Because | None:
    """Return why a seed's own money, looked at alone, is none that was given."""
    if commitment.status != "notStated" and not COMMITMENT_STATUSES[commitment.status].counts:
        return _status_reason(commitment.status)
    return None if commitment.amount is not None else because("noAmount")


def _reason(network: Network, commitment: Commitment, funds: set[str]) -> Because | None:
    """Return why a commitment, looked at alone, is no follow-on of seeds that ``funds`` paid for."""
    if commitment.recipient in network.drafts:
        return because("draft")
    # The money of the seeds' own funders, and that of their parts, is never follow-on.
    if network.is_from(commitment, funds):
        return because("ownFund")
    if commitment.co_finance:
        return because("coFinance")
    if commitment.source_type == "inKind":
        return because("inKind")
    if commitment.status != "notStated" and not COMMITMENT_STATUSES[commitment.status].counts:
        return _status_reason(commitment.status)
    if commitment.amount is None:
        return because("noAmount")
    if commitment.currency is None:
        return because("noCurrency")
    return because("notStated") if commitment.status == "notStated" else None


def _status_reason(status: str) -> Because:
    return because(status) if status in REASONS else because("status", status=status)


def _total(
    currency: str, seeds: list[Commitment], counted: list[Commitment], left_out: list[LeftOut], *, several: bool
) -> Total:
    own = [c for c in seeds if (c.currency or "") == currency]
    mine = [c for c in counted if c.currency == currency]
    seed = sum((c.amount for c in own if c.amount is not None), Decimal(0)) if own else None
    amount = sum((c.amount for c in mine if c.amount is not None), Decimal(0)) if mine else None
    by_status: dict[str, Decimal] = defaultdict(Decimal)
    by_funder: dict[str, Decimal] = defaultdict(Decimal)
    for c in mine:
        assert c.amount is not None
        by_status[c.status] += c.amount
        by_funder[c.funder or ""] += c.amount
    bound = weakest(c.bound for c in mine)
    other = {c.currency for c in counted} - {currency}
    seed_bound = weakest(c.bound for c in own)
    ratio, reason = ratio_of(seed, amount, bound, seed_bound)
    if ratio is not None and several:
        ratio, reason = None, because("severalSeeds")
    elif ratio is None and seed is not None and other:
        reason = because("otherCurrency", currency=currency, others=", ".join(sorted(map(str, other))))
    elif ratio is None and seed is None and amount is not None:
        reason = because("noSeedIn", currency=currency) if currency else because("noSeedHereIn")
    return Total(
        currency=currency,
        seed=seed,
        seed_bound=seed_bound,
        follow_on=amount,
        bound=bound,
        by_status=dict(sorted(by_status.items())),
        by_funder=dict(sorted(by_funder.items())),
        status_bounds={status: weakest(c.bound for c in mine if c.status == status) for status in sorted(by_status)},
        funder_bounds={
            funder: weakest(c.bound for c in mine if (c.funder or "") == funder) for funder in sorted(by_funder)
        },
        ratio=ratio,
        ratio_reason=reason,
        seeds=tuple(own),
        counted=tuple(mine),
        left_out=tuple(out for out in left_out if (out.commitment.currency or "") == currency),
    )


def ratio_of(
    seed: Decimal | None, follow_on: Decimal | None, bound: str, seed_bound: str = "exact"
) -> tuple[str | None, Because | None]:
    """Return follow-on per seed unit with one decimal, or ``None`` and the reason.

    "At least" is rounded down and "up to" up, so that they stay true. Over a seed that is itself "at least", "about" or
    "up to" a ratio would have no bound that can be told.

    >>> ratio_of(Decimal(300000), Decimal(14500000), "atLeast")
    ('48.3', None)
    >>> ratio_of(Decimal(300000), Decimal(14500000), "atLeast", "about")
    (None, Because(code='inexactSeed', parameters=()))
    """
    if follow_on is None:
        return None, because("noFollowOn")
    if not seed:
        return None, because("noSeed")
    if seed_bound != "exact":
        return None, because("inexactSeed")
    sides = BOUNDS[bound]
    one_sided = ROUND_FLOOR if sides.floor else ROUND_CEILING
    rounding = ROUND_HALF_UP if sides.floor == sides.ceiling else one_sided
    return str((follow_on / seed).quantize(Decimal("0.1"), rounding=rounding)), None
