"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from seedline.ingest.rdf import RdfOptions

Up = Annotated[int | None, typer.Option(min=0, help="Steps upstream; default: all.")]
Down = Annotated[int | None, typer.Option(min=0, help="Steps downstream; default: all.")]
Status = Annotated[str | None, typer.Option(help="Follow steps of these statuses only, with commas between.")]
Relation = Annotated[str | None, typer.Option(help="Follow steps of these relations only, with commas between.")]
Basis = Annotated[str | None, typer.Option(help="Follow steps that are stated, or inferred, only.")]
Source = Annotated[str | None, typer.Option(help="Only what these sources say, with commas between.")]
AsOf = Annotated[str | None, typer.Option(help="Only what had happened by the end of a date, as 2017-12.")]
ToldBy = Annotated[str | None, typer.Option(help="Only what had been told by the end of a date, as 2021-10.")]
HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        help="Folder of the snapshots.",
        envvar="SEEDLINE_HOME",
        show_default=".seedline in a checkout, else your data folder",
    ),
]
SnapshotOption = Annotated[str | None, typer.Option("--snapshot", help="A version other than the current one.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print no progress.")]
Thing = Annotated[str, typer.Argument(help="A project code, another identifier, a key or an IRI.", show_default=False)]
Select = Annotated[str, typer.Option(help="A selection instead of a thing, as '+CT.0921' or 'sdg:8.8,country:VN'.")]
Exclude = Annotated[str, typer.Option(help="A selection to take away from it.")]
Start = Annotated[str, typer.Option("--from", help="Everything between two things: the earlier.")]
End = Annotated[str, typer.Option("--to", help="The later.")]
Component = Annotated[bool, typer.Option("--component", help="The whole component, not the lineage alone.")]
Theme = Annotated[str, typer.Option(help="light, dark or print.")]
For = Annotated[
    str,
    typer.Option(
        "--for", help="Where the picture will stand: page, phone, wide, half, column, slide, poster, thumb or card."
    ),
]
Parts = Annotated[
    str,
    typer.Option(help="Parts of such a picture: graph, legend, title, caption, notes, source, with commas between."),
]
More = Annotated[str | None, typer.Option(help="Things of which one step further is shown, with commas between.")]
Lang = Annotated[str, typer.Option(help="en, fr or es.")]
Site = Annotated[
    str, typer.Option(help="Public address of the server that links lead to.", envvar="SEEDLINE_PUBLIC_URL")
]


def spoken(lang: str) -> str:
    """Return a language that there is."""
    from seedline.errors import InputError
    from seedline.i18n import LANGUAGES

    if lang not in LANGUAGES:
        raise InputError(f"lang is {', '.join(LANGUAGES[:-1])} or {LANGUAGES[-1]}, not {lang!r}")
    return lang


BaseIri = Annotated[
    str | None,
    typer.Option("--base-iri", help="What relative IRIs in RDF are resolved against; default: the file's own IRI."),
]
Contexts = Annotated[
    list[str] | None,
    typer.Option("--context", help="IRI=FILE: your copy of a JSON-LD context that lies on another server."),
]
Lenient = Annotated[
    bool, typer.Option("--lenient", help="List the bad statements of RDF with their lines, and read the others.")
]


def reading(base_iri: str | None, contexts: list[str] | None, *, lenient: bool) -> RdfOptions:
    """Return how RDF is to be read."""
    from seedline.errors import InputError
    from seedline.ingest.rdf import RdfOptions

    given = {}
    for each in contexts or []:
        # The IRI may hold the sign too.
        iri, sign, file = each.rpartition("=")
        if not (iri and sign and file):
            raise InputError(f"--context is IRI=FILE, as https://schema.org/=schema.jsonld; found {each!r}")
        given[iri] = Path(file)
    return RdfOptions(base_iri, given, lenient)
