"""How long each named question takes over a home, as its page asks it: ``python -m tests.bench.questions HOME [OUT]``.

Milliseconds of processor time, the least of some rounds, the store on disk: to answer with the rows that a page shows, and
to list what may be chosen in the page's form. The slowest come first.
"""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path

from seedline.queries import Question, ask, questions
from seedline.store import Snapshot, open_snapshot

ROUNDS, ROWS = 3, 500


def taken(work: Callable[[], object]) -> float:
    """Return the least processor time of some rounds, in milliseconds."""
    least = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        least = min(least, time.process_time() - began)
    return least * 1000


def measured(snapshot: Snapshot, asked: Question) -> tuple[float, float, str, int]:
    """Return what a question's answer and its form take, its name, and how many rows it has."""
    answering = taken(lambda: ask(snapshot, asked, {}, most=ROWS))
    form = taken(lambda: [parameter.choices(snapshot.store) for parameter in asked.parameters])
    return answering, form, asked.name, ask(snapshot, asked, {}, most=ROWS).total


def table(home: Path) -> list[str]:
    """Return the table of all questions."""
    snapshot = open_snapshot(home)
    found = sorted((measured(snapshot, asked) for asked in questions().values()), reverse=True)
    return [
        f"{snapshot.manifest['counts']['quads']:,} quads; {platform.machine()}, Python {platform.python_version()}.",
        "",
        "| question | rows | answer, ms | form, ms |",
        "|---|---|---|---|",
        *(f"| {name} | {rows:,} | {answering:.1f} | {form:.1f} |" for answering, form, name, rows in found),
    ]


def main() -> None:
    told = "\n".join(table(Path(sys.argv[1])))
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text(told + "\n", "utf-8")
    print(told)


if __name__ == "__main__":
    main()
