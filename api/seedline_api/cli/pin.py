"""``seedline pin``."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from seedline_api.cli.application import app, open_tracer
from seedline_api.cli.options import (
    AsOf,
    Basis,
    Component,
    Down,
    End,
    Exclude,
    HomeOption,
    Lang,
    More,
    Relation,
    Select,
    Site,
    SnapshotOption,
    Source,
    Start,
    Status,
    Theme,
    Thing,
    ToldBy,
    Up,
    spoken,
)
from seedline_api.cli.output import RowFormat, RowsOption, print_rows, say


@app.command()
def pin(
    thing: Thing = "",
    select: Select = "",
    exclude: Exclude = "",
    start: Start = "",
    end: End = "",
    component: Component = False,
    theme: Theme = "light",
    up: Up = None,
    down: Down = None,
    status: Status = None,
    relation: Relation = None,
    basis: Basis = None,
    source: Source = None,
    as_of: AsOf = None,
    told_by: ToldBy = None,
    more: More = None,
    lang: Lang = "en",
    site: Site = "",
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    *,
    format: RowsOption,
) -> None:
    """Keep a view in every form, so that its pinned address gives the same bytes for good; alone, list what is kept.

    Example: seedline pin CT.0921 --site https://example.org
    """
    from seedline.formats import every_form
    from seedline.store import Home, default_home
    from seedline.views.choice import Choice
    from seedline.views.look import Look
    from seedline.views.pins import Pins
    from seedline.views.subject import Subject
    from seedline.views.view import View
    from seedline_api.settings import Settings

    pins = Pins(Home(home or default_home()).pinned_path)
    if not (thing or select or start or end):
        _list(pins, format)
        return
    view = View.of(
        open_tracer(home, snapshot),
        Subject.asked(thing, component=component, select=select, exclude=exclude, start=start, end=end),
        choice=Choice.of(up, down, status, relation, more, basis=basis, source=source, as_of=as_of, told_by=told_by),
        look=Look(theme, spoken(lang)),
        site=Settings.read(public_url=site or None).absolute(""),
    )
    view = replace(view, kept=True)
    kept = pins.keep(view.version, view.local_address, lambda: every_form(view))
    say(f"kept {len(kept.forms)} forms of {view.pinned}")


def _list(pins: Any, format: RowFormat) -> None:
    header = ["version", "address", "forms"]
    rows = [[kept.version, kept.address, str(len(kept.forms))] for kept in pins.list()]
    print_rows(header, rows, format)
