"""The sentence that says what became of a seed: a person could say it, in each language from one plan.

It words what :mod:`seedline.document.claims` decides, and decides nothing. Where it grows too long for one breath it
names fewer things and counts the others; bounds, dates of what is named, blocked money, other voices and our own
readings are never left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seedline.document.claims import Claims, Followed, MoneyStory, SeedStory, decide, mood_of
from seedline.document.remembering import of_the_last
from seedline.document.types import Between, Beyond, Carrier, Commitment, Document, Money, Source, Step
from seedline.i18n import LANGUAGES, Words, words
from seedline.i18n.words import amount_of, begin
from seedline.vocabulary import MOODS, RELATIONS, STATUSES

#: Words that a sentence has at most, in a language that needs more of them for the same.
LONGEST = {"en": 60, "fr": 75, "es": 75}
_BEGUN = ("happened", "underWay")
#: How the kind of a source of the Fund begins → the words for it.
_OURS = {"booklet": "told.booklet", "project pages of the Fund": "told.projectPages"}
#: A lineage of more seeds than this is told by counts.
_TOLD = 1


@dataclass(frozen=True, slots=True)
class _Detail:
    """How much is named: steps after a seed, funders, until when statuses are known, outputs that are not there yet."""

    steps: int
    funders: int
    known_by: bool
    open: bool
    outputs: bool = True


_DETAILS = (
    _Detail(3, 3, known_by=True, open=True),
    _Detail(2, 2, known_by=True, open=True),
    _Detail(2, 2, known_by=False, open=True),
    _Detail(2, 2, known_by=False, open=False),
    _Detail(1, 1, known_by=False, open=True),
    _Detail(1, 1, known_by=False, open=False),
    _Detail(1, 2, known_by=False, open=False, outputs=False),
    _Detail(1, 0, known_by=False, open=False),
    _Detail(2, 0, known_by=False, open=False, outputs=False),
    _Detail(1, 0, known_by=False, open=False, outputs=False),
    _Detail(0, 0, known_by=False, open=False),
    _Detail(0, 0, known_by=False, open=False, outputs=False),
)


@of_the_last
def sentence(document: Document, say: Words) -> str:
    """Return what a view claims as a few sentences: the same facts in every language."""
    claims = decide(document)

    def fits(detail: _Detail) -> bool:
        told = ((lang, _told(document, claims, words(lang), detail)) for lang in LANGUAGES)
        return all(len(text.split()) <= LONGEST[lang] for lang, text in told)

    # What does not fit in one language is left out in all of them.
    return _told(document, claims, say, next((detail for detail in _DETAILS if fits(detail)), _DETAILS[-1]))


def _told(document: Document, claims: Claims, say: Words, detail: _Detail) -> str:
    return " ".join(part for part in _parts(document, claims, say, detail) if part)


def _parts(document: Document, claims: Claims, say: Words, detail: _Detail) -> list[str]:
    stories = claims.stories
    if isinstance(document.of, Between) and not document.steps:
        parts = [no_way(document, document.of, say)]
    elif not stories:
        parts = [_without_seed(document, claims, say)]
    elif len(stories) <= _TOLD:
        parts = [_story(story, claims, say, detail) for story in stories]
    else:
        parts = [_seeds(stories, say)]
    parts += [money_told(claims.money, say, detail.funders, part=not claims.whole), blocked_told(claims.blocked, say)]
    return [*parts, source(document, claims, say)]


def no_way(document: Document, of: Between, say: Words) -> str:
    """Return that no way leads from one thing to another, both by their names."""
    named = {node.iri: node.label for node in document.nodes}
    key = "told.noWay" if document.limits is None else "told.noWayHere"
    return say(key, start=named.get(of.start, of.start), end=named.get(of.end, of.end))


def _without_seed(document: Document, claims: Claims, say: Words) -> str:
    if not document.nodes:
        return say("told.nothingChosen")
    focus = document.focused
    if focus and document.limits is None and document.of is None:
        return say("told.noSeed", label=focus.label)
    if len(document.nodes) == 1:
        return f"{document.nodes[0].label}."
    return say("told.noSeedHere", len(document.nodes))


def _seeds(stories: tuple[SeedStory, ...], say: Words) -> str:
    """Return several seeds by their codes, and what followed them by the mood of its status."""
    # A seed without a code goes by its name: a key of ours says nothing.
    coded = sorted(stories, key=lambda story: not story.seed.codes)
    codes = [story.seed.code or story.seed.name for story in coded[:3]]
    if len(stories) > 3:
        codes.append(say("told.more", len(stories) - 3))
    told = say("told.seeds", len(stories), codes=say.listed(codes))
    steps = {f.step.iri: f.mood for story in stories for f in story.followed}
    if not steps:
        return told
    return f"{told} {say('told.followed', counts=_moods(Counter(steps.values()), say))}"


def _moods(counts: Mapping[str, int], say: Words) -> str:
    order = sorted(counts, key=lambda mood: -(MOODS[mood].rank or 0))
    return ", ".join(say(f"steps.{mood}", counts[mood]) for mood in order)


def _story(story: SeedStory, claims: Claims, say: Words, detail: _Detail) -> str:
    """Return what one seed produced, what that became, and what followed the seed itself."""
    opening = begin(_opening(story, say))
    # What became something else is named before what only went on.
    tellable = [f for f in story.followed if MOODS[f.mood].rank or f.mood in {"stopped", "notStated"}]
    tellable.sort(key=lambda f: (f.mood not in _BEGUN, f.mood in _BEGUN and f.step.relation == "nextPhase"))
    named = tellable[: detail.steps]
    rest = [f for f in story.followed if f not in named]
    made: list[str] = []
    later: list[str] = []
    for product in {f.subject.iri: f.subject for f in named if f.subject.iri != story.seed.iri}.values():
        became = _became([f for f in named if f.subject.iri == product.iri], say, detail)
        if product.iri in story.made:
            made.append(say("told.which", product=product.label, became=became))
        else:
            later.append(f"{product.label} {became}.")
    # What is not told by what it became is counted among the others.
    untold = {f.subject.iri for f in rest} - {f.subject.iri for f in named}
    produced = Counter(story.produced) + Counter(story.made[iri] for iri in sorted(untold & story.made.keys()))
    counted = _outputs(produced, say, others=bool(made), open_too=detail.open)
    helped = _outputs(story.contributed, say, others=bool(made), open_too=detail.open, noun=not (made or counted))
    if detail.outputs or not story.followed:
        made += [counted] if counted else []
    else:
        helped = ""
    sentences = []
    what = say("told.and", first=say.apart(made[:-1]), last=made[-1]) if len(made) > 1 else "".join(made)
    if made and helped:
        sentences.append(say("told.produced", seed=opening, what=say("told.andContributed", made=what, what=helped)))
    elif made:
        # What has not begun was not produced.
        begun = len(made) > 1 or not counted or any(mood_of(status) in _BEGUN for status in produced)
        sentences.append(say("told.produced" if begun else "told.named", seed=opening, what=what))
    elif helped:
        sentences.append(say("told.contributed", seed=opening, what=helped))
    if direct := [f for f in named if f.subject.iri == story.seed.iri]:
        became = _became(direct, say, detail)
        key = "told.work" if sentences else "told.workOf"
        sentences.append(say(key, seed=opening, became=became))
    sentences += later
    if rest:
        key = "told.furtherSteps" if named else "told.followed"
        sentences.append(say(key, counts=_moods(Counter(f.mood for f in rest), say)))
        if not named and not made and not helped:
            sentences.insert(0, f"{opening}.")
    if sentences:
        return " ".join(sentences)
    if story.rests:
        rests = [*story.rests[:2], *([say("told.more", len(story.rests) - 2)] if len(story.rests) > 2 else [])]
        return say("told.restsRead" if story.rests_read else "told.rests", seed=opening, what=say.listed(rests))
    return say("told.nothing" if claims.whole else "told.nothingHere", seed=opening)


def _opening(story: SeedStory, say: Words) -> str:
    seed, grant = story.seed, story.grant
    where = seed.code or seed.name
    if seed.funding_year:
        where += f", {say('picture.fundingYear', year=seed.funding_year)}"
    if grant and grant.amount:
        amount = say.amount(grant.amount, grant.currency, grant.bound, whole=True)
        return say("told.seed", amount=amount, where=where)
    return say("told.seedUnstated", where=where)


def _outputs(counts: Mapping[str, int], say: Words, *, others: bool, open_too: bool, noun: bool = True) -> str:
    """Return how many outputs there are, and apart from them how many are not reported as begun."""
    by_mood: Counter[str] = Counter()
    for status, count in counts.items():
        by_mood[mood_of(status)] += count
    under_way = by_mood["underWay"]
    there = sum(by_mood.pop(mood, 0) for mood in _BEGUN)
    unstated, open_ = by_mood.pop("notStated", 0), by_mood.total()
    key = ("told.others" if others else "told.outputs") if noun else "told.more"
    parts = [say(key, there)] if there else []
    if under_way:
        # What is being made, or goes on, is not told as done.
        parts = [say("told.underWay", outputs=parts[0], n=under_way)]
    if open_too or not there:
        parts += [say("told.notBegun", open_)] if open_ else []
        parts += [say("told.unstated", unstated)] if unstated else []
    return say.listed(parts)


def _became(followed: list[Followed], say: Words, detail: _Detail) -> str:
    """Return what became of a thing: for each relation and mood its verb, then the things with their statuses."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one in followed:
        key = (one.step.relation, _told_as(one.step))
        groups.setdefault(key, []).append(f"{one.target.label} ({_status(one, say, detail)})")
    told = [f"{verb(relation, mood, say)} {say.listed(things)}" for (relation, mood), things in groups.items()]
    return say.listed(told)


