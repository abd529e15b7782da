"""Text as outlines: where no font is, a picture with drawn letters looks as ours with fonts does."""

from __future__ import annotations

import struct
import zlib
from xml.etree import ElementTree

import pytest
import resvg_py

from seedline.document.types import Document
from seedline.draw import svg
from seedline.draw.outlines import ordered, outlined, outlined_where_scripts_mix
from seedline.draw.raster import png
from tests.render.documents import ct0921, document, edge, node
from tests.render.test_figure import SVG

WIDE = 800
LABELS = {
    "three scripts": "कार्यक्रम programme برنامج बिहार",
    "latin": "Khung hợp tác về tuyển dụng có đạo đức ở Việt Nam",
    "cyrillic": "Платформа для інтеграції мігрантів у містах",
    "arabic": "منصة إلكترونية لبيانات هجرة العمالة (المرحلة 2)",
    "devanagari": "प्रवासी स्वास्थ्य नीति का राष्ट्रीय मसौदा",
    "emoji": "seeds 🌱 of 漢字",
}


def grey(data: bytes) -> tuple[int, list[bytes]]:
    """Return the width of a PNG of 8 bits a colour and the first colour of its pixels, row by row."""
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    size = {2: 3, 6: 4}[kind]
    assert depth == 8
    at, packed = 8, b""
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + length]
        at += length + 12
    raw, step = zlib.decompress(packed), width * size
    rows: list[bytes] = []
    before = bytearray(step)
    for top in range(height):
        line = bytearray(raw[top * (step + 1) + 1 : (top + 1) * (step + 1)])
        way = raw[top * (step + 1)]
        for place in range(step):
            left, above = line[place - size] if place >= size else 0, before[place]
            corner = before[place - size] if place >= size else 0
            if way == 4:
                far = [abs(above - corner), abs(left - corner), abs(left + above - 2 * corner)]
                add = (left, above, corner)[far.index(min(far))]
            else:
                add = (0, left, above, (left + above) // 2)[way]
            line[place] = (line[place] + add) & 255
        rows.append(bytes(line[::size]))
        before = line
    return width, rows


def without_fonts(picture: str) -> bytes:
    drawn = resvg_py.svg_to_bytes(svg_string=picture, width=WIDE, dpi=96, skip_system_fonts=True)
    return bytes(drawn)


def differing(one: bytes, other: bytes) -> float:
    """Return the share of inked pixels that look another way."""
    (_, first), (_, second) = grey(one), grey(other)
    assert len(first) == len(second)
    pairs = [pair for a, b in zip(first, second, strict=True) for pair in zip(a, b, strict=True)]
    inked = [abs(a - b) > 80 for a, b in pairs if min(a, b) < 200]
    return sum(inked) / len(inked)


@pytest.mark.parametrize("name", LABELS)
def test_without_a_font_it_looks_as_with_ours(name: str) -> None:
    told = document(
        [node("a", "seed", "seedProject", label=LABELS[name]), node("b", label=LABELS[name])],
        [edge("x", "a", "b", status="achieved")],
    )
    made = svg(Document.of_json(told), target="wide")
    assert differing(png(made, WIDE), without_fonts(outlined(made))) < 0.02


def test_every_line_has_its_words_as_a_label_and_no_text_is_left() -> None:
    made = svg(Document.of_json(ct0921()), target="wide")
    drawn = outlined(made)
    said = ["".join(text.itertext()) for text in ElementTree.fromstring(made).iter(f"{SVG}text")]
    root = ElementTree.fromstring(drawn)
    labels = [path.attrib["aria-label"] for path in root.iter(f"{SVG}path") if "aria-label" in path.attrib]
    assert labels == said and not list(root.iter(f"{SVG}text"))
    assert outlined(made) == drawn
    # What is drawn so is some twenty times as large as text, and stays a picture that can be sent.
    assert len(drawn) < 600_000


def test_a_line_of_several_scripts_is_shaped_in_a_png_as_in_outlines() -> None:
    label = "कार्यक्रम programme برنامج"
    made = svg(Document.of_json(document([node("a", "seed", "seedProject", label=label)], [])), target="wide")
    drawn = outlined_where_scripts_mix(made)
    assert "<tspan" in made and "<tspan" not in drawn and f'aria-label="{label}"' in drawn and "<text" in drawn
    assert png(made, WIDE) == png(drawn, WIDE)


def test_numbers_and_brackets_in_a_line_to_the_left_stand_as_unicode_says() -> None:
    # UAX #9 of "(مرحلة 2)": from left to right the bracket that closes, the number, the word, the bracket that opens.
    found = [(piece, back) for _, piece, back in ordered("مرحلة (2)", backward=True)]
    assert "".join(piece if not back else piece[::-1] for piece, back in found) == ")2( ةلحرم"
    found = [(piece, back) for _, piece, back in ordered("CREST مشروع 12 end", backward=False)]
    assert found == [("CREST ", False), ("12", False), ("مشروع ", True), (" end", False)]


def test_the_measure_sees_text_that_is_not_there() -> None:
    made = svg(Document.of_json(ct0921()), target="wide")
    assert differing(png(made, WIDE), without_fonts(made)) > 0.05


def test_the_measure_reads_pixels() -> None:
    square = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="4" height="2" fill="#000"/><rect y="2" width="4" height="2" fill="#fff"/></svg>'
    width, rows = grey(bytes(resvg_py.svg_to_bytes(svg_string=square, width=4)))
    assert width == 4 and [set(row) for row in rows] == [{0}, {0}, {255}, {255}]
