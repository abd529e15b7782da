"""What the page of a thing says: statements by what they are about, each with its place and by whose word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from seedline.document.disagreements import Disagreement, Side, disagreements, disagreements_of, read_conflict
from seedline.document.types import Place
from seedline.i18n.words import begin
from seedline.lineage.graph import Commitment, Step
from seedline.triples import Literal, NamedNode, local_name, term, token
from seedline.vocabulary import COMMITMENT_STATUSES, RELATIONS, STATUSES
from seedline_api.rendering.naming import Naming

#: Plain properties that are told as rows; what else a thing has is told by its statements.
_PLAIN = (
    *(
        "dcterms:title",
        "sl:country",
        "sl:started",
        "sl:ended",
        "sl:duration",
        "sl:projectStatus",
        "sl:projectType",
        "sl:coverage",
    ),
    *("sl:beneficiaries", "sl:managementSite", "sl:siteCountry", "sl:organisationKind", "org:subOrganizationOf"),
    *(
        "dcterms:publisher",
        "dcterms:bibliographicCitation",
        "sl:sourceKind",
        "sl:collected",
        "dcterms:rights",
        "foaf:page",
    ),
    *("sl:ruleKind", "sl:note", "skos:definition", "skos:scopeNote", "skos:broader"),
)
_SAID = {
    "claims": ("sl:Claim",),
    "figures": ("sl:Figure",),
    "characteristics": ("sl:CharacteristicStatement", "sl:Ownership", "sl:Evaluation", "sl:Recommendation"),
}
_MANY = 200


@dataclass(frozen=True, slots=True)
class Told:
    """One line: a text, or a thing by its name, with its sign and status, where it says so, and by whose word."""

    text: str = ""
    link: tuple[str, str] | None = None
    mood: str = ""
    status: str = ""
    iri: str = ""
    places: tuple[Place, ...] = ()
    voice: str = ""
    ours: bool = False
    amount: str = ""
    after: str = ""

    @property
    def plain(self) -> str:
        """Return the line as text, without status and place."""
        return " ".join(filter(None, (self.text.strip(), self.link[1] if self.link else "", self.amount, self.after)))


@dataclass(frozen=True, slots=True)
class DifferingSide:
    """What one side says where sources differ, where it says so, and whether its value is the one that is taken."""

    iri: str
    text: str
    places: tuple[Place, ...]
    taken: bool


@dataclass(frozen=True, slots=True)
class Differing:
    """Where sources differ, in words."""

    iri: str
    kind: str
    about: str
    name: str
    note: str
    sides: tuple[DifferingSide, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one kind; ``left_out`` says how many more there are."""

    name: str
    lines: tuple[Told, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class ThingPage:
    """A thing in plain words."""

    iri: str
    name: str
    kind: str
    also: tuple[str, ...]
    groups: tuple[Group, ...]


class Things(Naming):
    """Reads pages of things in one language."""

    def page(self, iri: str) -> ThingPage:
        """Return what is said of a thing, a statement, a place, a goal, a source or any other resource."""
        read = self.read
        name = self.name(iri) or self.say("site.nameless")
        also = dict.fromkeys(text for text in read.values(iri, "skos:altLabel") if text != name)
        found = (
            ("about", self._about(iri)),
            ("what", self._plain(iri)),
            ("steps", self._steps(iri)),
            ("money", self._given(iri)),
            ("people", self._people(iri)),
            ("gives", self.gives(iri)),
            ("carries", self._carries(iri)),
            ("takesPart", self._takes_part(iri)),
            ("codes", self._codes(iri)),
            *((group, self._said(iri, classes)) for group, classes in _SAID.items()),
            ("conflicts", self._conflicts(iri)),
            ("restsOn", self._rests_on(iri)),
        )
        groups = ((group, list(lines)) for group, lines in found)
        return ThingPage(
            iri, name, self.kind(iri), tuple(also),
            tuple(Group(g, tuple(lines[:_MANY]), max(0, len(lines) - _MANY)) for g, lines in groups if lines),
        )  # fmt: skip

    def said_of(self, iris: Sequence[str]) -> tuple[Group, ...]:
        """Return all that is said of several things by statements, each once and with what it is said of."""
        made = []
        for group, classes in _SAID.items():
            lines = {
                line.iri: replace(line, text=f"{self.name(iri)}: ") for iri in iris for line in self._said(iri, classes)
            }
            if lines:
                told = tuple(lines.values())
                made.append(Group(group, told[:_MANY], max(0, len(told) - _MANY)))
        return tuple(made)

    def _line(self, statement: str, told: Told) -> Told:
        """Return a line with where a statement says so, by whose word, and whether it is our reading."""
        read = self.read
        voice = read.token(statement, "sl:assertedBy") or ""
        return replace(
            told, iri=told.iri or statement, places=read.evidence(statement), voice=voice,
            ours=read.token(statement, "sl:basis") == "inferred",
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
        for curie in _PLAIN:
            property_ = term(curie).value
            told = {value.value: value for value in read.objects(iri, curie)}
            taken = set(told)
            told |= {value: node for (name, value), node in nodes.items() if name == property_ and value not in told}
            for value, node in told.items():
                # A fact with a qualifier is told with it, and only so.
                backing = facts.get((property_, value), [])
                qualifier = next((q for fact in backing if (q := read.text(fact, "sl:qualifier"))), None)
                shown = self.name(value) if isinstance(node, NamedNode) else self.value(curie, value)
                named = f"{self.property(property_)}: "
                places = tuple(place for fact in backing for place in read.evidence(fact))
                link = (value, shown) if isinstance(node, NamedNode) and shown else None
                # Where sources differ one value is taken, and the others stand beside it.
                beside = "" if value in taken or qualifier or not taken else self.say("site.notTaken")
                tail = f" ({qualifier or beside})" if qualifier or beside else ""
                yield Told(named + ("" if link else shown), link, status=tail, places=places)
        for missing in read.values(iri, "sl:notStated"):
            yield Told(f"{self.property(missing)}: {self.say('site.notStatedHere')}", mood="notStated")

    def _steps(self, iri: str) -> Iterator[Told]:
        for back, steps in ((True, self.network.earlier.get(iri, ())), (False, self.network.later.get(iri, ()))):
            for step in steps:
                yield self.step(step, back=back)

    def step(self, step: Step, *, back: bool) -> Told:
        """Return a step as seen from one of its ends: from the later one where it is looked ``back``."""
        say, mood = self.say, STATUSES[step.status].mood
        verb = say(RELATIONS[step.relation].verb(mood))
        other = step.earlier if back else step.later
        link = (other, self.name(other))
        seen = self._seen(step)
        if mood == "stopped":
            # What was ended may have been there, what was blocked was not: the name of the step says neither.
            return self._line(step.iri, Told(begin(say(RELATIONS[step.relation].heading)) + ": ", link, mood, seen))
        # What came before is the subject, so that the verb keeps its mood: "the framework is to be scaled into this".
        if back:
            line = Told("", link, mood, seen, after=f"{verb} {say('site.this')}")
        else:
            line = Told(begin(verb) + " ", link, mood, seen)
        return self._line(step.iri, line)

    def _seen(self, step: Step) -> str:
        say, latest = self.say, step.latest
        status = say.token("status", step.status)
        return say("explore.knownBy", status=status, date=say.when(latest.as_of)) if latest else status

    def commitment(self, given: Commitment, link: tuple[str, str] | None = None, text: str = "") -> Told:
        """Return a commitment as a line: its amount with its bound, and its status with the date that it is told by."""
        say = self.say
        amount = say.amount(str(given.amount) if given.amount is not None else None, given.currency, given.bound)
        status = say.token("commitment", given.status)
        if given.as_of:
            status = say("explore.knownBy", status=status, date=say.when(given.as_of))
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
            for commitment in self.read.subjects("sl:funder", part):
                for recipient in self.read.values(commitment, "sl:recipient"):
                    for given in self.network.commitments.get(recipient, ()):
                        if given.iri == commitment:
                            text = "" if part == iri else f"{self.name(part)}: "
                            yield self.commitment(given, (recipient, self.name(recipient)), text)

    def _people(self, iri: str) -> Iterator[Told]:
        read = self.read
        for about in read.subjects("sl:about", iri):
            if read.token(about, "sl:carrier"):
                agent = read.value(about, "sl:agent")
                who = (agent, self.name(agent)) if agent else None
                kind = self.say.token("carrier", read.token(about, "sl:carrier") or "")
                lead = begin(read.label(term("sl:carriedOnBy").value, self.say.language))
                yield self._line(about, Told(f"{lead}: {'' if who else kind}", who, status=kind if who else ""))
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
        for child in read.subjects("org:subOrganizationOf", iri):
            yield Told(f"{begin(self.say('site.hasPart', name=''))}", (child, self.name(child)))
        for about in read.subjects("sl:organisation", iri):
            for thing in read.values(about, "sl:about"):
                status = self.role(about) if read.token(about, "sl:role") else read.text(about, "sl:summary") or ""
                yield self._line(about, Told("", (thing, self.name(thing)), status=status))

    def _codes(self, iri: str) -> Iterator[Told]:
        read = self.read
        for about in read.subjects("sl:about", iri):
            for target in read.values(about, "sl:alignedTo"):
                code = read.value(target, "skos:notation") or token(target)
                name = self.name(target)
                yield self._line(
                    about,
                    Told(
                        "",
                        (target, name if name == code else f"{code} {name}"),
                        status=read.text(about, "sl:repair") or "",
                    ),
                )

    def _said(self, iri: str, classes: Iterable[str]) -> Iterator[Told]:
        read = self.read
        wanted = {term(class_).value for class_ in classes}
        for about in read.subjects("sl:about", iri):
            if wanted & set(read.values(about, "rdf:type")):
                yield self._statement(about)

    def _statement(self, iri: str) -> Told:
        """Return a statement by what it says; its sign is a quotation mark, since nobody here found it true."""
        read, say = self.read, self.say
        text = read.text(iri, "sl:counts") or read.text(iri, "sl:summary") or ""
        status = read.token(iri, "sl:status")
        seen = say.token("status", status) if status and status != "notStated" else ""
        if value := read.value(iri, "sl:value"):
            # A unit may be a currency; whatever else is counted is named by what it counts.
            unit = read.text(iri, "sl:unit") or ""
            currency = unit if len(unit) == 3 and unit.isupper() else ""
            figure = say.amount(value, currency, read.token(iri, "sl:bound"))
            text = f"{figure}: {text}" if currency else f"{figure} {text or unit}"
        if as_of := read.value(iri, "sl:asOf"):
            seen = (
                say("explore.knownBy", status=seen, date=say.when(as_of))
                if seen
                else say("explore.by", date=say.when(as_of))
            )
        shown = begin(text.strip())
        return self._line(iri, Told("", (iri, shown) if shown else None, "claim", seen))

    def disagreements(self) -> Iterator[Differing]:
        """Yield where sources differ, in words."""
        for one in disagreements(self.read):
            yield self._differing(one)

    def _differing(self, one: Disagreement) -> Differing:
        note = self.say(f"differ.{one.kind}")
        return Differing(
            one.iri, one.kind, one.about, self._difference(one), note,
            tuple(DifferingSide(side.iri, self._side(one, side), side.places, side.taken) for side in one.sides),
        )  # fmt: skip

    def _difference(self, one: Disagreement) -> str:
        if one.kind != "later":
            return self.name(one.iri)
        values = [self._side(one, side) for side in one.sides]
        return self.say(
            "differ.said", property=self.property(one.property), thing=self.name(one.about), one=values[0],
            other=values[1],
        )  # fmt: skip

    def _side(self, one: Disagreement, side: Side) -> str:
        """Return what one side says: a value in words, else the statement by its name."""
        if side.value is None:
            return self.name(side.iri)
        name = local_name(one.property)
        if ":" in side.value:
            return self.name(side.value)
        return self.say.when(side.value) if name in {"started", "ended", "fundingYear"} else side.value

    def _conflicts(self, iri: str) -> Iterator[Told]:
        read = self.read
        for one in disagreements_of(read, iri):
            if one.property:
                yield self._line(
                    one.iri, Told("", (one.iri, self._difference(one)), status=self.say(f"differ.{one.kind}"))
                )
                for side in one.sides:
                    taken = self.say("site.taken") if side.taken else ""
                    yield Told(self._side(one, side), status=taken, places=side.places)
        statements = {iri, *read.subjects("sl:about", iri)}
        for conflict in read.subjects("rdf:type", term("sl:Conflict").value):
            if read.values(conflict, "sl:property") and conflict != iri:
                continue
            if conflict == iri or statements & set(read.values(conflict, "sl:between")):
                yield self._line(conflict, Told("", (conflict, self.name(conflict)) if conflict != iri else None))
                one = read_conflict(read, conflict)
                for side in one.sides:
                    valued = Told(self._side(one, side), places=side.places)
                    yield valued if side.value is not None else self._statement(side.iri)

    def _rests_on(self, iri: str) -> Iterator[Told]:
        """Yield what names a place in a source, or what a claim is about: the statements that rest on it."""
        for name in ("sl:evidence", "sl:alignsWith", "sl:country", "sl:concerns", "sl:viaInstrument", "skos:broader"):
            for subject in self.read.subjects(name, iri):
                if called := self.name(subject):
                    yield Told(f"{begin(self.kind(subject))}: ", (subject, called))

    def _about(self, iri: str) -> Iterator[Told]:
        """Yield what a statement is about, and how it stands there."""
        read, say = self.read, self.say
        for curie in (
            "sl:about",
            "sl:concerns",
            "sl:from",
            "sl:to",
            "sl:recipient",
            "sl:organisation",
            "sl:agent",
            "sl:funder",
            "rdf:subject",
        ):
            for about in read.values(iri, curie):
                if called := self.name(about):
                    yield Told(f"{self.property(term(curie).value)}: ", (about, called))
        if read.values(iri, "sl:about") and (stated := read.text(iri, "sl:asStated")):
            yield Told(say("page.printedAs", text=stated))
        for curie, group in (
            ("sl:status", "status"),
            ("sl:assertedBy", "voice"),
            ("sl:basis", "basis"),
            ("sl:bound", "bound"),
        ):
            if (value := read.token(iri, curie)) and not self.network.kinds.get(iri):
                yield Told(f"{self.property(term(curie).value)}: {say.token(group, value)}")
        if (as_of := read.value(iri, "sl:asOf")) and read.values(iri, "sl:about"):
            yield Told(begin(say("explore.by", date=say.when(as_of))))
