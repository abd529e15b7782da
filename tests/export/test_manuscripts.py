"""Documents for print, read back: Word's as Word reads them, and PDF; no text in any figure is too small to read."""

from __future__ import annotations

import io
import re
import subprocess
import xml.etree.ElementTree as ElementTree
import zipfile
from html import unescape

import docx
import pytest
from docx.oxml.ns import qn

from seedline.draw.figure.target import POINT, TARGETS
from seedline.formats.brief import brief
from seedline.formats.forms import write
from seedline.formats.paper import shares
from seedline.formats.tables import table
from seedline.i18n import words as words_of
from seedline.views.look import Look
from seedline.views.tracer import Tracer
from seedline.views.view import View
from tests.conftest import missing
from tests.export.test_workbooks import SEEDS
from tests.export.views import frozen

#: Noto Sans is so much higher than its size, from its lowest to its highest letter.
HEIGHT = 1.362
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)')


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pages(data: bytes) -> list[tuple[float, float, list[tuple[float, float, str]]]]:
    """Return the pages of a PDF: width, height, and of each word its height, its width and its text."""
    try:
        done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=data, capture_output=True, check=True)
    except FileNotFoundError:
        missing("pdftotext (poppler-utils)")
        raise
    found = []
    for page in re.findall(r'(?s)<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', done.stdout.decode()):
        words = [
            (float(d) - float(b), float(c) - float(a), unescape(text)) for a, b, c, d, text in WORD.findall(page[2])
        ]
        found.append((float(page[0]), float(page[1]), words))
    return found


def smallest(svg: str) -> float:
    """Return the size of the smallest text, be it letters or outlines, which are drawn in thousandths of it."""
    letters = [float(size) for size in re.findall(r'font-size="([\d.]+)"', svg)]
    outlines = [
        1000 * float(scale) for scale in re.findall(r'aria-label="[^"]*" transform="[^"]*scale\(([\d.]+) -', svg)
    ]
    return min(letters + outlines)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_no_text_on_paper_is_smaller_than_seven_points(tracer: Tracer, seed: str) -> None:
    view = View.of(tracer, seed)
    for target in ("wide", "half", "column", "sheet"):
        assert smallest(view.picture(target=target, parts=("graph", "legend"))) >= 7, target
    for ending in ("pdf", "dossier.pdf"):
        for _, _, words in pages(write(view, ending)):
            assert min(height for height, _, _ in words) / HEIGHT >= 6.9
    made = write(view, "docx")
    held = parts(made)
    shapes = list(docx.Document(io.BytesIO(made)).inline_shapes)
    assert len(shapes) == len([name for name in held if name.endswith(".svg")]) == (2 if seed == "PO.0125" else 1)
    for number, shape in enumerate(shapes, 1):
        svg = held[f"word/media/figure{number}.svg"].decode()
        box = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg)
        assert box and smallest(svg) * shape.width.pt / float(box[1]) >= 7
        # The picture as pixels, for who has no SVG, has the same shape.
        assert shape.height.pt / shape.width.pt == pytest.approx(float(box[2]) / float(box[1]), rel=0.01)
        # A page of A4 has room for it with the title over it.
        assert shape.height.mm <= 197


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_word_document_is_portrait_and_numbered_by_word(paper: str) -> None:
    made = docx.Document(io.BytesIO(write(frozen(paper=paper), "docx")))
    (section,) = made.sections
    assert section.page_width and section.page_height and section.page_width < section.page_height
    (caption,) = [p for p in made.paragraphs if p.style and p.style.name == "Caption"]
    (field,) = caption._p.findall(qn("w:fldSimple"))
    assert field.get(qn("w:instr")).split() == ["SEQ", "Figure", "\\*", "ARABIC"]
    kinds = [child.tag.rpartition("}")[2] for child in caption._p]
    # The bookmark is around "Figure 1": a reference to it says just that.
    assert kinds[kinds.index("bookmarkStart") :][:4] == ["bookmarkStart", "r", "fldSimple", "bookmarkEnd"]
    text = "".join(run.text or "" for run in caption._p.iter(qn("w:t")))
    assert text.startswith("Figure 1. What followed seed project CT.0921")
    assert "w:br" not in {child.tag for child in made.element.body.iter()}


def test_a_word_document_has_styles_of_its_own(tracer: Tracer) -> None:
    made = docx.Document(io.BytesIO(write(View.of(tracer, "MA.1147"), "docx")))
    used = {p.style.name for p in made.paragraphs if p.style} | {"Normal"}
    for name in used:
        style = made.styles[name]
        assert style.font.name == "Noto Sans" and str(style.font.color.rgb) == "000000", name
    assert {each.style.name for each in made.tables if each.style} <= {"Normal Table"}
    assert not re.search(
        r"4F81BD|1F497D|365F91", parts(write(View.of(tracer, "MA.1147"), "docx"))["word/document.xml"].decode()
    )


