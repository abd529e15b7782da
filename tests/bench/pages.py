"""What a page costs a reader: ``python -m tests.bench.pages [HOME] [OUT]``.

Each page is asked for its first byte, the first time after the server started and then again and again, and opened in a
headless Chromium with an empty cache: largest contentful paint, bytes of script, bytes of all, and requests to other hosts, of which there must
be none. Without a home the shipped data is built. Milliseconds are medians of five; the machine is named.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from seedline.pipeline import build
from tests.conftest import Server

PAGES = (
    "/", "/explore", "/explore?q=nepal", "/explore?as=map", "/explore?as=table", "/view/lineage/{seed}", "/doc/{seed}",
    "/organisations", "/known", "/questions", "/questions/follow-on", "/sparql", "/data",
)  # fmt: skip
TIMES = 5
_LCP = """() => new Promise((resolve) => {
  let last = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) last = entry.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => resolve(last), 300);
})"""


def first_bytes(url: str, path: str) -> tuple[float, float]:
    """Return the milliseconds until a page begins: the first time, and the median of those after it."""
    times = []
    # One client: to make one, and its certificates, takes longer than most pages.
    with httpx.Client(headers={"Accept": "text/html"}) as client:
        client.get(f"{url}/healthz")
        for _ in range(TIMES + 1):
            begun = time.perf_counter()
            with client.stream("GET", url + path) as answer:
                next(answer.iter_raw(), b"")
                times.append((time.perf_counter() - begun) * 1000)
    return times[0], statistics.median(times[1:])


def opened(browser: Any, url: str, path: str) -> tuple[float, int, int, int]:
    """Return largest contentful paint, bytes of script and of all, and the number of requests to other hosts."""
    paints, script, whole, outside = [], 0, 0, 0
    for _ in range(TIMES):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        answers: list[Any] = []
        page.on("response", lambda answer, answers=answers: answers.append(answer))
        page.goto(url + path, wait_until="networkidle")
        paints.append(page.evaluate(_LCP))
        sizes = [(a.request.resource_type, len(a.body())) for a in answers if a.url.startswith(url) and a.ok]
        script, whole = sum(n for kind, n in sizes if kind == "script"), sum(n for _, n in sizes)
        outside = sum(not a.url.startswith(url) for a in answers)
        context.close()
    return statistics.median(paints), script, whole, outside


def memory(process: int) -> float:
    """Return the megabytes that a server and its workers hold, pages that they share counted once."""
    held, todo = 0, [process]
    while todo:
        one = todo.pop()
        for task in Path(f"/proc/{one}/task").iterdir():
            todo += [int(child) for child in (task / "children").read_text().split()]
        rows = (line.split() for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines())
        held += next(int(row[1]) for row in rows if row[0] == "Pss:")
    return held / 1024


def measured(home: Path) -> list[str]:
    """Return the rows of a table, and what the server holds."""
    from playwright.sync_api import sync_playwright

    running = Server(home)
    try:
        first = httpx.get(f"{running.url}/api/search?count=1").json()["seeds"]
        rows = [
            f"{first['total']:,} seeds.",
            "",
            "| page | first byte, made anew, ms | asked again, ms | largest contentful paint, ms | script, kB | all, kB | other hosts |",
            "|---|---|---|---|---|---|---|",
        ]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for page in PAGES:
                path = page.format(seed=first["first"][0]["id"])
                first_time, again = first_bytes(running.url, path)
                paint, script, whole, outside = opened(browser, running.url, path)
                rows.append(
                    f"| `{page}` | {first_time:.0f} | {again:.0f} | {paint:.0f} | {script / 1000:.1f} | {whole / 1000:.0f} | {outside} |"
                )
            browser.close()
        return [*rows, "", f"Server and workers hold {memory(running.process.pid):.0f} MB (proportional set size)."]
    finally:
        running.stop()


def main() -> None:
    """Measure and print, or write where a second argument says."""
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as folder:
        home = given or Path(folder)
        if given is None:
            build([], home=home)
        load = os.getloadavg()[0]
        rows = measured(home)
    head = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load:.1f} at the start."
    text = "\n".join(
        ["# What pages cost a reader", "", *(__doc__ or "").strip().splitlines()[2:], "", head, "", *rows, ""]
    )
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text(text, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
