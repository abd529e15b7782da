"""What statements say, in words: what each is about, its figure and date, where it says so, by whose word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from seedline.i18n.words import begin
from seedline.triples import term, token
from seedline_api.rendering.naming import Naming
from seedline_api.rendering.told import Group, Told

SAID = {
    "claims": ("sl:Claim",),
    "figures": ("sl:Figure",),
    "events": ("sl:Event",),
    "characteristics": ("sl:CharacteristicStatement", "sl:Ownership", "sl:Evaluation", "sl:Recommendation"),
}
"""Groups of statements on the page of a thing → their classes."""
MOST = 200
"""Lines of a group at most; of more it is said how many there are."""


class Statements(Naming):
    """Reads statements in one language."""

    def said_of(self, iris: Sequence[str]) -> tuple[Group, ...]:
        """Return all that is said of several things by statements, each once and with what it is said of."""
        made = []
        for group, classes in SAID.items():
            lines = {line.iri: replace(line, text=self.name(iri)) for iri in iris for line in self._said(iri, classes)}
            if lines:
                told = tuple(lines.values())
                made.append(Group(group, told[:MOST], max(0, len(told) - MOST)))
        return tuple(made)

    def _line(self, statement: str, told: Told) -> Told:
        """Return a line with where a statement says so, by whose word, and whether it is our reading."""
        read = self.read
        voice = read.token(statement, "sl:assertedBy") or ""
        return replace(
            told, iri=told.iri or statement, places=read.evidence(statement), voice=voice,
            ours=read.token(statement, "sl:basis") == "inferred",
        )  # fmt: skip

    def _said(self, iri: str, classes: Iterable[str]) -> Iterator[Told]:
        read = self.read
        wanted = {term(class_).value for class_ in classes}
        for about in read.subjects("sl:about", iri):
            if wanted & set(read.values(about, "rdf:type")):
                yield self._statement(about)

    def _statement(self, iri: str) -> Told:
        """Return a statement by what it says; its sign is a quotation mark, since nobody here found it true."""
        read, say = self.read, self.say
        text = self.said(iri)
        of = "commitment" if (status := read.token(iri, "sl:commitmentStatus")) else "status"
        status = status or read.token(iri, "sl:status")
        seen = say.token(of, status) if status and status != "notStated" else ""
        if as_of := read.value(iri, "sl:asOf"):
            seen = (
                say("explore.knownBy", status=seen, date=say.when(as_of))
                if seen
                else say("explore.by", date=say.when(as_of))
            )
        lead = ""
        if read.values(iri, "sl:eventKind"):
            on = read.when(iri)
            lead = say.pair(begin(say.at(on.date)), "") if on and on.date else ""
            text = read.label(iri)
        shown = begin(text.strip())
        return self._line(iri, Told(lead, (iri, shown) if shown else None, "claim", seen))

    def _named(self, iri: str) -> Iterator[Told]:
        """Yield the statements that name a thing without being about it, each after what it is about."""
        for statement in self.read.subjects("sl:names", iri):
            line = self._statement(statement)
            about = ", ".join(filter(None, map(self.name, self.read.values(statement, "sl:about"))))
            yield replace(line, text=self.say.pair(about, "")) if about else line

    def _about(self, iri: str) -> Iterator[Told]:
        """Yield what a statement is about, and how it stands there."""
        read, say = self.read, self.say
        for curie in (
            "sl:about",
            "sl:concerns",
            "sl:names",
            "sl:from",
            "sl:to",
            "sl:recipient",
            "sl:organisation",
            "sl:place",
            "sl:parent",
            "sl:agent",
            "sl:funder",
            "rdf:subject",
        ):
            for about in read.values(iri, curie):
                if called := self.name(about):
                    yield Told(say.pair(self.property(term(curie).value), ""), (about, called))
        if read.values(iri, "sl:eventKind") and (on := read.when(iri)) and on.date:
            yield Told(say.pair(self.property(term("sl:on").value), say.when(on.date)))
        if read.values(iri, "sl:parent") and (held := self.held(iri)):
            yield Told(begin(held))
        if read.values(iri, "sl:about") and (stated := read.text(iri, "sl:asStated")):
            yield Told(say("page.printedAs", text=stated))
        for curie, group in (
            ("sl:status", "status"),
            ("sl:assertedBy", "voice"),
            ("sl:basis", "basis"),
            ("sl:bound", "bound"),
        ):
            # Where no amount is stated there is nothing that a bound could be of.
            if curie == "sl:bound" and not (read.values(iri, "sl:amount") or read.values(iri, "sl:value")):
                continue
            if (value := read.token(iri, curie)) and not self.network.kinds.get(iri):
                yield Told(say.pair(self.property(term(curie).value), say.token(group, value)))
        for seen in read.values(iri, "sl:statusObservation"):
            status = say.token("status", read.token(seen, "sl:status") or "notStated")
            shown = self.dated(status, read.when(seen), read.value(seen, "sl:asOf"))
            yield self._line(seen, Told(say.pair(self.property(term("sl:status").value), ""), (seen, shown)))
        if (as_of := read.value(iri, "sl:asOf")) and read.values(iri, "sl:about"):
            yield Told(begin(say("explore.by", date=say.when(as_of))))

    def held(self, statement: str) -> str:
        """Return from and until when something holds, as far as a source says."""
        start, end = (self.say.when(self.read.value(statement, curie)) for curie in ("sl:validFrom", "sl:validUntil"))
        if start and end:
            return self.say("timeline.period", start=start, end=end)
        return self.say("timeline.from", start=start) if start else self.say("timeline.until", end=end) if end else ""

    def parents(self, iri: str, *, below: bool = False) -> dict[str, list[str]]:
        """Return the organisations above one, or ``below`` it, each with the statements that date it."""
        read = self.read
        own, other = ("sl:parent", "sl:about") if below else ("sl:about", "sl:parent")
        plain = "org:subOrganizationOf"
        found: dict[str, list[str]] = {}
        for stated in read.subjects(own, iri):
            for organisation in read.values(stated, other) if read.values(stated, "sl:parent") else ():
                found.setdefault(organisation, []).append(stated)
        for organisation in read.subjects(plain, iri) if below else read.values(iri, plain):
            found.setdefault(organisation, [])
        return found

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

    def _rests_on(self, iri: str) -> Iterator[Told]:
        """Yield what names a place in a source, or what a claim is about: the statements that rest on it."""
        for name in ("sl:evidence", "sl:alignsWith", "sl:country", "sl:concerns", "sl:viaInstrument", "skos:broader"):
            for subject in self.read.subjects(name, iri):
                if called := self.name(subject):
                    yield Told(self.say.pair(begin(self.kind(subject)), ""), (subject, called))
