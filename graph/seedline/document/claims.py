"""What a view claims, decided once: what became of the seeds, of the money, by whose word. Words come afterwards.

The rules: a mood is that of the latest status and never stronger; "none" is said only of a whole lineage of sources
that were read; a sum has the weakest bound of its parts; the sources of a view are those of all that it shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from seedline.document.types import Claim, Commitment, Component, Document, Money, Node, Reported, Step
from seedline.lineage.furthest import told_last
from seedline.vocabulary import COMMITMENT_STATUSES, MOODS, REASONS, RELATIONS, STATUSES, VOICES

MoneyOutcome = Literal["counted", "reportedNotCounted", "noneReported", "notLookedFor"]
_AGAIN = {code for code, reason in REASONS.items() if reason.again}
#: What is left out for one of these reasons is no follow-on of others, or is told elsewhere already.
_NO_FOLLOW_ON = {"ownFund", "coFinance", "inKind", *_AGAIN}
#: The strongest first; what was stopped stands apart, at the end.
_ORDER = sorted(MOODS, key=lambda mood: -(MOODS[mood].rank if MOODS[mood].rank is not None else -1))  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Followed:
    """A scaling step from a seed or from what it led to; ``mood`` is how strongly it may be told."""

    step: Step
    subject: Node
    target: Node
    mood: str


@dataclass(frozen=True, slots=True)
class SeedStory:
    """What became of one seed: counts of what it made and of what it contributed to by status, and what followed.

    ``made`` is what the seed itself produced, each with the status of that; what it contributed to is not among it.
    """

    seed: Node
    grant: Commitment | None
    made: Mapping[str, str]
    produced: Mapping[str, int]
    contributed: Mapping[str, int]
    followed: tuple[Followed, ...]
    rests: tuple[str, ...]
    rests_read: bool = False

    @property
    def alone(self) -> bool:
        """Return whether nothing is told of the seed but what rests on it."""
        return not (self.followed or self.made or self.produced or self.contributed)


@dataclass(frozen=True, slots=True)
class MoneyStory:
    """What the view says of follow-on money: one of four outcomes, what counts, and what the whole lineages report.

    ``reason`` is the code of why nothing counts here; ``uncounted`` is money that would count elsewhere; ``shared`` is
    what counts here once, though it follows more than one of the seeds and counts in the lineage of each.
    """

    outcome: MoneyOutcome
    counted: tuple[Money, ...] = ()
    reported: tuple[Reported, ...] = ()
    reason: str = ""
    uncounted: tuple[Commitment, ...] = ()
    shared: tuple[Commitment, ...] = ()


@dataclass(frozen=True, slots=True)
class Claims:
    """All that a view claims."""

    stories: tuple[SeedStory, ...]
    money: MoneyStory | None
    blocked: tuple[Commitment, ...]
    voices: tuple[str, ...]
    ours: bool
    whole: bool

    @property
    def wire(self) -> tuple[Claim, ...]:
        """Return the claims as data: code, parameters, and the statements that each rests on."""
        return tuple(self._wire())

    def _wire(self) -> Iterator[Claim]:
        for story in self.stories:
            grant = story.grant
            yield Claim(
                "seed",
                {
                    "seed": story.seed.iri,
                    "amount": grant.amount if grant else None,
                    "currency": grant.currency if grant else None,
                    "bound": grant.bound if grant else None,
                    "fundingYear": story.seed.funding_year,
                },
                (grant.iri,) if grant else (),
            )
            for code, counts in (("produced", story.produced), ("contributedTo", story.contributed)):
                if counts:
                    yield Claim(code, {"seed": story.seed.iri, "byStatus": dict(counts)})
            for followed in story.followed:
                step = followed.step
                yield Claim(
                    "followed",
                    {
                        "seed": story.seed.iri,
                        "from": step.earlier,
                        "to": step.later,
                        "relation": step.relation,
                        "status": step.status,
                        "mood": followed.mood,
                        "asOf": step.as_of,
                        "basis": step.basis,
                        "assertedBy": step.voice,
                    },
                    (step.iri,),
                )
        if self.money:
            yield self._money(self.money)
            if shared := self.money.shared:
                yield Claim("sharedFollowOn", {"commitments": len(shared)}, tuple(c.iri for c in shared))
        if self.blocked:
            yield Claim("blocked", {"commitments": len(self.blocked)}, tuple(c.iri for c in self.blocked))
        if self.voices or self.ours:
            yield Claim("byWhoseWord", {"voices": list(self.voices), "ourReading": self.ours})

    @staticmethod
    def _money(money: MoneyStory) -> Claim:
        sums: list[dict[str, Any]] = [
            {
                "currency": entry.currency,
                "amount": entry.follow_on.amount,
                "bound": entry.follow_on.bound,
                "byStatus": dict(entry.follow_on.by_status),
                "byStatusBounds": dict(entry.follow_on.by_status_bounds),
            }
            for entry in money.counted
        ]
        whole = [{"currency": r.currency, "amount": r.amount, "bound": r.bound} for r in money.reported]
        evidence = [c.iri for entry in money.counted for c in entry.commitments] + [c.iri for c in money.uncounted]
        return Claim(
            "followOn",
            {"outcome": money.outcome, "reason": money.reason or None, "sums": sums, "wholeLineages": whole},
            tuple(evidence),
        )


def decide(document: Document) -> Claims:
    """Return what a document claims.

    >>> decide(Document()).money is None
    True
    """
    nodes = {node.iri: node for node in document.nodes}
    out: dict[str, list[Step]] = {}
    for step in document.steps:
        if step.earlier in nodes and step.later in nodes:
            out.setdefault(step.earlier, []).append(step)
    seeds = [node for node in document.nodes if node.stage == "seed"]
    voices = document.voices
    # That one amount takes the place of another, or tells of the same money, no source says: it is our reading.
    matched = any(out.reason_code in _AGAIN for entry in document.money for out in entry.left_out)
    stories = tuple(_story(seed, document, nodes, out) for seed in seeds)
    return Claims(
        stories=stories,
        money=_money(document, seeds),
        blocked=tuple(
            out.commitment
            for entry in document.money
            for out in entry.left_out
            if out.commitment and out.commitment.status == "blocked"
        ),
        voices=tuple(voice for voice in VOICES if voice in voices and not VOICES[voice].ours),
        ours=matched
        or any(one.step and one.step.status_read for story in stories for one in story.followed)
        or (len(stories) == 1 and stories[0].alone and stories[0].rests_read)
        or any(voice in VOICES and VOICES[voice].ours for voice in voices),
        whole=is_whole(document),
    )


def is_whole(document: Document) -> bool:
    """Return whether a view holds the whole lineages of its seeds: a seed's own, or a component, nothing left out.

    The lineage of a product holds what stands before it, not what else followed the seed.
    """
    if document.limits is not None:
        return False
    focus = document.focused
    return isinstance(document.of, Component) or (document.of is None and focus is not None and focus.stage == "seed")


def mood_of(status: str) -> str:
    """Return the mood of a status, that of a status that nobody knows being not stated."""
    return STATUSES[status].mood if status in STATUSES else "notStated"


def telling(steps: Iterable[Step]) -> Step | None:
    """Return of the steps that lead to a thing the one whose latest status says how far it has come.

    Over a scaling step a thing became what it is; else it is there once it was produced; what informed it or what it
    rests on tells least. Of several of one sort the one that has come furthest tells it.
    """
    return max(told_last(steps), key=_tells, default=None)


def told_before(step: Step, steps: Iterable[Step]) -> Step | None:
    """Return what a source states of the same link, where the step told last is a reading of ours."""
    if not step.inferred:
        return None
    link = step.earlier, step.relation, step.later
    stated = (o for o in steps if not o.inferred and o.status != "notStated")
    return next(told_last(o for o in stated if (o.earlier, o.relation, o.later) == link), None)


def helped(step: Step) -> bool:
    """Return whether a seed only contributed to what a step produced."""
    return step.contribution in {"contributedTo", "inspired"}


def _tells(step: Step) -> tuple[bool, bool, int, int]:
    relation, status = RELATIONS.get(step.relation), STATUSES.get(step.status)
    rank = MOODS[mood_of(step.status)].rank
    # What was stopped comes after all that was not.
    return (
        bool(relation and relation.scaling), step.relation == "produced", -1 if rank is None else rank,
        status.order if status else 0,
    )  # fmt: skip


def _story(seed: Node, document: Document, nodes: Mapping[str, Node], out: Mapping[str, list[Step]]) -> SeedStory:
    grants = (c for entry in document.money for c in entry.seeds if c.recipient == seed.iri)
    scaling = {name for name, relation in RELATIONS.items() if relation.scaling}
    followed, seen, stack = [], {seed.iri}, [seed.iri]
    while stack:
        here = stack.pop()
        for step in told_last(out.get(here, ())):
            if step.relation in scaling:
                followed.append(Followed(step, nodes[here], nodes[step.later], mood_of(step.status)))
            if step.later not in seen and step.relation in {*scaling, "produced"}:
                seen.add(step.later)
                stack.append(step.later)
    order = {node.iri: place for place, node in enumerate(document.nodes)}
    followed.sort(key=lambda f: (_ORDER.index(f.mood), order[f.target.iri], f.step.iri))
    # What went on is told by what it became, not counted again.
    onward = {f.subject.iri for f in followed}
    produced: Counter[str] = Counter()
    contributed: Counter[str] = Counter()
    made: dict[str, str] = {}
    for step in told_last(out.get(seed.iri, ())):
        if step.relation == "produced":
            own = not helped(step) and MOODS[mood_of(step.status)].begun
            made |= {step.later: step.status} if own else {}
            if not own or step.later not in onward:
                (contributed if helped(step) else produced)[step.status] += 1
    rests = [nodes[step.later].label for step in out.get(seed.iri, ()) if step.relation == "builtOn"]
    beyond = [other for other in document.omitted.next if (other.earlier, other.relation) == (seed.iri, "builtOn")]
    rests += [other.label for other in beyond]
    return SeedStory(
        seed, next(grants, None), made, produced, contributed, tuple(followed), tuple(rests),
        rests_read=any(other.basis == "inferred" for other in beyond),
    )  # fmt: skip


def _money(document: Document, seeds: list[Node]) -> MoneyStory | None:
    counted = tuple(entry for entry in document.money if entry.follow_on.amount)
    left = [
        (out.reason_code, out.commitment)
        for entry in document.money
        for out in entry.left_out
        if out.commitment and out.commitment.amount and out.reason_code not in _NO_FOLLOW_ON
    ]
    uncounted = tuple(c for _, c in left if c.status in COMMITMENT_STATUSES and COMMITMENT_STATUSES[c.status].counts)
    shown = {(entry.currency, entry.follow_on.amount) for entry in counted}
    reported = tuple(r for r in document.reported if (r.currency, r.amount) not in shown)
    if counted:
        return MoneyStory("counted", counted, reported, "", uncounted, _shared(document, seeds, counted))
    whole = is_whole(document)
    # What finances what came before, or the seed itself, follows nothing; it may follow what a part does not show.
    left = [(code, c) for code, c in left if not whole or code not in {"beside", "notFollowed"}]
    if left or reported:
        codes = Counter(code for code, _ in left)
        reason = codes.most_common(1)[0][0] if codes and (whole or not reported) else "part"
        return MoneyStory("reportedNotCounted", (), reported, reason, uncounted or tuple(c for _, c in left))
    if not whole or not seeds:
        return None
    if any(seed.follow_on_known == "notLookedFor" for seed in seeds):
        return MoneyStory("notLookedFor") if all(s.follow_on_known == "notLookedFor" for s in seeds) else None
    return MoneyStory("noneReported")


def _shared(document: Document, seeds: Sequence[Node], counted: Sequence[Money]) -> tuple[Commitment, ...]:
    """Return what is counted and follows several of the seeds: each lineage counts it, a sum of them counts it once."""
    instruments = {node.iri for node in document.nodes if node.kind == "sharedInstrument"}
    later: dict[str, list[str]] = {}
    for step in document.steps:
        if step.relation in RELATIONS and RELATIONS[step.relation].carries_money and step.earlier not in instruments:
            later.setdefault(step.earlier, []).append(step.later)
    times: Counter[str] = Counter()
    for seed in seeds:
        reached: set[str] = set()
        stack = [] if seed.draft else [seed.iri]
        while stack:
            new = set(later.get(stack.pop(), ())) - reached
            reached |= new
            stack += new
        times.update(reached)
    return tuple(c for entry in counted for c in entry.commitments if c.recipient and times[c.recipient] > 1)