def _told_as(step: Step) -> str:
    """Return the mood of the verb: what has begun was done, since its status in brackets says how far it is."""
    mood = mood_of(step.status)
    begun = any(mood_of(seen.status) in {"underWay", "happened"} for seen in step.statuses)
    return "happened" if mood == "underWay" or (mood == "stopped" and begun) else mood


def step_verb(step: Step, say: Words) -> str:
    """Return the verb of a step in its mood; what is being made is not told as made, what was helped not as own."""
    relation = RELATIONS.get(step.relation)
    mood = _told_as(step) if relation and relation.scaling else mood_of(step.status)
    helped = step.relation == "produced" and step.contribution in {"contributedTo", "inspired"}
    if helped and MOODS[mood].begun:
        return say("told.helped")
    return verb(step.relation, mood, say)


def relation_told(step: Step, say: Words) -> str:
    """Return the verb of a step in the mood of its status, as a row says it beside that status."""
    return verb(step.relation, mood_of(step.status), say).rstrip(",")


def beyond_told(beyond: Beyond, say: Words) -> str:
    """Return the verb of a step that leads out of a view or into it, in the mood of its status."""
    return verb(beyond.relation, mood_of(beyond.status or "notStated"), say).rstrip(",")


def carrier_named(carrier: Carrier, say: Words) -> str:
    """Return who carries something on, and in brackets that this is our reading where no source says so."""
    who = carrier.label or say.token("carrier", carrier.kind)
    return f"{who} ({say('ui.ourReading')})" if carrier.inferred else who


