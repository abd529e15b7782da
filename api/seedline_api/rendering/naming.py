"""What people call a thing, its kind and its properties: never a key, never an address."""

from __future__ import annotations

import re

from seedline.columns.index import StoredNetwork
from seedline.document.details import Details
from seedline.i18n.words import Words, begin, spoken
from seedline.model.clocks import When
from seedline.model.labels import called
from seedline.triples import token
from seedline.vocabulary import KINDS
from seedline_ontology import PREFIXES

#: What a key of ours looks like: small letters and figures, joined by hyphens. No official code does.
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")

#: A code of the Fund.
_CODE = re.compile(r"[A-Z]{2}\.\d{4}|[A-Z0-9]{2,3}-\d{3}|[A-Z]{2}\d{2}P\d{4}")


#: What SPARQL reads after a prefix without an escape: dots within, none at the end.
_LOCAL = re.compile(r"\w(?:[\w.-]*[\w-])?")


def prefixed(iri: str) -> str:
    """Return an IRI written by a prefix that queries know, where its name can be written so.

    >>> prefixed("https://w3id.org/seedline/id/crest"), prefixed("http://www.w3.org/ns/prov#Entity")
    ('id:crest', 'prov:Entity')
    >>> prefixed("https://w3id.org/seedline/id/a/step/b")
    'https://w3id.org/seedline/id/a/step/b'
    """
    for prefix, space in PREFIXES.items():
        if iri.startswith(space) and _LOCAL.fullmatch(iri, len(space)):
            return f"{prefix}:{iri[len(space) :]}"
    return iri


def official(code: str) -> str:
    """Return a code that others know a project by; nothing for a key that is ours alone.

    >>> official("CT.0921"), official("support-to-migration-97bf7d")
    ('CT.0921', '')
    """
    return "" if _KEY.fullmatch(code) else code


def natural(text: str) -> list[tuple[str, int]]:
    """Return what a text is sorted by: its numbers as numbers.

    >>> sorted(["16.3", "8.10 Banks", "8.3 Jobs"], key=natural)
    ['8.3 Jobs', '8.10 Banks', '16.3']
    """
    return [(rest, int(number or 0)) for rest, number in re.findall(r"(\D*)(\d*)", text)]


class Naming:
    """Names what a snapshot holds in one language."""

    def __init__(self, network: StoredNetwork, details: Details, say: Words) -> None:
        self.network, self.read, self.say = network, details, say

    def name(self, iri: str) -> str:
        """Return what people call a thing: its label, for a statement what it says, for a place in a source where.

        Nothing where it has none of these: a key or an address is no name.
        """
        read = self.read
        if read.value(iri, "sl:value") and read.text(iri, "sl:counts"):
            return self.said(iri)
        # A statement's label in the graph is made of its key; people read what it says.
        if read.values(iri, "sl:assertedBy") and (text := read.text(iri, "sl:summary") or read.text(iri, "sl:counts")):
            return text
        if read.is_named(iri):
            return read.label(iri, self.say.language)
        if text := read.text(iri, "sl:summary") or read.text(iri, "sl:counts"):
            return text
        if read.value(iri, "oa:hasSource"):
            return self._place_name(iri)
        owner = read.value(iri, "sl:about") or read.value(iri, "sl:totalOf") or read.value(iri, "rdf:subject")
        if owner and owner != iri and (called := self.name(owner)):
            return self.say.pair(begin(self.kind(iri)), called)
        if later := read.value(iri, "sl:to"):
            return self.say.pair(begin(self.kind(iri)), self.name(later))
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
        if own := read.token(iri, "sl:organisationKind") or read.token(iri, "sl:placeKind"):
            return say(f"explore.kind.{own}") if f"kind.{own}" in say.english["explore"] else spoken(own)
        if code := read.value(iri, "skos:notation"):
            scheme = next((name for name in ("country", "sdg", "migof", "msd") if f"/{name}/" in iri), "")
            facet = ("target" if "." in code else "goal") if scheme == "sdg" else scheme
            if facet:
                return say(f"explore.facet.{facet}") + (f" {code}" if facet != "country" else "")
        classes = read.values(iri, "rdf:type")
        named = [value for value in classes if read.is_named(value)]
        if not named:
            return begin(called(classes[-1], classes[-1])) if classes else ""
        return begin(read.label(named[-1], say.language))

    def property(self, iri: str) -> str:
        """Return what a property is called; other people's are called by words of ours."""
        own = f"property.{token(iri).rsplit('#', 1)[-1]}"
        return (
            self.say(f"site.{own}")
            if own in self.say.english["site"]
            else begin(self.read.label(iri, self.say.language))
        )

    def titled(self, iri: str) -> str:
        """Return the name of a thing, of a project with its code: two projects may have one name."""
        name = self.name(iri)
        if self.network.kinds.get(iri) not in {"project", "seedProject"}:
            return name
        codes = (official(self.read.id(iri)), *self.read.values(iri, "dcterms:identifier"))
        code = next((code for code in codes if code and _CODE.fullmatch(code)), "")
        return f"{name} ({code})" if code and code not in name else name

    def figure(self, iri: str, of: str = "") -> str:
        """Return the value of a figure with its bound and unit, nothing where a statement has none."""
        read = self.read
        value = read.value(iri, "sl:value")
        unit = read.text(iri, "sl:unit") or ""
        return self.say.figure(value, unit, read.token(iri, "sl:bound"), of) if value is not None else ""

    def said(self, iri: str) -> str:
        """Return what a statement says, a figure with its value."""
        text = self.read.text(iri, "sl:counts") or self.read.text(iri, "sl:summary") or ""
        return self.figure(iri, text) or text

    def dated(self, status: str, on: When | None, as_of: str | None) -> str:
        """Return a status with the date on which it came about, else with the one by which it was told."""
        if on and on.date:
            return self.say("told.happened", status=status, when=self.say.at(on.date))
        return self.say("explore.knownBy", status=status, date=self.say.when(as_of)) if as_of else status

    def value(self, curie: str, value: str) -> str:
        """Return a plain value as people write it."""
        if curie in {"sl:started", "sl:ended", "sl:collected"}:
            return self.say.when(value)
        if curie == "sl:duration":
            return self.say.duration(value)
        if curie == "sl:organisationKind":
            known = f"kind.{value}" in self.say.english["explore"]
            return self.say(f"explore.kind.{value}") if known else spoken(value)
        return value
