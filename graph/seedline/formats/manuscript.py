"""How our Word documents look: page, styles of our own, captions that Word numbers, tables, and a figure as lines."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from seedline.draw.figure.ink import INKS
from seedline.formats.paper import shares

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.document import Document
    from docx.shared import Length
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

#: Short and long side of the paper, and its margins, in millimetres: over and under a figure that is as high as may
#: be there is room for title and caption.
_SIZES = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
_MARGIN, _EDGE = 20.0, 14.0
FONT = "Noto Sans"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_IMAGE = f"{_RELATIONSHIPS}/image"
_TEXT = 8.5
#: Style → size in points, whether it is semibold, and the room before and after it.
_STYLES = {
    "Normal": (9.5, False, 0, 6), "Heading 1": (18.0, True, 0, 4), "Heading 2": (13.0, True, 16, 6),
    "Subtitle": (11.5, False, 0, 8), "Caption": (8.5, False, 4, 12), "List Bullet": (9.5, False, 0, 3),
}  # fmt: skip
#: The same of styles that the template lacks.
_NEW = {"Endnote Text": (8.0, False, 0, 2), "Bibliography": (9.5, False, 0, 4)}


def set_up(document: Document, paper: str, language: str) -> None:
    """Set page, language and styles: none is Word's own."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    short, long = _SIZES[paper]
    section.page_width, section.page_height = Mm(short), Mm(long)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin = section.bottom_margin = Mm(_EDGE)
    ink = RGBColor.from_string(INKS["print"].ink.lstrip("#").upper())
    for name in _NEW:
        if name not in [style.name for style in document.styles]:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    for name, (size, bold, before, after) in {**_STYLES, **_NEW}.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
        style.font.color.rgb = ink
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
        for spacing in style.element.rPr.findall(qn("w:spacing")):
            style.element.rPr.remove(spacing)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = name.startswith("Heading")
    hanging = document.styles["Bibliography"].paragraph_format
    hanging.left_indent, hanging.first_line_indent = Mm(6), Mm(-6)
    told = document.styles["Normal"].element.get_or_add_rPr()
    told.append(told.makeelement(qn("w:lang"), {qn("w:val"): language}))


class Captions:
    """Captions that Word numbers by a field, each with a bookmark, so that a list of figures can be made of them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.numbers: dict[str, int] = {}

    def add(self, word: str, kind: str, text: str) -> None:
        """Add a caption: its word and number, which are a bookmark, and what it says."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        number = self.numbers[kind] = self.numbers.get(kind, 0) + 1
        paragraph = self.document.add_paragraph(style="Caption")
        start, end, field = (OxmlElement(f"w:{name}") for name in ("bookmarkStart", "bookmarkEnd", "fldSimple"))
        start.set(qn("w:id"), str(len(self.numbers) * 100 + number))
        start.set(qn("w:name"), f"_Ref_{kind}_{number}")
        end.set(qn("w:id"), start.get(qn("w:id")))
        field.set(qn("w:instr"), f" SEQ {word} \\* ARABIC ")
        told = paragraph.add_run(str(number))
        told.font.bold = True
        field.append(told._r)
        paragraph._p.append(start)
        paragraph.add_run(f"{word} ").font.bold = True
        paragraph._p.extend((field, end))
        paragraph.add_run(f". {text}")


def grid(document: Document, header: Sequence[str], rows: Sequence[Sequence[str]], amounts: frozenset[int]) -> Table:
    """Return a new table with its head, which every page repeats, and columns as wide as what its rows hold."""
    from docx.oxml import OxmlElement
    from docx.shared import Emu

    made: Table = document.add_table(rows=1, cols=len(header))
    made.autofit = False
    section = document.sections[0]
    assert section.page_width and section.left_margin and section.right_margin
    room = section.page_width - section.left_margin - section.right_margin
    wanted = shares(header, rows)
    for column, share in zip(made.columns, wanted, strict=True):
        column.width = Emu(int(room * share / sum(wanted)))
    made._tbl.tblPr.append(_borders("tblBorders", top=True, bottom=True))
    head = made.rows[0]
    for number, (cell, name) in enumerate(zip(head.cells, header, strict=True)):
        cell._tc.get_or_add_tcPr().append(_borders("tcBorders", bottom=True))
        fill(cell, name, right=number in amounts, bold=True)
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return made


def _borders(name: str, **sides: bool) -> Any:
    from docx.oxml import parse_xml

    rule = f'w:val="single" w:sz="4" w:space="0" w:color="{INKS["print"].rule.lstrip("#")}"'
    drawn = "".join(f"<w:{side} {rule}/>" for side in sides)
    return parse_xml(f'<w:{name} xmlns:w="{_WORD}">{drawn}</w:{name}>')


def row_of(made: Table, texts: Sequence[str], amounts: frozenset[int], more: Iterable[tuple[str, str]]) -> Paragraph:
    """Add a row, and under it what else is known of it; return the paragraph at which it ends."""
    cells: tuple[_Cell, ...] = made.add_row().cells  # type: ignore[no-untyped-call]
    for number, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        fill(cell, text, right=number in amounts)
    last: Paragraph = cells[-1].paragraphs[0]
    ends = cells
    if told := list(more):
        ends, last = _under(made, told)
    for cell in ends:
        cell._tc.get_or_add_tcPr().append(_borders("tcBorders", bottom=True))
    return last


def fill(cell: _Cell, text: str, *, right: bool = False, bold: bool = False) -> None:
    """Put text into a cell of a row, which is not split."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(_TEXT), bold
    row = cell._tc.getparent().get_or_add_trPr()
    if row.find(qn("w:cantSplit")) is None:
        row.append(OxmlElement("w:cantSplit"))


def _under(made: Table, more: Iterable[tuple[str, str]]) -> tuple[tuple[_Cell, ...], Paragraph]:
    """Add a line that belongs to the row above it, over all columns but the first."""
    from docx.shared import Pt

    for cell in made.rows[-1].cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    above = made.rows[-1].cells[0]
    cells: tuple[_Cell, ...] = made.add_row().cells  # type: ignore[no-untyped-call]
    above.merge(cells[0])
    wide = cells[1].merge(cells[-1]) if len(cells) > 2 else cells[-1]
    fill(wide, "")
    paragraph = wide.paragraphs[0]
    for number, (name, text) in enumerate(more):
        for told, bold in ((f"{' · ' if number else ''}{name}", True), (text, False)):
            run = paragraph.add_run(told)
            run.font.size, run.font.bold = Pt(8), bold
    return (cells[0], wide), paragraph


def picture_with(
    document: Document, paragraph: Paragraph, svg: str, png: bytes, width: Length, title: str, alt: str
) -> None:
    """Put a figure into a paragraph as lines, with pixels for programs that know no SVG."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml
    from docx.shared import Emu

    wide, high = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    shape = paragraph.add_run().add_picture(io.BytesIO(png), width, Emu(int(width * high / wide)))
    shape._inline.docPr.set("descr", alt)
    shape._inline.docPr.set("title", title)
    number = len(document.inline_shapes)
    part = Part(PackURI(f"/word/media/figure{number}.svg"), "image/svg+xml", svg.encode(), document.part.package)
    found = document.part.relate_to(part, _IMAGE)
    shape._inline.graphic.graphicData.pic.blipFill.find(f"{{{_DRAWING}}}blip").append(
        parse_xml(
            f'<a:extLst xmlns:a="{_DRAWING}"><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
            f'<asvg:svgBlip xmlns:asvg="{_SVG}" xmlns:r="{_RELATIONSHIPS}" r:embed="{found}"/></a:ext></a:extLst>'
        )
    )
