"""``make sheets``: contact sheets of figures, to be looked at: every lineage × place × theme, a page for each place and theme.

Written to ``.gallery``, which is no part of the repository.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from html import escape
from pathlib import Path

from seedline.document.types import Document
from seedline.draw.drawing import svg
from seedline.draw.figure.ink import INKS
from seedline.draw.figure.target import SMALL, TARGETS
from seedline.errors import InputError
from seedline.pipeline import build
from seedline.views.tracer import Tracer
from tests.bench.views import FLAGS
from tests.conftest import ROOT
from tests.render.gallery import synthetic
from tests.render.test_figure import MADE_UP, of_all

SHEETS = ROOT / ".gallery"
#: How many figures stand side by side, by their width.
_WIDE, _COLUMNS = 2400, {"column": 6, "phone": 6, "poster": 2, "page": 3}


def drawn(told: Document, place: str, theme: str) -> str:
    """Return a lineage's figure for a place, or why it has none there."""
    try:
        return svg(told, target=place, theme=theme, parts=("graph", "legend"))
    except InputError as none:
        return f"<p>{escape(str(none))}</p>"


def main() -> None:
    """Write .gallery/PLACE-THEME.html and .png."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("contact sheets need chromium")
    SHEETS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        told = of_all(Tracer.of(build([], home=Path(home))))
    told |= {f"made up {count}": Document.of_json(synthetic(count, seed)) for count, seed in MADE_UP}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": _WIDE, "height": 400})
        for place in (*TARGETS, *SMALL):
            for theme in INKS:
                cells = "".join(
                    f"<figure><figcaption>{escape(name)}</figcaption>{drawn(each, place, theme)}</figure>"
                    for name, each in sorted(told.items())
                )
                style = (
                    f"body{{columns:{_COLUMNS.get(place, 3)};font:13px sans-serif;background:#ddd}}"
                    "figure{margin:0 0 12px;break-inside:avoid}svg{width:100%;height:auto}"
                )
                file = SHEETS / f"{place}-{theme}.html"
                file.write_text(f"<!doctype html><title>{file.stem}</title><style>{style}</style>{cells}", "utf-8")
                page.goto(file.as_uri())
                page.screenshot(path=str(file.with_suffix(".png")), full_page=True)
        browser.close()
    print(f"{len(told)} lineages on {len(list(SHEETS.glob('*.png')))} sheets in {SHEETS.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
