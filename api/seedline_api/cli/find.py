"""``seedline find``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from seedline_api.cli.application import app
from seedline_api.cli.options import HomeOption, SnapshotOption
from seedline_api.cli.output import RowFormat, RowsOption, print_rows, say


@app.command()
def find(
    question: Annotated[str, typer.Argument(help='Words, "a phrase", -without, country:nepal, funder:kfw …')],
    count: Annotated[int, typer.Option(min=1, max=100, help="Most hits of each group.")] = 5,
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    *,
    format: RowsOption,
) -> None:
    """Find lineages, things, organisations, places, goals and what is said, and why each is found.

    Example: seedline find "funder:kfw"
    """
    from seedline.search import SearchIndex
    from seedline.store import open_snapshot
    from seedline_api.rendering.finding import answer_json

    answer = SearchIndex.open(open_snapshot(home, snapshot).path).find(question, each=count)
    for word, others in answer.read_as:
        say(f"{word!r} stands nowhere here; looked for {' or '.join(others)}")
    if answer.left_out:
        say(f"nothing has all of these words; this is found without {', '.join(answer.left_out)}")
    if answer.apart:
        counted = ", ".join(f"{word} ({found})" for word, found in answer.apart)
        say(f"no entry has all of these words; this has some of them: {counted}")
    for word in answer.nowhere:
        say(f"{word!r} stands nowhere here, and nothing is near to it")
    if format is RowFormat.json:
        print(json.dumps(answer_json(answer), indent=1, ensure_ascii=False))
        return
    header = ["group", "what", "kind", "why", "seeds"]
    rows = [
        [
            hit.group, hit.label, hit.kind, "; ".join(f"{column}: {text}" for column, text in hit.why),
            ", ".join(key for key, _ in hit.seeds),
        ]
        for hits in answer.hits.values()
        for hit in hits
    ]  # fmt: skip
    print_rows(header, rows, format)
    for group, total in answer.counts.items():
        if total > len(answer.hits[group]):
            say(f"{group}: {total - len(answer.hits[group])} more")