def test_rows_of_a_word_document_do_not_split_and_heads_repeat(tracer: Tracer) -> None:
    view = View.of(tracer, "PO.0125")
    made = docx.Document(io.BytesIO(write(view, "docx")))
    headings = [p.text for p in made.paragraphs if p.style and p.style.name == "Heading 2"]
    assert headings[:4] == ["Every step", "Every thing", "Every commitment", "Sums, per currency"]
    for each in made.tables:
        for number, row in enumerate(each.rows):
            settings = {child.tag for child in row._tr.trPr}
            assert qn("w:cantSplit") in settings and (qn("w:tblHeader") in settings) == (number == 0)
    # A row for each step, with whatever is known of it beside what the columns have room for.
    assert sum("By whose word: " in cell for row in made.tables[0].rows for cell in {c.text for c in row.cells}) == len(
        view.document.steps
    )


@pytest.mark.parametrize("seed", ["CT.0921", "PO.0125"])
def test_no_endnote_is_said_twice(tracer: Tracer, seed: str) -> None:
    made = parts(write(View.of(tracer, seed), "docx"))
    notes = [
        "".join(note.itertext())
        for note in ElementTree.fromstring(made["word/endnotes.xml"])
        if "".join(note.itertext())
    ]
    assert len(notes) > 5 and len(notes) == len(set(notes))
    assert b'w:numFmt w:val="decimal"' in made["word/document.xml"]


def test_a_word_document_has_the_figure_as_lines(tracer: Tracer) -> None:
    made = parts(write(View.of(tracer, "CT.0921"), "docx"))
    assert "svgBlip" in made["word/document.xml"].decode()
    assert b"image/svg+xml" in made["[Content_Types].xml"]
    assert ElementTree.fromstring(made["word/media/figure1.svg"]).tag.endswith("svg")
    assert [name for name in made if name.endswith(".png")]


def test_a_word_document_has_its_font_within(tracer: Tracer) -> None:
    from fontTools.ttLib import TTFont

    held = parts(write(View.of(tracer, "CT.0921"), "docx"))
    assert not re.search(r"<text", held["word/media/figure1.svg"].decode())
    table = ElementTree.fromstring(held["word/fontTable.xml"])
    (font,) = table
    assert font.get(qn("w:name")) == "Noto Sans"
    links = {
        link.get("Id"): link.get("Target") for link in ElementTree.fromstring(held["word/_rels/fontTable.xml.rels"])
    }
    letters = {
        ord(letter)
        for text in ElementTree.fromstring(held["word/document.xml"]).iter(qn("w:t"))
        for letter in text.text or ""
    }
    for name, weight in (("embedRegular", 400), ("embedBold", 700)):
        (face,) = font.findall(qn(f"w:{name}"))
        data = bytearray(held[f"word/{links[face.get(qn('r:id'))]}"])
        # ECMA-376 Part 1, 17.8.1: the first 32 bytes by the digits of the key from the last to the first.
        digits = (face.get(qn("w:fontKey")) or "").strip("{}").replace("-", "")
        key = [int(digits[place : place + 2], 16) for place in range(30, -2, -2)]
        for place in range(32):
            data[place] ^= key[place % 16]
        read = TTFont(io.BytesIO(bytes(data)))
        assert read["OS/2"].usWeightClass == weight and read["name"].getDebugName(1) == "Noto Sans"
        assert "fvar" not in read and letters <= set(read.getBestCmap())
    settings = [child.tag.rpartition("}")[2] for child in ElementTree.fromstring(held["word/settings.xml"])]
    assert settings.index("embedTrueTypeFonts") < settings.index("saveSubsetFonts") < settings.index("defaultTabStop")


@pytest.mark.parametrize("ending", ["pdf", "dossier.pdf"])
@pytest.mark.parametrize("seed", ["CT.0921", "MA.1147", "PO.0125"])
def test_a_pdf_is_portrait_with_full_pages_and_no_hashes(tracer: Tracer, seed: str, ending: str) -> None:
    found = pages(write(View.of(tracer, seed), ending))
    for wide, high, words in found:
        assert wide < high
        assert len(words) > 60, len(words)
        assert not [text for *_, text in words if re.search(r"[0-9a-f]{20}", text)]


