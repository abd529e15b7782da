"""A view as one HTML file that needs nothing but itself."""

from __future__ import annotations

from seedline.draw.drawing import svg
from seedline.formats.interactive import Page, PageTable, single_file
from seedline.formats.tables import tables
from seedline.narrative import notes
from seedline.views.view import View


def html(view: View) -> bytes:
    """Return a view as a single interactive HTML file, its picture leading to the rows of its tables."""
    document, say = view.document, view.words
    made = tables(view)
    source = (notes.source(view.facts), notes.dates(view.facts), view.version, view.pinned, say("note.licence"))
    page = Page(
        title=f"{notes.title(view.facts)} · Seedline",
        heading=notes.title(view.facts),
        lead=notes.story(view.facts),
        lang=say.language,
        caption=notes.caption(view.facts),
        tables=tuple(PageTable(table.key, table.title, table.header, table.rows) for table in made),
        parts=(
            (say("ui.notes"), (*notes.money(view.facts), *notes.notes(view.facts))),
            (say("ui.source"), source),
        ),
    )
    rows = _rows(view)
    picture = svg(
        document,
        theme=view.look.theme,
        lang=view.look.lang,
        link=lambda iri: f"#{rows.get(iri, 'tables')}",
        prefix="p-",
    )
    return single_file(page, view.facts, picture, say, view.look.theme).encode("utf-8", "replace")


def _rows(view: View) -> dict[str, str]:
    """Return the row of each thing, step and carrier."""
    found = {node.iri: f"things-{number}" for number, node in enumerate(view.document.nodes)}
    found |= {step.iri: f"steps-{number}" for number, step in enumerate(view.document.steps)}
    found |= {carrier.iri: f"carriers-{number}" for number, carrier in enumerate(view.document.carriers)}
    return found
