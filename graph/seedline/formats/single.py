"""A view as one HTML file that needs nothing but itself."""

from __future__ import annotations

from seedline.draw.figure.target import TARGETS
from seedline.formats.brief import brief
from seedline.formats.interactive import Page, single_file
from seedline.formats.tables import tables
from seedline.narrative import notes
from seedline.views.view import View


def html(view: View) -> bytes:
    """Return a view as a single interactive HTML file, its picture leading to the rows of its tables."""
    say = view.words
    source = (
        notes.source(view.document, view.words),
        notes.dates(view.document, view.words),
        view.version,
        view.pinned,
        notes.licence(view.document, say),
    )
    page = Page(
        title=f"{notes.title(view.document, view.words)} · Seedline",
        heading=notes.title(view.document, view.words),
        lead=notes.story(view.document, view.words),
        lang=say.language,
        caption=notes.caption(view.document, view.words),
        tables=tuple(brief(table, say) for table in tables(view)),
        parts=(
            (say("ui.notes"), (*notes.money(view.document, view.words), *notes.notes(view.document, view.words))),
            (say("ui.source"), source),
        ),
    )
    rows = _rows(view)
    parts = ("graph", "legend")

    def row(iri: str) -> str:
        return f"#{rows.get(iri, 'tables')}"

    picture = view.picture(target="page", parts=parts, link=row, prefix="p-")
    # Of more things than a poster draws the picture that is there is printed.
    few = len(view.document.nodes) <= TARGETS["poster"].most
    sheets = view.pages(target="sheet", theme="print", parts=parts, link=row, prefix="s-") if few else ()
    return single_file(page, view.document, picture, sheets, say, view.look.theme).encode("utf-8", "replace")


def _rows(view: View) -> dict[str, str]:
    """Return the row of each thing, step and carrier."""
    found = {node.iri: f"things-{number}" for number, node in enumerate(view.document.nodes)}
    found |= {step.iri: f"steps-{number}" for number, step in enumerate(view.document.steps)}
    found |= {carrier.iri: f"carriers-{number}" for number, carrier in enumerate(view.document.carriers)}
    return found
