"""Commands that make views: written to files, or kept for a citation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from seedline_api.cli.commands import HomeOption, SnapshotOption, app, open_tracer
from seedline_api.cli.options import AsOf, Basis, Down, Relation, Source, Status, Up
from seedline_api.cli.output import RowFormat, print_rows, say

Thing = Annotated[str, typer.Argument(help="A project code, another identifier, a key or an IRI.", show_default=False)]
Select = Annotated[str, typer.Option(help="A selection instead of a thing, as '+CT.0921' or 'sdg:8.8,country:VN'.")]
Exclude = Annotated[str, typer.Option(help="A selection to take away from it.")]
Start = Annotated[str, typer.Option("--from", help="Everything between two things: the earlier.")]
End = Annotated[str, typer.Option("--to", help="The later.")]
Component = Annotated[bool, typer.Option("--component", help="The whole component, not the lineage alone.")]
Theme = Annotated[str, typer.Option(help="light, dark or print.")]
More = Annotated[str | None, typer.Option(help="Things of which one step further is shown, with commas between.")]
Lang = Annotated[str, typer.Option(help="en, fr or es.")]
Site = Annotated[
    str, typer.Option(help="Public address of the server that links lead to.", envvar="SEEDLINE_PUBLIC_URL")
]


@app.command()
def render(
    thing: Thing = "",
    select: Select = "",
    exclude: Exclude = "",
    start: Start = "",
    end: End = "",
    component: Component = False,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out",
            "-o",
            help="File to write; its ending chooses the form. May be repeated. Default, and -: SVG, printed.",
        ),
    ] = None,
    theme: Theme = "light",
    up: Up = None,
    down: Down = None,
    status: Status = None,
    relation: Relation = None,
    basis: Basis = None,
    source: Source = None,
    as_of: AsOf = None,
    more: More = None,
    lang: Lang = "en",
    width: Annotated[int, typer.Option(help="Width of a PNG in pixels.")] = 1600,
    paper: Annotated[str, typer.Option(help="Paper of a PDF: a4 or letter.")] = "a4",
    table: Annotated[
        str, typer.Option(help="Table of a CSV: steps, things, money, sums, carriers or places.")
    ] = "steps",
    site: Site = "",
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
) -> None:
    """Write a lineage, a component, a selection or the ways between two things in one or more forms.

    Endings: .svg .png .pdf .html .docx .xlsx .csv .json .ttl .jsonld .mmd .dot .graphml .dossier.pdf .bib and more.

    Example: seedline render CT.0921 -o crest.svg -o crest.pdf --lang fr

    Example: seedline render --select '+CT.0921 status:achieved' -o chosen.svg
    """
    from seedline.errors import InputError
    from seedline.export import FORMS, Choice, Look, Subject, View, split_ending, write

    endings = []
    for path in out or [Path("-")]:
        ending = "svg" if str(path) == "-" else split_ending(path.name)[1]
        if not ending:
            raise InputError(f"{path}: its ending is none of {', '.join(f'.{name}' for name in FORMS)}")
        endings.append((path, ending))
    view = View.of(
        open_tracer(home, snapshot),
        Subject.asked(thing, component=component, select=select, exclude=exclude, start=start, end=end),
        choice=Choice.of(up, down, status, relation, more, basis=basis, source=source, as_of=as_of),
        look=Look(theme, _spoken(lang), width, paper, table),
        site=site.rstrip("/"),
    )
    for path, ending in endings:
        made = write(view, ending)
        if str(path) == "-":
            sys.stdout.buffer.write(made)
            sys.stdout.buffer.flush()
        else:
            path.write_bytes(made)
            say(f"wrote {path}")


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
    more: More = None,
    lang: Lang = "en",
    site: Site = "",
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    format: Annotated[RowFormat, typer.Option(help="How to print what is kept.")] = RowFormat.table,
) -> None:
    """Keep a view in every form, so that its pinned address gives the same bytes for good; alone, list what is kept.

    Example: seedline pin CT.0921 --site https://example.org
    """
    from seedline.export import Choice, Look, Pins, Subject, View
    from seedline.store import Home, default_home
    from seedline_api.settings import Settings

    pins = Pins(Home(home or default_home()).pinned_path)
    if not (thing or select or start or end):
        _list(pins, format)
        return
    view = View.of(
        open_tracer(home, snapshot),
        Subject.asked(thing, component=component, select=select, exclude=exclude, start=start, end=end),
        choice=Choice.of(up, down, status, relation, more, basis=basis, source=source, as_of=as_of),
        look=Look(theme, _spoken(lang)),
        site=Settings.read(public_url=site or None).absolute(""),
    )
    kept = pins.keep(view)
    say(f"kept {len(kept.forms)} forms of {view.pinned}")


def _list(pins: Any, format: RowFormat) -> None:
    header = ["version", "address", "forms"]
    rows = [[kept.version, kept.address, str(len(kept.forms))] for kept in pins.list()]
    print_rows(header, rows, format)


def _spoken(lang: str) -> str:
    from seedline.catalogue import LANGUAGES
    from seedline.errors import InputError

    if lang not in LANGUAGES:
        raise InputError(f"lang is {', '.join(LANGUAGES[:-1])} or {LANGUAGES[-1]}, not {lang!r}")
    return lang
