"""A view on paper: a PDF with the figure, the tables, the notes and the sources."""

from __future__ import annotations

from dataclasses import replace

from seedline.formats import tables
from seedline.formats.brief import brief, told_more
from seedline.formats.citation import Citation
from seedline.formats.paper import Paper, PaperTable
from seedline.formats.paper import pdf as set_pdf
from seedline.formats.tables import Table
from seedline.narrative import notes
from seedline.views.view import View

#: A table on paper has at most so many rows; a note says how many more there are, and where.
ROWS = 400
SIZES = {"a4": "a4", "letter": "us-letter"}


def pdf(view: View) -> bytes:
    """Return a view as PDF, A4 or Letter."""
    say = view.words
    return set_pdf(
        Paper(
            title=notes.title(view.document, view.words),
            subtitle=notes.subtitle(view.document),
            lead=" ".join([*notes.draft(view.document, view.words), notes.story(view.document, view.words)]),
            lang=say.language,
            size=SIZES[view.look.paper],
            pictures=tuple(view.pages(target="sheet", parts=("graph", "legend"))),
            alt=notes.description(view.document, view.words),
            caption=notes.caption(view.document, view.words),
            tables=tuple(on_paper(view, made) for made in tables.tables(view)),
            parts=(
                (say("ui.notes"), (*notes.money(view.document, view.words), *notes.notes(view.document, view.words))),
                (
                    say("ui.source"),
                    (
                        *(Citation.of(view).sources or [notes.source(view.document, view.words)]),
                        notes.dates(view.document, view.words),
                        view.pinned,
                        notes.licence(view.document, say),
                    ),
                ),
            ),
            imprint=f"{say('ui.dataVersion', version=view.version)} · {notes.licence(view.document, say)}",
        )
    )


def on_paper(view: View, made: Table) -> PaperTable:
    """Return a table as it is read, with the rows that paper has room for."""
    more = len(made.rows) - ROWS
    note = view.words("paper.more", more) if more > 0 else ""
    read = brief(replace(made, rows=made.rows[:ROWS]), view.words)
    return PaperTable(
        read.title,
        read.header,
        tuple(row.cells for row in read.rows),
        note,
        tuple(told_more(row.more, view.words) for row in read.rows),
        read.amounts,
    )
