"""``seedline top``."""

from __future__ import annotations

from typing import Annotated

import typer

from seedline_api.cli.application import app, open_tracer
from seedline_api.cli.options import AsOf, HomeOption, Lang, SnapshotOption, Source, ToldBy, spoken
from seedline_api.cli.output import RowsOption, print_rows, say


@app.command()
def top(
    currency: Annotated[str, typer.Argument(help="A currency; sums in several are never added together.")] = "USD",
    count: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 20,
    source: Source = None,
    as_of: AsOf = None,
    told_by: ToldBy = None,
    lang: Lang = "en",
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    *,
    format: RowsOption,
) -> None:
    """List the seeds with the most follow-on that is reported in a currency: reported, not attributed, no ranking.

    Example: seedline top USD --count 5
    """
    from seedline.i18n import words
    from seedline.i18n.words import plain
    from seedline.views.choice import Choice

    tell = words(spoken(lang))
    choice = Choice.of(source=source, as_of=as_of, told_by=told_by)
    tracer = open_tracer(home, snapshot).view(sources=choice.source, as_of=choice.as_of, told_by=choice.told_by)
    read = tracer.details
    rows = [
        [read.id(t.seed), read.label(t.seed, tell.language), plain(t.follow_on), tell.token("bound", t.bound), t.ratio]
        for t in tracer.top(currency, count)
    ]
    print_rows([tell(f"cli.{column}") for column in ("seed", "label", "followOn", "bound", "ratio")], rows, format)
    if rows:
        say(tell("cli.noRanking"))
    elif others := tracer.currencies():
        say(tell("cli.inOthers", currency=currency, others=tell.listed(others)))
    else:
        say(tell("cli.inNone", currency=currency))
