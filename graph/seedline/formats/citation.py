"""What a report needs beside the figure: caption, footnote, alt text, and the citation in four forms."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from seedline.document.cleaning import clean
from seedline.formats.tables import evidence_of
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

    ``accessed`` is a date given by whoever asks; nothing here reads a clock.
    """

    key: str
    title: str
    built: str
    version: str
    address: str
    sources: tuple[str, ...]
    caption: str
    footnote: str
    alt: str

    @classmethod
    def of(cls, view: View, *, accessed: str = "", number: int = 1) -> Citation:
        """Return the citation of a view, in the language of the view."""
        say, document = view.words, view.document
        sources = sources_of(view)
        built = document.dates.built or ""
        data = say("cite.seedlineData", date=say.when(built), version=view.version, address=view.pinned)
        data += f", {say('ui.accessed', date=say.when(accessed))}" if accessed else ""
        told = notes.caption(document, say)
        # The caption within the picture has no number; one that stands in a report does.
        told = told.replace(f"{say('ui.figure')}. ", f"{say('cite.figure', n=number)}. ", 1)
        readings = say("cite.readings") if any(step.dimensions for step in document.steps) else ""
        parts = [told, f"{say('ui.source')}: {'; '.join([*sources, data])}", readings]
        title = ": ".join(part for part in (notes.title(document, say), notes.subtitle(document)) if part)
        footnote = notes.sentences([f"{AUTHOR}, “{title}”, {data}", f"{say('ui.source')}: {'; '.join(sources)}"])
        return cls(
            key=re.sub(r"[^a-z0-9]+", "-", f"seedline {view.name} {view.version}".lower()).strip("-"),
            title=clean(title),
            built=clean(built),
            version=clean(view.version),
            address=clean(view.pinned),
            sources=sources,
            caption=clean(notes.sentences(parts)),
            footnote=clean(footnote),
            alt=clean(notes.description(document, say)),
        )


def sources_of(view: View) -> tuple[str, ...]:
    """Return the sources that back a view as their own citations say, else by title; our own words are not one."""
    found: set[str] = set()
    for place in evidence_of(view.document):
        cited = None
        if view.details is not None:
            source = view.details.value(place.iri, "oa:hasSource")
            cited = view.details.value(source, "dcterms:bibliographicCitation") if source else None
        found.add(clean(cited or place.title))
    return tuple(sorted(found))


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
        "title": f"{{{_tex(cited.title)}}}",
        "year": cited.built[:4],
        "version": _tex(cited.version),
        "howpublished": view.words("cite.dataset"),
        "note": _tex(f"{view.words('ui.source')}: {'; '.join(cited.sources)}"),
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
        ("TI", cited.title),
        ("PY", cited.built[:4]),
        ("DA", cited.built.replace("-", "/")),
        ("ET", cited.version),
        ("PB", "Seedline"),
        ("UR", cited.address),
        ("N1", f"{view.words('ui.source')}: {'; '.join(cited.sources)}"),
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
        "title": cited.title,
        "author": [{"literal": AUTHOR}],
        "publisher": "Seedline",
        "version": cited.version,
        "URL": cited.address,
        "language": view.words.language,
        "note": f"{view.words('ui.source')}: {'; '.join(cited.sources)}",
    }
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
