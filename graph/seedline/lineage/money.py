"""Adding up the money of a lineage: each commitment once, per currency, with what was left out and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from seedline.catalogue import words
from seedline.lineage.dates import end_of
from seedline.lineage.network import Commitment, Network
from seedline.lineage.relations import COUNTED_STATUSES, RELATIONS
from seedline.lineage.trace import Lineage

# Reasons are English sentences of the catalogue, so that a view can say them again in its own language.
_SAY = words("en")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A commitment that no total holds, and the reason."""

    commitment: Commitment
    reason: str


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
    ratio: str | None
    ratio_reason: str | None
    seeds: tuple[Commitment, ...]
    counted: tuple[Commitment, ...]
    left_out: tuple[LeftOut, ...]


def weakest(bounds: Iterable[str]) -> str:
    """Return the bound of a sum: an "at least" anywhere makes the sum at least.

    >>> weakest(["exact", "atLeast"]), weakest(["exact", "exact"]), weakest(["atLeast", "upTo"]), weakest([])
    ('atLeast', 'exact', 'about', 'exact')
    """
    found = set(bounds) - {"exact"}
    if not found:
        return "exact"
    return found.pop() if len(found) == 1 else "about"


def totals(network: Network, lineage: Lineage) -> tuple[Total, ...]:
    """Return the money of a lineage, one :class:`Total` per currency, the seed's currency first."""
    seeds = [c for node in lineage.seeds for c in network.commitments.get(node, ()) if c.source_type == "seed"]
    funds = {c.funder for c in seeds if c.funder}
    reached = _reached(network, lineage)
    candidates = [c for node in sorted(reached) for c in network.commitments.get(node, ())]
    counted, left_out = sort_out(network, candidates, funds)
    left_out += [
        LeftOut(c, _beside(c, node in lineage.seeds, any_seed=bool(lineage.seeds)))
        for node in lineage.nodes
        if node not in reached
        for c in network.commitments.get(node, ())
        if c not in seeds
    ]
    currencies = {c.currency or "" for c in (*seeds, *counted, *(out.commitment for out in left_out))}
    seed_currencies = {c.currency for c in seeds}
    return tuple(
        _total(currency, seeds, counted, left_out, several=len(lineage.seeds) > 1)
        for currency in sorted(currencies, key=lambda code: (code not in seed_currencies, code == "", code))
    )


def _beside(commitment: Commitment, to_seed: bool, *, any_seed: bool) -> str:
    """Return why money for something that does not follow the seeds is no follow-on."""
    if commitment.co_finance:
        return _SAY("reason.coFinance")
    if to_seed:
        return _SAY("reason.beside")
    return _SAY("reason.notFollowed" if any_seed else "reason.noSeedHere")


def _reached(network: Network, lineage: Lineage) -> set[str]:
    """Return the nodes that follow the seeds over relations along which money may be looked for."""
    later = defaultdict(list)
    for step in lineage.steps:
        if RELATIONS[step.relation].carries_money and not network.is_shared(step.earlier):
            later[step.earlier].append(step.later)
    found: set[str] = set()
    stack = list(lineage.seeds)
    while stack:
        for node in later[stack.pop()]:
            if node not in found:
                found.add(node)
                stack.append(node)
    return found - set(lineage.seeds)


def sort_out(
    network: Network, candidates: Sequence[Commitment], funds: set[str]
) -> tuple[list[Commitment], list[LeftOut]]:
    """Return which commitments count as follow-on money, and which do not and why.

    ``funds`` are the seeds' own funders: their money, and that of their parts, is never follow-on.
    """
    distinct = {c.iri: c for c in candidates}
    newer = _superseded(distinct)
    counted: list[Commitment] = []
    left_out: list[LeftOut] = []
    for iri in sorted(distinct):
        commitment = distinct[iri]
        reason = None
        if iri in newer:
            reason = _SAY("reason.later", iri=newer[iri])
        elif commitment.alternative_report_of:
            reason = _SAY("reason.report", iri=", ".join(commitment.alternative_report_of))
        elif commitment.funder and funds & set(network.ancestors_of(commitment.funder)):
            reason = _SAY("reason.ownFund")
        elif commitment.co_finance:
            reason = _SAY("reason.coFinance")
        elif commitment.source_type == "inKind":
            reason = _SAY("reason.inKind")
        elif commitment.status not in COUNTED_STATUSES and commitment.status != "notStated":
            reason = _status_reason(commitment.status)
        elif commitment.amount is None:
            reason = _SAY("reason.noAmount")
        elif commitment.currency is None:
            reason = _SAY("reason.noCurrency")
        elif commitment.status not in COUNTED_STATUSES:
            reason = _SAY("reason.notStated")
        if reason:
            left_out.append(LeftOut(commitment, reason))
        else:
            counted.append(commitment)
    return counted, left_out


def _status_reason(status: str) -> str:
    known = ("pledged", "planned", "blocked", "notStated")
    return _SAY(f"reason.{status}") if status in known else _SAY("reason.status", status=status)


def _superseded(commitments: dict[str, Commitment]) -> dict[str, str]:
    """Return, for each commitment with a newer value among these, that newer one."""
    found: dict[str, str] = {}
    for commitment in sorted(commitments.values(), key=lambda c: end_of(c.as_of or "0000")):
        older = commitment.later_value_of
        seen: set[str] = set()
        while older and older in commitments and older not in seen and older != commitment.iri:
            seen.add(older)
            found[older] = commitment.iri
            older = commitments[older].later_value_of
    return found


def _total(
    currency: str, seeds: list[Commitment], counted: list[Commitment], left_out: list[LeftOut], *, several: bool
) -> Total:
    own = [c for c in seeds if (c.currency or "") == currency and c.amount is not None]
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
    ratio, reason = ratio_of(seed, amount, bound)
    if ratio is not None and several:
        ratio, reason = None, _SAY("reason.severalSeeds")
    elif ratio is None and seed is not None and other:
        reason = _SAY("reason.otherCurrency", currency=currency, others=", ".join(sorted(map(str, other))))
    elif ratio is None and seed is None and amount is not None:
        reason = _SAY("reason.noSeedIn", currency=currency) if currency else _SAY("reason.noSeedHereIn")
    return Total(
        currency=currency,
        seed=seed,
        seed_bound=weakest(c.bound for c in own),
        follow_on=amount,
        bound=bound,
        by_status=dict(sorted(by_status.items())),
        by_funder=dict(sorted(by_funder.items())),
        ratio=ratio,
        ratio_reason=reason,
        seeds=tuple(own),
        counted=tuple(mine),
        left_out=tuple(out for out in left_out if (out.commitment.currency or "") == currency),
    )


def ratio_of(seed: Decimal | None, follow_on: Decimal | None, bound: str) -> tuple[str | None, str | None]:
    """Return follow-on per seed unit with one decimal, or ``None`` and the reason.

    Rounded down, so that "at least" stays true; up for "up to".

    >>> ratio_of(Decimal(300000), Decimal(14500000), "atLeast")
    ('48.3', None)
    """
    if follow_on is None:
        return None, _SAY("reason.noFollowOn")
    if not seed:
        return None, _SAY("reason.noSeed")
    rounding = ROUND_CEILING if bound == "upTo" else ROUND_FLOOR
    return str((follow_on / seed).quantize(Decimal("0.1"), rounding=rounding)), None
