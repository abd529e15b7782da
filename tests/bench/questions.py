"""How long each named question takes over a home: the slowest first, in milliseconds of processor time.

Run it as ``python -m tests.bench.questions HOME``.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from seedline.queries import Question, ask, questions
from seedline.store import Snapshot, open_snapshot

ROUNDS = 5


def taken(snapshot: Snapshot, asked: Question) -> float:
    """Return the least processor time of some rounds, in milliseconds."""
    least = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        ask(snapshot, asked, {})
        least = min(least, time.process_time() - began)
    return least * 1000


def main() -> None:
    snapshot = open_snapshot(Path(sys.argv[1]))
    found = sorted(((taken(snapshot, asked), asked.name) for asked in questions().values()), reverse=True)
    print("\n".join(f"{milliseconds:7.1f}  {name}" for milliseconds, name in found))


if __name__ == "__main__":
    main()
