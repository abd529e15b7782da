"""Where sources differ, in words, every side with its place."""

from __future__ import annotations

from collections.abc import Iterator

from seedline.document.disagreements import Disagreement, Side, disagreements, disagreements_of, read_conflict
from seedline.i18n.words import begin
from seedline.triples import local_name, term
from seedline_api.rendering.statements import Statements
from seedline_api.rendering.told import Differing, DifferingSide, Told


class Disagreeing(Statements):
    """Reads where statements do not agree, in one language."""

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
        if one.kind == "diverging":
            return self.name(one.about)
        if one.kind != "later":
            return self.name(one.iri)
        values = [self._side(one, side) for side in one.sides]
        return self.say(
            "differ.said", property=self.property(one.property), thing=self.name(one.about), one=values[0],
            other=values[1],
        )  # fmt: skip

    def _side(self, one: Disagreement, side: Side) -> str:
        """Return what one side says: a value in words, else the statement by its name; both ways in our own words."""
        if one.kind == "diverging":
            return self.read.text(side.iri, "sl:summary") or self.name(side.iri)
        if side.value is None:
            if self.read.value(side.iri, "sl:amount"):
                return self.read.label(side.iri, self.say.language)
            return begin(self.said(side.iri)) if self.read.value(side.iri, "sl:value") else self.name(side.iri)
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
