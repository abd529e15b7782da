"""``make gallery``: the same lineages as we draw them and as others lay them out, side by side for docs/gallery.md.

pyvis is drawn as it is shipped, with its hierarchical layout. dbt-docs lays out with dagre from left to right and
curves its edges, Marquez with ELK's layered algorithm and right angles; both write a name in each box and nothing on
the edges. Their layouts are theirs, computed by their own libraries in the same browser; the boxes are drawn plainly here.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from seedline.document.types import Document
from seedline.draw.drawing import svg
from seedline.pipeline import build
from seedline.views.tracer import Tracer
from tests.bench.views import FLAGS, packages, pyvis_page
from tests.conftest import ROOT
from tests.render.gallery import synthetic

Json = dict[str, Any]
IMAGES = ROOT / "docs" / "images"
WIDE = 1000
_BOX = (170, 40)
_DAGRE = """([nodes, edges, box]) => {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 10, ranksep: 200, edgesep: 30 });
  for (const node of nodes) graph.setNode(node.iri, { width: box[0], height: box[1] });
  for (const edge of edges) graph.setEdge(edge.from, edge.to, {}, edge.iri);
  dagre.layout(graph);
  return { boxes: nodes.map(n => { const p = graph.node(n.iri); return [p.x - box[0] / 2, p.y - box[1] / 2, n.label]; }),
           lines: graph.edges().map(e => graph.edge(e).points.map(p => [p.x, p.y])) };
}"""
_ELK = """async ([nodes, edges, box]) => {
  const made = await new ELK().layout({ id: 'root',
    layoutOptions: { 'elk.algorithm': 'layered', 'elk.direction': 'RIGHT', 'elk.edgeRouting': 'ORTHOGONAL',
                     'elk.layered.spacing.nodeNodeBetweenLayers': '100' },
    children: nodes.map(n => ({ id: n.iri, width: box[0], height: box[1] })),
    edges: edges.map(e => ({ id: e.iri, sources: [e.from], targets: [e.to] })) });
  const names = new Map(nodes.map(n => [n.iri, n.label]));
  return { boxes: made.children.map(c => [c.x, c.y, names.get(c.id)]),
           lines: made.edges.flatMap(e => e.sections.map(s => [s.startPoint, ...(s.bendPoints ?? []), s.endPoint]
             .map(p => [p.x, p.y]))) };
}"""
_STYLES = {
    "dbt": {
        "ground": "#ffffff",
        "box": "#0094b3",
        "edge": "none",
        "text": "#ffffff",
        "line": "#027599",
        "curved": True,
    },
    "marquez": {
        "ground": "#191f26",
        "box": "#22282f",
        "edge": "#71ddbf",
        "text": "#ffffff",
        "line": "#5c6670",
        "curved": False,
    },
}


def plain(made: Json, style: Json) -> str:
    """Return boxes and lines as a plain SVG in colours like those of the program that lays out so."""
    wide, high = _BOX
    xs = [x for x, _, _ in made["boxes"]]
    ys = [y for _, y, _ in made["boxes"]]
    left, top = min(xs) - 20, min(ys) - 20
    width, height = max(xs) - left + wide + 20, max(ys) - top + high + 20
    lines = "".join(
        f'<path d="{_line(points, curved=style["curved"])}" fill="none" stroke="{style["line"]}" stroke-width="2" marker-end="url(#a)"/>'
        for points in made["lines"]
    )
    boxes = "".join(
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{wide}" height="{high}" rx="5" fill="{style["box"]}" stroke="{style["edge"]}"/>'
        f'<text x="{x + wide / 2:.0f}" y="{y + 24:.0f}" text-anchor="middle" font-size="12" fill="{style["text"]}">{escape(_short(name))}</text>'
        for x, y, name in made["boxes"]
    )
    arrow = f'<marker id="a" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto"><path d="M0 0L8 4L0 8Z" fill="{style["line"]}"/></marker>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}" width="{WIDE}" '
        f'font-family="sans-serif"><defs>{arrow}</defs>{lines}{boxes}</svg>'
    )


def _line(points: list[list[float]], *, curved: bool) -> str:
    start = f"M{points[0][0]:.0f} {points[0][1]:.0f}"
    if not curved:
        return start + "".join(f"L{x:.0f} {y:.0f}" for x, y in points[1:])
    found = start
    for (ax, ay), (bx, by) in pairwise(points):
        found += f"C{(ax + bx) / 2:.0f} {ay:.0f} {(ax + bx) / 2:.0f} {by:.0f} {bx:.0f} {by:.0f}"
    return found


def _short(name: str) -> str:
    return name if len(name) <= 26 else name[:25] + "…"


def shown(tracer: Tracer) -> dict[str, Document]:
    """Return the lineages of the gallery by the name of their files: one of what is shipped, and a made-up one."""
    return {"CT.0921": tracer.lineage("CT.0921"), "made-up-30": Document.of_json(synthetic(30))}


def ours(name: str, document: Document) -> dict[str, str]:
    """Return our pictures of a lineage by the name of their files."""
    forms = {f"{name}-{form}.svg": svg(document, form=form, target="page") for form in ("strip", "timeline")}
    return {f"{name}.svg": svg(document), **forms}


def main() -> None:
    """Write docs/images/NAME.svg, NAME-{strip,timeline}.svg, ours, and NAME-{pyvis,dbt,marquez}.png."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None or shutil.which("npm") is None:
        sys.exit("the gallery needs chromium and npm")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        scripts = packages(folder)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for key, told in shown(Tracer.of(build([], home=folder / "home"))).items():
            for file, picture in ours(key, told).items():
                (IMAGES / file).write_text(picture, "utf-8")
            document = told.json()
            _pyvis(browser, document, folder, IMAGES / f"{key}-pyvis.png")
            for other, script, layout in (
                ("dbt", scripts / "@dagrejs" / "dagre" / "dist" / "dagre.min.js", _DAGRE),
                ("marquez", scripts / "elkjs" / "lib" / "elk.bundled.js", _ELK),
            ):
                page = browser.new_page()
                page.set_content("<!doctype html><title>x</title><body></body>")
                page.add_script_tag(path=str(script))
                made = page.evaluate(layout, [document["nodes"], document["edges"], list(_BOX)])
                page.close()
                _take(browser, plain(made, _STYLES[other]), IMAGES / f"{key}-{other}.png", _STYLES[other]["ground"])
        browser.close()
    for file in sorted(IMAGES.glob("*-*.png")):
        print(f"{file.stat().st_size / 1000:6.0f} kB  {file.relative_to(ROOT)}")


def _take(browser: Any, picture: str, file: Path, ground: str = "#ffffff") -> None:
    page = browser.new_page(viewport={"width": WIDE, "height": 400})
    page.set_content(f'<!doctype html><title>x</title><body style="margin:0;background:{ground}">{picture}</body>')
    page.locator("svg").first.screenshot(path=str(file))
    page.close()


def _pyvis(browser: Any, document: Json, folder: Path, file: Path) -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 720})
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    page.goto(pyvis_page(document, folder).as_uri())
    page.wait_for_timeout(4000)
    page.evaluate("network.fit({animation: false})")
    page.wait_for_timeout(500)
    page.locator("#mynetwork").screenshot(path=str(file))
    page.close()


if __name__ == "__main__":
    main()
