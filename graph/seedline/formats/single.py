"""A view as one HTML file that needs nothing but itself."""

from __future__ import annotations

from seedline.draw.drawing import svg
from seedline.formats.interactive import Page, PageTable, single_file
from seedline.formats.tables import tables
from seedline.narrative import notes
from seedline.views.view import View


def html(view: View) -> bytes:
    """Return a view as a single interactive HTML file, its picture leading to the rows of its tables."""
    facts, say = view.facts, view.words
    made = tables(view)
    source = (notes.source(facts), notes.dates(facts), view.version, view.pinned, say("note.licence"))
    page = Page(
        title=f"{notes.title(facts)} · Seedline",
        heading=notes.title(facts),
        lead=notes.story(facts),
        lang=say.language,
        caption=notes.caption(facts),
        tables=tuple(PageTable(table.key, table.title, table.header, table.rows) for table in made),
        parts=(
            (say("ui.notes"), (*notes.money(facts), *notes.notes(facts))),
            (say("ui.source"), source),
        ),
    )
    rows = _rows(view)
    picture = svg(
        view.document,
        theme=view.look.theme,
        lang=view.look.lang,
        link=lambda iri: f"#{rows.get(iri, 'tables')}",
        prefix="p-",
    )
    return single_file(page, facts, picture, say, view.look.theme).encode("utf-8", "replace")


def _rows(view: View) -> dict[str, str]:
    """Return the row of each thing, step and carrier."""
    found = {node["iri"]: f"things-{number}" for number, node in enumerate(view.document["nodes"])}
    found |= {edge["iri"]: f"steps-{number}" for number, edge in enumerate(view.document["edges"])}
    found |= {entry["iri"]: f"carriers-{number}" for number, entry in enumerate(view.document["carriedOnBy"])}
    return found
