"""How wide letters are: the advance widths of Noto Sans, kept as a small table.

The table is committed, so that a picture is measured alike whether the fonts are installed or not. It is made
from them by ``python -m seedline.draw.advances`` and a test holds the two equal.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from seedline.draw.fonts import font_files

TABLE = Path(__file__).with_name("advances.json")
WEIGHTS = (400, 600)
# Latin with Vietnamese, Greek, Cyrillic, Arabic, Devanagari, and the punctuation that goes with them.
BLOCKS = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x600, 0x6FF), (0x750, 0x77F),
    (0x900, 0x97F), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20BF), (0x2116, 0x2122),
)  # fmt: skip
#: A letter that no table knows: a full em where Unicode calls it wide, else a generous letter.
WIDE, OTHER = 1000, 650


@cache
def advance(letter: str, weight: int = 400) -> int:
    """Return the advance width of one code point in thousandths of an em.

    >>> advance("i") < advance("m"), advance("m", 600) > advance("m"), advance("漢")
    (True, True, 1000)
    """
    known = _table()[str(weight)].get(ord(letter))
    if known is not None:
        return known
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return WIDE if unicodedata.east_asian_width(letter) in "WF" else OTHER


@cache
def _table() -> dict[str, dict[int, int]]:
    runs: dict[str, list[list[Any]]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return {
        weight: {start + index: width for start, widths in pieces for index, width in enumerate(widths)}
        for weight, pieces in runs.items()
    }


def measured() -> dict[str, list[list[Any]]]:
    """Return the table as the installed fonts give it: weight → runs of (first code point, widths).

    >>> sorted(measured()) in ([], ["400", "600"])
    True
    """
    files = font_files()
    return {str(weight): _runs(_widths([str(file) for file in files], weight)) for weight in WEIGHTS} if files else {}


def _widths(files: list[str], weight: int) -> dict[int, int]:
    from fontTools.ttLib import TTFont

    found: dict[int, int] = {}
    for file in files:
        if "Italic" in file:
            continue
        font = TTFont(file, lazy=True)
        names = font.getBestCmap()
        glyphs = font.getGlyphSet(location={"wght": weight, "wdth": 100} if "fvar" in font else None)
        for first, last in BLOCKS:
            for code in range(first, last + 1):
                if code in names and code not in found:
                    found[code] = round(glyphs[names[code]].width * 1000 / font["head"].unitsPerEm)
    return found


def _runs(widths: dict[int, int]) -> list[list[Any]]:
    runs: list[list[Any]] = []
    for code in sorted(widths):
        if runs and runs[-1][0] + len(runs[-1][1]) == code:
            runs[-1][1].append(widths[code])
        else:
            runs.append([code, [widths[code]]])
    return runs


if __name__ == "__main__":
    lines = ",\n".join(
        f'"{weight}": [\n' + ",\n".join(json.dumps(run, separators=(",", ":")) for run in runs) + "\n]"
        for weight, runs in measured().items()
    )
    TABLE.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
