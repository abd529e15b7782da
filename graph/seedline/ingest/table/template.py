"""The workbook that needs no mapping: its sheets and columns, and what may stand in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import get_args

import seedline_ontology
from seedline.i18n import LANGUAGES, words
from seedline.ingest.table.conversion import fold
from seedline.triples import DEFAULT_BASE, Literal, NamedNode, parse_file, term, token
from seedline.vocabulary import KINDS, RELATIONS
from seedline.vocabulary.tokens import SCHEMES


@dataclass(frozen=True, slots=True)
class Entry:
    """One column: the key of its heading and note, and the field of a case file that it fills.

    ``to`` is empty where it says something of the row's evidence. ``choices`` names the list that its drop-down shows;
    a list that is not ``closed`` only helps, since other texts may stand there too. A ``body`` is named by its name.
    """

    name: str
    to: str = ""
    choices: str = ""
    closed: bool = True
    needed: bool = False
    width: int = 16
    body: bool = False

    @property
    def scheme(self) -> str:
        """Return the scheme that the choices are of, nothing where they are rows of another sheet or there are none."""
        return "" if self.choices in {"things", "sources"} else self.choices

    def heading(self, language: str) -> str:
        """Return the heading in a language."""
        return words(language)(f"workbook.{self.name}")

    def has(self, heading: str) -> bool:
        """Return whether a column of this heading is this one, in whatever language."""
        return fold(heading) in {fold(self.heading(language)) for language in LANGUAGES}

    def note(self, language: str) -> str:
        """Return what is to be written there."""
        return words(language)(f"workbook.{self.name}.note")


_PLACE = (
    Entry("basis", "basis", "basis"),
    Entry("summary", "summary", width=40),
    Entry("evidence", choices="sources", closed=False, width=24),
    Entry("place"),
    Entry("note", "note", width=30),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet: the key of its name, the section of a case file that it fills, and its columns."""

    name: str
    section: str
    entries: tuple[Entry, ...]

    def title(self, language: str) -> str:
        """Return the name of the sheet in a language.

        >>> [part.title("en") for part in PARTS]
        ['Things', 'Money', 'What followed', 'Figures', 'Organisations', 'Sources']
        """
        return words(language)(f"workbook.sheet.{self.name}")

    def called(self, name: str) -> bool:
        """Return whether a sheet of this name is this one, in whatever language."""
        return fold(name) in {fold(self.title(language)) for language in LANGUAGES}

    def entry(self, heading: str) -> Entry | None:
        """Return the column that has a heading, in whatever language."""
        return next((entry for entry in self.entries if entry.has(heading)), None)


PARTS = (
    Part(
        "things",
        "things",
        (
            Entry("name", "label", needed=True, width=30),
            Entry("kind", "kind", "kind", needed=True),
            Entry("iomCode", "identifiers.iom"),
            Entry("otherCode", "identifiers.code"),
            Entry("countries", "countries", "country", closed=False),
            Entry("productKind", "product-kind", "product-kind"),
            Entry("title", "title", width=30),
            Entry("start", "start"),
            Entry("end", "end"),
            Entry("projectStatus", "project-status", "project-status"),
            *_PLACE[1:],
        ),
    ),
    Part(
        "money",
        "commitments",
        (
            Entry("for", "to", "things", closed=False, needed=True, width=30),
            Entry("funder", "funder", width=24, body=True),
            Entry("amount", "amount"),
            Entry("currency", "currency", "currency"),
            Entry("bound", "bound", "bound"),
            Entry("moneyStatus", "status", "commitment-status"),
            Entry("sourceType", "source-type", "source-type"),
            Entry("year", "funding-year"),
            Entry("happened", "on"),
            Entry("asOf", "as-of"),
            *_PLACE,
        ),
    ),
    Part(
        "followed",
        "steps",
        (
            Entry("from", "from", "things", closed=False, needed=True, width=30),
            Entry("to", "to", "things", closed=False, needed=True, width=30),
            Entry("relation", "relation", "relation", needed=True),
            Entry("stepStatus", "statuses.value", "status"),
            Entry("happened", "statuses.on"),
            Entry("asOf", "statuses.as-of"),
            Entry("contribution", "contribution", "contribution"),
            *_PLACE,
        ),
    ),
    Part(
        "figures",
        "figures",
        (
            Entry("about", "about", "things", closed=False, needed=True, width=30),
            Entry("counts", "counts", needed=True, width=30),
            Entry("unit", "unit", needed=True),
            Entry("value", "value", needed=True),
            Entry("bound", "bound", "bound"),
            Entry("level", "level", "level"),
            Entry("figureStatus", "status", "status"),
            Entry("happened", "on"),
            Entry("asOf", "as-of"),
            *_PLACE,
        ),
    ),
    Part(
        "bodies",
        "parents",
        (
            Entry("body", "about", needed=True, width=30, body=True),
            Entry("partOf", "parent", needed=True, width=30, body=True),
            Entry("validFrom", "valid-from"),
            Entry("validUntil", "valid-until"),
            Entry("asOf", "as-of"),
            *_PLACE,
        ),
    ),
    Part(
        "sources",
        "sources",
        (
            Entry("sourceTitle", "title", needed=True, width=40),
            Entry("address", "url", width=40),
            Entry("seen", "collected", needed=True),
            Entry("told", "as-of"),
            Entry("publisher", "publisher", width=24),
            Entry("voice", "asserted-by", "voice"),
            Entry("saidBy", "name", width=24),
            Entry("role", "role"),
            Entry("sourceNote", "note", width=30),
        ),
    ),
)
"""The sheets in their order."""
_LEFT_OUT = {
    # An empty cell says that it is not stated, and what joins nothing is no choice of who tells what followed.
    "relation": frozenset(r for r, row in RELATIONS.items() if (row.joins == "no" and row.directed) or r == "sameAs"),
    "kind": frozenset({"sharedInstrument"}),
    "voice": frozenset({"seedline"}),
}
_OPEN = {"country", "currency"}