def verb(relation: str, mood: str, say: Words) -> str:
    """Return the verb of a relation in a mood, read from the earlier thing to the later."""
    if relation not in RELATIONS:
        return say.token("relation", relation or "followedBy")
    return say(RELATIONS[relation].verb(mood))  # type: ignore[arg-type]


def _status(one: Followed, say: Words, detail: _Detail) -> str:
    # Of what is said to go on a reader asks until when; a launch has its own date.
    going_on = one.mood == "underWay" and not one.step.date
    told = dated_status(one.step, say, known_by=detail.known_by or going_on)
    return say("told.linkRead", status=told) if one.step.inferred else told


def dated_status(step: Step, say: Words, *, known_by: bool = True) -> str:
    """Return the latest status of a step: of when it is, else by when it was known, else alone; marked if ours."""
    told = _when(step, say, known_by=known_by)
    return say("told.byReading", status=told) if step.status_read else told


def _when(step: Step, say: Words, *, known_by: bool) -> str:
    told = say.token("status", step.status)
    if step.date:
        launched = say("told.launched", when=say.at(step.date))
        lapses = step.status in STATUSES and STATUSES[step.status].lapses
        if step.status == "launched" or (lapses and not known_by):
            return launched
        return f"{launched}, {told_by(told, step.as_of, say) if lapses and step.as_of else told}"
    if isinstance(step.on, str):
        return say("told.happened", status=told, when=say.at(step.on))
    if known_by and step.as_of and step.status != "notStated":
        return told_by(told, step.as_of, say)
    return told


def told_by(status: str, as_of: str, say: Words) -> str:
    """Return a status with the date by which it was told, which is not the date on which it came about.

    >>> from seedline.i18n import words
    >>> told_by("approved", "2021-10", words("en"))
    'approved, known by October 2021'
    """
    return say("told.knownBy", status=status, when=say.at(as_of))


