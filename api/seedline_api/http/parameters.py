"""Parameters that mean the same at every door."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.dependencies.models import Dependant
from pydantic import BeforeValidator, Field

from seedline.draw.drawing import PICTURES
from seedline.draw.figure.sheet import PARTS
from seedline.draw.figure.target import ALIASES
from seedline.errors import InputError
from seedline.i18n import LANGUAGES, words
from seedline.views.choice import Choice
from seedline.views.look import FOR, PAPERS, TABLES, TEXTS, THEMES, Look

Depth = Annotated[
    Annotated[int, Field(ge=0, le=100)] | None,
    # A form sends what was not filled in as nothing.
    BeforeValidator(lambda value: None if value == "" else value),
    Query(description="Steps to follow; all where not given."),
]


def _one_of(values: Iterable[str], description: str, **more: Any) -> Any:
    """Return a parameter whose values the API's description lists; the look refuses others with a sentence."""
    return Query(description=description, json_schema_extra={"enum": list(values)}, **more)


Theme = Annotated[str, _one_of(THEMES, "Colours of the picture.")]

Selection = Annotated[str, Query(max_length=2000, description="Things, as +CT.0921 status:achieved,country:VN")]
Excluded = Annotated[str, Query(max_length=2000, description="A selection to take away.")]
Start = Annotated[str, Query(alias="from", max_length=500, description="Code, identifier or IRI of the earlier thing.")]
End = Annotated[str, Query(alias="to", max_length=500, description="Code, identifier or IRI of the later thing.")]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a view's parameters ask for; every form understands all of them."""

    choice: Choice
    look: Look
    version: str | None
    form: str = ""


#: Names of an address that a page tells of as ignored, and signs of each.
_NAMES, _LONGEST = 8, 40


def ignored(request: Request, known: Collection[str] = ()) -> dict[str, Any]:
    """Return, for the page that is asked for, the names of its address that mean nothing to it: the first few, cut.

    Known are the parameters of its route, where they are not given.
    """
    known = known or set(_names(request.scope["route"].dependant))
    names = [name[:_LONGEST] for name in request.query_params if name not in known][:_NAMES]
    return {"ignored": names} if names else {}


def _names(dependant: Dependant) -> Iterator[str]:
    yield from (parameter.alias for parameter in dependant.query_params)
    for each in dependant.dependencies:
        yield from _names(each)


def in_a_language(request: Request) -> None:
    """Hold the language that an address asks for against those that there are; a regional variant is its language.

    Raises:
        InputError: it is none of them. English in its place would be taken for a page that was never translated.

    """
    lang = request.query_params.get("lang", "")
    if lang and lang.replace("_", "-").partition("-")[0].lower() not in LANGUAGES:
        raise InputError(f"lang={lang}: there are {', '.join(LANGUAGES)}")


def chosen(
    up: Depth = None,
    down: Depth = None,
    status: Annotated[
        str | None, Query(max_length=400, description="Follow steps of these statuses only, with commas between.")
    ] = None,
    relation: Annotated[
        str | None, Query(max_length=400, description="Follow steps of these relations only, with commas between.")
    ] = None,
    more: Annotated[
        str | None,
        Query(max_length=4000, description="Things of which one step further is shown, with commas between."),
    ] = None,
    basis: Annotated[
        str | None, Query(max_length=100, description="Follow steps that are stated, or inferred, only.")
    ] = None,
    source: Annotated[
        list[str] | None,
        Query(max_length=20, description="Only what these sources say, as booklet; with commas, or repeated."),
    ] = None,
    as_of: Annotated[
        str | None, Query(max_length=10, description="Only what had happened by the end of a date, as 2017-12.")
    ] = None,
    told_by: Annotated[
        str | None, Query(max_length=10, description="Only what had been told by the end of a date, as 2021-10.")
    ] = None,
) -> Choice:
    """Return which part of a lineage is asked for.

    Raises:
        InputError: a value is none of those that there are.

    """
    sources = ",".join(source or ())
    return Choice.of(up, down, status, relation, more, basis=basis, source=sources, as_of=as_of, told_by=told_by)


def wanted(
    choice: Annotated[Choice, Depends(chosen)],
    theme: Theme = "light",
    lang: Annotated[str, Query(max_length=20, description="en, fr or es.")] = "en",
    width: Annotated[int, Query(description="Width of a PNG in pixels.")] = 1600,
    paper: Annotated[str, _one_of(PAPERS, "Paper of a PDF.")] = "a4",
    table: Annotated[str, _one_of(TABLES, "Table of a CSV.")] = "steps",
    form: Annotated[str, _one_of(("", *PICTURES), "What the picture shows; the graph where nothing is said.")] = "",
    target: Annotated[
        str,
        _one_of(
            ("", *FOR, "strip", *ALIASES), "Where the picture will stand: poster where nothing is said.", alias="for"
        ),
    ] = "",
    parts: Annotated[
        str, Query(max_length=80, description=f"Parts of a picture for a target: {', '.join(PARTS)}, commas between.")
    ] = "",
    text: Annotated[str, _one_of(TEXTS, "Whether the words of an SVG are text or drawn.")] = "letters",
    page: Annotated[
        int, Query(ge=0, le=999, description="A page of a picture that is split where it is too high.")
    ] = 0,
    v: Annotated[
        str | None, Query(pattern=r"^\w{1,64}(\.\d{1,6})?$", description="Version of the data, or DATA.EDITION.")
    ] = None,
    accessed: Annotated[
        str, Query(max_length=10, description="The day that a citation says the view was seen; of its files, today.")
    ] = "",
    format: Annotated[
        str, Query(max_length=20, description="The form: svg, png, pdf … as the address's ending would say it.")
    ] = "",
) -> Wanted:
    """Return the parameters that mean the same in every form of a view.

    Raises:
        InputError: a value is none of those that there are.

    """
    picture, where = Look.picture_of(form, target)
    return Wanted(
        choice,
        Look(
            theme, words(lang).language, width, paper, table, where, Look.parts_of(parts), accessed, picture, text, page
        ).checked(),
        v,
        format,
    )
