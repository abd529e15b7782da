"""A view as a Word document: figure with alternative text, numbered caption, the tables, and its places as endnotes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING

from seedline.document.cleaning import clean
from seedline.document.types import Place
from seedline.draw.figure.target import POINT, TARGETS
from seedline.draw.outlines import outlined
from seedline.draw.raster import png
from seedline.formats.brief import Brief, brief
from seedline.formats.citation import AUTHOR, Citation
from seedline.formats.embedding import embed
from seedline.formats.endnotes import Endnotes
from seedline.formats.manuscript import FONT, Captions, grid, picture_with, row_of, set_up
from seedline.formats.paper import figure_width
from seedline.formats.pdf import ROWS
from seedline.formats.spreadsheet import day_of
from seedline.formats.tables import Table, commitments_of, place_parts, tables
from seedline.i18n.words import unbroken
from seedline.narrative import notes
from seedline.views.view import View

if TYPE_CHECKING:
    from docx.document import Document

#: Tables whose rows each rest on places; these stand as endnotes, and not in a column.
_PLACED = ("steps", "money", "carriers")


def docx(view: View) -> bytes:
    """Return a view as DOCX (ISO/IEC 29500), the same bytes for the same view."""
    return _Manuscript(view).write()


class _Manuscript:
    def __init__(self, view: View) -> None:
        from docx import Document as new_document

        self.view = view
        self.say = view.words
        self.document: Document = new_document()
        self.endnotes = Endnotes()
        self.captions = Captions(self.document)

    def write(self) -> bytes:
        """Return the document's bytes."""
        from docx.oxml.ns import qn

        view, told, say, document = self.view, self.view.document, self.say, self.document
        cited = Citation.of(view)
        set_up(document, view.look.paper, say.language)
        self._about(cited)
        document.add_heading(clean(notes.title(told, say)), 1)
        if subtitle := notes.subtitle(told):
            document.add_paragraph(subtitle, style="Subtitle")
        document.add_paragraph(" ".join([*notes.draft(told, say), notes.story(told, say)]))
        self._figure(cited)
        for made in tables(view):
            # Every place stands among the endnotes.
            if made.key != "places":
                self._table(made)
        document.add_heading(say("ui.notes"), 2)
        for text in (*notes.money(told, say), *notes.notes(told, say)):
            document.add_paragraph(text, style="List Bullet")
        document.add_heading(say("ui.source"), 2)
        for text in cited.sources or [notes.source(told, say)]:
            document.add_paragraph(text, style="Bibliography")
        for text in (notes.dates(told, say), cited.footnote, notes.licence(told, say)):
            document.add_paragraph(text)
        for text in document.element.body.iter(qn("w:t")):
            text.text = unbroken(text.text or "")
        self.endnotes.attach(document)
        embed(document, FONT)
        buffer = io.BytesIO()
        document.save(buffer)
        return _dated(buffer.getvalue())

    def _about(self, cited: Citation) -> None:
        about = self.document.core_properties
        about.title, about.author, about.last_modified_by = cited.title[:255], AUTHOR, AUTHOR
        about.comments, about.language, about.revision = cited.version, self.say.language, 1
        about.created = about.modified = day_of(cited.built)

    def _figure(self, cited: Citation) -> None:
        from docx.shared import Mm

        # The figure was drawn for this width: its text has the size that it was given.
        width = Mm(TARGETS["sheet"].width / POINT)
        for drawn in (drawings := self.view.pages(target="sheet", parts=("graph", "legend"))):
            paragraph = self.document.add_paragraph()
            # The caption of a figure of several pages stands under the last.
            paragraph.paragraph_format.keep_with_next = drawn is drawings[-1]
            pixels = png(drawn, figure_width(drawn))
            picture_with(self.document, paragraph, outlined(drawn), pixels, width, cited.title, cited.alt)
        self.captions.add(self.say("ui.figure"), "figure", cited.caption)

    def _table(self, made: Table) -> None:
        """Add a table as it is read; what else is known stands under each row, its places as marks of endnotes."""
        left = [name for name in made.columns if not (name == "place" and made.key in _PLACED)]
        places = [made.columns.index(name) for name in left]
        bare = Table(
            made.key,
            made.title,
            tuple(made.header[place] for place in places),
            tuple(tuple(row[place] for place in places) for row in made.rows[:ROWS]),
            tuple(left),
        )
        self.document.add_heading(made.title, 2)
        self._grid(brief(bare, self.say), self._evidence())
        if (more := len(made.rows) - ROWS) > 0:
            self.document.add_paragraph(self.say("paper.more", more))

    def _grid(self, read: Brief, evidence: dict[str, tuple[Place, ...]]) -> None:
        made = grid(self.document, read.header, [row.cells for row in read.rows], read.amounts)
        for row in read.rows:
            more = [(self.say.pair(name, ""), text) for name, text in row.more]
            last = row_of(made, row.cells, read.amounts, more)
            self.endnotes.mark(last, self._places(evidence.get(row.iri, ())))

    def _evidence(self) -> dict[str, tuple[Place, ...]]:
        told = self.view.document
        found = {step.iri: tuple(step.evidence) for step in told.steps}
        found |= {c.iri: tuple(c.evidence) for c in commitments_of(told)}
        return found | {carrier.iri: tuple(carrier.evidence) for carrier in told.carriers}

    def _places(self, places: Iterable[Place]) -> str:
        """Return the places of a row as one note, those of one source behind its title."""
        say, told = self.say, dict[str, list[str]]()
        for place in places:
            told.setdefault(place.title, []).append(", ".join(filter(None, place_parts(place, say))))
        return clean(". ".join(say.pair(title, say.apart(dict.fromkeys(each))) for title, each in told.items()))


def _dated(data: bytes) -> bytes:
    """Return a zip with a fixed date in every entry, where the writer had put the time of day."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, given.read(name))
    return buffer.getvalue()
