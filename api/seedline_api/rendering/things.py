"""What the page of a thing says: statements by what they are about, each with its place and by whose word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seedline.document.cleaning import clean
from seedline.document.types import Place
from seedline.i18n.words import begin
from seedline.lineage.graph import Commitment, Step
from seedline.model.dates import newest
from seedline.triples import Literal, NamedNode, local_name, term
from seedline.vocabulary import COMMITMENT_STATUSES, RELATIONS, STATUSES
from seedline_api.rendering.disagreeing import Disagreeing
from seedline_api.rendering.statements import MOST, SAID
from seedline_api.rendering.told import Group, ThingPage, Told

#: Plain properties that are told as rows; what else a thing has is told by its statements.
_PLAIN = (
    *("dcterms:title", "sl:country", "sl:started", "sl:ended", "sl:duration", "sl:projectStatus", "sl:projectType"),
    *("sl:region", "sl:coverage", "sl:beneficiaries", "sl:managementSite", "sl:siteCountry", "sl:organisationKind"),
    *("dcterms:publisher", "dcterms:bibliographicCitation", "sl:sourceKind", "sl:collected"),
    *("dcterms:rights", "foaf:page", "sl:ruleKind", "sl:note", "skos:definition", "skos:scopeNote", "skos:broader"),
)


class Things(Disagreeing):
    """Reads pages of things in one language."""

    def page(self, iri: str) -> ThingPage:
        """Return what is said of a thing, a statement, a place, a goal, a source or any other resource."""
        read = self.read
        name = self.name(iri) or self.say("site.nameless")
        also = dict.fromkeys(text for text in read.values(iri, "skos:altLabel") if text != name)
        found = (
            ("about", self._about(iri)),
            ("what", (*self._plain(iri), *self._above(iri))),
            ("steps", self._steps(iri)),
            ("money", self._given(iri)),
            ("people", self._people(iri)),
            ("gives", self.gives(iri)),
            ("carries", self._carries(iri)),
            ("takesPart", self._takes_part(iri)),
            ("codes", self._codes(iri)),
            *((group, self._said(iri, classes)) for group, classes in SAID.items()),
            ("named", self._named(iri)),
            ("conflicts", self._conflicts(iri)),
            ("restsOn", self._rests_on(iri)),
        )
        groups = ((group, list(lines)) for group, lines in found)
        return ThingPage(
            iri, name, self.kind(iri), tuple(also),
            tuple(Group(g, tuple(lines[:MOST]), max(0, len(lines) - MOST)) for g, lines in groups if lines),
        )  # fmt: skip

    def _plain(self, iri: str) -> Iterator[Told]:
        read = self.read
        facts: dict[tuple[str, str], list[str]] = {}
        nodes: dict[tuple[str, str], NamedNode | Literal] = {}
        for fact in read.subjects("rdf:subject", iri):
            for object_ in read.objects(fact, "rdf:object"):
                stated = (read.value(fact, "rdf:predicate") or "", object_.value)
                facts.setdefault(stated, []).append(fact)
                nodes[stated] = object_
        theirs = read.is_theirs(iri)
        for curie in _PLAIN:
            if theirs and curie == "skos:broader":
                # Of our goals it says what they are a part of; in a thesaurus it need not.
                continue
            property_ = term(curie).value
            told = {value.value: value for value in read.objects(iri, curie)}
            if curie == "dcterms:bibliographicCitation" and told:
                shown_so = read.text_in(iri, curie, self.say.language)
                told = {value: node for value, node in told.items() if clean(value) == shown_so}
            taken = set(told)
            told |= {value: node for (name, value), node in nodes.items() if name == property_ and value not in told}
            for value, node in told.items():
                # A fact with a qualifier is told with it, and only so.
                backing = facts.get((property_, value), [])
                qualifier = next((q for fact in backing if (q := read.text(fact, "sl:qualifier"))), None)
                shown = self.name(value) if isinstance(node, NamedNode) else self.value(curie, value)
                web = value if isinstance(node, NamedNode) and not shown and value.startswith("http") else ""
                named = self.say.pair(self.property(property_), "")
                places = tuple(place for fact in backing for place in read.evidence(fact))
                link = (value, shown) if isinstance(node, NamedNode) and shown else None
                # Where sources differ one value is taken, and the others stand beside it.
                beside = "" if value in taken or qualifier or not taken else self.say("site.notTaken")
                told_so = self.say.token("qualifier", qualifier) if qualifier else beside
                undated = self._undated(places) if curie == "sl:projectStatus" else ""
                told_so = self.say.apart(filter(None, (told_so, undated)))
                tail = f" ({told_so})" if told_so else ""
                yield Told(named + ("" if link else shown), link, status=tail, places=places, web=web)
        places_of = {
            property_: read.evidence(about)
            for about in read.subjects("sl:about", iri)
            for property_ in read.values(about, "sl:property")
        }
        for missing in read.values(iri, "sl:notStated"):
            yield Told(self.missing(iri, missing), mood="notStated", places=places_of.get(missing, ()))

    def missing(self, iri: str, property_: str) -> str:
        """Return that a source does not state a property of a thing, and what another source states, if one does."""
        read, say = self.read, self.say
        own = f"missing.{local_name(property_)}"
        told_so = own in say.english["site"]
        here = say(f"site.{own}") if told_so else say.pair(self.property(property_), say("site.notStatedHere"))
        curie = next((curie for curie in _PLAIN if term(curie).value == property_), "")
        told: dict[str, str] = {}
        for fact in read.subjects("rdf:subject", iri):
            if read.value(fact, "rdf:predicate") != property_:
                continue
            qualifier = read.text(fact, "sl:qualifier")
            for value in read.objects(fact, "rdf:object"):
                shown = self.name(value.value) if isinstance(value, NamedNode) else self.value(curie, value.value)
                told[shown] = f"{shown} ({say.token('qualifier', qualifier)})" if qualifier else shown
        elsewhere = say("site.elsewhere", value=say.listed(list(told.values()), "list.or")) if told else ""
        return " ".join(filter(None, (here, elsewhere)))

    def _above(self, iri: str) -> Iterator[Told]:
        lead = self.say.pair(self.property(term("org:subOrganizationOf").value), "")
        yield from self._related(self.parents(iri), lead)

    def _related(self, organisations: dict[str, list[str]], lead: str) -> Iterator[Told]:
        """Yield organisations, each once for every statement that dates it, else once."""
        for organisation, stated in organisations.items():
            link = (organisation, self.name(organisation))
            for statement in stated:
                yield self._line(statement, Told(lead, link, status=self.held(statement)))
            if not stated:
                yield Told(lead, link)

    def _undated(self, places: Iterable[Place]) -> str:
        """Return that a status has no date of its own, and when it was seen: a list of projects gives it no other."""
        seen = newest(place.seen for place in places)
        return self.say("site.undated", date=self.say.when(seen)) if seen else ""

    def _steps(self, iri: str) -> Iterator[Told]:
        for back, steps in ((True, self.network.earlier.get(iri, ())), (False, self.network.later.get(iri, ()))):
            for step in steps:
                yield self.step(step, back=back)

    def step(self, step: Step, *, back: bool) -> Told:
        """Return a step as seen from one of its ends: from the later one where it is looked ``back``."""
        say, mood = self.say, STATUSES[step.status].mood
        verb = say(RELATIONS[step.relation].verb(mood))
        other = step.earlier if back else step.later
        link = (other, self.titled(other))
        seen = self.seen(step)
        if mood == "stopped":
            # What was ended may have been there, what was blocked was not: the name of the step says neither.
            return self._line(
                step.iri, Told(say.pair(begin(say(RELATIONS[step.relation].heading)), ""), link, mood, seen)
            )
        # What came before is the subject, so that the verb keeps its mood: "the framework is to be scaled into this".
        if back:
            line = Told("", link, mood, seen, after=f"{verb} {say('site.this')}")
        else:
            line = Told(begin(verb) + " ", link, mood, seen)
        return self._line(step.iri, line)

    def seen(self, step: Step) -> str:
        """Return the latest status of a step: when it came about, else by when it was told; marked if ours."""
        say, latest = self.say, step.latest
        if latest is None:
            return say.token("status", step.status)
        status = self.dated(say.token("status", step.status), latest.on, latest.as_of)
        launches = (seen.on.date for seen in step.observations if seen.status == "launched" and seen.on)
        launched = next(filter(None, launches), None) if step.status != "launched" else None
        told = f"{say('told.launched', when=say.at(launched))}, {status}" if launched else status
        known = step.status != "notStated"
        read = known and all(self.read.token(seen.iri, "sl:basis") == "inferred" for seen in step.observations)
        return say("told.byReading", status=told) if read else told

    def commitment(self, given: Commitment, link: tuple[str, str] | None = None, text: str = "") -> Told:
        """Return a commitment as a line: its amount with its bound, and its status with the date that it is told by."""
        say = self.say
        amount = say.amount(str(given.amount) if given.amount is not None else None, given.currency, given.bound)
        status = say.token("commitment", given.status)
        status = self.dated(status, given.on, given.as_of)
        mood = COMMITMENT_STATUSES[given.status].mood
        return self._line(given.iri, Told(text, link, mood, status, amount=amount))

    def _given(self, iri: str) -> Iterator[Told]:
        for given in self.network.commitments.get(iri, ()):
            link = (given.funder, self.name(given.funder)) if given.funder else None
            text = "" if link else self.read.text(given.iri, "sl:funderAsStated") or self.say("money.funderNotNamed")
            yield self.commitment(given, link, text)

    def gives(self, iri: str) -> Iterator[Told]:
        """Yield the commitments of an organisation and of its parts."""
        for part in sorted(self.network.parts_of(iri)) if self.read.values(iri, "sl:organisationKind") else ():
            yield from self.given_by(part, iri)

    def given_by(self, part: str, iri: str) -> Iterator[Told]:
        """Yield the commitments of an organisation as those of what it is, or may then have been, a part of."""
        for commitment in self.read.subjects("sl:funder", part):
            for recipient in self.read.values(commitment, "sl:recipient"):
                for given in self.network.commitments.get(recipient, ()):
                    if given.iri == commitment and self.network.is_from(given, {iri}):
                        text = "" if part == iri else self.say.pair(self.name(part), "")
                        yield self.commitment(given, (recipient, self.name(recipient)), text)

    def _people(self, iri: str) -> Iterator[Told]:
        read = self.read
        for about in read.subjects("sl:about", iri):
            if read.token(about, "sl:carrier"):
                agent = read.value(about, "sl:agent")
                who = (agent, self.name(agent)) if agent else None
                kind = self.say.token("carrier", read.token(about, "sl:carrier") or "")
                lead = begin(read.label(term("sl:carriedOnBy").value, self.say.language))
                yield self._line(about, Told(self.say.pair(lead, "" if who else kind), who, status=kind if who else ""))
        for about in read.subjects("sl:about", iri):
            if (organisation := read.value(about, "sl:organisation")) and read.token(about, "sl:role"):
                yield self._line(about, Told("", (organisation, self.name(organisation)), status=self.role(about)))

    def role(self, participation: str) -> str:
        """Return in which role an organisation takes part."""
        role = self.read.value(participation, "sl:role") or ""
        return self.read.label(role, self.say.language).lower()

    def _carries(self, iri: str) -> Iterator[Told]:
        for about in self.read.subjects("sl:agent", iri):
            for thing in self.read.values(about, "sl:about"):
                yield self._line(
                    about,
                    Told(
                        "",
                        (thing, self.name(thing)),
                        status=self.say.token("carrier", self.read.token(about, "sl:carrier") or ""),
                    ),
                )

    def _takes_part(self, iri: str) -> Iterator[Told]:
        read = self.read
        yield from self._related(self.parents(iri, below=True), begin(self.say("site.hasPart", name="")))
        for about in read.subjects("sl:organisation", iri):
            for thing in read.values(about, "sl:about"):
                status = self.role(about) if read.token(about, "sl:role") else read.text(about, "sl:summary") or ""
                yield self._line(about, Told("", (thing, self.name(thing)), status=status))
