"""``seedline render``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from seedline_api.cli.application import app, open_tracer
from seedline_api.cli.options import (
    AsOf,
    Basis,
    Component,
    Down,
    End,
    Exclude,
    For,
    HomeOption,
    Lang,
    More,
    Parts,
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
from seedline_api.cli.output import say


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
    told_by: ToldBy = None,
    more: More = None,
    lang: Lang = "en",
    width: Annotated[int, typer.Option(help="Width of a PNG in pixels.")] = 1600,
    paper: Annotated[str, typer.Option(help="Paper of a PDF: a4 or letter.")] = "a4",
    table: Annotated[
        str, typer.Option(help="Table of a CSV: steps, things, money, sums, carriers or places.")
    ] = "steps",
    accessed: Annotated[str, typer.Option(help="The day that a citation says the view was seen, as 2026-11-29.")] = "",
    form: Annotated[str, typer.Option(help="What the picture shows: graph, strip or timeline.")] = "",
    text: Annotated[str, typer.Option(help="The words of an SVG: letters, or outlines that need no font.")] = "letters",
    page: Annotated[int, typer.Option(help="A page of a picture that is split where it is too high.")] = 0,
    target: For = "poster",
    parts: Parts = "",
    site: Site = "",
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
) -> None:
    """Write a lineage, a component, a selection or the ways between two things in one or more forms.

    Endings: .svg .png .pdf .html .docx .xlsx .csv .json .ttl .jsonld .mmd .dot .graphml .dossier.pdf .bib and more.

    Example: seedline render CT.0921 -o crest.svg -o crest.pdf --lang fr

    Example: seedline render CT.0921 -o figure.svg --for wide

    Example: seedline render CT.0921 -o story.svg --form strip --for slide

    Example: seedline render --select '+CT.0921 status:achieved' -o chosen.svg
    """
    from seedline.errors import InputError
    from seedline.formats.forms import FORMS, split_ending, write
    from seedline.views.choice import Choice
    from seedline.views.look import Look
    from seedline.views.subject import Subject
    from seedline.views.view import View

    endings = []
    for path in out or [Path("-")]:
        ending = "svg" if str(path) == "-" else split_ending(path.name)[1]
        if not ending:
            raise InputError(f"{path}: its ending is none of {', '.join(f'.{name}' for name in FORMS)}")
        endings.append((path, ending))
    form, where = Look.picture_of(form, target)
    view = View.of(
        open_tracer(home, snapshot),
        Subject.asked(thing, component=component, select=select, exclude=exclude, start=start, end=end),
        choice=Choice.of(up, down, status, relation, more, basis=basis, source=source, as_of=as_of, told_by=told_by),
        look=Look(theme, spoken(lang), width, paper, table, where, Look.parts_of(parts), accessed, form, text, page),
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
