"""What a report needs beside the figure: caption, footnote, alt text, and the citation in four forms."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from seedline.document.cleaning import clean
from seedline.document.remembering import of_the_last
from seedline.document.types import Document, Place
from seedline.formats.forms import written
from seedline.formats.tables import evidence_of
from seedline.i18n import Words
from seedline.narrative import notes
from seedline.views.view import View

AUTHOR = "The Seedline contributors"
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "$": r"\$", "&": r"\&", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cited:
    """A source of a view: its key, its title and publisher, how it is cited, its places, and its address, as text."""

    key: str
    title: str
    publisher: str
    issued: str
    named: str
    places: str
    url: str

    @property
    def told(self) -> str:
        """Return the source as it is cited, with its places."""
        return ", ".join(part for part in (self.named, self.places, self.url) if part)


@dataclass(frozen=True, slots=True)
class Citation:
    """A view as it is cited: plain text without line breaks, ready for any of the forms.

    ``accessed`` is the day that whoever asks gives (``look.accessed``); nothing here reads a clock. ``sha256`` is that
    of the view's document (``.json``): by it a copy is known again, wherever it is kept. ``cited`` are its sources,
    each an entry of its own.
    """

    key: str
    title: str
    built: str
    version: str
    address: str
    sha256: str
    accessed: str
    cited: tuple[Cited, ...]
    caption: str
    footnote: str
    alt: str

    @classmethod
    def of(cls, view: View) -> Citation:
        """Return the citation of a view, in the language of the view."""
        return _made(view)

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the citations of the sources with their places."""
        return tuple(one.told for one in self.cited)

    @property
    def named(self) -> tuple[str, ...]:
        """Return the citations of the sources without their places."""
        return tuple(one.named for one in self.cited)

    def told(self, say: Words) -> str:
        """Return what a citation's note says: sources with their places, and by what a copy is known again."""
        return f"{say.pair(say('ui.source'), say.apart(self.sources))}. {say('cite.sha256', hash=self.sha256)}"

    def full_title(self, say: Words) -> str:
        """Return the title with the sources in it: a style that prints author, date and title alone keeps them."""
        return say("cite.asTold", title=self.title, sources=say.apart(self.named)) if self.named else self.title


@of_the_last
def _made(view: View) -> Citation:
    say, document, accessed = view.words, view.document, view.look.accessed
    key = re.sub(r"[^a-z0-9]+", "-", f"seedline {view.name} {view.cited_version}".lower()).strip("-")
    cited = _cited(view, key)
    sources, named = tuple(one.told for one in cited), tuple(one.named for one in cited)
    built = document.dates.built or ""
    where = {"version": view.cited_version, "address": view.pinned}
    data = say("cite.seedlineData", date=say.when(built), **where) if built else say("cite.seedlineUndated", **where)
    data += f", {say('ui.accessed', date=say.when(accessed))}" if accessed else ""
    told = notes.caption(document, say)
    readings = say("cite.readings") if any(step.dimensions for step in document.steps) else ""
    parts = [told, say.pair(say("ui.source"), say.apart([*named, data])), readings]
    title = say("list.colon").join(part for part in (notes.title(document, say), notes.subtitle(document)) if part)
    sha256 = _digest(document)
    footnote = notes.sentences(
        [
            f"{AUTHOR}, {say('cite.titled', title=title)}, {data}",
            say.pair(say("ui.source"), say.apart(sources)) if sources else "",
            say("cite.sha256", hash=sha256),
        ]
    )
    return Citation(
        key=key,
        title=clean(title),
        built=clean(built),
        version=clean(view.cited_version),
        address=clean(view.pinned),
        sha256=sha256,
        accessed=clean(accessed),
        cited=cited,
        caption=clean(notes.sentences([part for part in parts if part])),
        footnote=clean(footnote),
        alt=clean(notes.description(document, say)),
    )


@of_the_last
def _digest(document: Document) -> str:
    """Return the hash of a document as JSON."""
    return hashlib.sha256(written(document)).hexdigest()


def _cited(view: View, key: str) -> tuple[Cited, ...]:
    """Return the sources of what a view shows, each as it cites itself, else by its title, in that order.

    With where it says so, from the first line to the last and how many places, or its one page on the web. Our own
    words are no source.
    """
    say, read = view.words, view.details
    places_of = defaultdict[str, list[Place]](list)
    for place in evidence_of(view.document):
        places_of[place.source].append(place)
    # As under a figure: what a thing alone is told by is a source, too.
    titles = {one.key: one.title or one.key for one in view.document.named_sources}
    titles |= {key: places[0].title for key, places in places_of.items()}
    found, sources = dict[str, list[Place]](), dict[str, tuple[str, str]]()
    for name, title in titles.items():
        source = f"{read.base}id/source/{name}" if read else ""
        own = read.text_in(source, "dcterms:bibliographicCitation", say.language) if read else None
        named = clean(own or title).rstrip(".")
        found.setdefault(named, []).extend(places_of[name])
        sources[named] = source, title
    made = []
    for number, (named, places) in enumerate(sorted(found.items()), 1):
        lines = [line for place in places for line in place.lines or ()]
        first, last = min(lines, default=0), max(lines, default=0)
        span = f"{first}–{last}" if last > first else str(first)
        parts = [say("place.line", last - first + 1, lines=span)] if lines else []
        parts += [say("cite.places", len(places))] if len(places) > 1 else []
        urls = {place.url for place in places if place.url}
        source, title = sources[named]
        about = {
            name: read.value(source, f"dcterms:{name}") if read and source else "" for name in ("publisher", "issued")
        }
        made.append(
            Cited(
                key=f"{key}-source-{number}",
                title=clean(title),
                publisher=clean(about["publisher"] or ""),
                issued=about["issued"] or "",
                named=named,
                places=", ".join(parts),
                url=clean(urls.pop()) if len(urls) == 1 else "",
            )
        )
    return tuple(made)


