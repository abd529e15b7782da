"""A view as a notebook shows it: the figure in every form that an export may look for, and the movable graph."""

from __future__ import annotations

import base64
from html import escape

from seedline.draw.coverage import size_of
from seedline.draw.raster import png
from seedline.formats.citation import Citation
from seedline.formats.forms import write
from seedline.formats.paper import figure_pdf, figure_width
from seedline.views.view import View


def bundle(view: View) -> dict[str, object]:
    """Return a view by media type: HTML with the figure itself, SVG, PNG and PDF of the same figure."""
    cited = Citation.of(view)
    figure = view.picture(target="sheet", theme="print", parts=("graph", "legend"))
    pixels = png(figure, figure_width(figure))
    return {
        "text/html": _html(view, cited, pixels),
        "image/svg+xml": figure,
        "image/png": pixels,
        "application/pdf": figure_pdf(figure, cited.title, cited.alt, view.words.language),
    }


def _html(view: View, cited: Citation, pixels: bytes) -> str:
    """Return the figure as high as it is, its caption, and below it what can be opened.

    The export to Markdown takes HTML before any picture, and what reads Markdown leaves tags out but no words between
    them: so the picture is an image, none of whose words stand in the text. It stands once more as Markdown, where
    only what reads that finds it; the space behind it makes it a picture with an alternative text, whose caption is
    the one below. What can be opened is named by a value, for the same reason. The frame has no
    origin: nothing in it reaches the notebook.
    """
    picture = view.picture(target="page", parts=("graph", "legend"))
    wide, high = size_of(picture)
    lines, image = (base64.b64encode(data).decode() for data in (picture.encode(), pixels))
    # In one line: in Markdown an empty one would end the HTML, and what follows it be text.
    page = escape(write(view, "html").decode()).replace("\n", "&#10;")
    alt = cited.alt.replace("[", "(").replace("]", ")")
    opens = escape(view.words("ui.movable"))
    return (
        f'<div style="display: none">\n\n![{alt}](data:image/png;base64,{image})&nbsp;\n\n</div>\n'
        '<figure style="margin: 0; overflow-x: auto">'
        f'<img src="data:image/svg+xml;base64,{lines}" width="{wide}" height="{high}" alt="{escape(cited.alt)}" '
        f'style="max-width: none"><figcaption>{escape(cited.caption)}</figcaption></figure>\n'
        f'<details><summary aria-label="{opens}"><input type="button" disabled aria-hidden="true" value="{opens}" '
        'style="all: unset; pointer-events: none"></summary>'
        f'<iframe title="{escape(view.document.summary)}" sandbox="allow-scripts allow-popups" loading="lazy" '
        f'srcdoc="{page}" style="width: 100%; height: 90vh; border: 0"></iframe></details>\n'
    )
