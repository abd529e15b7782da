"""One HTML file that holds everything: the picture, a graph that can be moved, and the tables.

pyvis lists nodes and edges for vis-network, with the positions of our node-link diagram and physics off. The page
is ours: pyvis's own template asks other hosts for styles and runs what stands in a heading, a colour or an identifier.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from seedline.document.types import Document
from seedline.draw import node_link
from seedline.draw.figure.ink import INKS, Ink, darkening
from seedline.draw.figure.signs import pen, stroke_of
from seedline.draw.figure.wording import Wording
from seedline.formats.brief import Brief
from seedline.formats.tables import place_words
from seedline.i18n import Words

_TEMPLATES = Path(__file__).parent / "templates"
_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "interaction": {
        "dragNodes": False,
        "hover": True,
        "keyboard": {"enabled": True, "bindToWindow": False},
        "multiselect": False,
    },
    "layout": {"improvedLayout": False},
}


@dataclass(frozen=True, slots=True)
class Page:
    """What stands around the graph, as plain text."""

    title: str
    heading: str
    lead: str
    lang: str
    caption: str
    tables: tuple[Brief, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def single_file(
    page: Page, document: Document, picture: str, sheets: Sequence[str], say: Words, look: str = "light"
) -> str:
    """Return a page that needs nothing but itself: it asks no host for anything, and its policy forbids it to.

    On paper ``sheets`` take the place of the picture for a screen.
    Every script is named by its hash in the page's Content Security Policy; words are data, set as text.
    A light page is dark for who reads in the dark.
    """
    import jinja2
    from markupsafe import Markup

    inks = {"light": INKS[look], "dark": INKS["dark" if look == "light" else look]}
    items, data = _graph(document, say, inks)
    scripts = [_vis(), (_TEMPLATES / "single.js").read_text(encoding="utf-8")]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("single.html").render(
        page=page,
        say=say,
        inks=inks,
        scheme="light dark" if look == "light" else "dark" if look == "dark" else "light",
        darkening=Markup(darkening()) if look == "light" else "",  # noqa: S704 - colours of ours
        picture=Markup(picture),  # noqa: S704 - made by our own drawing, which escapes every string
        sheets=[Markup(sheet) for sheet in sheets],  # noqa: S704 - as is the picture
        items=[{"id": key, "name": item["name"]} for key, item in items.items()],
        data=Markup(_inert(data)),  # noqa: S704 - no letter that ends a script is left in it
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - vis-network and our own script
        script_hashes=[f"'sha256-{_hash(script)}'" for script in scripts],
    )


@cache
def _vis() -> str:
    """Return vis-network as the installed pyvis package carries it, without the address of its source map."""
    from importlib.util import find_spec

    spec = find_spec("pyvis")
    assert spec and spec.submodule_search_locations
    folder = Path(next(iter(spec.submodule_search_locations))) / "lib"
    script = max(folder.glob("vis-*/vis-network.min.js")).read_text(encoding="utf-8")
    # Not splitlines(): the script holds line separators of Unicode inside its strings.
    text = "\n".join(line for line in script.split("\n") if not line.startswith("//# sourceMappingURL"))
    assert "</script" not in text.lower()
    return text


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _inert(data: object) -> str:
    """Return JSON in which nothing can end the script element that holds it.

    >>> _inert("</script><!--")
    '"\\\\u003c/script\\\\u003e\\\\u003c!--"'
    """
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _graph(document: Document, say: Words, inks: dict[str, Ink]) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """Return what can be chosen, and what vis-network draws: in light colours, with those for the dark beside them."""
    from pyvis.network import Network

    made = node_link.node_link(document, say)
    words = Wording(document, say)
    labels = {node.iri: node.label for node in document.nodes}
    network = Network(directed=True, notebook=False)
    items: dict[str, dict[str, Any]] = {}
    names = {iri: f"n{number}" for number, iri in enumerate(made.places)}
    for iri, placed in made.places.items():
        node, name = placed.node, names[iri]
        network.add_node(
            name,
            label="\n".join(placed.lines),
            x=round(placed.x, 1),
            y=round(placed.y, 1),
            shape="box",
            physics=False,
            widthConstraint={"minimum": node_link.WIDTH - 20, "maximum": node_link.WIDTH - 20},
            heightConstraint={"minimum": round(placed.height - 12)},
            scaling={"label": {"drawThreshold": 3}},
            borderWidth=3 if iri == document.focus else 1,
            shapeProperties={"borderDashes": [4, 3] if node.kind == "placeholder" else False},
            group="seed" if node.stage == "seed" else "card",
        )
        said = words.told(node, [step for step in document.steps if step.later == iri], labels)
        items[name] = {"name": node.label, "facts": _facts(said, node.summary or "")}
    for number, course in enumerate(made.courses):
        step, name = course.step, f"e{number}"
        _course(network, name, course, inks)
        reached = f"{labels[step.earlier]} {words.verb(step)} {labels[step.later]}"
        said = say.pair(reached, say.token("status", step.status))
        facts = _facts(said, step.summary or "", place_words(step.evidence, say))
        ends = [names[step.earlier], names[step.later]]
        items[name] = {"name": f"{labels[step.earlier]} → {labels[step.later]}", "facts": facts, "ends": ends}
    nodes, edges, *_ = network.get_network_data()
    data = {"nodes": nodes, "edges": edges, "options": _OPTIONS, "items": items}
    lanes = [
        {"name": say.token("stage", lane.stage), "x": lane.x, "width": lane.width, "height": made.height}
        for lane in made.lanes
    ]
    focus = names.get(document.focus or "", "n0")
    return items, {**data, "focus": focus, "lanes": lanes, "inks": {name: _colours(ink) for name, ink in inks.items()}}


def _colours(ink: Ink) -> dict[str, str]:
    """Return the colours of what has no step of its own."""
    return {
        "ground": ink.ground, "lane": ink.frame, "ink": ink.ink, "second": ink.second, "card": ink.card,
        "edge": ink.edge, "seed": ink.seed, "seedInk": ink.seed_ink,
    }  # fmt: skip


def _course(network: Any, name: str, course: node_link.Course, inks: dict[str, Ink]) -> None:
    """Add a step along its line, bend by bend."""
    stroke = stroke_of(course.step.status)
    drawn = pen(stroke, inks["light"], 1.6)
    dash = str(drawn["stroke_dasharray"] or "")
    stops = [f"w{name[1:]}.{part}" for part in range(len(course.points))]
    for stop, (x, y) in zip(stops, course.points, strict=True):
        # A bend has a place and no size, so that nobody sees or takes hold of it.
        network.add_node(
            stop, label=" ", x=round(x, 1), y=round(y, 1), shape="dot", size=0, physics=False, chosen=False
        )
    for part, (start, end) in enumerate(pairwise(stops)):
        level = abs(course.points[part][1] - course.points[part + 1][1]) < 0.1
        network.add_edge(
            start, end,
            id=f"{name}.{part}",
            label=" ",
            arrows={"to": {"enabled": part == len(stops) - 2, "scaleFactor": 0.6}},
            physics=False,
            width=1.6,
            dashes=[max(1, round(float(length))) for length in dash.split()] if dash else False,
            colours={theme: str(pen(stroke, ink, 1.6)["stroke"]) for theme, ink in inks.items()},
            smooth={"enabled": not level, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5},
        )  # fmt: skip


def _facts(said: str, summary: str, *places: str) -> list[list[str]]:
    return [["·", text] for text in (said, summary, *places) if text]
