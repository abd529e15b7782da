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
from seedline.document.types import Place
from seedline.formats.forms import json_of
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
class Citation:
    """A view as it is cited: plain text without line breaks, ready for any of the forms.

    ``accessed`` is the day that whoever asks gives (``look.accessed``); nothing here reads a clock. ``sha256`` is that
    of the view's document (``.json``): by it a copy is known again, wherever it is kept. ``sources`` are the citations
    of the sources with their places, ``named`` without.
    """

    key: str
    title: str
    built: str
    version: str
    address: str
    sha256: str
    accessed: str
    sources: tuple[str, ...]
    named: tuple[str, ...]
    caption: str
    footnote: str
    alt: str

    @classmethod
    def of(cls, view: View) -> Citation:
        """Return the citation of a view, in the language of the view."""
        return _made(view)

    def told(self, say: Words) -> str:
        """Return what a citation's note says: sources with their places, and by what a copy is known again."""
        return f"{say('ui.source')}: {say.apart(self.sources)}. {say('cite.sha256', hash=self.sha256)}"

    def full_title(self, say: Words) -> str:
        """Return the title with the sources in it: a style that prints author, date and title alone keeps them."""
        return say("cite.asTold", title=self.title, sources=say.apart(self.named)) if self.named else self.title


def _made(view: View) -> Citation:
    say, document, accessed = view.words, view.document, view.look.accessed
    places = _places(view)
    sources, named = sources_of(places), tuple(sorted(places))
    built = document.dates.built or ""
    data = say("cite.seedlineData", date=say.when(built), version=view.cited_version, address=view.pinned)
    data += f", {say('ui.accessed', date=say.when(accessed))}" if accessed else ""
    told = notes.caption(document, say)
    readings = say("cite.readings") if any(step.dimensions for step in document.steps) else ""
    parts = [told, f"{say('ui.source')}: {'; '.join([*named, data])}", readings]
    title = ": ".join(part for part in (notes.title(document, say), notes.subtitle(document)) if part)
    sha256 = hashlib.sha256(json_of(view)).hexdigest()
    footnote = notes.sentences(
        [
            f"{AUTHOR}, “{title}”, {data}",
            f"{say('ui.source')}: {'; '.join(sources)}" if sources else "",
            say("cite.sha256", hash=sha256),
        ]
    )
    return Citation(
        key=re.sub(r"[^a-z0-9]+", "-", f"seedline {view.name} {view.cited_version}".lower()).strip("-"),
        title=clean(title),
        built=clean(built),
        version=clean(view.cited_version),
        address=clean(view.pinned),
        sha256=sha256,
        accessed=clean(accessed),
        sources=sources,
        named=named,
        caption=clean(notes.sentences([part for part in parts if part])),
        footnote=clean(footnote),
        alt=clean(notes.description(document, say)),
    )


def sources_of(places: Mapping[str, str]) -> tuple[str, ...]:
    """Return sources with their places, both as text."""
    return tuple(f"{cited}, {told}" if told else cited for cited, told in sorted(places.items()))


def _places(view: View) -> dict[str, str]:
    """Return where each source says what a view shows, by its own citation, else its title.

    From the first line to the last and how many places, or its one page on the web. Our own words are no source.
    """
    say, found = view.words, defaultdict[str, list[Place]](list)
    for place in evidence_of(view.document):
        cited = None
        if view.details is not None:
            source = view.details.value(place.iri, "oa:hasSource")
            cited = view.details.value(source, "dcterms:bibliographicCitation") if source else None
        found[clean(cited or place.title).rstrip(".")].append(place)
    told = {}
    for cited, places in found.items():
        lines = [line for place in places for line in place.lines or ()]
        urls = {place.url for place in places if place.url}
        parts = [say("place.line", max(lines) - min(lines) + 1, lines=f"{min(lines)}–{max(lines)}")] if lines else []
        if len(urls) == 1:
            parts += sorted(urls)
        told[cited] = ", ".join([*parts, *([say("cite.places", len(places))] if len(places) > 1 else [])])
    return told


def text(view: View) -> bytes:
    """Return caption, footnote, notes and alt text of a view as plain text."""
    cited = Citation.of(view)
    say = view.words
    lines = [cited.caption, "", f"{say('ui.footnote')}: {cited.footnote}", "", f"{say('ui.notes')}:"]
    lines += [f"- {clean(note)}" for note in notes.notes(view.document, view.words)]
    lines += ["", f"{say('ui.altText')}: {cited.alt}"]
    return ("\n".join(lines) + "\n").encode()


def bibtex(view: View) -> bytes:
    """Return the citation of a view for BibTeX."""
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
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return ("\n".join([f"@misc{{{cited.key},", *lines, "}"]) + "\n").encode()


def ris(view: View) -> bytes:
    """Return the citation of a view as RIS, type data file."""
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
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value or tag == "ER").encode()


def csl(view: View) -> bytes:
    """Return the citation of a view as CSL-JSON, as Zotero and pandoc read it."""
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
    return (json.dumps([item], ensure_ascii=False, indent=1) + "\n").encode()


def _tex(value: str) -> str:
    r"""Return text that BibTeX and TeX take as text.

    >>> _tex(r"50 % \input{x} & _y_")
    '50 \\% \\textbackslash{}input\\{x\\} \\& \\_y\\_'
    """
    return "".join(_SPECIAL.get(letter, letter) for letter in value)
