"""What is not known, line by line: not stated, contested, only intended; each with its place and its lineages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain

from seedline.document.types import Place
from seedline.lineage.graph import Commitment, Step
from seedline.search import SearchIndex
from seedline.search.facets import Choice
from seedline.triples import term
from seedline.views.tracer import Tracer
from seedline.vocabulary import COMMITMENT_STATUSES, MOODS, RELATIONS, STATUSES
from seedline_api.rendering.things import Things

KINDS = ("differ", "notStated", "intended", "stopped")
"""Kinds of doubt, in their order: sources differ, not stated, only agreed, intended or suggested, stopped."""


_OF = ("sl:about", "sl:recipient", "sl:from")


@dataclass(frozen=True, eq=False)
class Doubt:
    """One line: what it is about by name, what is not known of it, and where it says so or would stand.

    A ledger has many lines and a page shows some: what is said in one is made when somebody reads it.
    """

    kind: str
    about: str
    iri: str
    seeds: tuple[tuple[str, str], ...]
    things: Things
    tell: Callable[[], str]
    #: What is said in our own words, in English.
    tell_words: Callable[[], str] | None = None
    sides: tuple[tuple[str, tuple[Place, ...]], ...] = ()

    @cached_property
    def subject(self) -> tuple[str, str]:
        """Return the IRI and the name of what it is about."""
        return (self.about, self.things.name(self.about)) if self.about else ("", "")

    @cached_property
    def text(self) -> str:
        """Return what is not known, in the language of the page."""
        return self.tell()

    @cached_property
    def words(self) -> str:
        """Return what is said in our own words, in English."""
        return self.tell_words() if self.tell_words else ""

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Return where it says so, or would stand."""
        return self.things.read.evidence(self.iri) if self.iri else ()

    @property
    def plain(self) -> str:
        """Return what is not known as one text."""
        return f"{self.words} ({self.text})" if self.words else self.text


class Doubts:
    """Reads the doubts of a snapshot in the language of some pages."""

    def __init__(self, tracer: Tracer, index: SearchIndex, things: Things) -> None:
        self._network, self._read, self._index, self._things = tracer.network, tracer.details, index, things

    def __iter__(self) -> Iterator[Doubt]:
        """Yield every line, by kind."""
        yield from self._differences()
        yield from self._missing()
        yield from self._steps()
        yield from self._said()
        yield from self._money()
        yield from self._seeds()

    def _doubt(
        self,
        kind: str,
        about: str,
        tell: Callable[[], str],
        iri: str,
        sides: tuple[tuple[str, tuple[Place, ...]], ...] = (),
        words: Callable[[], str] | None = None,
    ) -> Doubt:
        # What is said of a commitment or a claim is said in the lineage of the thing that it is about.
        things = chain([about], (thing for name in _OF for thing in self._read.values(about, name)))
        seeds = next((found for thing in things if (found := self._index.seeds_of(thing))), ())
        return Doubt(kind, about, iri, seeds, self._things, tell, words, sides)

    def _differences(self) -> Iterator[Doubt]:
        for one in self._things.disagreements():
            sides = tuple((side.text, side.places) for side in one.sides)
            yield self._doubt("differ", one.about, partial("{} ({})".format, one.name, one.note), one.iri, sides)

    def _missing(self) -> Iterator[Doubt]:
        read, things = self._read, self._things
        for missing in read.subjects("rdf:type", term("sl:NotStated").value):
            for about in read.values(missing, "sl:about"):
                for property_ in read.values(missing, "sl:property"):
                    yield self._doubt("notStated", about, partial(things.missing, about, property_), missing)

    def _steps(self) -> Iterator[Doubt]:
        for iri in sorted(self._network.steps):
            step = self._network.steps[iri]
            if not MOODS[STATUSES[step.status].mood].begun:
                yield self._doubt(_kind(step.status), step.earlier, partial(self._step, step), iri)

    def _step(self, step: Step) -> str:
        say, things, relation = self._things.say, self._things, RELATIONS[step.relation]
        # What was ended may have been there: of a stopped step its name is said, and no verb.
        if _kind(step.status) == "stopped":
            verb = say.pair(say(relation.heading), "").rstrip()
        else:
            verb = say(relation.verb(STATUSES[step.status].mood))
        seen = [things.seen(step)]
        if self._ours(step):
            seen = [say("told.linkRead", status=seen[0])]
        # What has come of it since by our reading of a later report is told beside it.
        for other in self._network.later.get(step.earlier, ()):
            same = (other.relation, other.later) == (step.relation, step.later)
            if same and self._ours(other) and MOODS[STATUSES[other.status].mood].begun:
                seen.append(say("told.byReading", status=things.seen(other)))
        return f"{verb} {things.name(step.later)} ({say.apart(seen)})"

    def _ours(self, step: Step) -> bool:
        return self._read.token(step.iri, "sl:basis") == "inferred"

    def _said(self) -> Iterator[Doubt]:
        """Yield what a claim or figure tells of as not begun; one that tells of a step stands there."""
        read, things = self._read, self._things
        for kind in ("sl:Claim", "sl:Figure"):
            for iri in sorted(read.subjects("rdf:type", term(kind).value)):
                status = read.token(iri, "sl:latestStatus") or read.token(iri, "sl:status") or "notStated"
                if status == "notStated" or MOODS[STATUSES[status].mood].begun or read.values(iri, "sl:concerns"):
                    continue
                seen = partial(self._seen, status, iri)
                for about in read.values(iri, "sl:about")[:1]:
                    yield self._doubt(_kind(status), about, seen, iri, words=partial(things.said, iri))

    def _seen(self, status: str, iri: str) -> str:
        things = self._things
        return things.dated(things.say.token("status", status), None, self._read.value(iri, "sl:asOf"))

    def _money(self) -> Iterator[Doubt]:
        for node in sorted(self._network.kinds):
            for given in self._network.commitments.get(node, ()):
                mood = MOODS[COMMITMENT_STATUSES[given.status].mood]
                if mood.rank is None:
                    kind = "stopped"
                elif given.amount is None or not given.funder or given.status == "notStated":
                    kind = "notStated"
                elif not mood.begun:
                    kind = "intended"
                else:
                    continue
                yield self._doubt(kind, node, partial(self._given, given, kind), given.iri)

    def _given(self, given: Commitment, kind: str) -> str:
        say = self._things.say
        who = self._things.name(given.funder) if given.funder else say("money.funderNotNamed")
        amount = say.amount(str(given.amount) if given.amount is not None else None, given.currency, given.bound)
        text = say.pair(who, f"{amount}, {say.token('commitment', given.status)}")
        return say.apart([text, say("site.spendingNotTold")]) if kind == "intended" else text

    def _seeds(self) -> Iterator[Doubt]:
        """Yield what no source read tells of a seed as a whole: an evaluation, and who carries on what followed."""
        read, say = self._read, self._things.say
        carried = Choice(without={"carrier": frozenset(self._index.columns.keys("carrier"))})
        nobody = set(self._index.chosen(carried, self._index.find("").seeds))
        for seed in self._network.nodes_of_kind("seedProject"):
            if not read.values(seed, "sl:hasEvaluation"):
                yield self._doubt("notStated", seed, partial(say, "site.noEvaluation"), "")
            if seed in nobody:
                yield self._doubt("notStated", seed, partial(say, "site.noCarrier"), "")


def _kind(status: str) -> str:
    """Return of which kind a doubt is whose status has not begun."""
    mood = MOODS[STATUSES[status].mood]
    return "notStated" if mood.token == "notStated" else "stopped" if mood.rank is None else "intended"  # noqa: S105
