"""What is not known, line by line: not stated, contested, only intended; each with its place and its lineages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seedline.document.types import Place
from seedline.search import SearchIndex
from seedline.search.facets import Choice
from seedline.triples import term
from seedline.views.tracer import Tracer
from seedline.vocabulary import COMMITMENT_STATUSES, MOODS, RELATIONS, STATUSES
from seedline_api.rendering.things import Things

KINDS = ("differ", "notStated", "intended", "stopped")
"""Kinds of doubt, in their order: sources differ, not stated, only agreed or intended, stopped."""


_OF = ("sl:about", "sl:recipient", "sl:from")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One line: what it is about by name, what is not known of it, and where it says so or would stand."""

    kind: str
    subject: tuple[str, str]
    text: str
    iri: str
    places: tuple[Place, ...]
    seeds: tuple[tuple[str, str], ...]
    sides: tuple[tuple[str, tuple[Place, ...]], ...] = ()


class Doubts:
    """Reads the doubts of a snapshot in the language of some pages."""

    def __init__(self, tracer: Tracer, index: SearchIndex, things: Things) -> None:
        self._network, self._read, self._index, self._things = tracer.network, tracer.details, index, things

    def __iter__(self) -> Iterator[Doubt]:
        """Yield every line, by kind."""
        yield from self._differences()
        yield from self._missing()
        yield from self._steps()
        yield from self._money()
        yield from self._seeds()

    def _doubt(
        self, kind: str, about: str, text: str, iri: str, sides: tuple[tuple[str, tuple[Place, ...]], ...] = ()
    ) -> Doubt:
        # What is said of a commitment or a claim is said in the lineage of the thing that it is about.
        read = self._read
        things = (about, *(thing for name in _OF for thing in read.values(about, name)))
        seeds = next((found for thing in things if (found := self._index.seeds_of(thing))), ())
        subject = (about, self._things.name(about)) if about else ("", "")
        return Doubt(kind, subject, text, iri, self._read.evidence(iri) if iri else (), seeds, sides)

    def _differences(self) -> Iterator[Doubt]:
        for one in self._things.disagreements():
            sides = tuple((side.text, side.places) for side in one.sides)
            yield self._doubt("differ", one.about, f"{one.name} ({one.note})", one.iri, sides)

    def _missing(self) -> Iterator[Doubt]:
        read, things = self._read, self._things
        for missing in read.subjects("rdf:type", term("sl:NotStated").value):
            for about in read.values(missing, "sl:about"):
                for property_ in read.values(missing, "sl:property"):
                    yield self._doubt("notStated", about, things.missing(about, property_), missing)

    def _steps(self) -> Iterator[Doubt]:
        say, things = self._things.say, self._things
        for iri in sorted(self._network.steps):
            step = self._network.steps[iri]
            mood = MOODS[STATUSES[step.status].mood]
            if mood.begun:
                continue
            kind = "notStated" if mood.token == "notStated" else "stopped" if mood.rank is None else "intended"  # noqa: S105
            relation = RELATIONS[step.relation]
            # What was ended may have been there: of a stopped step its name is said, and no verb.
            verb = say.pair(say(relation.heading), "").rstrip() if kind == "stopped" else say(relation.verb(mood.token))
            seen = things.seen(step)
            yield self._doubt(kind, step.earlier, f"{verb} {things.name(step.later)} ({seen})", iri)

    def _money(self) -> Iterator[Doubt]:
        say = self._things.say
        for node in sorted(self._network.kinds):
            for given in self._network.commitments.get(node, ()):
                mood = MOODS[COMMITMENT_STATUSES[given.status].mood]
                who = self._things.name(given.funder) if given.funder else say("money.funderNotNamed")
                amount = say.amount(
                    str(given.amount) if given.amount is not None else None, given.currency, given.bound
                )
                text = say.pair(who, f"{amount}, {say.token('commitment', given.status)}")
                if mood.rank is None:
                    yield self._doubt("stopped", node, text, given.iri)
                elif given.amount is None or not given.funder or given.status == "notStated":
                    yield self._doubt("notStated", node, text, given.iri)
                elif not mood.begun:
                    yield self._doubt("intended", node, say.apart([text, say("site.spendingNotTold")]), given.iri)

    def _seeds(self) -> Iterator[Doubt]:
        """Yield what no source read tells of a seed as a whole: an evaluation, and who carries on what followed."""
        read, say = self._read, self._things.say
        carried = Choice(without={"carrier": frozenset(self._index.columns.keys("carrier"))})
        nobody = set(self._index.chosen(carried, self._index.find("").seeds))
        for seed in self._network.nodes_of_kind("seedProject"):
            if not read.values(seed, "sl:hasEvaluation"):
                yield self._doubt("notStated", seed, say("site.noEvaluation"), "")
            if seed in nobody:
                yield self._doubt("notStated", seed, say("site.noCarrier"), "")