@cache
def choices(scheme: str, language: str) -> dict[str, str]:
    """Return what a drop-down shows in a language, each with its token: the concepts of a scheme.

    >>> list(choices("bound", "en").items())[:2], choices("basis", "fr")["Déclaré"]
    ([('Exact', 'exact'), ('At least', 'atLeast')], 'stated')
    """
    if scheme == "kind":
        named = {kind: words(language).token("kind", kind) for kind in KINDS}
        # What is undertaken stands before what is made, the seed first.
        ordered = sorted(KINDS, key=lambda kind: (kind != "seedProject", "sl:Initiative" not in KINDS[kind].above))
    else:
        named = {token: said[language] for token, said in _labels(scheme).items()}
        ordered = sorted(named, key=lambda token: fold(named[token])) if scheme in _OPEN else list(_tokens(scheme))
    if scheme == "currency":
        return {token: token for token in sorted(named)}
    left = {"notStated", *_LEFT_OUT.get(scheme, ())}
    return {named[token]: token for token in ordered if token not in left}


@cache
def meant(scheme: str) -> dict[str, str]:
    """Return the token of each label of a scheme in every language, folded, and of each token itself.

    >>> meant("bound")["au moins"], meant("bound")["atleast"], meant("relation")["scaled into"]
    ('atLeast', 'atLeast', 'scaledInto')
    """
    found: dict[str, str] = {}
    for language in LANGUAGES:
        found |= {fold(label): token for label, token in choices(scheme, language).items()}
    every = KINDS if scheme == "kind" else _tokens(scheme)
    return found | {fold(token): token for token in every}


def defined(scheme: str, language: str) -> dict[str, str]:
    """Return what each choice means, where the scheme says it in the language.

    >>> defined("bound", "en")["At least"]
    'The source says over, more than or at least; the true number may be larger.'
    """
    told = {} if scheme == "kind" else _said(scheme, "skos:definition")
    return {label: told.get(token, {}).get(language, "") for label, token in choices(scheme, language).items()}


def guide_titles() -> list[str]:
    """Return what the sheet is called that says how the others are filled in; nothing is read from it."""
    return [words(language)("workbook.sheet.guide") for language in LANGUAGES]


def _tokens(scheme: str) -> tuple[str, ...]:
    return get_args(SCHEMES[scheme]) if scheme in SCHEMES else tuple(_labels(scheme))


def _labels(scheme: str) -> dict[str, dict[str, str]]:
    return _said(scheme, "skos:prefLabel")


@cache
def _said(scheme: str, property_: str) -> dict[str, dict[str, str]]:
    """Return what a scheme says of its concepts, by token and language."""
    found: dict[str, dict[str, str]] = {}
    path = next(path for path in seedline_ontology.schemes() if path.stem == scheme)
    graph = NamedNode(f"urn:x-{scheme}")
    for quad in parse_file(path, source=scheme, graph=graph, base=DEFAULT_BASE):
        if quad.predicate == term(property_) and isinstance(quad.subject, NamedNode):
            said = quad.object
            assert isinstance(said, Literal)
            found.setdefault(token(quad.subject.value), {})[said.language or "en"] = said.value
    return found
