"""Pictures, their other forms, and the pages around them."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from seedline.document.types import Document
from seedline.draw.drawing import svg
from seedline.draw.palette import darkening
from seedline.errors import NotFound
from seedline.formats.citation import Citation
from seedline.formats.forms import FORMS, every_form, split_ending, write
from seedline.formats.tables import Table, kind_words, tables
from seedline.narrative import notes
from seedline.narrative.phrases import speaking
from seedline.views.subject import Subject
from seedline.views.view import View
from seedline.vocabulary import RELATIONS, STATUSES
from seedline_api.current import Serving
from seedline_api.embeds import frame_code, image_code, oembed_link
from seedline_api.html import SAFE_HEADERS, render_page
from seedline_api.http.cache import Kept
from seedline_api.http.parameters import End, Excluded, Selection, Start, Wanted
from seedline_api.http.problems import problem
from seedline_api.view_requests import Asked, key_of, outdated, pinned, pins, sent, viewed

router = APIRouter(tags=["views"])
_CLOSED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
# The single file brings its script with it; its own policy, stricter, names that script by its hash.
_POLICIES = {
    "svg": "default-src 'none'; style-src 'unsafe-inline'",
    "html": f"{_CLOSED}; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
_DOWNLOADED = {"docx", "xlsx", "dossier.xlsx"}


@router.get("/view/lineage", summary="A lineage given by any IRI or identifier, as a page")
@router.get("/view/lineage/{identifier:path}", summary="A lineage as a page, or in the form of an ending")
def lineage(request: Request, asked: Asked, identifier: str = "", iri: str = "") -> Response:
    """Return the page of a lineage, or with an ending (``.svg``, ``.pdf``, ``.ttl`` …) that form of it."""
    name, ending = _named(identifier, iri)
    return _answer(request, Subject.asked(name), ending, asked)


@router.get("/view/component", summary="A whole component given by any IRI or identifier, as a page")
@router.get("/view/component/{identifier:path}", summary="A whole component as a page, or in the form of an ending")
def component(request: Request, asked: Asked, identifier: str = "", iri: str = "") -> Response:
    """Return the whole component that a thing stands in, its stages relative to all its seeds."""
    name, ending = _named(identifier, iri)
    return _answer(request, Subject.asked(name, component=True), ending, asked)


@router.get("/view/paths", summary="Everything between two things, as a page")
@router.get("/view/paths.{ending}", summary="Everything between two things, in the form of an ending")
def paths(request: Request, asked: Asked, start: Start = "", end: End = "", ending: str = "") -> Response:
    """Return every way from one thing to a later one, and all that stands on them; without ends, a form to ask."""
    if not (start or end or ending):
        return _choosing(request)
    return _answer(request, Subject.asked(start=start, end=end), ending, asked)


@router.get("/view", summary="The things that a selection names, as a page")
@router.get("/view.{ending}", summary="The things that a selection names, in the form of an ending")
def selection(
    request: Request, asked: Asked, select: Selection = "", exclude: Excluded = "", ending: str = ""
) -> Response:
    """Return the things that a selection names with the steps between them; without one, a form to ask."""
    if not (select or exclude or ending):
        return _choosing(request)
    return _answer(request, Subject.asked(select=select, exclude=exclude), ending, asked)


def _named(identifier: str, iri: str) -> tuple[str, str]:
    # An IRI keeps whatever it ends with; only an address can have an ending of ours.
    return split_ending(identifier) if identifier else (iri, "")


def _choosing(request: Request) -> Response:
    return render_page(request, "choose.html", asked=request.query_params)


def _answer(request: Request, subject: Subject, ending: str, asked: Wanted) -> Response:
    ending = ending or asked.form
    if ending and ending not in FORMS:
        raise NotFound(f"a view has no form .{ending}; it has {', '.join(f'.{name}' for name in FORMS)}")
    # A page is made anew while its edition is drawn; after that the single file that was kept stands for it.
    form = ending or "html"
    kept = pinned(request, subject, asked, form) if ending or outdated(asked) else None
    if kept is not None:
        return _sent(request, kept, form, str(asked.version), subject.name)
    view = viewed(request, subject, asked)
    if not ending:
        return _page(request, view)
    serving: Serving = request.app.state.serving
    made = serving.responses.get(("form", ending, *key_of(view)), lambda: write(view, ending))
    immutable = "." in (asked.version or "")
    return _sent(request, made, ending, view.version, view.name, immutable=immutable, links=links(view))


def _sent(
    request: Request, made: Kept, ending: str, version: str, name: str, *, immutable: bool = True, links: str = ""
) -> Response:
    how = "attachment" if ending in _DOWNLOADED else "inline"
    headers = {
        "Seedline-Version": version,
        # A pinned edition never changes; all else is asked for again, and mostly answered with 304.
        "Cache-Control": "public, max-age=31536000, immutable" if immutable else "no-cache",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Content-Security-Policy": _POLICIES.get(ending, "default-src 'none'"),
        "Content-Disposition": f'{how}; filename="{_file(name)}.{ending}"',
        **({"Link": links} if links else {}),
    }
    return sent(request, made, FORMS[ending].media, headers)


@router.post("/pin", summary="Keep the bytes of a view for a citation")
def pin(
    request: Request, asked: Asked, thing: str = "", component: bool = False, select: Selection = "",
    exclude: Excluded = "", start: Start = "", end: End = "",
) -> Response:  # fmt: skip
    """Keep every form of a view as it is now, so that its pinned address gives the same bytes for good.

    Asked by our own pages alone: what other sites make a browser send is refused.
    """
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return problem(403, "Refused", "only a page of this server can ask to keep a view")
    subject = Subject.asked(thing, component=component, select=select, exclude=exclude, start=start, end=end)
    view = viewed(request, subject, asked)
    pins(request).keep(view.version, view.local_address, lambda: every_form(view))
    return RedirectResponse(f"{view.pinned}#cite", status_code=303, headers={"Cache-Control": "no-store"})


def _page(request: Request, view: View) -> Response:
    serving: Serving = request.app.state.serving
    document = view.document

    site = serving.settings.absolute("")
    kept = (
        "yes"
        if view.version in pins(request).editions(view.local_address)
        else "no"
        if pins(request).writable()
        else ""
    )

    def make() -> bytes:
        anchors = _anchors(document)

        def anchor(iri: str) -> str:
            return anchors.get(iri, "graph")

        picture = svg(
            document, theme=view.look.theme, lang=view.look.lang, link=lambda iri: f"#{anchor(iri)}", more=view.opened
        )
        with speaking(view.look.lang):
            story, dates, title = notes.story(view.facts), notes.dates(view.facts), notes.title(view.facts)
        focus = document.focused
        deeper = replace(view, choice=replace(view.choice, down=(view.choice.down or 0) + 1))
        cited = Citation.of(view)
        page = render_page(
            request,
            "lineage.html",
            view=view,
            document=document,
            picture=picture,
            labels={node.iri: node.label for node in document.nodes},
            anchor=anchor,
            beyond=view.facts.beyond,
            darkening=darkening() if view.look.theme == "light" else "",
            kind_words=kind_words,
            forms=FORMS.values(),
            tables=[_filled(table) for table in tables(view) if table.key != "places"],
            kept=kept,
            keeping=_keeping(view),
            heading=focus.label if focus and view.kind == "lineage" else title,
            focus=focus,
            tokens={"status": STATUSES, "relation": RELATIONS},
            asked=dict(view.query),
            title=cited.title,
            cited=cited,
            story=story,
            dates=dates,
            deeper=deeper.link(),
            frame=frame_code(view),
            image=image_code(view),
            oembed=lambda form: oembed_link(view, site, form),
        )
        return bytes(page.body)

    made = serving.responses.get(("page", kept, *key_of(view)), make)
    # The words and scripts around a picture change with the server, whatever edition draws it.
    headers = {"Seedline-Version": view.version, "Cache-Control": "no-cache", "Link": links(view)}
    return sent(request, made, "text/html; charset=utf-8", {**SAFE_HEADERS, **headers})


def links(view: View) -> str:
    """Return the Link header that names every form of a view (RFC 8288)."""
    return ", ".join(
        f'<{view.link(form.ending)}>; rel="alternate"; type="{form.media.split(";")[0]}"' for form in FORMS.values()
    )


def _file(name: str) -> str:
    kept = "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in name)
    return kept.encode("ascii", "replace").decode().replace("?", "-")[:80]


def _filled(table: Table) -> Table:
    """Return a table without the columns that no row fills; its last stays, which says what a row is about."""
    last = len(table.header) - 1
    kept = [place for place in range(last + 1) if place == last or any(row[place] for row in table.rows)]
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return Table(table.key, table.title, tuple(table.header[place] for place in kept), rows)


def _anchors(document: Document) -> dict[str, str]:
    """Return the fragment of each node's and step's own section on the page."""
    found: dict[str, str] = {}
    for name, iris in (("node", (n.iri for n in document.nodes)), ("step", (s.iri for s in document.steps))):
        for index, iri in enumerate(iris):
            found.setdefault(iri, f"{name}-{index}")
    return found


def _keeping(view: View) -> str:
    """Return the query by which a view is asked to be kept."""
    thing = {"thing": view.name} if view.kind in {"lineage", "component"} else {}
    component = {"component": "1"} if view.kind == "component" else {}
    return view.parameters(**thing, **component, v=view.document.version)
