"""Views in every form, and the pages around them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from seedline.document.claims import mood_of
from seedline.document.types import Document
from seedline.draw.figure.grouping import plan
from seedline.draw.figure.ink import darkening
from seedline.errors import InputError, SelectionTooLarge
from seedline.formats.brief import brief
from seedline.formats.citation import Citation
from seedline.formats.forms import FORMS, every_form, write
from seedline.formats.tables import kind_words, tables
from seedline.narrative import notes
from seedline.narrative.sentence import beyond_told, carrier_named, relation_told
from seedline.views.choice import Choice
from seedline.views.request import ViewRequest
from seedline.views.view import View
from seedline.vocabulary import RELATIONS, STATUSES
from seedline_api.rendering import results
from seedline_api.rendering.comparing import Comparison, Row
from seedline_api.rendering.frames import frame_code, image_code, oembed_link
from seedline_api.rendering.seed_rows import seed_row, status_text
from seedline_api.rendering.things import Things

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Made, Renderer


def form(renderer: Renderer, asked: ViewRequest, ending: str) -> Made:
    """Return a view in the form of an ending."""
    view = renderer.view(asked)
    return write(view, ending), {"Seedline-Version": view.version, "Link": links(view), "Name": view.name}


def forms(renderer: Renderer, asked: ViewRequest) -> Made:
    """Return a view in every form, one after the other; ``Forms`` says which, and how long each is."""
    # What is about to be kept says so itself.
    view = replace(renderer.view(asked), kept=True)
    made = every_form(view)
    sizes = json.dumps({ending: len(body) for ending, body in made.items()})
    told = {"Forms": sizes, "Address": view.local_address, "Pinned": view.pinned.removeprefix(renderer.site.root)}
    return b"".join(made.values()), {**told, "Seedline-Version": view.version}


def page(renderer: Renderer, asked: ViewRequest, may_keep: bool, since: int) -> Made:
    """Return the page of a view; ``may_keep`` says whether who asks may have it kept, ``since`` when one was last."""
    try:
        view = renderer.view(asked)
    except SelectionTooLarge:
        return results.page(renderer, asked)
    document = view.document
    kept = "yes" if view.kept else "no" if may_keep and renderer.pins.writable() else ""
    anchors = _anchors(document)

    def anchor(iri: str) -> str:
        return anchors.get(iri, "graph")

    picture = view.picture(
        form="graph",
        target="page",
        parts=("graph", "legend"),
        link=lambda iri: f"#{anchor(iri)}",
        more=lambda iri: renderer.site.own(view.opened(iri)),
    )
    told = _story(view, renderer, anchor)
    story, dates, title = (
        notes.story(view.document, view.words),
        notes.dates(view.document, view.words),
        notes.title(view.document, view.words),
    )
    focus = document.focused
    deeper = replace(view, choice=replace(view.choice, down=(view.choice.down or 0) + 1))
    cited = Citation.of(view)
    body = renderer.site.page(
        "lineage.html",
        lang=asked.look.lang,
        at=view.link().removeprefix(renderer.site.root),
        view=view,
        document=document,
        picture=picture,
        # Printing does not wait for what is asked for then, so that it stands in the page.
        on_paper=view.pages(
            form="graph",
            target="sheet",
            theme="print",
            parts=("graph", "legend"),
            link=lambda iri: f"#{anchor(iri)}",
            prefix="paper-",
        ),
        **told,
        plan=plan(document, view.words, most=150, rows=150, marks=True),
        labels={node.iri: node.label for node in document.nodes},
        anchor=anchor,
        relation_told=relation_told,
        carrier_named=carrier_named,
        beyond_told=beyond_told,
        beyond=Counter(document.omitted.ends),
        darkening=darkening() if view.look.theme == "light" else "",
        kind_words=kind_words,
        forms=FORMS.values(),
        tables=[brief(table, view.words) for table in tables(view) if table.key != "places"],
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
        frame=frame_code(view, picture=picture if view.look.form == "graph" else ""),
        image=image_code(view),
        oembed=lambda form: oembed_link(view, renderer.site.root, form),
        facts=_facts(renderer, view),
        mood_of=mood_of,
        status_text=status_text,
        **_said(renderer, view),
    )
    return body, {"Seedline-Version": view.version, "Link": links(view)}


def _story(view: View, renderer: Renderer, anchor: Callable[[str], str]) -> dict[str, object]:
    """Return the strip of a lineage for a page and for a phone, and the picture that previews of links show."""
    try:
        strips = {
            place: view.picture(
                form="strip", target=place, parts=("graph",), link=lambda iri: f"#{anchor(iri)}", prefix=f"{place}-"
            )
            for place in ("page", "phone")
        }
    except InputError:
        return {"strips": {}, "preview": renderer.site.preview(view.link("png")), "strip": "", "previewed": None}
    card = view.with_look(form="strip", target="card")
    return {
        "strips": strips,
        "strip": view.with_look(form="strip", target="wide"),
        "preview": renderer.site.preview(card.link("png", width="1600")),
        "previewed": (1600, 840),
    }


#: What the panel says of a seed's lineage before somebody chooses in it: rows of a comparison.
_FACTS = ("seed", "followOn", "carried", "timing", "voice")


def _facts(renderer: Renderer, view: View) -> list[Row]:
    """Return the facts that stand in the panel while nothing is chosen, of the lineage of a seed as it is shown."""
    focus = view.document.focused
    if view.kind != "lineage" or not focus or focus.kind != "seedProject":
        return []
    tracer = renderer.tracer_of(view.document.version)
    return Comparison(tracer, view.words, [seed_row(view.document)]).rows(_FACTS)


_QUERY = """SELECT ?step ?earlier ?relation ?later ?status {{
  ?step sl:from ?earlier ; sl:to ?later ; sl:relation ?relation .
  ?earlier sl:memberOf <{focus}> . ?later sl:memberOf <{focus}> .
  OPTIONAL {{ ?step sl:latestStatus ?status }}
}} ORDER BY ?step"""


def _said(renderer: Renderer, view: View) -> dict[str, object]:
    """Return all that is said of the things of a whole lineage, and the query that gives its steps; of a part neither.

    What a choice of sources, dates or steps shows is told in its tables; statements about it are not chosen so.
    """
    document = view.document
    if view.kind != "lineage" or not document.focus or view.choice != Choice():
        return {"said": (), "behind": ""}
    tracer = renderer.tracer_of(document.version)
    things = Things(tracer.network, tracer.details, view.words)
    order = sorted(document.nodes, key=lambda node: node.iri != document.focus)
    behind = _QUERY.format(focus=document.focus)
    return {"said": things.said_of([node.iri for node in order if node.kind != "sharedInstrument"]), "behind": behind}


def links(view: View) -> str:
    """Return the Link header that names every form of a view (RFC 8288)."""
    return ", ".join(
        f'<{view.link(form.ending)}>; rel="alternate"; type="{form.media.split(";")[0]}"' for form in FORMS.values()
    )


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
