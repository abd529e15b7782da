"""A view as a Word document: figure with alternative text, caption, table, and its places as endnotes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING

from seedline.document.cleaning import clean
from seedline.document.types import Evidence, Place
from seedline.draw.figure.target import POINT, TARGETS
from seedline.draw.raster import png
from seedline.formats.citation import AUTHOR, Citation
from seedline.formats.paper import PaperTable, figure_width
from seedline.formats.pdf import on_paper
from seedline.formats.spreadsheet import day_of
from seedline.formats.tables import Table, commitments_of, lines_of, table
from seedline.narrative import notes
from seedline.views.view import View

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ENDNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"
_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
_SEPARATORS = (
    '<w:endnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:endnote>'
    '<w:endnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:endnote>'
)
_MARK = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:endnoteRef/></w:r>'
#: Short and long side of the paper, and its margins, in millimetres.
_SIZES = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
_MARGIN = 15.0


def docx(view: View) -> bytes:
    """Return a view as DOCX (ISO/IEC 29500), the same bytes for the same view."""
    return _Manuscript(view).write()


class _Manuscript:
    def __init__(self, view: View) -> None:
        from docx import Document as new_document

        self.view = view
        self.say = view.words
        self.document: Document = new_document()
        self.endnotes: list[str] = []

    def write(self) -> bytes:
        """Return the document's bytes."""
        view, told, say = self.view, self.view.document, self.say
        cited = Citation.of(view)
        self._set_up(cited)
        self.document.add_heading(clean(notes.title(view.document, view.words)), 1)
        if subtitle := notes.subtitle(view.document):
            self.document.add_paragraph(subtitle, style="Subtitle")
        self.document.add_paragraph(
            " ".join([*notes.draft(view.document, view.words), notes.story(view.document, view.words)])
        )
        self._figure(cited)
        steps = table(view, "steps")
        self.document.add_heading(steps.title, 2)
        self._table(self._short(steps), [step.evidence for step in told.steps])
        money = table(view, "money")
        if money.rows:
            self.document.add_heading(money.title, 2)
            by_iri = {c.iri: c.evidence for c in commitments_of(told)}
            iri = money.header.index(say("column.iri"))
            self._table(self._short(money), [by_iri.get(row[iri], ()) for row in money.rows])
        self.document.add_heading(say("ui.notes"), 2)
        for note in (*notes.money(view.document, view.words), *notes.notes(view.document, view.words)):
            self.document.add_paragraph(note, style="List Bullet")
        self.document.add_heading(say("ui.source"), 2)
        for text in (*cited.sources, notes.dates(view.document, view.words), cited.footnote, say("note.licence")):
            self.document.add_paragraph(text)
        self._attach_endnotes()
        buffer = io.BytesIO()
        self.document.save(buffer)
        return _dated(buffer.getvalue())

    def _set_up(self, cited: Citation) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt

        section = self.document.sections[0]
        short, long = _SIZES[self.view.look.paper]
        section.page_width, section.page_height = Mm(short), Mm(long)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = "Noto Sans", Pt(9.5)
        language = style.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): self.say.language})
        style.element.get_or_add_rPr().append(language)
        about = self.document.core_properties
        about.title, about.author, about.last_modified_by = cited.title[:255], AUTHOR, AUTHOR
        about.comments, about.language, about.revision = cited.version, self.say.language, 1
        about.created = about.modified = day_of(cited.built)

    def _figure(self, cited: Citation) -> None:
        from docx.shared import Emu, Mm

        drawn = self.view.picture(target="sheet", parts=("graph", "legend"))
        picture = png(drawn, figure_width(drawn))
        # The figure was drawn for this width: its text has the size that it was given.
        width = Mm(TARGETS["sheet"].width / POINT)
        pixels = int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(picture), width, Emu(int(width * pixels[1] / pixels[0])))
        shape._inline.docPr.set("descr", cited.alt)
        shape._inline.docPr.set("title", cited.title)
        self.document.add_paragraph(cited.caption, style="Caption")

    def _short(self, made: Table) -> PaperTable:
        """Return a table with the columns that paper has room for, its places left to the endnotes."""
        place = made.header.index(self.say("column.place"))
        bare = Table(
            made.key,
            made.title,
            made.header,
            tuple((*row[:place], "", *row[place + 1 :]) for row in made.rows),
        )
        return on_paper(self.view, bare)

    def _table(self, made: PaperTable, evidence: Iterable[Evidence]) -> None:
        from docx.oxml import OxmlElement

        grid = self.document.add_table(rows=1, cols=len(made.header), style="Light List Accent 1")
        grid.autofit = True
        head = grid.rows[0]
        head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, name in zip(head.cells, made.header, strict=True):
            _fill(cell, name)
        for row, places in zip(made.rows, evidence, strict=False):
            cells = grid.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                _fill(cell, text)
            for place in places:
                self._endnote(cells[-1].paragraphs[0], place)
        if made.note:
            self.document.add_paragraph(made.note)

    def _endnote(self, paragraph: Paragraph, place: Place) -> None:
        """Put a mark at the end of a paragraph, and the place into the notes at the end of the document."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        # A place that several rows share is a note each time: Word numbers notes by where their marks stand.
        self.endnotes.append(_place(place, self.say("column.lines").lower(), self.say("column.page").lower()))
        run = paragraph.add_run(" ")
        run.font.superscript = True
        mark = OxmlElement("w:endnoteReference")
        mark.set(qn("w:id"), str(len(self.endnotes)))
        run._r.append(mark)

    def _attach_endnotes(self) -> None:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        body = "".join(
            f'<w:endnote w:id="{number}"><w:p>{_MARK}'
            f'<w:r><w:t xml:space="preserve"> {_escaped(text)}</w:t></w:r></w:p></w:endnote>'
            for number, text in enumerate(self.endnotes, 1)
        )
        xml = f'<?xml version="1.0" encoding="UTF-8"?><w:endnotes xmlns:w="{_WORD}">{_SEPARATORS}{body}</w:endnotes>'
        package = self.document.part.package
        part = Part(PackURI("/word/endnotes.xml"), _MEDIA, xml.encode(), package)
        self.document.part.relate_to(part, _ENDNOTES)


def _fill(cell: _Cell, text: str) -> None:
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.add_run(text).font.size = Pt(8)


def _place(place: Place, lines: str, page: str) -> str:
    parts = [
        place.title,
        place.section,
        f"{page} {place.page}" if place.page else "",
        f"{lines} {lines_of(place)}" if place.lines else "",
        place.anchor,
        place.url,
        place.name,
        place.role,
    ]
    return clean(", ".join(part for part in parts if part))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _dated(data: bytes) -> bytes:
    """Return a zip with a fixed date in every entry, where the writer had put the time of day."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, given.read(name))
    return buffer.getvalue()
