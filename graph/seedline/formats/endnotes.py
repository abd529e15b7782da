"""Endnotes of a Word document, which python-docx has no part for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ENDNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"
_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
_SEPARATORS = (
    '<w:endnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:endnote>'
    '<w:endnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:endnote>'
)
_MARK = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:endnoteRef/></w:r>'


class Endnotes:
    """The notes of one document: a text that is noted again is a reference to the note that there is."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}

    def mark(self, paragraph: Paragraph, text: str) -> None:
        """Put a mark at the end of a paragraph; of a note that is there already a field that refers to it."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        if not text:
            return
        run = paragraph.add_run(" ")
        run.font.superscript = True
        known = self.texts.get(text)
        number = self.texts.setdefault(text, len(self.texts) + 1)
        if known:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), f" NOTEREF _Ref_note_{number} \\h ")
            again = paragraph.add_run(str(number))
            again.font.superscript = True
            field.append(again._r)
            paragraph._p.append(field)
            return
        mark = OxmlElement("w:endnoteReference")
        mark.set(qn("w:id"), str(number))
        run._r.append(mark)
        for name, extra in (("w:bookmarkStart", {"w:name": f"_Ref_note_{number}"}), ("w:bookmarkEnd", {})):
            end = OxmlElement(name)
            for key, value in {"w:id": str(1000 + number), **extra}.items():
                end.set(qn(key), value)
            run._r.addprevious(end) if extra else run._r.addnext(end)

    def attach(self, document: Document) -> None:
        """Add the notes to a document, numbered as we number things."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from docx.oxml import parse_xml

        body = "".join(
            f'<w:endnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="EndnoteText"/></w:pPr>{_MARK}'
            f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:endnote>'
            for text, number in self.texts.items()
        )
        xml = f'<?xml version="1.0" encoding="UTF-8"?><w:endnotes xmlns:w="{_WORD}">{_SEPARATORS}{body}</w:endnotes>'
        package = document.part.package
        part = Part(PackURI("/word/endnotes.xml"), _MEDIA, xml.encode(), package)
        document.part.relate_to(part, _ENDNOTES)
        numbered = parse_xml(f'<w:endnotePr xmlns:w="{_WORD}"><w:numFmt w:val="decimal"/></w:endnotePr>')
        # By the schema it stands before the section's size of page.
        document.sections[0]._sectPr.insert(0, numbered)
