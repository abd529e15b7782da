"""``make bench-views``: our picture beside pyvis and ELK on the same lineages, with the goals.

Times are medians of warm runs. pyvis is drawn as it is shipped, its hierarchical layout in a headless Chromium until it
stands still; ELK lays out with its layered algorithm, which Marquez uses, in the same browser. Crossings are of the
lines as each draws them.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from seedline.document.types import Document
from seedline.draw.drawing import svg
from seedline.draw.figure.fitting import figure
from seedline.draw.figure.target import TARGETS
from seedline.draw.node_link import WIDTH
from seedline.i18n import words
from tests.conftest import ROOT
from tests.render.documents import ct0921
from tests.render.gallery import synthetic

Json = dict[str, Any]
Point = tuple[float, float]
GOALS = {30: 15.0, 150: 60.0, 3000: 3000.0}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


def median(run: Callable[[], object], times: int) -> float:
    """Return the median time of warm runs in milliseconds."""
    run()
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        found.append((time.perf_counter() - begun) * 1000)
    return statistics.median(found)


def processor(run: Callable[[], object], times: int) -> float:
    """Return the median processor time of warm runs in milliseconds: other work on the machine adds nothing to it."""
    found = []
    for _ in range(times):
        begun = time.process_time()
        run()
        found.append((time.process_time() - begun) * 1000)
    return statistics.median(found)


def crossings(lines: list[list[Point]]) -> int:
    """Return how often lines cross, not counting where they share an end."""
    segments = [(number, a, b) for number, line in enumerate(lines) for a, b in pairwise(line)]
    return sum(
        1
        for (one, a, b), (other, c, d) in combinations(segments, 2)
        if one != other and not {a, b} & {c, d} and _cross(a, b, c, d)
    )


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def pyvis_page(document: Json, folder: Path) -> Path:
    """Return the page that pyvis makes of a lineage with its hierarchical layout, scripts inline."""
    from pyvis.network import Network

    net = Network(height="900px", width="1400px", directed=True, layout=True, cdn_resources="in_line")
    for node in document["nodes"]:
        net.add_node(node["iri"], label=node["label"], level=_level(node))
    for edge in document["edges"]:
        net.add_edge(edge["from"], edge["to"], label=edge["relation"])
    page = folder / "pyvis.html"
    page.write_text(net.generate_html(notebook=False), encoding="utf-8")
    return page


def _level(node: Json) -> int:
    return ("before", "seed", "produced", "followed", "carried on").index(node["stage"])


def in_pyvis(browser: Any, document: Json, folder: Path) -> tuple[float, int]:
    """Return the milliseconds until pyvis' picture stands, and its crossings."""
    page = browser.new_page(viewport={"width": 1400, "height": 950})
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    file = pyvis_page(document, folder)
    begun = time.perf_counter()
    page.goto(file.as_uri())
    page.evaluate(
        "() => new Promise(done => { let n = 0; const go = () => { if (typeof network === 'undefined') return setTimeout(go, 10);"
        "network.once('afterDrawing', done); network.once('stabilized', done); network.redraw(); setTimeout(done, 20000) };"
        "go() })"
    )
    took = (time.perf_counter() - begun) * 1000
    places = page.evaluate("network.getPositions()")
    page.close()
    lines = [
        [(places[e[end]]["x"], places[e[end]]["y"]) for end in ("from", "to")]
        for e in document["edges"]
        if e["from"] in places and e["to"] in places
    ]
    return took, crossings(lines)


