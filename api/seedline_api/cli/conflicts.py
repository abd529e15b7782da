"""``seedline conflicts``."""

from __future__ import annotations

from typing import Annotated

import typer

from seedline_api.cli.application import app, open_tracer
from seedline_api.cli.options import HomeOption, Lang, SnapshotOption, spoken
from seedline_api.cli.output import RowsOption, print_rows, say


@app.command()
def conflicts(
    about: Annotated[
        str | None, typer.Argument(help="A thing, by its code or key, with its whole lineage; default: all.")
    ] = None,
    lang: Lang = "en",
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    *,
    format: RowsOption,
) -> None:
    """List where sources, or one source with itself, do not agree: both sides, where each says so, and which is taken.

    Example: seedline conflicts CT.0921
    """
    from seedline.formats.text import place_words
    from seedline.i18n import words
    from seedline.lineage import trace
    from seedline_api.rendering.disagreeing import Disagreeing

    tell, tracer = words(spoken(lang)), open_tracer(home, snapshot)
    thing = tracer.resolve(about) if about else None
    # What stands on a thing of the lineage, as an organisation's role or a figure, is said of that thing.
    among = None if thing is None else {thing, *trace(tracer.network, thing).nodes}
    reader = Disagreeing(tracer.network, tracer.details, tell)
    rows = [
        [
            one.note, tracer.details.id(one.about), one.name, side.text, tell("cli.yes") if side.taken else "",
            place_words(side.places, tell),
        ]
        for one in reader.disagreements()
        if among is None or one.about in among
        for side in one.sides
    ]  # fmt: skip
    print_rows(
        [tell(f"cli.{column}") for column in ("kind", "about", "differs", "side", "taken", "where")], rows, format
    )
    if thing is not None and not rows:
        say(tell("cli.noDifference", thing=tracer.details.label(thing, tell.language)))