@pytest.mark.slow
def test_heads_of_tables_are_set_in_a_bold_face() -> None:
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    from seedline.draw.fonts import font_files

    file = next(file for file in font_files() if file.name.startswith("NotoSans["))
    found = [
        width / height * HEIGHT
        for _, _, words in pages(write(frozen(), "pdf"))
        for height, width, text in words
        if text == "Relation,"
    ]

    def width(weight: int) -> float:
        face = instantiateVariableFont(TTFont(file), {"wght": weight, "wdth": 100})
        return float(
            sum(face["hmtx"][face.getBestCmap()[ord(letter)]][0] for letter in "Relation,") / face["head"].unitsPerEm
        )

    regular, bold = width(400), width(600)
    assert found and all(abs(each - bold) < abs(each - regular) for each in found), (found, regular, bold)


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_amounts_on_paper_are_whole_with_their_thousands_apart(tracer: Tracer, lang: str) -> None:
    view = View.of(tracer, "CT.0921", look=Look(lang=lang))
    group = {"en": ",", "fr": "\u00a0", "es": "\u00a0"}[lang]
    figure = group.join(("5", "600", "000"))
    lead = {"en": "at least", "fr": "au moins", "es": "al menos"}[lang]
    cells = [cell for row in brief(table(view, "money"), view.words).rows for cell in row.cells]
    assert f"{lead} USD {figure}" in cells
    assert figure in [text for *_, words in pages(write(view, "pdf")) for *_, text in words] or lang != "en"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_lines_of_a_row_on_paper_stand_apart(tracer: Tracer, lang: str) -> None:
    """What stands under a row is no nearer to it than its own lines are to each other."""
    view = View.of(tracer, "IB.0123", look=Look(lang=lang))
    done = subprocess.run(
        ["pdftotext", "-bbox-layout", "-", "-"], input=write(view, "pdf"), capture_output=True, check=True
    )
    places = [
        (number, *map(float, found))
        for number, page in enumerate(done.stdout.decode().split("<page ")[1:])
        for found in re.findall(r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', page)
    ]
    assert len(places) > 100
    for page, left, top, right, bottom in places:
        for other, x, y, end, _ in places:
            if (page, bottom - top) == (other, bottom - top) and x < right and left < end:
                assert not 0.5 < y - top < 9.5, (lang, page, top, y)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_highest_figure_stands_under_the_title_in_word(tracer: Tracer, paper: str) -> None:
    """Else the first page would hold the title and five lines, and nothing more."""
    made = docx.Document(io.BytesIO(write(View.of(tracer, "IB.0123", look=Look(paper=paper)), "docx")))
    (section,) = made.sections
    assert section.page_height and section.top_margin and section.bottom_margin and TARGETS["sheet"].height
    room = (section.page_height - section.top_margin - section.bottom_margin) / 12700 - TARGETS["sheet"].height
    assert room > 52 * POINT


def test_an_amount_in_a_column_of_paper_has_room(tracer: Tracer) -> None:
    """In French the thousands stand apart by a space that no line ends in: an amount is as wide as one long word."""
    made = brief(table(View.of(tracer, "IB.0123", look=Look(lang="fr")), "money"), words_of("fr"))
    wide = shares(made.header, [row.cells for row in made.rows])
    (amount,) = made.amounts
    longest = max(len(row.cells[amount].replace(" ", "\u00a0")) for row in made.rows)
    # Text of 8.5 points has letters of some 5, and a page 482 points.
    assert wide[amount] / sum(wide) * 482 > longest * 5 + 11


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_no_line_on_paper_ends_inside_an_amount(tracer: Tracer, lang: str) -> None:
    view = View.of(tracer, "CT.0921", look=Look(lang=lang))
    done = subprocess.run(
        ["pdftotext", "-bbox-layout", "-", "-"], input=write(view, "pdf"), capture_output=True, check=True
    )
    lines = re.findall(r"(?s)<line\b.*?</line>", done.stdout.decode())
    told = [[unescape(word) for word in re.findall(r">([^<>]+)</word>", line)] for line in lines]
    # A cell that holds a currency alone is no part of an amount.
    assert len(told) > 100 and not [line for line in told if len(line) > 1 and re.fullmatch(r"\(?USD", line[-1])]
    document = parts(write(view, "docx"))["word/document.xml"].decode()
    said = "\n".join(re.findall(r"<w:t\b[^>]*>([^<]*)", document))
    assert "USD\u00a0" in said and not re.search(r"USD \d", said)


@pytest.mark.slow
def test_a_row_for_reading_names_sources_by_their_titles(shipped: Tracer) -> None:
    things = table(View.of(shipped, "CT.0921"), "things")
    seed = next(row for row in things.rows if row[3] == "CT.0921")
    cell = next(cell for cell in seed if cell == "booklet, idf-registry")
    assert cell.told == "Scaling Up from Seed Funding; Project pages of the IOM Development Fund"
