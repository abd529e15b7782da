"""One HTML file that holds everything: the picture, a graph that can be moved, and the tables.

pyvis lists the nodes and edges for vis-network, with the picture's own positions and physics off. The page is ours:
pyvis's own template asks other hosts for styles and runs what stands in a heading, a colour or an identifier.
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

from seedline.document.facts import Lineage
from seedline.draw import cards, labels
from seedline.draw.folding import fold
from seedline.draw.palette import Theme, theme
from seedline.draw.scene import PlacedStep, Scene, scene
from seedline.draw.shapes import stroke
from seedline.i18n import Words
from seedline.narrative.phrases import place, speaking

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
class PageTable:
    """A table of the page; ``key`` names its rows."""

    key: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What stands around the graph, as plain text."""

    title: str
    heading: str
    lead: str
    lang: str
    caption: str
    tables: tuple[PageTable, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def single_file(page: Page, lineage: Lineage, picture: str, say: Words, look: str = "light") -> str:
    """Return a page that needs nothing but itself: it asks no host for anything, and its policy forbids it to.

    Every script is named by its hash in the page's Content Security Policy; words are data, set as text.
    """
    import jinja2
    from markupsafe import Markup

    with speaking(say.language):
        items, data = _graph(lineage, theme(look))
    scripts = [_vis(), (_TEMPLATES / "single.js").read_text(encoding="utf-8")]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("single.html").render(
        page=page,
        say=say,
        look=theme(look),
        scheme="dark" if look == "dark" else "light",
        picture=Markup(picture),  # noqa: S704 - made by our own drawing, which escapes every string
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


def _graph(lineage: Lineage, look: Theme) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """Return what can be chosen, and what vis-network draws."""
    from pyvis.network import Network

    made = scene(fold(lineage).lineage)
    network = Network(directed=True, notebook=False)
    items: dict[str, dict[str, Any]] = {}
    names = {placed.card.node.iri: f"n{number}" for number, placed in enumerate(made.cards)}
    for number, placed in enumerate(made.cards):
        node = placed.card.node
        line, fill = look.kind(node.kind)
        network.add_node(
            f"n{number}",
            label="\n".join([placed.card.heading.text, *(part.text for part in placed.card.lines)]),
            x=round(placed.x + cards.WIDTH / 2, 1),
            y=round(placed.y + placed.card.height / 2, 1),
            shape="box",
            physics=False,
            color={"border": line, "background": fill, "highlight": {"border": look.ink, "background": fill}},
            font={"color": look.ink, "size": 12, "face": "Noto Sans, sans-serif", "align": "left", "multi": False},
            widthConstraint={"minimum": cards.WIDTH - 20, "maximum": cards.WIDTH - 20},
            scaling={"label": {"drawThreshold": 3}},
            borderWidth=3 if node.iri == lineage.focus else 1,
            shapeProperties={"borderDashes": [4, 3] if node.kind == "placeholder" else False},
        )
        items[f"n{number}"] = {"name": node.label, "facts": _facts(cards.sentence(node, placed.money), node.summary)}
    for number, (name, ends) in enumerate(_edges(made, names, network, look)):
        step = made.steps[number].step
        earlier, later = made.lineage.node(step.earlier), made.lineage.node(step.later)
        assert earlier is not None and later is not None
        said = labels.sentence(step, earlier, later, made.steps[number].money)
        facts = _facts(said, step.summary, *map(place, step.places))
        items[name] = {"name": f"{earlier.label} → {later.label}", "facts": facts, "ends": ends}
    nodes, edges, *_ = network.get_network_data()
    return items, {"nodes": nodes, "edges": edges, "options": _OPTIONS, "items": items}


def _edges(made: Scene, names: dict[str, str], network: Any, look: Theme) -> list[tuple[str, list[str]]]:
    """Add every step along the picture's own line, bend by bend; return the steps' names and what they join."""
    found = []
    for number, placed in enumerate(made.steps):
        name, drawn = f"e{number}", stroke(placed.step.status, look)
        colour, dash = str(drawn["stroke"]), str(drawn["stroke_dasharray"] or "")
        points = placed.points if placed.direction != "left" else placed.points[::-1]
        stops = [f"w{number}.{part}" for part in range(len(points))]
        for stop, (x, y) in zip(stops, points, strict=True):
            # A bend has a place and no size, so that nobody sees or takes hold of it.
            network.add_node(stop, label=" ", x=round(x, 1), y=round(y, 1), shape="dot", size=0, physics=False,
                             chosen=False, color=colour)  # fmt: skip
        level, below = _level(points), round(placed.label.height / 2 - placed.label.rise, 1)
        for part, (start, end) in enumerate(pairwise(stops)):
            network.add_edge(
                start, end,
                id=f"{name}.{part}",
                label=_told(placed) if part == level else " ",
                arrows={"to": {"enabled": part == len(stops) - 2, "scaleFactor": 0.6}},
                physics=False,
                width=drawn["stroke_width"],
                dashes=[max(1, round(float(length))) for length in dash.split()] if dash else False,
                color={"color": colour, "highlight": look.ink, "hover": look.ink},
                font={"color": look.ink, "size": 10.5, "face": "Noto Sans, sans-serif", "strokeColor": look.canvas,
                      "strokeWidth": 3, "multi": False, "vadjust": 0 if placed.direction == "down" else below},
                scaling={"label": {"drawThreshold": 3}},
                smooth={"enabled": part != level, "type": "cubicBezier", "forceDirection": "horizontal",
                        "roundness": 0.5},
            )  # fmt: skip
        found.append((name, [names[placed.step.earlier], names[placed.step.later]]))
    return found


def _level(points: Sequence[tuple[float, float]]) -> int:
    """Return which part of a line is level and longest: its label stands there, as in the picture."""
    spans = [abs(end[0] - start[0]) if abs(start[1] - end[1]) < 0.1 else 0.0 for start, end in pairwise(points)]
    return spans.index(max(spans))


def _told(placed: PlacedStep) -> str:
    return "\n".join(line.text for line in (*placed.label.above, *placed.label.below))


def _facts(said: str, summary: str, *places: str) -> list[list[str]]:
    return [["·", text] for text in (said, summary, *places) if text]
