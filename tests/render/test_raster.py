"""PNG: the same bytes, our fonts only, and a word where a script has no font."""

from __future__ import annotations

import struct

import pytest

from seedline.draw.advances import TABLE, measured
from seedline.draw.coverage import say_missing
from seedline.draw.drawing import svg
from seedline.draw.fonts import covered, font_files
from seedline.draw.raster import png
from seedline.errors import InputError, LimitExceeded
from tests.render.documents import ct0921, document, node


def size(data: bytes) -> tuple[int, int]:
    return struct.unpack(">II", data[16:24])


def test_the_fonts_are_there_and_cover_the_scripts_of_our_readers() -> None:
    assert font_files(), "pip install fontpkg-noto-sans fontpkg-noto-sans-arabic fontpkg-noto-sans-devanagari"
    for letter in "aéŁßẮằờữđĐƠơЖщыіїєґمشروعپچکگपरियोजनाक्ष–—…“”‘’·€₫":
        assert ord(letter) in covered(), letter


def test_the_table_of_widths_is_that_of_the_fonts() -> None:
    import json

    assert json.loads(TABLE.read_text(encoding="utf-8")) == measured()


def test_a_png_has_the_width_asked_for_and_the_same_bytes() -> None:
    drawn = svg(ct0921())
    first = png(drawn, 900)
    assert size(first)[0] == 900 and first == png(drawn, 900)


def test_what_has_no_font_is_said() -> None:
    drawn = svg(document([node("a", "seed", label="漢字 ภาษา 🌱 seeds")], []))
    told = say_missing(drawn, *map(int, drawn.split('viewBox="0 0 ')[1].split('"')[0].split()))
    assert "No font here for CJK, Thai, symbols" in told
    png(drawn, 400)


def test_what_has_a_font_is_not_said() -> None:
    drawn = svg(document([node("a", "seed", label="مشروع परियोजना Việt Дія")], []))
    assert say_missing(drawn, 1, 1) == drawn


def test_what_is_too_large_or_not_ours_is_refused() -> None:
    with pytest.raises(LimitExceeded):
        png(svg(ct0921()), 100_000)
    with pytest.raises(InputError):
        png("<svg/>", 100)
