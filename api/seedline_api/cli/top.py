"""``seedline top``."""

from __future__ import annotations

from typing import Annotated

import typer

from seedline_api.cli.application import app, open_tracer
from seedline_api.cli.options import AsOf, HomeOption, SnapshotOption, Source, ToldBy
from seedline_api.cli.output import RowsOption, print_rows, say


@app.command()
def top(
    currency: Annotated[str, typer.Argument(help="A currency; sums in several are never added together.")] = "USD",
    count: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 20,
    source: Source = None,
    as_of: AsOf = None,
    told_by: ToldBy = None,
    home: HomeOption = None,
    snapshot: SnapshotOption = None,
    *,
    format: RowsOption,
) -> None:
    """List the seeds with the most follow-on that is reported in a currency: reported, not attributed, no ranking.

    Example: seedline top USD --count 5
    """
    from seedline.i18n.words import plain
    from seedline.views.choice import Choice

    choice = Choice.of(source=source, as_of=as_of, told_by=told_by)
    tracer = open_tracer(home, snapshot).view(sources=choice.source, as_of=choice.as_of, told_by=choice.told_by)
    header = ["seed", "label", "follow-on", "bound", "per seed unit"]
    rows = [
        [tracer.details.id(t.seed), tracer.details.label(t.seed), plain(t.follow_on), t.bound, t.ratio]
        for t in tracer.top(currency, count)
    ]
    print_rows(header, rows, format)
    if rows:
        say(
            "no ranking: this lists what is reported, and of most seeds it has not been looked whether anything "
            "followed. Seeds may share what followed: rows must not be added up"
        )
    else:
        others = ", ".join(tracer.currencies())
        say(f"no follow-on is reported in {currency!r}, {f'but in {others}' if others else 'and in no other currency'}")