def money_told(money: MoneyStory | None, say: Words, funders: int, *, part: bool) -> str:
    """Return what is said of follow-on money: one of the four outcomes, nothing of a part that has none."""
    if money is None:
        return ""
    if money.outcome == "notLookedFor":
        return say("outcome.notLookedFor")
    if money.outcome == "noneReported":
        return say("outcome.noneReported")
    whole = say.listed([say.amount(r.amount, r.currency, r.bound, whole=True) for r in money.reported])
    if money.outcome == "reportedNotCounted":
        why = say(f"uncounted.{money.reason}") if money.reason else ""
        told = say("outcome.reportedNotCounted", why=why)
        return f"{told} {say('outcome.wholeLineages', amounts=whole)}" if whole else told
    amounts = say.listed([_counted(entry, say, funders) for entry in money.counted])
    told = say("outcome.countedHere" if part else "outcome.counted", amounts=amounts)
    if len(money.counted) > 1:
        told += f" {say('note.notAdded')}"
    if money.uncounted:
        told += f" {say('outcome.moreUncounted')}"
    if money.shared:
        told += f" {say('outcome.shared', len(money.shared))}"
    return f"{told} {say('outcome.wholeLineages', amounts=whole)}" if whole else told


def _counted(entry: Money, say: Words, most: int) -> str:
    follow_on = entry.follow_on
    amount = say.amount(follow_on.amount, entry.currency, follow_on.bound, whole=True)
    states = say.listed([say.token("commitment", status) for status in sorted(follow_on.by_status)])
    # Money of several states is told as a whole; the notes split it.
    one = len(follow_on.by_status) == 1
    funders = say.listed(_funders(entry, say, most)) if most else ""
    told = f"{amount} ({states})" if one else amount
    if funders:
        key = "told.from" if one else "story.from"
        told = say(key, amount=amount, states=states, funders=funders)
    inexact = [c for c in entry.commitments if c.as_of and c.bound not in {None, "exact"}]
    dates = {c.as_of for c in entry.commitments if c.as_of}
    if inexact:
        told += f", {dated_part(inexact, say, alone=len(entry.commitments) == len(inexact))}"
    elif len(dates) > 1:
        # A sum of what was told at different times says so.
        told += f", {say('told.asOf', when=say.listed([say.at(date) for date in sorted(dates)]))}"
    return told


def dated_part(inexact: list[Commitment], say: Words, *, alone: bool) -> str:
    """Return of when the inexact part of a sum is."""
    when = say.listed([say.at(date) for date in sorted({c.as_of for c in inexact if c.as_of})])
    if alone:
        return say("told.asOf", when=when)
    private = {c.source_type for c in inexact} == {"private"}
    return say("told.datedPart", part=say("note.privatePart" if private else "note.part"), when=when)


def _funders(entry: Money, say: Words, most: int) -> list[str]:
    """Return who gave the most of a sum, largest first; the rest as a count."""
    given = sorted(entry.by_funder, key=lambda part: (-(amount_of(part.amount or "0") or 0), part.label or ""))
    named = [part.label or say("money.funderNotNamed") for part in given]
    rest = len(named) - most
    return named if rest <= 0 else [*named[:most], say("story.otherFunders", rest)]


def blocked_told(blocked: tuple[Commitment, ...], say: Words) -> str:
    """Return whose money is reported as blocked."""
    if not blocked:
        return ""
    named = sorted({c.named for c in blocked if c.named})
    if not named:
        return say("told.blocked")
    rest = len(named) - 2
    return say("told.blockedOf", funders=say.listed(named if rest <= 0 else [*named[:2], say("told.more", rest)]))


def source(document: Document, claims: Claims, say: Words) -> str:
    """Return the sources of all that is shown, and by whose word in part."""
    sources = document.named_sources
    others = [say(f"voiceOf.{voice}") for voice in claims.voices if voice != "fund"]
    if not sources:
        return say("told.ourReading") if claims.ours else ""
    named = _named(sources, say)
    parts = [say("told.byWord", voices=say.listed(others))] if others else []
    parts += [say("told.ours")] if claims.ours else []
    if parts:
        named = say("told.inPart", sources=named, parts=say.listed(parts))
    return say("told.source", len(sources), sources=named)


def _named(sources: Sequence[Source], say: Words) -> str:
    """Return sources by name: the Fund's own as what they are, in few words, others by their titles."""
    kinds = [next((key for begin, key in _OURS.items() if (one.kind or "").startswith(begin)), "") for one in sources]
    own = [key for key in _OURS.values() if key in kinds]
    titles = [one.title or one.key for one, key in zip(sources, kinds, strict=True) if not key]
    return say.apart([*([say("told.bookletAndPages")] if len(own) == len(_OURS) else map(say, own)), *titles])
