"""A view on paper: a PDF with the figure, the tables, the notes and the sources."""

from __future__ import annotations

from seedline.formats import tables
from seedline.formats.paper import Paper, PaperTable
from seedline.formats.paper import pdf as set_pdf
from seedline.formats.tables import Table
from seedline.narrative import notes
from seedline.views.view import View

#: Table → the columns that paper has room for; several names share a column, and stand in it with commas between.
LAYOUT: dict[str, tuple[tuple[str, ...], ...]] = {
    "steps": (
        ("from",), ("relation", "contribution"), ("to",), ("status", "asOf"), ("basis", "voice", "dimensions"),
        ("summary",), ("place",),
    ),
    "things": (("stage",), ("kind",), ("name", "id"), ("start", "end", "fundingYear"), ("countries",), ("summary",)),
    "money": (
        ("funder",), ("to",), ("bound", "currency", "amount"), ("status", "asOf"), ("counted", "why"), ("place",),
    ),
    "sums": (("currency",), ("seed",), ("followOn",), ("byStatus",), ("ratio",), ("why",)),
    "carriers": (("thing",), ("agent", "kind"), ("asOf",), ("summary",), ("place",)),
    "places": (("source",), ("section",), ("lines", "page"), ("begins", "ends"), ("url", "seen")),
}  # fmt: skip
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
            picture=view.picture(target="sheet", parts=("graph", "legend")),
            alt=notes.description(view.document, view.words),
            caption=notes.caption(view.document, view.words),
            tables=tuple(on_paper(view, made) for made in tables.tables(view)),
            parts=(
                (say("ui.notes"), (*notes.money(view.document, view.words), *notes.notes(view.document, view.words))),
                (
                    say("ui.source"),
                    (
                        notes.source(view.document, view.words),
                        notes.dates(view.document, view.words),
                        view.pinned,
                        say("note.licence"),
                    ),
                ),
            ),
            imprint=f"{say('ui.dataVersion', version=view.version)} · {say('note.licence')}",
        )
    )


def on_paper(view: View, made: Table) -> PaperTable:
    """Return a table with the rows and columns that paper has room for; a column that no row fills is left out."""
    more = len(made.rows) - ROWS
    note = view.words("paper.more", more) if more > 0 else ""
    names = [view.words(f"column.{name}") for group in LAYOUT[made.key] for name in group]
    place = {name: made.header.index(name) for name in names}
    header, columns = [], []
    for group in LAYOUT[made.key]:
        keys = [view.words(f"column.{name}") for name in group]
        cells = [_together([row[place[key]] for key in keys], view.words("ui.notStated")) for row in made.rows[:ROWS]]
        if any(cells):
            header.append(_heading(keys))
            columns.append(cells)
    return PaperTable(made.title, tuple(header), tuple(zip(*columns, strict=True)), note)


def _heading(keys: list[str]) -> str:
    return ", ".join([keys[0], *(key[:1].lower() + key[1:] for key in keys[1:3])])


def _together(cells: list[str], silent: str) -> str:
    return ", ".join(cell for cell in cells if cell and cell != silent)