def in_elk(browser: Any, document: Json, script: Path) -> tuple[float, int]:
    """Return the milliseconds of ELK's layered layout, and the crossings of its lines."""
    page = browser.new_page(viewport={"width": 1400, "height": 950})
    page.set_content("<!doctype html><title>x</title><body></body>")
    page.add_script_tag(path=str(script))
    graph = {
        "id": "root",
        "layoutOptions": {"elk.algorithm": "layered", "elk.direction": "RIGHT"},
        "children": [
            {"id": n["iri"], "width": WIDTH, "height": 90, "labels": [{"text": n["label"]}]} for n in document["nodes"]
        ],
        "edges": [{"id": e["iri"], "sources": [e["from"]], "targets": [e["to"]]} for e in document["edges"]],
    }
    took, made = page.evaluate(
        "async graph => { const elk = new ELK(); await elk.layout(JSON.parse(JSON.stringify(graph)));"
        "const t = performance.now(); const made = await elk.layout(graph); return [performance.now() - t, made] }",
        graph,
    )
    lines = []
    for edge in made["edges"]:
        section = edge["sections"][0]
        points = [section["startPoint"], *section.get("bendPoints", []), section["endPoint"]]
        lines.append([(point["x"], point["y"]) for point in points])
    page.close()
    return float(took), crossings(lines)


def ours(document: Json) -> tuple[float, float, int, int]:
    """Return the server and processor time of our SVG in milliseconds, its bytes, and the crossings of its lines."""
    times = 3 if len(document["nodes"]) > 500 else 25

    def drawn() -> str:
        return svg(document, target="page")

    took, worked = median(drawn, times), processor(drawn, times)
    layout = figure(Document.of_json(document), words("en"), TARGETS["page"]).layout
    return took, worked, len(drawn().encode()), crossings([list(wire.points) for wire in layout.wires])


def interactive(browser: Any, folder: Path) -> float:
    """Return the median milliseconds until the page of CT.0921 answers to the keyboard."""
    from tests.conftest import Server

    home = folder / "home"
    subprocess.run([sys.executable, "-c", "from seedline_api.cli import main; main()", "build", "-q", "--home", str(home)],
                   check=True, capture_output=True)  # fmt: skip
    server = Server(home)
    try:
        found = []
        for _ in range(6):
            page = browser.new_page()
            page.goto(server.url + "/view/lineage/CT.0921", wait_until="commit")
            page.wait_for_selector("html.js")
            found.append(page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"))
            page.close()
        return statistics.median(found[1:])
    finally:
        server.stop()


def packages(folder: Path) -> Path:
    """Install the packages of tests/web by their integrity hashes into a folder and return where they are."""
    for file in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "tests" / "web" / file, folder)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
    return folder / "node_modules"


def main() -> None:
    """Print the figures as a table."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None or shutil.which("npm") is None:
        sys.exit("bench-views needs chromium and npm")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        script = packages(folder) / "elkjs" / "lib" / "elk.bundled.js"
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        print(
            "| nodes | ours: SVG, ms | in processor time, ms | goal | kB | crossings | pyvis: stands, ms | crossings | ELK: layout, ms | crossings |"
        )
        print("|---|---|---|---|---|---|---|---|---|---|")
        for count, document in ((7, ct0921()), *((n, synthetic(n)) for n in (30, 150, 3000))):
            took, worked, size, crossed = ours(document)
            row = [
                count,
                f"{took:.0f}",
                f"{worked:.0f}",
                f"{GOALS[count]:.0f}" if count in GOALS else "",
                f"{size / 1000:.0f}",
                crossed,
            ]
            if count <= 150:
                for told, crosses in (in_pyvis(browser, document, folder), in_elk(browser, document, script)):
                    row += [f"{told:.0f}", crosses]
            print("| " + " | ".join(map(str, row)) + " |", flush=True)
        print(f"\nThe page of CT.0921 is interactive after {interactive(browser, folder):.0f} ms (goal: 300).")
        print(f"Its script: {len(_gzipped())} bytes gzipped (goal: 30000).")
        browser.close()


def _gzipped() -> bytes:
    import gzip

    folder = ROOT / "api" / "seedline_api" / "static"
    return gzip.compress(b"".join((folder / f"{name}.js").read_bytes() for name in ("lineage", "moving", "copying")), 9)


if __name__ == "__main__":
    main()
