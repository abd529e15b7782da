"""The picture as PNG, drawn by resvg with our fonts and no others."""

from __future__ import annotations

from seedline.draw.coverage import say_missing, size_of
from seedline.draw.fonts import PACKAGES, font_files
from seedline.draw.outlines import outlined_where_scripts_mix
from seedline.errors import LimitExceeded, SeedlineError

#: A picture of more pixels than this is refused: 4 bytes each, and resvg keeps several layers.
PIXELS = 60_000_000
_LINE = 24


def png(svg: str, width: int = 1600) -> bytes:
    """Return one of our SVGs as PNG of a width in pixels, the same bytes for the same picture and fonts.

    A letter that none of our fonts has is drawn as a replacement character, and a line under the picture says
    which scripts are meant: never empty boxes without a word.

    >>> from seedline.draw import svg
    >>> png(svg({}), 200)[:8] if font_files() else b"\\x89PNG\\r\\n\\x1a\\n"
    b'\\x89PNG\\r\\n\\x1a\\n'
    """
    import resvg_py

    if not font_files():
        raise SeedlineError(f"a PNG needs fonts: pip install {' '.join(name.replace('_', '-') for name in PACKAGES)}")
    wide, high = size_of(svg)
    if width < 1 or width * width * (high + _LINE) / wide > PIXELS:
        raise LimitExceeded(f"a PNG {width} pixels wide of this picture is too large", limit=f"png pixels {PIXELS}")
    drawn = resvg_py.svg_to_bytes(
        svg_string=outlined_where_scripts_mix(say_missing(svg, wide, high)),
        width=width,
        # Sizes in millimetres need a resolution, although the width alone decides.
        dpi=96,
        skip_system_fonts=True,
        font_files=[str(file) for file in font_files()],
        sans_serif_family="Noto Sans",
        font_family="Noto Sans",
    )
    return bytes(drawn)
