"""``seedline find``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from seedline_api.cli.application import app
from seedline_api.cli.options import HomeOption, Lang, SnapshotOption, spoken
from seedline_api.cli.output import RowFormat, RowsOption, print_rows, say


@app.command()
def find(
    question: Annotated[list[str], typer.Argument(help='Words, "a phrase", -without, country:nepal, funder:kfw …')],
    count: Annotated[int, typer.Option(min=1, max=100, help="Most hits of each group.")] = 5,
    lang: Lang = "en",
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    *,
    format: RowsOption,
) -> None:
    """Find lineages, things, organisations, places, goals and what is said, and why each is found.

    A word with a minus, and a phrase, stand in quotation marks of the shell: seedline find "nepal -health".

    Example: seedline find "funder:kfw"
    """
    from seedline.i18n import words
    from seedline.queries import questions_of
    from seedline.search import SearchIndex, questions_asked
    from seedline.store import open_snapshot
    from seedline_api.rendering.explore import kind_words
    from seedline_api.rendering.finding import answer_json, search_of
    from seedline_api.rendering.found import seeds_left
    from seedline_api.rendering.offered import left_over, pages_of, read_as

    tell = words(spoken(lang))
    opened = open_snapshot(home, snapshot)
    index = SearchIndex.open(opened.path)
    search = search_of([("q", " ".join(question))], index)
    answer = index.find(search.question, each=count)
    if search.reading:
        say(f"{tell('explore.isRead', typed=search.typed)} {read_as(search.reading, index, tell)}")
    for word, others in answer.read_as:
        say(tell("explore.readAs", word=word, others=tell.listed(list(others))))
    if answer.left_out:
        say(tell("explore.leftOut", words=", ".join(answer.left_out)))
    if answer.apart:
        counted = [tell("explore.word", word=word, count=found) for word, found in answer.apart]
        say(f"{tell('explore.apart', words=', '.join(counted))} {tell('explore.some')}")
    for word in left_over(answer.nowhere):
        say(tell("explore.nowhere", word=word))
    for label, address in pages_of(search.typed, index, tell):
        say(f"{tell('explore.page')} {label} ({address})")
    # Who only asks finds nothing by words: what may answer is a command away.
    only = not answer.total and not search.reading
    for each, named in questions_asked(search.typed, tell.language, 3, index, questions_of(opened)) if only else ():
        given = "".join(f" --{name} {value}" for name, value in named.items())
        say(f"{tell('explore.questions')} {each.title[tell.language]} (seedline ask {each.name}{given})")
    left = index.codes(seeds_left(index, search, answer, tell)[:count]) if search.reading else []
    if format is RowFormat.json:
        told = answer_json(answer) | ({"seeds": [{"id": key, "label": name} for key, name in left]} if left else {})
        print(json.dumps(told, indent=1, ensure_ascii=False))
        return
    rows = [
        [
            tell(f"explore.group.{hit.group}"), hit.label, kind_words(tell, hit),
            "; ".join(f"{tell(f'explore.column.{column}')}{tell('list.colon')}{text}" for column, text in hit.why),
            ", ".join(key for key, _ in hit.seeds),
        ]
        for hits in answer.hits.values()
        for hit in hits
        if not search.reading
    ]  # fmt: skip
    rows += [[tell("explore.group.seed"), name, tell.token("kind", "seedProject"), "", key] for key, name in left]
    print_rows([tell(f"cli.{column}") for column in ("group", "what", "kind", "why", "seeds")], rows, format)
    for group, total in answer.counts.items() if not search.reading else ():
        if more := total - len(answer.hits[group]):
            say(f"{tell(f'explore.group.{group}')}{tell('list.colon')}{tell('explore.more', more)}")