def text(view: View) -> bytes:
    """Return caption, footnote, sources, notes and alt text of a view as plain text."""
    cited = Citation.of(view)
    say = view.words
    lines = [cited.caption, "", say.pair(say("ui.footnote"), cited.footnote)]
    if cited.sources:
        lines += ["", say.pair(say("ui.sources"), "").rstrip(), *(f"- {told}" for told in cited.sources)]
    lines += ["", say.pair(say("ui.notes"), "").rstrip()]
    lines += [f"- {clean(note)}" for note in notes.notes(view.document, view.words)]
    lines += ["", say.pair(say("ui.altText"), cited.alt)]
    return ("\n".join(lines) + "\n").encode()


def bibtex(view: View) -> bytes:
    """Return the citation of a view for BibTeX, and an entry for each of its sources, which biblatex relates to it."""
    cited = Citation.of(view)
    fields = {
        "author": f"{{{AUTHOR}}}",
        "title": f"{{{_tex(cited.full_title(view.words))}}}",
        "year": cited.built[:4],
        "version": _tex(cited.version),
        "howpublished": view.words("cite.dataset"),
        "note": _tex(cited.told(view.words)),
        "urldate": cited.accessed,
        "url": re.sub(r"[\s{}\\]", "", cited.address),
    }
    made = [_entry(cited.key, {**fields, "related": ",".join(one.key for one in cited.cited)})]
    for one in cited.cited:
        made.append(
            _entry(
                one.key,
                {
                    "author": f"{{{_tex(one.publisher)}}}" if one.publisher else "",
                    "title": f"{{{_tex(one.title)}}}",
                    "year": one.issued[:4],
                    "note": _tex(", ".join(part for part in (one.named, one.places) if part)),
                    "url": re.sub(r"[\s{}\\]", "", one.url),
                },
            )
        )
    return "\n".join(made).encode()


def _entry(key: str, fields: Mapping[str, str]) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"]) + "\n"


def ris(view: View) -> bytes:
    """Return the citation of a view as RIS, type data file, and a record for each of its sources."""
    cited = Citation.of(view)
    lines = [
        ("TY", "DATA"),
        ("AU", AUTHOR),
        ("TI", cited.full_title(view.words)),
        ("PY", cited.built[:4]),
        ("DA", cited.built.replace("-", "/")),
        ("ET", cited.version),
        ("PB", "Seedline"),
        ("UR", cited.address),
        ("Y2", cited.accessed.replace("-", "/")),
        ("N1", cited.told(view.words)),
        ("LA", view.words.language),
        ("ER", ""),
    ]
    for one in cited.cited:
        lines += [("TY", "GEN"), ("ID", one.key), ("AU", one.publisher), ("TI", one.title), ("PY", one.issued[:4])]
        lines += [("UR", one.url), ("N1", ", ".join(part for part in (one.named, one.places) if part)), ("ER", "")]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value or tag == "ER").encode()


def csl(view: View) -> bytes:
    """Return the citation of a view as CSL-JSON, as Zotero and pandoc read it, and an item for each of its sources."""
    cited = Citation.of(view)
    item: dict[str, Any] = {
        "id": cited.key,
        "type": "dataset",
        "title": cited.full_title(view.words),
        "author": [{"literal": AUTHOR}],
        "publisher": "Seedline",
        "version": cited.version,
        "URL": cited.address,
        "language": view.words.language,
        "note": cited.told(view.words),
    }
    if cited.accessed:
        item["accessed"] = {"date-parts": [[int(part) for part in cited.accessed.split("-")]]}
    parts = [int(part) for part in cited.built.split("-") if part.isdecimal()]
    if parts:
        item["issued"] = {"date-parts": [parts]}
    items = [item]
    for one in cited.cited:
        told: dict[str, Any] = {"id": one.key, "type": "document", "title": one.title}
        told |= {"author": [{"literal": one.publisher}]} if one.publisher else {}
        year = one.issued[:4]
        told |= {"issued": {"date-parts": [[int(year)]]}} if year.isdecimal() else {}
        told |= {"URL": one.url} if one.url else {}
        items.append({**told, "note": ", ".join(part for part in (one.named, one.places) if part)})
    return (json.dumps(items, ensure_ascii=False, indent=1) + "\n").encode()


def _tex(value: str) -> str:
    r"""Return text that BibTeX and TeX take as text.

    >>> _tex(r"50 % \input{x} & _y_")
    '50 \\% \\textbackslash{}input\\{x\\} \\& \\_y\\_'
    """
    return "".join(_SPECIAL.get(letter, letter) for letter in value)
