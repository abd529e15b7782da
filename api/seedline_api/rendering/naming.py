"""What people call a thing, its kind and its properties: never a key, never an address."""

from __future__ import annotations

from seedline.columns.index import StoredNetwork
from seedline.document.details import Details
from seedline.i18n.words import Words, begin, spoken
from seedline.triples import token
from seedline.vocabulary import KINDS


class Naming:
    """Names what a snapshot holds in one language."""

    def __init__(self, network: StoredNetwork, details: Details, say: Words) -> None:
        self.network, self.read, self.say = network, details, say

    def name(self, iri: str) -> str:
        """Return what people call a thing: its label, for a statement what it says, for a place in a source where.

        Nothing where it has none of these: a key or an address is no name.
        """
        read = self.read
        # A statement's label in the graph is made of its key; people read what it says.
        if read.values(iri, "sl:assertedBy") and (text := read.text(iri, "sl:summary") or read.text(iri, "sl:counts")):
            return text
        for curie in ("rdfs:label", "skos:prefLabel", "dcterms:title"):
            if read.values(iri, curie):
                return read.label(iri, self.say.language)
        if text := read.text(iri, "sl:summary") or read.text(iri, "sl:counts"):
            return text
        if read.value(iri, "oa:hasSource"):
            return self._place_name(iri)
        owner = read.value(iri, "sl:about") or read.value(iri, "sl:totalOf") or read.value(iri, "rdf:subject")
        if owner and owner != iri and (called := self.name(owner)):
            return f"{begin(self.kind(iri))}: {called}"
        if later := read.value(iri, "sl:to"):
            return f"{begin(self.kind(iri))}: {self.name(later)}"
        return ""

    def _place_name(self, iri: str) -> str:
        read, say = self.read, self.say
        lines = list(dict.fromkeys(filter(None, (read.value(iri, "sl:lineStart"), read.value(iri, "sl:lineEnd")))))
        parts = [
            read.label(read.value(iri, "oa:hasSource") or "", say.language), read.text(iri, "sl:section") or "",
            say("place.line", len(lines), lines="–".join(lines)) if lines else "",
        ]  # fmt: skip
        return ", ".join(filter(None, parts))

    def kind(self, iri: str) -> str:
        """Return what kind of thing it is, in words."""
        read, say = self.read, self.say
        kind = self.network.kinds.get(iri)
        if kind:
            product = read.token(iri, "sl:productKind")
            return say.token("product", product) if kind == "product" and product else say(KINDS[kind].key)
        if organisation := read.token(iri, "sl:organisationKind"):
            known = f"kind.{organisation}" in say.english["explore"]
            return say(f"explore.kind.{organisation}") if known else spoken(organisation)
        classes = [value for value in read.values(iri, "rdf:type") if read.values(value, "rdfs:label")]
        return begin(read.label(classes[-1], say.language)) if classes else ""

    def property(self, iri: str) -> str:
        """Return what a property is called; other people's are called by words of ours."""
        own = f"property.{token(iri).rsplit('#', 1)[-1]}"
        return (
            self.say(f"site.{own}")
            if own in self.say.english["site"]
            else begin(self.read.label(iri, self.say.language))
        )

    def value(self, curie: str, value: str) -> str:
        """Return a plain value as people write it."""
        if curie in {"sl:started", "sl:ended", "sl:collected"}:
            return self.say.when(value)
        if curie == "sl:duration":
            return (
                value.removeprefix("P").lower().replace("m", " months").replace("y", " years ")
                if value.startswith("P")
                else value
            )
        return value
